// A child process as a transport: its standard input and output carry the bytes, its standard error is kept for messages.
//
// Rule: no child outlives its parent. The child ends at the end of its input (the kernel closes the pipe when the parent
// dies, however it dies); the parent kills it when the transport is killed, and every living one when the parent exits.
// The child leads a process group of its own: a Ctrl+C at the console does not reach it, and one kill reaches whatever
// programs it runs.

import { spawn } from "node:child_process";
import type { ChildProcess, ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { CloseReason, Transport, TransportEvents } from "./transport.js";

/** How a child is started: an argument vector, never a command line for a shell. */
export interface ChildProcessOptions {
  readonly file: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  /** The child's whole environment; where absent, this process's without what would only slow the child down. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** In front of `child process <pid>` in messages. */
  readonly description?: string;
  /** Called with what the child writes to its standard error, as it comes. */
  readonly onStderr?: (text: string) => void;
  /** True: what the child has started outlives it, but not this process. Asked when the child is to be killed, or has ended. */
  readonly sparesGroup?: () => boolean;
  /** Milliseconds between the polite end of input and the kill. */
  readonly graceMs?: number;
}

/** Bytes of standard error that are kept: its end says what went wrong. */
const STDERR_LIMIT = 8192;
const DEFAULT_GRACE_MS = 2000;

/** The environment for children that need no TLS: Node reads NODE_EXTRA_CA_CERTS at every start, for 30 ms. */
export function childEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string | undefined> {
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = env;
  return rest;
}

/** Children that run, so that they can be killed when this process exits by itself. */
export interface ChildRegistry {
  add(child: ChildProcess): void;
  /** Something else to be done then; it must not wait. */
  atExit?(action: () => void): void;
}

const registries: WeakMap<NodeJS.Process, ChildRegistry> = new WeakMap();

/** The registry whose children are killed when `owner` (the process) exits. */
export function killChildrenOnExit(owner: NodeJS.Process): ChildRegistry {
  let registry = registries.get(owner);
  if (!registry) registries.set(owner, (registry = newRegistry(owner)));
  return registry;
}

function newRegistry(owner: NodeJS.Process): ChildRegistry {
  const children = new Set<ChildProcess>();
  const actions = new Set<() => void>();
  let hooked = false;
  const leave = (): void => {
    for (const action of actions) action();
    for (const child of children) killGroup(child);
  };
  const hook = (): void => {
    if (!hooked) owner.on("exit", leave);
    hooked = true;
  };
  return {
    atExit(action) {
      hook();
      actions.add(action);
    },
    add(child) {
      hook();
      children.add(child);
      child.once("exit", () => children.delete(child));
    },
  };
}

/** Ends a child and all of its group; also where the child itself is gone already. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL"); // no such group: there are no groups on Windows
  }
}

/** A child process as a transport; it may be started before it is listened to. */
export interface ChildProcessTransport extends Transport {
  readonly pid: number | undefined;
  /** True from its start to its end. */
  readonly isRunning: boolean;
  /** Starts it ahead of `open`, until which what it says waits. */
  start(): void;
}

class ProcessTransport implements ChildProcessTransport {
  readonly #options: ChildProcessOptions;
  readonly #registry: ChildRegistry | undefined;
  #child: ChildProcessByStdio<Writable, Readable, Readable> | undefined;
  #events: TransportEvents | undefined;
  #stderr = "";
  #closed = false;
  /** Why it closed. */
  #over: CloseReason | undefined;
  #killed = false;
  #drainers: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ChildProcessOptions, registry: ChildRegistry | undefined) {
    this.#options = options;
    this.#registry = registry;
  }

  get description(): string {
    return `${this.#options.description ?? "child process"} ${this.#child?.pid ?? ""}`.trimEnd();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get isRunning(): boolean {
    const child = this.#child;
    return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
  }

  open(events: TransportEvents): void {
    this.#events = events;
    if (!this.#child) this.start();
    this.#child!.stdout.on("data", (bytes: Buffer) => events.data(bytes));
    if (this.#over) events.closed(this.#over);
  }

  start(): void {
    const { file, args = [], cwd, env } = this.#options;
    const child = spawn(file, [...args], {
      stdio: ["pipe", "pipe", "pipe"],
      cwd,
      env: env ?? childEnvironment(),
      windowsHide: true,
      detached: process.platform !== "win32",
    });
    this.#child = child;
    this.#registry?.add(child);
    let failure: string | undefined;
    child.stderr.setEncoding("utf8").on("data", (text: string) => this.#keepStderr(text));
    child.stdin.on("drain", () => this.#release());
    // EPIPE: the child went while we wrote. Its exit tells the rest.
    child.stdin.on("error", () => this.#release());
    child.on("error", (error: NodeJS.ErrnoException) => {
      failure = startFailure(file, cwd, error);
      // `close` does not follow where the program could not be started at all.
      if (child.pid === undefined) this.#close({ error: failure });
    });
    child.on("exit", () => {
      if (!this.#options.sparesGroup?.()) killGroup(child);
      // A grandchild may hold the pipes open for ever: what is in them by now is all we wait for.
      const timer = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, 500);
      timer.unref();
      child.once("close", () => clearTimeout(timer));
    });
    child.on("close", (code, signal) => this.#close(this.#reason(code, signal, failure)));
  }

  send(bytes: Uint8Array): boolean {
    const stdin = this.#child?.stdin;
    if (this.#closed || !stdin?.writable) return true;
    return stdin.write(bytes);
  }

  drained(): Promise<void> {
    const stdin = this.#child?.stdin;
    if (this.#closed || !stdin?.writable || !stdin.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => this.#drainers.push(resolve));
  }

  pause(): void {
    this.#child?.stdout.pause();
  }

  resume(): void {
    this.#child?.stdout.resume();
  }

  holdProgram(on: boolean): void {
    const child = this.#child;
    if (!child) return;
    // The streams of a child are sockets, whatever their types say.
    for (const each of [child, child.stdin, child.stdout, child.stderr] as unknown as (typeof child)[])
      if (on) each.ref();
      else each.unref();
  }

  end(): void {
    if (this.#closed || this.#timer) return;
    this.#child?.stdin.end();
    this.#timer = setTimeout(() => this.kill(), this.#options.graceMs ?? DEFAULT_GRACE_MS);
    this.#timer.unref();
  }

  kill(): void {
    if (this.#closed) return;
    this.#killed = true;
    this.#child?.stdin.destroy();
    if (this.#options.sparesGroup?.()) this.#child?.kill("SIGKILL");
    else if (this.#child) killGroup(this.#child);
    this.#child?.stdout.resume();
  }

  #keepStderr(text: string): void {
    this.#stderr = (this.#stderr + text).slice(-STDERR_LIMIT);
    this.#options.onStderr?.(text);
  }

  #reason(code: number | null, signal: string | null, failure: string | undefined): CloseReason {
    const stderr = this.#stderr.trim();
    const facts = {
      ...(code !== null && { exitCode: code }),
      ...(signal !== null && { signal }),
      ...(stderr !== "" && { stderr }),
    };
    if (failure !== undefined) return { error: failure, ...facts };
    if (this.#killed) return { error: "The transport was closed.", ...facts };
    if (signal !== null) return { error: `The process was ended by signal ${signal}.`, ...facts };
    if (code !== 0) return { error: `The process exited with code ${code}.`, ...facts };
    return facts;
  }

  #close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#over = reason;
    clearTimeout(this.#timer);
    this.#release();
    this.#events?.closed(reason);
  }

  #release(): void {
    const drainers = this.#drainers;
    this.#drainers = [];
    for (const resolve of drainers) resolve();
  }
}

function startFailure(file: string, cwd: string | undefined, error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT" && cwd !== undefined)
    return `The program ${file} could not be started: it, or the folder ${cwd}, does not exist.`;
  if (error.code === "ENOENT") return `The program ${file} could not be started: it does not exist.`;
  return `The program ${file} could not be started: ${error.message}.`;
}

/** A transport that starts `options.file` when it is opened. With a registry the child dies with this process. */
export function childProcessTransport(options: ChildProcessOptions, registry?: ChildRegistry): ChildProcessTransport {
  return new ProcessTransport(options, registry);
}
