// The terminal as the console needs it. The real one is standard input and output; a test or the tour brings its own.

import { openSync } from "node:fs";
import { ReadStream } from "node:tty";
import { writerTo } from "./stream-writer.js";

export interface Terminal {
  columns(): number;
  rows(): number;
  /** A promise says: enough for now, wait for it. */
  write(text: string): void | Promise<void>;
  /**
   * Passes on what is typed until the returned function is called; the terminal is raw meanwhile: no echo, no signals. What
   * that function is given was typed for whoever listens next.
   */
  listen(listener: (text: string) => void): (rest?: string) => void;
  /** True where colours and cursor movements are understood. */
  readonly supportsVirtualTerminal: boolean;
  /** Set while a line is edited: writes whole lines above it. */
  aside?: ((text: string) => void) | undefined;
}

/** What is pasted comes between marks: its line breaks are text, not Enter. */
const BRACKETED_PASTE_ON = "\u001b[?2004h";
const BRACKETED_PASTE_OFF = "\u001b[?2004l";
const CTRL_D = "\u0004";

/** Standard input and output. Input is read only while somebody listens, so that a program run meanwhile has it for itself. */
export function processTerminal(output: NodeJS.WriteStream = process.stdout): Terminal {
  const supportsVirtualTerminal = output.isTTY === true && process.env["TERM"] !== "dumb" && !process.env["NO_COLOR"];
  let unread = "";
  return {
    columns: () => output.columns || 120,
    rows: () => output.rows || 40,
    supportsVirtualTerminal,
    write: writerTo(output),
    listen(listener) {
      const keyboard = openKeyboard();
      const decoder = new TextDecoder();
      const onData = (bytes: Buffer): void => listener(decoder.decode(bytes, { stream: true }));
      keyboard.setRawMode(true);
      if (supportsVirtualTerminal) output.write(BRACKETED_PASTE_ON);
      keyboard.on("data", onData);
      keyboard.on("end", () => listener(CTRL_D)); // typed while the terminal made an end of input of it
      keyboard.on("error", () => undefined); // the terminal is gone: SIGHUP ends the program
      const before = unread;
      unread = "";
      if (before !== "") queueMicrotask(() => listener(before));
      return (rest = "") => {
        unread = rest + unread;
        if (supportsVirtualTerminal) output.write(BRACKETED_PASTE_OFF);
        keyboard.off("data", onData);
        keyboard.setRawMode(false);
        keyboard.close();
      };
    },
  };
}

interface Keyboard {
  setRawMode(raw: boolean): void;
  on(event: "data", listener: (bytes: Buffer) => void): void;
  on(event: "error" | "end", listener: () => void): void;
  off(event: "data", listener: (bytes: Buffer) => void): void;
  close(): void;
}

/**
 * The terminal opened anew: Node reads one piece ahead after a stream is paused, and that piece would be missing to the
 * program that runs next. Closing is the only way to stop at once.
 */
function openKeyboard(): Keyboard {
  try {
    const stream = new ReadStream(openSync("/dev/tty", "r"));
    return Object.assign(stream, { close: () => void stream.destroy() }) as unknown as Keyboard;
  } catch {
    const { stdin } = process;
    stdin.resume();
    return Object.assign(Object.create(stdin) as NodeJS.ReadStream, {
      setRawMode: (raw: boolean) => void stdin.setRawMode?.(raw),
      close: () => void stdin.pause(),
    }) as unknown as Keyboard;
  }
}
