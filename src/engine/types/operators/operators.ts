// PowerShell's operators over values of every type, by the names the syntax tree gives them.
//
// Rule: operands arrive evaluated. What short-circuits or assigns (-and, -or, ??, ++, =) is the evaluator's.

import {
  baseOf,
  BigInteger,
  Byte,
  Char,
  Dictionary,
  Double,
  elementType,
  EnumValue,
  PSObject,
} from "../../../objects/index.js";
import type { BinaryOperator } from "../../../language/index.js";
import type { Engine } from "../../engine.js";
import type { ArithmeticOperator } from "./arithmetic.js";
import { addInts, arithmetic, divideInts, multiplyInts, remainderInts, subtractInts } from "./arithmetic.js";
import { bitwise, bitwiseNot } from "./bitwise.js";
import { enumValue } from "../convert/enum.js";
import { compare, equals } from "./compare.js";
import type { TypeContext } from "../context.js";
import { operandNumber } from "../convert/number.js";
import { enumerate, toArray, toBoolean } from "../enumerate.js";
import { EngineError, netError, runtimeError } from "../errors.js";
import { callMethod, methodNotFound } from "../members/invoke.js";
import { numericKind } from "../numbers/numeric.js";
import * as text from "./text.js";
import { PSType } from "../type-object.js";
import { CUSTOM_OBJECT, typeNameOf } from "../type-of.js";
import type { FullValues } from "../values.js";

export type ValueOperator = Exclude<BinaryOperator, "-and" | "-or" | "??">;
export type UnaryValueOperator = "-not" | "-bnot" | "+" | "-" | "-isplit" | "-csplit" | "-join";

export interface Operators {
  /** The function of a binary operator; look it up once, when the expression is compiled. */
  binary(operator: ValueOperator): (left: unknown, right: unknown) => unknown;
  unary(operator: UnaryValueOperator): (operand: unknown) => unknown;
  add(left: unknown, right: unknown): unknown;
  subtract(left: unknown, right: unknown): unknown;
  multiply(left: unknown, right: unknown): unknown;
  divide(left: unknown, right: unknown): unknown;
  remainder(left: unknown, right: unknown): unknown;
  /** `++` (step 1) and `--` (step -1) of what a variable holds; a string or an object is an error. */
  step(value: unknown, step: 1 | -1): unknown;
  /** What `..` ranges over, one by one. */
  range(left: unknown, right: unknown): Iterable<unknown>;
}

type Binary = (left: unknown, right: unknown) => unknown;

/** `setMatches` puts `$Matches` where the scope rules want it. */
export function createOperators(engine: Engine, setMatches: (matches: Dictionary) => void): Operators {
  const context = (engine.values as FullValues).context;
  const reckon = (operator: ArithmeticOperator): Binary => {
    return (left, right) => numericOperator(operator, left, right, context);
  };
  const add: Binary = (left, right) =>
    typeof left === "number" && typeof right === "number" ? addInts(left, right) : addValues(left, right, context);
  const slowSubtract = reckon("-");
  const subtract: Binary = (left, right) =>
    typeof left === "number" && typeof right === "number" ? subtractInts(left, right) : slowSubtract(left, right);
  const multiply: Binary = (left, right) =>
    typeof left === "number" && typeof right === "number"
      ? multiplyInts(left, right)
      : multiplyValues(left, right, context);
  const slowDivide = reckon("/");
  const divide: Binary = (left, right) =>
    typeof left === "number" && typeof right === "number" ? divideInts(left, right) : slowDivide(left, right);
  const slowRemainder = reckon("%");
  const remainder: Binary = (left, right) =>
    typeof left === "number" && typeof right === "number" ? remainderInts(left, right) : slowRemainder(left, right);
  const plain: Partial<Record<ValueOperator, Binary>> = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": remainder,
    "-xor": (left, right) => toBoolean(left) !== toBoolean(right),
    "-f": (left, right) => text.format(left, right, context),
    "-join": (left, right) => text.join(left, right, context),
    "-is": (left, right) => isType(left, right, "-is", context),
    "-isnot": (left, right) => !isType(left, right, "-isnot", context),
    "-as": (left, right) => asType(left, right, context),
    "..": (left, right) => [...rangeOf(left, right, context)],
  };
  for (const name of ["-band", "-bor", "-bxor", "-shl", "-shr"] as const)
    plain[name] = (left, right) => bitwise(name, left, right, context);
  return {
    binary: (operator) => plain[operator] ?? caseRuled(operator, context, setMatches),
    unary: (operator) => unaryOperator(operator, context),
    add,
    subtract,
    multiply,
    divide,
    remainder,
    step: (value, step) => stepValue(value, step, context),
    range: (left, right) => rangeOf(left, right, context),
  };
}

