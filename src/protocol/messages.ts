// Messages: their types and the header in front of each payload. MS-PSRP 2.2.1 and 2.2.2.
//
// Rule: a payload is text here, and nothing in this file looks inside it.

import { EMPTY_GUID, readGuid } from "./guid.js";
import { remoteFault } from "./errors.js";

/** Every message of MS-PSRP 2.2.2 and the number it travels under. */
export const MESSAGE_TYPES = {
  SESSION_CAPABILITY: 0x00010002,
  INIT_RUNSPACEPOOL: 0x00010004,
  PUBLIC_KEY: 0x00010005,
  ENCRYPTED_SESSION_KEY: 0x00010006,
  PUBLIC_KEY_REQUEST: 0x00010007,
  CONNECT_RUNSPACEPOOL: 0x00010008,
  SET_MAX_RUNSPACES: 0x00021002,
  SET_MIN_RUNSPACES: 0x00021003,
  RUNSPACE_AVAILABILITY: 0x00021004,
  RUNSPACEPOOL_STATE: 0x00021005,
  CREATE_PIPELINE: 0x00021006,
  GET_AVAILABLE_RUNSPACES: 0x00021007,
  USER_EVENT: 0x00021008,
  APPLICATION_PRIVATE_DATA: 0x00021009,
  GET_COMMAND_METADATA: 0x0002100a,
  RUNSPACEPOOL_INIT_DATA: 0x0002100b,
  RESET_RUNSPACE_STATE: 0x0002100c,
  RUNSPACEPOOL_HOST_CALL: 0x00021100,
  RUNSPACEPOOL_HOST_RESPONSE: 0x00021101,
  PIPELINE_INPUT: 0x00041002,
  END_OF_PIPELINE_INPUT: 0x00041003,
  PIPELINE_OUTPUT: 0x00041004,
  ERROR_RECORD: 0x00041005,
  PIPELINE_STATE: 0x00041006,
  DEBUG_RECORD: 0x00041007,
  VERBOSE_RECORD: 0x00041008,
  WARNING_RECORD: 0x00041009,
  PROGRESS_RECORD: 0x00041010,
  INFORMATION_RECORD: 0x00041011,
  PIPELINE_HOST_CALL: 0x00041100,
  PIPELINE_HOST_RESPONSE: 0x00041101,
} as const;

export type MessageType = keyof typeof MESSAGE_TYPES;

const TYPE_NAMES: ReadonlyMap<number, MessageType> = new Map(
  (Object.keys(MESSAGE_TYPES) as MessageType[]).map((name) => [MESSAGE_TYPES[name], name]),
);

const DATA_TYPES: ReadonlySet<number> = new Set([
  MESSAGE_TYPES.PIPELINE_OUTPUT,
  MESSAGE_TYPES.ERROR_RECORD,
  MESSAGE_TYPES.WARNING_RECORD,
  MESSAGE_TYPES.VERBOSE_RECORD,
  MESSAGE_TYPES.DEBUG_RECORD,
  MESSAGE_TYPES.INFORMATION_RECORD,
  MESSAGE_TYPES.PROGRESS_RECORD,
]);

/** True for the number of a message that carries one object or record of a pipeline to its client. */
export function isDataType(type: number): boolean {
  return DATA_TYPES.has(type);
}

export type Destination = "client" | "server";

/** One message as it was received. */
export interface Message {
  /** Undefined where the number is none of MS-PSRP's: such a message is ignored. */
  readonly type: MessageType | undefined;
  readonly typeNumber: number;
  readonly destination: Destination | undefined;
  readonly runspacePoolId: string;
  /** Undefined for a message of the pool. */
  readonly pipelineId: string | undefined;
  /** CLIXML, without byte order mark; "" for an empty payload. */
  readonly payload: string;
}

/** Destination 4, type 4, pool 16, pipeline 16. */
const MESSAGE_HEADER_SIZE = 40;
const FRAGMENT_AND_HEADER = 61;

export interface MessageWriter {
  /** Writes header and payload from `offset` on and gives the end; the buffer grows where it must. */
  write(message: OutgoingMessage, offset: number): number;
  /** Where the last message was written; another buffer after one that did not fit. */
  readonly buffer: Uint8Array;
}

export interface OutgoingMessage {
  readonly type: MessageType;
  readonly destination: Destination;
  /** 16 bytes in .NET's order. */
  readonly runspacePool: Uint8Array;
  readonly pipeline: Uint8Array;
  readonly payload: string;
}

/** A buffer of more bytes than this is for one message and not kept. */
const MOST_KEPT = 1 << 20;

