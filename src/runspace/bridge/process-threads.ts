// The threads of a process, and the way out of it.
//
// Rule: a process ends when it is to end, whatever its threads do. Node.js waits for them, `process.exit` too, and one that is in a
// system call which does not return (a file on a dead network drive, a device that says nothing) cannot be ended. Such a process
// is ended whole, by SIGKILL: then nobody is told the exit code, but what is to be done at the exit is done.

import type { Worker } from "node:worker_threads";
import { type StartedWorker, startWorker, type WorkerOptions } from "./host-side.js";

/** How long threads have to end, in milliseconds. One that is not in a system call needs a few. */
const PATIENCE_MS = 500;

export interface ProcessThreads {
  start(options: WorkerOptions): StartedWorker;
  /** Ends the threads, then the process; at once, for what was to be written is written. The first exit code counts. */
  leave(exitCode: number): void;
}

export function processThreads(owner: NodeJS.Process): ProcessThreads {
  const alive = new Set<Worker>();
  let isLeaving = false;
  return {
    start(options) {
      const started = startWorker(options);
      alive.add(started.worker);
      started.worker.once("exit", () => alive.delete(started.worker));
      return started;
    },
    leave(exitCode) {
      if (isLeaving) return;
      isLeaving = true;
      setTimeout(() => kill(owner, exitCode), PATIENCE_MS);
      void Promise.all([...alive].map((worker) => worker.terminate())).then(() => owner.exit(exitCode));
    },
  };
}

/** The last resort. Whoever waits for something to be done at the exit (children to be killed) is called as ever. */
function kill(owner: NodeJS.Process, exitCode: number): void {
  try {
    owner.emit("exit", exitCode);
  } finally {
    owner.kill(owner.pid, "SIGKILL");
  }
}
