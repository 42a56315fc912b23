// A script block where .NET wants a function: Predicate, Func, Action, MatchEvaluator, Comparison.

import { NetObject } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";

export class PSDelegate extends NetObject {
  readonly typeName: string;
  readonly block: unknown;
  readonly #engine: Engine;
  constructor(typeName: string, block: unknown, engine: Engine) {
    super();
    this.typeName = typeName;
    this.block = block;
    this.#engine = engine;
  }
  /** Runs the block; its last output is the result. */
  invoke(...args: unknown[]): unknown {
    const results = this.#engine.invokeCollect(this.block, args, args[0]);
    if (/^System\.Action\b/.test(this.typeName)) return undefined; // which gives nothing back
    return results.length === 0 ? null : results.length === 1 ? results[0] : results;
  }
}
