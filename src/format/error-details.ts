// Get-Error and DetailedView: everything an error record knows, indented, down to inner exceptions.
//
// Rule: empty properties are left out; names are padded to one column; what has been shown once is not shown again.

import { baseOf, Dictionary, PSList, type ObjectView } from "../objects/index.js";
import { allNames, isScalarType } from "./names.js";
import type { PSStyle } from "./style.js";
import { splitLines } from "./width.js";

const MOST_DEPTH = 10;
const INDENT = 4;

export interface DetailsOptions {
  readonly view: ObjectView;
  readonly style?: PSStyle | undefined;
}

/** All that is known about an error, one line a fact. */
export function extendedErrorLines(record: unknown, options: DetailsOptions): string[] {
  return ["", ...describe(record, options, 0, 1, new Set()), ""];
}

function describe(
  value: unknown,
  options: DetailsOptions,
  indent: number,
  depth: number,
  seen: Set<unknown>,
): string[] {
  const { view, style } = options;
  seen.add(baseOf(value));
  const facts = factsOf(value, view);
  const width = Math.max(0, ...facts.map(([name]) => name.length));
  const blanks = " ".repeat(indent);
  const lines: string[] = [];
  for (const [name, found] of facts) {
    const label = `${blanks}${style?.formatAccent ?? ""}${name.padEnd(width)}${style?.reset ?? ""} : `;
    const nested = nestedLines(name, found, options, indent, depth, seen);
    if (nested === undefined) {
      const [first = "", ...rest] = splitLines(view.text(found));
      lines.push(label + first, ...rest.map((line) => " ".repeat(indent + width + 3) + line));
    } else if (nested.length > 0) lines.push(label, ...nested);
  }
  return lines;
}

// The properties worth showing; an exception's type comes before them.
function factsOf(value: unknown, view: ObjectView): (readonly [string, unknown])[] {
  const facts = allNames(view, value)
    .filter(
      (name) => !/^(PSMessageDetails|ErrorCategory_.*|PSComputerName|PSShowComputerName|RunspaceId|Data)$/i.test(name),
    )
    .map((name) => [name, view.property(value, name)] as const)
    .filter(([, found]) => found !== null && found !== undefined && view.text(found).trim() !== "");
  const typeNames = view.typeNames(value);
  return isException(typeNames) ? [["Type", typeNames[0] ?? ""] as const, ...facts] : facts;
}

function isException(typeNames: readonly string[]): boolean {
  return typeNames.some((name) => /^(Deserialized\.)?System\.Exception$/.test(name));
}

/** Lines of a property that is an object itself; undefined where it is one text. */
function nestedLines(
  name: string,
  value: unknown,
  options: DetailsOptions,
  indent: number,
  depth: number,
  seen: Set<unknown>,
): string[] | undefined {
  const { view } = options;
  const base = baseOf(value);
  if (base === null || typeof base !== "object" || isScalarType(view.typeNames(value))) return undefined;
  if (seen.has(base) || depth >= MOST_DEPTH) return [];
  const deeper = indent + INDENT;
  if (base instanceof Dictionary) {
    const width = Math.max(0, ...[...base].map(({ key }) => view.text(key).length));
    return [...base].map(
      ({ key, value: item }) =>
        `${" ".repeat(deeper)}${view.text(key).padEnd(width)} : ${item === null || item === undefined ? "" : view.text(item)}`,
    );
  }
  const items = Array.isArray(base) ? base : base instanceof PSList ? base.items : undefined;
  if (items) return items.flatMap((item) => describe(item, options, deeper, depth + 1, seen));
  if (/^(TargetObject|MyCommand|TargetSite)$/i.test(name)) return undefined;
  const isKnown = view
    .typeNames(value)
    .some((type) =>
      /^(Deserialized\.)?System\.(Exception|Management\.Automation\.(ErrorRecord|InvocationInfo|ErrorDetails))$/.test(
        type,
      ),
    );
  return isKnown ? describe(value, options, deeper, depth + 1, seen) : undefined;
}
