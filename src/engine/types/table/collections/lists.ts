// Lists by index: ArrayList, List<T>, and the collections around them.

import { PSList } from "../../../../objects/index.js";
import type { Family, Member } from "../../define.js";
import { argumentError, checkedCount } from "../../errors.js";
import { closedName } from "../../type-name.js";
import { binarySearch, callBlock, sortItems, truth } from "./array-tools.js";
import { elements, genericList, HIDDEN, OBJECT, reading, removeOne, same, writing } from "./list-members.js";

function replaceAll(self: PSList, items: readonly unknown[]): void {
  self.items.length = 0;
  for (const item of items) self.items.push(item);
}

/** What List<T> has beyond IList. */
function listMembers(T: string, make: (items: unknown[]) => PSList): Record<string, Member> {
  const range = `System.Collections.Generic.IEnumerable[${T}] collection`;
  const match = `System.Predicate[${T}] match`;
  return {
    "int Capacity": [(self: PSList) => capacityOf(self), () => {}],
    [`void Add(${T} item)`]: (self: PSList, item) => void self.items.push(item),
    [`void AddRange(${range})`]: (self: PSList, items) => {
      for (const item of elements(items)) self.items.push(item);
    },
    "System.Object AsReadOnly()": (self: PSList) =>
      new PSList(
        "ReadOnlyCollection",
        closedName("System.Collections.ObjectModel.ReadOnlyCollection`1", [T]),
        self.items,
        T,
      ),
    [`int BinarySearch(${T} item)`]: (self: PSList, item, engine) => binarySearch(self.items, item, engine),
    [`bool Exists(${match})`]: (self: PSList, block, engine) => self.items.some((item) => truth(block, item, engine)),
    [`${T} Find(${match})`]: (self: PSList, block, engine) =>
      self.items.find((item) => truth(block, item, engine)) ?? null,
    [`System.Object FindAll(${match})`]: (self: PSList, block, engine) =>
      make(self.items.filter((item) => truth(block, item, engine))),
    [`int FindIndex(${match})`]: (self: PSList, block, engine) =>
      self.items.findIndex((item) => truth(block, item, engine)),
    [`int FindLastIndex(${match})`]: (self: PSList, block, engine) =>
      self.items.findLastIndex((item) => truth(block, item, engine)),
    [`${T} FindLast(${match})`]: (self: PSList, block, engine) =>
      self.items.findLast((item) => truth(block, item, engine)) ?? null,
    "System.Object ConvertAll(System.Object converter)": (self: PSList, converter, engine) => {
      const results = self.items.map((item) => callBlock(converter, [item], engine));
      const type = /\[.*?[,\]]+\[?([\w.]+)\]+$/.exec(converter?.typeName ?? "")?.[1] ?? "System.Object";
      return new PSList("List", closedName("System.Collections.Generic.List`1", [type]), results, type);
    },
    [`void ForEach(System.Action[${T}] action)`]: (self: PSList, action, engine) => {
      for (const item of self.items) callBlock(action, [item], engine);
    },
    "System.Object GetRange(int index, int count)": (self: PSList, index, count) => {
      if (index + count > self.items.length)
        throw argumentError(
          "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.",
          "count",
        );
      return make(self.items.slice(index, index + count));
    },
    [`void InsertRange(int index, ${range})`]: (self: PSList, index, items) =>
      void self.items.splice(index, 0, ...elements(items)),
    [`int LastIndexOf(${T} item)`]: (self: PSList, item) => self.items.findLastIndex((each) => same(each, item)),
    [`bool Remove(${T} item)`]: (self: PSList, item) => removeOne(self, item),
    [`int RemoveAll(${match})`]: (self: PSList, block, engine) => {
      const kept = self.items.filter((item) => !truth(block, item, engine));
      const removed = self.items.length - kept.length;
      replaceAll(self, kept);
      return removed;
    },
    "void RemoveRange(int index, int count)": (self: PSList, index, count) => void self.items.splice(index, count),
    "void Reverse()": (self: PSList) => void self.items.reverse(),
    "void Reverse(int index, int count)": (self: PSList, index, count) =>
      void self.items.splice(index, count, ...self.items.slice(index, index + count).reverse()),
    "void Sort()": (self: PSList, engine) => sortItems(self.items, engine),
    [`void Sort(System.Comparison[${T}] comparison)`]: (self: PSList, comparison, engine) =>
      sortItems(self.items, engine, comparison),
    "void Sort(System.Collections.IComparer comparer)": (self: PSList, comparer, engine) =>
      sortItems(self.items, engine, comparer ?? undefined),
    "void TrimExcess()": () => {},
    "int EnsureCapacity(int capacity)": (_self, capacity) => capacity,
    [`bool TrueForAll(${match})`]: (self: PSList, block, engine) =>
      self.items.every((item) => truth(block, item, engine)),
  };
}

function capacityOf(self: PSList): number {
  let capacity = 4;
  while (capacity < self.items.length) capacity *= 2;
  return self.items.length === 0 ? 0 : capacity;
}

