// What kind of value something is, to a serializer.

import { Dictionary, NetObject, PSList, PSObject } from "../objects/index.js";
import { describe } from "./describe.js";
import { type Tag, tag } from "./output.js";
import { isDeserializedName } from "./type-names.js";

export const LISTS: Readonly<Record<"LST" | "IE" | "QUE" | "STK", Tag>> = {
  LST: tag("LST"),
  IE: tag("IE"),
  QUE: tag("QUE"),
  STK: tag("STK"),
};
export type Container = Dictionary | PSList | readonly unknown[];

export function isContainer(value: unknown): value is Container {
  return value instanceof Dictionary || value instanceof PSList || Array.isArray(value);
}

/** What a PSObject wraps in the end, undefined for a custom object. */
export function innermost(object: PSObject): unknown {
  let base: unknown = object.base;
  while (base instanceof PSObject) base = base.base;
  return base;
}

/** Values without identity in .NET: each one is boxed anew, so none is ever a reference to another. */
export function isBoxedValue(value: object): boolean {
  if (value instanceof PSObject || isContainer(value) || value instanceof NetObject) return false;
  return describe(value)?.isValueType ?? false;
}

export function isDeserialized(object: PSObject): boolean {
  return object.adapted > 0 || object.text !== undefined || isDeserializedName(object.typeNames?.[0] ?? "");
}

/** The items as .NET enumerates them: of a stack the last one first. */
export function enumerated(list: PSList): readonly unknown[] {
  return list.kind === "Stack" ? [...list.items].reverse() : list.items;
}

export function listTag(list: PSList): Tag {
  switch (list.kind) {
    case "Queue":
      return LISTS.QUE;
    case "Stack":
      return LISTS.STK;
    case "HashSet":
    case "LinkedList":
      return LISTS.IE;
    default:
      return LISTS.LST;
  }
}
