// DateTime, DateTimeOffset, TimeSpan, DateOnly, TimeOnly, TimeZoneInfo, Stopwatch.

import {
  DateOnly,
  DateTime,
  DateTimeOffset,
  NetObject,
  PSObject,
  TimeOnly,
  TimeSpan,
  TICKS_PER_MILLISECOND,
} from "../../../objects/index.js";
import type { DateTimeKind } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import {
  addMonths,
  checkedTicks,
  daysInMonth,
  isLeapYear,
  isoWeek,
  localNow,
  localOffset,
  MAX_TICKS,
  partsOf,
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
  TICKS_PER_MINUTE,
  TICKS_PER_SECOND,
  ticksOf,
  ticksOfMilliseconds,
  toLocal,
  toUtc,
  utcTicksOf,
} from "../calendar.js";
import type { Family, Member } from "../define.js";
import { argumentNull, argumentOutOfRange, netError } from "../errors.js";
import { formatDate, formatTimeSpan } from "../format-date.js";
import { exactError, parseDate, parseDateExact, parseTimeSpan } from "../parse-date.js";
import type { ReadDate } from "../parse-date.js";
import { exactDecimal } from "../numeric.js";
import { cultureOf, enumOf, numberOf, convertibleMembers } from "./common.js";

const UNIX = 621_355_968_000_000_000n;
const KINDS: readonly DateTimeKind[] = ["Unspecified", "Utc", "Local"];
const zone = (engine: Engine): Engine["host"]["computer"] => engine.host.computer;

export const now = (engine: Engine): DateTime => localNow(engine.host.now(), zone(engine));
const today = (engine: Engine) => (): bigint => {
  const ticks = now(engine).ticks;
  return ticks - (ticks % TICKS_PER_DAY);
};

function makeDate(year: number, month: number, day: number, hour = 0, minute = 0, second = 0, fraction = 0): bigint {
  const ticks = ticksOf(year, month, day, hour, minute, second, fraction);
  if (ticks === undefined)
    throw netError(
      "System.ArgumentOutOfRangeException",
      ticksOf(year, month, day) === undefined
        ? "Year, Month, and Day parameters describe an un-representable DateTime."
        : "Hour, Minute, and Second parameters describe an un-representable DateTime.",
    );
  return ticks;
}

/** A number of units as ticks, exactly. */
function scaled(value: number, unit: bigint): bigint {
  if (!Number.isFinite(value))
    throw Number.isNaN(value)
      ? netError("System.ArgumentException", "TimeSpan does not accept floating point Not-a-Number values.")
      : tooLong();
  const { coefficient, scale } = exactDecimal(Math.abs(value));
  const ticks = (coefficient * unit) / 10n ** BigInt(scale);
  return value < 0 ? -ticks : ticks;
}

function tooLong(): Error {
  return netError("System.OverflowException", "TimeSpan overflowed because the duration is too long.");
}

function spanOf(value: number, unit: bigint): TimeSpan {
  const ticks = scaled(value, unit);
  if (ticks > 9223372036854775807n || ticks < -9223372036854775808n) throw tooLong();
  return new TimeSpan(ticks);
}

/** The DateTime a parsed text means: an offset makes it local, or UTC under AdjustToUniversal (16) or AssumeUniversal (64). */
function fromRead(read: ReadDate, styles: number, engine: Engine): DateTime {
  const { ticks, offsetMinutes } = read;
  if (offsetMinutes === undefined) {
    if (styles & 64)
      return styles & 16 ? new DateTime(ticks, "Utc") : toLocal(new DateTime(ticks, "Utc"), zone(engine));
    return styles & 32 ? new DateTime(ticks, "Local") : new DateTime(ticks);
  }
  const utc = new DateTime(ticks - BigInt(offsetMinutes) * TICKS_PER_MINUTE, "Utc");
  if (styles & 16) return utc;
  if (styles & 128 && offsetMinutes === 0) return utc;
  return toLocal(utc, zone(engine));
}

export function parseDateTime(text: string | null, engine: Engine, provider: unknown = null, styles = 0): DateTime {
  if (text === null) throw argumentNull("s");
  return fromRead(parseDate(text, today(engine), cultureOf(provider)), styles, engine);
}

function parseExact(
  text: string,
  formats: readonly string[],
  provider: unknown,
  styles: number,
  engine: Engine,
): DateTime {
  const read = parseDateExact(text, formats, today(engine), cultureOf(provider));
  if (!read) throw exactError(text);
  return fromRead(read, styles, engine);
}

function attempt(result: { value: unknown }, zero: unknown, read: () => unknown): boolean {
  try {
    result.value = read();
    return true;
  } catch {
    result.value = zero;
    return false;
  }
}

function offsetFromRead(read: ReadDate, engine: Engine): DateTimeOffset {
  return new DateTimeOffset(read.ticks, read.offsetMinutes ?? localOffset(read.ticks, zone(engine)));
}

function offsetOfDate(value: DateTime, engine: Engine): DateTimeOffset {
  return new DateTimeOffset(value.ticks, value.kind === "Utc" ? 0 : localOffset(value.ticks, zone(engine)));
}

