// A folder of this process's own, for sockets and what ssh logs: nobody else can enter it, and it goes with the process.

import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Characters of a socket's path that every system takes, less what ssh puts after it while it makes one. */
const LONGEST_FOLDER = 104 - 1 - 17 - 12;
/** A folder left by a process that was killed is swept up after this long. */
const LEFT_BEHIND_MS = 24 * 60 * 60 * 1000;

/** Makes the folder, with mode 0700. */
export function makePrivateFolder(env: Readonly<Record<string, string | undefined>>): string {
  const bases = [env["XDG_RUNTIME_DIR"] ?? "", tmpdir(), ...(process.platform === "win32" ? [] : ["/tmp"])];
  let failure: unknown = new Error("There is no folder for temporary files.");
  for (const base of bases) {
    const name = join(base, `remora-${process.pid}-`);
    if (base === "" || (process.platform !== "win32" && name.length + 6 > LONGEST_FOLDER)) continue;
    try {
      const folder = mkdtempSync(name);
      sweep(base);
      return folder;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** Removes what processes that were killed have left. */
function sweep(base: string): void {
  for (const name of readdirSync(base)) {
    const pid = /^remora-(\d+)-\w{6}$/.exec(name)?.[1];
    if (pid === undefined || runs(Number(pid))) continue;
    const path = join(base, name);
    try {
      const { mtimeMs, uid } = statSync(path);
      if (uid === process.getuid?.() && Date.now() - mtimeMs > LEFT_BEHIND_MS) rmSync(path, { recursive: true });
    } catch {
      // another process sweeps as well
    }
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
