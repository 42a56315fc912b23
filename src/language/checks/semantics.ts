// What the grammar allows and the language does not: targets of assignments, splatting, duplicates, constants, flow out of `finally`.
//
// Rule: these checks read a finished tree and only add errors. They know no types beyond their names, and run nothing.
import type {
  AssignmentStatementAst,
  Ast,
  AttributeAst,
  CommandAst,
  ConvertExpressionAst,
  ExpressionAst,
  ForEachStatementAst,
  FunctionMemberAst,
  HashtableAst,
  ParameterAst,
  PipelineBaseAst,
  ScriptBlockAst,
  SwitchStatementAst,
  TypeDefinitionAst,
  UnaryExpressionAst,
  UsingExpressionAst,
} from "../ast/ast.js";
import { forEachChild } from "../ast/children.js";
import { checkClass } from "./classes.js";
import { isConstant } from "./constants.js";
import { checkDataSection } from "./data-section.js";
import { checkFinally } from "./finally.js";
import { printTypeName } from "../ast/print.js";
import { type Parsing, report } from "../state.js";

/** Adds to `p.errors` what is wrong with a tree. */
export function checkSemantics(p: Parsing, tree: Ast): void {
  check(p, tree);
}

function check(p: Parsing, node: Ast): void {
  const done = checkNode(p, node);
  if (!done) forEachChild(node, (child) => check(p, child));
}

/** Checks one node; true when what lies below has been checked too. */
function checkNode(p: Parsing, node: Ast): boolean {
  switch (node.kind) {
    case "AssignmentStatement":
      checkAssignment(p, node);
      return false;
    case "UnaryExpression":
      checkIncrement(p, node);
      return false;
    case "ConvertExpression":
      checkConvert(p, node);
      return false;
    case "Hashtable":
      checkKeys(p, node);
      return false;
    case "VariableExpression":
      if (node.splatted) rejectSplat(p, node);
      return false;
    case "UsingExpression":
      checkUsing(p, node);
      return !isChain(node.expression);
    case "Command":
      checkCommand(p, node);
      return true;
    case "ScriptBlock":
      checkTypeNames(p, node);
      if (node.paramBlock !== null) checkParameters(p, node.paramBlock.parameters);
      return false;
    case "FunctionDefinition":
      if (node.parameters !== null) checkParameters(p, node.parameters);
      if (node.parameters !== null && node.body.paramBlock !== null)
        report(p, node.body.paramBlock.extent, "OnlyOneParameterListAllowed");
      return false;
    case "Attribute":
      checkArguments(p, node, "ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock");
      return false;
    case "ForEachStatement":
    case "SwitchStatement":
      checkFlags(p, node);
      return false;
    case "TryStatement":
      if (node.finallyBlock !== null) checkFinally(p, node.finallyBlock);
      return false;
    case "DataStatement":
      checkDataSection(p, node);
      return false;
    case "TypeDefinition":
      checkType(p, node);
      return false;
    default:
      return false;
  }
}

// ---------------------------------------------------------------- assignments

function checkAssignment(p: Parsing, node: AssignmentStatementAst): void {
  const types = typesOf(node.left);
  const ref = types.find((type) => isNamed(type, "ref"));
  if (ref !== undefined && types.length > 1) report(p, ref.type.extent, "ReferenceNeedsToBeByItselfInTypeConstraint");
  for (const type of types) if (isNamed(type, "void")) report(p, type.type.extent, "VoidTypeConstraintNotAllowed");
  for (const wrong of wrongTargets(node.left, node.operator === "=")) report(p, wrong.extent, "InvalidLeftHandSide");
}

function typesOf(target: ExpressionAst): ConvertExpressionAst[] {
  const types: ConvertExpressionAst[] = [];
  for (let node = target; node.kind === "ConvertExpression" || node.kind === "AttributedExpression"; node = node.child)
    if (node.kind === "ConvertExpression") types.push(node);
  return types;
}

function isNamed(node: ConvertExpressionAst, name: string): boolean {
  const type = node.type.typeName;
  return type.name.toLowerCase() === name && type.arrayRanks.length === 0;
}

