// The session's history: a console's line is added once it has run, with how long it took.

import type { EngineRuntime } from "../../engine/index.js";
import { localDateTime } from "./job-objects.js";

const ADD = `param($line, $start, $end)
Add-History ([pscustomobject]@{ CommandLine = $line; StartExecutionTime = $start; EndExecutionTime = $end; Duration = $end - $start })`;

/** Adds a line that ran from `startMs` (milliseconds since 1970) until now; `$?` stays as the line left it. */
export function remember(engine: EngineRuntime, line: string, startMs: number): void {
  const { ok } = engine;
  const times = [startMs, engine.host.now()].map((ms) => localDateTime(ms, engine));
  engine.runScript(engine.scriptBlock(ADD), { args: [line, ...times], newScope: true });
  engine.ok = ok;
}
