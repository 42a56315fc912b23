// Write-Host: text for a person, on the information stream.

import type { CmdletDefinition, ConsoleColor } from "../../engine/index.js";
import { EnumValue, HostInformationMessage } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";
import { joinObjects } from "./messages.js";
import { newInformation } from "./write-information.js";

export const writeHost: CmdletDefinition = {
  name: "Write-Host",
  module: UTILITY,
  synopsis: "Writes customized output to a host.",
  parameters: {
    Object: {
      type: "object",
      aliases: ["Msg", "Message"],
      position: 0,
      fromPipeline: true,
      fromRemainingArguments: true,
      allowNull: true,
    },
    NoNewline: { type: "switch" },
    Separator: { type: "object" },
    ForegroundColor: { type: "System.ConsoleColor" },
    BackgroundColor: { type: "System.ConsoleColor" },
  },
  examples: [{ code: "Write-Host 1 2 3 -Separator ', ' 6>&1", output: "1, 2, 3" }],
  run: (context) => ({
    process() {
      const { bound } = context;
      const separator = bound["Separator"] === undefined ? " " : context.engine.values.toText(bound["Separator"]);
      const message = new HostInformationMessage(
        joinObjects(context, bound["Object"], separator),
        bound["NoNewline"] === true,
        colorName(bound["ForegroundColor"]),
        colorName(bound["BackgroundColor"]),
      );
      context.writeInformation(newInformation(context, message, ["PSHOST"]));
    },
  }),
};

function colorName(value: unknown): ConsoleColor | null {
  return value instanceof EnumValue ? (value.text as ConsoleColor) : null;
}
