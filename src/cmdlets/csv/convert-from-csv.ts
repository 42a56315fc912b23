// ConvertFrom-Csv: objects of lines of comma-separated values.

import type { CmdletDefinition, CmdletRun } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";
import { objectReader } from "./object-reader.js";

export const convertFromCsv: CmdletDefinition = {
  name: "ConvertFrom-Csv",
  module: UTILITY,
  synopsis: "Converts object properties in comma-separated value format into objects.",
  defaultParameterSet: "Delimiter",
  parameters: {
    Delimiter: { type: "char", sets: { Delimiter: { position: 1 } }, validate: [{ kind: "NotNull" }] },
    UseCulture: { type: "switch", sets: { UseCulture: { mandatory: true } } },
    InputObject: {
      type: "psobject[]",
      position: 0,
      mandatory: true,
      fromPipeline: true,
      fromPipelineByPropertyName: true,
      allowEmptyString: true,
    },
    Header: { type: "string[]", position: 2, validate: [{ kind: "NotNullOrEmpty" }] },
  },
  examples: [{ code: "('N,L', '1,x' | ConvertFrom-Csv).L", output: "x" }],
  run(context): CmdletRun {
    const reader = objectReader(context);
    return {
      process() {
        for (const item of context.bound["InputObject"]) {
          for (const line of context.engine.values.toText(item).split(/\r?\n/)) reader.takeLine(line);
        }
      },
      end: reader.finish,
    };
  },
};
