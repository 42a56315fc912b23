// `remora jobs`: every job as its computer tells it.

import { type KeptJobView, type KeptJobWorld, viewKeptJobs } from "../../jobs/index.js";
import { complain, writeJson } from "./answers.js";
import { type Arguments, openTimeoutMs } from "./arguments.js";
import { chosenJobs, knownJobs, shownName } from "./chosen-jobs.js";
import { EXIT } from "./commands.js";
import { placeJson } from "./places.js";
import { shortBytes, shortTime, table } from "./table.js";

export async function list(world: KeptJobWorld, given: Arguments): Promise<number> {
  const some = given.words.length > 0 ? chosenJobs(world, given) : { found: knownJobs(world, true), code: EXIT.done };
  const views = await viewKeptJobs(world, some.found, openTimeoutMs(given));
  if (given.options["json"]) writeJson(views.map(viewJson));
  else showViews(views);
  if (some.code !== EXIT.done) return some.code;
  return views.some(({ state }) => state === "Unreachable") ? EXIT.unreachable : EXIT.done;
}

function showViews(views: readonly KeptJobView[]): void {
  if (views.length === 0) return;
  const now = Date.now();
  const rows = views.map(({ job, state, hasMoreData, bytes }) => [
    String(job.id),
    shownName(job),
    state,
    hasMoreData ? (bytes > 0 ? shortBytes(bytes) : "yes") : "no",
    job.computerName,
    shortTime(job.startedMs, now),
    job.command,
  ]);
  const width = process.stdout.isTTY ? process.stdout.columns : undefined;
  process.stdout.write(table(["ID", "NAME", "STATE", "DATA", "HOST", "STARTED", "COMMAND"], rows, width));
  for (const { job, state, reason, dropped } of views) {
    if (reason !== undefined) complain(`job ${job.id} (${shownName(job)}) is ${state}: ${reason}`);
    if (dropped > 0) complain(`job ${job.id} (${shownName(job)}): ${dropped} messages were dropped for want of room.`);
  }
}

export function viewJson(view: KeptJobView): Record<string, unknown> {
  const { job, endedMs, ...facts } = view;
  const { id, sessionId, pipelineId, command, startedMs } = job;
  return {
    id,
    name: shownName(job),
    ...placeJson(job),
    ...facts,
    command,
    started: new Date(startedMs).toISOString(),
    ...(endedMs !== undefined && { ended: new Date(endedMs).toISOString() }),
    sessionId,
    pipelineId,
  };
}
