// Character classes and escapes of .NET's regular expressions: [a-z-[aeiou]], \d, \p{IsGreek}, \x41.

import { netError } from "../errors.js";

/** Unicode blocks by .NET's names; what scripts ask for. */
const BLOCKS: Readonly<Record<string, string>> = {
  IsBasicLatin: "\\u0000-\\u007f",
  "IsLatin-1Supplement": "\\u0080-\\u00ff",
  "IsLatinExtended-A": "\\u0100-\\u017f",
  "IsLatinExtended-B": "\\u0180-\\u024f",
  IsGreek: "\\u0370-\\u03ff",
  IsGreekandCoptic: "\\u0370-\\u03ff",
  IsCyrillic: "\\u0400-\\u04ff",
  IsHebrew: "\\u0590-\\u05ff",
  IsArabic: "\\u0600-\\u06ff",
  IsThai: "\\u0e00-\\u0e7f",
  IsGeneralPunctuation: "\\u2000-\\u206f",
  IsCurrencySymbols: "\\u20a0-\\u20cf",
  IsArrows: "\\u2190-\\u21ff",
  IsMathematicalOperators: "\\u2200-\\u22ff",
  IsBoxDrawing: "\\u2500-\\u257f",
  IsHiragana: "\\u3040-\\u309f",
  IsKatakana: "\\u30a0-\\u30ff",
  IsCJKUnifiedIdeographs: "\\u4e00-\\u9fff",
  IsHangulSyllables: "\\uac00-\\ud7af",
};

const WORD = "\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}";

/** A class escape: how it is written by itself and, where it can be, inside brackets. */
export interface EscapeClass {
  readonly alone: string;
  /** "" where it cannot stand inside brackets as it is (a negated set). */
  readonly inClass: string;
  /** For a negated set inside brackets: what it excludes. */
  readonly excludes: string;
  readonly unicode: boolean;
  readonly end: number;
}

/** Reads \d \w \s \p{…} and their opposites at `at` (behind the backslash); undefined where there is none. */
export function readEscapeClass(pattern: string, at: number): EscapeClass | undefined {
  const end = at + 1;
  switch (pattern[at]) {
    case "d":
      return { alone: "\\p{Nd}", inClass: "\\p{Nd}", excludes: "", unicode: true, end };
    case "D":
      return { alone: "\\P{Nd}", inClass: "\\P{Nd}", excludes: "", unicode: true, end };
    case "w":
      return { alone: `[${WORD}]`, inClass: WORD, excludes: "", unicode: true, end };
    case "W":
      return { alone: `[^${WORD}]`, inClass: "", excludes: WORD, unicode: true, end };
    case "s":
      return { alone: "[\\s\\x85]", inClass: "\\s\\x85", excludes: "", unicode: false, end };
    case "S":
      return { alone: "[^\\s\\x85]", inClass: "\\S", excludes: "", unicode: false, end };
    case "p":
    case "P": {
      const found = /^[pP]\{([\w-]+)\}/.exec(pattern.slice(at, at + 60));
      if (!found) throw badEscape(pattern, at, "Incomplete \\p{X} character escape.");
      return property(pattern, at, found[1]!, pattern[at] === "P", at + found[0].length);
    }
    default:
      return undefined;
  }
}

function property(pattern: string, at: number, name: string, negated: boolean, end: number): EscapeClass {
  const block = BLOCKS[name];
  if (block) {
    const alone = `[${negated ? "^" : ""}${block}]`;
    return { alone, inClass: negated ? "" : block, excludes: negated ? block : "", unicode: false, end };
  }
  const known = /^(L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfson]?)$/.test(name);
  if (!known) throw badEscape(pattern, at, `Unknown property '${name}'.`);
  const text = `\\${negated ? "P" : "p"}{${name}}`;
  return { alone: text, inClass: text, excludes: "", unicode: true, end };
}

function badEscape(pattern: string, at: number, message: string): Error {
  return netError(
    "System.Text.RegularExpressions.RegexParseException",
    `Invalid pattern '${pattern}' at offset ${at + 1}. ${message}`,
  );
}

const CONTROLS: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13, e: 27 };

/** A character escape at `at` (behind the backslash); undefined for a letter that means nothing. */
export function escapeClass(pattern: string, at: number): { readonly code: number; readonly end: number } | undefined {
  const ch = pattern[at]!;
  const control = CONTROLS[ch];
  if (control !== undefined) return { code: control, end: at + 1 };
  const rest = pattern.slice(at, at + 6);
  const hex = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/.exec(rest);
  if (hex) return { code: parseInt(hex[1] ?? hex[2]!, 16), end: at + hex[0].length };
  if (ch === "x" || ch === "u")
    throw badEscape(pattern, pattern.length - 1, "Insufficient or invalid hexadecimal digits.");
  const octal = /^[0-7]{1,3}/.exec(rest);
  if (octal) return { code: parseInt(octal[0], 8) & 255, end: at + octal[0].length };
  const key = /^c([@-_a-z])/.exec(rest);
  if (key) return { code: key[1]!.toUpperCase().charCodeAt(0) - 64, end: at + 2 };
  if (/\w/.test(ch)) return undefined;
  return { code: ch.charCodeAt(0), end: at + 1 };
}

