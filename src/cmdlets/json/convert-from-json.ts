// ConvertFrom-Json: custom objects or hashtables of JSON.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";
import { JsonError, readJson, type ReadOptions } from "./read-json.js";

export const convertFromJson: CmdletDefinition = {
  name: "ConvertFrom-Json",
  module: UTILITY,
  synopsis: "Converts a JSON-formatted string to a custom object or a hash table.",
  parameters: {
    InputObject: { type: "string", position: 0, mandatory: true, fromPipeline: true, allowEmptyString: true },
    AsHashtable: { type: "switch" },
    Depth: { type: "int", validate: [{ kind: "Range", min: 1, max: 2147483647 }] },
    NoEnumerate: { type: "switch" },
    DateKind: { type: "string", validate: [{ kind: "Set", values: ["Default", "Local", "Utc", "Offset", "String"] }] },
  },
  outputTypes: ["System.Management.Automation.PSObject", "System.Collections.Hashtable"],
  examples: [{ code: `('{"a":{"b":5}}' | ConvertFrom-Json).a.b`, output: "5" }],
  run(context) {
    const lines: string[] = [];
    return {
      process() {
        lines.push(context.bound["InputObject"]);
      },
      end() {
        for (const value of parse(context, lines)) {
          if (context.bound["NoEnumerate"]) context.write(value);
          else context.writeEnumerated(value);
        }
      },
    };
  },
};

/** Where the first line is a document by itself every line is one; else all lines together are one. */
function parse(context: CmdletContext, lines: readonly string[]): readonly unknown[] {
  const options = readOptions(context);
  if (lines.length > 1) {
    try {
      readJson(lines[0]!, options);
      return lines.flatMap((line) => parseText(context, line, options));
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
    }
  }
  return parseText(context, lines.join("\n"), options);
}

function parseText(context: CmdletContext, text: string, options: ReadOptions): readonly unknown[] {
  try {
    return readJson(text, options);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return context.throwTerminating(
      context.error("System.ArgumentException", error.message, "System.ArgumentException", "NotSpecified"),
    );
  }
}

/** How the command was told to read JSON. */
export function readOptions(context: CmdletContext): ReadOptions {
  const { bound, engine } = context;
  const kind: string = (bound["DateKind"] ?? "Default").toLowerCase();
  return {
    maxDepth: bound["Depth"] ?? 1024,
    asHashtable: bound["AsHashtable"] === true,
    readDate(text) {
      if (kind === "string") return text;
      if (kind === "offset") return engine.values.convert(text, "System.DateTimeOffset");
      const date = engine.values.invokeStatic("System.DateTime", "Parse", [text, null, "RoundtripKind"]);
      if (kind === "utc") return engine.values.invokeMethod(date, "ToUniversalTime", []);
      return kind === "local" ? engine.values.invokeMethod(date, "ToLocalTime", []) : date;
    },
  };
}
