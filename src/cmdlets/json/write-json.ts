// Values to JSON, as ConvertTo-Json writes it. Pure but for the engine's view of objects.

import type { Engine } from "../../engine/index.js";
import {
  baseOf,
  BigInteger,
  Byte,
  Char,
  DateTime,
  DateTimeOffset,
  Decimal,
  Dictionary,
  Double,
  EnumValue,
  Guid,
  Int16,
  NetObject,
  PSList,
  PSObject,
  SByte,
  Single,
  UInt16,
  UInt32,
  UInt64,
  Uri,
} from "../../objects/index.js";

export interface JsonOptions {
  readonly depth: number;
  readonly compress: boolean;
  readonly enumsAsStrings: boolean;
  readonly escape: "Default" | "EscapeNonAscii" | "EscapeHtml";
}

export interface JsonResult {
  readonly text: string;
  /** True where something lay deeper than `depth` and was written as text. */
  readonly truncated: boolean;
}

/** A dictionary with a key that is no string, which JSON cannot hold. */
export class NonStringKeyError extends Error {
  readonly typeName: string;
  constructor(typeName: string) {
    super(
      `The type '${typeName}' is not supported for serialization or deserialization of a dictionary. Keys must be strings.`,
    );
    this.typeName = typeName;
  }
}

/** The JSON text of a value. Throws NonStringKeyError. */
export function writeJson(value: unknown, options: JsonOptions, engine: Engine): JsonResult {
  let truncated = false;
  const newline = options.compress ? "" : "\n";
  const colon = options.compress ? ":" : ": ";

  const write = (item: unknown, level: number): string => {
    engine.checkStop();
    const scalar = writeScalar(item, options, engine);
    const notes = notesOf(item, engine);
    if (scalar !== undefined) {
      if (notes.length === 0) return scalar;
      return bracket(
        "{",
        "}",
        [`${quote("value", options)}${colon}${scalar}`, ...notes.map(([name, note]) => pair(name, note, level))],
        level,
      );
    }
    if (level > options.depth) {
      truncated = true;
      return quote(engine.values.toText(item), options);
    }
    const elements = elementsOf(item);
    if (elements && notes.length === 0) return list(elements, level);
    const value = elements ? [`${quote("value", options)}${colon}${list(elements, level + 1)}`] : [];
    const members = elements ? notes : membersOf(item, engine);
    return bracket("{", "}", [...value, ...members.map(([name, member]) => pair(name, member, level))], level);
  };
  const pair = (name: string, member: unknown, level: number): string =>
    quote(name, options) + colon + write(member, level + 1);
  const list = (elements: readonly unknown[], level: number): string =>
    bracket(
      "[",
      "]",
      elements.map((element) => write(element, level + 1)),
      level,
    );
  const bracket = (open: string, close: string, parts: readonly string[], level: number): string => {
    if (parts.length === 0) return open + close;
    const indent = options.compress ? "" : "  ".repeat(level + 1);
    const outdent = options.compress ? "" : "  ".repeat(level);
    return open + newline + parts.map((part) => indent + part).join("," + newline) + newline + outdent + close;
  };
  const text = write(value, 0);
  return { text, truncated };
}

function writeScalar(value: unknown, options: JsonOptions, engine: Engine): string | undefined {
  const base = baseOf(value);
  if (base === null || base === undefined) return base === undefined && value instanceof PSObject ? undefined : "null";
  switch (typeof base) {
    case "boolean":
      return base ? "true" : "false";
    case "number":
    case "bigint":
      return String(base);
    case "string":
      return quote(base, options);
  }
  if (base instanceof Double || base instanceof Single) return writeReal(base, engine);
  if (base instanceof Decimal) return base.scale === 0 ? `${base}.0` : base.toString();
  if (
    base instanceof Byte ||
    base instanceof SByte ||
    base instanceof Int16 ||
    base instanceof UInt16 ||
    base instanceof UInt32
  )
    return String(base.value);
  if (base instanceof UInt64 || base instanceof BigInteger) return String(base.value);
  if (base instanceof EnumValue) return options.enumsAsStrings ? quote(base.text, options) : String(base.value);
  if (base instanceof DateTime) return quote(engine.values.format("{0:yyyy-MM-ddTHH:mm:ss.FFFFFFFK}", [base]), options);
  if (base instanceof DateTimeOffset)
    return quote(engine.values.format("{0:yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz}", [base]), options);
  if (base instanceof Char || base instanceof Guid) return quote(base.toString(), options);
  if (base instanceof Uri) return quote(base.original, options);
  if (base instanceof NetObject && base.typeName === "System.DBNull") return "null";
  return undefined;
}

