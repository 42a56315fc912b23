// Who owns a file, by name. Node.js knows numbers only; the names are in the system's two files.

import { readFileSync, statSync } from "node:fs";

export interface Owner {
  readonly user: string;
  readonly group: string;
}

/** Looks owners up; each of the two files is read once, when it is first needed. */
export function ownerLookup(): (path: string) => Owner {
  let users: ReadonlyMap<number, string> | undefined;
  let groups: ReadonlyMap<number, string> | undefined;
  return (path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats || process.platform === "win32") return { user: "", group: "" };
    users ??= namesIn("/etc/passwd");
    groups ??= namesIn("/etc/group");
    return { user: users.get(stats.uid) ?? String(stats.uid), group: groups.get(stats.gid) ?? String(stats.gid) };
  };
}

/** Number → name of a file of lines `name:x:number:…`. */
function namesIn(file: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  try {
    for (const line of readFileSync(file, "utf8").split("\n")) {
      const [name, , number] = line.split(":");
      if (name && number) names.set(Number(number), name);
    }
  } catch {
    // A system that keeps them elsewhere: numbers will do.
  }
  return names;
}
