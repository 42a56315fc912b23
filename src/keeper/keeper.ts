// The keeper: one process that owns the sessions of its user on this host, and serves their clients on a socket.
//
// Rule: it lives as long as something runs that it keeps, or somebody is connected, and a little longer. What another keeper
// left when it died it gives to whoever asks for it; what another one still has it passes on to that one.

import { createConnection, type Socket } from "node:net";
import { hostname } from "node:os";
import { Endpoint, type EndpointKeeper } from "../endpoint/index.js";
import {
  DEFAULT_KEEP_TERMS,
  isGuid,
  KEEPER_PROTOCOL,
  type KeeperLine,
  keeperLine,
  type KeepTerms,
  numberIn,
  readKeeperLine,
  termsIn,
} from "../protocol/index.js";
import type { Clock } from "./clock.js";
import { refuse, KeptSession } from "./kept-session.js";
import type { Link } from "./link.js";
import type { Places } from "./places.js";
import { identityOfProcess, killGroupOf, type ProcessIdentity } from "./processes.js";
import { MAX_FIRST_LINE, readHello, type RelayHello, writeHello } from "./requests.js";
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
}

export interface KeeperOptions {
  readonly places: Places;
  readonly clock: Clock;
  readonly self: ProcessIdentity;
  /** Makes an endpoint; whatever runs its pipelines is the maker's. */
  readonly makeEndpoint: (request: EndpointRequest) => Endpoint;
  /** There is nothing to keep, and nobody came for a while. */
  readonly idle: () => void;
  readonly log: (text: string) => void;
  /** Milliseconds without anything to keep after which it ends. */
  readonly lingerMs?: number;
}

const DEFAULT_LINGER_MS = 10_000;
/** How long the last answer has to get away. */
const GOODBYE_MS = 50;
/** How long a journal that nobody came for is kept: 30 days. */
const RETENTION_MS = 30 * 24 * 3_600_000;

export class Keeper {
  readonly #options: KeeperOptions;
  readonly #sessions: Map<string, KeptSession> = new Map();
  /** What runs each session's pipelines, by its process id. */
  readonly #processes: Map<string, Map<number, ProcessIdentity>> = new Map();
  #connections = 0;
  #linger = (): void => undefined;

  constructor(options: KeeperOptions) {
    this.#options = options;
    emptyTrash(options.places);
    for (const found of findSessions(options.places)) this.#tidy(found);
    this.#settle();
  }

