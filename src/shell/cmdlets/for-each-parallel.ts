// ForEach-Object -Parallel: blocks on threads of this process. All else of ForEach-Object is the engine's.
//
// Rule: a thread shares no live object with another. What is data (texts, numbers, dates, lists, tables, custom objects) goes there
// as a copy, and a file or folder by its path; where `$using:` names anything else, or such an object comes down the pipeline, its block
// runs here, one after another, and sees the object itself.

import {
  toErrorRecord,
  toInformationalRecord,
  toInformationRecord,
  readValue,
  writeValue,
} from "../../clixml/index.js";
import {
  type CmdletContext,
  type CmdletDefinition,
  type CmdletRun,
  forEachObject,
  ScriptBlock,
} from "../../engine/index.js";
import {
  BigInteger,
  Byte,
  Char,
  DateOnly,
  DateTime,
  DateTimeOffset,
  Decimal,
  Dictionary,
  Double,
  type ErrorRecord,
  Guid,
  Int16,
  NetObject,
  PSObject,
  SByte,
  SemanticVersion,
  Single,
  TimeOnly,
  TimeSpan,
  UInt16,
  UInt32,
  UInt64,
  Uri,
  Version,
} from "../../objects/index.js";
import type { PipelineOutcome, StreamItem } from "../../sessions/index.js";
import { asLive, outcomeError, revived } from "../engine/received.js";
import { type LiveScriptBlock, scriptSpec } from "../engine/script-spec.js";
import type { JobCmdletWorld } from "./find-jobs.js";

const DEFAULT_LIMIT = 5;
/** Objects that wait for a thread before the pipeline does. */
const MOST_WAITING = 64;

export function forEachObjectWithJobs(world: JobCmdletWorld): CmdletDefinition {
  return {
    ...forEachObject,
    run: (context) => {
      if (context.bound["Parallel"] === undefined) return forEachObject.run(context);
      return context.bound["AsJob"] ? asJob(context, world) : onThreads(context, world);
    },
  };
}

/** The block as a thread runs it, for one object. */
function taskSpec(context: CmdletContext): {
  readonly spec: ReturnType<typeof scriptSpec>;
  readonly isShared: boolean;
} {
  let isShared = false;
  const spec = scriptSpec(context, context.bound["Parallel"] as LiveScriptBlock, {
    hasInput: true,
    location: context.engine.location.current,
    check(value) {
      if (isScriptBlock(value)) refuseBlock(context, "using variable", "ParallelUsingVariableCannotBeScriptBlock");
      if (!isData(value)) isShared = true;
    },
  });
  const script = `$input | ForEach-Object -Process { if ($_ -is [psobject] -and $_.PSTypeNames[0] -eq 'Deserialized.${PATH_TYPE}') { Microsoft.PowerShell.Management\\Get-Item -LiteralPath $_.Path -Force } else { ,$_ } } | ForEach-Object -Process {${spec.script}}`;
  return { spec: { ...spec, script }, isShared };
}

function asJob(context: CmdletContext, world: JobCmdletWorld): CmdletRun {
  const { bound, engine } = context;
  const items: string[] = [];
  let spec: ReturnType<typeof scriptSpec>;
  return {
    begin() {
      refuseTimeout(context);
      refuseCommon(context);
      spec = taskSpec(context).spec;
    },
    process: () => void items.push(payloadOf(context, bound["InputObject"] ?? null)),
    end() {
      const id = world.jobs.startTasks({
        spec,
        items,
        command: (bound["Parallel"] as LiveScriptBlock).text,
        throttleLimit: bound["ThrottleLimit"] ?? DEFAULT_LIMIT,
        start: engine.location.currentNative,
      });
      context.write(world.objects.of(world.jobs.view(id)!));
    },
  };
}

