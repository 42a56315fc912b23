// .NET's regular expressions in JavaScript's: the same language with other spellings, rules for groups and anchors.
//
// Rule: every capturing group becomes a plain JavaScript group, and `groups` says which .NET group it is: unnamed ones are
// numbered first, then named ones, and several groups may share a name. What JavaScript cannot do is an error by name.

import { netError } from "../errors.js";
import type { EngineError } from "../errors.js";
import { CharacterClass, escapeClass, readEscapeClass } from "./character-class.js";

export const REGEX_OPTIONS = {
  IgnoreCase: 1,
  Multiline: 2,
  ExplicitCapture: 4,
  Compiled: 8,
  Singleline: 16,
  IgnorePatternWhitespace: 32,
  RightToLeft: 64,
  ECMAScript: 256,
  CultureInvariant: 512,
  NonBacktracking: 1024,
} as const;

export interface RegexGroup {
  /** "1", "2" … for unnamed groups. */
  readonly name: string;
  readonly number: number;
  /** The JavaScript groups that capture for it. */
  readonly slots: number[];
}

export interface TranslatedRegex {
  readonly source: string;
  readonly flags: string;
  /** All groups but group 0, by number. */
  readonly groups: readonly RegexGroup[];
  /** The pattern begins with \G: matches must touch. */
  readonly contiguous: boolean;
}

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly n: boolean;
  readonly s: boolean;
  readonly x: boolean;
}

/** Thrown inside when case rules change within the pattern; the translation starts again and spells both cases out. */
class MixedCase extends Error {}

export function parseError(pattern: string, offset: number, message: string): EngineError {
  const text = `Invalid pattern '${pattern}' at offset ${offset}. ${message}`;
  return netError("System.Text.RegularExpressions.RegexParseException", text);
}

function unsupported(pattern: string, what: string): EngineError {
  return netError(
    "System.NotSupportedException",
    `The regular expression '${pattern}' uses ${what}, which is not supported.`,
  );
}

/** Translates; throws RegexParseException, or NotSupportedException for what JavaScript has no counterpart for. */
export function translateRegex(pattern: string, options: number): TranslatedRegex {
  if (options & REGEX_OPTIONS.RightToLeft) throw unsupported(pattern, "RegexOptions.RightToLeft");
  try {
    return new Translator(pattern, options, false).run();
  } catch (error) {
    if (error instanceof MixedCase) return new Translator(pattern, options, true).run();
    throw error;
  }
}

const WORD_SET = "\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}\\u200c\\u200d";

class Translator {
  readonly #pattern: string;
  readonly #spellCases: boolean;
  readonly #initial: Flags;
  #at = 0;
  #unicode = false;
  #contiguous = false;
  /** Slots in the order of their opening; null for the helper of an atomic group. */
  #slots: (string | null)[] = [];
  #names: readonly string[] = [];
  #groups: RegexGroup[] = [];
  #slot = 0;

