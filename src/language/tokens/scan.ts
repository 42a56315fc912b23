// The tokenizer: one token from where the reader stands, read as the mode says.
import {
  codeAt,
  CR,
  END,
  endsWord,
  isBlank,
  isDash,
  isDigit,
  isDoubleQuote,
  isIdentifierStart,
  isNewline,
  isSingleQuote,
  isVariableStart,
  LF,
} from "./characters.js";
import type { RedirectionStream } from "../ast/ast.js";
import { scanHereString, scanQuotedToken } from "./text.js";
import { scanVariable } from "./variable.js";
import {
  beginsParameter,
  operatorOrWord,
  plain,
  scanGeneric,
  scanIdentifier,
  scanLabel,
  scanNumber,
  scanParameter,
  scanTypeName,
  span,
} from "./word.js";
import { type Parsing, report, reportUnfinished, toScript } from "../state.js";
import type { PlainToken, RedirectionToken, Token } from "./tokens.js";

/** Reads the next token; white space, comments and continued lines before it are passed over. */
export function scanToken(p: Parsing): Token {
  const start = skipTrivia(p);
  const c = codeAt(p.text, p.pos);
  p.pos++;
  switch (c) {
    case END:
      return endOfInput(p);
    case LF:
      return plain(p, "NewLine", start);
    case CR:
      if (codeAt(p.text, p.pos) === LF) p.pos++;
      return plain(p, "NewLine", start);
    case 34: // "
      return scanQuotedToken(p, start, true);
    case 39: // '
      return scanQuotedToken(p, start, false);
    case 36: // $
      return scanDollarToken(p, start);
    case 64: // @
      return scanAt(p, start);
    case 40:
      return plain(p, "(", start);
    case 41:
      return plain(p, ")", start);
    case 123:
      return plain(p, "{", start);
    case 125:
      return plain(p, "}", start);
    case 59:
      return plain(p, ";", start);
    case 44:
      return plain(p, ",", start);
    case 91: // [
      return p.mode === "command" && !endsWord(codeAt(p.text, p.pos)) ? scanGeneric(p, start) : plain(p, "[", start);
    case 93: // ]
      return plain(p, "]", start);
    case 96: // a backtick that continues no line begins a word
      return scanGeneric(p, start);
    case 61: // =
      return operatorOrWord(p, "=", start);
    case 43: // +
      return scanPlus(p, start);
    case 42: // *
      return scanStar(p, start);
    case 47: // /
      return withEquals(p, "/", "/=", start);
    case 37: // %
      return withEquals(p, "%", "%=", start);
    case 33: // !
      return beginsCommand(p) ? scanGeneric(p, start) : operatorOrWord(p, "!", start);
    case 38: // &
      return doubled(p, 38, "&", "&&", start);
    case 124: // |
      return doubled(p, 124, "|", "||", start);
    case 60: // <
      return plain(p, "<", start);
    case 62: // >
      return fileRedirection(p, start, "output");
    case 46: // .
      return scanDot(p, start);
    case 58: // :
      return scanColon(p, start);
    case 63: // ?
      return p.mode === "expression" ? scanQuestion(p, start) : scanGeneric(p, start);
    default:
      return scanOther(p, start, c);
  }
}

function scanOther(p: Parsing, start: number, c: number): Token {
  if (p.mode === "typeName" && isIdentifierStart(c)) return scanTypeName(p, start);
  if (isIdentifierStart(c)) return scanIdentifier(p, start);
  if (isDigit(c)) return scanDigit(p, start, c);
  if (isDash(c)) return scanDash(p, start);
  if (isDoubleQuote(c)) return scanQuotedToken(p, start, true);
  if (isSingleQuote(c)) return scanQuotedToken(p, start, false);
  return scanGeneric(p, start);
}

function endOfInput(p: Parsing): Token {
  const place = toScript(p, p.text.length) + 1;
  return { kind: "EndOfInput", start: place, end: place, text: "" };
}

// ---------------------------------------------------------------- what stands between tokens

