// Objects to lines of CSV.

import type { Engine } from "../../engine/index.js";
import { baseOf, Dictionary } from "../../objects/index.js";

export interface CsvFormat {
  readonly delimiter: string;
  readonly useQuotes: "Always" | "AsNeeded" | "Never";
  /** Only these columns are quoted; undefined where `useQuotes` decides. */
  readonly quoteFields: ReadonlySet<string> | undefined;
}

/** The columns that the first object sets for all. */
export function columnsOf(item: unknown, engine: Engine): readonly string[] {
  const base = baseOf(item);
  if (base instanceof Dictionary) return Array.from(base, ({ key }) => engine.values.toText(key));
  return engine.values.view.propertyNames(item);
}

export function headerLine(columns: readonly string[], format: CsvFormat): string {
  return columns.map((column) => quoteField(column, column, format)).join(format.delimiter);
}

export function rowLine(item: unknown, columns: readonly string[], format: CsvFormat, engine: Engine): string {
  return columns.map((column) => fieldOf(item, column, format, engine)).join(format.delimiter);
}

function fieldOf(item: unknown, column: string, format: CsvFormat, engine: Engine): string {
  const base = baseOf(item);
  const value = base instanceof Dictionary ? base.get(column) : engine.values.view.property(item, column);
  if (value === undefined || value === null) return "";
  return quoteField(engine.values.toText(value), column, format);
}

function quoteField(text: string, column: string, format: CsvFormat): string {
  return needsQuotes(text, column, format) ? `"${text.replaceAll('"', '""')}"` : text;
}

function needsQuotes(text: string, column: string, format: CsvFormat): boolean {
  if (format.quoteFields) return format.quoteFields.has(column.toLowerCase());
  if (format.useQuotes === "AsNeeded") return text.includes(format.delimiter) || /["\r\n]/.test(text);
  return format.useQuotes === "Always";
}
