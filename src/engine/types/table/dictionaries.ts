// Hashtable, OrderedDictionary and the generic dictionaries; their entries, keys and values.

import { baseOf, Dictionary, KeyValue } from "../../../objects/index.js";
import type { DictionaryKind } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import type { Family, Member, TypeSource } from "../define.js";
import { argumentNull, argumentOutOfRange, netError } from "../errors.js";
import { identityKey } from "../../../objects/index.js";
import { closedName, typeToString } from "../type-name.js";
import { typeNameOf } from "../type-of.js";
import type { PSReference } from "../type-object.js";
import { DictionaryEnumerator, DictionaryView, entryOf, keyRule, newDictionary } from "./collection-values.js";
import { copyArray, defaultValue } from "./array-tools.js";

const checkKey = (key: unknown): void => {
  if (key === null || key === undefined) throw argumentNull("key");
};

function addHash(self: Dictionary, key: unknown, value: unknown, engine: Engine): void {
  checkKey(key);
  const base = baseOf(key);
  if (self.has(base)) {
    const text = engine.values.toText(base);
    const known = engine.values.toText(self.entries.get(self.keyOf(base))?.key);
    throw argumentErrorPlain(`Item has already been added. Key in dictionary: '${known}'  Key being added: '${text}'`);
  }
  self.set(base, value);
}

const argumentErrorPlain = (message: string): Error => netError("System.ArgumentException", message);

function addGeneric(self: Dictionary, key: unknown, value: unknown, engine: Engine): void {
  checkKey(key);
  if (self.has(key))
    throw argumentErrorPlain(`An item with the same key has already been added. Key: ${engine.values.toText(key)}`);
  self.set(key, value);
}

function copyOf(self: Dictionary): Dictionary {
  const copy = new Dictionary(self.kind, self.typeName, self.keyOf);
  for (const entry of self) copy.set(entry.key, entry.value);
  return copy;
}

const sameAs =
  (wanted: unknown) =>
  (value: unknown): boolean =>
    identityKey(baseOf(value)) === identityKey(baseOf(wanted));

const common: Record<string, Member> = {
  "int Count": (self: Dictionary) => self.size,
  "bool IsReadOnly": () => false,
  "bool IsFixedSize": () => false,
  "bool IsSynchronized": () => false,
  "System.Collections.ICollection Keys": (self: Dictionary) => new DictionaryView(self, "key"),
  "System.Object SyncRoot": (self) => self,
  "System.Collections.ICollection Values": (self: Dictionary) => new DictionaryView(self, "value"),
  "void Clear()": (self: Dictionary) => self.clear(),
  "System.Collections.IDictionaryEnumerator GetEnumerator()": (self: Dictionary, engine) =>
    new DictionaryEnumerator(self, engine),
  "bool Equals(System.Object obj)": (self, other) => self === other,
  "void CopyTo(array array, int arrayIndex)": (self: Dictionary, target, index, engine) => {
    const entries = [...self].map((entry) => entryOf(self, entry, engine));
    copyArray(entries, 0, target, index, entries.length);
  },
};

const HIDDEN = "SyncRoot IsSynchronized IsFixedSize IsReadOnly";

/** Fills a new dictionary from another one. */
function filled(target: Dictionary, source: Dictionary): Dictionary {
  for (const entry of source) target.set(entry.key, entry.value);
  return target;
}

