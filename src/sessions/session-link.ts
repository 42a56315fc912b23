// A session's link to its endpoint: opened, left, lost, mended, connected again, closed.
//
// Rule: the table of states.ts is all that moves it, and whatever is awaited is answered: however a state ends, whoever waited in
// it hears of that. A lost link breaks the session, unless its endpoint keeps it.

import {
  type ClientEvent,
  decodePrimitiveDictionary,
  encodeConnectRunspacePool,
  encodeInitRunspacePool,
  keeperLine,
  type KeepTerms,
  NO_HOST,
  termsAttributes,
} from "../protocol/index.js";
import type { CloseReason } from "../transports/index.js";
import { Connection } from "./connection.js";
import {
  cannotDisconnect,
  connectFailed,
  notOpen,
  openFailed,
  type RemotingError,
  sessionBroken,
  SESSION_IN_USE,
} from "./errors.js";
import type { PipelineOutcome } from "./items.js";
import type { LinkEvent } from "./keep.js";
import { KeeperTalk } from "./keeper-talk.js";
import { LinkCare } from "./link-care.js";
import { Opening, Waiting } from "./opening.js";
import { brokenOutcome, Pipelines } from "./pipelines.js";
import type { SessionOptions } from "./session-options.js";
import { SESSION, type SessionEvent, type SessionState } from "./states.js";
import { closeSentence } from "./wire.js";

const DEFAULT_CLOSE_TIMEOUT_MS = 3000;

/** Who hears of what happens to a session. */
export interface LinkObserver {
  /** State or availability. */
  changed(): void;
  happened(event: LinkEvent): void;
}

export class SessionLink {
  readonly connection: Connection;
  readonly pipelines: Pipelines;
  readonly talk: KeeperTalk;
  /** CLIXML of what the server said of itself; "" before it did. */
  applicationPrivateData = "";
  readonly #options: SessionOptions;
  readonly #observer: LinkObserver;
  readonly #computerName: string;
  readonly #care: LinkCare;
  readonly #opening: Opening = new Opening();
  readonly #closers: Waiting = new Waiting();
  readonly #leavers: Waiting = new Waiting();
  #state: SessionState;
  #reason: RemotingError | undefined;
  /** The session has ended there, and its connection is still open. */
  #hasEnded = false;
  /** How long a polite end may take. */
  #patience: NodeJS.Timeout | undefined;