/** Reals always look like reals: 1.0, 1E+300. */
function writeReal(real: Double | Single, engine: Engine): string {
  if (Number.isNaN(real.value)) return '"NaN"';
  if (!Number.isFinite(real.value)) return real.value > 0 ? '"Infinity"' : '"-Infinity"';
  const text = engine.values.format("{0:R}", [real]);
  return /[.eE]/.test(text) ? text : `${text}.0`;
}

/** What was added to a value that is no custom object; it becomes one, with the value as "value". Strings and dates never show theirs. */
function notesOf(item: unknown, engine: Engine): readonly (readonly [string, unknown])[] {
  const base = baseOf(item);
  if (typeof base === "string" || base instanceof DateTime || (item instanceof PSObject && item.isCustom)) return [];
  if (item instanceof PSObject) return item.shape.names.map((name, slot) => [name, item.values[slot]] as const);
  if (typeof item !== "object" || item === null) return [];
  const { values } = engine;
  return values
    .properties(item)
    .filter((member) => member.isInstance)
    .map(({ name }) => [name, values.getMember(item, name) ?? null] as const);
}

function elementsOf(value: unknown): readonly unknown[] | undefined {
  const base = baseOf(value);
  if (Array.isArray(base)) return base as readonly unknown[];
  if (base instanceof Uint8Array) return Array.from(base);
  if (base instanceof PSList) return base.items;
  return undefined;
}

function membersOf(value: unknown, engine: Engine): readonly (readonly [string, unknown])[] {
  const base = baseOf(value);
  if (base instanceof Dictionary) {
    const entries = Array.from(base, ({ key, value: member }) => {
      if (typeof baseOf(key) !== "string") throw new NonStringKeyError(base.typeName);
      return [baseOf(key) as string, member] as const;
    });
    return [...entries, ...notesOf(value, engine)];
  }
  const { view } = engine.values;
  const names = value instanceof PSObject ? view.propertyNames(value) : publicNames(value, engine);
  const own = names.map((name) => [name, view.property(value, name) ?? null] as const);
  return value instanceof PSObject ? own : [...own, ...notesOf(value, engine)];
}

/** Properties of the class; for PowerShell `hidden` ones are public too. */
function publicNames(value: unknown, engine: Engine): readonly string[] {
  const names = engine.values.view.adaptedNames(value);
  const own = Object.entries(engine.types.find(engine.values.typeNameOf(value))?.properties ?? {});
  const isScriptClass = own.some(([, property]) => property.hidden) && !engine.values.typeNameOf(value).includes(".");
  return isScriptClass ? [...new Set([...own.map(([name]) => name), ...names])] : names;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};
// oxlint-disable-next-line no-control-regex
const MUST_ESCAPE = /["\\\u0000-\u001f\u0085\u2028\u2029]/g;
// oxlint-disable-next-line no-control-regex
const NON_ASCII = /["\\\u0000-\u001f\u007f-\uffff]/g;
// oxlint-disable-next-line no-control-regex
const HTML = /["\\\u0000-\u001f\u0085\u2028\u2029<>&']/g;

function quote(text: string, options: JsonOptions): string {
  const pattern =
    options.escape === "EscapeNonAscii" ? NON_ASCII : options.escape === "EscapeHtml" ? HTML : MUST_ESCAPE;
  return `"${text.replace(pattern, (character) => {
    if (options.escape === "EscapeHtml" && character === '"') return "\\u0022";
    return SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  })}"`;
}
