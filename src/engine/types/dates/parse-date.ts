// Reading dates and spans as DateTime.Parse, ParseExact and TimeSpan.Parse do.
//
// Rule: reading gives the parts (a clock's ticks and, where the text had one, a distance from UTC); what kind of
// DateTime that becomes is the caller's business.

import { TICKS_PER_SECOND } from "../../../objects/index.js";
import type { CultureInfo, DateCulture } from "../text/culture.js";
import { INVARIANT } from "../text/culture.js";
import { TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, partsOf, ticksOf } from "./calendar.js";
import { formatError, netError } from "../errors.js";
import { standardDatePattern } from "./format-date.js";

export interface ReadDate {
  /** Ticks of the clock the text speaks of. */
  readonly ticks: bigint;
  /** Minutes ahead of UTC where the text says so; 0 for "Z". */
  readonly offsetMinutes: number | undefined;
}

interface Draft {
  numbers: { readonly value: number; readonly length: number }[];
  /** How many numbers came before the month's name. */
  month: number | undefined;
  numbersBeforeMonth: number;
  time: { hour: number; minute: number; second: number; fraction: number } | undefined;
  meridiem: "am" | "pm" | undefined;
  offset: number | undefined;
}

function unrecognised(text: string): Error {
  return formatError(`String '${text}' was not recognized as a valid DateTime.`);
}

function unknownWord(text: string, index: number): Error {
  return formatError(
    `The string '${text}' was not recognized as a valid DateTime. There is an unknown word starting at index '${index}'.`,
  );
}

const TIME = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?/;
const OFFSET = /^([+-])(\d{1,2})(?::?(\d{2}))?(?!\d)/;

/** As DateTime.Parse. `today` is midnight of the current day, for texts that name no date. Throws FormatException. */
export function parseDate(text: string, today: () => bigint, culture: CultureInfo = INVARIANT): ReadDate {
  const draft: Draft = {
    numbers: [],
    month: undefined,
    numbersBeforeMonth: 0,
    time: undefined,
    meridiem: undefined,
    offset: undefined,
  };
  let index = 0;
  while (index < text.length) {
    const used = readToken(text, index, draft, culture.dates);
    if (used === 0) throw unrecognised(text);
    index += used;
  }
  const ticks = assemble(draft, today, culture.dates.order);
  if (ticks === undefined) throw unrecognised(text);
  return { ticks, offsetMinutes: draft.offset };
}

/** Takes one token at `index` into the draft and says how long it was; 0 where nothing fits. */
function readToken(text: string, index: number, draft: Draft, dates: DateCulture): number {
  const rest = text.slice(index);
  const space = /^[\s,]+/.exec(rest);
  if (space) return space[0].length;
  const time = TIME.exec(rest);
  if (time && !draft.time) {
    const fraction = Number((time[4] ?? "0").slice(0, 7).padEnd(7, "0"));
    draft.time = { hour: Number(time[1]), minute: Number(time[2]), second: Number(time[3] ?? 0), fraction };
    return time[0].length;
  }
  const offset = draft.time ? OFFSET.exec(rest) : null;
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    draft.offset = offset[1] === "-" ? -minutes : minutes;
    return offset[0].length;
  }
  const number = /^\d+/.exec(rest);
  if (number) {
    const hour = /^\d{1,2}\s*([ap])m?\b/i.exec(rest);
    if (hour && !draft.time) {
      draft.time = { hour: Number(number[0]), minute: 0, second: 0, fraction: 0 };
      return number[0].length;
    }
    draft.numbers.push({ value: Number(number[0]), length: number[0].length });
    return number[0].length;
  }
  const separator = /^[-/.](?=\d|\p{L})/u.exec(rest);
  if (separator && (draft.numbers.length > 0 || draft.month)) return 1;
  const word = /^\p{L}+\.?/u.exec(rest);
  if (!word) return 0;
  readWord(text, index, word[0], draft, dates);
  return word[0].length;
}

function readWord(text: string, index: number, raw: string, draft: Draft, dates: DateCulture): void {
  const word = raw.replace(/\.$/, "").toLowerCase();
  const named = (names: readonly string[]): number =>
    names.findIndex((name) => name.toLowerCase().replace(/\.$/, "") === word);
  let month = named(dates.months);
  if (month < 0) month = named(dates.shortMonths);
  if (month < 0) month = named(INVARIANT.dates.months);
  if (month < 0) month = named(INVARIANT.dates.shortMonths);
  if (month >= 0 && draft.month === undefined) {
    draft.month = month + 1;
    draft.numbersBeforeMonth = draft.numbers.length;
    return;
  }
  const days = [dates.days, dates.shortDays, INVARIANT.dates.days, INVARIANT.dates.shortDays];
  if (days.some((names) => named(names) >= 0)) return;
  if (word === "am" || word === "pm" || word === "a" || word === "p") draft.meridiem = word[0] === "a" ? "am" : "pm";
  else if (word === "z" || word === "gmt" || word === "utc") draft.offset = 0;
  else if (word !== "t" || draft.numbers.length === 0) throw unknownWord(text, index);
}

