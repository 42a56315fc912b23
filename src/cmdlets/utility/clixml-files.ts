// Export-, Import-, ConvertTo- and ConvertFrom-CliXml.

import { ClixmlError, readClixml, writeClixml } from "../../clixml/index.js";
import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { ENCODING, encodingArgument } from "../shared/encoding-argument.js";
import { fileError, isFileError, nativePath } from "../shared/files.js";
import { UTILITY } from "../shared/modules.js";
import { byteOrderMark, decodeText, encodeText } from "../shared/text-encoding.js";

const DEPTH = { type: "int", validate: [{ kind: "Range", min: 1, max: 2147483647 }] } as const;

function serialize(context: CmdletContext, values: readonly unknown[]): string {
  return writeClixml(values as unknown[], {
    depth: context.bound["Depth"] ?? 2,
    view: context.engine.values.view,
    root: "Objs",
    indent: true,
  });
}

export const exportClixml: CmdletDefinition = {
  name: "Export-Clixml",
  module: UTILITY,
  synopsis: "Creates an XML-based representation of an object or objects and stores it in a file.",
  aliases: ["epx"],
  defaultParameterSet: "ByPath",
  supportsShouldProcess: true,
  parameters: {
    Depth: DEPTH,
    Path: { type: "string", sets: { ByPath: { position: 0, mandatory: true } } },
    LiteralPath: { type: "string", aliases: ["PSPath", "LP"], sets: { ByLiteralPath: { mandatory: true } } },
    InputObject: { type: "psobject", mandatory: true, fromPipeline: true, allowNull: true },
    Force: { type: "switch" },
    NoClobber: { type: "switch", aliases: ["NoOverwrite"] },
    Encoding: ENCODING,
  },
  examples: [{ code: "5 | Export-Clixml c.xml; Import-Clixml c.xml", output: "5" }],
  run(context) {
    const items: unknown[] = [];
    return {
      process() {
        items.push(context.bound["InputObject"] ?? null);
      },
      end: () => save(context, serialize(context, items)),
    };
  },
};

function save(context: CmdletContext, text: string): void {
  const { bound, engine } = context;
  const path = nativePath(engine, bound["Path"] ?? bound["LiteralPath"]);
  const encoding = encodingArgument(context) ?? "utf8NoBOM";
  if (bound["NoClobber"] && engine.host.files.stat(path)) {
    const message = `The file '${path}' already exists.`;
    context.throwTerminating(context.error("System.IO.IOException", message, "NoClobber", "ResourceExists", path));
  }
  if (!context.shouldProcess(path)) return;
  try {
    engine.host.files.write(path, Buffer.concat([byteOrderMark(encoding), encodeText(text, encoding)]), "truncate");
  } catch (error) {
    if (!isFileError(error)) throw error;
    context.throwTerminating(fileError(context, error, path, "FileOpenFailure"));
  }
}

export const importClixml: CmdletDefinition = {
  name: "Import-Clixml",
  module: UTILITY,
  synopsis: "Imports a CLIXML file and creates corresponding objects in PowerShell.",
  aliases: ["ipx"],
  defaultParameterSet: "ByPath",
  supportsPaging: true,
  parameters: {
    Path: {
      type: "string[]",
      sets: { ByPath: { position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true } },
    },
    LiteralPath: {
      type: "string[]",
      aliases: ["PSPath", "LP"],
      sets: { ByLiteralPath: { mandatory: true, fromPipelineByPropertyName: true } },
    },
    IncludeTotalCount: { type: "switch" },
    Skip: { type: "ulong" },
    First: { type: "ulong" },
  },
  examples: [{ code: "1..3 | Export-Clixml c.xml; (Import-Clixml c.xml -First 2) -join ','", output: "1,2" }],
  run: (context) => ({
    process() {
      for (const path of context.bound["Path"] ?? context.bound["LiteralPath"])
        load(context, nativePath(context.engine, path));
    },
  }),
};

function load(context: CmdletContext, path: string): void {
  const { bound, engine } = context;
  try {
    const values = parse(context, decodeText(engine.host.files.read(path)));
    const count = (name: string, otherwise: number): number =>
      bound[name] === undefined ? otherwise : Number(bound[name].value);
    if (bound["IncludeTotalCount"]) context.write(values.length);
    const from = count("Skip", 0);
    for (const value of values.slice(from, from + count("First", values.length))) context.write(value);
  } catch (error) {
    if (!isFileError(error)) throw error;
    context.throwTerminating(fileError(context, error, path, "FileOpenFailure"));
  }
}

function parse(context: CmdletContext, text: string): unknown[] {
  try {
    return readClixml(text);
  } catch (error) {
    if (!(error instanceof ClixmlError)) throw error;
    return context.throwTerminating(
      context.error("System.Xml.XmlException", error.message, "System.Xml.XmlException", "NotSpecified"),
    );
  }
}

export const convertToClixml: CmdletDefinition = {
  name: "ConvertTo-CliXml",
  module: UTILITY,
  synopsis: "Converts an object to a CLIXML-formatted string.",
  parameters: {
    InputObject: { type: "psobject", position: 0, mandatory: true, fromPipeline: true, allowNull: true },
    Depth: DEPTH,
  },
  outputTypes: ["System.String"],
  examples: [{ code: "(1, 2 | ConvertTo-CliXml | ConvertFrom-CliXml) -join ','", output: "1,2" }],
  run(context) {
    const items: unknown[] = [];
    return {
      process() {
        items.push(context.bound["InputObject"] ?? null);
      },
      end: () => context.write(serialize(context, items)),
    };
  },
};

export const convertFromClixml: CmdletDefinition = {
  name: "ConvertFrom-CliXml",
  module: UTILITY,
  synopsis: "Converts a CLIXML-formatted string to a custom object.",
  parameters: { InputObject: { type: "string", position: 0, mandatory: true, fromPipeline: true } },
  examples: [{ code: "5 | ConvertTo-CliXml | ConvertFrom-CliXml", output: "5" }],
  run(context) {
    const texts: string[] = [];
    return {
      process() {
        texts.push(context.bound["InputObject"]);
      },
      end() {
        for (const value of parse(context, texts.join("\n"))) context.write(value);
      },
    };
  },
};
