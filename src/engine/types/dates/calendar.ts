// The calendar of DateTime: ticks to year, month, day and time, and back. Proleptic Gregorian, years 1 to 9999.

import {
  DateTime,
  DateTimeOffset,
  TICKS_PER_MILLISECOND,
  TICKS_PER_SECOND,
  UNIX_EPOCH_TICKS,
} from "../../../objects/index.js";
import type { Computer } from "../../host.js";
import { argumentOutOfRange } from "../errors.js";

export const TICKS_PER_MINUTE: bigint = 600_000_000n;
export const TICKS_PER_HOUR: bigint = 36_000_000_000n;
export const TICKS_PER_DAY: bigint = 864_000_000_000n;
export const MAX_TICKS: bigint = 3_155_378_975_999_999_999n;

export interface DateParts {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Ticks within the second, 0 to 9,999,999. */
  readonly fraction: number;
  /** 0 is Sunday. */
  readonly dayOfWeek: number;
  readonly dayOfYear: number;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : MONTH_DAYS[month - 1]!;
}

/** Days from 0001-01-01 to January 1 of `year`. */
function daysBeforeYear(year: number): number {
  const y = year - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
}

function dayNumber(year: number, month: number, day: number): number {
  let days = daysBeforeYear(year) + day - 1;
  for (let m = 1; m < month; m++) days += daysInMonth(year, m);
  return days;
}

export function partsOf(ticks: bigint): DateParts {
  const days = Number(ticks / TICKS_PER_DAY);
  const inDay = ticks % TICKS_PER_DAY;
  let year = Math.floor(days / 365.2425) + 1;
  while (daysBeforeYear(year + 1) <= days) year++;
  while (daysBeforeYear(year) > days) year--;
  const dayOfYear = days - daysBeforeYear(year) + 1;
  let month = 1;
  let day = dayOfYear;
  while (day > daysInMonth(year, month)) day -= daysInMonth(year, month++);
  const seconds = Number(inDay / TICKS_PER_SECOND);
  return {
    year,
    month,
    day,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    fraction: Number(inDay % TICKS_PER_SECOND),
    dayOfWeek: (days + 1) % 7,
    dayOfYear,
  };
}

/** Ticks of a date and time; undefined where there is no such date. */
export function ticksOf(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  fraction = 0,
): bigint | undefined {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;
  const seconds = hour * 3600 + minute * 60 + second;
  return BigInt(dayNumber(year, month, day)) * TICKS_PER_DAY + BigInt(seconds) * TICKS_PER_SECOND + BigInt(fraction);
}

/** Checks the range of DateTime. */
export function checkedTicks(ticks: bigint): bigint {
  if (ticks < 0n || ticks > MAX_TICKS)
    throw argumentOutOfRange("The added or subtracted value results in an un-representable DateTime.", "value");
  return ticks;
}

export function addMonths(ticks: bigint, months: number): bigint {
  const parts = partsOf(ticks);
  const index = parts.year * 12 + parts.month - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  if (year < 1 || year > 9999) return checkedTicks(-1n);
  const day = Math.min(parts.day, daysInMonth(year, month));
  return BigInt(dayNumber(year, month, day)) * TICKS_PER_DAY + (ticks % TICKS_PER_DAY);
}

function millisecondsOf(utcTicks: bigint): number {
  return Number((utcTicks - UNIX_EPOCH_TICKS) / TICKS_PER_MILLISECOND);
}

export function ticksOfMilliseconds(ms: number): bigint {
  const whole = Math.floor(ms);
  const rest = Math.round((ms - whole) * 10_000);
  return UNIX_EPOCH_TICKS + BigInt(whole) * TICKS_PER_MILLISECOND + BigInt(rest);
}

type Zone = Pick<Computer, "utcOffsetMinutes">;

/** Minutes that local time is ahead of UTC, at an instant given by the local clock. */
export function localOffset(ticks: bigint, zone: Zone): number {
  const guess = zone.utcOffsetMinutes(millisecondsOf(ticks));
  return zone.utcOffsetMinutes(millisecondsOf(ticks - BigInt(guess) * TICKS_PER_MINUTE));
}

export function toUtc(value: DateTime, zone: Zone): DateTime {
  if (value.kind === "Utc") return value;
  const offset = BigInt(localOffset(value.ticks, zone)) * TICKS_PER_MINUTE;
  return new DateTime(clampTicks(value.ticks - offset), "Utc");
}

export function toLocal(value: DateTime, zone: Zone): DateTime {
  if (value.kind === "Local") return value;
  const offset = BigInt(zone.utcOffsetMinutes(millisecondsOf(value.ticks))) * TICKS_PER_MINUTE;
  return new DateTime(clampTicks(value.ticks + offset), "Local");
}

function clampTicks(ticks: bigint): bigint {
  return ticks < 0n ? 0n : ticks > MAX_TICKS ? MAX_TICKS : ticks;
}

/** The local clock's DateTime at `ms` since 1970 UTC. */
export function localNow(ms: number, zone: Zone): DateTime {
  return toLocal(new DateTime(ticksOfMilliseconds(ms), "Utc"), zone);
}

export function utcTicksOf(value: DateTimeOffset): bigint {
  return value.ticks - BigInt(value.offsetMinutes) * TICKS_PER_MINUTE;
}

/** ISO 8601 week: weeks begin on Monday, week 1 has the year's first Thursday. */
export function isoWeek(ticks: bigint): { readonly year: number; readonly week: number } {
  const parts = partsOf(ticks);
  const weekday = (parts.dayOfWeek + 6) % 7;
  const thursday = partsOf(ticks + BigInt(3 - weekday) * TICKS_PER_DAY);
  return { year: thursday.year, week: Math.floor((thursday.dayOfYear - 1) / 7) + 1 };
}
