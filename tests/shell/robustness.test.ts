// Scripts that go wrong, and what must not go wrong with them: depth, memory, endless loops, lost clients, nonsense.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { Worker } from "node:worker_threads";
import { driveConsole } from "../support/console-driver.js";
import { checkout, remora, startRemora } from "../support/program.js";
import { twoServers } from "../support/two-servers.js";
import type { MutationReport, MutationWork } from "./mutations-worker.js";

const options = { timeout: 60_000 };
const servers = twoServers();
after(() => servers.dispose());
const hasProc = existsSync("/proc/self/status");

async function run(script: string): Promise<string> {
  const { stdout, stderr } = await remora(["-c", script], { cwd: servers.home, timeout: 50_000 });
  return (stdout + stderr).trim();
}

const ENDLESS: readonly (readonly [title: string, script: string])[] = [
  ["a function", "function f($n) { f ($n + 1) }; f 1"],
  ["a script block", "$b = { & $b }; & $b"],
  ["a pipeline", "$b = { 1 | ForEach-Object $b }; & $b"],
  ["a cmdlet's block", "$b = { 1 | Where-Object $b }; & $b"],
  ["a text", "function f { Invoke-Expression 'f' }; f"],
  ["a string's subexpression", 'function f { "$(f)" }; f'],
  ["a method", "class A { [int] F([int] $n) { return $this.F($n + 1) } }; [A]::new().F(1)"],
];

for (const [title, script] of ENDLESS)
  test(`${title} that calls itself without end is an error, and the script goes on`, options, async () => {
    const printed = await run(`try { ${script} } catch { $_.FullyQualifiedErrorId.Split(',')[0] }; 'on'`);
    assert.equal(printed, "CallDepthOverflow\non");
  });

test("so it is in a job and in a session, which live on", options, async () => {
  const printed = await run(`function id { process { $_.FullyQualifiedErrorId } }
    $script = { function f { f }; f }
    Start-Job $script | Wait-Job | Receive-Job 2>&1 | id
    $s = New-PSSession Server01
    Invoke-Command -Session $s $script 2>&1 | id; Invoke-Command -Session $s { 'on' }`);
  assert.equal(printed, "CallDepthOverflow\nCallDepthOverflow\non");
});

test("a text nested without end is an error", options, async () => {
  const printed = await run(
    `foreach ($pair in '()', '{}') { try { $null = Invoke-Expression ([string]$pair[0] * 30000 + '1' + [string]$pair[1] * 30000) } catch { $_.FullyQualifiedErrorId.Split(',')[0] } }; 'on'`,
  );
  assert.equal(printed, "ScriptTooComplicated\nScriptTooComplicated\non");
});

test("three million objects pass through a pipeline in constant memory", { ...options, skip: !hasProc }, async () => {
  const printed = await run(`(1..3000000 | ForEach-Object { $_ } | Measure-Object).Count
    [int]((Get-Content /proc/$PID/status | Select-String 'VmHWM:\\s+(\\d+)').Matches[0].Groups[1].Value / 1024)`);
  const [count, megabytes] = printed.split("\n").map(Number);
  assert.equal(count, 3_000_000);
  assert.ok(megabytes! < 200, `${megabytes} MB`);
});

const LOOPS: readonly (readonly [title: string, command: string])[] = [
  ["an empty loop", "while ($true) {}"],
  ["a loop that writes", "while ($true) { 1 }"],
  ["a pipeline without end", "& { for () { 1 } } | ForEach-Object { } | Out-Null"],
  ["a range without end", "1..2147483647 | ForEach-Object { }"],
  ["a wait", "Start-Sleep 1000"],
  ["a program", "tail -f /dev/null"],
  ["an empty loop of a server", "Invoke-Command Server01 { while ($true) {} }"],
  ["a program of a server", "Invoke-Command Server01 { tail -f /dev/null }"],
  ["a job that is waited for", "Start-Job { while ($true) {} } | Wait-Job"],
];

for (const [title, command] of LOOPS)
  test(`Ctrl+C ends ${title} at once`, options, async () => {
    const person = driveConsole({ start: servers.home });
    try {
      // Warm: what is measured is the stop, not a server's start.
      if (command.includes("Server01")) await person.type("$s = New-PSSession Server01");
      const ended = person.type(command.replace("Command Server01", "Command -Session $s"));
      const early = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 500))]);
      assert.equal(early, undefined, "it ended by itself");
      const at = performance.now();
      person.interrupt();
      await ended;
      const took = performance.now() - at;
      assert.ok(took < 200, `${took} ms`);
      assert.match(await person.type("'on'"), /^on$/m);
    } finally {
      await person.leave();
    }
  });

test("a runaway script in one session leaves the other sessions and the console usable", options, async () => {
  const printed = await run(`$a, $b = New-PSSession Server01, Server02; $c = New-PSSession Server01
    $j = Invoke-Command -Session $a { while ($true) {} } -AsJob
    $t = [datetime]::Now
    Invoke-Command -Session $b, $c { 1 + 1 }; 'here'
    ([datetime]::Now - $t).TotalSeconds -lt 2
    Stop-Job $j; $j.State; Invoke-Command -Session $a { 'again' }`);
  assert.equal(printed, "2\n2\nhere\nTrue\nStopped\nagain");
});

test("an endpoint whose client is gone is gone too, whatever it runs", { ...options, skip: !hasProc }, async () => {
  // The client is killed: its endpoint sees the end of its input and nothing else.
  const client = startRemora(
    ["-c", "Start-Job { $PID; while ($true) {} } | % { while (1) { $_.ChildJobs[0].Output; Start-Sleep -m 50 } }"],
    { cwd: servers.home, timeout: 50_000 },
  );
  const pid = await new Promise<number>((resolve) => {
    let text = "";
    client.stdout!.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
      const found = /^(\d+)\n/m.exec(text);
      if (found) resolve(Number(found[1]));
    });
  });
  const lives = (): boolean =>
    existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  assert.ok(lives());
  client.kill("SIGKILL");
  const until = performance.now() + 2000;
  while (lives() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(lives(), false);
});

test("thousands of mutilated scripts neither crash nor hang the engine", options, async () => {
  const workerData: MutationWork = {
    scripts: join(checkout, "tests", "fixtures", "language", "scripts.jsonl"),
    seed: 20260301,
    milliseconds: 8000,
  };
  const worker = new Worker(new URL("./mutations-worker.js", import.meta.url), { workerData });
  let script = "";
  let hung = false;
  let watchdog = setTimeout(() => undefined, 0);
  const faults: string[] = [];
  const count = await new Promise<number>((resolve, reject) => {
    worker.on("error", (error) => reject(new Error(`${script}\n${error.stack}`)));
    worker.on("exit", () => reject(new Error(`${hung ? "It hangs" : "It ended the thread"}: ${script}`)));
    worker.on("message", (said: MutationReport) => {
      clearTimeout(watchdog);
      if (said.type === "end") return resolve(said.count);
      if (said.type === "fault") faults.push(`${said.script}\n${said.stack}`);
      script = said.script;
      watchdog = setTimeout(() => {
        hung = true;
        void worker.terminate();
      }, 5000);
    });
  });
  assert.deepEqual(faults, []);
  assert.ok(count > 100, `only ${count} ran`);
});
