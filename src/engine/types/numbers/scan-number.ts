// Reading a number out of a string: PowerShell's own literals ("0x1F", "1e3", "2kb", "7L"), as arithmetic on strings does,
// and .NET's Parse for each type.

import { BigInteger, Byte, Decimal, Double, Int16, SByte, UInt16, UInt32, UInt64 } from "../../../objects/index.js";
import { parseScientific } from "./decimal.js";
import { INTEGER_RANGES } from "./numeric.js";

const MULTIPLIERS: Readonly<Record<string, bigint>> = {
  kb: 1024n,
  mb: 1024n ** 2n,
  gb: 1024n ** 3n,
  tb: 1024n ** 4n,
  pb: 1024n ** 5n,
};

const LITERAL = /^([+-]?)(?:0x([0-9a-f]+)|0b([01]+)|(\d*\.?\d*(?:e[+-]?\d+)?))(u?[ysl]|ul|n|u|d)?(kb|mb|gb|tb|pb)?$/i;

/** Digits with groups, of whatever length: "1,000", "1,2,3.5". */
const GROUPED = /^\s*[+-]?\d[\d,]*,\d[\d,]*(?:\.\d*)?\s*$/;

/** The number a text spells as a PowerShell literal, blanks around it apart; undefined where it spells none. */
export function scanNumber(text: string): unknown {
  const found = LITERAL.exec(GROUPED.test(text) ? text.trim().replaceAll(",", "") : text.trim());
  if (!found) return undefined;
  const [, sign, hex, binary, decimal, suffixText, multiplierText] = found;
  const suffix = (suffixText ?? "").toLowerCase();
  const multiplier = MULTIPLIERS[(multiplierText ?? "").toLowerCase()] ?? 1n;
  if (hex !== undefined || binary !== undefined) return scanBits(sign === "-", hex, binary, suffix, multiplier);
  if (!/\d/.test(decimal ?? "") || /^\.?e/i.test(decimal ?? "")) return undefined;
  const number = (sign === "-" ? "-" : "") + decimal!;
  const real = /[.e]/i.test(decimal!);
  if (suffix === "d") return multiplied(parseScientific(number), multiplier);
  if (suffix === "" && real) return new Double(Number(number) * Number(multiplier));
  const whole = real ? BigInt(Math.round(Number(number))) * multiplier : BigInt(number) * multiplier;
  return suffix === "" ? smallest(whole) : suffixed(whole, suffix);
}

function multiplied(value: Decimal, multiplier: bigint): Decimal {
  return new Decimal(value.coefficient * multiplier, value.scale);
}

/** Int32, Int64, Decimal or Double: the first that holds a whole number. */
function smallest(value: bigint): unknown {
  if (value >= -2147483648n && value <= 2147483647n) return Number(value);
  if (value >= -9223372036854775808n && value <= 9223372036854775807n) return value;
  if (value > -(1n << 96n) && value < 1n << 96n) return new Decimal(value, 0);
  return new Double(Number(value));
}

function scanBits(
  negative: boolean,
  hex: string | undefined,
  binary: string | undefined,
  suffix: string,
  multiplier: bigint,
): unknown {
  const digits = hex ?? binary!;
  const bits = hex === undefined ? digits.length : digits.length * 4;
  let value = BigInt((hex === undefined ? "0b" : "0x") + digits);
  // A literal of full width is negative when its top bit is set: 0xFFFFFFFF is -1.
  if (suffix === "" && (bits === 32 || bits === 64) && value >> BigInt(bits - 1) === 1n) value -= 1n << BigInt(bits);
  value *= multiplier * (negative ? -1n : 1n);
  return suffix === "" ? smallest(value) : suffixed(value, suffix);
}

function suffixed(value: bigint, suffix: string): unknown {
  const within = (kind: string): boolean => value >= INTEGER_RANGES[kind]![0] && value <= INTEGER_RANGES[kind]![1];
  switch (suffix) {
    case "l":
      return within("Int64") ? value : undefined;
    case "y":
      return within("SByte") ? new SByte(Number(value)) : undefined;
    case "s":
      return within("Int16") ? new Int16(Number(value)) : undefined;
    case "uy":
      return within("Byte") ? new Byte(Number(value)) : undefined;
    case "us":
      return within("UInt16") ? new UInt16(Number(value)) : undefined;
    case "ul":
      return within("UInt64") ? new UInt64(value) : undefined;
    case "u":
      if (within("UInt32")) return new UInt32(Number(value));
      return within("UInt64") ? new UInt64(value) : undefined;
    case "n":
      return new BigInteger(value);
    default:
      return undefined;
  }
}

const INTEGER = /^\s*([+-]?\d+)\s*$/;
const REAL = /^\s*[+-]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** A whole number as Int32.Parse reads it; undefined where the text is none. */
export function parseInteger(text: string): bigint | undefined {
  const found = INTEGER.exec(text);
  return found ? BigInt(found[1]!.replace(/^\+/, "")) : undefined;
}

/** As Double.Parse: digits with groups, a point, an exponent; NaN and Infinity by name. */
export function parseReal(text: string): number | undefined {
  if (REAL.test(text)) return Number(text.replaceAll(",", ""));
  switch (text.trim().toLowerCase()) {
    case "nan":
    case "-nan":
      return NaN;
    case "infinity":
    case "+infinity":
    case "∞":
      return Infinity;
    case "-infinity":
    case "-∞":
      return -Infinity;
    default:
      return undefined;
  }
}

/** As Decimal.Parse: no exponent. */
export function parseDecimalText(text: string): Decimal | undefined {
  if (!REAL.test(text) || /e/i.test(text)) return undefined;
  return parseScientific(text.trim().replaceAll(",", ""));
}
