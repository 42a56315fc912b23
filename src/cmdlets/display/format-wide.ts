// Format-Wide: one property of each object, several beside each other.

import type { CmdletDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";
import { COMMON_FORMAT_PARAMETERS, formatRun } from "./format-command.js";

export const formatWide: CmdletDefinition = {
  name: "Format-Wide",
  module: UTILITY,
  synopsis: "Formats objects as a wide table that displays only one property of each object.",
  aliases: ["fw"],
  parameters: {
    Property: { type: "object", position: 0, help: "The property to show, or a script block or hashtable." },
    AutoSize: { type: "switch", help: "As many columns as fit the widest value." },
    Column: { type: "int", validate: [{ kind: "Range", min: 1, max: 2147483647 }], help: "How many columns." },
    ...COMMON_FORMAT_PARAMETERS,
  },
  examples: [
    {
      code: "'a', 'b', 'c' | ForEach-Object { [pscustomobject]@{ Name = $_ } } | Format-Wide -AutoSize",
      output: "\na  b c\n",
    },
  ],
  run(context) {
    const { bound } = context;
    if (bound["AutoSize"] === true && bound["Column"] !== undefined)
      context.throwTerminating(
        context.error(
          "System.Management.Automation.PSInvalidOperationException",
          "Cmdlet parameters AutoSize and Column are mutually exclusive.",
          "FormatCannotSpecifyAutosizeAndColumns",
          "InvalidArgument",
        ),
      );
    return formatRun(context, "Wide", () => ({
      ...(bound["AutoSize"] === true ? { autosize: true } : {}),
      ...(bound["Column"] === undefined ? {} : { columns: bound["Column"] as number }),
    }));
  },
};
