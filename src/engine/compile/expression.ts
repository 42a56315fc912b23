// Expressions to closures. Int32 and strings have their fast ways here; every other pairing of values is the operators'.

import { baseOf, Dictionary, Double, PSObject } from "../../objects/index.js";
import type {
  BinaryExpressionAst,
  ConvertExpressionAst,
  ExpandableStringExpressionAst,
  ExpressionAst,
  TernaryExpressionAst,
  UnaryExpressionAst,
} from "../../language/index.js";
import { extentText } from "../../language/index.js";
import type { Compiler } from "./compiler.js";
import { typeNameText } from "./compiler.js";
import { compileArrayLiteral, compileHashtable, compileOrderedOrObject } from "./literal.js";
import { compileIndex, compileInvokeMember, compileMember } from "./member.js";
import { compileVariable } from "./variable.js";
import type { Expr, Frame } from "../run/runtime.js";
import { ScriptBlock } from "../run/script-block.js";
import { runtimeError } from "../types/errors.js";
import { PSReference } from "../types/type-object.js";
import type { UnaryValueOperator, ValueOperator } from "../types/operators/operators.js";

export function compileExpression(c: Compiler, ast: ExpressionAst): Expr {
  switch (ast.kind) {
    case "ConstantExpression":
    case "StringConstantExpression": {
      const value = ast.value;
      return () => value;
    }
    case "VariableExpression":
      return compileVariable(c, ast);
    case "ExpandableStringExpression":
      return compileExpandableString(c, ast);
    case "BinaryExpression":
      return compileBinary(c, ast);
    case "UnaryExpression":
      return compileUnary(c, ast);
    case "TernaryExpression":
      return compileTernary(c, ast);
    case "ConvertExpression":
      return compileConvert(c, ast);
    case "AttributedExpression":
      return c.expr(ast.child);
    case "TypeExpression": {
      const type = c.type(ast.typeName);
      return (f) => f.rt.types.typeObject(type(f));
    }
    case "ParenExpression":
      return c.value(ast.pipeline);
    case "SubExpression": {
      if (ast.subExpression.statements.length === 0) return () => null;
      const values = c.array(ast.subExpression);
      return (f) => {
        const items = values(f);
        return items.length > 1 ? items : items.length === 1 ? items[0] : undefined;
      };
    }
    case "ArrayExpression":
      return c.array(ast.subExpression);
    case "ArrayLiteral":
      return compileArrayLiteral(c, ast);
    case "Hashtable":
      return compileHashtable(c, ast, "Hashtable");
    case "ScriptBlockExpression": {
      const block = ast.scriptBlock;
      return (f) => new ScriptBlock(block, f.scope.state);
    }
    case "MemberExpression":
      return compileMember(c, ast);
    case "InvokeMemberExpression":
      return compileInvokeMember(c, ast);
    case "IndexExpression":
      return compileIndex(c, ast);
    case "UsingExpression": {
      // A client evaluates the whole expression (`$using:h.name`) and sends that value under its text.
      const key = `using:${extentText(c.source.text, ast.extent).slice("$using:".length).toLowerCase()}`;
      const inner = c.expr(ast.expression);
      return (f) => {
        const sent = f.scope.find(key);
        return sent ? sent.value : inner(f);
      };
    }
    case "ErrorExpression":
      return () => {
        throw runtimeError("ParseError", extentText(c.source.text, ast.extent));
      };
  }
}

function compileExpandableString(c: Compiler, ast: ExpandableStringExpressionAst): Expr {
  const parts = ast.parts.map((part) => (typeof part === "string" ? part : c.expr(part)));
  const { values } = c.rt;
  return (f) => {
    let text = "";
    const quiet = f.quietVariables;
    f.quietVariables = true;
    try {
      for (let i = 0; i < parts.length; i++) {
        const part = parts[i]!;
        if (typeof part === "string") text += part;
        else {
          const value = bare(part(f));
          text += typeof value === "string" ? value : value === null || value === undefined ? "" : values.toText(value);
        }
      }
    } finally {
      f.quietVariables = quiet;
    }
    return text;
  };
}

/** In a text a wrapped value stands for itself: what its wrapper shows, a number's spelling say, is left out. */
function bare(value: unknown): unknown {
  return value instanceof PSObject && !value.isCustom ? baseOf(value) : value;
}

