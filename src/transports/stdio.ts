// This process's own standard input and output as a transport: the server's side of a child process or of an SSH subsystem.

import type { Transport, TransportEvents } from "./transport.js";

/** The streams of one end: `process.stdin` and `process.stdout` in a program. */
export interface StdioStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream & { readonly writableNeedDrain?: boolean; readonly writableLength?: number };
}

/**
 * A transport over two streams. The end of the input, or an output that breaks, closes it. After the end of the input the
 * output still takes what is sent: a client that says nothing more may well listen to how its pipelines end.
 */
export function stdioTransport(streams: StdioStreams): Transport {
  const { input, output } = streams;
  let closed = false;
  let deaf = false; // nobody listens any more
  let release: (() => void)[] = [];
  const drain = (): void => {
    const waiting = release;
    release = [];
    for (const resolve of waiting) resolve();
  };
  let finish = (_error?: string): void => undefined;
  return {
    description: "standard input and output",
    open(events: TransportEvents) {
      finish = (error) => {
        if (closed) return;
        closed = true;
        drain();
        events.closed(error === undefined ? {} : { error });
      };
      input.on("data", (bytes: Buffer) => events.data(bytes));
      input.on("end", () => finish());
      input.on("close", () => finish());
      input.on("error", (error: Error) => finish(`Standard input broke: ${error.message}.`));
      output.on("drain", drain);
      output.on("error", (error: Error) => {
        deaf = true;
        drain();
        finish(`Standard output broke: ${error.message}.`);
      });
    },
    send(bytes) {
      return deaf || output.write(bytes);
    },
    drained() {
      if (deaf || !output.writableNeedDrain) return Promise.resolve();
      return new Promise((resolve) => release.push(resolve));
    },
    pause() {
      input.pause();
    },
    resume() {
      input.resume();
    },
    end() {
      deaf = true;
      if (output.writableLength === 0) finish();
      else output.end(() => finish());
    },
    kill() {
      deaf = true;
      finish("The transport was closed.");
    },
  };
}
