// The main loop of an engine thread: wait for work, do it, say how it ended.
//
// Rule: the loop never returns to the event loop. The thread ends when it is told to close, or is terminated.

import { workerData } from "node:worker_threads";
import type { BridgeEnd, RunEnd, RunFacts } from "./bridge/messages.js";
import { plainError } from "./bridge/messages.js";
import { type EngineBridge, engineBridge, portLink } from "./bridge/engine-side.js";

/** What an engine thread does: made before it is known what for, so that a thread started early is warm. */
export interface RunspaceBody {
  open(options: unknown): void;
  /** Runs one pipeline to its end. Whatever it throws is a defect: the run fails with its message. */
  run(request: unknown): { readonly end: RunEnd; readonly facts: RunFacts };
  /** A question between runs. */
  answer(method: string, args: readonly unknown[]): unknown;
}

/** Serves the bridge this worker was started with until it is closed. `stopped` throws what unwinds a stopped pipeline. */
export function serveRunspace(makeBody: (bridge: EngineBridge) => RunspaceBody, stopped: () => never): void {
  const { bridge: end } = workerData as { readonly bridge: BridgeEnd };
  const bridge = engineBridge(portLink(end), stopped);
  const body = makeBody(bridge);
  for (;;) {
    const message = bridge.nextMessage();
    switch (message.type) {
      case "open":
        body.open(message.options);
        bridge.post({ type: "opened" });
        break;
      case "run":
        runOne(bridge, body, message.run, message.request);
        break;
      case "ask":
        answerOne(bridge, body, message.ask, message.method, message.args);
        break;
      case "close":
        return;
    }
  }
}

/** Runs one pipeline; what it throws is a defect, and its failure. */
export function plainRun(body: RunspaceBody, request: unknown): ReturnType<RunspaceBody["run"]> {
  try {
    return body.run(request);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const facts = { location: "", lastExitCode: null, succeeded: false, exitCode: undefined };
    return { end: { state: "Failed", error: "", message }, facts };
  }
}

function runOne(bridge: EngineBridge, body: RunspaceBody, run: number, request: unknown): void {
  bridge.run = run;
  const result = plainRun(body, request);
  bridge.run = 0;
  bridge.post({ type: "ended", run, ...result });
}

function answerOne(
  bridge: EngineBridge,
  body: RunspaceBody,
  ask: number,
  method: string,
  args: readonly unknown[],
): void {
  try {
    bridge.post({ type: "answer", ask, value: body.answer(method, args), error: undefined });
  } catch (error) {
    bridge.post({ type: "answer", ask, value: undefined, error: plainError(error) });
  }
}
