// Sessions that a keeper keeps, for the cmdlets: asked for, left, connected to; and what is said at the console when a link
// to one is lost.
//
// Rule: a session that was found at a computer is not one of this shell until it is connected to.

import {
  type ConnectOptions,
  type Connector,
  DEFAULT_RETRY,
  type KeepTerms,
  type KeptSession,
  keptSessions,
  keptSessionWith,
  type LinkEvent,
  type OutputBuffering,
  removeKeptSession,
  type Session,
  throttle,
} from "../../sessions/index.js";
import type { ComputerTarget, NamedSession, Opening, PlainRemotingError, SessionView } from "./session-data.js";

export interface QueryRequest extends Opening {
  readonly targets: readonly ComputerTarget[];
  readonly throttleLimit?: number;
}

export interface QueryResult {
  readonly computerName: string;
  readonly sessions: readonly SessionView[];
  readonly error?: PlainRemotingError;
}

export interface DisconnectRequest {
  readonly ids: readonly number[];
  readonly idleTimeoutSec?: number;
  readonly buffering?: OutputBuffering;
  readonly throttleLimit?: number;
}

export interface ConnectRequest {
  readonly ids: readonly number[];
  readonly throttleLimit?: number;
}

/** How one session came out of it. */
export interface SessionResult {
  readonly id: number;
  readonly error?: PlainRemotingError;
}

export interface KeptSessionWorld {
  readonly connector: Connector;
  readonly table: Map<number, NamedSession>;
  readonly view: (named: NamedSession) => SessionView;
  /** Puts a session into the table, under a new id. */
  readonly add: (named: Omit<NamedSession, "id">) => NamedSession;
  readonly reach: (target: ComputerTarget, opening: Opening, signal: AbortSignal) => ConnectOptions;
  readonly plainError: (error: unknown, computerName: string) => PlainRemotingError;
}

export interface KeptSessionServices {
  query(request: QueryRequest, signal: AbortSignal): Promise<QueryResult[]>;
  disconnect(request: DisconnectRequest): Promise<SessionResult[]>;
  connect(request: ConnectRequest): Promise<SessionResult[]>;
  /** Ends a Disconnected session at its computer; rejects where that cannot be reached. */
  remove(named: NamedSession): Promise<void>;
}

export function keptSessionServices(world: KeptSessionWorld): KeptSessionServices {
  const { connector, table, view } = world;
  const byInstanceId = (id: string): NamedSession | undefined =>
    [...table.values()].find(({ session }) => session.instanceId === id);

  async function queryOne(target: ComputerTarget, opening: Opening, signal: AbortSignal): Promise<QueryResult> {
    const { computerName } = target;
    try {
      const options = world.reach(target, opening, signal);
      const found = await keptSessions(computerName, connector, options);
      const named = found.map((kept) => known(kept) ?? add(kept, target, opening, options));
      // Those of this shell that are open, or that nobody keeps, are the computer's as well.
      const own = [...table.values()].filter(
        (each) => !each.isFound && each.session.computerName.toLowerCase() === computerName.toLowerCase(),
      );
      return { computerName, sessions: [...new Set([...own, ...named])].map(view) };
    } catch (error) {
      return { computerName, sessions: [], error: world.plainError(error, computerName) };
    }
  }

  function known(kept: KeptSession): NamedSession | undefined {
    const named = byInstanceId(kept.id);
    if (!named || named.session.state === "Closed" || named.session.state === "Broken") return undefined;
    named.listed = kept;
    return named;
  }

  function add(kept: KeptSession, target: ComputerTarget, { ui }: Opening, options: ConnectOptions): NamedSession {
    const keep = { ...options.keep, name: kept.name };
    const session = keptSessionWith(target.computerName, kept.id, connector, { ...options, keep });
    return world.add({ name: kept.name, session, target, ui, isFound: true, isLeft: true, listed: kept });
  }

  /** Each of them, so many at a time. */
  async function forEach(
    ids: readonly number[],
    limit: number | undefined,
    action: (named: NamedSession) => Promise<void>,
  ): Promise<SessionResult[]> {
    const room = throttle(limit);
    return Promise.all(
      ids.map((id) =>
        room.run(async (): Promise<SessionResult> => {
          const named = table.get(id);
          if (!named) return { id };
          try {
            await action(named);
            return { id };
          } catch (error) {
            return { id, error: world.plainError(error, named.session.computerName) };
          }
        }),
      ),
    );
  }

  return {
    async query(request, signal) {
      const room = throttle(request.throttleLimit);
      return Promise.all(request.targets.map((target) => room.run(() => queryOne(target, request, signal))));
    },
    disconnect({ ids, idleTimeoutSec, buffering, throttleLimit }) {
      const terms: Partial<KeepTerms> = {
        ...(idleTimeoutSec !== undefined && { idleTimeoutSec }),
        ...(buffering && { buffering }),
      };
      return forEach(ids, throttleLimit, async (named) => {
        await named.session.disconnect(terms);
        named.isLeft = true;
      });
    },
    connect: ({ ids, throttleLimit }) =>
      forEach(ids, throttleLimit, async (named) => {
        await named.session.connect();
        named.isFound = false;
        named.isLeft = false;
      }),
    async remove({ session, target, ui }) {
      const options = world.reach(target, { ui, keep: {} }, new AbortController().signal);
      try {
        await removeKeptSession(target.computerName, session.instanceId, connector, options);
      } finally {
        session.kill();
      }
    },
  };
}

const MINUTE_MS = 60_000;

/** What PowerShell's console says of a lost link, as a warning; undefined for what it says nothing of. */
export function linkWarning(
  session: Pick<Session, "computerName">,
  event: LinkEvent,
  totalMs?: number,
): string | undefined {
  const { computerName } = session;
  switch (event.type) {
    case "Lost": {
      const minutes = Math.max(1, Math.round((totalMs ?? DEFAULT_RETRY.totalMs) / MINUTE_MS));
      return `The network connection to ${computerName} has been interrupted. Attempting to reconnect for up to ${minutes} minutes...`;
    }
    case "Retrying":
      return event.attempt === 1 ? undefined : `Attempting to reconnect to ${computerName} ...`;
    case "Mended":
      return `The network connection to ${computerName} has been restored.`;
    case "GaveUp":
      return `Network connectivity to ${computerName} has been lost and the reconnection attempt failed. Please repair the network connection and reconnect using Connect-PSSession or Receive-PSSession.`;
    case "Taken":
      return `The session with ${computerName} has been connected to by ${event.by}: it is Disconnected here.`;
    case "Blocked":
      return `A command on ${computerName} waits, because there is no room for its output (${event.reason}). It goes on when its results are received.`;
    default:
      return undefined;
  }
}
