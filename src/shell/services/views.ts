// Jobs and sessions as an engine thread sees them: plain data, taken when it asks.

import { ChildJob, type Job, type JobReason, type JobState, type JobType } from "../../jobs/index.js";

export interface JobView {
  readonly id: number;
  readonly instanceId: string;
  readonly name: string;
  /** "" for a child job. */
  readonly type: JobType | "";
  /** A child that runs on a thread of this process: a PSTaskChildJob. */
  readonly isTask: boolean;
  readonly state: JobState;
  readonly hasMoreData: boolean;
  readonly location: string;
  readonly command: string;
  readonly statusMessage: string;
  /** Milliseconds since 1970. */
  readonly beginMs: number | undefined;
  readonly endMs: number | undefined;
  readonly reason: JobReason | undefined;
  readonly children: readonly JobView[];
  readonly runspaceId: string;
  readonly hideComputerName: boolean;
  /** Children that run at a time; undefined where there is no such limit. */
  readonly throttleLimit: number | undefined;
}

export function jobView(job: Job | ChildJob): JobView {
  return job instanceof ChildJob ? childView(job) : parentView(job);
}

function childView(child: ChildJob): JobView {
  const { id, instanceId, name, location, command } = child.facts;
  const { state, hasMoreData, beginMs, endMs, reason, runspaceId } = child;
  return {
    id,
    instanceId,
    name,
    location,
    command,
    state,
    hasMoreData,
    beginMs,
    endMs,
    reason,
    runspaceId,
    type: "",
    isTask: child.facts.allStreams,
    statusMessage: "",
    children: [],
    hideComputerName: false,
    throttleLimit: undefined,
  };
}

/** `withChildren` false leaves the children out: what a look at one property needs. */
export function parentView(job: Job, withChildren = true): JobView {
  const { id, instanceId, type, location, command, hideComputerName } = job.facts;
  const { name, state, hasMoreData, beginMs, endMs, statusMessage } = job;
  const isThreadJob = type === "ThreadJob";
  return {
    id,
    instanceId,
    name,
    type,
    isTask: false,
    location,
    command,
    state,
    hasMoreData,
    beginMs,
    endMs,
    statusMessage,
    hideComputerName,
    throttleLimit: job.facts.throttle?.limit,
    reason: isThreadJob ? job.children[0]?.reason : undefined,
    runspaceId: isThreadJob ? (job.children[0]?.runspaceId ?? "") : "",
    children: isThreadJob || !withChildren ? [] : job.children.map(childView),
  };
}
