// Invoke-Expression: runs a text as a script, here and now.

import type { CmdletDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";

export const invokeExpression: CmdletDefinition = {
  name: "Invoke-Expression",
  module: UTILITY,
  synopsis: "Runs commands or expressions on the local computer.",
  aliases: ["iex"],
  parameters: { Command: { type: "string", position: 0, mandatory: true, fromPipeline: true } },
  examples: [{ code: "Invoke-Expression '1 + 2'", output: "3" }],
  run: (context) => ({
    process() {
      const { engine } = context;
      const script = engine.scriptBlock(context.bound["Command"]);
      engine.invoke(script, { newScope: false, output: (value) => context.write(value) });
    },
  }),
};
