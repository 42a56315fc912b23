// What a `data` section may hold: constants, lists, hashtables, `if`, harmless operators, and the commands it names.
import type { Ast, CommandAst, DataStatementAst, TypeName } from "../ast/ast.js";
import { forEachChild } from "../ast/children.js";
import type { ParseErrorId } from "../errors.js";
import { type Parsing, report } from "../state.js";

const ALLOWED_VARIABLES: ReadonlySet<string> = new Set(["psculture", "psuiculture", "true", "false", "null"]);
const ALLOWED_VARIABLES_TEXT = "$PSCulture, $PSUICulture, $true, $false, $null";

const ALLOWED_TYPES: ReadonlySet<string> = new Set(
  "bool boolean char sbyte byte short int16 ushort uint16 int int32 uint uint32 long int64 ulong uint64 float single double decimal datetime string".split(
    " ",
  ),
);

const FORBIDDEN_OPERATORS: ReadonlySet<string> = new Set([
  "-f",
  "-join",
  "..",
  "-as",
  "-ireplace",
  "-creplace",
  "-imatch",
  "-cmatch",
  "-inotmatch",
  "-cnotmatch",
  "-isplit",
  "-csplit",
]);

/** Reports everything in a data section that it may not hold. */
export function checkDataSection(p: Parsing, node: DataStatementAst): void {
  const commands = new Set(["convertfrom-stringdata"]);
  for (const command of node.commandsAllowed)
    if (command.kind === "StringConstantExpression") commands.add(command.value.toLowerCase());
  forEachChild(node.body, (child) => visit(p, child, commands));
}

function visit(p: Parsing, node: Ast, commands: ReadonlySet<string>): void {
  const errorId = FORBIDDEN[node.kind];
  if (errorId !== undefined) report(p, node.extent, errorId);
  checkNode(p, node, commands);
  forEachChild(node, (child) => visit(p, child, commands));
}

const FORBIDDEN: Partial<Record<Ast["kind"], ParseErrorId>> = {
  AssignmentStatement: "AssignmentStatementNotSupportedInDataSection",
  Attribute: "AttributeNotSupportedInDataSection",
  AttributedExpression: "AttributeNotSupportedInDataSection",
  BreakStatement: "FlowControlStatementNotSupportedInDataSection",
  ContinueStatement: "FlowControlStatementNotSupportedInDataSection",
  ReturnStatement: "FlowControlStatementNotSupportedInDataSection",
  ExitStatement: "FlowControlStatementNotSupportedInDataSection",
  ThrowStatement: "FlowControlStatementNotSupportedInDataSection",
  DataStatement: "DataSectionStatementNotSupportedInDataSection",
  DoUntilStatement: "DoWhileStatementNotSupportedInDataSection",
  DoWhileStatement: "DoWhileStatementNotSupportedInDataSection",
  ForStatement: "ForWhileStatementNotSupportedInDataSection",
  WhileStatement: "ForWhileStatementNotSupportedInDataSection",
  ForEachStatement: "ForeachStatementNotSupportedInDataSection",
  FunctionDefinition: "FunctionDeclarationNotSupportedInDataSection",
  FileRedirection: "RedirectionNotSupportedInDataSection",
  MergingRedirection: "RedirectionNotSupportedInDataSection",
  IndexExpression: "ArrayReferenceNotSupportedInDataSection",
  InvokeMemberExpression: "MethodCallNotSupportedInDataSection",
  MemberExpression: "PropertyReferenceNotSupportedInDataSection",
  ScriptBlock: "ScriptBlockNotSupportedInDataSection",
  SwitchStatement: "SwitchStatementNotSupportedInDataSection",
  TrapStatement: "TrapStatementNotSupportedInDataSection",
  TryStatement: "TryStatementNotSupportedInDataSection",
};

function checkNode(p: Parsing, node: Ast, commands: ReadonlySet<string>): void {
  switch (node.kind) {
    case "VariableExpression":
      if (!ALLOWED_VARIABLES.has(node.path.userPath.toLowerCase()))
        report(p, node.extent, "VariableReferenceNotSupportedInDataSection", ALLOWED_VARIABLES_TEXT);
      return;
    case "BinaryExpression":
      if (FORBIDDEN_OPERATORS.has(node.operator))
        report(p, node.operatorExtent, "OperatorNotSupportedInDataSection", node.operator);
      return;
    case "UnaryExpression":
      if (isForbiddenUnary(node.operator))
        report(p, node.extent, "OperatorNotSupportedInDataSection", node.operator.replace("x", ""));
      return;
    case "ConvertExpression":
      checkType(p, node, node.type.typeName);
      return;
    case "TypeExpression":
      checkType(p, node, node.typeName);
      return;
    case "Command":
      checkCommand(p, node, commands);
  }
}

function isForbiddenUnary(operator: string): boolean {
  return operator.includes("x") || operator === "-isplit" || operator === "-csplit" || operator === "-join";
}

function checkType(p: Parsing, node: Ast, type: TypeName): void {
  const name = type.name.toLowerCase().replace(/^system\./, "");
  if (ALLOWED_TYPES.has(name) && type.genericArguments.length === 0) return;
  report(p, node.extent, "TypeNotAllowedInDataSection", type.name);
}

function checkCommand(p: Parsing, node: CommandAst, commands: ReadonlySet<string>): void {
  if (node.invocation === ".") {
    report(p, node.extent, "DotSourcingNotSupportedInDataSection");
    return;
  }
  const first = node.elements[0];
  const name = first?.kind === "StringConstantExpression" ? first.value : null;
  if (name !== null && commands.has(name.toLowerCase())) return;
  report(p, node.extent, "CmdletNotInAllowedListForDataSection", name ?? "");
}
