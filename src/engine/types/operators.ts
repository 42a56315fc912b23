// PowerShell's operators over values of every type, by the names the syntax tree gives them.
//
// Rule: operands arrive evaluated. What short-circuits or assigns (-and, -or, ??, ++, =) is the evaluator's.

import type { Dictionary } from "../../objects/index.js";
import type { BinaryOperator } from "../../language/index.js";
import type { Engine } from "../engine.js";

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
  /** Ends a range `..`, element by element, without making the array. */
  range(left: unknown, right: unknown): Iterable<unknown>;
}

/** `setMatches` puts `$Matches` where the scope rules want it. */
export function createOperators(_engine: Engine, _setMatches: (matches: Dictionary) => void): Operators {
  throw new Error("not there yet");
}
