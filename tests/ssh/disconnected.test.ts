// Sessions and jobs on a host over SSH that outlive the link, the client and its terminal.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { remora } from "../support/program.js";
import { person } from "./rig/person.js";
import { createRig, type Rig } from "./rig/rig.js";
import { enterWorld } from "./rig/world.js";

const world = enterWorld(import.meta.url);
const skip = "missing" in world ? world.missing : false;
if (skip) console.log(`ssh: skipped, ${skip}`);

const sum = (text: string): string => createHash("sha256").update(text).digest("hex");
const lines = (count: number): string => Array.from({ length: count }, (_, at) => `line ${at + 1}\n`).join("");
const COUNT = '1..400 | ForEach-Object { "line $_"; if ($_ % 10 -eq 0) { Start-Sleep -Milliseconds 100 } }';

describe("what a host over SSH keeps", { skip, timeout: 300_000 }, () => {
  let rig: Rig;
  before(async () => {
    if ("missing" in world) return;
    rig = createRig(world);
    await rig.start({ Server01: {}, Server02: {} });
  });
  after(() => rig?.stop());

  test("a job's client is killed in mid-output; a new terminal has every line, once, in order", async () => {
    const script = `$j = Invoke-Command -HostName Server01 { ${COUNT} } -AsJob -JobName counting
      while ($j.ChildJobs[0].Output.Count -lt 50) { Start-Sleep -Milliseconds 20 }; 'ready'; Start-Sleep 300`;
    const told = await person(script, { when: ["ready", (pid) => void process.kill(pid, "SIGKILL")] });
    assert.equal(told.exitCode, null);
    const { stdout } = await remora(["jobs", "--json"]);
    const [job] = JSON.parse(stdout) as { name: string; computerName: string; state: string }[];
    assert.deepEqual([job?.name, job?.computerName, job?.state], ["counting", "Server01", "Running"]);
    assert.equal((await remora(["wait", "counting"])).exitCode, 0);
    const received = await remora(["receive", "counting"]);
    assert.equal(received.exitCode, 0, received.stderr);
    assert.equal(sum(received.stdout), sum(lines(400)));
    assert.equal((await remora(["remove", "counting"])).exitCode, 0);
  });

  test("a job whose cable is out is Disconnected, says so, and goes on where it was", async () => {
    const script = `$o = New-PSSessionOption -OperationTimeout 2000
      $s = New-PSSession -ComputerName Server02 -SessionOption $o
      $j = Invoke-Command -Session $s { ${COUNT} } -AsJob
      while ($j.ChildJobs[0].Output.Count -lt 30) { Start-Sleep -Milliseconds 20 }; 'ready'
      while ($j.State -eq 'Running') { Start-Sleep -Milliseconds 20 }; "now $($j.State)"
      while ($j.State -eq 'Disconnected') { Start-Sleep -Milliseconds 20 }; "then $($j.State)"
      $all = @($j | Wait-Job | Receive-Job)
      "$($j.State) $($all.Count) $(($all -join ' ') -eq ((1..400 | ForEach-Object { "line $_" }) -join ' '))"`;
    const { text } = await person(script, {
      limit: 60_000,
      when: [
        "ready",
        (): void => {
          rig.host("Server02").unplug();
          setTimeout(() => rig.host("Server02").plug(), 6000);
        },
      ],
    });
    assert.match(text, /WARNING: The network connection to Server02 has been interrupted/);
    assert.match(text, /now Disconnected/);
    assert.match(text, /then (Running|Completed)/);
    assert.match(text, /WARNING: The network connection to Server02 has been restored\./);
    assert.match(text, /Completed 400 True/);
  });

  test("remora start gives hosts jobs by -H, and receive gets them back by the same way", async () => {
    const started = await remora(["start", "-H", "Server01,me@Server02:22", "-n", "two", "--", "hostname"]);
    assert.equal(started.exitCode, 0, started.stderr);
    assert.equal((await remora(["wait", "two"])).exitCode, 0);
    const { stdout, stderr, exitCode } = await remora(["receive", "two"]);
    assert.deepEqual([exitCode, stdout.split("\n").sort()], [0, ["", "Server01", "Server02"]], stderr);
    assert.equal((await remora(["remove", "--ended"])).exitCode, 0);
    assert.equal((await remora(["sessions", "-H", "Server01,Server02"])).stdout, "");
  });

  test("a session on a host is left, found, and received from", async () => {
    const first = await remora([
      "-c",
      "Invoke-Command -HostName Server01 { 1..3; hostname } -InDisconnectedSession -SessionName S | ForEach-Object State",
    ]);
    assert.equal(first.stdout, "Disconnected\n", first.stderr);
    const second = await remora([
      "-c",
      'Get-PSSession -HostName Server01 | ForEach-Object { "$($_.Name) $($_.State)" }; Receive-PSSession -HostName Server01 -Name S',
    ]);
    assert.equal(second.stdout, "S Disconnected\n1\n2\n3\nServer01\n", second.stderr);
  });
});