const minutesOf = (span: TimeSpan): number => Number(span.ticks / TICKS_PER_MINUTE);
const sign = (value: bigint): number => (value < 0n ? -1 : value > 0n ? 1 : 0);

/** Properties of the calendar, shared by DateTime and DateTimeOffset; `more` are put behind those they follow. */
function calendarMembers(more: Readonly<Record<string, Record<string, Member>>>): Record<string, Member> {
  const members: Record<string, Member> = {
    "int Day": (self) => partsOf(self.ticks).day,
    "System.DayOfWeek DayOfWeek": (self, engine) =>
      engine.values.convert(partsOf(self.ticks).dayOfWeek, "System.DayOfWeek"),
    "int DayOfYear": (self) => partsOf(self.ticks).dayOfYear,
    "int Hour": (self) => partsOf(self.ticks).hour,
    "int Millisecond": (self) => Math.floor(partsOf(self.ticks).fraction / 10_000),
    "int Microsecond": (self) => Math.floor(partsOf(self.ticks).fraction / 10) % 1000,
    "int Nanosecond": (self) => (partsOf(self.ticks).fraction % 10) * 100,
    "int Minute": (self) => partsOf(self.ticks).minute,
    "int Month": (self) => partsOf(self.ticks).month,
    "int Second": (self) => partsOf(self.ticks).second,
    "long Ticks": (self) => self.ticks,
    "timespan TimeOfDay": (self) => new TimeSpan(self.ticks % TICKS_PER_DAY),
    "int Year": (self) => partsOf(self.ticks).year,
  };
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, member]) => [
      [name, member] as const,
      ...Object.entries(more[name.slice(name.lastIndexOf(" ") + 1)] ?? {}),
    ]),
  );
}

function adders(name: string, move: (self: any, ticks: bigint) => unknown): Record<string, Member> {
  return {
    [`${name} Add(timespan value)`]: (self, span) => move(self, self.ticks + span.ticks),
    [`${name} AddDays(double value)`]: (self, value) => move(self, self.ticks + scaled(value, TICKS_PER_DAY)),
    [`${name} AddHours(double value)`]: (self, value) => move(self, self.ticks + scaled(value, TICKS_PER_HOUR)),
    [`${name} AddMinutes(double value)`]: (self, value) => move(self, self.ticks + scaled(value, TICKS_PER_MINUTE)),
    [`${name} AddSeconds(double value)`]: (self, value) => move(self, self.ticks + scaled(value, TICKS_PER_SECOND)),
    [`${name} AddMilliseconds(double value)`]: (self, value) =>
      move(self, self.ticks + scaled(value, TICKS_PER_MILLISECOND)),
    [`${name} AddTicks(long value)`]: (self, value) => move(self, self.ticks + value),
    [`${name} AddMonths(int months)`]: (self, months) => move(self, addMonths(self.ticks, months)),
    [`${name} AddYears(int value)`]: (self, years) => move(self, addMonths(self.ticks, years * 12)),
  };
}

const moveDate = (self: DateTime, ticks: bigint): DateTime => new DateTime(checkedTicks(ticks), self.kind);
const moveOffset = (self: DateTimeOffset, ticks: bigint): DateTimeOffset =>
  new DateTimeOffset(checkedTicks(ticks), self.offsetMinutes);

const text =
  (format: string): Member =>
  (self, engine) =>
    formatDate(self, format, zone(engine));

const ordering = (type: string, name: string, key: (value: any) => bigint): Record<string, Member> => ({
  "int CompareTo(System.Object value)": (self, other) => (other === null ? 1 : sign(key(self) - key(other))),
  [`int CompareTo(${type} value)`]: (self, other) => sign(key(self) - key(other)),
  [`bool Equals(${type} value)`]: (self, other) => key(self) === key(other),
  [`static int Compare(${type} ${name}1, ${type} ${name}2)`]: (a, b) => sign(key(a) - key(b)),
  [`static bool Equals(${type} ${name}1, ${type} ${name}2)`]: (a, b) => key(a) === key(b),
});

