// Native programs on the host thread: started with an argument vector, read with back-pressure, killed as whole trees.

import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import type { FileStream, ProcessSpec } from "../engine/index.js";
import type { Service } from "./bridge/host-side.js";
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
          return find(args[0])?.read(signal, args[1] as number | undefined) ?? { stream: "exit", code: -1 };
        case "write":
          return find(args[0])?.write(args[1] as Uint8Array, signal);
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
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void> | undefined;
  closeInput(): void;
  kill(): void;
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
  const chunks: NativeChunk[] = [];
  let waiting = 0;
  let wake = (): void => undefined;
  let exited: NativeChunk | undefined;

  function listen(stream: Readable | null, name: "stdout" | "stderr"): void {
    stream?.on("data", (bytes: Buffer) => {
      // A copy without the pool behind it: the bytes move to the other thread as they are.
      chunks.push({ stream: name, bytes: new Uint8Array(bytes) });
      waiting += bytes.length;
      if (waiting > WINDOW) stream.pause();
      wake();
    });
  }

  listen(child.stdout, "stdout");
  listen(child.stderr, errorIsOutput ? "stdout" : "stderr");
  child.stdin?.on("error", () => undefined); // EPIPE: it does not read to the end, which is its right
  child.on("exit", () => {
    // What it started may hold its pipes open; what is in them by now is all that counts once they close or a moment passed.
    setTimeout(() => exited ?? child.emit("close", child.exitCode, child.signalCode), 1000).unref();
  });
  child.on("close", (code: number | null, signal: NodeJS.Signals | null) => {
    exited = { stream: "exit", code: code ?? 128 + signalNumber(signal) };
    wake();
  });

  function next(): NativeChunk | undefined {
    const chunk = chunks.shift();
    if (!chunk) return exited;
    if ("bytes" in chunk) waiting -= chunk.bytes.length;
    if (waiting < WINDOW) {
      child.stdout?.resume();
      child.stderr?.resume();
    }
    return chunk;
  }

  return {
    pid: child.pid!,
    read(signal, timeoutMs) {
      const ready = next();
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
          const chunk = next();
          if (chunk) answer(chunk);
        };
        signal.addEventListener("abort", () => reject(new Error("Stopped.")), { once: true });
      });
    },
    write(bytes, signal) {
      const stdin = child.stdin;
      if (!stdin?.writable || stdin.write(bytes)) return undefined;
      return new Promise((resolve) => {
        for (const event of ["drain", "close", "error"]) stdin.once(event, resolve);
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    },
    closeInput() {
      child.stdin?.end();
    },
    kill() {
      killTree(child.pid!);
    },
  };
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
export function killTree(pid: number): void {
  for (const child of childrenOf(pid)) killTree(child);
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // gone already
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
