// The text of one value in a cell, a list line or a heading.
//
// Rule: collections show their first elements in braces, numbers with a fraction show two decimals in default tables only,
// everything else is what ToString gives.

import {
  baseOf,
  Decimal,
  Dictionary,
  Double,
  KeyValue,
  NetObject,
  PSList,
  PSObject,
  Single,
  XmlText,
} from "../objects/index.js";
import { fixed } from "./fixed.js";
import { displayName } from "./names.js";
import type { FormatServices } from "./services.js";
import { ELLIPSIS } from "./width.js";

export interface CellOptions {
  /** Two decimals for doubles, singles and decimals, as default table cells have. */
  readonly table?: boolean;
  /** -FormatString, or that of a view. */
  readonly format?: string | undefined;
}

/** The elements formatting looks at: those of a pipeline, and the entries of dictionaries. */
export function enumerable(services: FormatServices, value: unknown): Iterable<unknown> | undefined {
  const base = baseOf(value);
  if (base === null || typeof base !== "object") return undefined;
  if (base instanceof Dictionary) return dictionaryEntries(base);
  if (base instanceof XmlText) return undefined;
  if (services.enumerate) return services.enumerate(value);
  if (Array.isArray(base)) return base;
  if (base instanceof PSList) return base.items;
  if (base instanceof Uint8Array) return base;
  return undefined;
}

function* dictionaryEntries(dictionary: Dictionary): Iterable<unknown> {
  const generic = dictionary.kind === "Dictionary" || dictionary.kind === "SortedDictionary";
  const typeName = generic ? "System.Collections.Generic.KeyValuePair`2" + genericPart(dictionary.typeName) : undefined;
  for (const { key, value } of dictionary) yield new KeyValue(key, value, typeName);
}

function genericPart(typeName: string): string {
  const at = typeName.indexOf("[");
  return at < 0 ? "" : typeName.slice(at);
}

/** What stands for a value where there is room for one text. Line breaks are kept. */
export function cellText(services: FormatServices, value: unknown, options: CellOptions = {}): string {
  if (value === null || value === undefined) return options.format ? formatted(services, options.format, null) : "";
  if (typeof value === "string" && !options.format) return value;
  if (options.format) return formatted(services, options.format, value);
  const items = enumerable(services, value);
  if (items) return braces(services, items);
  if (options.table) {
    const decimals = twoDecimals(baseOf(value));
    if (decimals !== undefined) return decimals;
  }
  return plainText(services, value);
}

// Types print their full names here, where string expansion gives their short ones.
function plainText(services: FormatServices, value: unknown): string {
  const base = baseOf(value);
  if (
    base instanceof NetObject &&
    base.typeName === "System.RuntimeType" &&
    "name" in base &&
    typeof base.name === "string"
  )
    return base.name.replaceAll("[[", "[").replaceAll("]]", "]");
  return services.view.text(value);
}

// A composite format ("{0:N2}") is used as it is; a bare one ("N2") is that of the value's own ToString.
function formatted(services: FormatServices, format: string, value: unknown): string {
  const composite = format.includes("{0") || format.includes("}");
  const whole = composite ? format : `{0:${format}}`;
  if (services.format) return services.format(whole, value);
  return value === null ? "" : services.view.text(value);
}

function braces(services: FormatServices, items: Iterable<unknown>): string {
  const limit = services.enumerationLimit ?? 4;
  let text = "{";
  let count = 0;
  for (const item of items) {
    services.checkStop?.();
    if (limit >= 0 && count === limit) {
      text += ELLIPSIS;
      break;
    }
    if (count > 0) text += ", ";
    text += elementText(services, item);
    count++;
  }
  return text + "}";
}

// Objects whose class has no text of its own are shown by their name, id or key.
function elementText(services: FormatServices, item: unknown): string {
  if (item === null || item === undefined) return "$null";
  if (typeof item === "string") return item;
  if (item instanceof KeyValue && item.typeName.startsWith("System.Collections.Generic."))
    return plainText(services, item);
  if (item instanceof KeyValue) return `[${textOrEmpty(services, item.key)}, ${textOrEmpty(services, item.value)}]`;
  const text = plainText(services, item);
  if (item instanceof NetObject && inheritsText(services.view.typeNames(item), text)) {
    const name = displayName(services.view, item);
    const value = name === undefined ? undefined : services.view.property(item, name);
    if (value !== undefined && value !== null) return services.view.text(value);
  }
  if (text === "" && item instanceof PSObject && item.base !== undefined) return services.view.text(item.base);
  return text;
}

// ToString() is not the class's own: .NET's, which gives the type's name, or one of these base classes'.
const TEXT_OF_BASE: ReadonlySet<string> = new Set([
  "System.Text.RegularExpressions.Capture",
  "System.IO.FileSystemInfo",
]);

function inheritsText(typeNames: readonly string[], text: string): boolean {
  return text === typeNames[0] || typeNames.slice(1).some((name) => TEXT_OF_BASE.has(name));
}

function textOrEmpty(services: FormatServices, value: unknown): string {
  return value === null || value === undefined ? "" : services.view.text(value);
}

function twoDecimals(value: unknown): string | undefined {
  if (value instanceof Double || value instanceof Single) return fixed(value.value, 2);
  if (value instanceof Decimal) return decimalTwo(value);
  return undefined;
}

// Decimals round half away from zero.
function decimalTwo(value: Decimal): string {
  const negative = value.coefficient < 0n;
  let digits = negative ? -value.coefficient : value.coefficient;
  if (value.scale > 2) {
    const divisor = 10n ** BigInt(value.scale - 2);
    digits = (digits + divisor / 2n) / divisor;
  } else digits *= 10n ** BigInt(2 - value.scale);
  return new Decimal(negative ? -digits : digits, 2).toString();
}
