// A child job: one pipeline at one computer, and everything it sent, as it came.
//
// Rule: what arrives is kept once, in order, as CLIXML. What has been received without -Keep is a place in that list: the
// collections of the job (Output, Warning …) show all of it, Receive-Job what follows that place.

import { type PipelineOutcome, type StreamItem, wantsAnswer } from "../sessions/index.js";
import { CHILD_JOB, isFinished, type JobEvent, type JobState } from "./states.js";

/** Why a job failed: the error record that came over the wire (CLIXML), or what this side says of the connection. */
export type JobReason =
  | { readonly kind: "record"; readonly payload: string }
  | {
      readonly kind: "error";
      readonly message: string;
      readonly id: string;
      readonly category: string;
      readonly exceptionType: string;
    };

/** What does a child job's work. */
export interface ChildWork {
  /** Begins. Settles when the child has finished and the work holds nothing any more; never rejects. */
  start(child: ChildJob): Promise<void>;
  /** Asks it to stop; the child hears of the end. */
  stop(): void;
  /** Answers a host call; `payload` as encodeHostResponse makes it. */
  answer(payload: string): void;
  /** Objects for its input, as CLIXML. */
  input(payloads: readonly string[]): Promise<void>;
  endInput(): void;
  /** Ends it now and lets go of all it holds. */
  dispose(): void;
  /** A person or program has all up to the item of this number; "all": and the end. Where its endpoint keeps what it prints. */
  received?(sequence: number | "all"): void;
  /** Holds back what comes; false lets it come again. */
  hold?(on: boolean): void;
  /** Connects to its session again; rejects where it cannot be reached. */
  connect?(): Promise<void>;
}

export interface ChildJobFacts {
  readonly id: number;
  readonly instanceId: string;
  readonly name: string;
  readonly command: string;
  /** As the user named the computer. */
  readonly location: string;
  /** Id of the runspace its results come from; the notes of each result say it. */
  readonly runspaceId: string;
  readonly work: ChildWork;
  /** True where records of every stream are handed out, and not the host calls beside them: a thread job. */
  readonly allStreams: boolean;
  /** True where what has been received is wanted no more, and what comes waits for who receives: any amount of it passes through. */
  readonly drains?: boolean;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Told of every change: the state the child was in before, which is the one it is in where only its data changed. */
export type Changed = (before: JobState) => void;

/** Streams whose items Receive-Job hands out; records of the others reach it as host calls beside them. */
const RECEIVED: ReadonlySet<string> = new Set(["Output", "Error", "Information", "HostCall"]);

/** Characters that a job that drains takes before it lets its far end wait. */
const HOLD_CHARACTERS = 16 << 20;
/** What is left of an item that was received and drained. */
const DRAINED: StreamItem = { stream: "Progress", payload: "" };

export class ChildJob {
  readonly facts: ChildJobFacts;
  runspaceId: string;
  #state: JobState = "NotStarted";
  #reason: JobReason | undefined;
  #records: StreamItem[] = [];
  #received = 0;
  #beginMs: number | undefined;
  #endMs: number | undefined;
  #changed: Changed;
  /** Up to here the far end has been told that it was received. */
  #acknowledged = 0;
  /** Characters that wait to be received, of a job that drains; and whether more is held back. */
  #waiting = 0;
  #isHeld = false;
  #isCatchingUp = false;
  /** True where what it prints is kept for it at its endpoint until it is acknowledged. */
  isKept = false;
  /** States it went through, for Receive-Job -WriteEvents. */
  readonly history: JobState[] = [];

  constructor(facts: ChildJobFacts, changed: Changed) {
    this.facts = facts;
    this.runspaceId = facts.runspaceId;
    this.#changed = changed;
  }

  get state(): JobState {
    return this.#state;
  }
  get reason(): JobReason | undefined {
    return this.#reason;
  }
  get beginMs(): number | undefined {
    return this.#beginMs;
  }
  get endMs(): number | undefined {
    return this.#endMs;
  }
  /** Everything that arrived, received or not. */
  get records(): readonly StreamItem[] {
    return this.#records;
  }

  /** True while it gets what its endpoint kept for it: whoever receives now waits for that. */
  get isCatchingUp(): boolean {
    return this.#isCatchingUp && !isFinished(this.#state);
  }
  set isCatchingUp(on: boolean) {
    this.#isCatchingUp = on;
    this.#changed(this.#state);
  }

