// System.Math: a method's overloads for each numeric type.

import { Decimal, Double, Single } from "../../../../objects/index.js";
import { decimalCompare, decimalFloor, decimalNegate, decimalRound, decimalTruncate } from "../../numbers/decimal.js";
import type { Family, Member } from "../../define.js";
import { argumentError, argumentOutOfRange, netError } from "../../errors.js";
import { roundHalfEven } from "../../numbers/numeric.js";
import { closedName } from "../../type-name.js";
import { numberOf } from "../common.js";
import { Tuple } from "../collections/tuples.js";

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
};
