// Segments: the files of a journal, each with its records one after another, and what an index needs to know of them.
//
// Rule: a segment is only ever added to, and goes as a whole. One that holds something unreadable is set aside, and what can be
// read of it goes on in a new file: nothing is written over.

import type { JournalFiles } from "./files.js";
import { type JournalRecord, readRecord } from "./records.js";

/** What every segment begins with: a name and the number of the layout. */
export const SEGMENT_HEAD: Buffer = Buffer.from("REMORAJ1");
const NAME = /^(\d{8})\.journal$/;

export function segmentName(number: number): string {
  return `${String(number).padStart(8, "0")}.journal`;
}

/** Where the messages of one pipeline lie in a segment. */
export interface Extent {
  /** Number of the last of them. */
  last: number;
  bytes: number;
}

export type Extents = Map<string, Extent>;

export interface Segment {
  readonly number: number;
  readonly name: string;
  size: number;
  /** By the pipeline's id in hexadecimal. */
  readonly extents: Extents;
}

export function newSegment(number: number, size = 0): Segment {
  return { number, name: segmentName(number), size, extents: new Map() };
}

/** Notes messages of a pipeline. */
export function note(extents: Extents, pipeline: string, sequence: number, bytes: number): void {
  const extent = extents.get(pipeline);
  if (extent === undefined) extents.set(pipeline, { last: sequence, bytes });
  else {
    extent.last = Math.max(extent.last, sequence);
    extent.bytes += bytes;
  }
}

/** The numbers of the segments there are, in order. */
export function segmentNumbers(files: JournalFiles): number[] {
  const numbers = files.list().map((name) => Number(NAME.exec(name)?.[1] ?? Number.NaN));
  return numbers.filter((number) => !Number.isNaN(number)).sort((a, b) => a - b);
}

const CHUNK = 1 << 20;

/** How a segment was found to be. `good`: bytes up to which every record is whole. */
export interface Scan {
  readonly state: "whole" | "cut" | "wrong";
  readonly good: number;
}

/**
 * Reads a segment from its beginning and hands on every record that is whole; after one that was changed it goes on at the next,
 * where that can be found.
 */
export function scanSegment(
  files: JournalFiles,
  name: string,
  take: (record: JournalRecord, start: number, end: number) => void,
): Scan {
  const size = files.size(name);
  const head = files.read(name, 0, SEGMENT_HEAD.length);
  if (!head.equals(SEGMENT_HEAD)) {
    const isBeginning = SEGMENT_HEAD.subarray(0, head.length).equals(head);
    return { state: isBeginning ? "cut" : "wrong", good: 0 };
  }
  let state: Scan["state"] = "whole";
  let good = SEGMENT_HEAD.length;
  let start = good;
  let wanted = CHUNK;
  while (start < size) {
    const bytes = files.read(name, start, Math.min(wanted, size - start));
    const isAll = start + bytes.length >= size;
    let at = 0;
    let cut: number | undefined;
    while (at < bytes.length && cut === undefined) {
      const read = readRecord(bytes, at);
      if (read.type === "record") {
        take(read.record, start + at, start + read.end);
        at = read.end;
        if (state === "whole") good = start + at;
      } else if (read.type === "cut") cut = read.needed;
      else if (isZero(bytes, at) && isAll) return { state: state === "whole" ? "cut" : state, good };
      else if (read.end === undefined) return { state: "wrong", good };
      else {
        // The last one may have been cut off in the middle of being written; any other was changed.
        if (start + read.end >= size && state === "whole") return { state: "cut", good };
        state = "wrong";
        at = read.end;
      }
    }
    if (isAll && cut !== undefined) return { state: state === "whole" ? "cut" : state, good };
    start += at;
    wanted = Math.max(CHUNK, cut ?? 0);
  }
  return { state, good };
}

/** A file system that lost its power may have made a file longer before it wrote what is in it. */
function isZero(bytes: Buffer, from: number): boolean {
  for (let at = from; at < bytes.length; at++) if (bytes[at] !== 0) return false;
  return true;
}
