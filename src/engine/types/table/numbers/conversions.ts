// System.Convert: between types, number bases, base 64 and hexadecimal digits.

import { Char, DateTime, Decimal, Double, NetObject, Single } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import { numberTo, outOfRange, OVERFLOW } from "../../convert/number.js";
import type { Family, Member } from "../../define.js";
import { argumentError, argumentOutOfRange, formatError, netError } from "../../errors.js";
import { formatNumber } from "../../numbers/format-number.js";
import { box, INTEGER_RANGES, numericKind, toBigInt } from "../../numbers/numeric.js";
import type { NumericKind } from "../../numbers/numeric.js";
import { parseDecimalText, parseInteger, parseReal } from "../../numbers/scan-number.js";
import { fromBase64, toBase64 } from "../text/bytes.js";
import { cultureOf, numberOf } from "../common.js";

/** Convert.ToX: as IConvertible does it. */
function convertTo(kind: NumericKind, value: unknown): unknown {
  if (value === null) return box(kind, kind === "Decimal" ? 0n : 0);
  if (typeof value === "boolean") return box(kind, value ? 1 : 0);
  if (typeof value === "string") return parse(kind, value);
  const number = value instanceof Char ? value.code : value;
  if (numericKind(number) === undefined) {
    const inner = (value as { value?: unknown }).value;
    if (typeof inner !== "number" && typeof inner !== "bigint")
      throw netError("System.InvalidCastException", `Unable to cast object of type to type 'System.IConvertible'.`);
    return convertTo(kind, inner);
  }
  const converted = numberTo(number, kind);
  if (converted === OVERFLOW) throw netError("System.OverflowException", outOfRange(kind));
  return converted;
}

function parse(kind: NumericKind, text: string): unknown {
  const value =
    kind === "Double" || kind === "Single"
      ? parseReal(text)
      : kind === "Decimal"
        ? parseDecimalText(text)
        : parseInteger(text);
  if (value === undefined) throw formatError(`The input string '${text}' was not in a correct format.`);
  if (value instanceof Decimal || typeof value === "number") return value instanceof Decimal ? value : box(kind, value);
  const range = INTEGER_RANGES[kind]!;
  if (value < range[0] || value > range[1]) throw netError("System.OverflowException", outOfRange(kind));
  return box(kind, value);
}

function parseBase(kind: NumericKind, text: string, base: number): unknown {
  if (![2, 8, 10, 16].includes(base)) throw argumentError("Invalid Base.", "fromBase");
  if (base === 10) return parse(kind, text);
  const prefix = base === 16 ? "0x" : base === 8 ? "0o" : "0b";
  const digits = base === 16 ? text.replace(/^0x/i, "") : text;
  let value: bigint;
  try {
    value = BigInt(prefix + digits);
  } catch {
    throw digits === ""
      ? argumentOutOfRange(
          "Index was out of range. Must be non-negative and less than the size of the collection.",
          "startIndex",
        )
      : formatError("Could not find any recognizable digits.");
  }
  const range = INTEGER_RANGES[kind]!;
  if (range[0] < 0n && value > range[1]) value -= 2n * (range[1] + 1n);
  if (value < range[0] || value > range[1]) throw netError("System.OverflowException", outOfRange(kind));
  return box(kind, value);
}

function toBase(value: bigint, bits: number, base: number): string {
  if (![2, 8, 10, 16].includes(base)) throw argumentError("Invalid Base.", "toBase");
  return base === 10 ? value.toString() : BigInt.asUintN(bits, value).toString(base);
}

function toBoolean(value: unknown): boolean {
  if (value === null) return false;
  if (typeof value === "boolean") return value;
  if (typeof value === "string") {
    const text = value.trim().toLowerCase();
    if (text === "true" || text === "false") return text === "true";
    throw formatError(`String '${value}' was not recognized as a valid Boolean.`);
  }
  return value instanceof Double || value instanceof Single ? value.value !== 0 : toBigInt(value) !== 0n;
}

function convertMembers(): Record<string, Member> {
  const members: Record<string, Member> = {};
  const targets: [NumericKind, string][] = [
    ["Int32", "int"],
    ["Int64", "long"],
    ["Int16", "short"],
    ["Byte", "byte"],
    ["SByte", "sbyte"],
    ["UInt16", "ushort"],
    ["UInt32", "uint"],
    ["UInt64", "ulong"],
    ["Double", "double"],
    ["Single", "float"],
    ["Decimal", "decimal"],
  ];
  for (const [kind, name] of targets) {
    members[`static ${name} To${kind}(System.Object value)`] = (value) => convertTo(kind, value);
    members[`static ${name} To${kind}(System.Object value, System.IFormatProvider provider)`] = (value) =>
      convertTo(kind, value);
    if (INTEGER_RANGES[kind])
      members[`static ${name} To${kind}(string value, int fromBase)`] = (text, base) => parseBase(kind, text, base);
  }
  return members;
}

const invariantText = (value: unknown, engine: Engine): string => engine.values.format("{0}", [value]);

const converting: Record<string, Member> = {
  ...convertMembers(),
  "static bool ToBoolean(System.Object value)": toBoolean,
  "static char ToChar(System.Object value)": (value, engine: Engine) => engine.values.convert(value, "char"),
  "static datetime ToDateTime(System.Object value)": (value, engine: Engine) =>
    value === null ? new DateTime(0n) : engine.values.convert(value, "datetime"),
  "static string ToString(System.Object value)": (value, engine) => invariantText(value, engine),
  "static string ToString(System.Object value, System.IFormatProvider provider)": (value, provider, engine) =>
    numericKind(value) === undefined
      ? invariantText(value, engine)
      : formatNumber(value, null, cultureOf(provider).numbers),
  "static string ToString(int value, int toBase)": (value, base) => toBase(BigInt(value), 32, base),
  "static string ToString(long value, int toBase)": (value, base) => toBase(value, 64, base),
  "static string ToString(byte value, int toBase)": (value, base) => toBase(BigInt(value), 8, base),
  "static string ToString(short value, int toBase)": (value, base) => toBase(BigInt(value), 16, base),
  "static string ToBase64String(byte[] inArray)": (bytes) => toBase64(bytes),
  "static string ToBase64String(byte[] inArray, System.Base64FormattingOptions options)": (bytes, options) =>
    numberOf(options) === 1 ? toBase64(bytes).replace(/.{76}(?=.)/g, "$&\r\n") : toBase64(bytes),
  "static byte[] FromBase64String(string s)": (text) => fromBase64(text),
  "static string ToHexString(byte[] inArray)": (bytes: Uint8Array) => hex(bytes).toUpperCase(),
  "static string ToHexStringLower(byte[] inArray)": (bytes: Uint8Array) => hex(bytes),
  "static byte[] FromHexString(string s)": (text: string) => {
    if (text.length % 2 === 1 || /[^0-9a-f]/i.test(text))
      throw formatError("The input is not a valid hex string as it contains a non-hex character.");
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  },
  "static System.Object ChangeType(System.Object value, type conversionType)": (value, type, engine: Engine) =>
    engine.values.convert(value, type.name),
  "static bool IsDBNull(System.Object value)": (value) =>
    value instanceof NetObject && value.typeName === "System.DBNull",
};

export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const conversionTypes: Family = {
  "System.Convert": () => ({ kind: "static", members: converting }),
};
