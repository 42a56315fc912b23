// System.Tuple and ValueTuple: up to seven items by number.

import { NetObject } from "../../../../objects/index.js";
import type { Family, Member, TypeSource } from "../../define.js";
import { closedName } from "../../type-name.js";
import { typeNameOf } from "../../type-of.js";
import { OBJECT, same } from "./list-members.js";

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

export const tupleTypes: Family = Object.fromEntries(
  ["System.Tuple", "System.ValueTuple"].flatMap((name) => [
    [name, (): TypeSource => ({ kind: "static", members: tupleFactory(name) })],
    ...Array.from({ length: 7 }, (_, i) => [`${name}\`${i + 1}`, tupleType(`${name}\`${i + 1}`)]),
  ]),
);
