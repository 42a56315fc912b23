// Composite formatting: '{0,-10:N2} {1}' -f …, String.Format, and ToString(format) of every value that has formats.

import {
  baseOf,
  DateOnly,
  DateTime,
  DateTimeOffset,
  Decimal,
  Double,
  EnumValue,
  Guid,
  NetObject,
  Single,
  TimeOnly,
  TimeSpan,
  Version,
} from "../../../objects/index.js";
import { enumText } from "../convert/enum.js";
import type { TypeContext } from "../context.js";
import type { CultureInfo } from "./culture.js";
import { INVARIANT } from "./culture.js";
import { EngineError, formatError } from "../errors.js";
import { formatDate, formatTimeSpan } from "../dates/format-date.js";
import { doubleText, formatNumber, singleText } from "../numbers/format-number.js";
import { TICKS_PER_DAY } from "../dates/calendar.js";
import { numericKind } from "../numbers/numeric.js";
import { dotNetTypeText } from "./text.js";
import { enumerate } from "../enumerate.js";
import { typeNameOf } from "../type-of.js";

/** String.Format in a culture. Throws FormatException. */
export function formatComposite(
  format: string,
  args: readonly unknown[],
  context: TypeContext,
  culture: CultureInfo = INVARIANT,
): string {
  let out = "";
  for (let i = 0; i < format.length; i++) {
    const ch = format[i]!;
    if (ch === "{") {
      if (format[i + 1] === "{") {
        out += "{";
        i++;
        continue;
      }
      const item = readItem(format, i);
      if (item.index >= args.length)
        throw formatError(
          "Index (zero based) must be greater than or equal to zero and less than the size of the argument list.",
        );
      const text = formatValue(args[item.index], item.format, context, culture);
      out += item.width < 0 ? text.padEnd(-item.width) : text.padStart(item.width);
      i = item.end;
    } else if (ch === "}") {
      if (format[i + 1] !== "}") throw unexpected(i + 1);
      out += "}";
      i++;
    } else out += ch;
  }
  return out;
}

interface FormatItem {
  readonly index: number;
  readonly width: number;
  readonly format: string;
  /** Place of the closing brace. */
  readonly end: number;
}

function unexpected(offset: number): EngineError {
  return formatError(
    `Input string was not in a correct format. Failure to parse near offset ${offset}. Unexpected closing brace without a corresponding opening brace.`,
  );
}

function readItem(format: string, open: number): FormatItem {
  const ended = (offset: number): EngineError =>
    formatError(
      `Input string was not in a correct format. Failure to parse near offset ${offset}. Format item ends prematurely.`,
    );
  const expected = (offset: number): EngineError =>
    formatError(
      `Input string was not in a correct format. Failure to parse near offset ${offset}. Expected an ASCII digit.`,
    );
  const number = /^(\d+) */.exec(format.slice(open + 1));
  if (!number) {
    if (open + 1 >= format.length) throw ended(open + 1);
    throw expected(open + 1);
  }
  let at = open + 1 + number[0].length;
  let width = 0;
  if (format[at] === ",") {
    const aligned = /^, *(-?\d+) */.exec(format.slice(at));
    if (!aligned) throw at + 1 >= format.length ? ended(format.length) : expected(at + 1);
    width = Math.max(-1_000_000, Math.min(1_000_000, Number(aligned[1])));
    at += aligned[0].length;
  }
  let inner = "";
  if (format[at] === ":") {
    at++;
    while (at < format.length && format[at] !== "}") {
      if (format[at] === "{") throw ended(at);
      inner += format[at++];
    }
  }
  if (at >= format.length) throw ended(format.length);
  if (format[at] !== "}")
    throw formatError(
      `Input string was not in a correct format. Failure to parse near offset ${at + 1}. Format item ends prematurely.`,
    );
  return { index: Number(number[1]), width, format: inner, end: at };
}

/** One value under a format ("" for none), as IFormattable.ToString gives it. */
export function formatValue(
  value: unknown,
  format: string | null,
  context: TypeContext,
  culture: CultureInfo = INVARIANT,
): string {
  const base = baseOf(value);
  if (base === null || base === undefined) return "";
  if (typeof base === "string") return base;
  if (numericKind(base) !== undefined) return formatNumeric(base, format, culture);
  if (base instanceof DateTime || base instanceof DateTimeOffset)
    return formatDate(base, format, context.engine.host.computer, culture);
  if (base instanceof DateOnly)
    return formatDate(
      new DateTime(BigInt(base.dayNumber) * TICKS_PER_DAY),
      format || "d",
      context.engine.host.computer,
      culture,
    );
  if (base instanceof TimeOnly)
    return formatDate(new DateTime(base.ticks), format || "t", context.engine.host.computer, culture);
  if (base instanceof TimeSpan) return formatTimeSpan(base, format);
  if (base instanceof Guid) return formatGuid(base, format ?? "");
  if (base instanceof EnumValue) return formatEnum(base, format ?? "", context);
  if (base instanceof Version && format) return formatVersion(base, format);
  if (enumerate(base) && !(base instanceof NetObject)) return dotNetTypeText(typeNameOf(base), context);
  return context.values.toText(value);
}

function formatNumeric(value: unknown, format: string | null, culture: CultureInfo): string {
  if (!format && value instanceof Double) return doubleText(value.value, culture.numbers);
  if (!format && value instanceof Single) return singleText(value.value, culture.numbers);
  if (!format && value instanceof Decimal && culture === INVARIANT) return value.toString();
  return formatNumber(value, format, culture.numbers);
}

function formatGuid(value: Guid, format: string): string {
  const text = value.value;
  switch (format.toUpperCase()) {
    case "":
    case "D":
      return text;
    case "N":
      return text.replaceAll("-", "");
    case "B":
      return `{${text}}`;
    case "P":
      return `(${text})`;
    case "X": {
      const [a, b, c, d, e] = text.split("-") as [string, string, string, string, string];
      const bytes = (d + e).match(/../g)!.map((byte) => `0x${byte}`);
      return `{0x${a},0x${b},0x${c},{${bytes.join(",")}}}`;
    }
    default:
      throw formatError('Format string can be only "D", "d", "N", "n", "P", "p", "B", "b", "X" or "x".');
  }
}

function formatEnum(value: EnumValue, format: string, context: TypeContext): string {
  const type = context.table.find(value.typeName);
  switch (format.toUpperCase()) {
    case "":
    case "G":
      return value.text;
    case "F":
      return type ? enumText({ ...type, flags: true }, value.value) : value.text;
    case "D":
      return value.value.toString();
    case "X": {
      const width = { Byte: 2, SByte: 2, Int16: 4, UInt16: 4, Int64: 16, UInt64: 16 }[
        (type?.underlyingType ?? "Int32").replace("System.", "")
      ];
      return BigInt.asUintN((width ?? 8) * 4, BigInt(value.value))
        .toString(16)
        .toUpperCase()
        .padStart(width ?? 8, "0");
    }
    default:
      throw formatError('Format string can be only "G", "g", "X", "x", "F", "f", "D" or "d".');
  }
}

function formatVersion(value: Version, format: string): string {
  const parts = [value.major, value.minor, value.build, value.revision].slice(0, Number(format));
  return parts.join(".");
}
