// Loads bundles, with what V8 compiled of them before: from a folder, or from the single file that a host is sent.
//
// The single file is a line with the path of Node.js, a line of JSON with the names and lengths of its parts, and the parts.
// Its path stands for the folder: `<file>/engine.cjs` is its part `engine.cjs`.

import { closeSync, openSync, readSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";

/** Set while the bundles are built: each thread then leaves its compiled code behind. */
const WRITE_CACHE = "REMORA_WRITE_CACHE";

/** A buffer that can shrink: newer than this program's library of types. */
type ResizableMemory = new (
  size: number,
  options: { maxByteLength: number },
) => ArrayBuffer & { resize(size: number): void };

/**
 * Loads a bundle, from the code V8 kept of it where that fits. One that is used in two ways has a cache for
 * each. What it requires is Node.js's own.
 */
export function load(file: string, use = ""): unknown {
  const cache = `${file}${use}.cache`;
  // A bundle is a function around its modules, in ASCII: the text is held once, at one byte a character.
  const text = withBytes(file, (bytes) => bytes.toString("latin1"));
  const script = compile(file, text, cache);
  const module = { exports: {} };
  if (process.env[WRITE_CACHE]) process.on("exit", () => writeFileSync(cache, script.createCachedData()));
  const folder = dirname(file);
  const loadLate = (bundle: string): unknown => load(join(folder, bundle));
  script.runInThisContext()(module.exports, require, module, file, folder, loadLate);
  return module.exports;
}

function compile(filename: string, text: string, cache: string): Script {
  if (!process.env[WRITE_CACHE] && find(cache))
    return withBytes(cache, (cachedData) => new Script(text, { filename, cachedData }));
  return new Script(text, { filename });
}

/** Where bytes are. */
interface Place {
  readonly path: string;
  readonly start: number;
  readonly size: number;
}

/** Bytes of a single file's first two lines that are looked at. */
const HEAD_SIZE = 8192;

/** A file, or a part of a single file. */
function find(file: string): Place | undefined {
  const folder = dirname(file);
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat?.isFile()) return partOf(folder, basename(file));
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  return size === undefined ? undefined : { path: file, start: 0, size };
}

function partOf(path: string, name: string): Place | undefined {
  const head = Buffer.alloc(HEAD_SIZE);
  const descriptor = openSync(path, "r");
  readSync(descriptor, head, 0, HEAD_SIZE, 0);
  closeSync(descriptor);
  const begin = head.indexOf(10) + 1;
  let start = head.indexOf(10, begin) + 1;
  for (const [part, size] of JSON.parse(head.toString("latin1", begin, start)) as [string, number][]) {
    if (part === name) return { path, start, size };
    start += size;
  }
  return undefined;
}

/** What `use` makes of a file's bytes. Their memory is given back at once: a start is too short for the garbage collector. */
function withBytes<T>(file: string, use: (bytes: Buffer) => T): T {
  const place = find(file);
  if (!place) throw new Error(`There is no file ${file}.`);
  const { path, start, size } = place;
  const memory = new (ArrayBuffer as unknown as ResizableMemory)(size, { maxByteLength: size });
  const bytes = Buffer.from(memory, 0, size);
  const descriptor = openSync(path, "r");
  try {
    readSync(descriptor, bytes, 0, size, start);
    return use(bytes);
  } finally {
    closeSync(descriptor);
    memory.resize(0);
  }
}
