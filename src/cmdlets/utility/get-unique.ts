// Get-Unique: a sorted list without its repetitions.

import type { CmdletDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";

export const getUnique: CmdletDefinition = {
  name: "Get-Unique",
  module: UTILITY,
  synopsis: "Returns unique items from a sorted list.",
  aliases: ["gu"],
  defaultParameterSet: "AsString",
  parameters: {
    InputObject: { type: "psobject", fromPipeline: true },
    AsString: { type: "switch", sets: { AsString: {} } },
    OnType: { type: "switch", sets: { UniqueByType: {} } },
    CaseInsensitive: { type: "switch" },
  },
  examples: [{ code: "1, 1, 2, 1 | Get-Unique", output: "1\n2\n1" }],
  run(context) {
    const { values } = context.engine;
    let last: unknown;
    let any = false;
    const isSame = (item: unknown): boolean => {
      if (context.bound["OnType"]) return values.view.typeNames(item)[0] === values.view.typeNames(last)[0];
      const caseSensitive = context.bound["CaseInsensitive"] !== true;
      if (context.bound["AsString"]) return values.equals(values.toText(item), values.toText(last), caseSensitive);
      try {
        return values.compare(last, item, caseSensitive) === 0;
      } catch {
        return false;
      }
    };
    return {
      process() {
        const item = context.bound["InputObject"];
        if (any && isSame(item)) return;
        any = true;
        last = item;
        context.write(item);
      },
    };
  },
};
