// Operators on text: -match, -replace, -split, -join, -like, -f.

import { baseOf, Dictionary, EnumValue } from "../../../objects/index.js";
import type { TypeContext } from "../context.js";
import { enumerate, toArray } from "../enumerate.js";
import { EngineError, runtimeError } from "../errors.js";
import { elementText } from "../text/text.js";
import { formatComposite } from "../text/format-string.js";
import { caseOption, REGEX_OPTIONS, Regex } from "../regex/regex.js";
import type { Match } from "../regex/regex.js";
import { wildcard } from "../text/wildcard.js";
import type { WildcardPattern } from "../text/wildcard.js";
import { NetObject } from "../../../objects/index.js";

const isScriptBlock = (value: unknown): boolean =>
  value instanceof NetObject && value.typeName === "System.Management.Automation.ScriptBlock";

/** Filters a collection, or says for a single value. */
function eachOrOne(left: unknown, test: (text: unknown) => boolean): unknown {
  const items = enumerate(left);
  if (!items) return test(left);
  const kept: unknown[] = [];
  for (const item of items) if (test(item)) kept.push(item);
  return kept;
}

export function like(
  left: unknown,
  right: unknown,
  caseSensitive: boolean,
  negate: boolean,
  context: TypeContext,
): unknown {
  const pattern: WildcardPattern = wildcard(context.values.toText(right), caseSensitive);
  return eachOrOne(left, (item) => pattern.isMatch(context.values.toText(item)) !== negate);
}

function regexOf(pattern: unknown, caseSensitive: boolean, context: TypeContext): Regex {
  const base = baseOf(pattern);
  if (base instanceof Regex && (caseSensitive || (base.options & REGEX_OPTIONS.IgnoreCase) !== 0)) return base;
  if (base instanceof Regex) return context.regexes.get(base.pattern, base.options | caseOption(caseSensitive));
  return context.regexes.get(context.values.toText(pattern), caseOption(caseSensitive));
}

/** $Matches of a match: group 0 by number, named groups by name, those that took part only. */
function matchesTable(match: Match): Dictionary {
  const table = new Dictionary();
  for (const group of match.allGroups()) {
    if (!group.success) continue;
    table.set(/^\d+$/.test(group.name) ? Number(group.name) : group.name, group.value);
  }
  return table;
}

export function match(
  left: unknown,
  right: unknown,
  caseSensitive: boolean,
  negate: boolean,
  context: TypeContext,
  setMatches: (matches: Dictionary) => void,
): unknown {
  const regex = regexOf(right, caseSensitive, context);
  if (enumerate(left)) return eachOrOne(left, (item) => regex.isMatch(context.values.toText(item)) !== negate);
  const found = regex.match(context.values.toText(left));
  if (found) setMatches(matchesTable(found));
  return (found !== undefined) !== negate;
}

export function replace(left: unknown, right: unknown, caseSensitive: boolean, context: TypeContext): unknown {
  const operands = toArray(baseOf(right)) ?? [right];
  if (operands.length > 2)
    throw runtimeError(
      "BadReplaceArgument",
      `The -replace operator allows only two elements to follow it, not ${operands.length}.`,
    );
  const regex = replaceRegex(operands[0], caseSensitive, context);
  const substitute = substitution(operands[1], context);
  const one = (item: unknown): string => regex.replace(context.values.toText(item), substitute);
  const items = enumerate(left);
  if (!items) return one(left);
  return Array.from(items, one);
}

function replaceRegex(pattern: unknown, caseSensitive: boolean, context: TypeContext): Regex {
  try {
    return regexOf(pattern, caseSensitive, context);
  } catch (error) {
    if (!(error instanceof EngineError) || !error.exception.typeName.endsWith("RegexParseException")) throw error;
    throw runtimeError(
      "InvalidRegularExpression",
      `The regular expression pattern ${context.values.toText(pattern)} is not valid.`,
      { inner: error.exception, target: context.values.toText(pattern) },
    );
  }
}

function substitution(value: unknown, context: TypeContext): string | ((match: Match) => string) {
  if (!isScriptBlock(value)) return context.values.toText(value);
  return (found) => context.values.toText(collapse(context.engine.invokeCollect(value, [], found)));
}

function collapse(results: readonly unknown[]): unknown {
  return results.length === 1 ? results[0] : results;
}

const SPLIT_OPTIONS: Readonly<Record<string, number>> = {
  simplematch: 1,
  regexmatch: 2,
  cultureinvariant: 4,
  ignorepatternwhitespace: 8,
  multiline: 16,
  singleline: 32,
  ignorecase: 64,
  explicitcapture: 128,
};

