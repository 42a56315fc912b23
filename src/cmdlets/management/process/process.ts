// System.Diagnostics.Process over /proc: facts are read when they are asked for, so a process object is live.
// On hosts without /proc the facts come from `ps`, once for each listing.

import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Engine, PropertyDefinition, TypeDefinition } from "../../../engine/index.js";
import {
  DateTime,
  Double,
  NetObject,
  TICKS_PER_MILLISECOND,
  TimeSpan,
  UNIX_EPOCH_TICKS,
} from "../../../objects/index.js";

/** Clock ticks a second in /proc; every Linux that Node.js runs on has 100. */
const TICKS_PER_SECOND = 100;
const PAGE_SIZE = 4096n;

export class ProcessObject extends NetObject {
  readonly typeName: string = "System.Diagnostics.Process";
  readonly id: number;
  /** Set once, at the first look: a process that is gone keeps its name. */
  readonly name: string;
  /** Known for processes that Start-Process started. */
  exitCode: number | undefined;
  readonly started: StartedProcess | undefined;
  constructor(id: number, name: string, started?: StartedProcess) {
    super();
    this.id = id;
    this.name = name;
    this.started = started;
  }
}

/** What Start-Process knows of its child beyond its number. */
export interface StartedProcess {
  /** Blocks until the program has ended or the time (milliseconds) is over; its exit code, or undefined. */
  waitForExit(timeoutMs: number): number | undefined;
  kill(): void;
}

export interface ProcessStat {
  readonly name: string;
  readonly state: string;
  readonly parentId: number;
  readonly sessionId: number;
  readonly cpuSeconds: number;
  readonly priority: number;
  readonly threads: number;
  readonly startSeconds: number;
  readonly virtualBytes: bigint;
  readonly residentBytes: bigint;
}

/** A line of /proc/PID/stat; the name is in parentheses and may hold any character, parentheses too. */
export function parseStat(text: string): ProcessStat {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  const fields = text.slice(close + 2).split(" ");
  const field = (number: number): number => Number(fields[number - 3]);
  return {
    name: text.slice(open + 1, close),
    state: fields[0] ?? "?",
    parentId: field(4),
    sessionId: field(6),
    cpuSeconds: (field(14) + field(15)) / TICKS_PER_SECOND,
    priority: field(18),
    threads: field(20),
    startSeconds: field(22) / TICKS_PER_SECOND,
    virtualBytes: BigInt(fields[23 - 3] ?? 0),
    residentBytes: BigInt(fields[24 - 3] ?? 0) * PAGE_SIZE,
  };
}

/** The facts of a process, or undefined when it is gone (or has no /proc to be seen in). A zombie is gone. */
function statOf(id: number): ProcessStat | undefined {
  try {
    const stat = parseStat(readFileSync(`/proc/${id}/stat`, "utf8"));
    return stat.state === "Z" || stat.state === "X" ? undefined : stat;
  } catch {
    return undefined;
  }
}

/** All processes, by number. */
export function listProcesses(): ProcessObject[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => findProcess(Number(name)) ?? []);
}

export function findProcess(id: number): ProcessObject | undefined {
  const stat = statOf(id);
  return stat && new ProcessObject(id, fullName(id, stat.name));
}

/** The kernel cuts names to 15 characters; the program's path has the whole. */
function fullName(id: number, short: string): string {
  if (short.length < 15) return short;
  const path = pathOf(id);
  const base = path?.slice(path.lastIndexOf("/") + 1);
  return base?.startsWith(short) ? base : short;
}

function pathOf(id: number): string | null {
  try {
    return readlinkSync(`/proc/${id}/exe`).replace(/ \(deleted\)$/, "");
  } catch {
    return null;
  }
}

function commandLineOf(id: number): string | null {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8").replace(/\0$/, "").replaceAll("\0", " ") || null;
  } catch {
    return null;
  }
}

function secondsUp(): number {
  return Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
}

export function hasExited(process: ProcessObject): boolean {
  if (process.started) {
    process.exitCode ??= process.started.waitForExit(0);
    return process.exitCode !== undefined;
  }
  return statOf(process.id) === undefined;
}

