// Wait-Job, Stop-Job, Remove-Job and Debug-Job.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { cannotRemoveChild, isAtRest, isFinished, type JobError } from "../../jobs/index.js";
import { BridgeError } from "../../runspace/index.js";
import type { JobObject } from "../engine/job-objects.js";
import { fanOutProgress } from "./fan-out-progress.js";
import { findJobs, JOB_MODULE, JOB_SELECTION, type JobCmdletWorld, jobErrorRecord, jobParameter } from "./find-jobs.js";

// The job object first: by position another's snapshot is refused as such, and not taken for a name.
const CHOICES = { Job: jobParameter(["JobParameterSet"]), ...JOB_SELECTION };

const COMMAND = {
  type: "string[]",
  sets: { CommandParameterSet: { mandatory: true, fromPipelineByPropertyName: true } },
  help: "Texts of the commands that the jobs run; wildcards are allowed.",
} as const;

/** Runs an action on the host thread; what it refuses is an error of this cmdlet. */
function attempt(context: CmdletContext, action: () => void, terminating = false): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    const record = jobErrorRecord(context, error as unknown as JobError);
    if (terminating) context.throwTerminating(record);
    context.writeError(record);
    return false;
  }
}

export function waitJob(world: JobCmdletWorld): CmdletDefinition {
  return {
    name: "Wait-Job",
    module: JOB_MODULE,
    synopsis: "Waits until one or all of the background jobs in the session are at rest.",
    aliases: ["wjb"],
    defaultParameterSet: "SessionIdParameterSet",
    parameters: {
      ...CHOICES,
      Any: { type: "switch", help: "Waits for the first of them only, and writes that one." },
      Timeout: {
        type: "int",
        aliases: ["TimeoutSec"],
        validate: [{ kind: "Range", min: -1, max: 2147483647 }],
        help: "Seconds to wait at most; -1, which is the default, for ever. When they pass nothing is written.",
      },
      Force: { type: "switch", help: "Goes on waiting while a job is suspended or disconnected." },
    },
    outputTypes: ["System.Management.Automation.PSRemotingJob"],
    examples: [{ code: "(Start-Job { 1 } | Wait-Job).State", output: "Completed", runs: false }],
    run(context) {
      const jobs: JobObject[] = [];
      return {
        process() {
          for (const job of findJobs(context, world, { recurse: true })) if (!jobs.includes(job)) jobs.push(job);
        },
        end() {
          if (jobs.length === 0) return;
          attempt(
            context,
            () => {
              const ids = waitFor(context, world, jobs);
              warnOfResting(context, jobs, ids);
              for (const id of ids) context.write(jobs.find((job) => job.id === id));
            },
            true,
          );
        },
      };
    },
  };
}

/** The ids of the jobs to write; none where the time passed. A line of progress is drawn in between. */
function waitFor(context: CmdletContext, world: JobCmdletWorld, jobs: readonly JobObject[]): readonly number[] {
  const { bound } = context;
  const ids = jobs.map((job) => job.id);
  const children = jobs.reduce((sum, job) => sum + Math.max(1, job.last.children.length), 0);
  const progress = fanOutProgress(context, "Wait-Job", children, () => world.jobs.counts(ids));
  const seconds: number = bound["Timeout"] ?? -1;
  const until = seconds < 0 ? Infinity : context.engine.host.now() + seconds * 1000;
  const step = (progress.patience.waitMs ?? Infinity) / 1000;
  try {
    for (;;) {
      const left = (until - context.engine.host.now()) / 1000;
      const timeout = seconds === 0 ? 0 : Math.min(left, step);
      const found = world.jobs.wait({
        ids,
        any: Boolean(bound["Any"]),
        force: Boolean(bound["Force"]),
        timeout: timeout === Infinity ? -1 : Math.max(timeout, 0),
      });
      if (found.length > 0 || left <= step) return found;
      progress.update();
    }
  } finally {
    progress.end();
  }
}

