// Select-Object: some of the objects, or some of their properties.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { baseOf, Dictionary, identityKey, PSObject } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";
import {
  evaluateScript,
  expandNames,
  NAMED_EXPRESSION_KEYS,
  readPropertyExpressions,
  type PropertyExpression,
} from "../shared/property-expression.js";
import { hasWildcard } from "../shared/wildcards.js";

const COUNT = [{ kind: "Range", min: 0, max: 2147483647 }] as const;

export const selectObject: CmdletDefinition = {
  name: "Select-Object",
  module: UTILITY,
  synopsis: "Selects objects or object properties.",
  aliases: ["select"],
  defaultParameterSet: "DefaultParameter",
  parameters: {
    InputObject: { type: "psobject", fromPipeline: true },
    Property: { type: "object[]", sets: { DefaultParameter: { position: 0 }, SkipLastParameter: { position: 0 } } },
    ExcludeProperty: { type: "string[]", sets: { DefaultParameter: {}, SkipLastParameter: {} } },
    ExpandProperty: { type: "string", sets: { DefaultParameter: {}, SkipLastParameter: {} } },
    Unique: { type: "switch" },
    CaseInsensitive: { type: "switch" },
    Last: { type: "int", sets: { DefaultParameter: {} }, validate: COUNT },
    First: { type: "int", sets: { DefaultParameter: {} }, validate: COUNT },
    Skip: { type: "int", sets: { DefaultParameter: {} }, validate: COUNT },
    SkipLast: { type: "int", sets: { SkipLastParameter: {} }, validate: COUNT },
    Wait: { type: "switch", sets: { DefaultParameter: {}, IndexParameter: {} } },
    Index: { type: "int[]", sets: { IndexParameter: {} } },
    SkipIndex: { type: "int[]", sets: { SkipIndexParameter: {} } },
  },
  examples: [
    { code: "1..10 | Select-Object -First 2", output: "1\n2" },
    { code: "'abc' | Select-Object -ExpandProperty Length", output: "3" },
  ],
  run(context) {
    const project = makeProjection(context);
    const unique = context.bound["Unique"] ? makeUnique(context) : () => true;
    const output = (item: unknown): void => {
      for (const result of project(item)) if (unique(result)) context.write(result);
    };
    const choose = makeChooser(context, output);
    return {
      process() {
        if (context.bound["InputObject"] !== undefined) choose.take(context.bound["InputObject"]);
      },
      end: choose.finish,
    };
  },
};

interface Chooser {
  take(item: unknown): void;
  finish(): void;
}

function makeChooser(context: CmdletContext, output: (item: unknown) => void): Chooser {
  const { bound } = context;
  if (bound["Index"] || bound["SkipIndex"]) return chooseByIndex(context, output);
  if (bound["SkipLast"] !== undefined) return skipLast(bound["SkipLast"], output);
  if (bound["Last"] !== undefined) return chooseEnds(context, output);
  return chooseFirst(context, output);
}

function chooseFirst(context: CmdletContext, output: (item: unknown) => void): Chooser {
  const { bound } = context;
  let skip: number = bound["Skip"] ?? 0;
  let left: number = bound["First"] ?? Infinity;
  return {
    take(item) {
      if (left === 0) stopUnlessWaiting(context);
      else if (skip > 0) skip--;
      else {
        left--;
        output(item);
        if (left === 0) stopUnlessWaiting(context);
      }
    },
    finish() {},
  };
}

/** -Last, perhaps with -First; -Skip then counts from the end. */
function chooseEnds(context: CmdletContext, output: (item: unknown) => void): Chooser {
  const { bound } = context;
  const last: number = bound["Last"];
  let first: number = bound["First"] ?? 0;
  const skip: number = bound["Skip"] ?? 0;
  const tail: unknown[] = [];
  return {
    take(item) {
      if (first > 0) {
        first--;
        output(item);
        return;
      }
      tail.push(item);
      if (tail.length > last + skip) tail.shift();
    },
    finish() {
      for (const item of tail.slice(0, Math.max(0, tail.length - skip)).slice(-last || tail.length)) output(item);
    },
  };
}

