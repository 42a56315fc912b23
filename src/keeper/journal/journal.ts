// The journal of one session: everything its pipelines emit, on disk in order, until it was received.
//
// Rule: what `append` took is on disk when `flush` returns, and only then may it be sent. Where the disk refuses, what was
// appended stays in memory, in its place, and `flush` tries again: nothing is lost, and nothing gets ahead of it. What was
// received is forgotten a segment at a time.

import type { PipelineEnd } from "../../protocol/index.js";
import type { JournalFiles } from "./files.js";
import { Cursor } from "./cursor.js";
import { guidOf, hexOf, recordBound, type RecordKind, writeRecord } from "./records.js";
import { type Extents, newSegment, note, type Segment, SEGMENT_HEAD } from "./segments.js";

export interface JournalSettings {
  /** Bytes on disk that nobody has received. */
  readonly quotaBytes: number;
  readonly buffering: "Block" | "Drop";
  /** Bytes at which a segment is full; an eighth of the quota where that is less. */
  readonly segmentBytes?: number;
}

const DEFAULT_SEGMENT_BYTES = 16 << 20;
const MIN_SEGMENT_BYTES = 64 << 10;
/** What a journal that is written to seldom holds in memory, and what one that was written to much may keep. */
const BUFFER_BYTES = 8 << 10;
const KEPT_BUFFER_BYTES = 512 << 10;
/** The segment that is written to is forgotten from this part of its size on, when all in it was received. */
const WORTH_FORGETTING = 0.5;

/** A pipeline as its journal knows it. */
export interface JournalPipeline {
  readonly id: string;
  readonly hex: string;
  readonly bytes: Uint8Array;
  /** What is known of it, as JSON. */
  facts: string;
  /** Number of its last message. */
  last: number;
  /** Number of the last that was received. */
  received: number;
  /** Number of the last that had to be dropped, and how many were that nobody had received. */
  droppedTo: number;
  dropped: number;
  /** How it ended, where its last message says so. */
  end: PipelineEnd | undefined;
}

export class Journal {
  readonly files: JournalFiles;
  readonly #pipelines: Map<string, JournalPipeline> = new Map();
  readonly #segments: Segment[] = [];
  #settings: JournalSettings;
  #nextNumber: number;
  /** Records that are not on disk yet. */
  #buffer: Buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #pending = 0;
  /** What of that are messages. */
  #pendingExtents: Extents = new Map();
  #current: Segment | undefined;
  #failure: Error | undefined;
  /** Segments with something in them that the disk may not have yet. */
  readonly #dirty: Set<Segment> = new Set();

  /** `segments` and `pipelines`: what was found on disk. */
  constructor(
    files: JournalFiles,
    settings: JournalSettings,
    found: { readonly segments: readonly Segment[]; readonly pipelines: readonly JournalPipeline[] } = {
      segments: [],
      pipelines: [],
    },
  ) {
    this.files = files;
    this.#settings = settings;
    this.#segments.push(...found.segments);
    for (const pipeline of found.pipelines) this.#pipelines.set(pipeline.id, pipeline);
    this.#nextNumber = (found.segments.at(-1)?.number ?? 0) + 1;
  }

  get settings(): JournalSettings {
    return this.#settings;
  }

  set settings(settings: JournalSettings) {
    this.#settings = settings;
  }