  constructor(options: SessionOptions, observer: LinkObserver) {
    const { keep } = options;
    this.#options = options;
    this.#observer = observer;
    this.#computerName = options.computerName;
    this.#state = keep?.isThere ? "Disconnected" : "BeforeOpen";
    this.#care = new LinkCare(keep);
    this.talk = this.#newTalk();
    this.connection = this.#newConnection();
    this.pipelines = this.#newPipelines();
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Why the session is Broken, or could not be opened. */
  get reason(): RemotingError | undefined {
    return this.#reason;
  }

  // What is asked of it: session.ts says what each does.

  open(): Promise<void> {
    this.#step("open");
    const opened = this.#awaitOpening(this.#options.openTimeoutMs);
    const { keep } = this.#options;
    this.connection.open();
    if (keep) this.connection.offer(this.talk.openLine(this.#options.instanceId, keep));
    this.connection.client.machine.open(
      encodeInitRunspacePool({
        minRunspaces: 1,
        maxRunspaces: 1,
        threadOptions: 0,
        apartmentState: 2,
        applicationArguments: decodePrimitiveDictionary(this.#options.applicationArguments),
        hostInfo: this.#options.hostInfo ?? { ...NO_HOST, useRunspaceHost: false },
      }),
    );
    this.connection.send();
    return opened;
  }

  disconnect(terms: Partial<KeepTerms> = {}): Promise<void> {
    if (this.#state === "Disconnected") {
      this.#care.stopMending();
      return Promise.resolve();
    }
    if (this.#state !== "Opened" && this.#state !== "Disconnecting") return Promise.reject(this.notOpen());
    if (!this.talk.isKept) return Promise.reject(cannotDisconnect(this.#computerName));
    const left = this.#leavers.wait();
    if (this.#state === "Disconnecting") return left;
    this.pipelines.sayReceived();
    this.#step("disconnect");
    this.connection.transport.resume(); // the answer comes behind what is held back
    this.talk.adopt(terms);
    this.connection.say(keeperLine("Disconnect", termsAttributes(terms)));
    // A keeper that does not answer keeps the session as well when the link is cut.
    this.#waitPatiently(() => this.#leave());
    return left;
  }

  connect(): Promise<void> {
    if (this.#state === "Opened") return Promise.resolve();
    if (this.#state !== "Disconnected") return Promise.reject(this.notOpen());
    this.#care.stopMending();
    return this.#connect(this.#options.openTimeoutMs);
  }

  close(): Promise<void> {
    if (this.#hasEnded) this.connection.client.machine.close();
    this.#takeLeave();
    if (this.#state === "Closed" || this.#state === "Broken") return Promise.resolve();
    const closed = this.#closers.wait();
    if (this.#state === "Closing") return closed;
    const before = this.#state;
    this.#care.stopMending();
    this.#step("close");
    this.#leavers.settle();
    this.connection.transport.resume();
    if (before === "Opened") this.#closePolitely();
    else if (before === "Disconnected" || before === "Connecting" || before === "Disconnecting") this.#removeThere();
    else {
      this.connection.transport.kill();
      if (this.state === "Closed") this.#finishClose();
    }
    return closed;
  }

  kill(): void {
    this.#takeLeave();
    if (this.#state === "Closed" || this.#state === "Broken") return;
    const before = this.#state;
    this.#care.stopMending();
    if (before !== "Closing") this.#step("close");
    this.connection.transport.kill();
    if (before !== "Disconnected") return;
    this.#step("closed");
    this.#finishClose();
  }

  // What comes.

  #receive(events: readonly ClientEvent[]): void {
    this.#care.heard();
    this.pipelines.receive(events, (event) => this.#event(event));
    if (this.#state === "Closed" || this.#state === "Broken") return;
    this.pipelines.noteTaken();
    this.connection.send();
  }

  #event(event: ClientEvent): void {
    const { client, transport } = this.connection;
    switch (event.type) {
      case "APPLICATION_PRIVATE_DATA":
        this.applicationPrivateData = event.payload;
        client.takesInOrder = isOwnEndpoint(event.payload);
        return;
      case "RUNSPACEPOOL_STATE":
        if (event.state === "Opened") this.#opened();
        return;
      case "RunspacePoolConnected":
        return this.#connected();
      case "KeeperLine":
        return this.talk.heard(event.line);
      case "PIPELINE_STATE":
        return this.pipelines.state(event);
      case "PipelineBroken":
        return this.pipelines.finish(event.pipelineId, brokenOutcome(`[${this.#computerName}] ${event.error.message}`));
      case "PipelineClosed":
        return this.pipelines.finish(event.pipelineId, { state: "Stopped" });
      case "RunspacePoolClosed":
        this.#step("closed");
        // Its last word is said: the far program ends with its input, and is ended where it does not.
        transport.end();
        this.#finishClose();
        return;
      case "RunspacePoolBroken":
        if (this.#state === "Connecting") return this.#lost(event.error.message);
        this.#break(event.error.message, this.#state === "Opened");
        transport.kill();
    }
  }

  #wireClosed(reason: CloseReason): void {
    if (this.#state === "Closing") {
      this.#step("closed");
      return this.#finishClose();
    }
    if (this.#state === "Closed" || this.#state === "Broken") return this.#finishClose();
    this.#lost(reason.isWhole ? reason.error! : closeSentence(reason), reason.isWhole);
  }

  // Opening, connecting, leaving.

  #awaitOpening(timeoutMs: number | undefined): Promise<void> {
    return this.#opening.begin(timeoutMs, () => {
      this.#lost(`it did not answer within ${timeoutMs} ms.`);
      this.connection.transport.kill();
    });
  }

  #opened(): void {
    if (this.#state !== "Opening") return;
    this.#step("opened");
    if (this.talk.isKept) this.connection.say(keeperLine("Ping")); // by which the keeper knows that somebody has the session
    this.#settleOpening();
  }

  #connect(timeoutMs: number | undefined): Promise<void> {
    this.#step("connect");
    const opened = this.#awaitOpening(timeoutMs);
    this.talk.begin();
    this.connection.open();
    this.connection.demand(this.talk.connectLine(this.#options.instanceId, this.#options.keep!));
    this.connection.client.machine.connect(encodeConnectRunspacePool({ minRunspaces: 1, maxRunspaces: 1 }));
    this.connection.send();
    return opened;
  }

  #connected(): void {
    if (this.#state !== "Connecting") return;
    this.#step("connected");
    this.pipelines.resumeAll((id) => this.talk.take(id), this.unknownPipeline());
    this.connection.send();
    this.#settleOpening();
    if (this.talk.endedBecause !== undefined && this.talk.pipelines.length === 0) this.#breakIfDone();
  }

  #settleOpening(): void {
    const opening = this.#opening.take();
    this.#listenToTheLink();
    opening?.resolve();
  }

  #failConnect(error: RemotingError): void {
    const opening = this.#opening.take();
    this.#step("lose");
    opening?.reject(error);
  }

  /** The keeper will not. `isFinal`: and never will. */
  #refused(message: string, isFinal: boolean): void {
    if (this.#state === "Opening" || isFinal) {
      this.#break(message);
      return this.connection.transport.kill();
    }
    this.connection.drop();
    if (this.#state !== "Connecting") return;
    const id = this.talk.takenBy === undefined ? undefined : SESSION_IN_USE;
    this.#failConnect(connectFailed(this.#computerName, message, id));
  }

  /** The keeper has the session, and we have nothing to do with it any more. */
  #leave(): void {
    if (this.#state !== "Disconnecting") return;
    clearTimeout(this.#patience);
    this.connection.drop();
    this.#toDisconnected();
    this.#leavers.settle();
  }

  // The link.

  /** The connection is gone, or was never there. */
  #lost(reason: string, isWhole = false): void {
    const wasConnecting = this.#state === "Connecting";
    if (!this.#options.keep || (!this.talk.isKept && !wasConnecting)) return this.#break(reason, isWhole);
    if (this.#state === "Disconnecting") return this.#leave();
    this.connection.drop();
    if (wasConnecting) return this.#failConnect(connectFailed(this.#computerName, reason));
    this.#toDisconnected(reason);
    this.#observer.happened({ type: "Lost", reason });
    this.#mendTheLink();
  }

  #toDisconnected(reason?: string): void {
    this.#care.stopHeartbeat();
    this.#step("lose");
    this.pipelines.linked(false, reason);
  }

  #mendTheLink(): void {
    if (this.talk.takenBy !== undefined) return;
    this.#care.startMending({
      attempt: () => this.#connect(this.#care.retry.attemptMs),
      isFinal: () => this.#state !== "Disconnected" || this.talk.takenBy !== undefined,
      report: (event) => this.#observer.happened(event),
    });
  }

  #listenToTheLink(): void {
    if (!this.talk.isKept) return this.#care.stopHeartbeat();
    this.#care.startHeartbeat({
      isHeld: () => this.connection.isHeld,
      ask: () => this.connection.say(keeperLine("Ping")),
      dead: () => this.#lost(`nothing came from it for ${Math.round((2 * this.#care.retry.silenceMs) / 1000)} s.`),
    });
  }

  // The end.

  #closePolitely(): void {
    this.connection.client.machine.close();
    this.#waitPatiently(() => this.connection.transport.kill());
    this.connection.send();
  }

  /** Removes the session at its keeper over a connection made for that. */
  #removeThere(): void {
    this.#waitPatiently(() => this.connection.transport.kill());
    this.connection.open();
    this.connection.demand(keeperLine("Remove", { Id: this.#options.instanceId, From: this.#options.keep!.who }));
  }

  #waitPatiently(over: () => void): void {
    this.#patience = setTimeout(over, this.#options.closeTimeoutMs ?? DEFAULT_CLOSE_TIMEOUT_MS);
  }

  /** A session that has ended there has given all it left. */
  #breakIfDone(): void {
    if (this.pipelines.isBusy || this.talk.pipelines.length > 0) return;
    this.pipelines.sayReceived();
    this.connection.send();
    this.#hasEnded = true;
    this.#break(this.talk.endedBecause!, true);
    if (this.pipelines.isAllReceived) this.#takeLeave();
    else this.connection.transport.holdProgram?.(false);
  }

  /** The connection to a session that has ended there serves to say what was received, and is left then. */
  #takeLeave(): void {
    if (!this.#hasEnded) return;
    this.pipelines.sayReceived();
    this.#hasEnded = false;
    this.connection.send();
    this.connection.transport.end();
  }

  #break(reason: string, isWhole = false): void {
    if (this.#state === "Closed" || this.#state === "Broken") return;
    const opening = this.#opening.take();
    this.#care.stopMending();
    this.#care.stopHeartbeat();
    const wasClosing = this.#state === "Closing";
    const error = (opening ? openFailed : sessionBroken)(this.#computerName, reason, isWhole);
    this.#reason = error;
    this.#step("break");
    this.#leavers.settle();
    this.pipelines.fail(brokenOutcome(error.message));
    opening?.reject(error);
    if (wasClosing) this.#finishClose();
  }

  #finishClose(): void {
    clearTimeout(this.#patience);
    this.#care.stopHeartbeat();
    this.pipelines.fail(brokenOutcome("The session was closed."));
    this.#opening.take()?.reject(openFailed(this.#computerName, "it was closed before it was open."));
    this.#closers.settle();
  }

  // Small things.

  notOpen(): RemotingError {
    return notOpen(this.#computerName, this.#options.instanceId, this.#computerName, this.#state);
  }

  /** How a pipeline ends that the keeper has not. */
  unknownPipeline(): PipelineOutcome {
    return brokenOutcome(sessionBroken(this.#computerName, "its keeper does not know this pipeline any more.").message);
  }

  #step(event: SessionEvent): void {
    const next = SESSION[this.#state][event];
    if (next === undefined || next === this.#state) return;
    this.#state = next;
    this.#observer.changed();
  }

  // What it is made of.

  #newTalk(): KeeperTalk {
    return new KeeperTalk({
      token: this.#options.newGuid(),
      say: (line) => this.connection.say(line),
      report: (event) => this.#observer.happened(event),
      numbered: (pipelineId, next) => this.pipelines.renumber(pipelineId, next),
      refused: (message, isFinal) => this.#refused(message, isFinal),
      ended: () => this.#breakIfDone(),
      disconnected: () => this.#leave(),
    });
  }

  #newConnection(): Connection {
    const { transport, keep, instanceId, maxBannerLength } = this.#options;
    return new Connection({
      transport,
      again: keep?.transport,
      runspacePoolId: instanceId,
      maxBannerLength: maxBannerLength ?? 0,
      events: (events) => this.#receive(events),
      closed: (reason) => this.#wireClosed(reason),
      noKeeper: () => this.#refused("the endpoint there keeps no sessions.", true),
    });
  }

  #newPipelines(): Pipelines {
    return new Pipelines({
      isKept: () => this.talk.isKept,
      client: () => this.connection.client,
      clock: this.#care.clock,
      say: (line) => {
        if (this.#state === "Opened" || this.#hasEnded) this.connection.say(line);
      },
      changed: () => this.#observer.changed(),
      ended: () => {
        if (this.talk.endedBecause !== undefined) this.#breakIfDone();
      },
      allReceived: () => this.#takeLeave(),
    });
  }
}

/** Name in the private data by which an endpoint of this project says what it is. */
export const OWN_ENDPOINT = "RemoraVersion";

function isOwnEndpoint(payload: string): boolean {
  return payload.includes(`>${OWN_ENDPOINT}<`);
}
