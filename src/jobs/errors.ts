// What can go wrong with jobs, by PowerShell's ids and texts.

/** An error of the Job cmdlets. The cmdlet's name is appended to `id` where the record is made. */
export class JobError extends Error {
  override readonly name: string = "JobError";
  readonly id: string;
  readonly category: string;
  readonly exceptionType: string;
  readonly target: unknown;
  constructor(
    id: string,
    message: string,
    target: unknown,
    category = "ObjectNotFound",
    exceptionType = "System.Management.Automation.PSArgumentException",
  ) {
    super(message);
    this.id = id;
    this.target = target;
    this.category = category;
    this.exceptionType = exceptionType;
  }
}

export function noJobWithId(id: number): JobError {
  return new JobError(
    "JobWithSpecifiedSessionNotFound",
    `The command cannot find a job with the job ID ${id}. Verify the value of the Id parameter and then try the command again.`,
    id,
  );
}

export function noJobWithName(name: string): JobError {
  return new JobError(
    "JobWithSpecifiedNameNotFound",
    `The command cannot find the job because the job name ${name} was not found. Verify the value of the Name parameter, and then try the command again.`,
    name,
  );
}

export function noJobWithInstanceId(instanceId: string): JobError {
  return new JobError(
    "JobWithSpecifiedInstanceIdNotFound",
    `The command cannot find a job with the instance identifier ${instanceId}. Verify the value of the InstanceId parameter, and then try the command again.`,
    instanceId,
  );
}

export function jobNotFinished(id: number): JobError {
  return new JobError(
    "JobObjectNotFinishedCannotBeRemoved",
    `The command cannot remove the job with the job ID ${id} because the job is not finished. To remove the job, first stop the job, or use the Force parameter. (Parameter 'Job')`,
    id,
    "InvalidOperation",
    "System.ArgumentException",
  );
}

export function cannotRemoveChild(id: number): JobError {
  return new JobError(
    "CannotRemoveJob",
    "The command cannot remove the job because it does not exist or because it is a child job. Child jobs can be removed only by removing the parent job.",
    id,
    "InvalidOperation",
    "System.ArgumentException",
  );
}

export function blockedDeadlock(): JobError {
  return new JobError(
    "BlockedJobsDeadlockWithWaitJob",
    "The Wait-Job cmdlet cannot finish working, because one or more jobs are blocked waiting for user interaction.  Process interactive job output by using the Receive-Job cmdlet, and then try again.",
    null,
    "DeadlockDetected",
    "System.ArgumentException",
  );
}

/** Stop-Job on a job whose session cannot be reached. */
export function cannotConnectToStop(name: string, reason: string): JobError {
  return new JobError(
    "StopJobCannotConnectToServer",
    `Job "${name}" could not be connected to the server and so could not be stopped. ${reason}`,
    name,
    "InvalidOperation",
    "System.Management.Automation.RuntimeException",
  );
}
