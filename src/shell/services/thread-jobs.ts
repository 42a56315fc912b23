// Jobs on engine threads of this process, at most so many at a time: thread jobs, which share one limit, and task jobs
// (ForEach-Object -Parallel -AsJob), which have a limit each and a child for every object.

import { type ChildJob, type ChildWork, type JobTable } from "../../jobs/index.js";
import { encodeCreatePipeline } from "../../protocol/index.js";
import { type Batch, type HostCallItem, ITEM, type Service, type StartedWorker } from "../../runspace/index.js";
import type { PipelineOutcome, StreamItem } from "../../sessions/index.js";
import type { EndpointIdentity } from "../../sessions/index.js";
import { openShellRunspace, type ShellRun, type ShellRunspace, type ShellServices } from "../shell-runspace.js";
import { parallelRuns } from "./parallel.js";
import { pipelineOf, type ScriptSpec } from "./pipelines.js";
import { itemsOf, outcomeOf } from "./thread-items.js";

export interface StartThreadJobRequest {
  readonly spec: ScriptSpec;
  readonly command: string;
  readonly name?: string;
  readonly initializationScript?: string;
  /** Changes the limit for all thread jobs of the session. */
  readonly throttleLimit?: number;
  /** Native folder to start in. */
  readonly start: string;
  /** What Write-Host says is shown as it is said, and is none of the job's results. */
  readonly streamsHost?: boolean;
}

export interface StartTasksRequest {
  readonly spec: ScriptSpec;
  /** The objects, as CLIXML: each is the input of one child. */
  readonly items: readonly string[];
  readonly command: string;
  readonly throttleLimit: number;
  readonly start: string;
}

export interface ThreadJobOptions {
  readonly table: JobTable;
  readonly worker: () => StartedWorker;
  readonly services: () => ShellServices;
  readonly identity?: EndpointIdentity;
  readonly tell?: (method: string, args: readonly unknown[]) => void;
}

export interface ThreadJobs {
  readonly service: Service;
  /** Ends the threads of parallel commands that still run. */
  dispose(): void;
}

const DEFAULT_LIMIT = 5;

export function threadJobs(options: ThreadJobOptions): ThreadJobs {
  const { table } = options;
  const threads = turns(DEFAULT_LIMIT);

  function start(request: StartThreadJobRequest): number {
    if (request.throttleLimit !== undefined) threads.limit = request.throttleLimit;
    const work = threadWork(options, request);
    const job = table.add({
      type: "ThreadJob",
      command: request.command,
      location: "PowerShell",
      children: [{ location: "PowerShell", work, allStreams: true }],
      ...(request.name && { name: request.name }),
    });
    const child = job.children[0]!;
    threads.add(() => (child.state === "NotStarted" ? work.start(child) : Promise.resolve()));
    return job.facts.id;
  }

  function startTasks({ items, throttleLimit, ...request }: StartTasksRequest): number {
    const works = items.map((item) => {
      const work = threadWork(options, request);
      void work.input([item]);
      work.endInput();
      return work;
    });
    const job = table.add({
      type: "PSTaskJob",
      command: request.command,
      location: "PowerShell",
      children: works.map((work) => ({ location: "PowerShell", work, allStreams: true })),
    });
    const tasks = turns(throttleLimit);
    job.children.forEach((child, at) =>
      tasks.add(() => (child.state === "NotStarted" ? works[at]!.start(child) : Promise.resolve())),
    );
    job.started();
    return job.facts.id;
  }

  const parallel = parallelRuns((request) => openThread(options, request));
  return {
    dispose: () => parallel.dispose(),
    service(method, args, signal) {
      if (parallel.knows(method)) return parallel.service(method, args, signal);
      if (method === "start") return start(args[0] as StartThreadJobRequest);
      if (method === "startTasks") return startTasks(args[0] as StartTasksRequest);
      throw new Error(`Thread jobs know no "${method}".`);
    },
  };
}

