// ConvertTo-Json: an object as JSON.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";
import { NonStringKeyError, writeJson, type JsonOptions } from "./write-json.js";

export const convertToJson: CmdletDefinition = {
  name: "ConvertTo-Json",
  module: UTILITY,
  synopsis: "Converts an object to a JSON-formatted string.",
  parameters: {
    InputObject: {
      type: "object",
      position: 0,
      mandatory: true,
      fromPipeline: true,
      allowNull: true,
      allowEmptyCollection: true,
      allowEmptyString: true,
    },
    Depth: { type: "int", validate: [{ kind: "Range", min: 0, max: 100 }] },
    Compress: { type: "switch" },
    EnumsAsStrings: { type: "switch" },
    AsArray: { type: "switch" },
    EscapeHandling: {
      type: "string",
      validate: [{ kind: "Set", values: ["Default", "EscapeNonAscii", "EscapeHtml"] }],
    },
  },
  outputTypes: ["System.String"],
  examples: [{ code: "[ordered]@{ a = 1; b = 'x' } | ConvertTo-Json -Compress", output: '{"a":1,"b":"x"}' }],
  run(context) {
    const items: unknown[] = [];
    return {
      process() {
        items.push(context.bound["InputObject"] ?? null);
      },
      end() {
        if (items.length === 0) return;
        const single = items.length === 1 && !context.bound["AsArray"];
        writeText(context, single ? items[0] : items);
      },
    };
  },
};

function writeText(context: CmdletContext, value: unknown): void {
  const { bound } = context;
  const options: JsonOptions = {
    depth: bound["Depth"] ?? 2,
    compress: bound["Compress"] === true,
    enumsAsStrings: bound["EnumsAsStrings"] === true,
    escape: escapeHandling(bound["EscapeHandling"]),
  };
  try {
    const result = writeJson(value, options, context.engine);
    if (result.truncated)
      context.writeWarning(
        `Resulting JSON is truncated as serialization has exceeded the set depth of ${options.depth}.`,
      );
    context.write(result.text);
  } catch (error) {
    if (!(error instanceof NonStringKeyError)) throw error;
    context.throwTerminating(
      context.error(
        "System.InvalidOperationException",
        error.message,
        "NonStringKeyInDictionary",
        "InvalidOperation",
        value,
      ),
    );
  }
}

function escapeHandling(name: string | undefined): JsonOptions["escape"] {
  switch (name?.toLowerCase()) {
    case "escapenonascii":
      return "EscapeNonAscii";
    case "escapehtml":
      return "EscapeHtml";
    default:
      return "Default";
  }
}
