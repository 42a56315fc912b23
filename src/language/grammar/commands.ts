// Commands: a name, arguments and parameters as bare words or values, redirections.
import type {
  CommandAst,
  CommandElementAst,
  CommandParameterAst,
  ExpressionAst,
  Extent,
  RedirectionAst,
  RedirectionStream,
} from "../ast/ast.js";
import { codeAt, END, isBlank, isNewline } from "../tokens/characters.js";
import { eat, next, peek, rewind, setMode, skipNewlines, unget } from "./cursor.js";
import { parsePrimary } from "./members.js";
import { bareWord, stringExpression } from "./primary.js";
import { plain } from "../tokens/word.js";
import { after, between, extentOf, markRole, type Parsing, report, reportIncomplete } from "../state.js";
import type { ParameterToken, PlainToken, RedirectionToken, Token, TokenKind } from "../tokens/tokens.js";

interface CommandParts {
  readonly elements: CommandElementAst[];
  readonly redirections: RedirectionAst[];
  sawDoubleDash: boolean;
  finished: boolean;
  last: Extent;
}

/** A command, or null with nothing taken when none begins here. */
export function parseCommand(p: Parsing): CommandAst | null {
  const mode = setMode(p, "command");
  const command = parseCommandHere(p);
  setMode(p, mode);
  return command;
}

function parseCommandHere(p: Parsing): CommandAst | null {
  const first = peek(p);
  const invocation = first.kind === "&" || first.kind === "." ? first.kind : null;
  if (invocation !== null) next(p);
  const parts: CommandParts = { elements: [], redirections: [], sawDoubleDash: false, finished: false, last: first };
  while (!parts.finished && !endsCommand(peek(p).kind)) parseElement(p, parts, next(p), invocation !== null);
  if (parts.elements.length === 0) {
    if (invocation === null) return null;
    report(p, first, "MissingExpression", first.text);
    return null;
  }
  return {
    kind: "Command",
    extent: between(first, parts.last),
    invocation,
    // The first is the name: before it nothing is read as a parameter.
    elements: parts.elements as [ExpressionAst, ...CommandElementAst[]],
    redirections: byStream(parts.redirections),
  };
}

/** Redirections stand in the order of their streams, "all" first. */
export function byStream(redirections: RedirectionAst[]): readonly RedirectionAst[] {
  return redirections.sort((a, b) => STREAM_ORDER.indexOf(a.from) - STREAM_ORDER.indexOf(b.from));
}

const STREAM_ORDER: readonly RedirectionStream[] = [
  "all",
  "output",
  "error",
  "warning",
  "verbose",
  "debug",
  "information",
];

function endsCommand(kind: TokenKind): boolean {
  switch (kind) {
    case "EndOfInput":
    case "NewLine":
    case ";":
    case "|":
    case "&":
    case "&&":
    case "||":
    case ")":
    case "}":
      return true;
    default:
      return false;
  }
}

function parseElement(p: Parsing, parts: CommandParts, token: Token, invoked: boolean): void {
  const isName = parts.elements.length === 0;
  switch (token.kind) {
    case ",":
      report(p, token, "MissingArgument");
      skipNewlines(p);
      return;
    case "--":
      if (isName) break;
      addElement(parts, parts.sawDoubleDash ? bareWord(token) : parameter(token, "-", null));
      parts.sawDoubleDash = true;
      return;
    case "Parameter":
      if (isName || parts.sawDoubleDash) break;
      addElement(parts, parseParameter(p, token));
      return;
    case "Redirection":
    case "<":
      if (isName) break;
      parts.last = parseRedirection(p, token, parts.redirections) ?? parts.last;
      return;
  }
  const place = invoked ? "invoked" : "name";
  const argument = parseArgument(p, token, isName ? place : "argument");
  if (argument === null) return;
  if (isName) markRole(p, token, "command");
  addElement(parts, argument);
  if (token.kind === "Generic" && token.value === "--%" && token.parts === null) parseVerbatim(p, parts);
}

function addElement(parts: CommandParts, element: CommandElementAst): void {
  parts.elements.push(element);
  parts.last = element.extent;
}

function parameter(token: Token, name: string, argument: ExpressionAst | null): CommandParameterAst {
  const extent = argument === null ? extentOf(token) : between(token, argument.extent);
  return { kind: "CommandParameter", extent, name, argument, nameExtent: extentOf(token) };
}

function parseParameter(p: Parsing, token: ParameterToken): CommandParameterAst {
  if (!token.usedColon || peek(p).kind === ",") return parameter(token, token.name, null);
  if (endsCommand(peek(p).kind)) {
    report(p, after(token), "ParameterRequiresArgument", token.text);
    return parameter(token, token.name, null);
  }
  return parameter(token, token.name, parseArgument(p, next(p), "argument"));
}

