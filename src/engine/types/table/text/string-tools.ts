// What System.String's methods do that JavaScript's do otherwise: splitting, trimming, replacing, limits and their errors.

import type { Engine } from "../../../engine.js";
import { argumentError, argumentNull, argumentOutOfRange, negativeArgument } from "../../errors.js";
import { charsOf, numberOf, stringArray } from "../common.js";
import { fold, ignoresCase } from "./string-comparers.js";

export function checkRange(text: string, start: number, length?: number): void {
  if (start < 0) throw negativeArgument("startIndex", start);
  if (start > text.length) throw argumentOutOfRange("startIndex cannot be larger than length of string.", "startIndex");
  if (length === undefined) return;
  if (length < 0) throw negativeArgument("length", length);
  if (start + length > text.length)
    throw argumentOutOfRange("Index and length must refer to a location within the string.", "length");
}

export function checkWidth(width: number): number {
  if (width < 0) throw negativeArgument("totalWidth", width);
  return width;
}

export function checkIndex(text: string, start: number): void {
  if (start < 0 || start > text.length)
    throw argumentOutOfRange(
      "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
      "startIndex",
    );
}

function splitBy(text: string, separators: readonly string[], count: number, options: number): string[] {
  const wanted = separators.filter((separator) => separator !== "");
  const at = (index: number): string | undefined =>
    wanted.length === 0
      ? /\s/.test(text[index]!)
        ? text[index]
        : undefined
      : wanted.find((separator) => text.startsWith(separator, index));
  const removeEmpty = (options & 1) !== 0;
  const trim = (options & 2) !== 0;
  if (count === 0) return [];
  const pieces: string[] = [];
  const push = (raw: string): void => {
    const piece = trim ? raw.trim() : raw;
    if (!removeEmpty || piece !== "") pieces.push(piece);
  };
  let start = 0;
  let index = 0;
  while (index < text.length && pieces.length < count - 1) {
    const separator = at(index);
    if (separator === undefined) {
      index++;
      continue;
    }
    push(text.slice(start, index));
    index += separator.length;
    start = index;
  }
  let rest = text.slice(start);
  if (removeEmpty && pieces.length === count - 1)
    for (let separator; rest !== "" && (separator = at(start)) !== undefined; rest = text.slice(start))
      start += separator.length;
  push(rest);
  return pieces;
}

export const MANY = 2147483647;

export function split(text: string, separators: readonly string[], count: number, options: unknown): unknown {
  if (count < 0) throw argumentOutOfRange("Count must be non-negative.", "count");
  return stringArray(splitBy(text, separators, count, numberOf(options as number)));
}

export function trimBy(text: string, chars: readonly string[], start: boolean, end: boolean): string {
  const drop = (ch: string): boolean => (chars.length === 0 ? /\s/.test(ch) : chars.includes(ch));
  let from = 0;
  let to = text.length;
  if (start) while (from < to && drop(text[from]!)) from++;
  if (end) while (to > from && drop(text[to - 1]!)) to--;
  return text.slice(from, to);
}

export function replaceText(text: string, old: string | null, next: string | null, comparison?: unknown): string {
  if (old === null) throw argumentNull("oldValue");
  if (old === "") throw argumentError("The value cannot be an empty string.", "oldValue");
  if (comparison !== true && (comparison === undefined || !ignoresCase(comparison)))
    return text.split(old).join(next ?? "");
  const folded = text.toUpperCase();
  const wanted = old.toUpperCase();
  let out = "";
  let last = 0;
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, last)) {
    out += text.slice(last, at) + (next ?? "");
    last = at + old.length;
  }
  return out + text.slice(last);
}

export const textOf = (value: unknown, engine: Engine): string =>
  value === null || value === undefined ? "" : engine.values.format("{0}", [value]);

export function joinItems(separator: string, items: Iterable<unknown>, engine: Engine): string {
  return Array.from(items, (item) => textOf(item, engine)).join(separator);
}

export function indexOfAny(text: string, chars: unknown[], start: number, count?: number): number {
  const wanted = charsOf(chars);
  const end = count === undefined ? text.length : start + count;
  for (let i = start; i < end; i++) if (wanted.includes(text[i]!)) return i;
  return -1;
}

export function lastIndexOf(
  text: string,
  value: string,
  start: number = text.length - 1,
  comparison?: unknown,
): number {
  const from = Math.min(start, text.length - 1) - value.length + 1;
  if (value === "") return Math.min(start + 1, text.length);
  if (from < 0) return -1;
  return comparison === undefined
    ? text.lastIndexOf(value, from)
    : fold(text, comparison).lastIndexOf(fold(value, comparison), from);
}
