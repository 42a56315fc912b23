// The first code that runs: it must stay tiny.
//
// Rule: the engine's thread is started before anything else is loaded; both threads then load compiled code side by side.

import { dirname, join } from "node:path";
import { load } from "./load-bundle.js";
import { type StartedWorker, startWorker } from "../runspace/index.js";

/** What a program is given by its launcher. */
export interface Launch {
  /** Folder of the package. */
  readonly root: string;
  /** Gives an engine thread: the first was started before this program was loaded. */
  readonly worker: () => StartedWorker;
  /** The file that threads are started with. */
  readonly threadFile: string;
  /** Program and arguments that serve PSRP on their standard input and output. */
  readonly endpoint: readonly string[];
}

const isJob = (argument: string): boolean => /^-{1,2}job$/i.test(argument);
const isKeep = (argument: string): boolean => /^-{1,2}keep$/i.test(argument);
const isKeeper = (argument: string): boolean => /^-{1,2}keeper$/i.test(argument);
const serves = (argument: string): boolean => /^-{1,2}(s|servermode|sshs|sshservermode)$/i.test(argument);

/** Commands about jobs that go on without a terminal: a program of its own. */
const JOB_COMMANDS = /^(start|jobs|receive|follow|wait|stop|remove|sessions|completion)$/;

/** The text with which Node.js was told to start a single file; undefined where it runs from a checkout or a package. */
function startOfSingleFile(): string | undefined {
  const at = process.execArgv.indexOf("-e");
  return at < 0 ? undefined : process.execArgv[at + 1];
}

/** The bundle of a program that has no engine: the keeper, or the relay to it. */
function keeperBundle(): string | undefined {
  const args = process.argv.slice(2);
  if (args.some(isKeeper)) return "keeper.cjs";
  if (!args.some(serves) || args.some(isJob)) return undefined;
  const always = process.env["REMORA_KEEPER"];
  return always === "always" || (always !== "never" && args.some(isKeep)) ? "relay.cjs" : undefined;
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
  const make = (): StartedWorker => startWorker({ file: threadFile });
  const isAboutJobs = JOB_COMMANDS.test(process.argv[2] ?? "");
  const keeping = isAboutJobs ? undefined : keeperBundle();
  if (keeping) return (load(join(bundles, keeping)) as { main(launch: object): void }).main({ bundles, endpoint });
  if (!isAboutJobs && process.argv.some(isJob)) {
    const engine = load(join(bundles, "engine.cjs"), ".job") as {
      canServeJob(): boolean;
      serveJob(launch: Launch): void;
    };
    if (engine.canServeJob()) return engine.serveJob({ root, worker: make, threadFile, endpoint });
  }
  let first: StartedWorker | undefined = isAboutJobs ? undefined : make();
  const worker = (): StartedWorker => {
    const started = first ?? make();
    first = undefined;
    return started;
  };
  const program = load(
    join(bundles, process.argv.some(serves) ? "endpoint.cjs" : isAboutJobs ? "jobs.cjs" : "remora.cjs"),
  ) as {
    main(launch: object): void;
  };
  program.main({ root, worker, threadFile, endpoint, load: (bundle: string) => load(join(bundles, bundle)) });
}

launch(__dirname);
