// Array and hashtable literals, and [ordered]@{…} and [pscustomobject]@{…}, which are made directly.

import { Dictionary, PSObject, Shape } from "../../objects/index.js";
import type { ArrayLiteralAst, HashtableAst } from "../../language/index.js";
import type { Compiler } from "./compiler.js";
import type { Expr, Frame } from "../run/runtime.js";
import { runtimeError } from "../types/errors.js";

export function compileArrayLiteral(c: Compiler, ast: ArrayLiteralAst): Expr {
  const items = ast.elements.map((element) => c.expr(element));
  return (f) => {
    const array: unknown[] = new Array(items.length);
    for (let i = 0; i < items.length; i++) {
      const value = items[i]!(f);
      array[i] = value === undefined ? null : value;
    }
    return array;
  };
}

function compilePairs(c: Compiler, ast: HashtableAst): { key: Expr; value: Expr }[] {
  return ast.pairs.map((pair) => ({ key: c.expr(pair.key), value: c.value(pair.value) }));
}

function evaluate(value: Expr, f: Frame): unknown {
  const result = value(f);
  return result === undefined ? null : result;
}

export function compileHashtable(c: Compiler, ast: HashtableAst, kind: "Hashtable" | "OrderedDictionary"): Expr {
  const pairs = compilePairs(c, ast);
  const typeName =
    kind === "Hashtable" ? "System.Collections.Hashtable" : "System.Collections.Specialized.OrderedDictionary";
  const { rt } = c;
  return (f) => {
    const table = new Dictionary(kind, typeName);
    for (const pair of pairs) {
      const key = pair.key(f);
      if (key === null || key === undefined)
        throw runtimeError("InvalidNullKey", "A null key is not allowed in a hash literal.", { target: table });
      if (table.has(key))
        throw runtimeError(
          "DuplicateKeyInHashLiteral",
          `Duplicate keys '${rt.values.toText(key)}' are not allowed in hash literals.`,
        );
      table.set(key, evaluate(pair.value, f));
    }
    return table;
  };
}

/** The direct way for `[ordered]` and `[pscustomobject]` before a literal; undefined for any other type. */
export function compileOrderedOrObject(c: Compiler, typeName: string, ast: HashtableAst): Expr | undefined {
  if (typeName === "ordered") return compileHashtable(c, ast, "OrderedDictionary");
  if (typeName !== "pscustomobject") return undefined;
  const names: string[] = [];
  for (const pair of ast.pairs) {
    if (pair.key.kind !== "StringConstantExpression") return slowObject(c, ast);
    names.push(pair.key.value);
  }
  const folded = new Set(names.map((name) => name.toLowerCase()));
  if (folded.size !== names.length || folded.has("pstypename")) return slowObject(c, ast);
  const values = ast.pairs.map((pair) => c.value(pair.value));
  const shape = Shape.of(names);
  return (f) => {
    const slots: unknown[] = new Array(values.length);
    for (let i = 0; i < values.length; i++) slots[i] = evaluate(values[i]!, f);
    return new PSObject(undefined, shape, slots);
  };
}

function slowObject(c: Compiler, ast: HashtableAst): Expr {
  const table = compileHashtable(c, ast, "OrderedDictionary");
  const { rt } = c;
  return (f) => {
    const object = new PSObject();
    for (const { key, value } of table(f) as Dictionary) {
      const name = rt.values.toText(key);
      if (name.toLowerCase() === "pstypename")
        object.typeNames = [rt.values.toText(value), "System.Management.Automation.PSCustomObject", "System.Object"];
      else object.set(name, value);
    }
    return object;
  };
}
