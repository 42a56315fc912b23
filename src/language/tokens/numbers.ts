// Numbers as scripts write them: sign, digits in three bases, point and exponent, a suffix for the type, a multiplier for the size.
//
// Rule: a whole number without a suffix takes the first of Int32, Int64, Decimal, Double that holds it.
import {
  BigInteger,
  Byte,
  Decimal,
  Double,
  INT32_MAX,
  INT32_MIN,
  Int16,
  SByte,
  UInt16,
  UInt32,
  UInt64,
} from "../../objects/index.js";
import type { NumericConstant } from "../ast/ast.js";
import { codeAt, isDash, isDigit, isHexDigit } from "./characters.js";

/** The parts of a number; `end` is the offset behind it. */
export interface NumberShape {
  readonly end: number;
  readonly negative: boolean;
  readonly base: 2 | 10 | 16;
  /** Digits without prefix, with point and exponent if `real`. */
  readonly digits: string;
  readonly real: boolean;
  /** Lower case: "", "u", "ul", "us", "uy", "l", "s", "y", "n", "d". */
  readonly suffix: string;
  readonly multiplier: number;
}

/** Reads the shape of a number that starts (perhaps with its sign) at `start`, or undefined when it is none. */
export function readNumberShape(text: string, start: number): NumberShape | undefined {
  let i = start;
  const first = codeAt(text, i);
  const negative = isDash(first);
  if (negative || first === 43) i++;
  let base: 2 | 10 | 16 = 10;
  if (codeAt(text, i) === 48) base = baseOfPrefix(codeAt(text, i + 1));
  const body = base === 10 ? readDecimal(text, i) : readPrefixed(text, i + 2, base);
  if (body === undefined) return undefined;
  if (body.digits === "" && base === 2 && i === start) return undefined; // `0b` alone is a word, `-0b` a bad number
  const suffixLength = lengthOfSuffix(text, body.end);
  const suffix = text.slice(body.end, body.end + suffixLength).toLowerCase();
  const multiplier = multiplierAt(text, body.end + suffixLength);
  if (multiplier === undefined) return undefined;
  const end = body.end + suffixLength + (multiplier > 1 ? 2 : 0);
  return { end, negative, base, digits: body.digits, real: body.real, suffix, multiplier };
}

interface Body {
  readonly digits: string;
  readonly real: boolean;
  readonly end: number;
}

function baseOfPrefix(c: number): 2 | 10 | 16 {
  if (c === 120 || c === 88) return 16;
  return c === 98 || c === 66 ? 2 : 10;
}

function readPrefixed(text: string, start: number, base: 2 | 16): Body {
  let i = start;
  if (base === 16) while (isHexDigit(codeAt(text, i))) i++;
  else while (codeAt(text, i) === 48 || codeAt(text, i) === 49) i++;
  return { digits: text.slice(start, i), real: false, end: i };
}

function readDecimal(text: string, start: number): Body | undefined {
  let i = start;
  let real = false;
  while (isDigit(codeAt(text, i))) i++;
  if (codeAt(text, i) === 46 && codeAt(text, i + 1) !== 46) {
    real = true;
    i++;
    const fraction = i;
    while (isDigit(codeAt(text, i))) i++;
    if (i === fraction && fraction - 1 === start) return undefined;
  }
  if ((codeAt(text, i) | 32) === 101) {
    real = true;
    i++;
    if (codeAt(text, i) === 43 || isDash(codeAt(text, i))) i++;
    const exponent = i;
    while (isDigit(codeAt(text, i))) i++;
    if (i === exponent) return undefined;
  }
  return { digits: text.slice(start, i).replace(/[–—―]/g, "-"), real, end: i };
}

function lengthOfSuffix(text: string, at: number): number {
  switch (codeAt(text, at) | 32) {
    case 117: {
      const next = codeAt(text, at + 1) | 32;
      return next === 108 || next === 115 || next === 121 ? 2 : 1;
    }
    case 108: // l
    case 115: // s
    case 121: // y
    case 110: // n
    case 100: // d
      return 1;
    default:
      return 0;
  }
}

/** 1 when there is none; undefined when the letter of a multiplier stands without its b. */
function multiplierAt(text: string, at: number): number | undefined {
  const power = "kmgtp".indexOf(String.fromCharCode(codeAt(text, at) | 32));
  if (power < 0) return 1;
  return (codeAt(text, at + 1) | 32) === 98 ? 1024 ** (power + 1) : undefined;
}

/** The value of a shape, or undefined when its type cannot hold it. */
export function valueOfNumber(shape: NumberShape): NumericConstant | undefined {
  return shape.real ? valueOfReal(shape) : valueOfWhole(shape);
}

