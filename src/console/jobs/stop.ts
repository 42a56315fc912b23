// `remora stop`: ends what has not ended; what it has printed stays.

import { isOver, type KeptJobWorld, stopKeptJob, viewKeptJobs } from "../../jobs/index.js";
import { type Arguments, CONNECT_TIMEOUT_MS, milliseconds } from "./arguments.js";
import { chosenJobs, eachJob, unreachable } from "./chosen-jobs.js";

export async function stop(world: KeptJobWorld, given: Arguments): Promise<number> {
  const graceMs = milliseconds(given.options, "grace");
  const { found, code } = chosenJobs(world, given);
  const views = await viewKeptJobs(world, found, CONNECT_TIMEOUT_MS);
  const failed = await eachJob(views, "stopped", async (view) => {
    if (view.state === "Unreachable") throw unreachable(view);
    if (!isOver(view)) await stopKeptJob(world, view.job, graceMs);
  });
  return failed || code;
}
