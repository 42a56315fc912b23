// Records of a journal: how one is written and read.
//
// Rule: bytes in, records out. A record carries a checksum of all the rest of it; a reader tells one that was cut off at the end
// of a file from one that was changed. Layout 1, little-endian:
//
//   CRC-32 u32 | length u32 (of what follows it) | kind u8 | message type u24 | pipeline 16 | sequence u48 | payload
//
// The checksum is of everything after it. tests/fixtures/journals holds a journal of every layout there was.

import { crc32 } from "node:zlib";

export type RecordKind = "message" | "received" | "begin" | "packet";

const KINDS: readonly RecordKind[] = ["message", "received", "begin", "packet"];

export interface JournalRecord {
  readonly kind: RecordKind;
  /** Of a message: its type's number in MS-PSRP. Of a packet: how many messages are in it. */
  readonly type: number;
  /** The pipeline's id, as 32 hexadecimal digits. */
  readonly pipeline: string;
  /** Of a message its number; of a packet that of its last; of `received` the last that was; of `begin` the last that was emitted before. */
  readonly sequence: number;
  /** Of a message its CLIXML; of `begin` what is known of the pipeline, as JSON. */
  readonly payload: string;
  /** Of a packet: its fragments. */
  readonly bytes: Buffer | undefined;
}

const PREFIX = 8;
const BODY_HEADER = 26;
const RECORD_OVERHEAD: number = PREFIX + BODY_HEADER;
/** The longest body: PSRP's own messages are below 200 MiB. */
const MAX_BODY = 512 << 20;
/** Payloads up to this length are given the most room that they may take; longer ones are measured. */
const MEASURED = 16 << 10;

/** Bytes that a record with this payload takes at most. */
export function recordBound(payload: string | Uint8Array): number {
  if (typeof payload !== "string") return RECORD_OVERHEAD + payload.length;
  return RECORD_OVERHEAD + (payload.length > MEASURED ? Buffer.byteLength(payload) : 3 * payload.length);
}

/** Writes a record at `at` and gives its end. `pipeline`: the 16 bytes of its id. */
export function writeRecord(
  kind: RecordKind,
  type: number,
  pipeline: Uint8Array,
  sequence: number,
  payload: string | Uint8Array,
  into: Buffer,
  at: number,
): number {
  const body = at + PREFIX;
  into[body] = KINDS.indexOf(kind);
  into[body + 1] = type & 0xff;
  into[body + 2] = (type >> 8) & 0xff;
  into[body + 3] = type >> 16;
  into.set(pipeline, body + 4);
  into.writeUIntLE(sequence, body + 20, 6);
  const end = body + BODY_HEADER + writePayload(payload, into, body + BODY_HEADER);
  into.writeUInt32LE(end - body, at + 4);
  into.writeUInt32LE(crc32(into.subarray(at + 4, end)), at);
  return end;
}

function writePayload(payload: string | Uint8Array, into: Buffer, at: number): number {
  if (typeof payload === "string") return payload === "" ? 0 : into.write(payload, at, "utf8");
  into.set(payload, at);
  return payload.length;
}

export type ReadRecord =
  | { readonly type: "record"; readonly record: JournalRecord; readonly end: number }
  /** The bytes end before the record does; `needed`: how many it takes from its beginning on, as far as is known. */
  | { readonly type: "cut"; readonly needed: number }
  /** It was changed. `end`: where the next one begins, if its length is right; undefined where that cannot be. */
  | { readonly type: "wrong"; readonly end: number | undefined };

/** The record at `at`. */
export function readRecord(bytes: Buffer, at: number): ReadRecord {
  if (at + PREFIX > bytes.length) return { type: "cut", needed: PREFIX };
  const length = bytes.readUInt32LE(at + 4);
  if (length < BODY_HEADER || length > MAX_BODY) return { type: "wrong", end: undefined };
  const body = at + PREFIX;
  const end = body + length;
  if (end > bytes.length) return { type: "cut", needed: PREFIX + length };
  const kind = KINDS[bytes[body]!];
  if (kind === undefined || bytes.readUInt32LE(at) !== crc32(bytes.subarray(at + 4, end)))
    return { type: "wrong", end };
  const record: JournalRecord = {
    kind,
    type: bytes.readUIntLE(body + 1, 3),
    pipeline: bytes.toString("hex", body + 4, body + 20),
    sequence: bytes.readUIntLE(body + 20, 6),
    payload: kind === "packet" ? "" : bytes.toString("utf8", body + BODY_HEADER, end),
    bytes: kind === "packet" ? bytes.subarray(body + BODY_HEADER, end) : undefined,
  };
  return { type: "record", record, end };
}

/** A pipeline's id as records have it. */
export function hexOf(guid: string): string {
  return guid.replaceAll("-", "").toLowerCase();
}

export function guidOf(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
