// ForEach-Object -Parallel -AsJob: a job with one child for each object. All else of ForEach-Object is the engine's.

import { writeValue } from "../../clixml/index.js";
import { type CmdletContext, type CmdletDefinition, type CmdletRun, forEachObject } from "../../engine/index.js";
import { type LiveScriptBlock, scriptSpec } from "../engine/script-spec.js";
import type { JobCmdletWorld } from "./find-jobs.js";

const DEFAULT_LIMIT = 5;

export function forEachObjectWithJobs(world: JobCmdletWorld): CmdletDefinition {
  return {
    ...forEachObject,
    run: (context) =>
      context.bound["Parallel"] !== undefined && context.bound["AsJob"]
        ? asJob(context, world)
        : forEachObject.run(context),
  };
}

function asJob(context: CmdletContext, world: JobCmdletWorld): CmdletRun {
  const { bound, engine } = context;
  const block: LiveScriptBlock = bound["Parallel"];
  const items: string[] = [];
  return {
    begin: () => refuseTimeout(context),
    process() {
      const item = bound["InputObject"] ?? null;
      items.push(item === null ? "" : writeValue(item, { view: engine.values.view }));
    },
    end() {
      const spec = scriptSpec(context, block, {
        hasInput: true,
        location: engine.location.current,
        undefinedIsNull: true,
      });
      const id = world.jobs.startTasks({
        spec: { ...spec, script: `$input | ForEach-Object -Process {${spec.script}}` },
        items,
        command: block.text,
        throttleLimit: bound["ThrottleLimit"] ?? DEFAULT_LIMIT,
        start: engine.location.currentNative,
      });
      context.write(world.objects.of(world.jobs.view(id)!));
    },
  };
}

function refuseTimeout(context: CmdletContext): void {
  if (context.bound["TimeoutSeconds"] === undefined) return;
  context.throwTerminating(
    context.error(
      "System.Management.Automation.PSArgumentException",
      "The 'TimeoutSeconds' parameter cannot be used with the 'AsJob' parameter.",
      "ParallelCannotUseTimeoutWithJob",
      "InvalidOperation",
    ),
  );
}