function splitOptions(value: unknown, context: TypeContext): number {
  const base = baseOf(value);
  if (base === null || base === undefined) return 0;
  if (base instanceof EnumValue) return Number(base.value);
  if (typeof base === "number") return base;
  let options = 0;
  for (const name of context.values.toText(base).split(",")) {
    const key = name.trim().toLowerCase();
    const found = SPLIT_OPTIONS[key] ?? Object.entries(SPLIT_OPTIONS).find(([known]) => known.startsWith(key))?.[1];
    if (found === undefined) return Number(context.values.convert(base, "System.Management.Automation.SplitOptions"));
    options |= found;
  }
  return options;
}

/** -split: a delimiter (regular expression, text or script block), how many pieces, options. */
export function split(left: unknown, right: unknown, caseSensitive: boolean, context: TypeContext): unknown[] {
  const operands = toArray(baseOf(right)) ?? [right];
  const limit = operands.length > 1 ? (context.values.convert(operands[1], "int") as number) : 0;
  const pieces: string[] = [];
  const splitOne = splitter(operands, limit, caseSensitive, context);
  for (const item of enumerate(left) ?? [left]) pieces.push(...splitOne(context.values.toText(item)));
  return pieces;
}

function splitter(
  operands: readonly unknown[],
  limit: number,
  caseSensitive: boolean,
  context: TypeContext,
): (text: string) => string[] {
  if (isScriptBlock(baseOf(operands[0]))) return (text) => splitByScript(text, operands[0], limit, context);
  const flags = splitOptions(operands[2], context);
  const insensitive = !caseSensitive || (flags & 64) !== 0;
  let pattern = context.values.toText(operands[0]);
  let options = caseOption(!insensitive);
  if (flags & 1) pattern = pattern.replace(/[\\*+?|{[()^$.#\s]/g, "\\$&");
  if (flags & 8) options |= REGEX_OPTIONS.IgnorePatternWhitespace;
  if (flags & 16) options |= REGEX_OPTIONS.Multiline;
  if (flags & 32) options |= REGEX_OPTIONS.Singleline;
  if (flags & 128) options |= REGEX_OPTIONS.ExplicitCapture;
  const regex = context.regexes.get(pattern, options);
  return (text) => (limit < 0 ? splitFromEnd(text, regex, -limit) : regex.split(text, limit));
}

/** A negative limit counts from the end. */
function splitFromEnd(text: string, regex: Regex, limit: number): string[] {
  const found = [...regex.matches(text)];
  const used = found.slice(Math.max(0, found.length - (limit - 1)));
  const pieces: string[] = [];
  let last = 0;
  for (const item of used) {
    pieces.push(text.slice(last, item.index));
    for (const group of item.allGroups().slice(1)) if (group.success) pieces.push(group.value);
    last = item.index + item.length;
  }
  pieces.push(text.slice(last));
  return pieces;
}

/** A script block says of each character whether it separates. */
function splitByScript(text: string, block: unknown, limit: number, context: TypeContext): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (let i = 0; i < text.length; i++) {
    const more = limit <= 0 || pieces.length < limit - 1;
    const results = more ? context.engine.invokeCollect(block, [text, i], text[i]) : [];
    if (more && context.values.toBoolean(collapse(results))) {
      pieces.push(piece);
      piece = "";
    } else piece += text[i];
  }
  pieces.push(piece);
  return pieces;
}

/** The unary -split: at white space, ignoring it at the ends. */
export function splitWords(operand: unknown, context: TypeContext): unknown[] {
  const pieces: string[] = [];
  for (const item of enumerate(operand) ?? [operand]) {
    const text = context.values.toText(item).trim();
    if (text !== "") pieces.push(...text.split(/\s+/));
  }
  return pieces;
}

export function join(left: unknown, right: unknown, context: TypeContext): string {
  const separator = context.values.toText(right);
  const items = enumerate(left);
  if (!items) return context.values.toText(left);
  return Array.from(items, (item) => elementText(item, context)).join(separator);
}

export function format(left: unknown, right: unknown, context: TypeContext): string {
  const args = toArray(baseOf(right)) ?? [right];
  try {
    return formatComposite(context.values.toText(left), args, context);
  } catch (error) {
    if (!(error instanceof EngineError) || error.exception.typeName !== "System.FormatException") throw error;
    throw runtimeError("FormatError", `Error formatting a string: ${error.exception.message}.`, {
      inner: error.exception,
      target: context.values.toText(left),
    });
  }
}
