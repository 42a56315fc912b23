// What may follow an operand without a blank between: `.member`, `::member`, `?.member`, calls, `[index]`, `?[index]`.
import type { ExpressionAst, Extent, TypeName } from "../ast/ast.js";
import { codeAt, END, isBlank, isNewline } from "../tokens/characters.js";
import { eat, inMode, mark, next, peek, rewind, setMode, skipNewlines } from "./cursor.js";
import { bareWord, parseOperand } from "./primary.js";
import { plain } from "../tokens/word.js";
import { after, between, markRole, type Parsing, reportIncomplete } from "../state.js";
import { isUnaryOperator, type PlainToken, type Punctuation, type Token } from "../tokens/tokens.js";
import { parseTypeName } from "./types.js";

/** An operand with its members, calls and indexes. */
export function parsePrimary(p: Parsing): ExpressionAst | null {
  const operand = parseOperand(p);
  return operand === null ? null : parsePostfix(p, operand);
}

/** Members, calls and indexes behind `first`. A variable of the scope `using` takes them all into its UsingExpression. */
export function parsePostfix(p: Parsing, first: ExpressionAst): ExpressionAst {
  let target = first.kind === "UsingExpression" ? first.expression : first;
  for (let token = eatAccess(p, true); token !== null; token = eatAccess(p, true)) {
    const index = token.kind === "[" || token.kind === "?[";
    target = index ? parseIndex(p, target, token) : parseMember(p, target, token);
  }
  if (first.kind !== "UsingExpression") return target;
  return { kind: "UsingExpression", extent: target.extent, expression: target };
}

/** The operator that asks for a member or an index, if it follows at once. */
function eatAccess(p: Parsing, allowIndex: boolean): PlainToken | null {
  if (p.peeked !== null) return null; // something did not fit, and has been reported
  const kind = accessAt(p, allowIndex);
  return kind === null ? null : takeSign(p, kind);
}

/** Whether a member, though no index, follows at once. */
export function memberFollows(p: Parsing): boolean {
  return p.peeked === null && accessAt(p, false) !== null;
}

/** Takes a sign that is known to stand at the reader's place. */
function takeSign(p: Parsing, kind: Punctuation): PlainToken {
  const start = p.pos;
  p.pos += kind.length;
  const token = plain(p, kind, start);
  if (p.tokens !== null) p.tokens.push(token);
  p.last = token;
  return token;
}

function accessAt(p: Parsing, allowIndex: boolean): Punctuation | null {
  const c = codeAt(p.text, p.pos);
  const second = codeAt(p.text, p.pos + 1);
  switch (c) {
    case 46: // .
      return second !== 46 && !cutOff(p, second) ? "." : null;
    case 58: // :
      return second === 58 && !cutOff(p, codeAt(p.text, p.pos + 2)) ? "::" : null;
    case 91: // [
      return allowIndex ? "[" : null;
    case 63: // ?
      if (second === 46) return "?.";
      return second === 91 && allowIndex ? "?[" : null;
    default:
      return null;
  }
}

/** In a command, a dot with a blank behind it is a word. */
function cutOff(p: Parsing, c: number): boolean {
  return p.mode === "command" && (c === END || isBlank(c) || isNewline(c));
}

// ---------------------------------------------------------------- members and calls

function parseMember(p: Parsing, target: ExpressionAst, operator: PlainToken): ExpressionAst {
  const isStatic = operator.kind === "::";
  const nullConditional = operator.kind === "?.";
  const member = parseMemberName(p);
  if (member === null) {
    reportIncomplete(p, after(operator), "MissingPropertyName");
    const found: ExpressionAst = p.grammar.singleArgument(p) ?? {
      kind: "ErrorExpression",
      extent: between(target.extent, operator),
      nested: [],
    };
    const extent = between(target.extent, found.extent);
    return { kind: "MemberExpression", extent, target, member: found, isStatic, nullConditional };
  }
  const genericArguments = parseMethodTypes(p);
  const call = parseCall(p);
  if (call === null) {
    return {
      kind: "MemberExpression",
      extent: between(target.extent, member.extent),
      target,
      member,
      isStatic,
      nullConditional,
    };
  }
  return {
    kind: "InvokeMemberExpression",
    extent: between(target.extent, call.last),
    target,
    member,
    arguments: call.arguments,
    genericArguments,
    isStatic,
    nullConditional,
  };
}

