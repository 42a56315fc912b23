// ConvertTo-Csv: objects as lines of comma-separated values.

import type { CmdletDefinition, CmdletRun } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";
import { WRITE_PARAMETERS, csvFormat, lineWriter } from "./csv-format.js";

export const convertToCsv: CmdletDefinition = {
  name: "ConvertTo-Csv",
  module: UTILITY,
  synopsis: "Converts objects into a series of comma-separated value strings.",
  defaultParameterSet: "Delimiter",
  parameters: {
    ...WRITE_PARAMETERS,
    Delimiter: { type: "char", sets: { Delimiter: { position: 1 } }, validate: [{ kind: "NotNull" }] },
  },
  outputTypes: ["System.String"],
  examples: [{ code: "[pscustomobject]@{ A = 1; B = 'x' } | ConvertTo-Csv", output: '"A","B"\n"1","x"' }],
  run(context): CmdletRun {
    const write = lineWriter(context, csvFormat(context), (line) => context.write(line));
    return { process: () => write(context.bound["InputObject"]) };
  },
};
