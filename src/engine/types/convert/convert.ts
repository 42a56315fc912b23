// LanguagePrimitives.ConvertTo: `[type]value`.
//
// Rule: the order of the attempts is PowerShell's: the value's own type, PowerShell's special rules (strings, booleans,
// numbers, enumerations, arrays, hashtables), then Parse, then a base type, then a constructor of one argument.

import {
  baseOf,
  Byte,
  Char,
  Dictionary,
  elementType,
  EnumValue,
  PSObject,
  SwitchParameter,
  typedArray,
} from "../../../objects/index.js";
import type { TypeContext } from "../context.js";
import { finalCastError } from "./cast-error.js";
import { convertObject } from "./object.js";
import { invalidCast, outOfRange, stringToNumber, toNumberKind } from "./number.js";
import { enumFromNumber, enumFromString, enumValue, nullToEnum } from "./enum.js";
import type { TypeDefinition } from "../definition.js";
import { enumerate, toArray, toBoolean } from "../enumerate.js";
import { castFailure, EngineError, runtimeError } from "../errors.js";
import type { NumericKind } from "../numbers/numeric.js";
import { numericKind, NUMERIC_RANK, toBigInt } from "../numbers/numeric.js";
import { isValueType } from "../define.js";
import { PSReference, PSType } from "../type-object.js";
import { typeNameOf } from "../type-of.js";

/** Converts or throws. `typeName` is any spelling of a type's name. */
export function convert(value: unknown, typeName: string, context: TypeContext): unknown {
  switch (typeName) {
    case "string":
    case "System.String":
      return value === undefined ? "" : context.values.toText(value);
    case "object":
    case "System.Object":
      return value === undefined ? null : value;
    case "int":
      if (typeof value === "number") return value;
      break;
    case "bool":
      return toBoolean(value);
    default:
      break;
  }
  const special = /^(?:system\.management\.automation\.)?ps(?:custom)?object$|^(?:system\.)?void$/i.test(typeName);
  if (special) return convertSpecial(value, typeName.toLowerCase(), context);
  const definition = context.table.find(typeName);
  if (!definition) throw runtimeError("TypeNotFound", `Unable to find type [${typeName}].`, { target: typeName });
  const converted = convertTo(value === undefined ? null : value, definition, context);
  return converted;
}

/** [pscustomobject], [psobject], [void]. */
function convertSpecial(value: unknown, name: string, context: TypeContext): unknown {
  if (name.endsWith("pscustomobject")) return toCustomObject(value, context);
  return name.endsWith("void") ? undefined : toPSObject(value, context);
}

/** Generic interfaces that an array of the right elements satisfies. */
const COLLECTION_FACE =
  /^System\.Collections\.Generic\.(IEnumerable|ICollection|IList|IReadOnlyList|IReadOnlyCollection)`1/;

/** Converts to a known type. */
function convertTo(value: unknown, type: TypeDefinition, context: TypeContext): unknown {
  const name = type.name;
  if (name.startsWith("System.Nullable`1")) {
    if (value === null) return null;
    return context.values.convert(value, type.typeArguments![0]!);
  }
  if (value === null) return fromNull(type, context);
  const base = baseOf(value);
  if (name === "System.Object") return value;
  if (name === "System.String") return context.values.toText(value);
  const own = typeNameOf(base);
  if (own === name && !(base instanceof PSObject)) return base;
  if (name === "System.Boolean") return toBoolean(base);
  const kind = name.slice(name.lastIndexOf(".") + 1);
  if (kind in NUMERIC_RANK && (name === "System." + kind || kind === "BigInteger"))
    return toNumber(base, kind as NumericKind, context);
  if (type.enumValues) return toEnum(base, type, context);
  if (name === "System.Char") return toChar(base, context);
  if (type.elementType !== undefined && name.endsWith("[]")) return toTypedArray(base, type.elementType, context);
  if (name === "System.Array") {
    if (Array.isArray(base) || base instanceof Uint8Array) return base;
    return enumerate(base) ? toArray(base) : [base];
  }
  if (name === "System.Management.Automation.SwitchParameter") {
    if (typeof base === "boolean") return new SwitchParameter(base);
    throw finalCastError(value, name, context);
  }
  if (name === "System.Type") return toType(base, context);
  if (type.isInterface && type.typeArguments?.length === 1 && COLLECTION_FACE.test(name)) {
    if (context.table.isAssignable(own, name)) return base;
    if (enumerate(base)) return toTypedArray(base, type.typeArguments[0]!, context);
  }
  if (name === "System.Management.Automation.PSReference") return PSReference.to(value);
  return convertObject(value, base, own, type, context);
}

function fromNull(type: TypeDefinition, context: TypeContext): unknown {
  const name = type.name;
  if (name === "System.String") return "";
  if (name === "System.Boolean") return false;
  if (name === "System.Char") return new Char(0);
  if (name === "System.Management.Automation.SwitchParameter") return new SwitchParameter(false);
  const kind = name.slice(name.lastIndexOf(".") + 1);
  if (kind in NUMERIC_RANK) return context.values.convert(0, name);
  if (type.enumValues) throw nullToEnum(type);
  if (isValueType(type)) throw finalCastError(null, name, context);
  return null;
}