/** A plain name, or an operand that gives one. */
function parseMemberName(p: Parsing): ExpressionAst | null {
  const mode = setMode(p, "expression");
  p.simpleNames = true;
  skipNewlines(p);
  const token = peek(p);
  p.simpleNames = false;
  let name: ExpressionAst | null;
  if (token.kind === "Identifier") {
    next(p);
    markRole(p, token, "member");
    name = bareWord(token);
  } else {
    name = isUnaryOperator(token.kind) ? p.grammar.unaryExpression(p) : parseOperand(p);
  }
  setMode(p, mode);
  return name;
}

interface Call {
  readonly arguments: readonly ExpressionAst[];
  readonly last: Extent;
}

/** `(…)`, or one script block, right behind a method's name. */
function parseCall(p: Parsing): Call | null {
  if (p.peeked !== null) return null;
  const c = codeAt(p.text, p.pos);
  if (c === 40) return parseArguments(p, takeSign(p, "("));
  if (c !== 123) return null;
  const block = parseOperand(p);
  return block === null ? null : { arguments: [block], last: block.extent };
}

/** Arguments in parentheses, `open` taken. */
export function parseArguments(p: Parsing, open: Token): Call {
  const noCommas = p.noCommas;
  p.noCommas = true;
  const mode = setMode(p, "expression");
  const list: ExpressionAst[] = [];
  let last: Extent = open;
  let complete = true;
  for (;;) {
    skipNewlines(p);
    const argument = p.grammar.expression(p);
    if (argument === null) {
      if (last.end !== open.end || list.length > 0) {
        reportIncomplete(p, after(last), "MissingExpressionAfterToken", [","]);
        complete = false;
      }
      break;
    }
    list.push(argument);
    last = argument.extent;
    skipNewlines(p);
    const comma = eat(p, ",");
    if (comma === null) break;
    last = comma;
  }
  skipNewlines(p);
  const close = eat(p, ")");
  if (close === null && complete)
    reportIncomplete(p, after(list.at(-1)?.extent ?? open), "MissingEndParenthesisInMethodCall");
  p.noCommas = noCommas;
  setMode(p, mode);
  return { arguments: list, last: close ?? last };
}

/** `[type, …]` between a method's name and its parenthesis; anything else in brackets is left for an index. */
function parseMethodTypes(p: Parsing): readonly TypeName[] {
  if (p.peeked !== null || codeAt(p.text, p.pos) !== 91) return [];
  const place = mark(p);
  const errors = p.errors.length;
  takeSign(p, "[");
  const names = inMode(p, "typeName", parseTypeList);
  if (names !== null && p.peeked === null && codeAt(p.text, p.pos) === 40) return names;
  p.errors.length = errors;
  rewind(p, place);
  return [];
}

function parseTypeList(p: Parsing): TypeName[] | null {
  const names: TypeName[] = [];
  for (;;) {
    skipNewlines(p);
    const bracket = eat(p, "[");
    const name = parseTypeName(p, bracket !== null);
    if (name === null || (bracket !== null && eat(p, "]") === null)) return null;
    names.push(name);
    skipNewlines(p);
    if (eat(p, ",") !== null) continue;
    return eat(p, "]") === null ? null : names;
  }
}

// ---------------------------------------------------------------- indexes

function parseIndex(p: Parsing, target: ExpressionAst, open: PlainToken): ExpressionAst {
  const noCommas = p.noCommas;
  p.noCommas = false;
  const mode = setMode(p, "expression");
  skipNewlines(p);
  let index = p.grammar.expression(p);
  const missing = index === null;
  if (index === null) {
    reportIncomplete(p, after(open), "MissingArrayIndexExpression");
    index = { kind: "ErrorExpression", extent: { start: open.start, end: open.end }, nested: [] };
  }
  skipNewlines(p);
  const close = eat(p, "]");
  if (close === null && !missing) reportIncomplete(p, after(index.extent), "MissingEndSquareBracket");
  p.noCommas = noCommas;
  setMode(p, mode);
  const extent = between(target.extent, close ?? index.extent);
  return { kind: "IndexExpression", extent, target, index, nullConditional: open.kind === "?[" };
}
