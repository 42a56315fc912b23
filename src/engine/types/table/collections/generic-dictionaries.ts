// The dictionaries of keys K and values V, sorted, ordered and concurrent ones too.

import type { PSDelegate } from "../../members/delegate.js";
import { Dictionary, KeyValue } from "../../../../objects/index.js";
import type { DictionaryKind } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { Family, Member, TypeSource } from "../../define.js";
import { netError } from "../../errors.js";
import { closedName } from "../../type-name.js";
import type { PSReference } from "../../type-object.js";
import { defaultValue } from "./array-tools.js";
import { newDictionary } from "./collection-values.js";
import { argumentErrorPlain, ownText } from "./dictionaries.js";
import { checkKey, dictionaryMembers, filled, HIDDEN, sameAs } from "./dictionary-members.js";

function addGeneric(self: Dictionary, key: unknown, value: unknown, engine: Engine): void {
  checkKey(key);
  if (self.has(key))
    throw argumentErrorPlain(`An item with the same key has already been added. Key: ${engine.values.toText(key)}`);
  self.set(key, value);
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
        ...dictionaryMembers,
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

/** What a script block that stands for a function gives. */
function made(make: PSDelegate, args: readonly unknown[], type: string, engine: Engine): unknown {
  return engine.values.convert(make.invoke(...args), type);
}

/** ConcurrentDictionary's methods; harmless on the others. */
function concurrent(K: string, V: string): Record<string, Member> {
  return {
    [`${V} GetOrAdd(${K} key, ${V} value)`]: (self: Dictionary, key, value) => {
      if (!self.has(key)) self.set(key, value);
      return self.get(key);
    },
    [`${V} GetOrAdd(${K} key, System.Func[${K},${V}] valueFactory)`]: (self: Dictionary, key, make, engine) => {
      if (!self.has(key)) self.set(key, made(make, [key], V, engine));
      return self.get(key);
    },
    [`${V} AddOrUpdate(${K} key, ${V} addValue, System.Func[${K},${V},${V}] updateValueFactory)`]: (
      self: Dictionary,
      key,
      value,
      update,
      engine,
    ) => {
      self.set(key, self.has(key) ? made(update, [key, self.get(key)], V, engine) : value);
      return self.get(key);
    },
    [`${V} AddOrUpdate(${K} key, System.Func[${K},${V}] addValueFactory, System.Func[${K},${V},${V}] updateValueFactory)`]:
      (self: Dictionary, key, add, update, engine) => {
        self.set(key, self.has(key) ? made(update, [key, self.get(key)], V, engine) : made(add, [key], V, engine));
        return self.get(key);
      },
    "bool IsEmpty": (self: Dictionary) => self.size === 0,
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

export const genericDictionaryTypes: Family = {
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
  "System.Collections.Generic.Dictionary`2+KeyCollection": () => ({
    base: "System.Collections.Hashtable+KeyCollection",
  }),
  "System.Collections.Generic.Dictionary`2+ValueCollection": () => ({
    base: "System.Collections.Hashtable+KeyCollection",
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
};
