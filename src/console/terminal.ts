// The terminal as the console needs it. The real one is standard input and output; a test or the tour brings its own.

import { writerTo } from "./stream-writer.js";

export interface Terminal {
  columns(): number;
  rows(): number;
  /** A promise says: enough for now, wait for it. */
  write(text: string): void | Promise<void>;
  /** Passes on what is typed until the returned function is called; the terminal is raw meanwhile: no echo, no signals. */
  listen(listener: (text: string) => void): () => void;
  /** True where colours and cursor movements are understood. */
  readonly supportsVirtualTerminal: boolean;
}

/** What is pasted comes between marks: its line breaks are text, not Enter. */
const BRACKETED_PASTE_ON = "\u001b[?2004h";
const BRACKETED_PASTE_OFF = "\u001b[?2004l";

/** Standard input and output. Input is read only while somebody listens, so that a program run meanwhile has it for itself. */
export function processTerminal(
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WriteStream = process.stdout,
): Terminal {
  const supportsVirtualTerminal = output.isTTY === true && process.env["TERM"] !== "dumb" && !process.env["NO_COLOR"];
  return {
    columns: () => output.columns || 120,
    rows: () => output.rows || 40,
    supportsVirtualTerminal,
    write: writerTo(output),
    listen(listener) {
      const decoder = new TextDecoder();
      const onData = (bytes: Buffer): void => listener(decoder.decode(bytes, { stream: true }));
      input.setRawMode?.(true);
      if (supportsVirtualTerminal) output.write(BRACKETED_PASTE_ON);
      input.on("data", onData);
      input.resume();
      return () => {
        input.off("data", onData);
        input.pause();
        if (supportsVirtualTerminal) output.write(BRACKETED_PASTE_OFF);
        input.setRawMode?.(false);
      };
    },
  };
}
