// Dates and spans, counted as .NET counts: ticks of 100 ns. Calendar arithmetic lives with the engine's type members.

/** 100 ns ticks in a millisecond and in a second, and those between 0001-01-01 and 1970-01-01. */
export const TICKS_PER_MILLISECOND: bigint = 10_000n;
export const TICKS_PER_SECOND: bigint = 10_000_000n;
export const UNIX_EPOCH_TICKS: bigint = 621_355_968_000_000_000n;

export type DateTimeKind = "Unspecified" | "Utc" | "Local";

/** System.DateTime: ticks since 0001-01-01T00:00:00 of its own clock (local time for Local). */
export class DateTime {
  readonly ticks: bigint;
  readonly kind: DateTimeKind;
  constructor(ticks: bigint, kind: DateTimeKind = "Unspecified") {
    this.ticks = ticks;
    this.kind = kind;
  }
}

/** System.DateTimeOffset: ticks of the local clock, and that clock's distance from UTC in minutes. */
export class DateTimeOffset {
  readonly ticks: bigint;
  readonly offsetMinutes: number;
  constructor(ticks: bigint, offsetMinutes: number) {
    this.ticks = ticks;
    this.offsetMinutes = offsetMinutes;
  }
}

/** System.TimeSpan, in ticks. */
export class TimeSpan {
  readonly ticks: bigint;
  constructor(ticks: bigint) {
    this.ticks = ticks;
  }
}

/** System.DateOnly: days since 0001-01-01. */
export class DateOnly {
  readonly dayNumber: number;
  constructor(dayNumber: number) {
    this.dayNumber = dayNumber;
  }
}

/** System.TimeOnly: ticks since midnight. */
export class TimeOnly {
  readonly ticks: bigint;
  constructor(ticks: bigint) {
    this.ticks = ticks;
  }
}
