// How a command about jobs answers: JSON on standard output, complaints on standard error, and an exit code.

import { RemotingError, SESSION_IN_USE } from "../../sessions/index.js";
import { EXIT } from "./commands.js";

export function complain(text: string): void {
  process.stderr.write(`remora: ${text}\n`);
}

export function writeJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** The exit code of a command that failed. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof RemotingError)) return EXIT.failed;
  if (error.id === SESSION_IN_USE) return EXIT.inUse;
  return error.id === "PSSessionOpenFailed" || error.id === "PSSessionConnectFailed" ? EXIT.unreachable : EXIT.failed;
}
