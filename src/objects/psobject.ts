// PSObject: a value with extra members, or a bag of properties of its own.
//
// Rule: an object's members are a shape (names, shared by all objects made the same way) and an array of values.
// Objects of one shape cost one array each; reading a thousand rows of a table makes ten names, not ten thousand.

/**
 * The names of an object's own properties, in order; found whatever the case. Shapes are shared and never change.
 *
 * A shape is its parent and one more name. Lists of names and indexes are made when first asked for, so that a long
 * row of names costs no more than its length; shapes nobody uses any more are let go.
 */
export class Shape {
  readonly size: number;
  readonly #parent: Shape | undefined;
  readonly #name: string;
  #names: readonly string[] | undefined;
  #slots: Map<string, number> | undefined;
  #next: Map<string, WeakRef<Shape>> | undefined;
  #sweepAt = 16;
  private constructor(parent: Shape | undefined, name: string) {
    this.#parent = parent;
    this.#name = name;
    this.size = parent ? parent.size + 1 : 0;
  }
  static readonly empty: Shape = new Shape(undefined, "");
  /** The shape with these names in this order. */
  static of(names: Iterable<string>): Shape {
    let shape = Shape.empty;
    for (const name of names) shape = shape.with(name);
    return shape;
  }
  get names(): readonly string[] {
    return (this.#names ??= Shape.#spell(this));
  }
  static #spell(last: Shape): string[] {
    const names: string[] = [];
    for (let shape = last; shape.#parent; shape = shape.#parent) names.push(shape.#name);
    return names.reverse();
  }
  /** The slot of `name`, or -1. */
  slot(name: string): number {
    const slots = (this.#slots ??= this.#index());
    return slots.get(name) ?? slots.get(name.toLowerCase()) ?? -1;
  }
  #index(): Map<string, number> {
    const slots = new Map<string, number>();
    this.names.forEach((name, slot) => slots.set(name.toLowerCase(), slot));
    return slots;
  }
  /** This shape and one more name at its end. */
  with(name: string): Shape {
    const next = (this.#next ??= new Map());
    let shape = next.get(name)?.deref();
    if (!shape) {
      if (next.size >= this.#sweepAt) this.#sweep(next);
      shape = new Shape(this, name);
      next.set(name, new WeakRef(shape));
    }
    return shape;
  }
  #sweep(next: Map<string, WeakRef<Shape>>): void {
    for (const [name, shape] of next) if (!shape.deref()) next.delete(name);
    this.#sweepAt = Math.max(16, 2 * next.size);
  }
  /** This shape without the name in `slot`. */
  without(slot: number): Shape {
    return Shape.of(this.names.filter((_, i) => i !== slot));
  }
}

/** Stands in a slot of a PSObject in place of a plain value: a member that computes, refers or runs. The engine gives it life. */
export abstract class PSMember {
  abstract readonly memberType:
    | "AliasProperty"
    | "ScriptProperty"
    | "CodeProperty"
    | "PropertySet"
    | "MemberSet"
    | "ScriptMethod"
    | "CodeMethod"
    | "Method"
    | "ParameterizedProperty";
}

/**
 * An object with members of its own.
 *
 * `base` is what it wraps: a string or number that got note properties, a list that came over the wire; `undefined` for a
 * custom object, which is nothing but its members. `typeNames` is undefined as long as they are those of `base`.
 */
export class PSObject {
  readonly base: unknown;
  shape: Shape;
  values: unknown[];
  typeNames: string[] | undefined;
  /** What ToString gives, where the object came with a text of its own (deserialized objects do). */
  text: string | undefined;
  /** How many of the first properties are adapted (CLIXML's Props): what a deserialized object had from its .NET class. */
  adapted = 0;
  constructor(
    base: unknown = undefined,
    shape: Shape = Shape.empty,
    values: unknown[] = [],
    typeNames?: string[],
    text?: string,
  ) {
    this.base = base;
    this.shape = shape;
    this.values = values;
    this.typeNames = typeNames;
    this.text = text;
  }
  /** A custom object ([pscustomobject]) of these properties, in their order. */
  static of(properties: Iterable<readonly [string, unknown]> | Record<string, unknown>): PSObject {
    const object = new PSObject();
    const pairs =
      Symbol.iterator in properties ? (properties as Iterable<readonly [string, unknown]>) : Object.entries(properties);
    for (const [name, value] of pairs) object.set(name, value);
    return object;
  }
  /** True where the object wraps nothing: a custom or a deserialized object. */
  get isCustom(): boolean {
    return this.base === undefined;
  }
  has(name: string): boolean {
    return this.shape.slot(name) >= 0;
  }
  /** The value (or PSMember) of an own property, or undefined where there is none. */
  get(name: string): unknown {
    const slot = this.shape.slot(name);
    return slot < 0 ? undefined : this.values[slot];
  }
  /** Adds or replaces an own property. */
  set(name: string, value: unknown): void {
    const slot = this.shape.slot(name);
    if (slot >= 0) this.values[slot] = value;
    else {
      this.shape = this.shape.with(name);
      this.values.push(value);
    }
  }
  delete(name: string): boolean {
    const slot = this.shape.slot(name);
    if (slot < 0) return false;
    this.shape = this.shape.without(slot);
    this.values.splice(slot, 1);
    if (slot < this.adapted) this.adapted--;
    return true;
  }
}

/** The value inside a PSObject that wraps one; anything else as it is. */
export function baseOf(value: unknown): unknown {
  while (value instanceof PSObject && value.base !== undefined) value = value.base;
  return value;
}
