// `remora remove`: jobs, and what their computers keep of them.

import { isOver, type KeptJobWorld, removeKeptJob, viewKeptJobs } from "../../jobs/index.js";
import { type Arguments, CONNECT_TIMEOUT_MS, UsageError } from "./arguments.js";
import { chosenJobs, eachJob, knownJobs, unreachable } from "./chosen-jobs.js";
import { EXIT } from "./commands.js";

export async function remove(world: KeptJobWorld, given: Arguments): Promise<number> {
  const { options, words } = given;
  const isSweep = options["ended"] === true;
  if (isSweep && words.length > 0) throw new UsageError("--ended names the jobs: no others can be named.");
  const { found, code } = isSweep ? { found: knownJobs(world), code: EXIT.done } : chosenJobs(world, given);
  const all = await viewKeptJobs(world, found, CONNECT_TIMEOUT_MS);
  const views = isSweep ? all.filter((view) => isOver(view) && !view.hasMoreData) : all;
  const failed = await eachJob(views, "removed", async (view) => {
    if (view.state === "Unreachable") {
      if (!options["forget"]) throw unreachable(view);
      return world.register.remove(view.job.id);
    }
    if (!isOver(view) && !options["force"])
      throw new Error("it has not ended. Stop it first, or remove it with --force.");
    await removeKeptJob(world, view);
  });
  return failed || code;
}