function onThreads(context: CmdletContext, world: JobCmdletWorld): CmdletRun {
  const { bound, engine } = context;
  const { parallel } = world.jobs;
  /** Runs a block here, for what no thread can have. */
  const here = forEachObject.run(context);
  let hereBegan = false;
  let shared = false;
  let spec: ReturnType<typeof scriptSpec>;
  let run: number | undefined;
  let done = false;

  function runHere(): void {
    if (!hereBegan) here.begin?.();
    hereBegan = true;
    here.process?.();
  }

  function take(wait: boolean): number {
    const pieces = parallel.take(run!, wait);
    done = pieces.done;
    for (const item of pieces.items) write(context, item);
    for (const outcome of pieces.outcomes) writeOutcome(context, outcome);
    return pieces.waiting;
  }

  return {
    begin() {
      refuseCommon(context);
      const task = taskSpec(context);
      spec = task.spec;
      shared = task.isShared;
    },
    process() {
      const item: unknown = bound["InputObject"] ?? null;
      if (isScriptBlock(item)) {
        context.writeError(blockError(context, "piped input object", "ParallelPipedInputObjectCannotBeScriptBlock"));
        return;
      }
      if (shared || !isCopied(item)) return runHere();
      const seconds: number = bound["TimeoutSeconds"] ?? 0;
      run ??= parallel.start({
        spec,
        throttleLimit: bound["ThrottleLimit"] ?? DEFAULT_LIMIT,
        useNewRunspace: bound["UseNewRunspace"] === true,
        start: engine.location.currentNative,
        ...(seconds > 0 && { timeoutMs: seconds * 1000 }),
      });
      parallel.add(run, payloadOf(context, item));
      for (let waiting = take(false); waiting > MOST_WAITING && !done;) waiting = take(true);
    },
    end() {
      if (run === undefined) return;
      parallel.end(run);
      while (!done) take(true);
    },
    dispose() {
      if (run !== undefined && !done) parallel.cancel(run);
    },
  };
}

/** What a thread wrote, on the streams of this command: its preferences decide over records. */
function write(context: CmdletContext, { stream, payload }: StreamItem): void {
  if (stream === "Output") return context.write(payload === "" ? null : revived(context, readValue(payload)));
  if (payload === "") return;
  const value = readValue(payload);
  switch (stream) {
    case "Error": {
      const record = toErrorRecord(value);
      if (record) context.writeError(asLive(record));
      return;
    }
    case "Information": {
      const record = toInformationRecord(value);
      if (record) context.writeInformation(record);
      return;
    }
    case "Warning":
      return withMessage(value, stream, (text) => context.writeWarning(text));
    case "Verbose":
      return withMessage(value, stream, (text) => context.writeVerbose(text));
    case "Debug":
      return withMessage(value, stream, (text) => context.writeDebug(text));
    default:
  }
}

function withMessage(value: unknown, stream: "Warning" | "Verbose" | "Debug", tell: (text: string) => void): void {
  const record = toInformationalRecord(value, stream);
  if (record) tell(record.message);
}

/** A block that did not end well is an error, and the others go on. */
function writeOutcome(context: CmdletContext, outcome: PipelineOutcome): void {
  const stopped = (): ErrorRecord =>
    context.error(
      "System.Management.Automation.PipelineStoppedException",
      "The pipeline has been stopped.",
      "PSTaskException",
      "InvalidOperation",
    );
  if (outcome.state === "Stopped") return context.writeError(stopped());
  const record = outcomeError(outcome, { computerName: "localhost", runspaceId: "", show: false });
  if (!record) return;
  const live = asLive(record);
  const { exception } = live;
  const made = context.error(
    "typeName" in exception ? String(exception.typeName) : "System.Management.Automation.RuntimeException",
    "message" in exception ? String(exception.message) : "The pipeline failed.",
    "PSTaskException",
    "InvalidOperation",
  );
  context.writeError(made);
}

// What can be copied.

const PATH_TYPE = "Remora.Path";
const FILE_TYPES: ReadonlySet<string> = new Set(["System.IO.FileInfo", "System.IO.DirectoryInfo"]);