const ARRAY_LIST = "System.Collections.ArrayList";

const COLLECTION = "System.Collections.ObjectModel.Collection`1";
const OBSERVABLE = "System.Collections.ObjectModel.ObservableCollection`1";

const collectionMembers = (T: string): Record<string, Member> => ({
  ...writing(T),
  [`void Add(${T} item)`]: (self: PSList, item) => void self.items.push(item),
  [`bool Remove(${T} item)`]: (self: PSList, item) => removeOne(self, item),
});

export const listTypes: Family = {
  [ARRAY_LIST]: () => ({
    interfaces: "System.Collections.IList System.ICloneable",
    hidden: HIDDEN,
    members: {
      "int Capacity": [(self: PSList) => capacityOf(self), () => {}],
      ...reading(OBJECT),
      ...writing(OBJECT),
      "bool IsFixedSize": () => false,
      "new()": () => new PSList("ArrayList", ARRAY_LIST),
      "new(int capacity)": () => new PSList("ArrayList", ARRAY_LIST),
      "new(System.Collections.ICollection c)": (items) => new PSList("ArrayList", ARRAY_LIST, elements(items)),
      "int Add(System.Object value)": (self: PSList, value) => self.items.push(value) - 1,
      "void AddRange(System.Collections.ICollection c)": (self: PSList, items) => {
        for (const item of elements(items)) self.items.push(item);
      },
      "int BinarySearch(System.Object value)": (self: PSList, value, engine) => binarySearch(self.items, value, engine),
      "System.Object Clone()": (self: PSList) => new PSList("ArrayList", ARRAY_LIST, [...self.items]),
      "System.Collections.ArrayList GetRange(int index, int count)": (self: PSList, index, count) =>
        new PSList("ArrayList", ARRAY_LIST, self.items.slice(index, index + count)),
      "void InsertRange(int index, System.Collections.ICollection c)": (self: PSList, index, items) =>
        void self.items.splice(index, 0, ...elements(items)),
      "int LastIndexOf(System.Object value)": (self: PSList, value) =>
        self.items.findLastIndex((item) => same(item, value)),
      "void Remove(System.Object obj)": (self: PSList, value) => void removeOne(self, value),
      "void RemoveRange(int index, int count)": (self: PSList, index, count) => void self.items.splice(index, count),
      "void Reverse()": (self: PSList) => void self.items.reverse(),
      "void Sort()": (self: PSList, engine) => sortItems(self.items, engine),
      "void Sort(System.Collections.IComparer comparer)": (self: PSList, comparer, engine) =>
        sortItems(self.items, engine, comparer ?? undefined),
      "System.Object[] ToArray()": (self: PSList) => [...self.items],
      "array ToArray(type type)": (self: PSList, type, engine) =>
        engine.values.convert([...self.items], `${type.name}[]`),
      "void TrimToSize()": () => {},
      "static System.Collections.ArrayList Synchronized(System.Collections.ArrayList list)": (list) => list,
      "static System.Collections.ArrayList Repeat(System.Object value, int count)": (value, count) =>
        new PSList("ArrayList", ARRAY_LIST, new Array<unknown>(checkedCount(count)).fill(value)),
      "static System.Collections.ArrayList Adapter(System.Collections.IList list)": (items) =>
        new PSList("ArrayList", ARRAY_LIST, elements(items)),
    },
  }),
  "System.Collections.Generic.List`1": genericList("System.Collections.Generic.List`1", "List", (T, make) => ({
    ...writing(T),
    ...listMembers(T, make),
  })),
  [COLLECTION]: genericList(COLLECTION, "Collection", collectionMembers),
  [OBSERVABLE]: genericList(OBSERVABLE, "Collection", collectionMembers),
  "System.Collections.ObjectModel.ReadOnlyCollection`1": genericList(
    "System.Collections.ObjectModel.ReadOnlyCollection`1",
    "ReadOnlyCollection",
    () => ({}),
  ),
  "System.Management.Automation.PSDataCollection`1": genericList(
    "System.Management.Automation.PSDataCollection`1",
    "PSDataCollection",
    (T) => ({
      ...writing(T),
      [`void Add(${T} item)`]: (self: PSList, item) => void self.items.push(item),
      "System.Object ReadAll()": (self: PSList) =>
        new PSList(
          "Collection",
          closedName("System.Collections.ObjectModel.Collection`1", [T]),
          self.items.splice(0),
          T,
        ),
      "void Complete()": () => {},
      "bool IsOpen": () => true,
    }),
  ),
  "System.Collections.Specialized.StringCollection": () => ({
    interfaces: "System.Collections.IList",
    hidden: HIDDEN,
    members: {
      ...reading("string"),
      ...writing("string"),
      "new()": () => new PSList("Collection", "System.Collections.Specialized.StringCollection", [], "System.String"),
      "int Add(string value)": (self: PSList, value) => self.items.push(value) - 1,
      "void AddRange(string[] value)": (self: PSList, items) => void self.items.push(...items),
      "void Remove(string value)": (self: PSList, value) => void removeOne(self, value),
    },
  }),
};
