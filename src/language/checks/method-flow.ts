// How control flows through a method: whether every path returns, and which variables are assigned where they are read.
//
// Rule: a path is the set of variables assigned on it so far, or null where it has ended. Names are in lower case.
import type {
  Ast,
  ExpressionAst,
  FunctionMemberAst,
  NamedBlockAst,
  StatementAst,
  SwitchStatementAst,
  TryStatementAst,
  TypeDefinitionAst,
  VariableExpressionAst,
} from "../ast/ast.js";
import { forEachChild } from "../ast/children.js";
import { type Parsing, report } from "../state.js";

type Path = ReadonlySet<string> | null;

interface Flow {
  readonly p: Parsing;
  readonly type: TypeDefinitionAst;
  readonly loops: Loop[];
}

interface Loop {
  readonly label: string | null;
  broken: boolean;
}

/** Variables that a method may read though nothing in it assigns them. */
const ALWAYS_ASSIGNED: readonly string[] = (
  "_ args error false input lastexitcode matches myinvocation nestedpromptlevel null outputencoding psboundparameters " +
  "pscmdlet pscommandpath psitem psscriptroot pwd stacktrace this true ?"
).split(" ");

/** Reports unassigned variables, unknown labels, and a method that may end without a value. */
export function checkMethodFlow(
  p: Parsing,
  type: TypeDefinitionAst,
  method: FunctionMemberAst,
  body: NamedBlockAst,
): void {
  const names = method.parameters.map((parameter) => parameter.name.path.name.toLowerCase());
  const flow: Flow = { p, type, loops: [] };
  const end = followAll(flow, body.statements, new Set([...ALWAYS_ASSIGNED, ...names]));
  const needsValue = method.returnType !== null && method.returnType.typeName.name.toLowerCase() !== "void";
  if (end !== null && needsValue) report(p, method.nameExtent, "MethodHasCodePathNotReturn");
}

function followAll(flow: Flow, statements: readonly StatementAst[], path: Path): Path {
  let current = path;
  for (const statement of statements) if (current !== null) current = follow(flow, statement, current);
  return current;
}

function meet(a: Path, b: Path): Path {
  if (a === null) return b;
  if (b === null) return a;
  return new Set([...a].filter((name) => b.has(name)));
}

/** The path behind a node, given the path before it. */
function follow(flow: Flow, node: Ast, path: Path): Path {
  if (path === null) return null;
  switch (node.kind) {
    case "ScriptBlock":
    case "FunctionDefinition":
    case "TypeDefinition":
      return path;
    case "VariableExpression":
      checkRead(flow, node, path);
      return path;
    case "AssignmentStatement":
      return assign(flow, node.left, follow(flow, node.right, path), node.operator === "=" || isVariable(node.left));
    case "IfStatement": {
      let joined: Path = null;
      let rest: Path = path;
      for (const clause of node.clauses) {
        rest = follow(flow, clause.condition, rest);
        joined = meet(joined, follow(flow, clause.body, rest));
      }
      return meet(joined, node.elseClause === null ? rest : follow(flow, node.elseClause, rest));
    }
    case "TryStatement":
      return followTry(flow, node, path);
    case "SwitchStatement":
      return followSwitch(flow, node, path);
    case "WhileStatement": {
      const entered = follow(flow, node.condition, path);
      inLoop(flow, node.label, () => follow(flow, node.body, entered));
      return entered;
    }
    case "ForEachStatement": {
      const entered = follow(flow, node.condition, path);
      const inside = withNames(entered, node.variable.path.name, "foreach");
      inLoop(flow, node.label, () => follow(flow, node.body, inside));
      return inside;
    }
    case "ForStatement": {
      const started = node.initializer === null ? path : follow(flow, node.initializer, path);
      const entered = node.condition === null ? started : follow(flow, node.condition, started);
      const broken = inLoop(flow, node.label, () => {
        const after = follow(flow, node.body, entered);
        if (node.iterator !== null) follow(flow, node.iterator, after);
      });
      return node.condition !== null || broken ? entered : null;
    }
    case "DoWhileStatement":
    case "DoUntilStatement": {
      let after: Path = null;
      const broken = inLoop(flow, node.label, () => {
        after = follow(flow, node.body, path);
        after = follow(flow, node.condition, after);
      });
      return broken ? path : after;
    }
    case "ReturnStatement":
    case "ThrowStatement":
    case "ExitStatement":
      if (node.pipeline !== null) follow(flow, node.pipeline, path);
      return null;
    case "BreakStatement":
    case "ContinueStatement":
      jump(flow, node.label, node.kind === "BreakStatement", node);
      return null;
    case "StatementBlock":
      return followAll(flow, node.statements, path);
    default: {
      let current: Path = path;
      forEachChild(node, (child) => {
        current = follow(flow, child, current);
      });
      return current;
    }
  }
}

