// The console's loop: prompt, line, run; until `exit` or the end of input.

import { parse } from "../language/index.js";
import type { Shell } from "../shell/index.js";
import { colourScript } from "./colour.js";
import type { History } from "./editor/history.js";
import type { Completions, EditorServices } from "./editor/line-editor.js";
import type { LineReader } from "./read-line.js";
import type { Terminal } from "./terminal.js";
import type { ConsoleUI } from "./user-interface.js";

export interface ReplOptions {
  readonly shell: Shell;
  readonly terminal: Terminal;
  readonly ui: ConsoleUI;
  readonly readLine: LineReader;
  readonly history: History;
  /** Calls back on an interrupt from outside the terminal (SIGINT) until the returned function is called. */
  readonly onInterrupt: (listener: () => void) => () => void;
}

const CONTINUATION = ">> ";

/** Runs until the person leaves; the exit code. */
export async function runConsole(options: ReplOptions): Promise<number> {
  const { shell, terminal, readLine } = options;
  const services = editorServices(options);
  let broken: string | undefined;
  void shell.broken.then((reason) => (broken = reason));
  for (;;) {
    if (broken !== undefined) {
      await terminal.write(`${broken}\n`);
      return 1;
    }
    const prompt = await promptText(shell);
    const line = await readLine({ prompt, continuation: CONTINUATION, services });
    if (line.type === "ended") return leave(options);
    if (line.type === "cancelled" || line.text.trim() === "") continue;
    const exitCode = await runLine(options, line.text);
    if (exitCode !== undefined) return exitCode;
  }
}

/** Ctrl+D is `exit`: in a session it leaves the session, else the console. */
async function leave(options: ReplOptions): Promise<number> {
  return (await runLine(options, "exit")) ?? runConsole(options);
}

async function promptText(shell: Shell): Promise<string> {
  try {
    const text = await shell.ask("prompt");
    return typeof text === "string" && text !== "" ? text : "PS> ";
  } catch {
    return "PS> ";
  }
}

/** Runs one command; the exit code where it was the last. */
async function runLine({ shell, ui, onInterrupt, terminal }: ReplOptions, text: string): Promise<number | undefined> {
  const run = shell.run(text, { addToHistory: true });
  const stopListening = onInterrupt(() => run.stop());
  try {
    const { facts, message } = await run.ended;
    ui.pipelineEnded();
    if (message !== undefined && facts === undefined) await terminal.write(`${message}\n`);
    return facts?.exitCode;
  } finally {
    stopListening();
  }
}

function editorServices({ shell, history }: ReplOptions): EditorServices {
  return {
    history,
    isComplete: (text) => !needsMore(text),
    async complete(text, cursor) {
      try {
        return (await shell.ask("complete", text, cursor)) as Completions | undefined;
      } catch {
        return undefined;
      }
    },
    colour: colourScript,
  };
}

/** True while only a further line could finish the text: an open brace, a trailing pipe or backquote. */
export function needsMore(text: string): boolean {
  return text.endsWith("`") || parse(text).errors.some((error) => error.incompleteInput);
}
