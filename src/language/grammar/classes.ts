// Classes and enums. Their bodies are read in a mode of their own, where names are names and `:` is a sign.
import type {
  AttributeAst,
  BaseConstructorCall,
  ErrorStatementAst,
  ExpressionAst,
  Extent,
  FunctionMemberAst,
  MemberAst,
  ParameterAst,
  PropertyMemberAst,
  TypeConstraintAst,
  TypeDefinitionAst,
} from "../ast/ast.js";
import { parseAttribute } from "./attributes.js";
import { brokenStatement } from "./blocks.js";
import { eat, inMode, next, peek, setMode, skipNewlines, skipSeparators, unget } from "./cursor.js";
import { parseParameterList, parseScriptBlock } from "./functions.js";
import { parseArguments } from "./members.js";
import { after, between, extentOf, markRole, type Parsing, report, reportIncomplete } from "../state.js";
import type { Token, TokenKind, VariableToken } from "../tokens/tokens.js";
import { parseTypeName } from "./types.js";

/** `class Name : Base, Interface { … }`, its keyword taken. */
export function parseClass(
  p: Parsing,
  keyword: Token,
  attributes: readonly AttributeAst[],
): TypeDefinitionAst | ErrorStatementAst {
  return inMode(p, "signature", () => parseType(p, keyword, attributes, "class"));
}

/** `enum Name : type { … }`, its keyword taken. */
export function parseEnum(
  p: Parsing,
  keyword: Token,
  attributes: readonly AttributeAst[],
): TypeDefinitionAst | ErrorStatementAst {
  return inMode(p, "signature", () => parseType(p, keyword, attributes, "enum"));
}

function parseType(
  p: Parsing,
  keyword: Token,
  attributes: readonly AttributeAst[],
  typeKind: "class" | "enum",
): TypeDefinitionAst | ErrorStatementAst {
  skipNewlines(p);
  const name = eatSimpleName(p);
  if (name === null) {
    reportIncomplete(p, after(keyword), "MissingNameAfterKeyword", [keyword.text]);
    return brokenStatement(keyword, keyword);
  }
  markRole(p, name, "type");
  skipNewlines(p);
  const colon = eat(p, ":");
  const baseTypes = colon === null ? [] : parseBaseTypes(p, colon, typeKind);
  skipNewlines(p);
  const open = eat(p, "{");
  if (open === null) {
    if (colon === null || baseTypes.length > 0) reportIncomplete(p, after(p.last), "MissingTypeBody", [typeKind]);
    return brokenStatement(keyword, p.last);
  }
  const members = typeKind === "class" ? parseMembers(p, name.text) : parseEnumMembers(p);
  const close = eat(p, "}");
  if (close === null) reportIncomplete(p, after(open), "MissingEndCurlyBrace", [], extentOf(peek(p)));
  return {
    kind: "TypeDefinition",
    extent: between(attributes[0]?.extent ?? keyword, close ?? p.last),
    typeKind,
    name: name.text,
    nameExtent: extentOf(name),
    attributes,
    baseTypes,
    members,
  };
}

/** Any word, a keyword too, that ends where its letters end. */
function eatSimpleName(p: Parsing): Token | null {
  if (p.peeked !== null && (p.peeked.kind === "NewLine" || p.peeked.kind === "EndOfInput")) return null;
  if (p.peeked !== null) rereadPeeked(p);
  p.simpleNames = true;
  const name = eat(p, "Identifier");
  p.simpleNames = false;
  if (name !== null) markRole(p, name, "member");
  return name;
}

function rereadPeeked(p: Parsing): void {
  const mode = p.mode;
  p.simpleNames = true;
  setMode(p, "expression");
  setMode(p, mode);
}

