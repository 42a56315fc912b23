// What a backtick makes of the character behind it.
import { codeAt, isHexDigit } from "./characters.js";
import { type Parsing, report, toScript } from "../state.js";

/** What a backtick and the character at `p.pos` stand for; moves behind it. */
export function scanEscape(p: Parsing): string {
  const c = codeAt(p.text, p.pos);
  p.pos++;
  switch (c) {
    case 48:
      return "\0";
    case 97:
      return "\x07";
    case 98:
      return "\b";
    case 101:
      return "\x1b";
    case 102:
      return "\f";
    case 110:
      return "\n";
    case 114:
      return "\r";
    case 116:
      return "\t";
    case 117:
      return scanUnicodeEscape(p);
    case 118:
      return "\v";
    default:
      return String.fromCharCode(c);
  }
}

const MAX_HEX_DIGITS = 6;

function scanUnicodeEscape(p: Parsing): string {
  const start = p.pos - 2;
  if (codeAt(p.text, p.pos) !== 123) return badEscape(p, start, p.pos);
  const digits = ++p.pos;
  while (isHexDigit(codeAt(p.text, p.pos)) && p.pos - digits < MAX_HEX_DIGITS) p.pos++;
  const count = p.pos - digits;
  const c = codeAt(p.text, p.pos);
  const here = { start: toScript(p, p.pos), end: toScript(p, p.pos + 1) };
  if (c !== 125) {
    if (count < MAX_HEX_DIGITS) report(p, here, "InvalidUnicodeEscapeSequence");
    else if (isHexDigit(c)) report(p, here, "TooManyDigitsInUnicodeEscapeSequence");
    else report(p, here, "MissingUnicodeEscapeSequenceTerminator");
    return "";
  }
  p.pos++;
  if (count === 0) return badEscape(p, start, p.pos);
  const value = parseInt(p.text.slice(digits, digits + count), 16);
  if (value <= 0x10ffff) return String.fromCodePoint(value);
  const extent = { start: toScript(p, digits), end: toScript(p, p.pos - 1) };
  report(p, extent, "InvalidUnicodeEscapeSequenceValue");
  return "";
}

function badEscape(p: Parsing, start: number, end: number): string {
  report(p, { start: toScript(p, start), end: toScript(p, end) }, "InvalidUnicodeEscapeSequence");
  return "";
}
