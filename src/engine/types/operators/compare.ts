// LanguagePrimitives.Equals and Compare: -eq, -lt, Sort-Object, keys of Group-Object.
//
// Rule: the left side decides what the right side is converted to. Strings compare linguistically, as the invariant culture
// does (fact 35): "a" < "A" < "b", and ignorable characters do not count.

import {
  baseOf,
  BigInteger,
  Char,
  DateOnly,
  DateTime,
  DateTimeOffset,
  Decimal,
  EnumValue,
  Guid,
  identityKey,
  NetObject,
  PSObject,
  SemanticVersion,
  SwitchParameter,
  TimeOnly,
  TimeSpan,
  UInt64,
  Version,
} from "../../../objects/index.js";
import type { TypeContext } from "../context.js";
import { utcTicksOf } from "../dates/calendar.js";
import { decimalCompare } from "../numbers/decimal.js";
import { enumerate, toBoolean } from "../enumerate.js";
import { EngineError, runtimeError } from "../errors.js";
import { numberTo, operandNumber, OVERFLOW } from "../convert/number.js";
import { numericKind, toBigInt, toDouble } from "../numbers/numeric.js";
import { PSType } from "../type-object.js";
import { typeNameOf } from "../type-of.js";

/** Collators are made when first needed: each takes milliseconds, which every start would pay. */
const collators: { variant?: Intl.Collator; accent?: Intl.Collator } = {};
function collator(sensitivity: "variant" | "accent"): Intl.Collator {
  return (collators[sensitivity] ??= new Intl.Collator("en-US", { sensitivity }));
}
const ASCII_WORD = /^[a-zA-Z0-9]*$/;

/** Linguistic order of two strings in the invariant culture. */
export function compareText(left: string, right: string, caseSensitive: boolean): number {
  if (left === right) return 0;
  return collator(caseSensitive ? "variant" : "accent").compare(left, right);
}

/** Linguistic equality; plain ASCII needs no collation. */
export function equalText(left: string, right: string, caseSensitive: boolean): boolean {
  if (left === right) return true;
  if (ASCII_WORD.test(left) && ASCII_WORD.test(right))
    return !caseSensitive && left.length === right.length && left.toLowerCase() === right.toLowerCase();
  return collator(caseSensitive ? "variant" : "accent").compare(left, right) === 0;
}

const sign = (value: number): number => (value < 0 ? -1 : value > 0 ? 1 : 0);

