// System.Math, Convert, BitConverter.

import { Char, DateTime, Decimal, Double, NetObject, Single } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import { decimalCompare, decimalFloor, decimalNegate, decimalRound, decimalTruncate } from "../decimal.js";
import type { Family, Member } from "../define.js";
import { argumentError, argumentOutOfRange, formatError, netError } from "../errors.js";
import { formatNumber } from "../format-number.js";
import type { NumericKind } from "../numeric.js";
import { box, INTEGER_RANGES, numericKind, roundHalfEven, toBigInt } from "../numeric.js";
import { numberTo, outOfRange, OVERFLOW } from "../convert-number.js";
import { parseDecimalText, parseInteger, parseReal } from "../scan-number.js";
import { closedName } from "../type-name.js";
import { cultureOf, numberOf } from "./common.js";
import { Tuple } from "./tuples.js";
import { fromBase64, toBase64 } from "./bytes.js";

const abs = (value: any): any => (value < 0 ? -value : value);

/** Overloads of one method for every numeric type. */
function forKinds(
  names: readonly string[],
  signature: (name: string) => string,
  body: (...args: any[]) => unknown,
): Record<string, Member> {
  return Object.fromEntries(names.map((name) => [signature(name), body]));
}

const ALL = ["int", "long", "double", "float", "byte", "sbyte", "short", "ushort", "uint", "ulong"];

/** Rounds the double's exact value; ties to even or away from zero. */
function round(value: number, places: number, mode: number): number {
  if (!Number.isFinite(value)) return value;
  if (places < 0 || places > 15)
    throw argumentOutOfRange("Rounding digits must be between 0 and 15, inclusive.", "digits");
  if (Math.abs(value) >= 1e16) return value;
  // .NET scales, rounds, and scales back; that is what gives 1.005 → 1.
  const scale = 10 ** places;
  const scaled = value * scale;
  switch (mode) {
    case 1:
      return (Math.sign(scaled) * Math.floor(Math.abs(scaled) + 0.5)) / scale;
    case 2:
      return Math.trunc(scaled) / scale;
    case 3:
      return Math.floor(scaled) / scale;
    case 4:
      return Math.ceil(scaled) / scale;
    default: {
      const rounded = roundHalfEven(scaled) / scale;
      return rounded === 0 && value < 0 ? -0 : rounded;
    }
  }
}

function roundDecimal(value: Decimal, places: number, mode: number): Decimal {
  switch (mode) {
    case 1:
      return decimalRound(value, places, true);
    case 2: {
      const drop = Math.max(0, value.scale - places);
      return new Decimal(value.coefficient / 10n ** BigInt(drop), value.scale - drop);
    }
    default:
      return decimalRound(value, places);
  }
}

const MODE = "System.MidpointRounding mode";

