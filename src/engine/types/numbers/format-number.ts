// Numbers as text: .NET's standard numeric formats, exact where .NET is exact.
//
// Rule: a double is formatted from its exact value and an exact tie goes to even (F, N, P, C, E); custom patterns
// (format-number-custom.ts) start from 15 significant digits and round ties away from zero. Decimals always round away.

import { Decimal, Double, Single } from "../../../objects/index.js";
import type { NumberCulture } from "../text/culture.js";
import { INVARIANT } from "../text/culture.js";
import { formatError } from "../errors.js";
import { formatCustomNumber } from "./format-number-custom.js";
import { exactDecimal, INTEGER_RANGES, numericKind } from "./numeric.js";

/** A magnitude as digits: 0.d₁d₂d₃… × 10^point, without leading or trailing zeros; zero has no digits. */
export interface Digits {
  readonly negative: boolean;
  readonly digits: string;
  readonly point: number;
}

/** Digits of whole × 10^-scale. */
function digitsOf(coefficient: bigint, scale: number, negative: boolean): Digits {
  const text = (coefficient < 0n ? -coefficient : coefficient).toString();
  if (text === "0") return { negative, digits: "", point: 0 };
  return { negative, digits: text.replace(/0+$/, ""), point: text.length - scale };
}

/** Keeps `count` digits (may be negative or 0). */
function roundDigits(value: Digits, count: number, toEven: boolean): Digits {
  const { digits, negative, point } = value;
  if (count >= digits.length) return value;
  if (count < 0) return { negative, digits: "", point: 0 };
  const next = digits.charCodeAt(count) - 48;
  const tie = next === 5 && count + 1 === digits.length;
  const lastOdd = count > 0 && digits.charCodeAt(count - 1) % 2 === 1;
  const up = next > 5 || (next === 5 && (!tie || !toEven || lastOdd));
  let kept = digits.slice(0, count);
  if (!up) {
    kept = kept.replace(/0+$/, "");
    return kept === "" ? { negative, digits: "", point: 0 } : { negative, digits: kept, point };
  }
  let i = count - 1;
  while (i >= 0 && kept[i] === "9") i--;
  if (i < 0) return { negative, digits: "1", point: point + 1 };
  return { negative, digits: kept.slice(0, i) + String.fromCharCode(kept.charCodeAt(i) + 1), point };
}

function exactDigits(value: number): Digits {
  const negative = value < 0 || Object.is(value, -0);
  const exact = exactDecimal(Math.abs(value));
  return digitsOf(exact.coefficient, exact.scale, negative);
}

/** The shortest digits that read back as the same number. */
function shortestDigits(value: number, single: boolean): Digits {
  const negative = value < 0 || Object.is(value, -0);
  const size = Math.abs(value);
  if (size === 0) return { negative, digits: "", point: 0 };
  let text = size.toExponential();
  if (single) for (let p = 1; p <= 9; p++) if (Math.fround(Number((text = size.toExponential(p - 1)))) === size) break;
  const [mantissa = "", exponent = "0"] = text.split("e");
  return { negative, digits: mantissa.replace(".", "").replace(/0+$/, ""), point: Number(exponent) + 1 };
}

/** Digits with `places` after the point, and optionally groups of three before it. */
function fixed(value: Digits, places: number, decimal: string, group: string): string {
  const { digits, point } = value;
  let whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  if (digits === "") whole = "0";
  if (group) whole = whole.replace(/\B(?=(\d{3})+$)/g, group);
  if (places === 0) return whole;
  const fraction = point >= 0 ? digits.slice(point) : "0".repeat(-point) + digits;
  return whole + decimal + fraction.slice(0, places).padEnd(places, "0");
}

function scientific(value: Digits, places: number, letter: string, exponentDigits: number, culture: NumberCulture) {
  const first = value.digits[0] ?? "0";
  const rest = value.digits.slice(1).padEnd(places, "0").slice(0, Math.max(places, 0));
  const exponent = value.digits === "" ? 0 : value.point - 1;
  const power = Math.abs(exponent).toString().padStart(exponentDigits, "0");
  return `${first}${rest ? culture.decimal + rest : ""}${letter}${exponent < 0 ? "-" : "+"}${power}`;
}

/** G: fixed or scientific, whichever the exponent asks for. `precision` decides where scientific begins. */
function general(value: Digits, precision: number, letter: string, culture: NumberCulture): string {
  const sign = value.negative ? "-" : "";
  if (value.digits === "") return sign + "0";
  const exponent = value.point - 1;
  if (exponent >= precision || exponent < -4)
    return sign + scientific(value, value.digits.length - 1, letter, 2, culture);
  return sign + fixed(value, Math.max(0, value.digits.length - value.point), culture.decimal, "");
}

/** As `double.ToString()` of .NET: the shortest text that reads back the same. */
export function doubleText(value: number, culture: NumberCulture = INVARIANT.numbers): string {
  if (!Number.isFinite(value)) return special(value);
  return general(shortestDigits(value, false), 15, "E", culture);
}

export function singleText(value: number, culture: NumberCulture = INVARIANT.numbers): string {
  if (!Number.isFinite(value)) return special(value);
  return general(shortestDigits(value, true), 7, "E", culture);
}

/** As PowerShell prints and interpolates a double: 15 significant digits. */
export function doubleG15(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return Object.is(value, -0) ? "-0" : String(value);
  if (!Number.isFinite(value)) return special(value);
  const text = String(value);
  if (text.length <= 16 && /^-?\d+\.\d+$/.test(text) && Math.abs(value) >= 1e-4) return text;
  return general(roundDigits(exactDigits(value), 15, true), 15, "E", INVARIANT.numbers);
}