function generic(open: string, kind: DictionaryKind): (K?: string, V?: string) => TypeSource {
  return (K = "System.Object", V = "System.Object") => {
    const name = closedName(open, [K, V]);
    const make = (engine: Engine, comparer: unknown = null): Dictionary => newDictionary(kind, name, comparer, engine);
    const COMPARER = "System.Collections.IEqualityComparer comparer";
    return {
      interfaces: `System.Collections.IDictionary System.Collections.Generic.IDictionary\`2[[${K}],[${V}]]`,
      hidden: HIDDEN,
      members: {
        ...common,
        "new()": (engine: Engine) => make(engine),
        "new(int capacity)": (_capacity, engine) => make(engine),
        "new(System.Collections.IDictionary dictionary)": (source, engine) => filled(make(engine), source),
        [`new(${COMPARER})`]: (comparer, engine) => make(engine, comparer),
        ["new(System.Collections.IComparer comparer)"]: (comparer, engine) => make(engine, comparer),
        [`new(int capacity, ${COMPARER})`]: (_capacity, comparer, engine) => make(engine, comparer),
        [`new(System.Collections.IDictionary dictionary, ${COMPARER})`]: (source, comparer, engine) =>
          filled(make(engine, comparer), source),
        "System.Object Comparer": () => null,
        [`void Add(${K} key, ${V} value)`]: (self, key, value, engine) => addGeneric(self, key, value, engine),
        [`bool ContainsKey(${K} key)`]: (self: Dictionary, key) => (checkKey(key), self.has(key)),
        [`bool ContainsValue(${V} value)`]: (self: Dictionary, value) =>
          [...self].some((entry) => sameAs(value)(entry.value)),
        [`bool Remove(${K} key)`]: (self: Dictionary, key) => self.delete(key),
        [`bool Remove(${K} key, ref ${V} value)`]: (self: Dictionary, key, result: PSReference) => {
          result.value = self.get(key) ?? null;
          return self.delete(key);
        },
        [`bool TryAdd(${K} key, ${V} value)`]: (self: Dictionary, key, value) => {
          if (self.has(key)) return false;
          self.set(key, value);
          return true;
        },
        [`bool TryGetValue(${K} key, ref ${V} value)`]: (self: Dictionary, key, result: PSReference, engine) => {
          const found = self.has(key);
          result.value = found ? self.get(key) : defaultValue(V, engine);
          return found;
        },
        [`param ${V} Item(${K} key)`]: (self: Dictionary, key, engine) => {
          if (!self.has(key))
            throw netError(
              "System.Collections.Generic.KeyNotFoundException",
              `The given key '${engine.values.toText(key)}' was not present in the dictionary.`,
            );
          return self.get(key);
        },
        [`void set_Item(${K} key, ${V} value)`]: (self: Dictionary, key, value) => self.set(key, value),
        ...(kind === "Dictionary" ? concurrent(K, V) : {}),
      },
    };
  };
}

/** ConcurrentDictionary's methods; harmless on the others. */
function concurrent(K: string, V: string): Record<string, Member> {
  return {
    [`${V} GetOrAdd(${K} key, ${V} value)`]: (self: Dictionary, key, value) => {
      if (!self.has(key)) self.set(key, value);
      return self.get(key);
    },
    [`bool TryRemove(${K} key, ref ${V} value)`]: (self: Dictionary, key, result: PSReference) => {
      result.value = self.get(key) ?? null;
      return self.delete(key);
    },
    [`bool TryUpdate(${K} key, ${V} newValue, ${V} comparisonValue)`]: (self: Dictionary, key, next, expected) => {
      if (!self.has(key) || !sameAs(expected)(self.get(key))) return false;
      self.set(key, next);
      return true;
    },
  };
}

function entryAt(self: Dictionary, index: number): { key: unknown; value: unknown } {
  const entry = [...self][index];
  if (index < 0 || !entry)
    throw argumentOutOfRange(
      "Index was out of range. Must be non-negative and less than the size of the collection.",
      "index",
    );
  return entry;
}

function insertAt(self: Dictionary, index: number, key: unknown, value: unknown, engine: Engine): void {
  if (index < 0 || index > self.size)
    throw argumentOutOfRange("Specified argument was out of the range of valid values.", "index");
  if (self.has(key)) addHash(self, key, value, engine);
  const entries = [...self];
  entries.splice(index, 0, { key, value });
  self.clear();
  for (const entry of entries) self.set(entry.key, entry.value);
}

const HASHTABLE = "System.Collections.Hashtable";
const ORDERED = "System.Collections.Specialized.OrderedDictionary";

/** A case-insensitive dictionary of a cast: from any dictionary. */
function castFrom(kind: DictionaryKind, name: string) {
  return (value: unknown): unknown => {
    if (!(value instanceof Dictionary)) return undefined;
    return filled(new Dictionary(kind, name), value);
  };
}

/** .NET's ToString: an array is its type's name. */
function ownText(value: unknown, engine: Engine): string {
  const base = baseOf(value);
  return Array.isArray(base) ? typeToString(typeNameOf(base)) : engine.values.toText(value);
}

