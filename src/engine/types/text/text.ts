// What a value says as text: [string]$x and "$x", in the invariant culture.

import {
  BigInteger,
  Char,
  DateTime,
  DateTimeOffset,
  Decimal,
  Dictionary,
  Double,
  EnumValue,
  ErrorRecord,
  KeyValue,
  NetObject,
  PSException,
  PSMember,
  PSObject,
  ScriptBlockText,
  Single,
  SwitchParameter,
  TimeSpan,
  Uri,
  XmlText,
} from "../../../objects/index.js";
import type { TypeContext } from "../context.js";
import { enumerate } from "../enumerate.js";
import { formatDate, formatTimeSpan } from "../dates/format-date.js";
import { doubleG15, singleG7 } from "../numbers/format-number.js";
import { PSType } from "../type-object.js";
import { typeNameOf } from "../type-of.js";

/** As [string]: collections are joined by $OFS. */
export function toText(value: unknown, context: TypeContext): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (value === null || value === undefined) return "";
  const scalar = scalarText(value, context);
  if (scalar !== undefined) return scalar;
  if (value instanceof PSObject) return objectText(value, context);
  const items = enumerate(value);
  if (!items) return netText(value, context);
  const separator = context.engine.getVariable("OFS");
  return joined(items, separator === undefined || separator === null ? " " : toText(separator, context), context);
}

function joined(items: Iterable<unknown>, separator: string, context: TypeContext): string {
  let out = "";
  let first = true;
  for (const item of items) {
    if (!first) out += separator;
    first = false;
    out += elementText(item, context);
  }
  return out;
}

/** An element of a collection: a collection in it gives its type's name, a custom object nothing, a type its full name. */
export function elementText(value: unknown, context: TypeContext): string {
  if (typeof value === "object" && value !== null) {
    if (enumerate(value)) return typeNameText(value, context);
    if (value instanceof PSObject && isPlainCustom(value)) return "";
    if (value instanceof PSType) return dotNetTypeText(value.name, context);
  }
  return toText(value, context);
}

/** A custom object without a text of its own: what .NET's ToString() of it gives is empty. */
export function isPlainCustom(value: PSObject): boolean {
  return value.isCustom && value.text === undefined && !(value.get("ToString") instanceof PSMember);
}

function typeNameText(value: unknown, context: TypeContext): string {
  if (value instanceof PSObject && value.text !== undefined) return value.text;
  return dotNetTypeText(typeNameOf(value), context);
}

/** As Type.ToString. */
export function dotNetTypeText(name: string, _context: TypeContext): string {
  return name.replaceAll("[[", "[").replaceAll("]]", "]").replaceAll("],[", ",");
}

/** The text of a single value; undefined for collections, custom objects and .NET objects. */
function scalarText(value: unknown, context: TypeContext): string | undefined {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      return String(value);
    case "bigint":
      return value.toString();
    case "boolean":
      return value ? "True" : "False";
    default:
      break;
  }
  if (value instanceof NetObject || value instanceof PSObject || value instanceof Dictionary) return undefined;
  if (value instanceof KeyValue)
    return context.table.find(value.typeName)?.text?.(value, context.engine) ?? value.typeName;
  if (value instanceof Double) return doubleG15(value.value);
  if (value instanceof Single) return singleG7(value.value);
  if (value instanceof Char || value instanceof Decimal || value instanceof EnumValue) return value.toString();
  if (value instanceof DateTime || value instanceof DateTimeOffset)
    return formatDate(value, null, context.engine.host.computer);
  if (value instanceof TimeSpan) return formatTimeSpan(value);
  if (value instanceof BigInteger) return value.value.toString();
  if (value instanceof Uri) return value.original;
  if (value instanceof XmlText) return "#document";
  if (value instanceof ScriptBlockText) return value.text;
  if (value instanceof SwitchParameter) return value.isPresent ? "True" : "False";
  if (Array.isArray(value) || value === null || value === undefined || value instanceof Uint8Array) return undefined;
  const inner = (value as { value?: unknown }).value;
  if (typeof inner === "number" || typeof inner === "bigint") return inner.toString();
  const definition = context.table.find(typeNameOf(value));
  if (definition?.text) return definition.text(value, context.engine);
  return Object.hasOwn(Object.getPrototypeOf(value) as object, "toString") ? String(value) : undefined;
}

function objectText(value: PSObject, context: TypeContext): string {
  // A deserialized enum is its number, and has its name's text besides.
  if (typeof value.base === "number" && value.typeNames?.includes("Deserialized.System.Enum"))
    return String(value.base);
  if (value.text !== undefined) return value.text;
  const own = value.get("ToString");
  if (own instanceof PSMember && own.memberType === "ScriptMethod")
    return toText(context.values.invokeMethod(value, "ToString", []), context);
  if (value.base !== undefined) return toText(value.base, context);
  return customObjectText(value, context);
}

/** "@{a=1; b=}": a custom object inside another one prints nothing. */
function customObjectText(value: PSObject, context: TypeContext): string {
  if (value.shape.names.length === 0) return "";
  const pairs = value.shape.names.map((name) => {
    const inner = context.values.getMember(value, name);
    if (inner instanceof PSObject && inner.isCustom && inner.text === undefined) return `${name}=`;
    return `${name}=${elementText(inner, context)}`;
  });
  return `@{${pairs.join("; ")}}`;
}

function netText(value: unknown, context: TypeContext): string {
  if (value instanceof PSType) return context.table.displayName(value.name);
  if (value instanceof ErrorRecord) return errorText(value, context);
  if (value instanceof PSException && value.instance === undefined) return exceptionText(value);
  const resolved = context.table.resolveName(typeNameOf(value));
  for (const name of resolved?.hierarchy ?? []) {
    const text = context.table.find(name)?.text;
    if (text) return text(value, context.engine);
  }
  return dotNetTypeText(typeNameOf(value), context);
}

function errorText(record: ErrorRecord, context: TypeContext): string {
  if (record.errorDetails?.message) return record.errorDetails.message;
  if (record.exception instanceof PSException) return record.exception.message;
  return toText(context.values.getMember(record.exception, "Message"), context);
}

function exceptionText(exception: PSException): string {
  const inner = exception.innerException;
  const tail = inner ? `\n ---> ${exceptionText(inner)}\n   --- End of inner exception stack trace ---` : "";
  return `${exception.typeName}: ${exception.message}${tail}`;
}
