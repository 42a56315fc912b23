// The names of the types that scripts look at scripts with; what they are is loaded when one is used.

import type { Family } from "../../define.js";
import { nodeType } from "./nodes.js";
import { tokenType } from "./tokens.js";

const AUTOMATION = "System.Management.Automation.";
const LANGUAGE = `${AUTOMATION}Language.`;

const NODES =
  "ScriptBlock ParamBlock Parameter NamedBlock StatementBlock Attribute NamedAttributeArgument TypeConstraint CatchClause PropertyMember FunctionMember Command CommandExpression CommandParameter FileRedirection MergingRedirection Pipeline PipelineChain AssignmentStatement IfStatement ForStatement ForEachStatement WhileStatement DoWhileStatement DoUntilStatement SwitchStatement TryStatement TrapStatement DataStatement FunctionDefinition TypeDefinition UsingStatement ReturnStatement ExitStatement ThrowStatement BreakStatement ContinueStatement ErrorStatement BinaryExpression UnaryExpression TernaryExpression ConvertExpression AttributedExpression TypeExpression VariableExpression StringConstantExpression ExpandableStringExpression ConstantExpression ArrayExpression ArrayLiteral SubExpression ParenExpression Hashtable ScriptBlockExpression MemberExpression InvokeMemberExpression IndexExpression UsingExpression ErrorExpression Statement CommandBase Chainable PipelineBase LoopStatement LabeledStatement AttributeBase Member Redirection CommandElement Expression";
const OTHERS = "Ast Pair TypeName VariablePath InternalScriptExtent InternalScriptPosition";
const PARSER =
  "TokenKind TokenFlags ParseError Token VariableToken NumberToken StringLiteralToken StringExpandableToken ParameterToken LabelToken FileRedirectionToken MergingRedirectionToken Parser CodeGeneration";
const OLD_PARSER = "PSParser PSToken PSParseError";

export const syntaxTypes: Family = Object.fromEntries([
  ...NODES.split(" ").map((name) => [`${LANGUAGE}${name}Ast`, () => nodeType(`${name}Ast`)]),
  ...OTHERS.split(" ").map((name) => [LANGUAGE + name, () => nodeType(name)]),
  ...PARSER.split(" ").map((name) => [LANGUAGE + name, () => tokenType(LANGUAGE + name)]),
  ...OLD_PARSER.split(" ").map((name) => [AUTOMATION + name, () => tokenType(AUTOMATION + name)]),
]);
