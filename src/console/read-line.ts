// One line from the person: the editor on a terminal, from the prompt to Enter.

import { cellsOf } from "../format/index.js";
import { KeyDecoder, type Key } from "./editor/keys.js";
import { LineEditor, type EditorServices } from "./editor/line-editor.js";
import { Screen } from "./editor/screen.js";
import type { Terminal } from "./terminal.js";

export type Line =
  | { readonly type: "accepted"; readonly text: string }
  /** Ctrl+C: the line was given up. */
  | { readonly type: "cancelled" }
  /** Ctrl+D on an empty line. */
  | { readonly type: "ended" };

export interface ReadLineOptions {
  readonly prompt: string;
  /** Stands before every further line of one command. */
  readonly continuation: string;
  readonly services: EditorServices;
  /** Shows a star for each character. */
  readonly masked?: boolean;
  readonly signal?: AbortSignal;
}

/** Whoever gets a line from the person: the editor on a terminal, or a script that types. */
export type LineReader = (options: ReadLineOptions) => Promise<Line>;

/** How long a lone Escape waits for the rest of a sequence. */
const ESCAPE_MS = 50;

/** Enter, Ctrl+C, Ctrl+D. */
// oxlint-disable-next-line no-control-regex
const LINE_END = /[\r\n\u0003\u0004]/;

export function readLine(terminal: Terminal, options: ReadLineOptions): Promise<Line> {
  const editor = new LineEditor(options.services, () => terminal.columns());
  const screen = new Screen({ write: (text) => void terminal.write(text), columns: () => terminal.columns() }, cellsOf);
  const decoder = new KeyDecoder();

  const draw = (): void => {
    const { text, cursor, below } = editor.view;
    const shown = options.masked ? "*".repeat(Array.from(text).length) : text;
    screen.draw({
      prompt: options.prompt,
      continuation: options.continuation,
      text: shown,
      cursor: options.masked ? Array.from(text.slice(0, cursor)).length : cursor,
      coloured: options.masked || !terminal.supportsVirtualTerminal ? shown : options.services.colour(text),
      below,
    });
  };

  return new Promise((resolve) => {
    let queue: Promise<void> = Promise.resolve();
    let done = false;
    let timer: NodeJS.Timeout | undefined;
    let incoming = "";
    const stopListening = terminal.listen((text) => {
      clearTimeout(timer);
      incoming += text;
      void (queue = queue.then(pump));
    });
    options.signal?.addEventListener("abort", () => finish({ type: "cancelled" }), { once: true });
    draw();
    // What somebody has to say meanwhile stands above the line.
    terminal.aside = (text) => {
      screen.erase();
      void terminal.write(text.replaceAll("\n", "\r\n"));
      draw();
    };

    /** Takes what came up to a key that may end the line: the rest may be the next line's. */
    async function pump(): Promise<void> {
      while (incoming !== "" && !done) {
        const end = LINE_END.exec(incoming);
        const piece = end ? incoming.slice(0, end.index + 1) : incoming;
        incoming = incoming.slice(piece.length);
        await take(decoder.feed(piece));
      }
      if (!done && decoder.isWaiting) timer = setTimeout(() => void (queue = queue.then(flush)), ESCAPE_MS);
    }

    function flush(): Promise<void> {
      return take(decoder.flush());
    }

    async function take(keys: readonly Key[]): Promise<void> {
      for (const key of keys) if (!done) await press(key);
      if (!done) draw();
    }

    async function press(key: Key): Promise<void> {
      const outcome = await editor.press(key);
      if (outcome.type === "clear") {
        void terminal.write("\u001b[H\u001b[2J\u001b[3J");
        screen.reset();
      } else if (outcome.type === "accepted") {
        draw();
        finish(outcome);
      } else if (outcome.type === "cancelled") {
        draw();
        void terminal.write("^C");
        finish(outcome);
      } else if (outcome.type === "ended") finish(outcome);
    }

    function finish(line: Line): void {
      if (done) return;
      done = true;
      terminal.aside = undefined;
      clearTimeout(timer);
      stopListening(incoming);
      screen.finish();
      resolve(line);
    }
  });
}
