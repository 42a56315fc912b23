// The history of the console in a file: a command a line, line breaks within one as a backquote at the end, as PSReadLine keeps it.

import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { HistoryStore } from "./editor/history.js";

/** $XDG_STATE_HOME/remora/history.txt, else under ~/.local/state. */
export function historyPath(environment: NodeJS.ProcessEnv, home: string): string {
  return join(environment["XDG_STATE_HOME"] ?? join(home, ".local", "state"), "remora", "history.txt");
}

/** A file that cannot be read or written costs the history, never the console. */
export function historyFile(path: string): HistoryStore {
  return {
    load() {
      try {
        return splitCommands(readFileSync(path, "utf8"));
      } catch {
        return [];
      }
    },
    append(line) {
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        appendFileSync(path, `${line.replaceAll("\n", "`\n")}\n`, { mode: 0o600 });
      } catch {
        // A read-only home: the history lives as long as the console.
      }
    },
  };
}

function splitCommands(text: string): string[] {
  const commands: string[] = [];
  let pending = "";
  for (const line of text.split("\n")) {
    if (line.endsWith("`")) pending += `${line.slice(0, -1)}\n`;
    else {
      if (pending + line !== "") commands.push(pending + line);
      pending = "";
    }
  }
  return commands;
}
