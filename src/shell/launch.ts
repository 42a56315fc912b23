// The first code that runs: it must stay tiny.
//
// Rule: the engine's thread is started before anything else is loaded; both threads then load compiled code side by side.

import { dirname, join } from "node:path";
import { load } from "./load-bundle.js";
import { type ProcessThreads, processThreads, type StartedWorker } from "../runspace/index.js";
import { serveFlags } from "./serve-flags.js";

/** What a program is given by its launcher. */
export interface Launch {
  /** Folder of the package. */
  readonly root: string;
  /** Gives an engine thread: the first was started before this program was loaded. */
  readonly worker: () => StartedWorker;
  /** All threads of the process, and the way out of it. */
  readonly threads: ProcessThreads;
  /** The file that threads are started with. */
  readonly threadFile: string;
  /** Program and arguments that serve PSRP on their standard input and output. */
  readonly endpoint: readonly string[];
}

/** Commands about jobs that go on without a terminal: a program of its own. */
const JOB_COMMANDS = /^(start|jobs|receive|follow|wait|stop|remove|sessions|completion)$/;

/** The text with which Node.js was told to start a single file; undefined where it runs from a checkout or a package. */
function startOfSingleFile(): string | undefined {
  const at = process.execArgv.indexOf("-e");
  return at < 0 ? undefined : process.execArgv[at + 1];
}

/** The built file that this program is. */
type Program = "jobs" | "keeper" | "relay" | "job" | "endpoint" | "remora";

function programOf(args: readonly string[]): Program {
  if (JOB_COMMANDS.test(args[0] ?? "")) return "jobs";
  const flags = serveFlags(args);
  if (flags.has("keeper")) return "keeper";
  if (flags.has("job")) return "job";
  if (!flags.has("s") && !flags.has("sshs")) return "remora";
  const always = process.env["REMORA_KEEPER"];
  return always === "always" || (always !== "never" && flags.has("keep")) ? "relay" : "endpoint";
}

function launch(bundles: string): void {
  const root = dirname(dirname(bundles));
  const starter = startOfSingleFile();
  // What `ps` says on a host instead of the program's text.
  if (starter) process.title = ["remora", ...process.argv.slice(2)].join(" ");
  // A thread is started from a file of its own, or from text.
  const threadFile = starter
    ? `process.argv.splice(1,9,${JSON.stringify(bundles)},"thread");${starter}`
    : join(bundles, "thread.cjs");
  const endpoint = starter
    ? [process.execPath, "-e", starter, bundles, "-s"]
    : [process.execPath, join(root, "bin", "remora"), "-s"];
  const threads = processThreads(process);
  const make = (): StartedWorker => threads.start({ file: threadFile });
  const loaded = (bundle: string): { main(launch: object): void } =>
    load(join(bundles, bundle)) as { main(launch: object): void };
  let program = programOf(process.argv.slice(2));
  if (program === "keeper" || program === "relay") return loaded(`${program}.cjs`).main({ bundles, endpoint });
  if (program === "job") {
    const engine = load(join(bundles, "engine.cjs"), ".job") as {
      canServeJob(): boolean;
      serveJob(launch: Launch): void;
    };
    if (engine.canServeJob()) return engine.serveJob({ root, worker: make, threads, threadFile, endpoint });
    program = "endpoint";
  }
  let first: StartedWorker | undefined = program === "jobs" ? undefined : make();
  const worker = (): StartedWorker => {
    const started = first ?? make();
    first = undefined;
    return started;
  };
  loaded(`${program}.cjs`).main({ root, worker, threads, threadFile, endpoint, load: loaded });
}

launch(__dirname);