function toNumber(value: unknown, kind: NumericKind, context: TypeContext): unknown {
  if (typeof value === "string") return stringToNumber(value, kind);
  const number = toNumberKind(value, kind, () => context.values.toText(value));
  if (number !== undefined) return number;
  const name = kind === "BigInteger" ? "System.Numerics.BigInteger" : `System.${kind}`;
  if (value instanceof PSObject || typeof value !== "object") throw finalCastError(value, name, context);
  return convertObject(value, value, typeNameOf(value), context.table.find(name)!, context);
}

function toEnum(value: unknown, type: TypeDefinition, context: TypeContext): unknown {
  if (typeof value === "string") return enumFromString(type, value);
  if (value instanceof EnumValue) return enumFromNumber(type, value.value);
  if (typeof value === "boolean") return enumFromNumber(type, value ? 1 : 0);
  if (numericKind(value) !== undefined)
    return enumFromNumber(type, Number(context.values.convert(value, "long") as bigint));
  const items = toArray(value);
  if (!items) throw finalCastError(value, type.name, context);
  if (items.length === 1) return toEnum(baseOf(items[0]), type, context);
  if (items.every((item) => typeof baseOf(item) === "string")) return enumFromString(type, items.map(baseOf).join(","));
  let sum = 0n;
  for (const item of items) sum |= BigInt((toEnum(baseOf(item), type, context) as EnumValue).value);
  return enumValue(type, Number(sum));
}

function toChar(value: unknown, context: TypeContext): unknown {
  const text = (): string => context.values.toText(value);
  if (typeof value === "string") {
    if (value.length === 1) return new Char(value.charCodeAt(0));
    const why = "String must be exactly one character long.";
    throw invalidCast("InvalidCastParseTargetInvocation", value, "System.Char", why);
  }
  const kind = numericKind(value);
  if (kind === undefined || kind === "Double" || kind === "Single" || kind === "Decimal") {
    if (kind === undefined && !(value instanceof EnumValue)) throw finalCastError(value, "System.Char", context);
    if (kind !== undefined)
      throw invalidCast("InvalidCastIConvertible", text(), "System.Char", `Invalid cast from '${kind}' to 'Char'.`);
  }
  const code = value instanceof EnumValue ? BigInt(value.value) : toBigInt(value);
  if (code < 0n || code > 65535n)
    throw invalidCast("InvalidCastIConvertible", text(), "System.Char", outOfRange("Char"));
  return new Char(Number(code));
}

function toTypedArray(value: unknown, element: string, context: TypeContext): unknown {
  let items: Iterable<unknown>;
  if (element === "System.Char" && typeof value === "string") items = [...splitUnits(value)];
  else if (Array.isArray(value) && element === "System.Object" && elementType(value) === "System.Object") return value;
  else {
    const many = enumerate(value);
    if (!many) return scalarToArray(value, element, context);
    if (value instanceof Dictionary && element !== "System.Object")
      throw finalCastError(value, `${element}[]`, context);
    items = many;
  }
  if (element === "System.Byte") {
    const list = [...items];
    return Uint8Array.from(list, (item) => (context.values.convert(item, "System.Byte") as Byte).value);
  }
  const type = context.table.find(element);
  const converted: unknown[] = [];
  for (const item of items) {
    if (item === null && element === "System.String") converted.push("");
    else converted.push(type && element !== "System.Object" ? convertTo(item ?? null, type, context) : item);
  }
  return typedArray(element, converted);
}

/** An array of the one value; its own failure is told within the array's. */
function scalarToArray(value: unknown, element: string, context: TypeContext): unknown {
  try {
    return toTypedArray([value], element, context);
  } catch (error) {
    if (!(error instanceof EngineError) || !error.errorId.startsWith("InvalidCast")) throw error;
    const text = context.values.toText(value);
    throw invalidCast(
      "InvalidCastExceptionScalarToArray",
      text,
      `${element}[]`,
      error.exception.message,
      error.exception,
    );
  }
}

function* splitUnits(text: string): IterableIterator<Char> {
  for (let i = 0; i < text.length; i++) yield new Char(text.charCodeAt(i));
}

function toType(value: unknown, context: TypeContext): unknown {
  if (value instanceof PSType) return value;
  if (typeof value === "string") {
    const found = context.table.find(value.replace(/^\[(.*)\]$/, "$1"));
    if (found) return context.table.typeObject(found);
    throw castFailure(
      "InvalidCastFromStringToType",
      `Cannot convert the "${value}" value of type "System.String" to type "System.Type".`,
    );
  }
  throw finalCastError(value, "System.Type", context);
}

/** [pscustomobject]: a dictionary becomes an object of its entries; anything else stays what it is. */
function toCustomObject(value: unknown, context: TypeContext): unknown {
  const base = baseOf(value);
  if (!(base instanceof Dictionary)) return value === undefined ? null : value;
  const object = new PSObject();
  for (const entry of base) {
    const name = context.values.toText(entry.key);
    if (name.toLowerCase() === "pstypename" && typeof entry.value === "string") {
      object.typeNames = [entry.value, "System.Management.Automation.PSCustomObject", "System.Object"];
    } else object.set(name, entry.value);
  }
  return object;
}

function toPSObject(value: unknown, _context: TypeContext): unknown {
  return value === undefined ? null : value;
}
