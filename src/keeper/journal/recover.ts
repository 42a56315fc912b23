// A journal that a keeper left behind: read again, with what the crash cut off taken away, and what cannot be read set aside.
//
// Rule: nothing that cannot be read is written over. A segment with something unreadable in it is moved to a folder of its own and
// named; what could be read of it stands in a new one.

import type { PipelineEnd } from "../../protocol/index.js";
import type { JournalFiles } from "./files.js";
import { Journal, type JournalPipeline, type JournalSettings, newPipeline } from "./journal.js";
import { guidOf, type JournalRecord } from "./records.js";
import { newSegment, note, scanSegment, type Segment, SEGMENT_HEAD, segmentName, segmentNumbers } from "./segments.js";

export interface Recovered {
  readonly journal: Journal;
  /** Paths of what could not be read, and was set aside. */
  readonly setAside: readonly string[];
}

/** How a message ends its pipeline; undefined where it does not. */
export type EndOf = (type: number, payload: string) => PipelineEnd | undefined;

export function recoverJournal(files: JournalFiles, settings: JournalSettings, endOf: EndOf): Recovered {
  const pipelines = new Map<string, JournalPipeline>();
  const segments: Segment[] = [];
  const setAside: string[] = [];
  for (const number of segmentNumbers(files)) {
    const segment = newSegment(number);
    const parts: (readonly [number, number])[] = [];
    const { state, good } = scanSegment(files, segment.name, (record, start, end) => {
      parts.push([start, end]);
      noteRecord(record, end - start, pipelines, segment, endOf);
    });
    if (state === "wrong") setAside.push(rescue(files, segment, parts));
    else if (state === "cut") cutOff(files, segment, good);
    else segment.size = files.size(segment.name);
    if (segment.size > 0) segments.push(segment);
  }
  for (const [hex, pipeline] of pipelines)
    if (pipeline.end && pipeline.received >= pipeline.last) pipelines.delete(hex);
  const found = { segments, pipelines: [...pipelines.values()] };
  return { journal: new Journal(files, settings, found), setAside };
}

function noteRecord(
  record: JournalRecord,
  bytes: number,
  pipelines: Map<string, JournalPipeline>,
  segment: Segment,
  endOf: EndOf,
): void {
  const { kind, pipeline: hex, sequence, payload } = record;
  let pipeline = pipelines.get(hex);
  if (pipeline === undefined) pipelines.set(hex, (pipeline = newPipeline(guidOf(hex))));
  pipeline.last = Math.max(pipeline.last, sequence);
  if (kind === "begin") pipeline.facts = payload;
  else if (kind === "received") pipeline.received = Math.max(pipeline.received, sequence);
  else {
    note(segment.extents, hex, sequence, bytes);
    if (kind === "message") pipeline.end = endOf(record.type, payload) ?? pipeline.end;
  }
}

/** The end of what was written when the keeper died. */
function cutOff(files: JournalFiles, segment: Segment, good: number): void {
  segment.size = good <= SEGMENT_HEAD.length && segment.extents.size === 0 ? 0 : good;
  if (segment.size === 0) files.remove(segment.name);
  else files.truncate(segment.name, good);
}

/** Moves a segment out of the way, and writes what is good of it in its place. */
function rescue(files: JournalFiles, segment: Segment, parts: readonly (readonly [number, number])[]): string {
  const good = parts.map(([start, end]) => files.read(segment.name, start, end - start));
  const path = files.setAside(segment.name);
  if (good.length > 0) {
    const bytes = Buffer.concat([SEGMENT_HEAD, ...good]);
    files.append(segmentName(segment.number), bytes);
    segment.size = bytes.length;
  }
  return path;
}
