// From a computer's name to an open session: the inventory says how it is reached, a transport is made, the session opened.

import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import type { HostInfo, KeptSession } from "../protocol/index.js";
import {
  type Ask,
  type ChildRegistry,
  checkSshTarget,
  childEnvironment,
  childProcessTransport,
  type SshClient,
  type SshTarget,
  SshTargetError,
  type Transport,
} from "../transports/index.js";
import { connectFailed, openFailed, RemotingError } from "./errors.js";
import { type Inventory, type ProcessRoute, routeOf, type SshRoute } from "./inventory.js";
import type { KeepOptions } from "./keep.js";
import { endKeeper, type KeeperRequestOptions, listKept, removeKept, stopKept } from "./keeper-requests.js";
import { Session } from "./session.js";

/** How PSSession shows the wire it uses. */
export type TransportName = "Process" | "SSH";

/** What a connection needs of the world. One per program. */
export interface Connector {
  /** Program and arguments of this project's own endpoint. */
  readonly endpoint: readonly string[];
  /** The same for an endpoint that runs one job and nothing else; the former where absent. */
  readonly jobEndpoint?: () => readonly string[];
  readonly inventory: () => Inventory;
  /** Kills the children when this process exits. */
  readonly registry?: ChildRegistry;
  /** Reaches the keeper of this computer; where absent, a relay is started beside each session that is kept. */
  readonly keeper?: LocalKeeper;
  /** Reaches computers over SSH. */
  readonly ssh?: SshClient;
  /** This computer's own name; the operating system's where absent. */
  readonly ownName?: string;
  /** False where the user wants no session kept (REMORA_KEEPER=never). */
  readonly mayKeep?: () => boolean;
}

/** A transport to the keeper of whom `env` belongs to. */
export type LocalKeeper = (request: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly description: string;
}) => Transport;

export interface ConnectOptions {
  readonly hostInfo?: HostInfo;
  /** SessionOptions.applicationArguments. */
  readonly applicationArguments?: string;
  /** PSSessionOption's OpenTimeout; 180 s where absent. */
  readonly openTimeoutMs?: number;
  readonly instanceId?: string;
  /** Working directory of a child process. */
  readonly cwd?: string;
  /** The computer is reached by SSH, as this says, whatever the inventory has: what -HostName means. */
  readonly ssh?: SshTarget;
  /** Asked for passwords, passphrases and about unknown host keys; without it a connection that needs an answer fails. */
  readonly ask?: Ask;
  /** Asks the endpoint to keep the session when its connection is lost or left; `Session.kept` says whether it does. */
  readonly keep?: KeepOptions;
}

/** The argument by which an endpoint of ours is asked for its keeper. */
const KEEP_ARGUMENT = "-Keep";

/** PowerShell's default OpenTimeout. */
const DEFAULT_OPEN_TIMEOUT_MS = 180_000;

/** Characters of a subsystem's own, as of a profile that prints, before its first element. */
const LONGEST_BANNER = 65_536;

/** The variable in which an endpoint finds whom it stands for: EndpointIdentity as JSON. */
export const ENDPOINT_VARIABLE = "REMORA_ENDPOINT";

/** What an endpoint that stands for a computer of the inventory is told of itself. */
export interface EndpointIdentity {
  readonly name?: string;
  readonly home?: string;
  readonly drives?: Readonly<Record<string, string>>;
}

/** A session with a computer, not yet open. Throws a RemotingError where there is no way to it. */
export function sessionWith(computerName: string, connector: Connector, options: ConnectOptions = {}): Session {
  const way = wayTo(computerName, connector, options);
  return makeSession(shownName(computerName), way.transport(), options, way.keeps ? way.transport : undefined);
}

/**
 * A session that a computer keeps, as it was listed: Disconnected, to be connected with `connect()`. Throws a RemotingError
 * where there is no way to that computer.
 */