export function killProcess(process: ProcessObject, signal: NodeJS.Signals = "SIGKILL"): void {
  if (process.started && signal === "SIGKILL") process.started.kill();
  else globalThis.process.kill(process.id, signal);
}

/** Waits for an end, up to `timeoutMs` (-1: for ever); true where it came. */
export function waitForExit(process: ProcessObject, timeoutMs: number, engine: Engine): boolean {
  if (process.started) {
    process.exitCode ??= process.started.waitForExit(timeoutMs);
    return process.exitCode !== undefined;
  }
  const until = timeoutMs < 0 ? Infinity : engine.host.monotonic() + timeoutMs;
  while (!hasExited(process)) {
    engine.checkStop();
    const left = until - engine.host.monotonic();
    if (left <= 0) return false;
    engine.host.sleep(Math.min(left, 20));
  }
  return true;
}

const read = (type: string, get: (process: ProcessObject, engine: Engine) => unknown): PropertyDefinition => ({
  type,
  get,
});
const long = (get: (stat: ProcessStat) => bigint): PropertyDefinition =>
  read("System.Int64", (process) => get(statOf(process.id) ?? NO_STAT));
const span = (seconds: number): TimeSpan => new TimeSpan(BigInt(Math.round(seconds * 1000)) * TICKS_PER_MILLISECOND);
const alias = (target: PropertyDefinition): PropertyDefinition & { readonly memberType: "AliasProperty" } => ({
  ...target,
  memberType: "AliasProperty",
});

const NO_STAT: ProcessStat = {
  name: "",
  state: "X",
  parentId: 0,
  sessionId: 0,
  cpuSeconds: 0,
  priority: 0,
  threads: 0,
  startSeconds: 0,
  virtualBytes: 0n,
  residentBytes: 0n,
};

const name = read("System.String", (process) => process.name);
const handles = read("System.Int32", (process) => handleCount(process.id));
const workingSet = long((stat) => stat.residentBytes);
const virtualMemory = long((stat) => stat.virtualBytes);

function handleCount(id: number): number {
  try {
    return readdirSync(`/proc/${id}/fd`).length;
  } catch {
    return 0;
  }
}

function startTime(process: ProcessObject, engine: Engine): DateTime | null {
  const stat = statOf(process.id);
  if (!stat) return null;
  const ms = engine.host.now() - (secondsUp() - stat.startSeconds) * 1000;
  const local = Math.round(ms + engine.host.computer.utcOffsetMinutes(ms) * 60_000);
  return new DateTime(UNIX_EPOCH_TICKS + BigInt(local) * TICKS_PER_MILLISECOND, "Local");
}

