// The first code that runs, in the program and in its engine threads: it must stay tiny.
//
// Rule: the engine's thread is started before anything else is loaded; both threads then load compiled code side by side.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isMainThread } from "node:worker_threads";
import { Script } from "node:vm";
import { type StartedWorker, startWorker } from "../runspace/index.js";

/** What a program is given by its launcher. */
export interface Launch {
  /** Folder of the package. */
  readonly root: string;
  /** Gives an engine thread: the first was started before this program was loaded. */
  readonly worker: () => StartedWorker;
  /** Program and arguments that serve PSRP on their standard input and output. */
  readonly endpoint: readonly string[];
}

/** Set while the bundles are built: each thread then leaves its compiled code behind. */
const WRITE_CACHE = "REMORA_WRITE_CACHE";

/** Loads a bundle, from the code V8 kept of it where that fits. */
function load(file: string): unknown {
  const cache = `${file}.cache`;
  // A bundle is a function around its modules, in ASCII: the text is held once, at one byte a character.
  const script = new Script(readFileSync(file, "latin1"), { filename: file, ...cachedData(cache) });
  const module = { exports: {} };
  if (process.env[WRITE_CACHE]) process.on("exit", () => writeFileSync(cache, script.createCachedData()));
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

function cachedData(file: string): { cachedData?: Buffer } {
  if (process.env[WRITE_CACHE]) return {};
  try {
    return { cachedData: readFileSync(file) };
  } catch {
    return {}; // none yet
  }
}

function launch(bundles: string): void {
  const root = dirname(dirname(bundles));
  const make = (): StartedWorker => startWorker({ file: join(bundles, "launch.cjs") });
  let first: StartedWorker | undefined = make();
  const worker = (): StartedWorker => {
    const started = first ?? make();
    first = undefined;
    return started;
  };
  const endpoint = [process.execPath, join(root, "bin", "remora"), "-s"];
  const serves = process.argv.some((argument) => /^-{1,2}(s|servermode|sshs|sshservermode)$/i.test(argument));
  const program = load(join(bundles, serves ? "endpoint.cjs" : "remora.cjs")) as { main(launch: object): void };
  program.main({ root, worker, endpoint, load: (bundle: string) => load(join(bundles, bundle)) });
}

if (isMainThread) launch(__dirname);
else load(join(__dirname, "engine.cjs"));
