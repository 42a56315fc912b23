// Dates and spans as text: .NET's standard letters and custom patterns.

import { DateTime, DateTimeOffset, TICKS_PER_SECOND, TimeSpan } from "../../../objects/index.js";
import type { CultureInfo, DateCulture } from "../text/culture.js";
import { INVARIANT } from "../text/culture.js";
import type { DateParts } from "./calendar.js";
import {
  localOffset,
  partsOf,
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
  TICKS_PER_MINUTE,
  toUtc,
  utcTicksOf,
} from "./calendar.js";
import type { Computer } from "../../host.js";
import { formatError } from "../errors.js";

type Zone = Pick<Computer, "utcOffsetMinutes">;

const two = (value: number): string => String(value).padStart(2, "0");

/** What K and z print: none for an unspecified date. */
function offsetOf(value: DateTime | DateTimeOffset, zone: Zone): number {
  if (value instanceof DateTimeOffset) return value.offsetMinutes;
  return value.kind === "Utc" ? 0 : localOffset(value.ticks, zone);
}

function offsetText(minutes: number, length: number): string {
  const size = Math.abs(minutes);
  const sign = minutes < 0 ? "-" : "+";
  const hours = Math.floor(size / 60);
  if (length === 1) return sign + hours;
  if (length === 2) return sign + two(hours);
  return `${sign}${two(hours)}:${two(size % 60)}`;
}

function kindText(value: DateTime | DateTimeOffset, zone: Zone): string {
  if (value instanceof DateTime && value.kind === "Utc") return "Z";
  if (value instanceof DateTime && value.kind === "Unspecified") return "";
  return offsetText(offsetOf(value, zone), 3);
}

const SORTABLE = "yyyy'-'MM'-'dd'T'HH':'mm':'ss";
const ROUND_TRIP = "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK";
const RFC1123 = "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'";

/** The custom pattern of a standard letter; undefined where the letter is none. */
export function standardDatePattern(letter: string, dates: DateCulture): string | undefined {
  switch (letter) {
    case "d":
      return dates.shortDate;
    case "D":
      return dates.longDate;
    case "t":
      return dates.shortTime;
    case "T":
      return dates.longTime;
    case "f":
      return `${dates.longDate} ${dates.shortTime}`;
    case "F":
    case "U":
      return `${dates.longDate} ${dates.longTime}`;
    case "g":
      return `${dates.shortDate} ${dates.shortTime}`;
    case "G":
      return `${dates.shortDate} ${dates.longTime}`;
    case "m":
    case "M":
      return dates.monthDay;
    case "y":
    case "Y":
      return dates.yearMonth;
    case "o":
    case "O":
      return ROUND_TRIP;
    case "r":
    case "R":
      return RFC1123;
    case "s":
      return SORTABLE;
    case "u":
      return "yyyy'-'MM'-'dd HH':'mm':'ss'Z'";
    default:
      return undefined;
  }
}

/** ToString(format) of a DateTime or DateTimeOffset. Throws FormatException "Input string was not in a correct format." */
export function formatDate(
  value: DateTime | DateTimeOffset,
  format: string | null | undefined,
  zone: Zone,
  culture: CultureInfo = INVARIANT,
): string {
  const dates = culture.dates;
  if (!format) {
    const pattern = `${dates.shortDate} ${dates.longTime}`;
    return customDate(value, value instanceof DateTimeOffset ? `${pattern} zzz` : pattern, zone, dates);
  }
  if (format.length > 1) return customDate(value, format, zone, dates);
  const pattern = standardDatePattern(format, dates);
  if (pattern === undefined) throw formatError("Input string was not in a correct format.");
  const utc = format === "U" || (value instanceof DateTimeOffset && "uRr".includes(format));
  const names = "oOrRsu".includes(format) ? INVARIANT.dates : dates;
  return customDate(utc ? inUtc(value, zone) : value, pattern, zone, names);
}

function inUtc(value: DateTime | DateTimeOffset, zone: Zone): DateTime {
  return value instanceof DateTimeOffset ? new DateTime(utcTicksOf(value), "Utc") : toUtc(value, zone);
}

function customDate(value: DateTime | DateTimeOffset, format: string, zone: Zone, dates: DateCulture): string {
  const parts = partsOf(value.ticks);
  let out = "";
  for (let i = 0; i < format.length;) {
    const ch = format[i]!;
    let length = 1;
    while (format[i + length] === ch) length++;
    if (ch === "%") {
      const next = format[i + 1];
      if (next === undefined || next === "%") throw formatError("Input string was not in a correct format.");
      out += dateField(value, parts, next, 1, zone, dates) ?? next;
      i += 2;
    } else if (ch === "'" || ch === '"') {
      const close = format.indexOf(ch, i + 1);
      if (close < 0) throw formatError("Input string was not in a correct format.");
      out += format.slice(i + 1, close).replace(/\\(.)/g, "$1");
      i = close + 1;
    } else if (ch === "\\") {
      if (i + 1 >= format.length) throw formatError("Input string was not in a correct format.");
      out += format[i + 1];
      i += 2;
    } else {
      const field = dateField(value, parts, ch, length, zone, dates);
      if (field === "" && ch === "F" && out.endsWith(".")) out = out.slice(0, -1);
      out += field ?? ch.repeat(length);
      i += length;
    }
  }
  return out;
}