function skipLast(count: number, output: (item: unknown) => void): Chooser {
  const held: unknown[] = [];
  return {
    take(item) {
      held.push(item);
      if (held.length > count) output(held.shift());
    },
    finish() {},
  };
}

function chooseByIndex(context: CmdletContext, output: (item: unknown) => void): Chooser {
  const chosen = new Set<number>(context.bound["Index"] ?? context.bound["SkipIndex"]);
  const skips = context.bound["Index"] === undefined;
  const highest = Math.max(...chosen);
  let index = 0;
  return {
    take(item) {
      if (chosen.has(index) !== skips) output(item);
      index++;
      if (!skips && index > highest) stopUnlessWaiting(context);
    },
    finish() {},
  };
}

function stopUnlessWaiting(context: CmdletContext): void {
  if (!context.bound["Wait"]) context.stopUpstream();
}

/** Equal objects are let through once: scalars by value, others by their properties. */
function makeUnique(context: CmdletContext): (item: unknown) => boolean {
  /** Objects by the texts of their properties: only those that read alike are compared. */
  const seen = new Map<string, unknown[]>();
  const seenKeys = new Set<unknown>();
  const caseSensitive = context.bound["CaseInsensitive"] !== true;
  return (item) => {
    const base = baseOf(item);
    if (typeof base !== "object" || base === null) {
      const key = typeof base === "string" && !caseSensitive ? identityKey(base.toLowerCase()) : identityKey(base);
      if (seenKeys.has(key)) return false;
      seenKeys.add(key);
      return true;
    }
    const text = propertyTexts(context, item);
    const alike = seen.get(text);
    if (alike?.some((other) => sameProperties(context, other, item, caseSensitive))) return false;
    if (alike) alike.push(item);
    else seen.set(text, [item]);
    return true;
  };
}

function propertyTexts(context: CmdletContext, item: unknown): string {
  const { values } = context.engine;
  const names = values.view.propertyNames(item);
  if (names.length === 0) return values.toText(item).toLowerCase();
  return names.map((name) => values.toText(values.view.property(item, name) ?? null).toLowerCase()).join("\0");
}

function sameProperties(context: CmdletContext, left: unknown, right: unknown, caseSensitive: boolean): boolean {
  const { values } = context.engine;
  const names = values.view.propertyNames(left);
  if (names.length === 0) return values.equals(left, right, caseSensitive);
  const others = values.view.propertyNames(right);
  return (
    names.length === others.length &&
    names.every((name) =>
      values.equals(values.view.property(left, name), values.view.property(right, name), caseSensitive),
    )
  );
}

function makeProjection(context: CmdletContext): (item: unknown) => readonly unknown[] {
  const { bound } = context;
  const excluded: readonly string[] = bound["ExcludeProperty"] ?? [];
  const given: readonly unknown[] =
    bound["Property"] ?? (excluded.length > 0 && bound["ExpandProperty"] === undefined ? ["*"] : []);
  const expressions = readPropertyExpressions(context, given, NAMED_EXPRESSION_KEYS);
  const expand: string | undefined = bound["ExpandProperty"];
  if (expand !== undefined) return (item) => expandProperty(context, item, expand, expressions, excluded);
  if (expressions.length === 0) return (item) => [item];
  return (item) => [selectProperties(context, item, expressions, excluded)];
}

function selectProperties(
  context: CmdletContext,
  item: unknown,
  expressions: readonly PropertyExpression[],
  excluded: readonly string[],
): PSObject {
  const selected = new PSObject();
  for (const expression of expressions) addProperties(context, selected, item, expression, excluded);
  const { view } = context.engine.values;
  const [typeName] = item === null ? ["System.Management.Automation.PSCustomObject"] : view.typeNames(item);
  selected.typeNames = [`Selected.${typeName}`, "System.Management.Automation.PSCustomObject", "System.Object"];
  return selected;
}

