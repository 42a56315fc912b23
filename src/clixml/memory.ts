// What a reader has seen, and expects to see again: objects of one type follow each other, with the same members in the
// same order. So a member's start tag is compared whole before it is taken apart.
//
// Rule: memory changes how fast text is read, never what is read. It is bounded, whoever writes the text.

import { type PSObject, Shape } from "../objects/index.js";
import type { Primitive } from "./primitives.js";
import { type Revive, reviverOf } from "./rehydrate.js";

/** A member as it stood the last times: all text from the member before to its content, and what the content is (null: `<Nil />`). */
export interface ExpectedMember {
  readonly name: string;
  lead: string;
  primitive: Primitive | null;
  otherLead: string;
  otherPrimitive: Primitive | null;
}

/** The member set read last for a type. An empty lead expects nothing: the member is an object, or differed each time. */
export class MemberPlan {
  readonly members: ExpectedMember[] = [];
  #base: Shape | undefined;
  #count = -1;
  #shape: Shape = Shape.empty;
  #slots: number[] | undefined;

  /** Takes note of the `index`-th member, read the long way. */
  note(index: number, name: string, lead: string, primitive: Primitive | null): void {
    const known = this.members[index];
    if (known?.name === name) {
      if (lead === "") return;
      known.otherLead = known.lead;
      known.otherPrimitive = known.primitive;
      known.lead = lead;
      known.primitive = primitive;
      return;
    }
    this.members.length = index;
    this.members.push({ name, lead, primitive, otherLead: "", otherPrimitive: null });
    this.#base = undefined;
  }

  /** Gives `object`, whose last `count` values are of the first members of this plan, its shape. */
  shape(object: PSObject, count: number): void {
    if (object.shape !== this.#base || count !== this.#count) this.#settle(object.shape, count);
    if (this.#slots) object.values = merged(object.values, this.#slots, this.#shape.size);
    object.shape = this.#shape;
  }

  /** Members of one name, whatever its case, are one: the place is the first one's, spelling and value the last one's. */
  #settle(base: Shape, count: number): void {
    const names = [...base.names, ...this.members.slice(0, count).map(({ name }) => name)];
    const places = new Map<string, number>();
    const spelled: string[] = [];
    const slots = names.map((name) => {
      const folded = name.toLowerCase();
      let slot = places.get(folded);
      if (slot === undefined) {
        slot = spelled.length;
        places.set(folded, slot);
      }
      spelled[slot] = name;
      return slot;
    });
    this.#base = base;
    this.#count = count;
    this.#shape = Shape.of(spelled);
    this.#slots = spelled.length < names.length ? slots : undefined;
  }
}

function merged(values: readonly unknown[], slots: readonly number[], size: number): unknown[] {
  const result: unknown[] = Array.from({ length: size }, () => null);
  values.forEach((value, index) => (result[slots[index]!] = value));
  return result;
}

/** A row of type names, and what objects of it look like. */
export class KnownType {
  /** "Deserialized." prefixes included. */
  readonly names: readonly string[];
  readonly revive: Revive | undefined;
  readonly #props: MemberPlan[] = [];
  readonly #members: MemberPlan[] = [];
  constructor(names: readonly string[]) {
    this.names = names;
    this.revive = reviverOf(names);
  }
  /** The plan for a section of an object at this depth: objects within objects of their own type do not share one. */
  plan(section: "Props" | "MS", depth: number): MemberPlan {
    const plans = section === "Props" ? this.#props : this.#members;
    return (plans[depth] ??= new MemberPlan());
  }
}

const MOST_TYPES = 1_000;

export class ReaderMemory {
  readonly #types: Map<string, KnownType> = new Map();
  readonly untyped: KnownType = new KnownType([]);
  /** The `<TN>` read last: its text and what it names. */
  lastText = "";
  lastType: KnownType = this.untyped;

  type(names: readonly string[]): KnownType {
    const key = names.join("\n");
    let type = this.#types.get(key);
    if (!type) {
      if (this.#types.size >= MOST_TYPES) this.#types.clear();
      type = new KnownType(names);
      this.#types.set(key, type);
    }
    return type;
  }
}
