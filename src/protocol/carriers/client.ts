// The client's end of the out-of-process carrier: what a PowerShell client says to `pwsh -s` over pipes or SSH.
//
// Rule: one Data at a time for each PSGuid, until its DataAck; nothing of a pipeline before its CommandAck. A server that is known to
// take its lines in order is not waited for so closely: a distant one would get 32 kB a round trip.

import type { Base64 } from "../base64.js";
import { base64Length } from "../base64.js";
import { ByteQueue } from "../byte-queue.js";
import { type ClientOptions, ClientMachine } from "../client.js";
import { ProtocolError, messageOf, remoteFault } from "../errors.js";
import type { ClientEvent } from "../events.js";
import { Defragmenter, MAX_PACKET_SIZE, countWhole } from "../fragments.js";
import { EMPTY_GUID } from "../guid.js";
import { type MessageReader, type MessageType, isDataType, messageReader } from "../messages.js";
import type { ClientOutbox } from "../outbox.js";
import { Fragmenter, GuidTable } from "../packets.js";
import { isKeeperLine, readKeeperLine } from "./keeper-lines.js";
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

export interface OutOfProcessClientOptions extends ClientOptions {
  readonly base64: Base64;
  /** Characters of the longest line taken; 1 Mi unless told otherwise (PowerShell's own are below 44,000). */
  readonly maxLineLength?: number;
  /** Bytes of the longest message taken; 200 MiB unless told otherwise. */
  readonly maxMessageSize?: number;
  /** Characters of other text taken before the first element (a login banner); 0, as PowerShell, unless told otherwise. */
  readonly maxBannerLength?: number;
  /** True where the far end was asked for a keeper: its lines are events. */
  readonly keeper?: boolean;
  /** True where objects and records are only handed on: those that come whole, many in a Data, are one event. */
  readonly packets?: boolean;
}

export const DEFAULT_MAX_LINE_LENGTH: number = 1024 * 1024;

/** Data on their way to a server that takes them in order: 4 MB of them. */
const MOST_UNACKNOWLEDGED = 128;

const STARTS_PIPELINE: ReadonlySet<MessageType> = new Set(["CREATE_PIPELINE", "GET_COMMAND_METADATA"]);

/** One PSGuid's way in and out. */
interface Channel {
  readonly psGuid: string;
  readonly defragmenter: Defragmenter;
  readonly waiting: Readonly<Record<DataStream, ByteQueue>>;
  /** Bytes at the head of the Default stream that travel in packets of their own: see `#queue`. */
  alone: number;
  /** False until the command has been acknowledged. */
  open: boolean;
  /** How many Data wait for their DataAck. */
  unacknowledged: number;
  /** Asked for before the command was acknowledged. */
  wantsSignal: boolean;
  wantsClose: boolean;
  /** Close was sent: nothing more goes out. */
  closed: boolean;
  /** Its bytes were wrong: nothing more comes in. */
  broken: boolean;
}

export class OutOfProcessClient {
  readonly machine: ClientMachine;
  /**
   * Set where the server is known to take its lines one after another: a pipeline's commands then follow its Command at once,
   * and one Data another.
   * PowerShell's server handles each line on a thread of its own, and must be given time to acknowledge.
   */
  takesInOrder = false;
  readonly #base64: Base64;
  readonly #maxMessageSize: number | undefined;
  readonly #lines: LineReader;
  readonly #reader: MessageReader = messageReader();
  readonly #fragmenter: Fragmenter = new Fragmenter();
  readonly #guids: GuidTable = new GuidTable();
  readonly #channels: Map<string, Channel> = new Map();
  /** Channels that may have something to send. */
  readonly #ready: Set<Channel> = new Set();
  readonly #keeper: boolean;
  readonly #packets: boolean;
  #bannerLeft: number;
  #out: string[] = [];

