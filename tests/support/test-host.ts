// A Host for tests: the real file system under a folder of its own, programs run to their end, a clock that moves on, no person.

import { createHash, randomBytes, randomUUID } from "node:crypto";
import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import type {
  FileInformation,
  FileSystem,
  Host,
  HostUI,
  NativeProcess,
  ProcessPiece,
  ProcessSpec,
} from "../../src/engine/index.js";

export interface TestHostOptions {
  /** Gets what the script says to the host. */
  readonly say?: (line: string) => void;
  readonly stop?: { requested: boolean };
}

export function testHost(options: TestHostOptions = {}): Host {
  let nextPid = 100_000;
  const env = new Map(Object.entries(process.env).map(([name, value]) => [name, value ?? ""]));
  return {
    name: "Default Host",
    instanceId: randomUUID(),
    ui: testUI(options.say ?? (() => {})),
    stop: options.stop ?? { requested: false },
    files: nodeFiles(),
    environment: {
      get: (name) => env.get(name),
      set: (name, value) => void (value === undefined ? env.delete(name) : env.set(name, value)),
      names: () => [...env.keys()],
    },
    computer: {
      platform: "linux",
      name: "testhost",
      userName: "tester",
      processId: process.pid,
      processorCount: 2,
      osDescription: "Linux test",
      executable: "/opt/remora/remora",
      utcOffsetMinutes: () => 0,
      timeZoneId: "UTC",
      uptimeSeconds: () => performance.now() / 1000,
    } as Host["computer"],
    now: () => performance.timeOrigin + performance.now(),
    monotonic: () => performance.now(),
    newGuid: () => randomUUID(),
    randomBytes: (count) => randomBytes(count),
    hash: (algorithm, bytes) => createHash(algorithm.toLowerCase()).update(bytes).digest(),
    sleep: (ms) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
    startProcess: (spec) =>
      spec.stdout === "pipe" || spec.stderr === "pipe" ? startAndFinish(spec, nextPid++) : startAside(spec),
    setShouldExit() {},
  };
}

function testUI(say: (line: string) => void): HostUI {
  const nobody = (): never => {
    throw new Error("There is nobody to ask.");
  };
  return {
    write: say,
    writeLine: say,
    writeErrorLine: say,
    writeWarningLine: say,
    writeVerboseLine: say,
    writeDebugLine: say,
    writeProgress() {},
    readLine: nobody,
    readLineAsSecureString: nobody,
    prompt: nobody,
    promptForChoice: nobody,
    promptForCredential: nobody,
    size: () => ({ width: 120, height: 40 }),
    supportsVirtualTerminal: false,
  };
}

interface Upstream extends NativeProcess {
  readonly upstream: NativeProcess[];
}

/** Runs a program when its input is closed or its output is read. */
function startAndFinish(spec: ProcessSpec, pid: number): NativeProcess {
  const input: Uint8Array[] = [];
  const upstream: NativeProcess[] = [];
  let pieces: ProcessPiece[] | undefined;
  const run = (): ProcessPiece[] => {
    const out: ProcessPiece[] = [];
    for (const program of upstream)
      for (let piece = program.read(); ; piece = program.read()) {
        if (piece.stream === "stdout") input.push(piece.bytes);
        else out.push(piece);
        if (piece.stream === "exit" && piece.pid === program.pid) break;
      }
    const done = spawnSync(spec.file, spec.args, {
      cwd: spec.cwd,
      env: Object.fromEntries(spec.env),
      input: Buffer.concat(input),
      timeout: 20_000,
    });
    if (done.stdout?.length) out.push({ stream: "stdout", pid, bytes: done.stdout });
    if (done.stderr?.length) out.push({ stream: "stderr", pid, bytes: done.stderr });
    out.push({ stream: "exit", pid, code: done.status ?? 1 });
    return out;
  };
  const program: Upstream = {
    pid,
    upstream,
    read(timeoutMs) {
      if (timeoutMs === 0 && pieces === undefined) return { stream: "timeout" };
      return (pieces ??= run()).shift() ?? { stream: "exit", pid, code: 0 };
    },
    connect: (next) => void (next as Upstream).upstream.push(program),
    write: (bytes) => input.push(bytes) > 0,
    closeInput() {},
    kill() {},
  };
  return program;
}

