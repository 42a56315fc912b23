// New-Guid: a new one, the empty one, or the one that a text says.

import type { CmdletDefinition } from "../../engine/index.js";
import { Guid } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";

export const newGuid: CmdletDefinition = {
  name: "New-Guid",
  module: UTILITY,
  synopsis: "Creates a GUID.",
  defaultParameterSet: "Default",
  parameters: {
    Empty: { type: "switch", sets: { Empty: {} } },
    InputObject: { type: "string", sets: { InputObject: { position: 0, mandatory: true, fromPipeline: true } } },
  },
  outputTypes: ["System.Guid"],
  examples: [{ code: "(New-Guid -Empty).ToString()", output: "00000000-0000-0000-0000-000000000000" }],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      if (bound["Empty"]) context.write(new Guid("00000000-0000-0000-0000-000000000000"));
      else if (bound["InputObject"] !== undefined) context.write(engine.values.convert(bound["InputObject"], "guid"));
      else context.write(new Guid(engine.host.newGuid()));
    },
  }),
};
