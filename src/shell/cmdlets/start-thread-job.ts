// Start-ThreadJob: a script block on a thread of this process.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { type LiveScriptBlock, scriptSpec } from "../engine/script-spec.js";
import { type JobCmdletWorld, THREAD_JOB_MODULE } from "./find-jobs.js";
import { scriptFile, startingJob, WORKING_DIRECTORY, workingDirectory } from "./starting-jobs.js";

export function startThreadJob(world: JobCmdletWorld): CmdletDefinition {
  return {
    name: "Start-ThreadJob",
    module: THREAD_JOB_MODULE,
    implementingType: "Microsoft.PowerShell.ThreadJob.StartThreadJobCommand",
    synopsis: "Starts a background job on a thread of this process.",
    defaultParameterSet: "ScriptBlock",
    parameters: {
      ScriptBlock: {
        type: "scriptblock",
        sets: { ScriptBlock: { position: 0, mandatory: true } },
        validate: [{ kind: "NotNull" }],
        help: "What the job runs.",
      },
      FilePath: { type: "string", sets: { FilePath: { position: 0, mandatory: true } } },
      Name: { type: "string", fromPipelineByPropertyName: true, validate: [{ kind: "NotNullOrEmpty" }] },
      InitializationScript: { type: "scriptblock", fromPipelineByPropertyName: true },
      InputObject: { type: "psobject", fromPipeline: true },
      ArgumentList: { type: "object[]" },
      ThrottleLimit: { type: "int", validate: [{ kind: "Range", min: 1, max: 1000000 }] },
      StreamingHost: { type: "object", help: "$Host: Write-Host in the job is seen at once." },
      WorkingDirectory: WORKING_DIRECTORY,
    },
    outputTypes: ["Microsoft.PowerShell.ThreadJob.ThreadJob"],
    examples: [{ code: "Start-ThreadJob { 1 + 1 } | Receive-Job -Wait", output: "2", runs: false }],
    run: (context) => startingJob(context, world, (hasInput) => startOne(context, world, hasInput)),
  };
}

function startOne(context: CmdletContext, world: JobCmdletWorld, hasInput: boolean): number {
  const { bound, engine } = context;
  const block: LiveScriptBlock | string = bound["ScriptBlock"] ?? scriptFile(context);
  const initialization: LiveScriptBlock | undefined = bound["InitializationScript"];
  const folder = workingDirectory(context);
  return world.jobs.startThread({
    spec: scriptSpec(context, block, {
      args: bound["ArgumentList"] ?? [],
      hasInput,
      location: folder ?? engine.location.current,
      undefinedIsNothing: true,
    }),
    command: typeof block === "string" ? block : block.definition,
    start: folder ?? engine.location.currentNative,
    ...(bound["Name"] && { name: bound["Name"] }),
    ...(bound["StreamingHost"] !== undefined && { streamsHost: true }),
    ...(initialization && { initializationScript: initialization.text }),
    ...(bound["ThrottleLimit"] !== undefined && { throttleLimit: bound["ThrottleLimit"] }),
  });
}
