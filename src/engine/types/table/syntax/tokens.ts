// System.Management.Automation.Language.Parser and PSParser: scripts that look at scripts, and the tokens they get.

import { NetObject, PSList, typedArray } from "../../../../objects/index.js";
import { parse, parseErrorText, type ParseResult, type Token, lineAndColumn } from "../../../../language/index.js";
import type { Engine } from "../../../engine.js";
import type { Family, Member, TypeSource } from "../../define.js";
import { PSReference } from "../../type-object.js";
import { astObject, extentObject } from "./nodes.js";
import { kindOfSpelling, numbered, TOKEN_FLAGS, TOKEN_KINDS, traitsOf } from "./token-kinds.js";

const AUTOMATION = "System.Management.Automation.";
const LANGUAGE = `${AUTOMATION}Language.`;

class TokenObject extends NetObject {
  readonly typeName: string;
  readonly token: Token;
  readonly text: string;
  readonly kind: string;
  readonly flags: number;
  readonly extent: NetObject;
  constructor(token: Token, kind: string, flags: number, text: string, extent: NetObject) {
    super();
    this.typeName = LANGUAGE + classOf(token, kind);
    this.token = token;
    this.kind = kind;
    this.flags = flags;
    this.text = text;
    this.extent = extent;
  }
}

class ParseErrorObject extends NetObject {
  readonly typeName: string = `${LANGUAGE}ParseError`;
  readonly error: ParseResult["errors"][number];
  readonly extent: NetObject;
  readonly text: string;
  constructor(error: ParseResult["errors"][number], extent: NetObject, text: string) {
    super();
    this.error = error;
    this.extent = extent;
    this.text = text;
  }
}

/** A token of Windows PowerShell 1's parser, and an error of it. */
class OldToken extends NetObject {
  readonly typeName: string = `${AUTOMATION}PSToken`;
  readonly type: string;
  readonly content: string;
  readonly start: number;
  readonly end: number;
  readonly script: string;
  constructor(type: string, content: string, start: number, end: number, script: string) {
    super();
    this.type = type;
    this.content = content;
    this.start = start;
    this.end = end;
    this.script = script;
  }
}

class OldError extends NetObject {
  readonly typeName: string = `${AUTOMATION}PSParseError`;
  readonly token: OldToken;
  readonly message: string;
  constructor(token: OldToken, message: string) {
    super();
    this.token = token;
    this.message = message;
  }
}

function classOf(token: Token, kind: string): string {
  switch (token.kind) {
    case "Variable":
    case "SplattedVariable":
      return "VariableToken";
    case "Redirection":
      return token.to === null ? "FileRedirectionToken" : "MergingRedirectionToken";
    case "String":
      return kind.endsWith("Literal") ? "StringLiteralToken" : "StringExpandableToken";
    case "Number":
    case "Parameter":
    case "Label":
      return `${token.kind}Token`;
    default:
      return "Token";
  }
}

const STRINGS: Readonly<Record<string, string>> = {
  SingleQuoted: "StringLiteral",
  DoubleQuoted: "StringExpandable",
  SingleQuotedHereString: "HereStringLiteral",
  DoubleQuotedHereString: "HereStringExpandable",
};

function kindOf(token: Token): string {
  if (token.kind === "String") return STRINGS[token.stringType] ?? "Generic";
  return /^[A-Z]/.test(token.kind) ? token.kind : kindOfSpelling(token.kind);
}

const ROLE_FLAGS: Readonly<Record<string, number>> = {
  command: 0x80000,
  member: 0x100000,
  type: 0x200000,
  keyword: 16,
};
const ATTRIBUTE_NAME = 0x400000;

/** The tokens of a script in order, without those inside of strings. */
function outerTokens(result: ParseResult): Token[] {
  const sorted = [...result.tokens].sort((a, b) => a.start - b.start || b.end - a.end);
  const outer: Token[] = [];
  for (const token of sorted) if (outer.length === 0 || token.start >= outer[outer.length - 1]!.end) outer.push(token);
  return outer;
}

/** What a word stands for: the name of a function is no command yet, a label is called a member. */
function roleOf(result: ParseResult, token: Token, before: Token | undefined): string | undefined {
  if (before?.kind === "function" || before?.kind === "filter") return undefined;
  if ((before?.kind === "break" || before?.kind === "continue") && token.kind === "Identifier") return "member";
  return result.roles.get(token.start);
}

function tokensOf(result: ParseResult, text: string): TokenObject[] {
  const tokens = outerTokens(result);
  return tokens.map((token, i) => {
    const role = roleOf(result, token, tokens[i - 1]);
    const isAttribute = role === "type" && tokens[i + 1]?.kind === "(";
    const kind = kindOf(token);
    const flags = traitsOf(kind) | (isAttribute ? ATTRIBUTE_NAME : role === undefined ? 0 : (ROLE_FLAGS[role] ?? 0));
    const shown = text.slice(token.start, token.end);
    return new TokenObject(token, kind, flags, shown, extentObject(token, result.ast.source));
  });
}

