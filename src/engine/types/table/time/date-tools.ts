// What the types of dates share: reading, reckoning, ordering.

import {
  DateTime,
  DateTimeOffset,
  TICKS_PER_MILLISECOND,
  TICKS_PER_SECOND,
  TimeSpan,
} from "../../../../objects/index.js";
import {
  addMonths,
  checkedTicks,
  localNow,
  localOffset,
  partsOf,
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
  TICKS_PER_MINUTE,
  ticksOf,
  toLocal,
} from "../../dates/calendar.js";
import { argumentNull, netError } from "../../errors.js";
import { formatDate } from "../../dates/format-date.js";
import { exactError, parseDate, parseDateExact } from "../../dates/parse-date.js";
import { exactDecimal } from "../../numbers/numeric.js";
import { cultureOf } from "../common.js";
import type { DateTimeKind } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { Member } from "../../define.js";
import type { ReadDate } from "../../dates/parse-date.js";

export const KINDS: readonly DateTimeKind[] = ["Unspecified", "Utc", "Local"];
export const zone = (engine: Engine): Engine["host"]["computer"] => engine.host.computer;

export const now = (engine: Engine): DateTime => localNow(engine.host.now(), zone(engine));
export const today = (engine: Engine) => (): bigint => {
  const ticks = now(engine).ticks;
  return ticks - (ticks % TICKS_PER_DAY);
};

export function makeDate(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  fraction = 0,
): bigint {
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
export function scaled(value: number, unit: bigint): bigint {
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

export function spanOf(value: number, unit: bigint): TimeSpan {
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

export function parseExact(
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

export function offsetFromRead(read: ReadDate, engine: Engine): DateTimeOffset {
  return new DateTimeOffset(read.ticks, read.offsetMinutes ?? localOffset(read.ticks, zone(engine)));
}

export function offsetOfDate(value: DateTime, engine: Engine): DateTimeOffset {
  return new DateTimeOffset(value.ticks, value.kind === "Utc" ? 0 : localOffset(value.ticks, zone(engine)));
}

export const minutesOf = (span: TimeSpan): number => Number(span.ticks / TICKS_PER_MINUTE);
const sign = (value: bigint): number => (value < 0n ? -1 : value > 0n ? 1 : 0);

/** Properties of the calendar, shared by DateTime and DateTimeOffset; `more` are put behind those they follow. */
export function calendarMembers(more: Readonly<Record<string, Record<string, Member>>>): Record<string, Member> {
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

export function adders(name: string, move: (self: any, ticks: bigint) => unknown): Record<string, Member> {
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

export const moveDate = (self: DateTime, ticks: bigint): DateTime => new DateTime(checkedTicks(ticks), self.kind);
export const moveOffset = (self: DateTimeOffset, ticks: bigint): DateTimeOffset =>
  new DateTimeOffset(checkedTicks(ticks), self.offsetMinutes);

export const text =
  (format: string): Member =>
  (self, engine) =>
    formatDate(self, format, zone(engine));

export const ordering = (type: string, name: string, key: (value: any) => bigint): Record<string, Member> => ({
  "int CompareTo(System.Object value)": (self, other) => (other === null ? 1 : sign(key(self) - key(other))),
  [`int CompareTo(${type} value)`]: (self, other) => sign(key(self) - key(other)),
  [`bool Equals(${type} value)`]: (self, other) => key(self) === key(other),
  [`static int Compare(${type} ${name}1, ${type} ${name}2)`]: (a, b) => sign(key(a) - key(b)),
  [`static bool Equals(${type} ${name}1, ${type} ${name}2)`]: (a, b) => key(a) === key(b),
});
