// + - * / % of numbers: PowerShell's promotions. Int32 overflows into Double, unsigned types stay unsigned while nothing
// negative meets them, Decimal wins over Double.

import { BigInteger, Decimal, Double, PSException } from "../../../objects/index.js";
import { numberTo, OVERFLOW, outOfRange } from "../convert/number.js";
import { decimalAdd, decimalDivide, decimalMultiply, decimalRemainder, decimalSubtract } from "../numbers/decimal.js";
import { EngineError, runtimeError } from "../errors.js";
import type { NumericKind } from "../numbers/numeric.js";
import {
  box,
  INTEGER_RANGES,
  isSignedKind,
  NUMERIC_RANK,
  numericKind,
  toBigInt,
  toDouble,
} from "../numbers/numeric.js";

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";

/** What an operator throws: PowerShell's RuntimeException around .NET's exception. */
function wrapped(typeName: string, message: string): EngineError {
  return runtimeError("RuntimeException", message, {
    category: "NotSpecified",
    inner: new PSException(typeName, message),
  });
}

function divideByZero(): EngineError {
  return wrapped("System.DivideByZeroException", "Attempted to divide by zero.");
}

/** The kind in which two numbers are reckoned. */
function commonKind(left: unknown, right: unknown): NumericKind {
  const [a, b] = [numericKind(left)!, numericKind(right)!];
  if (a === "BigInteger" || b === "BigInteger") return "BigInteger";
  const high = NUMERIC_RANK[a] >= NUMERIC_RANK[b] ? a : b;
  const rank = NUMERIC_RANK[high];
  if (rank <= NUMERIC_RANK.Int32) return "Int32";
  if (high === "UInt32" || high === "UInt64") {
    const negative = (value: unknown, kind: NumericKind): boolean => isSignedKind(kind) && toBigInt(value) < 0n;
    return negative(left, a) || negative(right, b) ? "Double" : high;
  }
  if (high === "Int64" || high === "Decimal") return high;
  return "Double";
}

/** The result of an operator on two numbers. Throws DivideByZero and Decimal's overflow as RuntimeExceptions. */
export function arithmetic(operator: ArithmeticOperator, left: unknown, right: unknown): unknown {
  const kind = commonKind(left, right);
  switch (kind) {
    case "Double":
      return new Double(onDoubles(operator, toDouble(left), toDouble(right)));
    case "Decimal":
      return onDecimals(operator, toDecimal(left), toDecimal(right));
    case "BigInteger": {
      const [a, b] = [toBigInteger(left), toBigInteger(right)];
      return new BigInteger(onIntegers(operator, a, b) ?? a / b);
    }
    default: {
      const [a, b] = [toBigInt(left), toBigInt(right)];
      const result = onIntegers(operator, a, b);
      if (result === undefined) return new Double(Number(a) / Number(b));
      const range = INTEGER_RANGES[kind]!;
      return result >= range[0] && result <= range[1]
        ? box(kind, result)
        : new Double(onDoubles(operator, Number(a), Number(b)));
    }
  }
}

function onDoubles(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
  }
}

/** Undefined where a quotient is no whole number. */
function onIntegers(operator: ArithmeticOperator, a: bigint, b: bigint): bigint | undefined {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    default:
      if (b === 0n) throw divideByZero();
      if (operator === "%") return a % b;
      return a % b === 0n ? a / b : undefined;
  }
}

function toBigInteger(value: unknown): bigint {
  const converted = numberTo(value, "BigInteger");
  if (converted === OVERFLOW) throw wrapped("System.OverflowException", "BigInteger cannot represent infinity or NaN.");
  return (converted as BigInteger).value;
}

function toDecimal(value: unknown): Decimal {
  const converted = numberTo(value, "Decimal");
  if (converted === OVERFLOW) throw wrapped("System.OverflowException", outOfRange("Decimal"));
  return converted as Decimal;
}

function onDecimals(operator: ArithmeticOperator, a: Decimal, b: Decimal): Decimal {
  try {
    switch (operator) {
      case "+":
        return decimalAdd(a, b);
      case "-":
        return decimalSubtract(a, b);
      case "*":
        return decimalMultiply(a, b);
      case "/":
        return decimalDivide(a, b);
      case "%":
        return decimalRemainder(a, b);
    }
  } catch (error) {
    // The operator's errors are PowerShell's own, not a method's.
    if (!(error instanceof EngineError)) throw error;
    throw wrapped(error.exception.typeName, error.exception.message);
  }
}

// The paths nearly every script takes, without a detour over bigints.

export function addInts(a: number, b: number): unknown {
  const sum = a + b;
  return sum === (sum | 0) ? sum : new Double(sum);
}

export function subtractInts(a: number, b: number): unknown {
  const difference = a - b;
  return difference === (difference | 0) ? difference : new Double(difference);
}

export function multiplyInts(a: number, b: number): unknown {
  const product = a * b;
  return product === (product | 0) ? product | 0 : new Double(product);
}

export function divideInts(a: number, b: number): unknown {
  if (b === 0) throw divideByZero();
  const quotient = a / b;
  return quotient === (quotient | 0) ? quotient | 0 : new Double(quotient);
}

export function remainderInts(a: number, b: number): unknown {
  if (b === 0) throw divideByZero();
  return (a % b) | 0;
}
