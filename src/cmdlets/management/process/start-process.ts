// Start-Process: starts a program and goes on, or waits for its end.

import type { CmdletContext, CmdletDefinition, FileStream, NativeProcess } from "../../../engine/index.js";
import { Dictionary } from "../../../objects/index.js";
import { nativePath } from "../../shared/files.js";
import { MANAGEMENT } from "../../shared/modules.js";
import { nameOf, statQuietly } from "../file-system.js";
import { PASS_THRU } from "../parameters.js";
import { ProcessObject, type StartedProcess } from "./process.js";

export const startProcess: CmdletDefinition = {
  name: "Start-Process",
  module: MANAGEMENT,
  synopsis: "Starts one or more processes on the local computer.",
  aliases: ["saps", "start"],
  defaultParameterSet: "Default",
  supportsShouldProcess: true,
  parameters: {
    FilePath: {
      type: "string",
      aliases: ["PSPath", "Path"],
      position: 0,
      mandatory: true,
      fromPipelineByPropertyName: true,
      validate: [{ kind: "NotNullOrEmpty" }],
    },
    ArgumentList: { type: "string[]", aliases: ["Args"], position: 1, validate: [{ kind: "NotNull" }] },
    WorkingDirectory: { type: "string", validate: [{ kind: "NotNullOrEmpty" }] },
    LoadUserProfile: { type: "switch", aliases: ["Lup"] },
    NoNewWindow: { type: "switch", aliases: ["nnw"] },
    ...PASS_THRU,
    RedirectStandardError: { type: "string", aliases: ["RSE"] },
    RedirectStandardInput: { type: "string", aliases: ["RSI"] },
    RedirectStandardOutput: { type: "string", aliases: ["RSO"] },
    Verb: { type: "string" },
    WindowStyle: { type: "string" },
    Wait: { type: "switch" },
    UseNewEnvironment: { type: "switch" },
    Environment: { type: "hashtable" },
  },
  outputTypes: ["System.Diagnostics.Process"],
  examples: [{ code: "(Start-Process true -Wait -PassThru).ExitCode", output: "0" }],
  run: (context) => ({ process: () => start(context) }),
};

function start(context: CmdletContext): void {
  const { bound, engine } = context;
  refuseSameFile(context);
  const cwd =
    bound["WorkingDirectory"] === undefined
      ? engine.location.currentNative
      : nativePath(engine, bound["WorkingDirectory"]);
  const file = findProgram(context, bound["FilePath"], cwd);
  // The arguments are joined by blanks and split again: quoting within them is the caller's, as in PowerShell.
  const args = splitArguments((bound["ArgumentList"] ?? []).join(" "));
  if (!context.shouldProcess(file, "Start-Process")) return;
  const process = launch(context, file, args, cwd);
  if (bound["PassThru"]) context.write(process);
  if (bound["Wait"]) process.exitCode = process.started?.waitForExit(-1);
}

function refuseSameFile(context: CmdletContext): void {
  const { bound } = context;
  const output = bound["RedirectStandardOutput"];
  if (output === undefined || output !== bound["RedirectStandardError"]) return;
  const message =
    'This command cannot be run because "RedirectStandardOutput" and "RedirectStandardError" are same. Give different inputs and Run your command again.';
  context.throwTerminating(
    context.error("System.InvalidOperationException", message, "InvalidOperationException", "InvalidOperation"),
  );
}

function findProgram(context: CmdletContext, name: string, cwd: string): string {
  const { engine } = context;
  const candidates = /[/\\]/.test(name)
    ? [nativePath(engine, name)]
    : (engine.host.environment.get("PATH") ?? "")
        .split(engine.host.computer.platform === "win32" ? ";" : ":")
        .map((folder) => `${folder}/${name}`);
  const found = candidates.find((path) => isProgram(context, path));
  if (found !== undefined) return found;
  const message = `An error occurred trying to start process '${name}' with working directory '${cwd}'. No such file or directory`;
  return context.throwTerminating(
    context.error(
      "System.ComponentModel.Win32Exception",
      message,
      "System.ComponentModel.Win32Exception",
      "NotSpecified",
    ),
  );
}

function isProgram(context: CmdletContext, path: string): boolean {
  const facts = statQuietly(context.engine.host, path);
  return facts?.isFile === true && (context.engine.host.computer.platform === "win32" || (facts.mode & 0o111) !== 0);
}

/** Splits a command line as .NET does: blanks part, double quotes hold together, \" is a quote. */
export function splitArguments(line: string): string[] {
  const args: string[] = [];
  let current: string | undefined;
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!;
    if (character === "\\" && line[i + 1] === '"') {
      current = (current ?? "") + '"';
      i++;
    } else if (character === '"') {
      quoted = !quoted;
      current ??= "";
    } else if (/\s/.test(character) && !quoted) {
      if (current !== undefined) args.push(current);
      current = undefined;
    } else current = (current ?? "") + character;
  }
  if (current !== undefined) args.push(current);
  return args;
}

function launch(context: CmdletContext, file: string, args: readonly string[], cwd: string): ProcessObject {
  const { bound, engine } = context;
  const redirect = <T>(name: string, otherwise: T): T | FileStream =>
    bound[name] === undefined ? otherwise : { file: nativePath(engine, bound[name]) };
  const native = engine.host.startProcess({
    file,
    args,
    cwd,
    env: environmentOf(context),
    stdin: redirect("RedirectStandardInput", "ignore" as const),
    stdout: redirect("RedirectStandardOutput", "inherit" as const),
    stderr: redirect("RedirectStandardError", "inherit" as const),
  });
  return new ProcessObject(native.pid, nameOf(file), started(context, native));
}

function environmentOf(context: CmdletContext): Map<string, string> {
  const { bound, engine } = context;
  const { environment } = engine.host;
  const all = new Map(environment.names().map((name) => [name, environment.get(name) ?? ""]));
  const changes: unknown = bound["Environment"];
  if (changes instanceof Dictionary) {
    for (const { key, value } of changes) {
      if (value === null) all.delete(String(key));
      else all.set(String(key), engine.values.toText(value));
    }
  }
  return all;
}

function started(context: CmdletContext, native: NativeProcess): StartedProcess {
  const { engine } = context;
  return {
    waitForExit(timeoutMs) {
      const until = timeoutMs < 0 ? undefined : engine.host.monotonic() + timeoutMs;
      for (;;) {
        const piece = native.read(until === undefined ? undefined : Math.max(0, until - engine.host.monotonic()));
        if (piece.stream === "exit") return piece.code;
        if (piece.stream === "timeout") return undefined;
        if (piece.stream === "stopped") engine.checkStop();
      }
    },
    kill: () => native.kill(),
  };
}
