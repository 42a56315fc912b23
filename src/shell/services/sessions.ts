// The service "sessions": PSSessions of one shell, and the commands that Invoke-Command runs in them while it waits.
//
// Rule: a session belongs to the shell that made it and is closed with it. A temporary one is closed when its pipeline has ended.

import { setMaxListeners } from "node:events";
import { userInfo } from "node:os";
import {
  type ConnectOptions,
  type Connector,
  type KeepOptions,
  keptSessionWith,
  type Session,
  sessionWith,
  throttle,
  sshTargetOf,
  transportName,
} from "../../sessions/index.js";
import type { Service } from "../../runspace/index.js";
import type { SshTarget } from "../../transports/index.js";
import { hostInfoOf } from "./pipelines.js";
import {
  type ConnectRequest,
  type DisconnectRequest,
  keptSessionServices,
  linkWarning,
  type QueryRequest,
  type SessionResult,
} from "./kept-sessions.js";
import { invocations } from "./invocations.js";
import { type InvokeDisconnectedRequest, leftCommands } from "./left-commands.js";
import type { Registrar } from "./registered.js";
import { type AskPerson, type Questions, questions } from "./questions.js";
import type { InvokeRequest } from "./invocation.js";
import {
  type ComputerTarget,
  type NamedSession,
  type Opening,
  type OpenRequest,
  type OpenResult,
  plainRemotingError,
  type SessionView,
} from "./session-data.js";

export interface SessionServiceOptions {
  readonly connector: Connector;
  /** Uses up a job id: PowerShell's own job behind a synchronous Invoke-Command does, and users see the gap. */
  readonly takeJobId: () => void;
  /** The person behind this shell, where there is one to ask. */
  readonly askPerson?: AskPerson;
  /** Writes a warning at the console, in between. */
  readonly warn?: (text: string) => void;
  readonly registrar: Registrar;
  /** True where the sessions of this shell outlive it: they are let go of, not closed. */
  readonly leavesSessions?: boolean;
}

export interface SessionServices {
  readonly service: Service;
  find(id: number): NamedSession | undefined;
  /** How a computer is reached over SSH, where the command says it. */
  sshOf(target: ComputerTarget): SshTarget | undefined;
  /** Opens a session that is not in the table, for a job: nobody is asked anything. */
  openTemporary(target: ComputerTarget, request: Opening, signal: AbortSignal): Promise<Session>;
  dispose(): Promise<void>;
}

/** Milliseconds after ssh's own limit at which an endpoint that says nothing is given up. */
const ENDPOINT_MS = 250;