const mathMembers: Record<string, Member> = {
  "static double PI": () => new Double(Math.PI),
  "static double E": () => new Double(Math.E),
  "static double Tau": () => new Double(2 * Math.PI),
  ...forKinds(["int", "long", "double", "float", "sbyte", "short"], (t) => `static ${t} Abs(${t} value)`, abs),
  "static decimal Abs(decimal value)": (value: Decimal) => (value.coefficient < 0n ? decimalNegate(value) : value),
  ...forKinds(
    ALL,
    (t) => `static ${t} Max(${t} val1, ${t} val2)`,
    (a, b) => (a !== a || a > b ? a : b),
  ),
  "static decimal Max(decimal val1, decimal val2)": (a, b) => (decimalCompare(a, b) >= 0 ? a : b),
  ...forKinds(
    ALL,
    (t) => `static ${t} Min(${t} val1, ${t} val2)`,
    (a, b) => (a !== a || a < b ? a : b),
  ),
  "static decimal Min(decimal val1, decimal val2)": (a, b) => (decimalCompare(a, b) <= 0 ? a : b),
  ...forKinds(
    ALL,
    (t) => `static ${t} Clamp(${t} value, ${t} min, ${t} max)`,
    (value, low, high) => {
      if (low > high) throw argumentError(`'${low}' cannot be greater than ${high}.`, "min");
      return value < low ? low : value > high ? high : value;
    },
  ),
  ...forKinds(
    ["int", "long", "double", "float", "sbyte", "short"],
    (t) => `static int Sign(${t} value)`,
    (value) => {
      if (value !== value)
        throw netError("System.ArithmeticException", "Function does not accept floating point Not-a-Number values.");
      return value < 0 ? -1 : value > 0 ? 1 : 0;
    },
  ),
  "static int Sign(decimal value)": (value: Decimal) => (value.coefficient < 0n ? -1 : value.coefficient > 0n ? 1 : 0),
  "static double Floor(double d)": Math.floor,
  "static decimal Floor(decimal d)": decimalFloor,
  "static double Ceiling(double a)": Math.ceil,
  "static decimal Ceiling(decimal d)": (d) => decimalNegate(decimalFloor(decimalNegate(d))),
  "static double Truncate(double d)": Math.trunc,
  "static decimal Truncate(decimal d)": (d) => new Decimal(decimalTruncate(d), 0),
  "static double Round(double a)": (a) => round(a, 0, 0),
  "static double Round(double value, int digits)": (value, places) => round(value, places, 0),
  [`static double Round(double value, ${MODE})`]: (value, mode) => round(value, 0, numberOf(mode)),
  [`static double Round(double value, int digits, ${MODE})`]: (value, places, mode) =>
    round(value, places, numberOf(mode)),
  "static decimal Round(decimal d)": (d) => decimalRound(d, 0),
  "static decimal Round(decimal d, int decimals)": (d, places) => decimalRound(d, places),
  [`static decimal Round(decimal d, ${MODE})`]: (d, mode) => roundDecimal(d, 0, numberOf(mode)),
  [`static decimal Round(decimal d, int decimals, ${MODE})`]: (d, places, mode) =>
    roundDecimal(d, places, numberOf(mode)),
  "static double Pow(double x, double y)": (x, y) => x ** y,
  "static double Sqrt(double d)": Math.sqrt,
  "static double Cbrt(double d)": Math.cbrt,
  "static double Exp(double d)": Math.exp,
  "static double Log(double d)": Math.log,
  "static double Log(double a, double newBase)": (a, base) => Math.log(a) / Math.log(base),
  "static double Log10(double d)": Math.log10,
  "static double Log2(double x)": Math.log2,
  "static double Sin(double a)": Math.sin,
  "static double Cos(double d)": Math.cos,
  "static double Tan(double a)": Math.tan,
  "static double Asin(double d)": Math.asin,
  "static double Acos(double d)": Math.acos,
  "static double Atan(double d)": Math.atan,
  "static double Atan2(double y, double x)": Math.atan2,
  "static double Sinh(double value)": Math.sinh,
  "static double Cosh(double value)": Math.cosh,
  "static double Tanh(double value)": Math.tanh,
  "static double IEEERemainder(double x, double y)": (x, y) => x - y * roundHalfEven(x / y),
  "static long BigMul(int a, int b)": (a, b) => BigInt(a) * BigInt(b),
  "static int DivRem(int a, int b, ref int result)": (a, b, result) => {
    if (b === 0) throw netError("System.DivideByZeroException", "Attempted to divide by zero.");
    result.value = a % b;
    return Math.trunc(a / b);
  },
  "static System.Object DivRem(int left, int right)": (a, b) => quotient(a, b, (x, y) => [Math.trunc(x / y), x % y]),
  "static System.Object DivRem(long left, long right)": (a: bigint, b: bigint) =>
    quotient(a, b, (x, y) => [x / y, x % y]),
  "static long DivRem(long a, long b, ref long result)": (a, b, result) => {
    if (b === 0n) throw netError("System.DivideByZeroException", "Attempted to divide by zero.");
    result.value = a % b;
    return a / b;
  },
};

/** Math.DivRem without a reference: both results as a ValueTuple. */
function quotient<T extends number | bigint>(a: T, b: T, divide: (a: T, b: T) => T[]): Tuple {
  if (Number(b) === 0) throw netError("System.DivideByZeroException", "Attempted to divide by zero.");
  const type = typeof a === "number" ? "System.Int32" : "System.Int64";
  return new Tuple(closedName("System.ValueTuple`2", [type, type]), divide(a, b));
}

/** Convert.ToX: as IConvertible does it. */
function convertTo(kind: NumericKind, value: unknown): unknown {
  if (value === null) return box(kind, kind === "Decimal" ? 0n : 0);
  if (typeof value === "boolean") return box(kind, value ? 1 : 0);
  if (typeof value === "string") return parse(kind, value);
  const number = value instanceof Char ? value.code : value;
  if (numericKind(number) === undefined) {
    const inner = (value as { value?: unknown }).value;
    if (typeof inner !== "number" && typeof inner !== "bigint")
      throw netError("System.InvalidCastException", `Unable to cast object of type to type 'System.IConvertible'.`);
    return convertTo(kind, inner);
  }
  const converted = numberTo(number, kind);
  if (converted === OVERFLOW) throw netError("System.OverflowException", outOfRange(kind));
  return converted;
}

