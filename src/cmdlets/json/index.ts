// ConvertTo-Json, ConvertFrom-Json and Test-Json.

import type { CmdletContext, CmdletDefinition, CmdletEntry } from "../../engine/index.js";
import { entriesOf } from "../shared/family.js";
import { JsonError, readJson, type ReadOptions } from "./read-json.js";
import { NonStringKeyError, writeJson, type JsonOptions } from "./write-json.js";

const convertToJson: CmdletDefinition = {
  name: "ConvertTo-Json",
  module: "Microsoft.PowerShell.Utility",
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

const convertFromJson: CmdletDefinition = {
  name: "ConvertFrom-Json",
  module: "Microsoft.PowerShell.Utility",
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

function readOptions(context: CmdletContext): ReadOptions {
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

const testJson: CmdletDefinition = {
  name: "Test-Json",
  module: "Microsoft.PowerShell.Utility",
  synopsis: "Tests whether a string is a valid JSON document.",
  parameters: {
    Json: { type: "string", position: 0, mandatory: true, fromPipeline: true, allowEmptyString: true },
  },
  outputTypes: ["System.Boolean"],
  examples: [{ code: "'[1, 2]' | Test-Json", output: "True" }],
  run: (context) => ({
    process() {
      context.write(isJson(context, context.bound["Json"]));
    },
  }),
};

function isJson(context: CmdletContext, text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    context.writeError(
      context.error(
        "System.Exception",
        `Cannot parse the JSON. ${(error as Error).message}`,
        "InvalidJson",
        "InvalidData",
        text,
      ),
    );
    return false;
  }
}

export const jsonCmdlets: readonly CmdletEntry[] = entriesOf([convertToJson, convertFromJson, testJson]);
