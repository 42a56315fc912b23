// Removes a folder in which processes that have just been told to end may still write: their log, a keeper's journal.

import { rmSync } from "node:fs";

const TRIES = 100;
const PAUSE_MS = 50;

/** Node's own retries begin after the children of a folder are gone; what is written meanwhile is removed here too. */
export function removeFolder(folder: string): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = 1; ; tries++) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY" || tries === TRIES) throw error;
      Atomics.wait(pause, 0, 0, PAUSE_MS);
    }
  }
}
