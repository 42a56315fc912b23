// Enter- and Exit-PSSession: what is typed goes to another computer, until one comes back.
//
// Rule: a session that was made to be entered is closed when it is left; one that was there before stays.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { PSSESSION } from "../engine/session-objects.js";
import {
  connectionError,
  credentialParameter,
  findSessions,
  inSets,
  type SessionCmdletWorld,
  sessionOf,
  sshParameters,
  wsmanParameters,
} from "./connection-parameters.js";
import { JOB_MODULE } from "./find-jobs.js";
import { openSessions } from "./open-sessions.js";
import { computerTargets } from "./targets.js";

export function enterPSSession(world: SessionCmdletWorld): CmdletDefinition {
  return {
    name: "Enter-PSSession",
    module: JOB_MODULE,
    synopsis: "Starts an interactive session with a computer.",
    aliases: ["etsn"],
    defaultParameterSet: "ComputerName",
    parameters: {
      ComputerName: {
        type: "string",
        aliases: ["Cn"],
        sets: { ComputerName: { position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true } },
        validate: [{ kind: "NotNullOrEmpty" }],
      },
      Session: {
        type: PSSESSION,
        sets: { Session: { position: 0, fromPipeline: true, fromPipelineByPropertyName: true } },
        validate: [{ kind: "NotNullOrEmpty" }],
      },
      ConnectionUri: { type: "string", aliases: ["URI", "CU"], sets: { Uri: { position: 1 } } },
      Id: { type: "int", sets: { Id: { position: 0, fromPipelineByPropertyName: true } } },
      Name: { type: "string", sets: { Name: { fromPipelineByPropertyName: true } } },
      InstanceId: { type: "guid", sets: { InstanceId: { fromPipelineByPropertyName: true } } },
      Port: {
        type: "int",
        sets: inSets(["ComputerName", "SSHHost"]),
        validate: [{ kind: "Range", min: 1, max: 65535 }],
      },
      Credential: credentialParameter(["ComputerName", "Uri", "SSHHost"]),
      ...wsmanParameters(["ComputerName"], ["Uri"]),
      ...sshParameters(["SSHHost"], ["SSHHostHashParam"], false),
    },
    examples: [{ code: "Enter-PSSession -ComputerName Server01", runs: false }],
    run: (context) => ({
      process() {
        const { interactive } = context.engine.host;
        if (!interactive) notImplemented(context);
        if (interactive.isRunspacePushed)
          context.throwTerminating(
            context.error(
              "System.ArgumentException",
              "You are currently in a PowerShell PSSession and cannot use the Enter-PSSession cmdlet to enter another PSSession.",
              "RemoteHostDoesNotSupportPushRunspace",
              "InvalidArgument",
            ),
          );
        const session = sessionToEnter(context, world);
        if (session) interactive.pushRunspace(session);
      },
    }),
  };
}

/** An entered session: whether leaving it closes it. */
export interface EnteredSession {
  readonly sessionId: number;
  /** As the prompt shows it: with the user, where that is another than here. */
  readonly computerName: string;
  readonly temporary: boolean;
}

function sessionToEnter(context: CmdletContext, world: SessionCmdletWorld): EnteredSession | undefined {
  const { bound } = context;
  const own = bound["Session"] ? sessionOf(bound["Session"]) : undefined;
  const chosen = own ?? (hasKey(bound) ? findSessions(context, world)[0] : undefined);
  if (chosen) {
    const { view } = chosen;
    if (view.state === "Opened" && view.availability === "Available")
      return { sessionId: chosen.id, computerName: view.promptName, temporary: false };
    const message =
      view.state === "Opened"
        ? `Cannot connect to session because session ${view.name} is not available. Its availability is ${view.availability}.`
        : `Cannot enter session ${view.name} because it is not open. Its state is ${view.state}.`;
    context.throwTerminating(
      context.error("System.InvalidOperationException", message, "PushedRunspaceMustBeOpen", "InvalidArgument", chosen),
    );
  }
  if (hasKey(bound) || bound["Session"]) return undefined;
  const [result] = openSessions(context, world, computerTargets(context).slice(0, 1));
  if (result?.error) context.throwTerminating(connectionError(context, result.error, "PSSessionOpenFailed"));
  if (!result?.session) return undefined;
  return { sessionId: result.session.id, computerName: result.session.promptName, temporary: true };
}

function hasKey(bound: Readonly<Record<string, unknown>>): boolean {
  return bound["Id"] !== undefined || bound["InstanceId"] !== undefined || bound["Name"] !== undefined;
}

export function exitPSSession(): CmdletDefinition {
  return {
    name: "Exit-PSSession",
    module: JOB_MODULE,
    synopsis: "Ends an interactive session with a computer.",
    aliases: ["exsn"],
    parameters: {},
    examples: [{ code: "Exit-PSSession", runs: false }],
    run: (context) => ({
      process() {
        const { interactive } = context.engine.host;
        if (!interactive) return notImplemented(context);
        interactive.popRunspace();
      },
    }),
  };
}

function notImplemented(context: CmdletContext): never {
  return context.throwTerminating(
    context.error(
      "System.NotImplementedException",
      "The method or operation is not implemented.",
      "NotImplemented",
      "NotImplemented",
    ),
  );
}
