// Expressions: unary operators and casts, lists, binary operators by precedence, the ternary operator.
import type { AttributeBaseAst, BinaryOperator, ExpressionAst, Extent, UnaryOperator } from "../ast/ast.js";
import { eat, next, peek, rewindTo, setMode, skipNewlines } from "./cursor.js";
import { memberFollows, parsePostfix, parsePrimary } from "./members.js";
import { after, between, extentOf, type Parsing, report, reportIncomplete } from "../state.js";
import { isUnaryOperator, precedenceOf, type Token, type TokenKind } from "../tokens/tokens.js";

/** A whole expression, or null with nothing taken. */
export function parseExpression(p: Parsing, ternaryEndsNumber: boolean = false): ExpressionAst | null {
  const mode = setMode(p, "expression");
  const old = p.ternaryEndsNumber;
  p.ternaryEndsNumber = ternaryEndsNumber;
  const condition = parseBinary(p, 1);
  const expression = condition !== null && peek(p).kind === "?" ? parseTernary(p, condition) : condition;
  p.ternaryEndsNumber = old;
  setMode(p, mode);
  return expression;
}

function parseTernary(p: Parsing, condition: ExpressionAst): ExpressionAst {
  const question = next(p);
  p.ternaryEndsNumber = true;
  skipNewlines(p);
  const ifTrue = parseExpression(p, true);
  if (ifTrue === null) {
    reportIncomplete(p, after(question), "ExpectedValueExpression", ["?"]);
    if (peek(p).kind === ":") return skipTernaryRest(p, condition, question);
    return errorExpression(between(condition.extent, question), condition);
  }
  skipNewlines(p);
  const colon = peek(p);
  if (colon.kind !== ":") {
    reportIncomplete(p, extentOf(colon), "MissingColonInTernaryExpression");
    return errorExpression(between(condition.extent, ifTrue.extent), condition, ifTrue);
  }
  next(p);
  skipNewlines(p);
  const ifFalse = parseExpression(p);
  if (ifFalse === null) {
    reportIncomplete(p, after(colon), "ExpectedValueExpression", [":"]);
    return errorExpression(between(condition.extent, colon), condition, ifTrue);
  }
  const extent = between(condition.extent, ifFalse.extent);
  return { kind: "TernaryExpression", extent, condition, ifTrue, ifFalse };
}

function skipTernaryRest(p: Parsing, condition: ExpressionAst, question: Token): ExpressionAst {
  const colon = next(p);
  skipNewlines(p);
  const ifFalse = parseExpression(p);
  if (ifFalse === null) reportIncomplete(p, after(colon), "ExpectedValueExpression", [":"]);
  return errorExpression(between(condition.extent, ifFalse?.extent ?? question), condition);
}

function errorExpression(extent: Extent, ...nested: readonly ExpressionAst[]): ExpressionAst {
  return { kind: "ErrorExpression", extent, nested };
}

/** Operators of at least the precedence `lowest`; those of one precedence lean to the left. */
function parseBinary(p: Parsing, lowest: number): ExpressionAst | null {
  let left = parseList(p);
  if (left === null) return null;
  for (;;) {
    const token = peek(p);
    if (token.kind === "Parameter") return rejectParameter(p, left, next(p));
    const precedence = precedenceOf(token.kind);
    if (precedence < lowest || precedence === 0) return left;
    left = parseRightSide(p, left, next(p), precedence);
  }
}

/** A dash and a word that is no operator. */
function rejectParameter(p: Parsing, left: ExpressionAst, token: Token): ExpressionAst {
  report(p, token, "UnexpectedToken", token.text);
  return errorExpression(between(left.extent, token), left);
}

function parseRightSide(p: Parsing, left: ExpressionAst, token: Token, precedence: number): ExpressionAst {
  p.ternaryEndsNumber = true;
  skipNewlines(p);
  let right = parseBinary(p, precedence + 1);
  if (right === null) {
    reportIncomplete(p, after(token), "ExpectedValueExpression", [token.text]);
    right = errorExpression(extentOf(token));
  }
  return {
    kind: "BinaryExpression",
    extent: between(left.extent, right.extent),
    left,
    operator: token.kind as BinaryOperator,
    operatorExtent: extentOf(token),
    right,
  };
}

