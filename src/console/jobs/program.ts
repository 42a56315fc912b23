// `remora start`, `jobs`, `receive` …: jobs that go on without a terminal, from any terminal. A bundle of its own.
//
// Rule: results go to standard output, everything else to standard error; the exit code says how it went (EXIT).

import { readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";
import {
  isOver,
  type KeptJobPlace,
  type KeptJobView,
  type KeptJobWorld,
  type RegisteredJob,
  removeKeptJob,
  startKeptJob,
  stopKeptJob,
  viewKeptJobs,
} from "../../jobs/index.js";
import { type KeepOptions, keptSessions, MIN_IDLE_TIMEOUT_SEC, RemotingError, throttle } from "../../sessions/index.js";
import { hostInfoOf, nodeConnector, pipelineOf, textArgument, userRegister } from "../../shell/index.js";
import { parseSshTarget, SshTargetError } from "../../transports/index.js";
import type { ProgramLaunch } from "../main.js";
import { type Arguments, milliseconds, readArguments, UsageError } from "./arguments.js";
import { COMMANDS, EXIT, helpOf, type JobCommand } from "./commands.js";
import { completionFor } from "./completion.js";
import { receiveJobs } from "./receive.js";
import { shortBytes, shortTime, table } from "./table.js";

const CONNECT_TIMEOUT_MS = 15_000;
/** Milliseconds between two looks at a job that is waited for: doubled from the first to the last. */
const FIRST_LOOK_MS = 200;
const LAST_LOOK_MS = 3000;

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
  switch (command.name) {
    case "start":
      return start(world, given);
    case "jobs":
      return list(world, given);
    case "receive":
    case "follow": {
      const { found, code } = chosenJobs(world, given);
      return receiveJobs({
        launch,
        world,
        jobs: found,
        follow: command.name === "follow",
        keep: given.options["keep"] === true,
        json: given.options["json"] === true,
      }).then((exitCode) => exitCode || code);
    }
    case "wait":
      return wait(world, given);
    case "stop":
      return stop(world, given);
    case "remove":
      return remove(world, given);
    case "sessions":
      return sessions(world, given);
    default:
      return completion(world, given);
  }
}

function exitCodeOf(error: unknown): number {
  if (!(error instanceof RemotingError)) return EXIT.failed;
  if (/connected to it|is in use/i.test(error.message)) return EXIT.inUse;
  return error.id === "PSSessionOpenFailed" || error.id === "PSSessionConnectFailed" ? EXIT.unreachable : EXIT.failed;
}

function complain(text: string): void {
  process.stderr.write(`remora: ${text}\n`);
}

