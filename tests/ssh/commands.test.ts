// The session and remoting cmdlets over real sshds: their parameters, what they show, and whom ssh's questions reach.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { noTmux, openTerminal, type RealTerminal } from "../support/tmux.js";
import { ASKING, LOCKED, ONLY_NODE, PASSWORD } from "./rig/cast.js";
import { person } from "./rig/person.js";
import { createRig, LOCKED_KEY, type Rig } from "./rig/rig.js";
import { enterWorld } from "./rig/world.js";

const world = enterWorld(import.meta.url);
const skip = "missing" in world ? world.missing : false;
if (skip) console.log(`ssh: skipped, ${skip}`);

/** What a script prints, its lines without blanks at their ends. */
async function said(script: string): Promise<string> {
  const { text } = await person(script, { limit: 60_000 });
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

const SECRET = `$c = [pscredential]::new('alice', (ConvertTo-SecureString '${PASSWORD}' -AsPlainText -Force))`;

const CASES: readonly (readonly [title: string, script: string, printed: string])[] = [
  [
    "a session shows the host alone, whoever logs in",
    `$s = New-PSSession -HostName me@Server01; "$($s.Id) $($s.Name) $($s.Transport) $($s.ComputerName) $($s.State) $($s.ConfigurationName) $($s.Availability)"
     $r = Invoke-Command -Session $s { hostname }; "$r $($r.PSComputerName)"; Remove-PSSession $s; $s.State`,
    "2 Runspace1 SSH Server01 Opened DefaultShell Available\nServer01 Server01\nClosed",
  ],
  [
    "user@host:port, ssh://, an address, and IPv6 are all one host",
    "Invoke-Command -HostName me@Server01:22, ssh://me@Server01:22, ADDRESS, '[ADDRESS6]:22', ADDRESS6 { hostname } | Group-Object -NoElement | % { \"$($_.Count) $($_.Name)\" }",
    "5 Server01",
  ],
  [
    "-UserName, -Port, -KeyFilePath and -Options",
    "Invoke-Command -HostName Server01 -UserName me -Port 22 -IdentityFilePath ~/.ssh/id_ed25519 -Options @{ IdentitiesOnly = 'yes' } { hostname }",
    "Server01",
  ],
  [
    "-SSHConnection, a table a host",
    `Invoke-Command -SSHConnection @{ HostName = 'me@Server01'; Port = '22' }, @{ ComputerName = 'Server02'; UserName = 'me'; Options = @{ ConnectTimeout = 5 } } { hostname } | Sort-Object`,
    "Server01\nServer02",
  ],
  [
    "-ComputerName reaches what the user's ssh reaches",
    "Invoke-Command -ComputerName Server01 { hostname }",
    "Server01",
  ],
  [
    "a credential answers for the password, and says who logs in",
    `${SECRET}; Invoke-Command -HostName asking -Credential $c { whoami }; Invoke-Command -ComputerName asking -Credential $c { whoami }
     $s = New-PSSession -HostName asking -Credential $c; Invoke-Command -Session $s { whoami }; $t = New-PSSession -Session $s; Invoke-Command -Session $t { whoami }`,
    "alice\nalice\nalice\nalice",
  ],
  [
    "a wrong password is an error with the host's name, and it is not tried for ever",
    `$c = [pscredential]::new('alice', (ConvertTo-SecureString wrong -AsPlainText -Force))
     try { Invoke-Command -HostName asking -Credential $c { 1 } -ErrorAction Stop } catch { $_.FullyQualifiedErrorId; "$_" }`,
    "PSSessionStateBroken\n[asking] Permission denied: the password was refused (alice@asking's password).",
  ],
  [
    "a credential answers for a passphrase",
    `$c = [pscredential]::new('me', (ConvertTo-SecureString '${LOCKED_KEY.passphrase}' -AsPlainText -Force)); Invoke-Command -HostName locked -Credential $c { hostname }`,
    "locked",
  ],
  [
    "a job's Location is the hosts; one that asks in vain fails alone",
    `$j = Invoke-Command -HostName me@Server01, asking, Server02 { hostname } -AsJob -ThrottleLimit 2 -JobName far; $null = Wait-Job $j; "$($j.Name) $($j.Location) $($j.State)"
     $j.ChildJobs | % { "$($_.Location) $($_.State)" }; Receive-Job $j -ErrorAction SilentlyContinue -ErrorVariable e; "$e" -match '^\\[asking\\] .*Nobody could be asked'`,
    "far Server01,asking,Server02 Failed\nServer01 Completed\nasking Failed\nServer02 Completed\nServer01\nServer02\nTrue",
  ],
  [
    "$PSSenderInfo tells a script that it runs for a client",
    'Test-Path variable:PSSenderInfo; Invoke-Command -HostName Server01 { "$PSSenderInfo $($PSSenderInfo.ConnectionString) [$($PSSenderInfo.UserInfo.Identity.Name)]" }',
    "False\nSystem.Management.Automation.Remoting.PSSenderInfo http://localhost []",
  ],
  [
    "-ConnectingTimeout ends also where the host answers and its endpoint does not",
    "try { New-PSSession -HostName mute -Subsystem powershell -ConnectingTimeout 2500 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId; \"$_\" -match '^\\[mute\\] .*did not answer within' }",
    "PSSessionOpenFailed\nTrue",
  ],
  [
    "-Subsystem asks for exactly that",
    "try { New-PSSession -HostName Server01 -Subsystem nothing -ErrorAction Stop } catch { $_.FullyQualifiedErrorId; \"$_\" -match '^\\[Server01\\] .*subsystem' }",
    "PSSessionOpenFailed\nTrue",
  ],
];

describe("commands over SSH", { skip, timeout: 600_000 }, () => {
  let rig: Rig;
  let terminal: RealTerminal | undefined;
  before(async () => {
    if ("missing" in world) return;
    rig = createRig(world);
    await rig.start({
      Server01: ONLY_NODE,
      Server02: ONLY_NODE,
      asking: ASKING,
      locked: LOCKED,
      unknown: { has: ["node"], known: "no" },
      mute: { has: [], subsystem: "/bin/sleep 60" },
    });
  });
  after(async () => {
    terminal?.close();
    await rig.stop();
  });

  for (const [title, script, printed] of CASES)
    test(title, async () => {
      const { address, address6 } = rig.host("Server01");
      const text = script.replaceAll("ADDRESS6", address6).replaceAll("ADDRESS", address);
      assert.equal(await said(text), printed);
    });

  /** A console at its first prompt. */
  async function open(): Promise<RealTerminal> {
    terminal?.close();
    terminal = openTerminal({ cwd: "/", env: {} });
    await terminal.see("PS />");
    return terminal;
  }
  const noTerminal = noTmux() ?? false;

  test(
    "the console asks for a password once for two connections, unseen, and the prompt says who one is",
    { skip: noTerminal },
    async () => {
      const { enter, type, press, see } = await open();
      enter("$s = New-PSSession -HostName alice@asking, alice@asking -Options @{ ControlMaster = 'no' }; $s.Count");
      await see("alice@asking's password:");
      type(PASSWORD);
      press("Enter");
      const text = await see(/\n2\nPS \/> ?$/);
      assert.ok(!text.includes(PASSWORD));
      assert.equal(text.split("password:").length, 2, text);
      enter("cls; Enter-PSSession $s[0]");
      await see(/\[alice@asking\]: PS \/home\/alice> ?$/);
      enter("whoami; $x = Read-Host -AsSecureString 'secret'; $x.Length");
      await see(/secret: ?$/);
      type("four");
      press("Enter");
      await see(/\n4\n/);
      enter('cls; foreach ($i in 1..600) { "tick $i"; Start-Sleep -Milliseconds 100 }');
      await see("tick 3");
      press("C-c");
      await see(/\[alice@asking\]: PS \/home\/alice> ?$/);
      enter("cls; sh -c 'echo native; sleep 5; echo late'");
      const early = await see(/^native\n?/);
      assert.ok(!early.includes("late"), "what a program writes is to be seen as it comes");
      press("C-c");
      await see(/\[alice@asking\]: PS \/home\/alice> ?$/);
      enter("exit");
      await see(/PS \/> ?$/);
    },
  );

  test("the console asks whether to trust a key, and the answer counts", { skip: noTerminal }, async () => {
    const { enter, see } = await open();
    enter("Enter-PSSession -HostName unknown");
    await see(/fingerprint is SHA256:[^]*continue connecting \(yes\/no\/\[fingerprint\]\)\? ?$/);
    enter("yes");
    await see(/\[unknown\]: PS \/home\/me> ?$/);
    enter("exit");
    await see(/\nPS \/> ?$/);
  });

  test("a question that is answered with Ctrl+C ends the command", { skip: noTerminal }, async () => {
    const { enter, press, see } = await open();
    enter("Invoke-Command -HostName alice@asking -Options @{ ControlMaster = 'no' } { 1 }");
    await see("alice@asking's password:");
    press("C-c");
    await see(/\nPS \/> ?$/);
    enter("@(Get-PSSession).Count");
    await see(/\n0\nPS/);
  });
});
