// PowerShell's values as plain JavaScript, and back: the mapping of docs/api.md.
//
// Rule: nothing is lost silently. What has no plain form stays the object of remora/objects that holds it.

import {
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
  PSList,
  PSObject,
  SByte,
  ScriptBlockText,
  Single,
  TICKS_PER_MILLISECOND,
  TimeSpan,
  UInt16,
  UInt32,
  UInt64,
  UNIX_EPOCH_TICKS,
  Uri,
  Version,
  XmlText,
} from "./objects/index.js";
import * as objects from "./objects/index.js";

/** Type names of an object that came as a bag of properties, most derived first: `value[typeNames]`. */
export const typeNames: unique symbol = Symbol("typeNames");

/** A received object: its properties, and its type names under `typeNames`. */
export interface RemoteObject {
  readonly [typeNames]?: readonly string[];
  [property: string]: unknown;
}

/** Notes that say where a value came from; the session's caller knows that already. */
const ORIGIN_NOTES = new Set(["pscomputername", "runspaceid", "psshowcomputername", "pssourcejobinstanceid"]);

/** A value of objects/ as plain JavaScript. */
export function toPlain(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof PSObject) return plainObject(value);
  if (value instanceof Double || value instanceof Single || value instanceof Byte || value instanceof SByte)
    return value.value;
  if (value instanceof Int16 || value instanceof UInt16 || value instanceof UInt32) return value.value;
  if (value instanceof UInt64 || value instanceof BigInteger) return value.value;
  if (value instanceof Decimal || value instanceof Char || value instanceof Guid || value instanceof Version)
    return value.toString();
  if (value instanceof DateTime) return plainDate(value.ticks, value.kind === "Utc" ? 0 : undefined);
  if (value instanceof DateTimeOffset) return plainDate(value.ticks, value.offsetMinutes);
  if (value instanceof TimeSpan) return Number(value.ticks) / 10_000;
  if (value instanceof EnumValue) return value.text;
  if (value instanceof Uri) return value.original;
  if (value instanceof XmlText || value instanceof ScriptBlockText) return value.text;
  if (value instanceof PSList) return value.items.map(toPlain);
  if (value instanceof Dictionary) return plainTable(value);
  return value;
}

function plainObject(object: PSObject): unknown {
  const { base } = object;
  if (base !== undefined) {
    // A deserialized enumeration is its number; its name is what people mean.
    if (typeof base === "number" && object.text !== undefined) return object.text;
    return toPlain(base);
  }
  const properties = object.shape.names.map((name, at) => [name, toPlain(object.values[at])] as const);
  const plain: RemoteObject = Object.fromEntries(properties.filter(([name]) => !ORIGIN_NOTES.has(name.toLowerCase())));
  Object.defineProperty(plain, typeNames, { value: object.typeNames ?? [], enumerable: false });
  return plain;
}

/** An object where all keys are texts, else a Map. */
function plainTable(table: Dictionary): unknown {
  const entries = [...table].map(({ key, value }) => [toPlain(key), toPlain(value)] as const);
  return entries.every(([key]) => typeof key === "string") ? Object.fromEntries(entries) : new Map(entries);
}

/** `offsetMinutes` undefined: the ticks are of this computer's clock. */
function plainDate(ticks: bigint, offsetMinutes: number | undefined): Date {
  const ms = Number((ticks - UNIX_EPOCH_TICKS) / TICKS_PER_MILLISECOND);
  if (offsetMinutes !== undefined) return new Date(ms - offsetMinutes * 60_000);
  return new Date(ms + new Date(ms).getTimezoneOffset() * 60_000);
}

/** A JavaScript value as PowerShell will see it. Throws a TypeError for what has no form there. */
export function fromPlain(value: unknown): unknown {
  return converted(value, []);
}

/** `within`: the arrays, objects and maps that the value is in. */
function converted(value: unknown, within: readonly object[]): unknown {
  switch (typeof value) {
    case "undefined":
      return null;
    case "number":
      return Number.isInteger(value) && Math.abs(value) < 2 ** 31 && !Object.is(value, -0) ? value : new Double(value);
    case "function":
    case "symbol":
      throw new TypeError(`A ${typeof value} cannot be sent to PowerShell.`);
    case "object":
      return value === null ? null : fromObject(value, within);
    default:
      return value;
  }
}

function fromObject(value: object, within: readonly object[]): unknown {
  if (value instanceof Date) return fromDate(value);
  if (value instanceof Uint8Array) return value;
  if (within.includes(value)) throw new TypeError("A value that contains itself cannot be sent to PowerShell.");
  const inner = (part: unknown): unknown => converted(part, [...within, value]);
  if (Array.isArray(value)) return value.map(inner);
  if (value instanceof Map) return tableOf(value, inner);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return tableOf(Object.entries(value), inner);
  if (OWN_CLASSES.some((own) => value instanceof own)) return value;
  throw new TypeError(
    `An object of class ${value.constructor.name} cannot be sent to PowerShell: send a plain object, or a value of remora/objects.`,
  );
}

const OWN_CLASSES = Object.values(objects).filter(
  (own): own is typeof own & (abstract new (...args: never[]) => object) =>
    typeof own === "function" && /^[A-Z]/.test(own.name),
);

function fromDate(date: Date): DateTime {
  if (Number.isNaN(date.getTime())) throw new TypeError("An invalid Date cannot be sent to PowerShell.");
  return new DateTime(BigInt(date.getTime()) * TICKS_PER_MILLISECOND + UNIX_EPOCH_TICKS, "Utc");
}

/** A hashtable: what a plain object is to PowerShell's parameters. */
function tableOf(entries: Iterable<readonly [unknown, unknown]>, inner: (part: unknown) => unknown): Dictionary {
  const table = new Dictionary();
  for (const [key, value] of entries) table.set(inner(key), inner(value));
  return table;
}
