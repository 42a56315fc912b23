// How a connection over SSH ended, or why there is none: what ssh and the host said, as the reason that is reported.
//
// Rule: every sentence names the computer, or has ssh's own words that do.

import type { CloseReason } from "../transport.js";
import { OLDEST_NODE, type BootstrapWord } from "./bootstrap.js";
import { connectSentence, type EndFacts, installHint, lastWords, lostSentence, refusedKey } from "./reasons.js";
import type { SshQuestion, SshTarget } from "./target.js";

/** The subsystem that a host without a POSIX shell is asked for. */
export const POWERSHELL = "powershell";

const ABRUPT = "The SSH transport process has abruptly terminated causing this remote session to break.";

/** The host has nothing that an endpoint could be. */
export function noEndpoint(
  computerName: string,
  target: SshTarget,
  { oldNodes, system }: BootstrapWord & { readonly type: "none" },
): string {
  const old = oldNodes.length === 0 ? "" : `, but only ${oldNodes.join(", ")}`;
  return (
    `${computerName} has no endpoint. Looked for: remora, pwsh (PowerShell), ` +
    `Node.js ${OLDEST_NODE} or newer${old}. ${installHint(target, system)}`
  );
}

/** A question that has no answer, or whose answer was not taken. */
export function unansweredSentence({ kind, prompt }: SshQuestion, target: SshTarget, isRefused: boolean): string {
  if (isRefused)
    return `Permission denied: the ${kind === "other" ? "answer" : kind} was refused (${prompt.trim().replace(/:$/, "")}).`;
  if (kind === "hostKey") return refusedKey(target, prompt);
  const what = {
    password: "A password is wanted",
    passphrase: "A passphrase is wanted",
    other: "A question is asked",
  }[kind];
  return `${what}, and there was no answer: ${prompt.trim().split("\n").at(-1)!}`;
}

export interface ConnectFacts {
  readonly reason: CloseReason;
  readonly computerName: string;
  readonly target: SshTarget;
  /** Somebody could be asked. */
  readonly canAsk: boolean;
  /** What ssh said. */
  readonly words: string;
  /** What came of asking the host's shell, where that is no POSIX shell. */
  readonly shellWords: string | undefined;
}

/** The connection could not be made. */
export function connectReason(facts: ConnectFacts): CloseReason {
  const { exitCode, signal } = facts.reason;
  const said = connectSentence(facts.words, facts.target, facts.canAsk);
  const ends = { ...(exitCode !== undefined && { exitCode }), ...(signal !== undefined && { signal }) };
  if (facts.shellWords !== undefined)
    return { ...ends, error: noShell(facts.computerName, lastWords(facts.shellWords).join(" "), said) };
  const isRefused = said === undefined || said.startsWith("subsystem request failed");
  const why = (isRefused ? subsystemSentence(facts) : undefined) ?? said ?? facts.reason.error ?? ABRUPT;
  return { ...ends, error: `The SSH client session has ended with error message: ${why}` };
}

function noShell(computerName: string, shell: string, said: string | undefined): string {
  return (
    `${computerName} has no endpoint. Looked for: a POSIX shell${shell === "" ? "" : ` (it said: ${shell})`}, ` +
    `the subsystem "${POWERSHELL}"${said === undefined ? "" : ` (ssh said: ${said})`}. Give its sshd a line as: ` +
    `Subsystem ${POWERSHELL} /usr/bin/pwsh -sshs -NoLogo`
  );
}

/** A shared connection's ssh does not say that its subsystem was refused. */
function subsystemSentence({ target, computerName, reason }: ConnectFacts): string | undefined {
  const { subsystem } = target;
  const { exitCode } = reason;
  if (subsystem === undefined || exitCode === undefined) return undefined;
  if (exitCode === 255) return `subsystem request failed: the sshd of ${computerName} has no subsystem "${subsystem}".`;
  return `the subsystem "${subsystem}" of ${computerName} has ended with exit code ${exitCode}.`;
}

/** An open connection has ended unasked. */
export function lostReason(reason: CloseReason, facts: Omit<EndFacts, "exitCode" | "signal">): CloseReason {
  const { exitCode, signal } = reason;
  const isPolite = reason.error === undefined && exitCode === 0;
  return {
    ...(!isPolite && { error: lostSentence({ ...facts, exitCode, signal }) }),
    ...(exitCode !== undefined && { exitCode }),
    ...(signal !== undefined && { signal }),
  };
}
