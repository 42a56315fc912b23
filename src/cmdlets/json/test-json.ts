// Test-Json: whether a text is JSON, and as a schema says.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { fileError, isFileError, nativePath } from "../shared/files.js";
import { UTILITY } from "../shared/modules.js";
import { decodeText } from "../shared/text-encoding.js";
import { checkSchema } from "./json-schema.js";

export const testJson: CmdletDefinition = {
  name: "Test-Json",
  module: UTILITY,
  synopsis: "Tests whether a string is a valid JSON document.",
  defaultParameterSet: "JsonString",
  parameters: {
    Json: {
      type: "string",
      allowEmptyString: true,
      sets: {
        JsonString: { position: 0, mandatory: true, fromPipeline: true },
        JsonStringWithSchemaString: { position: 0, mandatory: true, fromPipeline: true },
        JsonStringWithSchemaFile: { position: 0, mandatory: true, fromPipeline: true },
      },
    },
    Path: {
      type: "string",
      sets: {
        JsonPath: { position: 0, mandatory: true, fromPipelineByPropertyName: true },
        JsonPathWithSchemaString: { position: 0, mandatory: true, fromPipelineByPropertyName: true },
        JsonPathWithSchemaFile: { position: 0, mandatory: true, fromPipelineByPropertyName: true },
      },
    },
    LiteralPath: {
      type: "string",
      aliases: ["PSPath", "LP"],
      sets: {
        JsonLiteralPath: { mandatory: true, fromPipelineByPropertyName: true },
        JsonLiteralPathWithSchemaString: { mandatory: true, fromPipelineByPropertyName: true },
        JsonLiteralPathWithSchemaFile: { mandatory: true, fromPipelineByPropertyName: true },
      },
    },
    Schema: {
      type: "string",
      validate: [{ kind: "NotNullOrEmpty" }],
      sets: {
        JsonStringWithSchemaString: { position: 1, mandatory: true },
        JsonPathWithSchemaString: { position: 1, mandatory: true },
        JsonLiteralPathWithSchemaString: { position: 1, mandatory: true },
      },
    },
    SchemaFile: {
      type: "string",
      validate: [{ kind: "NotNullOrEmpty" }],
      sets: {
        JsonStringWithSchemaFile: { position: 1, mandatory: true },
        JsonPathWithSchemaFile: { position: 1, mandatory: true },
        JsonLiteralPathWithSchemaFile: { position: 1, mandatory: true },
      },
    },
    Options: {
      type: "string[]",
      validate: [{ kind: "Set", values: ["IgnoreComments", "AllowTrailingCommas"] }],
    },
  },
  outputTypes: ["System.Boolean"],
  examples: [
    { code: "'[1, 2]' | Test-Json", output: "True" },
    { code: `'{"a":1}' | Test-Json -Schema '{"required":["a"]}'`, output: "True" },
  ],
  run(context) {
    const schema = schemaOf(context);
    return { process: () => test(context, schema) };
  },
};

function schemaOf(context: CmdletContext): unknown {
  const { bound } = context;
  const text: string | undefined =
    bound["SchemaFile"] === undefined ? bound["Schema"] : readText(context, bound["SchemaFile"]);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return context.throwTerminating(
      context.error("System.Exception", "Cannot parse the JSON schema.", "InvalidJsonSchema", "InvalidData", text),
    );
  }
}

function readText(context: CmdletContext, path: string): string {
  const native = nativePath(context.engine, path);
  try {
    return decodeText(context.engine.host.files.read(native));
  } catch (error) {
    if (!isFileError(error)) throw error;
    return context.throwTerminating(fileError(context, error, native, "JsonFileOpenFailure"));
  }
}

function test(context: CmdletContext, schema: unknown): void {
  const { bound } = context;
  const path: string | undefined = bound["Path"] ?? bound["LiteralPath"];
  const text = path === undefined ? (bound["Json"] as string) : readText(context, path);
  let document: unknown;
  try {
    document = JSON.parse(plainJson(text, bound["Options"] ?? []));
  } catch {
    context.writeError(context.error("System.Exception", "Cannot parse the JSON.", "InvalidJson", "InvalidData", text));
    context.write(false);
    return;
  }
  const faults = schema === undefined ? [] : checkSchema(document, schema);
  for (const { message, at } of faults)
    context.writeError(
      context.error(
        "System.Exception",
        `The JSON is not valid with the schema: ${message} at '${at}'`,
        "InvalidJsonAgainstSchemaDetailed",
        "InvalidData",
        text,
      ),
    );
  context.write(faults.length === 0);
}

/** The text without what the options allow beyond JSON. */
function plainJson(text: string, options: readonly string[]): string {
  const allows = (name: string): boolean => options.some((option) => option.toLowerCase() === name);
  const outside = (pattern: RegExp, from: string): string =>
    from.replace(pattern, (found) => (found.startsWith('"') ? found : ""));
  let plain = text;
  if (allows("ignorecomments")) plain = outside(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, plain);
  if (allows("allowtrailingcommas")) plain = outside(/"(?:[^"\\]|\\.)*"|,(?=\s*[\]}])/g, plain);
  return plain;
}
