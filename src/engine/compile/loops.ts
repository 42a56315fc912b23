// Loops. A loop ends or goes on by the number its body returns; only what leaves through a closure (a script block, a
// subexpression) arrives as a thrown signal, so the code of a turn has no try in it.

import type {
  DoUntilStatementAst,
  DoWhileStatementAst,
  ForEachStatementAst,
  ForStatementAst,
  WhileStatementAst,
} from "../../language/index.js";
import type { Compiler } from "./compiler.js";
import { elements } from "../pipeline/emit.js";
import { BREAK, CONTINUE, FlowSignal, NORMAL } from "../run/flow.js";
import { InputEnumerator } from "../run/invocation.js";
import { type Expr, type Frame, NOWHERE, type Output, type Stmt } from "../run/runtime.js";

/** A loop between two turns: `turn` runs until the loop is over (or leaves), and can be entered again after a thrown `continue`. */
interface Turns {
  /** Runs turns; the number the loop ends with. */
  run(f: Frame, out: Output): number;
  /** Takes note that the turn was cut short by a `continue`. */
  skip(): void;
}

/** What a body's number means for its loop: go on (-1), or end with the number given. */
function afterBody(f: Frame, completion: number, label: string | null): number {
  if (completion === NORMAL) return -1;
  if (completion === BREAK || completion === CONTINUE) {
    if (f.label === null || f.label === label) {
      f.label = null;
      return completion === BREAK ? NORMAL : -1;
    }
  }
  return completion;
}

function runLoop(f: Frame, out: Output, turns: Turns, label: string | null): number {
  for (;;) {
    try {
      return turns.run(f, out);
    } catch (thrown) {
      if (!(thrown instanceof FlowSignal) || (thrown.label !== null && thrown.label !== label)) throw thrown;
      if (thrown.kind === BREAK) return NORMAL;
      if (thrown.kind !== CONTINUE) throw thrown;
      turns.skip();
    }
  }
}

function labelOf(ast: { readonly label: string | null }): string | null {
  return ast.label === null ? null : ast.label.toLowerCase();
}

export function compileFor(c: Compiler, ast: ForStatementAst): Stmt {
  const label = labelOf(ast);
  const initializer = ast.initializer ? c.statement(ast.initializer) : null;
  const condition = ast.condition ? c.condition(ast.condition) : null;
  const iterator = ast.iterator ? c.statement(ast.iterator) : null;
  const body = c.block(ast.body);
  const { host } = c.rt;
  return (f, out) => {
    if (initializer !== null) initializer(f, NOWHERE);
    let skipped = false;
    let count = 0;
    return runLoop(
      f,
      out,
      {
        run(frame, output) {
          if (skipped) {
            skipped = false;
            if (iterator !== null) iterator(frame, NOWHERE);
          }
          while (condition === null || condition(frame)) {
            if ((++count & 255) === 0 && host.stop.requested) frame.rt.checkStop();
            const completion = body(frame, output);
            if (completion !== NORMAL) {
              const end = afterBody(frame, completion, label);
              if (end >= 0) return end;
            }
            if (iterator !== null) iterator(frame, NOWHERE);
          }
          return NORMAL;
        },
        skip() {
          skipped = true;
        },
      },
      label,
    );
  };
}

export function compileWhile(c: Compiler, ast: WhileStatementAst): Stmt {
  const label = labelOf(ast);
  const condition = c.condition(ast.condition);
  const body = c.block(ast.body);
  const { host } = c.rt;
  return (f, out) => {
    let count = 0;
    return runLoop(
      f,
      out,
      {
        run(frame, output) {
          while (condition(frame)) {
            if ((++count & 255) === 0 && host.stop.requested) frame.rt.checkStop();
            const completion = body(frame, output);
            if (completion !== NORMAL) {
              const end = afterBody(frame, completion, label);
              if (end >= 0) return end;
            }
          }
          return NORMAL;
        },
        skip() {},
      },
      label,
    );
  };
}

export function compileDo(c: Compiler, ast: DoWhileStatementAst | DoUntilStatementAst): Stmt {
  const label = labelOf(ast);
  const condition = c.condition(ast.condition);
  const until = ast.kind === "DoUntilStatement";
  const body = c.block(ast.body);
  const { host } = c.rt;
  return (f, out) => {
    let skipped = false;
    let count = 0;
    return runLoop(
      f,
      out,
      {
        run(frame, output) {
          do {
            if (skipped) {
              skipped = false;
              continue;
            }
            if ((++count & 255) === 0 && host.stop.requested) frame.rt.checkStop();
            const completion = body(frame, output);
            if (completion !== NORMAL) {
              const end = afterBody(frame, completion, label);
              if (end >= 0) return end;
            }
          } while (condition(frame) !== until);
          return NORMAL;
        },
        skip() {
          skipped = true;
        },
      },
      label,
    );
  };
}

/** The numbers of `1..n`, not yet made. */
class Range {
  readonly items: Iterable<unknown>;
  constructor(items: Iterable<unknown>) {
    this.items = items;
  }
}

function rangeOf(c: Compiler, condition: ForEachStatementAst["condition"]): Expr | undefined {
  const element = condition.kind === "Pipeline" && condition.elements.length === 1 ? condition.elements[0]! : undefined;
  if (element?.kind !== "CommandExpression" || element.expression.kind !== "BinaryExpression") return undefined;
  const { expression } = element;
  if (expression.operator !== ".." || element.redirections.length > 0) return undefined;
  const from = c.expr(expression.left);
  const to = c.expr(expression.right);
  return (f) => {
    f.at = condition.extent;
    return new Range(c.rt.ops.range(from(f) ?? null, to(f) ?? null));
  };
}

export function compileForEach(c: Compiler, ast: ForEachStatementAst): Stmt {
  const label = labelOf(ast);
  const source: Expr = rangeOf(c, ast.condition) ?? c.value(ast.condition);
  const target = c.assign(ast.variable);
  const body = c.block(ast.body);
  const { host, values } = c.rt;
  const named = /\$\{?foreach\b/i.test(c.source.text.slice(ast.body.extent.start, ast.body.extent.end));
  return (f, out) => {
    let value = source(f);
    if (value === null || value === undefined) return NORMAL;
    if (named) {
      value = new InputEnumerator(value instanceof Range ? [...value.items] : [...elements(c.rt, value)]);
      f.scope.set("foreach", value);
    }
    let next: () => boolean;
    if (Array.isArray(value)) {
      let at = 0;
      next = () => {
        if (at >= value.length) return false;
        const item: unknown = value[at++];
        target.set(f, item === undefined ? null : item);
        return true;
      };
    } else {
      const items =
        value instanceof Range ? value.items : typeof value === "object" ? values.enumerate(value) : undefined;
      const iterator = (items ?? [value])[Symbol.iterator]();
      next = () => {
        const step = iterator.next();
        if (step.done) return false;
        target.set(f, step.value === undefined ? null : step.value);
        return true;
      };
    }
    let count = 0;
    return runLoop(
      f,
      out,
      {
        run(frame, output) {
          while (next()) {
            if ((++count & 255) === 0 && host.stop.requested) frame.rt.checkStop();
            const completion = body(frame, output);
            if (completion !== NORMAL) {
              const end = afterBody(frame, completion, label);
              if (end >= 0) return end;
            }
          }
          return NORMAL;
        },
        skip() {},
      },
      label,
    );
  };
}