function json(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

// Which jobs.

/** The jobs that are named, each once; what is not there is said, and counts in the exit code. */
function chosenJobs(world: KeptJobWorld, { words }: Arguments): { found: RegisteredJob[]; code: number } {
  if (words.length === 0) throw new UsageError("Which job? `remora jobs` lists them.");
  const all = knownJobs(world);
  const found = new Set<RegisteredJob>();
  let code: number = EXIT.done;
  for (const word of words) {
    const matches = all.filter((job) => String(job.id) === word || shownName(job).toLowerCase() === word.toLowerCase());
    for (const job of matches) found.add(job);
    if (matches.length > 0) continue;
    complain(`there is no job ${word}. \`remora jobs\` lists those there are.`);
    code = EXIT.unknown;
  }
  return { found: [...found], code };
}

/** What could not be read is said once, and in the list of all jobs each time. */
function knownJobs({ register }: KeptJobWorld, isList = false): readonly RegisteredJob[] {
  const { jobs, setAside } = register.read();
  for (const { file, reason, isOld } of setAside) if (!isOld || isList) complain(`${file} was set aside: ${reason}.`);
  return jobs;
}

function shownName(job: RegisteredJob): string {
  return job.name === "" ? `Job${job.id}` : job.name;
}

function openTimeoutMs({ options }: Arguments): number {
  return milliseconds(options, "connect-timeout") ?? CONNECT_TIMEOUT_MS;
}

// remora start

async function start(world: KeptJobWorld, given: Arguments): Promise<number> {
  const script = scriptOf(given.rest);
  const { options } = given;
  const idleMs = milliseconds(options, "idle-timeout");
  if (idleMs !== undefined && idleMs < MIN_IDLE_TIMEOUT_SEC * 1000)
    throw new UsageError(`--idle-timeout must be at least ${MIN_IDLE_TIMEOUT_SEC} seconds.`);
  const terms: KeepOptions = {
    ...(idleMs !== undefined && { idleTimeoutSec: Math.round(idleMs / 1000) }),
    ...(options["buffering"] !== undefined && { buffering: bufferingOf(options["buffering"]) }),
  };
  const name = typeof options["name"] === "string" ? options["name"] : "";
  const ui = {
    width: process.stdout.columns || 120,
    height: process.stdout.rows || 40,
    supportsVirtualTerminal: false,
  };
  const parameters = script.args.map(textArgument);
  const request = pipelineOf({ script: script.text, parameters, noInput: true, ui });
  const room = throttle();
  let code: number = EXIT.done;
  const started = await Promise.all(
    placesOf(options).map((place) =>
      room.run(async () => {
        try {
          const { command } = script;
          const more = { terms, hostInfo: hostInfoOf(ui), openTimeoutMs: openTimeoutMs(given) };
          return await startKeptJob(world, { ...place, request, command, name, ...more });
        } catch (error) {
          complain((error as Error).message);
          code = exitCodeOf(error);
          return undefined;
        }
      }),
    ),
  );
  const jobs = started.filter((job) => job !== undefined);
  if (options["json"]) json(jobs.map((job) => ({ ...placeJson(job), id: job.id, name: shownName(job) })));
  else if (process.stdout.isTTY && jobs.length > 0)
    process.stdout.write(
      table(
        ["ID", "NAME", "HOST"],
        jobs.map((job) => [String(job.id), shownName(job), job.computerName]),
      ),
    );
  else process.stdout.write(jobs.map(({ id }) => `${id}\n`).join(""));
  return code;
}

function bufferingOf(value: string | true): "Block" | "Drop" {
  const lower = String(value).toLowerCase();
  if (lower === "block" || lower === "drop") return lower === "block" ? "Block" : "Drop";
  throw new UsageError("--buffering is block or drop.");
}

/** A script file with its arguments, or a script as it was typed. */
function scriptOf(words: readonly string[]): { text: string; command: string; args: readonly string[] } {
  const [first, ...args] = words;
  if (first === undefined) throw new UsageError("What is to be run? A script, or the path of a script file.");
  if (/^[^\n]+$/.test(first) && statSync(first, { throwIfNoEntry: false })?.isFile())
    return { text: readFileSync(first, "utf8").replace(/^\ufeff/, ""), command: words.join(" "), args };
  if (/\.ps1$/i.test(first)) throw new UsageError(`There is no file ${first}.`);
  return { text: words.join(" "), command: words.join(" "), args: [] };
}

/** Computers of -H; this one where there is none. */
function placesOf(options: Arguments["options"]): KeptJobPlace[] {
  const hosts = String(options["host"] ?? "localhost")
    .split(",")
    .map((host) => host.trim())
    .filter((host) => host !== "");
  return hosts.map((host) => {
    if (!host.includes("@") && !/^ssh:/i.test(host)) return { computerName: host === "." ? "localhost" : host };
    try {
      const ssh = parseSshTarget(host);
      return { computerName: ssh.address, ssh };
    } catch (error) {
      if (error instanceof SshTargetError) throw new UsageError(error.message);
      throw error;
    }
  });
}

function placeJson({ computerName, ssh }: KeptJobPlace): Record<string, unknown> {
  return {
    computerName,
    ...(ssh?.user !== undefined && { user: ssh.user }),
    ...(ssh?.port !== undefined && { port: ssh.port }),
  };
}

// remora jobs

async function list(world: KeptJobWorld, given: Arguments): Promise<number> {
  const some = given.words.length > 0 ? chosenJobs(world, given) : { found: knownJobs(world, true), code: EXIT.done };
  const views = await viewKeptJobs(world, some.found, openTimeoutMs(given));
  if (given.options["json"]) json(views.map(viewJson));
  else showViews(views);
  if (some.code !== EXIT.done) return some.code;
  return views.some(({ state }) => state === "Unreachable") ? EXIT.unreachable : EXIT.done;
}

function showViews(views: readonly KeptJobView[]): void {
  if (views.length === 0) return;
  const now = Date.now();
  const rows = views.map(({ job, state, hasMoreData, bytes }) => [
    String(job.id),
    shownName(job),
    state,
    hasMoreData ? (bytes > 0 ? shortBytes(bytes) : "yes") : "no",
    job.computerName,
    shortTime(job.startedMs, now),
    job.command,
  ]);
  const width = process.stdout.isTTY ? process.stdout.columns : undefined;
  process.stdout.write(table(["ID", "NAME", "STATE", "DATA", "HOST", "STARTED", "COMMAND"], rows, width));
  for (const { job, state, reason, dropped } of views) {
    if (reason !== undefined) complain(`job ${job.id} (${shownName(job)}) is ${state}: ${reason}`);
    if (dropped > 0) complain(`job ${job.id} (${shownName(job)}): ${dropped} messages were dropped for want of room.`);
  }
}

function viewJson(view: KeptJobView): Record<string, unknown> {
  const { job, endedMs, ...facts } = view;
  const { id, sessionId, pipelineId, command, startedMs } = job;
  return {
    id,
    name: shownName(job),
    ...placeJson(job),
    ...facts,
    command,
    started: new Date(startedMs).toISOString(),
    ...(endedMs !== undefined && { ended: new Date(endedMs).toISOString() }),
    sessionId,
    pipelineId,
  };
}

// remora wait, stop, remove

async function wait(world: KeptJobWorld, given: Arguments): Promise<number> {
  const timeoutMs = milliseconds(given.options, "timeout") ?? Infinity;
  const { found, code } = chosenJobs(world, given);
  const until = performance.now() + timeoutMs;
  const isAny = given.options["any"] === true;
  const told = new Set<number>();
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(pauseMs * 2, LAST_LOOK_MS)) {
    const views = await viewKeptJobs(world, found, CONNECT_TIMEOUT_MS);
    const over = views.filter(isOver);
    const blocked = views.find(({ state }) => state === "Blocked");
    if (isAny ? over.length > 0 : over.length === views.length) {
      const shown = isAny ? over.slice(0, 1) : over;
      if (given.options["json"]) json(shown.map(viewJson));
      return code || Math.max(EXIT.done, ...shown.map(outcomeCode));
    }
    if (blocked) {
      complain(
        `job ${blocked.job.id} waits for an answer, or for room for its output: remora follow ${blocked.job.id}`,
      );
      return EXIT.blocked;
    }
    for (const { job, reason } of views.filter(({ state }) => state === "Unreachable"))
      if (!told.has(job.id)) {
        told.add(job.id);
        complain(`job ${job.id} is Unreachable, and is asked again: ${reason}`);
      }
    const leftMs = until - performance.now();
    if (leftMs <= 0) return EXIT.timeout;
    await new Promise((resolve) => setTimeout(resolve, Math.min(pauseMs, leftMs)));
  }
}