/** The parts of a target that cannot be assigned to. `list`: several targets may stand in a list. */
function wrongTargets(target: Ast, list: boolean): readonly Ast[] {
  switch (target.kind) {
    case "VariableExpression":
      return [];
    case "MemberExpression":
    case "InvokeMemberExpression":
    case "IndexExpression":
      return target.nullConditional ? [target] : [];
    case "ConvertExpression":
    case "AttributedExpression":
      return wrongTargets(target.child, list);
    case "ParenExpression":
      return wrongTargets(pureExpression(target.pipeline) ?? target.pipeline, list);
    case "ArrayLiteral":
      return list ? target.elements.flatMap((element) => wrongTargets(element, list)) : [target];
    default:
      return [target];
  }
}

/** The expression that a pipeline is nothing but, or null. */
function pureExpression(pipeline: PipelineBaseAst): ExpressionAst | null {
  if (pipeline.kind !== "Pipeline" || pipeline.elements.length !== 1) return null;
  const element = pipeline.elements[0]!;
  return element.kind === "CommandExpression" && element.redirections.length === 0 ? element.expression : null;
}

function checkIncrement(p: Parsing, node: UnaryExpressionAst): void {
  const operator = node.operator.replace("x", "");
  if (operator !== "++" && operator !== "--") return;
  for (const wrong of wrongTargets(node.child, false))
    report(p, wrong.extent, "OperatorRequiresVariableOrProperty", operator);
}

function checkConvert(p: Parsing, node: ConvertExpressionAst): void {
  if (isNamed(node, "ordered") && node.child.kind !== "Hashtable")
    report(p, node.extent, "OrderedAttributeOnlyOnHashLiteralNode", node.type.typeName.name);
  const inner = node.child;
  if (inner.kind !== "ConvertExpression" || !isNamed(inner, "ref")) return;
  if (isNamed(node, "ref")) report(p, inner.type.extent, "ReferenceNeedsToBeByItselfInTypeSequence");
  else report(p, inner.type.extent, "ReferenceNeedsToBeLastTypeInTypeConversion");
}

// ---------------------------------------------------------------- splatting and $using:

/** Only as an argument of its own may a splatted variable stand in a command. */
function checkCommand(p: Parsing, node: CommandAst): void {
  for (const element of node.elements)
    if (element.kind !== "VariableExpression" || !element.splatted) check(p, element);
  for (const redirection of node.redirections) check(p, redirection);
}

function rejectSplat(p: Parsing, node: Extract<Ast, { kind: "VariableExpression" }>): void {
  const reported = p.errors.some(
    (error) => error.errorId === "SplattingNotPermittedInArgumentList" && error.extent.start === node.extent.start,
  );
  if (!reported) report(p, node.extent, "SplattingNotPermitted", node.path.userPath);
}

function checkUsing(p: Parsing, node: UsingExpressionAst): void {
  const wrong = wrongInUsing(node.expression);
  if (wrong !== null) report(p, wrong.extent, "InvalidUsingExpression");
}

/** Only members with plain names and constant indexes may follow `$using:x`. */
function wrongInUsing(node: ExpressionAst): ExpressionAst | null {
  switch (node.kind) {
    case "VariableExpression":
      return null;
    case "MemberExpression":
      if (node.member.kind !== "StringConstantExpression") return node;
      return wrongInUsing(node.target);
    case "IndexExpression":
      return isConstant(node.index, "index") ? wrongInUsing(node.target) : node.index;
    default:
      return node;
  }
}

function isChain(node: ExpressionAst): boolean {
  return node.kind !== "VariableExpression";
}

// ---------------------------------------------------------------- duplicates

function checkKeys(p: Parsing, node: HashtableAst): void {
  const known = new Set<string>();
  for (const { key } of node.pairs) {
    const text = keyText(key);
    if (text === null) continue;
    const folded = text.toLowerCase();
    if (known.has(folded)) report(p, key.extent, "DuplicateKeyInHashLiteral", text);
    known.add(folded);
  }
}

