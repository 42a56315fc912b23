// How the Job cmdlets find jobs: by object, id, name, instance id, state or command, with PowerShell's errors.

import type { CmdletContext, ParameterDefinition } from "../../engine/index.js";
import { JOB_STATES, noJobWithId, noJobWithInstanceId, noJobWithName, type JobError } from "../../jobs/index.js";
import { EventJob } from "../../cmdlets/index.js";
import { baseOf, type ErrorRecord, PSObject } from "../../objects/index.js";
import type { JobView } from "../services/views.js";
import type { JobClient } from "../engine/client.js";
import { isSnapshot, JobObject, type JobObjects, JobSnapshot } from "../engine/job-objects.js";

export const JOB_MODULE = "Microsoft.PowerShell.Core";
export const THREAD_JOB_MODULE: string = "Microsoft.PowerShell.ThreadJob";

/** What the Job cmdlets work with. */
export interface JobCmdletWorld {
  readonly jobs: JobClient;
  readonly objects: JobObjects;
}

const STATE_NAMES = [...JOB_STATES];

/** Parameters that choose jobs; each set by its name. */
export const JOB_SELECTION: Readonly<Record<string, ParameterDefinition>> = {
  Id: {
    type: "int[]",
    aliases: ["SessionId"],
    sets: { SessionIdParameterSet: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
    validate: [{ kind: "NotNullOrEmpty" }],
    help: "Ids of the jobs.",
  },
  InstanceId: {
    type: "guid[]",
    sets: { InstanceIdParameterSet: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
    validate: [{ kind: "NotNull" }],
    help: "Instance ids of the jobs.",
  },
  Name: {
    type: "string[]",
    sets: { NameParameterSet: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
    validate: [{ kind: "NotNullOrEmpty" }],
    help: "Names of the jobs; wildcards are allowed.",
  },
  State: {
    type: "string",
    sets: { StateParameterSet: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
    validate: [{ kind: "Set", values: STATE_NAMES }],
    help: "The state the jobs are in.",
  },
  Filter: {
    type: "hashtable",
    sets: { FilterParameterSet: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
    validate: [{ kind: "NotNull" }],
    help: "Properties of jobs of custom types.",
  },
};

/** `-Job`, which takes pipeline input. */
export function jobParameter(sets: readonly string[]): ParameterDefinition {
  return {
    type: "System.Management.Automation.Job[]",
    sets: Object.fromEntries(
      sets.map((name) => [
        name,
        { position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true },
      ]),
    ),
    validate: [{ kind: "NotNullOrEmpty" }],
    help: "The jobs.",
  };
}

export interface FindOptions {
  /** Also children by name, id and instance id. */
  readonly recurse: boolean;
}

/** The jobs that the bound parameters choose. What is not found is written as an error. */
export function findJobs(context: CmdletContext, world: JobCmdletWorld, options: FindOptions): JobObject[] {
  const { bound } = context;
  if (bound["Job"] !== undefined)
    return (bound["Job"] as unknown[])
      .filter((job) => !(baseOf(job) instanceof EventJob))
      .map((job) => jobOf(context, job))
      .filter(isJob);
  refuseSnapshot(context);
  const all = world.jobs.list();
  const pool = options.recurse ? all.flatMap((job) => [job, ...job.children]) : all;
  const objects = (views: readonly JobView[]): JobObject[] => views.map((view) => world.objects.of(view));
  if (bound["Id"] !== undefined)
    return bound["Id"].flatMap((id: number) => {
      const found = pool.filter((job) => job.id === id);
      if (found.length === 0) context.writeError(jobErrorRecord(context, noJobWithId(id)));
      return objects(found);
    });
  if (bound["InstanceId"] !== undefined)
    return bound["InstanceId"].flatMap((guid: unknown) => {
      const text = String(guid);
      const found = pool.filter((job) => job.instanceId === text.toLowerCase());
      if (found.length === 0) context.writeError(jobErrorRecord(context, noJobWithInstanceId(text)));
      return objects(found);
    });
  if (bound["Name"] !== undefined) return bound["Name"].flatMap((name: string) => objects(byName(context, pool, name)));
  if (bound["State"] !== undefined) {
    const state = String(bound["State"]).toLowerCase();
    return objects(all.filter((job) => job.state.toLowerCase() === state));
  }
  if (bound["Command"] !== undefined)
    return objects(
      all.filter((job) =>
        (bound["Command"] as string[]).some((pattern) =>
          context.engine.values.like(job.command.trim(), pattern.trim()),
        ),
      ),
    );
  if (bound["Filter"] !== undefined) return [];
  return objects(all);
}

function byName(context: CmdletContext, pool: readonly JobView[], name: string): readonly JobView[] {
  const found = pool.filter((job) => context.engine.values.like(job.name, name));
  if (found.length === 0 && !/[*?[]/.test(name)) context.writeError(jobErrorRecord(context, noJobWithName(name)));
  return found;
}

function isJob(job: JobObject | undefined): job is JobObject {
  return job !== undefined;
}

/** A live job, out of whatever wraps it. */
function jobOf(context: CmdletContext, value: unknown): JobObject | undefined {
  const base = value instanceof PSObject ? value.base : value;
  if (base instanceof JobObject) return base;
  context.writeError(snapshotError(context, base instanceof JobSnapshot ? base.object : value));
  return undefined;
}

/**
 * A deserialized job that came down the pipeline has an Id and a Name, and they would bind: but it is a job of another computer,
 * and must not reach one of this session.
 */
function refuseSnapshot(context: CmdletContext): void {
  const item = context.input;
  if (isSnapshot(item)) context.throwTerminating(snapshotError(context, item));
}

export function snapshotError(context: CmdletContext, value: unknown): ErrorRecord {
  const owner =
    value instanceof PSObject ? String(value.get("PSComputerName") ?? "another computer") : "another computer";
  return context.error(
    "System.ArgumentException",
    `The object is a snapshot of a job on ${owner}, not a job of this session. To manage that job, run the command there, for example: Invoke-Command -Session $s { Get-Job }.`,
    "DeserializedJobNotSupported",
    "InvalidArgument",
    value,
  );
}

/** A JobError, or what a service refused, as this cmdlet's error record. */
export function jobErrorRecord(context: CmdletContext, error: JobError | Error): ErrorRecord {
  const { id, category, exceptionType, target } = error as Partial<JobError>;
  return context.error(
    exceptionType ?? "System.InvalidOperationException",
    error.message,
    id ?? "InvalidOperation",
    (category ?? "InvalidOperation") as ErrorRecord["category"],
    target,
  );
}
