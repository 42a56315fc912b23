// Format-Table: objects as rows of a table.

import type { CmdletDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";
import { COMMON_FORMAT_PARAMETERS, formatRun } from "./format-command.js";

export const formatTable: CmdletDefinition = {
  name: "Format-Table",
  module: UTILITY,
  synopsis: "Formats the output as a table.",
  aliases: ["ft"],
  parameters: {
    AutoSize: { type: "switch", help: "Makes each column as wide as its content." },
    RepeatHeader: { type: "switch", help: "Repeats the header after every screen full." },
    HideTableHeaders: { type: "switch", help: "Leaves the header out." },
    Wrap: { type: "switch", help: "Breaks what is wider than its column instead of cutting it." },
    Property: { type: "object[]", position: 0, help: "Names, wildcards, script blocks or hashtables of columns." },
    ...COMMON_FORMAT_PARAMETERS,
  },
  examples: [
    {
      code: "[pscustomobject]@{ Name = 'a'; Size = 12 } | Format-Table Size, Name",
      output: "\nSize Name\n---- ----\n  12 a\n",
    },
    {
      code: "[pscustomobject]@{ A = 2 } | Format-Table A, @{ Label = 'Twice'; Expression = { $_.A * 2 } }",
      output: "\nA Twice\n- -----\n2     4\n",
    },
  ],
  run: (context) =>
    formatRun(context, "Table", (bound) => ({
      ...(bound["AutoSize"] === undefined ? {} : { autosize: bound["AutoSize"] === true }),
      ...(bound["HideTableHeaders"] === undefined ? {} : { hideHeader: bound["HideTableHeaders"] === true }),
      ...(bound["Wrap"] === undefined ? {} : { wrap: bound["Wrap"] === true }),
    })),
};
