// The host thread's side of the bridge: a worker, its port, and the services it may call.
//
// Rule: nothing here blocks. Output is taken as fast as its consumer takes it: the engine thread waits for the difference.

import { callDesk, type Service } from "./call-desk.js";
import { isAbsolute } from "node:path";
import { MessageChannel, SHARE_ENV, Worker } from "node:worker_threads";
import {
  type Batch,
  BridgeError,
  type BridgeEnd,
  CELL,
  CELL_COUNT,
  type RunEnd,
  type RunFacts,
  type ToEngine,
  type ToHost,
} from "./messages.js";

export interface RunEvents {
  /** The next output. While the promise it returns is pending the engine thread gets no credit for what this batch cost. */
  batch(items: Batch): void | Promise<void>;
  ended(end: RunEnd, facts: RunFacts | undefined): void;
}

export interface EngineThread {
  /** Settles when the thread is ready for runs; rejects where it died first. */
  readonly ready: Promise<void>;
  /** Settles, with a reason, when the thread is gone. */
  readonly gone: Promise<string>;
  open(options: unknown): void;
  /** Starts a run; one at a time. Gives its number. */
  run(request: unknown, events: RunEvents): number;
  input(run: number, items: readonly string[]): void;
  endInput(run: number): void;
  /** Asks the current run to stop. */
  stop(run: number): void;
  /** A question between runs (or while one waits): completion, the prompt's location. */
  ask(method: string, ...args: unknown[]): Promise<unknown>;
  /** Lets the thread come to its own end; what it was doing it does first. */
  close(): Promise<void>;
  /** Ends the thread at once. */
  terminate(): Promise<void>;
}

/** A worker that was started but does not know yet what for. */
export interface StartedWorker {
  readonly worker: Worker;
  readonly end: BridgeEnd;
}

export interface WorkerOptions {
  /** A file, by its absolute path; or the program's text. */
  readonly file: string | URL;
  readonly workerData?: Readonly<Record<string, unknown>>;
  /** Cells of a bridge that exists; new ones where absent. */
  readonly cells?: Int32Array;
}

/** The shared cells of a bridge. */
export function newCells(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * CELL_COUNT));
}

/** Limits of an engine thread: a small nursery (garbage dies young enough), and room for deep recursion. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 2, stackSizeMb: 16 };

/** Starts a thread as early as possible; `engineThread` gives it its work. */
export function startWorker(options: WorkerOptions): StartedWorker {
  const cells = options.cells ?? newCells();
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(options.file, {
    eval: typeof options.file === "string" && !isAbsolute(options.file),
    workerData: { ...options.workerData, bridge: { cells, port: port2 } },
    transferList: [port2],
    resourceLimits: RESOURCE_LIMITS,
    execArgv: [],
    env: SHARE_ENV,
    trackUnmanagedFds: false,
  });
  return { worker, end: { cells, port: port1 } };
}

/** How often output that waits in a busy engine thread is asked for. */
const FLUSH_MS = 50;

export function engineThread(started: StartedWorker, services: Readonly<Record<string, Service>>): EngineThread {
  const { worker, end } = started;
  const { cells, port } = end;
  let runs = 0;
  let asks = 0;
  let current: { readonly run: number; readonly events: RunEvents } | undefined;
  let dead: string | undefined;
  let flushTimer: NodeJS.Timeout | undefined;
  const desk = callDesk(services, post);
  const questions = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let taking: Promise<void> = Promise.resolve();
  let settleReady: () => void;
  let rejectReady: (error: Error) => void;
  const ready = new Promise<void>((resolve, reject) => {
    settleReady = resolve;
    rejectReady = reject;
  });
  ready.catch(() => undefined);
  let settleGone: (reason: string) => void;
  const gone = new Promise<string>((resolve) => (settleGone = resolve));

  function post(message: ToEngine): void {
    if (dead !== undefined) return;
    port.postMessage(message);
    wake();
  }

  function wake(): void {
    Atomics.add(cells, CELL.wake, 1);
    Atomics.notify(cells, CELL.wake);
  }

  function take(cost: number): void {
    Atomics.add(cells, CELL.taken, cost);
    wake();
  }

  function onBatch(run: number, items: Batch, cost: number): void {
    const events = current?.run === run ? current.events : undefined;
    const done = events?.batch(items);
    if (done === undefined) return take(cost);
    const taken = done.then(
      () => take(cost),
      () => take(cost),
    );
    taking = Promise.all([taking, taken]).then(() => undefined);
  }

  function finish(run: number, end: RunEnd, facts: RunFacts | undefined): void {
    if (current?.run !== run) return;
    const { events } = current;
    current = undefined;
    clearInterval(flushTimer);
    flushTimer = undefined;
    events.ended(end, facts);
  }

  function onMessage(message: ToHost): void {
    switch (message.type) {
      case "opened":
        return settleReady();
      case "batch":
        return onBatch(message.run, message.items, message.cost);
      case "ended": {
        // The last batches may still be on their way to whoever takes them; the end comes after them.
        const { run, end, facts } = message;
        void taking.then(() => finish(run, end, facts));
        return undefined;
      }
      case "call":
        return desk.call(message);
      case "cancel":
        return desk.cancel(message.call);
      case "answer": {
        const question = questions.get(message.ask);
        questions.delete(message.ask);
        if (message.error) question?.reject(new BridgeError(message.error));
        else question?.resolve(message.value);
      }
    }
  }

  function die(reason: string): void {
    if (dead !== undefined) return;
    dead = reason;
    port.close();
    rejectReady(new Error(reason));
    for (const question of questions.values()) question.reject(new Error(reason));
    desk.close();
    questions.clear();
    if (current) finish(current.run, { state: "Failed", error: "", message: reason }, undefined);
    settleGone(reason);
  }

  port.on("message", onMessage);
  port.unref();
  worker.on("error", (error: NodeJS.ErrnoException) =>
    die(
      error.code === "ERR_WORKER_OUT_OF_MEMORY"
        ? "The runspace used more memory than it may have, and was ended."
        : `The runspace ended: ${error.message}`,
    ),
  );
  worker.on("exit", () => die("The runspace has been closed."));

  return {
    ready,
    gone,
    open(options) {
      post({ type: "open", options });
    },
    run(request, events) {
      if (current) throw new Error("A pipeline is already running. Pipelines cannot be run concurrently.");
      const run = ++runs;
      current = { run, events };
      if (dead !== undefined) {
        const reason = dead;
        queueMicrotask(() => finish(run, { state: "Failed", error: "", message: reason }, undefined));
        return run;
      }
      flushTimer = setInterval(() => Atomics.store(cells, CELL.flush, 1), FLUSH_MS);
      flushTimer.unref();
      post({ type: "run", run, request });
      return run;
    },
    input(run, items) {
      post({ type: "input", run, items });
    },
    endInput(run) {
      post({ type: "endInput", run });
    },
    stop(run) {
      if (current?.run !== run) return;
      Atomics.store(cells, CELL.stop, run);
      wake();
    },
    ask(method, ...args) {
      if (dead !== undefined) return Promise.reject(new Error(dead));
      const ask = ++asks;
      return new Promise((resolve, reject) => {
        questions.set(ask, { resolve, reject });
        post({ type: "ask", ask, method, args });
      });
    },
    async close() {
      const exited = new Promise((resolve) => worker.once("exit", resolve));
      post({ type: "close" });
      if (dead === undefined) await exited;
    },
    async terminate() {
      await worker.terminate();
      die("The runspace has been closed.");
    },
  };
}
