// The job table of one shell: ids, names, lookups, and a bell that rings when anything changes.
//
// Rule: ids come from one counter, parents and children alike, and are never used again.

import { ChildJob, type ChildWork } from "./child-job.js";
import { JobError } from "./errors.js";
import { Job, type JobType } from "./job.js";

export interface NewChild {
  readonly location: string;
  readonly work: ChildWork;
  readonly runspaceId?: string;
  readonly allStreams?: boolean;
}

export interface NewJob {
  readonly type: JobType;
  readonly command: string;
  readonly children: readonly NewChild[];
  /** `Job<Id>` where absent. */
  readonly name?: string;
  readonly location?: string;
  readonly hideComputerName?: boolean;
}

export interface JobTableOptions {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newGuid: () => string;
}

export class JobTable {
  readonly #options: JobTableOptions;
  readonly #jobs: Map<number, Job> = new Map();
  #lastId = 0;
  #bell: (() => void)[] = [];

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
        clock,
      },
      (changed) => job.children.map((child) => this.#child(job, child, changed)),
      () => this.ring(),
    );
    this.#jobs.set(id, made);
    this.ring();
    return made;
  }

  #child(job: NewJob, child: NewChild, changed: () => void): ChildJob {
    const { clock, newGuid } = this.#options;
    // A thread job has no child for the user to see: what stands for it takes no id.
    const id = job.type === "ThreadJob" ? this.#lastId : this.takeId();
    return new ChildJob(
      {
        id,
        instanceId: newGuid(),
        name: `Job${id}`,
        command: job.command,
        location: child.location,
        runspaceId: child.runspaceId ?? newGuid(),
        work: child.work,
        allStreams: child.allStreams ?? false,
        clock,
      },
      changed,
    );
  }

  /** All jobs, by id. */
  get jobs(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  /** The children a user sees, of all jobs. */
  get children(): readonly ChildJob[] {
    return this.jobs.filter((job) => job.facts.type !== "ThreadJob").flatMap((job) => job.children);
  }

  /** The job or child with this id. */
  byId(id: number): Job | ChildJob | undefined {
    return this.#jobs.get(id) ?? this.children.find((child) => child.facts.id === id);
  }

  byInstanceId(instanceId: string): Job | ChildJob | undefined {
    const folded = instanceId.toLowerCase();
    return [...this.jobs, ...this.children].find((job) => job.facts.instanceId === folded);
  }

  /** The job a child belongs to; a job itself as it is. */
  parentOf(job: Job | ChildJob): Job {
    if (job instanceof Job) return job;
    const parent = this.jobs.find((each) => each.children.includes(job));
    if (!parent) throw new JobError("NoSuchJob", `The job ${job.facts.id} has been removed.`, job.facts.id);
    return parent;
  }

  /** Takes a finished job out. Its unread results are gone. */
  remove(job: Job): void {
    this.#jobs.delete(job.facts.id);
    job.dispose();
    this.ring();
  }

  /** Settles at the next change of any job: a state, new data, a removal. */
  changed(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal?.removeEventListener("abort", done);
        resolve();
      };
      this.#bell.push(done);
      signal?.addEventListener("abort", done, { once: true });
    });
  }

  ring(): void {
    const bell = this.#bell;
    if (bell.length === 0) return;
    this.#bell = [];
    for (const resolve of bell) resolve();
  }

  /** Ends everything: the shell closes. */
  dispose(): void {
    for (const job of this.#jobs.values()) job.dispose();
    this.#jobs.clear();
    this.ring();
  }
}
