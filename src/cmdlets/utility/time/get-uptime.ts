// Get-Uptime: since when the computer runs.

import type { CmdletDefinition } from "../../../engine/index.js";
import { DateTime, TICKS_PER_SECOND, TimeSpan } from "../../../objects/index.js";
import { UTILITY } from "../../shared/modules.js";
import { localNow } from "./clock.js";

export const getUptime: CmdletDefinition = {
  name: "Get-Uptime",
  module: UTILITY,
  synopsis: "Gets the TimeSpan since last boot.",
  defaultParameterSet: "Timespan",
  parameters: { Since: { type: "switch", sets: { Since: {} } } },
  outputTypes: ["System.TimeSpan", "System.DateTime"],
  examples: [{ code: "(Get-Uptime).GetType().Name", output: "TimeSpan" }],
  run: (context) => ({
    process() {
      const { engine } = context;
      const seconds = BigInt(Math.floor(engine.host.computer.uptimeSeconds()));
      if (context.bound["Since"])
        context.write(new DateTime(localNow(engine).ticks - seconds * TICKS_PER_SECOND, "Local"));
      else context.write(new TimeSpan(seconds * TICKS_PER_SECOND));
    },
  }),
};