export function keptSessionWith(
  computerName: string,
  sessionId: string,
  connector: Connector,
  options: ConnectOptions = {},
): Session {
  const asked = { ...options, keep: options.keep ?? {}, instanceId: sessionId };
  const { transport, keeps } = wayTo(computerName, connector, asked);
  if (!keeps) throw connectFailed(computerName, "sessions there are not kept.");
  return makeSession(shownName(computerName), transport(), asked, transport, true);
}

/** The sessions of this user that a computer keeps; none where it keeps none. Rejects with a RemotingError. */
export async function keptSessions(
  computerName: string,
  connector: Connector,
  options: ConnectOptions = {},
): Promise<KeptSession[]> {
  const asking = askKeeper(computerName, connector, options);
  return asking ? await listKept(asking) : [];
}

/** Ends a session that a computer keeps, and throws away what it has not given. Rejects with a RemotingError. */
export async function removeKeptSession(
  computerName: string,
  sessionId: string,
  connector: Connector,
  options: ConnectOptions = {},
): Promise<void> {
  const asking = askKeeper(computerName, connector, options);
  if (asking) await removeKept(asking, sessionId);
}

/** Stops what runs in a session that a computer keeps: one pipeline, or all. Rejects with a RemotingError. */
export async function stopKeptSession(
  computerName: string,
  sessionId: string,
  connector: Connector,
  options: ConnectOptions & { readonly pipelineId?: string; readonly graceMs?: number } = {},
): Promise<void> {
  const asking = askKeeper(computerName, connector, options);
  if (asking) await stopKept(asking, sessionId, options.pipelineId, options.graceMs);
}

/** Ends the keeper of a computer and all it runs, also one that hangs. Rejects with a RemotingError. */
export async function endKeeperOf(
  computerName: string,
  connector: Connector,
  options: ConnectOptions = {},
): Promise<void> {
  const asking = askKeeper(computerName, connector, options);
  if (asking) await endKeeper(asking);
}

function askKeeper(
  computerName: string,
  connector: Connector,
  options: ConnectOptions,
): KeeperRequestOptions | undefined {
  const way = wayTo(computerName, connector, { ...options, keep: {} });
  if (!way.keeps) return undefined;
  const timeoutMs = options.openTimeoutMs;
  const who = ownWho();
  return { computerName, transport: way.transport(), who, ...(timeoutMs !== undefined && { timeoutMs }) };
}

/** How a computer is reached: transports to it, and whether its endpoint can be asked for a keeper. */
interface Way {
  readonly transport: () => Transport;
  readonly keeps: boolean;
}

function wayTo(name: string, connector: Connector, asked: ConnectOptions): Way {
  const route = asked.ssh ? undefined : routeOf(connector.inventory(), name, connector.ownName ?? hostname());
  const isForeign = route?.transport === "process" && route.command !== undefined;
  const may = connector.mayKeep?.() !== false && route?.keep !== false && !isForeign;
  const keeps = asked.keep !== undefined && may;
  const { keep: _, ...plain } = asked;
  const options = keeps ? asked : plain;
  if (options.ssh) {
    const target = options.ssh;
    return { keeps, transport: () => sshTransport(name, target, connector, options) };
  }
  if (route?.transport === "ssh")
    return { keeps, transport: () => sshTransport(name, targetOf(name, route), connector, options, route.drives) };
  return { keeps, transport: () => processTransport(name, route!, connector, options) };
}

function shownName(computerName: string): string {
  return computerName === "." ? "localhost" : computerName;
}

/** Who this program is to others that use the same sessions. */
function ownWho(): string {
  return `${userInfo().username}@${hostname()} ${process.pid}`;
}

/** A session with a new endpoint of this computer, as Start-Job uses it. */
export function localSession(connector: Connector, options: ConnectOptions = {}): Session {
  const route: ProcessRoute = { transport: "process", command: connector.jobEndpoint?.() ?? connector.endpoint };
  return makeSession("localhost", processTransport("localhost", route, connector, options), options);
}

