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

const ESCAPE = /_[xX](?:([0-9a-fA-F]{4})|([0-9a-fA-F]{8}))_/g;

/** Undoes `_xHHHH_` (one UTF-16 code unit) and `_xHHHHHHHH_` (a code point beyond U+FFFF). What is no escape stays. */
export function decodeEscapes(text: string): string {
  if (!text.includes("_")) return text;
  return text.replace(ESCAPE, (whole, unit: string | undefined, point: string | undefined) => {
    if (unit !== undefined) return String.fromCharCode(parseInt(unit, 16));
    const code = parseInt(point!, 16);
    return code > 0xffff && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