function parse(kind: NumericKind, text: string): unknown {
  const value =
    kind === "Double" || kind === "Single"
      ? parseReal(text)
      : kind === "Decimal"
        ? parseDecimalText(text)
        : parseInteger(text);
  if (value === undefined) throw formatError(`The input string '${text}' was not in a correct format.`);
  if (value instanceof Decimal || typeof value === "number") return value instanceof Decimal ? value : box(kind, value);
  const range = INTEGER_RANGES[kind]!;
  if (value < range[0] || value > range[1]) throw netError("System.OverflowException", outOfRange(kind));
  return box(kind, value);
}

function parseBase(kind: NumericKind, text: string, base: number): unknown {
  if (![2, 8, 10, 16].includes(base)) throw argumentError("Invalid Base.", "fromBase");
  if (base === 10) return parse(kind, text);
  const prefix = base === 16 ? "0x" : base === 8 ? "0o" : "0b";
  const digits = base === 16 ? text.replace(/^0x/i, "") : text;
  let value: bigint;
  try {
    value = BigInt(prefix + digits);
  } catch {
    throw digits === ""
      ? argumentOutOfRange(
          "Index was out of range. Must be non-negative and less than the size of the collection.",
          "startIndex",
        )
      : formatError("Could not find any recognizable digits.");
  }
  const range = INTEGER_RANGES[kind]!;
  if (range[0] < 0n && value > range[1]) value -= 2n * (range[1] + 1n);
  if (value < range[0] || value > range[1]) throw netError("System.OverflowException", outOfRange(kind));
  return box(kind, value);
}

function toBase(value: bigint, bits: number, base: number): string {
  if (![2, 8, 10, 16].includes(base)) throw argumentError("Invalid Base.", "toBase");
  return base === 10 ? value.toString() : BigInt.asUintN(bits, value).toString(base);
}

function toBoolean(value: unknown): boolean {
  if (value === null) return false;
  if (typeof value === "boolean") return value;
  if (typeof value === "string") {
    const text = value.trim().toLowerCase();
    if (text === "true" || text === "false") return text === "true";
    throw formatError(`String '${value}' was not recognized as a valid Boolean.`);
  }
  return value instanceof Double || value instanceof Single ? value.value !== 0 : toBigInt(value) !== 0n;
}

function convertMembers(): Record<string, Member> {
  const members: Record<string, Member> = {};
  const targets: [NumericKind, string][] = [
    ["Int32", "int"],
    ["Int64", "long"],
    ["Int16", "short"],
    ["Byte", "byte"],
    ["SByte", "sbyte"],
    ["UInt16", "ushort"],
    ["UInt32", "uint"],
    ["UInt64", "ulong"],
    ["Double", "double"],
    ["Single", "float"],
    ["Decimal", "decimal"],
  ];
  for (const [kind, name] of targets) {
    members[`static ${name} To${kind}(System.Object value)`] = (value) => convertTo(kind, value);
    members[`static ${name} To${kind}(System.Object value, System.IFormatProvider provider)`] = (value) =>
      convertTo(kind, value);
    if (INTEGER_RANGES[kind])
      members[`static ${name} To${kind}(string value, int fromBase)`] = (text, base) => parseBase(kind, text, base);
  }
  return members;
}

const invariantText = (value: unknown, engine: Engine): string => engine.values.format("{0}", [value]);

const converting: Record<string, Member> = {
  ...convertMembers(),
  "static bool ToBoolean(System.Object value)": toBoolean,
  "static char ToChar(System.Object value)": (value, engine: Engine) => engine.values.convert(value, "char"),
  "static datetime ToDateTime(System.Object value)": (value, engine: Engine) =>
    value === null ? new DateTime(0n) : engine.values.convert(value, "datetime"),
  "static string ToString(System.Object value)": (value, engine) => invariantText(value, engine),
  "static string ToString(System.Object value, System.IFormatProvider provider)": (value, provider, engine) =>
    numericKind(value) === undefined
      ? invariantText(value, engine)
      : formatNumber(value, null, cultureOf(provider).numbers),
  "static string ToString(int value, int toBase)": (value, base) => toBase(BigInt(value), 32, base),
  "static string ToString(long value, int toBase)": (value, base) => toBase(value, 64, base),
  "static string ToString(byte value, int toBase)": (value, base) => toBase(BigInt(value), 8, base),
  "static string ToString(short value, int toBase)": (value, base) => toBase(BigInt(value), 16, base),
  "static string ToBase64String(byte[] inArray)": (bytes) => toBase64(bytes),
  "static string ToBase64String(byte[] inArray, System.Base64FormattingOptions options)": (bytes, options) =>
    numberOf(options) === 1 ? toBase64(bytes).replace(/.{76}(?=.)/g, "$&\r\n") : toBase64(bytes),
  "static byte[] FromBase64String(string s)": (text) => fromBase64(text),
  "static string ToHexString(byte[] inArray)": (bytes: Uint8Array) => hex(bytes).toUpperCase(),
  "static string ToHexStringLower(byte[] inArray)": (bytes: Uint8Array) => hex(bytes),
  "static byte[] FromHexString(string s)": (text: string) => {
    if (text.length % 2 === 1 || /[^0-9a-f]/i.test(text))
      throw formatError("The input is not a valid hex string as it contains a non-hex character.");
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  },
  "static System.Object ChangeType(System.Object value, type conversionType)": (value, type, engine: Engine) =>
    engine.values.convert(value, type.name),
  "static bool IsDBNull(System.Object value)": (value) =>
    value instanceof NetObject && value.typeName === "System.DBNull",
};

