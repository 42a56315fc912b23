// The client's machine: a runspace pool at the far end, and the pipelines in it. MS-PSRP 3.1.
//
// Rule: it knows messages and states, not how they travel. What it wants sent goes to the outbox; what it learns
// waits in a list of events until someone takes it.

import { type ErrorRecord, PSException, type Version } from "../objects/index.js";
import { type Base64, base64Length } from "./base64.js";
import type { KeeperLine } from "./carriers/keeper-lines.js";
import { ProtocolError, messageOf, remoteFault } from "./errors.js";
import { type ClientEvent, PIPELINE_DATA_TYPES } from "./events.js";
import {
  type KeyExchangeCrypto,
  type RsaKeyPair,
  type SecureStringCipher,
  decodeSessionKeyBlob,
  encodePublicKeyBlob,
} from "./key-exchange.js";
import type { Packet } from "./fragments.js";
import type { Message } from "./messages.js";
import type { ClientOutbox } from "./outbox.js";
import { decodeSessionCapability, encodeSessionCapability, isOlder, ownCapability } from "./payloads/capability.js";
import { negotiatedVersion, unsupportedServer } from "./payloads/capability.js";
import { decodeEncryptedSessionKey, encodePublicKey } from "./payloads/keys.js";
import { type PoolQuestion, decodeRunspaceAvailability, encodePoolQuestion } from "./payloads/pool.js";
import { decodeRunspacePoolState, encodePipelineState, pipelineStateIn } from "./payloads/states.js";
import {
  CLIENT_PIPELINE,
  CLIENT_POOL,
  type ClientPipelineEvent,
  type ClientPoolEvent,
  type PipelineState,
  type RunspacePoolState,
  isPipelineEnd,
  step,
} from "./states.js";

export interface ClientOptions {
  /** The GUID of the pool; the caller makes it up. */
  readonly runspacePoolId: string;
  /** What this side offers; 2.4 unless told otherwise. */
  readonly protocolVersion?: Version;
  /** This side's own version, for error texts: "7.6.9". */
  readonly build?: string;
  /** For SecureStrings with servers older than protocol 2.4. */
  readonly crypto?: KeyExchangeCrypto;
}

interface ClientPipeline {
  state: PipelineState;
  closing: boolean;
}

/** What a pipeline's messages say while it runs; its states apart. */
const HEARD_AS_IT_IS: ReadonlySet<string> = new Set([...PIPELINE_DATA_TYPES, "PIPELINE_HOST_CALL"]);

export class ClientMachine {
  readonly runspacePoolId: string;
  readonly #options: ClientOptions;
  readonly #base64: Base64;
  readonly #outbox: ClientOutbox;
  readonly #pipelines: Map<string, ClientPipeline> = new Map();
  #state: RunspacePoolState = "BeforeOpen";
  #protocolVersion: Version;
  #events: ClientEvent[] = [];
  #callId = 0n;
  #closeSent = false;
  #keyPair: RsaKeyPair | undefined;
  #cipher: SecureStringCipher | undefined;

  constructor(options: ClientOptions, base64: Base64, outbox: ClientOutbox) {
    this.runspacePoolId = options.runspacePoolId.toLowerCase();
    this.#options = options;
    this.#base64 = base64;
    this.#outbox = outbox;
    this.#protocolVersion = options.protocolVersion ?? ownCapability().protocolVersion;
  }

  get state(): RunspacePoolState {
    return this.#state;
  }

  /** What the two sides agreed on; what this side offers, until they have. */
  get protocolVersion(): Version {
    return this.#protocolVersion;
  }

  /** What SecureStrings are encrypted with; undefined where the protocol sends them open, or no key is there yet. */
  get cipher(): SecureStringCipher | undefined {
    return this.#cipher;
  }

