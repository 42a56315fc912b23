// Sessions that are left and connected to again, and what becomes of the jobs in them: as a person sees it.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { killedAfter, remora, startRemora } from "../support/program.js";
import { twoServers } from "../support/two-servers.js";

const environment: NodeJS.ProcessEnv = {};
const servers = twoServers(environment);
after(() => servers.dispose());

/** What a script prints; its errors behind it, one a line. */
async function run(script: string, more: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const { stdout, stderr } = await remora(["-c", script], { env: { ...environment, ...more }, cwd: servers.home });
  return `${stdout}${stderr}`.split("\n").filter((line) => line !== "");
}

const SLOW = "1..4 | ForEach-Object { $_; Start-Sleep -Milliseconds 150 }";
const CLEAN = "Get-PSSession -ComputerName Server01 | Remove-PSSession";

describe("A session that its computer keeps", () => {
  test("goes on when it is left, and its job with it", { timeout: 60_000 }, async () => {
    const script = `
      $s = New-PSSession Server01
      $j = Invoke-Command -Session $s { ${SLOW} } -AsJob
      "$((Disconnect-PSSession $s).State) $($j.State) $($j.ChildJobs[0].State)"
      Start-Sleep 1
      "$((Connect-PSSession $s).State)"
      "$(($j | Wait-Job).State): $(Receive-Job $j)"
      "$($s.Availability) $(Invoke-Command -Session $s { 'still here' })"`;
    assert.deepEqual(await run(script), [
      "Disconnected Disconnected Disconnected",
      "Opened",
      "Completed: 1 2 3 4",
      "Available still here",
    ]);
  });

  test("is found by another shell, which receives what nobody has", { timeout: 60_000 }, async () => {
    const first = `
      $s = New-PSSession Server01 -Name Nightly
      $j = Invoke-Command -Session $s { ${SLOW} } -AsJob
      while (-not $j.HasMoreData -or -not ($got = @(Receive-Job $j))) { }
      $got
      $null = Disconnect-PSSession $s -IdleTimeoutSec 600`;
    const second = `
      $found = Get-PSSession -ComputerName Server01 -Name Night* -State Disconnected
      "$($found.Name) $($found.State) $($found.Availability) $($found.IdleTimeout)"
      @(Get-PSSession).Count
      Receive-PSSession -ComputerName Server01 -Name Nightly
      "$(Get-PSSession | ForEach-Object { "$($_.Name) $($_.State) $($_.Availability)" })"
      ${CLEAN}; @(Get-PSSession -ComputerName Server01).Count`;
    const before = await run(first);
    assert.ok(before.length >= 1 && before.length < 4, before.join());
    const all = ["1", "2", "3", "4"];
    assert.deepEqual(await run(second), [
      "Nightly Disconnected None 600000",
      "0",
      ...all.slice(before.length),
      "Nightly Opened Available",
      "0",
    ]);
  });

  test("is received as a job where that is asked for", { timeout: 60_000 }, async () => {
    const script = `
      $null = Invoke-Command Server01 { ${SLOW} } -InDisconnectedSession -SessionName Out
      $j = Receive-PSSession -Name Out -OutTarget Job -JobName Back
      "$($j.Name) $($j.PSJobTypeName) $($j.Location)"
      "$($j | Receive-Job -Wait)"
      "$($j.State) $($j.HasMoreData)"`;
    assert.deepEqual(await run(script), ["Back RemoteJob Server01", "1 2 3 4", "Completed False"]);
  });

  test("starts several at once with -InDisconnectedSession, which outlive the shell", { timeout: 60_000 }, async () => {
    const start = "(Invoke-Command Server01, Server02 { hostname } -Disconnected -SessionName A, B).State";
    assert.deepEqual(await run(start), ["Disconnected", "Disconnected"]);
    const get = `Receive-PSSession -ComputerName Server01 -Name A; Receive-PSSession -ComputerName Server02 -Name B`;
    assert.deepEqual(await run(get), ["Server01", "Server02"]);
  });

  test("is connected to before its job is stopped", { timeout: 60_000 }, async () => {
    const script = `
      $s = New-PSSession Server01
      $j = Invoke-Command -Session $s { 'begun'; Start-Sleep 300 } -AsJob
      while ($j.ChildJobs[0].Output.Count -eq 0) { }
      $null = Disconnect-PSSession $s
      Stop-Job $j
      "$($j.State) $($s.State) $(Receive-Job $j)"`;
    assert.deepEqual(await run(script), ["Stopped Opened begun"]);
  });

  test("ends with the shell that did not leave it", { timeout: 60_000 }, async () => {
    await run("$s = New-PSSession Server01 -Name Mine; $null = Invoke-Command -Session $s { Start-Sleep 300 } -AsJob");
    assert.deepEqual(await run("@(Get-PSSession -ComputerName Server01 -Name Mine).Count"), ["0"]);
  });

  test("is still there after its shell was killed, with every line once", { timeout: 60_000 }, async () => {
    const script = `
      $s = New-PSSession Server01 -Name Killed
      $j = Invoke-Command -Session $s { 1..1000 | ForEach-Object { "line $_"; if ($_ % 50 -eq 0) { Start-Sleep -Milliseconds 50 } } } -AsJob
      while ($true) { Receive-Job $j; Start-Sleep -Milliseconds 20 }`;
    const text = await killedAfter("line 300\n", ["-c", script], { env: environment, cwd: servers.home });
    const rest = await run(`Receive-PSSession -ComputerName Server01 -Name Killed; ${CLEAN}`);
    const expected = Array.from({ length: 1000 }, (_, at) => `line ${at + 1}`);
    assert.deepEqual([...text.split("\n").slice(0, -1), ...rest], expected);
  });
});

