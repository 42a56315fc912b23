// The server's machine: one runspace pool after another, and the pipelines their clients ask for. MS-PSRP 3.2.
//
// Rule: it knows messages and states, not how they travel, and runs nothing. Whoever runs the pipelines takes the
// events and calls the actions; which acknowledgement waits for which of them, the carrier is told by the outbox.

import type { Version } from "../objects/index.js";
import type { Base64 } from "./base64.js";
import { ProtocolError, messageOf, remoteFault } from "./errors.js";
import type { PipelineDataType, ServerEvent } from "./events.js";
import type { Packet } from "./fragments.js";
import { EMPTY_GUID } from "./guid.js";
import type { KeyExchangeCrypto, SecureStringCipher } from "./key-exchange.js";
import type { Message, MessageType } from "./messages.js";
import type { ServerOutbox } from "./outbox.js";
import {
  decodeSessionCapability,
  encodeSessionCapability,
  failedNegotiation,
  negotiatedVersion,
  ownCapability,
} from "./payloads/capability.js";
import { PUBLIC_KEY_REQUEST_PAYLOAD } from "./payloads/keys.js";
import {
  type PoolQuestionType,
  decodeInitRunspacePool,
  decodePoolQuestion,
  encodeRunspaceAvailability,
} from "./payloads/pool.js";
import { encodePipelineState, encodeRunspacePoolState } from "./payloads/states.js";
import { ServerSessionKey } from "./session-key.js";
import {
  type PipelineEnd,
  type PipelineState,
  type RunspacePoolState,
  SERVER_PIPELINE,
  SERVER_POOL,
  type ServerPipelineEvent,
  type ServerPoolEvent,
  isPipelineEnd,
  step,
} from "./states.js";

export interface ServerOptions {
  /** The newest protocol this side speaks; 2.4 unless told otherwise. */
  readonly protocolVersion?: Version;
  /** This side's own version, for error texts: "7.6.9". */
  readonly build?: string;
  /** For SecureStrings with clients older than protocol 2.4. */
  readonly crypto?: KeyExchangeCrypto;
}

interface ServerPipeline {
  state: PipelineState;
  /** Its client has sent Close, which waits for the end. */
  closing: boolean;
}

/** What becomes of a Signal or a Close: acknowledged at once, or when the pipeline or the pool has ended. */
export type Acknowledge = "now" | "later";

const END_EVENTS: Readonly<Record<PipelineEnd, ServerPipelineEvent>> = {
  Stopped: "stopped",
  Completed: "completed",
  Failed: "failed",
};

export class ServerMachine {
  readonly #options: ServerOptions;
  readonly #base64: Base64;
  readonly #outbox: ServerOutbox;
  readonly #own: Version;
  readonly #pipelines: Map<string, ServerPipeline> = new Map();
  readonly #questions: Set<bigint> = new Set();
  #state: RunspacePoolState = "BeforeOpen";
  #runspacePoolId: string = EMPTY_GUID;
  #protocolVersion: Version;
  #closeRequested = false;
  #sessionKey: ServerSessionKey;
  #events: ServerEvent[] = [];

  constructor(options: ServerOptions, base64: Base64, outbox: ServerOutbox) {
    this.#options = options;
    this.#base64 = base64;
    this.#outbox = outbox;
    this.#own = options.protocolVersion ?? ownCapability().protocolVersion;
    this.#protocolVersion = this.#own;
    this.#sessionKey = this.#newSessionKey();
  }

  get state(): RunspacePoolState {
    return this.#state;
  }

  get runspacePoolId(): string {
    return this.#runspacePoolId;
  }

  get protocolVersion(): Version {
    return this.#protocolVersion;
  }

  /** True while something the client was promised on the pool's own stream has yet to be sent. */
  get owesAnswer(): boolean {
    return (
      this.#state === "Opening" || this.#state === "Connecting" || this.#state === "Closing" || this.#questions.size > 0
    );
  }

  /** What SecureStrings are encrypted with; undefined where the protocol sends them open. */
  get cipher(): SecureStringCipher | undefined {
    return this.#sessionKey.cipher;
  }

  /** The key behind `cipher`, for an engine on another thread. */
  get sessionKey(): Uint8Array | undefined {
    return this.#sessionKey.key;
  }

  pipelineState(pipelineId: string): PipelineState | undefined {
    return this.#pipelines.get(pipelineId)?.state;
  }

  /** The events since this was last called. An action may bring new ones, as well as what was received. */
  takeEvents(): ServerEvent[] {
    const events = this.#events;
    if (events.length > 0) this.#events = [];
    return events;
  }

  // What the runner of pipelines does.

