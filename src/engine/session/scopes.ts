// Variables and the scopes they live in.
//
// Rule: a scope knows its own variables only; what is visible is found by walking up the parents. A block's own names have
// slots that its code reads without looking anything up; everybody else finds the same variables by name.

import { NetObject } from "../../objects/index.js";
import type { VariableObject } from "../engine.js";
import type { AliasInfo, FunctionInfo } from "../commands/command-info.js";
import type { Invocation } from "../run/invocation.js";
import type { ModuleInfo } from "./module-info.js";

export const READ_ONLY = 1;
export const CONSTANT = 2;
export const PRIVATE = 4;
export const ALL_SCOPE = 8;

/** Converts and validates what is assigned to a variable; throws where it is refused. */
export type Constraint = (value: unknown, variableName: string) => unknown;

/** System.Management.Automation.PSVariable. */
export class Variable extends NetObject implements VariableObject {
  readonly name: string;
  value: unknown;
  /** The scope it is in; null once it has been removed. */
  owner: Scope | null;
  /** True while assigning needs no check. */
  plain = true;
  options = 0;
  constraint: Constraint | null = null;
  description = "";
  visibility: "Public" | "Private" = "Public";
  constructor(name: string, value: unknown, owner: Scope | null) {
    super();
    this.name = name;
    this.value = value;
    this.owner = owner;
  }
  get typeName(): string {
    return "System.Management.Automation.PSVariable";
  }
  get optionText(): string {
    return optionText(this.options);
  }
}

function optionText(options: number): string {
  const names: string[] = [];
  if (options & READ_ONLY) names.push("ReadOnly");
  if (options & CONSTANT) names.push("Constant");
  if (options & PRIVATE) names.push("Private");
  if (options & ALL_SCOPE) names.push("AllScope");
  return names.join(", ") || "None";
}

/** The names a block mentions, and the slot of each in the frames that run it. Grows while the block is compiled. */
export class Layout {
  readonly index: Map<string, number> = new Map();
  slot(name: string): number {
    let slot = this.index.get(name);
    if (slot === undefined) this.index.set(name, (slot = this.index.size));
    return slot;
  }
  get size(): number {
    return this.index.size;
  }
}

const AUTOMATIC: ReadonlySet<string> = new Set([
  "args",
  "input",
  "psboundparameters",
  "myinvocation",
  "pscmdlet",
  "psscriptroot",
  "pscommandpath",
]);

export class Scope {
  readonly parent: Scope | null;
  readonly state: SessionState;
  layout: Layout | null = null;
  slots: (Variable | undefined)[] | null = null;
  extra: Map<string, Variable> | null = null;
  functions: Map<string, FunctionInfo> | null = null;
  aliases: Map<string, AliasInfo> | null = null;
  /** What `$script:` means from here down. */
  isScript = false;
  /** Set-StrictMode: -1 inherits, 0 is off. */
  strict = -1;
  /** The command that runs in this scope: `$args`, `$input`, `$MyInvocation` … are made of it when asked for. */
  invocation: Invocation | null = null;
  constructor(parent: Scope | null, state: SessionState) {
    this.parent = parent;
    this.state = state;
  }
  /** The variable of this very scope. `name` is lower-case. */
  own(name: string): Variable | undefined {
    const slot = this.layout?.index.get(name);
    if (slot !== undefined) {
      const variable = this.slots![slot];
      if (variable !== undefined && variable.owner === this) return variable;
    }
    const variable = this.extra?.get(name);
    if (variable !== undefined) return variable;
    if (this.invocation !== null && AUTOMATIC.has(name)) return this.automatic(name);
    return undefined;
  }
  /** The variable visible from here. */
  find(name: string): Variable | undefined {
    const own = this.own(name);
    if (own) return own;
    for (let scope = this.parent; scope !== null; scope = scope.parent) {
      const variable = scope.own(name);
      if (variable !== undefined && (variable.options & PRIVATE) === 0) return variable;
    }
    return undefined;
  }
  /** Makes a variable here, in place of any of the same name. */
  create(name: string, value: unknown): Variable {
    const variable = new Variable(name, value, this);
    this.put(variable);
    return variable;
  }
  put(variable: Variable): void {
    const key = variable.name.toLowerCase();
    const slot = this.layout?.index.get(key);
    if (slot !== undefined) this.slots![slot] = variable;
    else (this.extra ??= new Map()).set(key, variable);
  }
  /** Takes a variable out of its slot: whoever reads it must look it up, and is told that it is private. */
  unslot(variable: Variable): void {
    const key = variable.name.toLowerCase();
    const slot = this.layout?.index.get(key);
    if (slot === undefined) return;
    this.slots![slot] = undefined;
    (this.extra ??= new Map()).set(key, variable);
  }
  /** Sets or makes, without any check. */
  set(name: string, value: unknown): Variable {
    const variable = this.own(name.toLowerCase());
    if (!variable) return this.create(name, value);
    variable.value = value;
    return variable;
  }
  remove(name: string): void {
    const variable = this.own(name);
    if (!variable) return;
    variable.owner = null;
    const slot = this.layout?.index.get(name);
    if (slot !== undefined && this.slots![slot] === variable) this.slots![slot] = undefined;
    this.extra?.delete(name);
  }
  *variables(): IterableIterator<Variable> {
    if (this.invocation !== null) for (const name of AUTOMATIC) this.own(name);
    if (this.layout !== null)
      for (const variable of this.slots!) if (variable !== undefined && variable.owner === this) yield variable;
    if (this.extra !== null) yield* this.extra.values();
  }
  private automatic(name: string): Variable | undefined {
    const made = this.invocation!.automatic(name);
    return made === undefined ? undefined : this.create(made.name, made.value);
  }
  /** The scope `$script:` names from here. */
  get scriptScope(): Scope {
    for (let scope: Scope = this; ; scope = scope.parent) if (scope.isScript || scope.parent === null) return scope;
  }
  get globalScope(): Scope {
    let scope: Scope = this;
    while (scope.parent !== null) scope = scope.parent;
    return scope;
  }
  get strictMode(): number {
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent)
      if (scope.strict >= 0) return scope.strict;
    return 0;
  }
}

/** The session's own state, or a module's: its outermost scope, and the one that runs. */
export class SessionState {
  readonly module: ModuleInfo | null;
  root: Scope;
  current: Scope;
  constructor(module: ModuleInfo | null, parent: Scope | null) {
    this.module = module;
    this.root = new Scope(parent, this);
    this.root.isScript = true;
    this.current = this.root;
  }
}
