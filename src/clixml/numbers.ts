// Numbers as .NET writes and reads them in XML (XmlConvert): invariant culture, shortest text that reads back the same.
//
// Rule: a reader of numbers gives undefined for what .NET would refuse, and never guesses.

import { Decimal } from "../objects/index.js";

const WHOLE = /^[ \t\n\r]*([+-]?)0*(\d*)[ \t\n\r]*$/;

/** The value of 1 to 15 digits, perhaps with a minus before them; NaN for anything else. */
function plainDigits(text: string): number {
  const isNegative = text.charCodeAt(0) === 45;
  let i = isNegative ? 1 : 0;
  if (i === text.length || text.length - i > 15) return NaN;
  let value = 0;
  for (; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return isNegative ? 0 - value : value;
}

/** A whole number within [min, max], blanks around it allowed. */
export function parseWhole(text: string, min: number, max: number): number | undefined {
  const quick = plainDigits(text);
  if (quick >= min && quick <= max) return quick;
  const match = WHOLE.exec(text);
  if (!match || (match[2] === "" && !text.includes("0")) || match[2]!.length > 15) return undefined;
  const value = Number(match[2]) * (match[1] === "-" ? -1 : 1) + 0;
  return value >= min && value <= max ? value : undefined;
}

/** A whole number of 64 bits or more. */
export function parseBig(text: string, min: bigint, max: bigint): bigint | undefined {
  const quick = plainDigits(text);
  if (quick === quick && (quick >= 0 || min < 0n)) return BigInt(quick);
  const match = WHOLE.exec(text);
  if (!match || (match[2] === "" && !text.includes("0")) || match[2]!.length > 20) return undefined;
  const magnitude = BigInt(match[2] || "0");
  const value = match[1] === "-" ? -magnitude : magnitude;
  return value >= min && value <= max ? value : undefined;
}

const FLOAT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A Double or Single: also INF, -INF, NaN and .NET's own names of these. */
export function parseFloating(text: string): number | undefined {
  if (FLOAT.test(text)) return Number(text);
  const trimmed = trimBlanks(text);
  if (FLOAT.test(trimmed)) return Number(trimmed);
  switch (trimmed) {
    case "INF":
      return Infinity;
    case "-INF":
      return -Infinity;
  }
  switch (trimmed.toLowerCase()) {
    case "nan":
    case "-nan":
    case "+nan":
      return NaN;
    case "infinity":
    case "+infinity":
      return Infinity;
    case "-infinity":
      return -Infinity;
    default:
      return undefined;
  }
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/;
const DECIMAL_LIMIT = 1n << 96n;

/** A Decimal; digits beyond what 96 bits hold are rounded half to even, as .NET does. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = DECIMAL.exec(trimBlanks(text));
  if (!match || !(match[2] || match[3])) return undefined;
  const whole = match[2]!.replace(/^0+/, "");
  if (whole.length > 29) return undefined;
  // 60 digits of fraction are more than rounding to 28 can need; what follows only decides ties.
  const all = match[3] ?? "";
  const fraction = all.length > 60 ? all.slice(0, 60) + (/[1-9]/.test(all.slice(60)) ? "1" : "") : all;
  let coefficient = BigInt(whole + fraction || "0");
  let scale = fraction.length;
  const digits = BigInt(whole + fraction || "0");
  for (let drop = Math.max(0, scale - 28); coefficient >= DECIMAL_LIMIT || scale > 28; drop++) {
    if (drop > fraction.length) return undefined;
    coefficient = roundedQuotient(digits, 10n ** BigInt(drop));
    scale = fraction.length - drop;
  }
  return new Decimal(match[1] === "-" ? -coefficient : coefficient, scale);
}

function roundedQuotient(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  const twice = (value % divisor) * 2n;
  return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** A Double as .NET's "R" format gives it. */
export function formatDouble(value: number): string {
  const magnitude = value < 0 ? -value : value;
  // Between these JavaScript and .NET write alike.
  if (magnitude >= 1e-4 && magnitude < 1e17) return String(value);
  return formatShortest(value, 17, () => value.toExponential());
}

/** A Single as .NET's "R" format gives it. */
export function formatSingle(value: number): string {
  return formatShortest(value, 9, () => {
    for (let digits = 0; digits < 9; digits++) {
      const text = value.toExponential(digits);
      if (Math.fround(Number(text)) === value) return text;
    }
    return value.toExponential(8);
  });
}

/** `significant`: from how many digits before the point on .NET takes an exponent. */
function formatShortest(value: number, significant: number, exponential: () => string): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return Object.is(value, -0) ? "-0" : String(value);
  if (value !== value) return "NaN";
  if (value === Infinity) return "INF";
  if (value === -Infinity) return "-INF";
  const text = exponential();
  const mark = text.indexOf("e");
  const sign = value < 0 ? "-" : "";
  const digits = text.slice(sign.length, mark).replace(".", "");
  const exponent = Number(text.slice(mark + 1));
  if (exponent >= significant || exponent < -4) {
    const fraction = digits.length > 1 ? "." + digits.slice(1) : "";
    const power = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${digits[0]}${fraction}E${exponent < 0 ? "-" : "+"}${power}`;
  }
  if (exponent < 0) return sign + "0." + "0".repeat(-exponent - 1) + digits;
  if (digits.length <= exponent + 1) return sign + digits.padEnd(exponent + 1, "0");
  return sign + digits.slice(0, exponent + 1) + "." + digits.slice(exponent + 1);
}

/** Without XML's white space at either end. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}
