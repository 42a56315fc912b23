// However the program ends, what it started ends with it: jobs, sessions, and the programs that run in them. Only what a keeper
// keeps is still there after a kill that leaves no time for a word: disconnected.test.ts has that.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, test } from "node:test";
import { startRemora } from "../support/program.js";
import { twoServers } from "../support/two-servers.js";

/** A job, a session with a job of its own, and a job over a connection; each runs a program that writes its process id. */
const SCRIPT = `
$s = New-PSSession Server01
$a = Start-Job { sh -c 'echo program $$; exec sleep 300' }
Invoke-Command -Session $s { $b = Start-Job { sh -c 'echo program $$; exec sleep 300' } }
$c = Invoke-Command Server02 { sh -c 'echo program $$; exec sleep 300' } -AsJob
$texts = @()
while ($texts.Count -lt 3) {
  $texts += Receive-Job $a
  $texts += Invoke-Command -Session $s { Receive-Job $b }
  $texts += Receive-Job $c
  Start-Sleep -Milliseconds 20
}
$texts
"process $(Invoke-Command -Session $s { $PID })"
'ready'
Start-Sleep 300
`;

/** Milliseconds until nothing may be left. */
const GONE_AFTER_MS = 2000;

describe("What the program started", { skip: process.platform === "linux" ? false : "reads /proc" }, () => {
  const environment: NodeJS.ProcessEnv = {};
  const servers = twoServers(environment);
  after(() => servers.dispose());

  for (const [signal, exitCode] of [
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGKILL", null],
  ] as const)
    test(`is gone ${GONE_AFTER_MS / 1000} seconds after ${signal}`, { timeout: 60_000 }, async () => {
      const keeper = signal === "SIGKILL" ? { REMORA_KEEPER: "never" } : {};
      const child = startRemora(["-c", SCRIPT], { env: { ...environment, ...keeper }, cwd: servers.home });
      let text = "";
      let errors = "";
      child.stderr!.on("data", (bytes: Buffer) => (errors += bytes.toString()));
      await new Promise<void>((resolve) => {
        child.once("close", () => resolve());
        child.stdout!.on("data", (bytes: Buffer) => {
          text += bytes.toString();
          if (text.includes("ready")) resolve();
        });
      });
      const processes = [...text.matchAll(/(?:program|process) (\d+)/g)].map((match) => Number(match[1]));
      assert.equal(processes.length, 4, text + errors);
      assert.deepEqual(processes.filter(runs), processes);
      const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
      child.kill(signal);
      assert.equal(await ended, exitCode);
      const until = Date.now() + GONE_AFTER_MS;
      while (processes.some(runs) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
      assert.deepEqual(processes.filter(runs), []);
    });
});

/** True for a process that is there and not merely waiting to be collected. */
function runs(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