function parseBaseTypes(p: Parsing, colon: Token, typeKind: "class" | "enum"): TypeConstraintAst[] {
  const types: TypeConstraintAst[] = [];
  for (let sign: Token | null = colon; sign !== null; sign = typeKind === "class" ? eat(p, ",") : null) {
    skipNewlines(p);
    const typeName = parseTypeName(p, false);
    if (typeName === null) {
      reportIncomplete(p, after(sign), "TypeNameExpected");
      break;
    }
    types.push({ kind: "TypeConstraint", extent: typeName.extent, typeName });
    skipNewlines(p);
  }
  return types;
}

// ---------------------------------------------------------------- members of a class

interface MemberHead {
  readonly attributes: AttributeAst[];
  type: TypeConstraintAst | null;
  isStatic: boolean;
  isHidden: boolean;
  start: Extent | null;
  last: Extent | null;
}

function parseMembers(p: Parsing, className: string): MemberAst[] {
  const members: MemberAst[] = [];
  skipSeparators(p);
  for (let member = parseMember(p, className); member !== null; member = parseMember(p, className)) {
    members.push(member);
    skipSeparators(p);
  }
  return members;
}

function parseMember(p: Parsing, className: string): MemberAst | null {
  const head = parseMemberHead(p);
  const token = peek(p);
  if (token.kind === "Variable") return parseProperty(p, head, token);
  const name = isSign(token.kind) ? null : eatSimpleName(p);
  if (name !== null) {
    const method = parseMethod(p, head, name, className);
    if (method === null) skipToClassEnd(p);
    return method;
  }
  if (head.last !== null) reportIncomplete(p, after(head.last), "IncompleteMemberDefinition");
  return null;
}

function isSign(kind: TokenKind): boolean {
  return kind === "EndOfInput" || kind === "}" || kind === "String" || kind === "(" || kind === "Number";
}

/** Attributes, at most one type, `static` and `hidden`, in any order. */
function parseMemberHead(p: Parsing): MemberHead {
  const head: MemberHead = { attributes: [], type: null, isStatic: false, isHidden: false, start: null, last: null };
  for (;;) {
    skipNewlines(p);
    const attribute = parseAttribute(p);
    const token = attribute === null ? peek(p) : null;
    if (attribute !== null) addAttribute(p, head, attribute);
    else if (token?.kind === "static" || token?.kind === "hidden") addModifier(p, head, next(p));
    else return head;
  }
}

function addAttribute(p: Parsing, head: MemberHead, attribute: AttributeAst | TypeConstraintAst): void {
  head.start ??= attribute.extent;
  head.last = attribute.extent;
  if (attribute.kind === "Attribute") head.attributes.push(attribute);
  else if (head.type === null) head.type = attribute;
  else report(p, attribute.extent, "TooManyTypes");
}

function addModifier(p: Parsing, head: MemberHead, token: Token): void {
  head.start ??= extentOf(token);
  head.last = extentOf(token);
  const known = token.kind === "static" ? head.isStatic : head.isHidden;
  if (known) report(p, token, "DuplicateQualifier", token.text);
  if (token.kind === "static") head.isStatic = true;
  else head.isHidden = true;
}

function parseProperty(p: Parsing, head: MemberHead, token: VariableToken): PropertyMemberAst {
  next(p);
  const equals = eat(p, "=");
  let initialValue: ExpressionAst | null = null;
  if (equals !== null) {
    skipNewlines(p);
    initialValue = p.grammar.expression(p);
  }
  const end = initialValue?.extent ?? token;
  const terminator = peek(p).kind === ";" ? peek(p) : end;
  expectTerminator(p, end);
  return {
    kind: "PropertyMember",
    extent: between(head.start ?? token, terminator),
    name: token.path.userPath,
    propertyType: head.type,
    initialValue,
    attributes: head.attributes,
    isStatic: head.isStatic,
    isHidden: head.isHidden,
  };
}

function expectTerminator(p: Parsing, end: Extent): void {
  const kind = peek(p).kind;
  if (kind !== "NewLine" && kind !== ";" && kind !== "}") reportIncomplete(p, after(end), "MissingPropertyTerminator");
  skipSeparators(p);
}

