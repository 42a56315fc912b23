// Every kind of host there is, reached as a person would: what it says, and what was done to it on the way.

import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { after, before, describe, test } from "node:test";
import { connect } from "../../src/index.js";
import { findPeer } from "../interop/peer.js";
import {
  ASKING,
  AS_SUBSYSTEM,
  INSTALLED,
  LOCKED,
  NOISY,
  ONLY_NODE,
  PASSWORD,
  REAL_POWERSHELL,
  WINDOWS,
} from "./rig/cast.js";
import { person } from "./rig/person.js";
import { leftOver, processes, type WorldProcess } from "./rig/processes.js";
import { createRig, LOCKED_KEY, type Rig } from "./rig/rig.js";
import { enterWorld } from "./rig/world.js";

const peer = await findPeer(); // before the world, which has no way to a registry
const world = enterWorld(import.meta.url);
const skip = "missing" in world ? world.missing : false;
if (skip) console.log(`ssh: skipped, ${skip}`);
const withoutPeer = "missing" in peer ? peer.missing : false;

interface Row {
  readonly title: string;
  readonly commands: string;
  /** What is printed, without blank lines and the room around lines. */
  readonly output: readonly string[];
  readonly skip?: string | false;
}

const HELLO = '{ "$(hostname) $(whoami) $(1 + 1)" }';
const credential = (user: string, password: string): string =>
  `$c = [pscredential]::new('${user}', (ConvertTo-SecureString '${password}' -AsPlainText -Force))`;

const rows: readonly Row[] = [
  {
    title: "a host with nothing but Node.js",
    commands: `Invoke-Command -HostName Server01 ${HELLO}`,
    output: ["Server01 me 2"],
  },
  {
    title: "-ComputerName, without an entry in the inventory, is SSH by the user's own configuration",
    commands: `Invoke-Command -ComputerName Server01 ${HELLO}`,
    output: ["Server01 me 2"],
  },
  {
    title: "a host that has Remora runs that one",
    commands:
      "Invoke-Command -HostName installed { hostname; (Get-Process -Id $PID).CommandLine -match '/run/checkout/' }",
    output: ["installed", "True"],
  },
  {
    title: "a subsystem, where it is asked for",
    commands: `Invoke-Command -HostName subsystem -Subsystem powershell ${HELLO}`,
    output: ["subsystem me 2"],
  },
  {
    title: "the real PowerShell engine behind sshd",
    commands:
      'Invoke-Command -HostName real -Subsystem powershell { [System.Environment]::MachineName; "$($PSVersionTable.PSVersion)"; $Host.Name; 6 * 7 }',
    output: ["real", "7.6.9", "ServerRemoteHost", "42"],
    skip: withoutPeer,
  },
  {
    title: "a job on the real PowerShell engine, and one in a session of it",
    commands:
      "$j = Invoke-Command -HostName real -Subsystem powershell { 1..3 } -AsJob; $j | Wait-Job | Receive-Job; " +
      "$s = New-PSSession -HostName real -Subsystem powershell; $null = Invoke-Command -Session $s { Start-Job { 4; 5 } }; " +
      "Invoke-Command -Session $s { Get-Job | Wait-Job | Receive-Job }; Remove-PSSession $s; $s.State",
    output: ["1", "2", "3", "4", "5", "Closed"],
    skip: withoutPeer,
  },
  {
    title: "a host whose login talks first",
    commands: `Invoke-Command -HostName noisy ${HELLO}`,
    output: ["noisy me 2"],
  },
  {
    title: "a host behind a jump host",
    commands: `Invoke-Command -HostName inner ${HELLO}`,
    output: ["inner me 2"],
  },
  {
    title: "a jump host by -Options",
    commands: `Invoke-Command -HostName 10.78.0.13 -Options @{ ProxyJump = 'installed'; HostKeyAlias = 'inner' } ${HELLO}`,
    output: ["inner me 2"],
  },
  {
    title: "a host whose shell is not POSIX, as Windows has it",
    commands: `Invoke-Command -HostName windows ${HELLO}`,
    output: ["windows me 2"],
  },
  {
    title: "an IPv6 address",
    commands: `Invoke-Command -HostName fd77::10 ${HELLO}`,
    output: ["Server01 me 2"],
  },
  {
    title: "user, host and port in one word",
    commands: `Invoke-Command -HostName ssh://me@Server01:22, me@Server02:22 ${HELLO} | Sort-Object`,
    output: ["Server01 me 2", "Server02 me 2"],
  },
  {
    title: "-SSHConnection, each host with its own",
    commands: `Invoke-Command -SSHConnection @{ HostName = 'Server01' }, @{ HostName = 'Server02'; UserName = 'me'; Port = 22 } ${HELLO} | Sort-Object`,
    output: ["Server01 me 2", "Server02 me 2"],
  },
  {
    title: "a password from a credential",
    commands: `${credential("alice", PASSWORD)}; Invoke-Command -HostName asking -Credential $c ${HELLO}`,
    output: ["asking alice 2"],
  },
  {
    title: "a passphrase from a credential",
    commands: `${credential("me", LOCKED_KEY.passphrase)}; Invoke-Command -HostName locked -Credential $c ${HELLO}`,
    output: ["locked me 2"],
  },
  {
    title: "a key file",
    commands: `Invoke-Command -HostName Server01 -KeyFilePath ~/.ssh/id_ed25519 ${HELLO}`,
    output: ["Server01 me 2"],
  },
  {
    title: "a working folder, variables and input travel",
    commands: "$x = 4; 1..3 | Invoke-Command -HostName Server01 { process { $_ * $using:x } }",
    output: ["4", "8", "12"],
  },
  {
    title: "binary output of a native program, and its error stream",
    commands: "Invoke-Command -HostName Server01 { sh -c 'echo out; exit 3'; $LASTEXITCODE }",
    output: ["out", "3"],
  },
];