export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const littleEndian = (size: number, write: (view: DataView) => void): Uint8Array => {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return bytes;
};

function viewAt(bytes: Uint8Array, index: number, size: number): DataView {
  if (index < 0 || index >= bytes.length)
    throw argumentOutOfRange(
      "Index was out of range. Must be non-negative and less than the size of the collection.",
      "startIndex",
    );
  if (index + size > bytes.length)
    throw argumentError(
      "Destination array is not long enough to copy all the items in the collection. Check array index and length.",
      "value",
    );
  return new DataView(bytes.buffer, bytes.byteOffset + index, size);
}

const dashes = (bytes: Uint8Array): string =>
  hex(bytes)
    .toUpperCase()
    .replace(/..(?=.)/g, "$&-");

export const mathTypes: Family = {
  "System.Math": () => ({ kind: "static", members: mathMembers }),
  "System.MathF": () => ({
    kind: "static",
    members: {
      "static float PI": () => new Single(Math.PI),
      "static float Sqrt(float x)": Math.sqrt,
      "static float Round(float x)": roundHalfEven,
    },
  }),
  "System.Convert": () => ({ kind: "static", members: converting }),
  "System.BitConverter": () => ({
    kind: "static",
    members: {
      "static bool IsLittleEndian": () => true,
      "static string ToString(byte[] value)": dashes,
      "static string ToString(byte[] value, int startIndex)": (bytes: Uint8Array, start) =>
        dashes(bytes.subarray(start)),
      "static string ToString(byte[] value, int startIndex, int length)": (bytes: Uint8Array, start, length) =>
        dashes(bytes.subarray(start, start + length)),
      "static byte[] GetBytes(int value)": (value) => littleEndian(4, (view) => view.setInt32(0, value, true)),
      "static byte[] GetBytes(long value)": (value) => littleEndian(8, (view) => view.setBigInt64(0, value, true)),
      "static byte[] GetBytes(short value)": (value) => littleEndian(2, (view) => view.setInt16(0, value, true)),
      "static byte[] GetBytes(ushort value)": (value) => littleEndian(2, (view) => view.setUint16(0, value, true)),
      "static byte[] GetBytes(uint value)": (value) => littleEndian(4, (view) => view.setUint32(0, value, true)),
      "static byte[] GetBytes(ulong value)": (value) => littleEndian(8, (view) => view.setBigUint64(0, value, true)),
      "static byte[] GetBytes(double value)": (value) => littleEndian(8, (view) => view.setFloat64(0, value, true)),
      "static byte[] GetBytes(float value)": (value) => littleEndian(4, (view) => view.setFloat32(0, value, true)),
      "static byte[] GetBytes(bool value)": (value) => Uint8Array.of(value ? 1 : 0),
      "static byte[] GetBytes(char value)": (value: string) =>
        littleEndian(2, (view) => view.setUint16(0, value.charCodeAt(0), true)),
      "static int ToInt32(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 4).getInt32(0, true),
      "static long ToInt64(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 8).getBigInt64(0, true),
      "static short ToInt16(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 2).getInt16(0, true),
      "static ushort ToUInt16(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 2).getUint16(0, true),
      "static uint ToUInt32(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 4).getUint32(0, true),
      "static ulong ToUInt64(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 8).getBigUint64(0, true),
      "static double ToDouble(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 8).getFloat64(0, true),
      "static float ToSingle(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 4).getFloat32(0, true),
      "static bool ToBoolean(byte[] value, int startIndex)": (bytes, at) => viewAt(bytes, at, 1).getUint8(0) !== 0,
      "static char ToChar(byte[] value, int startIndex)": (bytes, at) =>
        String.fromCharCode(viewAt(bytes, at, 2).getUint16(0, true)),
      "static long DoubleToInt64Bits(double value)": (value) =>
        new DataView(littleEndian(8, (view) => view.setFloat64(0, value, true)).buffer).getBigInt64(0, true),
    },
  }),
};
