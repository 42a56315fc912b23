// New-, Get- and Remove-PSSession.
//
// Rule: each computer, and each session, is served for itself; what goes wrong with one is an error that names it.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { PSSESSION, type SessionObject } from "../engine/session-objects.js";
import { type ErrorRecord } from "../../objects/index.js";
import {
  connectionError,
  credentialParameter,
  findSessions,
  inSets,
  keepOptions,
  type SessionCmdletWorld,
  sessionOf,
  sshParameters,
  wsmanParameters,
} from "./connection-parameters.js";
import type { ComputerTarget, PlainRemotingError } from "../services/session-data.js";
import { JOB_MODULE } from "./find-jobs.js";
import { openSessions } from "./open-sessions.js";
import {
  atComputers,
  instanceAtComputers,
  nameAtComputers,
  namesComputers,
  sessionsAtComputers,
} from "./sessions-at-computers.js";
import { computerTargets } from "./targets.js";

export function newPSSession(world: SessionCmdletWorld): CmdletDefinition {
  return {
    name: "New-PSSession",
    module: JOB_MODULE,
    synopsis: "Creates persistent connections to computers.",
    aliases: ["nsn"],
    defaultParameterSet: "ComputerName",
    parameters: {
      ComputerName: {
        type: "string[]",
        aliases: ["Cn"],
        sets: { ComputerName: { position: 0, fromPipeline: true, fromPipelineByPropertyName: true } },
        validate: [{ kind: "NotNullOrEmpty" }],
        help: "Computers: names of the inventory, or localhost.",
      },
      Session: {
        type: `${PSSESSION}[]`,
        sets: { Session: { position: 0, fromPipeline: true, fromPipelineByPropertyName: true } },
        help: "Makes sessions like these.",
      },
      ConnectionUri: {
        type: "string[]",
        aliases: ["URI", "CU"],
        sets: { Uri: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
      },
      Name: { type: "string[]", help: "Names of the sessions, in the order of the computers." },
      Port: {
        type: "int",
        sets: inSets(["ComputerName", "SSHHost"]),
        validate: [{ kind: "Range", min: 1, max: 65535 }],
      },
      ThrottleLimit: {
        type: "int",
        help: "Connections at a time; 32.",
      },
      Credential: credentialParameter(["ComputerName", "Uri", "SSHHost", "SSHHostHashParam"]),
      ...wsmanParameters(["ComputerName"], ["Uri"]),
      ...sshParameters(["SSHHost"], ["SSHHostHashParam"]),
    },
    outputTypes: [PSSESSION],
    examples: [{ code: "(New-PSSession -ComputerName localhost).State", output: "Opened", runs: false }],
    run: (context) => ({
      process() {
        const { bound } = context;
        const clones: ComputerTarget[] = (bound["Session"] ?? []).flatMap((each: unknown) => {
          const session = sessionOf(each);
          return session ? [{ computerName: session.computerName, like: session.id }] : [];
        });
        const named = bound["Session"] ? clones : computerTargets(context);
        const computers = named.length > 0 ? named : [{ computerName: "localhost" }];
        for (const result of openSessions(context, world, computers, keepOptions(context))) {
          if (result.session) context.write(world.sessionObjects.of(result.session));
          else if (result.error) context.writeError(connectionError(context, result.error, "PSSessionOpenFailed"));
        }
      },
    }),
  };
}

export function getPSSession(world: SessionCmdletWorld): CmdletDefinition {
  return {
    name: "Get-PSSession",
    module: JOB_MODULE,
    synopsis: "Gets the sessions of this shell, or those that computers keep for this user.",
    aliases: ["gsn"],
    defaultParameterSet: "Name",
    parameters: {
      Id: { type: "int[]", sets: { Id: { position: 0, mandatory: true, fromPipelineByPropertyName: true } } },
      Name: {
        type: "string[]",
        sets: { Name: { fromPipelineByPropertyName: true }, ...nameAtComputers },
        validate: [{ kind: "NotNullOrEmpty" }],
      },
      InstanceId: {
        type: "guid[]",
        sets: { InstanceId: { mandatory: true }, ...instanceAtComputers },
        validate: [{ kind: "NotNull" }],
      },
      State: {
        type: "string",
        validate: [{ kind: "Set", values: ["All", "Opened", "Disconnected", "Closed", "Broken"] }],
        help: "Gets only sessions in this state, as seen from here: one that another client has is Disconnected and Busy.",
      },
      ...atComputers(),
    },
    outputTypes: [PSSESSION],
    examples: [
      { code: "@(Get-PSSession).Count", output: "0" },
      { code: "Get-PSSession -ComputerName Server01 -State Disconnected", runs: false },
      { code: "Get-PSSession -HostName me@server01.example.org -Name Nightly*", runs: false },
    ],
    run: (context) => ({
      process() {
        const state = String(context.bound["State"] ?? "All").toLowerCase();
        const sessions = namesComputers(context) ? sessionsAtComputers(context, world) : findSessions(context, world);
        for (const session of sessions)
          if (state === "all" || session.view.state.toLowerCase() === state) context.write(session);
      },
    }),
  };
}

export function removePSSession(world: SessionCmdletWorld): CmdletDefinition {
  return {
    name: "Remove-PSSession",
    module: JOB_MODULE,
    synopsis: "Closes sessions. What runs in them ends, also in one that is disconnected.",
    aliases: ["rsn"],
    defaultParameterSet: "Id",
    supportsShouldProcess: true,
    parameters: {
      Id: { type: "int[]", sets: { Id: { position: 0, mandatory: true, fromPipelineByPropertyName: true } } },
      Session: {
        type: `${PSSESSION}[]`,
        sets: { Session: { position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true } },
      },
      ComputerName: {
        type: "string[]",
        aliases: ["Cn"],
        sets: { ComputerName: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
      },
      Name: { type: "string[]", sets: { Name: { mandatory: true, fromPipelineByPropertyName: true } } },
      InstanceId: { type: "guid[]", sets: { InstanceId: { mandatory: true, fromPipelineByPropertyName: true } } },
    },
    examples: [
      { code: "New-PSSession localhost | Remove-PSSession", runs: false },
      { code: "Get-PSSession -ComputerName Server01 -State Disconnected | Remove-PSSession", runs: false },
    ],
    run: (context) => ({
      process() {
        const chosen = chosenSessions(context, world).filter((session) =>
          context.shouldProcess(session.computerName, "Remove"),
        );
        for (const { id, error } of world.sessions.remove(chosen.map((session) => session.id)))
          if (error)
            context.writeError(
              notRemoved(
                context,
                chosen.find((session) => session.id === id)!,
                error,
              ),
            );
      },
    }),
  };
}

function notRemoved(context: CmdletContext, session: SessionObject, error: PlainRemotingError): ErrorRecord {
  return context.error(
    "System.Management.Automation.RuntimeException",
    `Remote session ${session.name} could not be connected and could not be removed from the server. The client remote session object will be removed from the server, but the state of the remote session on the server is unknown. ${error.message}`,
    "RemoveSessionCannotConnectToServer",
    "InvalidOperation",
    session,
  );
}

function chosenSessions(context: CmdletContext, world: SessionCmdletWorld): SessionObject[] {
  const { bound, engine } = context;
  if (bound["Session"])
    return (bound["Session"] as unknown[]).map(sessionOf).filter((session) => session !== undefined);
  const computers: readonly string[] | undefined = bound["ComputerName"];
  if (!computers) return findSessions(context, world);
  return world.sessions
    .list()
    .filter((view) => computers.some((name) => engine.values.like(view.computerName, name)))
    .map((view) => world.sessionObjects.of(view));
}
