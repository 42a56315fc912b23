// Members of PowerShell's own that stand in a PSObject's slots or in extended type data: aliases, scripts, code, sets.

import { PSMember } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import { EngineError, runtimeError } from "../errors.js";

/** A property of another name. */
export class PSAliasProperty extends PSMember {
  readonly memberType = "AliasProperty" as const;
  readonly referencedName: string;
  /** Type the value is converted to; undefined for none. */
  readonly conversionType: string | undefined;
  constructor(referencedName: string, conversionType?: string) {
    super();
    this.referencedName = referencedName;
    this.conversionType = conversionType;
  }
}

/** A property that a script block computes, and perhaps one sets. */
export class PSScriptProperty extends PSMember {
  readonly memberType = "ScriptProperty" as const;
  readonly getter: unknown;
  readonly setter: unknown;
  constructor(getter: unknown, setter: unknown = null) {
    super();
    this.getter = getter;
    this.setter = setter;
  }
}

/** A method that is a script block; `$this` is the object. */
export class PSScriptMethod extends PSMember {
  readonly memberType = "ScriptMethod" as const;
  readonly script: unknown;
  constructor(script: unknown) {
    super();
    this.script = script;
  }
}

/** A property computed by code of ours. */
export class PSCodeProperty extends PSMember {
  readonly memberType = "CodeProperty" as const;
  readonly get: (self: unknown) => unknown;
  readonly set: ((self: unknown, value: unknown) => void) | undefined;
  constructor(get: (self: unknown) => unknown, set?: (self: unknown, value: unknown) => void) {
    super();
    this.get = get;
    this.set = set;
  }
}

/** A named group of property names (DefaultDisplayPropertySet). */
export class PSPropertySet extends PSMember {
  readonly memberType = "PropertySet" as const;
  readonly names: readonly string[];
  constructor(names: readonly string[]) {
    super();
    this.names = names;
  }
}

/** A named group of members (PSStandardMembers). */
export class PSMemberSet extends PSMember {
  readonly memberType = "MemberSet" as const;
  readonly members: Map<string, unknown>;
  constructor(members: Map<string, unknown>) {
    super();
    this.members = members;
  }
}

/** Runs a member's script block with `$this`; one output object is the value, several are an array. */
export function runMemberScript(script: unknown, self: unknown, args: readonly unknown[], engine: Engine): unknown {
  const results: unknown[] = [];
  engine.invoke(script, { args, dollarThis: self, output: (value) => results.push(value) });
  return results.length === 0 ? undefined : results.length === 1 ? results[0] : results;
}

/** A script method's error, as the caller of the method sees it. */
export function scriptMethodError(name: string, count: number, error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  return runtimeError(
    "ScriptMethodRuntimeException",
    `Exception calling "${name}" with "${count}" argument(s): "${error.exception.message}"`,
    {
      exceptionType: "System.Management.Automation.MethodInvocationException",
      category: "NotSpecified",
      inner: error.exception,
    },
  );
}
