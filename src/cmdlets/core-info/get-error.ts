// Get-Error: everything known about the newest errors.

import type { CmdletDefinition } from "../../engine/index.js";
import { baseOf, PSObject, Shape } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";

const EXTENDED = "System.Management.Automation.ErrorRecord#PSExtendedError";

export const getError: CmdletDefinition = {
  name: "Get-Error",
  module: UTILITY,
  synopsis: "Gets and displays the most recent error messages from the current session.",
  aliases: ["gerr"],
  defaultParameterSet: "Newest",
  parameters: {
    InputObject: { type: "psobject", sets: { Error: { position: 0, fromPipeline: true } } },
    Newest: {
      type: "int",
      aliases: ["Last"],
      sets: { Newest: {} },
      validate: [{ kind: "Range", min: 1, max: 2147483647 }],
    },
  },
  examples: [{ code: "$Error.Clear(); @(Get-Error).Count", output: "0" }],
  run(context) {
    const { engine } = context;
    const show = (record: unknown): void => {
      const names = engine.values.view.typeNames(record);
      context.write(new PSObject(baseOf(record), Shape.empty, [], [EXTENDED, ...names]));
    };
    return {
      process() {
        const item = context.bound["InputObject"];
        if (item !== null && item !== undefined) return show(item);
        if (context.expectingInput) return;
        for (const record of engine.errors.slice(0, context.bound["Newest"] ?? 1)) show(record);
      },
    };
  },
};
