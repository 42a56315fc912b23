// switch: every value against every clause, in order.

import { baseOf } from "../../objects/index.js";
import type { SwitchStatementAst } from "../../language/index.js";
import type { Compiler } from "./compiler.js";
import { BREAK, CONTINUE, FlowSignal, NORMAL } from "../run/flow.js";
import type { Frame, Output, Runtime, Stmt } from "../run/runtime.js";
import { InputEnumerator } from "../run/invocation.js";
import { ScriptBlock } from "../run/script-block.js";
import { runtimeError } from "../types/errors.js";

interface Clause {
  matches(f: Frame, item: unknown): boolean;
  readonly body: Stmt;
}

export function compileSwitch(c: Compiler, ast: SwitchStatementAst): Stmt {
  const label = ast.label === null ? null : ast.label.toLowerCase();
  const source = c.value(ast.condition);
  const clauses: Clause[] = ast.clauses.map((clause) => ({
    matches: compileTest(c, ast, clause.condition),
    body: c.block(clause.body),
  }));
  const otherwise = ast.defaultClause === null ? null : c.block(ast.defaultClause);
  const named = /\$\{?switch\b/i.test(c.source.text.slice(ast.extent.start, ast.extent.end));
  return (f, out) => {
    const value = source(f);
    const source_ = ast.file ? linesOf(f, value) : itemsOf(f, value);
    const items = named && !ast.file ? enumeratorOf(f, source_) : source_;
    const before = f.scope.own("_");
    const under = before?.value;
    try {
      for (const item of items) {
        f.scope.set("_", item);
        const completion = runItem(f, out, clauses, otherwise, item, label);
        if (completion === BREAK) return NORMAL;
        if (completion === CONTINUE || completion === NORMAL) continue;
        return completion < 0 ? -completion : completion;
      }
      return NORMAL;
    } finally {
      if (before === undefined) f.scope.remove("_");
      else f.scope.set("_", under);
    }
  };
}

/** `$switch`: the enumerator that the clauses may move on themselves. */
function enumeratorOf(f: Frame, items: Iterable<unknown>): InputEnumerator {
  const enumerator = new InputEnumerator([...items]);
  f.scope.set("switch", enumerator);
  return enumerator;
}

/** Runs the clauses that match one value. BREAK and CONTINUE are this switch's own; those for a loop outside come back negative. */
function runItem(
  f: Frame,
  out: Output,
  clauses: readonly Clause[],
  otherwise: Stmt | null,
  item: unknown,
  label: string | null,
): number {
  try {
    let matched = false;
    for (const clause of clauses) {
      const under = f.scope.own("_");
      if (!clause.matches(f, under === undefined ? item : under.value)) continue;
      matched = true;
      const completion = clause.body(f, out);
      if (completion !== NORMAL) return own(f, completion, label);
    }
    if (!matched && otherwise !== null) {
      const completion = otherwise(f, out);
      if (completion !== NORMAL) return own(f, completion, label);
    }
    return NORMAL;
  } catch (thrown) {
    if (thrown instanceof FlowSignal && thrown.kind !== 3 && (thrown.label === null || thrown.label === label))
      return thrown.kind;
    throw thrown;
  }
}

function own(f: Frame, completion: number, label: string | null): number {
  if (completion !== BREAK && completion !== CONTINUE) return completion;
  if (f.label === null || f.label === label) {
    f.label = null;
    return completion;
  }
  return -completion;
}

function compileTest(
  c: Compiler,
  ast: SwitchStatementAst,
  condition: SwitchStatementAst["clauses"][number]["condition"],
): (f: Frame, item: unknown) => boolean {
  const { rt } = c;
  const test = c.expr(condition);
  const like = rt.ops.binary(ast.caseSensitive ? "-clike" : "-ilike");
  const match = rt.ops.binary(ast.caseSensitive ? "-cmatch" : "-imatch");
  return (f, item) => {
    const expected = test(f);
    if (expected instanceof ScriptBlock) return rt.values.toBoolean(single(rt.invokeCollect(expected, [], item)));
    const subject = item === undefined ? null : item;
    switch (ast.matching) {
      case "wildcard":
        return rt.values.toBoolean(like(rt.values.toText(subject), rt.values.toText(expected)));
      case "regex":
        return rt.values.toBoolean(
          match(
            rt.values.toText(subject),
            typeof expected === "object" && expected !== null ? expected : rt.values.toText(expected),
          ),
        );
      default:
        return sameText(rt, subject, expected === undefined ? null : expected, ast.caseSensitive);
    }
  };
}

/** Exact matching compares texts; `$null` as a clause matches nothing but null. */
function sameText(rt: Runtime, subject: unknown, expected: unknown, caseSensitive: boolean): boolean {
  if (expected === null) return subject === null;
  if (subject === expected) return true;
  const left = subject === null ? "" : rt.values.toText(baseOf(subject) ?? subject);
  return rt.values.equals(left, rt.values.toText(expected), caseSensitive);
}

function single(items: readonly unknown[]): unknown {
  return items.length === 1 ? items[0] : items.length === 0 ? null : items;
}

function itemsOf(f: Frame, value: unknown): Iterable<unknown> {
  if (value === undefined || value === null) return [null];
  if (Array.isArray(value)) return value;
  return (typeof value === "object" ? f.rt.values.enumerate(value) : undefined) ?? [value];
}

function linesOf(f: Frame, value: unknown): readonly unknown[] {
  const { rt } = f;
  const { path } = rt.location.resolve(rt.values.toText(value));
  if (rt.host.files.stat(path) === undefined)
    throw runtimeError("PathNotFound", `Cannot find path '${path}' because it does not exist.`, {
      exceptionType: "System.Management.Automation.ItemNotFoundException",
      category: "ObjectNotFound",
      target: path,
    });
  const text = new TextDecoder().decode(rt.host.files.read(path));
  const lines = text.split(/\r\n|\n|\r/);
  if (lines[lines.length - 1] === "") lines.pop();
  return lines;
}
