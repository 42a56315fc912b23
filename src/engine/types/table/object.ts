// System.Object, what little descends from it alone, and what it means that two values are the same.

import { Dictionary, identityKey, NetObject, PSObject } from "../../../objects/index.js";
import type { Family } from "../define.js";
import { enumerate } from "../enumerate.js";
import { dotNetTypeText } from "../text/text.js";
import { typeToString } from "../type-name.js";
import { PSType } from "../type-object.js";
import { typeNameOf } from "../type-of.js";
import { contextOf, typeObjectOf } from "./common.js";

export function sameValue(a: unknown, b: unknown): boolean {
  return identityKey(a) === identityKey(b);
}

export function hashCode(value: unknown): number {
  const text = String(identityKey(value));
  let hash = 5381;
  for (let i = 0; i < text.length; i++) hash = (hash * 33 + text.charCodeAt(i)) | 0;
  return hash;
}

function typeNamedValue(engine: any): unknown {
  return DB_NULLS.get(engine) ?? newDbNull(engine);
}

const DB_NULLS: WeakMap<object, DBNull> = new WeakMap();

class DBNull extends NetObject {
  readonly typeName: string = "System.DBNull";
}

function newDbNull(engine: object): DBNull {
  const value = new DBNull();
  DB_NULLS.set(engine, value);
  return value;
}

export const objectTypes: Family = {
  "System.Object": () => ({
    members: {
      "new()": () => new PSObject(undefined, undefined, [], ["System.Object"], "System.Object"),
      // A custom object equals nothing, not even itself: what is compared is wrapped.
      "bool Equals(System.Object obj)": (self, other) =>
        self instanceof PSObject
          ? false
          : typeof self === "object" && (self instanceof Dictionary || Array.isArray(self) || self instanceof NetObject)
            ? self === other
            : typeNameOf(self) === typeNameOf(other) && sameValue(self, other),
      "int GetHashCode()": (self) => hashCode(self),
      "type GetType()": (self, engine) => typeObjectOf(self, engine),
      "string ToString()": (self, engine) =>
        enumerate(self) && !(self instanceof PSObject)
          ? dotNetTypeText(typeNameOf(self), contextOf(engine))
          : self instanceof PSType
            ? typeToString(self.name)
            : engine.values.toText(self),
      "static bool Equals(System.Object objA, System.Object objB)": (a, b) => sameValue(a, b),
      "static bool ReferenceEquals(System.Object objA, System.Object objB)": (a, b) => typeof a === "object" && a === b,
    },
  }),
  "System.ValueType": () => ({ kind: "abstract" }),
  "System.Nullable`1": (T) => ({ kind: "struct", members: { [`new(${T} value)`]: (value) => value } }),
  "System.MarshalByRefObject": () => ({ kind: "abstract" }),
  "System.Void": () => ({ kind: "struct" }),
  "System.DBNull": () => ({
    members: { "static System.DBNull Value": (engine) => typeNamedValue(engine) },
  }),
};
