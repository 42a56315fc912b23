// A lock among processes: a file that names who made it. One that its maker left behind when it died is broken.
//
// Rule: of any number of processes at most one holds it. A lock is moved away before it is broken, and put back where it turns
// out to be another's.

import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { identityOfProcess, isAlive, type ProcessIdentity } from "./processes.js";

/** Takes the lock, and gives what lets go of it; undefined where another process has it. */
export function tryLock(path: string): (() => void) | undefined {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const own = identityOfProcess(process.pid) ?? { pid: process.pid, start: "" };
  if (!create(path, own)) {
    const text = read(path);
    if (text === undefined || isHeld(text) || !breakLock(path, text) || !create(path, own)) return undefined;
  }
  return () => {
    if (read(path) === JSON.stringify(own)) unlink(path);
  };
}

/** Written whole before it is there: nobody reads half a name. */
function create(path: string, own: ProcessIdentity): boolean {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(own), { mode: 0o600 });
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    unlink(temporary);
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function isHeld(text: string): boolean {
  try {
    return isAlive(JSON.parse(text) as ProcessIdentity);
  } catch {
    return false;
  }
}

function breakLock(path: string, text: string): boolean {
  const moved = `${path}.broken.${process.pid}`;
  try {
    renameSync(path, moved);
  } catch {
    return false; // somebody else was faster
  }
  const isSame = read(moved) === text;
  if (!isSame) {
    try {
      linkSync(moved, path);
    } catch {
      // its place is taken again
    }
  }
  unlink(moved);
  return isSame;
}

function unlink(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // gone already
  }
}