export const dateTypes: Family = {
  "System.DateTime": () => ({
    kind: "struct",
    interfaces:
      "System.IComparable System.IConvertible System.IFormattable System.IComparable`1[[System.DateTime]] System.IEquatable`1[[System.DateTime]]",
    members: {
      "datetime Date": (self: DateTime) => new DateTime(self.ticks - (self.ticks % TICKS_PER_DAY), self.kind),
      ...calendarMembers({
        Hour: {
          "System.DateTimeKind Kind": (self: DateTime, engine) => enumOf(engine, "System.DateTimeKind", self.kind),
        },
      }),
      "new(long ticks)": (ticks) => new DateTime(checkedTicks(ticks)),
      "new(long ticks, System.DateTimeKind kind)": (ticks, kind) =>
        new DateTime(checkedTicks(ticks), KINDS[numberOf(kind)]),
      "new(int year, int month, int day)": (y, m, d) => new DateTime(makeDate(y, m, d)),
      "new(int year, int month, int day, int hour, int minute, int second)": (y, mo, d, h, mi, s) =>
        new DateTime(makeDate(y, mo, d, h, mi, s)),
      "new(int year, int month, int day, int hour, int minute, int second, System.DateTimeKind kind)": (
        y,
        mo,
        d,
        h,
        mi,
        s,
        kind,
      ) => new DateTime(makeDate(y, mo, d, h, mi, s), KINDS[numberOf(kind)]),
      "new(int year, int month, int day, int hour, int minute, int second, int millisecond)": (
        y,
        mo,
        d,
        h,
        mi,
        s,
        ms,
      ) => new DateTime(makeDate(y, mo, d, h, mi, s, ms * 10_000)),
      "new(int year, int month, int day, int hour, int minute, int second, int millisecond, System.DateTimeKind kind)":
        (y, mo, d, h, mi, s, ms, kind) =>
          new DateTime(makeDate(y, mo, d, h, mi, s, ms * 10_000), KINDS[numberOf(kind)]),
      "new()": () => new DateTime(0n),
      ...adders("datetime", moveDate),
      ...ordering("datetime", "t", (value: DateTime) => value.ticks),
      "datetime Subtract(timespan value)": (self: DateTime, span) => moveDate(self, self.ticks - span.ticks),
      "timespan Subtract(datetime value)": (self: DateTime, other) => new TimeSpan(self.ticks - other.ticks),
      "datetime ToLocalTime()": (self, engine) => toLocal(self, zone(engine)),
      "datetime ToUniversalTime()": (self, engine) => toUtc(self, zone(engine)),
      "long ToFileTime()": (self, engine) => toUtc(self, zone(engine)).ticks - 504_911_232_000_000_000n,
      "long ToFileTimeUtc()": (self, engine) => toUtc(self, zone(engine)).ticks - 504_911_232_000_000_000n,
      "long ToBinary()": (self: DateTime) => self.ticks | (self.kind === "Utc" ? 1n << 62n : 0n),
      "double ToOADate()": (self: DateTime) => Number(self.ticks - 599_264_352_000_000_000n) / Number(TICKS_PER_DAY),
      ...convertibleMembers,
      "bool IsDaylightSavingTime()": () => false,
      "string ToShortDateString()": text("d"),
      "string ToLongDateString()": text("D"),
      "string ToShortTimeString()": text("t"),
      "string ToLongTimeString()": text("T"),
      "string ToString()": (self, engine) => formatDate(self, null, zone(engine)),
      "string ToString(string format)": (self, format, engine) => formatDate(self, format, zone(engine)),
      "string ToString(System.IFormatProvider provider)": (self, provider, engine) =>
        formatDate(self, null, zone(engine), cultureOf(provider)),
      "string ToString(string format, System.IFormatProvider provider)": (self, format, provider, engine) =>
        formatDate(self, format, zone(engine), cultureOf(provider)),
      "System.TypeCode GetTypeCode()": (_self, engine) => enumOf(engine, "System.TypeCode", "DateTime"),
      "static datetime MinValue": () => new DateTime(0n),
      "static datetime MaxValue": () => new DateTime(MAX_TICKS),
      "static datetime UnixEpoch": () => new DateTime(UNIX, "Utc"),
      "static datetime Now": now,
      "static datetime UtcNow": (engine: Engine) => new DateTime(ticksOfMilliseconds(engine.host.now()), "Utc"),
      "static datetime Today": (engine: Engine) => new DateTime(today(engine)(), "Local"),
      "static datetime Parse(string s)": (s, engine) => parseDateTime(s, engine),
      "static datetime Parse(string s, System.IFormatProvider provider)": (s, provider, engine) =>
        parseDateTime(s, engine, provider),
      "static datetime Parse(string s, System.IFormatProvider provider, System.Globalization.DateTimeStyles styles)": (
        s,
        provider,
        styles,
        engine,
      ) => parseDateTime(s, engine, provider, numberOf(styles)),
      "static datetime ParseExact(string s, string format, System.IFormatProvider provider)": (
        s,
        format,
        provider,
        engine,
      ) => parseExact(s, [format], provider, 0, engine),
      "static datetime ParseExact(string s, string format, System.IFormatProvider provider, System.Globalization.DateTimeStyles style)":
        (s, format, provider, style, engine) => parseExact(s, [format], provider, numberOf(style), engine),
      "static datetime ParseExact(string s, string[] formats, System.IFormatProvider provider, System.Globalization.DateTimeStyles style)":
        (s, formats, provider, style, engine) => parseExact(s, formats, provider, numberOf(style), engine),
      "static bool TryParse(string s, ref datetime result)": (s, result, engine) =>
        attempt(result, new DateTime(0n), () => parseDateTime(s, engine)),
      "static bool TryParse(string s, System.IFormatProvider provider, ref datetime result)": (
        s,
        provider,
        result,
        engine,
      ) => attempt(result, new DateTime(0n), () => parseDateTime(s, engine, provider)),
      "static bool TryParse(string s, System.IFormatProvider provider, System.Globalization.DateTimeStyles styles, ref datetime result)":
        (s, provider, styles, result, engine) =>
          attempt(result, new DateTime(0n), () => parseDateTime(s, engine, provider, numberOf(styles))),
      "static bool TryParseExact(string s, string format, System.IFormatProvider provider, System.Globalization.DateTimeStyles style, ref datetime result)":
        (s, format, provider, style, result, engine) =>
          attempt(result, new DateTime(0n), () => parseExact(s, [format], provider, numberOf(style), engine)),
      "static bool TryParseExact(string s, string[] formats, System.IFormatProvider provider, System.Globalization.DateTimeStyles style, ref datetime result)":
        (s, formats, provider, style, result, engine) =>
          attempt(result, new DateTime(0n), () => parseExact(s, formats, provider, numberOf(style), engine)),
      "static int DaysInMonth(int year, int month)": (year, month) => {
        if (month < 1 || month > 12) throw argumentOutOfRange("Month must be between one and twelve.", "month");
        return daysInMonth(year, month);
      },
      "static bool IsLeapYear(int year)": isLeapYear,
      "static datetime SpecifyKind(datetime value, System.DateTimeKind kind)": (value, kind) =>
        new DateTime(value.ticks, KINDS[numberOf(kind)]),
      "static datetime FromFileTime(long fileTime)": (value, engine) =>
        toLocal(new DateTime(value + 504_911_232_000_000_000n, "Utc"), zone(engine)),
      "static datetime FromFileTimeUtc(long fileTime)": (value) =>
        new DateTime(value + 504_911_232_000_000_000n, "Utc"),
      "static datetime FromOADate(double d)": (value) =>
        new DateTime(599_264_352_000_000_000n + scaled(value, TICKS_PER_DAY)),
      "static datetime FromBinary(long dateData)": (value) => new DateTime(value & ((1n << 62n) - 1n)),
      "static datetime op_Addition(datetime d, timespan t)": (d: DateTime, t) => moveDate(d, d.ticks + t.ticks),
      "static datetime op_Subtraction(datetime d, timespan t)": (d: DateTime, t) => moveDate(d, d.ticks - t.ticks),
      "static timespan op_Subtraction(datetime d1, datetime d2)": (a: DateTime, b: DateTime) =>
        new TimeSpan(a.ticks - b.ticks),
    },
    extended: {
      "script System.Object DateTime": (self, engine) => dateTimeText(self, engine),
    },
  }),
  "System.DateTimeOffset": () => ({
    kind: "struct",
    interfaces: "System.IComparable System.IFormattable",
    members: {
      "datetime DateTime": (self: DateTimeOffset) => new DateTime(self.ticks),
      "datetime UtcDateTime": (self: DateTimeOffset) => new DateTime(utcTicksOf(self), "Utc"),
      "datetime LocalDateTime": (self, engine) => toLocal(new DateTime(utcTicksOf(self), "Utc"), zone(engine)),
      "datetime Date": (self: DateTimeOffset) => new DateTime(self.ticks - (self.ticks % TICKS_PER_DAY)),
      ...calendarMembers({
        Month: {
          "timespan Offset": (self: DateTimeOffset) => new TimeSpan(BigInt(self.offsetMinutes) * TICKS_PER_MINUTE),
          "int TotalOffsetMinutes": (self: DateTimeOffset) => self.offsetMinutes,
        },
        Ticks: { "long UtcTicks": (self: DateTimeOffset) => utcTicksOf(self) },
      }),
      "new(datetime dateTime)": (value, engine) => offsetOfDate(value, engine),
      "new(datetime dateTime, timespan offset)": (value, offset) => new DateTimeOffset(value.ticks, minutesOf(offset)),
      "new(long ticks, timespan offset)": (ticks, offset) => new DateTimeOffset(ticks, minutesOf(offset)),
      "new(int year, int month, int day, int hour, int minute, int second, timespan offset)": (
        y,
        mo,
        d,
        h,
        mi,
        s,
        offset,
      ) => new DateTimeOffset(makeDate(y, mo, d, h, mi, s), minutesOf(offset)),
      ...adders("System.DateTimeOffset", moveOffset),
      ...ordering("System.DateTimeOffset", "first", utcTicksOf),
      "timespan Subtract(System.DateTimeOffset value)": (self, other) =>
        new TimeSpan(utcTicksOf(self) - utcTicksOf(other)),
      "System.DateTimeOffset ToOffset(timespan offset)": (self: DateTimeOffset, offset) =>
        new DateTimeOffset(utcTicksOf(self) + offset.ticks, minutesOf(offset)),
      "System.DateTimeOffset ToUniversalTime()": (self) => new DateTimeOffset(utcTicksOf(self), 0),
      "System.DateTimeOffset ToLocalTime()": (self, engine) => {
        const local = toLocal(new DateTime(utcTicksOf(self), "Utc"), zone(engine));
        return new DateTimeOffset(local.ticks, Number((local.ticks - utcTicksOf(self)) / TICKS_PER_MINUTE));
      },
      "long ToUnixTimeSeconds()": (self) => floorDivide(utcTicksOf(self) - UNIX, TICKS_PER_SECOND),
      "long ToUnixTimeMilliseconds()": (self) => floorDivide(utcTicksOf(self) - UNIX, TICKS_PER_MILLISECOND),
      "string ToString()": (self, engine) => formatDate(self, null, zone(engine)),
      "string ToString(string format)": (self, format, engine) => formatDate(self, format, zone(engine)),
      "string ToString(string format, System.IFormatProvider provider)": (self, format, provider, engine) =>
        formatDate(self, format, zone(engine), cultureOf(provider)),
      "static System.DateTimeOffset Now": (engine: Engine) => offsetOfDate(now(engine), engine),
      "static System.DateTimeOffset UtcNow": (engine: Engine) =>
        new DateTimeOffset(ticksOfMilliseconds(engine.host.now()), 0),
      "static System.DateTimeOffset MinValue": () => new DateTimeOffset(0n, 0),
      "static System.DateTimeOffset MaxValue": () => new DateTimeOffset(MAX_TICKS, 0),
      "static System.DateTimeOffset UnixEpoch": () => new DateTimeOffset(UNIX, 0),
      "static System.DateTimeOffset FromUnixTimeSeconds(long seconds)": (seconds) =>
        new DateTimeOffset(UNIX + seconds * TICKS_PER_SECOND, 0),
      "static System.DateTimeOffset FromUnixTimeMilliseconds(long milliseconds)": (ms) =>
        new DateTimeOffset(UNIX + ms * TICKS_PER_MILLISECOND, 0),
      "static System.DateTimeOffset Parse(string input)": (s, engine) =>
        offsetFromRead(parseDate(s, today(engine)), engine),
      "static System.DateTimeOffset Parse(string input, System.IFormatProvider formatProvider)": (
        s,
        provider,
        engine,
      ) => offsetFromRead(parseDate(s, today(engine), cultureOf(provider)), engine),
      "static System.DateTimeOffset ParseExact(string input, string format, System.IFormatProvider formatProvider)": (
        s,
        format,
        provider,
        engine,
      ) => {
        const read = parseDateExact(s, [format], today(engine), cultureOf(provider));
        if (!read) throw exactError(s);
        return offsetFromRead(read, engine);
      },
      "static bool TryParse(string input, ref System.DateTimeOffset result)": (s, result, engine) =>
        attempt(result, new DateTimeOffset(0n, 0), () => offsetFromRead(parseDate(s, today(engine)), engine)),
      "static System.DateTimeOffset op_Addition(System.DateTimeOffset d, timespan t)": (d, t) =>
        moveOffset(d, d.ticks + t.ticks),
      "static System.DateTimeOffset op_Subtraction(System.DateTimeOffset d, timespan t)": (d: DateTimeOffset, t) =>
        moveOffset(d, d.ticks - t.ticks),
      "static timespan op_Subtraction(System.DateTimeOffset a, System.DateTimeOffset b)": (a, b) =>
        new TimeSpan(utcTicksOf(a) - utcTicksOf(b)),
    },
    convertFrom: (value, engine) => (value instanceof DateTime ? offsetOfDate(value, engine) : undefined),
  }),
  "System.TimeSpan": () => ({
    kind: "struct",
    interfaces:
      "System.IComparable System.IFormattable System.IComparable`1[[System.TimeSpan]] System.IEquatable`1[[System.TimeSpan]]",
    members: {
      "long Ticks": (self: TimeSpan) => self.ticks,
      "int Days": (self: TimeSpan) => Number(self.ticks / TICKS_PER_DAY),
      "int Hours": (self: TimeSpan) => Number((self.ticks / TICKS_PER_HOUR) % 24n),
      "int Milliseconds": (self: TimeSpan) => Number((self.ticks / TICKS_PER_MILLISECOND) % 1000n),
      "int Microseconds": (self: TimeSpan) => Number((self.ticks / 10n) % 1000n),
      "int Nanoseconds": (self: TimeSpan) => Number((self.ticks % 10n) * 100n),
      "int Minutes": (self: TimeSpan) => Number((self.ticks / TICKS_PER_MINUTE) % 60n),
      "int Seconds": (self: TimeSpan) => Number((self.ticks / TICKS_PER_SECOND) % 60n),
      "double TotalDays": (self: TimeSpan) => Number(self.ticks) / Number(TICKS_PER_DAY),
      "double TotalHours": (self: TimeSpan) => Number(self.ticks) / Number(TICKS_PER_HOUR),
      "double TotalMilliseconds": (self: TimeSpan) => Number(self.ticks) / Number(TICKS_PER_MILLISECOND),
      "double TotalMicroseconds": (self: TimeSpan) => Number(self.ticks) / 10,
      "double TotalNanoseconds": (self: TimeSpan) => Number(self.ticks) * 100,
      "double TotalMinutes": (self: TimeSpan) => Number(self.ticks) / Number(TICKS_PER_MINUTE),
      "double TotalSeconds": (self: TimeSpan) => Number(self.ticks) / Number(TICKS_PER_SECOND),
      "new()": () => new TimeSpan(0n),
      "new(long ticks)": (ticks) => new TimeSpan(ticks),
      "new(int hours, int minutes, int seconds)": (h, m, s) => spanParts(0, h, m, s, 0),
      "new(int days, int hours, int minutes, int seconds)": (d, h, m, s) => spanParts(d, h, m, s, 0),
      "new(int days, int hours, int minutes, int seconds, int milliseconds)": (d, h, m, s, ms) =>
        spanParts(d, h, m, s, ms),
      "timespan Add(timespan ts)": (self, other) => new TimeSpan(self.ticks + other.ticks),
      "timespan Subtract(timespan ts)": (self: TimeSpan, other) => new TimeSpan(self.ticks - other.ticks),
      "timespan Multiply(double factor)": (self, factor) =>
        new TimeSpan(BigInt(Math.round(Number(self.ticks) * factor))),
      "timespan Divide(double divisor)": (self, divisor) =>
        new TimeSpan(BigInt(Math.round(Number(self.ticks) / divisor))),
      "double Divide(timespan ts)": (self, other) => Number(self.ticks) / Number(other.ticks),
      "timespan Duration()": (self: TimeSpan) => new TimeSpan(self.ticks < 0n ? -self.ticks : self.ticks),
      "timespan Negate()": (self: TimeSpan) => new TimeSpan(-self.ticks),
      ...ordering("timespan", "t", (value: TimeSpan) => value.ticks),
      "string ToString()": (self) => formatTimeSpan(self),
      "string ToString(string format)": (self, format) => formatTimeSpan(self, format),
      "string ToString(string format, System.IFormatProvider formatProvider)": (self, format) =>
        formatTimeSpan(self, format),
      "static timespan Zero": () => new TimeSpan(0n),
      "static timespan MaxValue": () => new TimeSpan(9223372036854775807n),
      "static timespan MinValue": () => new TimeSpan(-9223372036854775808n),
      "static long TicksPerDay": () => TICKS_PER_DAY,
      "static long TicksPerHour": () => TICKS_PER_HOUR,
      "static long TicksPerMinute": () => TICKS_PER_MINUTE,
      "static long TicksPerSecond": () => TICKS_PER_SECOND,
      "static long TicksPerMillisecond": () => TICKS_PER_MILLISECOND,
      "static timespan FromDays(double value)": (value) => spanOf(value, TICKS_PER_DAY),
      "static timespan FromHours(double value)": (value) => spanOf(value, TICKS_PER_HOUR),
      "static timespan FromMinutes(double value)": (value) => spanOf(value, TICKS_PER_MINUTE),
      "static timespan FromSeconds(double value)": (value) => spanOf(value, TICKS_PER_SECOND),
      "static timespan FromMilliseconds(double value)": (value) => spanOf(value, TICKS_PER_MILLISECOND),
      "static timespan FromTicks(long value)": (ticks) => new TimeSpan(ticks),
      "static timespan Parse(string s)": (s) => new TimeSpan(parseTimeSpan(s)),
      "static timespan Parse(string input, System.IFormatProvider formatProvider)": (s) =>
        new TimeSpan(parseTimeSpan(s)),
      "static timespan ParseExact(string input, string format, System.IFormatProvider formatProvider)": (s) =>
        new TimeSpan(parseTimeSpan(s)),
      "static bool TryParse(string s, ref timespan result)": (s, result) =>
        attempt(result, new TimeSpan(0n), () => new TimeSpan(parseTimeSpan(s))),
      "static timespan op_Addition(timespan t1, timespan t2)": (a, b) => new TimeSpan(a.ticks + b.ticks),
      "static timespan op_Subtraction(timespan t1, timespan t2)": (a: DateTime, b: DateTime) =>
        new TimeSpan(a.ticks - b.ticks),
      "static timespan op_UnaryNegation(timespan t)": (t: TimeSpan) => new TimeSpan(-t.ticks),
      "static timespan op_Multiply(timespan timeSpan, double factor)": (t, factor) =>
        new TimeSpan(BigInt(Math.round(Number(t.ticks) * factor))),
      "static timespan op_Multiply(double factor, timespan timeSpan)": (factor, t) =>
        new TimeSpan(BigInt(Math.round(Number(t.ticks) * factor))),
      "static timespan op_Division(timespan timeSpan, double divisor)": (t, divisor) =>
        new TimeSpan(BigInt(Math.round(Number(t.ticks) / divisor))),
      "static double op_Division(timespan t1, timespan t2)": (a, b) => Number(a.ticks) / Number(b.ticks),
    },
    defaultDisplay:
      "Days Hours Minutes Seconds Milliseconds Ticks TotalDays TotalHours TotalMinutes TotalSeconds TotalMilliseconds",
  }),
  "System.DateOnly": () => ({
    kind: "struct",
    interfaces: "System.IComparable System.IFormattable",
    members: {
      "int Year": (self: DateOnly) => dateParts(self).year,
      "int Month": (self: DateOnly) => dateParts(self).month,
      "int Day": (self: DateOnly) => dateParts(self).day,
      "System.DayOfWeek DayOfWeek": (self, engine) =>
        engine.values.convert(dateParts(self).dayOfWeek, "System.DayOfWeek"),
      "int DayOfYear": (self: DateOnly) => dateParts(self).dayOfYear,
      "int DayNumber": (self: DateOnly) => self.dayNumber,
      "new(int year, int month, int day)": (y, m, d) => new DateOnly(Number(makeDate(y, m, d) / TICKS_PER_DAY)),
      "System.DateOnly AddDays(int value)": (self: DateOnly, days) => new DateOnly(self.dayNumber + days),
      "System.DateOnly AddMonths(int value)": (self: DateOnly, months) => addToDateOnly(self, months),
      "System.DateOnly AddYears(int value)": (self: DateOnly, years) => addToDateOnly(self, years * 12),
      "datetime ToDateTime(System.TimeOnly time)": (self: DateOnly, time: TimeOnly) =>
        new DateTime(BigInt(self.dayNumber) * TICKS_PER_DAY + time.ticks),
      "string ToString()": (self, engine) => engine.values.format("{0}", [self]),
      "string ToString(string format)": (self, format, engine) => engine.values.format(`{0:${format}}`, [self]),
      "static System.DateOnly FromDateTime(datetime dateTime)": (value) =>
        new DateOnly(Number(value.ticks / TICKS_PER_DAY)),
      "static System.DateOnly Parse(string s, System.IFormatProvider provider)": (s, provider, engine) =>
        new DateOnly(Number(parseDateTime(s, engine, provider).ticks / TICKS_PER_DAY)),
      "static System.DateOnly Parse(string s)": (s, engine) =>
        new DateOnly(Number(parseDateTime(s, engine).ticks / TICKS_PER_DAY)),
      "static System.DateOnly MinValue": () => new DateOnly(0),
    },
    text: (self, engine) => engine.values.format("{0}", [self]),
  }),
  "System.TimeOnly": () => ({
    kind: "struct",
    interfaces: "System.IComparable System.IFormattable",
    members: {
      "int Hour": (self: TimeOnly) => partsOf(self.ticks).hour,
      "int Minute": (self: TimeOnly) => partsOf(self.ticks).minute,
      "int Second": (self: TimeOnly) => partsOf(self.ticks).second,
      "int Millisecond": (self: TimeOnly) => Math.floor(partsOf(self.ticks).fraction / 10_000),
      "long Ticks": (self: TimeOnly) => self.ticks,
      "new(int hour, int minute)": (h, m) => new TimeOnly(makeDate(1, 1, 1, h, m)),
      "new(int hour, int minute, int second)": (h, m, s) => new TimeOnly(makeDate(1, 1, 1, h, m, s)),
      "System.TimeOnly AddHours(double value)": (self, value) => addToTimeOnly(self, scaled(value, TICKS_PER_HOUR)),
      "System.TimeOnly AddMinutes(double value)": (self, value) => addToTimeOnly(self, scaled(value, TICKS_PER_MINUTE)),
      "timespan ToTimeSpan()": (self) => new TimeSpan(self.ticks),
      "string ToString()": (self, engine) => engine.values.format("{0}", [self]),
      "string ToString(string format)": (self, format, engine) => engine.values.format(`{0:${format}}`, [self]),
      "static System.TimeOnly FromDateTime(datetime dateTime)": (value) => new TimeOnly(value.ticks % TICKS_PER_DAY),
      "static System.TimeOnly Parse(string s, System.IFormatProvider provider)": (s, provider, engine) =>
        new TimeOnly(parseDateTime(s, engine, provider).ticks % TICKS_PER_DAY),
      "static System.TimeOnly Parse(string s)": (s, engine) =>
        new TimeOnly(parseDateTime(s, engine).ticks % TICKS_PER_DAY),
    },
    text: (self, engine) => engine.values.format("{0}", [self]),
  }),
  "System.Diagnostics.Stopwatch": () => ({
    members: {
      "new()": (engine: Engine) => new Stopwatch(engine),
      "bool IsRunning": (self: Stopwatch) => self.isRunning,
      "timespan Elapsed": (self: Stopwatch) => new TimeSpan(self.ticks),
      "long ElapsedMilliseconds": (self: Stopwatch) => self.ticks / TICKS_PER_MILLISECOND,
      "long ElapsedTicks": (self: Stopwatch) => self.ticks * 100n,
      "void Start()": (self: Stopwatch) => self.start(),
      "void Stop()": (self: Stopwatch) => self.stop(),
      "void Reset()": (self: Stopwatch) => self.reset(),
      "void Restart()": (self: Stopwatch) => {
        self.reset();
        self.start();
      },
      "static System.Diagnostics.Stopwatch StartNew()": (engine: Engine) => {
        const watch = new Stopwatch(engine);
        watch.start();
        return watch;
      },
      "static long GetTimestamp()": (engine: Engine) => BigInt(Math.round(engine.host.monotonic() * 1_000_000)),
      "static long Frequency": () => 1_000_000_000n,
      "static bool IsHighResolution": () => true,
    },
  }),
  "System.TimeZoneInfo": () => ({
    members: {
      "string Id": (self: TimeZone) => self.id,
      "string DisplayName": (self: TimeZone) => self.displayName,
      "string StandardName": (self: TimeZone) => self.id,
      "string DaylightName": (self: TimeZone) => self.id,
      "timespan BaseUtcOffset": (self: TimeZone) => new TimeSpan(BigInt(self.offset) * TICKS_PER_MINUTE),
      "bool SupportsDaylightSavingTime": () => false,
      "timespan GetUtcOffset(datetime dateTime)": (self: TimeZone, value, engine) =>
        new TimeSpan(BigInt(self.isUtc ? 0 : localOffset(value.ticks, zone(engine))) * TICKS_PER_MINUTE),
      "static System.TimeZoneInfo Local": (engine: Engine) => localZone(engine),
      "static System.TimeZoneInfo Utc": () => new TimeZone("UTC", "(UTC) Coordinated Universal Time", 0),
      "static System.TimeZoneInfo FindSystemTimeZoneById(string id)": (id, engine) => findZone(id, engine),
      "static datetime ConvertTimeToUtc(datetime dateTime)": (value, engine) => toUtc(value, zone(engine)),
      "static datetime ConvertTimeFromUtc(datetime dateTime, System.TimeZoneInfo destinationTimeZone)": (
        value,
        target: TimeZone,
        engine,
      ) => (target.isUtc ? new DateTime(value.ticks, "Utc") : toLocal(new DateTime(value.ticks, "Utc"), zone(engine))),
    },
    text: (self: TimeZone) => self.displayName,
    defaultDisplay: "Id HasIanaId DisplayName StandardName DaylightName BaseUtcOffset SupportsDaylightSavingTime",
  }),
  "System.Globalization.ISOWeek": () => ({
    kind: "static",
    members: {
      "static int GetWeekOfYear(datetime date)": (value) => isoWeek(value.ticks).week,
      "static int GetYear(datetime date)": (value) => isoWeek(value.ticks).year,
    },
  }),
};

