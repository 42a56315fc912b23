// What the user's own ssh_config says of the few things this program would otherwise choose.
//
// Rule: what the user has set stays. The files are only searched for the words; where one is there, `ssh -G` says what it
// means for the host, for only ssh reads ssh_config right.

import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { SshTarget } from "./target.js";

export interface UserConfig {
  /** The user shares connections in a way of their own. */
  readonly sharesConnections: boolean;
  readonly hasKeepAlive: boolean;
  readonly hasConnectTimeout: boolean;
}

const NOTHING: UserConfig = { sharesConnections: false, hasKeepAlive: false, hasConnectTimeout: false };
const WORDS = /^\s*"?(?:ControlMaster|ControlPath|ServerAliveInterval|ConnectTimeout)\b/im;
const INCLUDE = /^\s*Include[\s=]+(.+)$/gim;
const DEEPEST_INCLUDE = 16;
const QUERY_MS = 10_000;

/** What counts for a target: its own options, and the user's files. */
export async function userConfig(
  ssh: string,
  target: SshTarget,
  args: readonly string[],
  home: string,
  systemFiles: readonly string[] = ["/etc/ssh/ssh_config"],
): Promise<UserConfig> {
  const own = new Map(Object.entries(target.options ?? {}).map(([key, value]) => [key.toLowerCase(), value]));
  const files = [...systemFiles, join(home, ".ssh", "config")];
  const resolved = files.some((file) => mentions(file, home, 0)) ? await query(ssh, args) : NOTHING;
  return {
    sharesConnections: resolved.sharesConnections || own.has("controlpath") || own.has("controlmaster"),
    hasKeepAlive: resolved.hasKeepAlive || own.has("serveraliveinterval"),
    hasConnectTimeout: resolved.hasConnectTimeout || own.has("connecttimeout"),
  };
}

function mentions(file: string, home: string, depth: number): boolean {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return false;
  }
  if (WORDS.test(text)) return true;
  if (depth >= DEEPEST_INCLUDE) return true;
  return [...text.matchAll(INCLUDE)].some(([, patterns = ""]) =>
    patterns
      .trim()
      .split(/\s+/)
      .some((pattern) =>
        included(pattern.replaceAll('"', ""), file, home).some((path) => mentions(path, home, depth + 1)),
      ),
  );
}

/** Files that an Include names; a pattern in a folder's name is more than is looked for, and counts as a file that is there. */
function included(pattern: string, from: string, home: string): string[] {
  const path = pattern.startsWith("~/")
    ? join(home, pattern.slice(2))
    : isAbsolute(pattern)
      ? pattern
      : join(dirname(from), pattern);
  if (!/[*?[]/.test(path)) return [path];
  const folder = dirname(path);
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** `ssh -G`: the settings in force for a host. */
function query(ssh: string, args: readonly string[]): Promise<UserConfig> {
  return new Promise((resolve) => {
    execFile(ssh, ["-G", ...args], { timeout: QUERY_MS, windowsHide: true }, (error, output) => {
      if (error) return resolve(NOTHING);
      const settings = new Map(
        output.split("\n").map((line) => {
          const at = line.indexOf(" ");
          return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
        }),
      );
      const isOn = (name: string): boolean => !["", "no", "none", "false", "0"].includes(settings.get(name) ?? "");
      return resolve({
        sharesConnections: isOn("controlpath") || isOn("controlmaster"),
        hasKeepAlive: isOn("serveraliveinterval"),
        hasConnectTimeout: isOn("connecttimeout"),
      });
    });
  });
}
