// The numeric types as one family: which one a value is, its range, and moving between them.
//
// Rule: nothing here knows PowerShell's promotion rules (operators/arithmetic.ts) or its error texts (convert/number.ts).

import {
  BigInteger,
  Byte,
  Char,
  Decimal,
  Double,
  Int16,
  SByte,
  Single,
  UInt16,
  UInt32,
  UInt64,
} from "../../../objects/index.js";
import { decimalFromDouble, decimalToDouble, decimalTruncate } from "./decimal.js";

export type NumericKind =
  | "SByte"
  | "Byte"
  | "Int16"
  | "UInt16"
  | "Int32"
  | "UInt32"
  | "Int64"
  | "UInt64"
  | "Single"
  | "Double"
  | "Decimal"
  | "BigInteger";

/** Smallest and largest value of each integer type. */
export const INTEGER_RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  SByte: [-128n, 127n],
  Byte: [0n, 255n],
  Int16: [-32768n, 32767n],
  UInt16: [0n, 65535n],
  Int32: [-2147483648n, 2147483647n],
  UInt32: [0n, 4294967295n],
  Int64: [-9223372036854775808n, 9223372036854775807n],
  UInt64: [0n, 18446744073709551615n],
};

/** Rank of each type in promotion: the order of .NET's TypeCode. */
export const NUMERIC_RANK: Readonly<Record<NumericKind, number>> = {
  SByte: 5,
  Byte: 6,
  Int16: 7,
  UInt16: 8,
  Int32: 9,
  UInt32: 10,
  Int64: 11,
  UInt64: 12,
  Single: 13,
  Double: 14,
  Decimal: 15,
  BigInteger: 16,
};

/** The kind of a number, undefined for anything else (Char and Boolean too). */
export function numericKind(value: unknown): NumericKind | undefined {
  if (typeof value === "number") return "Int32";
  if (typeof value === "bigint") return "Int64";
  if (typeof value !== "object" || value === null) return undefined;
  if (value instanceof Double) return "Double";
  if (value instanceof Decimal) return "Decimal";
  if (value instanceof Byte) return "Byte";
  if (value instanceof UInt32) return "UInt32";
  if (value instanceof UInt64) return "UInt64";
  if (value instanceof Single) return "Single";
  if (value instanceof Int16) return "Int16";
  if (value instanceof UInt16) return "UInt16";
  if (value instanceof SByte) return "SByte";
  if (value instanceof BigInteger) return "BigInteger";
  return undefined;
}

export function isIntegerKind(kind: string): boolean {
  return kind in INTEGER_RANGES;
}

export function isSignedKind(kind: string): boolean {
  return kind === "Int32" || kind === "Int64" || kind === "Int16" || kind === "SByte";
}

/** A number of any type as a double. */
export function toDouble(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Decimal) return decimalToDouble(value);
  if (value instanceof Char) return value.code;
  if (typeof value === "boolean") return value ? 1 : 0;
  return Number((value as { value: number | bigint }).value);
}

/** A number of an integer type as a bigint; a fraction is cut off. */
export function toBigInt(value: unknown): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return BigInt(value);
  if (value instanceof Decimal) return decimalTruncate(value);
  if (value instanceof Char) return BigInt(value.code);
  if (typeof value === "boolean") return value ? 1n : 0n;
  const inner = (value as { value: number | bigint }).value;
  return typeof inner === "bigint" ? inner : BigInt(Math.trunc(inner));
}

/** A number of `kind` from a value known to be in its range. */
export function box(kind: NumericKind, value: number | bigint): unknown {
  switch (kind) {
    case "Int32":
      return Number(value);
    case "Int64":
      return BigInt(value);
    case "Double":
      return new Double(Number(value));
    case "Single":
      return new Single(Number(value));
    case "Byte":
      return new Byte(Number(value));
    case "SByte":
      return new SByte(Number(value));
    case "Int16":
      return new Int16(Number(value));
    case "UInt16":
      return new UInt16(Number(value));
    case "UInt32":
      return new UInt32(Number(value));
    case "UInt64":
      return new UInt64(BigInt(value));
    case "BigInteger":
      return new BigInteger(BigInt(value));
    case "Decimal":
      return typeof value === "bigint" ? new Decimal(value, 0) : decimalFromDouble(value);
  }
}

/** Rounds a double to the nearest whole number, ties to even, as Convert.ToInt32 does. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** The exact value of a finite double as coefficient × 10^-scale. */
export function exactDecimal(value: number): { readonly coefficient: bigint; readonly scale: number } {
  if (Number.isInteger(value)) return { coefficient: BigInt(value), scale: 0 };
  let scale = 0;
  let mantissa = value;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    scale++;
  }
  return { coefficient: BigInt(mantissa) * 5n ** BigInt(scale), scale };
}
