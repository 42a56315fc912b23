// Restart-Computer and Stop-Computer, for this computer: shutdown does it.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { MANAGEMENT } from "../shared/modules.js";
import { findProgram, runProgram } from "../shared/programs.js";

export const restartComputer: CmdletDefinition = power(
  "Restart-Computer",
  "Restarts the operating system on this computer.",
  "-r",
  "Enter Restart-Computer in a session (Invoke-Command) to restart another computer.",
);
export const stopComputer: CmdletDefinition = power(
  "Stop-Computer",
  "Shuts down this computer.",
  "-h",
  "Enter Stop-Computer in a session (Invoke-Command) to shut down another computer.",
);

function power(name: string, synopsis: string, flag: string, note: string): CmdletDefinition {
  return {
    name,
    module: MANAGEMENT,
    synopsis,
    supportsShouldProcess: true,
    parameters: { Force: { type: "switch", aliases: ["f"], help: "Accepted; shutdown asks nobody." } },
    examples: [{ code: `${name} -WhatIf`, note }],
    run: (context) => ({
      process() {
        const target = `localhost (${context.engine.host.computer.name})`;
        if (context.shouldProcess(target, name)) shutDown(context, flag);
      },
    }),
  };
}

function shutDown(context: CmdletContext, flag: string): void {
  const { engine } = context;
  const program = findProgram(engine, "shutdown");
  const done = program === undefined ? undefined : runProgram(engine, program, [flag, "now"]);
  if (done?.code === 0) return;
  const why =
    done === undefined ? "There is no shutdown program." : done.errors.trim() || `It ended with ${done.code}.`;
  context.throwTerminating(
    context.error(
      "System.InvalidOperationException",
      `The command was not carried out: ${why}`,
      "CommandFailed",
      "InvalidOperation",
    ),
  );
}
