// A place in a journal: the messages of one pipeline from a number on, read as far as they have been written.
//
// Rule: a message is handed out once, in order. What is missing in between (dropped for want of room, or unreadable) is handed out
// as a gap, never passed over.

import { startInPacket } from "../../protocol/index.js";
import type { Journal, JournalPipeline } from "./journal.js";
import { type JournalRecord, readRecord } from "./records.js";
import { SEGMENT_HEAD } from "./segments.js";

export type Step =
  | { readonly type: "message"; readonly sequence: number; readonly message: number; readonly payload: string }
  /** Many messages at once, the last of which has the number `sequence`. */
  | { readonly type: "packet"; readonly sequence: number; readonly bytes: Uint8Array }
  /** Messages that are not there any more: `count` of them, the last of which had the number `sequence`. */
  | { readonly type: "gap"; readonly sequence: number; readonly count: number };

const CHUNK = 256 << 10;

export class Cursor {
  readonly #journal: Journal;
  readonly #pipeline: JournalPipeline;
  /** Number of the last message that was handed out. */
  after: number;
  #segment = 0;
  #offset: number = SEGMENT_HEAD.length;

  constructor(journal: Journal, pipeline: JournalPipeline, after: number) {
    this.#journal = journal;
    this.#pipeline = pipeline;
    this.after = after;
  }

  /** True when everything that was emitted so far has been handed out. */
  get isAtEnd(): boolean {
    return this.after >= this.#pipeline.last;
  }

  /** The next steps: some, or none at the end. */
  read(): Step[] {
    const steps: Step[] = [];
    while (steps.length === 0 && !this.isAtEnd) {
      const segment = this.#journal.segments.find(
        ({ number, extents }) => number >= this.#segment && (extents.get(this.#pipeline.hex)?.last ?? 0) > this.after,
      );
      if (segment === undefined) {
        this.#readBytes(this.#journal.pendingBytes, steps);
        if (!this.isAtEnd && steps.length === 0) this.#gap(this.#pipeline.last, steps);
        return steps;
      }
      if (segment.number !== this.#segment) this.#enter(segment.number);
      const left = segment.size - this.#offset;
      if (left <= 0) {
        this.#enter(segment.number + 1); // what its extent promised cannot be read
        continue;
      }
      this.#readChunk(segment.name, left, CHUNK, steps);
    }
    return steps;
  }

  #enter(segment: number): void {
    this.#segment = segment;
    this.#offset = SEGMENT_HEAD.length;
  }

  #readChunk(name: string, left: number, wanted: number, steps: Step[]): void {
    const bytes = this.#journal.files.read(name, this.#offset, Math.min(wanted, left));
    const { at, needed } = this.#readBytes(bytes, steps);
    this.#offset += at;
    if (at > 0) return;
    if (needed !== undefined && needed <= left && needed > bytes.length)
      return this.#readChunk(name, left, needed, steps);
    this.#offset += left; // unreadable from here on: the number of the next message shows what is missing
  }

  /** Takes the records of some bytes; says how far it came, and how many bytes the next record takes. */
  #readBytes(bytes: Buffer, steps: Step[]): { readonly at: number; readonly needed: number | undefined } {
    let at = 0;
    while (at < bytes.length) {
      const read = readRecord(bytes, at);
      if (read.type === "cut") return { at, needed: read.needed };
      if (read.type === "wrong" && (read.end === undefined || read.end > bytes.length))
        return { at, needed: undefined };
      if (read.type === "record") this.#take(read.record, steps);
      at = read.end!;
    }
    return { at, needed: undefined };
  }

  #take({ kind, type, pipeline, sequence, payload, bytes }: JournalRecord, steps: Step[]): void {
    if ((kind !== "message" && kind !== "packet") || pipeline !== this.#pipeline.hex || sequence <= this.after) return;
    const first = bytes === undefined ? sequence : sequence - type + 1;
    if (first > this.after + 1) this.#gap(first - 1, steps);
    if (bytes === undefined) steps.push({ type: "message", sequence, message: type, payload });
    else steps.push({ type: "packet", sequence, bytes: bytes.subarray(startInPacket(bytes, this.after + 1 - first)) });
    this.after = sequence;
  }

  #gap(sequence: number, steps: Step[]): void {
    steps.push({ type: "gap", sequence, count: sequence - this.after });
    this.after = sequence;
  }
}