describe("What cannot be left, connected to or received", () => {
  const idOf = (command: string): string => `try { ${command} -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }`;
  for (const [title, script, expected, more] of [
    [
      "a session whose endpoint keeps nothing",
      `$s = New-PSSession Server01; ${idOf("Disconnect-PSSession $s")}; $s.State`,
      ["PSSessionDisconnectFailed,Microsoft.PowerShell.Commands.DisconnectPSSessionCommand", "Opened"],
      { REMORA_KEEPER: "never" },
    ],
    [
      "a session with too short an idle time-out",
      `$s = New-PSSession Server01; ${idOf("Disconnect-PSSession $s -IdleTimeoutSec 59")}; $s.State`,
      [
        "CannotDisconnectSessionWithInvalidIdleTimeout,Microsoft.PowerShell.Commands.DisconnectPSSessionCommand",
        "Opened",
      ],
      {},
    ],
    [
      "a session that is closed",
      `$s = New-PSSession Server01; Remove-PSSession $s; ${idOf("Disconnect-PSSession $s")}; ${idOf("Connect-PSSession $s")}`,
      [
        "CannotDisconnectSessionWhenNotOpened,Microsoft.PowerShell.Commands.DisconnectPSSessionCommand",
        "PSSessionConnectFailed,Microsoft.PowerShell.Commands.ConnectPSSessionCommand",
      ],
      {},
    ],
    [
      "a session that nobody has",
      idOf("Receive-PSSession -ComputerName Server01 -Name Nobody"),
      ["PSSessionNameMatchFail,Microsoft.PowerShell.Commands.ReceivePSSessionCommand"],
      {},
    ],
    [
      "both a job and a disconnected session",
      idOf("Invoke-Command Server01 { 1 } -AsJob -InDisconnectedSession"),
      ["AsJobAndDisconnectedError,Microsoft.PowerShell.Commands.InvokeCommandCommand"],
      {},
    ],
    [
      "a name without a disconnected session",
      idOf("Invoke-Command Server01 { 1 } -SessionName X"),
      ["SessionNameWithoutInvokeDisconnected,Microsoft.PowerShell.Commands.InvokeCommandCommand"],
      {},
    ],
  ] as const)
    test(title, { timeout: 60_000 }, async () => assert.deepEqual(await run(script, more), expected));

  test("a session that another shell has is refused, and by whom it is used", { timeout: 60_000 }, async () => {
    const holder = startRemora(["-c", "$s = New-PSSession Server01 -Name Used; 'ready'; Start-Sleep 300"], {
      env: environment,
      cwd: servers.home,
    });
    await new Promise<void>((resolve) => void holder.stdout!.once("data", () => resolve()));
    const lines = await run(`
      $found = Get-PSSession -ComputerName Server01 -Name Used
      "$($found.State) $($found.Availability)"
      try { $found | Connect-PSSession -ErrorAction Stop } catch { "$_" }`);
    holder.kill("SIGTERM");
    assert.equal(lines[0], "Disconnected Busy");
    assert.match(lines[1]!, new RegExp(`not available for connection.*@.* ${holder.pid}`));
  });
});