/** `again` gives further transports to an endpoint that was asked for its keeper; `isThere`: it has the session already. */
export function makeSession(
  computerName: string,
  transport: Transport,
  options: ConnectOptions = {},
  again?: () => Transport,
  isThere = false,
): Session {
  return new Session({
    transport,
    computerName,
    instanceId: options.instanceId ?? randomUUID(),
    newGuid: randomUUID,
    openTimeoutMs: options.openTimeoutMs ?? DEFAULT_OPEN_TIMEOUT_MS,
    ...(transport.mayHaveBanner && { maxBannerLength: LONGEST_BANNER }),
    ...(options.hostInfo && { hostInfo: options.hostInfo }),
    ...(options.applicationArguments !== undefined && { applicationArguments: options.applicationArguments }),
    ...(again && { keep: { ...options.keep, transport: again, who: ownWho(), isThere } }),
  });
}

/** Where an entry of the inventory, or the name alone, leads over SSH. */
function targetOf(name: string, route: SshRoute): SshTarget {
  const { transport: _transport, drives: _drives, keep: _keep, keepAlive, ...rest } = route;
  return { address: name, ...rest, ...(keepAlive !== undefined && { keepAliveMs: keepAlive * 1000 }) };
}

function sshTransport(
  name: string,
  target: SshTarget,
  connector: Connector,
  options: ConnectOptions,
  drives?: SshRoute["drives"],
): Transport {
  try {
    checkSshTarget(target);
  } catch (error) {
    if (error instanceof SshTargetError) throw openFailed(name, error.message);
    throw error;
  }
  if (!connector.ssh) throw openFailed(name, "this program does not connect over SSH.");
  const identity: EndpointIdentity | undefined = drives && { drives };
  return connector.ssh.transport(target, {
    computerName: name,
    ...(options.ask && { ask: options.ask }),
    ...(options.keep && { endpointArguments: [KEEP_ARGUMENT], asksKeeper: true }),
    ...(identity && {
      identity: { variable: ENDPOINT_VARIABLE, base64: Buffer.from(JSON.stringify(identity)).toString("base64") },
    }),
  });
}

function processTransport(name: string, route: ProcessRoute, connector: Connector, options: ConnectOptions): Transport {
  const [file, ...args] = route.command ?? connector.endpoint;
  if (options.keep) args.push(KEEP_ARGUMENT);
  if (file === undefined) throw new RemotingError(`[${name}] No endpoint program is known.`, "PSSessionOpenFailed");
  const identity = identityOf(name, route);
  const env: Record<string, string | undefined> = {
    ...childEnvironment(),
    ...(route.home !== undefined && { HOME: route.home, REMORA_INVENTORY: "" }),
    ...route.environment,
    ...(identity && { [ENDPOINT_VARIABLE]: JSON.stringify(identity), COMPUTERNAME: identity.name }),
  };
  const cwd = options.cwd ?? route.home;
  const description = `endpoint of ${name}: process`;
  if (options.keep && !route.command && connector.keeper) return connector.keeper({ env, description });
  return childProcessTransport({ file, args, env, description, ...(cwd !== undefined && { cwd }) }, connector.registry);
}

/** A listed computer has a name of its own, a home and drives; an unlisted `localhost` is just this computer. */
function identityOf(name: string, route: ProcessRoute): EndpointIdentity | undefined {
  if (route.name === undefined && route.home === undefined && route.drives === undefined) return undefined;
  return {
    name: route.name ?? name,
    ...(route.home !== undefined && { home: route.home }),
    ...(route.drives && { drives: route.drives }),
  };
}

/** Where a computer's name leads over SSH; undefined where it is reached by other means. */
export function sshTargetOf(computerName: string, connector: Connector): SshTarget | undefined {
  const route = routeOf(connector.inventory(), computerName, connector.ownName ?? hostname());
  return route.transport === "ssh" ? targetOf(computerName, route) : undefined;
}

/** The name of the wire to a computer, as PSSession shows it. */
export function transportName(computerName: string, connector: Connector, options: ConnectOptions = {}): TransportName {
  if (options.ssh) return "SSH";
  const route = routeOf(connector.inventory(), computerName, connector.ownName ?? hostname());
  return route.transport === "process" ? "Process" : "SSH";
}