const floorDivide = (a: bigint, b: bigint): bigint => (a < 0n ? -((-a + b - 1n) / b) : a / b);

const dateParts = (self: DateOnly): ReturnType<typeof partsOf> => partsOf(BigInt(self.dayNumber) * TICKS_PER_DAY);

function addToDateOnly(self: DateOnly, months: number): DateOnly {
  return new DateOnly(Number(addMonths(BigInt(self.dayNumber) * TICKS_PER_DAY, months) / TICKS_PER_DAY));
}

function addToTimeOnly(self: TimeOnly, ticks: bigint): TimeOnly {
  return new TimeOnly((((self.ticks + ticks) % TICKS_PER_DAY) + TICKS_PER_DAY) % TICKS_PER_DAY);
}

function spanParts(days: number, hours: number, minutes: number, seconds: number, ms: number): TimeSpan {
  const total =
    BigInt(days) * 86_400_000n + BigInt(hours) * 3_600_000n + BigInt(minutes) * 60_000n + BigInt(seconds) * 1000n;
  return new TimeSpan((total + BigInt(ms)) * TICKS_PER_MILLISECOND);
}

/** The DateTime script property: what a date shows by itself; DisplayHint (Get-Date) leaves out a part. */
function dateTimeText(self: unknown, engine: Engine): string {
  const base = self instanceof PSObject ? (self.base as DateTime) : (self as DateTime);
  const hint = self instanceof PSObject ? self.get("DisplayHint") : undefined;
  const shown = (format: string): string => formatDate(base, format, zone(engine));
  switch (hint === undefined || hint === null ? "" : engine.values.toText(hint)) {
    case "Date":
      return shown("D");
    case "Time":
      return shown("T");
    default:
      return `${shown("D")} ${shown("T")}`;
  }
}

