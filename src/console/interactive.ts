// The console at a terminal: everything `remora` without arguments needs, put together.

import { homedir } from "node:os";
import { createShell, type Launch } from "../shell/index.js";
import { History } from "./editor/history.js";
import { historyFile, historyPath } from "./history-file.js";
import { readLine, type LineReader } from "./read-line.js";
import { runConsole } from "./repl.js";
import { processTerminal } from "./terminal.js";
import { consoleUI } from "./user-interface.js";

export interface InteractiveOptions {
  readonly launch: Launch;
  /** Native folder to start in. */
  readonly start: string;
  /** Shown before the first prompt; empty with -NoLogo. */
  readonly banner: string;
  /** Run before the first prompt (-NoExit -Command …). */
  readonly first?: string;
}

/** Runs the console on standard input and output; the exit code. */
export async function runInteractive({ launch, start, banner, first }: InteractiveOptions): Promise<number> {
  const terminal = processTerminal();
  const reader: LineReader = (options) => readLine(terminal, options);
  const ui = consoleUI(terminal, reader);
  const shell = createShell({ launch, ui, start, interactive: true });
  if (banner !== "") await terminal.write(`${banner}\n`);
  if (first !== undefined) await shell.run(first, { addToHistory: false }).ended;
  try {
    const history = new History(historyFile(historyPath(process.env, homedir())));
    return await runConsole({ shell, terminal, ui, readLine: reader, history, onInterrupt });
  } finally {
    await shell.close();
  }
}

/** Ctrl+C while a pipeline runs: the terminal is in its normal mode then and makes it a signal. */
function onInterrupt(listener: () => void): () => void {
  process.on("SIGINT", listener);
  return () => void process.off("SIGINT", listener);
}
