// System.Linq.Enumerable. Sequences are read at once: what it gives is an array, not a query.

import { Double, identityKey, KeyValue, PSList, typedArray } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { Family, Member } from "../../define.js";
import { enumerate } from "../../enumerate.js";
import { argumentError, argumentOutOfRange, checkedCount, invalidOperation } from "../../errors.js";
import { toDouble } from "../../numbers/numeric.js";
import { closedName } from "../../type-name.js";
import { callBlock, defaultOrder, truth } from "./array-tools.js";

const elements = (value: unknown): unknown[] => {
  const items = enumerate(value);
  if (!items) throw argumentError("Value cannot be null.", "source");
  return [...items];
};

const ENUMERABLE = "System.Collections.Generic.IEnumerable[System.Object]";
const listOf = (items: unknown[], type = "System.Object"): unknown => typedArray(type, items);

function noElements(): Error {
  return invalidOperation("Sequence contains no elements");
}

function distinct(items: unknown[]): unknown[] {
  const seen = new Set<unknown>();
  return items.filter((item) => {
    const key = identityKey(item);
    return !seen.has(key) && seen.add(key);
  });
}

function total(items: unknown[], engine: Engine): unknown {
  let sum: unknown = items.some((item) => item instanceof Double) ? new Double(0) : 0;
  for (const item of items) {
    const method = engine.values.convert(item, engine.values.typeNameOf(item));
    sum = addNumbers(sum, method);
  }
  return sum;
}

function addNumbers(a: unknown, b: unknown): unknown {
  if (typeof a === "number" && typeof b === "number") return a + b;
  if (typeof a === "bigint" || typeof b === "bigint") return BigInt(toDouble(a)) + BigInt(toDouble(b));
  return new Double(toDouble(a) + toDouble(b));
}

