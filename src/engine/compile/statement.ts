// Statements to closures, and what a statement gives where a value is wanted.

import type {
  AssignmentStatementAst,
  CommandBaseAst,
  ExpressionAst,
  IfStatementAst,
  PipelineAst,
  PipelineChainAst,
  StatementAst,
  StatementBlockAst,
} from "../../language/index.js";
import { compileAssignmentValue } from "./assignment.js";
import { compileDo, compileFor, compileForEach, compileWhile } from "./loops.js";
import { compileSwitch } from "./switch.js";
import { compileThrow, compileTry } from "./try.js";
import { compileTypeDefinition } from "./class.js";
import type { Compiler } from "./compiler.js";
import { FunctionInfo } from "../commands/command-info.js";
import { emit } from "../pipeline/emit.js";
import { BREAK, CONTINUE, ExitSignal, FlowSignal, NORMAL, RETURN } from "../run/flow.js";
import { Collector, type Expr, type Frame, type Stmt } from "../run/runtime.js";
import { ScriptBlock } from "../run/script-block.js";

export function compileStatement(c: Compiler, ast: StatementAst): Stmt {
  switch (ast.kind) {
    case "Pipeline":
      return compilePipelineStatement(c, ast);
    case "PipelineChain":
      return compileChain(c, ast);
    case "AssignmentStatement":
      return compileAssignmentStatement(c, ast);
    case "IfStatement":
      return compileIf(c, ast);
    case "ForStatement":
      return compileFor(c, ast);
    case "ForEachStatement":
      return compileForEach(c, ast);
    case "WhileStatement":
      return compileWhile(c, ast);
    case "DoWhileStatement":
    case "DoUntilStatement":
      return compileDo(c, ast);
    case "SwitchStatement":
      return compileSwitch(c, ast);
    case "TryStatement":
      return compileTry(c, ast);
    case "ThrowStatement":
      return compileThrow(c, ast);
    case "StatementBlock":
      return c.block(ast);
    case "TrapStatement":
    case "UsingStatement":
    case "ErrorStatement":
      return () => NORMAL;
    case "FunctionDefinition":
      return compileFunction(ast);
    case "TypeDefinition":
      return compileTypeDefinition(c, ast);
    case "DataStatement": {
      const values = c.array(ast.body);
      const { variable } = ast;
      if (variable === null)
        return (f, out) => {
          emit(f.rt, out, values(f));
          return NORMAL;
        };
      return (f) => {
        const items = values(f);
        f.scope.set(variable, items.length > 1 ? items : items[0]);
        return NORMAL;
      };
    }
    case "ReturnStatement": {
      if (ast.pipeline === null) return () => RETURN;
      if (c.inMethod) {
        const value = c.value(ast.pipeline);
        return (f) => {
          f.returned = value(f);
          return RETURN;
        };
      }
      const run = c.statement(ast.pipeline);
      return (f, out) => {
        run(f, out);
        return RETURN;
      };
    }
    case "ExitStatement": {
      const code = ast.pipeline === null ? null : c.value(ast.pipeline);
      return (f) => {
        throw new ExitSignal(code === null ? 0 : code(f));
      };
    }
    case "BreakStatement":
    case "ContinueStatement": {
      const completion = ast.kind === "BreakStatement" ? BREAK : CONTINUE;
      const label = ast.label === null ? null : c.expr(ast.label);
      return (f) => {
        const name = label === null ? null : f.rt.values.toText(label(f)).toLowerCase();
        f.label = name === "" ? null : name;
        return completion;
      };
    }
  }
}

/** The expression of a pipeline that is nothing else. */
function soleExpression(ast: StatementAst): ExpressionAst | undefined {
  if (ast.kind !== "Pipeline" || ast.elements.length !== 1 || ast.background) return undefined;
  const element: CommandBaseAst = ast.elements[0]!;
  return element.kind === "CommandExpression" && element.redirections.length === 0 ? element.expression : undefined;
}

function compilePipelineStatement(c: Compiler, ast: PipelineAst): Stmt {
  const expression = soleExpression(ast);
  if (expression === undefined) return c.command(ast);
  const { extent } = ast;
  const value = c.expr(expression);
  if (expression.kind === "UnaryExpression" && /^(\+\+x|--x|x\+\+|x--)$/.test(expression.operator))
    return (f) => {
      f.at = extent;
      value(f);
      f.rt.ok = true;
      return NORMAL;
    };
  const succeeds = setsSuccess(expression);
  if (
    expression.kind === "ParenExpression" ||
    expression.kind === "SubExpression" ||
    expression.kind === "ArrayExpression"
  )
    return (f, out) => {
      f.at = extent;
      const result = value(f);
      if (succeeds) f.rt.ok = true;
      emit(f.rt, out, result);
      return NORMAL;
    };
  return (f, out) => {
    f.at = extent;
    const result = value(f);
    f.rt.ok = true;
    if (typeof result === "string" || typeof result === "number") out.write(result);
    else emit(f.rt, out, result);
    return NORMAL;
  };
}

