// Custom numeric patterns ("#,##0.00;(0.00);zero"): .NET's placeholders, sections, scaling commas and exponents.

import type { NumberCulture } from "../text/culture.js";
import type { Digits } from "./format-number.js";

interface Section {
  readonly text: string;
  digitCount: number;
  /** Placeholders before the point; -1 while no point was seen. */
  decimalPos: number;
  /** Places of the first and last "0". */
  firstZero: number;
  lastZero: number;
  groups: boolean;
  /** Powers of ten to multiply by: 2 per %, 3 per ‰, -3 per scaling comma. */
  scale: number;
  scientific: boolean;
}

/** Cuts a pattern at its semicolons, outside quotes and escapes. */
function sections(format: string): string[] {
  const parts: string[] = [""];
  for (let i = 0; i < format.length; i++) {
    const ch = format[i]!;
    if (ch === ";") {
      parts.push("");
      continue;
    }
    let end = i;
    if (ch === "\\") end = i + 1;
    else if (ch === "'" || ch === '"') {
      const close = format.indexOf(ch, i + 1);
      end = close < 0 ? format.length : close;
    }
    parts[parts.length - 1] += format.slice(i, end + 1);
    i = end;
  }
  return parts;
}

const EXPONENT = /^[eE][+-]?0+/;

function readSection(text: string): Section {
  const section: Section = {
    text,
    digitCount: 0,
    decimalPos: -1,
    firstZero: Number.MAX_SAFE_INTEGER,
    lastZero: 0,
    groups: false,
    scale: 0,
    scientific: false,
  };
  let commaAt = -1;
  let commas = 0;
  for (let i = 0; i < text.length; i++) {
    const ch = text[i]!;
    if (ch === "#") section.digitCount++;
    else if (ch === "0") {
      section.firstZero = Math.min(section.firstZero, section.digitCount);
      section.digitCount++;
      section.lastZero = section.digitCount;
    } else if (ch === "." && section.decimalPos < 0) section.decimalPos = section.digitCount;
    else if (ch === "," && section.digitCount > 0 && section.decimalPos < 0) {
      if (commaAt >= 0 && commaAt === section.digitCount) commas++;
      else {
        if (commaAt >= 0) section.groups = true;
        commaAt = section.digitCount;
        commas = 1;
      }
    } else if (ch === "%") section.scale += 2;
    else if (ch === "‰") section.scale += 3;
    else if (ch === "'" || ch === '"') i = closing(text, i);
    else if (ch === "\\") i++;
    else if ((ch === "e" || ch === "E") && EXPONENT.test(text.slice(i))) {
      i += EXPONENT.exec(text.slice(i))![0].length - 1;
      section.scientific = true;
    }
  }
  if (section.decimalPos < 0) section.decimalPos = section.digitCount;
  if (commaAt === section.decimalPos) section.scale -= commas * 3;
  else if (commaAt >= 0) section.groups = true;
  return section;
}

function closing(text: string, open: number): number {
  const close = text.indexOf(text[open]!, open + 1);
  return close < 0 ? text.length : close;
}

/** Ties away from zero. */
function round(value: Digits, count: number): Digits {
  const { digits, negative, point } = value;
  if (count >= digits.length) return value;
  if (count < 0 || (count === 0 && digits.charCodeAt(0) < 53)) return { negative, digits: "", point: 0 };
  if (digits.charCodeAt(count) < 53) return { negative, digits: digits.slice(0, count).replace(/0+$/, ""), point };
  let i = count - 1;
  while (i >= 0 && digits[i] === "9") i--;
  if (i < 0) return { negative, digits: "1", point: point + 1 };
  return { negative, digits: digits.slice(0, i) + String.fromCharCode(digits.charCodeAt(i) + 1), point };
}

function fit(value: Digits, section: Section): Digits {
  if (value.digits === "") return value;
  const moved = { ...value, point: value.point + section.scale };
  const places = section.digitCount - section.decimalPos;
  return round(moved, section.scientific ? section.digitCount : moved.point + places);
}

/** ToString(pattern) of a number given by its digits. */
export function formatCustomNumber(value: Digits, format: string, culture: NumberCulture): string {
  const parts = sections(format);
  let index = value.digits === "" ? 2 : value.negative ? 1 : 0;
  if (!parts[index]) index = 0;
  let section = readSection(parts[index] ?? "");
  let number = fit(value, section);
  if (number.digits === "" && value.digits !== "" && parts[2]) {
    section = readSection(parts[2]);
    index = 2;
    number = { negative: false, digits: "", point: 0 };
  }
  const sign = value.negative && index === 0 && number.digits !== "" ? "-" : "";
  return sign + write(number, section, culture);
}

function write(number: Digits, section: Section, culture: NumberCulture): string {
  const { text, decimalPos, digitCount } = section;
  const zero = number.digits === "";
  const point = zero ? 0 : number.point;
  const first = section.firstZero < decimalPos ? decimalPos - section.firstZero : 0;
  const last = section.lastZero > decimalPos ? decimalPos - section.lastZero : 0;
  let place = section.scientific ? decimalPos : Math.max(point, decimalPos);
  let adjust = section.scientific ? 0 : point - decimalPos;
  let next = 0;
  let pointWritten = false;
  let out = "";
  const put = (digit: string): void => {
    out += digit;
    if (section.groups && place > 1 && (place - 1) % 3 === 0) out += culture.group;
  };
  for (let i = 0; i < text.length; i++) {
    const ch = text[i]!;
    if (ch === "#" || ch === "0" || ch === ".") {
      while (adjust > 0) {
        put(number.digits[next++] ?? "0");
        place--;
        adjust--;
      }
    }
    if (ch === "#" || ch === "0") {
      let digit = "";
      if (adjust < 0) {
        adjust++;
        if (place <= first) digit = "0";
      } else digit = number.digits[next++] ?? (place > last ? "0" : "");
      if (digit) put(digit);
      place--;
    } else if (ch === ".") {
      if (place !== 0 || pointWritten) continue;
      if (last < 0 || (decimalPos < digitCount && next < number.digits.length)) {
        out += culture.decimal;
        pointWritten = true;
      }
    } else if (ch === ",") continue;
    else if (ch === "'" || ch === '"') {
      const close = closing(text, i);
      out += text.slice(i + 1, close);
      i = close;
    } else if (ch === "\\") out += text[++i] ?? "";
    else if ((ch === "e" || ch === "E") && EXPONENT.test(text.slice(i))) {
      const mark = EXPONENT.exec(text.slice(i))![0];
      out += exponentText(mark, zero ? 0 : number.point - decimalPos);
      i += mark.length - 1;
    } else out += ch;
  }
  return out;
}

function exponentText(mark: string, exponent: number): string {
  const zeros = mark.replace(/[^0]/g, "").length;
  const sign = exponent < 0 ? "-" : mark[1] === "+" ? "+" : "";
  return mark[0] + sign + Math.abs(exponent).toString().padStart(zeros, "0");
}
