// The server's end of the out-of-process carrier: what `pwsh -s` and `-sshs` say to their client.
//
// Rule: every line of the client is acknowledged, in PowerShell's order: the pool's Data after what it caused,
// a pipeline's at once; a stop or a close when what it ends has ended.

import type { Base64 } from "../base64.js";
import { base64Length } from "../base64.js";
import { messageOf, remoteFault } from "../errors.js";
import type { ServerEvent } from "../events.js";
import { Defragmenter, MAX_PACKET_SIZE, type Packet } from "../fragments.js";
import { EMPTY_GUID } from "../guid.js";
import { type MessageReader, type MessageType, messageReader } from "../messages.js";
import { Fragmenter, GuidTable } from "../packets.js";
import { type ServerOptions, ServerMachine } from "../server.js";
import { DEFAULT_MAX_LINE_LENGTH, NOT_BASE64 } from "./client.js";
import { isKeeperLine, type KeeperLine, readKeeperLine } from "./keeper-lines.js";
import {
  DATA_SUFFIX,
  type DataStream,
  ERROR_LINE_PREFIX,
  type Element,
  LineReader,
  dataPrefix,
  elementLine,
  readElements,
  unknownElement,
} from "./elements.js";

export interface OutOfProcessServerOptions extends ServerOptions {
  readonly base64: Base64;
  /** Where errors outside PSRP go: `-s` writes them to standard error, `-sshs` puts a marked line into its output. */
  readonly errors: "stderr" | "stdout";
  /**
   * True packs fragments into one Data as long as they fit; PowerShell's own server sends one fragment a Data. A reader that
   * goes by bytes, as PowerShell's does, takes both.
   */
  readonly batch?: boolean;
  readonly maxLineLength?: number;
  readonly maxMessageSize?: number;
  /** Given where sessions outlive their client's connection. */
  readonly keeper?: CarrierKeeper;
}

/** What a keeper does between a pool and whatever client is there. */
export interface CarrierKeeper {
  /** A message of a pipeline to its client. False: it will be sent later, by `resend`. */
  emitted(pipelineId: string, type: MessageType, payload: string): boolean;
  /** The same of many. */
  emittedPacket(pipelineId: string, packet: Packet): boolean;
}

/** What a carrier adds to the machine's events. */
export type OutOfProcessServerEvent =
  | ServerEvent
  /** A line of ours from the client, where there is a keeper. */
  | { readonly type: "KeeperLine"; readonly line: KeeperLine }
  /** The client's end is closed: close what is open, then say `reportEndOfInput`, and end. */
  | { readonly type: "InputEnded" }
  /** A line that is none: the server ends, with PowerShell's exit code 4000. Its text has been reported. */
  | { readonly type: "CarrierFailed"; readonly text: string };

type Streams = Record<DataStream, Defragmenter | undefined>;

interface Channel {
  readonly streams: Streams;
  readonly prefix: string;
  signalWaits: boolean;
  closeWaits: boolean;
}

export class OutOfProcessServer {
  readonly machine: ServerMachine;
  readonly #options: OutOfProcessServerOptions;
  readonly #base64: Base64;
  #lines: LineReader;
  readonly #reader: MessageReader = messageReader();
  readonly #fragmenter: Fragmenter = new Fragmenter();
  readonly #guids: GuidTable = new GuidTable();
  readonly #channels: Map<string, Channel> = new Map();
  #events: OutOfProcessServerEvent[] = [];
  #dataAcksDue = 0;
  #poolCloseWaits = false;
  #ended = false;
  /** False while no client is there: what the pool says then goes nowhere. */
  #attached = true;
  #out: string[] = [];
  #errors = "";
  // A batch: fragments of one channel that go into one Data.
  readonly #batch: Uint8Array = new Uint8Array(MAX_PACKET_SIZE);
  #batchLength = 0;
  #batchPrefix = "";

  constructor(options: OutOfProcessServerOptions) {
    this.#options = options;
    this.#base64 = options.base64;
    this.#lines = this.#newLines();
    this.#channels.set(EMPTY_GUID, newChannel(EMPTY_GUID));
    this.machine = new ServerMachine(options, options.base64, {
      message: (type, poolId, pipelineId, payload) => this.#message(type, poolId, pipelineId, payload),
      packet: (pipelineId, packet) => this.#packet(pipelineId, packet),
      poolSettled: () => this.#poolSettled(),
      pipelineSettled: (pipelineId) => this.#pipelineSettled(pipelineId),
      poolClosed: () => this.#poolClosed(),
    });
  }

  /** Takes text from the client, cut anywhere, and gives the events it brings. Never throws: errors are events. */
  receive(text: string): OutOfProcessServerEvent[] {
    this.#push(text);
    return this.takeEvents();
  }

