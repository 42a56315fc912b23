// Members and indexes: `.name`, `::name`, `.method()`, `[index]`, and their null-conditional forms.

import { Dictionary, PSList, PSObject } from "../../objects/index.js";
import type {
  ExpressionAst,
  IndexExpressionAst,
  InvokeMemberExpressionAst,
  MemberExpressionAst,
} from "../../language/index.js";
import type { Assignment, Compiler } from "./compiler.js";
import { collectionMethod } from "../run/collection-methods.js";
import type { Expr, Frame } from "../run/runtime.js";
import { PSReference, PSType } from "../types/type-object.js";
import { runtimeError } from "../types/errors.js";

type NameOf = (f: Frame) => string;

function compileName(c: Compiler, ast: ExpressionAst): NameOf {
  if (ast.kind === "StringConstantExpression") {
    const { value } = ast;
    return () => value;
  }
  const name = c.expr(ast);
  return (f) => {
    const value = name(f);
    return typeof value === "string" ? value : f.rt.values.toText(value);
  };
}

export function compileMember(c: Compiler, ast: MemberExpressionAst): Expr {
  const name = compileName(c, ast.member);
  if (ast.isStatic) {
    const typeName = staticTarget(c, ast.target);
    return (f) => getStatic(f, typeName(f), name(f));
  }
  const target = c.expr(ast.target);
  if (ast.member.kind !== "StringConstantExpression") {
    const member = c.expr(ast.member);
    return (f) => {
      const value = target(f);
      if (ast.nullConditional && (value === null || value === undefined)) return null;
      const key = member(f);
      if (typeof key !== "string") {
        const base = value instanceof PSObject ? value.base : value;
        if (base instanceof Dictionary && base.has(key)) return base.get(key);
      }
      return getMember(f, value, typeof key === "string" ? key : f.rt.values.toText(key));
    };
  }
  const constant = ast.member.value;
  if (ast.nullConditional)
    return (f) => {
      const value = target(f);
      return value === null || value === undefined ? null : getMember(f, value, constant);
    };
  return (f) => getMember(f, target(f), constant);
}

/** A property's value; null (or strict mode's error) where there is none. */
function getMember(f: Frame, value: unknown, name: string): unknown {
  if (value === null || value === undefined) {
    if (f.scope.strictMode >= 2) throw missingMember(name);
    return /^(count|length)$/i.test(name) ? 0 : null;
  }
  const found = f.rt.values.getMember(value, name);
  if (found !== undefined) return found;
  return missing(f, value, name);
}

function missing(f: Frame, value: unknown, name: string): unknown {
  // A single object counts as one: a custom object always, anything else unless strict mode wants to know.
  if (/^(count|length)$/i.test(name) && (f.scope.strictMode < 2 || (value instanceof PSObject && value.isCustom)))
    return 1;
  if (f.scope.strictMode >= 2 && !f.rt.values.hasMember(value, name)) throw missingMember(name);
  return null;
}

function missingMember(name: string): Error {
  return runtimeError(
    "PropertyNotFoundStrict",
    `The property '${name}' cannot be found on this object. Verify that the property exists.`,
    { exceptionType: "System.Management.Automation.PropertyNotFoundException", category: "NotSpecified" },
  );
}

/** The full name of the type that `::` looks into. */
function staticTarget(c: Compiler, ast: ExpressionAst): (f: Frame) => string {
  if (ast.kind === "TypeExpression") {
    const type = c.type(ast.typeName);
    return (f) => type(f).name;
  }
  const target = c.expr(ast);
  return (f) => {
    const value = target(f);
    if (value instanceof PSType) return value.name;
    if (value === null || value === undefined)
      throw runtimeError("InvokeMethodOnNull", "You cannot call a method on a null-valued expression.");
    if (typeof value === "string") {
      const type = f.rt.types.find(value);
      if (type) return type.name;
    }
    return f.rt.values.typeNameOf(value);
  };
}

function getStatic(f: Frame, typeName: string, name: string): unknown {
  const value = f.rt.values.getStatic(typeName, name);
  if (value !== undefined) return value;
  if (f.scope.strictMode >= 2) throw missingMember(name);
  return null;
}

export function compileInvokeMember(c: Compiler, ast: InvokeMemberExpressionAst): Expr {
  const name = compileName(c, ast.member);
  const args = ast.arguments.map((argument) => c.expr(argument));
  if (ast.isStatic) {
    const typeName = staticTarget(c, ast.target);
    return (f) => f.rt.values.invokeStatic(typeName(f), name(f), evaluateAll(f, args));
  }
  const target = c.expr(ast.target);
  const base = castToType(c, ast.target);
  const constant = ast.member.kind === "StringConstantExpression" ? ast.member.value.toLowerCase() : "";
  const special = constant === "foreach" || constant === "where";
  const { nullConditional } = ast;
  return (f) => {
    const value = target(f);
    if (value === null || value === undefined) {
      if (nullConditional) return null;
      throw runtimeError("InvokeMethodOnNull", "You cannot call a method on a null-valued expression.");
    }
    const values = evaluateAll(f, args);
    if (base !== undefined && f.rt.classes.size > 0) {
      const found = f.rt.classes.get(base(f).toLowerCase())?.find(name(f), values.length);
      if (found) return found.cls.call(found.method, value as object, values);
    }
    if (special) {
      const result = collectionMethod(f, value, constant as "foreach" | "where", values);
      if (result !== undefined) return result;
    }
    return f.rt.values.invokeMethod(value, name(f), values);
  };
}

