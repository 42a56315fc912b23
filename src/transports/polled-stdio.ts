// Standard input and output for a program whose only thread may be busy for long: it reads when it is asked to as well, and
// has written when it returns.
//
// Rule: between its steps the program is in the event loop, and hears of input as of anything else; in a step it polls.

import { readSync, writeSync } from "node:fs";
import type { Transport, TransportEvents } from "./transport.js";

export interface PolledStdioStreams {
  /** Standard input. A pipe or a socket: libuv makes them non-blocking, and never reads them but in the event loop. */
  readonly input: NodeJS.ReadableStream;
  readonly inputDescriptor: number;
  readonly outputDescriptor: number;
}

export interface PolledStdio extends Transport {
  /** Hands on what has come; false where there was nothing. */
  poll(): boolean;
}

const READ_BYTES = 16 << 10;
/** Milliseconds between two attempts to write to an output that is full. */
const FULL_MS = 1;

export function polledStdio({ input, inputDescriptor, outputDescriptor }: PolledStdioStreams): PolledStdio {
  let events: TransportEvents | undefined;
  let deaf = false; // nobody listens any more
  let held = false;
  let sending = false;
  const outbox: Uint8Array[] = [];
  const memory = Buffer.allocUnsafeSlow(READ_BYTES);
  const nap = new Int32Array(new SharedArrayBuffer(4));

  function finish(error?: string): void {
    const told = events;
    events = undefined;
    told?.closed(error === undefined ? {} : { error });
  }

  function poll(): boolean {
    if (!events || held) return false;
    let length: number;
    try {
      length = readSync(inputDescriptor, memory, 0, READ_BYTES, null);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") finish(`Standard input broke: ${String(error)}.`);
      return false;
    }
    if (length === 0) finish();
    else events.data(Uint8Array.prototype.slice.call(memory, 0, length));
    return true;
  }

  /** Writes all of it. While the output is full the input is taken in: the far end may be stuck with what it has to say. */
  function write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && !deaf;) {
      try {
        at += writeSync(outputDescriptor, bytes, at);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "EAGAIN") {
          if (!poll()) Atomics.wait(nap, 0, 0, FULL_MS);
        } else {
          deaf = true;
          finish(code === "EPIPE" ? undefined : `Standard output broke: ${String(error)}.`);
        }
      }
    }
  }

  return {
    description: "standard input and output",
    poll,
    open(told) {
      events = told;
      input.on("data", (bytes: Buffer) => events?.data(bytes));
      input.on("end", () => finish());
      input.on("close", () => finish());
      input.on("error", (error: Error) => finish(`Standard input broke: ${error.message}.`));
    },
    send(bytes) {
      outbox.push(bytes);
      if (sending) return true;
      sending = true;
      for (let next = outbox.shift(); next; next = outbox.shift()) write(next);
      sending = false;
      return true;
    },
    drained: () => Promise.resolve(),
    pause() {
      held = true;
      input.pause();
    },
    resume() {
      held = false;
      input.resume();
    },
    end() {
      deaf = true;
      finish();
    },
    kill() {
      deaf = true;
      finish("The transport was closed.");
    },
  };
}
