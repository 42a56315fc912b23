// Export-Csv: objects as lines of comma-separated values in a file.

import type { CmdletContext, CmdletDefinition, CmdletRun } from "../../engine/index.js";
import { ENCODING, encodingArgument } from "../shared/encoding-argument.js";
import { fileError, isFileError, nativePath } from "../shared/files.js";
import { UTILITY } from "../shared/modules.js";
import { byteOrderMark, decodeText, encodeText } from "../shared/text-encoding.js";
import { WRITE_PARAMETERS, csvFormat, lineWriter } from "./csv-format.js";
import { CsvReader } from "./read-csv.js";
import type { CsvFormat } from "./write-csv.js";

export const exportCsv: CmdletDefinition = {
  name: "Export-Csv",
  module: UTILITY,
  synopsis: "Converts objects into a series of comma-separated value strings and saves the strings to a file.",
  aliases: ["epcsv"],
  defaultParameterSet: "Delimiter",
  supportsShouldProcess: true,
  parameters: {
    ...WRITE_PARAMETERS,
    Delimiter: { type: "char", sets: { Delimiter: { position: 1 } }, validate: [{ kind: "NotNull" }] },
    Path: { type: "string", position: 0, validate: [{ kind: "NotNullOrEmpty" }] },
    LiteralPath: { type: "string", aliases: ["PSPath", "LP"], validate: [{ kind: "NotNullOrEmpty" }] },
    Force: { type: "switch" },
    NoClobber: { type: "switch", aliases: ["NoOverwrite"] },
    Encoding: ENCODING,
    Append: { type: "switch" },
  },
  examples: [{ code: "[pscustomobject]@{ A = 1 } | Export-Csv a.csv; Get-Content a.csv", output: '"A"\n"1"' }],
  run(context): CmdletRun {
    const lines: string[] = [];
    const path = exportPath(context);
    const format = csvFormat(context);
    const existing = context.bound["Append"] ? existingColumns(context, path, format) : undefined;
    let write: ((item: unknown) => void) | undefined;
    return {
      process() {
        const item = context.bound["InputObject"];
        if (existing) requireColumns(context, item, existing, path);
        write ??= lineWriter(context, format, (line) => lines.push(line), existing);
        write(item);
      },
      end: () => saveLines(context, path, lines),
    };
  },
};

function exportPath(context: CmdletContext): string {
  const { bound } = context;
  if ((bound["Path"] === undefined) === (bound["LiteralPath"] === undefined)) {
    context.throwTerminating(
      context.error(
        "System.InvalidOperationException",
        "You must specify either the -Path or -LiteralPath parameters, but not both.",
        "CannotSpecifyPathAndLiteralPath",
        "InvalidData",
      ),
    );
  }
  return nativePath(context.engine, bound["Path"] ?? bound["LiteralPath"]);
}

function existingColumns(context: CmdletContext, path: string, format: CsvFormat): readonly string[] | undefined {
  if (!context.engine.host.files.stat(path)) return undefined;
  const lines = decodeText(context.engine.host.files.read(path)).split(/\r?\n/);
  const header = lines.find((line) => line !== "" && !line.startsWith("#TYPE"));
  return header === undefined ? undefined : new CsvReader(format.delimiter).takeLine(header);
}

function requireColumns(context: CmdletContext, item: unknown, columns: readonly string[], path: string): void {
  if (context.bound["Force"]) return;
  const missing = columns.find((column) => !context.engine.values.hasMember(item, column));
  if (missing === undefined) return;
  context.throwTerminating(
    context.error(
      "System.InvalidOperationException",
      `Cannot append CSV content to the following file: ${path}. The appended object does not have a property that corresponds to the following column: ${missing}. To continue with mismatched properties, add the -Force parameter, and then retry the command.`,
      "CannotAppendCsvWithMismatchedPropertyNames",
      "InvalidData",
      missing,
    ),
  );
}

function saveLines(context: CmdletContext, path: string, lines: readonly string[]): void {
  const { files } = context.engine.host;
  const exists = files.stat(path) !== undefined;
  if (exists && context.bound["NoClobber"]) {
    context.throwTerminating(
      context.error("System.IO.IOException", `The file '${path}' already exists.`, "NoClobber", "ResourceExists", path),
    );
  }
  if (!context.shouldProcess(path)) return;
  const encoding = encodingArgument(context) ?? "utf8NoBOM";
  const appends = context.bound["Append"] === true && exists;
  const mark = appends ? new Uint8Array() : byteOrderMark(encoding);
  const body = encodeText(lines.map((line) => `${line}\n`).join(""), encoding);
  const bytes = new Uint8Array(mark.length + body.length);
  bytes.set(mark);
  bytes.set(body, mark.length);
  try {
    files.write(path, bytes, appends ? "append" : "truncate");
  } catch (error) {
    if (!isFileError(error)) throw error;
    context.throwTerminating(fileError(context, error, path, "FileOpenFailure"));
  }
}
