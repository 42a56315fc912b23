// ssh's own words, as sentences for a person: what it said last, and what to do about it where that is known.

import { sshCommand } from "./arguments.js";
import type { SshTarget } from "./target.js";

/** Lines of ssh that say nothing of a failure. */
const NOT_A_REASON = [
  /^Warning: Permanently added /,
  /^Pseudo-terminal will not be allocated/,
  /^\*\* WARNING: connection is not using a post-quantum/,
  /^\*\* This session may be vulnerable/,
  /^\*\* The server may need to be upgraded/,
  /^Authenticated to /,
  /^Warning: remote port forwarding failed/,
  /^(?:Shared )?[Cc]onnection to \S+ closed\.$/,
  /^mux_client_request_session: /,
  /^Control(?:Socket|Path) .*(?:disabling multiplexing|already exists)/,
  /^@+$/,
];

/** Words by which ssh's own lines are told from a host's. */
const OWN_LINE =
  /^(?:ssh: |kex_exchange_identification: |ssh_exchange_identification: |banner exchange: |client_loop: |command-line|Host key verification failed|Timeout, server |Connection (?:to|closed|reset|timed)|.*: Permission denied \(|Permission denied|Received disconnect|Disconnected from|subsystem request failed|exec request failed|Unable to negotiate|Too many authentication|Load key |Bad |No route|percent_expand|channel \d+: |packet_write|Read from|Broken pipe|.*[Cc]onnection (?:refused|reset|timed out)|ssh_dispatch|ssh_packet|Bad owner|no such identity|Can't|Could not|Stdio forwarding|write: |Write failed|Unprotected|stdin: )/;

/** The lines that say what went wrong, at most three. */
export function lastWords(text: string): string[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !NOT_A_REASON.some((pattern) => pattern.test(line)));
  return lines.slice(-3);
}

/** The sentence for a connection that could not be made; undefined where ssh said nothing. */
export function connectSentence(text: string, target: SshTarget, canAsk: boolean): string | undefined {
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for .* has changed/i.test(text)) return changedKey(text, target);
  if (/Host key verification failed/.test(text)) return refusedKey(target);
  const lines = lastWords(text);
  if (lines.length === 0) return undefined;
  const own = lines.filter((line) => OWN_LINE.test(line));
  const sentence = ended((own.length > 0 ? own : lines).join(" "));
  if (!canAsk && /Permission denied \(.*(?:password|keyboard-interactive)/.test(sentence))
    return `${sentence} Nobody could be asked for a password.`;
  return sentence;
}

/** The sentence for a key that is not known and was not accepted; `prompt` is what ssh asked of it. */
export function refusedKey(target: SshTarget, prompt = ""): string {
  const fingerprint = /^.*key fingerprint is \S+/m.exec(prompt)?.[0];
  return (
    `Host key verification failed. The key of the host is not known yet${fingerprint ? ` (${fingerprint.trim().replace(/\.$/, "")})` : ""}. ` +
    `To see and accept it, run: ${sshCommand(target)}`
  );
}

function changedKey(text: string, target: SshTarget): string {
  const offending = /^Offending (?:key .*|.* key) in (.*?):?(\d+)?$/m.exec(text);
  const where = offending?.[1] ? ` (${offending[1]}${offending[2] ? `, line ${offending[2]}` : ""})` : "";
  const host =
    target.port !== undefined && target.port !== 22 ? `'[${target.address}]:${target.port}'` : target.address;
  const file = offending?.[1] && !/(?:^|\/)\.ssh\/known_hosts$/.test(offending[1]) ? ` -f ${offending[1]}` : "";
  return (
    `Host key verification failed. REMOTE HOST IDENTIFICATION HAS CHANGED: the host's key is not the one that is known${where}. ` +
    `Somebody may be in between, or the host has a new key. If it has, forget the old one with: ssh-keygen${file} -R ${host}`
  );
}

function ended(text: string): string {
  return /[.!?)]$/.test(text) ? text : `${text}.`;
}

export interface EndFacts {
  readonly computerName: string;
  /** ssh's words about the connection. */
  readonly words: string;
  /** What came on standard error, ssh's and the far program's. */
  readonly stderr: string;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
}

/** The sentence for an open session whose ssh has ended unasked. */
export function lostSentence({ computerName, words, stderr, exitCode, signal }: EndFacts): string {
  const own = [...lastWords(words), ...lastWords(stderr).filter((line) => OWN_LINE.test(line))];
  if (signal !== undefined) return `The SSH connection to ${computerName} was lost: ssh was ended by ${signal}.`;
  if (exitCode === 255 && own.length > 0)
    return `The SSH connection to ${computerName} was lost: ${ended(own.at(-1)!)}`;
  const last = lastWords(stderr).filter((line) => !OWN_LINE.test(line));
  const why = last.length > 0 ? ` Its last words were: ${ended(last.join(" "))}` : "";
  // 255 is also what ssh says where the far program was ended by a signal.
  if (exitCode === 255) return `The SSH connection to ${computerName} was lost, or its endpoint was killed.${why}`;
  if (exitCode === undefined || exitCode === 0) return `The endpoint on ${computerName} has ended.${why}`;
  return `The endpoint on ${computerName} has ended with exit code ${exitCode}.${why}`;
}

/** The one command that gives a host what an endpoint needs. */
export function installHint(target: SshTarget, system: string): string {
  const [name = "", machine = ""] = system.split(" ");
  const os = { Linux: "linux", Darwin: "darwin" }[name];
  const cpu = { x86_64: "x64", amd64: "x64", aarch64: "arm64", arm64: "arm64" }[machine];
  if (os === undefined || cpu === undefined) return "Install Node.js 20 or newer there.";
  const url = `https://nodejs.org/dist/v22.12.0/node-v22.12.0-${os}-${cpu}.tar.gz`;
  const command = `mkdir -p ~/.local && curl -fsSL ${url} | tar -xz --strip-components=1 -C ~/.local`;
  return `Node.js in the user's own folder is enough: ${sshCommand(target, command)}`;
}