/** A writer with a buffer of its own, used again for every message. A long message's buffer is not kept. */
export function messageWriter(capacity = 65536): MessageWriter {
  const encoder = new TextEncoder();
  let kept = new Uint8Array(capacity);
  let buffer = kept;

  /** Room for `size` bytes, with the first `used` as they are. */
  function makeRoom(size: number, used: number): void {
    if (size <= buffer.length) return;
    const next = new Uint8Array(size <= MOST_KEPT ? Math.min(MOST_KEPT, 2 * size) : size);
    next.set(buffer.subarray(0, used));
    buffer = next;
    if (next.length <= MOST_KEPT) kept = next;
  }

  return {
    get buffer() {
      return buffer;
    },
    write(message, offset) {
      const { payload } = message;
      buffer = kept;
      // Most texts are ASCII: a byte a character. What is not makes itself more room.
      makeRoom(offset + MESSAGE_HEADER_SIZE + 3 + payload.length, 0);
      writeHeader(buffer, offset, message);
      let end = offset + MESSAGE_HEADER_SIZE;
      if (payload === "") return end;
      buffer[end++] = 0xef; // PowerShell begins every payload that is not empty with a byte order mark
      buffer[end++] = 0xbb;
      buffer[end++] = 0xbf;
      const { read, written } = encoder.encodeInto(payload, buffer.subarray(end));
      end += written;
      if (read === payload.length) return end;
      makeRoom(end + 3 * (payload.length - read), end);
      return end + encoder.encodeInto(payload.slice(read), buffer.subarray(end)).written;
    },
  };
}

function writeHeader(buffer: Uint8Array, offset: number, message: OutgoingMessage): void {
  const type = MESSAGE_TYPES[message.type];
  buffer[offset] = message.destination === "client" ? 1 : 2;
  buffer[offset + 1] = buffer[offset + 2] = buffer[offset + 3] = 0;
  buffer[offset + 4] = type & 0xff;
  buffer[offset + 5] = (type >> 8) & 0xff;
  buffer[offset + 6] = type >> 16;
  buffer[offset + 7] = 0;
  buffer.set(message.runspacePool, offset + 8);
  buffer.set(message.pipeline, offset + 24);
}

export interface MessageReader {
  /** Reads a whole message; throws a ProtocolError where it is too short for a header. */
  read(bytes: Uint8Array): Message;
}

/** A reader that remembers the ids it saw last, which are mostly the ids it sees next. */
export function messageReader(): MessageReader {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: false });
  const pools = guidMemory();
  const pipelines = guidMemory();
  return {
    read(bytes) {
      if (bytes.length < MESSAGE_HEADER_SIZE) throw remoteFault(tooShort());
      const typeNumber = uint32(bytes, 4);
      const pipelineId = pipelines(bytes, 24);
      return {
        type: TYPE_NAMES.get(typeNumber),
        typeNumber,
        destination: destinationOf(uint32(bytes, 0)),
        runspacePoolId: pools(bytes, 8),
        pipelineId: pipelineId === EMPTY_GUID ? undefined : pipelineId,
        payload: bytes.length === MESSAGE_HEADER_SIZE ? "" : decoder.decode(bytes.subarray(MESSAGE_HEADER_SIZE)),
      };
    },
  };
}

function destinationOf(number: number): Destination | undefined {
  return number === 1 ? "client" : number === 2 ? "server" : undefined;
}

function uint32(bytes: Uint8Array, offset: number): number {
  return (bytes[offset]! | (bytes[offset + 1]! << 8) | (bytes[offset + 2]! << 16) | (bytes[offset + 3]! << 24)) >>> 0;
}

function tooShort(): string {
  return (
    "An error occurred while decoding data received from the remote computer. At least " +
    `${FRAGMENT_AND_HEADER} bytes of data are required to decode a deserialized object that is received from a ` +
    "remote computer. This can happen if the fragments are not properly constructed by the remote computer, or if " +
    "the data was corrupted or changed."
  );
}

/** Reads a GUID; the text is made anew only where the bytes differ from those before. */
function guidMemory(): (bytes: Uint8Array, offset: number) => string {
  const last = new Uint8Array(16);
  let text = EMPTY_GUID;
  return (bytes, offset) => {
    let same = true;
    for (let i = 0; i < 16 && same; i++) same = bytes[offset + i] === last[i];
    if (!same) {
      last.set(bytes.subarray(offset, offset + 16));
      text = readGuid(bytes, offset);
    }
    return text;
  };
}
