// Lists of statements, and what happens to an error in one of them: it is reported and the next statement runs, or it
// travels on to a catch, a trap or the end of the script.

import type { StatementAst, TrapStatementAst } from "../../language/index.js";
import type { Compiler } from "./compiler.js";
import { BREAK, CONTINUE, NORMAL, RETURN } from "../run/flow.js";
import { asError, isExceptionOf } from "../errors/raise.js";
import type { Frame, Output, Stmt } from "../run/runtime.js";
import type { EngineError } from "../types/errors.js";
import { PSException } from "../../objects/index.js";

export interface Statements {
  readonly statements: readonly StatementAst[];
  readonly traps: readonly TrapStatementAst[];
}

export function compileBlock(c: Compiler, block: Statements): Stmt {
  if (block.traps.length > 0) return compileTrapped(c, block);
  const list = block.statements.filter((statement) => statement.kind !== "TrapStatement").map((s) => c.statement(s));
  const inner = c.trapsAround;
  if (list.length === 0) return () => NORMAL;
  if (list.length === 1) {
    const only = list[0]!;
    return inner ? only : guarded(only);
  }
  if (inner)
    return (f, out) => {
      for (let i = 0; i < list.length; i++) {
        const completion = list[i]!(f, out);
        if (completion !== NORMAL) return completion;
      }
      return NORMAL;
    };
  return (f, out) => {
    let i = 0;
    for (;;) {
      try {
        for (; i < list.length; i++) {
          const completion = list[i]!(f, out);
          if (completion !== NORMAL) return completion;
        }
        return NORMAL;
      } catch (thrown) {
        afterError(f, thrown);
        i++;
      }
    }
  };
}

/** A statement whose error goes no further, unless it must. */
export function guarded(statement: Stmt): Stmt {
  return (f, out) => {
    try {
      return statement(f, out);
    } catch (thrown) {
      return afterError(f, thrown);
    }
  };
}

/** An error reached a list of statements without traps: throws it on, or reports it and lets the list go on. */
function afterError(f: Frame, thrown: unknown): number {
  const error = asError(thrown);
  const { rt } = f;
  const record = rt.locate(error, f);
  rt.addError(record);
  rt.ok = false;
  if (rt.propagate || error.stopped || f.isCommands) throw error;
  f.streams.errorNote?.write(record);
  switch (preferenceText(rt.preference("ErrorActionPreference"))) {
    case "silentlycontinue":
    case "ignore":
      return NORMAL;
    case "stop":
      error.stopped = true;
      throw error;
  }
  if (error.thrown) throw error;
  f.streams.error.write(record);
  return NORMAL;
}

export function preferenceText(value: unknown): string {
  return value === null || value === undefined
    ? "continue"
    : String((value as { text?: string }).text ?? value).toLowerCase();
}

interface Trap {
  readonly type: ((f: Frame) => string) | null;
  readonly body: Stmt;
}

/** A block with traps: its errors, and those of the blocks inside it, come here; then it goes on after the statement that failed. */
function compileTrapped(c: Compiler, block: Statements): Stmt {
  const traps: Trap[] = block.traps.map((trap) => {
    const type = trap.trapType === null ? null : c.type(trap.trapType.typeName);
    return { type: type === null ? null : (f: Frame) => type(f).name, body: c.block(trap.body) };
  });
  const before = c.trapsAround;
  c.trapsAround = true;
  const list = block.statements.filter((statement) => statement.kind !== "TrapStatement").map((s) => c.statement(s));
  c.trapsAround = before;
  return (f, out) => {
    const { rt } = f;
    const outside = rt.propagate;
    for (let i = 0; i < list.length; i++) {
      try {
        rt.propagate = true;
        const completion = list[i]!(f, out);
        if (completion !== NORMAL) return completion;
      } catch (thrown) {
        rt.propagate = outside;
        const completion = runTrap(f, out, traps, asError(thrown));
        if (completion !== NORMAL) return completion;
      } finally {
        rt.propagate = outside;
      }
    }
    return NORMAL;
  };
}

function runTrap(f: Frame, out: Output, traps: readonly Trap[], error: EngineError): number {
  const { rt } = f;
  const record = rt.locate(error, f);
  rt.addError(record);
  rt.ok = false;
  const trap = findTrap(f, traps, error);
  if (trap === undefined || error.stopped) throw error;
  const restore = f.scope.own("_")?.value;
  f.scope.set("_", record);
  let completion: number;
  try {
    completion = trap.body(f, out);
  } finally {
    f.scope.set("_", restore ?? null);
  }
  if (completion === CONTINUE && f.label === null) return NORMAL;
  if (completion === BREAK && f.label === null) {
    error.stopped = true;
    throw error;
  }
  if (completion === RETURN) return completion;
  if (completion !== NORMAL) return completion;
  if (preferenceText(rt.preference("ErrorActionPreference")) === "stop") {
    error.stopped = true;
    throw error;
  }
  if (preferenceText(rt.preference("ErrorActionPreference")) === "continue") f.streams.error.write(record);
  return NORMAL;
}

function findTrap(f: Frame, traps: readonly Trap[], error: EngineError): Trap | undefined {
  const { exception } = error;
  const matches = (trap: Trap, e: PSException): boolean => trap.type === null || isExceptionOf(f.rt, e, trap.type(f));
  const typed = traps.filter((trap) => trap.type !== null);
  return (
    typed.find((trap) => exception.innerException !== null && matches(trap, exception.innerException)) ??
    typed.find((trap) => matches(trap, exception)) ??
    traps.find((trap) => trap.type === null)
  );
}
