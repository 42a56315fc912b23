// Quoted strings and here-strings, and the `$` inside them.
//
// Rule: a variable or subexpression in a string is noted, not read: reading waits until the parser takes the token.
import type { StringConstantType } from "../ast/ast.js";
import {
  codeAt,
  CR,
  END,
  isBlank,
  isDoubleQuote,
  isNewline,
  isSingleQuote,
  isVariableStart,
  LF,
} from "./characters.js";
import { scanEscape } from "./escape.js";
import { type Parsing, report, reportUnfinished, toScript } from "../state.js";
import { scanVariable } from "./variable.js";
import type { StringPart, StringToken, UnreadSubExpression } from "./tokens.js";

/** Text under construction. `value` is all of it, `constant` what has come since the last nested part. */
export interface TextBuilder {
  value: string;
  constant: string;
  readonly parts: StringPart[];
}

export function newText(value = ""): TextBuilder {
  return { value, constant: value, parts: [] };
}

export function addText(builder: TextBuilder, text: string): void {
  builder.value += text;
  builder.constant += text;
}

/** Takes the text up to the next character that `stops`; the end of the text must be one. */
export function addRun(p: Parsing, builder: TextBuilder, stops: (c: number) => boolean): void {
  const start = p.pos;
  while (!stops(codeAt(p.text, p.pos))) p.pos++;
  if (p.pos > start) addText(builder, p.text.slice(start, p.pos));
}

/** The parts, or null when the text has no nested one. */
export function partsOf(builder: TextBuilder): StringPart[] | null {
  if (builder.parts.length === 0) return null;
  return builder.constant === "" ? builder.parts : [...builder.parts, builder.constant];
}

function stopsSingleQuoted(c: number): boolean {
  return c === END || isSingleQuote(c);
}

function stopsDoubleQuoted(c: number): boolean {
  return c === END || c === 36 || c === 96 || isDoubleQuote(c);
}

function stopsHereString(c: number): boolean {
  return c === END || c === 36 || c === 96 || isNewline(c);
}

/** Reads on behind an opening single quote, through the closing one. */
export function scanSingleQuoted(p: Parsing, builder: TextBuilder): void {
  const open = p.pos - 1;
  for (;;) {
    addRun(p, builder, stopsSingleQuoted);
    const c = codeAt(p.text, p.pos);
    if (c === END) return missingTerminator(p, open, "'");
    p.pos++;
    if (isSingleQuote(c)) {
      if (!isSingleQuote(codeAt(p.text, p.pos))) return;
      p.pos++;
    }
    addText(builder, String.fromCharCode(c));
  }
}

/** Reads on behind an opening double quote, through the closing one. */
export function scanDoubleQuoted(p: Parsing, builder: TextBuilder): void {
  const open = p.pos - 1;
  for (;;) {
    addRun(p, builder, stopsDoubleQuoted);
    const c = codeAt(p.text, p.pos);
    if (c === END) return missingTerminator(p, open, '"');
    p.pos++;
    if (isDoubleQuote(c)) {
      if (!isDoubleQuote(codeAt(p.text, p.pos))) return;
      p.pos++;
      addText(builder, String.fromCharCode(codeAt(p.text, p.pos - 1)));
    } else if (c === 36 && scanDollar(p, builder, false)) {
      continue;
    } else if (c === 96 && codeAt(p.text, p.pos) !== END) {
      addText(builder, scanEscape(p));
    } else {
      addText(builder, String.fromCharCode(c));
    }
  }
}

function missingTerminator(p: Parsing, open: number, quote: string): void {
  const extent = { start: toScript(p, open), end: toScript(p, p.pos) };
  reportUnfinished(p, extent, "TerminatorExpectedAtEndOfString", quote);
}

/** Notes the variable or subexpression behind a `$` just passed; false, with nothing read, when there is none. */
export function scanDollar(p: Parsing, builder: TextBuilder, hereString: boolean): boolean {
  const dollar = p.pos - 1;
  const next = codeAt(p.text, p.pos);
  let part: StringPart;
  if (next === 40) {
    p.pos++;
    part = scanSubExpression(p, hereString);
  } else if (isVariableStart(next) || next === 123) {
    part = scanVariable(p, dollar, false, true);
  } else {
    return false;
  }
  if (builder.constant !== "") builder.parts.push(builder.constant);
  builder.parts.push(part);
  builder.constant = "";
  builder.value += p.text.slice(dollar, p.pos);
  return true;
}

/**
 * Finds the end of `$( … )` by counting parentheses alone, as PowerShell does: not even quotes hide one.
 * In a quoted string, a doubled or escaped quote counts as one.
 */
function scanSubExpression(p: Parsing, hereString: boolean): UnreadSubExpression {
  const start = p.pos - 2;
  const skips: number[] = [];
  let text = "";
  let from = start;
  for (let depth = 1; depth > 0;) {
    const c = codeAt(p.text, p.pos);
    if (c === END) {
      const extent = { start: toScript(p, start), end: toScript(p, p.pos) };
      reportUnfinished(p, extent, "IncompleteDollarSubexpressionReference");
      break;
    }
    p.pos++;
    if (c === 40) depth++;
    else if (c === 41) depth--;
    else if (!hereString && (c === 96 || isDoubleQuote(c)) && isDoubleQuote(codeAt(p.text, p.pos))) {
      skips.push(toScript(p, p.pos - 1));
      text += p.text.slice(from, p.pos - 1);
      from = p.pos++;
    }
  }
  return {
    kind: "SubExpression",
    start: toScript(p, start),
    end: toScript(p, p.pos),
    text: text + p.text.slice(from, p.pos),
    skips: allSkips(p, start, skips),
  };
}

