// What lists, queues and sets are made of: members of every list of elements T, and generic types of them.

import { baseOf, Byte, identityKey, PSList, typedArray } from "../../../../objects/index.js";
import type { ListType } from "../../../../objects/index.js";
import type { Member, TypeSource } from "../../define.js";
import { enumerate } from "../../enumerate.js";
import { argumentOutOfRange } from "../../errors.js";
import { closedName } from "../../type-name.js";
import { ArrayEnumerator, copyArray, findIndex } from "./array-tools.js";

const OUT_OF_RANGE = "Index was out of range. Must be non-negative and less than the size of the collection.";

function check(self: PSList, index: number, limit = self.items.length - 1): void {
  if (index < 0 || index > limit) throw argumentOutOfRange(OUT_OF_RANGE, "index");
}

export const same = (a: unknown, b: unknown): boolean => identityKey(baseOf(a)) === identityKey(baseOf(b));
export const indexOf = (self: PSList, value: unknown): number => self.items.findIndex((item) => same(item, value));

export function removeOne(self: PSList, value: unknown): boolean {
  const index = indexOf(self, value);
  if (index >= 0) self.items.splice(index, 1);
  return index >= 0;
}

/** An array of a list's elements; a byte[] where they are bytes. */
export function arrayOf(element: string, items: readonly unknown[]): unknown {
  if (element === "System.Byte") return Uint8Array.from(items, (item) => (item as Byte).value);
  return typedArray(element, [...items]);
}

export const elements = (value: unknown): unknown[] => [...(enumerate(value) ?? [value])];

/** Members of every list of elements T, that change nothing. */
export function reading(T: string): Record<string, Member> {
  return {
    "int Count": (self: PSList) => self.items.length,
    "bool IsReadOnly": () => false,
    "bool IsFixedSize": () => false,
    "bool IsSynchronized": () => false,
    "System.Object SyncRoot": (self) => self,
    [`bool Contains(${T} item)`]: (self: PSList, item) => indexOf(self, item) >= 0,
    [`int IndexOf(${T} item)`]: (self: PSList, item) => indexOf(self, item),
    [`int IndexOf(${T} item, int index)`]: (self: PSList, item, start, engine) => findIndex(self, item, start, engine),
    "void CopyTo(array array, int arrayIndex)": (self: PSList, target, index) =>
      copyArray(self.items, 0, target, index, self.items.length),
    "System.Collections.IEnumerator GetEnumerator()": (self: PSList) =>
      new ArrayEnumerator(self, "System.Array+ArrayEnumerator"),
    "bool Equals(System.Object obj)": (self, other) => self === other,
    [`${T}[] ToArray()`]: (self: PSList) => arrayOf(T, self.items),
    [`param ${T} Item(int index)`]: (self: PSList, index) => {
      check(self, index);
      return self.items[index];
    },
  };
}

export const HIDDEN = "SyncRoot IsSynchronized IsFixedSize IsReadOnly";

export function writing(T: string): Record<string, Member> {
  return {
    "void Clear()": (self: PSList) => void (self.items.length = 0),
    [`void Insert(int index, ${T} item)`]: (self: PSList, index, item) => {
      if (index < 0 || index > self.items.length)
        throw argumentOutOfRange("Index must be within the bounds of the List.", "index");
      self.items.splice(index, 0, item);
    },
    "void RemoveAt(int index)": (self: PSList, index) => {
      check(self, index);
      self.items.splice(index, 1);
    },
    [`void set_Item(int index, ${T} value)`]: (self: PSList, index, value) => {
      check(self, index);
      self.items[index] = value;
    },
  };
}

/** A generic list type: its constructors and those of its members that `more` adds. */
export function genericList(
  open: string,
  kind: ListType,
  more: (T: string, make: (items: unknown[]) => PSList) => Record<string, Member>,
): (T?: string) => TypeSource {
  return (T = "System.Object") => {
    const name = closedName(open, [T]);
    const make = (items: unknown[] = []): PSList => new PSList(kind, name, items, T);
    return {
      interfaces: `System.Collections.IList System.Collections.Generic.IList\`1[[${T}]]`,
      hidden: HIDDEN,
      members: {
        ...reading(T),
        "new()": () => make(),
        "new(int capacity)": () => make(),
        [`new(System.Collections.Generic.IEnumerable[${T}] collection)`]: (items) => make(elements(items)),
        ...more(T, make),
      },
    };
  };
}

export const OBJECT = "System.Object";