/** Order of two numbers of any kinds; NaN where a NaN takes part. */
export function compareNumbers(left: unknown, right: unknown): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  const kinds = [numericKind(left), numericKind(right)];
  const real = (kind: string | undefined): boolean => kind === "Double" || kind === "Single";
  if (kinds.includes("Decimal")) {
    const a = left instanceof Decimal ? left : numberTo(left, "Decimal");
    const b = right instanceof Decimal ? right : numberTo(right, "Decimal");
    if (a !== OVERFLOW && b !== OVERFLOW) return decimalCompare(a as Decimal, b as Decimal);
    return toDouble(left) - toDouble(right);
  }
  if (real(kinds[0]) || real(kinds[1])) {
    const [a, b] = [toDouble(left), toDouble(right)];
    return a === b ? 0 : a - b;
  }
  const [a, b] = [toBigInt(left), toBigInt(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A character or boolean counts as a number beside one. */
function numberOf(value: unknown): unknown {
  if (numericKind(value) !== undefined) return value;
  if (value instanceof Char) return value.code;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof EnumValue) return value.value;
  return undefined;
}

/** -eq. */
export function equals(left: unknown, right: unknown, caseSensitive: boolean, context: TypeContext): boolean {
  if (typeof left === "number" && typeof right === "number") return left === right;
  if (typeof left === "string" && typeof right === "string") return equalText(left, right, caseSensitive);
  const a = baseOf(left);
  const b = baseOf(right);
  if (a === null || a === undefined) return b === null || b === undefined;
  if (b === null || b === undefined) return false;
  if (a === b) return true;
  if (typeof a === "string") return equalText(a, context.values.toText(b), caseSensitive);
  if (typeof a === "boolean") return a === toBoolean(b);
  if (a instanceof SwitchParameter) return a.isPresent === toBoolean(b);
  if (a instanceof Char) {
    if (typeof b === "string" || b instanceof Char)
      return equalText(String(a), context.values.toText(b), caseSensitive);
    const number = numberOf(b);
    return number !== undefined && compareNumbers(a.code, number) === 0;
  }
  if (numericKind(a) !== undefined) return equalsNumber(a, b);
  return equalsObject(a, b, context);
}

function equalsNumber(left: unknown, right: unknown): boolean {
  if (typeof right === "string") {
    try {
      return compareNumbers(left, operandNumber(right, typeNameOf(left))) === 0;
    } catch {
      return false;
    }
  }
  const number = numberOf(right);
  return number !== undefined && compareNumbers(left, number) === 0;
}

function equalsObject(left: unknown, right: unknown, context: TypeContext): boolean {
  const own = typeNameOf(left);
  let other: unknown = right;
  if (typeNameOf(right) !== own && !(left instanceof PSType)) {
    if (!comparable(left)) return false;
    other = context.values.tryConvert(right, own);
    if (other === undefined || other === null) return false;
  }
  if (comparable(left)) {
    const order = compareValues(left, other);
    if (order !== undefined) return order === 0;
  }
  if (left instanceof PSType && right instanceof PSType) return left.name === right.name;
  const method = context.table.resolveName(own)?.methods.get("equals");
  const custom = method?.overloads.find((overload) => overload.parameters.length === 1);
  if (custom && left instanceof NetObject) return custom.call(left, [other], context.engine) === true;
  return identityKey(left) === identityKey(other);
}

/** Values of types that implement IComparable and are held as data. */
function comparable(value: unknown): boolean {
  return (
    value instanceof DateTime ||
    value instanceof TimeSpan ||
    value instanceof DateTimeOffset ||
    value instanceof Version ||
    value instanceof SemanticVersion ||
    value instanceof Guid ||
    value instanceof EnumValue ||
    value instanceof DateOnly ||
    value instanceof TimeOnly ||
    value instanceof BigInteger ||
    value instanceof UInt64
  );
}

const bigSign = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Order of two values of one comparable type; undefined where they are none. */
export function compareValues(a: unknown, b: unknown): number | undefined {
  if (a instanceof DateTime && b instanceof DateTime) return bigSign(a.ticks, b.ticks);
  if (a instanceof TimeSpan && b instanceof TimeSpan) return bigSign(a.ticks, b.ticks);
  if (a instanceof DateTimeOffset && b instanceof DateTimeOffset) return bigSign(utcTicksOf(a), utcTicksOf(b));
  if (a instanceof DateOnly && b instanceof DateOnly) return a.dayNumber - b.dayNumber;
  if (a instanceof TimeOnly && b instanceof TimeOnly) return bigSign(a.ticks, b.ticks);
  if (a instanceof EnumValue && b instanceof EnumValue) return bigSign(BigInt(a.value), BigInt(b.value));
  if (a instanceof Guid && b instanceof Guid) return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
  if (a instanceof Version && b instanceof Version)
    return a.major - b.major || a.minor - b.minor || a.build - b.build || a.revision - b.revision;
  if (a instanceof SemanticVersion && b instanceof SemanticVersion) return compareSemantic(a, b);
  return undefined;
}

function compareSemantic(a: SemanticVersion, b: SemanticVersion): number {
  const core = a.major - b.major || a.minor - b.minor || a.patch - b.patch;
  if (core !== 0) return core;
  const [left, right] = [a.preReleaseLabel, b.preReleaseLabel];
  if (!left || !right) return left ? -1 : right ? 1 : 0;
  const [x, y] = [left.split("."), right.split(".")];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const [p, q] = [x[i], y[i]];
    if (p === undefined) return -1;
    if (q === undefined) return 1;
    const numbers = /^\d+$/.test(p) && /^\d+$/.test(q);
    const order = numbers
      ? Number(p) - Number(q)
      : /^\d+$/.test(p)
        ? -1
        : /^\d+$/.test(q)
          ? 1
          : p < q
            ? -1
            : p > q
              ? 1
              : 0;
    if (order !== 0) return order;
  }
  return 0;
}

