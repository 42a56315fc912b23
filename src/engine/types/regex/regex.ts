// System.Text.RegularExpressions over JavaScript's engine: Regex, Match, Group and Capture, and what the operators need.

import { NetObject } from "../../../objects/index.js";
import type { RegexGroup, TranslatedRegex } from "./translate.js";
import { parseError, REGEX_OPTIONS, translateRegex } from "./translate.js";
import { argumentNull } from "../errors.js";

export { REGEX_OPTIONS } from "./translate.js";

/** System.Text.RegularExpressions.Regex. */
export class Regex extends NetObject {
  readonly typeName: string = "System.Text.RegularExpressions.Regex";
  readonly pattern: string;
  readonly options: number;
  readonly #translated: TranslatedRegex;
  readonly #search: RegExp;
  #indexed: RegExp | undefined;
  constructor(pattern: string, options = 0) {
    super();
    this.pattern = pattern;
    this.options = options;
    this.#translated = translateRegex(pattern, options);
    this.#search = this.#compile("");
  }
  #compile(extra: string): RegExp {
    const { source, flags, contiguous } = this.#translated;
    try {
      return new RegExp(source, flags + extra + (contiguous ? "y" : "g"));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw parseError(this.pattern, 0, error.message);
    }
  }
  get groups(): readonly RegexGroup[] {
    return this.#translated.groups;
  }
  isMatch(text: string, start = 0): boolean {
    this.#search.lastIndex = start;
    return this.#search.test(text);
  }
  /** The first match at or after `start`; undefined where there is none. */
  match(text: string, start = 0): Match | undefined {
    this.#search.lastIndex = start;
    const found = this.#search.exec(text);
    return found ? new Match(this, text, found) : undefined;
  }
  /** All matches; an empty one moves on by one character. */
  *matches(text: string, start = 0): IterableIterator<Match> {
    let at = start;
    while (at <= text.length) {
      const found = this.match(text, at);
      if (!found) return;
      yield found;
      at = found.length === 0 ? found.index + 1 : found.index + found.length;
    }
  }
  /** Places of the groups of a match: JavaScript slots to [start, end]. */
  indicesAt(text: string, index: number): readonly (readonly [number, number] | undefined)[] {
    this.#indexed ??= this.#compile("d");
    this.#indexed.lastIndex = index;
    return (this.#indexed.exec(text) as { indices?: ([number, number] | undefined)[] } | null)?.indices ?? [];
  }
  /** Replaces up to `count` matches (all where negative) by a replacement pattern or what a function says. */
  replace(text: string, replacement: string | ((match: Match) => string), count = -1, start = 0): string {
    if (count === 0) return text;
    const substitute = typeof replacement === "string" ? replacementFunction(replacement, this) : replacement;
    let out = "";
    let last = 0;
    let done = 0;
    for (const match of this.matches(text, start)) {
      out += text.slice(last, match.index) + substitute(match);
      last = match.index + match.length;
      if (++done === count) break;
    }
    return done === 0 ? text : out + text.slice(last);
  }
  /** The pieces between matches, with the text of captured groups between them; at most `count` pieces where it is not 0. */
  split(text: string, count = 0, start = 0): string[] {
    if (count === 1) return [text];
    const pieces: string[] = [];
    let last = 0;
    for (const match of this.matches(text, start)) {
      pieces.push(text.slice(last, match.index));
      for (const group of this.groups) if (match.group(group).success) pieces.push(match.group(group).value);
      last = match.index + match.length;
      if (--count === 1) break;
    }
    pieces.push(text.slice(last));
    return pieces;
  }
}

/** System.Text.RegularExpressions.Capture and Group: a piece of the input. */
export class Group extends NetObject {
  readonly typeName: string;
  readonly name: string;
  readonly success: boolean;
  readonly value: string;
  readonly #index: () => number;
  constructor(name: string, value: string | undefined, index: () => number, typeName?: string) {
    super();
    this.typeName = typeName ?? "System.Text.RegularExpressions.Group";
    this.name = name;
    this.success = value !== undefined;
    this.value = value ?? "";
    this.#index = index;
  }
  get index(): number {
    return this.success ? this.#index() : 0;
  }
  get length(): number {
    return this.value.length;
  }
}