/** System.Diagnostics.Stopwatch, on the host's clock that never goes back. */
class Stopwatch extends NetObject {
  readonly typeName: string = "System.Diagnostics.Stopwatch";
  readonly #engine: Engine;
  #elapsed = 0;
  #since: number | undefined;
  constructor(engine: Engine) {
    super();
    this.#engine = engine;
  }
  get isRunning(): boolean {
    return this.#since !== undefined;
  }
  get ticks(): bigint {
    const running = this.#since === undefined ? 0 : this.#engine.host.monotonic() - this.#since;
    return BigInt(Math.round((this.#elapsed + running) * 10_000));
  }
  start(): void {
    this.#since ??= this.#engine.host.monotonic();
  }
  stop(): void {
    if (this.#since !== undefined) this.#elapsed += this.#engine.host.monotonic() - this.#since;
    this.#since = undefined;
  }
  reset(): void {
    this.#elapsed = 0;
    this.#since = undefined;
  }
}

/** System.TimeZoneInfo of the two zones the host knows: its own and UTC. */
class TimeZone extends NetObject {
  readonly typeName: string = "System.TimeZoneInfo";
  readonly id: string;
  readonly displayName: string;
  readonly offset: number;
  constructor(id: string, displayName: string, offset: number) {
    super();
    this.id = id;
    this.displayName = displayName;
    this.offset = offset;
  }
  get isUtc(): boolean {
    return this.id === "UTC";
  }
}

function localZone(engine: Engine): TimeZone {
  const computer = zone(engine);
  const offset = computer.utcOffsetMinutes(engine.host.now());
  const name = computer.timeZoneId;
  if (name === "UTC" || name === "Etc/UTC") return new TimeZone(name, "(UTC) Coordinated Universal Time", 0);
  const span = formatTimeSpan(new TimeSpan(BigInt(Math.abs(offset)) * TICKS_PER_MINUTE), "hh\\:mm");
  return new TimeZone(name, `(UTC${offset < 0 ? "-" : "+"}${span}) ${name}`, offset);
}

function findZone(id: string, engine: Engine): TimeZone {
  const local = localZone(engine);
  if (id.toLowerCase() === local.id.toLowerCase()) return local;
  if (/^(utc|etc\/utc|gmt)$/i.test(id)) return new TimeZone("UTC", "(UTC) Coordinated Universal Time", 0);
  throw netError("System.TimeZoneNotFoundException", `The time zone ID '${id}' was not found on the local computer.`);
}