  /** The end of a start-up script, told before the pool opens. */
  sendInitialScriptState(state: PipelineEnd, errorRecord?: string): void {
    this.#send("PIPELINE_STATE", encodePipelineState(state, errorRecord));
  }

  /** `payload`: encodeApplicationPrivateData. */
  sendApplicationPrivateData(payload: string): void {
    this.#send("APPLICATION_PRIVATE_DATA", payload);
  }

  /** The pool is open. */
  opened(): void {
    this.#step("opened");
    this.#send("RUNSPACEPOOL_STATE", encodeRunspacePoolState("Opened"));
    this.#settlePool();
  }

  /** The client's connection is gone, and the pool goes on without. Commands that had not come whole are forgotten. */
  disconnected(): void {
    if (this.#state === "Closing") return;
    this.#step("disconnect");
    this.#questions.clear();
    for (const [pipelineId, { state }] of this.#pipelines)
      if (state === "NotStarted" || isPipelineEnd(state)) this.#pipelines.delete(pipelineId);
  }

  /** A client has come for this pool: its capability and CONNECT_RUNSPACEPOOL follow. */
  connecting(): void {
    this.#step("connect");
  }

  /** Stands in for a pool whose process is gone, so that a client can connect and receive what it left. */
  restored(runspacePoolId: string): void {
    this.#runspacePoolId = runspacePoolId;
    this.#step("disconnect");
  }

  /**
   * The pool is open to the client that connects. Payloads: encodeRunspacePoolInitData, encodeApplicationPrivateData.
   * MS-PSRP 3.2.5.4.14.
   */
  connected(initData: string, privateData: string): void {
    this.#step("connected");
    this.#send("RUNSPACEPOOL_INIT_DATA", initData);
    this.#send("APPLICATION_PRIVATE_DATA", privateData);
    this.#settlePool();
  }

  /** The pool could not be opened, or cannot go on. `errorRecord`: payload text of an ErrorRecord. */
  broken(errorRecord?: string): void {
    this.#step("break");
    this.#send("RUNSPACEPOOL_STATE", encodeRunspacePoolState("Broken", errorRecord));
    this.#forget();
  }

  /** The pool begins to close. */
  closing(): void {
    if (this.#state === "Closing") return;
    this.#step("closing");
    this.#send("RUNSPACEPOOL_STATE", encodeRunspacePoolState("Closing"));
  }

  /** The pool is closed; the next one may be opened. */
  closed(): void {
    this.#step("closed");
    this.#send("RUNSPACEPOOL_STATE", encodeRunspacePoolState("Closed"));
    this.#forget();
  }

  /** Answers a PoolQuestion. */
  answer(callId: bigint, answer: number | boolean): void {
    if (!this.#questions.delete(callId)) return;
    this.#send("RUNSPACE_AVAILABILITY", encodeRunspaceAvailability({ callId, answer }));
    this.#settlePool();
  }

  /** `payload`: encodeUserEvent. */
  sendUserEvent(payload: string): void {
    this.#send("USER_EVENT", payload);
  }

  /** Asks the client for its public key, so that the session key can be sent; clients of 2.2 and later know by themselves. */
  requestPublicKey(): void {
    this.#outbox.message("PUBLIC_KEY_REQUEST", EMPTY_GUID, undefined, PUBLIC_KEY_REQUEST_PAYLOAD);
  }

  /** Objects of a pipeline's output, as CLIXML; "" is `$null`. */
  sendOutput(pipelineId: string, payloads: string | readonly string[]): void {
    this.sendData(pipelineId, "PIPELINE_OUTPUT", payloads);
  }

  /** Objects or records of any stream. */
  sendData(pipelineId: string, type: PipelineDataType, payloads: string | readonly string[]): void {
    this.#stepPipeline(pipelineId, "send output");
    if (typeof payloads === "string") this.#send(type, payloads, pipelineId);
    else for (const payload of payloads) this.#send(type, payload, pipelineId);
  }

  /** Objects and records as another server wrote them for the same pool and pipeline. */
  sendPacket(pipelineId: string, packet: Packet): void {
    this.#stepPipeline(pipelineId, "send output");
    this.#outbox.packet(pipelineId, packet);
  }

  /** A call to the host of a pipeline, or of the pool where `pipelineId` is undefined. `payload`: encodeHostCall. */
  sendHostCall(pipelineId: string | undefined, payload: string): void {
    if (pipelineId === undefined) return this.#send("RUNSPACEPOOL_HOST_CALL", payload);
    this.#stepPipeline(pipelineId, "send output");
    this.#send("PIPELINE_HOST_CALL", payload, pipelineId);
  }

  /** The end of a pipeline. `errorRecord`: payload text of an ErrorRecord, for Failed and Stopped. */
  endPipeline(pipelineId: string, state: PipelineEnd, errorRecord?: string): void {
    const pipeline = this.#stepPipeline(pipelineId, END_EVENTS[state]);
    this.#send("PIPELINE_STATE", encodePipelineState(state, errorRecord), pipelineId);
    this.#outbox.pipelineSettled(pipelineId);
    if (pipeline.closing) this.#forgetPipeline(pipelineId);
  }

  // From the carrier.

  /** Takes a message. Throws a ProtocolError for one that cannot be read: the carrier reports it and goes on. */
  receive(message: Message): void {
    const { type, pipelineId, payload } = message;
    if (message.destination === "client") throw remoteFault("A message for a client was received by a server.");
    if (type === undefined) return;
    if (type === "SESSION_CAPABILITY") return this.#negotiate(payload);
    if (type === "INIT_RUNSPACEPOOL") return this.#init(message);
    if (type === "CONNECT_RUNSPACEPOOL") {
      this.#events.push({ type, runspacePoolId: message.runspacePoolId, payload });
      return;
    }
    if (this.#state !== "Opening" && this.#state !== "Opened") return;
    if (message.runspacePoolId !== this.#runspacePoolId) return this.#wantClose();
    if (pipelineId === undefined) this.#receiveForPool(type, payload);
    else this.#receiveForPipeline(type, pipelineId, payload);
  }

  /** Command: room for a pipeline. Throws where there is one with this id. */
  commandReceived(pipelineId: string): void {
    if (this.#pipelines.has(pipelineId))
      throw remoteFault(`An item with the same key has already been added. Key: ${pipelineId}`);
    this.#pipelines.set(pipelineId, { state: "NotStarted", closing: false });
  }

  /** Signal: stop a pipeline. */
  signalReceived(pipelineId: string): Acknowledge {
    const pipeline = this.#pipelines.get(pipelineId);
    return pipeline === undefined ? "now" : this.#stop(pipelineId, pipeline);
  }

  /** Close of a pipeline; one that runs is stopped. */
  closeReceived(pipelineId: string): Acknowledge {
    const pipeline = this.#pipelines.get(pipelineId);
    if (pipeline === undefined) return "now";
    pipeline.closing = true;
    return this.#stop(pipelineId, pipeline);
  }

  /** The Close of a pipeline has been acknowledged. */
  closeAcknowledged(pipelineId: string): void {
    const pipeline = this.#pipelines.get(pipelineId);
    if (pipeline?.closing === true && pipeline.state !== "Running" && pipeline.state !== "Stopping")
      this.#forgetPipeline(pipelineId);
  }

  /**
   * Close of the session: done when every pipeline has been closed. With `everything` those that run are stopped and count as
   * closed: a client that connected may not know of them.
   */
  poolCloseReceived(everything = false): Acknowledge {
    if (everything) for (const pipelineId of this.#pipelines.keys()) this.#abandon(pipelineId);
    if (this.#state !== "Opening" && this.#state !== "Opened" && this.#state !== "Closing") {
      this.#forget();
      return "now";
    }
    this.#closeRequested = true;
    this.#closeIfDue();
    return "later";
  }

  // Inside.

  #negotiate(payload: string): void {
    if (this.#state !== "BeforeOpen" && this.#state !== "Connecting") return;
    const own = this.#state === "Connecting" ? this.#protocolVersion : this.#own; // what runs was begun with one version
    const peer = this.#decodeCapability(payload);
    const version = negotiatedVersion(own, peer);
    this.#outbox.message(
      "SESSION_CAPABILITY",
      EMPTY_GUID,
      undefined,
      encodeSessionCapability(ownCapability(version ?? own)),
    );
    if (version === undefined) return; // PowerShell says nothing more, and neither do we: the client has our version
    if (this.#state === "BeforeOpen") {
      this.#protocolVersion = version;
      this.#sessionKey = this.#newSessionKey();
    }
    this.#step("negotiate", "remote");
  }

  #decodeCapability(payload: string): Version {
    try {
      return decodeSessionCapability(payload).protocolVersion;
    } catch (error) {
      const reason = messageOf(error);
      if (!reason.startsWith("Remoting data is missing")) throw error;
      throw remoteFault(failedNegotiation(reason, this.#options.build ?? "7.6.9", this.#own));
    }
  }

  #init(message: Message): void {
    if (this.#state !== "NegotiationSucceeded") return; // PowerShell is silent here, as to all that comes out of turn
    decodeInitRunspacePool(message.payload);
    this.#runspacePoolId = message.runspacePoolId;
    this.#step("init", "remote");
    this.#events.push({
      type: "INIT_RUNSPACEPOOL",
      runspacePoolId: message.runspacePoolId,
      payload: message.payload,
    });
  }

  #receiveForPool(type: MessageType, payload: string): void {
    switch (type) {
      case "SET_MAX_RUNSPACES":
      case "SET_MIN_RUNSPACES":
      case "GET_AVAILABLE_RUNSPACES":
      case "RESET_RUNSPACE_STATE":
        return this.#receiveQuestion(type, payload);
      case "RUNSPACEPOOL_HOST_RESPONSE":
        this.#events.push({ type, payload });
        return;
      case "PUBLIC_KEY":
        return this.#receivePublicKey(payload);
      default: // a message of a pipeline without its id, or one that only clients take
    }
  }

  #receiveQuestion(type: PoolQuestionType, payload: string): void {
    const question = decodePoolQuestion(type, payload);
    this.#questions.add(question.callId);
    this.#events.push({ type: "PoolQuestion", question });
  }

  #receiveForPipeline(type: MessageType, pipelineId: string, payload: string): void {
    const pipeline = this.#pipelines.get(pipelineId);
    if (pipeline === undefined) return;
    if (type === "CREATE_PIPELINE" || type === "GET_COMMAND_METADATA") {
      if (pipeline.state !== "NotStarted" || pipeline.closing) return;
      this.#stepPipeline(pipelineId, "create");
      this.#events.push({ type, pipelineId, payload });
      return;
    }
    if (pipeline.state !== "Running" && pipeline.state !== "Stopping") return; // before CREATE_PIPELINE input is lost
    if (type === "PIPELINE_INPUT" || type === "PIPELINE_HOST_RESPONSE")
      this.#events.push({ type, pipelineId, payload });
    else if (type === "END_OF_PIPELINE_INPUT") this.#events.push({ type, pipelineId });
  }

  #receivePublicKey(payload: string): void {
    const sealed = this.#sessionKey.sealFor(payload);
    if (sealed === undefined) return;
    this.#outbox.message("ENCRYPTED_SESSION_KEY", EMPTY_GUID, undefined, sealed);
    this.#events.push({ type: "SessionKeyReady" });
  }

  #newSessionKey(): ServerSessionKey {
    return new ServerSessionKey(this.#protocolVersion, this.#options.crypto, this.#base64);
  }

  #stop(pipelineId: string, pipeline: ServerPipeline): Acknowledge {
    if (pipeline.state === "NotStarted" || isPipelineEnd(pipeline.state)) return "now";
    if (pipeline.state !== "Stopping") {
      this.#stepPipeline(pipelineId, "stop");
      this.#events.push({ type: "StopPipeline", pipelineId });
    }
    return "later";
  }

  #abandon(pipelineId: string): void {
    if (this.closeReceived(pipelineId) === "now") this.#forgetPipeline(pipelineId);
  }

