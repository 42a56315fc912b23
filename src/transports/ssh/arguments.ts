// The argument vector that ssh is started with.
//
// Rule: what the user says goes first, for ssh keeps the first value it meets; what is ours comes after and only fills in.
// A host's name is always the last argument of ours and never begins with "-" (target.ts sees to that).

import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { DEFAULT_KEEP_ALIVE_MS, type SshTarget } from "./target.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** Seconds that reaching a host and agreeing on keys may take, where neither the user nor ssh_config says otherwise. */
const DEFAULT_CONNECT_SECONDS = 30;

/** Path of the ssh program: $REMORA_SSH, else as PATH has it; undefined where there is none. */
export function findSsh(env: Environment, platform: string = process.platform): string | undefined {
  const own = env["REMORA_SSH"];
  if (own) return own;
  const names = platform === "win32" ? ["ssh.exe"] : ["ssh"];
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((folder) => folder !== "");
  if (platform === "win32") folders.push(join(env["SystemRoot"] ?? "C:\\Windows", "System32", "OpenSSH"));
  for (const folder of folders) for (const name of names) if (isProgram(join(folder, name))) return join(folder, name);
  return undefined;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** How the connection is made, beside what the target says. */
export interface SshFacts {
  /** Somebody answers questions; otherwise ssh must not ask any. */
  readonly canAsk: boolean;
  /** The user's ssh_config has a keep-alive of its own. */
  readonly hasKeepAlive?: boolean;
  /** The user's ssh_config has a ConnectTimeout of its own. */
  readonly hasConnectTimeout?: boolean;
  /** Arguments that share a connection. */
  readonly sharing?: readonly string[];
}

/** All arguments up to and with the host's name. */
export function sshArguments(target: SshTarget, facts: SshFacts): string[] {
  const args = ["-T", ...targetArguments(target)];
  const ours: (readonly [string, string | number])[] = [
    ["BatchMode", facts.canAsk ? "no" : "yes"],
    ...connectTimeout(target.connectingTimeoutMs, facts.hasConnectTimeout ?? false),
    ...keepAlive(target.keepAliveMs, facts.hasKeepAlive ?? false),
    // Of the user's settings for a person at a terminal: none of them is for a program's session.
    ["ClearAllForwardings", "yes"],
    ["ForwardX11", "no"],
    ["RemoteCommand", "none"],
    ["PermitLocalCommand", "no"],
    ["LogLevel", "INFO"],
  ];
  for (const [name, value] of ours) args.push("-o", `${name}=${value}`);
  args.push(...(facts.sharing ?? []), target.address);
  return args;
}

/** `DOMAIN\user` is `user@DOMAIN` to ssh. */
function loginName(user: string): string {
  const [domain, name] = user.split("\\");
  return name === undefined ? user : `${name}@${domain}`;
}

function connectTimeout(ms: number | undefined, isSet: boolean): [string, number][] {
  if (ms !== undefined && ms > 0) return [["ConnectTimeout", Math.max(1, Math.ceil(ms / 1000))]];
  return isSet ? [] : [["ConnectTimeout", DEFAULT_CONNECT_SECONDS]];
}

/** ssh asks at every interval, and gives up at the interval after `count` questions without an answer. */
function keepAlive(ms: number | undefined, isSet: boolean): [string, number][] {
  if (ms === undefined && isSet) return [];
  const seconds = (ms ?? DEFAULT_KEEP_ALIVE_MS) / 1000;
  if (seconds <= 0) return [["ServerAliveInterval", 0]];
  const interval = Math.max(1, Math.round(seconds / 3));
  return [
    ["ServerAliveInterval", interval],
    ["ServerAliveCountMax", Math.max(1, Math.round(seconds / interval) - 1)],
  ];
}

/** What is said of the target itself. */
export function targetArguments(target: SshTarget): string[] {
  const args: string[] = [];
  for (const [name, value] of Object.entries(target.options ?? {})) args.push("-o", `${name}=${value}`);
  if (target.keyFile !== undefined) args.push("-i", target.keyFile);
  if (target.port !== undefined) args.push("-p", String(target.port));
  if (target.user !== undefined) args.push("-l", loginName(target.user));
  return args;
}

/** What a person types to reach the host: for messages. */
export function sshCommand(target: SshTarget, ...rest: string[]): string {
  return ["ssh", ...targetArguments(target), target.address, ...rest].map(quoted).join(" ");
}

function quoted(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
