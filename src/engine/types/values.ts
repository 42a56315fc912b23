// LanguagePrimitives: how values are converted, compared and looked into.

import type { Engine, TypeTable, Values } from "../engine.js";

export function createValues(_engine: Engine): Values {
  throw new Error("not there yet");
}

/** A table of all known types; each runspace has its own, for a script may add to it. */
export function createTypeTable(_engine: Engine): TypeTable {
  throw new Error("not there yet");
}