/** `a, b, c`; a comma binds tighter than any binary operator. */
function parseList(p: Parsing): ExpressionAst | null {
  const first = parseUnary(p);
  if (first === null || p.noCommas || peek(p).kind !== ",") return first;
  const elements = [first];
  for (let comma = eat(p, ","); comma !== null; comma = eat(p, ",")) {
    skipNewlines(p);
    const element = parseUnary(p);
    if (element === null) {
      reportIncomplete(p, after(comma), "MissingExpressionAfterToken", [","]);
      elements.push(errorExpression(extentOf(comma)));
      break;
    }
    elements.push(element);
  }
  return { kind: "ArrayLiteral", extent: between(first.extent, elements.at(-1)!.extent), elements };
}

// ---------------------------------------------------------------- one operand with what stands before and behind it

/** An operand with prefix operators, casts and attributes before it and `++` or `--` behind it. */
export function parseUnary(p: Parsing): ExpressionAst | null {
  const signedNumbers = p.signedNumbers;
  const mode = setMode(p, "expression");
  p.signedNumbers = true;
  if (p.peeked !== null && (p.peeked.kind === "-" || p.peeked.kind === "+")) rewindTo(p, p.peeked);
  const token = peek(p);
  p.signedNumbers = signedNumbers;
  let expression: ExpressionAst | null;
  if (isUnaryOperator(token.kind)) expression = parsePrefixed(p, token);
  else if (token.kind === "[") expression = parseTyped(p);
  else expression = parsePrimary(p);
  if (expression !== null) expression = parseIncrement(p, expression);
  setMode(p, mode);
  return expression;
}

function parseIncrement(p: Parsing, child: ExpressionAst): ExpressionAst {
  const kind = peek(p).kind;
  if (kind !== "++" && kind !== "--") return child;
  const token = next(p);
  const operator = kind === "++" ? "x++" : "x--";
  return { kind: "UnaryExpression", extent: between(child.extent, token), operator, child };
}

function parsePrefixed(p: Parsing, token: Token): ExpressionAst | null {
  if (token.kind === "," && p.noCommas) return null;
  next(p);
  skipNewlines(p);
  const child = parseUnary(p);
  if (child === null) {
    reportIncomplete(p, after(token), "MissingExpressionAfterOperator", [token.text]);
    return errorExpression(extentOf(token));
  }
  const extent = between(token, child.extent);
  if (token.kind === ",") return { kind: "ArrayLiteral", extent, elements: [child] };
  return { kind: "UnaryExpression", extent, operator: unaryOperatorOf(token.kind), child };
}

function unaryOperatorOf(kind: TokenKind): UnaryOperator {
  switch (kind) {
    case "!":
      return "-not";
    case "++":
      return "++x";
    case "--":
      return "--x";
    default:
      return kind as UnaryOperator;
  }
}

/** `[type]` alone or with members, or casts and attributes before an operand. */
function parseTyped(p: Parsing): ExpressionAst | null {
  const attributes = p.grammar.attributes(p, true);
  const last = attributes.at(-1);
  if (last === undefined) return null;
  let expression = last.kind === "Attribute" ? parseAttributed(p, attributes) : parseCastOrType(p, last);
  if (expression.kind === "ErrorExpression" && last.kind === "Attribute") return expression;
  for (let i = attributes.length - 2; i >= 0; i--) expression = applyAttribute(attributes[i]!, expression);
  return expression;
}

function parseAttributed(p: Parsing, attributes: readonly AttributeBaseAst[]): ExpressionAst {
  const last = attributes.at(-1)!;
  skipNewlines(p);
  const child = parseUnary(p);
  if (child !== null) return applyAttribute(last, child);
  reportIncomplete(p, last.extent, "UnexpectedAttribute", [last.typeName.name]);
  return { kind: "ErrorExpression", extent: between(attributes[0]!.extent, last.extent), nested: attributes };
}

function parseCastOrType(p: Parsing, type: AttributeBaseAst): ExpressionAst {
  const alone: ExpressionAst = { kind: "TypeExpression", extent: type.extent, typeName: type.typeName };
  const closed = p.source.text.charCodeAt(type.extent.end - 1) === 93;
  if (closed && memberFollows(p)) return parsePostfix(p, alone);
  const follower = peek(p).kind;
  if (follower === "NewLine" || follower === ",") return alone;
  const child = parseUnary(p);
  return child === null ? alone : applyAttribute(type, child);
}

function applyAttribute(attribute: AttributeBaseAst, child: ExpressionAst): ExpressionAst {
  const extent = between(attribute.extent, child.extent);
  if (attribute.kind === "TypeConstraint") return { kind: "ConvertExpression", extent, type: attribute, child };
  return { kind: "AttributedExpression", extent, attribute, child };
}
