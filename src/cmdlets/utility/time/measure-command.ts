// Measure-Command: how long a script block takes, in the caller's own scope.

import type { CmdletDefinition } from "../../../engine/index.js";
import { TimeSpan } from "../../../objects/index.js";
import { UTILITY } from "../../shared/modules.js";

export const measureCommand: CmdletDefinition = {
  name: "Measure-Command",
  module: UTILITY,
  synopsis: "Measures the time it takes to run script blocks and cmdlets.",
  parameters: {
    InputObject: { type: "psobject", fromPipeline: true },
    Expression: { type: "scriptblock", position: 0, mandatory: true },
  },
  outputTypes: ["System.TimeSpan"],
  examples: [{ code: "(Measure-Command { Start-Sleep -Milliseconds 20 }).TotalMilliseconds -ge 15", output: "True" }],
  run(context) {
    let ms = 0;
    return {
      process() {
        const { engine, bound } = context;
        const start = engine.host.monotonic();
        engine.invoke(bound["Expression"], { dollarUnder: bound["InputObject"] ?? null, newScope: false });
        ms += engine.host.monotonic() - start;
      },
      end: () => context.write(new TimeSpan(BigInt(Math.round(ms * 10_000)))),
    };
  },
};
