// What a call calls: the word in front looked up, or the value of an expression.

import type { CommandAst } from "../../language/index.js";
import { baseOf } from "../../objects/index.js";
import type { Argument } from "../binder/argument.js";
import {
  AliasInfo,
  ApplicationInfo,
  CommandInfo,
  ExternalScriptInfo,
  FunctionInfo,
  ScriptInfo,
} from "../commands/command-info.js";
import type { Compiler } from "./compiler.js";
import { ModuleInfo } from "../session/module-info.js";
import type { Frame } from "../run/runtime.js";
import type { SessionState } from "../session/scopes.js";
import { ScriptBlock } from "../run/script-block.js";
import { runtimeError } from "../types/errors.js";

/** Something to call, found. */
export interface Target {
  readonly command: CommandInfo | null;
  readonly block: ScriptBlock | null;
  readonly name: string;
  /** `& $module { … }`: the first argument is what is called, inside the module. */
  readonly module?: ModuleInfo;
}

/** What the first word names; looked up again only when some command name has changed its meaning. */
export function compileTarget(c: Compiler, ast: CommandAst): (f: Frame) => Target {
  const head = ast.elements[0]!;
  if (head.kind === "StringConstantExpression" && (ast.invocation === null || head.value !== "")) {
    const name = head.value;
    let known: Target | undefined;
    let epoch = -1;
    let state: SessionState | undefined;
    return (f) => {
      const { rt } = f;
      if (known !== undefined && epoch === rt.commandEpoch && state === f.scope.state) return known;
      const command = rt.resolve(name, f);
      known = targetOf(command, name);
      epoch = command instanceof ApplicationInfo || command instanceof ExternalScriptInfo ? -1 : rt.commandEpoch;
      state = f.scope.state;
      return known;
    };
  }
  const value = c.expr(head);
  return (f) => dynamicTarget(f, value(f), ast.invocation === "." ? "." : "&");
}

function targetOf(command: CommandInfo, name: string): Target {
  if (command instanceof FunctionInfo || command instanceof ExternalScriptInfo || command instanceof ScriptInfo)
    return { command, block: command.scriptBlock, name };
  return { command, block: null, name };
}

function dynamicTarget(f: Frame, given: unknown, operator: string): Target {
  const value = baseOf(given);
  if (value instanceof ScriptBlock) return { command: null, block: value, name: "" };
  if (value instanceof ModuleInfo) return { command: null, block: null, name: value.name, module: value };
  if (value instanceof AliasInfo) return targetOf(f.rt.resolve(value.definition, f), value.name);
  if (value instanceof CommandInfo) return targetOf(value, value.name);
  const text = value === null || value === undefined ? "" : f.rt.values.toText(value);
  if (text === "")
    throw runtimeError(
      "BadExpression",
      `The expression after '${operator}' in a pipeline element produced an object that was not valid. It must result in a command name, a script block, or a CommandInfo object.`,
    );
  return targetOf(f.rt.resolve(text, f), operator);
}

/** `f(1, 2)`: what strict mode 2 refuses. */
export function looksLikeMethodCall(ast: CommandAst): boolean {
  const [head, argument] = ast.elements;
  if (ast.elements.length !== 2 || argument!.kind !== "ParenExpression" || argument!.extent.start !== head!.extent.end)
    return false;
  const inner = argument.pipeline;
  const element = inner.kind === "Pipeline" ? inner.elements[0] : undefined;
  return element?.kind === "CommandExpression" && element.expression.kind === "ArrayLiteral";
}

export function strictTarget(target: (f: Frame) => Target): (f: Frame) => Target {
  return (f) => {
    if (f.scope.strictMode >= 2)
      throw runtimeError(
        "StrictModeFunctionCallWithParens",
        "The function or command was called as if it were a method. Parameters should be separated by spaces. For information about parameters, see the about_Parameters Help topic.",
      );
    return target(f);
  };
}

/** Takes what is to be called off the arguments and finds it in the module. */
export function insideModule(f: Frame, module: ModuleInfo, args: Argument[]): Target {
  const what = baseOf(args.shift()?.value);
  const { state } = module;
  if (what instanceof ScriptBlock)
    return { command: null, block: new ScriptBlock(what.ast, state, what.extraParameters, what.isFilter), name: "" };
  const name = f.rt.values.toText(what ?? "");
  const found = state?.root.functions?.get(name.toLowerCase()) ?? f.rt.resolve(name, f);
  return targetOf(found, name);
}
