// Files of a journal in memory, whose process may die in the middle of any write, and whose disk may be full.

import type { JournalFiles } from "../../src/keeper/index.js";

export class Died extends Error {}

export interface FakeFiles extends JournalFiles {
  readonly contents: Map<string, Buffer>;
  readonly aside: Map<string, Buffer>;
  /** Bytes of writing (and calls that change something) that are still done before the process dies. */
  life: number;
  /** Bytes that still fit on the disk. */
  room: number;
}

export function fakeFiles(from?: ReadonlyMap<string, Buffer>): FakeFiles {
  const contents = new Map<string, Buffer>([...(from ?? [])].map(([name, bytes]) => [name, Buffer.from(bytes)]));
  const aside = new Map<string, Buffer>();
  const of = (name: string): Buffer => {
    const found = contents.get(name);
    if (found === undefined) throw new Error(`There is no ${name}.`);
    return found;
  };
  const spend = (cost: number): number => {
    const done = Math.min(cost, files.life);
    files.life -= cost;
    return done;
  };
  const change = (): void => {
    if (spend(1) < 1) throw new Died();
  };
  const files: FakeFiles = {
    contents,
    aside,
    life: Infinity,
    room: Infinity,
    list: () => [...contents.keys()],
    size: (name) => of(name).length,
    read: (name, position, length) => Buffer.from(of(name).subarray(position, position + length)),
    append(name, bytes) {
      if (files.life <= 0) throw new Died();
      const lives = spend(bytes.length);
      const fits = Math.min(lives, files.room);
      files.room -= fits;
      contents.set(name, Buffer.concat([contents.get(name) ?? Buffer.alloc(0), bytes.subarray(0, fits)]));
      if (lives < bytes.length) throw new Died();
      if (fits < bytes.length) throw new Error("ENOSPC: no space left on device, write");
    },
    truncate(name, size) {
      change();
      files.room += of(name).length - size;
      contents.set(name, of(name).subarray(0, size));
    },
    remove(name) {
      change();
      files.room += of(name).length;
      contents.delete(name);
    },
    setAside(name) {
      change();
      aside.set(name, of(name));
      contents.delete(name);
      return `/aside/${name}`;
    },
    sync: () => undefined,
    close: () => undefined,
  };
  return files;
}