const linq: Record<string, Member> = {
  "static System.Object Range(int start, int count)": (start, count) => {
    if (count < 0) throw argumentOutOfRange("Specified argument was out of the range of valid values.", "count");
    return typedArray(
      "System.Int32",
      Array.from({ length: checkedCount(count) }, (_, i) => start + i),
    );
  },
  "static System.Object Repeat(System.Object element, int count)": (element, count) =>
    listOf(new Array(checkedCount(count)).fill(element)),
  "static System.Object Empty()": () => [],
  [`static System.Object Where(${ENUMERABLE} source, System.Object predicate)`]: (source, match, engine) =>
    listOf(elements(source).filter((item) => truth(match, item, engine))),
  [`static System.Object Select(${ENUMERABLE} source, System.Object selector)`]: (source, block, engine) =>
    listOf(elements(source).map((item) => callBlock(block, [item], engine))),
  [`static System.Object SelectMany(${ENUMERABLE} source, System.Object selector)`]: (source, block, engine) =>
    listOf(elements(source).flatMap((item) => [...(enumerate(callBlock(block, [item], engine)) ?? [])])),
  [`static System.Object Sum(${ENUMERABLE} source)`]: (source, engine) => total(elements(source), engine),
  [`static System.Object Sum(${ENUMERABLE} source, System.Object selector)`]: (source, block, engine) =>
    total(
      elements(source).map((item) => callBlock(block, [item], engine)),
      engine,
    ),
  [`static double Average(${ENUMERABLE} source)`]: (source) => {
    const items = elements(source);
    if (items.length === 0) throw noElements();
    return items.reduce((sum: number, item) => sum + toDouble(item), 0) / items.length;
  },
  [`static System.Object Max(${ENUMERABLE} source)`]: (source, engine) =>
    elements(source).reduce((a, b) => (defaultOrder(a, b, engine) >= 0 ? a : b)),
  [`static System.Object Min(${ENUMERABLE} source)`]: (source, engine) =>
    elements(source).reduce((a, b) => (defaultOrder(a, b, engine) <= 0 ? a : b)),
  [`static bool Any(${ENUMERABLE} source)`]: (source) => elements(source).length > 0,
  [`static bool Any(${ENUMERABLE} source, System.Object predicate)`]: (source, match, engine) =>
    elements(source).some((item) => truth(match, item, engine)),
  [`static bool All(${ENUMERABLE} source, System.Object predicate)`]: (source, match, engine) =>
    elements(source).every((item) => truth(match, item, engine)),
  [`static int Count(${ENUMERABLE} source)`]: (source) => elements(source).length,
  [`static int Count(${ENUMERABLE} source, System.Object predicate)`]: (source, match, engine) =>
    elements(source).filter((item) => truth(match, item, engine)).length,
  [`static bool Contains(${ENUMERABLE} source, System.Object value)`]: (source, value) =>
    elements(source).some((item) => identityKey(item) === identityKey(value)),
  [`static System.Object First(${ENUMERABLE} source)`]: (source) => {
    const items = elements(source);
    if (items.length === 0) throw noElements();
    return items[0];
  },
  [`static System.Object First(${ENUMERABLE} source, System.Object predicate)`]: (source, match, engine) => {
    const found = elements(source).find((item) => truth(match, item, engine));
    if (found === undefined) throw invalidOperation("Sequence contains no matching element");
    return found;
  },
  [`static System.Object FirstOrDefault(${ENUMERABLE} source)`]: (source) => elements(source)[0] ?? null,
  [`static System.Object FirstOrDefault(${ENUMERABLE} source, System.Object predicate)`]: (source, match, engine) =>
    elements(source).find((item) => truth(match, item, engine)) ?? null,
  [`static System.Object Last(${ENUMERABLE} source)`]: (source) => {
    const items = elements(source);
    if (items.length === 0) throw noElements();
    return items.at(-1);
  },
  [`static System.Object LastOrDefault(${ENUMERABLE} source)`]: (source) => elements(source).at(-1) ?? null,
  [`static System.Object ElementAt(${ENUMERABLE} source, int index)`]: (source, index) => {
    const items = elements(source);
    if (index < 0 || index >= items.length)
      throw argumentOutOfRange(
        "Index was out of range. Must be non-negative and less than the size of the collection.",
        "index",
      );
    return items[index];
  },
  [`static System.Object Skip(${ENUMERABLE} source, int count)`]: (source, count) =>
    listOf(elements(source).slice(count)),
  [`static System.Object Take(${ENUMERABLE} source, int count)`]: (source, count) =>
    listOf(elements(source).slice(0, count)),
  [`static System.Object Reverse(${ENUMERABLE} source)`]: (source) => listOf(elements(source).reverse()),
  [`static System.Object Distinct(${ENUMERABLE} source)`]: (source) => listOf(distinct(elements(source))),
  [`static System.Object Union(${ENUMERABLE} first, ${ENUMERABLE} second)`]: (a, b) =>
    listOf(distinct([...elements(a), ...elements(b)])),
  [`static System.Object Intersect(${ENUMERABLE} first, ${ENUMERABLE} second)`]: (a, b) => {
    const keys = new Set(elements(b).map(identityKey));
    return listOf(distinct(elements(a)).filter((item) => keys.has(identityKey(item))));
  },
  [`static System.Object Except(${ENUMERABLE} first, ${ENUMERABLE} second)`]: (a, b) => {
    const keys = new Set(elements(b).map(identityKey));
    return listOf(distinct(elements(a)).filter((item) => !keys.has(identityKey(item))));
  },
  [`static System.Object Concat(${ENUMERABLE} first, ${ENUMERABLE} second)`]: (a, b) =>
    listOf([...elements(a), ...elements(b)]),
  [`static System.Object Zip(${ENUMERABLE} first, ${ENUMERABLE} second)`]: (a, b) => {
    const other = elements(b);
    return listOf(
      elements(a)
        .slice(0, other.length)
        .map((item, i) => new KeyValue(item, other[i])),
    );
  },
  [`static bool SequenceEqual(${ENUMERABLE} first, ${ENUMERABLE} second)`]: (a, b) => {
    const [x, y] = [elements(a), elements(b)];
    return x.length === y.length && x.every((item, i) => identityKey(item) === identityKey(y[i]));
  },
  [`static System.Object OrderBy(${ENUMERABLE} source, System.Object keySelector)`]: (source, block, engine) =>
    orderBy(elements(source), block, 1, engine),
  [`static System.Object OrderByDescending(${ENUMERABLE} source, System.Object keySelector)`]: (
    source,
    block,
    engine,
  ) => orderBy(elements(source), block, -1, engine),
  [`static System.Object ToArray(${ENUMERABLE} source)`]: (source, _engine, args) =>
    listOf(elements(source), args?.[0]),
  [`static System.Object ToList(${ENUMERABLE} source)`]: (source, _engine, args) => {
    const type = args?.[0] ?? "System.Object";
    return new PSList("List", closedName("System.Collections.Generic.List`1", [type]), elements(source), type);
  },
  ["static System.Object Cast(System.Collections.IEnumerable source)"]: (source, engine: Engine, args) => {
    const type = args?.[0] ?? "System.Object";
    return typedArray(
      type,
      elements(source).map((item) => engine.values.convert(item, type)),
    );
  },
  ["static System.Object OfType(System.Collections.IEnumerable source)"]: (source, engine: Engine, args) => {
    const type = args?.[0] ?? "System.Object";
    return typedArray(
      type,
      elements(source).filter((item) => engine.values.isInstance(item, type)),
    );
  },
  [`static System.Object Aggregate(${ENUMERABLE} source, System.Object func)`]: (source, block, engine) =>
    elements(source).reduce((sum, item) => callBlock(block, [sum, item], engine)),
};

function orderBy(items: unknown[], block: unknown, direction: number, engine: Engine): unknown {
  const keyed = items.map((item) => [callBlock(block, [item], engine), item] as const);
  keyed.sort((a, b) => direction * defaultOrder(a[0], b[0], engine));
  return listOf(keyed.map(([, item]) => item));
}

export const linqTypes: Family = {
  "System.Linq.Enumerable": () => ({ kind: "static", members: linq }),
};
