// The parameter binder, shared by functions, scripts and cmdlets: sets, then arguments, and here the objects of the pipeline.

import { baseOf, Dictionary } from "../../objects/index.js";
import { single } from "./argument.js";
import { ArgumentBinder } from "./arguments.js";
import { argumentValue } from "./values.js";
import { ALL_SETS, type Parameter } from "./parameters.js";
import type { ScriptBlock } from "../run/script-block.js";
import { EngineError } from "../types/errors.js";

interface InputTakers {
  readonly byValue: readonly Parameter[];
  readonly byName: readonly Parameter[];
  readonly mandatory: readonly Parameter[];
}

export class Binder extends ArgumentBinder {
  /** True where an input object can be bound to something. */
  get takesInput(): boolean {
    return this.table.takesPipelineInput;
  }

  /** Parameters that may take something of an input object, and those that must have a value then: settled by the arguments. */
  private get takers(): InputTakers {
    if (this.#takers) return this.#takers;
    const open = this.table.list.filter((parameter) => !this.bound.has(parameter));
    return (this.#takers = {
      byValue: open.filter((parameter) => this.mayTake(parameter, false)),
      byName: open.filter((parameter) => this.mayTake(parameter, true)),
      mandatory: open.filter((parameter) => [...parameter.sets.values()].some((set) => set.mandatory)),
    });
  }
  #takers: InputTakers | undefined;

  private mayTake(parameter: Parameter, byName: boolean): boolean {
    return this.memberships(parameter).some((set) => (byName ? set.fromPipelineByPropertyName : set.fromPipeline));
  }

  /**
   * Binds one pipeline object: by value without conversion, by property name without, then both with. Gives the values for
   * this object, or undefined where nothing took it.
   */
  bindInput(value: unknown): Map<Parameter, unknown> | undefined {
    const values = new Map<Parameter, unknown>();
    for (const [parameter, block] of this.delayed) values.set(parameter, this.delayedValue(parameter, block, value));
    let sets = this.sets;
    let any = this.delayed.size > 0;
    const keep = this.sets;
    for (const coerce of [false, true]) {
      for (const byName of [false, true])
        for (const parameter of byName ? this.takers.byName : this.takers.byValue) {
          if (values.has(parameter)) continue;
          if (this.sets !== keep && !this.mayTake(parameter, byName)) continue;
          const candidate = byName ? this.propertyFor(parameter, value) : value;
          if (candidate === undefined) continue;
          if (!coerce && !this.fitsExactly(parameter, candidate)) continue;
          try {
            values.set(parameter, argumentValue(this.rt, this.callee, parameter, candidate));
          } catch (error) {
            if (!(error instanceof EngineError)) throw error;
            if (coerce && byName) throw error;
            if (error.errorId.startsWith("ParameterArgumentValidation")) throw error;
            continue;
          }
          any = true;
          this.narrowFor(parameter);
        }
    }
    sets = this.sets;
    if (any) this.inputSet = this.pickSet(sets);
    this.sets = keep;
    return any ? values : undefined;
  }
  /** The parameter set of the last bound input object. */
  inputSet: string | undefined;

  private pickSet(sets: ReadonlySet<string>): string | undefined {
    if (sets.size === 0) return undefined;
    if (sets.size === 1) return [...sets][0];
    const preferred = this.table.defaultSet?.toLowerCase();
    return [...sets].find((name) => name.toLowerCase() === preferred) ?? [...sets][0];
  }

  private narrowFor(parameter: Parameter): void {
    if (this.sets.size === 0 || parameter.sets.has(ALL_SETS)) return;
    const left = [...this.sets].filter((name) => this.membership(parameter, name) !== undefined);
    if (left.length > 0) this.sets = new Set(left);
  }

  private delayedValue(parameter: Parameter, block: ScriptBlock, input: unknown): unknown {
    const values = this.rt.invokeCollect(block, [], input);
    if (values.length === 0)
      throw this.error(
        "ScriptBlockArgumentNoOutput",
        `Cannot evaluate parameter '${parameter.name}' because its argument input did not produce any output.`,
        parameter.name,
      );
    return argumentValue(this.rt, this.callee, parameter, single(values));
  }

  private propertyFor(parameter: Parameter, value: unknown): unknown {
    if (value === null || value === undefined) return undefined;
    const base = baseOf(value);
    for (const name of [parameter.name, ...parameter.aliases])
      // The entries of a dictionary are no properties here.
      if (this.rt.values.hasMember(value, name) && !(base instanceof Dictionary && base.has(name))) {
        const found = this.rt.values.view.property(value, name);
        if (found !== undefined) return found;
      }
    return undefined;
  }

  /** After an input object: is a mandatory parameter still without a value? */
  missingAfterInput(values: ReadonlyMap<Parameter, unknown>): Parameter[] {
    const set = this.inputSet ?? this.setName;
    return this.takers.mandatory.filter((parameter) => {
      if (values.has(parameter)) return false;
      const membership = this.sets.size === 0 ? this.memberships(parameter)[0] : this.membership(parameter, set);
      return membership?.mandatory === true;
    });
  }
}
