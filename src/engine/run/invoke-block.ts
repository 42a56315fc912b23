// Script blocks called from outside a script: by cmdlets, by members of objects, by the host.

import { type Argument, ParameterText } from "../binder/argument.js";
import { CommandInfo, ExternalScriptInfo, FunctionInfo, ScriptInfo } from "../commands/command-info.js";
import { makeProcessor } from "../pipeline/make-processor.js";
import { ExitSignal } from "./flow.js";
import { fillDefaults, openFrame, runIn } from "./invoke.js";
import { Invocation } from "./invocation.js";
import { runPipeline } from "../pipeline/processor.js";
import { FunctionOutput, Frame, type Output, NOWHERE, type Runtime } from "./runtime.js";
import { Variable } from "../session/scopes.js";
import { ScriptBlock } from "./script-block.js";
import { ScriptProcessor } from "../pipeline/script-processor.js";
import { runtimeError } from "../types/errors.js";

export interface InvokeOptions {
  readonly args?: readonly unknown[];
  readonly dollarUnder?: unknown;
  readonly dollarThis?: unknown;
  readonly input?: Iterable<unknown>;
  readonly output?: (value: unknown) => void;
  readonly newScope?: boolean;
}

export function invokeAnything(rt: Runtime, command: unknown, options: InvokeOptions): void {
  const out: Output = options.output ? new FunctionOutput(options.output) : NOWHERE;
  if (command instanceof ScriptBlock) return invokeBlock(rt, command, null, options, out);
  if (command instanceof FunctionInfo || command instanceof ScriptInfo)
    return invokeBlock(rt, command.scriptBlock, command, options, out);
  const info =
    command instanceof CommandInfo ? command : (rt.lookup(rt.values.toText(command), rt.frame) ?? notFound(command));
  invokeCommand(rt, info, options, out);
}

function notFound(command: unknown): never {
  throw runtimeError(
    "CommandNotFoundException",
    `The term '${String(command)}' is not recognized as a name of a cmdlet, function, script file, or executable program.`,
  );
}

function invokeBlock(
  rt: Runtime,
  block: ScriptBlock,
  command: CommandInfo | null,
  options: InvokeOptions,
  out: Output,
): void {
  const code = rt.compile(block);
  const newScope = options.newScope ?? true;
  const args = options.args ?? [];
  if (code.plain === null || !code.endOnly) return invokeByProcessor(rt, block, command, options, out);
  const parameters = code.plain.filter((parameter) => !parameter.isSwitch);
  const invocation = newScope ? new Invocation(command, command?.name ?? "", null, rt.frame) : null;
  const f = openFrame(rt, block, code, invocation, rt.streams, newScope);
  const { scope } = f;
  if (invocation !== null) {
    if (options.input !== undefined) invocation.input = [...options.input];
    invocation.args = args.slice(parameters.length);
  }
  for (let i = 0; i < args.length && i < parameters.length; i++) {
    const parameter = parameters[i]!;
    const given = args[i] === undefined ? null : args[i];
    const value = parameter.typeName === null ? given : parameter.constraint(f)(given, parameter.name);
    const variable = new Variable(parameter.name, value, scope);
    scope.put(variable);
    f.vars[parameter.slot] = variable;
  }
  if (args.length < code.plain.length) fillDefaults(f, code.plain);
  withUnder(f, options, () => runIn(f, code.end!, out));
}

/** `$_` and `$this` for the time of a call; in a scope that goes on living they get back what they were. */
function withUnder(f: Frame, options: InvokeOptions, run: () => void): void {
  const names: [string, unknown][] = [];
  if (options.dollarUnder !== undefined) names.push(["_", options.dollarUnder]);
  if (options.dollarThis !== undefined) names.push(["this", options.dollarThis]);
  const { scope } = f;
  const before = names.map(([name]) => scope.own(name)?.value);
  for (const [name, value] of names) scope.set(name, value);
  try {
    run();
  } finally {
    names.forEach(([name], i) => (before[i] === undefined ? scope.remove(name) : scope.set(name, before[i])));
  }
}

function argumentsOf(args: readonly unknown[]): Argument[] {
  const read: Argument[] = [];
  for (let i = 0; i < args.length; i++) {
    const given = args[i];
    if (given instanceof ParameterText) {
      const hasValue = given.colonValue && i + 1 < args.length;
      const value = hasValue ? args[++i] : null;
      read.push({ name: given.parameterName, value, hasValue, splatted: false, text: `-${given.parameterName}` });
    } else
      read.push({ name: null, value: given === undefined ? null : given, hasValue: true, splatted: false, text: "" });
  }
  return read;
}

/** A script file in the session's own scope, as -File runs it: its `exit` is the session's. */
export function invokeFile(rt: Runtime, script: ExternalScriptInfo, options: InvokeOptions, out: Output): void {
  invokeByProcessor(rt, script.scriptBlock, script, { ...options, newScope: false }, out);
}

function invokeByProcessor(
  rt: Runtime,
  block: ScriptBlock,
  command: CommandInfo | null,
  options: InvokeOptions,
  out: Output,
): void {
  const caller = rt.frame ?? rootFrame(rt, block);
  const invocation = new Invocation(command, command?.name ?? "", null, caller);
  const processor = makeProcessor(
    caller,
    { command, block, name: command?.name ?? "" },
    invocation,
    argumentsOf(options.args ?? []),
    options.newScope === false,
    rt.streams,
    out,
  );
  const { input } = options;
  const asInput = options.dollarUnder !== undefined && rt.compile(block).process !== null;
  processor.expectingInput = input !== undefined || asInput;
  if (!asInput && options.dollarUnder !== undefined && processor instanceof ScriptProcessor)
    processor.preset.push(["_", options.dollarUnder]);
  if (options.dollarThis !== undefined && processor instanceof ScriptProcessor)
    processor.preset.push(["this", options.dollarThis]);
  if (input !== undefined)
    runPipeline(rt, [processor], (first) => {
      for (const item of input) first.write(item);
    });
  else if (asInput) runPipeline(rt, [processor], (first) => first.write(options.dollarUnder));
  else runPipeline(rt, [processor], null);
  if (command instanceof ExternalScriptInfo && processor instanceof ScriptProcessor && processor.exitCode !== undefined)
    throw new ExitSignal(processor.exitCode);
}

function invokeCommand(rt: Runtime, command: CommandInfo, options: InvokeOptions, out: Output): void {
  const caller = rt.frame ?? rootFrame(rt, rt.parse("", null));
  const invocation = new Invocation(command, command.name, null, caller);
  const processor = makeProcessor(
    caller,
    { command, block: null, name: command.name },
    invocation,
    argumentsOf(options.args ?? []),
    false,
    rt.streams,
    out,
  );
  processor.expectingInput = options.input !== undefined;
  const { input } = options;
  if (input === undefined) return runPipeline(rt, [processor], null);
  runPipeline(rt, [processor], (first) => {
    for (const item of input) first.write(item);
  });
}

/** A frame to call from where no script runs. */
export function rootFrame(rt: Runtime, block: ScriptBlock): Frame {
  return new Frame(rt, rt.compile(block), rt.global.root, [], rt.streams, null, null);
}
