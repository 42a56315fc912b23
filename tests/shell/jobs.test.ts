// Jobs and sessions as a person sees them: the program runs a script, and what it prints is compared.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { remora, startRemora } from "../support/program.js";
import { twoServers } from "../support/two-servers.js";

const options = { timeout: 60_000 };
const env: NodeJS.ProcessEnv = {};
const servers = twoServers(env);
after(() => servers.dispose());

/** What a script prints, without the blank lines at either end; errors come after the output. */
async function run(script: string): Promise<string> {
  const { stdout, stderr } = await remora(["-c", script], { env, cwd: servers.home, timeout: 50_000 });
  return (stdout + stderr)
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}

const CASES: readonly (readonly [title: string, script: string, printed: string])[] = [
  [
    "commands of a session run there under their own names here",
    `$s = New-PSSession Server01
     Invoke-Command $s { function Get-Twice($n, [switch]$Neg) { if ($Neg) { $n * -2 } else { $n * 2 } }; function Add-Up { begin { $t = 0 } process { $t += $_ } end { $t } } }
     $null = Import-PSSession $s -CommandName Get-Twice, Add-Up; Get-Twice 4; Get-Twice -n 5 -Neg; 1..4 | Add-Up
     (Import-PSSession $s -CommandName Get-Date -Prefix Far).ExportedFunctions.Keys; (Get-FarDate -Year 2020).Year`,
    "8\n-10\n10\nGet-FarDate\n2020",
  ],
  [
    "a job's state is watched, and an action's job keeps what it wrote",
    `$j = Start-Job { 1 }; $a = Register-ObjectEvent $j StateChanged -SourceIdentifier done -Action { "was $($EventArgs.JobStateInfo.State)" }
     $null = Wait-Job $j; $null = Get-Event; Receive-Job $a; $a.State; Unregister-Event done; $a.State; Remove-Job $j`,
    "was Completed\nRunning\nStopped",
  ],
  [
    "G1: Start-Job returns before the command is finished, and nothing of it is printed",
    "$t = Get-Date; $j = Start-Job { Start-Sleep 10; 'done' }; ((Get-Date) - $t).TotalSeconds -lt 3; $j.State; 2 + 2",
    "True\nRunning\n4",
  ],
  [
    "G3: child jobs take ids, and none is used again",
    "Start-Job {1} | % Id; Start-Job {2} | % Id; (Get-Job 1).ChildJobs[0].Id; Remove-Job * -Force; Start-Job {3} | % Id",
    "1\n3\n2\n5",
  ],
  [
    "G4: one table for jobs of every kind",
    `$all = (Start-Job { 'a' }), (Start-ThreadJob { 'b' }), (Invoke-Command Server01 { 'c' } -AsJob)
     ($all | Wait-Job | Receive-Job) -join ','; $all | Remove-Job; @(Get-Job).Count`,
    "a,b,c\n0",
  ],
  [
    "-WorkingDirectory is where a job starts, in a process or on a thread",
    `foreach ($start in 'Start-Job', 'Start-ThreadJob') { & $start { "$pwd" } -WorkingDirectory / | Receive-Job -Wait }`,
    "/\n/",
  ],
  [
    "M2.3: with -AsJob the job is here and the work is there",
    "$j = Invoke-Command Server01 { hostname } -AsJob; $j | Wait-Job | Receive-Job; @(Invoke-Command Server01 { Get-Job }).Count",
    "Server01\n0",
  ],
  [
    "M2.5: each result knows its computer, and is received once",
    `$j = Invoke-Command Server01 { 1..3 } -AsJob | Wait-Job; $r = Receive-Job $j; "$($r.Count) $($r[0].PSComputerName)"
     @(Receive-Job $j).Count; $j.HasMoreData`,
    "3 Server01\n0\nFalse",
  ],
  [
    "M2.7: partial results come exactly once and in order",
    `$j = Invoke-Command Server01 { 1..4 | % { $_; Start-Sleep -Milliseconds 150 } } -AsJob
     $first = @(); while ($first.Count -lt 2) { $first += @(Receive-Job $j); Start-Sleep -Milliseconds 20 }
     $rest = @($j | Wait-Job | Receive-Job); "$($first + $rest)"`,
    "1 2 3 4",
  ],
  [
    "M2.8: one unreachable computer makes the job Failed and leaves the others alone",
    `$j = Invoke-Command Server01,Server02,Server99 { hostname } -AsJob; $null = $j | Wait-Job; $j.State; $j.Location
     $j.ChildJobs | % { "$($_.Id) $($_.Location) $($_.State)" }
     Receive-Job $j -ErrorAction SilentlyContinue -ErrorVariable ev; $ev[0].FullyQualifiedErrorId; "$($ev[0])".Substring(0, 43)`,
    "Failed\nServer01,Server02,Server99\n2 Server01 Completed\n3 Server02 Completed\n4 Server99 Failed\n" +
      "Server01\nServer02\nPSSessionStateBroken\n[Server99] The SSH client session has ended",
  ],
  [
    "M2.9: with a throttle all run, some later",
    `$j = Invoke-Command Server01,Server02,localhost { 1 } -AsJob -ThrottleLimit 1
     $j.State; ($j | Wait-Job | Receive-Job).Count; ($j.ChildJobs.State | Select-Object -Unique)`,
    "Running\n3\nCompleted",
  ],
  [
    "M2.11: Wait-Job that times out writes nothing; Remove-Job wants a finished job; Stop-Job stops",
    `$j = Invoke-Command Server01 { Start-Sleep 60 } -AsJob; @(Wait-Job $j -Timeout 1).Count
     Remove-Job $j -ErrorAction SilentlyContinue -ErrorVariable ev; $ev[0].FullyQualifiedErrorId
     Stop-Job $j; $j.State; Remove-Job $j; @(Get-Job).Count`,
    "0\nJobObjectNotFinishedCannotBeRemoved,Microsoft.PowerShell.Commands.RemoveJobCommand\nStopped\n0",
  ],
  [
    "M2.12: a session runs one pipeline at a time",
    `$s = New-PSSession Server01; $a = Invoke-Command -Session $s { Start-Sleep 20 } -AsJob
     while ($s.Availability -ne 'Busy') { Start-Sleep -Milliseconds 20 }
     $b = Invoke-Command -Session $s { 'x' } -AsJob; $b | Wait-Job | % State; $b.ChildJobs[0].JobStateInfo.Reason.Message; Stop-Job $a`,
    "Failed\nThe pipeline was not run because a pipeline is already running. Pipelines cannot be run concurrently.",
  ],
  [
    "M2.13: an error does not fail a job, a throw does",
    "(Invoke-Command Server01 { Write-Error a; 'b' } -AsJob | Wait-Job).State; (Invoke-Command Server01 { throw 'a' } -AsJob | Wait-Job).State",
    "Completed\nFailed",
  ],
  [
    "M3.1: a job started in a session is there, and here is none",
    "$s = New-PSSession Server01; $r = Invoke-Command -Session $s { Start-Job { 1 } }; $r.Location; $r.PSComputerName; @(Get-Job).Count; $r.PSTypeNames[0]",
    "localhost\nServer01\n0\nDeserialized.System.Management.Automation.PSRemotingJob",
  ],
  [
    "M3.2: a snapshot never reaches a job of this session",
    `$s = New-PSSession Server01; $mine = Start-Job { 'mine' } | Wait-Job; $r = Invoke-Command -Session $s { Start-Job { 1 } }
     foreach ($command in 'Receive-Job','Stop-Job','Remove-Job','Wait-Job') {
       try { $r | & $command -ErrorAction Stop; 'reached' } catch { "$command refused" } }
     Receive-Job $mine`,
    "Receive-Job refused\nStop-Job refused\nRemove-Job refused\nWait-Job refused\nmine",
  ],
  [
    "M3.4: -Keep leaves the results there, and one call without it takes them",
    `$s = New-PSSession Server01; $null = Invoke-Command -Session $s { Start-Job { 1..5 } | Wait-Job }
     1..2 | % { @(Invoke-Command -Session $s { Receive-Job -Id 1 -Keep }).Count }
     1..2 | % { @(Invoke-Command -Session $s { Receive-Job -Id 1 }).Count }`,
    "5\n5\n5\n0",
  ],
  [
    "M3.8: jobs on several computers are told apart by PSComputerName",
    `$s = New-PSSession Server01,Server02
     Invoke-Command -Session $s { Start-Job { 1 } } | Sort-Object PSComputerName | % { "$($_.PSComputerName) $($_.Id) $($_.Location)" }
     Invoke-Command -Session $s { Get-Job | Wait-Job | Receive-Job -Keep } | Group-Object PSComputerName | Sort-Object Name | % { "$($_.Name) $($_.Count)" }`,
    "Server01 1 localhost\nServer02 1 localhost\nServer01 1\nServer02 1",
  ],
  [
    "M3.11: many jobs run at once in one session",
    "$s = New-PSSession Server01; 1..4 | % { Invoke-Command -Session $s { Start-Job { Start-Sleep 30 } } | Out-Null }; @(Invoke-Command -Session $s { Get-Job -State Running }).Count",
    "4",
  ],
  [
    "S1, S2, S7: the seed's spellings work",
    "$job = start-job {'x'}; $null = wait-job -sessionid 1; (get-job $job).State; receive-job -sessionid 1 -k; receive-job -id 1",
    "Completed\nx\nx",
  ],
  [
    "messages of a job go where they are redirected to, and else to the screen, whatever the preference here",
    `$j = Start-Job { 'o'; Write-Warning w; Write-Verbose v -Verbose; Write-Debug d -Debug } | Wait-Job
     Receive-Job $j -Keep 3>&1 4>&1 5>&1 | % { "$($_.GetType().Name) $_" }; $x = Receive-Job $j -Keep 4>&1; "$x"
     Invoke-Command Server01 { Write-Warning far } 3>&1 | % { "$($_.GetType().Name) $_" }`,
    "String o\nWarningRecord w\nVerboseRecord v\nDebugRecord d\nWARNING: w\nDEBUG: d\no v\nWarningRecord far",
  ],
  [
    "*>&1 merges what a job wrote, and leaves its messages to the screen",
    `$j = Start-Job { 'o'; Write-Warning w; Write-Information i } | Wait-Job
     Receive-Job $j -Keep *>&1 | % { "$($_.GetType().Name) $_" }; & { Receive-Job $j -Keep 3>$null } *>&1 | % { "$_" }`,
    "String o\nWARNING: w\nInformationRecord i\no\ni",
  ],
  [
    "M3.2: a snapshot by position is refused by its computer's name",
    `$s = New-PSSession Server01; $r = Invoke-Command -Session $s { Start-Job { 1 } }
     foreach ($command in 'Get-Job','Receive-Job','Stop-Job','Remove-Job','Wait-Job') {
       try { & $command $r -ErrorAction Stop } catch { "$($_.FullyQualifiedErrorId.Split(',')[0]) $("$_" -match 'a job on Server01')" } }`,
    Array.from({ length: 5 }, () => "DeserializedJobNotSupported True").join("\n"),
  ],
  [
    "E1, E2: unknown ids and names",
    `Get-Job -Id 99 -ErrorAction SilentlyContinue -ErrorVariable a; $a[0].FullyQualifiedErrorId; "$($a[0])"
     Get-Job nope -ErrorAction SilentlyContinue -ErrorVariable b; $b[0].FullyQualifiedErrorId; @(Get-Job nope*).Count`,
    "JobWithSpecifiedSessionNotFound,Microsoft.PowerShell.Commands.GetJobCommand\n" +
      "The command cannot find a job with the job ID 99. Verify the value of the Id parameter and then try the command again.\n" +
      "JobWithSpecifiedNameNotFound,Microsoft.PowerShell.Commands.GetJobCommand\n0",
  ],
  [
    "E5: a child job is not removed",
    "$null = Start-Job {1} | Wait-Job; Remove-Job 2 -ErrorAction SilentlyContinue -ErrorVariable e; $e[0].FullyQualifiedErrorId",
    "CannotRemoveJob,Microsoft.PowerShell.Commands.RemoveJobCommand",
  ],
  [
    "E6: a job cannot be disconnected at once",
    "try { Invoke-Command Server01 {1} -AsJob -InDisconnectedSession } catch { $_.FullyQualifiedErrorId }",
    "AsJobAndDisconnectedError,Microsoft.PowerShell.Commands.InvokeCommandCommand",
  ],
  [
    "E7: a job that asks is Blocked, and waiting for it is an error",
    `$j = Start-Job { Read-Host 'who' }; while ($j.State -eq 'Running') { Start-Sleep -Milliseconds 20 }; $j.State
     try { Wait-Job $j } catch { $_.FullyQualifiedErrorId }; Stop-Job $j; $j.State`,
    "Blocked\nBlockedJobsDeadlockWithWaitJob,Microsoft.PowerShell.Commands.WaitJobCommand\nStopped",
  ],
  [
    "E8: a closed session is refused",
    "$s = New-PSSession Server01; Remove-PSSession $s; $s.State; try { Invoke-Command -Session $s { 1 } -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }",
    "Closed\nInvokeCommandCommandInvalidSessionState,Microsoft.PowerShell.Commands.InvokeCommandCommand",
  ],
  [
    "E9: an unreachable computer is an error, and the others answer",
    "Invoke-Command Server01,Server99 { hostname } -ErrorAction SilentlyContinue -ErrorVariable e; $e[0].CategoryInfo.Category; $e.Count",
    "Server01\nOpenError\n1",
  ],
  [
    "E11: an undefined $using variable starts nothing",
    "try { Start-Job { $using:undefined } } catch { $_.FullyQualifiedErrorId }; @(Get-Job).Count",
    "UsingVariableIsUndefined,Microsoft.PowerShell.Commands.StartJobCommand\n0",
  ],
  [
    "a session keeps its state from one command to the next, and takes arguments, input and $using",
    `$s = New-PSSession Server01; $y = 'here'; Invoke-Command -Session $s { $x = 5 }
     Invoke-Command -Session $s { "$x $args $using:y" } -ArgumentList 1, 2; (1..3 | Invoke-Command -Session $s { $input | % { $_ * 2 } }) -join ','`,
    "5 1 2 here\n2,4,6",
  ],
];