/** Moves to the next token and returns its offset. */
function skipTrivia(p: Parsing): number {
  for (;;) {
    const c = codeAt(p.text, p.pos);
    if (isBlank(c)) p.pos++;
    else if (c === 35) skipLineComment(p);
    else if (c === 60 && codeAt(p.text, p.pos + 1) === 35) skipBlockComment(p);
    else if (c !== 96 || !skipContinuation(p)) return p.pos;
  }
}

function skipLineComment(p: Parsing): void {
  const start = p.pos;
  while (codeAt(p.text, p.pos) !== END && !isNewline(codeAt(p.text, p.pos))) p.pos++;
  keepComment(p, start);
  if (p.pos - start >= 9 && p.text.slice(start + 1, start + 9).toLowerCase() === "requires") {
    const place = toScript(p, start + 1);
    if (!p.requires.includes(place)) p.requires.push(place); // a comment may be read twice
  }
}

function skipBlockComment(p: Parsing): void {
  const start = p.pos;
  const close = p.text.indexOf("#>", start + 2);
  p.pos = close < 0 ? p.text.length : close + 2;
  keepComment(p, start);
  if (close >= 0) return;
  const extent = { start: toScript(p, start), end: toScript(p, p.pos) };
  reportUnfinished(p, extent, "MissingTerminatorMultiLineComment");
}

function keepComment(p: Parsing, start: number): void {
  if (p.tokens !== null) p.tokens.push(plain(p, "Comment", start));
}

/** A backtick before a line end or white space; false when it begins a word. */
function skipContinuation(p: Parsing): boolean {
  const c = codeAt(p.text, p.pos + 1);
  if (c === END) {
    p.pos++;
    const place = toScript(p, p.pos) + 1;
    reportUnfinished(p, { start: place, end: place }, "IncompleteString");
    return true;
  }
  if (!isBlank(c) && !isNewline(c)) return false;
  p.pos += c === CR && codeAt(p.text, p.pos + 2) === LF ? 3 : 2;
  return true;
}

// ---------------------------------------------------------------- signs

function withEquals(p: Parsing, alone: PlainToken["kind"], equals: PlainToken["kind"], start: number): Token {
  if (codeAt(p.text, p.pos) !== 61) return operatorOrWord(p, alone, start);
  p.pos++;
  return operatorOrWord(p, equals, start);
}

function doubled(p: Parsing, c: number, once: PlainToken["kind"], twice: PlainToken["kind"], start: number): Token {
  if (codeAt(p.text, p.pos) !== c) return plain(p, once, start);
  p.pos++;
  return plain(p, twice, start);
}

/** `!name` is a command even where a value is expected. */
function beginsCommand(p: Parsing): boolean {
  const c = codeAt(p.text, p.pos);
  return isIdentifierStart(c) || (c === 46 && isIdentifierStart(codeAt(p.text, p.pos + 1)));
}

function scanPlus(p: Parsing, start: number): Token {
  const next = codeAt(p.text, p.pos);
  if (next === 43) {
    p.pos++;
    return operatorOrWord(p, "++", start);
  }
  if (p.signedNumbers && (isDigit(next) || next === 46)) return scanNumber(p, start);
  return withEquals(p, "+", "+=", start);
}

function scanDash(p: Parsing, start: number): Token {
  const next = codeAt(p.text, p.pos);
  if (isDash(next)) {
    p.pos++;
    return operatorOrWord(p, "--", start);
  }
  if (beginsParameter(next)) return scanParameter(p, start);
  if (p.signedNumbers && (isDigit(next) || next === 46)) return scanNumber(p, start);
  return withEquals(p, "-", "-=", start);
}

function scanStar(p: Parsing, start: number): Token {
  if (codeAt(p.text, p.pos) !== 62) return withEquals(p, "*", "*=", start);
  p.pos++;
  return redirection(p, start, "all");
}

const STREAMS: readonly RedirectionStream[] = ["all", "output", "error", "warning", "verbose", "debug", "information"];

