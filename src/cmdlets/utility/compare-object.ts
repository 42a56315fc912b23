// Compare-Object: what two sets of objects have in common, and what not.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { PSObject } from "../../objects/index.js";
import {
  EXPRESSION_KEY,
  evaluate,
  readPropertyExpressions,
  type PropertyExpression,
} from "../shared/property-expression.js";

export const compareObject: CmdletDefinition = {
  name: "Compare-Object",
  module: "Microsoft.PowerShell.Utility",
  synopsis: "Compares two sets of objects.",
  aliases: ["diff", "compare"],
  parameters: {
    ReferenceObject: { type: "psobject[]", position: 0, mandatory: true, allowEmptyCollection: true },
    DifferenceObject: {
      type: "psobject[]",
      position: 1,
      mandatory: true,
      fromPipeline: true,
      allowEmptyCollection: true,
    },
    SyncWindow: { type: "int", validate: [{ kind: "Range", min: 0, max: 2147483647 }] },
    Property: { type: "object[]" },
    ExcludeDifferent: { type: "switch" },
    IncludeEqual: { type: "switch" },
    PassThru: { type: "switch" },
    Culture: { type: "string" },
    CaseSensitive: { type: "switch" },
  },
  examples: [{ code: "(Compare-Object a, b b, c).InputObject", output: "c\na" }],
  run(context) {
    const expressions = readPropertyExpressions(context, context.bound["Property"] ?? [], EXPRESSION_KEY);
    const entry = (item: unknown): Entry => ({ item, keys: keysOf(context, expressions, item) });
    const reference: Entry[] = (context.bound["ReferenceObject"] ?? []).map(entry);
    const matcher = makeMatcher(context, expressions, reference);
    return {
      process() {
        for (const item of context.bound["DifferenceObject"] ?? []) matcher.take(entry(item));
      },
      end: () => matcher.finish(),
    };
  },
};

interface Entry {
  readonly item: unknown;
  readonly keys: readonly unknown[];
}

function keysOf(context: CmdletContext, expressions: readonly PropertyExpression[], item: unknown): readonly unknown[] {
  return expressions.length === 0
    ? [item]
    : expressions.map((expression) => evaluate(context, expression, item) ?? null);
}

/**
 * PowerShell's own walk: objects are paired in turn; one that finds no partner waits in a window, and leaves it when a
 * later one of the other side matches it or the window moves on.
 */
function makeMatcher(context: CmdletContext, expressions: readonly PropertyExpression[], reference: readonly Entry[]) {
  const window: number = context.bound["SyncWindow"] ?? 2147483647;
  const waitingReference: Entry[] = [];
  const waitingDifference: Entry[] = [];
  let next = 0;

  const takeFrom = (waiting: Entry[], wanted: Entry): boolean => {
    const at = waiting.findIndex((candidate) => areEqual(context, candidate, wanted));
    if (at >= 0) waiting.splice(at, 1);
    return at >= 0;
  };
  const pair = (left: Entry | undefined, right: Entry | undefined): void => {
    if (left && right && areEqual(context, left, right)) {
      emit(context, expressions, left, "==");
      return;
    }
    const rightMatched = right !== undefined && takeFrom(waitingReference, right);
    if (rightMatched) emit(context, expressions, right, "==");
    const leftMatched = left !== undefined && takeFrom(waitingDifference, left);
    if (leftMatched) emit(context, expressions, left, "==");
    if (right && !rightMatched) park(waitingDifference, right, "=>");
    if (left && !leftMatched) park(waitingReference, left, "<=");
  };
  const park = (waiting: Entry[], item: Entry, side: Side): void => {
    if (window === 0) {
      emit(context, expressions, item, side);
      return;
    }
    waiting.push(item);
    if (waiting.length > window) emit(context, expressions, waiting.shift()!, side);
  };
  return {
    take: (difference: Entry): void => pair(reference[next++], difference),
    finish(): void {
      while (next < reference.length) pair(reference[next++], undefined);
      for (const item of waitingDifference) emit(context, expressions, item, "=>");
      for (const item of waitingReference) emit(context, expressions, item, "<=");
    },
  };
}

function areEqual(context: CmdletContext, left: Entry, right: Entry): boolean {
  const { values } = context.engine;
  const caseSensitive = context.bound["CaseSensitive"] === true;
  return left.keys.every((key, i) => {
    const other = right.keys[i];
    if (key === null || other === null) return key === other;
    // Custom objects are compared by a text they do not have.
    if (isPlainObject(key) && isPlainObject(other)) return (key.text ?? "") === (other.text ?? "");
    try {
      return values.compare(key, other, caseSensitive) === 0;
    } catch {
      return values.equals(values.toText(key), values.toText(other), caseSensitive);
    }
  });
}

function isPlainObject(value: unknown): value is PSObject {
  return value instanceof PSObject && value.isCustom;
}

type Side = "==" | "=>" | "<=";

function emit(context: CmdletContext, expressions: readonly PropertyExpression[], entry: Entry, side: Side): void {
  const { bound } = context;
  if (side === "==" ? !bound["IncludeEqual"] : bound["ExcludeDifferent"] === true) return;
  if (bound["PassThru"]) {
    const object = entry.item instanceof PSObject ? entry.item : new PSObject(entry.item);
    object.set("SideIndicator", side);
    context.write(object);
    return;
  }
  const result = new PSObject();
  if (expressions.length === 0) result.set("InputObject", entry.item);
  else expressions.forEach((expression, i) => result.set(expression.name, entry.keys[i]));
  result.set("SideIndicator", side);
  context.write(result);
}
