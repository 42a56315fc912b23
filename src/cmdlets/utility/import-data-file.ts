// Import-PowerShellDataFile: a file that holds a hashtable, read without running anything.
//
// Rule: what the file says is read as a data section, which the parser holds to literals; a file that is no script by
// itself is refused first, so that it cannot end the section and go on.

import { EngineError, type CmdletContext, type CmdletDefinition } from "../../engine/index.js";
import { baseOf, Dictionary } from "../../objects/index.js";
import { findItems, findOptions, pathsOf } from "../management/found-items.js";
import { fileError, isFileError } from "../shared/files.js";
import { UTILITY } from "../shared/modules.js";
import { decodeText } from "../shared/text-encoding.js";

export const importPowerShellDataFile: CmdletDefinition = {
  name: "Import-PowerShellDataFile",
  module: UTILITY,
  synopsis: "Imports values from a .psd1 file without invoking its contents.",
  aliases: ["ipdf"],
  defaultParameterSet: "ByPath",
  parameters: {
    Path: {
      type: "string[]",
      sets: { ByPath: { position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true } },
      validate: [{ kind: "NotNullOrEmpty" }],
    },
    LiteralPath: {
      type: "string[]",
      aliases: ["PSPath", "LP"],
      sets: { ByLiteralPath: { position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true } },
      validate: [{ kind: "NotNullOrEmpty" }],
    },
    SkipLimitCheck: { type: "switch" },
  },
  outputTypes: ["System.Collections.Hashtable"],
  examples: [{ code: "Set-Content d.psd1 '@{ Size = 3 }'; (Import-PowerShellDataFile d.psd1).Size", output: "3" }],
  run: (context) => ({
    process() {
      const { paths, literal } = pathsOf(context);
      for (const path of paths)
        for (const item of findItems(context, path, findOptions(context, literal))) importFile(context, item.path);
    },
  }),
};

function importFile(context: CmdletContext, path: string): void {
  const table = readDataFile(context, path);
  if (table) context.write(table);
}

/** The hashtable of a file; undefined, with an error written, where it cannot be read. */
export function readDataFile(context: CmdletContext, path: string): Dictionary | undefined {
  let text: string;
  try {
    text = decodeText(context.engine.host.files.read(path));
  } catch (error) {
    if (!isFileError(error)) throw error;
    context.writeError(fileError(context, error, path, "PathNotFound"));
    return undefined;
  }
  const table = readData(context, text);
  if (!table)
    context.writeError(
      context.error(
        "System.InvalidOperationException",
        `The file '${path}' could not be parsed as a PowerShell Data File.`,
        "CouldNotParseAsPowerShellDataFile",
        "InvalidData",
        path,
      ),
    );
  return table;
}

/** The hashtable that a text is; undefined for anything else. */
function readData(context: CmdletContext, text: string): Dictionary | undefined {
  const { engine } = context;
  try {
    engine.scriptBlock(text);
    const [table, ...more] = engine.invokeCollect(engine.scriptBlock(`data {\n${text}\n}`)).map(baseOf);
    return table instanceof Dictionary && more.length === 0 ? table : undefined;
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}
