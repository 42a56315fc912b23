// The shell's own log, which Get-EventLog shows as "Windows PowerShell": a line of JSON for each thing worth knowing
// about sessions and jobs. Lines are appended whole, so several shells can write one file.

import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Host } from "../../engine/index.js";
import type { EntryType, LogLine } from "./entry.js";

/** When the file is larger than this it becomes `….1`, and a new one begins. */
const ROTATE_AT_BYTES = 4 * 1024 * 1024;

/** $XDG_STATE_HOME/remora/operational.log, else under ~/.local/state. */
export function operationalLogPath(host: Pick<Host, "environment" | "files">): string {
  const state = host.environment.get("XDG_STATE_HOME") ?? join(host.files.homeDirectory(), ".local", "state");
  return join(state, "remora", "operational.log");
}

export interface OperationalLog {
  /** Event numbers are PowerShell's where it has one: 400 engine available, 403 engine stopped, 800 pipeline details; 53249 and on are jobs and sessions. */
  write(entryType: EntryType, eventId: number, message: string): void;
}

/** A log that never fails its caller: a full disk or a read-only home costs the line, not the job. */
export function openOperationalLog(path: string, now: () => number, source = "PowerShell"): OperationalLog {
  return {
    write(entryType, eventId, message) {
      const line: LogLine = { timeMs: now(), entryType, source, instanceId: eventId, message };
      const text = JSON.stringify(line) + "\n";
      try {
        if (!rotated(path)) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        appendFileSync(path, text, { mode: 0o600 });
      } catch {
        // Nothing to tell and nobody to tell it to: the log is where one would write it.
      }
    },
  };
}

/** Sets a file that has grown large aside; false where there is none. */
function rotated(path: string): boolean {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file && file.size > ROTATE_AT_BYTES) renameSync(path, `${path}.1`);
  return file !== undefined;
}
