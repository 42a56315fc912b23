// Processes of this machine: told apart from others that had the same number before, and ended.
//
// Rule: a number alone names nobody. Nothing is ended whose time of start is not the one that was noted.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** A process: its number, and when it started in the system's own words; "" where the system does not say. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start: string;
}

export function identityOfProcess(pid: number): ProcessIdentity | undefined {
  const start = startOf(pid);
  return start === undefined ? undefined : { pid, start };
}

/** True where the very process still runs. */
export function isAlive({ pid, start }: ProcessIdentity): boolean {
  const now = startOf(pid);
  return now !== undefined && (start === "" || now === "" || now === start);
}

/** Ends a process at once, if it is still the same. True where it was there. */
export function killProcess(identity: ProcessIdentity): boolean {
  if (!isAlive(identity)) return false;
  return signal(identity.pid);
}

/**
 * Ends a process that led a group of its own, and what is left of that group. Where the leader is gone already only /proc
 * can say what is; without it nothing is known for certain, and nothing is done.
 */
export function killGroupOf(leader: ProcessIdentity): number[] {
  const killed: number[] = [];
  if (leader.start === "") return killed;
  if (isAlive(leader)) return signal(-leader.pid) ? [leader.pid] : killed;
  const since = Number(leader.start.split(" ").at(-1));
  for (const pid of allProcesses()) {
    const stat = statOf(pid);
    // A group of this number that is older than its leader was, or whose leader is another process now, is none of ours.
    if (!stat || stat.group !== leader.pid || stat.session !== leader.pid || stat.startTicks < since) continue;
    if (statOf(leader.pid) !== undefined) return killed;
    if (signal(pid)) killed.push(pid);
  }
  return killed;
}

function signal(pid: number): boolean {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}

function startOf(pid: number): string | undefined {
  if (process.platform === "linux") {
    const stat = statOf(pid);
    return stat && stat.state !== "Z" ? `${bootId()} ${stat.startTicks}` : undefined;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return undefined;
  }
  if (process.platform === "win32") return "";
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", timeout: 2000 }).trim();
  } catch {
    return "";
  }
}

interface Stat {
  readonly state: string;
  readonly group: number;
  readonly session: number;
  /** Since the machine started. */
  readonly startTicks: number;
}

function statOf(pid: number): Stat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return undefined;
  }
  // The name stands in parentheses, and may have any of them in it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return {
    state: fields[0] ?? "",
    group: Number(fields[2]),
    session: Number(fields[3]),
    startTicks: Number(fields[19]),
  };
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  } catch {
    return "?";
  }
}

function allProcesses(): number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