function keyText(key: ExpressionAst): string | null {
  if (key.kind === "StringConstantExpression") return key.value;
  if (key.kind !== "ConstantExpression") return null;
  const value = key.value;
  if (typeof value === "object" && "value" in value) return String(value.value);
  return String(value);
}

function checkParameters(p: Parsing, parameters: readonly ParameterAst[]): void {
  const known = new Set<string>();
  for (const parameter of parameters) {
    const name = parameter.name.path.userPath;
    if (known.has(name.toLowerCase())) report(p, parameter.name.extent, "DuplicateFormalParameter", name);
    known.add(name.toLowerCase());
    for (const type of parameter.attributes)
      if (type.kind === "TypeConstraint" && type.typeName.name.toLowerCase() === "void")
        report(p, type.extent, "VoidTypeConstraintNotAllowed");
  }
}

/** Two types of one name in one block; those of inner blocks count with their script block. */
function checkTypeNames(p: Parsing, block: ScriptBlockAst): void {
  const known = new Set<string>();
  const visit = (node: Ast): void => {
    if (node.kind === "ScriptBlock" && node !== block) return;
    if (node.kind === "TypeDefinition") {
      const name = node.name.toLowerCase();
      if (known.has(name)) report(p, node.extent, "MemberAlreadyDefined", node.name);
      known.add(name);
    }
    if (mayHoldTypes(node)) forEachChild(node, visit);
  };
  visit(block);
}

function mayHoldTypes(node: Ast): boolean {
  return node.kind.endsWith("Statement") || node.kind.endsWith("Block") || node.kind === "CatchClause";
}

// ---------------------------------------------------------------- attributes, flags, types

type ConstantId =
  | "ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock"
  | "ParameterAttributeArgumentNeedsToBeConstant";

function checkArguments(p: Parsing, node: AttributeAst, errorId: ConstantId): void {
  const scriptBlocks = errorId === "ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock";
  const reject = (argument: ExpressionAst): void => {
    const allowed = isConstant(argument, "attribute") && (scriptBlocks || argument.kind !== "ScriptBlockExpression");
    if (!allowed) report(p, argument.extent, errorId);
  };
  for (const argument of node.positionalArguments) reject(argument);
  for (const { argument } of node.namedArguments) reject(argument);
}

function checkFlags(p: Parsing, node: ForEachStatementAst | SwitchStatementAst): void {
  const word = node.kind === "SwitchStatement" ? "switch" : "foreach";
  if (node.parallel) report(p, node.extent, "KeywordParameterReservedForFutureUse", word, "parallel");
  if (node.kind === "SwitchStatement" || node.throttleLimit === null || node.parallel) return;
  report(p, node.extent, "KeywordParameterReservedForFutureUse", word, "throttlelimit");
  report(p, node.extent, "ThrottleLimitRequiresParallelFlag");
}

function checkType(p: Parsing, node: TypeDefinitionAst): void {
  const attributes = [...node.attributes];
  for (const member of node.members) attributes.push(...member.attributes);
  for (const attribute of attributes) checkArguments(p, attribute, "ParameterAttributeArgumentNeedsToBeConstant");
  checkMemberNames(p, node);
  checkClass(p, node);
}

function signatureOf(method: FunctionMemberAst): string {
  const types = method.parameters.map((parameter) => {
    const type = parameter.attributes.find((attribute) => attribute.kind === "TypeConstraint");
    return type?.kind === "TypeConstraint" ? printTypeName(type.typeName).toLowerCase() : "object";
  });
  return `${method.isStatic && method.isConstructor ? " static" : ""}(${types.join(",")})`;
}

/** Two properties of a class, two names of an enum, or two methods of the same parameters, that differ in case at most. */
function checkMemberNames(p: Parsing, node: TypeDefinitionAst): void {
  const known = new Set<string>();
  for (const member of node.members) {
    const name = member.name.toLowerCase() + (member.kind === "PropertyMember" ? "" : signatureOf(member));
    if (known.has(name)) report(p, member.extent, "MemberAlreadyDefined", member.name);
    known.add(name);
  }
}
