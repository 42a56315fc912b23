// `[Attribute(…)]` and `[type]` in front of parameters, variables, classes and statements.
import type {
  AttributeAst,
  AttributeBaseAst,
  ExpressionAst,
  Extent,
  NamedAttributeArgumentAst,
  TypeName,
} from "../ast/ast.js";
import { codeAt, isBlank, isNewline } from "../tokens/characters.js";
import { eat, mark, next, peek, rewind, setMode, skipNewlines, unget } from "./cursor.js";
import { after, before, between, extentOf, type Parsing, report, reportIncomplete } from "../state.js";
import { parseTypeName } from "./types.js";
import type { Token } from "../tokens/tokens.js";

/** As many attributes and types as stand here. In an expression a type ends at its line; elsewhere lines may follow. */
export function parseAttributes(p: Parsing, inExpression: boolean): AttributeBaseAst[] {
  const attributes: AttributeBaseAst[] = [];
  for (;;) {
    const attribute = parseAttribute(p);
    if (attribute === null) return attributes;
    attributes.push(attribute);
    const anotherFollows = p.peeked === null && codeAt(p.text, p.pos) === 91; // looking at it would read it as a word
    if (!anotherFollows && (!inExpression || attribute.kind === "Attribute")) skipNewlines(p);
  }
}

/** `[`, even where the mode would make it part of a word. */
function eatBracket(p: Parsing): Token | null {
  if (p.peeked !== null && p.peeked.kind !== "[" && p.peeked.kind !== "Generic") return null;
  let place = mark(p);
  while (isBlank(codeAt(p.text, place))) place++;
  if (codeAt(p.text, place) !== 91) return null;
  rewind(p, place);
  const mode = setMode(p, "expression");
  const bracket = eat(p, "[");
  p.mode = mode;
  return bracket;
}

export function parseAttribute(p: Parsing): AttributeBaseAst | null {
  const place = mark(p);
  const open = eatBracket(p);
  if (open === null) return null;
  const mode = setMode(p, "typeName");
  skipNewlines(p);
  const typeName = parseTypeName(p, true);
  if (typeName === null) {
    p.mode = mode;
    rewind(p, place);
    reportIncomplete(p, after(open), "MissingTypename");
    return null;
  }
  const attribute = finishAttribute(p, open, typeName);
  setMode(p, mode);
  return attribute;
}

function finishAttribute(p: Parsing, open: Token, typeName: TypeName): AttributeBaseAst {
  const token = next(p);
  if (token.kind === "(") return parseAttributeArguments(p, open, typeName, token);
  let end: Extent = token;
  if (token.kind !== "]") {
    unget(p, token);
    report(p, before(token), "EndSquareBracketExpectedAtEndOfAttribute");
    end = typeName.extent;
  }
  return { kind: "TypeConstraint", extent: between(open, end), typeName };
}

function parseAttributeArguments(p: Parsing, open: Token, typeName: TypeName, openParen: Token): AttributeAst {
  setMode(p, "expression");
  const list = parseArgumentList(p, openParen);
  let last: Extent = list.last;
  const closeParen = eat(p, ")");
  if (closeParen === null) reportIncomplete(p, after(last), "MissingEndParenthesisInExpression");
  else last = closeParen;
  skipNewlines(p);
  const close = eat(p, "]");
  if (close !== null) last = close;
  else if (closeParen !== null) reportIncomplete(p, after(closeParen), "EndSquareBracketExpectedAtEndOfAttribute");
  return {
    kind: "Attribute",
    extent: between(open, last),
    typeName,
    positionalArguments: list.positional,
    namedArguments: list.named,
  };
}

interface ArgumentList {
  readonly positional: readonly ExpressionAst[];
  readonly named: readonly NamedAttributeArgumentAst[];
  readonly last: Extent;
}

function parseArgumentList(p: Parsing, openParen: Token): ArgumentList {
  const positional: ExpressionAst[] = [];
  const named: NamedAttributeArgumentAst[] = [];
  const noCommas = p.noCommas;
  p.noCommas = true;
  let last: Extent = openParen;
  let comma: Token | null = null;
  for (;;) {
    skipNewlines(p);
    const argument = parseNamedArgument(p) ?? p.grammar.expression(p);
    if (argument === null) {
      if (comma !== null) reportIncomplete(p, after(comma), "MissingExpressionAfterToken", [","]);
      if (comma !== null) positional.push({ kind: "ErrorExpression", extent: after(comma), nested: [] });
      break;
    }
    if (argument.kind === "NamedAttributeArgument") addNamed(p, named, argument);
    else positional.push(argument);
    last = argument.extent;
    skipNewlines(p);
    comma = eat(p, ",");
    if (comma === null) break;
    last = comma;
  }
  p.noCommas = noCommas;
  return { positional, named, last };
}

function addNamed(p: Parsing, named: NamedAttributeArgumentAst[], argument: NamedAttributeArgumentAst): void {
  const name = argument.argumentName.toLowerCase();
  if (named.some((known) => known.argumentName.toLowerCase() === name))
    report(p, argument.extent, "DuplicateNamedArgument", argument.argumentName);
  named.push(argument);
}

/** `name` or `name = value`; null when what follows is no plain name. */
function parseNamedArgument(p: Parsing): NamedAttributeArgumentAst | null {
  const place = mark(p);
  const simpleNames = p.simpleNames;
  p.simpleNames = true;
  const name = eat(p, "Identifier");
  p.simpleNames = simpleNames;
  if (name === null) {
    rewind(p, place);
    return null;
  }
  skipNewlinesBeforeEquals(p);
  if (eat(p, "=") === null) {
    const argument = { kind: "ConstantExpression", extent: extentOf(name), value: true } as const;
    return namedArgument(name, argument, true);
  }
  skipNewlines(p);
  const equalsEnd = p.peeked === null ? p.pos : p.peeked.start;
  const value = p.grammar.expression(p);
  if (value !== null) return namedArgument(name, value, false);
  const place2 = { start: equalsEnd, end: equalsEnd };
  reportIncomplete(p, place2, "MissingExpressionInNamedArgument");
  return namedArgument(name, { kind: "ErrorExpression", extent: place2, nested: [] }, false);
}

function skipNewlinesBeforeEquals(p: Parsing): void {
  const place = mark(p);
  if (!isNewline(codeAt(p.text, place))) return;
  skipNewlines(p);
  if (peek(p).kind !== "=") rewind(p, place);
}

function namedArgument(name: Token, argument: ExpressionAst, expressionOmitted: boolean): NamedAttributeArgumentAst {
  const extent = expressionOmitted ? extentOf(name) : between(name, argument.extent);
  return { kind: "NamedAttributeArgument", extent, argumentName: name.text, argument, expressionOmitted };
}
