// Further sessions with one host: over the first one's connection to its keeper, without a process at either end.

import assert from "node:assert/strict";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { KEEPER_LEAVES } from "./rig/cast.js";
import { person } from "./rig/person.js";
import { processes, type WorldProcess } from "./rig/processes.js";
import { createRig, type Rig } from "./rig/rig.js";
import { enterWorld } from "./rig/world.js";

const world = enterWorld(import.meta.url);
const skip = "missing" in world ? world.missing : false;
if (skip) console.log(`ssh: skipped, ${skip}`);

const isRelay = ({ commandLine }: WorldProcess): boolean => commandLine.startsWith("remora -s -Keep");
const isKeeper = ({ commandLine }: WorldProcess): boolean => commandLine.startsWith("remora -Keeper");
const isRunspace = ({ commandLine }: WorldProcess): boolean => commandLine.startsWith("remora -s -Job");

const open = (name: string, host: string): string =>
  `$${name} = New-PSSession -HostName ${host}; Invoke-Command -Session $${name} { "[$env:LEFT$left$(Get-Location)]"; $env:LEFT = 'x'; $left = 'y'; cd / };`;
const THREE = (host: string): string =>
  `${open("a", host)} ${open("b", host)} ${open("c", host)} Get-PSSession -HostName ${host} | ForEach-Object { "$($_.State)" }; `;
const SAW = "[/home/me]\n[/home/me]\n[/home/me]";

const kill = (id: number): void => void process.kill(id, "SIGKILL");

describe("further sessions with a host over SSH", { skip, timeout: 200_000 }, () => {
  let rig: Rig;
  before(async () => {
    if ("missing" in world) return;
    rig = createRig(world);
    await rig.start({
      Server01: {},
      Server02: {},
      leaving: KEEPER_LEAVES,
      forwardless: { sshd: ["AllowStreamLocalForwarding no"] },
      strict: { sshd: ["DisableForwarding yes"] },
    });
  });
  after(() => rig?.stop());

  test("a second session needs no process of ssh, and none on the host but its runspace; nothing is inherited", async () => {
    let counts: number[] = [];
    const { text } = await person(`${THREE("Server01")} 'ready'; Start-Sleep 1`, {
      when: [
        "ready",
        () => {
          const there = rig.host("Server01").processes();
          const ssh = processes().filter(({ name }) => name === "ssh");
          counts = [ssh.length, there.filter(isRelay).length, there.filter(isRunspace).length];
          assert.ok(!processes().some(({ commandLine }) => /ticket/i.test(commandLine)));
        },
      ],
    });
    assert.equal(text.split("\n").slice(0, 3).join("\n"), SAW);
    const [ssh, relays, runspaces] = counts;
    assert.deepEqual([ssh, relays], [2, 1], "the first session's ssh and the connection's, and the first one's relay");
    assert.ok(runspaces === 3 || runspaces === 4, `${runspaces} runspaces: one for each session, and a spare`);
  });

  test("the sockets are in folders that nobody else enters, on both sides", async () => {
    await person(`${THREE("Server01")} 'ready'; Start-Sleep 1`, {
      when: [
        "ready",
        (pid) => {
          const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(`remora-${pid}-`));
          const sockets = folders.flatMap((name) => readdirSync(join(tmpdir(), name))).filter((name) => name === "1.1");
          assert.deepEqual(sockets, ["1.1"], "the forward's end on this side");
          for (const name of folders) assert.equal(statSync(join(tmpdir(), name)).mode & 0o777, 0o700);
          const there = statSync(join(rig.host("Server01").home(), ".local/state/remora/run"));
          assert.deepEqual([there.mode & 0o777, there.uid], [0o700, 4001]);
        },
      ],
    });
  });

  for (const host of ["forwardless", "strict"])
    test(`where sshd forwards nothing (${host}), a second session goes the first one's way`, async () => {
      let relays = 0;
      const { text } = await person(`${THREE(host)} 'ready'; Start-Sleep 1`, {
        when: ["ready", () => void (relays = rig.host(host).processes().filter(isRelay).length)],
      });
      assert.equal(text.split("\n").slice(0, 3).join("\n"), SAW);
      assert.ok(relays >= 3, `${relays} relays`);
      assert.doesNotMatch(text, /channel|forward/i);
    });

  test("a keeper that was killed is found again by the next session, and sessions go directly to the new one", async () => {
    const commands = `${open("a", "Server02")} ${open("b", "Server02")} 'ready'
      while ($b.State -eq 'Opened') { Start-Sleep -Milliseconds 20 }
      ${open("c", "Server02")} ${open("d", "Server02")} "$($c.State) $($d.State)"; 'done'`;
    const { text } = await person(commands, {
      limit: 60_000,
      when: [
        "ready",
        () =>
          rig
            .host("Server02")
            .processes()
            .filter(isKeeper)
            .forEach(({ id }) => kill(id)),
      ],
    });
    const said = text.split("\n").filter((line) => !line.startsWith("WARNING: "));
    assert.deepEqual(said, ["[/home/me]", "[/home/me]", "ready", "[/home/me]", "[/home/me]", "Opened Opened", "done"]);
  });

  test("a ticket of a keeper that has left is refused by the next one, and the session opens all the same", async () => {
    if ("missing" in world) return;
    const flag = join(world.folder, "another-keeper");
    const there = (): readonly WorldProcess[] => rig.host("leaving").processes();
    const commands = `${open("a", "leaving")} ${open("b", "leaving")} Remove-PSSession $a, $b; 'ready'
      while (-not (Test-Path ${flag})) { Start-Sleep -Milliseconds 20 }
      ${open("c", "leaving")} ${open("d", "leaving")} "$($c.State) $($d.State)"`;
    let other: Promise<unknown> | undefined;
    const { text } = await person(commands, {
      limit: 60_000,
      when: [
        "ready",
        async () => {
          while (there().some(isKeeper)) await pause(20);
          other = person(`${open("x", "leaving")} 'held'; Start-Sleep 3`, {
            when: ["held", () => writeFileSync(flag, "")],
          });
        },
      ],
    });
    await other;
    const saw = "[/home/me]\n[/home/me]\n";
    assert.equal(text, `${saw}ready\n${saw}Opened Opened`);
  });

  test("a link that is cut under a session that came directly is mended, and the job goes on", async () => {
    const link = await rig.link("shaky", "Server01");
    const commands = `${open("a", "shaky")} ${open("b", "shaky")}
      $j = Invoke-Command -Session $b { 1..3; Start-Sleep 3; 4..6 } -AsJob
      while ($j.ChildJobs[0].Output.Count -lt 3) { Start-Sleep -m 20 }; 'ready'
      $null = Wait-Job $j -Force; "$($j.State)"; "$(Receive-Job $j)"; "$($a.State) $($b.State)"`;
    const { text } = await person(commands, { limit: 60_000, when: ["ready", () => link.cut()] });
    assert.match(text, /network connection to shaky has been interrupted/);
    assert.match(text, /Completed\n1 2 3 4 5 6\nOpened Opened/, text);
  });
});