function scanDigit(p: Parsing, start: number, c: number): Token {
  const stream = STREAMS[c - 48];
  const merges = codeAt(p.text, p.pos + 1) === 38;
  const operand = p.mode === "expression" && !merges; // behind an expression the next word is read again as a command's
  if (!operand && c > 48 && stream !== undefined && codeAt(p.text, p.pos) === 62) {
    p.pos++;
    return redirection(p, start, stream);
  }
  return scanNumber(p, start);
}

/** Reads on behind the `>` of a redirection that names its stream: `>`, `>>`, `>&1`. */
function redirection(p: Parsing, start: number, from: RedirectionStream): RedirectionToken {
  const target = codeAt(p.text, p.pos + 1);
  if (codeAt(p.text, p.pos) !== 38 || (target !== 49 && (target !== 50 || from === "all")))
    return fileRedirection(p, start, from);
  p.pos += 2;
  const to = target === 49 ? "output" : "error";
  return { ...span(p, start), kind: "Redirection", from, to, append: false };
}

function fileRedirection(p: Parsing, start: number, from: RedirectionStream): RedirectionToken {
  const append = codeAt(p.text, p.pos) === 62;
  if (append) p.pos++;
  return { ...span(p, start), kind: "Redirection", from, to: null, append };
}

function scanDot(p: Parsing, start: number): Token {
  const next = codeAt(p.text, p.pos);
  if (next === 46) {
    p.pos++;
    return operatorOrWord(p, "..", start);
  }
  if (isDigit(next)) return scanNumber(p, start);
  const glued = !endsWord(next) && next !== 36 && next !== 34 && next !== 39;
  return p.mode === "command" && glued ? scanGeneric(p, start) : plain(p, ".", start);
}

function scanColon(p: Parsing, start: number): Token {
  if (codeAt(p.text, p.pos) === 58) {
    p.pos++;
    return p.simpleNames ? plain(p, "::", start) : operatorOrWord(p, "::", start);
  }
  return p.mode === "command" ? scanLabel(p, start) : plain(p, ":", start);
}

function scanQuestion(p: Parsing, start: number): Token {
  const next = codeAt(p.text, p.pos);
  if (next === 46 || next === 91) {
    p.pos++;
    return plain(p, next === 46 ? "?." : "?[", start);
  }
  if (next !== 63) return plain(p, "?", start);
  p.pos++;
  if (codeAt(p.text, p.pos) !== 61) return plain(p, "??", start);
  p.pos++;
  return plain(p, "??=", start);
}

// ---------------------------------------------------------------- $ and @

function scanDollarToken(p: Parsing, start: number): Token {
  const c = codeAt(p.text, p.pos);
  if (c === 40) {
    p.pos++;
    return plain(p, "$(", start);
  }
  return isVariableStart(c) || c === 123 ? variableOrWord(p, start, false) : scanGeneric(p, start);
}

/** In a command, a variable with more glued to it begins a word; a member or an index may follow it, or `=`. */
function variableOrWord(p: Parsing, start: number, splatted: boolean): Token {
  const errors = p.errors.length;
  const special = codeAt(p.text, p.pos);
  const token = scanVariable(p, start, splatted, false);
  if (p.mode !== "command") return token;
  const c = codeAt(p.text, p.pos);
  if (endsWord(c)) return token;
  const oneSign = (special === 36 || special === 63 || special === 94) && p.pos === start + 2;
  if (!oneSign && (c === 46 || c === 91 || c === 61 || (c === 58 && codeAt(p.text, p.pos + 1) === 58))) return token;
  p.errors.length = errors;
  return scanGeneric(p, start);
}

function scanAt(p: Parsing, start: number): Token {
  const c = codeAt(p.text, p.pos);
  if (c === 123 || c === 40) {
    p.pos++;
    return plain(p, c === 123 ? "@{" : "@(", start);
  }
  if (isSingleQuote(c) || isDoubleQuote(c)) {
    p.pos++;
    return scanHereString(p, start, isDoubleQuote(c));
  }
  if (isVariableStart(c)) return variableOrWord(p, start, true);
  const token = plain(p, "Unknown", start);
  report(p, token, "UnrecognizedToken");
  return token;
}
