// System.Array, of one dimension and of several. Its size is fixed: what would add or remove is an error.

import { elementType, typedArray } from "../../../../objects/index.js";
import type { Family } from "../../define.js";
import { enumerate } from "../../enumerate.js";
import { netError } from "../../errors.js";
import { PSType } from "../../type-object.js";
import {
  ArrayEnumerator,
  binarySearch,
  callBlock,
  checkRange,
  clearArray,
  copyArray,
  findIndex,
  fixedSize,
  MultiArray,
  newArray,
  sortArray,
  sortTogether,
  truth,
} from "./array-tools.js";
import { contextOf } from "../common.js";
import { sameValue } from "../object.js";

export const arrayTypes: Family = {
  "System.Array": () => ({
    kind: "abstract",
    interfaces: "System.Collections.IList System.Collections.ICollection System.ICloneable",
    members: {
      "int Length": (self) => self.length,
      "long LongLength": (self) => BigInt(self.length),
      "int Rank": () => 1,
      "System.Object SyncRoot": (self) => self,
      "bool IsReadOnly": () => false,
      "bool IsFixedSize": () => true,
      "bool IsSynchronized": () => false,
      "System.Object Clone()": (self) =>
        self instanceof Uint8Array ? self.slice() : typedArray(elementType(self), self.slice()),
      "int GetLength(int dimension)": (self) => self.length,
      "int GetUpperBound(int dimension)": (self) => self.length - 1,
      "int GetLowerBound(int dimension)": () => 0,
      "System.Object GetValue(int index)": (self, index, engine) => {
        if (index < 0 || index >= self.length)
          throw netError("System.IndexOutOfRangeException", "Index was outside the bounds of the array.");
        return engine.values.getIndex(self, [index]);
      },
      "void SetValue(System.Object value, int index)": (self, value, index, engine) =>
        engine.values.setIndex(self, [index], value),
      "bool Contains(System.Object value)": (self, value) =>
        [...enumerate(self)!].some((item) => sameValue(item, value)),
      "int IndexOf(System.Object value)": (self, value) =>
        [...enumerate(self)!].findIndex((item) => sameValue(item, value)),
      "void CopyTo(array array, int index)": (self, target, index) => copyArray(self, 0, target, index, self.length),
      "System.Collections.IEnumerator GetEnumerator()": (self) => new ArrayEnumerator(self),
      "int Add(System.Object value)": () => fixedSize(),
      "void Insert(int index, System.Object value)": () => fixedSize(),
      "void Remove(System.Object value)": () => fixedSize(),
      "void RemoveAt(int index)": () => fixedSize(),
      "void Clear()": (self, engine) => clearArray(self, 0, self.length, engine),
      "static void Sort(array array)": (array, engine) => sortArray(array, engine),
      "static void Sort(array array, System.Object comparison)": (array, comparison, engine) =>
        Array.isArray(comparison) ? sortTogether(array, comparison, engine) : sortArray(array, engine, comparison),
      "static void Reverse(array array)": (array) => void array.reverse(),
      "static void Reverse(array array, int index, int length)": (array, index, length) => {
        checkRange(array, index, length);
        const part = array.slice(index, index + length).reverse();
        for (let i = 0; i < length; i++) array[index + i] = part[i];
      },
      "static int IndexOf(array array, System.Object value)": (array, value, engine) =>
        findIndex(array, value, 0, engine),
      "static int IndexOf(array array, System.Object value, int startIndex)": (array, value, start, engine) =>
        findIndex(array, value, start, engine),
      "static int LastIndexOf(array array, System.Object value)": (array, value) =>
        [...enumerate(array)!].findLastIndex((item) => sameValue(item, value)),
      "static int BinarySearch(array array, System.Object value)": (array, value, engine) =>
        binarySearch([...enumerate(array)!], value, engine),
      "static void Copy(array sourceArray, array destinationArray, int length)": (from, to, length) =>
        copyArray(from, 0, to, 0, length),
      "static void Copy(array sourceArray, int sourceIndex, array destinationArray, int destinationIndex, int length)":
        (from, start, to, at, length) => copyArray(from, start, to, at, length),
      "static void Clear(array array)": (array, engine) => clearArray(array, 0, array.length, engine),
      "static void Clear(array array, int index, int length)": (array, index, length, engine) =>
        clearArray(array, index, length, engine),
      "static void Fill(array array, System.Object value)": (array, value) => void array.fill(value),
      "static void Resize(ref System.Object array, int newSize)": (reference, size, engine) => {
        const old = (reference.value ?? []) as unknown[];
        const type = Array.isArray(old) ? elementType(old) : "System.Byte";
        const next = newArray(type, size, engine) as unknown[];
        for (let i = 0; i < Math.min(size, old.length); i++) next[i] = old[i];
        reference.value = next;
      },
      "static array CreateInstance(type elementType, int length)": (type: PSType, length, engine) =>
        newArray(type.name, length, engine),
      "static array CreateInstance(type elementType, Params int[] lengths)": (type: PSType, lengths, engine) =>
        new MultiArray(type.name, lengths, engine),
      "static System.Object Empty()": (engine, args) => newArray(args?.[0] ?? "System.Object", 0, engine),
      "static System.Object Find(System.Object array, System.Object match)": (array, match, engine) =>
        [...enumerate(array)!].find((item) => truth(match, item, engine)) ?? null,
      "static System.Object FindAll(System.Object array, System.Object match)": (array, match, engine) =>
        typedArray(
          Array.isArray(array) ? elementType(array) : "System.Object",
          [...enumerate(array)!].filter((item) => truth(match, item, engine)),
        ),
      "static int FindIndex(System.Object array, System.Object match)": (array, match, engine) =>
        [...enumerate(array)!].findIndex((item) => truth(match, item, engine)),
      "static bool Exists(System.Object array, System.Object match)": (array, match, engine) =>
        [...enumerate(array)!].some((item) => truth(match, item, engine)),
      "static bool TrueForAll(System.Object array, System.Object match)": (array, match, engine) =>
        [...enumerate(array)!].every((item) => truth(match, item, engine)),
      "static void ForEach(System.Object array, System.Object action)": (array, action, engine) => {
        for (const item of enumerate(array)!) callBlock(action, [item], engine);
      },
      "static System.Object ConvertAll(System.Object array, System.Object converter)": (
        array,
        converter,
        engine,
        args,
      ) =>
        typedArray(
          args?.[1] ?? "System.Object",
          [...enumerate(array)!].map((item) => callBlock(converter, [item], engine)),
        ),
      "static System.Object AsReadOnly(System.Object array)": (array) => array,
    },
    extended: { "alias int Count": (self) => self.length },
  }),
  "System.Array+MultiDimensional": () => ({
    base: "System.Array",
    members: {
      "int Length": (self: MultiArray) => self.items.length,
      "int Rank": (self: MultiArray) => self.dimensions.length,
      "int GetLength(int dimension)": (self: MultiArray, dimension) => self.dimensions[dimension],
      "int GetUpperBound(int dimension)": (self: MultiArray, dimension) => self.dimensions[dimension]! - 1,
      "System.Object GetValue(Params int[] indices)": (self: MultiArray, indices, engine) =>
        self.indexGet(indices, contextOf(engine)),
      "void SetValue(System.Object value, Params int[] indices)": (self: MultiArray, value, indices, engine) => {
        self.indexSet(indices, value, contextOf(engine));
      },
    },
    extended: { "alias int Count": (self: MultiArray) => self.items.length },
  }),
};
