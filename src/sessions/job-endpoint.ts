// How the endpoint of one job is started: on its main thread alone, which needs the stack that an engine's thread would have.

import { readFileSync } from "node:fs";

/** KiB of stack that a job's scripts may fill with their calls; the rest of the usual 8 MiB is for what they call. */
const STACK_KIB = 7000;
const NEEDED_KIB = 8 << 10;

/** Flags of V8 that a job's compiled code is kept for: with others it would be compiled anew. */
const JOB_FLAGS: readonly string[] = [`--stack-size=${STACK_KIB}`, "--max-semi-space-size=4"];

/**
 * Program and arguments that serve one job, given those that serve sessions: `node remora -s`. Where the system gives a
 * main thread too little stack, they are the same.
 */
export function jobEndpointOf(endpoint: readonly string[]): readonly string[] {
  const [node, ...rest] = endpoint;
  if (node === undefined || process.platform === "win32" || stackKib() < NEEDED_KIB) return endpoint;
  return [node, ...JOB_FLAGS, ...rest, "-Job"];
}

/** What the system lets a main thread have; where it does not say, what it gives by itself. */
function stackKib(): number {
  let limits: string;
  try {
    limits = readFileSync("/proc/self/limits", "utf8");
  } catch {
    return NEEDED_KIB; // macOS: 8 MiB unless somebody changed it
  }
  const limit = /^Max stack size\s+(\S+)/m.exec(limits)?.[1];
  return limit === undefined || limit === "unlimited" ? NEEDED_KIB : Number(limit) >> 10;
}