  /** Sessions that run. */
  get alive(): number {
    let count = 0;
    for (const { isAlive } of this.#sessions.values()) if (isAlive) count++;
    return count;
  }

  /** A relay has connected. */
  accept(socket: Socket): void {
    this.#connections++;
    this.#linger();
    socket.once("close", () => {
      this.#connections--;
      this.#settle();
    });
    socket.on("error", () => socket.destroy());
    firstLines(socket, (lines, rest, more) => this.#begin(socket, lines, rest, more));
  }

  /** Ends when there is nothing to do. */
  #settle(): void {
    this.#linger();
    if (this.#connections > 0 || this.alive > 0) return;
    this.#linger = this.#options.clock.after(this.#options.lingerMs ?? DEFAULT_LINGER_MS, this.#options.idle);
  }

  /** What a dead keeper started and left running is ended; what nobody came for in a long time is thrown away. */
  #tidy({ id, stored, owner, setAside }: FoundSession): void {
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

  // A connection.

  /** Takes the first line, and for a client of ours the second; says whether more lines are wanted. */
  #begin(socket: Socket, lines: readonly string[], rest: () => Buffer, more: () => void): void {
    const hello = readHello(lines[0]!);
    if (hello === undefined) return void socket.destroy();
    if (hello.mode === "plain") return this.#servePlain(socket, hello, rest());
    if (lines.length === 1) {
      const { pid } = this.#options.self;
      socket.write(keeperLine("Hello", { Version: KEEPER_PROTOCOL, Host: hostname(), Pid: pid }));
      return more();
    }
    let request: KeeperLine;
    try {
      request = readKeeperLine(lines[1]!);
    } catch {
      return refuse(linkOf(socket, undefined, this.#options.clock), "BadRequest", "This is not a request to a keeper.");
    }
    void this.#request(socket, hello, request, lines[1]!, rest()).catch((error: unknown) => {
      this.#options.log(`A request failed: ${error instanceof Error ? error.stack : String(error)}`);
      socket.destroy();
    });
  }

  async #request(socket: Socket, hello: RelayHello, line: KeeperLine, text: string, rest: Buffer): Promise<void> {
    const link = linkOf(socket, line, this.#options.clock);
    const id = line.attributes.get("Id")?.toLowerCase() ?? "";
    if (line.verb === "List") return this.#list(link, line.attributes.get("Own") === "true");
    if (line.verb === "End") return this.#endAll(link);
    if (!isGuid(id)) return refuse(link, "BadRequest", `"${id}" is not the id of a session.`);
    if (line.verb === "Open") return this.#open(socket, link, hello, line, id, rest);
    const found = this.#find(id);
    if (found === undefined) {
      const why = "it has ended, was removed, or was never there";
      return refuse(link, "NotFound", `${hostname()} keeps no session ${id}: ${why}.`);
    }
    if (!(found instanceof KeptSession)) return this.#passOn(socket, found, hello, text, rest);
    switch (line.verb) {
      case "Connect":
        if (await found.connect(link)) join(socket, link, found, rest);
        return;
      case "Remove":
        found.remove();
        return done(link);
      case "Stop":
        await this.#stop(found, line);
        return done(link);
      default:
        return refuse(link, "BadRequest", `A keeper does not know "${line.verb}".`);
    }
  }

  /** Stops what the line says; where its patience ends before that of the session the runspace is ended. */
  async #stop(session: KeptSession, line: KeeperLine): Promise<void> {
    const graceMs = numberIn(line, "Grace");
    const endRunspaces = (): void => {
      for (const process of this.#processes.get(session.id)?.values() ?? []) killGroupOf(process);
    };
    const cancel = graceMs === undefined ? undefined : this.#options.clock.after(graceMs, endRunspaces);
    await session.stop(line.attributes.get("PSGuid")?.toLowerCase());
    cancel?.();
  }

  /** For a client that knows no keeper: an endpoint that ends with it. */
  #servePlain(socket: Socket, hello: RelayHello, rest: Buffer): void {
    const endpoint: Endpoint = this.#options.makeEndpoint({
      hello,
      flush() {
        const errors = endpoint.takeErrors();
        if (errors !== "" && hello.ssh) socket.write(errors, "latin1");
        const text = endpoint.take();
        if (text === "" || socket.write(text, "latin1") || socket.destroyed) return undefined;
        return drained(socket);
      },
      ended: () => socket.end(),
    });
    socket.on("data", (bytes: Buffer) => endpoint.receive(bytes.toString("latin1")));
    socket.once("close", () => endpoint.end());
    socket.once("end", () => endpoint.end());
    if (rest.length > 0) endpoint.receive(rest.toString("latin1"));
    socket.resume();
  }

  #open(socket: Socket, link: Link, hello: RelayHello, line: KeeperLine, id: string, rest: Buffer): void {
    if (this.#find(id) !== undefined) return refuse(link, "BadRequest", `There is a session ${id} already.`);
    const { places, clock } = this.#options;
    const terms: KeepTerms = { ...DEFAULT_KEEP_TERMS, ...termsIn(line) };
    const session = this.#newSession({
      id,
      name: line.attributes.get("Name") ?? "",
      terms,
      createdMs: clock.today(),
      journal: newJournal(places, id, terms),
      hello,
      stopGraceMs: numberIn(line, "StopGrace"),
    });
    try {
      this.#store(session);
    } catch (error) {
      this.#sessions.delete(id);
      const why = error instanceof Error ? error.message : String(error);
      return refuse(link, "NoKeeper", `The session cannot be kept: ${why}.`);
    }
    session.open(link);
    join(socket, link, session, rest);
  }

  /** Ends everything that runs; what was printed stays on disk. */
  #endAll(link: Link): void {
    const who = link.who;
    for (const session of this.#sessions.values()) session.end(`Its keeper was told to end by ${who}.`);
    const wait = (): void => {
      if (this.alive > 0) return void this.#options.clock.after(20, wait);
      done(link);
      this.#options.clock.after(GOODBYE_MS, this.#options.idle);
    };
    wait();
  }

  /** `own`: only what is this keeper's, as another keeper asks. */
  #list(link: Link, own: boolean): void {
    let text = "";
    const found = new Map(findSessions(this.#options.places).map((session) => [session.id, session]));
    for (const id of new Set([...this.#sessions.keys(), ...found.keys()])) {
      const session = this.#find(id, found.get(id));
      if (session instanceof KeptSession) text += session.lines();
    }
    const others = new Set<string>();
    for (const { owner, stored } of found.values())
      if (!own && owner && owner.pid !== this.#options.self.pid) others.add(stored.socket);
    void this.#askOthers(others).then((more) => {
      link.send(text + more);
      done(link);
    });
  }

  // Sessions.

  #newSession(facts: {
    readonly id: string;
    readonly name: string;
    readonly terms: KeepTerms;
    readonly createdMs: number;
    readonly journal: KeptSession["journal"];
    readonly hello: RelayHello;
    readonly stopGraceMs?: number | undefined;
    readonly endedBecause?: string;
    readonly disconnectedMs?: number | undefined;
  }): KeptSession {
    const { hello, stopGraceMs, ...rest } = facts;
    const session = new KeptSession({
      ...rest,
      clock: this.#options.clock,
      makeEndpoint: (wiring) =>
        this.#options.makeEndpoint({
          hello,
          ...wiring,
          stopGraceMs,
          ended: () => undefined,
          onProcess: (pid, runs) => this.#noteProcess(session, pid, runs),
        }),
      store: (changed) => {
        this.#tryStore(changed);
        this.#settle(); // it may have ended, and left something on disk alone
      },
      over: ({ id }) => this.#over(id),
    });
    this.#sessions.set(rest.id, session);
    return session;
  }

  /** A session of this keeper, or one that a dead one left; what is known of it, where another keeper has it. */
  #find(id: string, known?: FoundSession): KeptSession | FoundSession | undefined {
    const own = this.#sessions.get(id);
    if (own) return own;
    const found = known ?? findSessions(this.#options.places).find((session) => session.id === id);
    if (found === undefined || found.owner) return found;
    return this.#adopt(found);
  }

  #adopt(found: FoundSession): KeptSession | undefined {
    const { places, clock, log } = this.#options;
    const { id, stored } = found;
    const recovered = adoptSession(places, found);
    if (recovered === undefined) return undefined;
    this.#endLeftovers(stored);
    const { journal, setAside } = recovered;
    for (const path of setAside) log(`Part of the journal of session ${id} cannot be read: it is now ${path}.`);
    if (journal.isEmpty) {
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
    this.#settle();
  }

  // Other keepers of this user: of another version of the program.

  #passOn(socket: Socket, { stored }: FoundSession, hello: RelayHello, text: string, rest: Buffer): void {
    const other = createConnection(stored.socket);
    const give = (): void => void socket.destroy();
    other.once("error", give);
    other.write(writeHello(hello) + text + "\n", "latin1");
    other.write(rest);
    let skipped = Buffer.alloc(0);
    const skipHello = (bytes: Buffer): void => {
      skipped = Buffer.concat([skipped, bytes]);
      const feed = skipped.indexOf(10);
      if (feed < 0) return;
      other.off("data", skipHello);
      socket.write(skipped.subarray(feed + 1));
      other.pipe(socket);
    };
    other.on("data", skipHello);
    socket.pipe(other);
  }

  /** What other keepers list. One that does not answer in time lists nothing. */
  async #askOthers(sockets: ReadonlySet<string>): Promise<string> {
    const texts = await Promise.all([...sockets].map((path) => askOther(path)));
    return texts.join("");
  }
}

