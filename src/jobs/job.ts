// A job: what the user holds. Its state is its children's; it has no data of its own.

import type { ChildJob } from "./child-job.js";
import { isFinished, type JobState, parentState } from "./states.js";

export type JobType = "BackgroundJob" | "RemoteJob" | "ThreadJob" | "PSTaskJob";

export interface JobFacts {
  readonly id: number;
  readonly instanceId: string;
  readonly name: string;
  readonly type: JobType;
  /** Text of the script block as it stands between the braces. */
  readonly command: string;
  readonly location: string;
  readonly hideComputerName: boolean;
  readonly clock: () => number;
}

export class Job {
  readonly facts: JobFacts;
  name: string;
  readonly children: readonly ChildJob[];
  #started = false;
  #stopRequested = false;
  #drained = false;
  #state: JobState = "NotStarted";
  #beginMs: number | undefined;
  #endMs: number | undefined;
  readonly history: JobState[] = [];

  constructor(facts: JobFacts, makeChildren: (changed: () => void) => readonly ChildJob[], changed: () => void) {
    this.facts = facts;
    this.name = facts.name;
    this.children = makeChildren(() => {
      this.#follow();
      changed();
    });
  }

  get state(): JobState {
    return this.#state;
  }
  get beginMs(): number | undefined {
    return this.#beginMs;
  }
  get endMs(): number | undefined {
    return this.#endMs;
  }
  /** Children's messages joined with commas; remoting jobs have none. */
  get statusMessage(): string {
    return "";
  }

  /** True until it is finished, then as long as a child has data; once false, false for ever. */
  get hasMoreData(): boolean {
    if (!isFinished(this.state)) return this.facts.type !== "ThreadJob" || this.state !== "NotStarted";
    if (!this.#drained) this.#drained = !this.children.some((child) => child.hasMoreData);
    return !this.#drained;
  }

  /** The job was handed over to be run; children may still wait for their turn. */
  started(): void {
    this.#started = true;
    this.#follow();
  }

  /** Stop the whole job. */
  stop(): void {
    if (isFinished(this.state)) return;
    this.#stopRequested = true;
    for (const child of this.children) stopChild(child);
    this.#follow();
  }

  /** Lets go of connections and processes. */
  dispose(): void {
    for (const child of this.children) child.facts.work.dispose();
  }

  #follow(): void {
    const states = this.children?.map((child) => child.state) ?? [];
    const next = isFinished(this.#state) ? this.#state : parentState(states, this.#started, this.#stopRequested);
    if (next === this.#state) return;
    this.#state = next;
    this.history.push(next);
    if (next !== "NotStarted") this.#beginMs ??= this.facts.clock();
    if (isFinished(next)) this.#endMs = this.facts.clock();
  }
}

/** Stops one child; the parent then counts as completed. */
export function stopChild(child: ChildJob): void {
  if (isFinished(child.state)) return;
  child.step("stop");
  child.facts.work.stop();
}
