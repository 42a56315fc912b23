// System.Decimal's arithmetic: 96-bit whole numbers over powers of ten, exact until 28 digits, then rounded to even.

import { Decimal } from "../../../objects/index.js";
import { netError } from "../errors.js";

const LIMIT = 1n << 96n;
const MAX_SCALE = 28;

export const DECIMAL_MAX: Decimal = new Decimal(LIMIT - 1n, 0);
export const DECIMAL_MIN: Decimal = new Decimal(1n - LIMIT, 0);

function overflow(): Error {
  return netError("System.OverflowException", "Value was either too large or too small for a Decimal.");
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

/** `value` / `divisor` rounded to the nearest, ties to even. */
function divideHalfEven(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  const rest = abs(value % divisor) * 2n;
  const size = abs(divisor);
  if (rest < size || (rest === size && quotient % 2n === 0n)) return quotient;
  return value < 0n !== divisor < 0n ? quotient - 1n : quotient + 1n;
}

/** The decimal nearest to coefficient × 10^-scale; an OverflowException where there is none. */
function makeDecimal(coefficient: bigint, scale: number): Decimal {
  if (scale < 0) {
    coefficient *= 10n ** BigInt(-scale);
    scale = 0;
  }
  let drop = Math.max(0, scale - MAX_SCALE);
  const digits = abs(coefficient).toString().length;
  if (digits - drop > 29) drop = Math.min(scale, digits - 29);
  let cut = drop > 0 ? divideHalfEven(coefficient, 10n ** BigInt(drop)) : coefficient;
  while (abs(cut) >= LIMIT) {
    if (drop >= scale) throw overflow();
    drop++;
    cut = divideHalfEven(coefficient, 10n ** BigInt(drop));
  }
  return new Decimal(cut, scale - drop);
}

function align(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.coefficient * 10n ** BigInt(scale - a.scale), b.coefficient * 10n ** BigInt(scale - b.scale), scale];
}

export function decimalAdd(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b);
  return makeDecimal(x + y, scale);
}

export function decimalSubtract(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b);
  return makeDecimal(x - y, scale);
}

export function decimalMultiply(a: Decimal, b: Decimal): Decimal {
  return makeDecimal(a.coefficient * b.coefficient, a.scale + b.scale);
}

/** An exact quotient has the fewest digits that hold it, and at least those of the operands' difference. */
export function decimalDivide(a: Decimal, b: Decimal): Decimal {
  if (b.coefficient === 0n) throw netError("System.DivideByZeroException", "Attempted to divide by zero.");
  const least = Math.max(0, a.scale - b.scale);
  const numerator = a.coefficient * 10n ** BigInt(MAX_SCALE + 2 + b.scale);
  const denominator = b.coefficient * 10n ** BigInt(a.scale);
  let quotient = makeDecimal(divideHalfEven(numerator, denominator), MAX_SCALE + 2);
  if (abs(numerator) % abs(denominator) !== 0n) return quotient;
  while (quotient.scale > least && quotient.coefficient % 10n === 0n)
    quotient = new Decimal(quotient.coefficient / 10n, quotient.scale - 1);
  return quotient;
}

export function decimalRemainder(a: Decimal, b: Decimal): Decimal {
  if (b.coefficient === 0n) throw netError("System.DivideByZeroException", "Attempted to divide by zero.");
  const [x, y, scale] = align(a, b);
  return makeDecimal(x % y, scale);
}

export function decimalCompare(a: Decimal, b: Decimal): number {
  const [x, y] = align(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

export function decimalNegate(value: Decimal): Decimal {
  return new Decimal(-value.coefficient, value.scale);
}

export function decimalTruncate(value: Decimal): bigint {
  return value.coefficient / 10n ** BigInt(value.scale);
}

/** To `digits` places; ties to even, or away from zero. */
export function decimalRound(value: Decimal, digits: number, awayFromZero = false): Decimal {
  if (value.scale <= digits) return value;
  const divisor = 10n ** BigInt(value.scale - digits);
  if (!awayFromZero) return new Decimal(divideHalfEven(value.coefficient, divisor), digits);
  const half = value.coefficient < 0n ? -divisor / 2n : divisor / 2n;
  return new Decimal((value.coefficient + half) / divisor, digits);
}

export function decimalFloor(value: Decimal): Decimal {
  const whole = decimalTruncate(value);
  const exact = whole * 10n ** BigInt(value.scale) === value.coefficient;
  return new Decimal(exact || value.coefficient >= 0n ? whole : whole - 1n, 0);
}

export function decimalToDouble(value: Decimal): number {
  return Number(value.toString());
}

/** As `(decimal)double`: 15 significant digits, no trailing zeros. */
export function decimalFromDouble(value: number): Decimal {
  if (!Number.isFinite(value) || Math.abs(value) >= 7.922816251426434e28) throw overflow();
  return parseScientific(value === 0 ? "0" : value.toPrecision(15), true);
}

/** As `(decimal)single`: 7 significant digits. */
export function decimalFromSingle(value: number): Decimal {
  if (!Number.isFinite(value) || Math.abs(value) >= 7.922816251426434e28) throw overflow();
  return parseScientific(value === 0 ? "0" : value.toPrecision(7), true);
}

/** A decimal from digits with an optional point and exponent ("1.50", "-2e3"), already known to be well-formed. */
export function parseScientific(text: string, trim = false): Decimal {
  const [mantissa = "0", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  let coefficient = BigInt((whole + fraction).replace(/^([+-]?)0*(?=\d)/, "$1").replace(/^\+/, "") || "0");
  let scale = fraction.length - Number(exponent);
  if (scale < -40 && coefficient !== 0n) throw overflow();
  if (coefficient === 0n) return new Decimal(0n, trim ? 0 : Math.min(MAX_SCALE, Math.max(0, scale)));
  while (trim && scale > 0 && coefficient % 10n === 0n) {
    coefficient /= 10n;
    scale--;
  }
  return makeDecimal(coefficient, scale);
}
