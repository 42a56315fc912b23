// A command in a pipeline: it is begun, gets objects one by one, and is ended; what it writes goes straight to the next.
//
// Rule: every begin first, left to right; then objects flow; then every end, left to right; then every dispose, whatever happened.

import type { Output, Runtime } from "../run/runtime.js";
import { StopUpstreamSignal } from "../run/flow.js";
import { asError } from "../errors/raise.js";
import type { EngineError } from "../types/errors.js";

export abstract class Processor implements Output {
  /** Where its objects go. */
  out: Output;
  /** Something went wrong in it without ending it: `$?` is false afterwards. */
  failed = false;
  expectingInput = false;
  constructor(out: Output) {
    this.out = out;
  }
  /** Binds arguments. */
  prepare(): void {}
  begin(): void {}
  #begun = false;
  /** Begins, once: in its turn, or before the first object where one comes earlier. */
  start(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.begin();
  }
  /** Takes one object from the pipeline. */
  abstract write(value: unknown): void;
  /** Runs without input, as the first command of a pipeline. */
  runAlone(): void {}
  end(): void {}
  dispose(): void {}
}

/** Runs a pipeline whose first element is a command, or an expression that `feed` writes into the first command. */
export function runPipeline(
  rt: Runtime,
  processors: readonly Processor[],
  feed: ((first: Processor) => void) | null,
): void {
  let failure: EngineError | undefined;
  let from = 0;
  try {
    try {
      for (const processor of processors) processor.prepare();
      for (const processor of processors) processor.start();
      if (feed !== null) feed(processors[0]!);
      else processors[0]!.runAlone();
      for (; from < processors.length; from++) processors[from]!.end();
    } catch (thrown) {
      endFrom(processors, from, thrown);
    }
  } catch (thrown) {
    if (thrown instanceof StopUpstreamSignal) throw thrown;
    failure = asError(thrown);
    throw failure;
  } finally {
    for (const processor of processors) processor.dispose();
  }
  let ok = true;
  for (const processor of processors) if (processor.failed) ok = false;
  rt.ok = ok;
}

/** After a stop of the commands upstream: the one that asked for it and those after it end as usual. */
function endFrom(processors: readonly Processor[], ended: number, thrown: unknown): void {
  if (!(thrown instanceof StopUpstreamSignal)) throw thrown;
  let from = processors.indexOf(thrown.requester as Processor);
  if (from < 0) throw thrown;
  for (from = Math.max(from, ended); from < processors.length; from++) {
    try {
      processors[from]!.end();
    } catch (again) {
      if (!(again instanceof StopUpstreamSignal)) throw again;
      const next = processors.indexOf(again.requester as Processor);
      if (next < 0) throw again;
      from = Math.max(from, next - 1);
    }
  }
}
