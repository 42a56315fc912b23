// TimeSpan, DateOnly, TimeOnly, Stopwatch, TimeZoneInfo.

import {
  DateOnly,
  DateTime,
  NetObject,
  TICKS_PER_MILLISECOND,
  TICKS_PER_SECOND,
  TimeOnly,
  TimeSpan,
} from "../../../../objects/index.js";
import {
  addMonths,
  isoWeek,
  localOffset,
  partsOf,
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
  TICKS_PER_MINUTE,
  toLocal,
  toUtc,
} from "../../dates/calendar.js";
import { netError } from "../../errors.js";
import { formatTimeSpan } from "../../dates/format-date.js";
import { parseTimeSpan } from "../../dates/parse-date.js";
import { attempt } from "../common.js";
import { zone, makeDate, scaled, spanOf, parseDateTime, ordering } from "./date-tools.js";
import type { Engine } from "../../../engine.js";
import type { Family } from "../../define.js";

const SPAN_UNITS: Readonly<Record<string, bigint>> = {
  d: TICKS_PER_DAY,
  h: TICKS_PER_HOUR,
  m: TICKS_PER_MINUTE,
  s: TICKS_PER_SECOND,
};

/** A span by a custom format: runs of d, h, m, s, f and F, text between quotes or after a backslash. Gives ticks. */
function parseSpanExactly(text: string, format: string): bigint {
  const units: string[] = [];
  let pattern = "";
  for (const [token] of format.matchAll(/\\.|'[^']*'|"[^"]*"|%|([dhmsfF])\1*|./gs)) {
    const first = token[0]!;
    if (first === "%") continue;
    if (/[dhms]/.test(first)) pattern += token.length === 1 ? "(\\d{1,8})" : `(\\d{${token.length}})`;
    else if (/[fF]/.test(first)) pattern += `(\\d{${first === "f" ? token.length : `0,${token.length}`}})`;
    else {
      const plain = first === "\\" ? token.slice(1) : /['"]/.test(first) ? token.slice(1, -1) : token;
      pattern += plain.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      continue;
    }
    units.push(first);
  }
  const found = new RegExp(`^${pattern}$`).exec(text);
  if (!found) throw netError("System.FormatException", `Input string was not in a correct format.`);
  return units.reduce((sum, unit, i) => {
    const digits = found[i + 1]!;
    return sum + (SPAN_UNITS[unit] === undefined ? BigInt(digits.padEnd(7, "0")) : BigInt(digits) * SPAN_UNITS[unit]);
  }, 0n);
}

export const spanTypes: Family = {
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
      "static timespan ParseExact(string input, string format, System.IFormatProvider formatProvider)": (s, format) =>
        new TimeSpan(/^[cgGtT]$/.test(format) ? parseTimeSpan(s) : parseSpanExactly(s, format)),
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