/** `([Base]$object).Method()` calls the base's own method: the name of that base. */
function castToType(c: Compiler, ast: ExpressionAst): ((f: Frame) => string) | undefined {
  if (ast.kind !== "ParenExpression" || ast.pipeline.kind !== "Pipeline") return undefined;
  const element = ast.pipeline.elements[0]!;
  if (element.kind !== "CommandExpression" || element.expression.kind !== "ConvertExpression") return undefined;
  const { type } = element.expression;
  const find = c.type(type.typeName);
  return (f) => find(f).name;
}

function evaluateAll(f: Frame, args: readonly Expr[]): unknown[] {
  const values: unknown[] = new Array(args.length);
  for (let i = 0; i < args.length; i++) {
    const value = args[i]!(f);
    values[i] = value === undefined ? null : value;
  }
  return values;
}

/** What stands between the brackets: several indexes where it is a list. */
function compileIndexes(c: Compiler, ast: ExpressionAst): (f: Frame) => unknown[] {
  if (ast.kind === "ArrayLiteral") {
    const items = ast.elements.map((element) => c.expr(element));
    return (f) => evaluateAll(f, items);
  }
  const index = c.expr(ast);
  return (f) => {
    const value = index(f);
    return [value === undefined ? null : value];
  };
}

export function compileIndex(c: Compiler, ast: IndexExpressionAst): Expr {
  const target = c.expr(ast.target);
  const { nullConditional } = ast;
  if (ast.index.kind !== "ArrayLiteral") {
    const index = c.expr(ast.index);
    return (f) => {
      const value = target(f);
      if (nullConditional && (value === null || value === undefined)) return null;
      const key = index(f);
      if (typeof key === "number" && Array.isArray(value)) {
        const at = key < 0 ? key + value.length : key;
        if (at >= 0 && at < value.length) {
          const item: unknown = value[at];
          return item === undefined ? null : item;
        }
        if (f.scope.strictMode >= 3) throw outOfBounds();
        return null;
      }
      return indexed(f, value, [key === undefined ? null : key]);
    };
  }
  const indexes = compileIndexes(c, ast.index);
  return (f) => {
    const value = target(f);
    if (nullConditional && (value === null || value === undefined)) return null;
    return indexed(f, value, indexes(f));
  };
}

function indexed(f: Frame, value: unknown, indexes: unknown[]): unknown {
  if (value === null || value === undefined) throw runtimeError("NullArray", "Cannot index into a null array.");
  if (f.scope.strictMode >= 3) checkBounds(value, indexes);
  const found = f.rt.values.getIndex(value, indexes, f.scope.strictMode);
  return found === undefined ? null : found;
}

/** Strict mode 3: an index beyond the end of an array, a string or a slice of one is an error. */
function checkBounds(value: unknown, indexes: readonly unknown[]): void {
  if (value instanceof PSList) {
    for (const index of indexes)
      if (typeof index === "number" && (index >= value.items.length || index < -value.items.length))
        throw runtimeError(
          "System.ArgumentOutOfRangeException",
          "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')",
          { exceptionType: "System.ArgumentOutOfRangeException", category: "OperationStopped" },
        );
    return;
  }
  const length = typeof value === "string" || Array.isArray(value) ? value.length : undefined;
  if (length === undefined) return;
  for (const index of indexes.flat())
    if (typeof index === "number" && (index >= length || index < -length)) throw outOfBounds();
}

function outOfBounds(): Error {
  return runtimeError("System.IndexOutOfRangeException", "Index was outside the bounds of the array.", {
    exceptionType: "System.IndexOutOfRangeException",
    category: "OperationStopped",
  });
}

export function assignMember(c: Compiler, ast: MemberExpressionAst): Assignment {
  const name = compileName(c, ast.member);
  if (ast.isStatic) {
    const typeName = staticTarget(c, ast.target);
    return {
      set: (f, value) => f.rt.values.setStatic(typeName(f), name(f), value),
      update(f, compute) {
        const type = typeName(f);
        const member = name(f);
        const value = compute(f, getStatic(f, type, member));
        f.rt.values.setStatic(type, member, value);
        return value;
      },
    };
  }
  const target = c.expr(ast.target);
  return {
    set: (f, value) => setMember(f, target(f), name(f), value),
    update(f, compute) {
      const object = target(f);
      const member = name(f);
      const value = compute(f, getMember(f, object, member));
      setMember(f, object, member, value);
      return value;
    },
  };
}

function setMember(f: Frame, object: unknown, name: string, value: unknown): void {
  const next = value === undefined ? null : value;
  if (object === null || object === undefined)
    throw runtimeError(
      "PropertyNotFound",
      `The property '${name}' cannot be found on this object. Verify that the property exists and can be set.`,
    );
  if (object instanceof PSReference && name.toLowerCase() === "value") object.value = next;
  else f.rt.values.setMember(object, name, next);
}

export function assignIndex(c: Compiler, ast: IndexExpressionAst): Assignment {
  const target = c.expr(ast.target);
  const indexes = compileIndexes(c, ast.index);
  const set = (f: Frame, object: unknown, keys: unknown[], value: unknown): void => {
    if (object === null || object === undefined) throw runtimeError("NullArray", "Cannot index into a null array.");
    f.rt.values.setIndex(object, keys, value === undefined ? null : value);
  };
  return {
    set: (f, value) => set(f, target(f), indexes(f), value),
    update(f, compute) {
      const object = target(f);
      const keys = indexes(f);
      const value = compute(f, indexed(f, object, keys));
      set(f, object, keys, value);
      return value;
    },
  };
}
