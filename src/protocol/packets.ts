// Messages out of one sender: numbered over pool and pipelines alike, written, and cut into fragments.

import { MAX_BLOB_SIZE, FRAGMENT_HEADER_SIZE, writeFragmentHeader } from "./fragments.js";
import { EMPTY_GUID, guidBytes } from "./guid.js";
import { type MessageWriter, type OutgoingMessage, messageWriter } from "./messages.js";

/** Takes the bytes of a fragment, from `start` to before `end`; they are valid during the call only. */
export type EmitFragment = (bytes: Uint8Array, start: number, end: number) => void;

export class Fragmenter {
  readonly #writer: MessageWriter = messageWriter();
  readonly #maxBlob: number;
  #objectId = 0;

  /** `maxBlob`: bytes of a message in one fragment at most. */
  constructor(maxBlob: number = MAX_BLOB_SIZE) {
    this.#maxBlob = maxBlob;
  }

  write(message: OutgoingMessage, emit: EmitFragment): void {
    const objectId = ++this.#objectId;
    const end = this.#writer.write(message, FRAGMENT_HEADER_SIZE);
    const bytes = this.#writer.buffer;
    let fragmentId = 0;
    for (let at = FRAGMENT_HEADER_SIZE; at < end; fragmentId++) {
      const blobEnd = Math.min(at + this.#maxBlob, end);
      // The header goes right before its blob, over bytes that have been emitted already.
      const start = at - FRAGMENT_HEADER_SIZE;
      writeFragmentHeader(bytes, start, objectId, fragmentId, fragmentId === 0, blobEnd === end, blobEnd - at);
      emit(bytes, start, blobEnd);
      at = blobEnd;
    }
  }
}

/** The bytes of GUIDs, made once for each. */
export class GuidTable {
  readonly #bytes: Map<string, Uint8Array> = new Map();
  readonly none: Uint8Array = guidBytes(EMPTY_GUID);

  of(guid: string | undefined): Uint8Array {
    if (guid === undefined) return this.none;
    let bytes = this.#bytes.get(guid);
    if (bytes === undefined) {
      bytes = guidBytes(guid);
      this.#bytes.set(guid, bytes);
    }
    return bytes;
  }

  forget(guid: string): void {
    this.#bytes.delete(guid);
  }
}
