// Who runs in the world: processes, and the computer each belongs to.

import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export interface WorldProcess {
  readonly id: number;
  readonly parent: number;
  /** Its program's name, at most 15 characters. */
  readonly name: string;
  readonly commandLine: string;
  /** The network namespace it is in: the same for all processes of one computer. */
  readonly network: string;
}

/** Every process of the world that has not ended. */
export function processes(): readonly WorldProcess[] {
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (read(Number(name)) ?? []) : []));
}

function read(id: number): WorldProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, "utf8");
    const end = stat.lastIndexOf(")");
    const [state, parent] = stat.slice(end + 2).split(" ");
    if (state === "Z" || state === "X") return undefined;
    return {
      id,
      parent: Number(parent),
      name: stat.slice(stat.indexOf("(") + 1, end),
      commandLine: readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ").trim(),
      network: readlinkSync(`/proc/${id}/ns/net`),
    };
  } catch {
    return undefined; // it has ended meanwhile
  }
}

/** Its share of the memory in MB: what it shares with others is divided among them. */
export function proportionalMegabytes(id: number): number {
  try {
    const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"));
    return Number(line?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Processes of the world that were not in `before` and are still there when `limit` milliseconds have passed; none, sooner. */
export async function leftOver(before: readonly WorldProcess[], limit = 3000): Promise<readonly WorldProcess[]> {
  const known = new Set(before.map(({ id }) => id));
  for (const until = Date.now() + limit; ;) {
    const left = processes().filter(({ id }) => !known.has(id));
    if (left.length === 0 || Date.now() > until) return left;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
