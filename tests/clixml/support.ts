// What the CLIXML tests share: fixtures, and values in a form that assert can compare and print.

import { readdirSync, readFileSync } from "node:fs";
import { baseOf, Dictionary, PSList, PSObject, SecureString } from "../../src/objects/index.js";

const FIXTURES = new URL("../../../tests/fixtures/", import.meta.url);

export function fixture(path: string): string {
  return readFileSync(new URL(path, FIXTURES), "utf8");
}

/** Names without extension of the CLIXML files in a folder of fixtures. */
export function clixmlNames(folder: string): string[] {
  return readdirSync(new URL(folder, FIXTURES))
    .filter((name) => name.endsWith(".clixml"))
    .map((name) => name.slice(0, -".clixml".length));
}

export interface Payload {
  readonly capture: string;
  readonly from: "client" | "server";
  readonly type: string;
  readonly payload: string;
}

/** Every kind of payload in the recorded conversations. */
export function payloads(): Payload[] {
  return fixture("captures-payloads/payloads.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Payload);
}

/** A value as plain data: class names, contents, and the number of the object met before in place of a circle. */
export function plain(value: unknown, seen: Map<object, number> = new Map()): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : value;
  const before = seen.get(value);
  if (before !== undefined) return `#${before}`;
  seen.set(value, seen.size);
  const inner = (item: unknown): unknown => plain(item, seen);
  if (value instanceof PSObject)
    return {
      object: inner(value.base),
      types: value.typeNames,
      text: value.text,
      adapted: value.adapted,
      members: value.shape.names.map((name, slot) => [name, inner(value.values[slot])]),
    };
  if (value instanceof PSList) return { [value.kind]: value.items.map(inner), type: value.typeName };
  if (value instanceof Dictionary)
    return { [value.kind]: [...value].map((entry) => [inner(entry.key), inner(entry.value)]), type: value.typeName };
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (value instanceof SecureString) return { secure: value.reveal() };
  if (Array.isArray(value)) return value.map(inner);
  const members = Object.entries(value).map(([name, item]) => [name, inner(item)]);
  return { [value.constructor.name]: Object.fromEntries(members) };
}

/** As the object was before it travelled: names without "Deserialized.", none where none were written. */
export function asBefore(value: unknown, seen: Set<object> = new Set()): unknown {
  if (typeof value !== "object" || value === null || seen.has(value)) return value;
  seen.add(value);
  if (value instanceof PSObject) {
    if (!value.typeNames && value.base === undefined) value.typeNames = [];
    for (const item of value.values) asBefore(item, seen);
  }
  const base = baseOf(value);
  if (base instanceof PSList) for (const item of base.items) asBefore(item, seen);
  if (base instanceof Dictionary)
    for (const { key, value: item } of base) {
      asBefore(key, seen);
      asBefore(item, seen);
    }
  return value;
}

/** CLIXML without the prefix that deserialized objects' type names have. */
export function withoutPrefix(clixml: string): string {
  return clixml.replaceAll("<T>Deserialized.", "<T>");
}
