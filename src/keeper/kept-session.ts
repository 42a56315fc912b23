// One session that is kept: its endpoint, its journal, and the client that is there, or not.
//
// Rule: what a pipeline emits is in the journal before it goes to a client. A client that is slow, or comes back, reads from the
// journal until it has caught up, and then hears everything as it comes. A client holds a pipeline back for a moment; a
// link that takes nothing for longer does not: the pipeline goes on into the journal.

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
  pipelineLine,
  type RunspacePoolState,
  sessionLine,
  termsAttributes,
  termsIn,
} from "../protocol/index.js";
import type { Clock } from "./clock.js";
import type { Cursor, Step } from "./journal/cursor.js";
import type { Journal, JournalPipeline } from "./journal/journal.js";
import type { Link } from "./link.js";
import { endOf, keptPipeline, type LiveFacts, liveFacts, messageName, storedFacts } from "./pipeline-facts.js";

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

/** How long a link may take nothing before what it is told waits in the journal instead. */
const STALL_MS = 5000;
/** How soon a sign of life is expected of a client whose session another one wants. */
const PROBE_MS = 3000;
/** How soon what was said to be received is written down. */
const SOON_MS = 20;
/** How often the disk is asked to keep for good what was written. */
const SYNC_MS = 1000;
/** How soon a disk that was full is tried again. */
const RETRY_MS = 1000;

export class KeptSession {
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
  readonly journal: Journal;
  readonly #options: KeptSessionOptions;
  readonly #clock: Clock;
  readonly #live: Map<string, LiveFacts> = new Map();
  /** Pipelines whose messages go to the client as they come. */
  readonly #following: Set<string> = new Set();
  /** Pipelines whose messages it is sent out of the journal. */
  readonly #reading: Map<string, Cursor> = new Map();
  readonly #described: Map<string, { readonly command: string; readonly name: string }> = new Map();
  #endpoint: Endpoint;
  #terms: KeepTerms;
  #link: Link | undefined;
  #disconnectedMs: number | undefined;
  #endedBecause: string | undefined;
  #closing = false;
  #removed = false;
  #pumping = false;
  #blockedBecause: string | undefined;
  #room: (() => void)[] = [];
  #idle = (): void => undefined;
  #soon: (() => void) | undefined;
  #syncing: (() => void) | undefined;
  #retrying: (() => void) | undefined;
  #alive: (() => void)[] = [];
  #ends: (() => void)[] = [];