  #wantClose(): void {
    this.closing();
    this.#events.push({ type: "CloseRunspacePool" });
  }

  #closeIfDue(): void {
    if (!this.#closeRequested || this.#pipelines.size > 0 || this.#state === "Closing") return;
    this.#wantClose();
  }

  #forgetPipeline(pipelineId: string): void {
    this.#pipelines.delete(pipelineId);
    this.#events.push({ type: "PipelineClosed", pipelineId });
    this.#closeIfDue();
  }

  #settlePool(): void {
    if (!this.owesAnswer) this.#outbox.poolSettled();
  }

  #forget(): void {
    this.#state = "BeforeOpen";
    this.#runspacePoolId = EMPTY_GUID;
    this.#protocolVersion = this.#own;
    this.#sessionKey = this.#newSessionKey();
    this.#closeRequested = false;
    this.#questions.clear();
    for (const pipelineId of this.#pipelines.keys()) this.#outbox.pipelineSettled(pipelineId);
    this.#pipelines.clear();
    this.#outbox.poolSettled();
    this.#outbox.poolClosed();
  }

  #send(type: MessageType, payload: string, pipelineId?: string): void {
    if (this.#sessionKey.asksFirst(payload)) this.requestPublicKey();
    this.#outbox.message(type, this.#runspacePoolId, pipelineId, payload);
  }

  #step(event: ServerPoolEvent, fault: "local" | "remote" = "local"): void {
    this.#state = step(SERVER_POOL, this.#state, event, "The runspace pool", fault);
  }

  #stepPipeline(pipelineId: string, event: ServerPipelineEvent): ServerPipeline {
    const pipeline = this.#pipelines.get(pipelineId);
    if (pipeline === undefined)
      throw new ProtocolError("local", `Cannot ${event} in pipeline ${pipelineId}: there is none with this id.`);
    pipeline.state = step(SERVER_PIPELINE, pipeline.state, event, `Pipeline ${pipelineId}`);
    return pipeline;
  }
}
