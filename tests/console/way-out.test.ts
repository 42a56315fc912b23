// A program whose script sits in a system call that does not return: it ends all the same, and what it started with it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { startRemora } from "../support/program.js";

const folder = mkdtempSync(join(tmpdir(), "remora-way-out-"));
const options = { timeout: 30_000, skip: !existsSync("/proc/self/stat") };

before(() => void execFileSync("mkfifo", [join(folder, "silent")]));
after(() => rmSync(folder, { recursive: true }));

/** Runs a script that prints the id of a process, and gets stuck; ends it by the signal. The id, once the program has ended. */
async function ended(script: string, signal: NodeJS.Signals): Promise<number> {
  const program = startRemora(["-c", script], { cwd: folder, timeout: 20_000 });
  let printed = "";
  program.stdout!.on("data", (bytes: Buffer) => {
    printed += bytes.toString();
    if (/\d+\n/.test(printed)) setTimeout(() => program.kill(signal), 300); // until it is in the call
  });
  const began = Date.now();
  await new Promise((resolve) => program.once("close", resolve));
  assert.ok(Date.now() - began < 15_000, "it was ended by its test");
  return Number.parseInt(printed, 10);
}

async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    if (!existsSync(`/proc/${pid}`)) return true;
    await pause(100);
  }
  process.kill(pid, "SIGKILL");
  return false;
}

for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"] as const)
  test(`${signal} ends it, and its jobs`, options, async () => {
    const script = `$job = Start-Job { $PID; Start-Sleep 100 }
      while (!($id = Receive-Job $job)) { Start-Sleep -Milliseconds 20 }; $id; Start-Sleep -Milliseconds 1; Get-Content silent`;
    assert.ok(await isGone(await ended(script, signal)));
  });

test("an endpoint whose client is gone ends", options, async () => {
  const script = `Invoke-Command localhost { $PID; Start-Sleep -Milliseconds 1; [System.IO.File]::ReadAllText("$using:PWD/silent") }`;
  assert.ok(await isGone(await ended(script, "SIGKILL")));
});

test("a job with a thread that does not come back ends with its client", options, async () => {
  const script = `$folder = "$PWD"
    $job = Start-Job { $PID; $null = Start-ThreadJob { Get-Content "$using:folder/silent" }; Start-Sleep 100 }
    while (!($id = Receive-Job $job)) { Start-Sleep -Milliseconds 20 }; Start-Sleep 1; $id; Start-Sleep 100`;
  assert.ok(await isGone(await ended(script, "SIGKILL")));
});
