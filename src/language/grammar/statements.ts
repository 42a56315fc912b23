// Statements: which rule reads one, lists of them, and those that leave a block.
import type { ExpressionAst, StatementAst, StatementBlockAst } from "../ast/ast.js";
import { parseAttributes } from "./attributes.js";
import { errorStatement } from "./blocks.js";
import { parseClass, parseEnum } from "./classes.js";
import { parseSingleArgument } from "./commands.js";
import { parseIf, parseSwitch } from "./conditionals.js";
import { eat, inMode, mark, next, peek, rewind, skipNewlines, skipSeparators } from "./cursor.js";
import { parseData, parseTrap, parseTry } from "./exceptions.js";
import { parseFunction } from "./functions.js";
import { parseDo, parseFor, parseForEach, parseWhile } from "./loops.js";
import { parsePipelineChain } from "./pipelines.js";
import { between, extentOf, type Parsing, report, reportIncomplete, type StatementList } from "../state.js";
import type { Token } from "../tokens/tokens.js";
import { parseUsing } from "./using.js";

/** Statements up to what cannot begin one. */
export function parseStatementList(p: Parsing): StatementList {
  const statements: StatementAst[] = [];
  for (;;) {
    skipSeparators(p);
    const statement = parseStatement(p);
    if (statement === null) break;
    statements.push(statement);
  }
  const first = statements[0];
  const extent = first === undefined ? null : between(first.extent, statements.at(-1)!.extent);
  return { statements, extent };
}

/** `{ … }` as a part of a statement, or null with nothing taken. */
export function parseStatementBlock(p: Parsing): StatementBlockAst | null {
  skipNewlines(p);
  const open = eat(p, "{");
  if (open === null) return null;
  const noCommas = p.noCommas;
  p.noCommas = false;
  const list = inMode(p, "command", parseStatementList);
  p.noCommas = noCommas;
  const close = eat(p, "}");
  if (close === null) reportIncomplete(p, extentOf(open), "MissingEndCurlyBrace", [], extentOf(peek(p)));
  const last = close ?? list.extent ?? open;
  const statements = list.statements.filter((statement) => statement.kind !== "TrapStatement");
  const traps = list.statements.filter((statement) => statement.kind === "TrapStatement");
  return { kind: "StatementBlock", extent: between(open, last), statements, traps };
}

/** One statement, or null with nothing taken when none begins here. */
export function parseStatement(p: Parsing): StatementAst | null {
  const noCommas = p.noCommas;
  p.noCommas = false;
  const statement = inMode(p, "command", parseStatementHere);
  p.noCommas = noCommas;
  return statement;
}

function parseStatementHere(p: Parsing): StatementAst | null {
  if (peek(p).kind === "Generic" || peek(p).kind === "[") {
    const typed = parseAttributedStatement(p);
    if (typed !== null) return typed;
  }
  const token = peek(p);
  if (p.errors.length > 0 && continuesStatement(token)) {
    next(p); // what it belongs to has failed already
    skipNewlines(p);
    return parseStatementHere(p);
  }
  if (token.kind === "Label") return parseLabeled(p, token.label);
  const rule = ruleOf(token);
  return rule === null ? parsePipelineChain(p) : rule(p, next(p));
}

function continuesStatement(token: Token): boolean {
  switch (token.kind) {
    case "else":
    case "elseif":
    case "catch":
    case "finally":
    case "until":
      return true;
    default:
      return false;
  }
}

type StatementRule = (p: Parsing, keyword: Token) => StatementAst | null;

/** The rule a keyword asks for; any other token begins a pipeline. */
function ruleOf(token: Token): StatementRule | null {
  switch (token.kind) {
    case "while":
    case "do":
    case "for":
    case "foreach":
    case "switch":
      return (p, keyword) => parseLoop(p, null, keyword, keyword);
    case "if":
      return parseIf;
    case "function":
    case "filter":
    case "workflow":
      return parseFunction;
    case "class":
      return (p, keyword) => parseClass(p, keyword, []);
    case "enum":
      return (p, keyword) => parseEnum(p, keyword, []);
    case "try":
      return parseTry;
    case "trap":
      return parseTrap;
    case "data":
      return parseData;
    case "return":
      return (p, keyword) => parseLeave(p, keyword, "ReturnStatement");
    case "throw":
      return (p, keyword) => parseLeave(p, keyword, "ThrowStatement");
    case "exit":
      return (p, keyword) => parseLeave(p, keyword, "ExitStatement");
    case "break":
      return (p, keyword) => parseJump(p, keyword, "BreakStatement");
    case "continue":
      return (p, keyword) => parseJump(p, keyword, "ContinueStatement");
    case "using":
      return parseLateUsing;
    case "parallel":
    case "sequence":
      return parseWorkflowBlock;
    case "from":
    case "define":
    case "var":
      return rejectReserved;
    case "configuration":
      return rejectConfiguration;
    default:
      return null;
  }
}

