// Hashtable and OrderedDictionary, and what looks into them: keys, values, entries.

import { baseOf, Dictionary, KeyValue, typedArray } from "../../../../objects/index.js";
import type { DictionaryKind } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { Family } from "../../define.js";
import { argumentOutOfRange, netError } from "../../errors.js";
import { typeToString } from "../../type-name.js";
import { typeNameOf } from "../../type-of.js";
import { copyArray } from "./array-tools.js";
import { DictionaryEnumerator, DictionaryView, keyRule, newDictionary } from "./collection-values.js";
import { checkKey, copyOf, dictionaryMembers, filled, HIDDEN, sameAs } from "./dictionary-members.js";

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

export const argumentErrorPlain = (message: string): Error => netError("System.ArgumentException", message);

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
export function ownText(value: unknown, engine: Engine): string {
  const base = baseOf(value);
  return Array.isArray(base) ? typeToString(typeNameOf(base)) : engine.values.toText(value);
}

export const dictionaryTypes: Family = {
  [HASHTABLE]: () => ({
    interfaces: "System.Collections.IDictionary System.ICloneable",
    hidden: "",
    members: {
      "bool IsReadOnly": dictionaryMembers["bool IsReadOnly"]!,
      "bool IsFixedSize": dictionaryMembers["bool IsFixedSize"]!,
      "bool IsSynchronized": dictionaryMembers["bool IsSynchronized"]!,
      "System.Collections.ICollection Keys": dictionaryMembers["System.Collections.ICollection Keys"]!,
      "System.Collections.ICollection Values": dictionaryMembers["System.Collections.ICollection Values"]!,
      "System.Object SyncRoot": dictionaryMembers["System.Object SyncRoot"]!,
      ...dictionaryMembers,
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
      ...dictionaryMembers,
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
  "System.Collections.SortedList": () => ({
    interfaces: "System.Collections.IDictionary",
    hidden: HIDDEN,
    members: {
      ...dictionaryMembers,
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
    zero: () => new KeyValue(null, null),
    members: {
      "System.Object Key": (self: KeyValue) => self.key,
      "System.Object Value": (self: KeyValue) => self.value,
      "new(System.Object key, System.Object value)": (key, value) => new KeyValue(key, value),
    },
    extended: { "alias System.Object Name": (self) => (baseOf(self) as KeyValue).key },
    text: (self: KeyValue, engine) => `[${engine.values.toText(self.key)}, ${engine.values.toText(self.value)}]`,
  }),
  "System.Collections.Specialized.NameValueCollection": () => ({
    base: HASHTABLE,
    members: {
      "new()": () => new Dictionary("Hashtable", "System.Collections.Specialized.NameValueCollection"),
      "string[] AllKeys": (self: Dictionary, engine) => [...self].map((entry) => engine.values.toText(entry.key)),
      "string Get(string name)": (self: Dictionary, name) => self.get(name) ?? null,
      "string[] GetValues(string name)": (self: Dictionary, name, engine) =>
        self.has(name) ? typedArray("System.String", engine.values.toText(self.get(name)).split(",")) : null,
      "string GetKey(int index)": (self: Dictionary, index, engine) =>
        engine.values.toText([...self][index]?.key ?? null),
      "bool HasKeys()": (self: Dictionary) => self.size > 0,
      "void Set(string name, string value)": (self: Dictionary, name, value) => self.set(name, value),
      "void Add(string name, string value)": (self: Dictionary, name, value) => {
        const old = self.get(name);
        self.set(name, old === undefined ? value : `${String(old)},${value}`);
      },
    },
  }),
};