function parseFor(text: string, fileName: string | null, tokens: unknown, errors: unknown): NetObject {
  const result = parse(text, fileName, { tokens: true });
  const { source } = result.ast;
  if (tokens instanceof PSReference) tokens.value = typedArray(`${LANGUAGE}Token`, tokensOf(result, text));
  if (errors instanceof PSReference)
    errors.value = typedArray(
      `${LANGUAGE}ParseError`,
      result.errors.map(
        (error) =>
          new ParseErrorObject(error, extentObject(error.extent, source), parseErrorText(text, [error], fileName)),
      ),
    );
  return astObject(result.ast, source);
}

function oldTokens(text: string, errors: unknown): PSList {
  const result = parse(text, null, { tokens: true });
  const tokens = tokensOf(result, text);
  const found: OldToken[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    const { start, end } = token.token;
    const isType = token.text === "[" && tokens[i + 1] !== undefined && (tokens[i + 1]!.flags & 0x200000) !== 0;
    if (isType) {
      const close = tokens.findIndex((each, at) => at > i && each.text === "]");
      if (close > 0) {
        const { end: last } = tokens[close]!.token;
        found.push(new OldToken("Type", text.slice(start, last), start, last, text));
        i = close;
        continue;
      }
    }
    const type = oldTypeOf(token, roleOf(result, token.token, tokens[i - 1]?.token));
    if (type !== null) found.push(new OldToken(type, contentOf(token.token, token.text), start, end, text));
  }
  if (errors instanceof PSReference)
    errors.value = new PSList(
      "Collection",
      `System.Collections.ObjectModel.Collection\`1[[${AUTOMATION}PSParseError]]`,
      result.errors.map((error) => {
        const { start, end } = error.extent;
        return new OldError(new OldToken("Position", text.slice(start, end), start, end, text), error.message);
      }),
    );
  return new PSList("Collection", `System.Collections.ObjectModel.Collection\`1[[${AUTOMATION}PSToken]]`, found);
}

function contentOf(token: Token, text: string): string {
  switch (token.kind) {
    case "Variable":
    case "SplattedVariable":
      return token.path.userPath;
    case "String":
    case "Generic":
      return token.value;
    default:
      return text;
  }
}

/** What Windows PowerShell 1 called a token; null for the end. */
function oldTypeOf(token: TokenObject, role: string | undefined): string | null {
  const { flags, kind } = token;
  if (kind === "EndOfInput") return null;
  if ((flags & ATTRIBUTE_NAME) !== 0) return "Attribute";
  switch (kind) {
    case "Variable":
    case "SplattedVariable":
    case "Number":
    case "Comment":
    case "NewLine":
    case "LineContinuation":
    case "Unknown":
      return kind.replace("Splatted", "");
    case "Parameter":
      return "CommandParameter";
    case "Label":
      return "LoopLabel";
    case "Semi":
      return "StatementSeparator";
    case "LParen":
    case "LCurly":
    case "AtParen":
    case "AtCurly":
    case "DollarParen":
      return "GroupStart";
    case "RParen":
    case "RCurly":
      return "GroupEnd";
  }
  if ((flags & 0x80000) !== 0) return kind.startsWith("String") ? "String" : "Command";
  if (kind.includes("String")) return "String";
  if (role === "member") return "Member";
  if (role === "type") return "Type";
  if (kind === "Identifier" || kind === "Generic") return "CommandArgument";
  return (flags & 16) !== 0 ? "Keyword" : "Operator";
}

const valueMember: Record<string, Member> = {
  "System.Object Value": (t: TokenObject) => (t.token as { value?: unknown }).value ?? null,
};

const tokenClass = (members: Record<string, Member>): TypeSource => ({ base: `${LANGUAGE}Token`, members });
const named = (token: Token): string => ("path" in token ? token.path.userPath : "");

