// Lists, queues, stacks, sets: generic and not; tuples.

import { baseOf, Byte, identityKey, NetObject, PSList, typedArray } from "../../../objects/index.js";
import type { ListType } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import type { Family, Member, TypeSource } from "../define.js";
import { enumerate } from "../enumerate.js";
import { argumentError, argumentOutOfRange, checkedCount, invalidOperation } from "../errors.js";
import { closedName } from "../type-name.js";
import type { PSReference } from "../type-object.js";
import { typeNameOf } from "../type-of.js";
import { ArrayEnumerator, binarySearch, callBlock, copyArray, findIndex, sortItems, truth } from "./array-tools.js";
import { HashSetList, keyRule, orderRule } from "./collection-values.js";

const OUT_OF_RANGE = "Index was out of range. Must be non-negative and less than the size of the collection.";

function check(self: PSList, index: number, limit = self.items.length - 1): void {
  if (index < 0 || index > limit) throw argumentOutOfRange(OUT_OF_RANGE, "index");
}

const same = (a: unknown, b: unknown): boolean => identityKey(baseOf(a)) === identityKey(baseOf(b));
const indexOf = (self: PSList, value: unknown): number => self.items.findIndex((item) => same(item, value));

function removeOne(self: PSList, value: unknown): boolean {
  const index = indexOf(self, value);
  if (index >= 0) self.items.splice(index, 1);
  return index >= 0;
}

function replaceAll(self: PSList, items: readonly unknown[]): void {
  self.items.length = 0;
  for (const item of items) self.items.push(item);
}

/** An array of a list's elements; a byte[] where they are bytes. */
function arrayOf(element: string, items: readonly unknown[]): unknown {
  if (element === "System.Byte") return Uint8Array.from(items, (item) => (item as Byte).value);
  return typedArray(element, [...items]);
}

const elements = (value: unknown): unknown[] => [...(enumerate(value) ?? [value])];