/** -ieq, -cmatch …: the second letter is the case rule. */
function caseRuled(operator: string, context: TypeContext, setMatches: (matches: Dictionary) => void): Binary {
  const sensitive = operator[1] === "c";
  switch (operator.slice(2)) {
    case "eq":
      return filtering((left, right) => equals(left, right, sensitive, context));
    case "ne":
      return filtering((left, right) => !equals(left, right, sensitive, context));
    case "lt":
      return ordering((order) => order < 0, sensitive, context, false);
    case "le":
      return ordering((order) => order <= 0, sensitive, context, true);
    case "gt":
      return ordering((order) => order > 0, sensitive, context, false);
    case "ge":
      return ordering((order) => order >= 0, sensitive, context, true);
    case "like":
      return (left, right) => text.like(left, right, sensitive, false, context);
    case "notlike":
      return (left, right) => text.like(left, right, sensitive, true, context);
    case "match":
      return (left, right) => text.match(left, right, sensitive, false, context, setMatches);
    case "notmatch":
      return (left, right) => text.match(left, right, sensitive, true, context, setMatches);
    case "replace":
      return (left, right) => text.replace(left, right, sensitive, context);
    case "split":
      return (left, right) => text.split(left, right, sensitive, context);
    case "contains":
      return (left, right) => contains(left, right, sensitive, context);
    case "notcontains":
      return (left, right) => !contains(left, right, sensitive, context);
    case "in":
      return (left, right) => contains(right, left, sensitive, context);
    case "notin":
      return (left, right) => !contains(right, left, sensitive, context);
    default:
      throw new TypeError(`no such operator: ${operator}`);
  }
}

/** A comparison: of a collection on the left, the elements for which it holds. */
function filtering(test: (left: unknown, right: unknown) => boolean): Binary {
  return (left, right) => {
    if (typeof left !== "object" || left === null) return test(left, right);
    const items = enumerate(left);
    if (!items) return test(left, right);
    const kept: unknown[] = [];
    for (const item of items) if (test(item, right)) kept.push(item);
    return kept;
  };
}

function ordering(
  test: (order: number) => boolean,
  sensitive: boolean,
  context: TypeContext,
  orEqual: boolean,
): Binary {
  return filtering((left, right) => {
    if (typeof left === "number" && typeof right === "number") return test(left - right);
    const order = compare(left, right, sensitive, context);
    return Number.isNaN(order) ? false : orEqual || order !== 0 ? test(order) : false;
  });
}

function contains(collection: unknown, value: unknown, sensitive: boolean, context: TypeContext): boolean {
  const items = enumerate(collection);
  if (!items) return equals(collection, value, sensitive, context);
  for (const item of items) if (equals(item, value, sensitive, context)) return true;
  return false;
}

/** The operators speak of a type they do not know in their own name. */
function typeNamed(value: unknown, context: TypeContext): unknown {
  try {
    return context.values.convert(value, "System.Type");
  } catch (error) {
    if (!(error instanceof EngineError) || error.errorId !== "InvalidCastFromStringToType") throw error;
    throw runtimeError("RuntimeException", error.exception.message, { category: "InvalidArgument" });
  }
}

function typeOperand(value: unknown, operator: string, context: TypeContext): string {
  const base = baseOf(value);
  if (base instanceof PSType) return base.name;
  const converted = typeNamed(base, context);
  if (converted instanceof PSType) return converted.name;
  const name = operator === "-as" ? "AsOperatorRequiresType" : "IsOperatorRequiresType";
  throw runtimeError(name, `The right operand of '${operator}' must be a type.`);
}

function isType(left: unknown, right: unknown, operator: string, context: TypeContext): boolean {
  const name = typeOperand(right, operator, context);
  // [pscustomobject] and [psobject] are one type; -is asks for an object of PowerShell's own.
  if (name === "System.Management.Automation.PSObject") return left instanceof PSObject && left.isCustom;
  return context.values.isInstance(left, name);
}

function asType(left: unknown, right: unknown, context: TypeContext): unknown {
  return context.values.tryConvert(left, typeOperand(right, "-as", context)) ?? null;
}

