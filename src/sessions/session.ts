// A session: a client's machine pumped over a transport.
//
// Rule: everything settles. Whatever the far end does, `open` and every pipeline end, and what is awaited is answered;
// the reason names the computer. A session runs one pipeline at a time.

import {
  type ClientEvent,
  type CreatePipeline,
  encodeCreatePipeline,
  encodeInitRunspacePool,
  type HostInfo,
  NO_HOST,
  OutOfProcessClient,
} from "../protocol/index.js";
import type { CloseReason, Transport } from "../transports/index.js";
import { concurrentPipeline, notOpen, openFailed, type RemotingError, sessionBroken } from "./errors.js";
import type { ItemStream, PipelineOutcome, PipelineSink, StreamItem } from "./items.js";
import { SESSION, type SessionAvailability, type SessionEvent, type SessionState } from "./states.js";

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

interface Running {
  readonly id: string;
  readonly sink: PipelineSink;
  ended: boolean;
}

export class Session {
  readonly computerName: string;
  readonly instanceId: string;
  /** CLIXML of what the server said of itself; "" before it did. */
  applicationPrivateData = "";
  readonly #options: SessionOptions;
  readonly #transport: Transport;
  readonly #client: OutOfProcessClient;
  readonly #listeners: Set<() => void> = new Set();
  #state: SessionState = "BeforeOpen";
  #running: Running | undefined;
  #opening: { resolve(): void; reject(error: Error): void; timer: NodeJS.Timeout | undefined } | undefined;
  #closers: (() => void)[] = [];
  #reason: RemotingError | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.computerName = options.computerName;
    this.instanceId = options.instanceId;
    this.#transport = options.transport;
    this.#client = new OutOfProcessClient({
      runspacePoolId: options.instanceId,
      base64: nodeBase64,
      maxBannerLength: options.maxBannerLength ?? 0,
    });
  }

  get state(): SessionState {
    return this.#state;
  }

  get availability(): SessionAvailability {
    if (this.#state !== "Opened") return "None";
    return this.#running ? "Busy" : "Available";
  }

  /** Why the session is Broken, or could not be opened. */
  get reason(): RemotingError | undefined {
    return this.#reason;
  }

  /** What is at the other end, for messages. */
  get description(): string {
    return this.#transport.description;
  }

  /** Calls `listener` at every change of state or availability; the answer ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Opens it. Rejects with a RemotingError (PSSessionOpenFailed) that names the computer. */
  open(): Promise<void> {
    this.#step("open");
    const opened = new Promise<void>((resolve, reject) => {
      const { openTimeoutMs } = this.#options;
      const late = (): void => {
        this.#break(`it did not answer within ${openTimeoutMs} ms.`);
        this.#transport.kill();
      };
      const timer = openTimeoutMs === undefined ? undefined : setTimeout(late, openTimeoutMs);
      this.#opening = { resolve, reject, timer };
    });
    this.#transport.open({
      data: (bytes) => this.#receive(this.#client.receive(latin1(bytes))),
      closed: (reason) => this.#transportClosed(reason),
    });
    this.#client.machine.open(
      encodeInitRunspacePool({
        minRunspaces: 1,
        maxRunspaces: 1,
        threadOptions: 0,
        apartmentState: 2,
        applicationArguments: null,
        hostInfo: this.#options.hostInfo ?? { ...NO_HOST, useRunspaceHost: false },
      }),
    );
    this.#send();
    return opened;
  }

  /** Starts a pipeline. Throws where the session is not open, or busy. */
  invoke(pipeline: CreatePipeline, sink: PipelineSink): RemotePipeline {
    if (this.#state !== "Opened")
      throw this.#reason ?? notOpen(this.computerName, this.instanceId, this.computerName, this.#state);
    if (this.#running) throw concurrentPipeline();
    const { machine } = this.#client;
    const id = this.#options.newGuid();
    this.#running = { id, sink, ended: false };
    machine.createPipeline(id, encodeCreatePipeline(pipeline, machine.protocolVersion.minor));
    this.#send();
    this.#changed();
    return {
      id,
      input: (payloads) => {
        machine.sendInput(id, payloads);
        this.#send();
        return this.#transport.drained();
      },
      endInput: () => {
        machine.endInput(id);
        this.#send();
      },
      stop: () => {
        machine.stop(id);
        this.#send();
      },
      answer: (payload) => {
        machine.respondToHostCall(id, payload);
        this.#send();
      },
      hold: (on) => (on ? this.#transport.pause() : this.#transport.resume()),
    };
  }

  /** Closes it politely, and by force after a while. Always resolves. */
  close(): Promise<void> {
    if (this.#state === "Closed" || this.#state === "Broken") return Promise.resolve();
    const closed = new Promise<void>((resolve) => this.#closers.push(resolve));
    if (this.#state === "Closing") return closed;
    const wasOpen = this.#state === "Opened";
    this.#step("close");
    this.#transport.resume();
    if (!wasOpen) {
      this.#transport.kill();
      if (this.state === "Closed") this.#finishClose();
      return closed;
    }
    this.#client.machine.close();
    this.#timer = setTimeout(() => this.#transport.kill(), this.#options.closeTimeoutMs ?? DEFAULT_CLOSE_TIMEOUT_MS);
    this.#send();
    return closed;
  }

  /** Ends it now. */
  kill(): void {
    if (this.#state === "Closed" || this.#state === "Broken") return;
    if (this.#state === "Opened" || this.#state === "Opening") this.#step("close");
    this.#transport.kill();
  }

  #receive(events: readonly ClientEvent[]): void {
    let items: StreamItem[] = [];
    const flush = (): void => {
      if (items.length === 0) return;
      const batch = items;
      items = [];
      this.#running?.sink.items(batch);
    };
    for (const event of events) {
      const stream = STREAMS[event.type];
      if (stream !== undefined) {
        const { pipelineId, payload } = event as { pipelineId: string; payload: string };
        if (pipelineId === this.#running?.id) items.push({ stream, payload });
        continue;
      }
      flush();
      this.#event(event);
    }
    flush();
    this.#send();
  }

  #event(event: ClientEvent): void {
    switch (event.type) {
      case "APPLICATION_PRIVATE_DATA":
        this.applicationPrivateData = event.payload;
        this.#client.takesInOrder = isOwnEndpoint(event.payload);
        return;
      case "RUNSPACEPOOL_STATE":
        if (event.state === "Opened") this.#opened();
        return;
      case "PIPELINE_STATE":
        if (event.state === "Completed") this.#pipelineEnded(event.pipelineId, { state: "Completed" });
        else if (event.state === "Stopped") this.#pipelineEnded(event.pipelineId, { state: "Stopped" });
        else if (event.state === "Failed")
          this.#pipelineEnded(event.pipelineId, { state: "Failed", error: event.payload });
        return;
      case "PipelineBroken":
        this.#pipelineEnded(event.pipelineId, {
          state: "Broken",
          message: `[${this.computerName}] ${event.error.message}`,
          errorId: "PSSessionStateBroken",
        });
        return;
      case "PipelineClosed":
        if (this.#running?.id === event.pipelineId) {
          this.#pipelineEnded(event.pipelineId, { state: "Stopped" });
          this.#running = undefined;
          this.#changed();
        }
        return;
      case "RunspacePoolClosed":
        this.#step("closed");
        // Its last word is said: the far program ends with its input, and is ended where it does not.
        this.#transport.end();
        this.#finishClose();
        return;
      case "RunspacePoolBroken":
        this.#break(event.error.message);
        this.#transport.kill();
    }
  }

  /** A pipeline's end: its sink hears it at once, the session is free when the far end has put it away. */
  #pipelineEnded(id: string, outcome: PipelineOutcome): void {
    const running = this.#running;
    if (running?.id !== id || running.ended) return;
    running.ended = true;
    this.#client.machine.closePipeline(id);
    this.#running = undefined;
    this.#changed();
    running.sink.ended(outcome);
  }

  #opened(): void {
    if (this.#state !== "Opening") return;
    this.#step("opened");
    const opening = this.#opening;
    this.#opening = undefined;
    clearTimeout(opening?.timer);
    opening?.resolve();
  }

  #transportClosed(reason: CloseReason): void {
    if (this.#state === "Closing") {
      this.#step("closed");
      this.#failRunning("The session was closed.");
      return this.#finishClose();
    }
    if (this.#state === "Closed" || this.#state === "Broken") return this.#finishClose();
    this.#receive(this.#client.receive(""));
    this.#break(closeSentence(reason));
  }

  #break(reason: string): void {
    if (this.#state === "Closed" || this.#state === "Broken") return;
    const opening = this.#opening;
    this.#opening = undefined;
    clearTimeout(opening?.timer);
    const wasClosing = this.#state === "Closing";
    this.#reason = opening ? openFailed(this.computerName, reason) : sessionBroken(this.computerName, reason);
    this.#step("break");
    this.#failRunning(this.#reason.message);
    opening?.reject(this.#reason);
    if (wasClosing) this.#finishClose();
  }

  #failRunning(message: string): void {
    const running = this.#running;
    this.#running = undefined;
    if (!running || running.ended) return;
    running.ended = true;
    running.sink.ended({ state: "Broken", message, errorId: "PSSessionStateBroken" });
  }

  #finishClose(): void {
    clearTimeout(this.#timer);
    this.#failRunning("The session was closed.");
    this.#opening?.reject(openFailed(this.computerName, "it was closed before it was open."));
    clearTimeout(this.#opening?.timer);
    this.#opening = undefined;
    const closers = this.#closers;
    this.#closers = [];
    for (const resolve of closers) resolve();
  }

  #send(): void {
    const text = this.#client.take();
    if (text !== "") this.#transport.send(Buffer.from(text, "latin1"));
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
}

/** Name in the private data by which an endpoint of this project says what it is. */
export const OWN_ENDPOINT = "RemoraVersion";

function isOwnEndpoint(payload: string): boolean {
  return payload.includes(`>${OWN_ENDPOINT}<`);
}

/** Elements are ASCII; what is not will be reported as garbage, byte for byte. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

const nodeBase64 = {
  encodeBase64(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
    return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("base64");
  },
  decodeBase64: (text: string): Uint8Array => Buffer.from(text, "base64"),
};

/** Why a transport closed, as the end of a sentence about the connection. */
function closeSentence(reason: CloseReason): string {
  const parts = [reason.error ?? "The endpoint closed the connection."];
  const last = reason.stderr?.split("\n").at(-1)?.trim();
  if (last) parts.push(`Its last words were: ${last}`);
  return parts.join(" ");
}
