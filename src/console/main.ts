// The program: does what its command line asks for, and leaves with the exit code `pwsh` would have.
//
// Rule: what only the console needs is a bundle of its own, loaded when it is needed; `-c` starts without it.

import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { createShell, type Launch, type RunningText, type Shell, type TextResult } from "../shell/index.js";
import { type CommandLine, notAScript, readCommandLine, type RunSettings, type Work } from "./command-line.js";
import { BANNER, HELP, USAGE, VERSION } from "./help-text.js";
import type * as Interactive from "./interactive.js";
import { plainUI, xmlUI } from "./plain-ui.js";

/** What the launcher gives the program. */
export interface ProgramLaunch extends Launch {
  /** Loads another bundle. */
  readonly load: (bundle: string) => unknown;
}

/** PowerShell's own: the command line was not understood. */
const BAD_COMMAND_LINE = 64;
/** How long the end of jobs and sessions may take when the process was told to end. */
const GOODBYE_MS = 1500;

export function main(launch: ProgramLaunch): void {
  const end = ending(launch);
  endOnBrokenPipe(end);
  const line = readCommandLine(process.argv.slice(2));
  switch (line.type) {
    case "help":
      return leave(launch, 0, HELP);
    case "version":
      return leave(launch, 0, `${VERSION}\n`);
    case "error":
      process.stderr.write(`${line.message}\n${USAGE}`);
      return leave(launch, BAD_COMMAND_LINE);
    default:
      start(launch, line, end);
  }
}

function start(launch: ProgramLaunch, { settings, work }: CommandLine & { type: "run" }, end: Ending): void {
  const interactive = (): typeof Interactive => launch.load("interactive.cjs") as typeof Interactive;
  let input: Interactive.StandardInput | undefined;
  const standardInput = (): Interactive.StandardInput => (input ??= interactive().standardInput());
  const folder = startFolder(settings);
  const first = firstRun(launch, work);
  if (first === undefined) return;
  const atTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const staysOpen = settings.noExit || (work.type === "nothing" && atTerminal);
  if (staysOpen && atTerminal) {
    const banner = settings.noLogo || work.type !== "nothing" ? "" : BANNER;
    const signals = (close: () => Promise<void>): void => endOnSignals(end, close);
    const console = interactive().runInteractive({ launch, start: folder, banner, first, signals });
    return void console.then((code) => end.isUnderWay() || leave(launch, code));
  }
  const plain = plainUI({ terminal: () => standardInput().ui(), nonInteractive: settings.nonInteractive });
  const xml = settings.output === "XML" ? xmlUI(plain) : undefined;
  const shell = createShell({ launch, ui: xml ?? plain, start: folder, ownsTerminal: true });
  endOnSignals(end, () => shell.close());
  const watch = (run: RunningText): (() => void) => onInterrupt(launch, run, end);
  const ended = first ? runFirst(shell, first, settings, watch) : standardInput().run(shell, watch);
  void ended.then(async (result) => {
    xml?.end();
    await shell.close();
    if (end.isUnderWay()) return;
    if (result?.message && !result.facts) process.stderr.write(`${result.message}\n`);
    leave(launch, exitCodeOf(result, work.type === "file"));
  });
}

/** The folder to begin in: one that is not there is an error, and then it is the process's own. */
function startFolder({ workingDirectory }: RunSettings): string {
  if (workingDirectory === undefined) return process.cwd();
  const folder = resolve(workingDirectory);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  process.stderr.write(`Set-Location: Cannot find path '${folder}' because it does not exist.\n`);
  return process.cwd();
}

/** What runs first; null for nothing. Undefined where the process is on its way out. */
function firstRun(launch: Launch, work: Work): Interactive.FirstRun | null | undefined {
  switch (work.type) {
    case "text":
      return { text: work.text, args: work.args.map((value) => ({ value })) };
    case "file": {
      const text = scriptText(work.path);
      if (text !== undefined) return { text, fileName: resolve(work.path), args: work.args };
      process.stderr.write(`${notAScript(work.path)}\n${USAGE}`);
      leave(launch, BAD_COMMAND_LINE);
      return undefined;
    }
    default:
      return null;
  }
}

/** A script file's text, by its byte order mark or as UTF-8; undefined where it cannot be read. */
function scriptText(path: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le", 2);
    return bytes.toString("utf8", bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
  } catch {
    return undefined;
  }
}

function runFirst(
  shell: Shell,
  first: Interactive.FirstRun,
  settings: RunSettings,
  watch: (run: RunningText) => () => void,
): Promise<TextResult> {
  const { text, ...more } = first;
  // Only a script that asks for it reads standard input; else it is left to the programs that run.
  const hasInput = process.stdin.isTTY !== true && /\$\{?input\b/i.test(text);
  const run = shell.run(text, { ...more, hasInput, output: settings.output });
  if (hasInput) feedLines(run);
  const stopListening = watch(run);
  return run.ended.finally(stopListening);
}

/** Lines of standard input, as they come. */
function feedLines(run: RunningText): void {
  let rest = "";
  process.stdin.setEncoding("utf8");
  process.stdin.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    run.input(lines.map((line) => line.replace(/\r$/, "")));
  });
  process.stdin.on("end", () => {
    if (rest !== "") run.input([rest]);
    run.endInput();
  });
}

/** -Command fails with its last command, -File only with what ended it; a run that was stopped is 130. */
function exitCodeOf(result: TextResult | undefined, isFile: boolean): number {
  if (result === undefined) return 0;
  const { state, facts } = result;
  if (facts?.exitCode !== undefined) return facts.exitCode;
  if (state === "Stopped") return 130;
  if (state === "Failed") return 1;
  return isFile || facts?.succeeded !== false ? 0 : 1;
}

/** The process ends before its work has: jobs and sessions end first, within GOODBYE_MS. */
interface Ending {
  /** The first reason counts. */
  begin(exitCode: number): void;
  isUnderWay(): boolean;
  /** What has to be closed. */
  closes(close: () => Promise<void>): void;
}

function ending({ threads }: Launch): Ending {
  let isUnderWay = false;
  let close = (): Promise<void> => Promise.resolve();
  return {
    begin(exitCode) {
      if (isUnderWay) return;
      isUnderWay = true;
      const exit = (): void => threads.leave(exitCode);
      setTimeout(exit, GOODBYE_MS).unref();
      void close().finally(exit);
    },
    isUnderWay: () => isUnderWay,
    closes: (work) => void (close = work),
  };
}

/** Ctrl+C stops the run; once more ends the program. */
function onInterrupt({ threads }: Launch, run: RunningText, end: Ending): () => void {
  let times = 0;
  const listener = (): void => {
    if (++times > 2) threads.leave(130);
    else if (times > 1) end.begin(130);
    else run.stop();
  };
  process.on("SIGINT", listener);
  return () => void process.off("SIGINT", listener);
}

/** A terminal that was closed, or a polite request to end. */
function endOnSignals(end: Ending, close: () => Promise<void>): void {
  end.closes(close);
  for (const [signal, number] of [
    ["SIGTERM", 15],
    ["SIGHUP", 1],
  ] as const)
    process.once(signal, () => end.begin(128 + number));
}

/** Whoever read our output has had enough. */
function endOnBrokenPipe(end: Ending): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => end.begin(error.code === "EPIPE" ? 141 : 1));
}

function leave({ threads }: Launch, code: number, text = ""): void {
  process.stdout.write(text, () => threads.leave(code & 0xff));
}
