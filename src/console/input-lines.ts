// Standard input that is no terminal: a line at a time, to whoever wants the next.

import type { LineReader } from "./read-line.js";
import type { Terminal } from "./terminal.js";

export interface LineSource {
  /** The next line without its end; undefined after the last. */
  next(): Promise<string | undefined>;
}

export function linesOf(input: NodeJS.ReadStream): LineSource {
  const lines: string[] = [];
  const waiting: ((line: string | undefined) => void)[] = [];
  const decoder = new TextDecoder();
  let rest = "";
  let ended = false;
  let listening = false;

  function take(text: string): void {
    const pieces = (rest + text).split("\n");
    rest = pieces.pop()!;
    for (const piece of pieces) lines.push(piece.replace(/\r$/, ""));
    serve();
  }

  function serve(): void {
    while (waiting.length > 0 && (lines.length > 0 || ended)) waiting.shift()!(lines.shift());
    if (waiting.length === 0) input.pause();
  }

  function listen(): void {
    listening = true;
    input.on("data", (bytes: Buffer) => take(decoder.decode(bytes, { stream: true })));
    const end = (): void => {
      if (ended) return;
      ended = true;
      if (rest !== "") lines.push(rest);
      rest = "";
      serve();
    };
    input.on("end", end);
    input.on("error", end);
  }

  return {
    next() {
      if (lines.length > 0 || ended) return Promise.resolve(lines.shift());
      return new Promise((resolve) => {
        waiting.push(resolve);
        if (!listening) listen();
        input.resume();
      });
    },
  };
}

/** Answers questions with lines of the input; nothing once it has ended. */
export function lineReaderOf(lines: LineSource, terminal: Terminal): LineReader {
  return async ({ prompt }) => {
    await terminal.write(prompt);
    return { type: "accepted", text: (await lines.next()) ?? "" };
  };
}