function valueOfReal(shape: NumberShape): NumericConstant | undefined {
  if (shape.suffix === "d") return decimalOf(shape);
  const value = (shape.negative ? -1 : 1) * Number(shape.digits) * shape.multiplier;
  if (shape.suffix === "") return new Double(value);
  if (!Number.isFinite(value)) return undefined;
  return typed(BigInt(roundHalfEven(value)), shape.suffix);
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function valueOfWhole(shape: NumberShape): NumericConstant | undefined {
  if (shape.suffix === "d" && shape.base === 10) return decimalOf(shape);
  const size = wholeValue(shape);
  if (size === undefined) return undefined;
  const value = (shape.negative ? -size : size) * BigInt(shape.multiplier);
  if (shape.suffix === "d") return fitsDecimal(value) ? new Decimal(value, 0) : undefined;
  return shape.suffix === "" ? narrowest(value, shape) : typed(value, shape.suffix);
}

/** Digits to a number; hexadecimal and binary digits that fill a type spell its negative half too: 0xFFFFFFFF is -1. */
function wholeValue(shape: NumberShape): bigint | undefined {
  if (shape.base === 10) return BigInt(shape.digits);
  if (shape.digits === "") return shape.base === 16 ? 0n : undefined; // `0x` alone is 0
  const value = BigInt((shape.base === 16 ? "0x" : "0b") + shape.digits);
  if (shape.suffix.startsWith("u")) return value;
  const bits = digitBits(shape);
  return firstDigitIsHigh(shape) && wrapsAt(bits, shape) ? BigInt.asIntN(bits, value) : value;
}

function digitBits(shape: NumberShape): number {
  return shape.digits.length * (shape.base === 16 ? 4 : 1);
}

function firstDigitIsHigh(shape: NumberShape): boolean {
  return shape.base === 16 ? parseInt(shape.digits[0]!, 16) >= 8 : shape.digits[0] === "1";
}

/** The lengths at which a first digit of one means minus. */
function wrapsAt(bits: number, shape: NumberShape): boolean {
  if (shape.base === 2 && (bits === 8 || bits === 16 || bits === 32 || bits === 64)) return true;
  switch (shape.suffix) {
    case "y":
      return bits === 8;
    case "s":
      return bits === 16;
    case "l":
      return bits === 64;
    default:
      return bits === 32 || bits === 64 || (shape.base === 2 && (bits === 96 || bits === 128));
  }
}

function narrowest(value: bigint, shape: NumberShape): NumericConstant | undefined {
  const wide = shape.base !== 10 && value !== 0n && digitBits(shape) === 64 && firstDigitIsHigh(shape); // 0xFFFFFFFFFFFFFFFF is an Int64
  if (!wide && value >= INT32_MIN && value <= INT32_MAX) return Number(value);
  if (BigInt.asIntN(64, value) === value) return value;
  if (shape.base !== 10) return undefined;
  return fitsDecimal(value) ? new Decimal(value, 0) : new Double(truncatedDouble(value));
}

/** .NET makes a double of a large integer by dropping bits, where JavaScript rounds. */
function truncatedDouble(value: bigint): number {
  const size = value < 0n ? -value : value;
  const excess = BigInt(Math.max(0, size.toString(2).length - 53));
  const kept = Number((size >> excess) << excess);
  return value < 0n ? -kept : kept;
}

function typed(value: bigint, suffix: string): NumericConstant | undefined {
  switch (suffix) {
    case "y":
      return BigInt.asIntN(8, value) === value ? new SByte(Number(value)) : undefined;
    case "uy":
      return BigInt.asUintN(8, value) === value ? new Byte(Number(value)) : undefined;
    case "s":
      return BigInt.asIntN(16, value) === value ? new Int16(Number(value)) : undefined;
    case "us":
      return BigInt.asUintN(16, value) === value ? new UInt16(Number(value)) : undefined;
    case "l":
      return BigInt.asIntN(64, value) === value ? value : undefined;
    case "u":
      if (BigInt.asUintN(32, value) === value) return new UInt32(Number(value));
      return BigInt.asUintN(64, value) === value ? new UInt64(value) : undefined;
    case "ul":
      return BigInt.asUintN(64, value) === value ? new UInt64(value) : undefined;
    default:
      return new BigInteger(value);
  }
}

const DECIMAL_LIMIT = 1n << 96n;

function fitsDecimal(value: bigint): boolean {
  return value < DECIMAL_LIMIT && value > -DECIMAL_LIMIT;
}

/** A Decimal keeps the digits behind its point: 1.10d has scale 2. More than it can hold are rounded off. */
function decimalOf(shape: NumberShape): Decimal | undefined {
  const [mantissa = "", exponentText = "0"] = shape.digits.toLowerCase().split("e");
  const point = mantissa.indexOf(".");
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > 400) return exponent < 0 ? new Decimal(0n, 28) : undefined;
  const scale = (point < 0 ? 0 : mantissa.length - point - 1) - exponent;
  const size = BigInt(mantissa.replace(".", ""));
  const whole = scale < 0 ? roundDecimal(size * 10n ** BigInt(-scale), 0) : roundDecimal(size, scale);
  const scaled = whole && roundDecimal(whole.coefficient * BigInt(shape.multiplier), whole.scale);
  if (scaled === undefined || !shape.negative) return scaled;
  return new Decimal(-scaled.coefficient, scaled.scale);
}

const MOST_DECIMALS = 28;

/** The Decimal nearest to `coefficient` × 10^-`scale`, or undefined when it is too large for one. */
function roundDecimal(coefficient: bigint, scale: number): Decimal | undefined {
  let dropped = Math.max(0, scale - MOST_DECIMALS);
  while (dropped < scale && coefficient / 10n ** BigInt(dropped) >= DECIMAL_LIMIT) dropped++;
  const kept = dropDigits(coefficient, dropped);
  return fitsDecimal(kept) ? new Decimal(kept, scale - dropped) : undefined;
}

function dropDigits(coefficient: bigint, count: number): bigint {
  if (count === 0) return coefficient;
  const unit = 10n ** BigInt(count);
  const kept = coefficient / unit;
  const twice = (coefficient % unit) * 2n;
  return twice > unit || (twice === unit && kept % 2n === 1n) ? kept + 1n : kept;
}