  /** Bytes that are kept, on disk and before it. */
  get size(): number {
    let size = this.#pending;
    for (const segment of this.#segments) size += segment.size;
    return size;
  }

  /** Why the disk takes nothing at the moment; undefined where it does. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** True where a pipeline has to wait. */
  get isFull(): boolean {
    return this.#settings.buffering === "Block" && this.size > this.#settings.quotaBytes;
  }

  /** True where nothing is left that somebody should receive. */
  get isEmpty(): boolean {
    return this.#pipelines.size === 0;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** What has not been written yet. */
  get pendingBytes(): Buffer {
    return this.#buffer.subarray(0, this.#pending);
  }

  pipelines(): IterableIterator<JournalPipeline> {
    return this.#pipelines.values();
  }

  pipeline(id: string): JournalPipeline | undefined {
    return this.#pipelines.get(id);
  }

  /** Bytes of a pipeline's messages that are kept. */
  bytesOf({ hex, received }: JournalPipeline): number {
    let bytes = 0;
    for (const { extents } of this.#segments) {
      const extent = extents.get(hex);
      if (extent && extent.last > received) bytes += extent.bytes;
    }
    return bytes;
  }

  /** A pipeline begins, or more is known of it. `facts`: JSON. */
  begin(id: string, facts: string): JournalPipeline {
    let pipeline = this.#pipelines.get(id);
    if (pipeline === undefined) this.#pipelines.set(id, (pipeline = newPipeline(id)));
    pipeline.facts = facts;
    this.#write("begin", 0, pipeline, pipeline.last, facts);
    return pipeline;
  }

  /** Takes a message and gives its number. `end`: it is the pipeline's last, and says how it ended. */
  append(pipeline: JournalPipeline, type: number, payload: string, end?: PipelineEnd): number {
    const sequence = ++pipeline.last;
    pipeline.end = end;
    const before = this.#pending;
    this.#write("message", type, pipeline, sequence, payload);
    note(this.#pendingExtents, pipeline.hex, sequence, this.#pending - before);
    return sequence;
  }

  /** Takes many messages at once, as fragments, and gives the number of the last. */
  appendPacket(pipeline: JournalPipeline, count: number, bytes: Uint8Array): number {
    const sequence = (pipeline.last += count);
    const before = this.#pending;
    this.#write("packet", count, pipeline, sequence, bytes);
    note(this.#pendingExtents, pipeline.hex, sequence, this.#pending - before);
    return sequence;
  }

  /** All messages of a pipeline up to this number were received. */
  received(pipeline: JournalPipeline, sequence: number): void {
    if (sequence <= pipeline.received) return;
    pipeline.received = Math.min(sequence, pipeline.last);
    this.#write("received", 0, pipeline, pipeline.received, "");
    if (pipeline.end && pipeline.received >= pipeline.last) this.#pipelines.delete(pipeline.id);
    this.#forgetPending();
    this.#forgetSegments();
  }

  /** Forgets a pipeline, received or not. */
  forget(pipeline: JournalPipeline): void {
    if (pipeline.received < pipeline.last) this.received(pipeline, pipeline.last);
    this.#pipelines.delete(pipeline.id);
  }

  /** Puts on disk what was appended. Throws where the disk refuses; what it did not take waits for the next call. */
  flush(): void {
    if (this.#pending === 0) return;
    try {
      this.#writePending();
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      throw this.#failure;
    }
    this.#dropOldest();
  }

  /** Asks the disk to keep for good what was written since the last time, and is still wanted. */
  sync(): void {
    for (const segment of this.#segments)
      if (this.#dirty.delete(segment)) this.files.sync(segment.name, segment !== this.#current);
    this.#dirty.clear();
  }

  get isDirty(): boolean {
    return this.#dirty.size > 0;
  }

  /** Reads the messages of a pipeline after a number. */
  cursor(pipeline: JournalPipeline, after: number): Cursor {
    return new Cursor(this, pipeline, Math.max(after, pipeline.received));
  }

  close(): void {
    this.files.close();
  }

  // Writing.

  #write(
    kind: RecordKind,
    type: number,
    { bytes }: JournalPipeline,
    sequence: number,
    payload: string | Uint8Array,
  ): void {
    const bound = recordBound(payload);
    if (this.#pending + bound > this.#buffer.length) this.#grow(bound);
    this.#pending = writeRecord(kind, type, bytes, sequence, payload, this.#buffer, this.#pending);
  }

  #grow(bound: number): void {
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#buffer.length, this.#pending + bound));
    this.#buffer.copy(larger, 0, 0, this.#pending);
    this.#buffer = larger;
  }

  #writePending(): void {
    const segment = this.#current ?? this.#startSegment();
    const pending = this.#buffer.subarray(0, this.#pending);
    try {
      this.files.append(segment.name, pending);
    } catch (error) {
      this.#undo(segment);
      throw error;
    }
    segment.size += pending.length;
    for (const [hex, { last, bytes }] of this.#pendingExtents) note(segment.extents, hex, last, bytes);
    this.#clearPending();
    this.#dirty.add(segment);
    if (segment.size >= this.#segmentBytes()) this.#endSegment();
  }

  #clearPending(): void {
    this.#pending = 0;
    this.#pendingExtents = new Map();
    if (this.#buffer.length > KEPT_BUFFER_BYTES) this.#buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  }

  /** What was written in part is no record: the file ends where it ended before. */
  #undo(segment: Segment): void {
    try {
      if (segment.size > 0) this.files.truncate(segment.name, segment.size);
      else this.#abandon(segment);
    } catch {
      this.#current = undefined; // a reader finds a record that is cut off, as after a crash; the next begins a file of its own
    }
  }

  #abandon(segment: Segment): void {
    this.#segments.splice(this.#segments.indexOf(segment), 1);
    this.#current = undefined;
    if (this.files.list().includes(segment.name)) this.files.remove(segment.name);
  }

  /** A segment begins with all that is known of the pipelines: whatever stood in those before it may go. */
  #startSegment(): Segment {
    const segment = newSegment(this.#nextNumber++);
    const parts: Buffer[] = [SEGMENT_HEAD];
    for (const pipeline of this.#pipelines.values()) {
      const { facts, received } = pipeline;
      const memory = Buffer.allocUnsafe(recordBound(facts) + recordBound(""));
      const known = this.#lastOnDisk(pipeline);
      const at = writeRecord("begin", 0, pipeline.bytes, known, facts, memory, 0);
      parts.push(memory.subarray(0, writeRecord("received", 0, pipeline.bytes, received, "", memory, at)));
    }
    const head = Buffer.concat(parts);
    this.#segments.push(segment);
    this.#current = segment;
    try {
      this.files.append(segment.name, head);
    } catch (error) {
      this.#undo(segment);
      throw error;
    }
    segment.size = head.length;
    return segment;
  }

  /** Number of the last message that is not among the pending. */
  #lastOnDisk({ hex, last }: JournalPipeline): number {
    if (!this.#pendingExtents.has(hex)) return last;
    let known = 0;
    for (const { extents } of this.#segments) known = Math.max(known, extents.get(hex)?.last ?? 0);
    return known;
  }

  #endSegment(): void {
    this.#current = undefined;
    this.#forgetSegments();
  }

  #segmentBytes(): number {
    const most = this.#settings.segmentBytes ?? DEFAULT_SEGMENT_BYTES;
    return Math.max(Math.min(most, Math.floor(this.#settings.quotaBytes / 8)), Math.min(most, MIN_SEGMENT_BYTES));
  }

  // Forgetting.

  /** While the disk refuses, what was received meanwhile need not be written any more. */
  #forgetPending(): void {
    if (this.#failure === undefined) return;
    for (const [hex, { last }] of this.#pendingExtents)
      if ((this.#pipelines.get(guidOf(hex))?.received ?? last) < last) return;
    this.#clearPending();
    this.#failure = undefined;
  }

  #forgetSegments(): void {
    // Oldest first: that something was received stands in the same segment, or in a later one.
    for (const segment of this.#segments.slice()) {
      if (
        segment === this.#current &&
        (segment.size < WORTH_FORGETTING * this.#segmentBytes() || this.#pendingExtents.size > 0)
      )
        continue;
      if (!this.#isReceived(segment)) continue;
      if (segment !== this.#current || this.#startAnew()) this.#remove(segment);
    }
  }

  /** What is pending says nothing that does not stand at the head of a new segment. False where the disk takes none. */
  #startAnew(): boolean {
    const before = this.#current;
    this.#current = undefined;
    try {
      if (this.#pipelines.size > 0) this.#startSegment();
    } catch {
      this.#current = before;
      return false;
    }
    this.#clearPending();
    return true;
  }

  #isReceived({ extents }: Segment): boolean {
    for (const [hex, { last }] of extents) {
      const pipeline = this.#pipelines.get(guidOf(hex));
      if (pipeline !== undefined && pipeline.received < last && pipeline.droppedTo < last) return false;
    }
    return true;
  }

  #remove(segment: Segment): void {
    this.#segments.splice(this.#segments.indexOf(segment), 1);
    this.#dirty.delete(segment);
    this.files.remove(segment.name);
  }

  /** Makes room where the quota is full and what is oldest may be dropped. */
  #dropOldest(): void {
    if (this.#settings.buffering !== "Drop") return;
    while (this.size > this.#settings.quotaBytes && this.#segments.length > 1) {
      const oldest = this.#segments[0]!;
      for (const [hex, { last }] of oldest.extents) {
        const pipeline = this.#pipelines.get(guidOf(hex));
        if (pipeline === undefined) continue;
        const before = Math.max(pipeline.received, pipeline.droppedTo);
        if (last <= before) continue;
        pipeline.dropped += last - before;
        pipeline.droppedTo = last;
      }
      this.#remove(oldest);
    }
  }
}

export function newPipeline(id: string): JournalPipeline {
  const hex = hexOf(id);
  return {
    id,
    hex,
    bytes: Buffer.from(hex, "hex"),
    facts: "{}",
    last: 0,
    received: 0,
    droppedTo: 0,
    dropped: 0,
    end: undefined,
  };
}