export const dictionaryTypes: Family = {
  [HASHTABLE]: () => ({
    interfaces: "System.Collections.IDictionary System.ICloneable",
    hidden: "",
    members: {
      "bool IsReadOnly": common["bool IsReadOnly"]!,
      "bool IsFixedSize": common["bool IsFixedSize"]!,
      "bool IsSynchronized": common["bool IsSynchronized"]!,
      "System.Collections.ICollection Keys": common["System.Collections.ICollection Keys"]!,
      "System.Collections.ICollection Values": common["System.Collections.ICollection Values"]!,
      "System.Object SyncRoot": common["System.Object SyncRoot"]!,
      ...common,
      "new()": () => new Dictionary("Hashtable", HASHTABLE, keyRule(null)),
      "new(System.Collections.IDictionary d)": (source) =>
        filled(new Dictionary("Hashtable", HASHTABLE, keyRule(null)), source),
      "new(int capacity)": () => new Dictionary("Hashtable", HASHTABLE, keyRule(null)),
      "new(System.Collections.IEqualityComparer equalityComparer)": (comparer) =>
        new Dictionary("Hashtable", HASHTABLE, keyRule(comparer)),
      "new(System.Collections.IDictionary d, System.Collections.IEqualityComparer equalityComparer)": (
        source,
        comparer,
      ) => filled(new Dictionary("Hashtable", HASHTABLE, keyRule(comparer)), source),
      "param System.Object Item(System.Object key)": (self: Dictionary, key) => self.get(baseOf(key)) ?? null,
      "void Add(System.Object key, System.Object value)": addHash,
      "System.Object Clone()": copyOf,
      "bool Contains(System.Object key)": (self: Dictionary, key) => (checkKey(key), self.has(baseOf(key))),
      "bool ContainsKey(System.Object key)": (self: Dictionary, key) => (checkKey(key), self.has(baseOf(key))),
      "bool ContainsValue(System.Object value)": (self: Dictionary, value) =>
        [...self].some((entry) => sameAs(value)(entry.value)),
      "void Remove(System.Object key)": (self: Dictionary, key) => (checkKey(key), self.delete(baseOf(key))),
      "static hashtable Synchronized(hashtable table)": (table) => table,
    },
    convertFrom: castFrom("Hashtable", HASHTABLE),
  }),
  [ORDERED]: () => ({
    interfaces: "System.Collections.Specialized.IOrderedDictionary",
    members: {
      ...common,
      "new()": () => new Dictionary("OrderedDictionary", ORDERED, keyRule(null)),
      "new(int capacity)": () => new Dictionary("OrderedDictionary", ORDERED, keyRule(null)),
      "new(System.Collections.IEqualityComparer comparer)": (comparer) =>
        new Dictionary("OrderedDictionary", ORDERED, keyRule(comparer)),
      "void Add(System.Object key, System.Object value)": addHash,
      "param System.Object Item(int index)": (self: Dictionary, index) => entryAt(self, index).value,
      "param System.Object Item(System.Object key)": (self: Dictionary, key) => self.get(baseOf(key)) ?? null,
      "ordered AsReadOnly()": (self) => self,
      "bool Contains(System.Object key)": (self: Dictionary, key) => (checkKey(key), self.has(baseOf(key))),
      "void Insert(int index, System.Object key, System.Object value)": insertAt,
      "void Remove(System.Object key)": (self: Dictionary, key) => (checkKey(key), self.delete(baseOf(key))),
      "void RemoveAt(int index)": (self: Dictionary, index) => self.delete(entryAt(self, index).key),
    },
    convertFrom: castFrom("OrderedDictionary", ORDERED),
  }),
  "System.Management.Automation.OrderedHashtable": () => ({ base: HASHTABLE }),
  "System.Management.Automation.PSPrimitiveDictionary": () => ({
    base: HASHTABLE,
    members: {
      "new()": () => new Dictionary("PSPrimitiveDictionary", "System.Management.Automation.PSPrimitiveDictionary"),
    },
    convertFrom: castFrom("PSPrimitiveDictionary", "System.Management.Automation.PSPrimitiveDictionary"),
  }),
  "System.Collections.Generic.Dictionary`2": generic("System.Collections.Generic.Dictionary`2", "Dictionary"),
  "System.Collections.Generic.SortedDictionary`2": generic(
    "System.Collections.Generic.SortedDictionary`2",
    "SortedDictionary",
  ),
  "System.Collections.Generic.SortedList`2": generic("System.Collections.Generic.SortedList`2", "SortedDictionary"),
  "System.Collections.Generic.OrderedDictionary`2": generic(
    "System.Collections.Generic.OrderedDictionary`2",
    "Dictionary",
  ),
  "System.Collections.Concurrent.ConcurrentDictionary`2": generic(
    "System.Collections.Concurrent.ConcurrentDictionary`2",
    "Dictionary",
  ),
  "System.Collections.SortedList": () => ({
    interfaces: "System.Collections.IDictionary",
    hidden: HIDDEN,
    members: {
      ...common,
      "new()": (engine: Engine) => newDictionary("SortedDictionary", "System.Collections.SortedList", null, engine),
      "void Add(System.Object key, System.Object value)": addHash,
      "bool Contains(System.Object key)": (self: Dictionary, key) => self.has(baseOf(key)),
      "bool ContainsKey(System.Object key)": (self: Dictionary, key) => self.has(baseOf(key)),
      "bool ContainsValue(System.Object value)": (self: Dictionary, value) =>
        [...self].some((entry) => sameAs(value)(entry.value)),
      "void Remove(System.Object key)": (self: Dictionary, key) => self.delete(baseOf(key)),
      "System.Object GetByIndex(int index)": (self: Dictionary, index) => entryAt(self, index).value,
      "System.Object GetKey(int index)": (self: Dictionary, index) => entryAt(self, index).key,
    },
  }),
  "System.Collections.Hashtable+KeyCollection": () => ({
    interfaces: "System.Collections.ICollection",
    members: {
      "int Count": (self: DictionaryView) => self.count,
      "bool IsSynchronized": () => false,
      "System.Object SyncRoot": (self) => self,
      "bool Contains(System.Object item)": (self: DictionaryView, item) =>
        self.side === "key" ? self.dictionary.has(item) : [...self].some(sameAs(item)),
      "void CopyTo(array array, int index)": (self: DictionaryView, target, index) => {
        const items = [...self];
        copyArray(items, 0, target, index, items.length);
      },
    },
    hidden: "SyncRoot IsSynchronized",
  }),
  "System.Collections.Hashtable+ValueCollection": () => ({ base: "System.Collections.Hashtable+KeyCollection" }),
  "System.Collections.Generic.Dictionary`2+KeyCollection": () => ({
    base: "System.Collections.Hashtable+KeyCollection",
  }),
  "System.Collections.Generic.Dictionary`2+ValueCollection": () => ({
    base: "System.Collections.Hashtable+KeyCollection",
  }),
  "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryKeyValueCollection": () => ({
    base: "System.Collections.Hashtable+KeyCollection",
  }),
  "System.Collections.Hashtable+HashtableEnumerator": () => ({
    interfaces: "System.Collections.IDictionaryEnumerator",
    members: {
      "System.Object Current": (self: DictionaryEnumerator) => self.current,
      "System.Collections.DictionaryEntry Entry": (self: DictionaryEnumerator) => self.current,
      "System.Object Key": (self: DictionaryEnumerator) => self.current?.key ?? null,
      "System.Object Value": (self: DictionaryEnumerator) => self.current?.value ?? null,
      "bool MoveNext()": (self: DictionaryEnumerator) => self.moveNext(),
      "void Reset()": (self: DictionaryEnumerator) => self.reset(),
    },
    hidden: "Current Entry Key Value",
  }),
  "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryEnumerator": () => ({
    base: "System.Collections.Hashtable+HashtableEnumerator",
  }),
  "System.Collections.DictionaryEntry": () => ({
    kind: "struct",
    members: {
      "System.Object Key": (self: KeyValue) => self.key,
      "System.Object Value": (self: KeyValue) => self.value,
      "new(System.Object key, System.Object value)": (key, value) => new KeyValue(key, value),
    },
    extended: { "alias System.Object Name": (self) => (baseOf(self) as KeyValue).key },
    text: () => "System.Collections.DictionaryEntry",
  }),
  "System.Collections.Generic.KeyValuePair`2": (K = "System.Object", V = "System.Object") => ({
    kind: "struct",
    members: {
      [`${K} Key`]: (self: KeyValue) => self.key,
      [`${V} Value`]: (self: KeyValue) => self.value,
      [`new(${K} key, ${V} value)`]: (key, value) =>
        new KeyValue(key, value, closedName("System.Collections.Generic.KeyValuePair`2", [K, V])),
    },
    text: (self: KeyValue, engine) => `[${engine.values.toText(self.key)}, ${ownText(self.value, engine)}]`,
  }),
  "System.Collections.Specialized.NameValueCollection": () => ({
    base: HASHTABLE,
    members: {
      "new()": () => new Dictionary("Hashtable", "System.Collections.Specialized.NameValueCollection"),
      "string[] AllKeys": (self: Dictionary, engine) => [...self].map((entry) => engine.values.toText(entry.key)),
      "string Get(string name)": (self: Dictionary, name) => self.get(name) ?? null,
      "void Set(string name, string value)": (self: Dictionary, name, value) => self.set(name, value),
      "void Add(string name, string value)": (self: Dictionary, name, value) => {
        const old = self.get(name);
        self.set(name, old === undefined ? value : `${String(old)},${value}`);
      },
    },
  }),
};
