// ConvertTo-, ConvertFrom-, Export- and Import-Csv.

import type {
  CmdletContext,
  CmdletDefinition,
  CmdletEntry,
  CmdletRun,
  ParameterDefinition,
} from "../../engine/index.js";
import { PSObject, Shape } from "../../objects/index.js";
import { entriesOf } from "../shared/family.js";
import { fileError, isFileError, nativePath } from "../shared/files.js";
import {
  byteOrderMark,
  decodeText,
  encodeText,
  ENCODING_NAMES,
  findEncoding,
  type EncodingName,
} from "../shared/text-encoding.js";
import { CsvReader } from "./read-csv.js";
import { columnsOf, headerLine, rowLine, type CsvFormat } from "./write-csv.js";

const UTILITY = "Microsoft.PowerShell.Utility";

const WRITE_PARAMETERS: Readonly<Record<string, ParameterDefinition>> = {
  InputObject: { type: "psobject", mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true },
  IncludeTypeInformation: { type: "switch", aliases: ["ITI"] },
  NoTypeInformation: { type: "switch", aliases: ["NTI"] },
  QuoteFields: { type: "string[]", aliases: ["QF"] },
  UseQuotes: { type: "string", aliases: ["UQ"], validate: [{ kind: "Set", values: ["Never", "Always", "AsNeeded"] }] },
  NoHeader: { type: "switch" },
  UseCulture: { type: "switch", sets: { UseCulture: {} } },
};

const ENCODING: ParameterDefinition = { type: "string", complete: () => ENCODING_NAMES };

function csvFormat(context: CmdletContext): CsvFormat {
  const { bound } = context;
  if (bound["QuoteFields"] && bound["UseQuotes"]) {
    context.throwTerminating(
      context.error(
        "System.InvalidOperationException",
        "You must specify either the -UseQuotes or -QuoteFields parameters, but not both.",
        "CannotSpecifyQuoteFieldsAndUseQuotes",
        "InvalidData",
      ),
    );
  }
  const fields: readonly string[] | undefined = bound["QuoteFields"];
  return {
    delimiter: delimiterOf(context),
    useQuotes: useQuotes(bound["UseQuotes"]),
    quoteFields: fields && new Set(fields.map((field) => field.toLowerCase())),
  };
}

function useQuotes(name: string | undefined): CsvFormat["useQuotes"] {
  switch (name?.toLowerCase()) {
    case "never":
      return "Never";
    case "asneeded":
      return "AsNeeded";
    default:
      return "Always";
  }
}

function delimiterOf(context: CmdletContext): string {
  return context.bound["Delimiter"] === undefined ? "," : context.engine.values.toText(context.bound["Delimiter"]);
}

/** Turns pipeline input into lines; the first object sets the columns. `columns` is given when an existing file set them. */
function lineWriter(
  context: CmdletContext,
  format: CsvFormat,
  output: (line: string) => void,
  given?: readonly string[],
): (item: unknown) => void {
  let columns = given;
  return (item) => {
    if (item === null || item === undefined) return;
    if (columns === undefined) {
      columns = columnsOf(item, context.engine);
      if (context.bound["IncludeTypeInformation"]) output(`#TYPE ${context.engine.values.view.typeNames(item)[0]}`);
      if (!context.bound["NoHeader"]) output(headerLine(columns, format));
    }
    const line = rowLine(item, columns, format, context.engine);
    // An object that has none of the columns is passed over.
    if (
      columns.some((column) => context.engine.values.hasMember(item, column)) ||
      line.replaceAll(format.delimiter, "") !== ""
    )
      output(line);
  };
}

const convertToCsv: CmdletDefinition = {
  name: "ConvertTo-Csv",
  module: UTILITY,
  synopsis: "Converts objects into a series of comma-separated value strings.",
  defaultParameterSet: "Delimiter",
  parameters: {
    ...WRITE_PARAMETERS,
    Delimiter: { type: "char", sets: { Delimiter: { position: 1 } }, validate: [{ kind: "NotNull" }] },
  },
  outputTypes: ["System.String"],
  examples: [{ code: "[pscustomobject]@{ A = 1; B = 'x' } | ConvertTo-Csv", output: '"A","B"\n"1","x"' }],
  run(context): CmdletRun {
    const write = lineWriter(context, csvFormat(context), (line) => context.write(line));
    return { process: () => write(context.bound["InputObject"]) };
  },
};

