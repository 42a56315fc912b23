// Operands: literals, variables, everything in brackets, and strings with something in them.
import type {
  ArrayExpressionAst,
  ExpandableStringExpressionAst,
  ExpressionAst,
  HashtableAst,
  KeyValuePair,
  ParenExpressionAst,
  ScriptBlockExpressionAst,
  StatementAst,
  StringConstantExpressionAst,
  StringConstantType,
  SubExpressionAst,
  UsingExpressionAst,
  VariableExpressionAst,
} from "../ast/ast.js";
import { eat, inMode, mark, next, peek, skipNewlines, skipSeparators } from "./cursor.js";
import {
  after,
  before,
  between,
  extentOf,
  markRole,
  NOWHERE,
  type Parsing,
  report,
  reportIncomplete,
} from "../state.js";
import type { GenericToken, NumberToken, StringPart, StringToken, Token, VariableToken } from "../tokens/tokens.js";

/** An operand without what may follow it, or null with nothing taken. */
export function parseOperand(p: Parsing): ExpressionAst | null {
  const token = peek(p);
  switch (token.kind) {
    case "Variable":
    case "SplattedVariable":
      next(p);
      return variableExpression(token);
    case "Number":
      next(p);
      return constantExpression(token);
    case "String":
      next(p);
      return stringExpression(p, token, token.stringType);
    case "(":
      return parseParen(p, next(p));
    case "$(":
      return parseSubExpression(p, next(p), "SubExpression");
    case "@(":
      return parseSubExpression(p, next(p), "ArrayExpression");
    case "@{":
      return parseHashtable(p, next(p));
    case "{":
      return parseScriptBlockExpression(p, next(p));
    default:
      return null;
  }
}

function constantExpression(token: NumberToken): ExpressionAst {
  return { kind: "ConstantExpression", extent: extentOf(token), value: token.value };
}

/** A variable; one of the scope `using` stands in a UsingExpression. */
export function variableExpression(token: VariableToken): VariableExpressionAst | UsingExpressionAst {
  const variable: VariableExpressionAst = {
    kind: "VariableExpression",
    extent: extentOf(token),
    path: token.path,
    splatted: token.kind === "SplattedVariable",
  };
  if (token.path.qualifier !== "using") return variable;
  return { kind: "UsingExpression", extent: variable.extent, expression: variable };
}

/** A bare word as a string. */
export function bareWord(token: Token, value: string = token.text): StringConstantExpressionAst {
  return { kind: "StringConstantExpression", extent: extentOf(token), value, stringType: "BareWord" };
}

/** The string a token holds, with the variables and subexpressions in it read now. */
export function stringExpression(
  p: Parsing,
  token: StringToken | GenericToken,
  stringType: StringConstantType,
): StringConstantExpressionAst | ExpandableStringExpressionAst {
  const extent = extentOf(token);
  if (token.parts === null) return { kind: "StringConstantExpression", extent, value: token.value, stringType };
  const parts = token.parts.map((part) => readPart(p, part));
  return { kind: "ExpandableStringExpression", extent, parts, stringType };
}

function readPart(p: Parsing, part: StringPart): string | ExpressionAst {
  if (typeof part === "string") return part;
  if (part.kind !== "SubExpression") {
    if (p.tokens !== null) p.tokens.push(part);
    return variableExpression(part);
  }
  const nested: Parsing = {
    ...p,
    text: part.text,
    base: part.start,
    skips: part.skips,
    pos: 0,
    peeked: null,
    mode: "expression",
    simpleNames: false,
    signedNumbers: false,
    ternaryEndsNumber: false,
    noCommas: false,
  };
  return parseOperand(nested) ?? { kind: "ErrorExpression", extent: extentOf(part), nested: [] };
}

// ---------------------------------------------------------------- brackets