export function sessionServices(options: SessionServiceOptions): SessionServices {
  const { connector } = options;
  const table = new Map<number, NamedSession>();
  const temporary = new Set<Session>();
  let lastId = 0;
  const kept = keptSessionServices({
    connector,
    table,
    view,
    add,
    reach: (target, opening, signal) => reach(target, { keep: {}, ...opening }, questions(options.askPerson, signal)),
    plainError: plainRemotingError,
  });

  const left = leftCommands({
    registrar: options.registrar,
    find: (id) => table.get(id),
    view,
    add,
    sshOf,
    again,
    openAll,
    remove,
  });
  const running = invocations((request) => {
    if (!request.isConsoleLine) options.takeJobId();
    return {
      session: (id) => table.get(id),
      left: left.abandoned,
      questions: (signal) => questions(options.askPerson, signal),
      open: (target, asking, signal) => openSession(target, { ...request, ui: request.spec.ui }, asking, signal),
    };
  });

  function view(named: NamedSession): SessionView {
    const { id, name, session, target } = named;
    const user = target.ssh?.user ?? target.credential?.userName;
    return {
      id,
      name,
      instanceId: session.instanceId,
      computerName: session.computerName,
      promptName:
        user === undefined || user === userInfo().username ? session.computerName : `${user}@${session.computerName}`,
      transport: transportName(session.computerName, connector, target.ssh && { ssh: target.ssh }),
      configurationName: "DefaultShell",
      applicationPrivateData: session.applicationPrivateData,
      ...keptFacts(named),
    };
  }

  /** How a computer is reached. */
  function reach(target: ComputerTarget, opening: Opening, asking: Questions): ConnectOptions {
    const { ui, openTimeoutMs, applicationArguments, keep } = opening;
    const ssh = sshOf(target);
    // -ConnectingTimeout: ssh's own, and then the endpoint's; while a person may be asked only ssh knows whose time it is.
    const connecting = asking.hasPerson ? undefined : ssh?.connectingTimeoutMs;
    const limit = openTimeoutMs ?? (connecting && connecting + ENDPOINT_MS);
    return {
      hostInfo: hostInfoOf(ui),
      ...(applicationArguments !== undefined && { applicationArguments }),
      ...(limit !== undefined && { openTimeoutMs: limit }),
      ...(ssh && { ssh }),
      ...((target.credential || asking.hasPerson) && { ask: asking.of(target.credential) }),
      ...(keep && { keep }),
    };
  }

  /** Where the signal comes first the connection is given up. */
  async function openSession(
    target: ComputerTarget,
    opening: Opening,
    asking: Questions,
    signal: AbortSignal,
  ): Promise<Session> {
    const session = sessionWith(target.computerName, connector, reach(target, opening, asking));
    watch(session, opening.keep);
    temporary.add(session);
    const giveUp = (): void => session.kill();
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      await session.open();
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
    return session;
  }

  /** What happens to its link is said at the console. */
  function watch(session: Session, keep: KeepOptions | undefined): void {
    session.onChange(() => {
      if (session.state === "Closed" || session.state === "Broken") temporary.delete(session);
    });
    if (!options.warn) return;
    session.onLink((event) => {
      const text = linkWarning(session, event, keep?.retry?.totalMs);
      if (text !== undefined) options.warn?.(text);
    });
  }

  /** `id` where it was taken before. */
  function add(facts: Omit<NamedSession, "id"> & { readonly id?: number }): NamedSession {
    const named = { ...facts, id: facts.id ?? ++lastId };
    table.set(named.id, named);
    named.session.onChange(() => {
      if (named.session.state === "Disconnected") named.disconnectedMs ??= Date.now();
      else delete named.disconnectedMs;
    });
    return named;
  }

  /** A credential's user is whom to log in as where nothing else says it. */
  function sshOf({ computerName, ssh, credential }: ComputerTarget): SshTarget | undefined {
    if (!credential || ssh?.user !== undefined) return ssh;
    const route = ssh ?? sshTargetOf(computerName, connector);
    return route && { user: credential.userName, ...route };
  }

  async function openNamed(
    asked: ComputerTarget,
    name: string | undefined,
    request: OpenRequest,
    asking: Questions,
    signal: AbortSignal,
  ): Promise<OpenResult> {
    const target = (asked.like !== undefined && table.get(asked.like)?.target) || asked;
    const { computerName } = target;
    // As PowerShell counts: one number for the name, another for the session.
    const nameNumber = ++lastId;
    const shownName = name ?? `Runspace${nameNumber}`;
    const id = ++lastId;
    const keep = request.keep && { ...request.keep, name: shownName };
    try {
      signal.throwIfAborted();
      const session = await openSession(target, { ...request, ...(keep && { keep }) }, asking, signal);
      temporary.delete(session);
      const facts = { id, name: shownName, session, target, ui: request.ui, isFound: false, isLeft: false };
      return { computerName, session: view(add(facts)) };
    } catch (error) {
      return { computerName, error: plainRemotingError(error, computerName) };
    }
  }

  /** Where the caller no longer waits, what it would have got is closed again. */
  async function openAll(request: OpenRequest, signal: AbortSignal): Promise<OpenResult[]> {
    setMaxListeners(0, signal); // one a connection
    const room = throttle(request.throttleLimit);
    const asking = questions(options.askPerson, signal);
    const results = await Promise.all(
      request.targets.map((target, at) =>
        room.run(() => openNamed(target, request.names?.[at], request, asking, signal)),
      ),
    );
    if (signal.aborted) await remove(results.flatMap(({ session }) => session?.id ?? []));
    return results;
  }

  /** Those whose far end could not be told are gone from here all the same. */
  async function remove(ids: readonly number[]): Promise<SessionResult[]> {
    const closing = ids.map((id) => table.get(id)).filter((each) => each !== undefined);
    for (const { id } of closing) table.delete(id);
    return Promise.all(
      closing.map(async (named): Promise<SessionResult> => {
        const { id, session } = named;
        if (session.state !== "Disconnected") return session.close().then(() => ({ id }));
        try {
          await kept.remove(named);
          return { id };
        } catch (error) {
          return { id, error: plainRemotingError(error, session.computerName) };
        }
      }),
    );
  }

  /** A session that was left, to be connected to again. */
  function again({ session, name, target, ui }: NamedSession): Session {
    const asking = questions(options.askPerson, new AbortController().signal);
    const way = reach(target, { ui, keep: { name } }, asking);
    const found = keptSessionWith(target.computerName, session.instanceId, connector, way);
    watch(found, undefined);
    return found;
  }

  /** One that is kept has to be told that nobody wants it any more. */
  async function end(session: Session, outlives: boolean): Promise<void> {
    if (session.kept && !outlives) await session.close();
    else session.kill();
  }

  return {
    find: (id) => table.get(id),
    sshOf,
    openTemporary: (target, opening, signal) => openSession(target, opening, questions(undefined, signal), signal),
    async dispose() {
      running.stopAll();
      const named = [...table.values()];
      table.clear();
      const ending = [
        ...named.map(({ session, isLeft }) => end(session, isLeft || options.leavesSessions === true)),
        ...[...temporary].map((session) => end(session, options.leavesSessions === true)),
      ];
      await Promise.all(ending);
    },
    service(method, args, signal) {
      switch (method) {
        case "list":
          return [...table.values()].filter(({ isFound }) => !isFound).map(view);
        case "view": {
          const named = table.get(Number(args[0]));
          return named && view(named);
        }
        case "open":
          return openAll(args[0] as OpenRequest, signal);
        case "remove":
          return remove(args[0] as number[]);
        case "query":
          return kept.query(args[0] as QueryRequest, signal);
        case "disconnect":
          return kept.disconnect(args[0] as DisconnectRequest);
        case "connect":
          return kept.connect(args[0] as ConnectRequest);
        case "invokeDisconnected":
          return left.start(args[0] as InvokeDisconnectedRequest, signal);
        case "invoke":
          return running.start(args[0] as InvokeRequest);
        default:
          return running.call(method, args, signal);
      }
    },
  };
}

/** What is known of how a session is kept: by itself, or as it was listed. */
function keptFacts(
  named: NamedSession,
): Pick<SessionView, "kept" | "disconnectedMs" | "usedBy" | "isEnded" | "state" | "availability"> {
  const { session, listed, disconnectedMs, terms } = named;
  const isKnownBetter = named.isFound || listed?.endedBecause !== undefined;
  const isListed = isKnownBetter && session.state === "Disconnected" && listed !== undefined;
  const from = session.kept ?? terms ?? listed;
  const kept = from && { idleTimeoutSec: from.idleTimeoutSec, buffering: from.buffering, quotaBytes: from.quotaBytes };
  return {
    kept,
    disconnectedMs: isListed ? listed.disconnectedMs : disconnectedMs,
    usedBy: isListed ? listed.client?.who : undefined,
    isEnded: isListed && listed.endedBecause !== undefined,
    state: isListed ? listed.state : session.state,
    availability: isListed ? listed.availability : session.availability,
  };
}