const exportCsv: CmdletDefinition = {
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
  const encoding = encodingOf(context);
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

function encodingOf(context: CmdletContext): EncodingName {
  const name: string | undefined = context.bound["Encoding"];
  return (name === undefined ? undefined : findEncoding(name)) ?? "utf8NoBOM";
}

/** Turns lines of CSV into objects: a `#TYPE` line names their type, the first record (or -Header) their properties. */
function objectReader(context: CmdletContext): { takeLine(line: string): void; finish(): void } {
  const reader = new CsvReader(delimiterOf(context));
  const header: readonly string[] | undefined = context.bound["Header"];
  let shape = header && Shape.of(header);
  let typeName: string | undefined;
  const takeRecord = (fields: readonly string[]): void => {
    if (shape === undefined) shape = Shape.of(columnNames(context, fields));
    else context.write(makeObject(shape, fields, typeName));
  };
  return {
    takeLine(line) {
      if (shape === undefined && typeName === undefined && line.startsWith("#TYPE ")) {
        typeName = line.slice("#TYPE ".length);
        return;
      }
      const fields = reader.takeLine(line);
      if (fields) takeRecord(fields);
    },
    finish() {
      const fields = reader.finish();
      if (fields) takeRecord(fields);
    },
  };
}

function columnNames(context: CmdletContext, fields: readonly string[]): readonly string[] {
  const duplicate = fields.find(
    (field, i) => field !== "" && fields.findIndex((other) => other.toLowerCase() === field.toLowerCase()) < i,
  );
  if (duplicate !== undefined) {
    context.throwTerminating(
      context.error(
        "System.InvalidOperationException",
        `The member "${duplicate}" is already present.`,
        "AlreadyPresentPSMemberInfoInternalCollectionAdd",
        "NotSpecified",
      ),
    );
  }
  if (fields.includes("")) {
    context.writeWarning(
      'One or more headers were not specified. Default names starting with "H" have been used in place of any missing headers.',
    );
  }
  return fields.map((field, i) => (field === "" ? `H${i}` : field));
}

function makeObject(shape: Shape, fields: readonly string[], typeName: string | undefined): PSObject {
  const values = Array.from({ length: shape.names.length }, (_, i) => fields[i] ?? null);
  const object = new PSObject(undefined, shape, values);
  if (typeName !== undefined)
    object.typeNames = [typeName, "System.Management.Automation.PSCustomObject", "System.Object"];
  return object;
}

const convertFromCsv: CmdletDefinition = {
  name: "ConvertFrom-Csv",
  module: UTILITY,
  synopsis: "Converts object properties in comma-separated value format into objects.",
  defaultParameterSet: "Delimiter",
  parameters: {
    Delimiter: { type: "char", sets: { Delimiter: { position: 1 } }, validate: [{ kind: "NotNull" }] },
    UseCulture: { type: "switch", sets: { UseCulture: { mandatory: true } } },
    InputObject: {
      type: "psobject[]",
      position: 0,
      mandatory: true,
      fromPipeline: true,
      fromPipelineByPropertyName: true,
      allowEmptyString: true,
    },
    Header: { type: "string[]", position: 2, validate: [{ kind: "NotNullOrEmpty" }] },
  },
  examples: [{ code: "('N,L', '1,x' | ConvertFrom-Csv).L", output: "x" }],
  run(context): CmdletRun {
    const reader = objectReader(context);
    return {
      process() {
        for (const item of context.bound["InputObject"]) {
          for (const line of context.engine.values.toText(item).split(/\r?\n/)) reader.takeLine(line);
        }
      },
      end: reader.finish,
    };
  },
};

const importCsv: CmdletDefinition = {
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
    const text = decodeText(context.engine.host.files.read(path), encodingOf(context));
    const reader = objectReader(context);
    for (const line of text.split(/\r?\n/)) reader.takeLine(line);
    reader.finish();
  } catch (error) {
    if (!isFileError(error)) throw error;
    context.writeError(fileError(context, error, path, "FileOpenFailure"));
  }
}

export const csvCmdlets: readonly CmdletEntry[] = entriesOf([convertToCsv, convertFromCsv, exportCsv, importCsv]);
