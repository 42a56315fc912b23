// Fragments: a message cut to fit its carrier, and put together again. MS-PSRP 2.2.4.
//
// Rule: nothing here knows what a message means, nor who is client and who is server.

import { ByteQueue } from "./byte-queue.js";
import { remoteFault } from "./errors.js";

/** One piece of a message as it travels. */
export interface Fragment {
  /** Which message, from 1. */
  readonly objectId: number;
  /** Which piece of it, from 0. */
  readonly fragmentId: number;
  readonly start: boolean;
  readonly end: boolean;
  readonly blob: Uint8Array;
}

/** Object id 8, fragment id 8, flags 1, blob length 4; all big-endian. */
export const FRAGMENT_HEADER_SIZE = 21;
/** What PowerShell puts into one packet at most, and so the longest blob it sends. */
export const MAX_PACKET_SIZE = 32768;
export const MAX_BLOB_SIZE: number = MAX_PACKET_SIZE - FRAGMENT_HEADER_SIZE;
/** The longest message taken unless told otherwise: PowerShell's MaximumReceivedObjectSize, in bytes. */
export const DEFAULT_MAX_MESSAGE_SIZE: number = 200 * 1024 * 1024;

const START = 1;
const END = 2;

/** Writes a fragment's header at `offset`. */
export function writeFragmentHeader(
  into: Uint8Array,
  offset: number,
  objectId: number,
  fragmentId: number,
  start: boolean,
  end: boolean,
  blobLength: number,
): void {
  writeUint64(into, offset, objectId);
  writeUint64(into, offset + 8, fragmentId);
  into[offset + 16] = (start ? START : 0) | (end ? END : 0);
  writeUint32(into, offset + 17, blobLength);
}

/** The fragment at the head of `bytes`, or undefined while part of it has yet to arrive. */
export function readFragment(bytes: Uint8Array, offset = 0, maxBlob = 0x7fffffff): Fragment | undefined {
  const available = bytes.length - offset - FRAGMENT_HEADER_SIZE;
  if (available < 0) return undefined;
  const objectId = readUint64(bytes, offset);
  if (objectId <= 0) throw remoteFault(OBJECT_ID_NOT_POSITIVE);
  const length = readUint32(bytes, offset + 17);
  if (length > 0x7fffffff || length > maxBlob) throw remoteFault(TOO_LARGE);
  if (available < length) return undefined;
  const flags = bytes[offset + 16]!;
  const blobAt = offset + FRAGMENT_HEADER_SIZE;
  return {
    objectId,
    fragmentId: readUint64(bytes, offset + 8),
    start: (flags & START) !== 0,
    end: (flags & END) !== 0,
    blob: bytes.subarray(blobAt, blobAt + length),
  };
}

/** Takes the bytes of one stream as they come, cut anywhere, and gives whole messages. */
export class Defragmenter {
  readonly #maxMessage: number;
  readonly #waiting: ByteQueue = new ByteQueue();
  #object = 0;
  #next = 0;
  #parts: Uint8Array[] = [];
  #size = 0;

  /** `maxMessage`: the longest message taken, in bytes. */
  constructor(maxMessage: number = DEFAULT_MAX_MESSAGE_SIZE) {
    this.#maxMessage = maxMessage;
  }

  /** True while no message is there in part. */
  get isIdle(): boolean {
    return this.#waiting.length === 0 && this.#object === 0;
  }