  constructor(pattern: string, options: number, spellCases: boolean) {
    this.#pattern = pattern;
    this.#spellCases = spellCases;
    const has = (option: number): boolean => (options & option) !== 0;
    this.#initial = {
      i: has(REGEX_OPTIONS.IgnoreCase),
      m: has(REGEX_OPTIONS.Multiline),
      n: has(REGEX_OPTIONS.ExplicitCapture),
      s: has(REGEX_OPTIONS.Singleline),
      x: has(REGEX_OPTIONS.IgnorePatternWhitespace),
    };
  }

  run(): TranslatedRegex {
    this.#numberGroups();
    const source = this.#alternatives(this.#initial, 0);
    if (this.#at < this.#pattern.length) throw this.#error("Too many )'s.", this.#at + 1);
    const ignoreCase = this.#initial.i && !this.#spellCases;
    return {
      source,
      flags: (ignoreCase ? "i" : "") + (this.#unicode ? "u" : ""),
      groups: this.#groups,
      contiguous: this.#contiguous,
    };
  }

  #error(message: string, offset = this.#at): EngineError {
    return parseError(this.#pattern, Math.min(offset, this.#pattern.length), message);
  }

  /** First pass: finds the groups, without translating. */
  #numberGroups(): void {
    const pattern = this.#pattern;
    const stack: boolean[] = [];
    let explicit = this.#initial.n;
    let extended = this.#initial.x;
    const marks: string[] = [];
    for (let i = 0; i < pattern.length; i++) {
      const ch = pattern[i]!;
      if (ch === "\\") i++;
      else if (ch === "[") i = skipClass(pattern, i);
      else if (extended && ch === "#") while (i + 1 < pattern.length && pattern[i + 1] !== "\n") i++;
      else if (ch === ")") {
        const saved = stack.pop();
        if (saved !== undefined) explicit = saved;
      } else if (ch === "(") {
        const rest = pattern.slice(i, i + 80);
        const named = /^\(\?(?:<([A-Za-z_0-9]\w*)>|'([A-Za-z_0-9]\w*)')/.exec(rest);
        const options = /^\(\?([imnsx]*)(?:-([imnsx]*))?([:)])/.exec(rest);
        if (rest.startsWith("(?#")) {
          i = Math.max(i, pattern.indexOf(")", i));
          continue;
        }
        if (options?.[3] === ")") {
          if (options[1]!.includes("n")) explicit = true;
          if (options[2]?.includes("n")) explicit = false;
          if (options[1]!.includes("x")) extended = true;
          if (options[2]?.includes("x")) extended = false;
          i += options[0].length - 1;
          continue;
        }
        stack.push(explicit);
        if (named) marks.push(named[1] ?? named[2]!);
        else if (rest.startsWith("(?>")) marks.push("(?>");
        else if (!rest.startsWith("(?") && !explicit) marks.push("(");
        if (options?.[1]?.includes("n")) explicit = true;
      }
    }
    this.#assignNumbers(marks);
  }

  #assignNumbers(marks: readonly string[]): void {
    const byName = new Map<string, RegexGroup>();
    const group = (name: string, number: number): RegexGroup => {
      let found = byName.get(name);
      if (!found) byName.set(name, (found = { name, number, slots: [] }));
      return found;
    };
    const explicitNumbers = new Set(marks.filter((mark) => /^\d+$/.test(mark)).map(Number));
    let next = 1;
    marks.forEach((mark, index) => {
      this.#slots.push(mark === "(?>" ? null : mark);
      if (mark !== "(") return;
      while (explicitNumbers.has(next)) next++;
      group(String(next), next).slots.push(index + 1);
      next++;
    });
    marks.forEach((mark, index) => {
      if (/^\d+$/.test(mark)) group(mark, Number(mark)).slots.push(index + 1);
    });
    let named = Math.max(next - 1, 0, ...explicitNumbers) + 1;
    marks.forEach((mark, index) => {
      if (mark === "(" || mark === "(?>" || /^\d+$/.test(mark)) return;
      if (!byName.has(mark)) group(mark, named++);
      byName.get(mark)!.slots.push(index + 1);
    });
    this.#groups = [...byName.values()].sort((a, b) => a.number - b.number);
    this.#names = this.#groups.map((found) => found.name);
  }

  /** Alternatives up to ")" or the end. */
  #alternatives(flags: Flags, depth: number): string {
    if (depth > 500) throw this.#error("The regular expression is nested too deeply.");
    let out = "";
    let last = "";
    let quantified = false;
    let current = flags;
    const flush = (): void => {
      out += last;
      last = "";
      quantified = false;
    };
    while (this.#at < this.#pattern.length) {
      const ch = this.#pattern[this.#at]!;
      if (ch === ")") break;
      if (current.x && /\s/.test(ch)) {
        this.#at++;
        continue;
      }
      if (current.x && ch === "#") {
        const line = this.#pattern.indexOf("\n", this.#at);
        this.#at = line < 0 ? this.#pattern.length : line + 1;
        continue;
      }
      if (ch === "|") {
        flush();
        out += "|";
        this.#at++;
        continue;
      }
      const quantifier = this.#quantifier();
      if (quantifier) {
        if (quantified) throw this.#error(`Nested quantifier '${quantifier}'.`);
        if (last === "") throw this.#error(`Quantifier '${quantifier}' following nothing.`);
        // JavaScript does not let assertions be repeated.
        if (/^\(\?<?[=!]/.test(last) || last === "^" || last === "$") last = `(?:${last})`;
        if (this.#pattern[this.#at] === "?") {
          this.#at++;
          last += quantifier + "?";
        } else last += quantifier;
        quantified = true;
        continue;
      }
      if (ch === "(") {
        const changed = this.#inlineOptions(current);
        if (changed) {
          if (changed !== true) current = changed;
          continue;
        }
      }
      flush();
      last = ch === "(" ? this.#group(current, depth) : this.#atom(current);
    }
    flush();
    return out;
  }

  /** Reads `*`, `+`, `?`, `{n,m}`; "" where there is none. */
  #quantifier(): string {
    const ch = this.#pattern[this.#at]!;
    if (ch === "*" || ch === "+" || ch === "?") {
      this.#at++;
      return ch;
    }
    if (ch !== "{") return "";
    const found = /^\{(\d+)(?:,(\d*))?\}/.exec(this.#pattern.slice(this.#at, this.#at + 40));
    if (!found) return "";
    this.#at += found[0].length;
    if (found[2] && Number(found[1]) > Number(found[2])) throw this.#error("Illegal {x,y} with x > y.");
    return found[0];
  }

  /** `(?i)` and `(?#…)`: the flags from here on, true for a comment, undefined where it is neither. */
  #inlineOptions(flags: Flags): Flags | true | undefined {
    const rest = this.#pattern.slice(this.#at);
    if (rest.startsWith("(?#")) {
      const close = this.#pattern.indexOf(")", this.#at);
      if (close < 0) throw this.#error("Unterminated (?#...) comment.", this.#pattern.length);
      this.#at = close + 1;
      return true;
    }
    const found = /^\(\?([imnsx]*)(?:-([imnsx]*))?\)/.exec(rest);
    if (!found || found[0] === "(?)") return undefined;
    this.#at += found[0].length;
    return this.#changed(flags, found[1]!, found[2] ?? "");
  }

  #changed(flags: Flags, on: string, off: string): Flags {
    const next = { ...flags } as Record<string, boolean>;
    for (const letter of on) next[letter] = true;
    for (const letter of off) next[letter] = false;
    if (next["i"] !== this.#initial.i && !this.#spellCases) throw new MixedCase();
    return next as unknown as Flags;
  }

  #group(flags: Flags, depth: number): string {
    const open = this.#at;
    const rest = this.#pattern.slice(open, open + 80);
    const close = (inner: string, before: string, after = ")"): string => {
      if (this.#pattern[this.#at] !== ")") throw this.#error("Not enough )'s.", this.#pattern.length);
      this.#at++;
      return before + inner + after;
    };
    const plain = /^\((?:\?:|\?=|\?!|\?<=|\?<!)/.exec(rest);
    if (plain) {
      this.#at += plain[0].length;
      return close(this.#alternatives(flags, depth + 1), plain[0]);
    }
    if (rest.startsWith("(?>")) {
      this.#at += 3;
      const slot = ++this.#slot;
      return close(this.#alternatives(flags, depth + 1), "(?:(?=(", `))\\${slot}(?:))`);
    }
    const options = /^\(\?([imnsx]*)(?:-([imnsx]*))?:/.exec(rest);
    if (options) {
      this.#at += options[0].length;
      return close(this.#alternatives(this.#changed(flags, options[1]!, options[2] ?? ""), depth + 1), "(?:");
    }
    const named = /^\(\?(?:<([A-Za-z_0-9]\w*)>|'([A-Za-z_0-9]\w*)')/.exec(rest);
    if (named) {
      this.#at += named[0].length;
      this.#slot++;
      return close(this.#alternatives(flags, depth + 1), "(");
    }
    if (rest.startsWith("(?(")) throw unsupported(this.#pattern, "a conditional group (?(…)…)");
    if (/^\(\?[<'][\w]*-/.test(rest)) throw unsupported(this.#pattern, "a balancing group");
    if (/^\(\?[<']/.test(rest))
      throw this.#error("Invalid group name: Group names must begin with a word character.", open + 3);
    if (rest.startsWith("(?")) throw this.#error("Unrecognized grouping construct.", open + 2);
    this.#at++;
    if (flags.n) return close(this.#alternatives(flags, depth + 1), "(?:");
    this.#slot++;
    return close(this.#alternatives(flags, depth + 1), "(");
  }

  /** One character, class, anchor or reference. */
  #atom(flags: Flags): string {
    const ch = this.#pattern[this.#at++]!;
    switch (ch) {
      case "^":
        return flags.m ? "(?<=^|\\n)" : "^";
      case "$":
        return flags.m ? "(?=\\n|$)" : "(?=\\n?$)";
      case ".":
        return flags.s ? "[^]" : "[^\\n]";
      case "[":
        return this.#class(flags);
      case "\\":
        return this.#escape(flags);
      default:
        return this.#literal(ch, flags);
    }
  }

  #literal(ch: string, flags: Flags): string {
    if (this.#spellCases && flags.i) {
      const lower = ch.toLowerCase();
      const upper = ch.toUpperCase();
      if (lower !== upper && upper.length === 1) return `[${lower}${upper}]`;
    }
    return /[\\^$.*+?()[\]{}|/]/.test(ch) ? "\\" + ch : ch;
  }

  #class(flags: Flags): string {
    const read = CharacterClass.read(this.#pattern, this.#at);
    this.#at = read.end;
    if (read.value.unicode) this.#unicode = true;
    return read.value.source(this.#spellCases && flags.i);
  }

  #escape(flags: Flags): string {
    if (this.#at >= this.#pattern.length) throw this.#error("Illegal \\ at end of pattern.");
    const ch = this.#pattern[this.#at]!;
    const shorthand = readEscapeClass(this.#pattern, this.#at);
    if (shorthand) {
      this.#at = shorthand.end;
      if (shorthand.unicode) this.#unicode = true;
      return shorthand.alone;
    }
    const anchor = this.#anchor(ch);
    if (anchor !== undefined) {
      this.#at++;
      return anchor;
    }
    const reference = this.#reference();
    if (reference !== undefined) return reference;
    const character = escapeClass(this.#pattern, this.#at);
    if (!character) throw this.#error(`Unrecognized escape sequence \\${ch}.`, this.#at + 1);
    this.#at = character.end;
    return this.#literal(String.fromCharCode(character.code), flags).replace(
      /[\n\r\u2028\u2029]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  }

  #anchor(ch: string): string | undefined {
    switch (ch) {
      case "A":
        return "^";
      case "z":
        return "$";
      case "Z":
        return "(?=\\n?$)";
      case "G":
        this.#contiguous = true;
        return "";
      case "b":
        this.#unicode = true;
        return `(?:(?<=[${WORD_SET}])(?![${WORD_SET}])|(?<![${WORD_SET}])(?=[${WORD_SET}]))`;
      case "B":
        this.#unicode = true;
        return `(?:(?<=[${WORD_SET}])(?=[${WORD_SET}])|(?<![${WORD_SET}])(?![${WORD_SET}]))`;
      default:
        return undefined;
    }
  }

  /** \1, \k<name>, \k'name'. */
  #reference(): string | undefined {
    const rest = this.#pattern.slice(this.#at, this.#at + 80);
    const named = /^k(?:<(\w+)>|'(\w+)')/.exec(rest);
    const numbered = /^[1-9]\d*/.exec(rest);
    if (!named && !numbered) return undefined;
    let name = named ? (named[1] ?? named[2]!) : numbered![0];
    if (!named && !this.#names.includes(name)) {
      if (name.length > 1 && /^[0-7]{2,3}/.test(name)) return undefined;
      while (name.length > 1 && !this.#names.includes(name)) name = name.slice(0, -1);
    }
    const group = this.#groups.find((found) => found.name === name);
    if (!group && named) throw this.#error(`Reference to undefined group name '${name}'.`, this.#at + named[0].length);
    if (!group) throw this.#error(`Reference to undefined group number ${name}.`, this.#at + name.length);
    this.#at += named ? named[0].length : name.length;
    return group.slots.map((slot) => `\\${slot}(?:)`).join("");
  }
}

/** The index of the "]" that closes the class opened at `open`. */
function skipClass(pattern: string, open: number): number {
  let i = open + 1;
  if (pattern[i] === "^") i++;
  if (pattern[i] === "]") i++;
  for (; i < pattern.length; i++) {
    if (pattern[i] === "\\") i++;
    else if (pattern[i] === "[" && pattern[i - 1] === "-") i = skipClass(pattern, i);
    else if (pattern[i] === "]") return i;
  }
  return pattern.length;
}