/** Everything behind `--%` up to the end of the line or the next pipe goes to the program as it is written. */
function parseVerbatim(p: Parsing, parts: CommandParts): void {
  if (p.peeked !== null) rewind(p, p.pos - p.peeked.text.length);
  while (isBlank(codeAt(p.text, p.pos))) p.pos++;
  const start = p.pos;
  let quoted = false;
  for (;;) {
    const c = codeAt(p.text, p.pos);
    if (c === END || isNewline(c)) break;
    if (c === 34) quoted = !quoted;
    if (!quoted && (c === 124 || (c === 38 && codeAt(p.text, p.pos + 1) === 38))) break;
    p.pos++;
  }
  const token = plain(p, "Unknown", start);
  if (p.tokens !== null && token.text !== "")
    p.tokens.push({ ...token, kind: "Generic", value: token.text, parts: null });
  addElement(parts, bareWord(token));
  parts.finished = true;
}

// ---------------------------------------------------------------- arguments

/** A command's name expands nothing unless `&` or `.` stands before it, and takes no commas. */
type Place = "name" | "invoked" | "argument";

/** An argument that begins with `first`, or a list of them with commas between. */
function parseArgument(p: Parsing, first: Token, place: Place): ExpressionAst | null {
  const list: ExpressionAst[] = [];
  let token = first;
  for (;;) {
    const argument = parseOneArgument(p, token, place);
    if (argument !== null) list.push(argument);
    if (argument === null || p.noCommas || place !== "argument") break;
    const comma = eat(p, ",");
    if (comma === null) break;
    rejectSplat(p, argument);
    skipNewlines(p);
    token = next(p);
    if (endsCommand(token.kind) || token.kind === ",") {
      unget(p, token);
      reportIncomplete(p, after(comma), "MissingExpression", [","]);
      list.push({ kind: "ErrorExpression", extent: extentOf(comma), nested: [] });
      break;
    }
    if (token.kind === "SplattedVariable") report(p, token, "SplattingNotPermittedInArgumentList", token.path.userPath);
  }
  const only = list[0];
  if (only === undefined || list.length === 1) return only ?? null;
  return { kind: "ArrayLiteral", extent: between(only.extent, list.at(-1)!.extent), elements: list };
}

function rejectSplat(p: Parsing, argument: ExpressionAst): void {
  if (argument.kind === "VariableExpression" && argument.splatted)
    report(p, argument.extent, "SplattingNotPermittedInArgumentList", argument.path.userPath);
}

function parseOneArgument(p: Parsing, token: Token, place: Place): ExpressionAst | null {
  switch (token.kind) {
    case "Variable":
    case "SplattedVariable":
    case "Number":
    case "String":
    case "(":
    case "{":
    case "@(":
    case "@{":
    case "$(":
      unget(p, token);
      return parsePrimary(p);
    case "Generic":
      return place === "name" ? bareWord(token, token.value) : stringExpression(p, token, "BareWord");
    default:
      markRole(p, token, "argument");
      return bareWord(token);
  }
}

// ---------------------------------------------------------------- redirections

/** A redirection whose sign has been taken; returns its extent, or null for `<`, which does not exist yet. */
export function parseRedirection(
  p: Parsing,
  token: RedirectionToken | PlainToken,
  known: RedirectionAst[],
): Extent | null {
  if (token.kind !== "Redirection") return parseInputRedirection(p, token);
  if (token.to !== null) {
    if (token.to !== "output" || token.from === "output") report(p, token, "RedirectionNotSupported", token.text);
    else
      addRedirection(p, known, { kind: "MergingRedirection", extent: extentOf(token), from: token.from, to: token.to });
    return token;
  }
  const location = parseLocation(p, token);
  const extent = between(token, location.extent);
  addRedirection(p, known, { kind: "FileRedirection", extent, from: token.from, append: token.append, location });
  return extent;
}

function parseInputRedirection(p: Parsing, token: PlainToken): null {
  parseLocation(p, token);
  report(p, token, "RedirectionNotSupported", token.text);
  return null;
}

/** One argument, which takes no commas; null with nothing taken when none stands here. */
export function parseSingleArgument(p: Parsing): ExpressionAst | null {
  const mode = setMode(p, "command");
  const noCommas = p.noCommas;
  p.noCommas = true;
  const first = peek(p);
  const missing = endsCommand(first.kind) || first.kind === "," || first.kind === "Redirection" || first.kind === "<";
  const argument = missing ? null : parseArgument(p, next(p), "argument");
  p.noCommas = noCommas;
  setMode(p, mode);
  return argument;
}

function parseLocation(p: Parsing, token: Token): ExpressionAst {
  const location = parseSingleArgument(p);
  if (location !== null) return location;
  report(p, after(token), "MissingFileSpecification");
  return { kind: "ErrorExpression", extent: extentOf(token), nested: [] };
}

function addRedirection(p: Parsing, known: RedirectionAst[], redirection: RedirectionAst): void {
  if (!known.some((other) => other.from === redirection.from)) {
    known.push(redirection);
    return;
  }
  const stream = redirection.from === "all" ? "* stream" : `${redirection.from} stream`;
  report(p, redirection.extent, "StreamAlreadyRedirected", stream);
}
