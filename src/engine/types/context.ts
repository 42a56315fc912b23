// What the functions of the type layer share: the runspace's engine, its table of types, and the values they make together.

import type { Engine, Values } from "../engine.js";
import type { OverloadCache } from "./members/overloads.js";
import type { RegexCache } from "./regex/regex.js";
import type { FullTypeTable } from "./table.js";

export interface TypeContext {
  readonly engine: Engine;
  readonly table: FullTypeTable;
  readonly values: Values;
  readonly regexes: RegexCache;
  readonly overloads: OverloadCache;
}