/** False where a command inside brackets has already said whether things went well. */
function setsSuccess(ast: ExpressionAst): boolean {
  if (ast.kind === "ParenExpression") return statementSetsSuccess(ast.pipeline);
  if (ast.kind === "SubExpression" || ast.kind === "ArrayExpression")
    return ast.subExpression.statements.length !== 1 || statementSetsSuccess(ast.subExpression.statements[0]!);
  return true;
}

function statementSetsSuccess(ast: StatementAst): boolean {
  if (ast.kind === "AssignmentStatement") return statementSetsSuccess(ast.right);
  const expression = soleExpression(ast);
  return expression !== undefined && setsSuccess(expression);
}

function compileAssignmentStatement(c: Compiler, ast: AssignmentStatementAst): Stmt {
  const assign = compileAssignmentValue(c, ast);
  const { extent } = ast;
  const succeeds = statementSetsSuccess(ast.right);
  return (f) => {
    f.at = extent;
    assign(f);
    if (succeeds) f.rt.ok = true;
    return NORMAL;
  };
}

function compileChain(c: Compiler, ast: PipelineChainAst): Stmt {
  if (ast.background) return c.command({ ...ast, kind: "Pipeline", elements: [], background: true });
  const left = c.guarded(c.statement(ast.left));
  const right = c.statement(ast.right);
  const wanted = ast.operator === "&&";
  return (f, out) => {
    const completion = left(f, out);
    if (completion !== NORMAL || f.rt.ok !== wanted) return completion;
    return right(f, out);
  };
}

function compileIf(c: Compiler, ast: IfStatementAst): Stmt {
  const clauses = ast.clauses.map((clause) => ({
    condition: c.condition(clause.condition),
    body: c.block(clause.body),
  }));
  const otherwise = ast.elseClause === null ? null : c.block(ast.elseClause);
  if (clauses.length === 1) {
    const { condition, body } = clauses[0]!;
    if (otherwise === null) return (f, out) => (condition(f) ? body(f, out) : NORMAL);
    return (f, out) => (condition(f) ? body(f, out) : otherwise(f, out));
  }
  return (f, out) => {
    for (const { condition, body } of clauses) if (condition(f)) return body(f, out);
    return otherwise === null ? NORMAL : otherwise(f, out);
  };
}

export function compileCondition(c: Compiler, ast: StatementAst | ExpressionAst): (f: Frame) => boolean {
  const { values } = c.rt;
  const isStatement = ast.kind === "Pipeline" || ast.kind === "PipelineChain" || ast.kind === "AssignmentStatement";
  const value = isStatement ? c.value(ast as StatementAst) : c.expr(ast as ExpressionAst);
  const { extent } = ast;
  if (isStatement)
    return (f) => {
      f.at = extent;
      const result = value(f);
      return typeof result === "boolean" ? result : values.toBoolean(result);
    };
  return (f) => {
    const result = value(f);
    return typeof result === "boolean" ? result : values.toBoolean(result);
  };
}

/** What a statement gives as a value: nothing, one thing, or an array of what it wrote. */
export function compileValue(c: Compiler, ast: StatementAst): Expr {
  const expression = soleExpression(ast);
  if (expression !== undefined) return c.expr(expression);
  if (ast.kind === "AssignmentStatement") return compileAssignmentValue(c, ast);
  const run = c.statement(ast);
  return (f) => {
    const collector = new Collector();
    leave(f, run(f, collector));
    return collector.value;
  };
}

/** A statement inside an expression ended by leaving: the number becomes a signal. */
function leave(f: Frame, completion: number): void {
  if (completion === NORMAL) return;
  const { label } = f;
  f.label = null;
  throw new FlowSignal(completion as 1 | 2 | 3, label);
}

export function compileArray(c: Compiler, ast: StatementBlockAst): (f: Frame) => unknown[] {
  const only = ast.statements.length === 1 && ast.traps.length === 0 ? soleExpression(ast.statements[0]!) : undefined;
  if (only !== undefined && only.kind === "ArrayLiteral") return c.expr(only) as (f: Frame) => unknown[];
  const run = c.block(ast);
  return (f) => {
    const collector = new Collector();
    leave(f, run(f, collector));
    return collector.array;
  };
}

/** A function becomes known when its definition is reached, and the names of its [Alias()] with it. */
function compileFunction(ast: Extract<StatementAst, { kind: "FunctionDefinition" }>): Stmt {
  const aliases = (ast.body.paramBlock?.attributes ?? [])
    .filter((attribute) => attribute.kind === "Attribute" && /^alias(attribute)?$/i.test(attribute.typeName.name))
    .flatMap((attribute) => (attribute.kind === "Attribute" ? attribute.positionalArguments : []))
    .flatMap((argument) => (argument.kind === "StringConstantExpression" ? [argument.value] : []));
  return (f) => {
    const block = new ScriptBlock(ast.body, f.scope.state, ast.parameters, ast.isFilter);
    f.rt.defineFunction(new FunctionInfo(ast.name, block), f.scope);
    for (const alias of aliases) f.rt.sessionState.setAlias(alias, ast.name.replace(/^\w+:/, ""), { scope: "Local" });
    return NORMAL;
  };
}
