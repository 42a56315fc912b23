// Unblock-File: no file system here marks what was downloaded, so there is nothing to take away.

import type { CmdletDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";

export const unblockFile: CmdletDefinition = {
  name: "Unblock-File",
  module: UTILITY,
  synopsis: "Unblocks files that were downloaded from the internet.",
  defaultParameterSet: "ByPath",
  supportsShouldProcess: true,
  parameters: {
    Path: { type: "string[]", sets: { ByPath: { position: 0, mandatory: true } } },
    LiteralPath: {
      type: "string[]",
      aliases: ["PSPath", "LP"],
      sets: { ByLiteralPath: { mandatory: true, fromPipelineByPropertyName: true } },
    },
  },
  examples: [{ code: "Set-Content a.txt x; Unblock-File a.txt", output: "" }],
  run: () => ({}),
};