function followTry(flow: Flow, node: TryStatementAst, path: Path): Path {
  let end = follow(flow, node.body, path);
  for (const clause of node.catchClauses) end = meet(end, follow(flow, clause.body, path));
  if (node.finallyBlock === null) return end;
  const cleaned = follow(flow, node.finallyBlock, path);
  if (end === null || cleaned === null) return null;
  return new Set([...end, ...cleaned]);
}

/** None of the clauses may match, not even the default one if there is no value. */
function followSwitch(flow: Flow, node: SwitchStatementAst, path: Path): Path {
  const entered = withNames(follow(flow, node.condition, path), "switch");
  inLoop(flow, node.label, () => {
    for (const clause of node.clauses) follow(flow, clause.body, follow(flow, clause.condition, entered));
    if (node.defaultClause !== null) follow(flow, node.defaultClause, entered);
  });
  return entered;
}

/** Runs `body` inside a loop and says whether a `break` left it. */
function inLoop(flow: Flow, label: string | null, body: () => void): boolean {
  const loop: Loop = { label, broken: false };
  flow.loops.push(loop);
  body();
  flow.loops.pop();
  return loop.broken;
}

function jump(flow: Flow, label: ExpressionAst | null, isBreak: boolean, node: Ast): void {
  const name = label?.kind === "StringConstantExpression" ? label.value.toLowerCase() : null;
  const loop = name === null ? flow.loops.at(-1) : flow.loops.findLast((each) => each.label?.toLowerCase() === name);
  if (loop !== undefined) loop.broken ||= isBreak;
  else if (name !== null && label?.kind === "StringConstantExpression")
    report(flow.p, node.extent, "LabelNotFound", label.value);
}

// ---------------------------------------------------------------- variables

function isVariable(node: ExpressionAst): boolean {
  return node.kind === "VariableExpression";
}

function withNames(path: Path, ...names: readonly string[]): Path {
  return path === null ? null : new Set([...path, ...names.map((name) => name.toLowerCase())]);
}

/** The path behind an assignment to `target`; what is no plain variable is read. */
function assign(flow: Flow, target: ExpressionAst, path: Path, plain: boolean): Path {
  switch (target.kind) {
    case "VariableExpression":
      if (!plain) return follow(flow, target, path);
      checkProperty(flow, target);
      return target.path.qualifier === null || target.path.qualifier === "local"
        ? withNames(path, target.path.name)
        : path;
    case "ConvertExpression":
    case "AttributedExpression":
      return assign(flow, target.child, path, plain);
    case "ArrayLiteral": {
      let current = path;
      for (const element of target.elements) current = assign(flow, element, current, plain);
      return current;
    }
    case "ParenExpression": {
      const element = target.pipeline.kind === "Pipeline" ? target.pipeline.elements[0] : undefined;
      if (element?.kind === "CommandExpression") return assign(flow, element.expression, path, plain);
      return follow(flow, target, path);
    }
    default:
      return follow(flow, target, path);
  }
}

function checkRead(flow: Flow, node: VariableExpressionAst, path: ReadonlySet<string>): void {
  const { qualifier, name } = node.path;
  if (qualifier !== null && qualifier !== "local") return;
  if (!path.has(name.toLowerCase())) report(flow.p, node.extent, "VariableNotLocal");
}

/** A bare name that is also a property's is most likely meant to be that property. */
function checkProperty(flow: Flow, node: VariableExpressionAst): void {
  if (node.path.qualifier !== null) return;
  const name = node.path.name.toLowerCase();
  const property = flow.type.members.find(
    (member) => member.kind === "PropertyMember" && member.name.toLowerCase() === name,
  );
  if (property === undefined) return;
  if (property.isStatic)
    report(flow.p, node.extent, "MissingTypeInStaticPropertyAssignment", `[${flow.type.name}]::`, property.name);
  else report(flow.p, node.extent, "MissingThis", "$this.", property.name);
}