const fullYear = (part: { value: number; length: number }): number =>
  part.length > 2 ? part.value : part.value <= 49 ? 2000 + part.value : 1900 + part.value;

/** Puts the parts together; undefined where they make no date. */
function assemble(draft: Draft, today: () => bigint, order: DateCulture["order"]): bigint | undefined {
  const date = assembleDate(draft, today, order);
  if (date === undefined) return undefined;
  const { time, meridiem } = draft;
  if (!time) return meridiem ? undefined : ticksOf(date[0], date[1], date[2]);
  let hour = time.hour;
  if (meridiem) {
    if (hour > 12 || hour === 0) return undefined;
    hour = (hour % 12) + (meridiem === "pm" ? 12 : 0);
  }
  if (hour === 24 && time.minute === 0 && time.second === 0 && time.fraction === 0) {
    const day = ticksOf(date[0], date[1], date[2]);
    return day === undefined ? undefined : day + TICKS_PER_DAY;
  }
  return ticksOf(date[0], date[1], date[2], hour, time.minute, time.second, time.fraction);
}

function assembleDate(
  draft: Draft,
  today: () => bigint,
  order: DateCulture["order"],
): [number, number, number] | undefined {
  const { numbers, month } = draft;
  const [a, b, c] = numbers;
  if (numbers.length > 3) return undefined;
  if (month !== undefined) {
    if (!a) return [partsOf(today()).year, month, 1];
    if (!b) return a.length > 2 ? [a.value, month, 1] : [partsOf(today()).year, month, a.value];
    if (c) return undefined;
    return a.length > 2 ? [a.value, month, b.value] : [fullYear(b), month, a.value];
  }
  if (!a) {
    if (!draft.time) return undefined;
    const now = partsOf(today());
    return [now.year, now.month, now.day];
  }
  if (!b) return undefined;
  if (!c) {
    if (a.length > 2) return [a.value, b.value, 1];
    if (b.length > 2) return [b.value, a.value, 1];
    const year = partsOf(today()).year;
    return order === "dmy" ? [year, b.value, a.value] : [year, a.value, b.value];
  }
  if (a.length > 2 || order === "ymd") return [fullYear(a), b.value, c.value];
  return order === "dmy" ? [fullYear(c), b.value, a.value] : [fullYear(c), a.value, b.value];
}

/** As DateTime.ParseExact with one of `formats`. Undefined where none fits. */
export function parseDateExact(
  text: string,
  formats: readonly string[],
  today: () => bigint,
  culture: CultureInfo = INVARIANT,
): ReadDate | undefined {
  for (const format of formats) {
    const pattern =
      format.length === 1
        ? standardDatePattern(format, "oOrRsu".includes(format) ? INVARIANT.dates : culture.dates)
        : format;
    const found = pattern === undefined ? undefined : matchExact(text, pattern, today, culture.dates);
    if (found) return found;
  }
  return undefined;
}

export function exactError(text: string): Error {
  return unrecognised(text);
}

interface ExactState {
  year?: number;
  month?: number;
  day?: number;
  hour?: number;
  minute?: number;
  second?: number;
  fraction?: number;
  pm?: boolean;
  offset?: number;
}

function matchExact(text: string, pattern: string, today: () => bigint, dates: DateCulture): ReadDate | undefined {
  const state: ExactState = {};
  let at = 0;
  for (let i = 0; i < pattern.length;) {
    let ch = pattern[i]!;
    let length = 1;
    if (ch === "'" || ch === '"') {
      const close = pattern.indexOf(ch, i + 1);
      const literal = pattern.slice(i + 1, close < 0 ? undefined : close);
      if (!text.startsWith(literal, at)) return undefined;
      at += literal.length;
      i = close < 0 ? pattern.length : close + 1;
      continue;
    }
    if (ch === "\\" || ch === "%") {
      const escaped = ch === "\\";
      ch = pattern[i + 1] ?? "";
      i += 2;
      if (escaped) {
        if (text[at] !== ch) return undefined;
        at++;
        continue;
      }
    } else {
      while (pattern[i + length] === ch) length++;
      i += length;
    }
    const used = exactField(text.slice(at), ch, length, state, dates);
    if (used === undefined) return undefined;
    at += used;
  }
  if (at !== text.length) return undefined;
  return finishExact(state, today);
}

