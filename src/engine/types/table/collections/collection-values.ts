// Collections that are more than data: views of a dictionary's keys and values, sets with an index, sorted dictionaries.

import { Dictionary, dictionaryKey, identityKey, KeyValue, NetObject, PSList } from "../../../../objects/index.js";
import type { DictionaryKind, KeyOf, ListType } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import { invalidOperation } from "../../errors.js";
import { closedName } from "../../type-name.js";
import { defaultOrder } from "./array-tools.js";
import { StringComparer } from "../text/string-comparers.js";

function modified(): Error {
  return invalidOperation("Collection was modified; enumeration operation may not execute.");
}

/** The entries of a dictionary as long as nobody changes it. */
function* watched(dictionary: Dictionary): IterableIterator<{ key: unknown; value: unknown }> {
  const version = dictionary.version;
  for (const entry of dictionary) {
    if (dictionary.version !== version) throw modified();
    yield entry;
  }
  if (dictionary.version !== version) throw modified();
}

/** `.Keys` or `.Values`: a live view. */
export class DictionaryView extends NetObject {
  readonly typeName: string;
  readonly dictionary: Dictionary;
  readonly side: "key" | "value";
  constructor(dictionary: Dictionary, side: "key" | "value") {
    super();
    this.dictionary = dictionary;
    this.side = side;
    this.typeName = viewName(dictionary, side);
  }
  get count(): number {
    return this.dictionary.size;
  }
  *[Symbol.iterator](): IterableIterator<unknown> {
    for (const entry of watched(this.dictionary)) yield entry[this.side];
  }
}

function viewName(dictionary: Dictionary, side: "key" | "value"): string {
  const part = side === "key" ? "KeyCollection" : "ValueCollection";
  if (dictionary.kind === "OrderedDictionary")
    return "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryKeyValueCollection";
  const generic = dictionary.typeName.indexOf("`");
  if (generic < 0) return `System.Collections.Hashtable+${part}`;
  return `System.Collections.Generic.Dictionary\`2+${part}`;
}

/** What an entry is when it is handed out: a DictionaryEntry, or a KeyValuePair of a generic dictionary. */
export function entryOf(dictionary: Dictionary, entry: { key: unknown; value: unknown }, engine: Engine): KeyValue {
  const types = engine.types.find(dictionary.typeName)?.typeArguments;
  return types
    ? new KeyValue(entry.key, entry.value, closedName("System.Collections.Generic.KeyValuePair`2", types))
    : new KeyValue(entry.key, entry.value);
}

/** IDictionaryEnumerator: entries one by one. */
export class DictionaryEnumerator extends NetObject {
  readonly typeName: string;
  readonly #dictionary: Dictionary;
  readonly #engine: Engine;
  #iterator: Iterator<{ key: unknown; value: unknown }>;
  current: KeyValue | null = null;
  constructor(dictionary: Dictionary, engine: Engine) {
    super();
    this.#dictionary = dictionary;
    this.#engine = engine;
    this.typeName =
      dictionary.kind === "OrderedDictionary"
        ? "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryEnumerator"
        : "System.Collections.Hashtable+HashtableEnumerator";
    this.#iterator = watched(dictionary);
  }
  moveNext(): boolean {
    const next = this.#iterator.next();
    this.current = next.done ? null : entryOf(this.#dictionary, next.value, this.#engine);
    return !next.done;
  }
  reset(): void {
    this.#iterator = watched(this.#dictionary);
    this.current = null;
  }
  *[Symbol.iterator](): IterableIterator<unknown> {
    while (this.moveNext()) yield this.current;
  }
}

/** A set: its elements in the order they came, found by key. */
export class HashSetList extends PSList {
  readonly keyOf: KeyOf;
  readonly #keys: Set<unknown> = new Set();
  readonly #sorted: ((a: unknown, b: unknown) => number) | undefined;
  constructor(typeName: string, element: string, keyOf: KeyOf, sorted?: (a: unknown, b: unknown) => number) {
    super("HashSet" as ListType, typeName, [], element);
    this.keyOf = keyOf;
    this.#sorted = sorted;
  }
  hasItem(value: unknown): boolean {
    return this.#keys.has(this.keyOf(value));
  }
  addItem(value: unknown): boolean {
    const key = this.keyOf(value);
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    this.items.push(value);
    if (this.#sorted) this.items.sort(this.#sorted);
    return true;
  }
  removeItem(value: unknown): boolean {
    const key = this.keyOf(value);
    if (!this.#keys.delete(key)) return false;
    this.items.splice(
      this.items.findIndex((item) => this.keyOf(item) === key),
      1,
    );
    return true;
  }
  clearItems(): void {
    this.#keys.clear();
    this.items.length = 0;
  }
}

/** A dictionary whose entries are in the order of their keys. */
class SortedEntries extends Dictionary {
  readonly #order: (a: unknown, b: unknown) => number;
  constructor(typeName: string, keyOf: KeyOf, order: (a: unknown, b: unknown) => number) {
    super("SortedDictionary", typeName, keyOf);
    this.#order = order;
  }
  override set(key: unknown, value: unknown): void {
    const fresh = !this.has(key);
    super.set(key, value);
    if (!fresh) return;
    const sorted = [...this.entries].sort((a, b) => this.#order(a[1].key, b[1].key));
    this.entries.clear();
    for (const [folded, entry] of sorted) this.entries.set(folded, entry);
  }
}

/** The key rule of a comparer argument: none is exact. */
export function keyRule(comparer: unknown): KeyOf {
  return comparer instanceof StringComparer && comparer.ignoreCase ? dictionaryKey : identityKey;
}

export function orderRule(comparer: unknown, engine: Engine): (a: unknown, b: unknown) => number {
  if (comparer instanceof StringComparer) return (a, b) => comparer.compare(a as string, b as string);
  return (a, b) => defaultOrder(a, b, engine);
}

export function newDictionary(kind: DictionaryKind, typeName: string, comparer: unknown, engine: Engine): Dictionary {
  if (kind === "SortedDictionary") return new SortedEntries(typeName, keyRule(comparer), orderRule(comparer, engine));
  return new Dictionary(kind, typeName, keyRule(comparer));
}
