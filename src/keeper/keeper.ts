// The keeper: one process that owns the sessions of its user on this host, and serves their clients on a socket.
//
// Rule: it lives as long as something runs that it keeps, or somebody is connected, and a little longer. What another keeper
// left when it died it gives to whoever asks for it; what another one still has it passes on to that one.

import type { Socket } from "node:net";
import { hostname } from "node:os";
import type { Endpoint } from "../endpoint/index.js";
import {
  DEFAULT_KEEP_TERMS,
  isGuid,
  KEEPER_PROTOCOL,
  type KeeperLine,
  keeperLine,
  numberIn,
  readKeeperLine,
  termsIn,
} from "../protocol/index.js";
import type { Clock } from "./clock.js";
import { KeptSession } from "./kept-session.js";
import { type Link, refuse } from "./link.js";
import { askOthers, passOn } from "./other-keepers.js";
import { type EndpointRequest, OwnSessions } from "./own-sessions.js";
import type { Places } from "./places.js";
import type { ProcessIdentity } from "./processes.js";
import { readHello, type RelayHello } from "./requests.js";
import { drained, firstLines, linkOf } from "./sockets.js";
import { findSessions, type FoundSession } from "./store.js";
import { Tickets } from "./tickets.js";

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
  /** Milliseconds without a word to a client after which it is asked for a sign of life. */
  readonly quietMs?: number;
}

const DEFAULT_LINGER_MS = 10_000;
const DEFAULT_QUIET_MS = 60_000;
/** How long the last answer has to get away. */
const GOODBYE_MS = 50;

export class Keeper {
  readonly #options: KeeperOptions;
  readonly #sessions: OwnSessions;
  readonly #tickets: Tickets = new Tickets();
  #connections = 0;
  #linger = (): void => undefined;

  constructor(options: KeeperOptions) {
    this.#options = options;
    const { places, clock, self, makeEndpoint, log } = options;
    this.#sessions = new OwnSessions({ places, clock, self, makeEndpoint, log, settle: () => this.#settle() });
    this.#sessions.tidy();
    this.#settle();
  }

  /** Sessions that run. */
  get alive(): number {
    return this.#sessions.alive;
  }

  /** Relays that are connected. */
  get connections(): number {
    return this.#connections;
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

  // A connection.

  /** Takes the first line, and for a client of ours the second; says whether more lines are wanted. */
  #begin(socket: Socket, lines: readonly string[], rest: () => Buffer, more: () => void): void {
    const said = readHello(lines[0]!);
    if (said === undefined) return void socket.destroy();
    const hello = "ticket" in said ? this.#tickets.read(said.ticket) : said;
    if (hello === undefined) {
      const why = "This keeper does not know the ticket: it was another keeper's, or is too old.";
      return refuse(linkOf(socket, undefined, this.#options.clock), "UnknownTicket", why);
    }
    if (hello.mode === "plain") return this.#servePlain(socket, hello, rest());
    if (lines.length === 1) {
      socket.write(this.#greeting(hello));
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

  /** Says who this is, and how the same client can come again without a relay. */
  #greeting(hello: RelayHello): string {
    const { self, places } = this.#options;
    return keeperLine("Hello", {
      Version: KEEPER_PROTOCOL,
      Host: hostname(),
      Pid: self.pid,
      Socket: places.socket,
      Ticket: this.#tickets.of(hello),
    });
  }

  async #request(socket: Socket, hello: RelayHello, line: KeeperLine, text: string, rest: Buffer): Promise<void> {
    const link = linkOf(socket, line, this.#options.clock);
    const id = line.attributes.get("Id")?.toLowerCase() ?? "";
    if (line.verb === "List") return this.#list(link, line.attributes.get("Own") === "true");
    if (line.verb === "End") return this.#endAll(link);
    if (!isGuid(id)) return refuse(link, "BadRequest", `"${id}" is not the id of a session.`);
    if (line.verb === "Open") return this.#open(socket, link, hello, line, id, rest);
    const found = this.#sessions.find(id);
    if (found === undefined) {
      const why = "it has ended, was removed, or was never there";
      return refuse(link, "NotFound", `${hostname()} keeps no session ${id}: ${why}.`);
    }
    if (!(found instanceof KeptSession)) return this.#passOn(socket, link, found, hello, text, rest);
    switch (line.verb) {
      case "Connect":
        if (await found.connect(link)) this.#join(socket, link, found, rest);
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

  /** Gives a client to the keeper that has its session. One whose socket was deleted, and is ours now, cannot be reached. */
  #passOn(socket: Socket, link: Link, found: FoundSession, hello: RelayHello, text: string, rest: Buffer): void {
    if (found.stored.socket !== this.#options.places.socket) return passOn(socket, found, hello, text, rest);
    const why = "whose socket was deleted. When it has ended, what the session printed can be received";
    refuse(link, "Hung", `The session is kept by process ${found.owner!.pid} of ${hostname()}, ${why}.`);
  }

  /** Stops what the line says; where its patience ends before that of the session the runspace is ended. */
  async #stop(session: KeptSession, line: KeeperLine): Promise<void> {
    const graceMs = numberIn(line, "Grace");
    const endRunspaces = (): void => this.#sessions.endRunspaces(session);
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
    if (this.#sessions.find(id) !== undefined) return refuse(link, "BadRequest", `There is a session ${id} already.`);
    let session: KeptSession;
    try {
      session = this.#sessions.open({
        id,
        name: line.attributes.get("Name") ?? "",
        terms: { ...DEFAULT_KEEP_TERMS, ...termsIn(line) },
        hello,
        stopGraceMs: numberIn(line, "StopGrace"),
        isSingle: line.attributes.get("Single") === "true",
      });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return refuse(link, "NoKeeper", `The session cannot be kept: ${why}.`);
    }
    session.open(link);
    this.#join(socket, link, session, rest);
  }

  #join(socket: Socket, link: Link, session: KeptSession, rest: Buffer): void {
    askWhileQuiet(socket, link, this.#options.clock, this.#options.quietMs ?? DEFAULT_QUIET_MS);
    join(socket, link, session, rest);
  }

  /** Ends everything that runs; what was printed stays on disk. */
  #endAll(link: Link): void {
    const who = link.who;
    for (const session of this.#sessions.all) session.end(`Its keeper was told to end by ${who}.`);
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
    for (const id of new Set([...this.#sessions.ids, ...found.keys()])) {
      const session = this.#sessions.find(id, found.get(id));
      if (session instanceof KeptSession) text += session.lines();
    }
    const others = new Set<string>();
    for (const { owner, stored } of found.values())
      if (!own && owner && stored.socket !== this.#options.places.socket) others.add(stored.socket);
    void askOthers(others).then((more) => {
      link.send(text + more);
      done(link);
    });
  }
}

function done(link: Link): void {
  link.send(keeperLine("Done"));
  link.end();
}

/**
 * Asks a client for a sign of life after each period in which nothing was sent to it. A client that is there asks more often by itself. Where
 * nobody acknowledges the question, the system gives up a connection that has lost its network, sshd ends, and the session has lost its client.
 */
function askWhileQuiet(socket: Socket, link: Link, clock: Clock, periodMs: number): void {
  let sent = socket.bytesWritten;
  let cancel = clock.after(periodMs, look);
  function look(): void {
    if (socket.bytesWritten === sent) link.send(keeperLine("Ping"));
    sent = socket.bytesWritten;
    cancel = clock.after(periodMs, look);
  }
  socket.once("close", () => cancel());
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