function addValues(left: unknown, right: unknown, context: TypeContext): unknown {
  if (left === null || left === undefined) return right === undefined ? null : right;
  const base = baseOf(left);
  if (typeof base === "string") return base + context.values.toText(baseOf(right) ?? right);
  if (base instanceof Char) return String(base) + context.values.toText(right);
  if (base instanceof Dictionary) return addDictionary(base, right);
  const items = numericKind(base) === undefined ? enumerate(base) : undefined;
  if (items) return addToArray(base, items, right);
  return numericOperator("+", left, right === undefined ? null : right, context);
}

function addToArray(base: unknown, items: Iterable<unknown>, right: unknown): unknown[] {
  const result = Array.isArray(base) && elementType(base) === "System.Object" ? base.slice() : [...items];
  const more = enumerate(right);
  if (more) for (const item of more) result.push(item);
  else if (right !== undefined) result.push(right); // nothing adds nothing, $null adds an element
  return result;
}

function addDictionary(left: Dictionary, right: unknown): Dictionary {
  const other = baseOf(right);
  if (!(other instanceof Dictionary))
    throw runtimeError("AddHashTableToNonHashTable", "A hash table can only be added to another hash table.");
  const sum = new Dictionary(left.kind, left.typeName, left.keyOf);
  for (const entry of left) sum.set(entry.key, entry.value);
  for (const entry of other) {
    if (sum.has(entry.key))
      throw netError(
        "System.ArgumentException",
        `Item has already been added. Key in dictionary: '${keyText(sum, entry.key)}'  Key being added: '${String(entry.key)}'`,
      );
    sum.set(entry.key, entry.value);
  }
  return sum;
}

function keyText(dictionary: Dictionary, key: unknown): string {
  return String(dictionary.entries.get(dictionary.keyOf(key))?.key);
}

function multiplyValues(left: unknown, right: unknown, context: TypeContext): unknown {
  if (left === null || left === undefined) return null;
  const base = baseOf(left);
  if (typeof base === "string") return base.repeat(times(right, base.length, context));
  const items = numericKind(base) === undefined ? enumerate(base) : undefined;
  if (items) {
    const list = [...items];
    context.values.convert(right, "uint"); // the number of copies of an array is unsigned
    const count = times(right, list.length, context);
    const result: unknown[] = [];
    for (let i = 0; i < count; i++) for (const item of list) result.push(item);
    return result;
  }
  return numericOperator("*", left, right, context);
}

function times(right: unknown, size: number, context: TypeContext): number {
  const count = context.values.convert(right, "int") as number;
  if (count < 0)
    throw runtimeError(
      "System.ArgumentOutOfRangeException",
      `times ('${count}') must be a non-negative value. (Parameter 'times')\nActual value was ${count}.`,
    );
  if (count * size > 2 ** 29)
    throw runtimeError(
      "System.ArgumentOutOfRangeException",
      "Specified argument was out of the range of valid values. (Parameter 'times')",
    );
  return count;
}

const OPERATOR_METHODS: Readonly<Record<ArithmeticOperator, string>> = {
  "+": "op_Addition",
  "-": "op_Subtraction",
  "*": "op_Multiply",
  "/": "op_Division",
  "%": "op_Modulus",
};

/** A value as a number for arithmetic: strings are read, booleans and characters count, $null is 0; undefined for the rest. */
function operand(value: unknown, other: unknown): unknown {
  if (numericKind(value) !== undefined) return value;
  if (value === null || value === undefined) return 0;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Char) return value.code;
  if (value instanceof EnumValue) return value.value;
  if (typeof value === "string") {
    const name = numericKind(other) === undefined ? "System.Int32" : typeNameOf(other);
    return operandNumber(value, name);
  }
  return undefined;
}

function numericOperator(operator: ArithmeticOperator, left: unknown, right: unknown, context: TypeContext): unknown {
  const [a, b] = [baseOf(left), baseOf(right)];
  if (isPlain(a) && isPlain(b)) {
    const [x, y] = [operand(a, b), operand(b, a)];
    return a instanceof EnumValue ? onEnum(operator, a, x, y, context) : arithmetic(operator, x, y);
  }
  return operatorMethod(OPERATOR_METHODS[operator], a, b, context);
}

