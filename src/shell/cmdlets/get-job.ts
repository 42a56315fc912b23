// Get-Job.

import type { CmdletDefinition } from "../../engine/index.js";
import { JOB_STATES, isFinished } from "../../jobs/index.js";
import { PSObject } from "../../objects/index.js";
import { isSnapshot, JobObject } from "../engine/job-objects.js";
import type { JobView } from "../services/views.js";
import { findJobs, JOB_MODULE, JOB_SELECTION, type JobCmdletWorld, snapshotError } from "./find-jobs.js";

const CHILDREN = {
  SessionIdParameterSet: {},
  InstanceIdParameterSet: {},
  NameParameterSet: {},
  StateParameterSet: {},
  CommandParameterSet: {},
};

export function getJob(world: JobCmdletWorld): CmdletDefinition {
  return {
    name: "Get-Job",
    module: JOB_MODULE,
    synopsis: "Gets background jobs that are running in the current session.",
    aliases: ["gjb"],
    defaultParameterSet: "SessionIdParameterSet",
    parameters: {
      // Get-Job $job: PowerShell has no -Job here, and looks for a job by the name of its type.
      Job: {
        type: "System.Management.Automation.Job[]",
        sets: { JobParameterSet: { position: 0, mandatory: true, fromPipeline: true } },
        help: "The jobs, to see them as they are now.",
      },
      ...JOB_SELECTION,
      Id: {
        ...JOB_SELECTION["Id"]!,
        sets: { SessionIdParameterSet: { position: 0, fromPipelineByPropertyName: true } },
      },
      Command: {
        type: "string[]",
        sets: { CommandParameterSet: { mandatory: true, fromPipelineByPropertyName: true } },
        help: "Texts of the commands that the jobs run; wildcards are allowed.",
      },
      IncludeChildJob: { type: "switch", sets: CHILDREN, help: "Gets the child jobs too." },
      ChildJobState: {
        type: "string",
        sets: CHILDREN,
        validate: [{ kind: "Set", values: [...JOB_STATES] }],
        help: "Gets only child jobs in this state.",
      },
      HasMoreData: { type: "bool", sets: CHILDREN, help: "Gets only jobs with results to receive, or without." },
      Before: { type: "datetime", sets: CHILDREN, help: "Gets jobs that ended before this time." },
      After: { type: "datetime", sets: CHILDREN, help: "Gets jobs that ended after this time." },
      Newest: { type: "int", sets: CHILDREN, help: "Gets so many of the jobs that ended last." },
    },
    outputTypes: ["System.Management.Automation.RemotingJob"],
    examples: [{ code: "@(Get-Job).Count", output: "0" }],
    run: (context) => ({
      process() {
        const piped = context.input;
        if (isSnapshot(piped)) context.throwTerminating(snapshotError(context, piped));
        const found = findJobs(context, world, { recurse: true });
        const withChildren = context.bound["IncludeChildJob"]
          ? found.flatMap((job) => [job, ...job.children.filter((child) => !found.includes(child))])
          : found;
        const filtered = filterJobs(withChildren, context.bound);
        const byId = context.bound["Newest"] !== undefined || context.parameterSetName === "SessionIdParameterSet";
        const sorted = byId ? filtered.sort((left, right) => left.id - right.id) : filtered;
        for (const job of sorted) context.write(job);
      },
    }),
  };
}

function filterJobs(jobs: readonly JobObject[], bound: Readonly<Record<string, any>>): JobObject[] {
  let found = [...jobs];
  const keep = (test: (view: JobView) => boolean): void => {
    found = found.filter((job) => test(job.last));
  };
  if (bound["ChildJobState"] !== undefined) {
    const state = String(bound["ChildJobState"]).toLowerCase();
    found = found.flatMap((job) => {
      const children = job.children.filter((child) => child.last.state.toLowerCase() === state);
      return children.length === 0 ? [] : [job, ...children];
    });
  }
  if (bound["HasMoreData"] !== undefined) keep((view) => view.hasMoreData === bound["HasMoreData"]);
  if (bound["Before"] !== undefined) keep((view) => ended(view) && view.endMs! < msOf(bound["Before"]));
  if (bound["After"] !== undefined) keep((view) => ended(view) && view.endMs! > msOf(bound["After"]));
  if (bound["Newest"] !== undefined)
    found = found
      .sort((left, right) => (right.last.endMs ?? Infinity) - (left.last.endMs ?? Infinity))
      .slice(0, bound["Newest"]);
  return found;
}

function ended(view: JobView): boolean {
  return isFinished(view.state) && view.endMs !== undefined;
}

/** Milliseconds since 1970 of a DateTime of this computer's clock. */
function msOf(value: unknown): number {
  const ticks = ticksOf(value);
  const ms = Number((ticks - 621_355_968_000_000_000n) / 10_000n);
  return ms + new Date(ms).getTimezoneOffset() * 60_000;
}

function ticksOf(value: unknown): bigint {
  const base = value instanceof PSObject ? value.base : value;
  return (base as { ticks?: bigint } | null)?.ticks ?? 0n;
}