  /** True where SecureStrings need a session key that is not there yet: call `exchangeKeys`. */
  get needsSessionKey(): boolean {
    return isOlder(this.#protocolVersion, 2, 4) && this.#cipher === undefined;
  }

  /** The state of a pipeline, or undefined once it is closed. */
  pipelineState(pipelineId: string): PipelineState | undefined {
    return this.#pipelines.get(pipelineId)?.state;
  }

  /** The events since this was last called. */
  takeEvents(): ClientEvent[] {
    const events = this.#events;
    if (events.length > 0) this.#events = [];
    return events;
  }

  /** Opens the pool. `initPayload`: encodeInitRunspacePool. */
  open(initPayload: string): void {
    this.#step("open");
    this.#send("SESSION_CAPABILITY", encodeSessionCapability(ownCapability(this.#protocolVersion)));
    this.#send("INIT_RUNSPACEPOOL", initPayload);
  }

  /**
   * Connects to a pool that runs, and whose client left it; RunspacePoolConnected follows. `payload`:
   * encodeConnectRunspacePool. MS-PSRP 3.1.5.4.9.
   */
  connect(payload: string): void {
    this.#step("connect");
    this.#send("SESSION_CAPABILITY", encodeSessionCapability(ownCapability(this.#protocolVersion)));
    this.#send("CONNECT_RUNSPACEPOOL", payload);
  }

  /** Takes on a pipeline of the pool it connected to: it counts as running, until its state comes. */
  adoptPipeline(pipelineId: string): void {
    this.#step("create a pipeline");
    this.#pipelines.set(pipelineId, { state: "Running", closing: false });
  }

  /** Starts a pipeline. `payload`: encodeCreatePipeline. */
  createPipeline(pipelineId: string, payload: string): void {
    this.#start(pipelineId, "CREATE_PIPELINE", payload);
  }

  /** Asks for commands' metadata; the answer comes as the output of a pipeline. `payload`: encodeGetCommandMetadata. */
  getCommandMetadata(pipelineId: string, payload: string): void {
    this.#start(pipelineId, "GET_COMMAND_METADATA", payload);
  }

  /** Objects for the pipeline's input; "" is `$null`. Dropped where the pipeline has ended meanwhile. */
  sendInput(pipelineId: string, payloads: string | readonly string[]): void {
    const pipeline = this.#pipelines.get(pipelineId);
    if (pipeline === undefined || pipeline.state !== "Running") return;
    if (typeof payloads === "string") this.#send("PIPELINE_INPUT", payloads, pipelineId);
    else for (const payload of payloads) this.#send("PIPELINE_INPUT", payload, pipelineId);
  }

  endInput(pipelineId: string): void {
    if (this.#pipelines.get(pipelineId)?.state === "Running") this.#send("END_OF_PIPELINE_INPUT", "", pipelineId);
  }

  /** Answers a host call of a pipeline, or of the pool where `pipelineId` is undefined. `payload`: encodeHostResponse. */
  respondToHostCall(pipelineId: string | undefined, payload: string): void {
    if (pipelineId === undefined) {
      this.#step("answer a host call");
      this.#outbox.message("RUNSPACEPOOL_HOST_RESPONSE", this.runspacePoolId, undefined, payload, "PromptResponse");
      return;
    }
    const pipeline = this.#pipelines.get(pipelineId);
    if (pipeline === undefined || isPipelineEnd(pipeline.state)) return; // it ended while somebody typed
    this.#stepPipeline(pipelineId, pipeline, "answer a host call");
    this.#outbox.message("PIPELINE_HOST_RESPONSE", this.runspacePoolId, pipelineId, payload, "PromptResponse");
  }

  /** Stops a pipeline; its last state says when it has. Nothing happens to one that has ended. */
  stop(pipelineId: string): void {
    const pipeline = this.#pipelines.get(pipelineId);
    if (pipeline?.state !== "Running") return;
    this.#stepPipeline(pipelineId, pipeline, "stop");
    this.#outbox.signal(pipelineId);
  }

  /** Gives up a pipeline, stopping it where it runs; PipelineClosed follows. Every pipeline must be closed. */
  closePipeline(pipelineId: string): void {
    const pipeline = this.#pipelines.get(pipelineId);
    if (pipeline === undefined || pipeline.closing) return;
    this.#stepPipeline(pipelineId, pipeline, "close");
    pipeline.closing = true;
    this.#outbox.close(pipelineId);
  }

  /** Asks; RUNSPACE_AVAILABILITY with this call id answers: whether it was done, or a count. */
  setMaxRunspaces(count: number): bigint {
    return this.#ask({ type: "SET_MAX_RUNSPACES", callId: ++this.#callId, count });
  }

  setMinRunspaces(count: number): bigint {
    return this.#ask({ type: "SET_MIN_RUNSPACES", callId: ++this.#callId, count });
  }

  getAvailableRunspaces(): bigint {
    return this.#ask({ type: "GET_AVAILABLE_RUNSPACES", callId: ++this.#callId });
  }

  resetRunspaceState(): bigint {
    return this.#ask({ type: "RESET_RUNSPACE_STATE", callId: ++this.#callId });
  }

  /** Begins the exchange of a session key; SessionKeyReady follows. Nothing happens where none is needed. */
  exchangeKeys(): void {
    if (!this.needsSessionKey || this.#keyPair !== undefined) return;
    const crypto = this.#options.crypto;
    if (crypto === undefined) throw new ProtocolError("local", "No cryptography was given for the session key.");
    this.#keyPair = crypto.generateKeyPair();
    this.#send("PUBLIC_KEY", encodePublicKey(this.#base64.encodeBase64(encodePublicKeyBlob(this.#keyPair))));
  }

  /** Closes every pipeline and the pool; RunspacePoolClosed follows. */
  close(): void {
    const wasOpen = this.#state !== "BeforeOpen" && this.#state !== "Closing";
    this.#step("close");
    if (!wasOpen || this.#state !== "Closing") return;
    for (const pipelineId of this.#pipelines.keys()) this.closePipeline(pipelineId);
    this.#closeSent = true;
    this.#outbox.close(undefined);
  }

  // From the carrier.

  /** Takes a message. Throws a ProtocolError for one that is wrong; the carrier says whom that breaks. */
  receive(message: Message): void {
    if (message.destination === "server") throw remoteFault("A message for a server was received by a client.");
    const { type, pipelineId, payload } = message;
    if (type === undefined) return;
    if (pipelineId === undefined) return this.#receiveForPool(type, payload);
    const pipeline = this.#pipelines.get(pipelineId);
    if (pipeline === undefined) return; // what is left of a pipeline that was closed
    if (HEARD_AS_IT_IS.has(type)) this.#events.push({ type, pipelineId, payload } as ClientEvent);
    else if (type === "PIPELINE_STATE") this.#receivePipelineState(pipelineId, pipeline, payload);
  }

  packetReceived(pipelineId: string, packet: Packet): void {
    if (this.#pipelines.has(pipelineId)) this.#events.push({ type: "Packet", pipelineId, packet });
  }

  keeperSaid(line: KeeperLine): void {
    this.#events.push({ type: "KeeperLine", line });
  }

  pipelineStarted(pipelineId: string): void {
    if (this.#pipelines.has(pipelineId)) this.#events.push({ type: "PipelineStarted", pipelineId });
  }

  pipelineSignalled(pipelineId: string): void {
    if (this.#pipelines.has(pipelineId)) this.#events.push({ type: "PipelineSignalled", pipelineId });
  }

  pipelineClosed(pipelineId: string): void {
    if (this.#pipelines.delete(pipelineId)) this.#events.push({ type: "PipelineClosed", pipelineId });
  }

  poolClosed(): void {
    this.#step("closed", "remote");
    for (const pipelineId of this.#pipelines.keys()) this.pipelineClosed(pipelineId);
    this.#events.push({ type: "RunspacePoolClosed" });
  }

  /** Bytes for one pipeline were wrong. It counts as failed, and must still be closed. */
  breakPipeline(pipelineId: string, error: ProtocolError): void {
    const pipeline = this.#pipelines.get(pipelineId);
    if (pipeline === undefined || isPipelineEnd(pipeline.state)) return;
    pipeline.state = "Failed";
    this.#events.push({ type: "PipelineBroken", pipelineId, error });
  }

  breakPool(error: ProtocolError): void {
    if (this.#state === "Broken" || this.#state === "Closed") return;
    this.#step("break");
    for (const pipelineId of this.#pipelines.keys()) this.breakPipeline(pipelineId, error);
    this.#pipelines.clear();
    this.#events.push({ type: "RunspacePoolBroken", error });
  }

  // Inside.

  #start(pipelineId: string, type: "CREATE_PIPELINE" | "GET_COMMAND_METADATA", payload: string): void {
    this.#step("create a pipeline");
    if (this.#pipelines.has(pipelineId))
      throw new ProtocolError("local", `A pipeline with the id ${pipelineId} is there already.`);
    const pipeline: ClientPipeline = { state: "NotStarted", closing: false };
    this.#pipelines.set(pipelineId, pipeline);
    this.#stepPipeline(pipelineId, pipeline, "start");
    this.#outbox.command(pipelineId);
    this.#send(type, payload, pipelineId);
  }

  #ask(question: PoolQuestion): bigint {
    this.#step("ask");
    this.#send(question.type, encodePoolQuestion(question));
    return question.callId;
  }

  #receiveForPool(type: NonNullable<Message["type"]>, payload: string): void {
    switch (type) {
      case "SESSION_CAPABILITY":
        return this.#negotiate(payload);
      case "RUNSPACEPOOL_STATE":
        return this.#receivePoolState(payload);
      case "RUNSPACE_AVAILABILITY":
        this.#events.push({ type, ...decodeRunspaceAvailability(payload) });
        return;
      case "APPLICATION_PRIVATE_DATA":
        this.#events.push({ type, payload });
        if (this.#state === "Connecting") this.#connected(); // the last that a server says of a pool it gives back
        return;
      case "RUNSPACEPOOL_INIT_DATA":
      case "USER_EVENT":
      case "RUNSPACEPOOL_HOST_CALL":
        this.#events.push({ type, payload });
        return;
      case "PIPELINE_STATE":
        this.#events.push({ type: "InitialScriptState", state: pipelineStateIn(payload), payload });
        return;
      case "PUBLIC_KEY_REQUEST":
        return this.exchangeKeys();
      case "ENCRYPTED_SESSION_KEY":
        return this.#receiveSessionKey(payload);
      default: // a message of a pipeline without its id, or one that only servers take
    }
  }

  #negotiate(payload: string): void {
    const peer = decodeSessionCapability(payload).protocolVersion;
    this.#step("negotiate", "remote");
    const version = negotiatedVersion(this.#protocolVersion, peer);
    if (version === undefined) {
      const error = unsupportedServer(peer, this.#options.build ?? "7.6.9", this.#protocolVersion);
      this.breakPool(error);
      this.#outbox.close(undefined);
      return;
    }
    this.#protocolVersion = version;
    this.#events.push({ type: "SESSION_CAPABILITY", protocolVersion: version });
  }

  #connected(): void {
    this.#step("opened", "remote");
    this.#events.push({ type: "RunspacePoolConnected" });
  }

  #receivePoolState(payload: string): void {
    const { state, error } = decodeRunspacePoolState(payload);
    if (state === "Opened") this.#step("opened", "remote");
    else if (state === "Closing") this.#step("closing", "remote");
    this.#events.push({ type: "RUNSPACEPOOL_STATE", state, payload });
    if (state === "Closed" && !this.#closeSent) return this.#closedByServer();
    if (state !== "Broken") return;
    const reason = error === null ? "The runspace pool at the remote computer is broken." : errorText(error);
    this.breakPool(new ProtocolError("remote", reason, error?.fullyQualifiedErrorId, "OpenError"));
  }

  /** The server closed the pool of its own accord (its input ended, or we broke a rule): what still ran was stopped. */
  #closedByServer(): void {
    for (const [pipelineId, pipeline] of this.#pipelines)
      if (!isPipelineEnd(pipeline.state))
        this.#receivePipelineState(pipelineId, pipeline, encodePipelineState("Stopped"));
    this.poolClosed();
  }

  #receivePipelineState(pipelineId: string, pipeline: ClientPipeline, payload: string): void {
    const state = pipelineStateIn(payload);
    if (isPipelineEnd(pipeline.state)) return;
    if (isPipelineEnd(state)) pipeline.state = state;
    this.#events.push({ type: "PIPELINE_STATE", pipelineId, state, payload });
  }

  #receiveSessionKey(payload: string): void {
    const { crypto } = this.#options;
    if (this.#keyPair === undefined || crypto === undefined)
      throw remoteFault("A session key was received that nobody asked for.");
    const text = decodeEncryptedSessionKey(payload);
    const blob = this.#base64.decodeBase64(text);
    if (blob.length !== base64Length(text)) throw remoteFault("The session key that was received is not base64.");
    this.#cipher = crypto.aesCipher(decrypted(this.#keyPair, decodeSessionKeyBlob(blob)));
    this.#events.push({ type: "SessionKeyReady" });
  }

  #send(type: Parameters<ClientOutbox["message"]>[0], payload: string, pipelineId?: string): void {
    this.#outbox.message(type, this.runspacePoolId, pipelineId, payload);
  }

  #step(event: ClientPoolEvent, fault: "local" | "remote" = "local"): void {
    this.#state = step(CLIENT_POOL, this.#state, event, "The runspace pool", fault);
  }

  #stepPipeline(pipelineId: string, pipeline: ClientPipeline, event: ClientPipelineEvent): void {
    pipeline.state = step(CLIENT_PIPELINE, pipeline.state, event, `Pipeline ${pipelineId}`);
  }
}

function errorText({ exception }: ErrorRecord): string {
  return exception instanceof PSException ? exception.message : (exception.text ?? "");
}

function decrypted(keyPair: RsaKeyPair, bytes: Uint8Array): Uint8Array {
  try {
    return keyPair.decrypt(bytes);
  } catch (error) {
    throw remoteFault(`The session key that was received cannot be decrypted: ${messageOf(error)}`);
  }
}
