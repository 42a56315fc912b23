// Disconnect-, Connect- and Receive-PSSession: sessions that go on without their client.
//
// Rule: each session is served for itself; what goes wrong with one is an error that names it, and the next one has its turn.

import type { CmdletContext, CmdletDefinition, ParameterDefinition } from "../../engine/index.js";
import type { ErrorRecord } from "../../objects/index.js";
import { MAX_IDLE_TIMEOUT_SEC, MIN_IDLE_TIMEOUT_SEC } from "../../sessions/index.js";
import { PSSESSION, type SessionObject } from "../engine/session-objects.js";
import type { SessionResult } from "../services/kept-sessions.js";
import { bufferingOf, findSessions, inSets, type SessionCmdletWorld, sessionOf } from "./connection-parameters.js";
import { JOB_MODULE } from "./find-jobs.js";
import { receiveAll } from "./receive-job.js";
import {
  atComputers,
  BY_NAME,
  instanceAtComputers,
  nameAtComputers,
  namesComputers,
  sessionsAtComputers,
} from "./sessions-at-computers.js";

/** Sessions by -Session, -Id, -Name, -InstanceId, or those that computers have. */
function chosen(context: CmdletContext, world: SessionCmdletWorld): SessionObject[] {
  const { bound } = context;
  if (bound["Session"] !== undefined)
    return [bound["Session"]].flat().flatMap((each: unknown) => sessionOf(each) ?? []);
  return namesComputers(context) ? sessionsAtComputers(context, world) : findSessions(context, world);
}

const OWN_SETS = {
  Session: { position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true },
  Id: { position: 0, mandatory: true, fromPipelineByPropertyName: true },
  Name: { mandatory: true, fromPipelineByPropertyName: true },
  InstanceId: { mandatory: true, fromPipelineByPropertyName: true },
} as const;

function ownSessions(isList: boolean): Record<"Session" | "Id" | "Name" | "InstanceId", ParameterDefinition> {
  const more = isList ? "[]" : "";
  return {
    Session: {
      type: `${PSSESSION}${more}`,
      sets: { Session: OWN_SETS.Session },
      validate: [{ kind: "NotNullOrEmpty" }],
    },
    Id: { type: `int${more}`, sets: { Id: OWN_SETS.Id } },
    Name: { type: `string${more}`, sets: { Name: OWN_SETS.Name }, validate: [{ kind: "NotNullOrEmpty" }] },
    InstanceId: { type: `guid${more}`, sets: { InstanceId: OWN_SETS.InstanceId }, validate: [{ kind: "NotNull" }] },
  };
}

function refusal(context: CmdletContext, id: string, message: string, target: unknown): ErrorRecord {
  return context.error("System.Management.Automation.RuntimeException", message, id, "InvalidOperation", target);
}

/** Writes what came of each session: itself, or its error. */
function writeResults(
  context: CmdletContext,
  sessions: readonly SessionObject[],
  results: readonly SessionResult[],
  failed: (session: SessionObject, reason: string) => ErrorRecord,
): void {
  for (const { id, error } of results) {
    const session = sessions.find((each) => each.id === id)!;
    if (error) context.writeError(failed(session, error.message));
    else context.write(session);
  }
}

