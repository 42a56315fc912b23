// What XML says of characters: which may stand where, and what they are written for.

// oxlint-disable no-control-regex -- XML forbids control characters, so this file names them

export const LT: number = 60;
export const GT: number = 62;
export const SLASH: number = 47;
export const EQUALS: number = 61;
// Names of XML 1.0 (fifth edition), within the first plane.
const START =
  "A-Za-z_\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd";
const REST = `-.0-9${START}\\u00b7\\u0300-\\u036f\\u203f\\u2040`;
export const DECLARATION: RegExp =
  /^<\?xml\s+version\s*=\s*(["'])1\.\d+\1(?:\s+encoding\s*=\s*(["'])[A-Za-z][-\w.]*\2)?(?:\s+standalone\s*=\s*(["'])(?:yes|no)\3)?\s*\?>$/;
export const NAME_START: RegExp = new RegExp(`^[${START}]`);
export const NAME: RegExp = new RegExp(`^[${START}][${REST}]*$`);
export const PREFIXED_NAME: RegExp = new RegExp(`^[${START}][${REST}]*:[${START}][${REST}]*$`);
export const NO_NAME_CHARACTER: RegExp = new RegExp(`[^${REST}]`);
export const LEADING_NAME: RegExp = new RegExp(`^[${REST}:]*`);
export const FORBIDDEN: RegExp =
  /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
/** What calls for a closer look: what XML forbids, may forbid, or changes (CR). */
export const UNUSUAL: RegExp = /[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|\]\]>/;

export const PLAIN_ENTITIES: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

export function withoutCarriageReturns(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

/** True for text that is its own content: no marks, no references, nothing unusual. */
export function isPlainText(text: string): boolean {
  return !text.includes("<") && !text.includes("&") && !UNUSUAL.test(text);
}

export function hex(text: string, index: number): string {
  return "0x" + text.charCodeAt(index).toString(16).toUpperCase().padStart(2, "0");
}

export function isLetter(code: number): boolean {
  const small = code | 32;
  return small >= 97 && small <= 122;
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}
