// `remora wait`: looks at jobs until they have ended.

import { isOver, type KeptJobView, type KeptJobWorld, viewKeptJobs } from "../../jobs/index.js";
import { complain, writeJson } from "./answers.js";
import { type Arguments, CONNECT_TIMEOUT_MS, milliseconds } from "./arguments.js";
import { chosenJobs } from "./chosen-jobs.js";
import { EXIT } from "./commands.js";
import { viewJson } from "./list.js";

/** Milliseconds between two looks at a job that is waited for: doubled from the first to the last. */
const FIRST_LOOK_MS = 200;
const LAST_LOOK_MS = 3000;

export async function wait(world: KeptJobWorld, given: Arguments): Promise<number> {
  const timeoutMs = milliseconds(given.options, "timeout") ?? Infinity;
  const { found, code } = chosenJobs(world, given);
  const until = performance.now() + timeoutMs;
  const isAny = given.options["any"] === true;
  const told = new Set<number>();
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(pauseMs * 2, LAST_LOOK_MS)) {
    const views = await viewKeptJobs(world, found, CONNECT_TIMEOUT_MS);
    const over = views.filter(isOver);
    const blocked = views.find(({ state }) => state === "Blocked");
    if (isAny ? over.length > 0 : over.length === views.length) {
      const shown = isAny ? over.slice(0, 1) : over;
      if (given.options["json"]) writeJson(shown.map(viewJson));
      return code || Math.max(EXIT.done, ...shown.map(outcomeCode));
    }
    if (blocked) {
      complain(
        `job ${blocked.job.id} waits for an answer, or for room for its output: remora follow ${blocked.job.id}`,
      );
      return EXIT.blocked;
    }
    for (const { job, reason } of views.filter(({ state }) => state === "Unreachable"))
      if (!told.has(job.id)) {
        told.add(job.id);
        complain(`job ${job.id} is Unreachable, and is asked again: ${reason}`);
      }
    const leftMs = until - performance.now();
    if (leftMs <= 0) return EXIT.timeout;
    await new Promise((resolve) => setTimeout(resolve, Math.min(pauseMs, leftMs)));
  }
}

/** What a job's end is as an exit code. */
function outcomeCode({ state }: Pick<KeptJobView, "state">): number {
  return (
    { Failed: EXIT.failed, Stopped: EXIT.stopped, Gone: EXIT.unknown, Unreachable: EXIT.unreachable }[
      state as string
    ] ?? 0
  );
}
