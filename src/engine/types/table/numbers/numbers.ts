// The numeric types: limits, Parse and TryParse, comparison, ToString with a format.

import { BigInteger, Decimal, Double, NetObject, Single } from "../../../../objects/index.js";
import type { PSReference } from "../../type-object.js";
import { compareNumbers } from "../../operators/compare.js";
import { outOfRange } from "../../convert/number.js";
import {
  DECIMAL_MAX,
  DECIMAL_MIN,
  decimalAdd,
  decimalDivide,
  decimalFloor,
  decimalFromDouble,
  decimalMultiply,
  decimalNegate,
  decimalRemainder,
  decimalRound,
  decimalSubtract,
  decimalTruncate,
} from "../../numbers/decimal.js";
import type { Family, Member, TypeSource } from "../../define.js";
import { argumentError, formatError, netError } from "../../errors.js";
import { formatNumber } from "../../numbers/format-number.js";
import type { NumericKind } from "../../numbers/numeric.js";
import { box, INTEGER_RANGES, numericKind, toDouble } from "../../numbers/numeric.js";
import { parseDecimalText, parseInteger, parseReal } from "../../numbers/scan-number.js";
import { cultureOf, enumOf, numberOf, convertibleMembers } from "../common.js";

const bad = (text: string): Error => formatError(`The input string '${text}' was not in a correct format.`);

/** Parse of a whole number; HexNumber is 515 of NumberStyles. */
function parseWhole(kind: NumericKind, text: string | null, style = 7): unknown {
  if (text === null) throw argumentError("Value cannot be null.", "s", "System.ArgumentNullException");
  const range = INTEGER_RANGES[kind];
  let value: bigint | undefined;
  if (style & 512) {
    if (!/^\s*[0-9a-f]+\s*$/i.test(text)) throw bad(text);
    value = BigInt("0x" + text.trim());
    if (range && value > range[1] && range[0] < 0n) value -= 2n * (range[1] + 1n);
  } else {
    const cleaned = style & 64 ? text.replaceAll(",", "") : text;
    value = parseInteger(cleaned);
    if (value === undefined && style & (32 | 128)) {
      const real = parseReal(cleaned);
      if (real !== undefined && Number.isInteger(real)) value = BigInt(real);
    }
  }
  if (value === undefined) throw bad(text);
  if (range && (value < range[0] || value > range[1])) throw netError("System.OverflowException", outOfRange(kind));
  return box(kind, value);
}

function parseAny(kind: NumericKind, text: string | null, style?: number): unknown {
  if (kind === "Double" || kind === "Single") {
    const real = text === null ? undefined : parseReal(text);
    if (real === undefined) throw bad(text ?? "");
    return box(kind, real);
  }
  if (kind === "Decimal") {
    const value = text === null ? undefined : parseDecimalText(text);
    if (value === undefined) throw bad(text ?? "");
    return value;
  }
  return parseWhole(kind, text, style);
}

/** Culture-aware text of a number to the invariant one. */
function localized(text: string | null, provider: unknown): string | null {
  const { decimal, group } = cultureOf(provider).numbers;
  if (text === null || (decimal === "." && group === ",")) return text;
  return text.replaceAll(group, "").replaceAll(decimal, ".");
}

function tryParse(kind: NumericKind, text: string | null, result: PSReference, style?: number): boolean {
  try {
    result.value = parseAny(kind, text, style);
    return true;
  } catch {
    result.value = box(kind, kind === "Decimal" ? 0n : 0);
    return false;
  }
}

function compareTo(self: unknown, other: unknown): number {
  if (other === null) return 1;
  if (numericKind(other) !== numericKind(self))
    throw argumentError(`Object must be of type ${numericKind(self)}.`, "value");
  return Math.sign(compareNumbers(self, other));
}

