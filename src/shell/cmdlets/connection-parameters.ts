// Parameters that say how a computer is reached: shared by Invoke-Command, New- and Enter-PSSession.

import { writeValue } from "../../clixml/index.js";
import type { CmdletContext, ParameterDefinition, ParameterSetMembership } from "../../engine/index.js";
import { type ErrorRecord, PSObject } from "../../objects/index.js";
import type { OpeningTerms, PlainRemotingError, SessionView } from "../services/session-data.js";
import type { UIFacts } from "../requests.js";
import type { SessionClient } from "../engine/client.js";
import { SessionObject, type SessionObjects } from "../engine/session-objects.js";
import { SessionOption } from "../engine/session-option.js";
import {
  type KeepOptions,
  MAX_IDLE_TIMEOUT_SEC,
  MIN_IDLE_TIMEOUT_SEC,
  type OutputBuffering,
} from "../../sessions/index.js";
import type { JobCmdletWorld } from "./find-jobs.js";

/** What the session cmdlets work with. */
export interface SessionCmdletWorld extends JobCmdletWorld {
  readonly sessions: SessionClient;
  readonly sessionObjects: SessionObjects;
}

type Sets = Readonly<Record<string, ParameterSetMembership>>;

/** The same membership in several sets. */
export function inSets(names: readonly string[], membership: ParameterSetMembership = {}): Sets {
  return Object.fromEntries(names.map((name) => [name, membership]));
}

/** Parameters of WSMan that bind as in PowerShell; a connection of ours has no use for them. */
export function wsmanParameters(
  computer: readonly string[],
  uri: readonly string[],
): Record<string, ParameterDefinition> {
  const both = [...computer, ...uri];
  return {
    UseSSL: { type: "switch", sets: inSets(computer) },
    ConfigurationName: { type: "string", sets: inSets(both, { fromPipelineByPropertyName: true }) },
    ApplicationName: { type: "string", sets: inSets(computer, { fromPipelineByPropertyName: true }) },
    AllowRedirection: { type: "switch", sets: inSets(uri) },
    SessionOption: {
      type: "System.Management.Automation.Remoting.PSSessionOption",
      sets: inSets(both),
      help: "Options, made by New-PSSessionOption.",
    },
    Authentication: { type: "string", sets: inSets(both) },
    CertificateThumbprint: { type: "string", sets: inSets(both) },
    EnableNetworkAccess: { type: "switch", sets: inSets(both) },
  };
}

/** Answers a host's question for a password, and says whom to log in as where nothing else does. In PowerShell it is WSMan's alone. */
export function credentialParameter(sets: readonly string[]): ParameterDefinition {
  return {
    type: "System.Management.Automation.PSCredential",
    sets: inSets(sets, { fromPipelineByPropertyName: true }),
    help: "User name and password for the hosts, instead of a question.",
  };
}

/** Parameters of SSH. */
export function sshParameters(
  host: readonly string[],
  hash: readonly string[],
  isList = true,
): Record<string, ParameterDefinition> {
  return {
    HostName: {
      type: isList ? "string[]" : "string",
      sets: inSets(host, { mandatory: true, position: 0 }),
      validate: [{ kind: "NotNullOrEmpty" }],
      help: "Computers to reach over SSH: host, user@host, user@host:port, ssh://user@host:port; names of your ssh_config count.",
    },
    UserName: {
      type: "string",
      sets: inSets(host),
      validate: [{ kind: "NotNullOrEmpty" }],
      help: "Whom to log in as.",
    },
    KeyFilePath: {
      type: "string",
      aliases: ["IdentityFilePath"],
      sets: inSets(host),
      validate: [{ kind: "NotNullOrEmpty" }],
      help: "A private key.",
    },
    Subsystem: {
      type: "string",
      sets: inSets(host),
      help: "The host's endpoint is this subsystem of its sshd; nothing else is tried.",
    },
    ConnectingTimeout: {
      type: "int",
      sets: inSets(host),
      help: "Milliseconds that connecting may take; no limit of its own where absent.",
    },
    SSHTransport: { type: "switch", sets: inSets(host), validate: [{ kind: "Set", values: ["true"] }] },
    Options: { type: "hashtable", sets: inSets(host), help: "Options of ssh_config: @{ ServerAliveInterval = 5 }." },
    ...(isList && {
      SSHConnection: {
        type: "hashtable[]",
        sets: inSets(hash, { mandatory: true }),
        validate: [{ kind: "NotNullOrEmpty" }],
        help: "A table a host: HostName, UserName, Port, KeyFilePath, Subsystem, ConnectingTimeout, Options.",
      },
    }),
  };
}

/** What is said at the opening, and how long it may take, from -SessionOption. */
export function openingTerms(context: CmdletContext): OpeningTerms {
  const option = unwrap(context.bound["SessionOption"]);
  if (!(option instanceof SessionOption)) return {};
  const { openTimeoutMs, applicationArguments } = option;
  return {
    ...(openTimeoutMs > 0 && { openTimeoutMs }),
    ...(applicationArguments && { applicationArguments: writeValue(applicationArguments) }),
  };
}