/** The characters left out of a part of the text: those found now, and those already missing from the text itself. */
function allSkips(p: Parsing, start: number, found: readonly number[]): readonly number[] {
  if (p.skips.length === 0) return found;
  const first = toScript(p, start);
  const last = toScript(p, p.pos);
  return [...found, ...p.skips.filter((skip) => skip >= first && skip < last)].sort((a, b) => a - b);
}

/** `'…'` or `"…"`, with `p.pos` behind the opening quote. */
export function scanQuotedToken(p: Parsing, start: number, double: boolean): StringToken {
  const builder = newText();
  if (double) scanDoubleQuoted(p, builder);
  else scanSingleQuoted(p, builder);
  return stringToken(p, start, double ? "DoubleQuoted" : "SingleQuoted", builder);
}

function stringToken(p: Parsing, start: number, stringType: StringConstantType, builder: TextBuilder): StringToken {
  return {
    kind: "String",
    start: toScript(p, start),
    end: toScript(p, p.pos),
    text: p.text.slice(start, p.pos),
    stringType,
    value: builder.value,
    parts: partsOf(builder),
  };
}

/** `@'` or `@"` … with `p.pos` behind the opening quote. */
export function scanHereString(p: Parsing, start: number, double: boolean): StringToken {
  const stringType = double ? "DoubleQuotedHereString" : "SingleQuotedHereString";
  const builder = newText();
  if (scanHereStringHeader(p, start, double)) scanHereStringBody(p, start, double, builder);
  return stringToken(p, start, stringType, builder);
}

function scanHereStringHeader(p: Parsing, start: number, double: boolean): boolean {
  while (isBlank(codeAt(p.text, p.pos))) p.pos++;
  const c = codeAt(p.text, p.pos);
  if (c === END) {
    unfinishedHereString(p, start, double);
    return false;
  }
  if (!isNewline(c)) {
    const extent = { start: toScript(p, p.pos), end: toScript(p, p.pos + 1) };
    report(p, extent, "UnexpectedCharactersAfterHereStringHeader");
    skipToHereStringFooter(p, double);
    return false;
  }
  passNewline(p);
  return true;
}

function skipToHereStringFooter(p: Parsing, double: boolean): void {
  while (codeAt(p.text, p.pos) !== END) {
    const c = codeAt(p.text, p.pos++);
    if (isNewline(c)) return;
    if (isFooterQuote(c, double) && codeAt(p.text, p.pos) === 64) {
      p.pos++;
      return;
    }
  }
}

function isFooterQuote(c: number, double: boolean): boolean {
  return double ? isDoubleQuote(c) : isSingleQuote(c);
}

function passNewline(p: Parsing): string {
  const start = p.pos;
  if (codeAt(p.text, p.pos++) === CR && codeAt(p.text, p.pos) === LF) p.pos++;
  return p.text.slice(start, p.pos);
}

function scanHereStringBody(p: Parsing, start: number, double: boolean, builder: TextBuilder): void {
  if (atHereStringFooter(p, double)) return;
  let misplaced: number | null = null;
  for (;;) {
    addRun(p, builder, stopsHereString);
    const c = codeAt(p.text, p.pos);
    if (c === END) {
      if (misplaced === null) unfinishedHereString(p, start, double);
      else
        report(
          p,
          { start: toScript(p, misplaced), end: toScript(p, misplaced + 1) },
          "WhitespaceBeforeHereStringFooter",
        );
      return;
    }
    if (isNewline(c)) {
      const newline = passNewline(p);
      if (atHereStringFooter(p, double)) return;
      misplaced ??= indentedFooter(p, double);
      addText(builder, newline);
      continue;
    }
    p.pos++;
    if (double && c === 36 && scanDollar(p, builder, true)) continue;
    if (double && c === 96 && codeAt(p.text, p.pos) !== END) addText(builder, scanEscape(p));
    else addText(builder, String.fromCharCode(c));
  }
}

function atHereStringFooter(p: Parsing, double: boolean): boolean {
  if (!isFooterQuote(codeAt(p.text, p.pos), double) || codeAt(p.text, p.pos + 1) !== 64) return false;
  p.pos += 2;
  return true;
}

/** Where a footer stands behind white space, which makes it none; reported only if no true footer follows. */
function indentedFooter(p: Parsing, double: boolean): number | null {
  let i = p.pos;
  while (isBlank(codeAt(p.text, i))) i++;
  return i > p.pos && isFooterQuote(codeAt(p.text, i), double) && codeAt(p.text, i + 1) === 64 ? i : null;
}

function unfinishedHereString(p: Parsing, start: number, double: boolean): void {
  const extent = { start: toScript(p, start), end: toScript(p, p.pos) };
  reportUnfinished(p, extent, "TerminatorExpectedAtEndOfString", double ? '"@' : "'@");
}