function parseLoop(p: Parsing, label: string | null, start: Token, keyword: Token): StatementAst | null {
  switch (keyword.kind) {
    case "while":
      return parseWhile(p, label, start, keyword);
    case "do":
      return parseDo(p, label, start, keyword);
    case "for":
      return parseFor(p, label, start, keyword);
    case "foreach":
      return parseForEach(p, label, start, keyword);
    case "switch":
      return parseSwitch(p, label, start);
    default:
      return null;
  }
}

/** `:label` before a loop or a switch; before anything else it is a command's name. */
function parseLabeled(p: Parsing, label: string): StatementAst | null {
  const place = mark(p);
  const start = next(p);
  skipNewlines(p);
  switch (peek(p).kind) {
    case "while":
    case "do":
    case "for":
    case "foreach":
    case "switch":
      return parseLoop(p, label, start, next(p));
    default:
      rewind(p, place);
      return parsePipelineChain(p);
  }
}

/** Attributes before a class, an enum or a keyword that takes none; null, with nothing taken, when an expression begins here. */
function parseAttributedStatement(p: Parsing): StatementAst | null {
  const place = mark(p);
  const attributes = parseAttributes(p, false);
  const token = peek(p);
  const first = attributes[0];
  if (first !== undefined && attributes.every((attribute) => attribute.kind === "Attribute")) {
    if (token.kind === "class") return parseClass(p, next(p), attributes);
    if (token.kind === "enum") return parseEnum(p, next(p), attributes);
    const rule = ruleOf(token);
    if (rule !== null) {
      report(p, first.extent, "UnexpectedAttribute", first.typeName.name);
      return rule(p, next(p));
    }
  }
  rewind(p, place);
  return null;
}

// ---------------------------------------------------------------- leaving a block

function parseLeave(
  p: Parsing,
  keyword: Token,
  kind: "ReturnStatement" | "ThrowStatement" | "ExitStatement",
): StatementAst {
  const pipeline = endsStatement(peek(p)) ? null : parsePipelineChain(p);
  return { kind, extent: between(keyword, pipeline?.extent ?? keyword), pipeline };
}

function parseJump(p: Parsing, keyword: Token, kind: "BreakStatement" | "ContinueStatement"): StatementAst {
  const label: ExpressionAst | null = endsStatement(peek(p)) ? null : parseSingleArgument(p);
  return { kind, extent: between(keyword, label?.extent ?? keyword), label };
}

function endsStatement(token: Token): boolean {
  switch (token.kind) {
    case "NewLine":
    case ";":
    case "}":
    case ")":
    case "EndOfInput":
      return true;
    default:
      return false;
  }
}

// ---------------------------------------------------------------- what is not, or not here, allowed

function parseLateUsing(p: Parsing, keyword: Token): StatementAst {
  const statement = parseUsing(p, keyword);
  report(p, statement.extent, "UsingMustBeAtStartOfScript");
  return statement;
}

function parseWorkflowBlock(p: Parsing, keyword: Token): StatementAst {
  const body = parseStatementBlock(p);
  if (body === null) {
    reportIncomplete(p, extentOf(keyword), "MissingStatementAfterKeyword", [keyword.text]);
    return errorStatement(keyword);
  }
  report(p, keyword, "UnexpectedKeyword", keyword.text);
  return errorStatement(between(keyword, body.extent), body);
}

function rejectReserved(p: Parsing, keyword: Token): StatementAst {
  report(p, keyword, "ReservedKeywordNotAllowed", keyword.text);
  return errorStatement(keyword);
}

function rejectConfiguration(p: Parsing, keyword: Token): StatementAst {
  while (!endsStatement(peek(p)) && peek(p).kind !== "{") next(p);
  const body = parseStatementBlock(p);
  const extent = between(keyword, body?.extent ?? p.last);
  report(p, extent, "ConfigurationNotSupportedInPowerShellCore");
  return errorStatement(extent);
}