type Compute = (left: unknown, right: unknown) => unknown;

function compileBinary(c: Compiler, ast: BinaryExpressionAst): Expr {
  const { operator } = ast;
  if (operator === "-and" || operator === "-or") return compileLogical(c, ast);
  const left = c.expr(ast.left);
  const right = c.expr(ast.right);
  if (operator === "??")
    return (f) => {
      const value = left(f);
      return value === null || value === undefined ? right(f) : value;
    };
  if (operator === "-is" || operator === "-isnot" || operator === "-as") return compileTypeOperator(c, ast);
  const compute = fastOperator(c, operator);
  return (f) => compute(left(f), right(f));
}

/** The function of an operator with the pairs that loops are made of in front. */
export function fastOperator(c: Compiler, operator: ValueOperator): Compute {
  const { ops } = c.rt;
  const slow = ops.binary(operator);
  switch (operator) {
    case "+":
      return (l, r) => {
        if (typeof l === "number" && typeof r === "number") {
          const sum = l + r;
          return (sum | 0) === sum ? sum : new Double(sum);
        }
        if (typeof l === "string" && typeof r === "string") return l + r;
        return ops.add(l, r);
      };
    case "-":
      return (l, r) => {
        if (typeof l === "number" && typeof r === "number") {
          const difference = l - r;
          return (difference | 0) === difference ? difference : new Double(difference);
        }
        return ops.subtract(l, r);
      };
    case "*":
      return (l, r) => {
        if (typeof l === "number" && typeof r === "number") {
          const product = l * r;
          const whole = product | 0;
          return whole === product ? whole : new Double(product);
        }
        return ops.multiply(l, r);
      };
    case "/":
      return (l, r) => {
        if (typeof l === "number" && typeof r === "number" && r !== 0) {
          const quotient = l / r;
          const whole = quotient | 0;
          return whole === quotient ? whole : new Double(quotient);
        }
        return ops.divide(l, r);
      };
    case "%":
      return (l, r) => (typeof l === "number" && typeof r === "number" && r !== 0 ? (l % r) | 0 : ops.remainder(l, r));
    case "-ieq":
    case "-ceq":
      return (l, r) => {
        if (typeof l === "number" && typeof r === "number") return l === r;
        if (typeof l === "string" && l === r) return true;
        return slow(l, r);
      };
    case "-ine":
    case "-cne":
      return (l, r) => {
        if (typeof l === "number" && typeof r === "number") return l !== r;
        if (typeof l === "string" && l === r) return false;
        return slow(l, r);
      };
    case "-ilt":
    case "-clt":
      return (l, r) => (typeof l === "number" && typeof r === "number" ? l < r : slow(l, r));
    case "-ile":
    case "-cle":
      return (l, r) => (typeof l === "number" && typeof r === "number" ? l <= r : slow(l, r));
    case "-igt":
    case "-cgt":
      return (l, r) => (typeof l === "number" && typeof r === "number" ? l > r : slow(l, r));
    case "-ige":
    case "-cge":
      return (l, r) => (typeof l === "number" && typeof r === "number" ? l >= r : slow(l, r));
    case "-band":
      return (l, r) => (typeof l === "number" && typeof r === "number" ? l & r : slow(l, r));
    default:
      return (l, r) => slow(l === undefined ? null : l, r === undefined ? null : r);
  }
}

function compileLogical(c: Compiler, ast: BinaryExpressionAst): Expr {
  const left = c.condition(ast.left);
  const right = c.condition(ast.right);
  return ast.operator === "-and" ? (f) => left(f) && right(f) : (f) => left(f) || right(f);
}

function compileTypeOperator(c: Compiler, ast: BinaryExpressionAst): Expr {
  const left = c.expr(ast.left);
  const { operator } = ast;
  const compute = c.rt.ops.binary(operator as ValueOperator);
  const right = c.expr(ast.right);
  return (f) => compute(left(f), right(f));
}

function compileTernary(c: Compiler, ast: TernaryExpressionAst): Expr {
  const condition = c.condition(ast.condition);
  const ifTrue = c.expr(ast.ifTrue);
  const ifFalse = c.expr(ast.ifFalse);
  return (f) => (condition(f) ? ifTrue(f) : ifFalse(f));
}

