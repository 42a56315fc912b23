// Dates and spans as XML Schema writes them, in .NET's ticks of 100 ns.
//
// Rule: the computer's clock zone comes in as a function; nothing here asks what time it is.

import { DateTime, TimeSpan } from "../objects/index.js";

const TICKS_PER_SECOND = 10_000_000;
const TICKS_PER_MINUTE = 600_000_000n;
const TICKS_PER_DAY = 864_000_000_000n;
const UNIX_EPOCH_DAY = 719_162;
const MAX_TICKS = 3_155_378_975_999_999_999n;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/** How far local clocks are ahead of UTC, in minutes, at a moment given in milliseconds since 1970. */
export type LocalOffset = (utcMilliseconds: number) => number;

/** The zone of this computer. */
export const systemOffset: LocalOffset = (utcMilliseconds) => -new Date(utcMilliseconds).getTimezoneOffset();

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : DAYS_BEFORE_MONTH[month]! - DAYS_BEFORE_MONTH[month - 1]!;
}

/** Days from 0001-01-01, or undefined where there is no such day. */
function dayNumber(year: number, month: number, day: number): number | undefined {
  const isDate = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!isDate) return undefined;
  const past = year - 1;
  const leaps = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  return past * 365 + leaps + DAYS_BEFORE_MONTH[month - 1]! + (month > 2 && isLeap(year) ? 1 : 0) + day - 1;
}

export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly dayOfYear: number;
}

/** The date of a day number. */
export function calendarDate(days: number): CalendarDate {
  const cycles = Math.floor(days / 146_097);
  let rest = days - cycles * 146_097;
  const centuries = Math.min(3, Math.floor(rest / 36_524));
  rest -= centuries * 36_524;
  const fours = Math.floor(rest / 1_461);
  rest -= fours * 1_461;
  const years = Math.min(3, Math.floor(rest / 365));
  rest -= years * 365;
  const year = cycles * 400 + centuries * 100 + fours * 4 + years + 1;
  let month = 1;
  let left = rest;
  while (left >= daysInMonth(year, month)) left -= daysInMonth(year, month++);
  return { year, month, day: left + 1, dayOfYear: rest + 1 };
}

/** The offset of local time at a local clock's reading, as .NET takes it: of the two readings' offsets the one that fits. */
function offsetOfLocal(ticks: bigint, localOffset: LocalOffset): number {
  const wall = localMilliseconds(ticks);
  const guess = localOffset(wall);
  return localOffset(wall - guess * 60_000);
}

/** The offset of local time at a moment given in UTC ticks. */
export function offsetAtUtc(utcTicks: bigint, localOffset: LocalOffset): number {
  return localOffset(localMilliseconds(utcTicks));
}

function localMilliseconds(ticks: bigint): number {
  return Number(ticks / 10_000n) - UNIX_EPOCH_DAY * 86_400_000;
}

const two = (value: number): string => (value < 10 ? "0" + value : String(value));

function fractionText(ticks: number): string {
  if (ticks === 0) return "";
  let text = String(ticks).padStart(7, "0");
  let end = 7;
  while (text.charCodeAt(end - 1) === 48) end--;
  return "." + text.slice(0, end);
}

function zoneText(minutes: number): string {
  const magnitude = Math.abs(minutes);
  return (minutes < 0 ? "-" : "+") + two(Math.floor(magnitude / 60)) + ":" + two(magnitude % 60);
}

/** `2026-01-02T03:04:05.5`, with Z for Utc and the zone's offset for Local. */
export function formatDateTime(value: DateTime, localOffset: LocalOffset): string {
  const days = Number(value.ticks / TICKS_PER_DAY);
  const date = calendarDate(days);
  const rest = Number(value.ticks - BigInt(days) * TICKS_PER_DAY);
  const seconds = Math.floor(rest / TICKS_PER_SECOND);
  const zone =
    value.kind === "Utc" ? "Z" : value.kind === "Local" ? zoneText(offsetOfLocal(value.ticks, localOffset)) : "";
  return (
    `${String(date.year).padStart(4, "0")}-${two(date.month)}-${two(date.day)}T` +
    `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` +
    fractionText(rest - seconds * TICKS_PER_SECOND) +
    zone
  );
}

/** The number of `length` digits at `start`, or NaN. */
function digitsAt(text: string, start: number, length: number): number {
  let value = 0;
  for (let i = start; i < start + length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

const CANONICAL = "....-..-..T..:..:..";

/** True where the marks of a full date and time stand where they should. */
function isFull(text: string): boolean {
  for (const at of [4, 7, 10, 13, 16]) if (text.charCodeAt(at) !== CANONICAL.charCodeAt(at)) return false;
  return true;
}

const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?=$|Z|[+-]\d\d:)/;

/** What `formatDateTime` writes, and shorter forms (a date, a month, a year). A zone's offset makes it local time here. */
export function parseDateTime(text: string, localOffset: LocalOffset): DateTime | undefined {
  if (!isFull(text)) {
    const match = DATE.exec(text);
    if (!match) return undefined;
    const days = dayNumber(Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1));
    return days === undefined ? undefined : zoned(ticksOf(days, 0), text.slice(match[0].length), localOffset);
  }
  let end = 19;
  if (text.charCodeAt(end) === POINT) while (digitsAt(text, end + 1, 1) >= 0) end++;
  const days = dayNumber(digitsAt(text, 0, 4), digitsAt(text, 5, 2), digitsAt(text, 8, 2));
  const fraction = end === 19 ? 0 : fractionTicks(text.slice(20, ++end));
  const ofDay = timeOfDayTicks(digitsAt(text, 11, 2), digitsAt(text, 14, 2), digitsAt(text, 17, 2), fraction);
  if (days === undefined || ofDay === undefined) return undefined;
  return zoned(ticksOf(days, ofDay), end === text.length ? "" : text.slice(end), localOffset);
}

