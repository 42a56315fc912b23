// Functions and filters, parameters, and script blocks with their named blocks.
import type {
  ErrorStatementAst,
  ExpressionAst,
  Extent,
  FunctionDefinitionAst,
  NamedBlockAst,
  NamedBlockName,
  ParamBlockAst,
  ParameterAst,
  ScriptBlockAst,
  StatementAst,
  UsingStatementAst,
} from "../ast/ast.js";
import { parseAttributes } from "./attributes.js";
import { brokenStatement } from "./blocks.js";
import { eat, inMode, mark, next, peek, rewind, skipNewlines, skipSeparators } from "./cursor.js";
import { variableExpression } from "./primary.js";
import { after, between, extentOf, markRole, NOWHERE, type Parsing, report, reportIncomplete } from "../state.js";
import type { Token } from "../tokens/tokens.js";

// ---------------------------------------------------------------- function and filter

/** `function name(parameters) { … }`, its keyword taken. */
export function parseFunction(p: Parsing, keyword: Token): FunctionDefinitionAst | ErrorStatementAst {
  skipNewlines(p);
  const name = parseFunctionName(p);
  if (name === null) {
    reportIncomplete(p, after(keyword), "MissingNameAfterKeyword", [keyword.text]);
    return brokenStatement(keyword, keyword);
  }
  skipNewlines(p);
  const hasParameters = eat(p, "(") !== null;
  const list = hasParameters ? parseFunctionParameters(p) : null;
  if (hasParameters && list === null) return brokenStatement(keyword, p.last);
  const parameters = list === null || list.length === 0 ? null : list; // `f()` says nothing, and may have a param block
  const isFilter = keyword.kind === "filter";
  skipNewlines(p);
  const open = eat(p, "{");
  if (open === null) {
    reportIncomplete(p, after(p.last), "MissingFunctionBody");
    return brokenStatement(keyword, p.last);
  }
  const body = inMode(p, "command", () => parseScriptBlock(p, open, isFilter));
  const definition: FunctionDefinitionAst = {
    kind: "FunctionDefinition",
    extent: between(keyword, body.extent),
    name: name.name,
    nameExtent: extentOf(name.token),
    isFilter,
    parameters,
    body,
  };
  if (keyword.kind === "workflow") report(p, definition.extent, "WorkflowNotSupportedInPowerShellCore");
  return definition;
}

interface FunctionName {
  readonly name: string;
  readonly token: Token;
}

function parseFunctionName(p: Parsing): FunctionName | null {
  const token = peek(p);
  switch (token.kind) {
    case "EndOfInput":
    case "Variable":
    case "SplattedVariable":
    case "String":
    case "Redirection":
    case "Parameter":
    case "(":
    case ")":
    case "{":
    case "}":
    case "@(":
    case "@{":
    case "$(":
    case ";":
    case ",":
    case "&":
    case "|":
    case "&&":
    case "||":
    case "<":
      return null;
    default:
      markRole(p, token, "command");
      return { name: token.kind === "Generic" ? token.value : token.text, token: next(p) };
  }
}

/** Parameters and their closing parenthesis; null when it is missing. What stands in its place is passed over. */
function parseFunctionParameters(p: Parsing): ParameterAst[] | null {
  const open = p.last;
  const parameters = parseParameterList(p);
  skipNewlines(p);
  if (eat(p, ")") !== null) return parameters;
  const last = p.errors.at(-1)?.errorId === "InvalidFunctionParameter" ? p.last : (parameters.at(-1)?.extent ?? open);
  if (last.end < p.text.length) report(p, after(last), "MissingEndParenthesisInFunctionParameterList");
  else reportIncomplete(p, after(last), "MissingEndParenthesisInFunctionParameterList");
  if (peek(p).kind !== "EndOfInput") next(p);
  return null;
}

// ---------------------------------------------------------------- parameters

/** Parameters with commas between; the parentheses around are not part of it. */
export function parseParameterList(p: Parsing): ParameterAst[] {
  const noCommas = p.noCommas;
  p.noCommas = true;
  const parameters: ParameterAst[] = [];
  let comma: Token | null = null;
  for (;;) {
    skipNewlines(p);
    const parameter = inMode(p, "expression", parseParameter);
    if (parameter === null) {
      if (comma !== null) reportIncomplete(p, after(comma), "MissingExpressionAfterToken", [","]);
      break;
    }
    parameters.push(parameter);
    skipNewlines(p);
    comma = eat(p, ",");
    if (comma === null) break;
  }
  p.noCommas = noCommas;
  return parameters;
}

function parseParameter(p: Parsing): ParameterAst | null {
  const attributes = parseAttributes(p, false);
  skipNewlines(p);
  const token = peek(p);
  if (token.kind !== "Variable" && token.kind !== "SplattedVariable") {
    const last = attributes.at(-1);
    if (last === undefined) return null;
    reportIncomplete(p, after(last.extent), "InvalidFunctionParameter");
    p.last = last.extent;
    skipToParameterEnd(p);
    return null;
  }
  next(p);
  const operand = variableExpression(token);
  const name = operand.kind === "VariableExpression" ? operand : operand.expression;
  if (name.kind !== "VariableExpression") return null;
  const defaultValue = parseDefault(p);
  const extent = between(attributes[0]?.extent ?? name.extent, defaultValue?.extent ?? name.extent);
  return { kind: "Parameter", extent, attributes, name, defaultValue };
}

function skipToParameterEnd(p: Parsing): void {
  for (let kind = peek(p).kind; kind !== "EndOfInput"; kind = peek(p).kind) {
    const last = p.last;
    next(p);
    p.last = last;
    if (kind === ")" || kind === ",") return;
  }
}