function addProperties(
  context: CmdletContext,
  target: PSObject,
  item: unknown,
  expression: PropertyExpression,
  excluded: readonly string[],
): void {
  const { values } = context.engine;
  const isExcluded = (name: string): boolean => excluded.some((pattern) => values.like(name, pattern));
  if (typeof expression.expression !== "string") {
    if (!isExcluded(expression.name))
      addProperty(
        context,
        target,
        expression.name,
        quietly(() => evaluateScript(context, expression.expression as object, item)),
      );
    return;
  }
  for (const name of expandNames(context, item, expression.expression)) {
    if (isExcluded(name)) continue;
    const renamed = expression.options.has("name") ? expression.name : spelling(context, item, name);
    addProperty(context, target, renamed, item === null ? null : propertyOf(context, item, name));
  }
}

/** A property is called as the object spells it, however the command did. */
function spelling(context: CmdletContext, item: unknown, name: string): string {
  if (hasWildcard(name) || item === null) return name;
  const lower = name.toLowerCase();
  return context.engine.values.view.propertyNames(item).find((candidate) => candidate.toLowerCase() === lower) ?? name;
}

function propertyOf(context: CmdletContext, item: unknown, name: string): unknown {
  const base = baseOf(item);
  if (base instanceof Dictionary && base.has(name)) return base.get(name);
  const { values } = context.engine;
  return values.hasMember(item, name) ? (values.getMember(item, name) ?? null) : null;
}

function addProperty(context: CmdletContext, target: PSObject, name: string, value: unknown): void {
  if (!target.has(name)) {
    target.set(name, value);
    return;
  }
  context.writeError(
    context.error(
      "System.Management.Automation.PSArgumentException",
      `The property cannot be processed because the property "${name}" already exists.`,
      "AlreadyExistingUserSpecifiedPropertyNoExpand",
      "InvalidOperation",
      target,
    ),
  );
}

/** An error inside a calculated property leaves it null and goes no further. */
function quietly(evaluateIt: () => unknown): unknown {
  try {
    return evaluateIt();
  } catch (error) {
    if (isStop(error)) throw error;
    return null;
  }
}

function isStop(error: unknown): boolean {
  return error instanceof Error && error.name === "PipelineStoppedError";
}

function expandProperty(
  context: CmdletContext,
  item: unknown,
  name: string,
  expressions: readonly PropertyExpression[],
  excluded: readonly string[],
): readonly unknown[] {
  const { values } = context.engine;
  const [found] = expandNames(context, item, name).filter(
    (candidate) => item !== null && (values.hasMember(item, candidate) || dictionaryHas(item, candidate)),
  );
  if (found === undefined) {
    context.writeError(
      context.error(
        "System.Management.Automation.PSArgumentException",
        `Property "${name}" cannot be found.`,
        "ExpandPropertyNotFound",
        "InvalidArgument",
        item,
      ),
    );
    return [];
  }
  const value = propertyOf(context, item, found);
  const results = [...(values.enumerate(value) ?? [value])];
  return expressions.length === 0
    ? results
    : results.map((result) => decorate(context, result, item, expressions, excluded));
}

function dictionaryHas(item: unknown, name: string): boolean {
  const base = baseOf(item);
  return base instanceof Dictionary && base.has(name);
}

/** -Property beside -ExpandProperty: the expanded object gets the selected properties as notes. */
function decorate(
  context: CmdletContext,
  value: unknown,
  item: unknown,
  expressions: readonly PropertyExpression[],
  excluded: readonly string[],
): unknown {
  const notes = selectProperties(context, item, expressions, excluded);
  const target = value instanceof PSObject ? value : new PSObject(value);
  for (const name of notes.shape.names) {
    if (context.engine.values.hasMember(target, name)) {
      context.writeError(
        context.error(
          "System.Management.Automation.PSArgumentException",
          `The property cannot be processed because the property "${name}" already exists.`,
          "AlreadyExistingUserSpecifiedPropertyExpand",
          "InvalidOperation",
          item,
        ),
      );
    } else target.set(name, notes.get(name));
  }
  return target;
}
