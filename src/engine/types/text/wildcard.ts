// Wildcard patterns: * ? [a-z] and the backtick that escapes them. Shared by -like, switch -wildcard and every cmdlet.

import { runtimeError } from "../errors.js";

/** A compiled pattern: matches whole texts. */
export interface WildcardPattern {
  readonly pattern: string;
  isMatch(text: string): boolean;
}

const SPECIAL = /[*?[\]]/;

export function hasWildcards(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "`") i++;
    else if (text[i] === "*" || text[i] === "?" || text[i] === "[") return true;
  }
  return false;
}

/** `[WildcardPattern]::Escape`. */
export function escapeWildcard(text: string): string {
  return text.replace(/[*?[\]`]/g, "`$&");
}

/** `[WildcardPattern]::Unescape`: takes the backtick off special characters. */
export function unescapeWildcard(text: string): string {
  return text.replace(/`([*?[\]`])/g, "$1");
}

/** The JavaScript regular expression of a wildcard pattern, without its flags. Throws WildcardPatternException. */
function wildcardSource(pattern: string): string {
  let source = "^";
  for (let i = 0; i < pattern.length; i++) {
    const ch = pattern[i]!;
    if (ch === "`" && i + 1 < pattern.length) source += literal(pattern[++i]!);
    else if (ch === "*") source += "[^]*";
    else if (ch === "?") source += "[^]";
    else if (ch === "[") {
      const end = closingBracket(pattern, i);
      if (end < 0) throw invalidPattern(pattern);
      source += characterSet(pattern.slice(i + 1, end));
      i = end;
    } else source += literal(ch);
  }
  return source + "$";
}

function literal(ch: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(ch) ? "\\" + ch : ch;
}

function closingBracket(pattern: string, open: number): number {
  for (let i = open + 1; i < pattern.length; i++) {
    if (pattern[i] === "`") i++;
    else if (pattern[i] === "]" && i > open + 1) return i;
  }
  return -1;
}

function characterSet(inner: string): string {
  let set = "";
  for (let i = 0; i < inner.length; i++) {
    let ch = inner[i]!;
    if (ch === "`" && i + 1 < inner.length) ch = inner[++i]!;
    else if (ch === "-" && i > 0 && i < inner.length - 1) {
      set += "-";
      continue;
    }
    set += /[\\\]^\-[]/.test(ch) ? "\\" + ch : ch;
  }
  return `[${set}]`;
}

function invalidPattern(pattern: string): Error {
  return runtimeError("RuntimeException", `The specified wildcard character pattern is not valid: ${pattern}`, {
    exceptionType: "System.Management.Automation.WildcardPatternException",
    category: "NotSpecified",
  });
}

function compile(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(wildcardSource(pattern), flags);
  } catch (error) {
    // A range in reverse order, "[z-a]".
    if (error instanceof SyntaxError) throw invalidPattern(pattern);
    throw error;
  }
}

/** Compiles a pattern. Patterns of one star at an end, and those without any, need no regular expression. */
export function wildcard(pattern: string, caseSensitive = false): WildcardPattern {
  const fold = (text: string): string => (caseSensitive ? text : text.toLowerCase());
  if (pattern === "*") return { pattern, isMatch: () => true };
  if (!pattern.includes("`")) {
    if (!SPECIAL.test(pattern)) {
      const folded = fold(pattern);
      return { pattern, isMatch: (text) => fold(text) === folded };
    }
    const head = pattern.slice(0, -1);
    if (pattern.endsWith("*") && !SPECIAL.test(head)) {
      const folded = fold(head);
      return { pattern, isMatch: (text) => fold(text).startsWith(folded) };
    }
  }
  const expression = compile(pattern, caseSensitive ? "" : "i");
  return { pattern, isMatch: (text) => expression.test(text) };
}