/** What has an enumeration on its left stays of that type; a fraction on either side cannot be cast. */
function onEnum(operator: ArithmeticOperator, left: EnumValue, x: unknown, y: unknown, context: TypeContext): unknown {
  const type = context.table.find(left.typeName);
  const result = y instanceof Double ? y : arithmetic(operator, x, y);
  if (!type) return result;
  if (typeof result === "number") return enumValue(type, result);
  if (numericKind(result) !== "Double") return context.values.convert(result, type.name);
  const [from, to] = y instanceof Double ? [type.name, "System.Double"] : ["System.Double", type.name];
  throw runtimeError("System.InvalidCastException", `Unable to cast object of type '${from}' to type '${to}'.`, {
    exceptionType: "System.InvalidCastException",
    category: "OperationStopped",
  });
}

/** What arithmetic reckons with itself; everything else has operators of its own. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return numericKind(value) !== undefined || value instanceof Char || value instanceof EnumValue;
}

/** A static op_… of either side's type. */
function operatorMethod(name: string, left: unknown, right: unknown, context: TypeContext): unknown {
  const primitive = (value: unknown): boolean =>
    value === null || value === undefined || (isPlain(value) && !(value instanceof BigInteger));
  const owner = primitive(left) ? right : left;
  for (const side of [owner, owner === left ? right : left]) {
    if (side === null || side === undefined) continue;
    const method = context.table.resolveName(typeNameOf(side))?.staticMethods.get(name.toLowerCase());
    if (method) return callMethod(method.name, method.overloads, undefined, [left, right], context);
  }
  throw methodNotFound(owner instanceof PSObject ? CUSTOM_OBJECT : typeNameOf(owner), name);
}

function unaryOperator(operator: UnaryValueOperator, context: TypeContext): (value: unknown) => unknown {
  switch (operator) {
    case "-not":
      return (value) => !toBoolean(value);
    case "-bnot":
      return (value) => bitwiseNot(value, context);
    case "-":
      return (value) => {
        if (typeof value === "number") return subtractInts(0, value);
        const base = baseOf(value);
        if (base instanceof Double) return new Double(-base.value);
        const negation = isPlain(base)
          ? undefined
          : context.table.resolveName(typeNameOf(base))?.staticMethods.get("op_unarynegation");
        if (negation) return callMethod(negation.name, negation.overloads, undefined, [base], context);
        return numericOperator("-", 0, value, context);
      };
    case "+":
      return (value) => (typeof value === "number" ? value : numericOperator("+", 0, value, context));
    case "-isplit":
    case "-csplit":
      return (value) => text.splitWords(value, context);
    case "-join":
      return (value) => text.join(value, "", context);
  }
}

function stepValue(value: unknown, step: 1 | -1, context: TypeContext): unknown {
  if (typeof value === "number") return addInts(value, step);
  if (value === null || value === undefined) return step;
  const base = baseOf(value);
  if (numericKind(base) !== undefined) return arithmetic("+", base, step);
  const name = step === 1 ? "++" : "--";
  if (base instanceof EnumValue) return onEnum("+", base, operand(base, step), step, context);
  if (base instanceof Byte) return arithmetic("+", operand(base, step), step);
  const method = context.table
    .resolveName(typeNameOf(base))
    ?.staticMethods.get(step === 1 ? "op_increment" : "op_decrement");
  if (method) return callMethod(method.name, method.overloads, undefined, [base], context);
  throw runtimeError(
    "OperatorRequiresNumber",
    `The '${name}' operator works only on numbers. The operand is a '${base instanceof PSObject ? CUSTOM_OBJECT : typeNameOf(base)}'.`,
  );
}

function* rangeOf(left: unknown, right: unknown, context: TypeContext): IterableIterator<unknown> {
  const [a, b] = [baseOf(left), baseOf(right)];
  const character = (value: unknown): number | undefined =>
    value instanceof Char
      ? value.code
      : typeof value === "string" && value.length === 1 && !/\d/.test(value)
        ? value.charCodeAt(0)
        : undefined;
  const [low, high] = [character(a), character(b)];
  if (low !== undefined && high !== undefined) {
    const step = low <= high ? 1 : -1;
    for (let code = low; code !== high + step; code += step) yield new Char(code);
    return;
  }
  const from = rangeEnd(a, context);
  const to = rangeEnd(b, context);
  const step = from <= to ? 1 : -1;
  for (let i = from; i !== to + step; i += step) yield i;
}

function rangeEnd(value: unknown, context: TypeContext): number {
  try {
    return context.values.convert(value, "int") as number;
  } catch (error) {
    const items = error instanceof EngineError ? toArray(value) : undefined;
    if (!items || items.length !== 1) throw error;
    return context.values.convert(items[0], "int") as number;
  }
}
