// The engine's side of the bridge: the one place where an engine thread waits.
//
// Rule: everything here blocks or returns; no promise, no callback from the event loop. Whatever waits looks at the stop
// cell when it wakes, and flushes output before it goes to sleep, so that nothing written is ever held back.

import { receiveMessageOnPort } from "node:worker_threads";
import { monotonic } from "../clock.js";
import {
  type Batch,
  BridgeError,
  type BridgeEnd,
  CELL,
  type ItemKind,
  type ToEngine,
  type ToHost,
} from "./messages.js";

export interface EngineBridge {
  /** True when the current run is to stop. Cheap enough for every turn of a loop. */
  readonly stopRequested: boolean;
  /** The current run's number; 0 between runs. */
  run: number;
  /** Asks a service of the host thread and blocks for the answer. Interrupted by a stop, it calls `stopped`. */
  call(service: string, method: string, ...args: unknown[]): unknown;
  /** The same without an answer. */
  tell(service: string, method: string, ...args: unknown[]): void;
  /** Adds an item to the current run's output. Blocks while the host thread has too much of it. */
  emit(kind: ItemKind, payload: Batch[number], cost: number): void;
  /** Sends what was emitted, and what others hold back. */
  flush(): void;
  /** `send` is called, once, when the next flush comes: before the thread waits, or now and then while it does not. */
  hold(send: () => void): void;
  /** Blocks for `ms`, or until a stop is requested. */
  sleep(ms: number): void;
  /** The next message for the runspace itself; blocks. */
  nextMessage(): ToEngine;
  /** The next piece of input of the current run, undefined at its end; blocks. */
  nextInput(): string | undefined;
  post(message: ToHost): void;
}

/** How an engine reaches what serves it. */
export interface BridgeLink {
  readonly cells: Int32Array;
  post(message: ToHost): void;
  /** The next message, where there is one. */
  receive(): ToEngine | undefined;
  /** Blocks until the wake cell is not `seen` any more, or for `ms`; it may return early. */
  wait(seen: number, ms: number | undefined): void;
  /** Called at every look at the stop cell, for a link on the engine's own thread: nobody else sets the cell. */
  glance?(): void;
}

/** A link to another thread. */
export function portLink({ cells, port }: BridgeEnd): BridgeLink {
  return {
    cells,
    post: (message) => port.postMessage(message),
    receive: () => receiveMessageOnPort(port)?.message as ToEngine | undefined,
    wait: (seen, ms) => void Atomics.wait(cells, CELL.wake, seen, ms),
  };
}

interface PendingInput {
  readonly items: string[];
  at: number;
  ended: boolean;
}

/** Output that may be on its way before `emit` waits, in characters. */
const WINDOW = 4 << 20;
/** A batch is sent at this cost, this many items, or this age. */
const BATCH_COST = 256 << 10;
const BATCH_ITEMS = 1024;
const BATCH_MS = 10;

/** `stopped` is called when a blocking call is interrupted by a stop; it throws what unwinds the pipeline. */
export function engineBridge(link: BridgeLink, stopped: () => never): EngineBridge {
  const { cells } = link;
  const replies = new Map<number, ToEngine>();
  const mail: ToEngine[] = [];
  const inputs = new Map<number, PendingInput>();
  let run = 0;
  let stopSeen = false;
  let calls = 0;
  const held: (() => void)[] = [];
  let items: Batch[number][] = [];
  let cost = 0;
  let since = 0;
  let sent = Atomics.load(cells, CELL.taken);

  const { post } = link;

  function flush(): void {
    if (held.length > 0) for (const send of held.splice(0)) send();
    if (items.length === 0) return;
    const batch = items;
    const price = cost;
    items = [];
    cost = 0;
    sent = (sent + price) | 0;
    post({ type: "batch", run, items: batch, cost: price });
    while (((sent - Atomics.load(cells, CELL.taken)) | 0) > WINDOW && !stopRequested()) wait(undefined);
  }

  function stopRequested(): boolean {
    return run !== 0 && Atomics.load(cells, CELL.stop) === run;
  }

  function stop(): never {
    stopSeen = true;
    return stopped();
  }

  function inputOf(number: number): PendingInput {
    let input = inputs.get(number);
    if (!input) inputs.set(number, (input = { items: [], at: 0, ended: false }));
    return input;
  }

  /** Reads all messages there are, sorted to whom they concern. True where there was one. */
  function collect(): boolean {
    let any = false;
    for (let message = link.receive(); message; message = link.receive()) {
      any = true;
      if (message.type === "reply" || message.type === "refusal") replies.set(message.call, message);
      else if (message.type === "input") for (const item of message.items) inputOf(message.run).items.push(item);
      else if (message.type === "endInput") inputOf(message.run).ended = true;
      else mail.push(message);
    }
    return any;
  }

  /** Waits until there is a reason to look. */
  function wait(ms: number | undefined): void {
    const seen = Atomics.load(cells, CELL.wake);
    if (collect()) return;
    link.wait(seen, ms);
  }

  return {
    get stopRequested() {
      link.glance?.();
      if (Atomics.load(cells, CELL.flush) !== 0) {
        Atomics.store(cells, CELL.flush, 0);
        flush();
      }
      const requested = stopRequested();
      if (requested) stopSeen = true;
      return requested;
    },
    get run() {
      return run;
    },
    set run(next) {
      flush();
      inputs.delete(run);
      run = next;
      stopSeen = false;
    },
    call(service, method, ...args) {
      flush();
      const call = ++calls;
      // In a `finally` block of a pipeline that is being stopped (it knows already), calls are answered as ever.
      const interruptible = !stopSeen;
      post({ type: "call", call, service, method, args });
      for (;;) {
        const reply = replies.get(call);
        if (reply) {
          replies.delete(call);
          if (reply.type === "refusal") throw new BridgeError(reply.error);
          return (reply as { value: unknown }).value;
        }
        if (interruptible && stopRequested()) {
          post({ type: "cancel", call });
          stop();
        }
        wait(undefined);
      }
    },
    tell(service, method, ...args) {
      flush();
      post({ type: "call", call: 0, service, method, args });
    },
    emit(kind, payload, price) {
      if (items.length === 0) since = monotonic();
      items.push(kind, payload);
      cost += price + 32;
      if (cost > BATCH_COST || items.length > 2 * BATCH_ITEMS || monotonic() - since > BATCH_MS) flush();
    },
    flush,
    hold: (send) => void held.push(send),
    sleep(ms) {
      flush();
      const until = monotonic() + ms;
      for (let left = ms; left > 0 && !stopRequested(); left = until - monotonic()) wait(left);
    },
    nextMessage() {
      flush();
      for (;;) {
        const message = mail.shift();
        if (message) return message;
        wait(undefined);
      }
    },
    nextInput() {
      const input = inputOf(run);
      for (;;) {
        if (input.at < input.items.length) {
          const item = input.items[input.at]!;
          input.items[input.at++] = "";
          if (input.at === input.items.length) input.at = input.items.length = 0;
          return item;
        }
        if (input.ended) return undefined;
        if (stopRequested()) stop();
        flush();
        wait(undefined);
      }
    },
    post,
  };
}
