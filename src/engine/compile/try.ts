// try, catch, finally and throw.

import { ErrorRecord, PSException } from "../../objects/index.js";
import type { ThrowStatementAst, TryStatementAst } from "../../language/index.js";
import type { Compiler } from "./compiler.js";
import { NORMAL } from "../run/flow.js";
import { asError, isExceptionOf, thrownBy } from "../errors/raise.js";
import type { Frame, Output, Stmt } from "../run/runtime.js";
import { EngineError } from "../types/errors.js";

interface CatchClause {
  readonly types: readonly ((f: Frame) => string)[];
  readonly body: Stmt;
}

export function compileTry(c: Compiler, ast: TryStatementAst): Stmt {
  const traps = c.trapsAround;
  c.trapsAround = ast.catchClauses.length > 0 ? false : traps;
  const body = c.block(ast.body);
  c.trapsAround = traps;
  const clauses: CatchClause[] = ast.catchClauses.map((clause) => ({
    types: clause.catchTypes.map((type) => {
      const find = c.type(type.typeName);
      return (f: Frame) => find(f).name;
    }),
    body: c.block(clause.body),
  }));
  const guarded = clauses.length === 0 ? body : catching(body, clauses);
  if (ast.finallyBlock === null) return guarded;
  const cleanup = c.block(ast.finallyBlock);
  return (f, out) => {
    const { rt } = f;
    let completion = NORMAL;
    try {
      completion = guarded(f, out);
    } finally {
      const propagate = rt.propagate;
      rt.unstoppable++;
      try {
        cleanup(f, out);
      } finally {
        rt.propagate = propagate;
        rt.unstoppable--;
      }
    }
    return completion;
  };
}

function catching(body: Stmt, clauses: readonly CatchClause[]): Stmt {
  return (f, out) => {
    const { rt } = f;
    const outside = rt.propagate;
    let error: EngineError;
    try {
      rt.propagate = true;
      try {
        return body(f, out);
      } finally {
        rt.propagate = outside;
      }
    } catch (thrown) {
      error = asError(thrown);
    }
    return handle(f, out, clauses, error);
  };
}

function handle(f: Frame, out: Output, clauses: readonly CatchClause[], error: EngineError): number {
  const { rt } = f;
  let record = rt.locate(error, f);
  rt.addError(record);
  rt.ok = false;
  const match = findClause(f, clauses, error);
  if (match === undefined) throw error;
  if (match.exception !== error.exception) record = recordOf(record, match.exception);
  const { scope } = f;
  const before = scope.own("_");
  const under = before?.value;
  scope.set("_", record);
  const handling = f.handling;
  f.handling = error;
  try {
    return match.clause.body(f, out);
  } finally {
    f.handling = handling;
    if (before === undefined) scope.remove("_");
    else scope.set("_", under);
  }
}

/** The clause for an error: one that names its inner exception's type, one that names its own, or one that takes all. */
function findClause(
  f: Frame,
  clauses: readonly CatchClause[],
  error: EngineError,
): { clause: CatchClause; exception: PSException } | undefined {
  const { exception } = error;
  const inner = exception.innerException;
  const find = (e: PSException): CatchClause | undefined =>
    clauses.find((clause) => clause.types.some((type) => isExceptionOf(f.rt, e, type(f))));
  if (inner !== null) {
    const clause = find(inner);
    if (clause) return { clause, exception: inner };
  }
  const clause = find(exception) ?? clauses.find((candidate) => candidate.types.length === 0);
  return clause && { clause, exception };
}

/** The same record around another exception. */
function recordOf(record: ErrorRecord, exception: PSException): ErrorRecord {
  const copy = new ErrorRecord(exception, record.fullyQualifiedErrorId, record.category, record.targetObject);
  copy.activity = record.activity;
  copy.reason = exception.typeName.slice(exception.typeName.lastIndexOf(".") + 1);
  copy.targetName = record.targetName;
  copy.targetType = record.targetType;
  copy.invocationInfo = record.invocationInfo;
  copy.scriptStackTrace = record.scriptStackTrace;
  copy.errorDetails = record.errorDetails;
  return copy;
}

export function compileThrow(c: Compiler, ast: ThrowStatementAst): Stmt {
  const value = ast.pipeline === null ? null : c.value(ast.pipeline);
  const { extent } = ast;
  return (f) => {
    f.at = extent;
    if (value === null && f.handling !== null) {
      f.handling.thrown = true;
      throw f.handling;
    }
    throw thrownBy(f.rt, value === null ? null : value(f));
  };
}
