// System.DateTime and DateTimeOffset.

import {
  DateTime,
  DateTimeOffset,
  PSObject,
  TICKS_PER_MILLISECOND,
  TICKS_PER_SECOND,
  TimeSpan,
  UNIX_EPOCH_TICKS,
} from "../../../../objects/index.js";
import {
  checkedTicks,
  daysInMonth,
  MAX_TICKS,
  TICKS_PER_DAY,
  TICKS_PER_MINUTE,
  ticksOfMilliseconds,
  toLocal,
  toUtc,
  utcTicksOf,
  isLeapYear,
} from "../../dates/calendar.js";
import { argumentOutOfRange } from "../../errors.js";
import { formatDate } from "../../dates/format-date.js";
import { exactError, parseDate, parseDateExact } from "../../dates/parse-date.js";
import { attempt, cultureOf, enumOf, numberOf, convertibleMembers } from "../common.js";
import {
  KINDS,
  zone,
  now,
  today,
  makeDate,
  scaled,
  parseDateTime,
  parseExact,
  offsetFromRead,
  offsetOfDate,
  minutesOf,
  calendarMembers,
  adders,
  moveDate,
  moveOffset,
  ordering,
  text,
} from "./date-tools.js";
import type { Engine } from "../../../engine.js";
import type { Family } from "../../define.js";

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
      "static datetime UnixEpoch": () => new DateTime(UNIX_EPOCH_TICKS, "Utc"),
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
      "long ToUnixTimeSeconds()": (self) => floorDivide(utcTicksOf(self) - UNIX_EPOCH_TICKS, TICKS_PER_SECOND),
      "long ToUnixTimeMilliseconds()": (self) =>
        floorDivide(utcTicksOf(self) - UNIX_EPOCH_TICKS, TICKS_PER_MILLISECOND),
      "string ToString()": (self, engine) => formatDate(self, null, zone(engine)),
      "string ToString(string format)": (self, format, engine) => formatDate(self, format, zone(engine)),
      "string ToString(string format, System.IFormatProvider provider)": (self, format, provider, engine) =>
        formatDate(self, format, zone(engine), cultureOf(provider)),
      "static System.DateTimeOffset Now": (engine: Engine) => offsetOfDate(now(engine), engine),
      "static System.DateTimeOffset UtcNow": (engine: Engine) =>
        new DateTimeOffset(ticksOfMilliseconds(engine.host.now()), 0),
      "static System.DateTimeOffset MinValue": () => new DateTimeOffset(0n, 0),
      "static System.DateTimeOffset MaxValue": () => new DateTimeOffset(MAX_TICKS, 0),
      "static System.DateTimeOffset UnixEpoch": () => new DateTimeOffset(UNIX_EPOCH_TICKS, 0),
      "static System.DateTimeOffset FromUnixTimeSeconds(long seconds)": (seconds) =>
        new DateTimeOffset(UNIX_EPOCH_TICKS + seconds * TICKS_PER_SECOND, 0),
      "static System.DateTimeOffset FromUnixTimeMilliseconds(long milliseconds)": (ms) =>
        new DateTimeOffset(UNIX_EPOCH_TICKS + ms * TICKS_PER_MILLISECOND, 0),
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
};

const floorDivide = (a: bigint, b: bigint): bigint => (a < 0n ? -((-a + b - 1n) / b) : a / b);

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
