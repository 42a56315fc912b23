// The .NET classes that objects/ holds as data: their type names, text and properties, as a serializer sees them.

import {
  BigInteger,
  DateOnly,
  DateTime,
  DateTimeOffset,
  EnumValue,
  KeyValue,
  PSCredential,
  PSObject,
  SemanticVersion,
  SwitchParameter,
  TimeOnly,
  TimeSpan,
} from "../objects/index.js";
import { calendarDate, type LocalOffset, offsetAtUtc, systemOffset } from "./dates.js";
import type { Description, Pairs } from "./description.js";
import { plainText } from "./plain-text.js";
import { describeRecord } from "./records-out.js";

/** What a serializer sees of `value`, or undefined for what is not of these classes. */
export function describe(value: unknown, localOffset: LocalOffset = systemOffset): Description | undefined {
  if (typeof value !== "object" || value === null || value instanceof PSObject) return undefined;
  if (value instanceof EnumValue) return valueType(value.text, []);
  if (value instanceof SwitchParameter)
    return {
      ...valueType(value.isPresent ? "True" : "False", [["IsPresent", value.isPresent]]),
      ownDepth: 1,
    };
  if (value instanceof PSCredential) return describeCredential(value);
  if (value instanceof KeyValue) return describeKeyValue(value);
  if (value instanceof SemanticVersion) return describeSemanticVersion(value);
  if (value instanceof DateTimeOffset) return describeDateTimeOffset(value, localOffset);
  if (value instanceof DateOnly) return describeDateOnly(value);
  if (value instanceof TimeOnly) return describeTimeOnly(value);
  if (value instanceof BigInteger) return describeBigInteger(value.value);
  return describeRecord(value);
}

function valueType(text: string, adapted: Pairs): Description {
  return { text, adapted, extended: [], isValueType: true };
}

function describeCredential(credential: PSCredential): Description {
  return {
    text: "System.Management.Automation.PSCredential",
    adapted: [
      ["UserName", credential.userName],
      ["Password", credential.password],
    ],
    extended: [],
    ownDepth: 1,
  };
}

function describeKeyValue(entry: KeyValue): Description {
  const isDictionaryEntry = entry.typeName === "System.Collections.DictionaryEntry";
  return {
    text: `[${plainText(entry.key)}, ${plainText(entry.value)}]`,
    adapted: [
      ["Key", entry.key],
      ["Value", entry.value],
    ],
    extended: isDictionaryEntry ? [["Name", entry.key]] : [],
    isValueType: true,
  };
}

function describeSemanticVersion(version: SemanticVersion): Description {
  return {
    text: version.toString(),
    adapted: [
      ["Major", version.major],
      ["Minor", version.minor],
      ["Patch", version.patch],
      ["PreReleaseLabel", version.preReleaseLabel],
      ["BuildLabel", version.buildLabel],
    ],
    extended: [],
  };
}

function describeBigInteger(value: bigint): Description {
  const magnitude = value < 0n ? -value : value;
  return valueType(value.toString(), [
    ["IsPowerOfTwo", value > 0n && (magnitude & (magnitude - 1n)) === 0n],
    ["IsZero", value === 0n],
    ["IsOne", value === 1n],
    ["IsEven", (value & 1n) === 0n],
    ["Sign", value > 0n ? 1 : value < 0n ? -1 : 0],
  ]);
}

const TICKS_PER_DAY = 864_000_000_000n;
const TICKS_PER_MINUTE = 600_000_000n;
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** The weekday of a day number, as the enumeration's value. */
function weekday(days: number): EnumValue {
  const value = (days + 1) % 7;
  return new EnumValue("System.DayOfWeek", value, WEEKDAYS[value]!);
}

function describeDateOnly({ dayNumber }: DateOnly): Description {
  const { year, month, day, dayOfYear } = calendarDate(dayNumber);
  return valueType(dateText(dayNumber), [
    ["Year", year],
    ["Month", month],
    ["Day", day],
    ["DayOfWeek", weekday(dayNumber)],
    ["DayOfYear", dayOfYear],
    ["DayNumber", dayNumber],
  ]);
}

const two = (value: number): string => String(value).padStart(2, "0");

/** A date in the invariant culture's short pattern. */
function dateText(days: number): string {
  const { year, month, day } = calendarDate(days);
  return `${two(month)}/${two(day)}/${String(year).padStart(4, "0")}`;
}

interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly microsecond: number;
  readonly nanosecond: number;
}

function clockTime(ticks: number): ClockTime {
  const seconds = Math.floor(ticks / 10_000_000);
  return {
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    millisecond: Math.floor(ticks / 10_000) % 1000,
    microsecond: Math.floor(ticks / 10) % 1000,
    nanosecond: (ticks % 10) * 100,
  };
}

function describeTimeOnly({ ticks }: TimeOnly): Description {
  const { hour, minute, second, millisecond, microsecond, nanosecond } = clockTime(Number(ticks));
  return valueType(`${two(hour)}:${two(minute)}`, [
    ["Hour", hour],
    ["Minute", minute],
    ["Second", second],
    ["Millisecond", millisecond],
    ["Microsecond", microsecond],
    ["Nanosecond", nanosecond],
    ["Ticks", ticks],
  ]);
}

function describeDateTimeOffset({ ticks, offsetMinutes }: DateTimeOffset, localOffset: LocalOffset): Description {
  const days = Number(ticks / TICKS_PER_DAY);
  const ofDay = ticks % TICKS_PER_DAY;
  const { hour, minute, second, millisecond, microsecond, nanosecond } = clockTime(Number(ofDay));
  const { year, month, day, dayOfYear } = calendarDate(days);
  const utc = ticks - BigInt(offsetMinutes) * TICKS_PER_MINUTE;
  const local = utc + BigInt(offsetAtUtc(utc, localOffset)) * TICKS_PER_MINUTE;
  const away = Math.abs(offsetMinutes);
  const zone = `${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(away / 60))}:${two(away % 60)}`;
  return valueType(`${dateText(days)} ${two(hour)}:${two(minute)}:${two(second)} ${zone}`, [
    ["DateTime", new DateTime(ticks)],
    ["UtcDateTime", new DateTime(utc, "Utc")],
    ["LocalDateTime", new DateTime(local, "Local")],
    ["Date", new DateTime(ticks - ofDay)],
    ["Day", day],
    ["DayOfWeek", weekday(days)],
    ["DayOfYear", dayOfYear],
    ["Hour", hour],
    ["Millisecond", millisecond],
    ["Microsecond", microsecond],
    ["Nanosecond", nanosecond],
    ["Minute", minute],
    ["Month", month],
    ["Offset", new TimeSpan(BigInt(offsetMinutes) * TICKS_PER_MINUTE)],
    ["TotalOffsetMinutes", offsetMinutes],
    ["Second", second],
    ["Ticks", ticks],
    ["UtcTicks", utc],
    ["TimeOfDay", new TimeSpan(ofDay)],
    ["Year", year],
  ]);
}