/** What a job's end is as an exit code. */
function outcomeCode({ state }: Pick<KeptJobView, "state">): number {
  return (
    { Failed: EXIT.failed, Stopped: EXIT.stopped, Gone: EXIT.unknown, Unreachable: EXIT.unreachable }[
      state as string
    ] ?? 0
  );
}

async function each(
  jobs: readonly KeptJobView[],
  verb: string,
  action: (view: KeptJobView) => Promise<void>,
): Promise<number> {
  const codes = await Promise.all(
    jobs.map(async (view) => {
      try {
        await action(view);
        return EXIT.done;
      } catch (error) {
        complain(`job ${view.job.id} (${shownName(view.job)}) was not ${verb}: ${(error as Error).message}`);
        return exitCodeOf(error);
      }
    }),
  );
  return Math.max(EXIT.done, ...codes);
}

async function stop(world: KeptJobWorld, given: Arguments): Promise<number> {
  const graceMs = milliseconds(given.options, "grace");
  const { found, code } = chosenJobs(world, given);
  const views = await viewKeptJobs(world, found, CONNECT_TIMEOUT_MS);
  const failed = await each(views, "stopped", async (view) => {
    if (view.state === "Unreachable") throw unreachable(view);
    if (!isOver(view)) await stopKeptJob(world, view.job, graceMs);
  });
  return failed || code;
}

