// A real terminal for the program, and a person's hands and eyes: tmux on a socket of its own.

import { execFileSync, spawnSync } from "node:child_process";
import { REMORA } from "./program.js";

export interface RealTerminal {
  /** Keys by tmux's names: "Enter", "C-c", "Tab", "Up". */
  press(...keys: readonly string[]): void;
  /** Characters as they are. */
  type(text: string): void;
  /** Types a line and Enter. */
  enter(line: string): void;
  /** What the screen shows now, without blank lines at its end. */
  screen(): string;
  /** The same with its colours as escape sequences. */
  coloured(): string;
  /** Waits until the screen matches; gives it. Fails with what it shows after the time limit. */
  see(pattern: RegExp | string): Promise<string>;
  resize(columns: number, rows: number): void;
  /** Process id of what runs in the terminal. */
  readonly pid: number;
  close(): void;
}

export interface RealTerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Instead of the console, after whose end the screen says "ended with" its exit code. */
  readonly command?: readonly string[];
}

/** Why there is no terminal to test with, or undefined. */
export function noTmux(): string | undefined {
  const { status, error } = spawnSync("tmux", ["-V"]);
  return error || status !== 0 ? "tmux is not installed" : undefined;
}

const SEE_MS = 20_000;
const LOOK_MS = 40;

export function openTerminal(options: RealTerminalOptions): RealTerminal {
  const socket = `remora-test-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const tmux = (...args: readonly string[]): string =>
    execFileSync("tmux", ["-L", socket, "-f", "/dev/null", ...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env, TMUX: "", LANG: "C.UTF-8", LC_ALL: "C.UTF-8" },
      encoding: "utf8",
    });
  const command = options.command ?? [
    "sh",
    "-c",
    '"$@"; echo "ended with $?"; exec cat',
    "sh",
    process.execPath,
    REMORA,
  ];
  const size = ["-x", String(options.columns ?? 120), "-y", String(options.rows ?? 40)];
  tmux("-u", "new-session", "-d", ...size, "-c", options.cwd, ...command);
  const screen = (): string => tmux("capture-pane", "-p").replace(/\s+$/, "");
  const sees = (text: string, pattern: RegExp | string): boolean =>
    typeof pattern === "string" ? text.includes(pattern) : pattern.test(text);
  return {
    press: (...keys) => void tmux("send-keys", ...keys),
    type: (text) => void tmux("send-keys", "-l", "--", text),
    enter(line) {
      tmux("send-keys", "-l", "--", line);
      tmux("send-keys", "Enter");
    },
    screen,
    coloured: () => tmux("capture-pane", "-p", "-e"),
    async see(pattern) {
      const until = Date.now() + SEE_MS;
      for (;;) {
        const text = screen();
        if (sees(text, pattern)) return text;
        if (Date.now() > until) throw new Error(`The screen does not show ${String(pattern)}:\n${text}`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    },
    resize: (columns, rows) => void tmux("resize-window", "-x", String(columns), "-y", String(rows)),
    pid: Number(tmux("display-message", "-p", "#{pane_pid}")),
    close: () => void tmux("kill-server"),
  };
}
