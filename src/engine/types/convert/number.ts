// Casts to numbers: from numbers with rounding to even and range checks, from strings as literals, from the rest.

import { Char, DateTime, Decimal, Double, EnumValue, PSException, Single } from "../../../objects/index.js";
import { decimalFromDouble, decimalFromSingle, decimalRound } from "../numbers/decimal.js";
import type { EngineError } from "../errors.js";
import { castFailure } from "../errors.js";
import type { NumericKind } from "../numbers/numeric.js";
import {
  box,
  INTEGER_RANGES,
  isIntegerKind,
  numericKind,
  roundHalfEven,
  toBigInt,
  toDouble,
} from "../numbers/numeric.js";
import { typeToString } from "../type-name.js";
import { parseDecimalText, parseInteger, parseReal, scanNumber } from "../numbers/scan-number.js";

const RANGE_NAMES: Readonly<Record<string, string>> = {
  SByte: "a signed byte",
  Byte: "an unsigned byte",
  Int16: "an Int16",
  UInt16: "a UInt16",
  Int32: "an Int32",
  UInt32: "a UInt32",
  Int64: "an Int64",
  UInt64: "a UInt64",
  Decimal: "a Decimal",
  Char: "a character",
};

export function outOfRange(kind: string): string {
  return `Value was either too large or too small for ${RANGE_NAMES[kind] ?? kind}.`;
}

/** "Cannot convert value "x" to type "T". Error: "…"" under one of PowerShell's ids. */
export function invalidCast(
  id: string,
  valueText: string,
  typeName: string,
  why: string,
  cause?: PSException,
): EngineError {
  const type = typeToString(typeName);
  const overflow = why.startsWith("Value was either too large");
  const inner = cause ?? new PSException(overflow ? "System.OverflowException" : "System.FormatException", why);
  return castFailure(id, `Cannot convert value "${valueText}" to type "${type}". Error: "${why}"`, inner);
}

/** Signals that a number does not fit; the caller knows the texts. */
export const OVERFLOW: unique symbol = Symbol("overflow");

/** A number as one of another kind, rounded to even; OVERFLOW where it does not fit. */
export function numberTo(value: unknown, kind: NumericKind): unknown {
  const from = numericKind(value);
  if (from === kind) return value;
  if (kind === "Double") return new Double(toDouble(value));
  if (kind === "Single") return new Single(toDouble(value));
  const real = from === "Double" || from === "Single";
  if (kind === "Decimal") {
    if (!real) {
      const whole = toBigInt(value);
      return whole < 1n << 96n && whole > -(1n << 96n) ? new Decimal(whole, 0) : OVERFLOW;
    }
    const size = Math.abs(toDouble(value));
    if (!(size < 7.922816251426434e28)) return OVERFLOW;
    return from === "Single" ? decimalFromSingle(toDouble(value)) : decimalFromDouble(toDouble(value));
  }
  const whole = wholeOf(value, from!, kind);
  if (whole === undefined) return OVERFLOW;
  const range = INTEGER_RANGES[kind];
  return !range || (whole >= range[0] && whole <= range[1]) ? box(kind, whole) : OVERFLOW;
}

function wholeOf(value: unknown, from: NumericKind, to: NumericKind): bigint | undefined {
  if (from === "Double" || from === "Single") {
    const real = toDouble(value);
    if (!Number.isFinite(real)) return undefined;
    return BigInt(to === "BigInteger" ? Math.trunc(real) : roundHalfEven(real));
  }
  if (from === "Decimal") return decimalRound(value as Decimal, 0).coefficient;
  return toBigInt(value);
}