  constructor(options: KeptSessionOptions) {
    this.#options = options;
    this.id = options.id;
    this.name = options.name;
    this.createdMs = options.createdMs;
    this.journal = options.journal;
    this.#clock = options.clock;
    this.#terms = options.terms;
    this.#endedBecause = options.endedBecause;
    this.#disconnectedMs = options.disconnectedMs;
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
    return sessionLine(this.facts, verb) + this.#pipelineLines();
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
      if (await this.#answers(there)) {
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
    if (this.#blockedBecause !== undefined) link.send(keeperLine("Blocked", { Reason: this.#blockedBecause }));
    return true;
  }

  /** Text from the client. */
  receive(link: Link, text: string): void {
    if (link !== this.#link) return;
    for (const alive of this.#alive.splice(0)) alive();
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
    if (this.#endedBecause === undefined && poolState !== "Disconnected") return this.remove(); // it never was open
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
      this.#liveOf(id).stopping = true;
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
    this.#release();
    this.#link?.end();
    this.#unlink();
    this.#idle();
    for (const cancel of [this.#soon, this.#syncing, this.#retrying]) cancel?.();
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
    this.#flushJournal();
  }

  #newEndpoint(): Endpoint {
    const keeper: EndpointKeeper = {
      emitted: (id, type, payload) => this.#emitted(id, type, payload),
      emittedPacket: (id, packet) => this.#emittedPacket(id, packet),
      observe: (event) => this.#observe(event),
      poolClosed: () => this.#poolClosed(),
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
      case "PIPELINE_INPUT":
        this.#liveOf(event.pipelineId).inputTaken++;
        return;
      case "END_OF_PIPELINE_INPUT":
        this.#liveOf(event.pipelineId).inputEnded = true;
        return;
      case "PIPELINE_HOST_RESPONSE":
        this.#liveOf(event.pipelineId).blocked = false;
        return;
      case "StopPipeline":
        this.#liveOf(event.pipelineId).stopping = true;
        return;
      case "KeeperLine":
        return this.#heard(event.line);
      case "CloseRunspacePool": // by its client, who has no use for what is left
        this.#closing = this.#removed = true;
        return this.#release();
      case "InputEnded":
      case "CarrierFailed":
        return this.#link?.end();
      default:
    }
  }

  #heard(line: KeeperLine): void {
    const pipelineId = line.attributes.get("PSGuid")?.toLowerCase() ?? "";
    const sequence = numberIn(line, "Sequence") ?? 0;
    switch (line.verb) {
      case "Describe":
        this.#described.set(pipelineId, {
          command: line.attributes.get("Command") ?? "",
          name: line.attributes.get("Name") ?? "",
        });
        return;
      case "Received":
        return this.#received(pipelineId, sequence);
      case "Resume":
        return this.#resume(pipelineId, sequence);
      case "Disconnect":
        return this.#disconnect(line);
      case "Ping":
        this.#link?.send(keeperLine("Pong"));
        return;
      default: // Pong, and what newer clients say
    }
  }

  #begin(pipelineId: string): JournalPipeline {
    const described = this.#described.get(pipelineId) ?? { command: "", name: "" };
    this.#described.delete(pipelineId);
    if (this.#link) this.#following.add(pipelineId);
    return this.journal.begin(pipelineId, JSON.stringify({ ...described, beganMs: this.#clock.today() }));
  }

  #received(pipelineId: string, sequence: number): void {
    const pipeline = this.journal.pipeline(pipelineId);
    if (pipeline === undefined) return;
    this.journal.received(pipeline, sequence);
    if (this.journal.pipeline(pipelineId) === undefined) this.#forget(pipelineId);
    this.#soon ??= this.#clock.after(SOON_MS, () => {
      this.#soon = undefined;
      this.#flush();
    });
    this.#release();
    if (!this.isAlive && this.journal.isEmpty) this.#close();
  }

  #forget(pipelineId: string): void {
    this.#live.delete(pipelineId);
    this.#following.delete(pipelineId);
    this.#reading.delete(pipelineId);
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
    if (type === "PIPELINE_HOST_CALL" && !NO_ANSWER.test(payload)) this.#liveOf(pipelineId).blocked = true;
    return this.#link !== undefined && this.#following.has(pipelineId);
  }

  #emittedPacket(pipelineId: string, { count, bytes }: Packet): boolean {
    const pipeline = this.journal.pipeline(pipelineId) ?? this.#begin(pipelineId);
    this.journal.appendPacket(pipeline, count, bytes);
    return this.#link !== undefined && this.#following.has(pipelineId);
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
    this.#flushJournal();
    const text = this.#endpoint.take();
    const link = this.#link;
    const isTaken = text === "" || link === undefined || link.send(text);
    if (this.#blockedBecause !== undefined) return new Promise((resolve) => this.#room.push(resolve));
    if (!isTaken) return this.#untilTaken(link);
    return undefined;
  }

  #flushJournal(): void {
    try {
      this.journal.flush();
      if (this.journal.isDirty) this.#syncing ??= this.#clock.after(SYNC_MS, () => this.#sync());
    } catch {
      this.#retrying ??= this.#clock.after(RETRY_MS, () => {
        this.#retrying = undefined;
        this.#flushJournal();
      });
    }
    this.#release();
  }

  #sync(): void {
    this.#syncing = undefined;
    this.journal.sync();
  }

  /** Says whether pipelines must wait, and why; lets them go on where they need not. */
  #release(): void {
    const { failure, isFull, settings } = this.journal;
    const reason = failure
      ? `The journal cannot be written (${failure.message}).`
      : isFull
        ? `The output that nobody has received yet fills the quota of ${settings.quotaBytes} bytes.`
        : undefined;
    const before = this.#blockedBecause;
    this.#blockedBecause = this.#removed ? undefined : reason;
    if (this.#blockedBecause === undefined) for (const resolve of this.#room.splice(0)) resolve();
    if ((before === undefined) === (this.#blockedBecause === undefined)) return;
    this.#link?.send(reason === undefined ? keeperLine("Unblocked") : keeperLine("Blocked", { Reason: reason }));
  }

  /** Waits for a link that has enough; where that takes too long its pipelines go on, and it reads the journal later. */
  #untilTaken(link: Link): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(STALL_MS, () => {
        if (link === this.#link) this.#fallBehind(link);
        resolve();
      });
      void link.drained().then(() => {
        cancel();
        resolve();
      });
    });
  }

  #fallBehind(link: Link): void {
    for (const id of this.#following) {
      const pipeline = this.journal.pipeline(id);
      if (pipeline) this.#reading.set(id, this.journal.cursor(pipeline, pipeline.last));
    }
    this.#following.clear();
    void link.drained().then(() => this.#pump());
  }

  // What a client that came back has missed.

  #resume(pipelineId: string, after: number): void {
    const pipeline = this.journal.pipeline(pipelineId);
    if (pipeline === undefined) return;
    const cursor = this.journal.cursor(pipeline, after);
    this.#following.delete(pipelineId);
    this.#reading.set(pipelineId, cursor);
    this.#endpoint.say(keeperLine("Next", { PSGuid: pipelineId, Sequence: cursor.after + 1 }));
    void this.#pump();
  }

  /** Sends out of the journal until the client has caught up. */
  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (let link = this.#link; link && link === this.#link && this.#reading.size > 0; link = this.#link) {
        for (const [id, cursor] of this.#reading) this.#sendSome(id, cursor);
        void this.#flush();
        await link.drained();
        await new Promise((resolve) => setImmediate(resolve)); // other sessions have their turn
      }
    } catch {
      this.#link?.destroy(); // the journal cannot be read at the moment: the client may come again
    } finally {
      this.#pumping = false;
    }
  }

  #sendSome(id: string, cursor: Cursor): void {
    for (const step of cursor.read()) this.#sendStep(id, step);
    if (!cursor.isAtEnd) return;
    this.#reading.delete(id);
    this.#following.add(id);
  }

  #sendStep(id: string, step: Step): void {
    if (step.type === "message") {
      const name = messageName(step.message);
      if (name !== undefined) this.#endpoint.resend(id, name, step.payload);
      return;
    }
    if (step.type === "packet") return this.#endpoint.resendPacket(id, step.bytes);
    this.#endpoint.say(keeperLine("Next", { PSGuid: id, Sequence: step.sequence }));
    this.#endpoint.resend(id, "ERROR_RECORD", missing(step.count));
  }

  // Small things.

  #unlink(): void {
    this.#link = undefined;
    this.#following.clear();
    this.#reading.clear();
    this.#described.clear();
    if (CONNECTABLE.has(this.#endpoint.poolState)) this.#endpoint.detach();
    for (const resolve of this.#alive.splice(0)) resolve();
  }

  #waitIdle(): void {
    this.#idle();
    if (this.#endedBecause !== undefined) return;
    const { idleTimeoutSec } = this.#terms;
    this.#idle = this.#clock.after(idleTimeoutSec * 1000, () =>
      this.end(`No client was connected to the session for ${idleTimeoutSec} s, its idle time-out.`),
    );
  }

  /** Asks a client for a sign of life. */
  #answers(link: Link): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(PROBE_MS, () => resolve(false));
      this.#alive.push(() => {
        cancel();
        resolve(link === this.#link);
      });
      link.send(keeperLine("Ping"));
    });
  }

  #liveOf(pipelineId: string): LiveFacts {
    let live = this.#live.get(pipelineId);
    if (live === undefined) this.#live.set(pipelineId, (live = liveFacts()));
    return live;
  }

  #pipelineLines(): string {
    let text = "";
    for (const pipeline of this.journal.pipelines())
      text += pipelineLine(keptPipeline(pipeline, this.#liveOf(pipeline.id), this.journal.bytesOf(pipeline)));
    return text;
  }
}

