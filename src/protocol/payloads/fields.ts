// What all payload codecs share: an object's named fields, checked as they are read.
//
// Rule: a field that is missing or of another kind is the peer's fault, said in PowerShell's words.

import {
  type ReadOptions,
  type WriteOptions,
  bag as bagOf,
  itemsOf,
  readValue,
  writeValue,
} from "../../clixml/index.js";
import { Dictionary, Double, EnumValue, PSList, PSObject, SwitchParameter, baseOf } from "../../objects/index.js";
import { type ProtocolError, messageOf, remoteFault } from "../errors.js";

export { itemsOf };

/** The value in a payload; null for an empty one. Throws a ProtocolError where it is no CLIXML. */
export function readPayload(payload: string, options?: ReadOptions): unknown {
  if (payload === "") return null;
  try {
    return readValue(payload, options);
  } catch (error) {
    throw remoteFault(messageOf(error));
  }
}

/** The object in a payload. Throws a ProtocolError where the payload is no CLIXML or holds no object. */
export function readObject(payload: string, options?: ReadOptions): PSObject {
  const value = readPayload(payload, options);
  if (value instanceof PSObject) return value;
  throw remoteFault("An object with properties was expected in the data received from the remote computer.");
}

export type Fields = readonly (readonly [string, unknown])[];

/** The payload of an object with these fields, in their order; fields that are `undefined` are left out. */
export function writeObject(fields: Fields, options?: WriteOptions): string {
  return writeValue(bag(fields), options);
}

export function bag(fields: Fields): PSObject {
  return bagOf(fields.filter(([, value]) => value !== undefined));
}

/** A field that must be there; null stays null. */
export function field(object: PSObject, name: string): unknown {
  if (!object.has(name)) throw remoteFault(`Remoting data is missing ${name} property.`);
  return object.get(name);
}

export function intField(object: PSObject, name: string): number {
  const value = toInt(field(object, name));
  if (value === undefined) throw wrongKind(name, "a number");
  return value;
}

export function optionalInt(object: PSObject, name: string, otherwise: number): number {
  return object.has(name) ? (toInt(object.get(name)) ?? otherwise) : otherwise;
}

export function longField(object: PSObject, name: string): bigint {
  const value = baseOf(field(object, name));
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return BigInt(value);
  throw wrongKind(name, "a number");
}

export function boolField(object: PSObject, name: string): boolean {
  const value = toBool(field(object, name));
  if (value === undefined) throw wrongKind(name, "true or false");
  return value;
}

export function optionalBool(object: PSObject, name: string): boolean | undefined {
  return object.has(name) ? toBool(object.get(name)) : undefined;
}

/** Text, or null where the field holds none or is not there. */
export function textField(object: PSObject, name: string): string | null {
  const value = baseOf(object.get(name));
  return typeof value === "string" ? value : null;
}

export function objectField(object: PSObject, name: string): PSObject {
  const value = field(object, name);
  if (value instanceof PSObject) return value;
  throw wrongKind(name, "an object");
}

export function toInt(value: unknown): number | undefined {
  const base = baseOf(value);
  if (typeof base === "number") return base;
  if (typeof base === "bigint") return Number(base);
  if (base instanceof EnumValue) return Number(base.value);
  if (base instanceof Double) return Math.trunc(base.value);
  return undefined;
}

function toBool(value: unknown): boolean | undefined {
  const base = baseOf(value);
  if (typeof base === "boolean") return base;
  return base instanceof SwitchParameter ? base.isPresent : undefined;
}

export function dictionaryOf(value: unknown): Dictionary | undefined {
  const base = baseOf(value);
  return base instanceof Dictionary ? base : undefined;
}

export function listField(object: PSObject, name: string): readonly unknown[] {
  const items = itemsOf(field(object, name));
  if (items === undefined) throw wrongKind(name, "a list");
  return items;
}

/** An enumeration's value as PowerShell writes it: name and number. */
export function enumOf(typeName: string, names: Readonly<Record<string, number>>, value: number): EnumValue {
  const name = Object.keys(names).find((key) => names[key] === value);
  return new EnumValue(typeName, value, name ?? String(value));
}

export function arrayList(items: unknown[]): PSList {
  return new PSList("ArrayList", "System.Collections.ArrayList", items);
}

export function wrongKind(name: string, wanted: string): ProtocolError {
  return remoteFault(`Remoting data property ${name} is not ${wanted}.`);
}
