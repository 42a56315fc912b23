// Format-Custom: objects as classes with their members, nested.

import type { CmdletDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";
import { COMMON_FORMAT_PARAMETERS, formatRun } from "./format-command.js";

export const formatCustom: CmdletDefinition = {
  name: "Format-Custom",
  module: UTILITY,
  synopsis: "Uses a customized view to format the output.",
  aliases: ["fc"],
  parameters: {
    Property: { type: "object[]", position: 0, help: "Names, wildcards, script blocks or hashtables of members." },
    Depth: {
      type: "int",
      validate: [{ kind: "Range", min: 1, max: 2147483647 }],
      help: "How many levels of objects within objects are shown; 5 where not given.",
    },
    ...COMMON_FORMAT_PARAMETERS,
  },
  examples: [
    {
      code: "[pscustomobject]@{ A = 1 } | Format-Custom",
      output: "\nclass PSCustomObject\n{\n  A = 1\n}\n",
    },
  ],
  run: (context) =>
    formatRun(context, "Complex", (bound) => (bound["Depth"] === undefined ? {} : { depth: bound["Depth"] as number })),
};
