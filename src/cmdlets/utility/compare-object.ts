// Compare-Object: what two sets of objects have in common, and what not.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { baseOf, PSObject } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";
import {
  EXPRESSION_KEY,
  evaluate,
  readPropertyExpressions,
  type PropertyExpression,
} from "../shared/property-expression.js";

export const compareObject: CmdletDefinition = {
  name: "Compare-Object",
  module: UTILITY,
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
  const waitingReference = new Waiting();
  const waitingDifference = new Waiting();
  let next = 0;

  const takeFrom = (waiting: Waiting, wanted: Entry): boolean =>
    waiting.take(wanted, (candidate) => areEqual(context, candidate, wanted));
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
  const park = (waiting: Waiting, item: Entry, side: Side): void => {
    if (window === 0) {
      emit(context, expressions, item, side);
      return;
    }
    waiting.add(item);
    if (waiting.size > window) emit(context, expressions, waiting.shift()!, side);
  };
  return {
    take: (difference: Entry): void => pair(reference[next++], difference),
    finish(): void {
      while (next < reference.length) pair(reference[next++], undefined);
      for (const item of waitingDifference.entries) emit(context, expressions, item, "=>");
      for (const item of waitingReference.entries) emit(context, expressions, item, "<=");
    },
  };
}

/** Objects without a partner so far, in order. Texts and whole numbers are found by what they say, others by looking at each. */
class Waiting {
  readonly entries: Set<Entry> = new Set();
  readonly #byText: Map<string, Set<Entry>> = new Map();
  /** Those that have no text of their own to be found by. */
  readonly #others: Set<Entry> = new Set();
  get size(): number {
    return this.entries.size;
  }
  add(entry: Entry): void {
    this.entries.add(entry);
    const text = textKey(entry);
    if (text === undefined) this.#others.add(entry);
    else this.#byText.set(text, (this.#byText.get(text) ?? new Set()).add(entry));
  }
  /** Lets go of the first that is equal; false where none is. */
  take(wanted: Entry, isEqual: (candidate: Entry) => boolean): boolean {
    const text = textKey(wanted);
    const candidates = text === undefined ? this.entries : [...(this.#byText.get(text) ?? []), ...this.#others];
    for (const candidate of candidates)
      if (isEqual(candidate)) {
        this.#drop(candidate);
        return true;
      }
    return false;
  }
  shift(): Entry | undefined {
    const [first] = this.entries;
    if (first) this.#drop(first);
    return first;
  }
  #drop(entry: Entry): void {
    this.entries.delete(entry);
    this.#others.delete(entry);
    const text = textKey(entry);
    const alike = text === undefined ? undefined : this.#byText.get(text);
    alike?.delete(entry);
    if (alike?.size === 0) this.#byText.delete(text!);
  }
}

/** Texts and whole numbers that are equal have the same key. */
function textKey(entry: Entry): string | undefined {
  let text = "";
  for (const key of entry.keys) {
    const base = baseOf(key);
    if (typeof base !== "string" && typeof base !== "number" && typeof base !== "bigint") return undefined;
    text += `${String(base).normalize().toLowerCase()}\0`;
  }
  return text;
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
