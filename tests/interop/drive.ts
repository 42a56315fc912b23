// Runs rows with the real engine's client (`peer drive`) on a far end, and gives each row's outcome.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Outcome, Row } from "./scenario.js";
import { toScenario } from "./scenario.js";

/** Runs the rows one after the other; resolves with outcomes by row name. `limit` in milliseconds ends a run that hangs. */
export async function drive(
  program: string,
  mode: "drive" | "job",
  rows: readonly Row[],
  command: readonly string[],
  limit = 300_000,
): Promise<Map<string, Outcome>> {
  const child = spawn(program, [mode, "--", ...command], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, TZ: "UTC" },
    timeout: limit,
    killSignal: "SIGKILL",
  });
  const outcomes = new Map<string, Outcome>();
  let complaints = "";
  child.stderr.on("data", (text: Buffer) => (complaints = (complaints + text.toString()).slice(-4000)));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const outcome = JSON.parse(line) as Outcome;
    outcomes.set(outcome.name, outcome);
  });
  child.stdin.on("error", () => undefined); // told by the exit code
  child.stdin.end(JSON.stringify(rows.map(toScenario)));
  const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0)
    console.log(
      `interop: peer ${mode} ended with ${code} after ${outcomes.size} of ${rows.length} rows\n${complaints}`,
    );
  return outcomes;
}
