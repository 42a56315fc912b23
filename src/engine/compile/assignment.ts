// Assignments: to variables, members, elements and lists of them; `=`, the compound ones and `??=`.

import type { AssignmentStatementAst, ExpressionAst } from "../../language/index.js";
import type { Assignment, Compiler } from "./compiler.js";
import { fastOperator } from "./expression.js";
import { assignIndex, assignMember } from "./member.js";
import { typedVariable } from "./typed.js";
import { assignOwnVariable, assignVariable } from "./variable.js";
import { elements } from "../pipeline/emit.js";
import type { Expr, Frame } from "../run/runtime.js";
import { runtimeError } from "../types/errors.js";

export function compileAssign(c: Compiler, target: ExpressionAst): Assignment {
  switch (target.kind) {
    case "VariableExpression":
      return assignVariable(c, target);
    case "MemberExpression":
      return assignMember(c, target);
    case "IndexExpression":
      return assignIndex(c, target);
    case "ConvertExpression":
    case "AttributedExpression":
      return typedVariable(c, target);
    case "ArrayLiteral":
      return assignList(c, target.elements);
    case "ParenExpression": {
      const inner = target.pipeline;
      if (inner.kind === "Pipeline" && inner.elements.length === 1 && inner.elements[0]!.kind === "CommandExpression")
        return compileAssign(c, inner.elements[0]!.expression);
      break;
    }
  }
  return {
    set: () => {
      throw invalidTarget();
    },
    update: () => {
      throw invalidTarget();
    },
  };
}

function invalidTarget(): Error {
  return runtimeError(
    "InvalidLeftHandSide",
    "The assignment expression is not valid. The input to an assignment operator must be an object that is able to accept assignments, such as a variable or a property.",
  );
}

/** `$a, $b = …`: one element each, the last target takes the rest. */
function assignList(c: Compiler, targets: readonly ExpressionAst[]): Assignment {
  const each = targets.map((target) => compileAssign(c, target));
  const set = (f: Frame, value: unknown): void => {
    const items = Array.isArray(value) ? value : elements(f.rt, value);
    const last = each.length - 1;
    for (let i = 0; i < last; i++) each[i]!.set(f, i < items.length ? items[i] : null);
    const rest = items.length - last;
    each[last]!.set(f, rest <= 0 ? null : rest === 1 ? items[last] : items.slice(last));
  };
  return {
    set,
    update(f, compute) {
      const value = compute(f, null);
      set(f, value);
      return value;
    },
  };
}

/** `+=` and its like start from the scope's own variable: one of an outer scope does not count. */
function compoundTarget(c: Compiler, left: ExpressionAst): Assignment {
  if (left.kind === "VariableExpression" && left.path.qualifier === null && !left.path.isDrive)
    return assignOwnVariable(c, left);
  return c.assign(left);
}

/** An assignment as an expression: does it, and gives the value. */
export function compileAssignmentValue(c: Compiler, ast: AssignmentStatementAst): Expr {
  const target = ast.operator === "=" || ast.operator === "??=" ? c.assign(ast.left) : compoundTarget(c, ast.left);
  const right = c.value(ast.right);
  switch (ast.operator) {
    case "=":
      return (f) => {
        const value = right(f);
        target.set(f, value);
        return value;
      };
    case "??=":
      return (f) => target.update(f, (frame, old) => (old === null || old === undefined ? right(frame) : old));
    default: {
      const operator = fastOperator(c, ast.operator.slice(0, -1) as "+" | "-" | "*" | "/" | "%");
      // Nothing added to a list leaves it as it is; every other operator takes nothing for $null.
      const nothing = ast.operator === "+=" ? undefined : null;
      return (f) => {
        const value = right(f);
        return target.update(f, (_, old) => operator(old, value === undefined ? nothing : value));
      };
    }
  }
}
