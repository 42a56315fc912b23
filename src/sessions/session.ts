// A session: a client's machine pumped over a transport, and over another one when the link to a keeper was lost.
//
// Rule: everything settles. Whatever the far end does, `open` and every pipeline end, and what is awaited is answered;
// the reason names the computer. A session runs one pipeline at a time. A lost link breaks it, unless its endpoint keeps it.

import {
  type ClientEvent,
  type CreatePipeline,
  encodeConnectRunspacePool,
  encodeCreatePipeline,
  encodeInitRunspacePool,
  type HostInfo,
  type KeepTerms,
  keeperLine,
  type KeptPipeline,
  NO_HOST,
  termsAttributes,
} from "../protocol/index.js";
import type { CloseReason, Transport } from "../transports/index.js";
import {
  cannotDisconnect,
  concurrentPipeline,
  connectFailed,
  notOpen,
  openFailed,
  type RemotingError,
  sessionBroken,
} from "./errors.js";
import type { ItemStream, PipelineOutcome, PipelineSink, StreamItem } from "./items.js";
import { DEFAULT_RETRY, heartbeat, mend, realClock } from "./keep.js";
import type { Clock, Heartbeat, KeepOptions, LinkEvent, Mending, RetryPolicy } from "./keep.js";
import { KeeperTalk } from "./keeper-talk.js";
import { Running } from "./running.js";
import { SESSION, type SessionAvailability, type SessionEvent, type SessionState } from "./states.js";
import { closeSentence, newWire, type Wire } from "./wire.js";

export interface SessionOptions {
  readonly transport: Transport;
  /** What the user called the computer. */
  readonly computerName: string;
  /** PSSession's InstanceId, and the id of the runspace pool. */
  readonly instanceId: string;
  readonly newGuid: () => string;
  /** What this side's user interface is; none where absent. */
  readonly hostInfo?: HostInfo;
  /** Milliseconds that opening may take; for ever where absent. */
  readonly openTimeoutMs?: number;
  /** Milliseconds that a polite close may take before the transport is killed. */
  readonly closeTimeoutMs?: number;
  /** Characters of a login banner that are passed over before the first element. */
  readonly maxBannerLength?: number;
  /** Given where the far end was asked for a keeper. Whether it has one, `kept` says once the session is open. */
  readonly keep?: SessionKeep;
}

export interface SessionKeep extends KeepOptions {
  /** A new transport to the same endpoint, asked for its keeper again: for each connection after the first. */
  readonly transport: () => Transport;
  /** Who we are, for others that would connect: "user@host pid". */
  readonly who: string;
  /** True for a session that is at the keeper already: it begins Disconnected, and is to be connected instead of opened. */
  readonly isThere?: boolean;
  readonly clock?: Clock;
}

/** How a pipeline's results are received. */
export interface InvokeSettings {
  /**
   * True where the caller says what a person or program has received (`RemotePipeline.received`). Otherwise what the sink
   * took counts as received.
   */
  readonly manual?: boolean;
  /** A name for it in the keeper's list: a job's. */
  readonly name?: string;
  /** Its text in the keeper's list; that of its commands where absent. */
  readonly command?: string;
}

/** A pipeline that runs in a session. */
export interface RemotePipeline {
  readonly id: string;
  /** Objects for its input, as CLIXML. The promise settles when there is room for more. */
  input(payloads: readonly string[]): Promise<void>;
  endInput(): void;
  /** Asks it to stop; its sink hears of the end. */
  stop(): void;
  /** Answers a host call: `payload` is made by encodeHostResponse. */
  answer(payload: string): void;
  /** Holds back what the far end sends, for the whole session; false lets it come again. */
  hold(on: boolean): void;
  /**
   * Everything up to and with the item of this number has reached whom it was for: its keeper need not keep it any more.
   * "all": its end as well. Do not say it of a host call that waits for an answer before it is answered.
   */
  received(sequence: number | "all"): void;
  /** Settles when the message of this number has arrived, or the pipeline has ended here. */
  caughtUp(sequence: number): Promise<void>;
}

/** What a keeper said of itself and of how it keeps the session. */
export interface KeptBy extends KeepTerms {
  /** Name of the host it runs on, and its process id there. */
  readonly host: string;
  readonly pid: number;
}