interface Turns {
  limit: number;
  add(run: () => Promise<void>): void;
}

/** Runs what is added, at most so many at a time. */
function turns(limit: number): Turns {
  const queue: (() => Promise<void>)[] = [];
  let running = 0;
  function next(): void {
    while (running < made.limit && queue.length > 0) {
      running++;
      const done = (): void => {
        running--;
        next();
      };
      void queue.shift()!().then(done, done);
    }
  }
  const made: Turns = {
    limit,
    add(run) {
      queue.push(run);
      // The cmdlet's answer shows the job before it runs, as PowerShell's does.
      setImmediate(next);
    },
  };
  return made;
}

/** A runspace on a thread of its own, in a folder. */
function openThread(options: ThreadJobOptions, request: Pick<StartThreadJobRequest, "start" | "spec">): ShellRunspace {
  return openShellRunspace({
    worker: options.worker,
    services: options.services,
    ...(options.identity && { identity: options.identity }),
    open: {
      hostName: "Default Host",
      start: request.start,
      ui: request.spec.ui,
      interactive: false,
      remote: false,
      ...(options.identity && { identity: options.identity }),
    },
    ui: () => {
      throw new Error("A command that prompts the user failed because there is no user to ask.");
    },
  });
}

function threadWork(options: ThreadJobOptions, request: StartThreadJobRequest): ChildWork {
  let shell: ShellRunspace | undefined;
  let run: ShellRun | undefined;
  let stopping = false;
  const early: string[] = [];
  let inputEnded = false;
  /** True once `run` is the job's own script, and not its initialization. */
  let takesInput = false;

  function runOne(child: ChildJob, spec: ScriptSpec): Promise<PipelineOutcome> {
    return new Promise((resolve) => {
      run = shell!.run(
        {
          kind: "pipeline",
          payload: encodeCreatePipeline(pipelineOf(spec)),
          noInput: spec.noInput,
          isNested: false,
          ui: spec.ui,
        },
        {
          batch(items) {
            const { tell } = options;
            child.add(request.streamsHost && tell ? streamed(items, tell) : itemsOf(items));
          },
          ended: (end) => resolve(outcomeOf(end)),
        },
      );
      if (stopping) run.stop();
    });
  }

  return {
    async start(child) {
      child.step("start");
      shell = openThread(options, request);
      let outcome: PipelineOutcome = { state: "Completed" };
      if (request.initializationScript !== undefined)
        outcome = await runOne(child, {
          ...request.spec,
          script: request.initializationScript,
          parameters: [],
          noInput: true,
        });
      if (outcome.state === "Completed" && !stopping) {
        const done = runOne(child, request.spec);
        takesInput = true;
        if (early.length > 0) run!.input(early);
        if (inputEnded) run!.endInput();
        outcome = await done;
      }
      run = undefined;
      child.finish(stopping && outcome.state === "Completed" ? { state: "Stopped" } : outcome);
      await shell.close();
    },
    stop() {
      stopping = true;
      run?.stop();
    },
    answer: () => undefined,
    input(payloads) {
      if (run && takesInput) run.input(payloads);
      else early.push(...payloads);
      return Promise.resolve();
    },
    endInput() {
      inputEnded = true;
      if (takesInput) run?.endInput();
    },
    dispose() {
      stopping = true;
      void shell?.close();
    },
  };
}

/** Plays what Write-Host says; gives the rest. */
function streamed(batch: Batch, tell: (method: string, args: readonly unknown[]) => void): StreamItem[] {
  for (let i = 0; i < batch.length; i += 2) {
    if (batch[i] !== ITEM.host) continue;
    const { method, args } = batch[i + 1] as HostCallItem;
    if (method === "write" || method === "writeLine") tell(method, args);
  }
  return itemsOf(batch).filter((item) => item.stream !== "Information" || !item.payload.includes("<S>PSHOST</S>"));
}
