// -Property and -GroupBy: names, wildcards, script blocks and hashtables that say how a column is made.

import { baseOf, Dictionary, type ObjectView } from "../objects/index.js";
import { allNames, declaredName, hasWildcard, matchedNames, wildcardPattern } from "./names.js";
import type { Alignment } from "./records.js";
import type { FormatServices } from "./services.js";

/** One entry of -Property as it was written. */
export interface PropertySpec {
  /** A name, perhaps with wildcards, or a script block. */
  readonly expression: { readonly name: string } | { readonly script: unknown };
  readonly label?: string;
  readonly format?: string;
  readonly width?: number;
  readonly alignment?: Alignment;
  readonly depth?: number;
}

/** A property of one kind of object: what PropertySpecs become when the first object is known. */
export interface ResolvedProperty {
  readonly label: string;
  readonly source: { readonly name: string } | { readonly script: unknown };
  readonly spec: PropertySpec | undefined;
}

/** An argument of a Format-* cmdlet that cannot be used; the cmdlet makes it a terminating error. */
export class FormatArgumentError extends Error {
  readonly errorId: string;
  constructor(errorId: string, message: string) {
    super(message);
    this.errorId = errorId;
  }
}

export type SpecUse = "Table" | "List" | "Wide" | "Custom" | "GroupBy";

const KEYS: Readonly<Record<SpecUse, readonly string[]>> = {
  Table: ["expression", "label", "name", "formatstring", "width", "alignment"],
  List: ["expression", "label", "name", "formatstring"],
  Wide: ["expression", "formatstring"],
  Custom: ["expression", "depth"],
  GroupBy: ["expression", "label", "name", "formatstring"],
};

/** Reads the argument of -Property or -GroupBy. */
export function readSpecs(view: ObjectView, use: SpecUse, values: readonly unknown[]): PropertySpec[] {
  return values.map((value) => readSpec(view, use, value));
}

function readSpec(view: ObjectView, use: SpecUse, value: unknown): PropertySpec {
  const base = baseOf(value);
  if (base instanceof Dictionary) return readTable(view, use, base);
  return {
    expression:
      readExpression(view, base) ??
      unknownType(
        view,
        value,
        "System.String, System.Management.Automation.ScriptBlock" +
          (use === "Wide" ? "" : ", System.Collections.Hashtable"),
      ),
  };
}

function readExpression(view: ObjectView, value: unknown): PropertySpec["expression"] | undefined {
  if (typeof value === "string") {
    if (value === "") throw new FormatArgumentError("NullOrEmpty", "The argument is null or empty.");
    return { name: value };
  }
  if (isScriptBlock(view, value)) return { script: value };
  if (value !== null && typeof value !== "object") return { name: view.text(value) };
  return undefined;
}

function isScriptBlock(view: ObjectView, value: unknown): boolean {
  return (
    value !== null &&
    typeof value === "object" &&
    view.typeNames(value).includes("System.Management.Automation.ScriptBlock")
  );
}

function unknownType(view: ObjectView, value: unknown, accepted: string): never {
  const name = value === null || value === undefined ? "null" : (view.typeNames(value)[0] ?? "null");
  throw new FormatArgumentError(
    "DictionaryKeyUnknownType",
    `Cannot convert ${name} to one of the following types {${accepted}}.`,
  );
}

function readTable(view: ObjectView, use: SpecUse, table: Dictionary): PropertySpec {
  const spec: { -readonly [K in keyof PropertySpec]?: PropertySpec[K] } = {};
  for (const { key, value } of table) {
    const written = view.text(key);
    const name = keyName(use, written);
    const base = baseOf(value);
    switch (name) {
      case "expression":
        spec.expression =
          readExpression(view, base) ??
          illegalValue(view, written, value, "System.String, System.Management.Automation.ScriptBlock");
        break;
      case "label":
        spec.label = typeof base === "string" ? base : illegalValue(view, written, value, "System.String");
        if (spec.label === "")
          throw new FormatArgumentError("DictionaryKeyIllegalValue", `The value of ${written} key cannot be empty.`);
        break;
      case "formatstring":
        spec.format = typeof base === "string" ? base : illegalValue(view, written, value, "System.String");
        break;
      case "width":
        spec.width = typeof base === "number" ? base : illegalValue(view, written, value, "System.Int32");
        if (spec.width <= 0)
          throw new FormatArgumentError(
            "WidthOutOfRange",
            `The value "${spec.width}" for key "width" should be greater than 0.`,
          );
        break;
      case "alignment":
        spec.alignment = readAlignment(view, written, base);
        break;
      case "depth":
        spec.depth = typeof base === "number" ? base : illegalValue(view, written, value, "System.Int32");
        break;
    }
  }
  if (!spec.expression)
    throw new FormatArgumentError("DictionaryKeyMandatoryEntry", "A mandatory entry for expression is missing.");
  return spec as PropertySpec;
}