/** A method or constructor, its name taken; null when its parameters or its body are missing. */
function parseMethod(p: Parsing, head: MemberHead, name: Token, className: string): FunctionMemberAst | null {
  const parameters = parseMethodParameters(p, name);
  if (parameters === null) return null;
  const isConstructor = name.text.toLowerCase() === className.toLowerCase();
  const end = p.last;
  const baseCall = isConstructor && !head.isStatic ? parseBaseCall(p) : null;
  if (baseCall === undefined) return null;
  skipNewlines(p);
  const open = eat(p, "{");
  if (open === null) {
    reportIncomplete(p, after(end), "MissingFunctionBody");
    return null;
  }
  const body = inMode(p, "command", () => parseScriptBlock(p, open, false));
  return {
    kind: "FunctionMember",
    extent: between(head.start ?? name, body.extent),
    name: name.text,
    nameExtent: extentOf(name),
    isConstructor,
    returnType: head.type,
    parameters,
    baseCall,
    body,
    attributes: head.attributes,
    isStatic: head.isStatic,
    isHidden: head.isHidden,
  };
}

function parseMethodParameters(p: Parsing, name: Token): ParameterAst[] | null {
  skipNewlines(p);
  if (eat(p, "(") === null) {
    reportIncomplete(p, after(name), "MissingMethodParameterList");
    return [];
  }
  const parameters = parseParameterList(p);
  skipNewlines(p);
  if (eat(p, ")") !== null) return parameters;
  reportIncomplete(p, after(p.last), "MissingEndParenthesisInFunctionParameterList");
  return null;
}

/** `: base(…)`; null when there is none, undefined when it breaks off. */
function parseBaseCall(p: Parsing): BaseConstructorCall | null | undefined {
  skipNewlines(p);
  const colon = eat(p, ":");
  if (colon === null) return null;
  skipNewlines(p);
  const base = eat(p, "base");
  if (base === null) {
    reportIncomplete(p, after(colon), "MissingBaseCtorCall");
    return undefined;
  }
  skipNewlines(p);
  const open = next(p);
  if (open.kind !== "(") {
    if (open.kind === "EndOfInput") unget(p, open);
    reportIncomplete(p, after(base), "MissingMethodParameterList");
    return undefined;
  }
  const call = parseArguments(p, open);
  return { extent: between(base, call.last), arguments: call.arguments };
}

/** Passes over what is left of a class whose member could not be read. */
function skipToClassEnd(p: Parsing): void {
  for (let depth = 1; ; next(p)) {
    const kind = peek(p).kind;
    if (kind === "EndOfInput") return;
    if (kind === "{" || kind === "@{") depth++;
    if (kind === "}" && --depth === 0) return;
  }
}

// ---------------------------------------------------------------- names of an enum

function parseEnumMembers(p: Parsing): PropertyMemberAst[] {
  const members: PropertyMemberAst[] = [];
  skipSeparators(p);
  for (let name = eatSimpleName(p); name !== null; name = eatSimpleName(p)) {
    members.push(parseEnumMember(p, name));
    skipSeparators(p);
  }
  return members;
}

function parseEnumMember(p: Parsing, name: Token): PropertyMemberAst {
  const equals = eat(p, "=");
  let initialValue: ExpressionAst | null = null;
  if (equals !== null) {
    initialValue = p.grammar.expression(p);
    if (initialValue === null) reportIncomplete(p, after(equals), "ExpectedValueExpression", ["="]);
  }
  const end = initialValue?.extent ?? equals ?? name;
  const terminator = peek(p).kind === ";" ? peek(p) : end;
  expectTerminator(p, end);
  return {
    kind: "PropertyMember",
    extent: between(name, terminator),
    name: name.text,
    propertyType: null,
    initialValue,
    attributes: [],
    isStatic: true,
    isHidden: false,
  };
}
