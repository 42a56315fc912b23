// The shell's own log of sessions and jobs: what Get-EventLog "Windows PowerShell" shows. Each call that begins or ends one is
// written down as it is made.

import type { OperationalLog } from "../../cmdlets/index.js";
import type { ShellClient } from "./client.js";

/** Event numbers: PowerShell's own for the engine's life, ours (above its ranges) for jobs and sessions. */
export const EVENT = {
  engineStarted: 400,
  engineStopped: 403,
  jobStarted: 53504,
  jobStopped: 53505,
  jobRemoved: 53506,
  sessionOpened: 53507,
  sessionFailed: 53508,
  sessionClosed: 53509,
} as const;

/** The same client, with its doings written down. */
export function recorded({ jobs, sessions }: ShellClient, log: OperationalLog): ShellClient {
  const started = (id: number, kind: string, command: string): number => {
    log.write("Information", EVENT.jobStarted, `Job ${id} (${kind}) was started: ${command.trim()}`);
    return id;
  };
  return {
    jobs: {
      ...jobs,
      start: (request) => started(jobs.start(request), "BackgroundJob", request.command),
      startThread: (request) => started(jobs.startThread(request), "ThreadJob", request.command),
      startTasks: (request) => started(jobs.startTasks(request), "PSTaskJob", request.command),
      invokeAsJob: (request) =>
        started(jobs.invokeAsJob(request), "RemoteJob", `${request.command.trim()} on ${request.locations.join(", ")}`),
      stop(ids) {
        jobs.stop(ids);
        for (const id of ids) log.write("Information", EVENT.jobStopped, `Job ${id} was stopped.`);
      },
      remove(id, force) {
        const last = jobs.remove(id, force);
        log.write("Information", EVENT.jobRemoved, `Job ${id} was removed.`);
        return last;
      },
    },
    sessions: {
      ...sessions,
      open(request) {
        const results = sessions.open(request);
        for (const { computerName, session, error } of results) {
          if (session)
            log.write("Information", EVENT.sessionOpened, `Session ${session.name} with ${computerName} was opened.`);
          else
            log.write(
              "Error",
              EVENT.sessionFailed,
              `A session with ${computerName} could not be opened: ${error?.message ?? ""}`,
            );
        }
        return results;
      },
      remove(ids) {
        const results = sessions.remove(ids);
        for (const id of ids) log.write("Information", EVENT.sessionClosed, `Session ${id} was closed.`);
        return results;
      },
    },
  };
}
