// A person at the console, played by a script: types commands at the prompt, reads what is shown. The console, its
// shell, endpoints and jobs are the real ones; only the keys come from here.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  consoleUI,
  History,
  needsMore,
  runConsole,
  type Line,
  type LineReader,
  type ReadLineOptions,
  type Terminal,
} from "../../src/console/index.js";
import { processThreads } from "../../src/runspace/index.js";
import { createShell, type Launch } from "../../src/shell/index.js";

export const root: string = fileURLToPath(new URL("../../../", import.meta.url));

/** How this checkout's program starts threads and endpoints. */
export function checkoutLaunch(): Launch {
  const threads = processThreads(process);
  const threadFile = join(root, "dist", "bundle", "thread.cjs");
  return {
    root,
    worker: () => threads.start({ file: threadFile }),
    threads,
    threadFile,
    endpoint: [process.execPath, join(root, "bin", "remora"), "-s"],
  };
}

export interface ConsoleDriverOptions {
  /** Native folder the console starts in. */
  readonly start: string;
  /** Hears everything the console shows, prompts and typed commands included. */
  readonly echo?: (text: string) => void;
  readonly columns?: number;
}

export interface ConsoleDriver {
  /** The prompt that waits now. */
  prompt(): Promise<string>;
  /** Types a command of one or more lines; what it printed before the next prompt. */
  type(command: string): Promise<string>;
  /** Ctrl+C. */
  interrupt(): void;
  /** Ctrl+D at the prompt until the console has ended; its exit code. */
  leave(): Promise<number>;
}

export function driveConsole(options: ConsoleDriverOptions): ConsoleDriver {
  let output = "";
  let asked: { readonly options: ReadLineOptions; answer(line: Line): void } | undefined;
  let wake: () => void = () => undefined;
  const interrupts = new Set<() => void>();
  let exitCode: number | undefined;

  const show = (text: string): void => options.echo?.(text);
  const terminal: Terminal = {
    columns: () => options.columns ?? 120,
    rows: () => 40,
    supportsVirtualTerminal: false,
    write(text) {
      output += text;
      show(text);
    },
    listen: () => () => undefined,
  };
  const readLine: LineReader = (lineOptions) =>
    new Promise((resolve) => {
      asked = {
        options: lineOptions,
        answer(line) {
          asked = undefined;
          resolve(line);
        },
      };
      wake();
    });

  const interrupt = (): void => {
    for (const listener of interrupts) listener();
  };
  const ui = consoleUI(terminal, readLine, interrupt);
  const shell = createShell({ launch: checkoutLaunch(), ui, start: options.start, interactive: true });
  const ended = runConsole({
    shell,
    terminal,
    ui,
    readLine,
    history: new History(),
    onInterrupt(listener) {
      interrupts.add(listener);
      return () => void interrupts.delete(listener);
    },
  }).then(async (code) => {
    await shell.close();
    exitCode = code;
    wake();
    return code;
  });

  /** Settles when the console waits for a line, or has ended. */
  function idle(): Promise<void> {
    if (asked || exitCode !== undefined) return Promise.resolve();
    return new Promise((resolve) => (wake = resolve));
  }

  return {
    async prompt() {
      await idle();
      return asked?.options.prompt ?? "";
    },
    async type(command) {
      await idle();
      if (!asked) throw new Error(`The console has ended; it cannot run: ${command}`);
      if (asked.options.continuation !== "" && needsMore(command))
        throw new Error(`The command is not complete: ${command}`);
      show(`${asked.options.prompt}${command.replaceAll("\n", `\n${asked.options.continuation}`)}\n`);
      output = "";
      asked.answer({ type: "accepted", text: command });
      await idle();
      return output;
    },
    interrupt,
    async leave() {
      while (exitCode === undefined) {
        await idle();
        asked?.answer({ type: "ended" });
      }
      return ended;
    },
  };
}
