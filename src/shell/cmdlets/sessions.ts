// New-, Get-, Remove-, Enter- and Exit-PSSession, and New-PSSessionOption.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { SessionOption } from "../engine/session-option.js";
import { PSSESSION, type SessionObject } from "../engine/session-objects.js";
import { type ErrorRecord } from "../../objects/index.js";
import type { KeepOptions } from "../../sessions/index.js";
import {
  bufferingOf,
  connectionError,
  credentialParameter,
  findSessions,
  inSets,
  keepOptions,
  openTimeout,
  type SessionCmdletWorld,
  sessionOf,
  sshParameters,
  uiFacts,
  wsmanParameters,
} from "./connection-parameters.js";
import type { ComputerTarget, PlainRemotingError } from "../services/session-data.js";
import { JOB_MODULE } from "./find-jobs.js";
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
        for (const result of open(context, world, computers, keepOptions(context))) {
          if (result.session) context.write(world.sessionObjects.of(result.session));
          else if (result.error) context.writeError(connectionError(context, result.error, "PSSessionOpenFailed"));
        }
      },
    }),
  };
}

function open(
  context: CmdletContext,
  world: SessionCmdletWorld,
  targets: readonly ComputerTarget[],
  keep?: KeepOptions,
): ReturnType<SessionCmdletWorld["sessions"]["open"]> {
  const { bound } = context;
  return world.sessions.open({
    targets,
    ui: uiFacts(context),
    ...(keep && { keep }),
    ...(bound["Name"] && { names: [bound["Name"]].flat() }),
    ...(bound["ThrottleLimit"] !== undefined && { throttleLimit: bound["ThrottleLimit"] }),
    ...openTimeout(context),
  });
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
              "System.InvalidOperationException",
              "You cannot run Enter-PSSession from a nested prompt.",
              "HostInNestedPrompt",
              "InvalidOperation",
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
  const [result] = open(context, world, computerTargets(context).slice(0, 1));
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

export function newPSSessionOption(): CmdletDefinition {
  return {
    name: "New-PSSessionOption",
    module: JOB_MODULE,
    synopsis: "Creates an object of options for a session.",
    parameters: {
      SkipCACheck: { type: "switch" },
      SkipCNCheck: { type: "switch" },
      MaximumReceivedDataSizePerCommand: { type: "int" },
      MaximumReceivedObjectSize: { type: "int" },
      Culture: { type: "object" },
      UICulture: { type: "object" },
      ApplicationArguments: { type: "hashtable" },
      OpenTimeout: {
        type: "int",
        aliases: ["OpenTimeoutMSec"],
        validate: [{ kind: "Range", min: 0, max: 2147483647 }],
      },
      CancelTimeout: {
        type: "int",
        aliases: ["CancelTimeoutMSec"],
        validate: [{ kind: "Range", min: 0, max: 2147483647 }],
      },
      IdleTimeout: {
        type: "int",
        aliases: ["IdleTimeoutMSec"],
        validate: [{ kind: "Range", min: -1, max: 2147483647 }],
        help: "Milliseconds after which a session that nobody is connected to ends; 7,200,000 where the endpoint says nothing else.",
      },
      OutputBufferingMode: {
        type: "string",
        validate: [{ kind: "Set", values: ["None", "Drop", "Block"] }],
        help: "When there is no more room for a disconnected session's output: Block lets the command wait, Drop forgets what is oldest.",
      },
      MaxConnectionRetryCount: {
        type: "int",
        validate: [{ kind: "Range", min: 0, max: 2147483647 }],
        help: "How often a lost link is tried again; without it as often as there is time for, for 4 minutes. 0: not at all.",
      },
      OperationTimeout: {
        type: "int",
        aliases: ["OperationTimeoutMSec"],
        validate: [{ kind: "Range", min: 0, max: 2147483647 }],
      },
    },
    outputTypes: ["System.Management.Automation.Remoting.PSSessionOption"],
    examples: [
      {
        code: "New-PSSession Server01 -SessionOption (New-PSSessionOption -IdleTimeout 86400000 -OutputBufferingMode Drop)",
        runs: false,
      },
      { code: '"$((New-PSSessionOption -OpenTimeout 5000).OpenTimeout)"', output: "00:00:05" },
    ],
    run: (context) => ({
      process() {
        const { bound } = context;
        const option = new SessionOption();
        option.skipCACheck = Boolean(bound["SkipCACheck"]);
        option.skipCNCheck = Boolean(bound["SkipCNCheck"]);
        option.openTimeoutMs = bound["OpenTimeout"] ?? option.openTimeoutMs;
        option.cancelTimeoutMs = bound["CancelTimeout"] ?? option.cancelTimeoutMs;
        option.idleTimeoutMs = bound["IdleTimeout"] ?? option.idleTimeoutMs;
        option.operationTimeoutMs = bound["OperationTimeout"] ?? option.operationTimeoutMs;
        option.isOperationTimeoutGiven = bound["OperationTimeout"] !== undefined;
        option.outputBufferingMode = bufferingOf(bound["OutputBufferingMode"]) ?? "None";
        option.retryCount = bound["MaxConnectionRetryCount"];
        option.maximumReceivedDataSizePerCommand = bound["MaximumReceivedDataSizePerCommand"] ?? null;
        option.maximumReceivedObjectSize = bound["MaximumReceivedObjectSize"] ?? option.maximumReceivedObjectSize;
        option.culture = bound["Culture"] ?? null;
        option.uiCulture = bound["UICulture"] ?? null;
        option.applicationArguments = bound["ApplicationArguments"] ?? null;
        context.write(option);
      },
    }),
  };
}