export function disconnectPSSession(world: SessionCmdletWorld): CmdletDefinition {
  return {
    name: "Disconnect-PSSession",
    module: JOB_MODULE,
    synopsis: "Leaves sessions: what runs in them goes on at their computers, and its results are kept there.",
    aliases: ["dnsn"],
    defaultParameterSet: "Session",
    supportsShouldProcess: true,
    parameters: {
      ...ownSessions(true),
      IdleTimeoutSec: {
        type: "int",
        validate: [{ kind: "Range", min: 0, max: 2147483647 }],
        help: "Seconds after which a session that nobody connects to ends; 7200 by default, 60 at least.",
      },
      OutputBufferingMode: {
        type: "string",
        validate: [{ kind: "Set", values: ["None", "Drop", "Block"] }],
        help: "When there is no more room for output: Block lets the command wait, Drop forgets what is oldest and says so.",
      },
      ThrottleLimit: { type: "int", help: "Sessions at a time; 32." },
    },
    outputTypes: [PSSESSION],
    examples: [
      { code: "Disconnect-PSSession -Name Nightly -IdleTimeoutSec 86400", runs: false },
      {
        code: "$s = New-PSSession Server01; $j = Invoke-Command $s { ./build.ps1 } -AsJob; Disconnect-PSSession $s",
        runs: false,
      },
    ],
    run: (context) => ({
      process() {
        const { bound } = context;
        const sessions = chosen(context, world).filter((session) => mayDisconnect(context, session));
        const buffering = bufferingOf(bound["OutputBufferingMode"]);
        const results = world.sessions.disconnect({
          ids: sessions.map(({ id }) => id),
          ...(bound["IdleTimeoutSec"] !== undefined && { idleTimeoutSec: bound["IdleTimeoutSec"] as number }),
          ...(buffering && { buffering }),
          ...(bound["ThrottleLimit"] !== undefined && { throttleLimit: bound["ThrottleLimit"] as number }),
        });
        writeResults(context, sessions, results, (session, reason) =>
          refusal(
            context,
            "PSSessionDisconnectFailed",
            `Disconnect-PSSession operation failed for runspace Id = ${session.instanceId} for the following reason: ${reason}`,
            session,
          ),
        );
      },
    }),
  };
}

function mayDisconnect(context: CmdletContext, session: SessionObject): boolean {
  const { state, name } = session.view;
  const seconds: number | undefined = context.bound["IdleTimeoutSec"];
  if (state !== "Opened" && state !== "Disconnected") {
    const message = `Cannot disconnect PSSession "${name}" because it is not in the Opened state.`;
    context.writeError(refusal(context, "CannotDisconnectSessionWhenNotOpened", message, session));
    return false;
  }
  if (seconds !== undefined && (seconds < MIN_IDLE_TIMEOUT_SEC || seconds > MAX_IDLE_TIMEOUT_SEC)) {
    const message =
      `The session ${name} cannot be disconnected because the specified idle time-out value ${seconds} (seconds) is either ` +
      `greater than the server maximum allowed ${MAX_IDLE_TIMEOUT_SEC} (seconds), or less than the minimum allowed ` +
      `${MIN_IDLE_TIMEOUT_SEC} (seconds).  Specify an idle time-out value that is within the allowed range, and try again.`;
    const record = refusal(context, "CannotDisconnectSessionWithInvalidIdleTimeout", message, session);
    record.category = "InvalidArgument";
    context.writeError(record);
    return false;
  }
  return context.shouldProcess(name, "Disconnect-PSSession");
}

export function connectPSSession(world: SessionCmdletWorld): CmdletDefinition {
  const own = ownSessions(true);
  return {
    name: "Connect-PSSession",
    module: JOB_MODULE,
    synopsis:
      "Connects to sessions that were left, or whose link was lost. It gets no results: Receive-PSSession does.",
    aliases: ["cnsn"],
    defaultParameterSet: "Name",
    supportsShouldProcess: true,
    parameters: {
      ...own,
      Name: { ...own.Name, sets: { ...own.Name.sets, ...nameAtComputers } },
      InstanceId: { ...own.InstanceId, sets: { ...own.InstanceId.sets, ...instanceAtComputers } },
      ...atComputers(),
    },
    outputTypes: [PSSESSION],
    examples: [
      { code: "Connect-PSSession -ComputerName Server01 -Name Nightly", runs: false },
      { code: "Get-PSSession -HostName server01.example.org -State Disconnected | Connect-PSSession", runs: false },
    ],
    run: (context) => ({
      process() {
        const sessions = chosen(context, world).filter(
          (session) => canConnect(context, session) && context.shouldProcess(session.name, "Connect-PSSession"),
        );
        connect(context, world, sessions, (session) => context.write(session));
      },
    }),
  };
}

function canConnect(context: CmdletContext, session: SessionObject): boolean {
  const { state, availability, name, usedBy, isEnded } = session.view;
  if (state === "Opened" || ((state === "Disconnected" || isEnded) && availability !== "Busy")) return true;
  const used = usedBy === undefined ? "" : ` It is connected to by ${usedBy}.`;
  const message = `Cannot connect PSSession "${name}", either because it is not in the Disconnected state, or it is not available for connection.${used}`;
  context.writeError(refusal(context, "PSSessionConnectFailed", message, session));
  return false;
}

