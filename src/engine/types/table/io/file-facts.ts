// What is known of a file or folder: its FileInfo, attributes and times.
//
// Rule: a FileInfo looks at the disk when it is asked, and remembers what it saw until Refresh.

import { DateTime, EnumValue, NetObject, TICKS_PER_MILLISECOND, UNIX_EPOCH_TICKS } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { FileInformation } from "../../../host.js";
import { attempt, statQuietly } from "./file-faults.js";
import { baseName, directoryName, fullPath } from "./paths.js";

/** Base of FileInfo and DirectoryInfo. `path` is native and absolute. */
export abstract class FileSystemInfo extends NetObject {
  readonly path: string;
  readonly original: string;
  #facts: FileInformation | undefined;
  #looked = false;
  constructor(path: string, original: string) {
    super();
    this.path = path;
    this.original = original;
  }
  get name(): string {
    return baseName(this.path);
  }
  /** What is at the path, links followed; what the link itself is where its target is missing. */
  facts(engine: Engine): FileInformation | undefined {
    if (!this.#looked) {
      this.#facts = statQuietly(engine, this.path) ?? statQuietly(engine, this.path, false);
      this.#looked = true;
    }
    return this.#facts;
  }
  refresh(): void {
    this.#looked = false;
  }
}

export class FileInfo extends FileSystemInfo {
  readonly typeName: string = "System.IO.FileInfo";
}

export class DirectoryInfo extends FileSystemInfo {
  readonly typeName: string = "System.IO.DirectoryInfo";
}

export function localTime(ms: number, engine: Engine): DateTime {
  return dateTime(ms + engine.host.computer.utcOffsetMinutes(ms) * 60_000, "Local");
}

export function dateTime(ms: number, kind: "Local" | "Utc"): DateTime {
  return new DateTime(UNIX_EPOCH_TICKS + BigInt(Math.round(ms * 10)) * (TICKS_PER_MILLISECOND / 10n), kind);
}

/** Milliseconds since 1970 UTC of a date of any kind; an unspecified one is local. */
function toMs(date: DateTime, engine: Engine): number {
  const ms = Number((date.ticks - UNIX_EPOCH_TICKS) / (TICKS_PER_MILLISECOND / 10n)) / 10;
  return date.kind === "Utc" ? ms : ms - engine.host.computer.utcOffsetMinutes(ms) * 60_000;
}

/** What .NET gives for a file that is not there: 1601-01-01 UTC. */
export const NO_TIME_MS = -11_644_473_600_000;

export type TimeName = "createdMs" | "modifiedMs" | "accessedMs";

export function timeOf(path: string, name: TimeName, engine: Engine): number {
  return statQuietly(engine, fullPath(path, engine))?.[name] ?? NO_TIME_MS;
}

export function setTime(path: string, name: TimeName, date: DateTime, engine: Engine): void {
  const full = fullPath(path, engine);
  attempt(full, () => {
    const facts = engine.host.files.stat(full);
    const ms = toMs(date, engine);
    const accessed = name === "accessedMs" ? ms : (facts?.accessedMs ?? ms);
    const modified = name === "modifiedMs" ? ms : (facts?.modifiedMs ?? ms);
    engine.host.files.setTimes(full, accessed, modified);
  });
}

const ATTRIBUTES = "System.IO.FileAttributes";

export function attributesOf(info: FileSystemInfo, engine: Engine): EnumValue {
  const facts = info.facts(engine);
  if (!facts) return new EnumValue(ATTRIBUTES, -1, "-1");
  const link = statQuietly(engine, info.path, false)?.isSymbolicLink === true;
  const names: [string, number][] = [];
  if ((facts.mode & 0o222) === 0) names.push(["ReadOnly", 1]);
  if (info.name.startsWith(".")) names.push(["Hidden", 2]);
  if (facts.isDirectory) names.push(["Directory", 16]);
  if (link) names.push(["ReparsePoint", 1024]);
  if (names.length === 0) names.push(["Normal", 128]);
  return new EnumValue(
    ATTRIBUTES,
    names.reduce((sum, [, bit]) => sum + bit, 0),
    names.map(([name]) => name).join(", "),
  );
}

export function parentOf(path: string): DirectoryInfo | null {
  const parent = directoryName(path);
  return parent === null || parent === "" ? null : new DirectoryInfo(parent, parent);
}
