// Loads bundles, with what V8 compiled of them before.

import { closeSync, existsSync, openSync, readSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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
  if (!process.env[WRITE_CACHE] && existsSync(cache))
    return withBytes(cache, (cachedData) => new Script(text, { filename, cachedData }));
  return new Script(text, { filename });
}

/** What `use` makes of a file's bytes. Their memory is given back at once: a start is too short for the garbage collector. */
function withBytes<T>(file: string, use: (bytes: Buffer) => T): T {
  const size = statSync(file).size;
  const memory = new (ArrayBuffer as unknown as ResizableMemory)(size, { maxByteLength: size });
  const bytes = Buffer.from(memory, 0, size);
  const descriptor = openSync(file, "r");
  try {
    readSync(descriptor, bytes, 0, size, 0);
    return use(bytes);
  } finally {
    closeSync(descriptor);
    memory.resize(0);
  }
}
