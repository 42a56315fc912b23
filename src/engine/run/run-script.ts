// A script at the top of a session: its streams, its end, and what became of it.

import type { ErrorRecord, InformationRecord, InformationalRecord, ProgressRecord } from "../../objects/index.js";
import { Invocation } from "./invocation.js";
import { openFrame, runIn } from "./invoke.js";
import {
  BREAK,
  CONTINUE,
  ExitSignal,
  FlowSignal,
  PipelineStopped,
  StopUpstreamSignal,
  TerminatingSignal,
} from "./flow.js";
import { ExternalScriptInfo } from "../commands/command-info.js";
import { invokeAnything, invokeFile } from "./invoke-block.js";
import { parseTypedScript } from "../compile/parse.js";
import { asError } from "../errors/raise.js";
import type { Output, Runtime, Streams } from "./runtime.js";
import { ScriptBlock } from "./script-block.js";

export interface RunOptions {
  output?(value: unknown): void;
  error?(record: ErrorRecord): void;
  warning?(record: InformationalRecord): void;
  verbose?(record: InformationalRecord): void;
  debug?(record: InformationalRecord): void;
  information?(record: InformationRecord): void;
  progress?(record: ProgressRecord): void;
  /** Pipeline input: `$input`. */
  readonly input?: Iterable<unknown>;
  readonly args?: readonly unknown[];
  /** File name for positions in errors. */
  readonly fileName?: string;
  /** Run in a scope of its own instead of the session's. */
  readonly newScope?: boolean;
  /** What runs stands for commands that were given one by one, not as a script: what ends one of them ends the run. */
  readonly asCommands?: boolean;
  /** Objects of the output are formatted and shown: the output ends in Out-Default. */
  readonly toDefault?: boolean;
  /** The output is a terminal's: a native program that stands alone gets the terminal itself. */
  readonly toTerminal?: boolean;
  /** Writes what was held back: somebody else writes to the terminal next. */
  flush?(): void;
}

/** How a run ended. A terminating error is here and not on the error stream. */
export interface RunResult {
  readonly state: "Completed" | "Failed" | "Stopped";
  readonly error?: ErrorRecord;
  /** Code of an `exit`, where one ended the script. */
  readonly exitCode?: number;
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

function sink(write: ((value: never) => void) | undefined): Output {
  return { write: (value) => write?.(value as never) };
}

function streamsOf(options: RunOptions): Streams {
  return {
    error: sink(options.error),
    warning: sink(options.warning),
    verbose: sink(options.verbose),
    debug: sink(options.debug),
    information: sink(options.information),
    progress: sink(options.progress),
  };
}

export function runScript(rt: Runtime, script: string | ScriptBlock, options: RunOptions): RunResult {
  const before = { streams: rt.streams, propagate: rt.propagate, frame: rt.frame, depth: rt.depth };
  const { hasTerminal, terminal, flushTerminal } = rt;
  const streams = streamsOf(options);
  rt.streams = streams;
  rt.propagate = false;
  const out = sink(options.output);
  rt.hasTerminal = options.toTerminal ?? false;
  rt.terminal = options.toTerminal ? out : null;
  rt.flushTerminal = options.flush ?? null;
  try {
    const block = typeof script === "string" ? parseTypedScript(script, options.fileName ?? null, rt.state) : script;
    run(rt, block, options, streams, out);
    return { state: "Completed" };
  } catch (thrown) {
    return ended(rt, thrown);
  } finally {
    rt.streams = before.streams;
    rt.propagate = before.propagate;
    rt.frame = before.frame;
    rt.depth = before.depth;
    rt.hasTerminal = hasTerminal;
    rt.terminal = terminal;
    rt.flushTerminal = flushTerminal;
    rt.state = rt.global;
    rt.global.current = rt.global.root;
  }
}

function run(rt: Runtime, block: ScriptBlock, options: RunOptions, streams: Streams, out: Output): void {
  const code = rt.compile(block);
  const simple =
    code.endOnly && code.plain !== null && code.plain.length === 0 && !options.args?.length && !options.newScope;
  // `$input` of a script without a process block is all of its input, once that has ended.
  const input = options.input && code.process === null ? [...options.input] : options.input;
  if (options.fileName !== undefined && !options.newScope) {
    const script = new ExternalScriptInfo(baseName(options.fileName), options.fileName, block);
    const invocation = {
      args: options.args ?? [],
      output: (value: unknown) => out.write(value),
      ...(input && { input }),
    };
    return invokeFile(rt, script, invocation, out);
  }
  if (!simple) {
    const call = (): void =>
      invokeAnything(rt, block, {
        args: options.args ?? [],
        newScope: options.newScope ?? false,
        output: (value) => out.write(value),
        ...(input && { input }),
      });
    if (options.newScope) return call();
    const own = new Invocation(null, "", null, null);
    own.args = (options.args ?? []).slice(code.ast.paramBlock?.parameters.length ?? 0);
    if (Array.isArray(input)) own.input = input;
    return withInvocation(rt, own, call);
  }
  const invocation = new Invocation(null, "", null, null);
  if (input) invocation.input = [...input];
  const frame = openFrame(rt, block, code, invocation, streams, false, null);
  frame.isCommands = options.asCommands ?? false;
  withInvocation(rt, invocation, () => void runIn(frame, code.end!, out));
}

/** Runs with `$args`, `$input` and the like of the session's own scope being those of this call. */
function withInvocation(rt: Runtime, invocation: Invocation, action: () => void): void {
  const { root } = rt.global;
  const keep = root.invocation;
  root.invocation = invocation;
  for (const name of ["args", "input", "myinvocation", "psscriptroot", "pscommandpath", "psboundparameters"])
    root.remove(name);
  try {
    action();
  } finally {
    root.invocation = keep;
  }
}

function ended(rt: Runtime, thrown: unknown): RunResult {
  if (thrown instanceof ExitSignal) {
    let code = 0;
    try {
      code = Number(rt.values.convert(thrown.code ?? 0, "int"));
    } catch {
      code = 0;
    }
    rt.global.root.set("LASTEXITCODE", code);
    rt.host.setShouldExit(code);
    return { state: "Completed", exitCode: code };
  }
  if (thrown instanceof FlowSignal && (thrown.kind === BREAK || thrown.kind === CONTINUE))
    return { state: "Completed" };
  if (thrown instanceof PipelineStopped) return { state: "Stopped" };
  if (thrown instanceof TerminatingSignal) return ended(rt, thrown.error);
  if (thrown instanceof StopUpstreamSignal) return { state: "Completed" };
  const error = asError(thrown);
  const record = rt.locate(error, rt.frame);
  rt.addError(record);
  rt.ok = false;
  return { state: "Failed", error: record };
}