const POINT = 46;

/** Digits of a second's fraction in ticks; what is beyond the seventh digit is rounded. */
function fractionTicks(digits: string): number {
  if (digits.length <= 7) return digitsAt(digits, 0, digits.length) * 10 ** (7 - digits.length);
  return Math.round(Number("0." + digits.slice(0, 15)) * TICKS_PER_SECOND);
}

/** Days and ticks of the day as ticks: whole seconds are within what a number holds. */
function ticksOf(days: number, ofDay: number): bigint {
  const seconds = Math.floor(ofDay / TICKS_PER_SECOND);
  const whole = BigInt(days * 86_400 + seconds) * 10_000_000n;
  const rest = ofDay - seconds * TICKS_PER_SECOND;
  return rest === 0 ? whole : whole + BigInt(rest);
}

const ZONE = /^([+-])(\d\d):(\d\d)$/;

function zoned(clock: bigint, zone: string, localOffset: LocalOffset): DateTime | undefined {
  if (clock > MAX_TICKS) return undefined;
  if (zone === "") return new DateTime(clock);
  if (zone === "Z") return new DateTime(clock, "Utc");
  const match = ZONE.exec(zone);
  if (!match) return undefined;
  const hours = Number(match[2]);
  const minutes = Number(match[3]);
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return undefined;
  const offset = (hours * 60 + minutes) * (match[1] === "-" ? -1 : 1);
  const utc = clock - BigInt(offset) * TICKS_PER_MINUTE;
  return new DateTime(clamped(utc + BigInt(offsetAtUtc(utc, localOffset)) * TICKS_PER_MINUTE), "Local");
}

/** Ticks since midnight; 24:00:00 is the end of the day. */
function timeOfDayTicks(hour: number, minute: number, second: number, fraction: number): number | undefined {
  if (!(hour <= 24 && minute <= 59 && second <= 59)) return undefined;
  const ticks = (hour * 3600 + minute * 60 + second) * TICKS_PER_SECOND + fraction;
  return hour === 24 && ticks > 86_400 * TICKS_PER_SECOND ? undefined : ticks;
}

function clamped(ticks: bigint): bigint {
  return ticks < 0n ? 0n : ticks > MAX_TICKS ? MAX_TICKS : ticks;
}

const SPAN_MIN = -(1n << 63n);
const SPAN_MAX = (1n << 63n) - 1n;

/** `P1DT2H3M4.5S`; nothing at all is `PT0S`. */
export function formatTimeSpan(value: TimeSpan): string {
  if (value.ticks === 0n) return "PT0S";
  const ticks = value.ticks < 0n ? -value.ticks : value.ticks;
  const days = ticks / TICKS_PER_DAY;
  const rest = Number(ticks % TICKS_PER_DAY);
  const seconds = Math.floor(rest / TICKS_PER_SECOND);
  const fraction = fractionText(rest - seconds * TICKS_PER_SECOND);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const second = seconds % 60;
  let text = (value.ticks < 0n ? "-P" : "P") + (days ? `${days}D` : "");
  if (rest) text += "T" + (hours ? `${hours}H` : "") + (minutes ? `${minutes}M` : "");
  if (second || fraction) text += `${second}${fraction}S`;
  return text;
}

const SPAN =
  /^(-?)P(?=\d|T\d)(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d*))?S)?)?$/;

/** An XML Schema duration. As in .NET a year is 365 days and a month 30. */
export function parseTimeSpan(text: string): TimeSpan | undefined {
  const match = SPAN.exec(text);
  if (!match) return undefined;
  const part = (group: number): number => (match[group] === undefined ? 0 : Number(match[group]));
  const months = part(2) * 12 + part(3);
  const days = Math.floor(months / 12) * 365 + (months % 12) * 30 + part(4);
  const seconds = (days * 24 + part(5)) * 3600 + part(6) * 60 + part(7);
  if (seconds > LONGEST_SECONDS) return undefined;
  const magnitude = BigInt(seconds) * 10_000_000n + BigInt(match[8] ? fractionTicks(match[8]) : 0);
  const ticks = match[1] ? -magnitude : magnitude;
  return ticks < SPAN_MIN || ticks > SPAN_MAX ? undefined : new TimeSpan(ticks);
}

/** Beyond what 64 bits of ticks hold, and within what a number does. */
const LONGEST_SECONDS = 1e12;
