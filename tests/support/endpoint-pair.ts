// A session and an endpoint joined in memory; what the endpoint runs is a few lines of the test.

import { randomUUID } from "node:crypto";
import {
  Endpoint,
  type RunspaceFactory,
  type PipelineEvents,
  type PipelineRequest,
  type RunningPipeline,
} from "../../src/endpoint/index.js";
import { makeSession, type Session } from "../../src/sessions/index.js";
import { memoryPair, type Transport } from "../../src/transports/index.js";

export type Run = (request: PipelineRequest, events: PipelineEvents) => RunningPipeline;

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

export interface Pair {
  readonly session: Session;
  /** The endpoint's end of the wire, to break it. */
  readonly far: Transport;
}

/** A session whose endpoint runs `run` for every pipeline. */
export function endpointPair(run: Run, computerName = "Server01"): Pair {
  const factory: RunspaceFactory = {
    open(_, events) {
      queueMicrotask(() => events.opened());
      return { run, reset: (done) => done(true), close: () => events.closed() };
    },
  };
  return factoryPair(factory, computerName);
}

/** A session whose endpoint has its runspaces from `factory`. */
export function factoryPair(factory: RunspaceFactory, computerName = "Server01"): Pair {
  const [near, far] = memoryPair();
  const endpoint = new Endpoint({
    factory,
    base64: {
      encodeBase64: (bytes, start, end) => Buffer.from(bytes.subarray(start, end)).toString("base64"),
      decodeBase64: (text) => Buffer.from(text, "base64"),
    },
    psVersionTable: [["PSVersion", "7.6.9"]],
    errors: "stderr",
    flush() {
      const text = endpoint.take();
      if (text !== "") far.send(Buffer.from(text, "latin1"));
    },
    ended: () => far.end(),
  });
  far.open({ data: (bytes) => endpoint.receive(latin1(bytes)), closed: () => endpoint.end() });
  return { session: makeSession(computerName, near, { instanceId: randomUUID() }), far };
}

/** A session with a far end of raw bytes: it answers nothing by itself. */
export function rawPair(computerName = "Server01", openTimeoutMs?: number): Pair {
  const [near, far] = memoryPair();
  far.open({ data: () => undefined, closed: () => undefined });
  return { session: makeSession(computerName, near, openTimeoutMs === undefined ? {} : { openTimeoutMs }), far };
}

/** Runs to its end at once, with this output. */
export function outputs(...payloads: string[]): Run {
  return (_, events) => {
    queueMicrotask(() => {
      void events.data("PIPELINE_OUTPUT", payloads);
      events.ended({ state: "Completed" });
    });
    return { input: () => undefined, endInput: () => undefined, stop: () => undefined };
  };
}

/** Never ends by itself; a stop ends it. */
export const forever: Run = (_, events) => ({
  input: () => undefined,
  endInput: () => undefined,
  stop: () => events.ended({ state: "Stopped" }),
});
