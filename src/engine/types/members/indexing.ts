// `value[index]`: arrays and lists by number (negative from the end, several at once), dictionaries by key, strings by
// position, and types that index by a parameterised property.

import { baseOf, Byte, Char, Dictionary, elementType, NetObject, PSList, PSObject } from "../../../objects/index.js";
import type { TypeContext } from "../context.js";
import { enumerate, toArray } from "../enumerate.js";
import { argumentOutOfRange, EngineError, netError, runtimeError } from "../errors.js";
import { innerOf } from "./members.js";
import { typeNameOf } from "../type-of.js";

/** A .NET object with an indexer (this[…]); undefined from `indexGet` means "no such index". */
export abstract class IndexedObject extends NetObject {
  abstract indexGet(indexes: readonly unknown[], context: TypeContext): unknown;
  indexSet(_indexes: readonly unknown[], _value: unknown, _context: TypeContext): boolean {
    return false;
  }
  /** True where the index is a key, not a number: several of them are several results. */
  get keyed(): boolean {
    return false;
  }
}

function nullArray(): EngineError {
  return runtimeError("NullArray", "Cannot index into a null array.");
}

function nullIndex(): EngineError {
  return runtimeError("NullArrayIndex", "Index operation failed; the array index evaluated to null.");
}

function cannotIndex(value: unknown): EngineError {
  return runtimeError("CannotIndex", `Unable to index into an object of type "${typeNameOf(value)}".`);
}

/** The element or elements; from `strictMode` 2 on, what has no index is an error, else it is its own first and last element. */
export function getIndex(
  value: unknown,
  indexes: readonly unknown[],
  context: TypeContext,
  strictMode: number = 0,
): unknown {
  try {
    return indexInto(value, indexes, context);
  } catch (error) {
    if (!(error instanceof EngineError) || error.errorId !== "CannotIndex") throw error;
    const index = indexes.length === 1 ? baseOf(indexes[0]) : undefined;
    if (index === 0 || index === -1) return value;
    if (strictMode >= 2) throw error;
    return undefined;
  }
}

function indexInto(value: unknown, indexes: readonly unknown[], context: TypeContext): unknown {
  const inner = innerOf(value);
  if (inner === null || inner === undefined) throw nullArray();
  if (indexes.length > 1) return severalIndexes(inner, indexes, context);
  const index = baseOf(indexes[0]);
  if (inner instanceof Dictionary) return dictionaryGet(inner, indexes[0], index, context);
  if (index === null || index === undefined) throw nullIndex();
  if (typeof index === "number") return elementAt(inner, index, context);
  const many = enumerate(index);
  if (many && !(inner instanceof IndexedObject && inner.keyed)) return slice(inner, many, context);
  if (inner instanceof IndexedObject) {
    const result = inner.indexGet([index], context);
    return result === undefined ? null : result;
  }
  if (isList(inner)) return elementAt(inner, indexNumber(index, context), context);
  return elementAt(inner, typeof index === "string" ? Number.NaN : indexNumber(index, context), context);
}

function isList(value: unknown): boolean {
  return typeof value === "string" || Array.isArray(value) || value instanceof PSList || value instanceof Uint8Array;
}

/** NaN, which no element has, for what is no number. */
function indexNumber(index: unknown, context: TypeContext): number {
  return (context.values.tryConvert(index, "int") as number | undefined) ?? Number.NaN;
}

/** The element at a number; null where there is none. */
function elementAt(value: unknown, index: number, context: TypeContext): unknown {
  if (Array.isArray(value)) return value[index < 0 ? index + value.length : index] ?? null;
  if (typeof value === "string") {
    const at = index < 0 ? index + value.length : index;
    return at >= 0 && at < value.length ? new Char(value.charCodeAt(at)) : null;
  }
  if (value instanceof PSList) {
    const at = index < 0 ? index + value.items.length : index;
    return value.items[at] ?? null;
  }
  if (value instanceof Uint8Array) {
    const byte = value[index < 0 ? index + value.length : index];
    return byte === undefined ? null : new Byte(byte);
  }
  if (value instanceof IndexedObject) return value.indexGet([index], context) ?? null;
  // A custom object is its own first element.
  if (value instanceof PSObject && value.base === undefined) return index === 0 || index === -1 ? value : null;
  const items = value instanceof NetObject ? toArray(value) : undefined;
  if (items) return items[index < 0 ? index + items.length : index] ?? null;
  throw cannotIndex(value);
}

function slice(value: unknown, indexes: Iterable<unknown>, context: TypeContext): unknown[] {
  const length = lengthOf(value);
  if (length === undefined && !(value instanceof NetObject) && !(value instanceof PSObject)) throw cannotIndex(value);
  const result: unknown[] = [];
  for (const index of indexes) {
    const number = context.values.convert(index, "int") as number;
    if (length !== undefined && (number >= length || number < -length)) continue;
    result.push(elementAt(value, number, context));
  }
  return result;
}

