// What the CSV commands share: parameters, how lines are written, which delimiter and encoding.

import type { CmdletContext, ParameterDefinition } from "../../engine/index.js";
import { columnsOf, headerLine, rowLine, type CsvFormat } from "./write-csv.js";

export const WRITE_PARAMETERS: Readonly<Record<string, ParameterDefinition>> = {
  InputObject: { type: "psobject", mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true },
  IncludeTypeInformation: { type: "switch", aliases: ["ITI"] },
  NoTypeInformation: { type: "switch", aliases: ["NTI"] },
  QuoteFields: { type: "string[]", aliases: ["QF"] },
  UseQuotes: { type: "string", aliases: ["UQ"], validate: [{ kind: "Set", values: ["Never", "Always", "AsNeeded"] }] },
  NoHeader: { type: "switch" },
  UseCulture: { type: "switch", sets: { UseCulture: {} } },
};

export function csvFormat(context: CmdletContext): CsvFormat {
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

export function delimiterOf(context: CmdletContext): string {
  return context.bound["Delimiter"] === undefined ? "," : context.engine.values.toText(context.bound["Delimiter"]);
}

/** Turns pipeline input into lines; the first object sets the columns. `columns` is given when an existing file set them. */
export function lineWriter(
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
