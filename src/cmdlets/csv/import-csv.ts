// Import-Csv: objects of the lines of a file.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { ENCODING, encodingArgument } from "../shared/encoding-argument.js";
import { fileError, isFileError, nativePath } from "../shared/files.js";
import { UTILITY } from "../shared/modules.js";
import { decodeText } from "../shared/text-encoding.js";
import { objectReader } from "./object-reader.js";

export const importCsv: CmdletDefinition = {
  name: "Import-Csv",
  module: UTILITY,
  synopsis: "Creates table-like custom objects from the items in a character-separated value file.",
  aliases: ["ipcsv"],
  defaultParameterSet: "DelimiterPath",
  parameters: {
    Delimiter: { type: "char", sets: { DelimiterPath: { position: 1 }, DelimiterLiteralPath: { position: 1 } } },
    Path: {
      type: "string[]",
      sets: {
        DelimiterPath: { position: 0, mandatory: true, fromPipeline: true },
        CulturePath: { position: 0, mandatory: true, fromPipeline: true },
      },
    },
    LiteralPath: {
      type: "string[]",
      aliases: ["PSPath", "LP"],
      sets: {
        DelimiterLiteralPath: { mandatory: true, fromPipelineByPropertyName: true },
        CultureLiteralPath: { mandatory: true, fromPipelineByPropertyName: true },
      },
    },
    UseCulture: { type: "switch", sets: { CulturePath: { mandatory: true }, CultureLiteralPath: { mandatory: true } } },
    Header: { type: "string[]", position: 2, validate: [{ kind: "NotNullOrEmpty" }] },
    Encoding: ENCODING,
  },
  examples: [{ code: "Set-Content a.csv 'A,B', '1,2'; (Import-Csv a.csv).B", output: "2" }],
  run: (context) => ({
    process() {
      for (const given of context.bound["Path"] ?? context.bound["LiteralPath"])
        importFile(context, nativePath(context.engine, given));
    },
  }),
};

function importFile(context: CmdletContext, path: string): void {
  try {
    const text = decodeText(context.engine.host.files.read(path), encodingArgument(context));
    const reader = objectReader(context);
    for (const line of text.split(/\r?\n/)) reader.takeLine(line);
    reader.finish();
  } catch (error) {
    if (!isFileError(error)) throw error;
    context.writeError(fileError(context, error, path, "FileOpenFailure"));
  }
}
