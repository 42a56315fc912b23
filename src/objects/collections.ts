// Collections. An object[] is a JavaScript array; an array of another element type is a JavaScript array that carries
// the type's name under `ElementType`; a byte[] is a Uint8Array. Lists, queues, stacks and dictionaries have classes here.

import { identityKey } from "./equality.js";

/** Key under which a JavaScript array keeps its element type ("System.Int32"); absent on object[]. */
export const ElementType: unique symbol = Symbol("ElementType");

export type PSArray = unknown[] & { [ElementType]?: string };

/** An array whose elements are of one .NET type, as `[int[]]` makes it. */
export function typedArray(elementType: string, items: unknown[]): PSArray {
  const array = items as PSArray;
  if (elementType !== "System.Object") array[ElementType] = elementType;
  return array;
}

/** The element type of an array: "System.Object" unless it carries another. */
export function elementType(array: readonly unknown[]): string {
  return (array as PSArray)[ElementType] ?? "System.Object";
}

export type ListType =
  | "ArrayList"
  | "List"
  | "Collection"
  | "Queue"
  | "Stack"
  | "HashSet"
  | "LinkedList"
  | "PSDataCollection"
  | "ReadOnlyCollection";

/** A growing list of any .NET kind: `typeName` is its full name ("System.Collections.ArrayList", "System.Collections.Generic.List`1[[System.Int32]]"). */
export class PSList {
  readonly kind: ListType;
  readonly typeName: string;
  readonly items: unknown[];
  /** Full name of the element type; "System.Object" where anything goes. */
  readonly elementType: string;
  constructor(kind: ListType, typeName: string, items: unknown[] = [], elementType = "System.Object") {
    this.kind = kind;
    this.typeName = typeName;
    this.items = items;
    this.elementType = elementType;
  }
}

export interface DictionaryEntry {
  readonly key: unknown;
  value: unknown;
}

/** How a dictionary tells keys apart: the canonical form of a key, equal for equal keys. */
export type KeyOf = (key: unknown) => unknown;

export type DictionaryKind =
  | "Hashtable"
  | "OrderedDictionary"
  | "Dictionary"
  | "SortedDictionary"
  | "PSPrimitiveDictionary";

/**
 * A .NET dictionary. Order is the order of insertion for every kind. `keyOf` folds keys: for a PowerShell hashtable
 * strings match whatever their case; `dictionaryKey` does that.
 */
export class Dictionary {
  readonly kind: DictionaryKind;
  readonly typeName: string;
  readonly keyOf: KeyOf;
  readonly entries: Map<unknown, DictionaryEntry> = new Map();
  /** Counts changes, so that an enumeration can tell that the dictionary was modified under it. */
  version = 0;
  constructor(
    kind: DictionaryKind = "Hashtable",
    typeName = "System.Collections.Hashtable",
    keyOf: KeyOf = dictionaryKey,
  ) {
    this.kind = kind;
    this.typeName = typeName;
    this.keyOf = keyOf;
  }
  get size(): number {
    return this.entries.size;
  }
  has(key: unknown): boolean {
    return this.entries.has(this.keyOf(key));
  }
  /** The value of `key`, or undefined where there is none. */
  get(key: unknown): unknown {
    return this.entries.get(this.keyOf(key))?.value;
  }
  /** Adds or replaces; a replaced entry keeps its place and the spelling of its key. */
  set(key: unknown, value: unknown): void {
    this.version++;
    const folded = this.keyOf(key);
    const entry = this.entries.get(folded);
    if (entry) entry.value = value;
    else this.entries.set(folded, { key, value });
  }
  delete(key: unknown): boolean {
    this.version++;
    return this.entries.delete(this.keyOf(key));
  }
  clear(): void {
    this.version++;
    this.entries.clear();
  }
  *[Symbol.iterator](): IterableIterator<DictionaryEntry> {
    yield* this.entries.values();
  }
}

/** System.Collections.DictionaryEntry (or KeyValuePair) on its own, as GetEnumerator yields it. */
export class KeyValue {
  readonly key: unknown;
  readonly value: unknown;
  readonly typeName: string;
  constructor(key: unknown, value: unknown, typeName = "System.Collections.DictionaryEntry") {
    this.key = key;
    this.value = value;
    this.typeName = typeName;
  }
}

/** The key rule of PowerShell's hashtables: strings match whatever their case, other values by value. */
export function dictionaryKey(key: unknown): unknown {
  if (typeof key === "string") return "s" + key.toLowerCase();
  const folded = identityKey(key);
  return typeof folded === "string" && folded.startsWith("s") ? folded.toLowerCase() : folded;
}