/** Members of every list of elements T, that change nothing. */
function reading(T: string): Record<string, Member> {
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

const HIDDEN = "SyncRoot IsSynchronized IsFixedSize IsReadOnly";

function writing(T: string): Record<string, Member> {
  return {
    "void Clear()": (self: PSList) => void (self.items.length = 0),
    [`void Insert(int index, ${T} item)`]: (self: PSList, index, item) => {
      check(self, index, self.items.length);
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

/** A generic list type: its constructors and those of its members that `more` adds. */
function genericList(
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

function empty(what: string): Error {
  return invalidOperation(`${what} empty.`);
}

const queueMembers = (T: string): Record<string, Member> => ({
  [`void Enqueue(${T} item)`]: (self: PSList, item) => void self.items.push(item),
  [`${T} Dequeue()`]: (self: PSList) => {
    if (self.items.length === 0) throw empty("Queue");
    return self.items.shift();
  },
  [`${T} Peek()`]: (self: PSList) => {
    if (self.items.length === 0) throw empty("Queue");
    return self.items[0];
  },
  [`bool TryDequeue(ref ${T} result)`]: (self: PSList, result: PSReference) => {
    const found = self.items.length > 0;
    result.value = found ? self.items.shift() : null;
    return found;
  },
  [`bool TryPeek(ref ${T} result)`]: (self: PSList, result: PSReference) => {
    result.value = self.items[0] ?? null;
    return self.items.length > 0;
  },
  "void Clear()": (self: PSList) => void (self.items.length = 0),
  "System.Object Clone()": (self: PSList) => new PSList(self.kind, self.typeName, [...self.items], self.elementType),
});

const stackMembers = (T: string): Record<string, Member> => ({
  [`void Push(${T} item)`]: (self: PSList, item) => void self.items.push(item),
  [`${T} Pop()`]: (self: PSList) => {
    if (self.items.length === 0) throw empty("Stack");
    return self.items.pop();
  },
  [`${T} Peek()`]: (self: PSList) => {
    if (self.items.length === 0) throw empty("Stack");
    return self.items.at(-1);
  },
  [`bool TryPop(ref ${T} result)`]: (self: PSList, result: PSReference) => {
    const found = self.items.length > 0;
    result.value = found ? self.items.pop() : null;
    return found;
  },
  [`bool TryPeek(ref ${T} result)`]: (self: PSList, result: PSReference) => {
    result.value = self.items.at(-1) ?? null;
    return self.items.length > 0;
  },
  [`${T}[] ToArray()`]: (self: PSList) => arrayOf(T, self.items.slice().reverse()),
  "void Clear()": (self: PSList) => void (self.items.length = 0),
});

/** A node of a LinkedList: its value and its list. */
class LinkedNode extends NetObject {
  readonly typeName: string;
  readonly list: PSList;
  value: unknown;
  constructor(list: PSList, value: unknown) {
    super();
    this.list = list;
    this.value = value;
    this.typeName = closedName("System.Collections.Generic.LinkedListNode`1", [list.elementType]);
  }
}

const linkedMembers = (T: string): Record<string, Member> => ({
  [`System.Object AddFirst(${T} value)`]: (self: PSList, value) => {
    self.items.unshift(value);
    return new LinkedNode(self, value);
  },
  [`System.Object AddLast(${T} value)`]: (self: PSList, value) => {
    self.items.push(value);
    return new LinkedNode(self, value);
  },
  "System.Object First": (self: PSList) => (self.items.length > 0 ? new LinkedNode(self, self.items[0]) : null),
  "System.Object Last": (self: PSList) => (self.items.length > 0 ? new LinkedNode(self, self.items.at(-1)) : null),
  [`System.Object Find(${T} value)`]: (self: PSList, value) =>
    indexOf(self, value) >= 0 ? new LinkedNode(self, value) : null,
  [`bool Remove(${T} value)`]: (self: PSList, value) => removeOne(self, value),
  "void RemoveFirst()": (self: PSList) => {
    if (self.items.length === 0) throw invalidOperation("The LinkedList is empty.");
    self.items.shift();
  },
  "void RemoveLast()": (self: PSList) => {
    if (self.items.length === 0) throw invalidOperation("The LinkedList is empty.");
    self.items.pop();
  },
  "void Clear()": (self: PSList) => void (self.items.length = 0),
});

function setType(open: string, sorted: boolean): (T?: string) => TypeSource {
  return (T = "System.Object") => {
    const name = closedName(open, [T]);
    const make = (engine: Engine, comparer: unknown = null, items: readonly unknown[] = []): HashSetList => {
      const order = sorted ? orderRule(comparer, engine) : undefined;
      const set = new HashSetList(name, T, keyRule(comparer), order);
      for (const item of items) set.addItem(item);
      return set;
    };
    const other = `System.Collections.Generic.IEnumerable[${T}] other`;
    const keys = (self: HashSetList, items: unknown): Set<unknown> => new Set(elements(items).map(self.keyOf));
    const subset = (self: HashSetList, items: unknown): boolean => {
      const wanted = keys(self, items);
      return self.items.every((item) => wanted.has(self.keyOf(item)));
    };
    const superset = (self: HashSetList, items: unknown): boolean =>
      elements(items).every((item) => self.hasItem(item));
    const comparer = "System.Collections.IEqualityComparer comparer";
    return {
      interfaces: `System.Collections.Generic.ISet\`1[[${T}]] System.Collections.IEnumerable`,
      members: {
        "int Count": (self: HashSetList) => self.items.length,
        "new()": (engine: Engine) => make(engine),
        "new(int capacity)": (_capacity, engine) => make(engine),
        [`new(System.Collections.Generic.IEnumerable[${T}] collection)`]: (items, engine) =>
          make(engine, null, elements(items)),
        [`new(${comparer})`]: (rule, engine) => make(engine, rule),
        [`new(System.Collections.Generic.IEnumerable[${T}] collection, ${comparer})`]: (items, rule, engine) =>
          make(engine, rule, elements(items)),
        [`bool Add(${T} item)`]: (self: HashSetList, item) => self.addItem(item),
        "void Clear()": (self: HashSetList) => self.clearItems(),
        [`bool Contains(${T} item)`]: (self: HashSetList, item) => self.hasItem(item),
        [`bool Remove(${T} item)`]: (self: HashSetList, item) => self.removeItem(item),
        [`void UnionWith(${other})`]: (self: HashSetList, items) => {
          for (const item of elements(items)) self.addItem(item);
        },
        [`void IntersectWith(${other})`]: (self: HashSetList, items) => {
          const wanted = keys(self, items);
          for (const item of self.items.slice()) if (!wanted.has(self.keyOf(item))) self.removeItem(item);
        },
        [`void ExceptWith(${other})`]: (self: HashSetList, items) => {
          for (const item of elements(items)) self.removeItem(item);
        },
        [`void SymmetricExceptWith(${other})`]: (self: HashSetList, items) => {
          for (const item of elements(items)) if (!self.removeItem(item)) self.addItem(item);
        },
        [`bool IsSubsetOf(${other})`]: subset,
        [`bool IsProperSubsetOf(${other})`]: (self, items) => subset(self, items) && !superset(self, items),
        [`bool IsSupersetOf(${other})`]: superset,
        [`bool IsProperSupersetOf(${other})`]: (self, items) => superset(self, items) && !subset(self, items),
        [`bool Overlaps(${other})`]: (self: HashSetList, items) => elements(items).some((item) => self.hasItem(item)),
        [`bool SetEquals(${other})`]: (self, items) => subset(self, items) && superset(self, items),
        "void CopyTo(array array)": (self: PSList, target) => copyArray(self.items, 0, target, 0, self.items.length),
        "System.Collections.IEnumerator GetEnumerator()": (self: PSList) => new ArrayEnumerator(self),
        ...(sorted && {
          [`${T} Min`]: (self: PSList) => self.items[0] ?? null,
          [`${T} Max`]: (self: PSList) => self.items.at(-1) ?? null,
        }),
        [`int RemoveWhere(System.Predicate[${T}] match)`]: (self: HashSetList, match, engine) => {
          const gone = self.items.filter((item) => truth(match, item, engine));
          for (const item of gone) self.removeItem(item);
          return gone.length;
        },
      },
    };
  };
}

const OBJECT = "System.Object";

/** System.Tuple: items by number. */
export class Tuple extends NetObject {
  readonly typeName: string;
  readonly items: readonly unknown[];
  constructor(typeName: string, items: readonly unknown[]) {
    super();
    this.typeName = typeName;
    this.items = items;
  }
}

function tupleType(open: string): (...types: string[]) => TypeSource {
  return (...types) => ({
    members: {
      ...Object.fromEntries(
        types.map((type, i): [string, Member] => [`${type} Item${i + 1}`, (self: Tuple) => self.items[i]]),
      ),
      "int Length": (self: Tuple) => self.items.length,
      [`new(${types.map((type, i) => `${type} item${i + 1}`).join(", ")})`]: (...args: unknown[]) =>
        new Tuple(closedName(open, types), args.slice(0, types.length)),
      "bool Equals(System.Object obj)": (self: Tuple, other) =>
        other instanceof Tuple && other.items.every((item, i) => same(item, self.items[i])),
    },
    text: (self: Tuple, engine) => `(${self.items.map((item) => engine.values.toText(item)).join(", ")})`,
  });
}

function tupleFactory(name: string): Record<string, Member> {
  const members: Record<string, Member> = {};
  for (let count = 1; count <= 7; count++) {
    const parameters = Array.from({ length: count }, (_, i) => `${OBJECT} item${i + 1}`).join(", ");
    members[`static ${OBJECT} Create(${parameters})`] = (...args: any[]) => {
      const items = args.slice(0, count);
      return new Tuple(closedName(`${name}\`${count}`, items.map(typeNameOf)), items);
    };
  }
  return members;
}

const tuples: Family = Object.fromEntries(
  ["System.Tuple", "System.ValueTuple"].flatMap((name) => [
    [name, (): TypeSource => ({ kind: "static", members: tupleFactory(name) })],
    ...Array.from({ length: 7 }, (_, i) => [`${name}\`${i + 1}`, tupleType(`${name}\`${i + 1}`)]),
  ]),
);

const ARRAY_LIST = "System.Collections.ArrayList";

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
  "System.Collections.ObjectModel.Collection`1": genericList(
    "System.Collections.ObjectModel.Collection`1",
    "Collection",
    (T) => ({
      ...writing(T),
      [`void Add(${T} item)`]: (self: PSList, item) => void self.items.push(item),
      [`bool Remove(${T} item)`]: (self: PSList, item) => removeOne(self, item),
    }),
  ),
  "System.Collections.ObjectModel.ObservableCollection`1": genericList(
    "System.Collections.ObjectModel.ObservableCollection`1",
    "Collection",
    (T) => ({
      ...writing(T),
      [`void Add(${T} item)`]: (self: PSList, item) => void self.items.push(item),
      [`bool Remove(${T} item)`]: (self: PSList, item) => removeOne(self, item),
    }),
  ),
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
  "System.Collections.Generic.Queue`1": genericList("System.Collections.Generic.Queue`1", "Queue", queueMembers),
  "System.Collections.Generic.Stack`1": genericList("System.Collections.Generic.Stack`1", "Stack", stackMembers),
  "System.Collections.Concurrent.ConcurrentQueue`1": genericList(
    "System.Collections.Concurrent.ConcurrentQueue`1",
    "Queue",
    queueMembers,
  ),
  "System.Collections.Concurrent.ConcurrentStack`1": genericList(
    "System.Collections.Concurrent.ConcurrentStack`1",
    "Stack",
    stackMembers,
  ),
  "System.Collections.Concurrent.ConcurrentBag`1": genericList(
    "System.Collections.Concurrent.ConcurrentBag`1",
    "Collection",
    (T) => ({
      [`void Add(${T} item)`]: (self: PSList, item) => void self.items.push(item),
      [`bool TryTake(ref ${T} result)`]: (self: PSList, result: PSReference) => {
        const found = self.items.length > 0;
        result.value = found ? self.items.pop() : null;
        return found;
      },
    }),
  ),
  "System.Collections.Generic.LinkedList`1": genericList(
    "System.Collections.Generic.LinkedList`1",
    "LinkedList",
    linkedMembers,
  ),
  "System.Collections.Generic.LinkedListNode`1": (T = OBJECT) => ({
    members: {
      [`${T} Value`]: [(self: LinkedNode) => self.value, (self: LinkedNode, value) => (self.value = value)],
      "System.Object Next": (self: LinkedNode) => {
        const at = indexOf(self.list, self.value) + 1;
        return at > 0 && at < self.list.items.length ? new LinkedNode(self.list, self.list.items[at]) : null;
      },
      "System.Object Previous": (self: LinkedNode) => {
        const at = indexOf(self.list, self.value) - 1;
        return at >= 0 ? new LinkedNode(self.list, self.list.items[at]) : null;
      },
      "System.Object List": (self: LinkedNode) => self.list,
    },
  }),
  "System.Collections.Generic.HashSet`1": setType("System.Collections.Generic.HashSet`1", false),
  "System.Collections.Generic.SortedSet`1": setType("System.Collections.Generic.SortedSet`1", true),
  "System.Collections.Queue": () => ({
    interfaces: "System.Collections.ICollection System.ICloneable",
    hidden: HIDDEN,
    members: {
      ...reading(OBJECT),
      ...queueMembers(OBJECT),
      "new()": () => new PSList("Queue", "System.Collections.Queue"),
      "new(int capacity)": () => new PSList("Queue", "System.Collections.Queue"),
      "new(System.Collections.ICollection col)": (items) =>
        new PSList("Queue", "System.Collections.Queue", elements(items)),
    },
  }),
  "System.Collections.Stack": () => ({
    interfaces: "System.Collections.ICollection System.ICloneable",
    hidden: HIDDEN,
    members: {
      ...reading(OBJECT),
      ...stackMembers(OBJECT),
      "new()": () => new PSList("Stack", "System.Collections.Stack"),
      "new(int initialCapacity)": () => new PSList("Stack", "System.Collections.Stack"),
      "new(System.Collections.ICollection col)": (items) =>
        new PSList("Stack", "System.Collections.Stack", elements(items)),
    },
  }),
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
  ...tuples,
};