function numberType(kind: NumericKind, name: string, own: Record<string, Member> = {}): () => TypeSource {
  const arithmetic: Record<string, Member> = {
    [`static ${name} Abs(${name} value)`]: (value) =>
      typeof value === "bigint" ? (value < 0n ? -value : value) : Math.abs(value),
    [`static ${name} Max(${name} x, ${name} y)`]: (a, b) => (a > b ? a : b),
    [`static ${name} Min(${name} x, ${name} y)`]: (a, b) => (a < b ? a : b),
    [`static ${name} Clamp(${name} value, ${name} min, ${name} max)`]: (value, low, high) =>
      value < low ? low : value > high ? high : value,
  };
  return () => ({
    kind: "struct",
    interfaces:
      "System.IComparable System.IConvertible System.IFormattable" +
      (kind === "BigInteger" ? "" : ` System.IComparable\`1[[System.${kind}]] System.IEquatable\`1[[System.${kind}]]`),
    members: {
      "int CompareTo(System.Object value)": compareTo,
      [`int CompareTo(${name} value)`]: (self, other) =>
        Math.sign(compareNumbers(self, numericKind(other) ? other : box(kind, other))),
      "bool Equals(System.Object obj)": (self, other) =>
        numericKind(other) === numericKind(self) && compareNumbers(self, other) === 0,
      [`bool Equals(${name} obj)`]: (self, other) =>
        compareNumbers(self, numericKind(other) ? other : box(kind, other)) === 0,
      "string ToString()": (self) => formatNumber(self, null),
      "string ToString(string format)": (self, format) => formatNumber(self, format),
      "string ToString(System.IFormatProvider provider)": (self, provider) =>
        formatNumber(self, null, cultureOf(provider).numbers),
      "string ToString(string format, System.IFormatProvider provider)": (self, format, provider) =>
        formatNumber(self, format, cultureOf(provider).numbers),
      ...(kind === "BigInteger" ? {} : convertibleMembers),
      "System.TypeCode GetTypeCode()": (_self, engine) => enumOf(engine, "System.TypeCode", kind),
      [`static ${name} Parse(string s)`]: (text) => parseAny(kind, text),
      [`static ${name} Parse(string s, System.Globalization.NumberStyles style)`]: (text, style) =>
        parseAny(kind, text, numberOf(style)),
      [`static ${name} Parse(string s, System.IFormatProvider provider)`]: (text, provider) =>
        parseAny(kind, localized(text, provider)),
      [`static ${name} Parse(string s, System.Globalization.NumberStyles style, System.IFormatProvider provider)`]: (
        text,
        style,
        provider,
      ) => parseAny(kind, localized(text, provider), numberOf(style)),
      [`static bool TryParse(string s, ref ${name} result)`]: (text, result) => tryParse(kind, text, result),
      [`static bool TryParse(string s, System.IFormatProvider provider, ref ${name} result)`]: (
        text,
        provider,
        result,
      ) => tryParse(kind, localized(text, provider), result),
      [`static bool TryParse(string s, System.Globalization.NumberStyles style, System.IFormatProvider provider, ref ${name} result)`]:
        (text, style, provider, result) => tryParse(kind, localized(text, provider), result, numberOf(style)),
      ...(kind === "Decimal" || kind === "BigInteger" ? {} : arithmetic),
      ...own,
    },
  });
}

function integerType(kind: NumericKind, name: string): () => TypeSource {
  const [low, high] = INTEGER_RANGES[kind]!;
  return numberType(kind, name, {
    [`static ${name} MaxValue`]: () => box(kind, high),
    [`static ${name} MinValue`]: () => box(kind, low),
  });
}

const realMembers = (name: string, kind: "Double" | "Single"): Record<string, Member> => ({
  [`static bool IsNaN(${name} d)`]: (value) => Number.isNaN(value),
  [`static bool IsInfinity(${name} d)`]: (value) => Math.abs(value) === Infinity,
  [`static bool IsPositiveInfinity(${name} d)`]: (value) => value === Infinity,
  [`static bool IsNegativeInfinity(${name} d)`]: (value) => value === -Infinity,
  [`static bool IsFinite(${name} d)`]: (value) => Number.isFinite(value),
  [`static bool IsInteger(${name} d)`]: (value) => Number.isInteger(value),
  [`static bool IsNegative(${name} d)`]: (value) => value < 0 || Object.is(value, -0),
  [`static ${name} NaN`]: () => box(kind, NaN),
  [`static ${name} PositiveInfinity`]: () => box(kind, Infinity),
  [`static ${name} NegativeInfinity`]: () => box(kind, -Infinity),
});

