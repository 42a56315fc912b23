// System.Text.RegularExpressions: Regex, Match, Group, Capture and their collections.

import { NetObject, typedArray } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { TypeContext } from "../../context.js";
import type { Family, Member } from "../../define.js";
import { argumentNull } from "../../errors.js";
import { IndexedObject } from "../../members/indexing.js";
import { escapeRegex, Group, Match, Regex, unescapeRegex } from "../../regex/regex.js";
import { enumValue } from "../../convert/enum.js";
import { callBlock, copyArray } from "../collections/array-tools.js";
import { contextOf, numberOf, stringArray } from "../common.js";

const NS = "System.Text.RegularExpressions.";
const OPTIONS = `${NS}RegexOptions options`;

/** MatchCollection, GroupCollection, CaptureCollection: found by number, groups by name too. */
class RegexItems extends IndexedObject {
  readonly typeName: string;
  readonly items: readonly Group[];
  readonly #find: ((name: string) => Group) | undefined;
  constructor(typeName: string, items: readonly Group[], find?: (name: string) => Group) {
    super();
    this.typeName = NS + typeName;
    this.items = items;
    this.#find = find;
  }
  [Symbol.iterator](): IterableIterator<Group> {
    return this.items[Symbol.iterator]();
  }
  item(index: number): Group | undefined {
    if (this.#find) return this.#find(String(index));
    return this.items[index];
  }
  named(name: string): Group | undefined {
    return this.#find?.(name) ?? undefined;
  }
  indexGet(indexes: readonly unknown[], context: TypeContext): unknown {
    const [index] = indexes;
    if (typeof index === "string" && this.#find) return this.#find(index);
    const number = context.values.convert(index, "int") as number;
    return this.item(number < 0 ? number + this.items.length : number);
  }
}

const matches = (regex: Regex, text: string, start = 0): RegexItems =>
  new RegexItems("MatchCollection", [...regex.matches(text, start)]);

const first = (regex: Regex, text: string, start = 0): Match =>
  regex.match(text, start) ?? new Match(undefined, text, undefined);

const make = (pattern: string, options: unknown, engine: Engine): Regex =>
  contextOf(engine).regexes.get(pattern, numberOf(options as number));

function input(text: string | null): string {
  if (text === null) throw argumentNull("input");
  return text;
}

const isBlock = (value: unknown): boolean => value instanceof NetObject;

/** A replacement: a pattern, or a script block called with each match. */
function replacement(value: unknown, engine: Engine): string | ((match: Match) => string) {
  if (!isBlock(value)) return engine.values.toText(value);
  return (match) => engine.values.toText(callBlock(value, [match], engine));
}

const split = (regex: Regex, text: string, count = 0, start = 0): unknown =>
  stringArray(regex.split(text, count, start));

const statics: Record<string, Member> = {
  "static bool IsMatch(string input, string pattern)": (text, pattern, engine) =>
    make(pattern, 0, engine).isMatch(input(text)),
  [`static bool IsMatch(string input, string pattern, ${OPTIONS})`]: (text, pattern, options, engine) =>
    make(pattern, options, engine).isMatch(input(text)),
  [`static ${NS}Match Match(string input, string pattern)`]: (text, pattern, engine) =>
    first(make(pattern, 0, engine), input(text)),
  [`static ${NS}Match Match(string input, string pattern, ${OPTIONS})`]: (text, pattern, options, engine) =>
    first(make(pattern, options, engine), input(text)),
  [`static ${NS}MatchCollection Matches(string input, string pattern)`]: (text, pattern, engine) =>
    matches(make(pattern, 0, engine), input(text)),
  [`static ${NS}MatchCollection Matches(string input, string pattern, ${OPTIONS})`]: (text, pattern, options, engine) =>
    matches(make(pattern, options, engine), input(text)),
  "static string Replace(string input, string pattern, string replacement)": (text, pattern, next, engine) =>
    make(pattern, 0, engine).replace(input(text), next),
  [`static string Replace(string input, string pattern, string replacement, ${OPTIONS})`]: (
    text,
    pattern,
    next,
    options,
    engine,
  ) => make(pattern, options, engine).replace(input(text), next),
  [`static string Replace(string input, string pattern, ${NS}MatchEvaluator evaluator)`]: (
    text,
    pattern,
    block,
    engine,
  ) => make(pattern, 0, engine).replace(input(text), replacement(block, engine)),
  [`static string Replace(string input, string pattern, ${NS}MatchEvaluator evaluator, ${OPTIONS})`]: (
    text,
    pattern,
    block,
    options,
    engine,
  ) => make(pattern, options, engine).replace(input(text), replacement(block, engine)),
  "static string[] Split(string input, string pattern)": (text, pattern, engine) =>
    split(make(pattern, 0, engine), input(text)),
  [`static string[] Split(string input, string pattern, ${OPTIONS})`]: (text, pattern, options, engine) =>
    split(make(pattern, options, engine), input(text)),
  "static int Count(string input, string pattern)": (text, pattern, engine) =>
    [...make(pattern, 0, engine).matches(input(text))].length,
  "static string Escape(string str)": (text) => escapeRegex(input(text)),
  "static string Unescape(string str)": (text) => unescapeRegex(input(text)),
};

const collection = (): { interfaces: string; members: Record<string, Member>; hidden: string } => ({
  interfaces: "System.Collections.IList",
  hidden: "IsReadOnly SyncRoot IsSynchronized",
  members: {
    "int Count": (self: RegexItems) => self.items.length,
    "bool IsReadOnly": () => true,
    "bool IsSynchronized": () => false,
    "System.Object SyncRoot": (self) => self,
    "System.Object Item(int index)": (self: RegexItems, index) => self.item(index) ?? null,
    "System.Object Item(string groupname)": (self: RegexItems, name) => self.named(name) ?? null,
    "bool ContainsKey(string key)": (self: RegexItems, name) => self.items.some((group) => group.name === name),
    "void CopyTo(array array, int arrayIndex)": (self: RegexItems, target, index) =>
      copyArray(self.items, 0, target, index, self.items.length),
    "System.Collections.IEnumerator GetEnumerator()": (self) => self,
  },
});

export const regexTypes: Family = {
  [`${NS}Regex`]: () => ({
    members: {
      "new(string pattern)": (pattern) => new Regex(pattern),
      [`new(string pattern, ${OPTIONS})`]: (pattern, options) => new Regex(pattern, numberOf(options)),
      [`new(string pattern, ${OPTIONS}, timespan matchTimeout)`]: (pattern, options) =>
        new Regex(pattern, numberOf(options)),
      [`${NS}RegexOptions Options`]: (self: Regex, engine) =>
        enumValue(engine.types.find(`${NS}RegexOptions`)!, self.options),
      "bool RightToLeft": () => false,
      "timespan MatchTimeout": (_self, engine) => engine.values.convert("-00:00:00.0010000", "timespan"),
      "bool IsMatch(string input)": (self: Regex, text) => self.isMatch(input(text)),
      "bool IsMatch(string input, int startat)": (self: Regex, text, start) => self.isMatch(input(text), start),
      [`${NS}Match Match(string input)`]: (self, text) => first(self, input(text)),
      [`${NS}Match Match(string input, int startat)`]: (self, text, start) => first(self, input(text), start),
      [`${NS}MatchCollection Matches(string input)`]: (self, text) => matches(self, input(text)),
      [`${NS}MatchCollection Matches(string input, int startat)`]: (self, text, start) =>
        matches(self, input(text), start),
      "string Replace(string input, string replacement)": (self: Regex, text, next) => self.replace(input(text), next),
      "string Replace(string input, string replacement, int count)": (self: Regex, text, next, count) =>
        self.replace(input(text), next, count),
      [`string Replace(string input, ${NS}MatchEvaluator evaluator)`]: (self: Regex, text, block, engine) =>
        self.replace(input(text), replacement(block, engine)),
      [`string Replace(string input, ${NS}MatchEvaluator evaluator, int count)`]: (
        self: Regex,
        text,
        block,
        count,
        engine,
      ) => self.replace(input(text), replacement(block, engine), count),
      "string[] Split(string input)": (self: Regex, text) => split(self, input(text)),
      "string[] Split(string input, int count)": (self: Regex, text, count) => split(self, input(text), count),
      "string[] Split(string input, int count, int startat)": (self: Regex, text, count, start) =>
        split(self, input(text), count, start),
      "int Count(string input)": (self: Regex, text) => [...self.matches(input(text))].length,
      "string[] GetGroupNames()": (self: Regex) => stringArray(["0", ...self.groups.map((group) => group.name)]),
      "int[] GetGroupNumbers()": (self: Regex) =>
        typedArray("System.Int32", [0, ...self.groups.map((group) => group.number)]),
      "string GroupNameFromNumber(int i)": (self: Regex, number) =>
        number === 0 ? "0" : (self.groups.find((group) => group.number === number)?.name ?? ""),
      "int GroupNumberFromName(string name)": (self: Regex, name) =>
        name === "0" ? 0 : (self.groups.find((group) => group.name === name)?.number ?? -1),
      "string ToString()": (self: Regex) => self.pattern,
      ...statics,
    },
    text: (self: Regex) => self.pattern,
  }),
  [`${NS}Capture`]: () => ({
    members: {
      "int Index": (self: Group) => self.index,
      "int Length": (self: Group) => self.length,
      "string Value": (self: Group) => self.value,
      "System.ReadOnlySpan[char] ValueSpan": () => null,
      "string ToString()": (self: Group) => self.value,
    },
    text: (self: Group) => self.value,
  }),
  [`${NS}Group`]: () => ({
    base: `${NS}Capture`,
    members: {
      "bool Success": (self: Group) => self.success,
      "string Name": (self: Group) => self.name,
      [`${NS}CaptureCollection Captures`]: (self: Group) =>
        new RegexItems("CaptureCollection", self.success ? [self] : []),
    },
  }),
  [`${NS}Match`]: () => ({
    base: `${NS}Group`,
    members: {
      [`${NS}GroupCollection Groups`]: (self: Match) =>
        new RegexItems("GroupCollection", self.allGroups(), (name) => self.find(name)),
      [`${NS}Match NextMatch()`]: (self: Match) => self.next(),
      "string Result(string replacement)": (self: Match, pattern) => self.result(pattern),
      [`static ${NS}Match Empty`]: () => new Match(undefined, "", undefined),
    },
  }),
  [`${NS}MatchCollection`]: collection,
  [`${NS}GroupCollection`]: () => ({
    ...collection(),
    members: {
      ...collection().members,
      "System.Collections.Generic.IEnumerable[string] Keys": (self: RegexItems) =>
        stringArray(self.items.map((group) => group.name)),
      "System.Collections.Generic.IEnumerable[System.Object] Values": (self: RegexItems) => self.items,
    },
  }),
  [`${NS}CaptureCollection`]: collection,
};
