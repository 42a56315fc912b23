// The argument vector of a native program: values to texts, `-name:value` as written, wildcards expanded on Unix.

import { Dictionary, PSList, PSObject, baseOf } from "../../objects/index.js";
import type { Argument } from "../binder/argument.js";
import { ParameterText } from "../binder/argument.js";
import type { Runtime } from "../run/runtime.js";

export function nativeArguments(rt: Runtime, args: readonly Argument[]): string[] {
  const vector: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]!;
    if (argument.text === "--%" && argument.value === "--%") {
      const rest = args.slice(i + 1).map((each) => String(each.value));
      if (rest.length > 0) vector.push(expandPercent(rt, rest.join(" ")));
      break;
    }
    if (argument.isNumber) {
      vector.push(argument.text);
      continue;
    }
    if (argument.name !== null) {
      if (!argument.hasValue) vector.push(argument.text);
      else if (argument.text.endsWith(":")) vector.push(argument.text + textOf(rt, argument.value));
      else vector.push(argument.text, ...textsOf(rt, argument.value));
      continue;
    }
    if (argument.value instanceof ParameterText) {
      vector.push(String(argument.value.base));
      continue;
    }
    if (argument.joins !== undefined && Array.isArray(argument.value)) {
      vector.push(...listed(rt, argument.value, argument.joins));
      continue;
    }
    if (isBareWord(argument.text) && typeof argument.value === "string") vector.push(...expand(rt, argument.value));
    else vector.push(...textsOf(rt, argument.value));
  }
  return vector;
}

/** `a,b c, d`: commas stay, and a blank after one begins a new word. */
function listed(rt: Runtime, items: readonly unknown[], joins: readonly boolean[]): string[] {
  const words: string[] = [];
  let word = "";
  items.forEach((item, i) => {
    word += textOf(rt, item);
    if (i < joins.length) word += ",";
    if (i < joins.length && joins[i]) return;
    words.push(word);
    word = "";
  });
  return words;
}

function isBareWord(text: string): boolean {
  return text !== "" && !/^['"$@({]/.test(text);
}

function textsOf(rt: Runtime, value: unknown): string[] {
  const base = baseOf(value);
  if (base === null || base === undefined) return [];
  if (
    Array.isArray(base) ||
    base instanceof PSList ||
    (typeof base === "object" && !(base instanceof PSObject) && !(base instanceof Dictionary))
  ) {
    const items = rt.values.enumerate(base);
    if (items !== undefined) return [...items].map((item) => textOf(rt, item));
  }
  return [textOf(rt, value)];
}

function textOf(rt: Runtime, value: unknown): string {
  return value === null || value === undefined ? "" : rt.values.toText(value);
}

/** An unquoted word: `~` is the home folder, and on Unix a pattern becomes the names that match it. */
function expand(rt: Runtime, word: string): string[] {
  if (rt.host.computer.platform === "win32") return [word];
  if (word === "~" || word.startsWith("~/")) word = rt.host.files.homeDirectory() + word.slice(1);
  if (!/[*?[]/.test(word)) return [word];
  const found = glob(rt, word);
  return found.length > 0 ? found : [word];
}

function glob(rt: Runtime, pattern: string): string[] {
  const absolute = pattern.startsWith("/");
  const parts = pattern.split("/").filter((part) => part !== "");
  let bases = [absolute ? "/" : ""];
  for (const part of parts) {
    const next: string[] = [];
    for (const base of bases) {
      const join = (name: string): string =>
        base === "" ? name : base.endsWith("/") ? base + name : `${base}/${name}`;
      if (!/[*?[]/.test(part)) {
        if (exists(rt, join(part))) next.push(join(part));
        continue;
      }
      for (const name of listOf(rt, base))
        if ((!name.startsWith(".") || part.startsWith(".")) && rt.values.like(name, part)) next.push(join(name));
    }
    bases = next;
  }
  return bases.sort();
}

function native(rt: Runtime, path: string): string {
  return path.startsWith("/") ? path : `${rt.location.currentNative}/${path}`;
}

function exists(rt: Runtime, path: string): boolean {
  return rt.host.files.stat(native(rt, path)) !== undefined;
}

function listOf(rt: Runtime, path: string): readonly string[] {
  try {
    return rt.host.files.list(path === "" ? rt.location.currentNative : native(rt, path));
  } catch {
    return [];
  }
}

/** `%NAME%` after the stop-parsing token is an environment variable's value. */
function expandPercent(rt: Runtime, text: string): string {
  return text.replace(/%([^%\s]+)%/g, (whole, name: string) => rt.host.environment.get(name) ?? whole);
}