  /** The client's output has ended. */
  end(): OutOfProcessServerEvent[] {
    if (this.#lines.isMidLine) this.#push("\n"); // a last line without an end counts as a line
    if (!this.#ended) this.#endInput();
    return this.takeEvents();
  }

  /** The events that actions brought, outside of `receive`. */
  takeEvents(): OutOfProcessServerEvent[] {
    this.#gatherEvents();
    const events = this.#events;
    if (events.length > 0) this.#events = [];
    return events;
  }

  /** Says what PowerShell's server says when its input ends; the last thing it says. */
  reportEndOfInput(): void {
    this.#reportError(unknownElement(""));
  }

  /** The lines to send now; "" where there are none. */
  take(): string {
    this.#flushBatch();
    if (this.#out.length === 0) return "";
    const text = this.#out.join("");
    this.#out = [];
    return text;
  }

  /** Text for standard error. */
  takeErrors(): string {
    const errors = this.#errors;
    this.#errors = "";
    return errors;
  }

  // For a keeper.

  /** The client is gone, the pool goes on: all that belonged to the connection is forgotten. */
  detach(): void {
    this.#attached = this.#poolCloseWaits = false;
    this.#dataAcksDue = this.#batchLength = 0;
    this.#out = [];
    this.#errors = "";
    this.machine.disconnected();
    for (const psGuid of this.#channels.keys())
      if (psGuid === EMPTY_GUID || this.machine.pipelineState(psGuid) !== undefined)
        this.#channels.set(psGuid, newChannel(psGuid));
      else this.#channels.delete(psGuid);
  }

  /** A client is there, and will connect to the pool. */
  attach(): void {
    this.#attached = true;
    this.#ended = false;
    this.#lines = this.#newLines();
    this.machine.connecting();
  }

  /** Sends a message that `emitted` put off; its pipeline may be over. */
  resend(pipelineId: string, type: MessageType, payload: string): void {
    if (this.#attached)
      this.#write(this.#channels.get(pipelineId) ?? newChannel(pipelineId), type, pipelineId, payload);
  }

  /** Sends messages that `emittedPacket` put off. */
  resendPacket(pipelineId: string, bytes: Uint8Array): void {
    this.#line(dataPrefix("Default", pipelineId), this.#base64.encodeBase64(bytes), DATA_SUFFIX);
  }

  /** Puts a line of ours among those to send: `keeperLine`. */
  say(line: string): void {
    if (this.#attached) this.#line(line);
  }

  // Out.

  #newLines(): LineReader {
    return new LineReader(this.#options.maxLineLength ?? DEFAULT_MAX_LINE_LENGTH);
  }

  #message(type: MessageType, poolId: string, pipelineId: string | undefined, payload: string): void {
    const { keeper } = this.#options;
    if (pipelineId !== undefined && keeper !== undefined && !keeper.emitted(pipelineId, type, payload)) return;
    const channel = this.#channels.get(pipelineId ?? EMPTY_GUID);
    if (channel !== undefined && this.#attached) this.#write(channel, type, pipelineId, payload, poolId);
  }

  #packet(pipelineId: string, packet: Packet): void {
    const { keeper } = this.#options;
    if (keeper !== undefined && !keeper.emittedPacket(pipelineId, packet)) return;
    const channel = this.#channels.get(pipelineId);
    if (channel !== undefined && this.#attached) this.#line(channel.prefix, packet.body, DATA_SUFFIX);
  }

  #write(
    channel: Channel,
    type: MessageType,
    pipelineId: string | undefined,
    payload: string,
    poolId: string = this.machine.runspacePoolId,
  ): void {
    const runspacePool = this.#guids.of(poolId);
    const pipeline = this.#guids.of(pipelineId);
    this.#fragmenter.write({ type, destination: "client", runspacePool, pipeline, payload }, (bytes, start, end) =>
      this.#fragment(channel.prefix, bytes, start, end),
    );
  }

  #fragment(prefix: string, bytes: Uint8Array, start: number, end: number): void {
    if (this.#options.batch !== true) {
      this.#out.push(prefix, this.#base64.encodeBase64(bytes, start, end), DATA_SUFFIX);
      return;
    }
    if (prefix !== this.#batchPrefix || this.#batchLength + end - start > MAX_PACKET_SIZE) this.#flushBatch();
    this.#batchPrefix = prefix;
    this.#batch.set(bytes.subarray(start, end), this.#batchLength);
    this.#batchLength += end - start;
  }

  #flushBatch(): void {
    if (this.#batchLength === 0) return;
    this.#out.push(this.#batchPrefix, this.#base64.encodeBase64(this.#batch, 0, this.#batchLength), DATA_SUFFIX);
    this.#batchLength = 0;
  }

  #line(...texts: string[]): void {
    if (!this.#attached) return;
    this.#flushBatch();
    this.#out.push(...texts);
  }

  #reportError(text: string): void {
    if (this.#options.errors === "stderr") this.#errors += text + "\n";
    else this.#line(`${ERROR_LINE_PREFIX}${text}\n`);
  }

  #gatherEvents(): void {
    for (const event of this.machine.takeEvents()) this.#events.push(event);
  }

  #fail(text: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#gatherEvents();
    this.#reportError(text);
    this.#events.push({ type: "CarrierFailed", text });
  }

  #endInput(): void {
    this.#ended = true;
    this.#gatherEvents();
    this.#events.push({ type: "InputEnded" });
  }

  #poolSettled(): void {
    for (; this.#dataAcksDue > 0; this.#dataAcksDue--) this.#line(elementLine("DataAck", EMPTY_GUID));
  }

  #pipelineSettled(pipelineId: string): void {
    const channel = this.#channels.get(pipelineId);
    if (channel === undefined) return;
    if (channel.signalWaits) this.#line(elementLine("SignalAck", pipelineId));
    channel.signalWaits = false;
    if (channel.closeWaits) this.#closed(pipelineId);
  }