function parseDefault(p: Parsing): ExpressionAst | null {
  skipNewlines(p);
  const equals = eat(p, "=");
  if (equals === null) return null;
  skipNewlines(p);
  const value = p.grammar.expression(p);
  if (value !== null) return value;
  reportIncomplete(p, after(equals), "MissingExpressionAfterToken", ["="]);
  return { kind: "ErrorExpression", extent: extentOf(equals), nested: [] };
}

/** `[attributes] param(…)`, or null with nothing taken. `param` without a parenthesis is a command. */
function parseParamBlock(p: Parsing): ParamBlockAst | null {
  const place = mark(p);
  skipNewlines(p);
  const candidates = parseAttributes(p, false);
  skipNewlines(p);
  const keyword = eat(p, "param");
  skipNewlines(p);
  const open = keyword === null ? null : eat(p, "(");
  if (keyword === null || open === null) {
    rewind(p, place);
    return null;
  }
  const attributes = candidates.filter((attribute) => attribute.kind === "Attribute");
  for (const type of candidates)
    if (type.kind === "TypeConstraint") report(p, type.extent, "TypeNotAllowedBeforeParam", type.typeName.name);
  const parameters = parseFunctionParameters(p) ?? [];
  const extent = between(keyword, p.last);
  return { kind: "ParamBlock", extent, attributes, parameters };
}

// ---------------------------------------------------------------- script blocks

/** `{ … }` as a script block, its brace taken. */
export function parseScriptBlock(p: Parsing, open: Extent, isFilter: boolean): ScriptBlockAst {
  return parseScriptBlockBody(p, open, [], isFilter);
}

/** What a script block holds; without `open` it is a whole script and ends with the text. */
export function parseScriptBlockBody(
  p: Parsing,
  open: Extent | null,
  usings: readonly UsingStatementAst[],
  isFilter: boolean,
): ScriptBlockAst {
  const paramBlock = parseParamBlock(p);
  skipSeparators(p);
  const blocks = isNamedBlock(peek(p)) ? parseNamedBlocks(p, open) : parseUnnamedBlock(p, open, paramBlock, isFilter);
  const close = blocks === null ? p.last : closeScriptBlock(p, open);
  const extent = open === null ? { start: 0, end: p.source.text.length } : between(open, close);
  return {
    kind: "ScriptBlock",
    extent,
    source: p.source,
    attributes: [],
    usings,
    requirements: null,
    paramBlock,
    dynamicParamBlock: blocks?.dynamicparam ?? null,
    beginBlock: blocks?.begin ?? null,
    processBlock: blocks?.process ?? null,
    endBlock: blocks?.end ?? null,
    cleanBlock: blocks?.clean ?? null,
  };
}

function closeScriptBlock(p: Parsing, open: Extent | null): Extent {
  const found = peek(p);
  if (open === null) return found;
  if (found.kind === "}") return next(p);
  reportIncomplete(p, extentOf(open), "MissingEndCurlyBrace", [], extentOf(found));
  return p.last;
}

type NamedBlocks = Partial<Record<NamedBlockName, NamedBlockAst>>;

function isNamedBlock(token: Token): boolean {
  switch (token.kind) {
    case "begin":
    case "process":
    case "end":
    case "clean":
    case "dynamicparam":
      return true;
    default:
      return false;
  }
}

/** Statements outside any named block; the extent begins at the parameters. */
function parseUnnamedBlock(
  p: Parsing,
  open: Extent | null,
  paramBlock: ParamBlockAst | null,
  isFilter: boolean,
): NamedBlocks {
  const list = p.grammar.statementList(p);
  const blockName = isFilter ? "process" : "end";
  const extents = [paramBlock?.extent, list.extent].filter((extent) => extent !== undefined && extent !== null);
  const nowhere = open === null ? NOWHERE : emptyExtent(open, peek(p));
  const extent = between(extents[0] ?? nowhere, extents.at(-1) ?? nowhere);
  return { [blockName]: namedBlock(blockName, true, extent, list.statements) };
}

/** Between braces with nothing but white space and comments: up to one before the last brace, as PowerShell has it. */
function emptyExtent(open: Extent, close: Extent): Extent {
  return close.start - 1 < open.end ? NOWHERE : { start: open.end, end: close.start - 1 };
}

function namedBlock(
  blockName: NamedBlockName,
  unnamed: boolean,
  extent: Extent,
  all: readonly StatementAst[],
): NamedBlockAst {
  const statements = all.filter((statement) => statement.kind !== "TrapStatement");
  const traps = all.filter((statement) => statement.kind === "TrapStatement");
  return { kind: "NamedBlock", extent, blockName, unnamed, statements, traps };
}

/** Named blocks; null, with an error noted, when something else stands beside them. */
function parseNamedBlocks(p: Parsing, open: Extent | null): NamedBlocks | null {
  const blocks: NamedBlocks = {};
  for (; isNamedBlock(peek(p)); skipSeparators(p)) {
    const keyword = next(p);
    const blockName = keyword.kind as NamedBlockName;
    const body = p.grammar.statementBlock(p);
    if (body === null) reportIncomplete(p, after(keyword), "MissingNamedStatementBlock", [blockName]);
    const extent = between(keyword, body?.extent ?? keyword);
    if (blocks[blockName] !== undefined) report(p, extent, "DuplicateScriptCommandClause", blockName);
    blocks[blockName] ??= namedBlock(blockName, false, extent, [...(body?.statements ?? []), ...(body?.traps ?? [])]);
  }
  const found = peek(p);
  if (found.kind === "EndOfInput" || (found.kind === "}" && open !== null)) return blocks;
  report(p, found, found.kind === "}" ? "UnexpectedToken" : "MissingNamedBlocks", found.text);
  if (open === null) while (peek(p).kind !== "EndOfInput") next(p);
  return null;
}