/** How long a lost link is given, where -SessionOption says so; the liveness of a link is its OperationTimeout. */
function retryOf(option: SessionOption): KeepOptions["retry"] {
  const { retryCount, operationTimeoutMs } = option;
  return {
    ...(retryCount === 0 && { totalMs: 0 }),
    ...(retryCount !== undefined && retryCount > 0 && { attempts: retryCount }),
    ...(option.isOperationTimeoutGiven && { silenceMs: Math.max(1000, Math.round(operationTimeoutMs / 2)) }),
  };
}

/** How an endpoint is to keep a session: what -SessionOption says, the endpoint's own terms where it says nothing. */
export function keepOptions(context: CmdletContext): KeepOptions {
  const option = unwrap(context.bound["SessionOption"]);
  if (!(option instanceof SessionOption)) return {};
  const seconds = Math.round(option.idleTimeoutMs / 1000);
  if (option.idleTimeoutMs >= 0 && (seconds < MIN_IDLE_TIMEOUT_SEC || seconds > MAX_IDLE_TIMEOUT_SEC))
    context.throwTerminating(
      context.error(
        "System.Management.Automation.PSArgumentException",
        `The specified idle time-out session option ${seconds} (seconds) is not a valid value. It is from ${MIN_IDLE_TIMEOUT_SEC} to ${MAX_IDLE_TIMEOUT_SEC} seconds; New-PSSessionOption takes milliseconds.`,
        "InvalidIdleTimeoutOption",
        "InvalidArgument",
      ),
    );
  const buffering = bufferingOf(option.outputBufferingMode);
  return {
    ...(option.idleTimeoutMs >= 0 && { idleTimeoutSec: seconds }),
    ...(buffering && { buffering }),
    retry: retryOf(option) ?? {},
  };
}

/** OutputBufferingMode; None, or nothing, leaves it to the endpoint. */
export function bufferingOf(mode: unknown): OutputBuffering | undefined {
  const name = String(mode ?? "").toLowerCase();
  return name === "block" ? "Block" : name === "drop" ? "Drop" : undefined;
}

function unwrap(value: unknown): unknown {
  return value instanceof PSObject ? value.base : value;
}

export function uiFacts({ engine }: Pick<CmdletContext, "engine">): UIFacts {
  const { width, height } = engine.host.ui.size();
  return { width, height, supportsVirtualTerminal: false };
}

/** What the host thread says of a connection that failed, as this cmdlet's record: PowerShell adds no cmdlet's name to its id. */
export function connectionError(context: CmdletContext, error: PlainRemotingError, id: string = error.id): ErrorRecord {
  const record = context.error(
    error.exceptionType,
    error.message,
    id,
    error.category as ErrorRecord["category"],
    error.computerName,
  );
  record.fullyQualifiedErrorId = id;
  return record;
}

/** The session of an object, out of whatever wraps it. */
export function sessionOf(value: unknown): SessionObject | undefined {
  const base = unwrap(value);
  return base instanceof SessionObject ? base : undefined;
}

function sessionErrorRecord(context: CmdletContext, id: string, message: string, target: unknown): ErrorRecord {
  return context.error("System.ArgumentException", message, id, "InvalidArgument", target);
}

/** Sessions of this shell by -Id, -Name or -InstanceId; what is not found is an error of PowerShell's. */
export function findSessions(context: CmdletContext, world: SessionCmdletWorld): SessionObject[] {
  const { bound, engine } = context;
  const all = world.sessions.list();
  const missing = (id: string, message: string, target: unknown): void =>
    context.writeError(sessionErrorRecord(context, id, message, target));
  const choose = <Key>(
    keys: readonly Key[],
    test: (view: SessionView, key: Key) => boolean,
    none: (key: Key) => void,
  ): SessionObject[] =>
    keys.flatMap((key) => {
      const found = all.filter((view) => test(view, key));
      if (found.length === 0) none(key);
      return found.map((view) => world.sessionObjects.of(view));
    });
  if (bound["Id"] !== undefined)
    return choose<number>(
      [bound["Id"]].flat(),
      (view, id) => view.id === id,
      (id) =>
        missing(
          "RemoteRunspaceNotAvailableForSpecifiedSessionId",
          `The remote session with the session ID ${id} is not available.`,
          id,
        ),
    );
  if (bound["InstanceId"] !== undefined)
    return choose<unknown>(
      [bound["InstanceId"]].flat(),
      (view, guid) => view.instanceId === String(guid).toLowerCase(),
      (guid) =>
        missing(
          "RemoteRunspaceNotAvailableForSpecifiedRunspaceId",
          `Remote session is not available for ${String(guid)}.`,
          guid,
        ),
    );
  if (bound["Name"] !== undefined)
    return choose<string>(
      [bound["Name"]].flat(),
      (view, name) => engine.values.like(view.name, name),
      (name) => {
        if (/[*?[]/.test(name)) return;
        missing(
          "RemoteRunspaceNotAvailableForSpecifiedName",
          `The remote session with the name ${name}  is not available.`,
          name,
        );
      },
    );
  return all.map((view) => world.sessionObjects.of(view));
}