/** Connects to those that are not connected; `connected` gets each that is then. */
function connect(
  context: CmdletContext,
  world: SessionCmdletWorld,
  sessions: readonly SessionObject[],
  connected: (session: SessionObject) => void,
): void {
  const limit: number | undefined = context.bound["ThrottleLimit"];
  const ids = sessions.map(({ id }) => id);
  const results = world.sessions.connect({ ids, ...(limit !== undefined && { throttleLimit: limit }) });
  for (const { id, error } of results) {
    const session = sessions.find((each) => each.id === id)!;
    if (!error) connected(session);
    else {
      const message = `The connect operation failed for session ${session.name} with the following error message: ${error.message}`;
      context.writeError(refusal(context, "PSSessionConnectFailed", message, session));
    }
  }
}

export function receivePSSession(world: SessionCmdletWorld): CmdletDefinition {
  const own = ownSessions(false);
  return {
    name: "Receive-PSSession",
    module: JOB_MODULE,
    synopsis:
      "Gets the results of commands in sessions that were left; connects to them where that is still to be done.",
    aliases: ["rcsn"],
    defaultParameterSet: "Session",
    supportsShouldProcess: true,
    parameters: {
      ...own,
      Name: { ...own.Name, sets: { ...own.Name.sets, ...inSets(BY_NAME, { mandatory: true }) } },
      InstanceId: { ...own.InstanceId, sets: { ...own.InstanceId.sets, ...instanceAtComputers } },
      ...atComputers(),
      OutTarget: {
        type: "string",
        validate: [{ kind: "Set", values: ["Default", "Host", "Job"] }],
        help: "Host writes the results as they come, Job gives a job that gets them. By default the job of this shell where there is one, else Host.",
      },
      JobName: {
        type: "string",
        validate: [{ kind: "NotNullOrEmpty" }],
        help: "Name of the job; implies -OutTarget Job.",
      },
    },
    outputTypes: ["System.Management.Automation.PSRemotingJob", "System.Management.Automation.PSObject"],
    examples: [
      { code: "Receive-PSSession -ComputerName Server01 -Name Nightly", runs: false },
      {
        code: "$job = Get-PSSession -ComputerName Server01 | Receive-PSSession -OutTarget Job; $job | Wait-Job | Receive-Job",
        runs: false,
      },
    ],
    run: (context) => ({
      process() {
        const sessions = found(context, world).filter(
          (session) => canConnect(context, session) && context.shouldProcess(session.name, "Receive-PSSession"),
        );
        connect(context, world, sessions, (session) => receive(context, world, session));
      },
    }),
  };
}

/** As `chosen`; what was named and is not at the computers is an error. */
function found(context: CmdletContext, world: SessionCmdletWorld): SessionObject[] {
  const sessions = chosen(context, world);
  if (sessions.length > 0 || !namesComputers(context)) return sessions;
  const { bound } = context;
  const byName = bound["Name"] !== undefined;
  const message = byName
    ? `The command cannot find a PSSession that has the name "${String(bound["Name"])}".`
    : `The command cannot find a PSSession with an InstanceId value of "${String(bound["InstanceId"])}".`;
  context.writeError(refusal(context, byName ? "PSSessionNameMatchFail" : "PSSessionIdMatchFail", message, null));
  return [];
}

function receive(context: CmdletContext, world: SessionCmdletWorld, session: SessionObject): void {
  const { bound } = context;
  const name: string | undefined = bound["JobName"];
  const target = String(bound["OutTarget"] ?? (name === undefined ? "Default" : "Job")).toLowerCase();
  const here = world.jobs.receiveSession({ sessionId: session.id, ...(name !== undefined && { name }) });
  if (!here) return; // nothing runs there, and nothing is left
  const job = world.objects.of(world.jobs.view(here.id)!);
  if (target === "job" || (target === "default" && !here.isNew)) return context.write(job);
  receiveAll(context, world, [job]);
  if (here.isNew) world.jobs.remove(here.id, false);
}
