// -band -bor -bxor -bnot -shl -shr: on whole numbers, flags, and booleans as numbers.

import { baseOf, EnumValue } from "../../../objects/index.js";
import type { TypeContext } from "../context.js";
import { numberTo, operandNumber, OVERFLOW } from "../convert/number.js";
import { enumValue } from "../convert/enum.js";
import { checkedCount } from "../errors.js";
import { callMethod, methodNotFound } from "../members/invoke.js";
import type { NumericKind } from "../numbers/numeric.js";
import { box, INTEGER_RANGES, isIntegerKind, NUMERIC_RANK, numericKind, toBigInt } from "../numbers/numeric.js";
import { typeNameOf } from "../type-of.js";
import { Char } from "../../../objects/index.js";

export type BitwiseOperator = "-band" | "-bor" | "-bxor" | "-shl" | "-shr";

const METHODS: Readonly<Record<BitwiseOperator, string>> = {
  "-band": "op_BitwiseAnd",
  "-bor": "op_BitwiseOr",
  "-bxor": "op_ExclusiveOr",
  "-shl": "op_LeftShift",
  "-shr": "op_RightShift",
};

/** A whole number of an integer type; a fraction is rounded to even. Undefined for what is no number. */
function whole(value: unknown): unknown {
  if (value === null || value === undefined) return 0;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Char) return value.code;
  if (value instanceof EnumValue) return value.value;
  const number = typeof value === "string" ? operandNumber(value, "System.Int32") : value;
  const kind = numericKind(number);
  if (kind === undefined) return undefined;
  if (isIntegerKind(kind) || kind === "BigInteger") return number;
  for (const target of ["Int32", "Int64", "UInt64"] as const) {
    const converted = numberTo(number, target);
    if (converted !== OVERFLOW) return converted;
  }
  return undefined;
}

function wider(left: unknown, right: unknown): NumericKind {
  const kinds = [numericKind(left)!, numericKind(right)!];
  if (kinds.includes("BigInteger")) return "BigInteger";
  const high = NUMERIC_RANK[kinds[0]!] >= NUMERIC_RANK[kinds[1]!] ? kinds[0]! : kinds[1]!;
  return NUMERIC_RANK[high] < NUMERIC_RANK.Int32 ? "Int32" : high;
}

/** Bits of `kind` as a number of it again. */
function wrap(kind: NumericKind, value: bigint): unknown {
  const range = INTEGER_RANGES[kind];
  if (!range) return box(kind, value);
  const bits = kind.endsWith("64") ? 64 : kind.endsWith("16") ? 16 : kind.endsWith("Byte") ? 8 : 32;
  return box(kind, range[0] < 0n ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value));
}

export function bitwise(operator: BitwiseOperator, left: unknown, right: unknown, context: TypeContext): unknown {
  if (typeof left === "number" && typeof right === "number") return bitwiseInts(operator, left, right);
  const [a, b] = [baseOf(left), baseOf(right)];
  if (typeof a === "boolean" && typeof b === "boolean" && operator !== "-shl" && operator !== "-shr")
    return bitwiseInts(operator, Number(a), Number(b));
  const flags = flagsResult(operator, a, b, context);
  if (flags !== undefined) return flags;
  const [x, y] = [whole(a), whole(b)];
  if (x === undefined || y === undefined) return operatorMethod(METHODS[operator], a, b, context);
  if (operator === "-shl" || operator === "-shr") return shift(operator, x, Number(toBigInt(y)));
  const kind = wider(x, y);
  const [p, q] = [toBigInt(x), toBigInt(y)];
  return wrap(kind, operator === "-band" ? p & q : operator === "-bor" ? p | q : p ^ q);
}

function bitwiseInts(operator: BitwiseOperator, a: number, b: number): number {
  switch (operator) {
    case "-band":
      return a & b;
    case "-bor":
      return a | b;
    case "-bxor":
      return a ^ b;
    case "-shl":
      return a << b;
    case "-shr":
      return a >> b;
  }
}

/** The distance counts modulo the width of the left side. */
function shift(operator: BitwiseOperator, value: unknown, distance: number): unknown {
  const kind = numericKind(value)!; // a byte stays a byte
  const width = kind.endsWith("64") ? 63 : 31;
  const by = BigInt(kind === "BigInteger" ? Math.min(checkedCount(Math.abs(distance)), 2 ** 20) : distance & width);
  const number = toBigInt(value);
  return wrap(kind, operator === "-shl" ? number << by : number >> by);
}

/** Flags of an enumeration stay of their type. */
function flagsResult(operator: BitwiseOperator, a: unknown, b: unknown, context: TypeContext): unknown {
  const left = a instanceof EnumValue ? a : undefined;
  const right = b instanceof EnumValue ? b : undefined;
  const typed = left ?? right;
  if (!typed || operator === "-shl" || operator === "-shr") return undefined;
  const type = context.table.find(typed.typeName);
  if (!type) return undefined;
  const other = left ? b : a;
  const same = other instanceof EnumValue || typeof other === "string" || numericKind(other) !== undefined;
  if (!same || whole(typeof other === "string" ? 0 : other) === undefined) return undefined;
  const number = (value: unknown): bigint => {
    if (value instanceof EnumValue) return BigInt(value.value);
    if (typeof value === "string") return BigInt((context.values.convert(value, type.name) as EnumValue).value);
    return toBigInt(whole(value));
  };
  const [p, q] = [number(a), number(b)];
  const result = operator === "-band" ? p & q : operator === "-bor" ? p | q : p ^ q;
  return enumValue(type, typeof typed.value === "bigint" ? result : Number(result));
}

export function bitwiseNot(value: unknown, context: TypeContext): unknown {
  if (typeof value === "number") return ~value;
  const base = baseOf(value);
  if (base instanceof EnumValue) {
    const type = context.table.find(base.typeName);
    const inverted = typeof base.value === "bigint" ? ~base.value : ~base.value;
    return type ? enumValue(type, inverted) : inverted;
  }
  const number = whole(base);
  if (number === undefined) return operatorMethod("op_OnesComplement", base, undefined, context);
  return wrap(wider(number, number), ~toBigInt(number));
}

function operatorMethod(name: string, left: unknown, right: unknown, context: TypeContext): unknown {
  const args = right === undefined ? [left] : [left, right];
  for (const side of args) {
    const method = context.table.resolveName(typeNameOf(side))?.staticMethods.get(name.toLowerCase());
    if (method) return callMethod(method.name, method.overloads, undefined, args, context);
  }
  const owner = numericKind(left) !== undefined && right !== undefined ? right : left;
  throw methodNotFound(typeNameOf(owner), name);
}