function payloadOf(context: CmdletContext, item: unknown): string {
  if (item === null || item === undefined) return "";
  const path = pathOf(item);
  const value = path === undefined ? item : new PSObject(undefined, undefined, [], [PATH_TYPE]);
  if (path !== undefined) (value as PSObject).set("Path", path);
  return writeValue(value, { view: context.engine.values.view, depth: 8 });
}

/** The path of a file or folder object. */
function pathOf(value: unknown): string | undefined {
  const base = value instanceof PSObject ? value.base : value;
  if (!(base instanceof NetObject) || !FILE_TYPES.has(base.typeName)) return undefined;
  const { path } = base as NetObject & { readonly path?: unknown };
  return typeof path === "string" ? path : undefined;
}

function isCopied(value: unknown): boolean {
  return pathOf(value) !== undefined || isData(value);
}

/** Containers that are read, mostly; one that several threads are meant to change is shared, and not data. */
const DATA_TABLES: ReadonlySet<string> = new Set([
  "System.Collections.Hashtable",
  "System.Collections.Specialized.OrderedDictionary",
]);

function isData(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "function";
  if (depth > 6) return false;
  if (value instanceof Uint8Array) return true;
  if (Array.isArray(value)) return value.every((item) => isData(item, depth + 1));
  if (value instanceof Dictionary)
    return DATA_TABLES.has(value.typeName) && [...value].every((entry) => isData(entry.value, depth + 1));
  if (value instanceof PSObject)
    return (
      (value.base === undefined || isData(value.base, depth + 1)) &&
      value.values.every((item) => isData(item, depth + 1))
    );
  return SCALARS.some((scalar) => value instanceof scalar);
}

const SCALARS: readonly (abstract new (...args: never[]) => unknown)[] = [
  BigInteger,
  Byte,
  Char,
  DateOnly,
  DateTime,
  DateTimeOffset,
  Decimal,
  Double,
  Guid,
  Int16,
  SByte,
  SemanticVersion,
  Single,
  TimeOnly,
  TimeSpan,
  UInt16,
  UInt32,
  UInt64,
  Uri,
  Version,
];

const isScriptBlock = (value: unknown): boolean =>
  (value instanceof PSObject ? value.base : value) instanceof ScriptBlock;

// What is refused.

function blockError(context: CmdletContext, what: string, id: string): ErrorRecord {
  return context.error(
    "System.Management.Automation.PSArgumentException",
    `A ForEach-Object -Parallel ${what} cannot be a script block. Passed-in script block variables are not supported with ForEach-Object -Parallel, and can result in undefined behavior.`,
    id,
    "InvalidType",
    context.bound["Parallel"],
  );
}

function refuseBlock(context: CmdletContext, what: string, id: string): never {
  return context.throwTerminating(blockError(context, what, id));
}

const NOT_WITH_PARALLEL = ["ErrorAction", "WarningAction", "InformationAction", "ProgressAction", "PipelineVariable"];

function refuseCommon(context: CmdletContext): void {
  const given = context.invocation.boundParameters;
  if (!(given instanceof Dictionary) || !NOT_WITH_PARALLEL.some((name) => given.has(name))) return;
  context.throwTerminating(
    context.error(
      "System.Management.Automation.PSNotSupportedException",
      "The following common parameters are not currently supported in the Parallel parameter set:\nErrorAction, WarningAction, InformationAction, PipelineVariable",
      "ParallelCommonParametersNotSupported",
      "NotImplemented",
    ),
  );
}

function refuseTimeout(context: CmdletContext): void {
  if (context.bound["TimeoutSeconds"] === undefined) return;
  context.throwTerminating(
    context.error(
      "System.Management.Automation.PSArgumentException",
      "The 'TimeoutSeconds' parameter cannot be used with the 'AsJob' parameter.",
      "ParallelCannotUseTimeoutWithJob",
      "InvalidOperation",
    ),
  );
}
