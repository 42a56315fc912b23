// Characters: what XML cannot hold, and PowerShell's _xHHHH_ for it. MS-PSRP 2.2.5.3.2.
//
// Rule: a string is tested before it is rebuilt, for nearly all strings need nothing.

// oxlint-disable no-control-regex -- control characters are what this file is about

const NEEDS_ESCAPE = /[&<>\0-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_[xX]/;
const ESCAPABLE = /[&<>\0-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_(?=[xX])/g;
const NEEDS_ATTRIBUTE_ESCAPE = /[&<>"\0-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_[xX]/;
const ATTRIBUTE_ESCAPABLE = /[&<>"\0-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_(?=[xX])/g;

/** A string as the content of an element. */
export function escapeText(text: string): string {
  return NEEDS_ESCAPE.test(text) ? text.replace(ESCAPABLE, escapeCharacter) : text;
}

/** A string as the value of an attribute in double quotes. */
export function escapeAttribute(text: string): string {
  return NEEDS_ATTRIBUTE_ESCAPE.test(text) ? text.replace(ATTRIBUTE_ESCAPABLE, escapeCharacter) : text;
}

/** XML's own marks only: for text that PowerShell does not encode (numbers and the like never need it). */
function escapeCharacter(character: string): string {
  switch (character) {
    case "&":
      return "&amp;";
    case "<":
      return "&lt;";
    case ">":
      return "&gt;";
    case '"':
      return "&quot;";
    // Noncharacters go as references, as on the wire; other text cannot contain them.
    case "\ufffe":
      return "&#xFFFE;";
    case "\uffff":
      return "&#xFFFF;";
    default:
      return "_x" + character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0") + "_";
  }
}

/** Undoes `_xHHHH_` (one UTF-16 code unit) and `_xHHHHHHHH_` (a code point beyond U+FFFF). What is no escape stays. */
export function decodeEscapes(text: string): string {
  let mark = text.indexOf("_");
  if (mark < 0) return text;
  let decoded = "";
  let done = 0;
  while (mark >= 0) {
    const letter = text.charCodeAt(mark + 1);
    const escape = letter === 120 || letter === 88 ? escapeAt(text, mark + 2) : undefined;
    if (escape === undefined) mark = text.indexOf("_", mark + 1);
    else {
      decoded += text.slice(done, mark) + escape;
      done = mark + (text.charCodeAt(mark + 6) === UNDERSCORE ? 7 : 11);
      mark = text.indexOf("_", done);
    }
  }
  return done === 0 ? text : decoded + text.slice(done);
}

const UNDERSCORE = 95;

/** What the digits from `start` and the underscore after them stand for, if they stand for anything. */
function escapeAt(text: string, start: number): string | undefined {
  const unit = hexadecimal(text, start, 4);
  if (unit < 0) return undefined;
  if (text.charCodeAt(start + 4) === UNDERSCORE) return String.fromCharCode(unit);
  const low = hexadecimal(text, start + 4, 4);
  if (low < 0 || unit === 0 || unit > 0x10 || text.charCodeAt(start + 8) !== UNDERSCORE) return undefined;
  return String.fromCodePoint(unit * 0x10000 + low);
}

function hexadecimal(text: string, start: number, length: number): number {
  let value = 0;
  for (let i = start; i < start + length; i++) {
    const code = text.charCodeAt(i);
    const letter = code | 32;
    if (code >= 48 && code <= 57) value = value * 16 + code - 48;
    else if (letter >= 97 && letter <= 102) value = value * 16 + letter - 87;
    else return -1;
  }
  return value;
}