export const processType: TypeDefinition = {
  name: "System.Diagnostics.Process",
  base: "System.ComponentModel.Component",
  defaultDisplay: ["Id", "Handles", "CPU", "SI", "Name"],
  properties: {
    SafeHandle: read("Microsoft.Win32.SafeHandles.SafeProcessHandle", () => null),
    Handle: read("System.IntPtr", (process) => process.id),
    BasePriority: read("System.Int32", (process) => statOf(process.id)?.priority ?? 0),
    ExitCode: read("System.Int32", (process) => (hasExited(process) ? (process.exitCode ?? null) : null)),
    HasExited: read("System.Boolean", hasExited),
    StartTime: read("System.DateTime", startTime),
    ExitTime: read("System.DateTime", () => null),
    Id: read("System.Int32", (process) => process.id),
    MachineName: read("System.String", () => "."),
    MaxWorkingSet: read("System.IntPtr", () => null),
    MinWorkingSet: read("System.IntPtr", () => null),
    Modules: read("System.Diagnostics.ProcessModuleCollection", () => []),
    NonpagedSystemMemorySize64: read("System.Int64", () => 0n),
    PagedMemorySize64: read("System.Int64", () => 0n),
    PagedSystemMemorySize64: read("System.Int64", () => 0n),
    PeakPagedMemorySize64: read("System.Int64", () => 0n),
    PeakWorkingSet64: workingSet,
    PeakVirtualMemorySize64: virtualMemory,
    PriorityClass: read("System.String", () => "Normal"),
    PrivateMemorySize64: workingSet,
    ProcessName: name,
    Responding: read("System.Boolean", (process) => !hasExited(process)),
    SessionId: read("System.Int32", (process) => statOf(process.id)?.sessionId ?? 0),
    Threads: read("System.Diagnostics.ProcessThreadCollection", (process) =>
      Array.from({ length: statOf(process.id)?.threads ?? 0 }, (_, i) => i),
    ),
    HandleCount: handles,
    VirtualMemorySize64: virtualMemory,
    MainWindowHandle: read("System.IntPtr", () => 0),
    MainWindowTitle: read("System.String", () => ""),
    MainModule: read("System.Diagnostics.ProcessModule", (process) => pathOf(process.id)),
    TotalProcessorTime: read("System.TimeSpan", (process) => span(statOf(process.id)?.cpuSeconds ?? 0)),
    UserProcessorTime: read("System.TimeSpan", (process) => span(statOf(process.id)?.cpuSeconds ?? 0)),
    WorkingSet64: workingSet,
    Container: read("System.ComponentModel.IContainer", () => null),
    Site: read("System.ComponentModel.ISite", () => null),
  },
  extended: {
    Name: alias(name),
    SI: alias(read("System.Int32", (process) => statOf(process.id)?.sessionId ?? 0)),
    Handles: alias(handles),
    VM: alias(virtualMemory),
    WS: alias(workingSet),
    PM: alias(workingSet),
    NPM: alias(read("System.Int64", () => 0n)),
    Path: { ...read("System.String", (process) => pathOf(process.id)), memberType: "ScriptProperty" },
    CommandLine: { ...read("System.String", (process) => commandLineOf(process.id)), memberType: "ScriptProperty" },
    Parent: {
      ...read("System.Diagnostics.Process", (process) => findProcess(statOf(process.id)?.parentId ?? 0) ?? null),
      memberType: "CodeProperty",
    },
    CPU: {
      ...read("System.Double", (process) => new Double(statOf(process.id)?.cpuSeconds ?? 0)),
      memberType: "ScriptProperty",
    },
    Company: { ...read("System.String", () => null), memberType: "ScriptProperty" },
    FileVersion: { ...read("System.String", () => null), memberType: "ScriptProperty" },
    ProductVersion: { ...read("System.String", () => null), memberType: "ScriptProperty" },
    Description: { ...read("System.String", () => null), memberType: "ScriptProperty" },
    Product: { ...read("System.String", () => null), memberType: "ScriptProperty" },
  },
  methods: {
    Kill: [
      { parameters: [], returns: "System.Void", call: (self: ProcessObject) => killProcess(self) },
      { parameters: ["System.Boolean"], returns: "System.Void", call: (self: ProcessObject) => killProcess(self) },
    ],
    WaitForExit: [
      {
        parameters: [],
        returns: "System.Void",
        call: (self: ProcessObject, _args, engine) => void waitForExit(self, -1, engine),
      },
      {
        parameters: ["System.Int32"],
        returns: "System.Boolean",
        call: (self: ProcessObject, [ms], engine) => waitForExit(self, ms, engine),
      },
    ],
    Refresh: [{ parameters: [], returns: "System.Void", call: () => undefined }],
    Dispose: [{ parameters: [], returns: "System.Void", call: () => undefined }],
    Close: [{ parameters: [], returns: "System.Void", call: () => undefined }],
  },
  staticMethods: {
    GetCurrentProcess: [
      {
        parameters: [],
        returns: "System.Diagnostics.Process",
        call: (_self, _args, engine) => findProcess(engine.host.computer.processId) ?? null,
      },
    ],
    GetProcessById: [
      {
        parameters: ["System.Int32"],
        returns: "System.Diagnostics.Process",
        call: (_self, [id]) => findProcess(id) ?? null,
      },
    ],
    GetProcesses: [{ parameters: [], returns: "System.Diagnostics.Process[]", call: () => listProcesses() }],
  },
  text: (process: ProcessObject) => `System.Diagnostics.Process (${process.name})`,
};
