// Import-LocalizedData: a script's texts from the .psd1 file of the user's language, beside the script.
//
// Rule: the file is looked for in the folder of the culture, of its parents, and last in the folder itself.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { UTILITY } from "../shared/modules.js";
import { readDataFile } from "./import-data-file.js";

export const importLocalizedData: CmdletDefinition = {
  name: "Import-LocalizedData",
  module: UTILITY,
  synopsis: "Imports language-specific data into scripts and functions based on the UI culture that's selected.",
  implementingType: "Microsoft.PowerShell.Commands.ImportLocalizedData",
  parameters: {
    BindingVariable: {
      type: "string",
      aliases: ["Variable"],
      position: 0,
      validate: [{ kind: "NotNullOrEmpty" }],
      help: "The variable that gets the texts; without it they are written.",
    },
    UICulture: { type: "string", position: 1, help: "The language, de-AT say: that of the session unless said." },
    BaseDirectory: { type: "string", help: "The folder of the script, unless said." },
    FileName: { type: "string", help: "The name of the script, unless said; its extension is left out." },
    SupportedCommand: { type: "string[]", help: "Commands that the data may use: none here, data is literal." },
  },
  outputTypes: ["System.Collections.Hashtable"],
  examples: [
    {
      code: "mkdir de | Out-Null; Set-Content de/texts.psd1 '@{ Hello = \"Hallo\" }'; (Import-LocalizedData -UICulture de-AT -BaseDirectory . -FileName texts).Hello",
      output: "Hallo",
    },
  ],
  run: (context) => ({ end: () => importTexts(context) }),
};

function importTexts(context: CmdletContext): void {
  const { bound, engine } = context;
  const script = engine.values.toText(engine.getVariable("PSCommandPath") ?? "");
  const fileName = (bound["FileName"] as string | undefined)?.replace(/\.psd1$/i, "") ?? nameOf(script);
  const base: string | undefined = bound["BaseDirectory"] ?? (script === "" ? undefined : folderOf(script));
  if (fileName === "" || base === undefined) return context.throwTerminating(notInScript(context));
  const culture = bound["UICulture"] ?? engine.values.toText(engine.getVariable("PSUICulture") ?? "");
  const folder = engine.location.resolve(base).path;
  const path = foldersOf(folder, culture)
    .map((each) => `${each}/${fileName}.psd1`)
    .find((each) => engine.host.files.stat(each)?.isFile);
  if (path === undefined)
    return context.writeError(
      context.error(
        "System.Management.Automation.PSInvalidOperationException",
        `Cannot find the PowerShell data file '${fileName}.psd1' in directory '${foldersOf(folder, culture)[0]}/', or in any parent culture directories.`,
        "ImportLocalizedData",
        "ObjectNotFound",
        `${foldersOf(folder, culture)[0]}/${fileName}.psd1`,
      ),
    );
  const table = readDataFile(context, path);
  if (!table) return;
  const variable: string | undefined = bound["BindingVariable"];
  if (variable === undefined) context.write(table);
  else engine.sessionState.setVariable(variable, table, {});
}

/** The folders of a culture and of its parents, and the folder itself: de-AT, de, none. */
function foldersOf(folder: string, culture: string): readonly string[] {
  const parts = culture === "" ? [] : culture.split("-");
  return [...parts.map((_, i) => `${folder}/${parts.slice(0, parts.length - i).join("-")}`), folder];
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));

function notInScript(context: CmdletContext): ReturnType<CmdletContext["error"]> {
  return context.error(
    "System.InvalidOperationException",
    "The FileName parameter was not specified. The FileName parameter is required when Import-LocalizedData is not called from a script file.",
    "ImportLocalizedDataFileNameNotSpecified",
    "InvalidOperation",
  );
}
