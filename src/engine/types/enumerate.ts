// Which values are collections, and going through them as a pipeline does.

import { Byte, Dictionary, EnumValue, NetObject, PSList, PSObject } from "../../objects/index.js";
import { invalidOperation } from "./errors.js";

function* bytes(array: Uint8Array): IterableIterator<Byte> {
  for (const value of array) yield new Byte(value);
}

/** The elements of a list, watching that the list is not changed on the way. */
function* watched(list: PSList): IterableIterator<unknown> {
  const items = list.items;
  const length = items.length;
  const backwards = list.kind === "Stack";
  for (let i = 0; i < length; i++) {
    yield items[backwards ? length - 1 - i : i];
    if (items.length !== length)
      throw invalidOperation("Collection was modified; enumeration operation may not execute.");
  }
}

/** The elements of a collection; undefined for what is one object (a string, a dictionary). */
export function enumerate(value: unknown): Iterable<unknown> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return value;
  if (value instanceof PSObject) return value.base === undefined ? undefined : enumerate(value.base);
  if (value instanceof PSList) return watched(value);
  if (value instanceof Uint8Array) return bytes(value);
  if (value instanceof NetObject && Symbol.iterator in value) return value as unknown as Iterable<unknown>;
  return undefined;
}

/** The same as an array; a byte[] becomes boxes. */
export function toArray(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const items = enumerate(value);
  return items && [...items];
}

/** `$null` and what holds nothing are false, a single element decides for itself, more are true. */
export function toBoolean(value: unknown): boolean {
  switch (typeof value) {
    case "boolean":
      return value;
    case "string":
      return value.length > 0;
    case "number":
      return value !== 0;
    case "bigint":
      return value !== 0n;
    case "undefined":
      return false;
    default:
      break;
  }
  if (value === null) return false;
  if (value instanceof PSObject) return value.base === undefined ? true : toBoolean(value.base);
  if (value instanceof EnumValue) return Number(value.value) !== 0;
  if (value instanceof Dictionary) return true;
  if (Array.isArray(value)) return listTruth(value);
  if (value instanceof PSList) return listTruth(value.items);
  if (value instanceof Uint8Array) return value.length === 0 ? false : value.length > 1 || value[0] !== 0;
  return scalarTruth(value as object);
}

function listTruth(items: readonly unknown[]): boolean {
  if (items.length === 0) return false;
  if (items.length > 1) return true;
  const only = items[0];
  if (Array.isArray(only)) return only.length > 0;
  if (only instanceof PSList) return only.items.length > 0;
  return toBoolean(only);
}

function scalarTruth(value: object): boolean {
  const inner = value as { value?: unknown; isPresent?: boolean; code?: number; coefficient?: bigint };
  if (typeof inner.isPresent === "boolean") return inner.isPresent;
  if (value instanceof NetObject) return true;
  if (typeof inner.code === "number") return inner.code !== 0;
  if (typeof inner.coefficient === "bigint") return inner.coefficient !== 0n;
  if (typeof inner.value === "number") return inner.value !== 0;
  if (typeof inner.value === "bigint") return inner.value !== 0n;
  return true;
}
