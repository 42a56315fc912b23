// What only a console needs, put together: the editor at a terminal, questions to the person, commands from standard input.
// A bundle of its own.

import { homedir } from "node:os";
import {
  createShell,
  type Launch,
  type RunningText,
  type Shell,
  type TextRequest,
  type TextResult,
} from "../shell/index.js";
import { History } from "./editor/history.js";
import { historyFile, historyPath } from "./history-file.js";
import { lineReaderOf, type LineSource, linesOf } from "./input-lines.js";
import { readLine, type LineReader } from "./read-line.js";
import { needsMore, runConsole } from "./repl.js";
import { processTerminal } from "./terminal.js";
import { consoleUI, type ConsoleUI } from "./user-interface.js";

/** A text or a file that is run, with its arguments. */
export type FirstRun = Pick<TextRequest, "text" | "args" | "fileName">;

export interface InteractiveOptions {
  readonly launch: Launch;
  /** Native folder to start in. */
  readonly start: string;
  /** Shown before the first prompt; empty with -NoLogo. */
  readonly banner: string;
  /** Run before the first prompt (-NoExit -Command …). */
  readonly first: FirstRun | null;
  /** Calls `close` when the process is told to end. */
  readonly signals: (close: () => Promise<void>) => void;
}

/** Runs the console on standard input and output; the exit code. */
export async function runInteractive({ launch, start, banner, first, signals }: InteractiveOptions): Promise<number> {
  const terminal = processTerminal();
  const reader: LineReader = (options) => readLine(terminal, options);
  const ui = consoleUI(terminal, reader, interrupt);
  const shell = createShell({ launch, ui, start, interactive: true, ownsTerminal: true });
  signals(() => shell.close());
  if (banner !== "") await terminal.write(`${banner}\n`);
  try {
    if (first) {
      const { text, ...more } = first;
      const run = shell.run(text, more);
      const stopListening = onInterrupt(() => run.stop());
      const { facts } = await run.ended.finally(stopListening);
      if (facts?.exitCode !== undefined) return facts.exitCode;
    }
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

/** As if Ctrl+C had been typed while the terminal makes signals of it. */
function interrupt(): void {
  process.kill(process.pid, "SIGINT");
}

/** Standard input with one reader: commands and the answers to their questions come from it in turn. */
export interface StandardInput {
  /** Asks at the terminal, or reads answers from standard input where that is none. */
  ui(): ConsoleUI;
  /** Runs commands, each as soon as it is whole; how the last one ran, or undefined without any. */
  run(shell: Shell, watch: (run: RunningText) => () => void): Promise<TextResult | undefined>;
}

export function standardInput(): StandardInput {
  let reader: LineSource | undefined;
  const lines = (): LineSource => (reader ??= linesOf(process.stdin));
  return {
    ui() {
      const terminal = processTerminal();
      if (process.stdin.isTTY === true) return consoleUI(terminal, (options) => readLine(terminal, options), interrupt);
      return consoleUI(terminal, lineReaderOf(lines(), terminal), interrupt);
    },
    run: (shell, watch) => runCommands(shell, lines(), watch),
  };
}

async function runCommands(
  shell: Shell,
  lines: LineSource,
  watch: (run: RunningText) => () => void,
): Promise<TextResult | undefined> {
  let last: TextResult | undefined;
  let text = "";
  for (let line = await lines.next(); ; line = await lines.next()) {
    if (line !== undefined) text += text === "" ? line : `\n${line}`;
    if (text.trim() !== "" && (line === undefined || !needsMore(text))) {
      const run = shell.run(text);
      last = await run.ended.finally(watch(run));
      text = "";
      if (last.facts === undefined || last.facts.exitCode !== undefined || last.state === "Stopped") return last;
    }
    if (line === undefined) return last;
  }
}
