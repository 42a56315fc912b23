// Start-Sleep: waits, and notices a stop.

import type { CmdletDefinition } from "../../../engine/index.js";
import { type Double, TICKS_PER_MILLISECOND, type TimeSpan } from "../../../objects/index.js";
import { UTILITY } from "../../shared/modules.js";

export const startSleep: CmdletDefinition = {
  name: "Start-Sleep",
  module: UTILITY,
  synopsis: "Suspends the activity in a script or session for the specified period of time.",
  aliases: ["sleep"],
  defaultParameterSet: "Seconds",
  parameters: {
    Seconds: {
      type: "double",
      sets: { Seconds: { position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true } },
      validate: [{ kind: "Range", min: 0, max: 2147483.647 }],
    },
    Milliseconds: {
      type: "int",
      aliases: ["ms"],
      sets: { Milliseconds: { mandatory: true, fromPipelineByPropertyName: true } },
      validate: [{ kind: "Range", min: 0, max: 2147483647 }],
    },
    Duration: {
      type: "timespan",
      aliases: ["ts"],
      sets: { FromTimeSpan: { mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true } },
    },
  },
  examples: [{ code: "Start-Sleep -Milliseconds 1; 'rested'", output: "rested" }],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      const seconds: Double | undefined = bound["Seconds"];
      const duration: TimeSpan | undefined = bound["Duration"];
      const ms = seconds
        ? seconds.value * 1000
        : duration
          ? Number(duration.ticks / TICKS_PER_MILLISECOND)
          : bound["Milliseconds"];
      engine.host.sleep(ms);
      engine.checkStop();
    },
  }),
};