function unreachable({ job, reason }: KeptJobView): RemotingError {
  return new RemotingError(reason ?? "", "PSSessionConnectFailed", undefined, undefined, job.computerName);
}

async function remove(world: KeptJobWorld, given: Arguments): Promise<number> {
  const { options, words } = given;
  const isSweep = options["ended"] === true;
  if (isSweep && words.length > 0) throw new UsageError("--ended names the jobs: no others can be named.");
  const { found, code } = isSweep ? { found: knownJobs(world), code: EXIT.done } : chosenJobs(world, given);
  const all = await viewKeptJobs(world, found, CONNECT_TIMEOUT_MS);
  const views = isSweep ? all.filter((view) => isOver(view) && !view.hasMoreData) : all;
  const failed = await each(views, "removed", async (view) => {
    if (view.state === "Unreachable") {
      if (!options["forget"]) throw unreachable(view);
      return world.register.remove(view.job.id);
    }
    if (!isOver(view) && !options["force"])
      throw new Error("it has not ended. Stop it first, or remove it with --force.");
    await removeKeptJob(world, view);
  });
  return failed || code;
}

// remora sessions

async function sessions(world: KeptJobWorld, given: Arguments): Promise<number> {
  const places = given.options["host"] === undefined ? knownPlaces(world) : placesOf(given.options);
  const openMs = openTimeoutMs(given);
  const room = throttle();
  let code: number = EXIT.done;
  const found = await Promise.all(
    places.map((place) =>
      room.run(async () => {
        try {
          const { ssh } = place;
          return (
            await keptSessions(place.computerName, world.connector, { openTimeoutMs: openMs, ...(ssh && { ssh }) })
          ).map((session) => ({ place, session }));
        } catch (error) {
          complain((error as Error).message);
          code = EXIT.unreachable;
          return [];
        }
      }),
    ),
  );
  const all = found.flat();
  if (given.options["json"]) json(all.map(({ place, session }) => ({ ...placeJson(place), ...session })));
  else if (all.length > 0) {
    const now = Date.now();
    const rows = all.map(({ place, session }) => {
      const { disconnectedMs, idleTimeoutSec, client, pipelines } = session;
      const ends = disconnectedMs === undefined ? "" : shortTime(disconnectedMs + idleTimeoutSec * 1000, now);
      const running = pipelines.filter((pipeline) => !isOver(pipeline)).length;
      const bytes = pipelines.reduce((sum, pipeline) => sum + pipeline.bytes, 0);
      const name = session.name === "" ? session.id.slice(0, 8) : session.name;
      return [
        name,
        session.state,
        place.computerName,
        String(running),
        shortBytes(bytes),
        ends,
        client?.who ?? "",
        session.id,
      ];
    });
    const width = process.stdout.isTTY ? process.stdout.columns : undefined;
    process.stdout.write(
      table(["NAME", "STATE", "HOST", "RUNNING", "DATA", "ENDS", "USED BY", "INSTANCE ID"], rows, width),
    );
  }
  return code;
}

/** This computer, and all that have a job. */
function knownPlaces(world: KeptJobWorld): KeptJobPlace[] {
  const places = new Map<string, KeptJobPlace>([[JSON.stringify(["localhost", null]), { computerName: "localhost" }]]);
  for (const { computerName, ssh, outcome } of knownJobs(world)) {
    if (outcome || computerName.toLowerCase() === hostname().toLowerCase()) continue;
    places.set(JSON.stringify([computerName.toLowerCase(), ssh ?? null]), { computerName, ...(ssh && { ssh }) });
  }
  return [...places.values()];
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