  #closed(pipelineId: string): void {
    this.#line(elementLine("CloseAck", pipelineId));
    this.#channels.delete(pipelineId);
    this.#guids.forget(pipelineId);
  }

  #poolClosed(): void {
    for (const psGuid of this.#channels.keys()) if (psGuid !== EMPTY_GUID) this.#channels.delete(psGuid);
    this.#channels.set(EMPTY_GUID, newChannel(EMPTY_GUID));
    if (this.#poolCloseWaits) this.#line(elementLine("CloseAck", EMPTY_GUID));
    this.#poolCloseWaits = false;
  }

  // In.

  #push(text: string): void {
    if (this.#ended) return;
    try {
      this.#lines.push(text, (line) => this.#receiveLine(line));
    } catch (error) {
      this.#fail(messageOf(error));
    }
  }

  #receiveLine(line: string): void {
    if (this.#ended) return;
    const text = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (text === "") return this.#endInput(); // PowerShell's server takes an empty line for the end
    const { keeper } = this.#options;
    if (keeper !== undefined && isKeeperLine(text)) return this.#receiveKeeperLine(text);
    for (const element of readElements(text)) this.#receiveElement(element);
  }

  #receiveKeeperLine(text: string): void {
    const line = readKeeperLine(text);
    this.#gatherEvents();
    this.#events.push({ type: "KeeperLine", line });
  }

  #receiveElement(element: Element): void {
    switch (element.name) {
      case "Data":
        return this.#receiveData(element);
      case "Command":
        this.machine.commandReceived(element.psGuid);
        this.#channels.set(element.psGuid, newChannel(element.psGuid));
        return this.#line(elementLine("CommandAck", element.psGuid));
      case "Signal":
        return this.#receiveSignal(element.psGuid);
      case "Close":
        return this.#receiveClose(element.psGuid);
      default:
        throw remoteFault(unknownElement(element.name));
    }
  }

  #receiveSignal(psGuid: string): void {
    if (psGuid === EMPTY_GUID)
      throw remoteFault(
        "A Signal message to a session is not supported. A Signal message can be sent only to a command.",
      );
    const channel = this.#channels.get(psGuid);
    if (this.machine.signalReceived(psGuid) === "now" || channel === undefined)
      this.#line(elementLine("SignalAck", psGuid));
    else channel.signalWaits = true;
  }

  #receiveClose(psGuid: string): void {
    if (psGuid === EMPTY_GUID) {
      this.#poolCloseWaits = false;
      if (this.machine.poolCloseReceived(this.#options.keeper !== undefined) === "now")
        this.#line(elementLine("CloseAck", EMPTY_GUID));
      else this.#poolCloseWaits = true;
      return;
    }
    const channel = this.#channels.get(psGuid);
    if (this.machine.closeReceived(psGuid) === "now" || channel === undefined) {
      this.#closed(psGuid);
      this.machine.closeAcknowledged(psGuid);
    } else channel.closeWaits = true;
  }

  #receiveData({ psGuid, stream, body }: Element): void {
    const bytes = this.#base64.decodeBase64(body);
    if (bytes.length !== base64Length(body)) throw remoteFault(NOT_BASE64);
    const channel = this.#channels.get(psGuid);
    if (channel !== undefined) this.#receiveBytes(channel, stream, bytes);
    if (psGuid === EMPTY_GUID && this.machine.owesAnswer) this.#dataAcksDue++;
    else this.#line(elementLine("DataAck", psGuid));
  }

  /** What cannot be decoded is reported, and the server goes on: that stream begins anew. */
  #receiveBytes(channel: Channel, stream: DataStream, bytes: Uint8Array): void {
    channel.streams[stream] ??= new Defragmenter(this.#options.maxMessageSize);
    try {
      channel.streams[stream].push(bytes, (message) => this.machine.receive(this.#reader.read(message)));
    } catch (error) {
      channel.streams[stream] = undefined;
      this.#reportError(`Remote transport error: ${messageOf(error)}`);
    }
  }
}

function newChannel(psGuid: string): Channel {
  return {
    streams: { Default: undefined, PromptResponse: undefined },
    prefix: dataPrefix("Default", psGuid),
    signalWaits: false,
    closeWaits: false,
  };
}