  /** True while more may come, or something is there that nobody received. */
  get hasMoreData(): boolean {
    if (!isFinished(this.#state)) return true;
    for (let i = this.#received; i < this.#records.length; i++) if (this.#isReceived(this.#records[i]!)) return true;
    return false;
  }

  #isReceived(item: StreamItem): boolean {
    return this.facts.allStreams ? item.payload !== "" || item.stream === "Output" : RECEIVED.has(item.stream);
  }

  step(event: JobEvent, reason?: JobReason): void {
    const next = CHILD_JOB[this.#state][event];
    if (next === undefined) return;
    const before = this.#state;
    if (event === "start") this.#beginMs = this.facts.clock();
    this.#state = next;
    this.history.push(next);
    if (isFinished(next)) {
      this.#endMs = this.facts.clock();
      this.#reason = reason;
    }
    this.#changed(before);
  }

  #weigh(items: readonly StreamItem[], by: 1 | -1): void {
    for (const { payload } of items) this.#waiting += by * payload.length;
    const isHeld = this.#waiting > (this.#isHeld ? HOLD_CHARACTERS / 4 : HOLD_CHARACTERS);
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    this.facts.work.hold?.(isHeld);
  }

  /** Takes what came. A question to the person blocks the job until somebody receives it. */
  add(items: readonly StreamItem[]): void {
    for (const item of items) this.#records.push(item);
    if (this.facts.drains) this.#weigh(items, 1);
    if (items.some(wantsAnswer)) this.step("block");
    this.#changed(this.#state);
  }

  /** The pipeline ended. */
  finish(outcome: PipelineOutcome): void {
    this.#finish(outcome);
    // There is nothing that anybody could receive.
    if (this.#state === "Completed" && this.#records.length === 0) this.acknowledge(0);
  }

  #finish(outcome: PipelineOutcome): void {
    switch (outcome.state) {
      case "Completed":
        return this.step("completed");
      case "Stopped":
        return this.step("stopped");
      case "Failed":
        return this.step("failed", { kind: "record", payload: outcome.error });
      case "Broken":
        // What we stopped by cutting its connection was stopped, not lost.
        if (this.#state === "Stopping") return this.step("stopped");
        return this.step("failed", {
          kind: "error",
          message: outcome.message,
          id: outcome.errorId,
          category: "OpenError",
          exceptionType: "System.Management.Automation.Remoting.PSRemotingTransportException",
        });
    }
  }

  /** What nobody received yet, up to `most` items; with `keep` it stays. */
  receive(
    keep: boolean,
    from: number = this.#received,
    most: number = Infinity,
  ): { items: StreamItem[]; next: number } {
    const items: StreamItem[] = [];
    let at = Math.max(from, this.#received);
    for (; at < this.#records.length && items.length < most; at++) {
      const item = this.#records[at]!;
      if (this.#isReceived(item)) items.push(item);
    }
    if (!keep && at !== this.#received) {
      if (this.facts.drains) this.#weigh(this.#records.slice(this.#received, at), -1);
      this.#received = at;
      this.#changed(this.#state);
    }
    return { items, next: at };
  }

  /** The link to its endpoint is gone, or there again. */
  link(isUp: boolean): void {
    this.step(isUp ? "connect" : "disconnect");
    if (isUp && this.#records.slice(this.#received).some(wantsAnswer)) this.step("block");
  }

  /** Whoever received has what comes before the place `upTo`, written down or shown: it need not be kept any more. */
  acknowledge(upTo: number): void {
    const { work } = this.facts;
    let sequence: number | undefined;
    for (; this.#acknowledged < Math.min(upTo, this.#records.length); this.#acknowledged++) {
      const record = this.#records[this.#acknowledged]!;
      if (wantsAnswer(record)) break; // asked again where nobody answers it
      sequence = record.sequence ?? sequence;
      if (this.facts.drains) this.#records[this.#acknowledged] = DRAINED;
    }
    if (isFinished(this.#state) && this.#acknowledged === this.#records.length) work.received?.("all");
    else if (sequence !== undefined) work.received?.(sequence);
  }

  /** The place behind the item of this number. */
  placeBehind(sequence: number): number {
    let at = this.#acknowledged;
    while (at < this.#received && (this.#records[at]!.sequence ?? 0) <= sequence) at++;
    return at;
  }

  /** Answers a question that was received: it is not asked again, and the job goes on. */
  answer(question: StreamItem, payload: string): void {
    const at = this.#records.indexOf(question);
    if (at >= 0) this.#records[at] = { ...question, stream: "Progress", payload: "" };
    this.facts.work.answer(payload);
    if (!this.#records.slice(this.#received).some(wantsAnswer)) this.step("unblock");
  }
}
