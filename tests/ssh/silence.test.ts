// A network that goes without a word, seen from the host: what is left there, and for how long.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { ONLY_NODE } from "./rig/cast.js";
import { person } from "./rig/person.js";
import { leftOver, processes, type WorldProcess } from "./rig/processes.js";
import { createRig, type Rig } from "./rig/rig.js";
import { enterWorld } from "./rig/world.js";

const world = enterWorld(import.meta.url);
const skip = "missing" in world ? world.missing : false;
if (skip) console.log(`ssh: skipped, ${skip}`);

describe("a host whose network has gone", { skip, timeout: 120_000 }, () => {
  let rig: Rig;
  let started: readonly WorldProcess[];
  before(async () => {
    if ("missing" in world) return;
    rig = createRig(world);
    await rig.start({ Server01: { ...ONLY_NODE, sshd: ["SetEnv REMORA_QUIET_MS=200"] } });
    // How often the host's TCP says again what is not acknowledged: 15 times is Linux's default, and takes a quarter of an hour.
    execFileSync("nsenter", ["--net=/run/netns/Server01", "sh", "-c", "echo 2 >/proc/sys/net/ipv4/tcp_retries2"]);
    // What one connection found out about the network that was cut is not for the next one.
    execFileSync("nsenter", [
      "--net=/run/netns/Server01",
      "sh",
      "-c",
      "echo 1 >/proc/sys/net/ipv4/tcp_no_metrics_save",
    ]);
    started = processes();
  });
  after(() => rig.stop());

  const unplug = async (): Promise<void> => {
    await pause(500); // what it said is acknowledged by then, and the host waits for nothing
    rig.host("Server01").unplug();
  };

  test("ends a command that prints nothing, though sshd is told of no time-out", async () => {
    const script = `Invoke-Command -HostName Server01 -Options @{ ServerAliveInterval = 1; ServerAliveCountMax = 1 } { Write-Host up; Start-Sleep 600 }`;
    const env = { REMORA_KEEPER: "never" };
    const told = await person(script, { when: ["up", unplug], env });
    assert.match(told.text, /The SSH connection to Server01 was lost/);
    const left = await leftOver(started, 30_000);
    assert.deepEqual(
      left.map(({ commandLine }) => commandLine.slice(0, 200)),
      [],
    );
  });

  test("leaves a session that is kept, and ends its relay", async () => {
    const script = `$s = New-PSSession -HostName Server01 -Options @{ ServerAliveInterval = 1; ServerAliveCountMax = 1 }
      Invoke-Command -Session $s { Write-Host up; Start-Sleep 600 }`;
    rig.host("Server01").plug();
    const die = async (remora: number): Promise<void> => {
      await unplug();
      process.kill(remora, "SIGKILL");
    };
    await person(script, { when: ["up", die] });
    const isRelay = ({ commandLine }: WorldProcess): boolean => commandLine.endsWith(" -s -Keep");
    for (let tries = 0; tries < 150 && processes().some(isRelay); tries++) await pause(200);
    assert.deepEqual(processes().filter(isRelay), []);
    rig.host("Server01").plug();
    const list = 'Get-PSSession -HostName Server01 | % { "$($_.State) $($_.Availability)"; Remove-PSSession $_ }';
    assert.equal((await person(list)).text, "Disconnected None");
    assert.deepEqual(await leftOver(started, 30_000), []);
  });
});