function exactField(rest: string, ch: string, length: number, state: ExactState, dates: DateCulture) {
  const digits = (least: number, most: number): string | undefined =>
    new RegExp(`^\\d{${least},${most}}`).exec(rest)?.[0];
  const number = (key: "month" | "day" | "hour" | "minute" | "second"): number | undefined => {
    const found = digits(length === 1 ? 1 : 2, 2);
    if (found !== undefined) state[key] = Number(found);
    return found?.length;
  };
  const word = (names: readonly string[], take: (index: number) => void): number | undefined => {
    const index = names.findIndex((name) => rest.toLowerCase().startsWith(name.toLowerCase()));
    if (index < 0) return undefined;
    take(index);
    return names[index]!.length;
  };
  switch (ch) {
    case "y": {
      const found = length <= 2 ? digits(length === 1 ? 1 : 2, 2) : digits(length, Math.max(length, 4));
      if (found === undefined) return undefined;
      state.year = length <= 2 ? fullYear({ value: Number(found), length: 2 }) : Number(found);
      return found.length;
    }
    case "M":
      if (length <= 2) return number("month");
      return word(length === 3 ? dates.shortMonths : dates.months, (index) => (state.month = index + 1));
    case "d":
      if (length <= 2) return number("day");
      return word(length === 3 ? dates.shortDays : dates.days, () => {});
    case "H":
    case "h":
      return number("hour");
    case "m":
      return number("minute");
    case "s":
      return number("second");
    case "f":
    case "F": {
      const found = ch === "f" ? digits(length, length) : (digits(0, length) ?? "");
      if (found === undefined) return undefined;
      state.fraction = Number(found.padEnd(7, "0"));
      return found.length;
    }
    case "t": {
      const names = length === 1 ? [dates.am.slice(0, 1), dates.pm.slice(0, 1)] : [dates.am, dates.pm];
      return word(names, (index) => (state.pm = index === 1));
    }
    case "K":
    case "z": {
      if (ch === "K" && rest === "") return 0;
      if (rest[0] === "Z") {
        state.offset = 0;
        return 1;
      }
      const found = OFFSET.exec(rest);
      if (!found) return undefined;
      const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
      state.offset = found[1] === "-" ? -minutes : minutes;
      return found[0].length;
    }
    case ":":
      return rest.startsWith(dates.timeSeparator) ? 1 : undefined;
    case "/":
      return rest.startsWith(dates.dateSeparator) ? 1 : undefined;
    default:
      return rest.startsWith(ch.repeat(length)) ? length : undefined;
  }
}

function finishExact(state: ExactState, today: () => bigint): ReadDate | undefined {
  const dated = state.year !== undefined || state.month !== undefined || state.day !== undefined;
  const now = partsOf(today());
  const year = state.year ?? now.year;
  const month = state.month ?? (dated ? 1 : now.month);
  const day = state.day ?? (dated ? 1 : now.day);
  let hour = state.hour ?? 0;
  if (state.pm !== undefined) {
    if (hour > 12) return undefined;
    hour = (hour % 12) + (state.pm ? 12 : 0);
  }
  const ticks = ticksOf(year, month, day, hour, state.minute ?? 0, state.second ?? 0, state.fraction ?? 0);
  return ticks === undefined ? undefined : { ticks, offsetMinutes: state.offset };
}

const SPAN = /^\s*(-)?(?:(\d+)[.:])??(\d+):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?\s*$/;
const SPAN_DAYS = /^\s*(-)?(\d+)\s*$/;

/** As TimeSpan.Parse: days, d.hh:mm[:ss[.f]], hh:mm[:ss[.f]]. Throws FormatException or OverflowException. */
export function parseTimeSpan(text: string): bigint {
  const days = SPAN_DAYS.exec(text);
  if (days) return inRange(BigInt(days[2]!) * TICKS_PER_DAY * (days[1] ? -1n : 1n), text);
  let found = SPAN.exec(text);
  const four = /^\s*(-)?(\d+):(\d+):(\d{1,2}):(\d{1,2})(?:\.(\d{1,7}))?\s*$/.exec(text);
  if (four) found = four;
  if (!found) throw formatError(`String '${text}' was not recognized as a valid TimeSpan.`);
  const [, sign, day = "0", hour = "0", minute = "0", second = "0", fraction = "0"] = found;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    throw netError(
      "System.OverflowException",
      `The TimeSpan string '${text}' could not be parsed because at least one of the numeric components is out of range or contains too many digits.`,
    );
  const ticks =
    BigInt(day) * TICKS_PER_DAY +
    BigInt(hour) * TICKS_PER_HOUR +
    BigInt(minute) * TICKS_PER_MINUTE +
    BigInt(second) * TICKS_PER_SECOND +
    BigInt(fraction.padEnd(7, "0"));
  return inRange(sign ? -ticks : ticks, text);
}

function inRange(ticks: bigint, text: string): bigint {
  if (ticks > 9223372036854775807n || ticks < -9223372036854775808n)
    throw netError(
      "System.OverflowException",
      `The TimeSpan string '${text}' could not be parsed because at least one of the numeric components is out of range or contains too many digits.`,
    );
  return ticks;
}