const NO_HELLO: RelayHello = { mode: "keep", ssh: false, start: "/", initialScripts: [], environment: {} };

function endedBecause(known: string | undefined, keeper: ProcessIdentity, setAside: readonly string[]): string {
  const why = known ?? `Its keeper (process ${keeper.pid} on ${hostname()}) ended without closing it.`;
  if (setAside.length === 0) return why;
  return `${why} Part of its journal cannot be read, and is now ${setAside.join(", ")}.`;
}

function done(link: Link): void {
  link.send(keeperLine("Done"));
  link.end();
}

function join(socket: Socket, link: Link, session: KeptSession, rest: Buffer): void {
  socket.on("data", (bytes: Buffer) => session.receive(link, bytes.toString("latin1")));
  socket.once("end", () => {
    session.lost(link);
    socket.end();
  });
  socket.once("close", () => session.lost(link));
  if (rest.length > 0) session.receive(link, rest.toString("latin1"));
  socket.resume();
}

function linkOf(socket: Socket, line: KeeperLine | undefined, clock: Clock): Link {
  return {
    who: line?.attributes.get("From") ?? "an unknown client",
    token: line?.attributes.get("Client") ?? "",
    sinceMs: clock.today(),
    send: (text) => socket.destroyed || !socket.writable || socket.write(text, "latin1"),
    drained: () => drained(socket),
    end: () => void socket.end(() => socket.destroy()),
    destroy: () => void socket.destroy(),
  };
}

