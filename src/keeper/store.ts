// The sessions on disk: a folder each, with what is known of it beside its journal.
//
// Rule: a session belongs to the keeper whose process it names. Another keeper takes it over only when that process is gone. What
// cannot be read is set aside and named, never written over.

import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DEFAULT_KEEP_TERMS, isGuid, type KeepTerms } from "../protocol/index.js";
import { diskFiles, freeName, makeFolder } from "./journal/files.js";
import { Journal } from "./journal/journal.js";
import { type Recovered, recoverJournal } from "./journal/recover.js";
import { tryLock } from "./lock.js";
import { endOf } from "./pipeline-facts.js";
import type { Places } from "./places.js";
import { isAlive, type ProcessIdentity } from "./processes.js";

/** What session.json says. */
export interface StoredSession {
  readonly layout: 1;
  readonly id: string;
  readonly name: string;
  readonly terms: KeepTerms;
  readonly createdMs: number;
  readonly disconnectedMs?: number | undefined;
  readonly endedBecause?: string | undefined;
  /** Whose it is, and where that one listens. */
  readonly keeper: ProcessIdentity;
  readonly socket: string;
  /** What runs its pipelines: each leads a group of its own. */
  readonly processes?: readonly ProcessIdentity[];
}

const INDEX = "session.json";
const CLAIM = "claim";
const TRASH = ".trash-";

/** A session that was found. `owner`: the keeper that has it, where that one lives. */
export interface FoundSession {
  readonly id: string;
  readonly stored: StoredSession;
  readonly owner: ProcessIdentity | undefined;
  /** Path of an index that could not be read, and was set aside. */
  readonly setAside?: string;
}

export function storeSession(places: Places, session: StoredSession): void {
  const folder = join(places.journals, session.id);
  makeFolder(folder);
  const temporary = join(folder, `${INDEX}.new`);
  writeFileSync(temporary, JSON.stringify(session), { mode: 0o600 });
  renameSync(temporary, join(folder, INDEX));
}

export function newJournal(places: Places, id: string, terms: KeepTerms): Journal {
  return new Journal(diskFiles(join(places.journals, id), asideOf(places, id)), terms);
}

/** Takes what a dead keeper left of a session; undefined where another keeper does so at the moment. */
export function adoptSession(places: Places, { id, stored }: FoundSession): Recovered | undefined {
  const release = tryLock(join(places.journals, id, CLAIM));
  if (release === undefined) return undefined;
  return recoverJournal(diskFiles(join(places.journals, id), asideOf(places, id)), stored.terms, endOf);
}

/** Takes a session away at once, and its files from the disk in the background. */
export function removeSession(places: Places, id: string): void {
  const trash = join(places.journals, `${TRASH}${id}-${process.pid}`);
  try {
    renameSync(join(places.journals, id), trash);
  } catch {
    return; // it is gone already
  }
  void rm(trash, { recursive: true, force: true }).catch(() => undefined);
}

/** What a keeper that died was about to take from the disk. */
export function emptyTrash(places: Places): void {
  for (const name of namesIn(places.journals))
    if (name.startsWith(TRASH))
      void rm(join(places.journals, name), { recursive: true, force: true }).catch(() => undefined);
}

/** All sessions there are on disk. */
export function findSessions(places: Places): FoundSession[] {
  return namesIn(places.journals)
    .filter(isGuid)
    .map((id) => findSession(places, id));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function findSession(places: Places, id: string): FoundSession {
  const path = join(places.journals, id, INDEX);
  const stored = readIndex(path, id);
  if (stored) return { id, stored, owner: isAlive(stored.keeper) ? stored.keeper : undefined };
  const setAside = moveAside(places, id, path);
  const keeper = { pid: 0, start: "" };
  const unknown: StoredSession = {
    layout: 1,
    id,
    name: "",
    terms: DEFAULT_KEEP_TERMS,
    createdMs: 0,
    keeper,
    socket: "",
    ...(setAside !== undefined && { endedBecause: `What was known of it could not be read, and is now ${setAside}.` }),
  };
  return { id, stored: unknown, owner: undefined, ...(setAside !== undefined && { setAside }) };
}

function readIndex(path: string, id: string): StoredSession | undefined {
  try {
    const stored = JSON.parse(readFileSync(path, "utf8")) as Partial<StoredSession>;
    const isWhole =
      stored.layout === 1 &&
      stored.id === id &&
      typeof stored.keeper?.pid === "number" &&
      typeof stored.keeper.start === "string" &&
      typeof stored.terms?.quotaBytes === "number";
    return isWhole ? (stored as StoredSession) : undefined;
  } catch {
    return undefined;
  }
}

function moveAside(places: Places, id: string, path: string): string | undefined {
  const folder = asideOf(places, id);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const target = freeName(folder, INDEX);
    renameSync(path, target);
    return target;
  } catch {
    return undefined; // there is none: its keeper died before it wrote it
  }
}

function asideOf(places: Places, id: string): string {
  return join(places.setAside, id);
}
