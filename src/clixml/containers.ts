// Lists and dictionaries as they are after the journey.

import { Dictionary, dictionaryKey, identityKey, PSList } from "../objects/index.js";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What a container of any type is after the journey. */
export function emptyList(tag: "LST" | "IE" | "QUE" | "STK"): PSList {
  if (tag === "QUE") return new PSList("Queue", "System.Collections.Queue");
  if (tag === "STK") return new PSList("Stack", "System.Collections.Stack");
  return new PSList("ArrayList", "System.Collections.ArrayList");
}

export function emptyDictionary(typeNames: readonly string[] | undefined): Dictionary {
  const isOrdered = typeNames?.[0]?.endsWith("System.Collections.Specialized.OrderedDictionary");
  return isOrdered
    ? new Dictionary("OrderedDictionary", "System.Collections.Specialized.OrderedDictionary")
    : new Dictionary();
}

/** Adds an entry; keys that are equal go on as different ones, under a rule that is as strict as it takes. */
export function addEntry(dictionary: Dictionary, key: unknown, value: unknown): void {
  while (dictionary.has(key)) {
    const entries = [...dictionary];
    (dictionary as Writable<Dictionary>).keyOf = dictionary.keyOf === dictionaryKey ? identityKey : () => Symbol();
    dictionary.clear();
    for (const entry of entries) dictionary.set(entry.key, entry.value);
  }
  dictionary.set(key, value);
}