for (const [title, script, printed] of CASES)
  test(title, options, async () => {
    assert.equal(await run(script), printed);
  });

test("M2.1: the job's table shows the first line that says something", options, async () => {
  const table = await run("Invoke-Command -ComputerName Server01 -ScriptBlock {\n  'x'; Start-Sleep 5} -AsJob");
  assert.equal(
    table,
    [
      "Id     Name            PSJobTypeName   State         HasMoreData     Location             Command",
      "--     ----            -------------   -----         -----------     --------             -------",
      "1      Job1            RemoteJob       Running       True            Server01             'x'; Start-Sleep 5",
    ].join("\n"),
  );
});

test("M1.7, M3.5, M3.6: results go to the file of the computer that redirects", options, async () => {
  const printed =
    await run(`$s = New-PSSession Server01; $null = Invoke-Command -Session $s { Start-Job { 'kept' } | Wait-Job }
    Invoke-Command -Session $s { Receive-Job -Id 1 -Keep > C:\\logs\\there.txt }
    Invoke-Command -Session $s { Receive-Job -Id 1 -Keep } > here.txt
    Test-Path C:\\logs\\there.txt; Invoke-Command -Session $s { Test-Path C:\\logs\\there.txt }`);
  assert.match(printed, /True$/);
  assert.equal(readFileSync(join(servers.drive("Server01"), "logs", "there.txt"), "utf8"), "kept\n");
  assert.equal(readFileSync(join(servers.home, "here.txt"), "utf8"), "kept\n");
});