function warnOfResting(context: CmdletContext, jobs: readonly JobObject[], ids: readonly number[]): void {
  for (const job of jobs.filter((each) => ids.includes(each.id))) {
    const { state } = job.view;
    if (isAtRest(state) && !isFinished(state))
      context.writeWarning(
        `The job with the ID ${job.id} is in the ${state} state. To wait until it is finished, use the Force parameter.`,
      );
  }
}

export function stopJob(world: JobCmdletWorld): CmdletDefinition {
  return {
    name: "Stop-Job",
    module: JOB_MODULE,
    synopsis: "Stops background jobs.",
    aliases: ["spjb"],
    defaultParameterSet: "SessionIdParameterSet",
    supportsShouldProcess: true,
    parameters: { ...CHOICES, PassThru: { type: "switch", help: "Writes the jobs." } },
    outputTypes: ["System.Management.Automation.PSRemotingJob"],
    examples: [{ code: "Start-Job { Start-Sleep 60 } | Stop-Job -PassThru", runs: false }],
    run: (context) => ({
      process() {
        for (const job of findJobs(context, world, { recurse: true })) {
          if (!isFinished(job.view.state) && !context.shouldProcess(describe(job), "Stop")) continue;
          if (!isFinished(job.view.state)) attempt(context, () => world.jobs.stop([job.id]));
          if (context.bound["PassThru"]) context.write(job);
        }
      },
    }),
  };
}

function describe(job: JobObject): string {
  return `Command:  ${job.last.command.trim()}, Location: ${job.last.location}`;
}

export function removeJob(world: JobCmdletWorld): CmdletDefinition {
  return {
    name: "Remove-Job",
    module: JOB_MODULE,
    synopsis: "Deletes background jobs.",
    aliases: ["rjb"],
    defaultParameterSet: "SessionIdParameterSet",
    supportsShouldProcess: true,
    parameters: {
      ...CHOICES,
      Command: COMMAND,
      Force: {
        type: "switch",
        aliases: ["F"],
        sets: {
          SessionIdParameterSet: {},
          InstanceIdParameterSet: {},
          NameParameterSet: {},
          JobParameterSet: {},
          FilterParameterSet: {},
        },
        help: "Stops a job that is not finished, and deletes it then.",
      },
    },
    examples: [{ code: "Start-Job { 1 } | Remove-Job -Force; @(Get-Job).Count", output: "0", runs: false }],
    run: (context) => ({
      process() {
        const anyState = ["StateParameterSet", "CommandParameterSet"].includes(context.parameterSetName);
        const force = anyState || Boolean(context.bound["Force"]);
        for (const job of findJobs(context, world, { recurse: context.bound["Id"] !== undefined })) {
          if (!context.shouldProcess(describe(job), "Remove")) continue;
          if (job.last.type === "") context.writeError(jobErrorRecord(context, cannotRemoveChild(job.id)));
          else if (world.jobs.view(job.id)?.instanceId === job.last.instanceId)
            attempt(context, () => {
              job.last = world.jobs.remove(job.id, force);
            });
        }
      },
    }),
  };
}

export function debugJob(world: JobCmdletWorld): CmdletDefinition {
  return {
    name: "Debug-Job",
    module: JOB_MODULE,
    synopsis: "Debugs a running background job. There is no debugger here.",
    defaultParameterSet: "JobParameterSet",
    supportsShouldProcess: true,
    parameters: {
      Job: jobParameter(["JobParameterSet"]),
      Name: { type: "string", sets: { JobNameParameterSet: { position: 0, mandatory: true } } },
      Id: { type: "int", sets: { JobIdParameterSet: { position: 0, mandatory: true } } },
      InstanceId: { type: "guid", sets: { JobInstanceIdParameterSet: { position: 0, mandatory: true } } },
      BreakAll: { type: "switch" },
    },
    run: (context) => ({
      process() {
        void world;
        context.throwTerminating(
          context.error(
            "System.Management.Automation.PSInvalidOperationException",
            "The job cannot be debugged because the host's debugger mode does not support remote debugging.",
            "DebugJobWrongDebugMode",
            "InvalidOperation",
          ),
        );
      },
    }),
  };
}