  /**
   * Calls `deliver` with each message these bytes complete. A delivered message is valid during the call only.
   * Throws a ProtocolError at a fragment that is wrong; the stream is of no use after that.
   */
  push(bytes: Uint8Array, deliver: (message: Uint8Array) => void): void {
    const queued = this.#waiting.length > 0;
    if (queued) this.#waiting.append(bytes);
    const all = queued ? this.#waiting.view() : bytes;
    let at = 0;
    for (;;) {
      const fragment = readFragment(all, at, this.#maxMessage - this.#size);
      if (fragment === undefined) break;
      at += FRAGMENT_HEADER_SIZE + fragment.blob.length;
      this.#take(fragment, deliver);
    }
    if (queued) this.#waiting.take(at);
    else if (at < all.length) this.#waiting.append(all.subarray(at));
  }

  #take(fragment: Fragment, deliver: (message: Uint8Array) => void): void {
    if (this.#object === 0 && fragment.start && fragment.end) return deliver(fragment.blob);
    this.#checkOrder(fragment);
    this.#size += fragment.blob.length;
    this.#parts.push(fragment.blob.slice());
    if (!fragment.end) return;
    const message = joined(this.#parts, this.#size);
    this.#object = 0;
    this.#parts = [];
    this.#size = 0;
    deliver(message);
  }

  #checkOrder(fragment: Fragment): void {
    if (this.#object === 0) {
      if (!fragment.start) throw remoteFault(`A fragment of object ${fragment.objectId} came before its first.`);
      this.#object = fragment.objectId;
      this.#next = fragment.fragmentId; // PowerShell takes a message whose fragments do not begin at 0
    }
    if (fragment.objectId !== this.#object)
      throw remoteFault(
        `ObjectIds do not match: a fragment of object ${fragment.objectId} came before object ${this.#object} was whole.`,
      );
    if (fragment.fragmentId !== this.#next)
      throw remoteFault(
        `FragmentIds are not in sequence: object ${this.#object} expected fragment ${this.#next}, got ${fragment.fragmentId}.`,
      );
    this.#next++;
  }
}

/** Objects or records of one pipeline, whole, as they came: for whoever only hands them on. */
export interface Packet {
  /** Fragments, each a whole message. */
  readonly bytes: Uint8Array;
  /** The same in base64, as the Data had it. */
  readonly body: string;
  /** Messages in it. */
  readonly count: number;
}

/** In a fragment: where the low and the high half of a message's type begin. */
const TYPE_AT = FRAGMENT_HEADER_SIZE + 4;
const WHOLE = START | END;

/**
 * How many messages bytes hold that are nothing but whole messages, one a fragment, of types for which `takes` is true; 0 for
 * any other bytes.
 */
export function countWhole(bytes: Uint8Array, takes: (type: number) => boolean): number {
  let count = 0;
  for (let at = 0; at < bytes.length; count++) {
    if (at + TYPE_AT + 4 > bytes.length || bytes[at + 16] !== WHOLE) return 0;
    const length = readUint32(bytes, at + 17);
    const type = bytes[at + TYPE_AT]! | (bytes[at + TYPE_AT + 1]! << 8) | (bytes[at + TYPE_AT + 2]! << 16);
    if (length < 40 || !takes(type)) return 0;
    at += FRAGMENT_HEADER_SIZE + length;
    if (at > bytes.length) return 0;
  }
  return count;
}

/** Where message number `skipped` of a packet begins, counted from 0. */
export function startInPacket(bytes: Uint8Array, skipped: number): number {
  let at = 0;
  for (let left = skipped; left > 0 && at + FRAGMENT_HEADER_SIZE <= bytes.length; left--)
    at += FRAGMENT_HEADER_SIZE + readUint32(bytes, at + 17);
  return Math.min(at, bytes.length);
}

const OBJECT_ID_NOT_POSITIVE =
  "ObjectId cannot be less than or equal to 0. This can happen if the fragments are not properly constructed by the " +
  "remote computer, or the data has been changed by unauthorized users.";
const TOO_LARGE =
  "Remoting data is too large to be reassembled from the fragments. This can happen if the length of the data in a " +
  "fragment is greater than Int32.Max. It can also occur if the data was changed by unauthorized users.";

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function writeUint32(into: Uint8Array, offset: number, value: number): void {
  into[offset] = value >>> 24;
  into[offset + 1] = value >>> 16;
  into[offset + 2] = value >>> 8;
  into[offset + 3] = value;
}

function writeUint64(into: Uint8Array, offset: number, value: number): void {
  writeUint32(into, offset, Math.floor(value / 0x100000000));
  writeUint32(into, offset + 4, value >>> 0);
}

function readUint32(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!) >>> 0;
}

/** As a number: ids count messages, and nobody sends 2^53 of them. The top bit makes it negative, as in .NET. */
function readUint64(bytes: Uint8Array, offset: number): number {
  const high = readUint32(bytes, offset) | 0;
  return high * 0x100000000 + readUint32(bytes, offset + 4);
}
