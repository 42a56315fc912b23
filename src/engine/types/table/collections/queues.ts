// Queues, stacks, bags and linked lists, generic and not: an element is taken at an end.

import { NetObject, PSList } from "../../../../objects/index.js";
import type { Family, Member } from "../../define.js";
import { invalidOperation } from "../../errors.js";
import { closedName } from "../../type-name.js";
import type { PSReference } from "../../type-object.js";
import { arrayOf, elements, genericList, HIDDEN, indexOf, OBJECT, reading, removeOne } from "./list-members.js";

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

export const queueTypes: Family = {
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
};