function parseParen(p: Parsing, open: Token): ParenExpressionAst {
  const noCommas = p.noCommas;
  const ternaryEndsNumber = p.ternaryEndsNumber;
  p.noCommas = false;
  p.ternaryEndsNumber = false;
  skipNewlines(p);
  let pipeline = p.grammar.pipelineChain(p);
  if (pipeline === null) {
    reportIncomplete(p, after(open), "ExpectedExpression");
    pipeline = { kind: "ErrorStatement", extent: after(open), nested: [] };
  }
  skipNewlines(p);
  const close = eat(p, ")");
  if (close === null) reportIncomplete(p, after(pipeline.extent), "MissingEndParenthesisInExpression");
  p.noCommas = noCommas;
  p.ternaryEndsNumber = ternaryEndsNumber;
  return { kind: "ParenExpression", extent: between(open, close ?? pipeline.extent), pipeline };
}

function parseSubExpression(
  p: Parsing,
  open: Token,
  kind: "SubExpression" | "ArrayExpression",
): SubExpressionAst | ArrayExpressionAst {
  const noCommas = p.noCommas;
  p.noCommas = false;
  const list = inMode(p, "command", p.grammar.statementList);
  const close = peek(p);
  if (close.kind === ")") next(p);
  else reportIncomplete(p, extentOf(close), "MissingEndParenthesisInSubexpression");
  p.noCommas = noCommas;
  const extent = between(open, close.kind === ")" ? close : (list.extent ?? open));
  const statements = list.statements.filter((statement) => statement.kind !== "TrapStatement");
  const traps = list.statements.filter((statement) => statement.kind === "TrapStatement");
  const body = { kind: "StatementBlock", extent: list.extent ?? NOWHERE, statements, traps } as const;
  return { kind, extent, subExpression: body };
}

function parseScriptBlockExpression(p: Parsing, open: Token): ScriptBlockExpressionAst {
  const noCommas = p.noCommas;
  p.noCommas = false;
  const scriptBlock = inMode(p, "command", () => p.grammar.scriptBlock(p, open));
  p.noCommas = noCommas;
  return { kind: "ScriptBlockExpression", extent: scriptBlock.extent, scriptBlock };
}

// ---------------------------------------------------------------- hashtables

/** `@{ key = statement … }`. A key is a bare name or an operand; its value is any statement. */
function parseHashtable(p: Parsing, open: Token): HashtableAst {
  const noCommas = p.noCommas;
  p.noCommas = false;
  const pairs: KeyValuePair[] = [];
  inMode(p, "expression", () => {
    skipNewlines(p);
    for (let pair = parsePair(p); pair !== null; pair = parsePair(p)) {
      pairs.push(pair);
      const separator = peek(p).kind;
      if (separator !== "NewLine" && separator !== ";") break;
      skipSeparators(p);
    }
  });
  const close = eat(p, "}");
  if (close === null) reportIncomplete(p, after(open), "MissingEndCurlyBrace", [], extentOf(peek(p)));
  p.noCommas = noCommas;
  return { kind: "Hashtable", extent: between(open, close ?? before(peek(p))), pairs };
}

function parsePair(p: Parsing): KeyValuePair | null {
  const key = parseKey(p);
  if (key === null) return null;
  const equals = eat(p, "=");
  if (equals === null) {
    report(p, after(key.extent), "MissingEqualsInHashLiteral");
    skipToClosingBrace(p);
    return { key, value: { kind: "ErrorStatement", extent: after(key.extent), nested: [] } };
  }
  skipNewlines(p);
  let value: StatementAst | null = inMode(p, "command", p.grammar.statement);
  if (value === null) {
    reportIncomplete(p, after(equals), "MissingStatementInHashLiteral");
    value = { kind: "ErrorStatement", extent: after(equals), nested: [] };
  }
  return { key, value };
}

/** Passes over the rest of a hashtable that cannot be read. */
function skipToClosingBrace(p: Parsing): void {
  for (let depth = 1; ; next(p)) {
    const kind = peek(p).kind;
    if (kind === "{") depth++;
    if (kind === "EndOfInput" || (kind === "}" && --depth === 0)) return;
  }
}

/** A name stands for itself, keywords too; anything else is an expression. */
function parseKey(p: Parsing): ExpressionAst | null {
  const simpleNames = p.simpleNames;
  const place = mark(p);
  p.peeked = null;
  p.pos = place;
  p.simpleNames = true;
  const token = peek(p);
  p.simpleNames = simpleNames;
  if (token.kind === "Identifier") {
    next(p);
    markRole(p, token, "member");
    return bareWord(token);
  }
  return p.grammar.unaryExpression(p);
}
