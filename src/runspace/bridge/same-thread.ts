// An engine on the thread that serves it: one isolate, for an endpoint that runs one job.
//
// Rule: while a pipeline runs, nothing else does on this thread. What comes in meanwhile is taken in by `poll`: whenever the
// engine waits, and every few milliseconds while it does not. What has to go on by itself (programs, jobs, sessions) is
// served by a thread of its own, which is started at the first call for it.

import { receiveMessageOnPort } from "node:worker_threads";
import { monotonic } from "../clock.js";
import { plainRun, type RunspaceBody } from "../serve.js";
import { type BridgeLink, engineBridge, type EngineBridge } from "./engine-side.js";
import { type EngineThread, newCells, type RunEvents, type StartedWorker } from "./host-side.js";
import { CELL, plainError, type ToEngine, type ToHost } from "./messages.js";

/** A service of this thread. It calls back: a promise would wait until the pipeline it is for has ended. */
export type LocalService = (method: string, args: readonly unknown[], reply: (value: unknown) => void) => void;

export interface SameThreadOptions {
  readonly makeBody: (bridge: EngineBridge) => RunspaceBody;
  /** Throws what unwinds a stopped pipeline. */
  readonly stopped: () => never;
  /** Takes in what has arrived for this process; true where there was something. Never blocks. */
  readonly poll: () => boolean;
  readonly local: Readonly<Record<string, LocalService>>;
  /** Starts the thread that serves all other calls, on these cells. */
  readonly serve: (cells: Int32Array) => StartedWorker;
}

/** Milliseconds between two looks at the input by a pipeline that does not wait. */
const POLL_MS = 20;
/** Looks at the stop cell between two at the clock. */
const GLANCES = 128;
/** Milliseconds after which output that waits in a busy pipeline is sent. */
const FLUSH_MS = 50;
/** The longest a waiting engine goes without looking at the input, in milliseconds; it begins with 1. */
const LONGEST_NAP_MS = 32;

export function sameThreadEngine(options: SameThreadOptions): EngineThread {
  const cells = newCells();
  const mail: ToEngine[] = [];
  let serving: StartedWorker | undefined;
  let current: { readonly run: number; readonly events: RunEvents } | undefined;
  let runs = 0;
  let settleGone: (reason: string) => void;
  const gone = new Promise<string>((resolve) => (settleGone = resolve));

  const bridge = engineBridge(link(), options.stopped);
  const body = options.makeBody(bridge);

  function link(): BridgeLink {
    let glances = GLANCES;
    let polled = monotonic();
    let flushed = polled;
    let nap = 1;
    const poll = (): boolean => {
      const any = options.poll();
      polled = monotonic();
      return any;
    };
    return {
      cells,
      post: deliver,
      receive: () => mail.shift() ?? (serving && (receiveMessageOnPort(serving.end.port)?.message as ToEngine)),
      wait(seen, ms) {
        if (poll()) return void (nap = 1);
        const woken = Atomics.wait(cells, CELL.wake, seen, Math.min(ms ?? nap, nap)) !== "timed-out";
        nap = woken ? 1 : Math.min(2 * nap, LONGEST_NAP_MS);
      },
      glance() {
        if (--glances > 0) return;
        glances = GLANCES;
        const now = monotonic();
        if (now - polled > POLL_MS) poll();
        if (now - flushed < FLUSH_MS) return;
        flushed = now;
        Atomics.store(cells, CELL.flush, 1);
      },
    };
  }

  function deliver(message: ToHost): void {
    if (message.type === "batch") {
      void current?.events.batch(message.items);
      Atomics.add(cells, CELL.taken, message.cost);
    } else if (message.type === "call") call(message);
    else serving?.end.port.postMessage(message);
  }

  function call(message: Extract<ToHost, { type: "call" }>): void {
    const { call: number, service, method, args } = message;
    const local = options.local[service];
    if (!local) {
      serving ??= options.serve(cells);
      return serving.end.port.postMessage(message);
    }
    try {
      local(method, args, (value) => void mail.push({ type: "reply", call: number, value }));
    } catch (error) {
      mail.push({ type: "refusal", call: number, error: plainError(error) });
    }
  }

  function perform(run: number, request: unknown, events: RunEvents): void {
    bridge.run = run;
    const { end, facts } = plainRun(body, request);
    bridge.run = 0;
    current = undefined;
    events.ended(end, facts);
  }

  async function close(): Promise<void> {
    if (serving) {
      const { worker, end } = serving;
      const closed = new Promise<void>((resolve) => {
        worker.once("exit", () => resolve());
        end.port.on("message", ({ type }: ToEngine | { readonly type: "closed" }) => type === "closed" && resolve());
      });
      end.port.postMessage({ type: "close" });
      await closed;
    }
    settleGone("The runspace has been closed.");
  }

  return {
    ready: Promise.resolve(),
    gone,
    open: (request) => body.open(request),
    run(request, events) {
      if (current) throw new Error("A pipeline is already running. Pipelines cannot be run concurrently.");
      const run = ++runs;
      current = { run, events };
      // What came with it comes first: a stop, its input.
      setImmediate(() => perform(run, request, events));
      return run;
    },
    input: (run, items) => void mail.push({ type: "input", run, items }),
    endInput: (run) => void mail.push({ type: "endInput", run }),
    stop(run) {
      if (current?.run === run) Atomics.store(cells, CELL.stop, run);
    },
    ask: (method, ...args) => new Promise((resolve) => resolve(body.answer(method, args))),
    close,
    terminate: close,
  };
}