function lengthOf(value: unknown): number | undefined {
  if (typeof value === "string" || Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return value instanceof PSList ? value.items.length : undefined;
}

function dictionaryGet(dictionary: Dictionary, raw: unknown, key: unknown, context: TypeContext): unknown {
  if (key === null || key === undefined) throw nullIndex();
  if (dictionary.kind === "OrderedDictionary" && typeof key === "number" && !dictionary.has(key)) {
    const entries = [...dictionary];
    return entries[key < 0 ? key + entries.length : key]?.value ?? null;
  }
  if (dictionary.has(raw)) return dictionary.get(raw);
  const many = enumerate(key);
  if (many) return [...many].map((item) => dictionary.get(item) ?? null);
  if (dictionary.kind === "Dictionary" || dictionary.kind === "SortedDictionary") {
    const type = context.table.find(dictionary.typeName)?.typeArguments?.[0];
    const converted = type ? context.values.tryConvert(raw, type) : raw;
    if (converted !== undefined) return dictionary.get(converted) ?? null;
  }
  return dictionary.get(raw) ?? null;
}

function severalIndexes(value: unknown, indexes: readonly unknown[], context: TypeContext): unknown {
  if (value instanceof IndexedObject) return value.indexGet(indexes.map(baseOf), context) ?? null;
  if (value instanceof Dictionary) return indexes.map((index) => value.get(index) ?? null);
  return slice(
    value,
    indexes.flatMap((index) => toArray(baseOf(index)) ?? [index]),
    context,
  );
}

export function setIndex(value: unknown, indexes: readonly unknown[], next: unknown, context: TypeContext): void {
  const inner = innerOf(value);
  if (inner === null || inner === undefined) throw nullArray();
  const stored = next === undefined ? null : next;
  if (inner instanceof IndexedObject && inner.indexSet(indexes.map(baseOf), stored, context)) return;
  if (indexes.length > 1) throw runtimeError("ArraySliceAssignmentFailed", sliceMessage(indexes, context));
  const index = baseOf(indexes[0]);
  if (inner instanceof Dictionary) return dictionarySet(inner, index, stored, context);
  if (index === null || index === undefined) throw nullIndex();
  if (enumerate(index)) throw runtimeError("ArraySliceAssignmentFailed", sliceMessage([...enumerate(index)!], context));
  setElement(inner, indexNumber(index, context), stored, context);
}

function sliceMessage(indexes: readonly unknown[], context: TypeContext): string {
  const list = indexes.map((index) => context.values.toText(index)).join(",");
  return `Assignment failed because the slice [${list}] cannot be an assignment target.`;
}

function dictionarySet(dictionary: Dictionary, key: unknown, value: unknown, context: TypeContext): void {
  if (key === null || key === undefined) throw nullIndex();
  if (dictionary.kind === "OrderedDictionary" && typeof key === "number" && !dictionary.has(key)) {
    const entry = [...dictionary][key];
    if (!entry)
      throw argumentOutOfRange(
        "Index was out of range. Must be non-negative and less than the size of the collection.",
        "index",
      );
    entry.value = value;
    dictionary.version++;
    return;
  }
  const types = context.table.find(dictionary.typeName)?.typeArguments;
  if (types) dictionary.set(context.values.convert(key, types[0]!), context.values.convert(value, types[1]!));
  else dictionary.set(key, value);
}

function setElement(target: unknown, index: number, value: unknown, context: TypeContext): void {
  if (Number.isNaN(index)) throw cannotIndex(target);
  const outside = (): EngineError =>
    netError("System.IndexOutOfRangeException", "Index was outside the bounds of the array.");
  if (Array.isArray(target) || target instanceof Uint8Array) {
    const at = index < 0 ? index + target.length : index;
    if (at < 0 || at >= target.length) throw outside();
    if (target instanceof Uint8Array) target[at] = (context.values.convert(value, "byte") as Byte).value;
    else {
      const type = elementType(target);
      target[at] = type === "System.Object" ? value : context.values.convert(value, type);
    }
    return;
  }
  if (target instanceof PSList) {
    const at = index < 0 ? index + target.items.length : index;
    if (at < 0 || at >= target.items.length)
      throw argumentOutOfRange(
        "Index was out of range. Must be non-negative and less than the size of the collection.",
        "index",
      );
    target.items[at] =
      target.elementType === "System.Object" ? value : context.values.convert(value, target.elementType);
    return;
  }
  throw runtimeError("CannotIndex", `Unable to index into an object of type "${typeNameOf(target)}".`);
}
