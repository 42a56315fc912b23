// HashSet and SortedSet: each element once, by the rule of a comparer.

import { PSList } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { Family, TypeSource } from "../../define.js";
import { closedName } from "../../type-name.js";
import { ArrayEnumerator, copyArray, truth } from "./array-tools.js";
import { HashSetList, keyRule, orderRule } from "./collection-values.js";
import { elements } from "./list-members.js";

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

export const setTypes: Family = {
  "System.Collections.Generic.HashSet`1": setType("System.Collections.Generic.HashSet`1", false),
  "System.Collections.Generic.SortedSet`1": setType("System.Collections.Generic.SortedSet`1", true),
};
