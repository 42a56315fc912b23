// A session: what runs in it, and what can be asked of it. How it is reached is its link's.
//
// Rule: a session runs one pipeline at a time. Everything settles: whatever the far end does, `open` and every pipeline end, and
// the reason names the computer.

import { type CreatePipeline, encodeCreatePipeline, type KeepTerms, type KeptPipeline } from "../protocol/index.js";
import { concurrentPipeline, type RemotingError, sessionBroken } from "./errors.js";
import type { PipelineSink } from "./items.js";
import type { LinkEvent } from "./keep.js";
import { describePipeline, type InvokeSettings, type RemotePipeline, remotePipeline } from "./remote-pipeline.js";
import { Running } from "./running.js";
import { SessionLink } from "./session-link.js";
import type { KeptBy, SessionOptions } from "./session-options.js";
import type { SessionAvailability, SessionState } from "./states.js";

export class Session {
  readonly computerName: string;
  readonly instanceId: string;
  readonly #newGuid: () => string;
  readonly #link: SessionLink;
  readonly #listeners: Set<() => void> = new Set();
  readonly #linkListeners: Set<(event: LinkEvent) => void> = new Set();

  constructor(options: SessionOptions) {
    this.computerName = options.computerName;
    this.instanceId = options.instanceId;
    this.#newGuid = options.newGuid;
    this.#link = new SessionLink(options, {
      changed: () => this.#changed(),
      happened: (event) => {
        for (const listener of this.#linkListeners) listener(event);
        this.#changed();
      },
    });
  }

  get state(): SessionState {
    return this.#link.state;
  }

  get availability(): SessionAvailability {
    const { state, talk, pipelines } = this.#link;
    if (state === "Disconnected" && talk.takenBy !== undefined) return "Busy";
    if (state !== "Opened") return "None";
    return pipelines.isBusy || this.pipelines.some((each) => isLive(each.state)) ? "Busy" : "Available";
  }

  /** Why the session is Broken, or could not be opened. */
  get reason(): RemotingError | undefined {
    return this.#link.reason;
  }

  /** CLIXML of what the server said of itself; "" before it did. */
  get applicationPrivateData(): string {
    return this.#link.applicationPrivateData;
  }

  /** By whom and how the session is kept; undefined where its endpoint does not keep it. */
  get kept(): KeptBy | undefined {
    return this.#link.talk.kept;
  }

  /** Of a session that was connected to: pipelines it found there, of which nobody here receives. */
  get pipelines(): readonly KeptPipeline[] {
    return this.#link.talk.pipelines;
  }

  /** Why a session that was connected to cannot go on; what it left can be received. */
  get endedBecause(): string | undefined {
    return this.#link.talk.endedBecause;
  }

  /** What is at the other end, for messages. */
  get description(): string {
    return this.#link.connection.transport.description;
  }

  /** False: this program may end though the session is open; it then ends as when the program is killed. */
  holdProgram(on: boolean): void {
    this.#link.connection.transport.holdProgram?.(on);
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
    return this.#link.open();
  }

  /**
   * Leaves the session at its keeper: what runs in it goes on. Rejects where it is not open, or not kept. Nothing happens to
   * one that is Disconnected.
   */
  disconnect(terms: Partial<KeepTerms> = {}): Promise<void> {
    return this.#link.disconnect(terms);
  }

  /**
   * Connects to a Disconnected session again: its pipelines go on where they were. Rejects with a RemotingError where the
   * keeper cannot be reached (it stays Disconnected), has no such session (it is Broken), or another client is connected.
   */
  connect(): Promise<void> {
    return this.#link.connect();
  }

  /** Closes it politely, and by force after a while. One that is Disconnected is removed at its keeper. Always resolves. */
  close(): Promise<void> {
    return this.#link.close();
  }

  /** Ends it now, on this side: one that is kept stays where it is, until its idle time-out. */
  kill(): void {
    this.#link.kill();
  }

  /** Starts a pipeline. Throws where the session is not open, or busy. */
  invoke(pipeline: CreatePipeline, sink: PipelineSink, settings: InvokeSettings = {}): RemotePipeline {
    this.#checkOpen();
    const { pipelines, connection, talk } = this.#link;
    if (pipelines.isBusy) throw concurrentPipeline();
    const { client } = connection;
    const create = encodeCreatePipeline(pipeline, client.machine.protocolVersion.minor);
    const id = this.#newGuid();
    const description = talk.isKept ? describePipeline(id, pipeline, settings) : "";
    const running = new Running({
      id,
      sink,
      create: talk.isKept ? create : undefined,
      description,
      manual: settings.manual === true,
      received: 0,
    });
    pipelines.add(running);
    if (description !== "") client.say(description);
    client.machine.createPipeline(id, create);
    return this.#started(running);
  }

  /**
   * Receives from a pipeline that was found at the keeper (`pipelines`), from its first message that nobody received.
   * Throws where the session is not open or there is none with this id.
   */
  receive(pipelineId: string, sink: PipelineSink, settings: Pick<InvokeSettings, "manual"> = {}): RemotePipeline {
    this.#checkOpen(true);
    const { pipelines, talk } = this.#link;
    const there = talk.take(pipelineId);
    if (!there) throw new Error(`The session has no pipeline ${pipelineId} of which something is to be received.`);
    const running = new Running({
      id: pipelineId,
      sink,
      create: undefined,
      description: "",
      manual: settings.manual === true,
      received: there.received,
    });
    pipelines.add(running);
    pipelines.resume(running, there, this.#link.unknownPipeline());
    return this.#started(running);
  }

  #checkOpen(toReceive = false): void {
    if (this.state !== "Opened") throw this.reason ?? this.#link.notOpen();
    if (this.endedBecause !== undefined && !toReceive) throw sessionBroken(this.computerName, this.endedBecause, true);
  }

  #started(running: Running): RemotePipeline {
    const { connection, pipelines, talk } = this.#link;
    connection.send();
    this.#changed();
    return remotePipeline(running, {
      isKept: () => talk.isKept,
      tell: (action) => {
        if (this.state !== "Opened" && this.state !== "Closing") return;
        action(connection.client);
        connection.send();
      },
      received: (sequence) => pipelines.received(running, sequence),
      hold: (on) => connection.hold(on),
    });
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function isLive(state: KeptPipeline["state"]): boolean {
  return state === "Running" || state === "Stopping" || state === "Blocked";
}