/** Starts a program whose output goes elsewhere. Its end is read from the kernel: this thread never gets to its events. */
function startAside(spec: ProcessSpec): NativeProcess {
  const open = (stream: ProcessSpec["stdin"] | ProcessSpec["stdout"] | ProcessSpec["stderr"], flags: string) =>
    typeof stream === "object" ? fs.openSync(stream.file, flags) : ("ignore" as const);
  const streams = [open(spec.stdin, "r"), open(spec.stdout, "w"), open(spec.stderr, "w")];
  const child = spawn(spec.file, spec.args, { cwd: spec.cwd, env: Object.fromEntries(spec.env), stdio: streams });
  child.on("error", () => {});
  for (const stream of streams) if (typeof stream === "number") fs.closeSync(stream);
  const pid = child.pid ?? -1;
  return {
    pid,
    read(timeoutMs = Infinity) {
      const until = performance.now() + timeoutMs;
      for (;;) {
        const code = exitCodeOf(pid);
        if (code !== undefined) return { stream: "exit", pid, code };
        if (performance.now() >= until) return { stream: "timeout" };
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      }
    },
    connect() {},
    write: () => true,
    closeInput() {},
    kill: () => void child.kill("SIGKILL"),
  };
}

/** The exit code of a child that nobody has waited for yet; undefined while it runs. See proc_pid_stat(5). */
function exitCodeOf(pid: number): number | undefined {
  let stat: string;
  try {
    stat = fs.readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return 0;
  }
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] !== "Z") return undefined;
  const status = Number(fields[49]);
  return status & 0x7f ? 128 + (status & 0x7f) : status >> 8;
}

function describe(path: string, stat: fs.Stats): FileInformation {
  return {
    name: basename(path) || "/",
    fullName: path,
    isDirectory: stat.isDirectory(),
    isFile: stat.isFile(),
    isSymbolicLink: stat.isSymbolicLink(),
    length: BigInt(stat.size),
    mode: stat.mode,
    links: stat.nlink,
    createdMs: stat.birthtimeMs,
    modifiedMs: stat.mtimeMs,
    accessedMs: stat.atimeMs,
  } as FileInformation;
}

function nodeFiles(): FileSystem {
  const files = {
    stat(path: string, followLinks = true) {
      const stat = (followLinks ? fs.statSync : fs.lstatSync)(path, { throwIfNoEntry: false });
      return stat && describe(path, stat);
    },
    list: (path: string) => fs.readdirSync(path),
    read: (path: string) => fs.readFileSync(path),
    write: (path: string, bytes: Uint8Array, mode: string) =>
      fs.writeFileSync(path, bytes, { flag: mode === "append" ? "a" : mode === "new" ? "wx" : "w" }),
    openForWriting(path: string, mode: string) {
      const fd = fs.openSync(path, mode === "append" ? "a" : "w");
      return { write: (bytes: Uint8Array) => void fs.writeSync(fd, bytes), close: () => fs.closeSync(fd) };
    },
    makeDirectory: (path: string, recursive: boolean) => void fs.mkdirSync(path, { recursive }),
    remove: (path: string, recursive: boolean) =>
      fs.lstatSync(path).isDirectory() && !recursive ? fs.rmdirSync(path) : fs.rmSync(path, { recursive }),
    rename: (from: string, to: string) => fs.renameSync(from, to),
    copy: (from: string, to: string) => fs.copyFileSync(from, to),
    readLink: (path: string) =>
      fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? fs.readlinkSync(path) : undefined,
    symlink: (target: string, path: string) => fs.symlinkSync(target, path),
    hardLink: (existing: string, path: string) => fs.linkSync(existing, path),
    setTimes: (path: string, accessed: number, modified: number) =>
      fs.utimesSync(path, accessed / 1000, modified / 1000),
    chmod: (path: string, mode: number) => fs.chmodSync(path, mode),
    ownerOf: () => ({ user: "", group: "" }),
    realPath: (path: string) => fs.realpathSync(path),
    temporaryDirectory: () => tmpdir(),
    homeDirectory: () => homedir(),
  };
  return files as unknown as FileSystem;
}

/** A new empty folder with a name as long as those the cases were recorded in. */
export function freshFolder(): string {
  const path = join("/tmp", randomBytes(6).toString("hex"));
  fs.mkdirSync(path);
  return path;
}
