// The job table of one shell: ids, names, lookups, and a bell that rings when anything changes.
//
// Rule: ids come from one counter, parents and children alike, and are never used again.

import { type Changed, ChildJob, type ChildWork } from "./child-job.js";
import { JobError } from "./errors.js";
import { Job, type JobType } from "./job.js";

export interface NewChild {
  readonly location: string;
  readonly work: ChildWork;
  readonly runspaceId?: string;
  readonly allStreams?: boolean;
  readonly drains?: boolean;
}

export interface NewJob {
  readonly type: JobType;
  readonly command: string;
  readonly children: readonly NewChild[];
  /** `Job<Id>` where absent. */
  readonly name?: string;
  readonly location?: string;
  readonly hideComputerName?: boolean;
  /** Where the limit of children that run at a time can be changed. */
  readonly throttle?: { limit: number };
}

export interface JobTableOptions {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newGuid: () => string;
}

export class JobTable {
  readonly #options: JobTableOptions;
  readonly #jobs: Map<number, Job> = new Map();
  /** Children that a user sees, by id, with the job they belong to. */
  readonly #children: Map<number, { readonly child: ChildJob; readonly parent: Job }> = new Map();
  #lastId = 0;
  /** Who waits for any change, and who for a change of a state alone. */
  #bell: (() => void)[] = [];
  #stateBell: (() => void)[] = [];

  constructor(options: JobTableOptions) {
    this.#options = options;
  }

  /** Takes the next id: also a synchronous remote Invoke-Command uses one up. */
  takeId(): number {
    return ++this.#lastId;
  }

  /** A new job, in the table, not started. */
  add(job: NewJob): Job {
    const { clock, newGuid } = this.#options;
    const id = this.takeId();
    const made = new Job(
      {
        id,
        instanceId: newGuid(),
        name: job.name || `Job${id}`,
        type: job.type,
        command: job.command,
        location: job.location ?? job.children.map((child) => child.location).join(","),
        hideComputerName: job.hideComputerName ?? false,
        throttle: job.throttle,
        clock,
      },
      (follow) => job.children.map((child) => this.#child(job, child, follow)),
      (isState) => this.ring(isState),
    );
    this.#jobs.set(id, made);
    if (job.type !== "ThreadJob")
      for (const child of made.children) this.#children.set(child.facts.id, { child, parent: made });
    this.ring();
    return made;
  }

  #child(job: NewJob, child: NewChild, follow: (child: () => ChildJob) => Changed): ChildJob {
    const { clock, newGuid } = this.#options;
    // A thread job has no child for the user to see: what stands for it takes no id.
    const id = job.type === "ThreadJob" ? this.#lastId : this.takeId();
    const made: ChildJob = new ChildJob(
      {
        id,
        instanceId: newGuid(),
        name: `Job${id}`,
        command: job.command,
        location: child.location,
        runspaceId: child.runspaceId ?? newGuid(),
        work: child.work,
        allStreams: child.allStreams ?? false,
        drains: child.drains ?? false,
        clock,
      },
      follow(() => made),
    );
    return made;
  }

  /** All jobs, by id. */
  get jobs(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  /** The children a user sees, of all jobs. */
  get children(): readonly ChildJob[] {
    return [...this.#children.values()].map(({ child }) => child);
  }

  /** The job or child with this id. */
  byId(id: number): Job | ChildJob | undefined {
    return this.#jobs.get(id) ?? this.#children.get(id)?.child;
  }

  byInstanceId(instanceId: string): Job | ChildJob | undefined {
    const folded = instanceId.toLowerCase();
    return [...this.jobs, ...this.children].find((job) => job.facts.instanceId === folded);
  }

  /** The job a child belongs to; a job itself as it is. */
  parentOf(job: Job | ChildJob): Job {
    if (job instanceof Job) return job;
    const parent = this.#children.get(job.facts.id)?.parent ?? this.jobs.find((each) => each.children.includes(job));
    if (!parent) throw new JobError("NoSuchJob", `The job ${job.facts.id} has been removed.`, job.facts.id);
    return parent;
  }

  /** Takes a finished job out. Its unread results are gone. */
  remove(job: Job): void {
    this.#jobs.delete(job.facts.id);
    for (const child of job.children) this.#children.delete(child.facts.id);
    job.dispose();
    this.ring();
  }

  /** Settles at the next change of any job: a state, new data, a removal. With `statesOnly` new data is none. */
  changed(signal?: AbortSignal, statesOnly = false): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal?.removeEventListener("abort", done);
        resolve();
      };
      (statesOnly ? this.#stateBell : this.#bell).push(done);
      signal?.addEventListener("abort", done, { once: true });
    });
  }

  /** Wakes those who wait; where only data came, not those who wait for states. */
  ring(isState = true): void {
    const waiting = isState ? [...this.#bell, ...this.#stateBell] : this.#bell;
    if (waiting.length === 0) return;
    this.#bell = [];
    if (isState) this.#stateBell = [];
    for (const resolve of waiting) resolve();
  }

  /** Ends everything: the shell closes. */
  dispose(): void {
    for (const job of this.#jobs.values()) job.dispose();
    this.#jobs.clear();
    this.#children.clear();
    this.ring();
  }
}
