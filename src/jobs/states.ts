// The states of a job, as a table, and how a parent's state follows from its children's.
//
// Rule: a finished state is final. `step` of a job is all that moves it.

export const JOB_STATES = [
  "NotStarted",
  "Running",
  "Completed",
  "Failed",
  "Stopped",
  "Blocked",
  "Suspended",
  "Disconnected",
  "Suspending",
  "Stopping",
  "AtBreakpoint",
] as const;

/** System.Management.Automation.JobState, in the order of its numbers. */
export type JobState = (typeof JOB_STATES)[number];

export type JobEvent =
  | "start"
  | "block"
  | "unblock"
  | "stop"
  | "completed"
  | "failed"
  | "stopped"
  /** The session it runs in was left, or its link was lost; and it is there again. */
  | "disconnect"
  | "connect";

/** A child job: one pipeline at one computer. */
export const CHILD_JOB: Readonly<Record<JobState, Readonly<Partial<Record<JobEvent, JobState>>>>> = {
  NotStarted: { start: "Running", stop: "Stopped", failed: "Failed", stopped: "Stopped", completed: "Completed" },
  Running: {
    block: "Blocked",
    stop: "Stopping",
    completed: "Completed",
    failed: "Failed",
    stopped: "Stopped",
    disconnect: "Disconnected",
  },
  Blocked: {
    unblock: "Running",
    stop: "Stopping",
    completed: "Completed",
    failed: "Failed",
    stopped: "Stopped",
    disconnect: "Disconnected",
  },
  Stopping: { completed: "Completed", failed: "Failed", stopped: "Stopped" },
  Completed: {},
  Failed: {},
  Stopped: {},
  Suspended: {},
  Disconnected: {
    connect: "Running",
    stop: "Stopping",
    completed: "Completed",
    failed: "Failed",
    stopped: "Stopped",
  },
  Suspending: {},
  AtBreakpoint: {},
};

/** Completed, Failed, Stopped: nothing changes any more. */
export function isFinished(state: JobState): boolean {
  return state === "Completed" || state === "Failed" || state === "Stopped";
}

/** What Wait-Job and Receive-Job -Wait stop at. */
export function isAtRest(state: JobState, force = false): boolean {
  return isFinished(state) || (!force && (state === "Disconnected" || state === "Suspended"));
}

/**
 * The parent's state. Running as soon as it was started, Blocked while a child is; when all are at rest: Disconnected before
 * Failed before Stopped (where it was the parent that was told to stop), else Completed.
 */
export function parentState(children: readonly JobState[], started: boolean, stopRequested: boolean): JobState {
  if (!children.every((state) => isAtRest(state))) {
    if (children.includes("Blocked")) return "Blocked";
    if (children.includes("AtBreakpoint")) return "AtBreakpoint";
    if (stopRequested) return "Stopping";
    return started ? "Running" : "NotStarted";
  }
  if (children.includes("Disconnected")) return "Disconnected";
  if (children.includes("Failed")) return "Failed";
  return stopRequested ? "Stopped" : "Completed";
}