function compileUnary(c: Compiler, ast: UnaryExpressionAst): Expr {
  switch (ast.operator) {
    case "-not": {
      const condition = c.condition(ast.child);
      return (f) => !condition(f);
    }
    case "++x":
    case "--x": {
      const step = stepBy(c, ast.operator === "++x" ? 1 : -1);
      const target = c.assign(ast.child);
      return (f) => target.update(f, step);
    }
    case "x++":
    case "x--": {
      const step = stepBy(c, ast.operator === "x++" ? 1 : -1);
      const target = c.assign(ast.child);
      return (f) => {
        let before: unknown;
        target.update(f, (frame, old) => step(frame, (before = old)));
        return before ?? 0;
      };
    }
    default: {
      const child = c.expr(ast.child);
      const compute = c.rt.ops.unary(ast.operator as UnaryValueOperator);
      return (f) => compute(child(f));
    }
  }
}

/** `++` and `--`: one more or less than what was there. */
function stepBy(c: Compiler, step: 1 | -1): (f: Frame, old: unknown) => unknown {
  const { ops } = c.rt;
  return (_, old) => {
    if (typeof old === "number") {
      const next = old + step;
      return (next | 0) === next ? next : new Double(next);
    }
    return old === null || old === undefined ? step : ops.step(old, step);
  };
}

function compileConvert(c: Compiler, ast: ConvertExpressionAst): Expr {
  const typeName = typeNameText(ast.type.typeName).toLowerCase();
  if (ast.child.kind === "Hashtable") {
    const special = compileOrderedOrObject(c, typeName, ast.child);
    if (special) return special;
  }
  if (typeName === "ref" || typeName === "psreference" || typeName === "system.management.automation.psreference")
    return compileReference(c, ast);
  const child = c.expr(ast.child);
  switch (typeName) {
    case "int":
    case "int32":
    case "system.int32": {
      const cast = c.cast(ast.type.typeName);
      return (f) => {
        const value = child(f);
        return typeof value === "number" ? value : cast(f, value);
      };
    }
    case "string": {
      const cast = c.cast(ast.type.typeName);
      return (f) => {
        const value = child(f);
        return typeof value === "string" ? value : cast(f, value);
      };
    }
    case "pscustomobject":
      return (f) => customObject(c, child(f));
    case "void":
      return (f) => {
        child(f);
        return undefined;
      };
    case "array":
    case "object[]":
      return (f) => {
        const value = child(f);
        if (value === null || value === undefined) return null;
        return c.rt.values.convert(value, typeName);
      };
    default: {
      const cast = c.cast(ast.type.typeName);
      return (f) => cast(f, child(f));
    }
  }
}

/** `[pscustomobject]$table`: the entries become properties. */
function customObject(c: Compiler, value: unknown): unknown {
  const base = baseOf(value);
  if (!(base instanceof Dictionary)) return value;
  const object = new PSObject();
  for (const { key, value: each } of base) object.set(c.rt.values.toText(key), each);
  return object;
}

/** `[ref]$x`: reads and writes the variable itself; of anything else, a place of its own. */
function compileReference(c: Compiler, ast: ConvertExpressionAst): Expr {
  const { child } = ast;
  if (child.kind !== "VariableExpression") {
    const value = c.expr(child);
    return (f) => {
      const held = value(f);
      return held instanceof PSReference ? held : PSReference.to(held);
    };
  }
  const read = c.expr(child);
  const target = c.assign(child);
  const name = child.path.name.toLowerCase();
  return (f) => {
    const value = read(f);
    if (value instanceof PSReference) return value;
    const variable = f.scope.find(name);
    if (variable !== undefined)
      return new PSReference(
        () => variable.value,
        (next) => {
          if (variable.constraint !== null) next = variable.constraint(next, variable.name);
          variable.value = next;
        },
      );
    if (f.scope.strictMode >= 0 && value === null)
      throw runtimeError("NonExistingVariableReference", `[ref] cannot be applied to a variable that does not exist.`, {
        target: child.path.userPath,
      });
    return new PSReference(
      () => read(f),
      (next) => target.set(f, next),
    );
  };
}
