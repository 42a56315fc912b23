// The program itself, started as a person or a script would.

import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const checkout: string = fileURLToPath(new URL("../../../", import.meta.url));
export const REMORA: string = join(checkout, "bin", "remora");

export interface ProgramResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly input?: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds until it is killed. */
  readonly timeout?: number;
}

/** Runs it to its end. */
export function remora(args: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> {
  const child = startRemora(args, options);
  let stdout = "";
  let stderr = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin!.on("error", () => undefined);
  child.stdin!.end(options.input ?? "");
  return new Promise((resolve) =>
    child.on("close", (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr })),
  );
}

export function startRemora(args: readonly string[], options: ProgramOptions = {}): ChildProcess {
  return spawn(process.execPath, [REMORA, ...args], {
    cwd: options.cwd ?? checkout,
    env: { ...process.env, ...options.env },
    stdio: "pipe",
    timeout: options.timeout ?? 30_000,
    killSignal: "SIGKILL",
  });
}

/**
 * Runs it until it has printed `text`, and kills it a moment later. Gives all that it printed. The moment: it is no answer to the
 * write itself, for the program has to be let say that it has written.
 */
export function killedAfter(text: string, args: readonly string[], options: ProgramOptions = {}): Promise<string> {
  const child = startRemora(args, options);
  let printed = "";
  return new Promise((resolve) => {
    child.stdout!.on("data", (bytes: Buffer) => {
      printed += bytes.toString();
      if (printed.includes(text)) setTimeout(() => child.kill("SIGKILL"), 30);
    });
    child.once("close", () => resolve(printed));
  });
}
