// One session that is kept: its endpoint, its journal, and the client that is there, or not.
//
// Rule: what a pipeline emits is in the journal before it goes to a client. One client at a time: who comes takes the session over
// from one that gives no sign of life. It ends when it is removed, by its idle time-out, with its process, or with its keeper; what it
// printed can still be received then.

import { type Endpoint, type EndpointKeeper } from "../endpoint/index.js";
import {
  encodeFailure,
  encodePipelineState,
  type KeeperLine,
  keeperLine,
  type KeepTerms,
  type KeptSession as KeptSessionFacts,
  type MessageType,
  MESSAGE_TYPES,
  numberIn,
  type OutOfProcessServerEvent,
  type Packet,
  type RunspacePoolState,
  sessionLine,
  termsAttributes,
  termsIn,
} from "../protocol/index.js";
import type { Clock } from "./clock.js";
import { Delivery } from "./delivery.js";
import type { Journal, JournalPipeline } from "./journal/journal.js";
import { JournalWriter } from "./journal-writer.js";
import { type Link, refuse } from "./link.js";
import { endOf, storedFacts } from "./pipeline-facts.js";
import { Probe } from "./probe.js";
import { PipelineNotes } from "./pipeline-notes.js";

/** What the endpoint of a session is made with. */
export interface EndpointWiring {
  readonly flush: () => void | Promise<void>;
  readonly keeper: EndpointKeeper;
}

export interface KeptSessionOptions {
  readonly id: string;
  readonly name: string;
  readonly terms: KeepTerms;
  readonly createdMs: number;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly makeEndpoint: (wiring: EndpointWiring) => Endpoint;
  /** Its facts have changed: they are to be stored. */
  readonly store: (session: KeptSession) => void;
  /** It is over and has nothing left: the keeper forgets it, and its journal. */
  readonly over: (session: KeptSession) => void;
  /** Why it cannot run anything any more, for one that another keeper left. */
  readonly endedBecause?: string;
  readonly disconnectedMs?: number | undefined;
}

/** How long a session waits for a client of which was never heard that it knows of it: its link may have broken just then. */
const UNHEARD_MS = 60_000;
/** How soon what was said to be received is written down. */
const SOON_MS = 20;

export class KeptSession {
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
  readonly journal: Journal;
  readonly #options: KeptSessionOptions;
  readonly #clock: Clock;
  readonly #writer: JournalWriter;
  readonly #delivery: Delivery;
  readonly #notes: PipelineNotes = new PipelineNotes();
  #endpoint: Endpoint;
  #terms: KeepTerms;
  #link: Link | undefined;
  #disconnectedMs: number | undefined;
  #endedBecause: string | undefined;
  /** Its first client has heard that it is open, or it is of another keeper. */
  #isOpened: boolean;
  #closing = false;
  #removed = false;
  #idle = (): void => undefined;
  #soon: (() => void) | undefined;
  readonly #probe: Probe;
  #ends: (() => void)[] = [];

