// Arrays: making, copying, sorting, searching, and those of several dimensions.

import { baseOf, Byte, elementType, NetObject, typedArray } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { TypeContext } from "../../context.js";
import { PSDelegate } from "../../members/delegate.js";
import { enumerate } from "../../enumerate.js";
import { argumentOutOfRange, checkedCount, invalidOperation, netError } from "../../errors.js";
import { IndexedObject } from "../../members/indexing.js";
import { isValueType } from "../../define.js";
import { identityKey } from "../../../../objects/index.js";

/** What a new array of that type holds. */
export function defaultValue(type: string, engine: Engine): unknown {
  const definition = engine.types.find(type);
  if (!definition || !isValueType(definition)) return null;
  if (definition.enumValues) return engine.values.convert(definition.enumValues[0]?.[1] ?? 0, type);
  return definition.zero?.() ?? engine.values.tryConvert(0, type) ?? null;
}

export function newArray(type: string, length: number, engine: Engine): unknown {
  if (length < 0) throw netError("System.OverflowException", "Arithmetic operation resulted in an overflow.");
  checkedCount(length);
  if (type === "System.Byte") return new Uint8Array(length);
  return typedArray(type, new Array<unknown>(length).fill(defaultValue(type, engine)));
}

/** Calls a delegate or a script block. */
export function callBlock(block: unknown, args: readonly unknown[], engine: Engine): unknown {
  if (block instanceof PSDelegate) return block.invoke(...args);
  const results = engine.invokeCollect(block, args, args[0]);
  return results.length === 1 ? results[0] : results.length === 0 ? null : results;
}

export const truth = (match: unknown, item: unknown, engine: Engine): boolean =>
  engine.values.toBoolean(callBlock(match, [item], engine));

export function fixedSize(): never {
  throw netError("System.NotSupportedException", "Collection was of a fixed size.");
}

/** Sorts in place by the default comparer, or by a script block or comparer. */
export function sortItems(items: unknown[], engine: Engine, comparison?: unknown): void {
  const byBlock =
    comparison instanceof PSDelegate ||
    (comparison instanceof NetObject && comparison.typeName === "System.Management.Automation.ScriptBlock");
  const order = (a: unknown, b: unknown): number => {
    if (byBlock) return Number(engine.values.convert(callBlock(comparison, [a, b], engine), "int"));
    if (comparison instanceof NetObject) return Number(engine.values.invokeMethod(comparison, "Compare", [a, b]));
    return defaultOrder(a, b, engine);
  };
  items.sort(order);
}

/** Comparer.Default: strings by culture, case counts. */
export function defaultOrder(a: unknown, b: unknown, engine: Engine): number {
  if (a === null || a === undefined) return b === null || b === undefined ? 0 : -1;
  if (b === null || b === undefined) return 1;
  try {
    return engine.values.compare(a, b, true);
  } catch {
    throw invalidOperation("Failed to compare two elements in the array.");
  }
}

export function sortArray(array: unknown[] | Uint8Array, engine: Engine, comparison?: unknown): void {
  if (array instanceof Uint8Array) array.sort();
  else sortItems(array, engine, comparison);
}

/** Sorts keys, and the items beside them in the same way. */
export function sortTogether(keys: unknown[], items: unknown[], engine: Engine): void {
  const order = keys.map((key, i) => i).sort((a, b) => defaultOrder(keys[a], keys[b], engine));
  const [oldKeys, oldItems] = [[...keys], [...items]];
  order.forEach((from, to) => {
    keys[to] = oldKeys[from];
    if (to < items.length) items[to] = oldItems[from];
  });
}

const same = (a: unknown, b: unknown): boolean => identityKey(a) === identityKey(b);

export function findIndex(array: unknown, value: unknown, start: number, engine: Engine): number {
  const items = [...enumerate(array)!];
  const type = Array.isArray(array) ? elementType(array) : "System.Byte";
  const wanted = type === "System.Object" ? baseOf(value) : (engine.values.tryConvert(value, type) ?? value);
  for (let i = start; i < items.length; i++) if (same(items[i], wanted)) return i;
  return -1;
}