  constructor(options: OutOfProcessClientOptions) {
    this.#base64 = options.base64;
    this.#maxMessageSize = options.maxMessageSize;
    this.#lines = new LineReader(options.maxLineLength ?? DEFAULT_MAX_LINE_LENGTH);
    this.#bannerLeft = options.maxBannerLength ?? 0;
    this.#keeper = options.keeper ?? false;
    this.#packets = options.packets ?? false;
    this.machine = new ClientMachine(options, options.base64, this.#outbox());
    this.#addChannel(EMPTY_GUID, true);
  }

  /** Takes text from the server, cut anywhere, and gives the events it brings. Never throws: errors are events. */
  receive(text: string): ClientEvent[] {
    this.#guard(() => this.#lines.push(text, (line) => this.#receiveLine(line)));
    return this.machine.takeEvents();
  }

  /** The server's output has ended. `reason` is the sentence that says why, where one knows better. */
  end(reason = "The background process closed or ended abnormally."): ClientEvent[] {
    const rest = this.#lines.end();
    if (rest !== undefined) this.#guard(() => this.#receiveLine(rest)); // PowerShell reads a last line without an end
    const id = this.#isOpening ? "PSSessionOpenFailed" : "PSSessionStateBroken";
    this.machine.breakPool(new ProtocolError("remote", reason, id, "OpenError"));
    return this.machine.takeEvents();
  }

  /** The events that actions brought (opening or closing may), outside of `receive`. */
  takeEvents(): ClientEvent[] {
    return this.machine.takeEvents();
  }

  /** The lines to send now; "" where there are none. Call it after every action and after every `receive`. */
  take(): string {
    for (const channel of this.#ready) while (this.#takePacket(channel)) continue;
    this.#ready.clear();
    if (this.#out.length === 0) return "";
    const text = this.#out.join("");
    this.#out = [];
    return text;
  }

  /** Bytes that wait for the server to acknowledge what was sent before them; 0 for a pipeline that is closed. */
  unsent(pipelineId: string): number {
    const waiting = this.#channels.get(pipelineId)?.waiting;
    return waiting === undefined ? 0 : waiting.Default.length + waiting.PromptResponse.length;
  }

  /** True where the server has all that was sent to this pipeline, and said so. */
  isTaken(pipelineId: string): boolean {
    const channel = this.#channels.get(pipelineId);
    return channel !== undefined && channel.open && !channel.unacknowledged && this.unsent(pipelineId) === 0;
  }

  /** Puts a line of ours among those to send: `keeperLine`. */
  say(line: string): void {
    this.#out.push(line);
  }

  /** Takes on a pipeline that runs in the pool this client connected to. */
  adopt(pipelineId: string): void {
    this.machine.adoptPipeline(pipelineId);
    this.#addChannel(pipelineId, true);
  }

  // Out.

  #outbox(): ClientOutbox {
    return {
      message: (type, poolId, pipelineId, payload, stream = "Default") =>
        this.#queue(type, poolId, pipelineId, payload, stream),
      command: (pipelineId) => {
        this.#addChannel(pipelineId, this.takesInOrder);
        this.#out.push(elementLine("Command", pipelineId));
      },
      signal: (pipelineId) => {
        const channel = this.#channels.get(pipelineId);
        if (channel === undefined || channel.closed) return;
        if (channel.open) this.#out.push(elementLine("Signal", pipelineId));
        else channel.wantsSignal = true;
      },
      close: (pipelineId) => {
        const channel = this.#channels.get(pipelineId ?? EMPTY_GUID);
        if (channel === undefined || channel.closed) return;
        if (channel.open) this.#close(channel);
        else channel.wantsClose = true;
      },
    };
  }

  #queue(type: MessageType, poolId: string, pipelineId: string | undefined, payload: string, stream: DataStream): void {
    const channel = this.#channels.get(pipelineId ?? EMPTY_GUID);
    if (channel === undefined || channel.closed) return;
    const queue = channel.waiting[stream];
    const runspacePool = this.#guids.of(poolId);
    const pipeline = this.#guids.of(pipelineId);
    this.#fragmenter.write({ type, destination: "server", runspacePool, pipeline, payload }, (bytes, start, end) =>
      queue.append(bytes.subarray(start, end)),
    );
    // PowerShell's server hangs where the end of the input comes in one packet with the commands.
    if (STARTS_PIPELINE.has(type)) channel.alone = queue.length;
    this.#ready.add(channel);
  }

