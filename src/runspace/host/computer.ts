// Facts of this computer and process, and the environment, as the engine asks for them.

import * as os from "node:os";
import type { Computer, Environment } from "../../engine/index.js";

/** What an endpoint that stands for another computer says of itself. */
export interface ComputerNames {
  readonly name?: string;
  readonly executable?: string;
}

export function nodeComputer(names: ComputerNames = {}): Computer {
  const platform = process.platform === "win32" || process.platform === "darwin" ? process.platform : "linux";
  let user: string | undefined;
  let processors: number | undefined;
  return {
    platform,
    name: names.name ?? os.hostname(),
    get userName() {
      return (user ??= userName());
    },
    processId: process.pid,
    get processorCount() {
      return (processors ??= os.availableParallelism());
    },
    get osDescription() {
      return `${os.type()} ${os.release()}`;
    },
    executable: names.executable ?? process.execPath,
    utcOffsetMinutes: (ms) => -new Date(ms).getTimezoneOffset(),
    uptimeSeconds: () => os.uptime(),
    get timeZoneId() {
      return Intl.DateTimeFormat().resolvedOptions().timeZone;
    },
  };
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return process.env["USER"] ?? String(process.getuid?.() ?? ""); // a user id without an entry
  }
}

/** The process's environment. Variables set here are seen by every runspace of the process, as in .NET. */
export function nodeEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  return {
    get: (name) => env[name],
    set(name, value) {
      if (value === undefined) delete env[name];
      else env[name] = value;
    },
    names: () => Object.keys(env),
  };
}