function classLiteral(code: number): string {
  const ch = String.fromCharCode(code);
  if (/[\\\]^\-[]/.test(ch)) return "\\" + ch;
  return code < 32 || code > 126 ? `\\u${code.toString(16).padStart(4, "0")}` : ch;
}

/** What stands between [ and ], read but not yet written. */
export class CharacterClass {
  readonly #negated: boolean;
  readonly #parts: readonly (readonly [number, number] | string)[];
  readonly #excluded: readonly string[];
  readonly #subtracted: CharacterClass | undefined;
  readonly unicode: boolean;

  private constructor(
    negated: boolean,
    parts: readonly (readonly [number, number] | string)[],
    excluded: readonly string[],
    subtracted: CharacterClass | undefined,
    unicode: boolean,
  ) {
    this.#negated = negated;
    this.#parts = parts;
    this.#excluded = excluded;
    this.#subtracted = subtracted;
    this.unicode = unicode || (subtracted?.unicode ?? false);
  }

  /** Reads from behind "[" to behind "]". */
  static read(pattern: string, start: number): { readonly value: CharacterClass; readonly end: number } {
    let at = start;
    const negated = pattern[at] === "^";
    if (negated) at++;
    const parts: (readonly [number, number] | string)[] = [];
    const excluded: string[] = [];
    let subtracted: CharacterClass | undefined;
    let unicode = false;
    for (let first = true; ; first = false) {
      if (at >= pattern.length) throw badEscape(pattern, pattern.length - 1, "Unterminated [] set.");
      if (pattern[at] === "]" && !first) break;
      if (pattern[at] === "-" && pattern[at + 1] === "[" && !first) {
        const inner = CharacterClass.read(pattern, at + 2);
        subtracted = inner.value;
        at = inner.end;
        continue;
      }
      const shorthand = pattern[at] === "\\" ? readEscapeClass(pattern, at + 1) : undefined;
      if (shorthand) {
        unicode ||= shorthand.unicode;
        if (shorthand.excludes) excluded.push(shorthand.excludes);
        else parts.push(shorthand.inClass);
        at = shorthand.end;
        continue;
      }
      const low = readCharacter(pattern, at);
      at = low.end;
      const ranged =
        pattern[at] === "-" && at + 1 < pattern.length && pattern[at + 1] !== "]" && pattern[at + 1] !== "[";
      if (!ranged || (pattern[at + 1] === "\\" && readEscapeClass(pattern, at + 2))) {
        parts.push([low.code, low.code]);
        continue;
      }
      const high = readCharacter(pattern, at + 1);
      if (high.code < low.code) {
        const range = `${String.fromCharCode(low.code)}-${String.fromCharCode(high.code)}`;
        throw badEscape(pattern, high.end - 1, `[${range}] range in reverse order.`);
      }
      parts.push([low.code, high.code]);
      at = high.end;
    }
    return { value: new CharacterClass(negated, parts, excluded, subtracted, unicode), end: at + 1 };
  }

  /** JavaScript's spelling. `bothCases`: letters stand for their other case too. */
  source(bothCases: boolean): string {
    let set = "";
    for (const part of this.#parts) {
      if (typeof part === "string") set += part;
      else set += rangeSource(part[0], part[1]) + (bothCases ? otherCases(part[0], part[1]) : "");
    }
    let text: string;
    if (this.#excluded.length > 0) {
      // A negated set among others: "any of these, or none of those".
      const any = [...(set ? [`[${set}]`] : []), ...this.#excluded.map((inner) => `[^${inner}]`)].join("|");
      text = this.#negated ? `(?:(?!${any})[^])` : `(?:${any})`;
    } else text = `[${this.#negated ? "^" : ""}${set}]`;
    return this.#subtracted ? `(?:(?!${this.#subtracted.source(bothCases)})${text})` : text;
  }
}

function readCharacter(pattern: string, at: number): { readonly code: number; readonly end: number } {
  if (pattern[at] !== "\\") return { code: pattern.charCodeAt(at), end: at + 1 };
  if (at + 1 >= pattern.length) throw badEscape(pattern, at, "Illegal \\ at end of pattern.");
  if (pattern[at + 1] === "b") return { code: 8, end: at + 2 };
  const escape = escapeClass(pattern, at + 1);
  if (!escape) throw badEscape(pattern, at + 1, `Unrecognized escape sequence \\${pattern[at + 1]}.`);
  return escape;
}

function rangeSource(low: number, high: number): string {
  return low === high ? classLiteral(low) : `${classLiteral(low)}-${classLiteral(high)}`;
}

/** The other cases of the letters from `low` to `high`; long ranges count only ASCII letters. */
function otherCases(low: number, high: number): string {
  let out = "";
  for (let code = low; code <= high && code - low < 512; code++) {
    const ch = String.fromCharCode(code);
    const other = ch === ch.toLowerCase() ? ch.toUpperCase() : ch.toLowerCase();
    if (other.length === 1 && other !== ch) out += classLiteral(other.charCodeAt(0));
  }
  return out;
}