/** One field of a custom pattern; undefined where the letter stands for itself. */
function dateField(
  value: DateTime | DateTimeOffset,
  parts: DateParts,
  letter: string,
  length: number,
  zone: Zone,
  dates: DateCulture,
): string | undefined {
  const number = (n: number): string => (length === 1 ? String(n) : two(n));
  switch (letter) {
    case "d":
      if (length <= 2) return number(parts.day);
      return (length === 3 ? dates.shortDays : dates.days)[parts.dayOfWeek];
    case "M":
      if (length <= 2) return number(parts.month);
      return (length === 3 ? dates.shortMonths : dates.months)[parts.month - 1];
    case "y":
      if (length <= 2) return length === 1 ? String(parts.year % 100) : two(parts.year % 100);
      return String(parts.year).padStart(length, "0");
    case "h":
      return number(parts.hour % 12 === 0 ? 12 : parts.hour % 12);
    case "H":
      return number(parts.hour);
    case "m":
      return number(parts.minute);
    case "s":
      return number(parts.second);
    case "f":
    case "F": {
      if (length > 7) throw formatError("Input string was not in a correct format.");
      const digits = String(parts.fraction).padStart(7, "0").slice(0, length);
      return letter === "f" ? digits : digits.replace(/0+$/, "");
    }
    case "t": {
      const mark = parts.hour < 12 ? dates.am : dates.pm;
      return length === 1 ? mark.slice(0, 1) : mark;
    }
    case "g":
      return "A.D.";
    case "z":
      return offsetText(offsetOf(value, zone), length);
    case "K":
      return kindText(value, zone).repeat(length);
    case ":":
      return dates.timeSeparator.repeat(length);
    case "/":
      return dates.dateSeparator.repeat(length);
    default:
      return undefined;
  }
}

const positive = (ticks: bigint): bigint => (ticks < 0n ? -ticks : ticks);

/** ToString(format) of a TimeSpan: c, g, G and custom patterns. Throws FormatException. */
export function formatTimeSpan(value: TimeSpan, format?: string | null): string {
  if (!format || "ctT".includes(format)) return constantTimeSpan(value.ticks);
  if (format === "g" || format === "G") return generalTimeSpan(value.ticks, format === "G");
  if (format.length === 1) throw formatError("Input string was not in a correct format.");
  return customTimeSpan(positive(value.ticks), format);
}

interface SpanParts {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly fraction: string;
}

function spanParts(size: bigint): SpanParts {
  return {
    days: Number(size / TICKS_PER_DAY),
    hours: Number((size / TICKS_PER_HOUR) % 24n),
    minutes: Number((size / TICKS_PER_MINUTE) % 60n),
    seconds: Number((size / TICKS_PER_SECOND) % 60n),
    fraction: (size % TICKS_PER_SECOND).toString().padStart(7, "0"),
  };
}

function constantTimeSpan(ticks: bigint): string {
  const span = spanParts(positive(ticks));
  const days = span.days > 0 ? `${span.days}.` : "";
  const fraction = span.fraction === "0000000" ? "" : `.${span.fraction}`;
  return `${ticks < 0n ? "-" : ""}${days}${two(span.hours)}:${two(span.minutes)}:${two(span.seconds)}${fraction}`;
}

function generalTimeSpan(ticks: bigint, long: boolean): string {
  const span = spanParts(positive(ticks));
  const sign = ticks < 0n ? "-" : "";
  const tail = `${two(span.minutes)}:${two(span.seconds)}`;
  if (long) return `${sign}${span.days}:${two(span.hours)}:${tail}.${span.fraction}`;
  const fraction = span.fraction.replace(/0+$/, "");
  return `${sign}${span.days > 0 ? `${span.days}:` : ""}${span.hours}:${tail}${fraction ? `.${fraction}` : ""}`;
}

function customTimeSpan(size: bigint, format: string): string {
  const span = spanParts(size);
  const bad = (): Error => formatError("Input string was not in a correct format.");
  let out = "";
  for (let i = 0; i < format.length;) {
    let ch = format[i]!;
    if (ch === "\\") {
      if (i + 1 >= format.length) throw bad();
      out += format[i + 1];
      i += 2;
      continue;
    }
    if (ch === "'" || ch === '"') {
      const close = format.indexOf(ch, i + 1);
      if (close < 0) throw bad();
      out += format.slice(i + 1, close);
      i = close + 1;
      continue;
    }
    let length = 1;
    if (ch === "%") {
      ch = format[i + 1] ?? "";
      i++;
    } else while (format[i + length] === ch) length++;
    if (ch === "d") out += String(span.days).padStart(length, "0");
    else if (ch === "h" && length <= 2) out += String(span.hours).padStart(length, "0");
    else if (ch === "m" && length <= 2) out += String(span.minutes).padStart(length, "0");
    else if (ch === "s" && length <= 2) out += String(span.seconds).padStart(length, "0");
    else if (ch === "f" && length <= 7) out += span.fraction.slice(0, length);
    else if (ch === "F" && length <= 7) out += span.fraction.slice(0, length).replace(/0+$/, "");
    else throw bad();
    i += length;
  }
  return out;
}