const STREAMS: Readonly<Record<string, ItemStream>> = {
  PIPELINE_OUTPUT: "Output",
  ERROR_RECORD: "Error",
  WARNING_RECORD: "Warning",
  VERBOSE_RECORD: "Verbose",
  DEBUG_RECORD: "Debug",
  INFORMATION_RECORD: "Information",
  PROGRESS_RECORD: "Progress",
  PIPELINE_HOST_CALL: "HostCall",
};

const DEFAULT_CLOSE_TIMEOUT_MS = 3000;

interface Opening {
  resolve(): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout | undefined;
}

export class Session {
  readonly computerName: string;
  readonly instanceId: string;
  /** CLIXML of what the server said of itself; "" before it did. */
  applicationPrivateData = "";
  readonly #options: SessionOptions;
  readonly #clock: Clock;
  readonly #retry: RetryPolicy;
  readonly #listeners: Set<() => void> = new Set();
  readonly #linkListeners: Set<(event: LinkEvent) => void> = new Set();
  /** Pipelines that run here, or of which something is still to be received. */
  readonly #pipelines: Map<string, Running> = new Map();
  readonly #talk: KeeperTalk;
  #wire: Wire;
  #isFirstWire = true;
  #state: SessionState;
  #opening: Opening | undefined;
  #closers: (() => void)[] = [];
  #disconnecting: (() => void)[] = [];
  #reason: RemotingError | undefined;
  #timer: NodeJS.Timeout | undefined;
  #mending: Mending | undefined;
  #heartbeat: Heartbeat | undefined;
  #held = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.computerName = options.computerName;
    this.instanceId = options.instanceId;
    this.#state = options.keep?.isThere ? "Disconnected" : "BeforeOpen";
    this.#clock = options.keep?.clock ?? realClock();
    this.#retry = { ...DEFAULT_RETRY, ...options.keep?.retry };
    this.#talk = new KeeperTalk({
      token: options.newGuid(),
      say: (line) => this.#say(line),
      report: (event) => this.#report(event),
      numbered: (pipelineId, next) => this.#renumber(pipelineId, next),
      refused: (message, isFinal) => this.#refused(message, isFinal),
      disconnected: () => this.#leave(),
    });
    this.#wire = this.#newWire(options.transport);
  }

  get state(): SessionState {
    return this.#state;
  }

  get availability(): SessionAvailability {
    if (this.#state === "Disconnected" && this.#talk.takenBy !== undefined) return "Busy";
    if (this.#state !== "Opened") return "None";
    return this.#busy() || this.#talk.pipelines.some(({ state }) => isLive(state)) ? "Busy" : "Available";
  }

  /** Why the session is Broken, or could not be opened. */
  get reason(): RemotingError | undefined {
    return this.#reason;
  }

  /** By whom and how the session is kept; undefined where its endpoint does not keep it. */
  get kept(): KeptBy | undefined {
    return this.#talk.kept;
  }

  /** Of a session that was connected to: pipelines it found there, of which nobody here receives. */
  get pipelines(): readonly KeptPipeline[] {
    return this.#talk.pipelines;
  }

  /** Why a session that was connected to cannot go on; what it left can be received. */
  get endedBecause(): string | undefined {
    return this.#talk.endedBecause;
  }

  /** What is at the other end, for messages. */
  get description(): string {
    return this.#wire.transport.description;
  }

  /** Calls `listener` at every change of state or availability; the answer ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Calls `listener` with what happens to the link of a kept session; the answer ends that. */
  onLink(listener: (event: LinkEvent) => void): () => void {
    this.#linkListeners.add(listener);
    return () => void this.#linkListeners.delete(listener);
  }

  /** Opens it. Rejects with a RemotingError (PSSessionOpenFailed) that names the computer. */
  open(): Promise<void> {
    this.#step("open");
    const opened = this.#awaitOpening(this.#options.openTimeoutMs);
    const { keep } = this.#options;
    this.#openWire();
    if (keep) void this.#wire.sayFirst(this.#talk.openLine(this.instanceId, keep));
    this.#wire.client.machine.open(
      encodeInitRunspacePool({
        minRunspaces: 1,
        maxRunspaces: 1,
        threadOptions: 0,
        apartmentState: 2,
        applicationArguments: null,
        hostInfo: this.#options.hostInfo ?? { ...NO_HOST, useRunspaceHost: false },
      }),
    );
    this.#wire.send();
    return opened;
  }

  /**
   * Leaves the session at its keeper: what runs in it goes on. Rejects where it is not open, or not kept. Nothing happens to
   * one that is Disconnected.
   */
  disconnect(terms: Partial<KeepTerms> = {}): Promise<void> {
    if (this.#state === "Disconnected") {
      this.#stopMending();
      return Promise.resolve();
    }
    if (this.#state !== "Opened" && this.#state !== "Disconnecting")
      return Promise.reject(notOpen(this.computerName, this.instanceId, this.computerName, this.#state));
    if (!this.kept) return Promise.reject(cannotDisconnect(this.computerName));
    const left = new Promise<void>((resolve) => this.#disconnecting.push(resolve));
    if (this.#state === "Disconnecting") return left;
    this.#step("disconnect");
    this.#wire.transport.resume(); // the answer comes behind what is held back
    this.#talk.adopt(terms);
    this.#say(keeperLine("Disconnect", termsAttributes(terms)));
    // A keeper that does not answer keeps the session as well when the link is cut.
    this.#timer = setTimeout(() => this.#leave(), this.#options.closeTimeoutMs ?? DEFAULT_CLOSE_TIMEOUT_MS);
    return left;
  }

  /**
   * Connects to a Disconnected session again: its pipelines go on where they were. Rejects with a RemotingError where the
   * keeper cannot be reached (it stays Disconnected), has no such session (it is Broken), or another client is connected.
   */
  connect(): Promise<void> {
    if (this.#state === "Opened") return Promise.resolve();
    if (this.#state !== "Disconnected")
      return Promise.reject(notOpen(this.computerName, this.instanceId, this.computerName, this.#state));
    this.#stopMending();
    return this.#connect(this.#options.openTimeoutMs);
  }

  /** Starts a pipeline. Throws where the session is not open, or busy. */
  invoke(pipeline: CreatePipeline, sink: PipelineSink, settings: InvokeSettings = {}): RemotePipeline {
    this.#checkOpen();
    if (this.#busy()) throw concurrentPipeline();
    const { machine } = this.#wire.client;
    const create = encodeCreatePipeline(pipeline, machine.protocolVersion.minor);
    const id = this.#options.newGuid();
    const description = this.kept ? describe(id, pipeline, settings) : "";
    const manual = settings.manual === true;
    const running = new Running({ id, sink, create: this.kept && create, description, manual, received: 0 });
    this.#pipelines.set(id, running);
    if (description !== "") this.#wire.client.say(description);
    machine.createPipeline(id, create);
    this.#wire.send();
    this.#changed();
    return this.#remotePipeline(running);
  }

  /**
   * Receives from a pipeline that was found at the keeper (`pipelines`), from its first message that nobody received.
   * Throws where the session is not open or there is none with this id.
   */
  receive(pipelineId: string, sink: PipelineSink, settings: Pick<InvokeSettings, "manual"> = {}): RemotePipeline {
    this.#checkOpen(true);
    const there = this.pipelines.find(({ id }) => id === pipelineId);
    if (!there) throw new Error(`The session has no pipeline ${pipelineId} of which something is to be received.`);
    const { received } = there;
    const running = new Running({
      id: pipelineId,
      sink,
      create: undefined,
      description: "",
      manual: settings.manual === true,
      received,
    });
    this.#pipelines.set(pipelineId, running);
    this.#resume(running);
    this.#wire.send();
    this.#changed();
    return this.#remotePipeline(running);
  }

  /** Closes it politely, and by force after a while. One that is Disconnected is removed at its keeper. Always resolves. */
  close(): Promise<void> {
    if (this.#state === "Closed" || this.#state === "Broken") return Promise.resolve();
    const closed = new Promise<void>((resolve) => this.#closers.push(resolve));
    if (this.#state === "Closing") return closed;
    const before = this.#state;
    this.#stopMending();
    this.#step("close");
    this.#finishDisconnect();
    this.#wire.transport.resume();
    if (before === "Opened") this.#closePolitely();
    else if (before === "Disconnected" || before === "Connecting" || before === "Disconnecting") this.#removeThere();
    else {
      this.#wire.transport.kill();
      if (this.state === "Closed") this.#finishClose();
    }
    return closed;
  }

  /** Ends it now, on this side: one that is kept stays where it is, until its idle time-out. */
  kill(): void {
    if (this.#state === "Closed" || this.#state === "Broken") return;
    const before = this.#state;
    this.#stopMending();
    if (before !== "Closing") this.#step("close");
    this.#wire.transport.kill();
    if (before !== "Disconnected") return;
    this.#step("closed");
    this.#finishClose();
  }

  // The wire.

  #newWire(transport: Transport): Wire {
    return newWire({
      transport,
      runspacePoolId: this.instanceId,
      maxBannerLength: this.#options.maxBannerLength ?? 0,
      keeper: this.#options.keep !== undefined,
      events: (events, wire) => {
        if (wire === this.#wire) this.#receive(events);
      },
      closed: (reason, wire) => {
        if (wire === this.#wire) this.#wireClosed(reason);
      },
    });
  }

  #openWire(): void {
    this.#isFirstWire = false;
    this.#wire.open();
    if (this.#held) this.#wire.transport.pause();
  }

  #say(line: string): void {
    this.#wire.client.say(line);
    this.#wire.send();
  }

  /** Says what only a keeper understands; without one the connection is of no use. */
  #sayFirst(line: string): void {
    const wire = this.#wire;
    void wire.sayFirst(line).then((said) => {
      if (!said && wire === this.#wire) this.#refused("the endpoint there keeps no sessions.", true);
    });
  }

  #wireClosed(reason: CloseReason): void {
    if (this.#state === "Closing") {
      this.#step("closed");
      this.#failPipelines("The session was closed.");
      return this.#finishClose();
    }
    if (this.#state === "Closed" || this.#state === "Broken") return this.#finishClose();
    this.#lost(reason.isWhole ? reason.error! : closeSentence(reason), reason.isWhole);
  }

  /** The connection is gone, or was never there. */
  #lost(reason: string, isWhole = false): void {
    const { keep } = this.#options;
    const wasConnecting = this.#state === "Connecting";
    if (!keep || (!this.kept && !wasConnecting)) return this.#break(reason, isWhole);
    if (this.#state === "Disconnecting") return this.#leave();
    this.#wire.drop();
    if (wasConnecting) return this.#failConnect(connectFailed(this.computerName, reason));
    this.#toDisconnected(reason);
    this.#report({ type: "Lost", reason });
    if (this.#retry.totalMs > 0 && this.#talk.takenBy === undefined) this.#startMending();
  }

  #toDisconnected(reason?: string): void {
    this.#heartbeat?.stop();
    this.#heartbeat = undefined;
    this.#step("lose");
    for (const running of this.#pipelines.values()) if (!running.ended) running.sink.link?.(false, reason);
  }

  #startMending(): void {
    this.#mending = mend({
      policy: this.#retry,
      clock: this.#clock,
      attempt: () => this.#connect(this.#retry.attemptMs),
      isFinal: () => this.#state !== "Disconnected" || this.#talk.takenBy !== undefined,
      report: (event) => this.#report(event),
    });
  }

  #stopMending(): void {
    this.#mending?.stop();
    this.#mending = undefined;
  }

  #startHeartbeat(): void {
    this.#heartbeat?.stop();
    if (!this.kept || !Number.isFinite(this.#retry.silenceMs)) return;
    this.#heartbeat = heartbeat({
      clock: this.#clock,
      silenceMs: this.#retry.silenceMs,
      isHeld: () => this.#held,
      ask: () => this.#say(keeperLine("Ping")),
      dead: () => this.#lost(`nothing came from it for ${Math.round((2 * this.#retry.silenceMs) / 1000)} s.`),
    });
  }

  // Connecting and disconnecting.

  #connect(timeoutMs: number | undefined): Promise<void> {
    this.#step("connect");
    const opened = this.#awaitOpening(timeoutMs);
    const keep = this.#options.keep!;
    if (!this.#isFirstWire) this.#wire = this.#newWire(keep.transport());
    this.#talk.begin();
    this.#openWire();
    this.#sayFirst(this.#talk.connectLine(this.instanceId, keep));
    const bounds = { minRunspaces: 1, maxRunspaces: 1 };
    this.#wire.client.machine.connect(encodeConnectRunspacePool(bounds));
    this.#wire.send();
    return opened;
  }

  #connected(): void {
    if (this.#state !== "Connecting") return;
    this.#step("connected");
    for (const running of this.#pipelines.values()) this.#resume(running);
    this.#wire.send();
    this.#settleOpening();
    if (this.endedBecause !== undefined && this.pipelines.length === 0) this.#breakIfDone();
  }

  /** Lets a pipeline go on over this connection: from the message after the last that arrived here. */
  #resume(running: Running): void {
    const { client } = this.#wire;
    const there = this.#talk.pipelines.find(({ id }) => id === running.id);
    this.#talk.passOver(running.id);
    if (running.received > 0) client.say(receivedLine(running));
    if (running.ended) return;
    if (there) {
      client.say(keeperLine("Resume", { PSGuid: running.id, Sequence: running.arrived }));
      client.adopt(running.id);
      running.resume(client, there);
    } else if (running.options.create !== undefined && running.arrived === 0)
      running.create(client, running.options.create);
    else {
      this.#end(running, this.#brokenOutcome("its keeper does not know this pipeline any more."));
      return;
    }
    running.sink.link?.(true);
  }

  #refused(message: string, isFinal: boolean): void {
    const error = connectFailed(this.computerName, message);
    if (this.#state === "Opening" || isFinal) {
      this.#break(message);
      return this.#wire.transport.kill();
    }
    this.#wire.drop();
    if (this.#state === "Connecting") this.#failConnect(error);
  }

  #failConnect(error: RemotingError): void {
    const opening = this.#opening;
    this.#opening = undefined;
    clearTimeout(opening?.timer);
    this.#step("lose");
    opening?.reject(error);
  }

  /** The keeper has the session, and we have nothing to do with it any more. */
  #leave(): void {
    if (this.#state !== "Disconnecting") return;
    clearTimeout(this.#timer);
    this.#wire.drop();
    this.#toDisconnected();
    this.#finishDisconnect();
  }

  #finishDisconnect(): void {
    const waiting = this.#disconnecting;
    this.#disconnecting = [];
    for (const resolve of waiting) resolve();
  }

  // What comes.

  #receive(events: readonly ClientEvent[]): void {
    this.#heartbeat?.heard();
    let items: StreamItem[] = [];
    let to: Running | undefined;
    const flush = (): void => {
      if (to === undefined || items.length === 0) return;
      const batch = items;
      items = [];
      to.sink.items(batch);
      if (this.kept && !to.options.manual) this.#received(to, to.arrived);
    };
    for (const event of events) {
      const stream = STREAMS[event.type];
      if (stream === undefined) {
        flush();
        this.#event(event);
        continue;
      }
      const { pipelineId, payload } = event as { pipelineId: string; payload: string };
      if (pipelineId !== to?.id) flush();
      to = this.#pipelines.get(pipelineId);
      if (to === undefined) continue;
      const sequence = ++to.arrived;
      items.push(this.kept ? { stream, payload, sequence } : { stream, payload });
    }
    flush();
    for (const running of this.#pipelines.values()) running.lookWhoWaits();
    if (this.#state === "Closed" || this.#state === "Broken") return;
    this.#noteTaken();
    this.#wire.send();
  }

  #noteTaken(): void {
    for (const running of this.#pipelines.values())
      if (!running.ended && this.#wire.client.isTaken(running.id)) running.taken();
  }

  #event(event: ClientEvent): void {
    switch (event.type) {
      case "APPLICATION_PRIVATE_DATA":
        this.applicationPrivateData = event.payload;
        this.#wire.client.takesInOrder = isOwnEndpoint(event.payload);
        return;
      case "RUNSPACEPOOL_STATE":
        if (event.state === "Opened") this.#opened();
        return;
      case "RunspacePoolConnected":
        return this.#connected();
      case "KeeperLine":
        return this.#talk.heard(event.line);
      case "PIPELINE_STATE":
        return this.#pipelineState(event);
      case "PipelineBroken":
        return this.#pipelineEnded(event.pipelineId, {
          state: "Broken",
          message: `[${this.computerName}] ${event.error.message}`,
          errorId: "PSSessionStateBroken",
        });
      case "PipelineClosed":
        return this.#pipelineEnded(event.pipelineId, { state: "Stopped" });
      case "RunspacePoolClosed":
        this.#step("closed");
        // Its last word is said: the far program ends with its input, and is ended where it does not.
        this.#wire.transport.end();
        this.#finishClose();
        return;
      case "RunspacePoolBroken":
        if (this.#state === "Connecting") return this.#lost(event.error.message);
        this.#break(event.error.message);
        this.#wire.transport.kill();
    }
  }

  #pipelineState({ pipelineId, state, payload }: ClientEvent & { type: "PIPELINE_STATE" }): void {
    const running = this.#pipelines.get(pipelineId);
    if (running === undefined) return;
    running.arrived++;
    if (state !== "Completed" && state !== "Stopped" && state !== "Failed") return;
    running.last = running.arrived;
    this.#pipelineEnded(pipelineId, state === "Failed" ? { state, error: payload } : { state });
  }

  /** A pipeline's end: its sink hears it at once, the session is free when the far end has put it away. */
  #pipelineEnded(id: string, outcome: PipelineOutcome): void {
    const running = this.#pipelines.get(id);
    if (running === undefined || running.ended) return;
    running.last ??= running.arrived;
    this.#wire.client.machine.closePipeline(id);
    this.#end(running, outcome);
    if (this.kept && !running.options.manual) this.#received(running, running.arrived);
    if (this.endedBecause !== undefined) this.#breakIfDone();
  }

  #end(running: Running, outcome: PipelineOutcome): void {
    running.ended = true;
    running.taken();
    running.lookWhoWaits();
    if (!this.kept) this.#pipelines.delete(running.id);
    this.#changed();
    running.sink.ended(outcome);
  }

  #received(running: Running, sequence: number): void {
    if (sequence <= running.received && !running.isOver) return;
    running.received = Math.max(sequence, running.received);
    if (running.isOver) this.#pipelines.delete(running.id);
    if (this.#state === "Opened") this.#say(receivedLine(running));
  }

  #renumber(pipelineId: string, next: number): void {
    const running = this.#pipelines.get(pipelineId);
    if (running) running.arrived = next - 1;
  }

  #opened(): void {
    if (this.#state !== "Opening") return;
    this.#step("opened");
    this.#settleOpening();
  }

  #awaitOpening(timeoutMs: number | undefined): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const late = (): void => {
        this.#lost(`it did not answer within ${timeoutMs} ms.`);
        this.#wire.transport.kill();
      };
      const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
      this.#opening = { resolve, reject, timer };
    });
  }

  #settleOpening(): void {
    const opening = this.#opening;
    this.#opening = undefined;
    clearTimeout(opening?.timer);
    this.#startHeartbeat();
    opening?.resolve();
  }

  // The end.

  #closePolitely(): void {
    this.#wire.client.machine.close();
    const patience = this.#options.closeTimeoutMs ?? DEFAULT_CLOSE_TIMEOUT_MS;
    this.#timer = setTimeout(() => this.#wire.transport.kill(), patience);
    this.#wire.send();
  }

  /** Removes the session at its keeper over a connection made for that. */
  #removeThere(): void {
    const keep = this.#options.keep!;
    if (!this.#isFirstWire) {
      this.#wire.drop();
      this.#wire = this.#newWire(keep.transport());
    }
    const patience = this.#options.closeTimeoutMs ?? DEFAULT_CLOSE_TIMEOUT_MS;
    this.#timer = setTimeout(() => this.#wire.transport.kill(), patience);
    this.#openWire();
    this.#sayFirst(keeperLine("Remove", { Id: this.instanceId, From: keep.who }));
  }

  /** A session whose keeper is gone has given all it left. */
  #breakIfDone(): void {
    if ([...this.#pipelines.values()].some(({ ended }) => !ended) || this.pipelines.length > 0) return;
    const { transport } = this.#wire;
    this.#wire.send();
    this.#break(this.endedBecause!);
    transport.end();
  }

  #break(reason: string, isWhole = false): void {
    if (this.#state === "Closed" || this.#state === "Broken") return;
    const opening = this.#opening;
    this.#opening = undefined;
    clearTimeout(opening?.timer);
    this.#stopMending();
    this.#heartbeat?.stop();
    const wasClosing = this.#state === "Closing";
    this.#reason = opening
      ? openFailed(this.computerName, reason, isWhole)
      : sessionBroken(this.computerName, reason, isWhole);
    this.#step("break");
    this.#finishDisconnect();
    this.#failPipelines(this.#reason.message);
    opening?.reject(this.#reason);
    if (wasClosing) this.#finishClose();
  }

  #failPipelines(message: string): void {
    const all = [...this.#pipelines.values()];
    this.#pipelines.clear();
    for (const running of all)
      if (!running.ended) this.#end(running, { state: "Broken", message, errorId: "PSSessionStateBroken" });
  }

  #brokenOutcome(reason: string): PipelineOutcome {
    const { message } = sessionBroken(this.computerName, reason);
    return { state: "Broken", message, errorId: "PSSessionStateBroken" };
  }

  #finishClose(): void {
    clearTimeout(this.#timer);
    this.#heartbeat?.stop();
    this.#failPipelines("The session was closed.");
    this.#opening?.reject(openFailed(this.computerName, "it was closed before it was open."));
    clearTimeout(this.#opening?.timer);
    this.#opening = undefined;
    const closers = this.#closers;
    this.#closers = [];
    for (const resolve of closers) resolve();
  }

  // Small things.

  #checkOpen(toReceive = false): void {
    if (this.#state !== "Opened")
      throw this.#reason ?? notOpen(this.computerName, this.instanceId, this.computerName, this.#state);
    if (this.endedBecause !== undefined && !toReceive) throw sessionBroken(this.computerName, this.endedBecause);
  }

  #busy(): boolean {
    for (const { ended } of this.#pipelines.values()) if (!ended) return true;
    return false;
  }

  #remotePipeline(running: Running): RemotePipeline {
    const { id } = running;
    // While no client is connected the far end hears nothing; what was said meanwhile is said when one is.
    const tell = (action: (client: Wire["client"]) => void): void => {
      if (this.#state !== "Opened" && this.#state !== "Closing") return;
      action(this.#wire.client);
      this.#wire.send();
    };
    return {
      id,
      input: (payloads) => {
        running.addInput(payloads);
        tell(({ machine }) => machine.sendInput(id, payloads));
        return running.room();
      },
      endInput: () => {
        running.endInput();
        tell(({ machine }) => machine.endInput(id));
      },
      stop: () => {
        running.stopping = true;
        tell(({ machine }) => machine.stop(id));
      },
      answer: (payload) => {
        if (this.kept) running.addAnswer(payload);
        tell(({ machine }) => machine.respondToHostCall(id, payload));
      },
      hold: (on) => {
        this.#held = on;
        if (on) this.#wire.transport.pause();
        else this.#wire.transport.resume();
      },
      caughtUp: (sequence) => running.caughtUp(sequence),
      received: (sequence) => {
        if (this.kept) this.#received(running, sequence === "all" ? running.arrived : sequence);
      },
    };
  }

  #step(event: SessionEvent): void {
    const next = SESSION[this.#state][event];
    if (next === undefined || next === this.#state) return;
    this.#state = next;
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #report(event: LinkEvent): void {
    for (const listener of this.#linkListeners) listener(event);
    this.#changed();
  }
}

/** Name in the private data by which an endpoint of this project says what it is. */
export const OWN_ENDPOINT = "RemoraVersion";

function isOwnEndpoint(payload: string): boolean {
  return payload.includes(`>${OWN_ENDPOINT}<`);
}

function isLive(state: KeptPipeline["state"]): boolean {
  return state === "Running" || state === "Stopping" || state === "Blocked";
}

function receivedLine({ id, received }: Running): string {
  return keeperLine("Received", { PSGuid: id, Sequence: received });
}

/** Characters of a command's text that its keeper is told. */
const COMMAND_LENGTH = 4096;

function describe(id: string, pipeline: CreatePipeline, settings: InvokeSettings): string {
  const texts = pipeline.statements.map((commands) => commands.map(({ command }) => command).join(" | "));
  const command = (settings.command ?? texts.join("; ")).slice(0, COMMAND_LENGTH);
  return keeperLine("Describe", { PSGuid: id, Command: command, Name: settings.name });
}
