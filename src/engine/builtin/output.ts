// Write-Output and Out-Null.

import type { CmdletDefinition } from "../commands/cmdlet.js";

export const writeOutput: CmdletDefinition = {
  name: "Write-Output",
  module: "Microsoft.PowerShell.Utility",
  synopsis: "Writes objects to the pipeline.",
  aliases: ["echo", "write"],
  parameters: {
    InputObject: {
      type: "psobject",
      position: 0,
      mandatory: true,
      fromPipeline: true,
      fromRemainingArguments: true,
      allowNull: true,
      allowEmptyCollection: true,
      allowEmptyString: true,
    },
    NoEnumerate: { type: "switch" },
  },
  examples: [{ code: "Write-Output 1, 2", output: "1\n2" }],
  run(context) {
    return {
      process() {
        const value: unknown = context.bound["InputObject"];
        if (value === undefined || value === null) return context.write(null);
        if (context.bound["NoEnumerate"]) context.write(value);
        else if (Array.isArray(value)) for (const item of value) context.write(item);
        else context.writeEnumerated(value);
      },
    };
  },
};

export const outNull: CmdletDefinition = {
  name: "Out-Null",
  module: "Microsoft.PowerShell.Core",
  synopsis: "Throws its input away.",
  parameters: { InputObject: { type: "psobject", fromPipeline: true, allowNull: true } },
  examples: [{ code: "1..3 | Out-Null", output: "" }],
  run: () => ({}),
};
