// A job: what the user holds. Its state is its children's; it has no data of its own.

import type { Changed, ChildJob } from "./child-job.js";
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
  /** How many children run at a time; absent where the job has no say in it. */
  readonly throttle: { limit: number } | undefined;
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

  /** How many children are in each state: a parent of hundreds follows each of them at no cost. */
  readonly #counts: Map<JobState, number> = new Map();

  constructor(
    facts: JobFacts,
    makeChildren: (follow: (child: () => ChildJob) => Changed) => readonly ChildJob[],
    changed: (isState: boolean) => void,
  ) {
    this.facts = facts;
    this.name = facts.name;
    this.children = makeChildren((child) => (before) => {
      const { state } = child();
      if (before !== state) {
        this.#count(before, -1);
        this.#count(state, 1);
        this.#follow();
      }
      changed(before !== state);
    });
    for (const child of this.children) this.#count(child.state, 1);
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

  #count(state: JobState, by: 1 | -1): void {
    const count = (this.#counts.get(state) ?? 0) + by;
    if (count === 0) this.#counts.delete(state);
    else this.#counts.set(state, count);
  }

  #follow(): void {
    const states = [...this.#counts.keys()];
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
