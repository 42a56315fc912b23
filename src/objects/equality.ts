// When are two values the same value? For keys of dictionaries and for tests; PowerShell's -eq is the engine's.

import { BigInteger, Byte, Char, Decimal, Double, Int16, SByte, Single, UInt16, UInt32, UInt64 } from "./numbers.js";
import { DateOnly, DateTime, DateTimeOffset, TimeOnly, TimeSpan } from "./time.js";
import { EnumValue, Guid, SemanticVersion, Uri, Version } from "./scalars.js";
import { PSObject } from "./psobject.js";

/** A primitive that is equal for equal values of value types, and the object itself for everything else. Strings keep their case. */
export function identityKey(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return typeof value === "string" ? "s" + value : value;
  if (value instanceof PSObject && !value.isCustom) return identityKey(value.base);
  if (value instanceof Double) return "Double " + (Object.is(value.value, -0) ? 0 : value.value);
  if (value instanceof Char) return "Char " + value.code;
  if (value instanceof Decimal) return "Decimal " + normalisedDecimal(value);
  if (value instanceof Single) return "Single " + value.value;
  if (value instanceof Byte) return "Byte " + value.value;
  if (value instanceof SByte) return "SByte " + value.value;
  if (value instanceof Int16) return "Int16 " + value.value;
  if (value instanceof UInt16) return "UInt16 " + value.value;
  if (value instanceof UInt32) return "UInt32 " + value.value;
  if (value instanceof UInt64) return "UInt64 " + value.value;
  if (value instanceof BigInteger) return "BigInteger " + value.value;
  if (value instanceof Guid) return "Guid " + value.value;
  if (value instanceof DateTime) return "DateTime " + value.ticks;
  if (value instanceof DateTimeOffset)
    return "DateTimeOffset " + (value.ticks - BigInt(value.offsetMinutes) * 600_000_000n);
  if (value instanceof TimeSpan) return "TimeSpan " + value.ticks;
  if (value instanceof DateOnly) return "DateOnly " + value.dayNumber;
  if (value instanceof TimeOnly) return "TimeOnly " + value.ticks;
  if (value instanceof Version) return "Version " + value.toString();
  if (value instanceof SemanticVersion) return "SemanticVersion " + value.toString();
  if (value instanceof Uri) return "Uri " + value.original;
  if (value instanceof EnumValue) return "Enum " + value.typeName + " " + value.value;
  return value;
}

function normalisedDecimal(value: Decimal): string {
  const text = value.toString();
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
