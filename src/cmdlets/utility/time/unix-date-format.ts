// Get-Date -UFormat: the letters of date(1), as PowerShell understands them.

import type { Engine } from "../../../engine/index.js";
import { type DateTime, TICKS_PER_SECOND, UNIX_EPOCH_TICKS } from "../../../objects/index.js";

/** .NET formats of the letters that have one. */
const NET_FORMATS: Readonly<Record<string, string>> = {
  A: "dddd",
  a: "ddd",
  B: "MMMM",
  b: "MMM",
  h: "MMM",
  c: "ddd dd MMM yyyy HH:mm:ss",
  D: "MM/dd/yy",
  d: "dd",
  F: "yyyy-MM-dd",
  H: "HH",
  I: "hh",
  M: "mm",
  m: "MM",
  R: "HH:mm",
  r: "hh:mm:ss tt",
  p: "tt",
  S: "ss",
  T: "HH:mm:ss",
  X: "HH:mm:ss",
  x: "MM/dd/yy",
  Y: "yyyy",
  y: "yy",
  Z: "zz",
};

/** The date's text; a letter that means nothing stands for itself. */
export function formatUnixDate(date: DateTime, format: string, engine: Engine): string {
  const text = format.startsWith("+") ? format.slice(1) : format;
  return text.replace(/%(.)/gs, (_, letter: string) => replacement(date, letter, engine));
}

function replacement(date: DateTime, letter: string, engine: Engine): string {
  const { values } = engine;
  const number = (name: string): number => values.getMember(date, name) as number;
  const netFormat = NET_FORMATS[letter];
  if (netFormat !== undefined)
    return values.format(`{0:${netFormat.length === 1 ? `%${netFormat}` : netFormat}}`, [date]);
  switch (letter) {
    case "C":
      return String(Math.floor(number("Year") / 100));
    case "e":
      return String(number("Day")).padStart(2, " ");
    case "G":
      return String(isoWeek(date).year);
    case "g":
      return String(isoWeek(date).year % 100).padStart(2, "0");
    case "j":
      return String(number("DayOfYear")).padStart(3, "0");
    case "k":
      return String(number("Hour")).padStart(2, " ");
    case "l":
      return String(((number("Hour") + 11) % 12) + 1).padStart(2, " ");
    case "n":
      return "\n";
    case "t":
      return "\t";
    case "s":
      return String((universal(date, engine).ticks - UNIX_EPOCH_TICKS) / TICKS_PER_SECOND);
    case "u":
      return String(dayOfWeek(date) || 7);
    case "w":
      return String(dayOfWeek(date));
    case "U":
    case "W":
      return String(Math.floor(number("DayOfYear") / 7));
    case "V":
      return String(isoWeek(date).week).padStart(2, "0");
    default:
      return letter;
  }
}

function universal(date: DateTime, engine: Engine): DateTime {
  return engine.values.invokeMethod(date, "ToUniversalTime", []) as DateTime;
}

/** 0001-01-01 was a Monday. Sunday is 0. */
function dayOfWeek(date: DateTime): number {
  return Number((date.ticks / 864_000_000_000n + 1n) % 7n);
}

function isoWeek(date: DateTime): { readonly year: number; readonly week: number } {
  const day = new Date(Number((date.ticks - UNIX_EPOCH_TICKS) / 10_000n));
  const thursday = new Date(
    Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 4 - (day.getUTCDay() || 7)),
  );
  const yearStart = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return { year: thursday.getUTCFullYear(), week: Math.ceil(((thursday.getTime() - yearStart) / 86_400_000 + 1) / 7) };
}
