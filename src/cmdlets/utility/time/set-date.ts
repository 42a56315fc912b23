// Set-Date: sets the computer's clock, through date(1); the system says who may.

import type { CmdletContext, CmdletDefinition } from "../../../engine/index.js";
import { DateTime, TICKS_PER_SECOND, TimeSpan, UNIX_EPOCH_TICKS } from "../../../objects/index.js";
import { UTILITY } from "../../shared/modules.js";
import { runProgram } from "../../shared/programs.js";

export const setDate: CmdletDefinition = {
  name: "Set-Date",
  module: UTILITY,
  synopsis: "Changes the system time on the computer to a time that you specify.",
  defaultParameterSet: "Date",
  supportsShouldProcess: true,
  parameters: {
    Date: {
      type: "datetime",
      sets: { Date: { position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true } },
    },
    Adjust: {
      type: "timespan",
      allowNull: true,
      sets: { Adjust: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
    },
    DisplayHint: { type: "string", validate: [{ kind: "Set", values: ["Date", "Time", "DateTime"] }] },
  },
  outputTypes: ["System.DateTime"],
  examples: [
    { code: "Set-Date -Date '2030-01-01' -WhatIf", note: "Says what it would do." },
    { code: "Set-Date -Adjust 0:1:0", runs: false },
  ],
  run: (context) => ({ process: () => set(context) }),
};

function set(context: CmdletContext): void {
  const { bound, engine } = context;
  const { values } = engine;
  const now = values.getStatic("System.DateTime", "Now") as DateTime;
  const wanted: DateTime =
    bound["Adjust"] instanceof TimeSpan ? new DateTime(now.ticks + bound["Adjust"].ticks, "Local") : bound["Date"];
  if (!context.shouldProcess(values.toText(wanted))) return;
  const utc = values.invokeMethod(wanted, "ToUniversalTime", []) as DateTime;
  const seconds = (utc.ticks - UNIX_EPOCH_TICKS) / TICKS_PER_SECOND;
  if (runDate(context, ["-u", "-s", `@${seconds}`]) !== 0)
    context.throwTerminating(
      context.error(
        "System.ComponentModel.Win32Exception",
        "Operation not permitted",
        "System.ComponentModel.Win32Exception",
        "NotSpecified",
      ),
    );
  context.write(wanted);
}

/** Runs date(1) and gives its exit code. */
function runDate({ engine }: CmdletContext, args: readonly string[]): number {
  const file = ["/usr/bin/date", "/bin/date"].find((path) => engine.host.files.stat(path)) ?? "/bin/date";
  return runProgram(engine, file, args).code;
}
