// Format-List: each property on a line of its own.

import type { CmdletDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";
import { COMMON_FORMAT_PARAMETERS, formatRun } from "./format-command.js";

export const formatList: CmdletDefinition = {
  name: "Format-List",
  module: UTILITY,
  synopsis: "Formats the output as a list of properties in which each property appears on a new line.",
  aliases: ["fl"],
  parameters: {
    Property: { type: "object[]", position: 0, help: "Names, wildcards, script blocks or hashtables of lines." },
    ...COMMON_FORMAT_PARAMETERS,
  },
  examples: [
    {
      code: "[pscustomobject]@{ Name = 'a'; Size = 12 } | Format-List",
      output: "\nName : a\nSize : 12\n",
    },
  ],
  run: (context) => formatRun(context, "List"),
};
