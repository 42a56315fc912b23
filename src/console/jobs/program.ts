// `remora start`, `jobs`, `receive` …: jobs that go on without a terminal, from any terminal. A bundle of its own.
//
// Rule: results go to standard output, everything else to standard error; the exit code says how it went (EXIT).

import type { KeptJobWorld } from "../../jobs/index.js";
import { nodeConnector, userRegister } from "../../shell/index.js";
import type { ProgramLaunch } from "../main.js";
import { exitCodeOf } from "./answers.js";
import { type Arguments, readArguments, UsageError } from "./arguments.js";
import { chosenJobs } from "./chosen-jobs.js";
import { COMMANDS, EXIT, helpOf, type JobCommand } from "./commands.js";
import { completionFor } from "./completion.js";
import { list } from "./list.js";
import { receiveJobs } from "./receive.js";
import { remove } from "./remove.js";
import { sessions } from "./sessions.js";
import { start } from "./start.js";
import { stop } from "./stop.js";
import { wait } from "./wait.js";

type Run = (world: KeptJobWorld, given: Arguments, launch: ProgramLaunch) => number | Promise<number>;

/** Each gives its exit code. */
const RUN: Readonly<Record<string, Run>> = {
  start,
  jobs: list,
  receive: (world, given, launch) => receive(world, given, launch, false),
  follow: (world, given, launch) => receive(world, given, launch, true),
  wait,
  stop,
  remove,
  sessions,
  completion,
};

export function main(launch: ProgramLaunch): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 141 : 1));
  const [name, ...args] = process.argv.slice(2);
  const command = COMMANDS.find((each) => each.name === name)!;
  const leave = (code: number): void => void process.stdout.write("", () => process.exit(code));
  if (args.some((argument, at) => isHelp(argument) && !args.slice(0, at).includes("--"))) {
    process.stdout.write(helpOf(command));
    return leave(EXIT.done);
  }
  run(command, args, launch).then(leave, (error: Error) => {
    process.stderr.write(`remora ${command.name}: ${error.message}\n`);
    if (!(error instanceof UsageError)) return leave(exitCodeOf(error));
    process.stderr.write(`Usage: ${command.usage}\nremora ${command.name} --help says more.\n`);
    leave(EXIT.usage);
  });
}

const isHelp = (argument: string): boolean => argument === "--help" || argument === "-h" || argument === "-?";

async function run(command: JobCommand, args: readonly string[], launch: ProgramLaunch): Promise<number> {
  const given = readArguments(command, args);
  const world: KeptJobWorld = { connector: nodeConnector(launch.endpoint), register: userRegister() };
  return RUN[command.name]!(world, given, launch);
}

async function receive(world: KeptJobWorld, given: Arguments, launch: ProgramLaunch, follow: boolean): Promise<number> {
  const { found: jobs, code } = chosenJobs(world, given);
  const keep = given.options["keep"] === true;
  const json = given.options["json"] === true;
  return (await receiveJobs({ launch, world, jobs, follow, keep, json })) || code;
}

function completion({ register }: KeptJobWorld, { words }: Arguments): number {
  const [shell] = words;
  // What the completion itself asks.
  if (shell === "jobs") {
    const { jobs } = register.read();
    process.stdout.write(jobs.map((job) => `${job.id}\n${job.name === "" ? "" : `${job.name}\n`}`).join(""));
    return EXIT.done;
  }
  const text = completionFor(shell ?? "");
  if (text === undefined) throw new UsageError("For which shell? bash, zsh or fish.");
  process.stdout.write(text);
  return EXIT.done;
}