/** Order of two values; throws where they have none. */
export function compare(left: unknown, right: unknown, caseSensitive: boolean, context: TypeContext): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  const a = baseOf(left);
  const b = baseOf(right);
  if (a === null || a === undefined) return nullFirst(b);
  if (b === null || b === undefined) return -nullFirst(a);
  if (typeof a === "string") return compareText(a, context.values.toText(b), caseSensitive);
  if (typeof a === "boolean") return Number(a) - Number(toBoolean(b));
  if (a instanceof Char && (typeof b === "string" || b instanceof Char))
    return compareText(String(a), context.values.toText(b), caseSensitive);
  const number = a instanceof EnumValue ? undefined : numberOf(a);
  if (number !== undefined) return compareWithNumber(number, b, context);
  return compareObjects(a, b, left, right, caseSensitive, context);
}

/** $null comes before all but negative numbers. */
function nullFirst(other: unknown): number {
  if (other === null || other === undefined) return 0;
  if (typeof other === "boolean" || typeof other === "string") return -1;
  const number = numericKind(other) === undefined ? undefined : toDouble(other);
  return number !== undefined && number < 0 ? 1 : -1;
}

function compareWithNumber(left: unknown, right: unknown, context: TypeContext): number {
  if (typeof right === "string") return compareNumbers(left, operandNumber(right, typeNameOf(left)));
  const number = numberOf(right);
  return compareNumbers(left, number ?? context.values.convert(right, typeNameOf(left)));
}

function compareObjects(
  a: unknown,
  b: unknown,
  left: unknown,
  right: unknown,
  caseSensitive: boolean,
  context: TypeContext,
): number {
  const own = typeNameOf(a);
  if (comparable(a)) {
    let other: unknown = b;
    if (typeNameOf(b) !== own) other = convertForComparison(b, own, left, right, context);
    const order = compareValues(a, other);
    if (order !== undefined) return sign(order);
  }
  const method = context.table.resolveName(own)?.methods.get("compareto");
  if (method && !(a instanceof PSObject)) {
    const other = typeNameOf(b) === own ? b : convertForComparison(b, own, left, right, context);
    return toDouble(method.overloads[0]!.call(a, [other], context.engine));
  }
  if (a === b || equals(left, right, caseSensitive, context)) return 0;
  const text = (value: unknown): string => (enumerate(value) ? typeNameOf(value) : context.values.toText(value));
  if (a instanceof PSObject || b instanceof PSObject)
    throw runtimeError(
      "PSObjectCompareTo",
      `Cannot compare "${text(left)}" to "${text(right)}" because the objects are not the same type or the object "${text(left)}" does not implement "IComparable".`,
      { exceptionType: "System.ArgumentException", category: "InvalidArgument" },
    );
  throw runtimeError("NotIcomparable", `Cannot compare "${text(left)}" because it is not IComparable.`, {
    category: "InvalidOperation",
  });
}

function convertForComparison(value: unknown, typeName: string, left: unknown, right: unknown, context: TypeContext) {
  try {
    return context.values.convert(value, typeName);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const text = (item: unknown): string => context.values.toText(item);
    throw runtimeError(
      "ComparisonFailure",
      `Could not compare "${text(left)}" to "${text(right)}". Error: "${error.exception.message}"`,
      { category: "InvalidOperation", inner: error.exception },
    );
  }
}