/** The place of a value in a sorted list, or the complement of where it would be. */
export function binarySearch(items: readonly unknown[], value: unknown, engine: Engine): number {
  let low = 0;
  let high = items.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = defaultOrder(items[middle], value, engine);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return ~low;
}

/** A piece of a list that it really has. */
export function checkRange(items: { readonly length: number }, index: number, count: number): void {
  if (index < 0 || count < 0 || index + count > items.length)
    throw netError(
      "System.ArgumentException",
      "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.",
    );
}

export function copyArray(from: any, start: number, to: any, at: number, length: number): void {
  if (start + length > from.length || at + length > to.length)
    throw netError(
      "System.ArgumentException",
      "Destination array was not long enough. Check the destination index, length, and the array's lower bounds. (Parameter 'destinationArray')",
    );
  if (from instanceof Uint8Array && to instanceof Uint8Array)
    return void to.set(from.subarray(start, start + length), at);
  const items = [...(enumerate(from.slice(start, start + length)) ?? [])];
  items.forEach((item, i) => (to[at + i] = to instanceof Uint8Array ? (item as Byte).value : item));
}

export function clearArray(array: any, index: number, length: number, engine: Engine): void {
  const type = array instanceof Uint8Array ? "System.Byte" : elementType(array);
  const zero = array instanceof Uint8Array ? 0 : defaultValue(type, engine);
  array.fill(zero, index, index + length);
}

/** An array of several dimensions, `[int[,]]::new(2, 3)`. */
export class MultiArray extends IndexedObject {
  readonly typeName: string;
  readonly element: string;
  readonly dimensions: readonly number[];
  readonly items: unknown[];
  constructor(element: string, dimensions: readonly number[], engine: Engine) {
    super();
    this.element = element;
    this.dimensions = dimensions;
    this.typeName = `${element}[${",".repeat(dimensions.length - 1)}]`;
    const size = checkedCount(dimensions.reduce((product, length) => product * length, 1));
    this.items = new Array<unknown>(size).fill(defaultValue(element, engine));
  }
  [Symbol.iterator](): IterableIterator<unknown> {
    return this.items[Symbol.iterator]();
  }
  #offset(indexes: readonly unknown[], context: TypeContext): number {
    const flat = indexes.flatMap((index) => [...(enumerate(index) ?? [index])]);
    if (flat.length !== this.dimensions.length)
      throw netError("System.ArgumentException", "The number of indices does not match the rank of the array.");
    let offset = 0;
    flat.forEach((index, dimension) => {
      const number = context.values.convert(index, "int") as number;
      const length = this.dimensions[dimension]!;
      if (number < 0 || number >= length)
        throw argumentOutOfRange("Index was outside the bounds of the array.", "index");
      offset = offset * length + number;
    });
    return offset;
  }
  indexGet(indexes: readonly unknown[], context: TypeContext): unknown {
    return this.items[this.#offset(indexes, context)];
  }
  override indexSet(indexes: readonly unknown[], value: unknown, context: TypeContext): boolean {
    this.items[this.#offset(indexes, context)] = context.values.convert(value, this.element);
    return true;
  }
}

/** An enumerator on its own: MoveNext, Current, Reset; a pipeline goes on from where it is. */
export class ArrayEnumerator extends NetObject {
  readonly typeName: string;
  readonly #source: () => Iterable<unknown>;
  #iterator: Iterator<unknown>;
  current: unknown = null;
  constructor(source: unknown, typeName = "System.Array+ArrayEnumerator") {
    super();
    this.typeName = typeName;
    this.#source = () => enumerate(source) ?? [];
    this.#iterator = this.#source()[Symbol.iterator]();
  }
  moveNext(): boolean {
    const next = this.#iterator.next();
    this.current = next.done ? null : next.value;
    return !next.done;
  }
  reset(): void {
    this.#iterator = this.#source()[Symbol.iterator]();
    this.current = null;
  }
  *[Symbol.iterator](): IterableIterator<unknown> {
    while (this.moveNext()) yield this.current;
  }
}
