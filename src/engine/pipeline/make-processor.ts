// The processor for something to call.

import type { Argument } from "../binder/argument.js";
import { ForEachProcessor, WhereProcessor } from "./block-processors.js";
import { CmdletProcessor } from "./cmdlet-processor.js";
import { ApplicationInfo, CmdletInfo, ExternalScriptInfo } from "../commands/command-info.js";
import { Invocation } from "../run/invocation.js";
import { NativeProcessor } from "./native.js";
import type { Processor } from "./processor.js";
import type { Frame, Output, Runtime, Streams } from "../run/runtime.js";
import { ScriptBlock } from "../run/script-block.js";
import { ScriptProcessor } from "./script-processor.js";
import { runtimeError } from "../types/errors.js";
import type { Target } from "../compile/command-target.js";

/** The processor for something to call. */
export function makeProcessor(
  f: Frame,
  target: Target,
  invocation: Invocation,
  args: readonly Argument[],
  dotted: boolean,
  streams: Streams,
  out: Output,
): Processor {
  const { rt } = f;
  const { command, block } = target;
  if (block !== null)
    return new ScriptProcessor(
      rt,
      {
        block,
        code: rt.compile(block),
        invocation,
        args,
        newScope: !dotted,
        streams,
        caller: f,
        isScriptFile: command instanceof ExternalScriptInfo,
      },
      out,
    );
  if (command instanceof CmdletInfo) {
    const fast = shortWay(rt, command, args, streams, out);
    return fast ?? new CmdletProcessor(rt, command, invocation, args, streams, f, out);
  }
  if (command instanceof ApplicationInfo) return new NativeProcessor(rt, command, args, streams, f, invocation, out);
  throw runtimeError("CommandNotFoundException", `The command '${target.name}' cannot be run.`);
}

/** ForEach-Object and Where-Object with nothing but a block. */
function shortWay(
  rt: Runtime,
  command: CmdletInfo,
  args: readonly Argument[],
  streams: Streams,
  out: Output,
): Processor | undefined {
  if (args.length !== 1 || !(args[0]!.value instanceof ScriptBlock)) return undefined;
  const { name } = args[0]!;
  if (command.name === "ForEach-Object" && (name === null || /^pro/i.test(name))) {
    const block = args[0]!.value;
    const code = rt.compile(block);
    if (code.endOnly && code.plain !== null && code.plain.length === 0)
      return new ForEachProcessor(command, rt, block, code, streams, out);
  }
  if (command.name === "Where-Object" && (name === null || /^f/i.test(name))) {
    const block = args[0]!.value;
    const code = rt.compile(block);
    if (code.endOnly && code.plain !== null && code.plain.length === 0)
      return new WhereProcessor(command, rt, block, code, streams, out);
  }
  return undefined;
}