export function singleG7(value: number): string {
  if (!Number.isFinite(value)) return special(value);
  return general(roundDigits(exactDigits(value), 7, true), 7, "E", INVARIANT.numbers);
}

function special(value: number): string {
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

function invalid(): Error {
  return formatError("Format specifier was invalid.");
}

function isFloating(value: unknown): value is Double | Single {
  return value instanceof Double || value instanceof Single;
}

/** The exact digits of a number of any kind. */
function numberDigits(value: unknown): Digits {
  if (isFloating(value)) return exactDigits(value.value);
  if (value instanceof Decimal) return digitsOf(value.coefficient, value.scale, value.coefficient < 0n);
  const whole = integerOf(value);
  return digitsOf(whole, 0, whole < 0n);
}

function integerOf(value: unknown): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return BigInt(value);
  return BigInt((value as { value: number | bigint }).value);
}

function pattern(text: string, number: string, symbol: string): string {
  return text.replace(/[n$]/g, (mark) => (mark === "n" ? number : symbol));
}

/** ToString(format) of a number of any kind. Throws FormatException "Format specifier was invalid." */
export function formatNumber(
  value: unknown,
  format: string | null | undefined,
  culture: NumberCulture = INVARIANT.numbers,
): string {
  if (isFloating(value) && !Number.isFinite(value.value)) return special(value.value);
  if (!format) return plain(value, culture);
  const standard = /^([A-Za-z])(\d{0,9})$/.exec(format);
  if (!standard) return formatCustomNumber(customDigits(value), format, culture);
  const precision = standard[2] === "" ? -1 : Number(standard[2]);
  return standardNumber(value, standard[1]!, precision, culture);
}

function plain(value: unknown, culture: NumberCulture): string {
  if (value instanceof Double) return doubleText(value.value, culture);
  if (value instanceof Single) return singleText(value.value, culture);
  if (value instanceof Decimal) return value.toString().replace(".", culture.decimal);
  return integerOf(value).toString();
}

/** What a custom pattern starts from: 15 significant digits of a double, 7 of a single, all of others. */
function customDigits(value: unknown): Digits {
  if (value instanceof Double) return roundDigits(exactDigits(value.value), 15, true);
  if (value instanceof Single) return roundDigits(exactDigits(value.value), 7, true);
  return numberDigits(value);
}

function standardNumber(value: unknown, letter: string, precision: number, culture: NumberCulture): string {
  const toEven = isFloating(value);
  const integer = !toEven && !(value instanceof Decimal);
  const at = (places: number, shift = 0): Digits => {
    const exact = numberDigits(value);
    const moved = shift && exact.digits ? { ...exact, point: exact.point + shift } : exact;
    return roundDigits(moved, moved.point + places, toEven);
  };
  switch (letter.toUpperCase()) {
    case "F": {
      const places = precision < 0 ? 2 : precision;
      const digits = at(places);
      return minus(digits, toEven) + fixed(digits, places, culture.decimal, "");
    }
    case "N": {
      const places = precision < 0 ? 2 : precision;
      const digits = at(places);
      return minus(digits, toEven) + fixed(digits, places, culture.decimal, culture.group);
    }
    case "P": {
      const places = precision < 0 ? 2 : precision;
      const digits = at(places, 2);
      const number = fixed(digits, places, culture.decimal, culture.group);
      return pattern(minus(digits, toEven) ? culture.percentNegative : culture.percentPositive, number, "");
    }
    case "C": {
      const places = precision < 0 ? 2 : precision;
      const digits = at(places);
      const number = fixed(digits, places, culture.decimal, culture.group);
      const text = minus(digits, toEven) ? culture.currencyNegative : culture.currencyPositive;
      return pattern(text, number, culture.currency);
    }
    case "E": {
      const places = precision < 0 ? 6 : precision;
      const digits = roundDigits(numberDigits(value), places + 1, toEven);
      return (digits.negative ? "-" : "") + scientific(digits, places, letter, 3, culture);
    }
    case "G":
      return generalNumber(value, letter === "g" ? "e" : "E", precision, toEven, culture);
    case "R":
      return plain(value, culture);
    case "D":
      if (!integer) throw invalid();
      return padded(integerOf(value).toString(), precision);
    case "X":
    case "B": {
      if (!integer) throw invalid();
      const text = twosComplement(value, letter.toUpperCase() === "X" ? 16 : 2).padStart(precision, "0");
      return letter === "X" ? text.toUpperCase() : text;
    }
    default:
      throw invalid();
  }
}

/** Doubles keep the sign of a result that rounds to zero; other numbers do not. */
function minus(value: Digits, floating: boolean): string {
  return value.negative && (floating || value.digits !== "") ? "-" : "";
}

function generalNumber(value: unknown, letter: string, precision: number, toEven: boolean, culture: NumberCulture) {
  if (precision <= 0 && isFloating(value)) {
    const single = value instanceof Single;
    return general(shortestDigits(value.value, single), single ? 7 : 15, letter, culture);
  }
  if (precision <= 0) return plain(value, culture);
  return general(roundDigits(numberDigits(value), precision, toEven), precision, letter, culture);
}

function padded(text: string, width: number): string {
  return text.startsWith("-") ? "-" + text.slice(1).padStart(width, "0") : text.padStart(width, "0");
}

function twosComplement(value: unknown, radix: number): string {
  const whole = integerOf(value);
  if (whole >= 0n) return whole.toString(radix);
  const range = INTEGER_RANGES[numericKind(value) ?? ""];
  if (range) return (whole + 2n * (range[1] + 1n)).toString(radix);
  const bits = (BigInt((-whole).toString(16).length) + 1n) * 4n;
  return ((1n << bits) + whole).toString(radix);
}
