// The first code that runs, in the program and in its engine threads: it must stay tiny.
//
// Rule: the engine's thread is started before anything else is loaded; both threads then load compiled code side by side.

import { closeSync, existsSync, openSync, readSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isMainThread, workerData } from "node:worker_threads";
import { Script } from "node:vm";
import { type StartedWorker, startWorker } from "../runspace/index.js";

/** What a program is given by its launcher. */
export interface Launch {
  /** Folder of the package. */
  readonly root: string;
  /** Gives an engine thread: the first was started before this program was loaded. */
  readonly worker: () => StartedWorker;
  /** The file that further threads are started with. */
  readonly launcher: string;
  /** Program and arguments that serve PSRP on their standard input and output. */
  readonly endpoint: readonly string[];
}

/** Set while the bundles are built: each thread then leaves its compiled code behind. */
const WRITE_CACHE = "REMORA_WRITE_CACHE";

/** A buffer that can shrink: newer than this program's library of types. */
type ResizableMemory = new (
  size: number,
  options: { maxByteLength: number },
) => ArrayBuffer & { resize(size: number): void };

/** Loads a bundle, from the code V8 kept of it where that fits. One that is used in two ways has a cache for each. */
function load(file: string, use = ""): unknown {
  const cache = `${file}${use}.cache`;
  // A bundle is a function around its modules, in ASCII: the text is held once, at one byte a character.
  const text = withBytes(file, (bytes) => bytes.toString("latin1"));
  const script = compile(file, text, cache);
  const module = { exports: {} };
  if (process.env[WRITE_CACHE]) process.on("exit", () => writeFileSync(cache, script.createCachedData()));
  const folder = dirname(file);
  const loadLate = (bundle: string): unknown => load(join(folder, bundle));
  script.runInThisContext()(module.exports, createRequire(file), module, file, folder, loadLate);
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

const isJob = (argument: string): boolean => /^-{1,2}job$/i.test(argument);
const serves = (argument: string): boolean => /^-{1,2}(s|servermode|sshs|sshservermode)$/i.test(argument);

function launch(bundles: string): void {
  const root = dirname(dirname(bundles));
  const launcher = join(bundles, "launch.cjs");
  const endpoint = [process.execPath, join(root, "bin", "remora"), "-s"];
  const make = (): StartedWorker => startWorker({ file: launcher });
  if (process.argv.some(isJob)) {
    const engine = load(join(bundles, "engine.cjs"), ".job") as {
      canServeJob(): boolean;
      serveJob(launch: Launch): void;
    };
    if (engine.canServeJob()) return engine.serveJob({ root, worker: make, launcher, endpoint });
  }
  let first: StartedWorker | undefined = make();
  const worker = (): StartedWorker => {
    const started = first ?? make();
    first = undefined;
    return started;
  };
  const program = load(join(bundles, process.argv.some(serves) ? "endpoint.cjs" : "remora.cjs")) as {
    main(launch: object): void;
  };
  program.main({ root, worker, launcher, endpoint, load: (bundle: string) => load(join(bundles, bundle)) });
}

if (isMainThread) launch(__dirname);
else load(join(__dirname, (workerData as { role?: string }).role === "services" ? "services.cjs" : "engine.cjs"));