const big = (value: bigint | BigInteger): bigint => (value instanceof BigInteger ? value.value : value);

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  base %= modulus;
  while (exponent > 0n) {
    if (exponent & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
    exponent >>= 1n;
  }
  return result;
}

function power(value: bigint, exponent: number): bigint {
  if (exponent < 0)
    throw argumentError(
      "The number must be greater than or equal to zero.",
      "exponent",
      "System.ArgumentOutOfRangeException",
    );
  if (exponent > 5_000_000) throw netError("System.OverflowException", "Value was either too large or too small.");
  return value ** BigInt(exponent);
}

export const numberTypes: Family = {
  "System.Int32": integerType("Int32", "int"),
  "System.Int64": integerType("Int64", "long"),
  "System.Int16": integerType("Int16", "short"),
  "System.Byte": integerType("Byte", "byte"),
  "System.SByte": integerType("SByte", "sbyte"),
  "System.UInt16": integerType("UInt16", "ushort"),
  "System.UInt32": integerType("UInt32", "uint"),
  "System.UInt64": integerType("UInt64", "ulong"),
  "System.Double": numberType("Double", "double", {
    "static double MaxValue": () => new Double(Number.MAX_VALUE),
    "static double MinValue": () => new Double(-Number.MAX_VALUE),
    "static double Epsilon": () => new Double(Number.MIN_VALUE),
    "static double Pi": () => new Double(Math.PI),
    "static double E": () => new Double(Math.E),
    ...realMembers("double", "Double"),
  }),
  "System.Single": numberType("Single", "float", {
    "static float MaxValue": () => new Single(3.4028234663852886e38),
    "static float MinValue": () => new Single(-3.4028234663852886e38),
    "static float Epsilon": () => new Single(1.401298464324817e-45),
    ...realMembers("float", "Single"),
  }),
  "System.Decimal": numberType("Decimal", "decimal", {
    "static decimal MaxValue": () => DECIMAL_MAX,
    "static decimal MinValue": () => DECIMAL_MIN,
    "static decimal Zero": () => new Decimal(0n, 0),
    "static decimal One": () => new Decimal(1n, 0),
    "static decimal MinusOne": () => new Decimal(-1n, 0),
    "new(double value)": (value) => decimalFromDouble(value),
    "new(int value)": (value) => new Decimal(BigInt(value), 0),
    "new(long value)": (value) => new Decimal(value, 0),
    "static decimal Add(decimal d1, decimal d2)": decimalAdd,
    "static decimal Subtract(decimal d1, decimal d2)": decimalSubtract,
    "static decimal Multiply(decimal d1, decimal d2)": decimalMultiply,
    "static decimal Divide(decimal d1, decimal d2)": decimalDivide,
    "static decimal Remainder(decimal d1, decimal d2)": decimalRemainder,
    "static decimal Negate(decimal d)": decimalNegate,
    "static decimal Truncate(decimal d)": (d) => new Decimal(decimalTruncate(d), 0),
    "static decimal Floor(decimal d)": decimalFloor,
    "static decimal Ceiling(decimal d)": (d) => decimalNegate(decimalFloor(decimalNegate(d))),
    "static decimal Round(decimal d)": (d) => decimalRound(d, 0),
    "static decimal Round(decimal d, int decimals)": (d, places) => decimalRound(d, places),
    "static int Compare(decimal d1, decimal d2)": (a, b) => Math.sign(compareNumbers(a, b)),
    "static int ToInt32(decimal d)": (d) => Number(decimalTruncate(d)),
    "static double ToDouble(decimal d)": (d) => toDouble(d),
    "static int[] GetBits(decimal d)": (d: Decimal) => {
      const size = d.coefficient < 0n ? -d.coefficient : d.coefficient;
      const word = (shift: bigint): number => Number(BigInt.asIntN(32, size >> shift));
      return [word(0n), word(32n), word(64n), (d.scale << 16) | (d.coefficient < 0n ? -2147483648 : 0)];
    },
  }),
  "System.Numerics.BigInteger": numberType("BigInteger", "bigint", {
    "new(int value)": (value) => new BigInteger(BigInt(value)),
    "new(long value)": (value) => new BigInteger(value),
    "new(double value)": (value) => new BigInteger(BigInt(Math.trunc(value))),
    "static bigint Zero": () => 0n,
    "static bigint One": () => 1n,
    "static bigint MinusOne": () => -1n,
    "bool IsZero": (self) => self.value === 0n,
    "bool IsOne": (self) => self.value === 1n,
    "bool IsEven": (self) => self.value % 2n === 0n,
    "bool IsPowerOfTwo": (self) => self.value > 0n && (self.value & (self.value - 1n)) === 0n,
    "int Sign": (self) => (self.value < 0n ? -1 : self.value > 0n ? 1 : 0),
    "static bigint Abs(bigint value)": (value) => (value < 0n ? -value : value),
    "static bigint Add(bigint left, bigint right)": (a, b) => a + b,
    "static bigint Subtract(bigint left, bigint right)": (a, b) => a - b,
    "static bigint Multiply(bigint left, bigint right)": (a, b) => a * b,
    "static bigint Divide(bigint dividend, bigint divisor)": (a, b) => a / b,
    "static bigint Remainder(bigint dividend, bigint divisor)": (a, b) => a % b,
    "static bigint Negate(bigint value)": (value) => -value,
    "static bigint Max(bigint left, bigint right)": (a, b) => (a > b ? a : b),
    "static bigint Min(bigint left, bigint right)": (a, b) => (a < b ? a : b),
    "static bigint Pow(bigint value, int exponent)": (value, exponent) => power(value, exponent),
    "static bigint ModPow(bigint value, bigint exponent, bigint modulus)": modPow,
    "static bigint GreatestCommonDivisor(bigint left, bigint right)": gcd,
    "static int Compare(bigint left, bigint right)": (a, b) => (a < b ? -1 : a > b ? 1 : 0),
    "static double Log10(bigint value)": (value: bigint) => {
      const text = big(value).toString();
      return Math.log10(Number(`0.${text}`)) + text.length;
    },
  }),
  "System.Numerics.Complex": () => ({
    kind: "struct",
    members: {
      "new(double real, double imaginary)": (real, imaginary) => new Complex(real, imaginary),
      "double Real": (self: Complex) => self.real,
      "double Imaginary": (self: Complex) => self.imaginary,
      "double Magnitude": (self: Complex) => Math.hypot(self.real, self.imaginary),
      "double Phase": (self: Complex) => Math.atan2(self.imaginary, self.real),
      "string ToString()": (self: Complex) => self.text,
      "static System.Numerics.Complex op_Addition(System.Numerics.Complex a, System.Numerics.Complex b)": (a, b) =>
        new Complex(a.real + b.real, a.imaginary + b.imaginary),
      "static System.Numerics.Complex op_Subtraction(System.Numerics.Complex a, System.Numerics.Complex b)": (a, b) =>
        new Complex(a.real - b.real, a.imaginary - b.imaginary),
      "static System.Numerics.Complex op_Multiply(System.Numerics.Complex a, System.Numerics.Complex b)": (a, b) =>
        new Complex(a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real),
      "static double Abs(System.Numerics.Complex value)": (self: Complex) => Math.hypot(self.real, self.imaginary),
    },
    convertFrom: (value) => (numericKind(value) === undefined ? undefined : new Complex(toDouble(value), 0)),
    text: (self: Complex) => self.text,
  }),
};

/** System.Numerics.Complex. */
class Complex extends NetObject {
  readonly typeName: string = "System.Numerics.Complex";
  readonly real: number;
  readonly imaginary: number;
  constructor(real: number, imaginary: number) {
    super();
    this.real = real;
    this.imaginary = imaginary;
  }
  get text(): string {
    const text = (value: number): string => formatNumber(new Double(value), null);
    return `<${text(this.real)}; ${text(this.imaginary)}>`;
  }
}
