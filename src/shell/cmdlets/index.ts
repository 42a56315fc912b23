// The cmdlets of jobs and sessions, for an engine whose host thread serves them.

import { openOperationalLog, operationalLogPath } from "../../cmdlets/index.js";
import type { CmdletDefinition, Engine } from "../../engine/index.js";
import type { EngineBridge } from "../../runspace/index.js";
import { shellClient } from "../engine/client.js";
import { jobObjects, jobTypes } from "../engine/job-objects.js";
import { recorded } from "../engine/recorded.js";
import { receivedTypes } from "../engine/received.js";
import { sessionOptionType } from "../engine/session-option.js";
import { sessionObjects, sessionTypes } from "../engine/session-objects.js";
import type { SessionCmdletWorld } from "./connection-parameters.js";
import { forEachObjectWithJobs } from "./for-each-parallel.js";
import { getJob } from "./get-job.js";
import { invokeCommand } from "./invoke-command.js";
import { debugJob, removeJob, stopJob, waitJob } from "./manage-jobs.js";
import { receiveJob } from "./receive-job.js";
import {
  enterPSSession,
  exitPSSession,
  getPSSession,
  newPSSession,
  newPSSessionOption,
  removePSSession,
} from "./sessions.js";
import { startJob } from "./start-job.js";
import { startThreadJob } from "./start-thread-job.js";
import { tabExpansion } from "./tab-expansion.js";

export function shellCmdlets(world: SessionCmdletWorld): readonly CmdletDefinition[] {
  return [
    startJob(world),
    getJob(world),
    receiveJob(world),
    waitJob(world),
    stopJob(world),
    removeJob(world),
    debugJob(world),
    startThreadJob(world),
    forEachObjectWithJobs(world),
    invokeCommand(world),
    newPSSession(world),
    getPSSession(world),
    removePSSession(world),
    enterPSSession(world),
    exitPSSession(),
    newPSSessionOption(),
    tabExpansion,
  ];
}

/** Gives an engine the cmdlets and types of jobs and sessions. */
export function installShellCmdlets(engine: Engine, bridge: EngineBridge): SessionCmdletWorld {
  const { host } = engine;
  const log = openOperationalLog(operationalLogPath(host), () => host.now());
  const { jobs, sessions } = recorded(shellClient(bridge), log);
  const world = { jobs, sessions, objects: jobObjects(jobs), sessionObjects: sessionObjects(sessions) };
  for (const type of [...jobTypes, ...sessionTypes, sessionOptionType, ...receivedTypes]) engine.types.add(type);
  engine.addCmdlets(
    shellCmdlets(world).map((definition) => ({
      name: definition.name,
      module: definition.module,
      ...(definition.aliases && { aliases: definition.aliases }),
      load: () => definition,
    })),
  );
  return world;
}
