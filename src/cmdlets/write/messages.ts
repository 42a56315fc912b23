// Write-Warning, Write-Verbose and Write-Debug, and how objects are joined to a message.

import type { CmdletContext, CmdletDefinition, ParameterDefinition } from "../../engine/index.js";
import { baseOf } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";

const MESSAGE: ParameterDefinition = {
  type: "string",
  position: 0,
  mandatory: true,
  fromPipeline: true,
  aliases: ["Msg"],
  allowEmptyString: true,
};

function messageCmdlet(
  stream: "Warning" | "Verbose" | "Debug",
  write: (context: CmdletContext, message: string) => void,
): CmdletDefinition {
  return {
    name: `Write-${stream}`,
    module: UTILITY,
    synopsis: `Writes text to the ${stream.toLowerCase()} stream.`,
    parameters: { Message: MESSAGE },
    examples: [{ code: `Write-${stream} careful ${stream === "Warning" ? "" : `-${stream} `}*>&1`, output: "careful" }],
    run: (context) => ({ process: () => write(context, context.bound["Message"]) }),
  };
}

export const writeWarning: CmdletDefinition = messageCmdlet("Warning", (context, message) =>
  context.writeWarning(message),
);

export const writeVerbose: CmdletDefinition = messageCmdlet("Verbose", (context, message) =>
  context.writeVerbose(message),
);

export const writeDebug: CmdletDefinition = messageCmdlet("Debug", (context, message) => context.writeDebug(message));

/** Lists within lists are joined too; null is nothing. */
export function joinObjects(context: CmdletContext, value: unknown, separator: string): string {
  const { values } = context.engine;
  if (value === undefined || value === null) return "";
  if (typeof baseOf(value) === "string") return baseOf(value) as string;
  const items = values.enumerate(value);
  if (!items) return values.toText(value);
  return Array.from(items, (item) => joinObjects(context, item, separator)).join(separator);
}