  /** Puts what waits into one Data, as much as fits, cut wherever it is full; answers to prompts go first. */
  #takePacket(channel: Channel): boolean {
    if (!channel.open || channel.closed) return false;
    if (channel.unacknowledged >= (this.takesInOrder ? MOST_UNACKNOWLEDGED : 1)) return false;
    const stream = channel.waiting.PromptResponse.length > 0 ? "PromptResponse" : "Default";
    const queue = channel.waiting[stream];
    if (queue.length === 0) return false;
    const most = stream === "Default" && channel.alone > 0 ? Math.min(channel.alone, MAX_PACKET_SIZE) : MAX_PACKET_SIZE;
    const packet = queue.take(most);
    if (stream === "Default") channel.alone = Math.max(0, channel.alone - packet.length);
    const body = this.#base64.encodeBase64(packet);
    this.#out.push(dataPrefix(stream, channel.psGuid), body, DATA_SUFFIX);
    channel.unacknowledged++;
    return true;
  }

  #close(channel: Channel): void {
    this.#takeUnsent(channel);
    channel.closed = true;
    this.#out.push(elementLine("Close", channel.psGuid));
  }

  /** What was asked for before the close is still said, as far as one packet takes it. */
  #takeUnsent(channel: Channel): void {
    if (channel.psGuid === EMPTY_GUID) this.#takePacket(channel);
  }

  #addChannel(psGuid: string, open: boolean): void {
    this.#channels.set(psGuid, {
      psGuid,
      defragmenter: new Defragmenter(this.#maxMessageSize),
      waiting: { Default: new ByteQueue(), PromptResponse: new ByteQueue() },
      alone: 0,
      open,
      unacknowledged: 0,
      wantsSignal: false,
      wantsClose: false,
      closed: false,
      broken: false,
    });
  }

  // In.

  /** What goes wrong outside of one pipeline breaks the session. */
  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#breakSession(messageOf(error));
    }
  }

  get #isOpening(): boolean {
    return this.machine.state !== "Opened" && this.machine.state !== "Closing";
  }

  #breakSession(reported: string): void {
    const text = reported.startsWith(ERROR_LINE_PREFIX)
      ? `The background process reported an error with the following message: ${reported.slice(ERROR_LINE_PREFIX.length)}.`
      : `There is an error processing data from the background process. Error reported: ${reported}.`;
    const id = this.#isOpening ? "2102,PSSessionOpenFailed" : "PSSessionStateBroken";
    this.machine.breakPool(new ProtocolError("remote", text, id, "OpenError"));
  }

  #receiveLine(line: string): void {
    if (this.machine.state === "Broken") return;
    if (this.#bannerLeft > 0 && !line.startsWith("<")) {
      this.#bannerLeft -= line.length + 1;
      if (this.#bannerLeft >= 0) return;
    }
    if (!line.startsWith("<")) this.#receiveOther(line);
    else if (this.#keeper && isKeeperLine(line)) this.#receiveKeeperLine(line);
    else for (const element of readElements(line)) this.#receiveElement(element);
  }

  #receiveKeeperLine(line: string): void {
    this.#bannerLeft = 0;
    this.machine.keeperSaid(readKeeperLine(line));
  }

  #receiveOther(line: string): void {
    const text = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (text === "") return;
    if (text.startsWith(ERROR_LINE_PREFIX)) this.#breakSession(text);
    else readElements(text);
  }

  #receiveElement(element: Element): void {
    this.#bannerLeft = 0;
    const { name, psGuid } = element;
    const channel = this.#channels.get(psGuid);
    switch (name) {
      case "Data":
        if (channel !== undefined && !channel.broken) this.#receiveData(channel, element.body);
        return;
      case "DataAck":
        if (channel === undefined) return;
        channel.unacknowledged = Math.max(0, channel.unacknowledged - 1);
        this.#ready.add(channel);
        return;
      case "CommandAck":
        return this.#commandAcknowledged(psGuid, channel);
      case "SignalAck":
        return this.machine.pipelineSignalled(psGuid);
      case "CloseAck":
        return this.#closeAcknowledged(psGuid, channel);
      default:
        throw remoteFault(unknownElement(name));
    }
  }

  #commandAcknowledged(psGuid: string, channel: Channel | undefined): void {
    if (channel === undefined)
      throw remoteFault(`The server acknowledged the command ${psGuid}, which was not sent to it`);
    if (channel.open) return;
    channel.open = true;
    this.machine.pipelineStarted(psGuid);
    if (channel.wantsClose) this.#close(channel);
    else {
      this.#takePacket(channel); // the commands, before a stop of them
      if (channel.wantsSignal) this.#out.push(elementLine("Signal", psGuid));
      this.#ready.add(channel);
    }
  }

  #closeAcknowledged(psGuid: string, channel: Channel | undefined): void {
    if (channel === undefined) return;
    if (psGuid === EMPTY_GUID) return this.machine.poolClosed();
    this.#channels.delete(psGuid);
    this.#ready.delete(channel);
    this.#guids.forget(psGuid);
    this.machine.pipelineClosed(psGuid);
  }

  #takePacketWhole({ psGuid, defragmenter }: Channel, bytes: Uint8Array, body: string): boolean {
    if (psGuid === EMPTY_GUID || !defragmenter.isIdle) return false;
    const count = countWhole(bytes, isDataType);
    if (count > 0) this.machine.packetReceived(psGuid, { bytes, body, count });
    return count > 0;
  }

  #receiveData(channel: Channel, body: string): void {
    const bytes = this.#base64.decodeBase64(body);
    if (bytes.length !== base64Length(body)) throw remoteFault(NOT_BASE64);
    if (this.#packets && this.#takePacketWhole(channel, bytes, body)) return;
    try {
      channel.defragmenter.push(bytes, (message) => this.machine.receive(this.#reader.read(message)));
    } catch (error) {
      if (channel.psGuid === EMPTY_GUID) throw error;
      channel.broken = true;
      this.machine.breakPipeline(channel.psGuid, asProtocolError(error));
    }
  }
}

export const NOT_BASE64: string =
  "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, " +
  "or an illegal character among the padding characters.";

function asProtocolError(error: unknown): ProtocolError {
  return error instanceof ProtocolError ? error : remoteFault(messageOf(error));
}
