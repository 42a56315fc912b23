// The compiler as its parts see it: each part compiles one family of nodes and asks for the others through this interface.

import type {
  Ast,
  ExpressionAst,
  NamedBlockAst,
  ScriptSource,
  StatementAst,
  StatementBlockAst,
  TypeName,
} from "../../language/index.js";
import type { Expr, Frame, Runtime, Stmt } from "../run/runtime.js";
import type { Layout } from "../session/scopes.js";
import type { TypeDefinition } from "../types/definition.js";

/** Compiles one script block: nodes to closures. */
export interface Compiler {
  readonly rt: Runtime;
  readonly source: ScriptSource;
  readonly layout: Layout;
  /** True inside a block that has traps: errors of inner blocks go there instead of being reported on the spot. */
  trapsAround: boolean;
  /** In a class's method `return` gives its value to the caller; everything else written is lost. */
  readonly inMethod: boolean;
  /** What `using namespace` opened. */
  readonly namespaces: readonly string[];
  expr(ast: ExpressionAst): Expr;
  /** The same, and true or false. */
  condition(ast: StatementAst | ExpressionAst): (frame: Frame) => boolean;
  statement(ast: StatementAst): Stmt;
  /** A statement whose error is reported on the spot, as in a list of statements. */
  guarded(statement: Stmt): Stmt;
  block(ast: StatementBlockAst | NamedBlockAst): Stmt;
  /** What an assignment takes from a statement: nothing, one value, or an array. */
  value(ast: StatementAst): Expr;
  /** The elements a statement writes, always as an array. */
  array(ast: StatementBlockAst): (frame: Frame) => unknown[];
  command(ast: Extract<Ast, { kind: "Pipeline" }>): Stmt;
  /** A type by its name in this script; looked up when first used. */
  type(name: TypeName): (frame: Frame) => TypeDefinition;
  /** Converts to a type, as a cast does. */
  cast(name: TypeName): (frame: Frame, value: unknown) => unknown;
  assign(target: ExpressionAst): Assignment;
}

/** How a target is read and written. */
export interface Assignment {
  set(frame: Frame, value: unknown): void;
  /** Reads, computes and writes back, evaluating the target once; gives what was written. */
  update(frame: Frame, compute: (frame: Frame, old: unknown) => unknown): unknown;
}

/** The name of a type as the table of types takes it. */
export function typeNameText(name: TypeName): string {
  let text = name.name;
  if (name.genericArguments.length > 0) text += `[${name.genericArguments.map(typeNameText).join(",")}]`;
  for (const rank of name.arrayRanks) text += `[${",".repeat(rank - 1)}]`;
  return text;
}
