// System.Collections.BitArray: true and false in a row, and what is done to all of them at once.

import { Byte, PSList } from "../../../../objects/index.js";
import type { Family } from "../../define.js";
import { argumentOutOfRange, netError } from "../../errors.js";
import { ArrayEnumerator, copyArray } from "./array-tools.js";
import { elements } from "./list-members.js";

const BIT_ARRAY = "System.Collections.BitArray";

const bits = (items: boolean[]): PSList => new PSList("Collection", BIT_ARRAY, items, "System.Boolean");

function bitsOf(values: unknown, width: number): PSList {
  const numbers = elements(values).map((value) => (value instanceof Byte ? value.value : Number(value)));
  return bits(numbers.flatMap((number) => Array.from({ length: width }, (_, at) => ((number >>> at) & 1) === 1)));
}

function combine(self: PSList, other: PSList, rule: (a: boolean, b: boolean) => boolean): PSList {
  if (self.items.length !== other.items.length)
    throw netError("System.ArgumentException", "Array lengths must be the same.");
  self.items.forEach((bit, at) => (self.items[at] = rule(bit === true, other.items[at] === true)));
  return self;
}

function check(self: PSList, index: number): void {
  if (index < 0 || index >= self.items.length)
    throw argumentOutOfRange(
      "Index was out of range. Must be non-negative and less than the size of the collection.",
      "index",
    );
}

/** All bits moved by so many places; what leaves is lost. */
function shift(self: PSList, count: number): PSList {
  const old = [...self.items];
  self.items.forEach((_, at) => (self.items[at] = old[at - count] ?? false));
  return self;
}

export const bitArrayTypes: Family = {
  [BIT_ARRAY]: () => ({
    interfaces: "System.Collections.ICollection System.Collections.IEnumerable System.ICloneable",
    hidden: "SyncRoot IsSynchronized IsReadOnly",
    members: {
      "new(int length)": (length) => bits(new Array<boolean>(length).fill(false)),
      "new(int length, bool defaultValue)": (length, value) => bits(new Array<boolean>(length).fill(value)),
      "new(byte[] bytes)": (bytes) => bitsOf(bytes, 8),
      "new(bool[] values)": (values) => bits(elements(values).map((value) => value === true)),
      "new(int[] values)": (values) => bitsOf(values, 32),
      "new(System.Collections.BitArray bits)": (other: PSList) => bits([...other.items] as boolean[]),
      "int Length": [
        (self: PSList) => self.items.length,
        (self: PSList, length) => {
          while (self.items.length < length) self.items.push(false);
          self.items.length = length;
        },
      ],
      "int Count": (self: PSList) => self.items.length,
      "bool IsReadOnly": () => false,
      "bool IsSynchronized": () => false,
      "System.Object SyncRoot": (self) => self,
      "bool Get(int index)": (self: PSList, index) => {
        check(self, index);
        return self.items[index];
      },
      "void Set(int index, bool value)": (self: PSList, index, value) => {
        check(self, index);
        self.items[index] = value;
      },
      "void SetAll(bool value)": (self: PSList, value) => void self.items.fill(value),
      "System.Collections.BitArray And(System.Collections.BitArray value)": (self, other) =>
        combine(self, other, (a, b) => a && b),
      "System.Collections.BitArray Or(System.Collections.BitArray value)": (self, other) =>
        combine(self, other, (a, b) => a || b),
      "System.Collections.BitArray Xor(System.Collections.BitArray value)": (self, other) =>
        combine(self, other, (a, b) => a !== b),
      "System.Collections.BitArray Not()": (self: PSList) => {
        self.items.forEach((bit, at) => (self.items[at] = bit !== true));
        return self;
      },
      "System.Collections.BitArray LeftShift(int count)": (self, count) => shift(self, count),
      "System.Collections.BitArray RightShift(int count)": (self, count) => shift(self, -count),
      "bool HasAllSet()": (self: PSList) => self.items.every((bit) => bit === true),
      "bool HasAnySet()": (self: PSList) => self.items.some((bit) => bit === true),
      "System.Object Clone()": (self: PSList) => bits([...self.items] as boolean[]),
      "void CopyTo(array array, int index)": (self: PSList, target, index) =>
        copyArray(self.items, 0, target, index, self.items.length),
      "System.Collections.IEnumerator GetEnumerator()": (self: PSList) => new ArrayEnumerator(self),
    },
  }),
};
