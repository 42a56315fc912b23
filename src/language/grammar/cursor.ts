// The parser's view of the tokens: look at the next one, take it, put it back, read it again in another mode.
import { codeAt, isBlank, isNewline } from "../tokens/characters.js";
import { scanToken } from "../tokens/scan.js";
import { type Mode, type Parsing, toLocal } from "../state.js";
import type { Token, TokenKind } from "../tokens/tokens.js";

/** The next token, which stays the next one. */
export function peek(p: Parsing): Token {
  if (p.peeked === null) {
    p.peeked = scanToken(p);
    if (p.tokens !== null) p.tokens.push(p.peeked);
  }
  return p.peeked;
}

/** Takes the next token. */
export function next(p: Parsing): Token {
  const token = peek(p);
  p.peeked = null;
  if (token.kind !== "NewLine") p.last = token;
  return token;
}

/** Puts back the token just taken. */
export function unget(p: Parsing, token: Token): void {
  p.peeked = token;
}

/** Takes the next token if it is of this kind. */
export function eat(p: Parsing, kind: TokenKind): Token | null {
  return peek(p).kind === kind ? next(p) : null;
}

export function skipNewlines(p: Parsing): void {
  while (peek(p).kind === "NewLine") p.peeked = null;
}

export function skipSeparators(p: Parsing): void {
  for (;;) {
    const kind = peek(p).kind;
    if (kind !== "NewLine" && kind !== ";") return;
    p.peeked = null;
  }
}

/** Where reading would go on: a place to come back to. */
export function mark(p: Parsing): number {
  return p.peeked === null ? p.pos : toLocal(p, p.peeked.start);
}

/** Goes back to a mark, to read on from there in the mode of the moment. */
export function rewind(p: Parsing, place: number): void {
  p.peeked = null;
  p.pos = Math.min(place, p.text.length);
  forgetTokens(p);
}

function forgetTokens(p: Parsing): void {
  if (p.tokens === null) return;
  while (p.tokens.length > 0 && toLocal(p, p.tokens[p.tokens.length - 1]!.start) >= p.pos) p.tokens.pop();
}

/** Goes back to where a token starts. */
export function rewindTo(p: Parsing, token: Token): void {
  rewind(p, toLocal(p, token.start));
}

/** Changes the mode and returns the old one; a token already looked at is read again if the mode matters to it. */
export function setMode(p: Parsing, mode: Mode): Mode {
  const old = p.mode;
  if (old === mode) return old;
  p.mode = mode;
  if (p.peeked !== null && !isModeless(p.peeked.kind)) rewindTo(p, p.peeked);
  return old;
}

function isModeless(kind: TokenKind): boolean {
  switch (kind) {
    case "NewLine":
    case "EndOfInput":
    case "String":
    case "(":
    case ")":
    case "{":
    case "}":
    case "]":
    case "@(":
    case "@{":
    case "$(":
    case ";":
    case ",":
    case "&":
    case "|":
    case "&&":
    case "||":
      return true;
    default:
      return false;
  }
}

/** Runs a rule in a mode of its own. */
export function inMode<T>(p: Parsing, mode: Mode, rule: (p: Parsing) => T): T {
  const old = setMode(p, mode);
  const result = rule(p);
  setMode(p, old);
  return result;
}

/** Whether a line begins with `|` after the line end at the mark: only comments may stand between. */
export function pipeLeadsNextLine(p: Parsing): boolean {
  let i = mark(p);
  i = afterNewline(p.text, i);
  for (;;) {
    while (isBlank(codeAt(p.text, i))) i++;
    const c = codeAt(p.text, i);
    if (c === 124) return true;
    const comment = endOfComment(p.text, i);
    if (comment === i) return false;
    i = afterNewline(p.text, comment);
  }
}

function afterNewline(text: string, i: number): number {
  if (!isNewline(codeAt(text, i))) return i;
  return codeAt(text, i) === 13 && codeAt(text, i + 1) === 10 ? i + 2 : i + 1;
}

function endOfComment(text: string, i: number): number {
  if (codeAt(text, i) === 35) {
    while (i < text.length && !isNewline(codeAt(text, i))) i++;
    return i;
  }
  if (codeAt(text, i) !== 60 || codeAt(text, i + 1) !== 35) return i;
  const close = text.indexOf("#>", i + 2);
  return close < 0 ? text.length : close + 2;
}
