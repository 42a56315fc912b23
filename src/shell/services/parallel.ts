// ForEach-Object -Parallel while its caller waits: blocks on threads of this process, at most so many at a time, each object given
// to the next thread that is free.
//
// Rule: little waits. A caller that brings objects faster than threads take them is told to wait, and so is a thread that writes
// more than its caller reads.

import { encodeCreatePipeline } from "../../protocol/index.js";
import type { Service } from "../../runspace/index.js";
import type { PipelineOutcome, StreamItem } from "../../sessions/index.js";
import type { ShellRun, ShellRunspace } from "../shell-runspace.js";
import { pipelineOf, type ScriptSpec } from "./pipelines.js";
import { itemsOf, outcomeOf } from "./thread-items.js";

export interface StartParallelRequest {
  /** The block, run once for each object: its input. */
  readonly spec: ScriptSpec;
  readonly throttleLimit: number;
  /** Each object in a thread that has run nothing. */
  readonly useNewRunspace: boolean;
  /** Native folder to start in. */
  readonly start: string;
  /** Milliseconds until all that runs is stopped. */
  readonly timeoutMs?: number;
}

export interface ParallelPieces {
  readonly items: readonly StreamItem[];
  /** How blocks ended that did not end well. */
  readonly outcomes: readonly PipelineOutcome[];
  /** Objects that wait for a thread. */
  readonly waiting: number;
  readonly done: boolean;
}

export interface ParallelRuns {
  knows(method: string): boolean;
  readonly service: Service;
  dispose(): void;
}

const METHODS: ReadonlySet<string> = new Set(["parallel", "add", "take", "end", "cancel"]);
/** Characters of output that nobody has read before threads wait. */
const MOST_UNREAD = 4 << 20;

export function parallelRuns(open: (request: StartParallelRequest) => ShellRunspace): ParallelRuns {
  const runs = new Map<number, ParallelRun>();
  let last = 0;
  return {
    knows: (method) => METHODS.has(method),
    service(method, args, signal) {
      if (method === "parallel") {
        runs.set(++last, new ParallelRun(args[0] as StartParallelRequest, open));
        return last;
      }
      const id = Number(args[0]);
      const run = runs.get(id);
      if (method === "add") return run?.add(String(args[1]));
      if (method === "end") return run?.end();
      if (method === "cancel") {
        runs.delete(id);
        return run?.dispose();
      }
      return run?.take(Boolean(args[1]), signal).then((pieces) => {
        if (pieces.done) runs.delete(id);
        return pieces;
      });
    },
    dispose() {
      for (const run of runs.values()) run.dispose();
      runs.clear();
    },
  };
}

class ParallelRun {
  readonly #request: StartParallelRequest;
  readonly #open: (request: StartParallelRequest) => ShellRunspace;
  readonly #queue: string[] = [];
  readonly #idle: ShellRunspace[] = [];
  readonly #running: Map<ShellRunspace, ShellRun | undefined> = new Map();
  readonly #timer: NodeJS.Timeout | undefined;
  #items: StreamItem[] = [];
  #outcomes: PipelineOutcome[] = [];
  #unread = 0;
  #room: (() => void)[] = [];
  #wake: () => void = () => undefined;
  #ended = false;
  #over = false;

  constructor(request: StartParallelRequest, open: (request: StartParallelRequest) => ShellRunspace) {
    this.#request = request;
    this.#open = open;
    if (request.timeoutMs !== undefined) this.#timer = setTimeout(() => this.#stopAll(), request.timeoutMs);
  }

  add(payload: string): void {
    if (this.#over) return;
    this.#queue.push(payload);
    this.#next();
  }

  /** No more objects come. */
  end(): void {
    this.#ended = true;
    this.#settle();
  }

  /** What there is; with `wait`, once there is something, a thread is free for more, or all is done. */
  async take(wait: boolean, signal: AbortSignal): Promise<ParallelPieces> {
    if (wait && this.#items.length === 0 && this.#outcomes.length === 0 && !this.#done)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    const pieces = { items: this.#items, outcomes: this.#outcomes, waiting: this.#queue.length, done: this.#done };
    this.#items = [];
    this.#outcomes = [];
    this.#unread = 0;
    for (const go of this.#room.splice(0)) go();
    return pieces;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#over = true;
    this.#ended = true;
    this.#queue.length = 0;
    for (const go of this.#room.splice(0)) go();
    for (const shell of [...this.#idle.splice(0), ...this.#running.keys()]) void shell.close();
  }

  get #done(): boolean {
    return this.#ended && this.#queue.length === 0 && this.#running.size === 0;
  }

  #stopAll(): void {
    this.#over = true;
    this.#queue.length = 0;
    for (const run of this.#running.values()) run?.stop();
    this.#settle();
  }

  #next(): void {
    while (this.#queue.length > 0 && this.#running.size < this.#request.throttleLimit && !this.#over) {
      const payload = this.#queue.shift()!;
      const used = this.#idle.pop();
      const shell = used ?? this.#open(this.#request);
      this.#running.set(shell, undefined);
      void this.#runOne(shell, payload, used !== undefined);
    }
  }

  async #runOne(shell: ShellRunspace, payload: string, isUsed: boolean): Promise<void> {
    // A runspace that has run an object before knows nothing of it.
    if (isUsed) await shell.ask("reset").catch(() => undefined);
    const outcome = await this.#block(shell, payload);
    this.#running.delete(shell);
    if (outcome.state !== "Completed") this.#outcomes.push(outcome);
    if (this.#over || this.#request.useNewRunspace || outcome.state !== "Completed") void shell.close();
    else this.#idle.push(shell);
    this.#next();
    this.#settle();
  }

  #block(shell: ShellRunspace, payload: string): Promise<PipelineOutcome> {
    if (this.#over) return Promise.resolve({ state: "Stopped" });
    const { spec } = this.#request;
    return new Promise((resolve) => {
      const run = shell.run(
        {
          kind: "pipeline",
          payload: encodeCreatePipeline(pipelineOf(spec)),
          noInput: false,
          isNested: false,
          ui: spec.ui,
        },
        {
          batch: (items) => this.#took(itemsOf(items)),
          ended: (end) => resolve(outcomeOf(end)),
        },
      );
      this.#running.set(shell, run);
      run.input([payload]);
      run.endInput();
    });
  }

  #took(items: readonly StreamItem[]): void | Promise<void> {
    for (const item of items) {
      this.#items.push(item);
      this.#unread += item.payload.length;
    }
    this.#wake();
    if (this.#unread > MOST_UNREAD && !this.#over) return new Promise((resolve) => this.#room.push(resolve));
    return undefined;
  }

  #settle(): void {
    if (this.#done) {
      clearTimeout(this.#timer);
      for (const shell of this.#idle.splice(0)) void shell.close();
    }
    this.#wake();
  }
}