const TOKEN_TYPES: Family = {
  [`${LANGUAGE}TokenKind`]: () => ({ enumValues: numbered(TOKEN_KINDS) }),
  [`${LANGUAGE}TokenFlags`]: () => ({ enumValues: numbered(TOKEN_FLAGS), flags: true }),
  [`${LANGUAGE}ParseError`]: () => ({
    members: {
      "System.Object Extent": (e: ParseErrorObject) => e.extent,
      "string ErrorId": (e: ParseErrorObject) => e.error.errorId,
      "string Message": (e: ParseErrorObject) => e.error.message,
      "bool IncompleteInput": (e: ParseErrorObject) => e.error.incompleteInput,
    },
    text: (e: ParseErrorObject) => e.text,
  }),
  [`${LANGUAGE}Token`]: () => ({
    members: {
      "string Text": (t: TokenObject) => t.text,
      "System.Object TokenFlags": (t: TokenObject, engine: Engine) =>
        engine.values.convert(t.flags, `${LANGUAGE}TokenFlags`),
      "System.Object Kind": (t: TokenObject, engine: Engine) => engine.values.convert(t.kind, `${LANGUAGE}TokenKind`),
      "bool HasError": () => false,
      "System.Object Extent": (t: TokenObject) => t.extent,
    },
    text: (t: TokenObject) => (t.token.kind === "EndOfInput" ? "<eof>" : t.text),
  }),
  [`${LANGUAGE}VariableToken`]: () =>
    tokenClass({
      "string Name": (t: TokenObject) => named(t.token),
    }),
  [`${LANGUAGE}NumberToken`]: () => tokenClass(valueMember),
  [`${LANGUAGE}StringLiteralToken`]: () => tokenClass(valueMember),
  [`${LANGUAGE}StringExpandableToken`]: () => tokenClass(valueMember),
  [`${LANGUAGE}ParameterToken`]: () =>
    tokenClass({
      "string ParameterName": (t: TokenObject) => (t.token as { name?: string }).name ?? null,
      "bool UsedColon": (t: TokenObject) => (t.token as { usedColon?: boolean }).usedColon ?? false,
    }),
  [`${LANGUAGE}LabelToken`]: () =>
    tokenClass({ "string LabelText": (t: TokenObject) => (t.token as { label?: string }).label ?? null }),
  [`${LANGUAGE}FileRedirectionToken`]: () => tokenClass({}),
  [`${LANGUAGE}MergingRedirectionToken`]: () => tokenClass({}),
  [`${LANGUAGE}Parser`]: () => ({
    kind: "static",
    members: {
      "static System.Object ParseInput(string input, System.Object tokens, System.Object errors)": (
        input: string,
        tokens: unknown,
        errors: unknown,
      ) => parseFor(input, null, tokens, errors),
      "static System.Object ParseInput(string input, string fileName, System.Object tokens, System.Object errors)": (
        input: string,
        fileName: string,
        tokens: unknown,
        errors: unknown,
      ) => parseFor(input, fileName, tokens, errors),
      "static System.Object ParseFile(string fileName, System.Object tokens, System.Object errors)": (
        fileName: string,
        tokens: unknown,
        errors: unknown,
        engine: Engine,
      ) => {
        const bytes = engine.host.files.read(engine.location.resolve(fileName).path);
        return parseFor(new TextDecoder().decode(bytes), fileName, tokens, errors);
      },
    },
  }),
  [`${LANGUAGE}CodeGeneration`]: () => ({
    kind: "static",
    members: {
      "static string EscapeSingleQuotedStringContent(string value)": (value: string) =>
        value.replace(/['\u2018\u2019\u201a\u201b]/g, "$&$&"),
      "static string EscapeBlockCommentContent(string value)": (value: string) =>
        value.replaceAll("<#", "<`#").replaceAll("#>", "#`>"),
      "static string EscapeFormatStringContent(string value)": (value: string) => value.replace(/[{}]/g, "$&$&"),
      "static string EscapeVariableName(string value)": (value: string) => value.replace(/[{}`]/g, "`$&"),
    },
  }),
  [`${AUTOMATION}PSParser`]: () => ({
    kind: "static",
    members: {
      "static System.Object Tokenize(string script, System.Object errors)": (script: string, errors: unknown) =>
        oldTokens(script, errors),
      "static System.Object Tokenize(System.Object[] script, System.Object errors)": (
        script: unknown[],
        errors: unknown,
        engine: Engine,
      ) => oldTokens(script.map((line) => engine.values.toText(line)).join("\n"), errors),
    },
  }),
  [`${AUTOMATION}PSToken`]: () => ({
    members: {
      "string Content": (t: OldToken) => t.content,
      "string Type": (t: OldToken) => t.type,
      "int Start": (t: OldToken) => t.start,
      "int Length": (t: OldToken) => t.end - t.start,
      "int StartLine": (t: OldToken) => lineAndColumn(t.script, t.start).line,
      "int StartColumn": (t: OldToken) => lineAndColumn(t.script, t.start).column,
      "int EndLine": (t: OldToken) => lineAndColumn(t.script, t.end).line,
      "int EndColumn": (t: OldToken) => lineAndColumn(t.script, t.end).column,
    },
  }),
  [`${AUTOMATION}PSParseError`]: () => ({
    members: {
      "System.Object Token": (e: OldError) => e.token,
      "string Message": (e: OldError) => e.message,
    },
  }),
};

/** A type of the parser by its full name. */
export function tokenType(name: string): TypeSource {
  return TOKEN_TYPES[name]!();
}