/** System.Text.RegularExpressions.Match. */
export class Match extends Group {
  readonly regex: Regex | undefined;
  readonly input: string;
  readonly #slots: readonly (string | undefined)[];
  readonly #at: number;
  constructor(regex: Regex | undefined, input: string, found: RegExpExecArray | undefined) {
    super("0", found?.[0], () => found?.index ?? 0, "System.Text.RegularExpressions.Match");
    this.regex = regex;
    this.input = input;
    this.#slots = found ?? [];
    this.#at = found?.index ?? 0;
  }
  /** What a group captured. */
  group(group: RegexGroup): Group {
    const slot = group.slots.findLast((index) => this.#slots[index] !== undefined);
    if (slot === undefined) return new Group(group.name, undefined, () => 0);
    const place = (): number => this.regex?.indicesAt(this.input, this.#at)[slot]?.[0] ?? 0;
    return new Group(group.name, this.#slots[slot], place);
  }
  /** Group 0 and all others, by number. */
  allGroups(): Group[] {
    return [this, ...(this.regex?.groups ?? []).map((group) => this.group(group))];
  }
  /** By number or name; a group that failed or is not there is an unsuccessful one. */
  find(key: string): Group {
    if (key === "0") return this;
    const group = this.regex?.groups.find((found) => found.name === key || String(found.number) === key);
    return group ? this.group(group) : new Group(key, undefined, () => 0);
  }
  next(): Match {
    if (!this.regex || !this.success) return this;
    const at = this.length === 0 ? this.index + 1 : this.index + this.length;
    const found = at <= this.input.length ? this.regex.match(this.input, at) : undefined;
    return found ?? new Match(this.regex, this.input, undefined);
  }
  /** Match.Result: a replacement pattern filled in. */
  result(pattern: string): string {
    return this.regex ? replacementFunction(pattern, this.regex)(this) : pattern;
  }
}

/** Compiles "$1 ${name} $& $` $' $+ $_ $$". */
function replacementFunction(pattern: string, regex: Regex): (match: Match) => string {
  if (!pattern.includes("$")) return () => pattern;
  const parts: (string | ((match: Match) => string))[] = [];
  const token = /\$(?:(\d+)|\{(\w+)\}|([$&`'+_]))/g;
  let last = 0;
  for (const found of pattern.matchAll(token)) {
    const part = replacementPart(found, regex);
    if (part === undefined) continue;
    parts.push(pattern.slice(last, found.index), part);
    last = found.index + found[0].length;
  }
  parts.push(pattern.slice(last));
  return (match) => parts.map((part) => (typeof part === "string" ? part : part(match))).join("");
}

/** One token; undefined where it stands for itself. */
function replacementPart(found: RegExpMatchArray, regex: Regex): string | ((match: Match) => string) | undefined {
  const name = found[1] ?? found[2];
  if (name !== undefined) {
    if (Number(name) === 0 && /^\d+$/.test(name)) return (match) => match.value;
    const key = /^\d+$/.test(name) ? String(Number(name)) : name;
    const group = regex.groups.find((item) => item.name === key);
    return group && ((match) => match.group(group).value);
  }
  switch (found[3]) {
    case "$":
      return "$";
    case "&":
      return (match) => match.value;
    case "`":
      return (match) => match.input.slice(0, match.index);
    case "'":
      return (match) => match.input.slice(match.index + match.length);
    case "_":
      return (match) => match.input;
    default: {
      const last = regex.groups.at(-1);
      return last ? (match) => match.group(last).value : (match) => match.value;
    }
  }
}

/** `[regex]::Escape`. */
export function escapeRegex(text: string): string {
  const names: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f" };
  return text.replace(/[\\*+?|{[()^$.# \n\r\t\f]/g, (ch) => names[ch] ?? "\\" + ch);
}

/** `[regex]::Unescape`. */
export function unescapeRegex(text: string): string {
  const names: Record<string, string> = { n: "\n", r: "\r", t: "\t", f: "\f", v: "\v", a: "\x07", e: "\x1b" };
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/gs, (_, x: string, u: string, ch: string) =>
    (x ?? u) !== undefined ? String.fromCharCode(parseInt(x ?? u, 16)) : (names[ch] ?? ch),
  );
}

/** Translated expressions by pattern and options; a bounded store, oldest out first. */
export class RegexCache {
  readonly #store: Map<string, Regex> = new Map();
  readonly #limit: number;
  constructor(limit = 500) {
    this.#limit = limit;
  }
  get(pattern: string, options: number): Regex {
    if (pattern === null) throw argumentNull("pattern");
    const key = `${options}/${pattern}`;
    let regex = this.#store.get(key);
    if (!regex) {
      regex = new Regex(pattern, options);
      if (this.#store.size >= this.#limit) this.#store.delete(this.#store.keys().next().value!);
      this.#store.set(key, regex);
    }
    return regex;
  }
}

/** RegexOptions of a case-ruled operator. */
export function caseOption(caseSensitive: boolean): number {
  return caseSensitive ? 0 : REGEX_OPTIONS.IgnoreCase;
}