describe("hosts over SSH", { skip }, () => {
  let rig: Rig;
  let started: readonly WorldProcess[];
  before(async () => {
    if ("missing" in world) return;
    rig = createRig(world);
    await rig.start({
      Server01: ONLY_NODE, // fd77::10
      Server02: ONLY_NODE,
      installed: { ...INSTALLED, gateway: true },
      inner: { inner: true, config: ["ProxyJump installed"] }, // 10.78.0.13
      subsystem: AS_SUBSYSTEM,
      real: REAL_POWERSHELL,
      noisy: NOISY,
      windows: WINDOWS,
      asking: ASKING,
      locked: LOCKED,
    });
    started = processes();
  });
  after(() => rig.stop());

  for (const { title, commands, output, skip: reason = false } of rows)
    test(title, { skip: reason }, async () => {
      const { text, exitCode } = await person(commands);
      const lines = text.split("\n").map((line) => line.trim());
      assert.deepEqual(lines.filter(Boolean), output, text);
      assert.equal(exitCode, 0);
    });

  test("ten first contacts at once bring one endpoint, and nothing else", async () => {
    rmSync(join(rig.host("Server02").home(), ".cache"), { recursive: true, force: true });
    const told = await Promise.all(
      Array.from({ length: 10 }, () => person(`Invoke-Command -HostName Server02 ${HELLO}`)),
    );
    assert.deepEqual(
      told.map(({ text }) => text),
      Array<string>(10).fill("Server02 me 2"),
    );
    assert.deepEqual(filesOf(rig, "Server02"), [
      ".cache/remora/endpoint-HASH",
      ".local/state/remora/operational.log", // what Get-EventLog shows
      ".ssh/authorized_keys",
    ]);
  });

  test("the second contact uploads nothing", async () => {
    const folder = join(rig.host("Server02").home(), ".cache", "remora");
    const before = readdirSync(folder);
    await person(`Invoke-Command -HostName Server02 ${HELLO}`);
    assert.deepEqual(readdirSync(folder), before);
  });

  test("sessions with one host share a connection, unless they shall not", async () => {
    const connections = (): number =>
      rig
        .host("Server01")
        .log()
        .match(/Accepted publickey/g)?.length ?? 0;
    const three =
      "$s = 1..3 | % { New-PSSession -HostName Server01 }; Invoke-Command -Session $s { 1 } | Measure-Object | % Count";
    let before = connections();
    assert.equal((await person(three)).text, "3");
    assert.equal(connections() - before, 1);
    before = connections();
    assert.equal((await person(three, { env: { REMORA_SSH_SHARE: "off" } })).text, "3");
    assert.equal(connections() - before, 3);
  });

  test("more sessions with one host than a connection takes", async () => {
    const told = await person(
      "$s = 1..14 | % { New-PSSession -HostName Server01 }; Invoke-Command -Session $s { 1 } | Measure-Object | % Count",
    );
    assert.equal(told.text, "14");
  });

  test("the typed API: a password by a callback, results as values", async () => {
    const session = await connect({
      hostName: "alice@asking",
      share: false, // a shared connection outlives its last session for a while
      ask: ({ kind }) => Promise.resolve(kind === "password" ? PASSWORD : undefined),
    });
    assert.deepEqual(await session.run("whoami; 1 + 1"), ["alice", 2]);
    await session.close();
  });

  test("Stop-Job ends what a job started there", async () => {
    const programs = (): readonly string[] =>
      ["Server01", "Server02"].flatMap((name) =>
        rig
          .host(name)
          .processes()
          .map(({ commandLine }) => commandLine),
      );
    let before = 0;
    const told = await person(
      "$j = Invoke-Command -HostName Server01, Server02 { 'up'; sh -c 'exec sleep 61' } -AsJob; " +
        "while (@($j.ChildJobs | % { $_.Output }).Count -lt 2) { Start-Sleep -m 20 }; Start-Sleep -m 300; 'ready'; Start-Sleep -m 200; " +
        'Stop-Job $j; "$($j.State)"; Receive-Job $j',
      { when: ["ready", () => void (before = programs().filter((line) => line === "sleep 61").length)] },
    );
    assert.equal(told.text, "ready\nStopped\nup\nup");
    assert.equal(before, 2);
    assert.ok(!programs().includes("sleep 61"));
  });

  test("nothing is left running on any side", async () => {
    const left = await leftOver(started, 20_000);
    assert.deepEqual(
      left.map(({ commandLine }) => commandLine.slice(0, 200)),
      [],
    );
  });
});

function filesOf(rig: Rig, host: string): readonly string[] {
  const entries = readdirSync(rig.host(host).home(), { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return paths.map((path) => relative(rig.host(host).home(), path).replace(/-[0-9a-f]{16}$/, "-HASH")).toSorted();
}
