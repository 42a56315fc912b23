// Values of PowerShell's own that the type layer needs: types as values, references.

import { NetObject } from "../../objects/index.js";
import type { TypeDefinition } from "./definition.js";

/** What `[int]` gives: a System.RuntimeType. One per type of a table, so identity is equality. */
export class PSType extends NetObject {
  readonly typeName: string = "System.RuntimeType";
  readonly definition: TypeDefinition;
  constructor(definition: TypeDefinition) {
    super();
    this.definition = definition;
  }
  /** Full name as the table keeps it: "System.Int32", "System.Collections.Generic.List`1[[System.Int32]]", "System.Int32[]". */
  get name(): string {
    return this.definition.name;
  }
}

/** `[ref]`: a variable (or any place) that a method may set. */
export class PSReference extends NetObject {
  readonly typeName: string = "System.Management.Automation.PSReference`1";
  readonly #get: () => unknown;
  readonly #set: (value: unknown) => void;
  constructor(get: () => unknown, set: (value: unknown) => void) {
    super();
    this.#get = get;
    this.#set = set;
  }
  get value(): unknown {
    return this.#get();
  }
  set value(value: unknown) {
    this.#set(value);
  }
  /** A reference to a place of its own. */
  static to(value: unknown): PSReference {
    return new PSReference(
      () => value,
      (next) => {
        value = next;
      },
    );
  }
}