const CONNECTABLE: ReadonlySet<string> = new Set<RunspacePoolState>(["Opened", "Connecting", "Disconnected"]);
const NO_ANSWER = /<I64 N="ci">-100<\/I64>/;

export function refuse(
  link: Pick<Link, "send" | "end">,
  reason: string,
  message: string,
  more: Readonly<Record<string, string | number>> = {},
): void {
  link.send(keeperLine("Refused", { Reason: reason, Message: message, ...more }));
  link.end();
}

/** What a receiver is told of messages that are not there any more. */
function missing(count: number): string {
  const what = count === 1 ? "1 message" : `${count} messages`;
  return encodeFailure({
    message:
      `${what} of this command are missing here: they were dropped because the output that nobody had received filled ` +
      "its quota, or the journal could not be read in this place.",
    exceptionType: "System.Management.Automation.Remoting.PSRemotingDataStructureException",
    fullyQualifiedErrorId: "KeeperOutputMissing",
    category: "ResourceUnavailable",
  });
}

function failedState(because: string): string {
  const failure = encodeFailure({
    message: `The session ended while the command ran. ${because}`,
    exceptionType: "System.Management.Automation.Remoting.PSRemotingTransportException",
    fullyQualifiedErrorId: "KeeperSessionEnded",
    category: "ResourceUnavailable",
  });
  return encodePipelineState("Failed", failure);
}