function drained(socket: Socket): Promise<void> {
  if (socket.destroyed || !socket.writableNeedDrain) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = (): void => {
      socket.off("drain", settle);
      socket.off("close", settle);
      resolve();
    };
    socket.on("drain", settle);
    socket.on("close", settle);
  });
}

/** Hands on the first lines of a socket, one more each time `more` is called, and stops reading in between. */
function firstLines(
  socket: Socket,
  take: (lines: readonly string[], rest: () => Buffer, more: () => void) => void,
): void {
  const lines: string[] = [];
  let buffered: Buffer = Buffer.alloc(0);
  const next = (): void => {
    const feed = buffered.indexOf(10);
    if (feed < 0) {
      if (buffered.length > MAX_FIRST_LINE) socket.destroy();
      return;
    }
    lines.push(buffered.toString("latin1", 0, feed));
    buffered = buffered.subarray(feed + 1);
    socket.off("data", hear);
    socket.pause();
    take(
      lines,
      () => buffered,
      () => {
        socket.on("data", hear);
        socket.resume();
        next();
      },
    );
  };
  const hear = (bytes: Buffer): void => {
    buffered = Buffer.concat([buffered, bytes]);
    next();
  };
  socket.on("data", hear);
}

function askOther(path: string): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = createConnection(path);
    const settle = (): void => {
      socket.destroy();
      resolve(linesOfSessions(text));
    };
    socket.setTimeout(2000, settle);
    socket.once("error", settle);
    socket.once("close", settle);
    socket.on("data", (bytes: Buffer) => (text += bytes.toString("latin1")));
    socket.write(writeHello(NO_HELLO) + keeperLine("List", { Own: true }));
  });
}

/** What another keeper listed. */
function linesOfSessions(text: string): string {
  return text
    .split("\n")
    .filter((line) => /^<Keeper Verb='(?:Session|Pipeline)'/.test(line))
    .map((line) => `${line}\n`)
    .join("");
}
