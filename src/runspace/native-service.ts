// Native programs on the host thread: started with an argument vector, read with back-pressure, killed as whole trees.

import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import type { FileStream, ProcessSpec } from "../engine/index.js";
import { monotonic } from "./clock.js";
import type { Service } from "./bridge/call-desk.js";
import type { NativeChunk } from "./host/native-processes.js";

interface PlainSpec {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: ProcessSpec["stdin"];
  readonly stdout: ProcessSpec["stdout"];
  readonly stderr: ProcessSpec["stderr"];
}

/** How long a program may take to stand still, in milliseconds; one in the middle of a disk access hears of it later. */
const STOP_MS = 1000;
/** Bytes of output that wait here before the program's pipes are left alone. */
const WINDOW = 1 << 20;

export interface NativePrograms {
  readonly service: Service;
  /** Kills whatever still runs. */
  dispose(): void;
}

/** The programs of one runspace. */
export function nativePrograms(): NativePrograms {
  const running = new Map<number, Program>();
  let ids = 0;
  const find = (id: unknown): Program | undefined => running.get(id as number);
  return {
    service(method, args, signal) {
      switch (method) {
        case "start": {
          const id = ++ids;
          return startProgram(args[0] as PlainSpec).then((program) => {
            running.set(id, program);
            return { id, pid: program.pid };
          });
        }
        case "read":
          return find(args[0])?.read(signal, args[1] as number | undefined) ?? { stream: "exit", pid: -1, code: -1 };
        case "connect":
          return find(args[0])?.connect(find(args[1])!);
        case "write":
          return find(args[0])?.write(args[1] as Uint8Array);
        case "hasRoom":
          return find(args[0])?.hasRoom(signal) ?? true;
        case "closeInput":
          return find(args[0])?.closeInput();
        case "kill":
          find(args[0])?.kill();
          return running.delete(args[0] as number);
        default:
          throw new Error(`Native programs know no "${method}".`);
      }
    },
    dispose() {
      for (const program of running.values()) program.kill();
      running.clear();
    },
  };
}

interface Program {
  readonly pid: number;
  read(signal: AbortSignal, timeoutMs?: number): Promise<NativeChunk> | NativeChunk;
  /** Its output goes to another program; that one's reader gets the rest. */
  connect(next: Program): void;
  write(bytes: Uint8Array): void;
  /** True when it takes more; false as soon as there is something to read. */
  hasRoom(signal: AbortSignal): Promise<boolean> | boolean;
  closeInput(): void;
  kill(): void;
  /** Takes a chunk of a program that is connected to it. */
  add(chunk: NativeChunk): void;
  /** The one where all that are connected are read. */
  last(): Program;
  /** True when some waits to be read, else `come` hears of the next. */
  hasOutput(come: () => void): boolean;
  readonly child: ChildProcess;
}

function startProgram(spec: PlainSpec): Promise<Program> {
  const opened: number[] = [];
  const stream = <T extends string>(wanted: T | FileStream, mode: "r" | "w"): T | number => {
    if (typeof wanted === "string") return wanted;
    const file = openSync(wanted.file, mode);
    opened.push(file);
    return file;
  };
  const child = spawn(spec.file, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    stdio: [
      stream(spec.stdin, "r"),
      stream(spec.stdout, "w"),
      spec.stderr === "stdout" ? "pipe" : stream(spec.stderr, "w"),
    ],
    windowsHide: true,
  });
  for (const file of opened) closeSync(file);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => {
      child.off("error", reject);
      child.on("error", () => undefined);
      resolve(readProgram(child, spec.stderr === "stdout"));
    });
  });
}

