// The sessions that a keeper has, and those it takes over from one that died.
//
// Rule: what is known of a session is on disk before its client hears that it is there. A process that runs pipelines is noted
// when it starts, so that whoever comes after a dead keeper can end it.

import { Endpoint, type EndpointKeeper } from "../endpoint/index.js";
import { hostname } from "node:os";
import { DEFAULT_KEEP_TERMS, type KeepTerms } from "../protocol/index.js";
import type { Clock } from "./clock.js";
import { KeptSession } from "./kept-session.js";
import { NO_HELLO } from "./other-keepers.js";
import type { Places } from "./places.js";
import { identityOfProcess, killGroupOf, type ProcessIdentity } from "./processes.js";
import type { RelayHello } from "./requests.js";
import {
  adoptSession,
  emptyTrash,
  findSessions,
  type FoundSession,
  newJournal,
  removeSession,
  storeSession,
} from "./store.js";

/** What an endpoint is made with; without `keeper` it ends with its client. */
export interface EndpointRequest {
  readonly hello: RelayHello;
  readonly flush: () => void | Promise<void>;
  readonly ended: () => void;
  readonly keeper?: EndpointKeeper;
  /** Hears of each process that is started for it, and ends. */
  readonly onProcess?: (pid: number, runs: boolean) => void;
  /** Milliseconds that a stopped pipeline has before its runspace is ended. */
  readonly stopGraceMs?: number | undefined;
  /** It is made for one command: another session like it is not expected. */
  readonly isSingle?: boolean;
}

export interface OwnSessionsOptions {
  readonly places: Places;
  readonly clock: Clock;
  readonly self: ProcessIdentity;
  /** Makes an endpoint; whatever runs its pipelines is the maker's. */
  readonly makeEndpoint: (request: EndpointRequest) => Endpoint;
  readonly log: (text: string) => void;
  /** One may have ended: the keeper may have nothing to do any more. */
  readonly settle: () => void;
}

/** What a client asks for that opens a session. */
export interface NewSession {
  readonly id: string;
  readonly name: string;
  readonly terms: KeepTerms;
  readonly hello: RelayHello;
  readonly stopGraceMs?: number | undefined;
  readonly isSingle?: boolean;
}

/** How long a journal that nobody came for is kept: 30 days. */
const RETENTION_MS = 30 * 24 * 3_600_000;

interface SessionFacts extends NewSession {
  readonly createdMs: number;
  readonly journal: KeptSession["journal"];
  readonly endedBecause?: string;
  readonly disconnectedMs?: number | undefined;
}

export class OwnSessions {
  readonly #options: OwnSessionsOptions;
  readonly #sessions: Map<string, KeptSession> = new Map();
  /** What runs each session's pipelines, by its process id. */
  readonly #processes: Map<string, Map<number, ProcessIdentity>> = new Map();

  constructor(options: OwnSessionsOptions) {
    this.#options = options;
  }

