// The machine's programs as a host has them: all but those that would serve PowerShell or run an endpoint.

import { mkdirSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";

const HIDDEN: ReadonlySet<string> = new Set([
  "node",
  "nodejs",
  "npm",
  "npx",
  "bun",
  "deno",
  "remora",
  "pwsh",
  "powershell",
]);
const FOLDERS = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/games", "/snap/bin"];

/** Where a host keeps the machine's own folders of programs. */
export const MACHINE = "/run/machine";

/** Makes folders of links to the machine's programs without the hidden ones: the machine's folder and the one to have instead. */
export function withoutHidden(folder: string): ReadonlyMap<string, string> {
  const places = new Set(FOLDERS.flatMap((place) => (hasHidden(place) ? [realpathSync(place)] : [])));
  return new Map(
    [...places].map((place) => {
      const links = join(folder, place);
      mkdirSync(links, { recursive: true });
      for (const name of namesIn(place)) if (!HIDDEN.has(name)) link(place, name, links);
      return [place, links];
    }),
  );
}

function link(place: string, name: string, links: string): void {
  try {
    const file = realpathSync(join(place, name));
    symlinkSync(file.startsWith(`${place}/`) ? MACHINE + file : file, join(links, name));
  } catch {
    // a link to nothing
  }
}

function hasHidden(place: string): boolean {
  return namesIn(place).some((name) => HIDDEN.has(name));
}

function namesIn(place: string): readonly string[] {
  try {
    return readdirSync(place);
  } catch {
    return [];
  }
}