function readProgram(child: ChildProcess, errorIsOutput: boolean): Program {
  const pid = child.pid!;
  const chunks: NativeChunk[] = [];
  let waiting = 0;
  let wake = (): void => undefined;
  let next: Program | undefined;
  let exited: NativeChunk | undefined;
  /** What came since the last look. */
  let came = false;

  function add(chunk: NativeChunk): void {
    if (next) return next.add(chunk);
    chunks.push(chunk);
    if ("bytes" in chunk) waiting += chunk.bytes.length;
    wake();
  }

  // At once: what a program leaves unread when it exits, Node throws away.
  function listen(stream: Readable | null, name: "stdout" | "stderr"): void {
    stream?.on("data", (bytes: Buffer) => {
      came = true;
      // A copy without the pool behind it: the bytes move to the other thread as they are.
      add({ stream: name, pid, bytes: new Uint8Array(bytes) });
      if (waiting > WINDOW) stream.pause();
    });
  }

  listen(child.stdout, "stdout");
  listen(child.stderr, errorIsOutput ? "stdout" : "stderr");
  child.stdin?.on("error", () => undefined); // EPIPE: it does not read to the end, which is its right
  child.on("exit", () => {
    // What it started may hold its pipes open: they count until nothing came, and nothing waited, for a moment.
    const timer = setInterval(() => {
      if (!exited && (came || waiting > 0)) came = false;
      else if (!exited) child.emit("close", child.exitCode, child.signalCode);
      if (exited) clearInterval(timer);
    }, 1000).unref();
  });
  child.on("close", (code: number | null, signal: NodeJS.Signals | null) => {
    if (exited) return;
    exited = { stream: "exit", pid, code: code ?? 128 + signalNumber(signal) };
    add(exited);
  });

  function take(): NativeChunk | undefined {
    const chunk = chunks.shift();
    if (chunk && "bytes" in chunk) waiting -= chunk.bytes.length;
    if (waiting < WINDOW && !next) {
      child.stdout?.resume();
      child.stderr?.resume();
    }
    return chunk;
  }

  const program: Program = {
    pid,
    child,
    add,
    last: () => next?.last() ?? program,
    hasOutput(come) {
      wake = come;
      return chunks.length > 0;
    },
    read(signal, timeoutMs) {
      const ready = take();
      if (ready) return ready;
      if (timeoutMs === 0) return { stream: "timeout" };
      return new Promise((resolve, reject) => {
        const answer = (chunk: NativeChunk): void => {
          clearTimeout(timer);
          wake = (): void => undefined;
          resolve(chunk);
        };
        const timer = timeoutMs === undefined ? undefined : setTimeout(() => answer({ stream: "timeout" }), timeoutMs);
        wake = (): void => {
          const chunk = take();
          if (chunk) answer(chunk);
        };
        signal.addEventListener("abort", () => reject(new Error("Stopped.")), { once: true });
      });
    },
    connect(to) {
      next = to;
      const { stdout } = child;
      const { stdin } = to.child;
      const early = chunks.splice(0);
      waiting = 0;
      for (const chunk of early) {
        if (chunk.stream === "stdout") stdin?.write(chunk.bytes);
        else to.add(chunk);
      }
      if (stdout && stdin) {
        stdout.removeAllListeners("data").pipe(stdin);
        stdout.resume();
        stdin.once("close", () => breakPipe(pid, stdout));
      }
    },
    write(bytes) {
      if (child.stdin?.writable) child.stdin.write(bytes);
    },
    hasRoom(signal) {
      const { stdin } = child;
      let settle = (): void => undefined;
      if (program.last().hasOutput(() => settle())) return false;
      if (!stdin?.writable || !stdin.writableNeedDrain) return true;
      return new Promise((resolve) => {
        settle = (): void => {
          for (const event of ["drain", "close"]) stdin.off(event, settle);
          signal.removeEventListener("abort", settle);
          resolve(false);
        };
        for (const event of ["drain", "close"]) stdin.on(event, settle);
        signal.addEventListener("abort", settle);
      });
    },
    closeInput() {
      child.stdin?.end();
    },
    kill() {
      killTree(pid);
    },
  };
  return program;
}

/**
 * Nobody reads this program any more: its next write ends it with SIGPIPE. Node's pipes are sockets, and one that is
 * closed with something in it says "connection reset" instead; so the writer stands still while the rest is read away.
 */
function breakPipe(pid: number, stdout: Readable): void {
  if (stdout.readableEnded || stdout.destroyed) return;
  signalTree(pid, "SIGSTOP");
  let quiet = 0;
  const began = monotonic();
  stdout.on("data", () => (quiet = 0)).resume();
  const look = (): void => {
    // A writer that waits for room, and has yet to hear of its stop, would be told EPIPE without the signal.
    if (monotonic() - began < STOP_MS && !standsStill(pid)) quiet = 0;
    if (++quiet < 4) return void setImmediate(look);
    stdout.destroy();
    // The handle closes in this turn of the loop; the writer must not come before.
    setImmediate(() => signalTree(pid, "SIGCONT"));
  };
  look();
}

function signalNumber(signal: NodeJS.Signals | null): number {
  const numbers: Partial<Record<NodeJS.Signals, number>> = {
    SIGHUP: 1,
    SIGINT: 2,
    SIGQUIT: 3,
    SIGKILL: 9,
    SIGTERM: 15,
  };
  return (signal && numbers[signal]) ?? 15;
}

/**
 * Ends a process and all that it started, children first found before their parent dies. On systems without /proc the
 * process alone.
 */
function killTree(pid: number): void {
  signalTree(pid, "SIGKILL");
}

function signalTree(pid: number, signal: NodeJS.Signals): void {
  for (const child of childrenOf(pid)) signalTree(child, signal);
  try {
    process.kill(pid, signal);
  } catch {
    // gone already
  }
}

/** True where a process and all that it started has stopped, or is over. On systems without /proc nobody knows. */
function standsStill(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return /^[TtZX]/.test(stat.slice(stat.lastIndexOf(")") + 2)) && childrenOf(pid).every(standsStill);
  } catch {
    return true;
  }
}

function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return text.split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