// A key may be shortened as long as it stays unique.
function keyName(use: SpecUse, written: string): string {
  const folded = written.toLowerCase();
  const found = KEYS[use].filter((key) => key === folded);
  const matches = found.length > 0 ? found : KEYS[use].filter((key) => folded !== "" && key.startsWith(folded));
  if (matches.length === 0) throw new FormatArgumentError("DictionaryKeyIllegal", `The ${written} key is not valid.`);
  if (matches.length > 1)
    throw new FormatArgumentError(
      "DictionaryKeyAmbiguous",
      `The ${written} key is ambiguous; possible matches are {${matches.join(", ")}}.`,
    );
  return matches[0] === "name" ? "label" : matches[0]!;
}

function illegalValue(view: ObjectView, key: string, value: unknown, accepted: string): never {
  const name = value === null || value === undefined ? "null" : (view.typeNames(value)[0] ?? "null");
  throw new FormatArgumentError(
    "DictionaryKeyIllegalValue",
    `The value of ${key} key, of type ${name}, is not valid; expected types are {${accepted}}.`,
  );
}

function readAlignment(view: ObjectView, key: string, value: unknown): Alignment {
  if (typeof value !== "string") return illegalValue(view, key, value, "System.String");
  const matches = (["Left", "Center", "Right"] as const).filter((name) =>
    name.toLowerCase().startsWith(value.toLowerCase()),
  );
  if (value === "" || matches.length !== 1)
    throw new FormatArgumentError(
      "AlignmentIllegalValue",
      `The value "${value}" is not valid for the key "alignment"; valid values are left, center, right.`,
    );
  return matches[0]!;
}

/**
 * The specs as properties of this object, wildcards expanded. Names the object does not have are left out, or kept as
 * empty columns where `keepMissing` says so.
 */
export function resolveSpecs(
  view: ObjectView,
  specs: readonly PropertySpec[],
  item: unknown,
  keepMissing: boolean,
): ResolvedProperty[] {
  const result: ResolvedProperty[] = [];
  for (const spec of specs) {
    if ("script" in spec.expression) {
      result.push({ label: spec.label ?? view.text(spec.expression.script), source: spec.expression, spec });
      continue;
    }
    const written = spec.expression.name;
    const names = namesOf(view, item, written);
    if (names.length === 0 && keepMissing) names.push(written);
    for (const name of names) result.push({ label: spec.label ?? name, source: { name }, spec });
  }
  return result;
}

function namesOf(view: ObjectView, item: unknown, written: string): string[] {
  if (hasWildcard(written)) return matchedNames(view, item, wildcardPattern(written));
  const name = declaredName(view, item, written);
  return name === undefined ? [] : [name];
}

/** These properties, without a spec of their own. */
export function plainProperties(names: readonly string[]): ResolvedProperty[] {
  return names.map((name) => ({ label: name, source: { name }, spec: undefined }));
}

/** All properties as a listing that nobody narrowed shows them. */
export function everyProperty(view: ObjectView, item: unknown): ResolvedProperty[] {
  return plainProperties(allNames(view, item));
}

export type PropertyValue =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "missing" }
  | { readonly kind: "failed"; readonly error: unknown };

/** The property's value in this object. */
export function valueOf(services: FormatServices, property: ResolvedProperty, item: unknown): PropertyValue {
  if ("name" in property.source) {
    const value = services.view.property(item, property.source.name);
    return value === undefined ? { kind: "missing" } : { kind: "value", value };
  }
  if (!services.evaluate) return { kind: "missing" };
  try {
    return { kind: "value", value: services.evaluate(property.source.script, item) ?? null };
  } catch (error) {
    if (services.isSignal?.(error)) throw error;
    return { kind: "failed", error };
  }
}
