// Words: names, keywords, parameters, labels, type names, numbers, and the generic words of commands.
import { codeAt, END, endsNumber, endsWord, isBlank, isDoubleQuote, isIdentifierFollow } from "./characters.js";
import { isLetter, isNewline, isSingleQuote } from "./characters.js";
import { readNumberShape, valueOfNumber } from "./numbers.js";
import { scanEscape } from "./escape.js";
import { addRun, addText, newText, partsOf, scanDollar, scanDoubleQuoted, scanSingleQuoted } from "./text.js";
import { type Parsing, report, toScript } from "../state.js";
import { dashOperatorOf, keywordOf, type GenericToken, type PlainToken, type Token } from "./tokens.js";

/** What lies from `start` to `p.pos`, as every token says it. */
export function span(
  p: Parsing,
  start: number,
): { readonly start: number; readonly end: number; readonly text: string } {
  return { start: toScript(p, start), end: toScript(p, p.pos), text: p.text.slice(start, p.pos) };
}

/** A token that says nothing beyond its kind, from `start` to `p.pos`. */
export function plain(p: Parsing, kind: PlainToken["kind"], start: number): PlainToken {
  return { kind, start: toScript(p, start), end: toScript(p, p.pos), text: p.text.slice(start, p.pos) };
}

function stopsGeneric(c: number): boolean {
  return c === 36 || c === 96 || endsWord(c) || isSingleQuote(c) || isDoubleQuote(c);
}

/** A word of a command from `start` on: quotes and escapes removed, variables noted. */
export function scanGeneric(p: Parsing, start: number): GenericToken {
  const builder = newText();
  p.pos = start;
  for (;;) {
    addRun(p, builder, stopsGeneric);
    const c = codeAt(p.text, p.pos);
    if (endsWord(c)) break;
    p.pos++;
    if (c === 96 && codeAt(p.text, p.pos) !== END) addText(builder, scanEscape(p));
    else if (isSingleQuote(c)) scanSingleQuoted(p, builder);
    else if (isDoubleQuote(c)) scanDoubleQuoted(p, builder);
    else if (c !== 36 || !scanDollar(p, builder, false)) addText(builder, String.fromCharCode(c));
  }
  return {
    kind: "Generic",
    start: toScript(p, start),
    end: toScript(p, p.pos),
    text: p.text.slice(start, p.pos),
    value: builder.value,
    parts: partsOf(builder),
  };
}

/** A name that starts at `start`; in a command it may turn out to be a keyword or the start of a longer word. */
export function scanIdentifier(p: Parsing, start: number): Token {
  while (isIdentifierFollow(codeAt(p.text, p.pos))) p.pos++;
  if (p.simpleNames) return plain(p, "Identifier", start);
  if (p.mode === "command" && !endsWord(codeAt(p.text, p.pos))) return scanGeneric(p, start);
  if (p.mode === "command" || p.mode === "signature") {
    const keyword = keywordOf(p.text.slice(start, p.pos));
    if (keyword !== null) return plain(p, keyword, start);
  }
  return plain(p, "Identifier", start);
}

/** A part of a type's name: letters, digits and `. _ + # \` and backticks. */
export function scanTypeName(p: Parsing, start: number): Token {
  for (;;) {
    const c = codeAt(p.text, p.pos);
    const inName = c === 46 || c === 96 || c === 43 || c === 35 || c === 92 || isIdentifierFollow(c);
    if (!inName) return plain(p, "Identifier", start);
    p.pos++;
  }
}

/** A number, or the word that it turns out to begin. */
export function scanNumber(p: Parsing, start: number): Token {
  const shape = readNumberShape(p.text, start);
  if (shape === undefined || !mayEndNumber(p, codeAt(p.text, shape.end))) return scanGeneric(p, start);
  const value = valueOfNumber(shape);
  if (value === undefined && p.mode === "command") return scanGeneric(p, start);
  p.pos = shape.end;
  const text = p.text.slice(start, p.pos);
  const place = { start: toScript(p, start), end: toScript(p, p.pos) };
  if (value === undefined) report(p, place, "BadNumericConstant", text);
  return { kind: "Number", ...place, text, value: value ?? 0 };
}

function mayEndNumber(p: Parsing, c: number): boolean {
  return endsWord(c) || (p.mode === "expression" && endsNumber(c, p.ternaryEndsNumber));
}

/** What a dash and a letter begin: an operator, a parameter, or in a command, if a quote follows, a word. */
export function scanParameter(p: Parsing, start: number): Token {
  const nameStart = p.pos;
  let usedColon = false;
  for (;;) {
    const c = codeAt(p.text, p.pos);
    if (isSingleQuote(c) || isDoubleQuote(c)) {
      if (p.mode === "command") return scanGeneric(p, start);
      break;
    }
    if (endsParameter(c) || (p.mode !== "command" && c !== 58 && !isParameterLetter(c, p.pos - nameStart))) break;
    if (c === 58) {
      usedColon = true;
      break;
    }
    p.pos++;
  }
  const name = p.text.slice(nameStart, p.pos);
  if (p.mode !== "command") {
    const operator = p.mode === "expression" ? dashOperatorOf(name) : null;
    if (operator !== null) return plain(p, operator, start);
    return { ...span(p, start), kind: "Parameter", name, usedColon: false };
  }
  if (usedColon) p.pos++;
  return { ...span(p, start), kind: "Parameter", name, usedColon };
}

function isParameterLetter(c: number, index: number): boolean {
  return (c < 128 && isLetter(c)) || (index === 0 && (c === 95 || c === 63 || isLetter(c)));
}

function endsParameter(c: number): boolean {
  switch (c) {
    case END:
    case 123: // {
    case 125: // }
    case 40: // (
    case 41: // )
    case 59: // ;
    case 44: // ,
    case 124: // |
    case 38: // &
    case 46: // .
    case 91: // [
      return true;
    default:
      return isBlank(c) || isNewline(c);
  }
}

/** `:name` where a statement may begin; elsewhere, or with more behind it, a word. */
export function scanLabel(p: Parsing, start: number): Token {
  const nameStart = p.pos;
  while (isIdentifierFollow(codeAt(p.text, p.pos))) p.pos++;
  if (p.pos === nameStart || !endsWord(codeAt(p.text, p.pos))) return scanGeneric(p, start);
  return { ...span(p, start), kind: "Label", label: p.text.slice(nameStart, p.pos) };
}

/** Whether a dash here begins a parameter or operator of letters. */
export function beginsParameter(c: number): boolean {
  return isLetter(c) || c === 95 || c === 63;
}

/** An operator, unless it is glued to more text in a command and so begins a word. */
export function operatorOrWord(p: Parsing, kind: PlainToken["kind"], start: number): Token {
  if (p.mode === "command" && !endsWord(codeAt(p.text, p.pos))) return scanGeneric(p, start);
  return plain(p, kind, start);
}
