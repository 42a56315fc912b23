// Write-Progress: how far something is.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { ProgressRecord } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";

export const writeProgress: CmdletDefinition = {
  name: "Write-Progress",
  module: UTILITY,
  synopsis: "Displays a progress bar within a PowerShell command window.",
  parameters: {
    Activity: { type: "string", position: 0, validate: [{ kind: "NotNullOrEmpty" }] },
    Status: { type: "string", position: 1, validate: [{ kind: "NotNullOrEmpty" }] },
    Id: { type: "int", position: 2, validate: [{ kind: "Range", min: 0, max: 2147483647 }] },
    PercentComplete: { type: "int", validate: [{ kind: "Range", min: -1, max: 100 }] },
    SecondsRemaining: { type: "int" },
    CurrentOperation: { type: "string" },
    ParentId: { type: "int", validate: [{ kind: "Range", min: -1, max: 2147483647 }] },
    Completed: { type: "switch" },
    SourceId: { type: "int" },
  },
  examples: [{ code: "Write-Progress -Activity Copy -Status 'half way' -PercentComplete 50; 'done'", output: "done" }],
  run: (context) => ({ process: () => context.writeProgress(makeProgress(context)) }),
};

function makeProgress(context: CmdletContext): ProgressRecord {
  const { bound } = context;
  const record = new ProgressRecord(bound["Id"] ?? 0, bound["Activity"] ?? "", bound["Status"] ?? "Processing");
  record.parentActivityId = bound["ParentId"] ?? -1;
  record.percentComplete = bound["PercentComplete"] ?? -1;
  record.secondsRemaining = bound["SecondsRemaining"] ?? -1;
  record.currentOperation = bound["CurrentOperation"] ?? null;
  record.recordType = bound["Completed"] ? "Completed" : "Processing";
  return record;
}
