// `remora receive` and `remora follow`: by the cmdlets, so that what jobs give is shown as PowerShell shows it, and counts as
// received when it has been written.

import type { KeptJobWorld, RegisteredJob } from "../../jobs/index.js";
import { createShell } from "../../shell/index.js";
import type * as Interactive from "../interactive.js";
import type { ProgramLaunch } from "../main.js";
import { plainUI } from "../plain-ui.js";
import { EXIT } from "./commands.js";

export interface ReceiveOptions {
  readonly launch: ProgramLaunch;
  readonly world: KeptJobWorld;
  readonly jobs: readonly RegisteredJob[];
  readonly follow: boolean;
  readonly keep: boolean;
  readonly json: boolean;
}

/** Connects to the session, receives from it, and closes it when there is nothing left to receive; `exit` says how the job is. */
const RECEIVE = `param($Where, $Session, $Owns, $Follow, $Keep, $Json)
$at = $Where | ConvertFrom-Json -AsHashtable
$s = try { Get-PSSession @at -InstanceId $Session -ErrorAction Stop } catch { [Console]::Error.WriteLine("$_"); exit ${EXIT.unreachable} }
if (-not $s) { [Console]::Error.WriteLine('remora: the job is not there any more: its session has ended.'); exit ${EXIT.unknown} }
if ($s.Availability -eq 'Busy') { [Console]::Error.WriteLine("remora: another program is connected to the job's session."); exit ${EXIT.inUse} }
$job = try { Receive-PSSession -Session $s -OutTarget Job -ErrorAction Stop } catch { [Console]::Error.WriteLine("$_"); exit ${EXIT.unreachable} }
if ($job) {
  $how = if ($Follow) { @{ Wait = $true } } else { @{ Keep = $Keep } }
  if ($Json) { Receive-Job $job @how | ForEach-Object { ConvertTo-Json -InputObject $_ -Compress -Depth 10 } }
  else { Receive-Job $job @how }
}
$state = if ($job) { "$($job.State)" } else { 'Gone' }
$isDone = $Owns -and -not $Keep -and $state -in 'Completed', 'Failed', 'Stopped', 'Gone'
if ($isDone) { Remove-PSSession $s } else { $null = Disconnect-PSSession $s -ErrorAction Ignore }
exit $(switch ($state) { 'Failed' { ${EXIT.failed} } 'Stopped' { ${EXIT.stopped} } 'Blocked' { ${EXIT.blocked} } 'Gone' { ${EXIT.unknown} } default { 0 } })`;

/** Prints what jobs give, one job after another; the exit code. */
export async function receiveJobs(options: ReceiveOptions): Promise<number> {
  const { launch, jobs } = options;
  const ui = plainUI({
    terminal: () => (launch.load("interactive.cjs") as typeof Interactive).standardInput().ui(),
    nonInteractive: process.stdin.isTTY !== true,
  });
  const left = jobs.filter((job) => !job.outcome);
  let code = Math.max(EXIT.done, ...jobs.map((job) => outcomeOf(job)));
  if (left.length === 0) return code;
  // What runs there goes on when this program leaves, however it does.
  const shell = createShell({ launch, ui, start: process.cwd(), leavesSessions: true, drains: !options.keep });
  let isInterrupted = false;
  for (const job of left) {
    const run = shell.run(RECEIVE, { args: argumentsFor(job, options) });
    const stop = (): void => {
      if (isInterrupted) process.exit(EXIT.interrupted);
      isInterrupted = true;
      run.stop();
    };
    process.on("SIGINT", stop);
    const { facts, state } = await run.ended;
    process.off("SIGINT", stop);
    if (isInterrupted || state === "Stopped") {
      code = EXIT.interrupted;
      break;
    }
    code = Math.max(code, facts?.exitCode ?? (state === "Failed" ? EXIT.failed : EXIT.done));
  }
  await shell.close();
  return code;
}

/** Of a job that has been received: how it ended. */
function outcomeOf({ outcome }: RegisteredJob): number {
  if (!outcome || outcome.state === "Completed") return EXIT.done;
  return outcome.state === "Stopped" ? EXIT.stopped : EXIT.failed;
}

/** By position, as the script's param() has them. */
function argumentsFor(job: RegisteredJob, { follow, keep, json }: ReceiveOptions): { value: string | boolean }[] {
  const values = [JSON.stringify(whereOf(job)), job.sessionId, job.ownsSession, follow, keep, json];
  return values.map((value) => ({ value }));
}

/** The parameters by which Get-PSSession reaches a job's computer. */
function whereOf({ computerName, ssh }: RegisteredJob): Record<string, unknown> {
  if (!ssh) return { ComputerName: computerName };
  const { address, user, port, keyFile, subsystem, options, connectingTimeoutMs } = ssh;
  const connection = {
    HostName: address,
    ...(user !== undefined && { UserName: user }),
    ...(port !== undefined && { Port: port }),
    ...(keyFile !== undefined && { KeyFilePath: keyFile }),
    ...(subsystem !== undefined && { Subsystem: subsystem }),
    ...(options && { Options: options }),
    ...(connectingTimeoutMs !== undefined && connectingTimeoutMs > 0 && { ConnectingTimeout: connectingTimeoutMs }),
  };
  return { SSHConnection: [connection] };
}
