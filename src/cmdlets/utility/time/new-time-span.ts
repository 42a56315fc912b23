// New-TimeSpan: between two moments, or of so many days, hours, minutes.

import type { CmdletDefinition } from "../../../engine/index.js";
import { type DateTime, TICKS_PER_MILLISECOND, TimeSpan } from "../../../objects/index.js";
import { UTILITY } from "../../shared/modules.js";
import { localNow } from "./clock.js";

const span = { type: "int" } as const;

export const newTimeSpan: CmdletDefinition = {
  name: "New-TimeSpan",
  module: UTILITY,
  synopsis: "Creates a TimeSpan object.",
  defaultParameterSet: "Date",
  parameters: {
    Start: {
      type: "datetime",
      aliases: ["LastWriteTime"],
      sets: { Date: { position: 0, fromPipeline: true, fromPipelineByPropertyName: true } },
    },
    End: { type: "datetime", sets: { Date: { position: 1, fromPipelineByPropertyName: true } } },
    Days: { ...span, sets: { Time: {} } },
    Hours: { ...span, sets: { Time: {} } },
    Minutes: { ...span, sets: { Time: {} } },
    Seconds: { ...span, sets: { Time: {} } },
    Milliseconds: { ...span, sets: { Time: {} } },
  },
  outputTypes: ["System.TimeSpan"],
  examples: [{ code: "(New-TimeSpan -Minutes 90).TotalHours", output: "1.5" }],
  run: (context) => ({
    process() {
      const { bound, engine } = context;
      if (context.parameterSetName === "Time") {
        const ms = (name: string, each: number): bigint => BigInt(bound[name] ?? 0) * BigInt(each);
        const total =
          ms("Days", 86_400_000) +
          ms("Hours", 3_600_000) +
          ms("Minutes", 60_000) +
          ms("Seconds", 1000) +
          ms("Milliseconds", 1);
        context.write(new TimeSpan(total * TICKS_PER_MILLISECOND));
        return;
      }
      const now = localNow(engine);
      const start: DateTime = bound["Start"] ?? now;
      const end: DateTime = bound["End"] ?? now;
      context.write(new TimeSpan(end.ticks - start.ticks));
    },
  }),
};
