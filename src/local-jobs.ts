// Jobs of this program: a process of its own here (startJob), or one child a computer (invokeAsJob). Results come back as they arise.

import { randomUUID } from "node:crypto";
import { readValue } from "./clixml/index.js";
import { connector } from "./connect.js";
import { powerShellError, PowerShellError } from "./errors.js";
import { type ChildJob, isFinished, type Job as TableJob, type JobState, JobTable, remoteWork } from "./jobs/index.js";
import { localSession, outcomeRecord, scriptRequest, sessionWith, throttle } from "./sessions/index.js";
import { fromPlain, toPlain } from "./values.js";

export interface JobOptions {
  readonly name?: string;
  readonly args?: readonly unknown[];
}

export interface AsJobOptions extends JobOptions {
  /** Connections at a time; 32 where absent. */
  readonly throttleLimit?: number;
  /** Entries as in the inventory's file, instead of that file. */
  readonly inventory?: Readonly<Record<string, unknown>>;
}

/** One result of a job, and where it comes from. */
export interface JobResult<Result = unknown> {
  readonly computerName: string;
  readonly value: Result;
}

const table = new JobTable({ clock: Date.now, newGuid: randomUUID });

/** Starts a script in a process of its own on this computer. */
export function startJob(script: string, options: JobOptions = {}): Job {
  const connection = connector();
  return start("BackgroundJob", script, options, ["localhost"], async () => {
    const session = localSession(connection);
    await session.open();
    return session;
  });
}

/** Starts a script on computers, over a connection to each for this alone. Returns at once, whatever the connections do. */
export function invokeAsJob(
  computerNames: string | readonly string[],
  script: string,
  options: AsJobOptions = {},
): Job {
  const connection = connector(options.inventory);
  return start("RemoteJob", script, options, [computerNames].flat(), async (computerName) => {
    const session = sessionWith(computerName, connection);
    await session.open();
    return session;
  });
}

type Open = (computerName: string) => ReturnType<Parameters<typeof remoteWork>[0]["open"]>;

function start(
  type: "BackgroundJob" | "RemoteJob",
  script: string,
  options: AsJobOptions,
  computers: readonly string[],
  open: Open,
): Job {
  const request = scriptRequest({ script, args: (options.args ?? []).map(fromPlain) });
  const job = table.add({
    type,
    command: script,
    children: computers.map((location) => ({
      location,
      work: remoteWork({
        open: () => open(location),
        temporary: true,
        ownProcess: type === "BackgroundJob",
        pipeline: () => request,
      }),
    })),
    ...(options.name !== undefined && { name: options.name }),
  });
  const room = throttle(options.throttleLimit);
  job.started();
  for (const child of job.children)
    void room.run(() => (child.state === "NotStarted" ? child.facts.work.start(child) : Promise.resolve()));
  return new Job(job);
}

/** A job of this program. */
export class Job {
  readonly #job: TableJob;
  constructor(job: TableJob) {
    this.#job = job;
  }

  get id(): number {
    return this.#job.facts.id;
  }
  get name(): string {
    return this.#job.name;
  }
  get state(): JobState {
    return this.#job.state;
  }
  get hasMoreData(): boolean {
    return this.#job.hasMoreData;
  }
  /** Computers, and how each got on. */
  get children(): readonly { readonly computerName: string; readonly state: JobState }[] {
    return this.#job.children.map((child) => ({ computerName: child.facts.location, state: child.state }));
  }

  /** Settles with the state in which it came to rest. */
  async wait(signal?: AbortSignal): Promise<JobState> {
    while (!isFinished(this.#job.state)) {
      signal?.throwIfAborted();
      await table.changed(signal);
    }
    return this.#job.state;
  }

  /** Results as they come, until the job is at rest. Errors are handed to `onError`, and thrown in the end where there is none. */
  async *results<Result = unknown>(
    onError?: (error: PowerShellError) => void,
  ): AsyncGenerator<JobResult<Result>, void> {
    const errors: PowerShellError[] = [];
    const tell = onError ?? ((error: PowerShellError): unknown => errors.push(error));
    const open = new Set(this.#job.children);
    while (open.size > 0) {
      let any = false;
      for (const child of open) {
        const { items } = child.receive(false);
        any ||= items.length > 0;
        const computerName = child.facts.location;
        for (const item of items) {
          if (item.stream === "Output")
            yield { computerName, value: toPlain(item.payload === "" ? null : readValue(item.payload)) as Result };
          else if (item.stream === "Error") tell(powerShellError(readValue(item.payload), computerName));
        }
        if (!isFinished(child.state) || child.hasMoreData) continue;
        open.delete(child);
        const failure = failureOf(child);
        if (failure) tell(failure);
      }
      if (!any && open.size > 0) await table.changed();
    }
    if (errors.length > 0) throw errors[0]!;
  }

  /** Stops it; its results so far can still be taken. */
  async stop(): Promise<void> {
    this.#job.stop();
    await this.wait();
  }

  /** Stops it where it runs, and forgets it. */
  async remove(): Promise<void> {
    await this.stop();
    table.remove(this.#job);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.remove();
  }
}

function failureOf(child: ChildJob): PowerShellError | undefined {
  const { reason } = child;
  const computerName = child.facts.location;
  if (!reason) return undefined;
  if (reason.kind === "record")
    return powerShellError(outcomeRecord({ state: "Failed", error: reason.payload }), computerName);
  return new PowerShellError(reason.message, reason.id, reason.category, computerName);
}
