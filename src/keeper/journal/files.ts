// The files of one journal, as the journal asks for them; behind it the disk, or a test that dies in any write.
//
// Rule: a call has been done when it returns; what the disk itself still has in its cache, `sync` puts there for good.

import { closeSync, fdatasync, ftruncateSync, mkdirSync, openSync, readdirSync, readSync } from "node:fs";
import { renameSync, statSync, writeSync } from "node:fs";
import { unlink } from "node:fs/promises";
import { dirname, join } from "node:path";

export interface JournalFiles {
  /** Names of the files there are. */
  list(): string[];
  size(name: string): number;
  /** Reads up to `length` bytes from `position` on; fewer at the end of the file. */
  read(name: string, position: number, length: number): Buffer;
  /** Adds to the end of a file, which is made where it is not there. Throws where not all of it could be written. */
  append(name: string, bytes: Uint8Array): void;
  truncate(name: string, size: number): void;
  /** One that was removed is not listed any more; removals are done in their order. */
  remove(name: string): void;
  /** Moves a file out of the journal and gives its new path. It is never overwritten. */
  setAside(name: string): string;
  /** Puts what was appended to a file on the disk for good; best effort, in the background. `isLast`: no more will be. */
  sync(name: string, isLast: boolean): void;
  /** Lets go of open files. */
  close(): void;
}

/** Files in a folder of the disk. `aside`: where unreadable ones go. */
export function diskFiles(folder: string, aside: string): JournalFiles {
  const open = new Map<string, number>();
  const removed = new Set<string>();
  let removals = Promise.resolve();
  const path = (name: string): string => join(folder, name);

  function descriptor(name: string): number {
    let found = open.get(name);
    if (found === undefined) {
      makeFolder(folder);
      open.set(name, (found = openSync(path(name), "a+", 0o600)));
    }
    return found;
  }

  function forget(name: string): void {
    const found = open.get(name);
    open.delete(name);
    if (found !== undefined) closeSync(found);
  }

  return {
    list() {
      try {
        return readdirSync(folder).filter((name) => !removed.has(name));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw error;
      }
    },
    size: (name) => statSync(path(name)).size,
    read(name, position, length) {
      const bytes = Buffer.allocUnsafe(length);
      const file = open.get(name) ?? openSync(path(name), "r");
      try {
        let at = 0;
        while (at < length) {
          const got = readSync(file, bytes, at, length - at, position + at);
          if (got === 0) break;
          at += got;
        }
        return bytes.subarray(0, at);
      } finally {
        if (open.get(name) !== file) closeSync(file);
      }
    },
    append(name, bytes) {
      const file = descriptor(name);
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    },
    truncate: (name, size) => ftruncateSync(descriptor(name), size),
    remove(name) {
      forget(name);
      removed.add(name);
      removals = removals.then(async () => {
        await unlink(path(name)).catch(() => undefined);
        removed.delete(name);
      });
    },
    setAside(name) {
      forget(name);
      mkdirSync(aside, { recursive: true, mode: 0o700 });
      const target = freeName(aside, name);
      renameSync(path(name), target);
      return target;
    },
    sync(name, isLast) {
      const file = open.get(name);
      if (file === undefined) return;
      if (isLast) open.delete(name);
      fdatasync(file, () => {
        if (isLast) closeSync(file);
      });
    },
    close() {
      for (const name of open.keys()) forget(name);
    },
  };
}

/** A path in `folder` that nothing has yet. */
export function freeName(folder: string, name: string): string {
  for (let number = 0; ; number++) {
    const target = join(folder, number === 0 ? name : `${name}.${number}`);
    if (statSync(target, { throwIfNoEntry: false }) === undefined) return target;
  }
}

/** Makes a folder, and the one it is in, and none above: where somebody has deleted a keeper's own folder it stays deleted. */
export function makeFolder(folder: string): void {
  for (const each of [dirname(folder), folder])
    try {
      mkdirSync(each, { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
}
