// The cmdlets of jobs and sessions, for an engine whose host thread serves them.

import { cmdletEntries, openOperationalLog, operationalLogPath } from "../../cmdlets/index.js";
import type { CmdletDefinition, CmdletEntry, Engine } from "../../engine/index.js";
import type { EngineBridge } from "../../runspace/index.js";
import { shellClient } from "../engine/client.js";
import { jobObjects, jobTypes } from "../engine/job-objects.js";
import { recorded } from "../engine/recorded.js";
import { receivedTypes } from "../engine/received.js";
import { sessionOptionType } from "../engine/session-option.js";
import { sessionObjects, sessionTypes } from "../engine/session-objects.js";
import { type SessionCmdletWorld, uiFacts } from "./connection-parameters.js";
import { copyItemInSessions } from "./copy-item.js";
import { enterPSSession, exitPSSession } from "./enter-session.js";
import { forEachObjectWithJobs } from "./for-each-parallel.js";
import { JOB_MODULE, THREAD_JOB_MODULE } from "./find-jobs.js";
import { getJob } from "./get-job.js";
import { exportPSSession, importPSSession } from "./import-session.js";
import { invokeCommand } from "./invoke-command.js";
import { connectPSSession, disconnectPSSession, receivePSSession } from "./kept-sessions.js";
import { debugJob, removeJob, stopJob, waitJob } from "./manage-jobs.js";
import { newPSSessionOption } from "./new-session-option.js";
import { receiveJob } from "./receive-job.js";
import { getPSSession, newPSSession, removePSSession } from "./sessions.js";
import { startJob } from "./start-job.js";
import { startThreadJob } from "./start-thread-job.js";
import { tabExpansion } from "./tab-expansion.js";

type Maker = (world: SessionCmdletWorld) => CmdletDefinition;

/** Name, alias and maker of each: known by name from the start, made when first called. */
const CMDLETS: readonly (readonly [name: string, alias: string | undefined, make: Maker])[] = [
  ["Start-Job", "sajb", startJob],
  ["Get-Job", "gjb", getJob],
  ["Receive-Job", "rcjb", receiveJob],
  ["Wait-Job", "wjb", waitJob],
  ["Stop-Job", "spjb", stopJob],
  ["Remove-Job", "rjb", removeJob],
  ["Debug-Job", undefined, debugJob],
  ["Start-ThreadJob", undefined, startThreadJob],
  ["Invoke-Command", "icm", invokeCommand],
  ["New-PSSession", "nsn", newPSSession],
  ["Get-PSSession", "gsn", getPSSession],
  ["Remove-PSSession", "rsn", removePSSession],
  ["Enter-PSSession", "etsn", enterPSSession],
  ["Exit-PSSession", "exsn", exitPSSession],
  ["Disconnect-PSSession", "dnsn", disconnectPSSession],
  ["Connect-PSSession", "cnsn", connectPSSession],
  ["Receive-PSSession", "rcsn", receivePSSession],
  ["New-PSSessionOption", undefined, newPSSessionOption],
  ["Import-PSSession", "ipsn", importPSSession],
  ["Export-PSSession", "epsn", exportPSSession],
];

/** Those that are not of the module of jobs. */
const MODULES: Readonly<Record<string, string>> = {
  "Start-ThreadJob": THREAD_JOB_MODULE,
  "Import-PSSession": "Microsoft.PowerShell.Utility",
  "Export-PSSession": "Microsoft.PowerShell.Utility",
};

/** The cmdlets of jobs and sessions, for one runspace. `jobExpected` is called as soon as Start-Job is. */
export function shellCmdlets(world: SessionCmdletWorld, jobExpected?: () => void): readonly CmdletEntry[] {
  const named = CMDLETS.map(([name, alias, make]) => ({
    name,
    module: MODULES[name] ?? JOB_MODULE,
    ...(alias !== undefined && { aliases: [alias] }),
    ...(name === "Start-Job" && jobExpected && { called: jobExpected }),
    load: () => make(world),
  }));
  const made = [forEachObjectWithJobs(world), tabExpansion];
  return [...named, ...made.map(entryOf), copyItemEntry(world)];
}

/** Copy-Item of the plain runspace, which can do more where there are sessions. */
function copyItemEntry(world: SessionCmdletWorld): CmdletEntry {
  const plain = (): CmdletDefinition =>
    cmdletEntries()
      .find((entry) => entry.name === "Copy-Item")!
      .load();
  return {
    name: "Copy-Item",
    module: "Microsoft.PowerShell.Management",
    aliases: ["cpi", "cp", "copy"],
    load: () => copyItemInSessions(plain(), world),
  };
}

/** The entry of a cmdlet that is at hand. */
function entryOf(definition: CmdletDefinition): CmdletEntry {
  const { name, module, aliases } = definition;
  return { name, module, ...(aliases && { aliases }), load: () => definition };
}

/** Gives an engine the cmdlets and types of jobs and sessions. */
export function installShellCmdlets(engine: Engine, bridge: EngineBridge): SessionCmdletWorld {
  const { host } = engine;
  const log = openOperationalLog(operationalLogPath(host), () => host.now());
  const { jobs, sessions } = recorded(shellClient(bridge), log);
  const world = { jobs, sessions, objects: jobObjects(jobs), sessionObjects: sessionObjects(sessions) };
  for (const type of [...jobTypes, ...sessionTypes, sessionOptionType, ...receivedTypes]) engine.types.add(type);
  engine.addCmdlets(shellCmdlets(world, () => jobs.expect(uiFacts({ engine }))));
  return world;
}