/** [number]value for everything but strings; undefined where there is no such conversion. Throws InvalidCastIConvertible. */
export function toNumberKind(value: unknown, kind: NumericKind, text: () => string): unknown {
  if (typeof value === "boolean") return box(kind, value ? 1 : 0);
  if (value instanceof Char) return checked(value.code, kind, text);
  if (value instanceof EnumValue) return checked(value.value, kind, text);
  if (value instanceof DateTime)
    throw invalidCast(
      "InvalidCastIConvertible",
      text(),
      `System.${kind}`,
      `Invalid cast from 'DateTime' to '${kind}'.`,
    );
  if (numericKind(value) === undefined) return undefined;
  return checked(value, kind, text);
}

function checked(value: unknown, kind: NumericKind, text: () => string): unknown {
  const converted = numberTo(value, kind);
  if (converted !== OVERFLOW) return converted;
  throw invalidCast("InvalidCastIConvertible", text(), `System.${kind}`, outOfRange(kind));
}

const STRING_IDS: Readonly<Record<string, string>> = {
  Double: "InvalidCastFromStringToDoubleOrSingle",
  Single: "InvalidCastFromStringToDoubleOrSingle",
  Decimal: "InvalidCastFromStringToDecimal",
};

/** [number]'text'. */
export function stringToNumber(text: string, kind: NumericKind): unknown {
  const id = STRING_IDS[kind] ?? "InvalidCastFromStringToInteger";
  const typeName = kind === "BigInteger" ? "System.Numerics.BigInteger" : `System.${kind}`;
  if (text.length === 0) return box(kind, 0);
  const direct = parseDirectly(text, kind);
  if (direct !== undefined && direct !== OVERFLOW) return direct;
  if (direct === undefined) {
    const scanned = scanNumber(text);
    if (scanned === undefined)
      throw invalidCast(
        id,
        text,
        typeName,
        kind === "BigInteger"
          ? "The value could not be parsed."
          : `The input string '${text}' was not in a correct format.`,
      );
    const converted = numberTo(scanned, kind);
    if (converted !== OVERFLOW) return converted;
  }
  throw invalidCast(id, text, typeName, outOfRange(kind));
}

function parseDirectly(text: string, kind: NumericKind): unknown {
  if (kind === "BigInteger") return undefined;
  if (isIntegerKind(kind)) {
    const range = INTEGER_RANGES[kind]!;
    const whole = parseHex(text, range) ?? parseInteger(text);
    if (whole === undefined) return undefined;
    return whole >= range[0] && whole <= range[1] ? box(kind, whole) : OVERFLOW;
  }
  if (kind === "Decimal") {
    const parsed = parseDecimalText(text);
    // A string's trailing zeros do not survive the cast (fact 32).
    return parsed && trimmed(parsed);
  }
  const real = parseReal(text);
  return real === undefined ? undefined : box(kind, real === 0 ? 0 : real);
}

/** "0xFF", "&hFF" and "#FF", as the type converters read them: of the type's own width. */
function parseHex(text: string, range: readonly [bigint, bigint]): bigint | undefined {
  const found = /^\s*(?:0x|&h|#)([0-9a-f]+)\s*$/i.exec(text);
  if (!found) return undefined;
  const value = BigInt(`0x${found[1]}`);
  const size = range[1] - range[0] + 1n;
  return range[0] < 0n && value > range[1] && value < size ? value - size : value;
}

function trimmed(value: Decimal): Decimal {
  let { coefficient, scale } = value;
  while (scale > 0 && coefficient % 10n === 0n) {
    coefficient /= 10n;
    scale--;
  }
  return new Decimal(coefficient, scale);
}

/** The number of a string operand in arithmetic: any kind a literal may have. `typeName` is the other side's, for the error. */
export function operandNumber(text: string, typeName: string): unknown {
  if (text.length === 0) return 0;
  const scanned = scanNumber(text);
  if (scanned !== undefined) return scanned;
  const kind = typeName.replace("System.", "");
  const id = STRING_IDS[kind] ?? "InvalidCastFromStringToInteger";
  throw invalidCast(id, text, typeName, `The input string '${text}' was not in a correct format.`);
}