  /** Those that run. */
  get alive(): number {
    let count = 0;
    for (const { isAlive } of this.#sessions.values()) if (isAlive) count++;
    return count;
  }

  get all(): IterableIterator<KeptSession> {
    return this.#sessions.values();
  }

  get ids(): IterableIterator<string> {
    return this.#sessions.keys();
  }

  /** Tidies what dead keepers left. */
  tidy(): void {
    emptyTrash(this.#options.places);
    for (const found of findSessions(this.#options.places)) this.#tidyOne(found);
  }

  /** What a dead keeper started and left running is ended; what nobody came for in a long time is thrown away. */
  #tidyOne({ id, stored, owner, setAside }: FoundSession): void {
    if (setAside !== undefined) this.#options.log(`The index of session ${id} cannot be read: it is now ${setAside}.`);
    if (owner !== undefined) return;
    this.#endLeftovers(stored);
    const left = stored.disconnectedMs ?? stored.createdMs;
    if (stored.endedBecause !== undefined && left > 0 && this.#options.clock.today() - left > RETENTION_MS)
      removeSession(this.#options.places, id);
  }

  #endLeftovers({ keeper, processes = [] }: FoundSession["stored"]): void {
    const killed = processes.flatMap((process) => killGroupOf(process));
    if (killed.length > 0) this.#options.log(`Ended what keeper ${keeper.pid} left running: ${killed.join(" ")}.`);
  }

  /** A new one. Throws where it cannot be kept. */
  open({ terms, ...asked }: NewSession): KeptSession {
    const { places, clock } = this.#options;
    const journal = newJournal(places, asked.id, terms);
    const session = this.#newSession({ ...asked, terms, createdMs: clock.today(), journal });
    try {
      this.#store(session);
    } catch (error) {
      this.#sessions.delete(asked.id);
      throw error;
    }
    return session;
  }

  /** Ends the processes that run a session's pipelines. */
  endRunspaces(session: KeptSession): void {
    for (const process of this.#processes.get(session.id)?.values() ?? []) killGroupOf(process);
  }

  /** A session of this keeper, or one that a dead one left; what is known of it, where another keeper has it. */
  find(id: string, known?: FoundSession): KeptSession | FoundSession | undefined {
    const own = this.#sessions.get(id);
    if (own) return own;
    const found = known ?? findSessions(this.#options.places).find((session) => session.id === id);
    if (found === undefined || found.owner) return found;
    return this.#adopt(found);
  }

  #newSession(facts: SessionFacts): KeptSession {
    const { hello, stopGraceMs, isSingle, ...rest } = facts;
    const session = new KeptSession({
      ...rest,
      clock: this.#options.clock,
      makeEndpoint: (wiring) =>
        this.#options.makeEndpoint({
          hello,
          ...wiring,
          stopGraceMs,
          ...(isSingle !== undefined && { isSingle }),
          ended: () => undefined,
          onProcess: (pid, runs) => this.#noteProcess(session, pid, runs),
        }),
      store: (changed) => {
        this.#tryStore(changed);
        this.#options.settle(); // it may have ended, and left something on disk alone
      },
      over: ({ id }) => this.#over(id),
    });
    this.#sessions.set(rest.id, session);
    return session;
  }

  #adopt(found: FoundSession): KeptSession | undefined {
    const { places, clock, log } = this.#options;
    const { id, stored } = found;
    const recovered = adoptSession(places, found);
    if (recovered === undefined) return undefined;
    this.#endLeftovers(stored);
    const { journal, setAside } = recovered;
    for (const path of setAside) log(`Part of the journal of session ${id} cannot be read: it is now ${path}.`);
    if (journal.isEmpty && stored.endedBecause === undefined) {
      removeSession(places, id);
      return undefined;
    }
    const session = this.#newSession({
      id,
      name: stored.name,
      terms: { ...DEFAULT_KEEP_TERMS, ...stored.terms },
      createdMs: stored.createdMs,
      journal,
      hello: NO_HELLO,
      endedBecause: endedBecause(stored.endedBecause, stored.keeper, setAside),
      disconnectedMs: stored.disconnectedMs ?? clock.today(),
    });
    this.#tryStore(session);
    return session;
  }

  #store(session: KeptSession): void {
    const { id, name, createdMs, disconnectedMs, endedBecause: because, ...terms } = session.facts;
    const { idleTimeoutSec, buffering, quotaBytes } = terms;
    const { places, self } = this.#options;
    storeSession(places, {
      layout: 1,
      id,
      name,
      terms: { idleTimeoutSec, buffering, quotaBytes },
      createdMs,
      disconnectedMs,
      endedBecause: because,
      keeper: self,
      socket: places.socket,
      processes: [...(this.#processes.get(id)?.values() ?? [])],
    });
  }

  #tryStore(session: KeptSession): void {
    try {
      this.#store(session);
    } catch (error) {
      this.#options.log(`Session ${session.id} cannot be noted: ${String(error)}`);
    }
  }

  #noteProcess(session: KeptSession, pid: number, runs: boolean): void {
    const processes = this.#processes.get(session.id) ?? new Map<number, ProcessIdentity>();
    this.#processes.set(session.id, processes);
    const identity = runs ? identityOfProcess(pid) : undefined;
    if (identity) processes.set(pid, identity);
    else processes.delete(pid);
    if (this.#sessions.get(session.id) === session && runs) this.#tryStore(session);
  }

  #over(id: string): void {
    this.#processes.delete(id);
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    session?.journal.close();
    removeSession(this.#options.places, id);
    this.#options.settle();
  }
}

function endedBecause(known: string | undefined, keeper: ProcessIdentity, setAside: readonly string[]): string {
  const why = known ?? `Its keeper (process ${keeper.pid} on ${hostname()}) ended without closing it.`;
  if (setAside.length === 0) return why;
  return `${why} Part of its journal cannot be read, and is now ${setAside.join(", ")}.`;
}
