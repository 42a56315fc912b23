// What every dictionary has, generic or not.

import { baseOf, Dictionary, identityKey } from "../../../../objects/index.js";
import type { Member } from "../../define.js";
import { argumentNull } from "../../errors.js";
import { copyArray } from "./array-tools.js";
import { DictionaryEnumerator, DictionaryView, entryOf } from "./collection-values.js";

export const checkKey = (key: unknown): void => {
  if (key === null || key === undefined) throw argumentNull("key");
};

export function copyOf(self: Dictionary): Dictionary {
  const copy = new Dictionary(self.kind, self.typeName, self.keyOf);
  for (const entry of self) copy.set(entry.key, entry.value);
  return copy;
}

export const sameAs =
  (wanted: unknown) =>
  (value: unknown): boolean =>
    identityKey(baseOf(value)) === identityKey(baseOf(wanted));

export const dictionaryMembers: Record<string, Member> = {
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

export const HIDDEN = "SyncRoot IsSynchronized IsFixedSize IsReadOnly";

/** Fills a new dictionary from another one. */
export function filled(target: Dictionary, source: Dictionary): Dictionary {
  for (const entry of source) target.set(entry.key, entry.value);
  return target;
}