test("M3.9: a job over a temporary connection is cancelled, with a warning", options, async () => {
  const printed = await run(
    "$null = Invoke-Command Server02 { Start-Job { Start-Sleep 60 } }; @(Invoke-Command Server02 { Get-Job }).Count",
  );
  assert.match(printed, /^WARNING: The job that was started on Server02 has been cancelled/);
  assert.match(printed, /0$/);
});

test("kill -9 of a job's process: Failed within a second, with a reason", options, async () => {
  const printed = await run(`$j = Start-Job { $PID; Start-Sleep 60 }
    while (-not $j.ChildJobs[0].Output.Count) { Start-Sleep -Milliseconds 20 }
    $watch = [datetime]::Now; sh -c "kill -9 $($j.ChildJobs[0].Output[0])"; $null = Wait-Job $j
    ([datetime]::Now - $watch).TotalSeconds -lt 1; $j.State; $j.ChildJobs[0].JobStateInfo.Reason.Message`);
  assert.equal(
    printed,
    "True\nFailed\n[localhost] The connection to localhost was lost: The process was ended by signal SIGKILL.",
  );
});

test("kill -9 of the console: no child is left after two seconds", options, async () => {
  const script =
    '$j = Start-Job { $PID; Start-Sleep 60 }; while (-not $j.ChildJobs[0].Output.Count) { Start-Sleep -Milliseconds 20 }; "pid $($j.ChildJobs[0].Output[0])"; Start-Sleep 60';
  const console_ = startRemora(["-c", script], { env, timeout: 50_000 });
  console_.stdout!.setEncoding("utf8");
  let text = "";
  for await (const piece of console_.stdout!) {
    text += piece as string;
    if (/pid \d+/.test(text)) break;
  }
  const pid = Number(/pid (\d+)/.exec(text)![1]);
  assert.equal(existsSync(`/proc/${pid}`), true);
  console_.kill("SIGKILL");
  const until = performance.now() + 2000;
  while (existsSync(`/proc/${pid}`) && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(existsSync(`/proc/${pid}`), false);
});

test("text that is no protocol ends an endpoint with a clear error and no stack trace", options, async () => {
  const { stderr, exitCode } = await remora(["-s"], { input: "hello\n" });
  assert.match(stderr, /^remora: what came in is not what a PSRP client sends: hello/);
  assert.doesNotMatch(stderr, /\bat .*:\d+:\d+/);
  assert.notEqual(exitCode, 0);
});
