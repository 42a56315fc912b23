// Words for writing views down: columns, custom lines, numbers.

import {
  BigInteger,
  baseOf,
  Byte,
  Decimal,
  Double,
  Int16,
  SByte,
  Single,
  UInt16,
  UInt32,
  UInt64,
} from "../../objects/index.js";
import { fixed } from "../fixed.js";
import type { Alignment, ComplexItem } from "../records.js";
import type { CellSource, ColumnDefinition } from "../view.js";

/** A column of the property `name`, this wide (0: what is left). */
export function column(name: string, width = 0, alignment: Alignment = "Left", format?: string): ColumnDefinition {
  return { value: name, width, alignment, ...(format === undefined ? {} : { format }) };
}

/** A column with a label of its own. */
export function labelled(label: string, value: CellSource, width = 0, alignment: Alignment = "Left"): ColumnDefinition {
  return { label, value, width, alignment };
}

export const NEWLINE: ComplexItem = { kind: "newline" };

export function text(content: string): ComplexItem {
  return { kind: "text", text: content };
}

export function frame(left: number, items: readonly ComplexItem[]): ComplexItem {
  return { kind: "frame", left, items };
}

/** Lines of a custom layout; nothing follows the last one. */
export function textLines(lines: readonly string[]): ComplexItem[] {
  return lines.flatMap((line, i) => (i === 0 ? [text(line)] : [NEWLINE, text(line)]));
}

/** A number of any .NET type as a JavaScript number; NaN where it is none. */
export function toNumber(value: unknown): number {
  const base = baseOf(value);
  if (typeof base === "number") return base;
  if (typeof base === "bigint") return Number(base);
  if (base instanceof Double || base instanceof Single || base instanceof Byte || base instanceof SByte)
    return base.value;
  if (base instanceof Int16 || base instanceof UInt16 || base instanceof UInt32) return base.value;
  if (base instanceof UInt64 || base instanceof BigInteger) return Number(base.value);
  if (base instanceof Decimal) return Number(base.toString());
  return Number.NaN;
}

/** Two decimals and thousands separators ("N2"). */
export function twoDecimals(value: number): string {
  if (Number.isNaN(value)) return "";
  const plain = fixed(Math.abs(value), 2);
  const [whole = "0", fraction = "00"] = plain.split(".");
  return `${value < 0 ? "-" : ""}${whole.replace(/\B(?=(?:\d{3})+$)/g, ",")}.${fraction}`;
}