  constructor(options: KeptSessionOptions) {
    this.#options = options;
    this.id = options.id;
    this.name = options.name;
    this.createdMs = options.createdMs;
    this.journal = options.journal;
    this.#clock = options.clock;
    this.#probe = new Probe(options.clock);
    this.#terms = options.terms;
    this.#endedBecause = options.endedBecause;
    this.#disconnectedMs = options.disconnectedMs;
    this.#isOpened = options.endedBecause !== undefined;
    const { journal, clock } = options;
    this.#writer = new JournalWriter({
      journal,
      clock,
      say: (line) => this.#link?.send(line),
      isUnwanted: () => this.#removed,
    });
    this.#delivery = new Delivery({
      journal,
      clock,
      link: () => this.#link,
      endpoint: () => this.#endpoint,
      flush: () => void this.#flush(),
    });
    this.#endpoint = this.#newEndpoint();
    if (options.endedBecause !== undefined) this.#standIn();
  }

  /** True while something of it runs: a keeper with such a session cannot end. */
  get isAlive(): boolean {
    return this.#endedBecause === undefined || this.#closing;
  }

  get endedBecause(): string | undefined {
    return this.#endedBecause;
  }

  get isConnected(): boolean {
    return this.#link !== undefined;
  }

  get facts(): Omit<KeptSessionFacts, "pipelines"> {
    const link = this.#link;
    return {
      id: this.id,
      name: this.name,
      ...this.#terms,
      state: this.#endedBecause === undefined ? "Disconnected" : "Broken",
      availability: link ? "Busy" : "None",
      endedBecause: this.#endedBecause,
      client: link && { who: link.who, sinceMs: link.sinceMs },
      createdMs: this.createdMs,
      disconnectedMs: this.#disconnectedMs,
    };
  }

  /** Lines of a list: itself, and its pipelines. */
  lines(verb?: string): string {
    return sessionLine(this.facts, verb) + this.#notes.lines(this.journal);
  }

  // Clients.

  /** Its first client, which opens it. */
  open(link: Link): void {
    this.#link = link;
    link.send(keeperLine("Opened", termsAttributes(this.#terms)));
  }

  /** A client connects. Resolves when it is the one, or was told why it is not. */
  async connect(link: Link): Promise<boolean> {
    for (let there = this.#link; there && there.token !== link.token; there = this.#link) {
      if (await this.#probe.ask(there)) {
        const since = new Date(there.sinceMs).toISOString();
        const message = `The session is in use: ${there.who} has been connected to it since ${since}.`;
        refuse(link, "InUse", message, { By: there.who, Since: there.sinceMs });
        return false;
      }
      if (there === this.#link) break;
    }
    if (this.#closing || this.#removed || !CONNECTABLE.has(this.#endpoint.poolState)) {
      refuse(link, "NotFound", `The session ${this.id} is not open.`);
      return false;
    }
    if (this.#link) {
      this.#link.send(keeperLine("Taken", { By: link.who }));
      this.#link.end();
      this.#unlink();
    }
    this.#idle();
    this.#link = link;
    this.#disconnectedMs = undefined;
    this.#endpoint.attach();
    link.send(this.lines("Connected") + keeperLine("Done"));
    const { blockedBecause } = this.#writer;
    if (blockedBecause !== undefined) link.send(keeperLine("Blocked", { Reason: blockedBecause }));
    return true;
  }

  /** Text from the client. */
  receive(link: Link, text: string): void {
    if (link !== this.#link) return;
    this.#probe.heard();
    this.#isOpened ||= this.#endpoint.poolState === "Opened";
    this.#endpoint.receive(text);
  }

  /** The client's connection is gone. */
  lost(link: Link): void {
    if (link !== this.#link) return;
    this.#unlink();
    if (this.#removed) return;
    this.#disconnectedMs = this.#clock.today();
    const { poolState } = this.#endpoint;
    if (poolState === "Closing") return; // it was told to close, and does
    if (!this.isAlive && this.journal.isEmpty) return this.#close(); // it knows of the end, and has all
    if (this.#endedBecause === undefined && poolState !== "Disconnected") return this.remove(); // nobody would come for it
    this.#waitIdle();
    this.#options.store(this);
  }

  // Ends.

  /** Stops a pipeline, or all that run. Resolves when they have ended. */
  async stop(pipelineId?: string): Promise<void> {
    const running = [...this.journal.pipelines()].filter(
      ({ id, end }) => end === undefined && (pipelineId === undefined || id === pipelineId),
    );
    for (const { id } of running) {
      this.#notes.liveOf(id).stopping = true;
      this.#endpoint.stop(id);
    }
    while (running.some(({ end }) => end === undefined) && !this.#removed && this.isAlive)
      await new Promise<void>((resolve) => this.#ends.push(resolve));
  }

  /** Ends all that runs in it, and throws away what nobody received. */
  remove(): void {
    this.#removed = true;
    this.#close();
  }

  /** Ends all that runs in it; what was printed can still be received. */
  end(because: string): void {
    if (this.#closing || this.#endedBecause !== undefined) return;
    this.#endedBecause = because;
    this.#close();
  }

  /** What ran in it is gone; its endpoint goes on, so that what is left can be received. */
  #lostProcess(because: string): void {
    this.#endedBecause = because;
    this.#idle();
    this.#endpoint.say(keeperLine("Ended", { Because: because }));
    this.#flush();
    for (const done of this.#ends.splice(0)) done();
    this.#options.store(this);
  }

  #close(): void {
    this.#idle();
    if (this.#closing) return;
    this.#closing = true;
    this.#endpoint.close();
  }

  #poolClosed(): void {
    this.#flush();
    for (const done of this.#ends.splice(0)) done();
    const isEnded = this.#endedBecause !== undefined && !this.#removed;
    if (isEnded && !this.journal.isEmpty) return this.#afterEnd();
    this.#removed = true;
    this.#writer.release();
    this.#link?.end();
    this.#unlink();
    this.#idle();
    this.#soon?.();
    this.#writer.stop();
    this.#options.over(this);
  }

  /** What it left can be received: an endpoint without runspaces stands in. */
  #afterEnd(): void {
    this.#link?.end();
    this.#unlink();
    this.#closing = false;
    this.#disconnectedMs ??= this.#clock.today();
    this.#endpoint = this.#newEndpoint();
    this.#standIn();
    this.#options.store(this);
  }

  #standIn(): void {
    this.#endpoint.restore(this.id);
    for (const pipeline of this.journal.pipelines())
      if (pipeline.end === undefined) this.#append(pipeline, "PIPELINE_STATE", failedState(this.#endedBecause!));
    this.#writer.flush();
  }

  #newEndpoint(): Endpoint {
    const keeper: EndpointKeeper = {
      emitted: (id, type, payload) => this.#emitted(id, type, payload),
      emittedPacket: (id, packet) => this.#emittedPacket(id, packet),
      observe: (event) => this.#observe(event),
      poolClosed: () => this.#poolClosed(),
      poolBroken: (because) => this.#lostProcess(because),
    };
    return this.#options.makeEndpoint({ flush: () => this.#flush(), keeper });
  }

  // What the client says.

  #observe(event: OutOfProcessServerEvent): void {
    switch (event.type) {
      case "CREATE_PIPELINE":
      case "GET_COMMAND_METADATA":
        this.#begin(event.pipelineId);
        return;
      case "KeeperLine":
        return this.#heard(event.line);
      case "CloseRunspacePool": // by its client, who has no use for what is left
        this.#closing = this.#removed = true;
        return this.#writer.release();
      case "InputEnded":
      case "CarrierFailed":
        return this.#link?.end();
      default:
        this.#notes.observe(event);
    }
  }

  #heard(line: KeeperLine): void {
    const pipelineId = line.attributes.get("PSGuid")?.toLowerCase() ?? "";
    const sequence = numberIn(line, "Sequence") ?? 0;
    switch (line.verb) {
      case "Describe":
        return this.#notes.describe(pipelineId, line);
      case "Received":
        return this.#received(pipelineId, sequence);
      case "Resume":
        return this.#delivery.resume(pipelineId, sequence);
      case "Disconnect":
        return this.#disconnect(line);
      case "Ping":
        this.#link?.send(keeperLine("Pong"));
        return;
      default: // Pong, and what newer clients say
    }
  }

  #begin(pipelineId: string): JournalPipeline {
    this.#delivery.begin(pipelineId);
    return this.journal.begin(pipelineId, this.#notes.factsOf(pipelineId, this.#clock.today()));
  }

  #received(pipelineId: string, sequence: number): void {
    const pipeline = this.journal.pipeline(pipelineId);
    if (pipeline === undefined) return;
    this.journal.received(pipeline, sequence);
    if (this.journal.pipeline(pipelineId) === undefined) {
      this.#notes.forget(pipelineId);
      this.#delivery.forget(pipelineId);
    }
    this.#soon ??= this.#clock.after(SOON_MS, () => {
      this.#soon = undefined;
      this.#flush();
    });
    this.#writer.release();
    if (!this.isAlive && this.journal.isEmpty) this.#close();
  }

  #disconnect(line: KeeperLine): void {
    this.#terms = { ...this.#terms, ...termsIn(line) };
    this.journal.settings = { ...this.journal.settings, ...this.#terms };
    const link = this.#link;
    if (!link) return;
    this.#endpoint.say(keeperLine("Disconnected"));
    void this.#flush();
    link.end();
    this.lost(link);
  }

  // What its pipelines say.

  #emitted(pipelineId: string, type: MessageType, payload: string): boolean {
    const pipeline = this.journal.pipeline(pipelineId) ?? this.#begin(pipelineId);
    this.#append(pipeline, type, payload);
    if (type === "PIPELINE_HOST_CALL" && !NO_ANSWER.test(payload)) this.#notes.liveOf(pipelineId).blocked = true;
    return this.#delivery.isFollowing(pipelineId);
  }

  #emittedPacket(pipelineId: string, { count, bytes }: Packet): boolean {
    const pipeline = this.journal.pipeline(pipelineId) ?? this.#begin(pipelineId);
    this.journal.appendPacket(pipeline, count, bytes);
    return this.#delivery.isFollowing(pipelineId);
  }

  #append(pipeline: JournalPipeline, type: MessageType, payload: string): void {
    const end = type === "PIPELINE_STATE" ? endOf(MESSAGE_TYPES[type], payload) : undefined;
    if (end !== undefined)
      this.journal.begin(pipeline.id, JSON.stringify({ ...storedFacts(pipeline), endedMs: this.#clock.today() }));
    this.journal.append(pipeline, MESSAGE_TYPES[type], payload, end);
    if (end !== undefined) for (const done of this.#ends.splice(0)) queueMicrotask(done);
  }

  /** Puts what was emitted into the journal, then sends it. The promise says when there may be more. */
  #flush(): void | Promise<void> {
    this.#writer.flush();
    const text = this.#endpoint.take();
    const link = this.#link;
    const isTaken = text === "" || link === undefined || link.send(text);
    if (this.#writer.blockedBecause !== undefined) return this.#writer.room();
    if (!isTaken) return this.#delivery.untilTaken(link);
    return undefined;
  }

  // Small things.

  #unlink(): void {
    this.#link = undefined;
    this.#delivery.stop();
    this.#notes.clientGone();
    if (CONNECTABLE.has(this.#endpoint.poolState)) this.#endpoint.detach();
    this.#probe.gone();
  }

  #waitIdle(): void {
    this.#idle();
    if (this.#endedBecause !== undefined) return;
    if (!this.#isOpened) {
      this.#idle = this.#clock.after(UNHEARD_MS, () => this.remove());
      return;
    }
    const { idleTimeoutSec } = this.#terms;
    this.#idle = this.#clock.after(idleTimeoutSec * 1000, () =>
      this.end(`No client was connected to the session for ${idleTimeoutSec} s, its idle time-out.`),
    );
  }
}

const CONNECTABLE: ReadonlySet<string> = new Set<RunspacePoolState>(["Opened", "Connecting", "Disconnected"]);
const NO_ANSWER = /<I64 N="ci">-100<\/I64>/;

function failedState(because: string): string {
  const failure = encodeFailure({
    message: `The session ended while the command ran. ${because}`,
    exceptionType: "System.Management.Automation.Remoting.PSRemotingTransportException",
    fullyQualifiedErrorId: "KeeperSessionEnded",
    category: "ResourceUnavailable",
  });
  return encodePipelineState("Failed", failure);
}
