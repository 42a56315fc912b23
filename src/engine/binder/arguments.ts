// The arguments of a call to their parameters: names first, then positions, then what remains, then $PSDefaultParameterValues.

import { baseOf, type Dictionary, PSList } from "../../objects/index.js";
import { type Argument, given, ParameterText, single, spelled } from "./argument.js";
import { SetBinder } from "./sets.js";
import { argumentValue } from "./values.js";
import { ALL_SETS, type Parameter } from "./parameters.js";
import { ScriptBlock } from "../run/script-block.js";
import { EngineError } from "../types/errors.js";

export class ArgumentBinder extends SetBinder {
  /** Arguments that no parameter took (functions that are not advanced keep them in `$args`). */
  readonly unbound: unknown[] = [];
  /** Script blocks whose value is worked out for every pipeline object. */
  readonly delayed: Map<Parameter, ScriptBlock> = new Map();
  /** Named arguments that no parameter took yet; dynamic parameters may. */
  readonly leftNamed: Argument[] = [];
  #leftPositional: Argument[] = [];
  readonly #absorbed: Argument[] = [];
  /** Where each argument stood. */
  readonly #order: Map<string, number> = new Map();
  commandName = "";

  /** Binds what stands on the command line. */
  bind(args: readonly Argument[]): void {
    const positional = this.bindNamed(args);
    this.bindPositional(positional);
  }

  /** Everything that can be said before the first input object: errors for arguments nobody took, the parameter set, what is missing. */
  finish(): void {
    if (this.leftNamed.length > 0 && this.table.isAdvanced && this.remainingTaker() === undefined) {
      const { name } = this.leftNamed[0]!;
      throw this.error(
        "NamedParameterNotFound",
        `A parameter cannot be found that matches parameter name '${name}'.`,
        name,
      );
    }
    this.bindRemaining(this.inOrder());
    if (this.table.isAdvanced) this.applyDefaultParameterValues();
    const [delayed] = this.delayed.keys();
    if (delayed !== undefined && !this.expectingInput)
      throw this.error(
        "ScriptBlockArgumentNoInput",
        `Cannot evaluate parameter '${delayed.name}' because its argument is specified as a script block and there is no input. A script block cannot be evaluated without input.`,
        delayed.name,
      );
    this.chooseSet();
    this.checkMandatory();
  }

  find(name: string): Parameter | undefined {
    const key = name.toLowerCase();
    const exact = this.table.byName.get(key);
    if (exact) return exact;
    const matches: Parameter[] = [];
    for (const parameter of this.table.list)
      if (parameter.key.startsWith(key) || parameter.aliases.some((alias) => alias.toLowerCase().startsWith(key)))
        matches.push(parameter);
    if (matches.length <= 1) return matches[0];
    const own = matches.filter((parameter) => !parameter.isCommon);
    if (own.length === 1) return own[0];
    const candidates = matches
      .filter((parameter) => parameter.key.startsWith(key))
      .map((parameter) => ` -${parameter.name}`)
      .join("");
    throw this.error(
      "AmbiguousParameter",
      `Parameter cannot be processed because the parameter name '${name}' is ambiguous. Possible matches include:${candidates}.`,
      name,
    );
  }

  protected bindNamed(args: readonly Argument[]): Argument[] {
    const positional: Argument[] = [];
    const splatted: [Parameter, unknown][] = [];
    for (let i = 0; i < args.length; i++) {
      const argument = args[i]!;
      this.#order.set(argument.text, i);
      if (argument.endsParameters) continue;
      if (argument.name === null) {
        positional.push(argument);
        continue;
      }
      const parameter = this.find(argument.name);
      if (parameter === undefined) {
        this.leftNamed.push(argument);
        // What follows a name that a simple function does not have goes where the name goes: to $args.
        const next = args[i + 1];
        if (!this.table.isAdvanced && next !== undefined && next.name === null && !next.endsParameters) {
          this.#order.set(next.text, ++i);
          this.#absorbed.push(next);
        }
        continue;
      }
      let { value } = argument;
      if (!argument.hasValue) {
        const next = args[i + 1];
        if (parameter.isSwitch) value = true;
        else if (next !== undefined && next.name === null && !next.endsParameters) {
          value = given(parameter, next);
          i++;
        } else
          throw this.error(
            "MissingArgument",
            `Missing an argument for parameter '${parameter.name}'. Specify a parameter of type '${parameter.shownType}' and try again.`,
            parameter.name,
          );
      }
      if (argument.splatted) splatted.push([parameter, value]);
      else this.bindOne(parameter, value);
    }
    for (const [parameter, value] of splatted) if (!this.bound.has(parameter)) this.bindOne(parameter, value);
    return positional;
  }

  /** Binds one argument from the command line. */
  bindOne(parameter: Parameter, value: unknown): void {
    if (this.bound.has(parameter))
      throw this.error(
        "ParameterAlreadyBound",
        `Cannot bind parameter because parameter '${parameter.name}' is specified more than once. To provide multiple values to parameters that can accept multiple values, use the array syntax. For example, "-parameter value1,value2,value3".`,
        parameter.name,
      );
    if (value instanceof ScriptBlock && this.canDelay(parameter)) {
      this.delayed.set(parameter, value);
      this.narrow(parameter);
      this.bound.set(parameter, value);
      return;
    }
    const converted = argumentValue(this.rt, this.callee, parameter, value);
    this.narrow(parameter);
    this.bound.set(parameter, converted);
  }

  protected canDelay(parameter: Parameter): boolean {
    const type = parameter.typeName.toLowerCase();
    if (
      type === "" ||
      type === "object" ||
      type.startsWith("scriptblock") ||
      type === "psobject" ||
      type === "object[]"
    )
      return false;
    for (const set of parameter.sets.values()) if (set.fromPipeline || set.fromPipelineByPropertyName) return true;
    return false;
  }

  protected bindPositional(args: Argument[]): void {
    let rest = args;
    while (rest.length > 0) {
      const candidates = this.nextPositional();
      if (candidates.length === 0) break;
      const argument = rest[0]!;
      this.bindFirstFit(candidates, given(candidates[0]!, argument));
      rest = rest.slice(1);
    }
    this.#leftPositional = rest;
  }

  /** Parameters at the lowest position nobody has yet; those of the default set first. */
  protected nextPositional(): Parameter[] {
    let lowest = Infinity;
    let found: { parameter: Parameter; preferred: boolean }[] = [];
    const preferredSet = this.table.defaultSet;
    for (const parameter of this.table.list) {
      if (this.bound.has(parameter)) continue;
      for (const set of this.sets.size === 0 ? [ALL_SETS] : this.orderedSets()) {
        const membership = this.sets.size === 0 ? this.memberships(parameter)[0] : this.membership(parameter, set);
        const position = membership?.position;
        if (position === undefined || position > lowest || membership!.fromRemainingArguments) continue;
        if (position < lowest) {
          lowest = position;
          found = [];
        }
        if (!found.some((entry) => entry.parameter === parameter))
          found.push({
            parameter,
            preferred: preferredSet !== null && set.toLowerCase() === preferredSet.toLowerCase(),
          });
      }
    }
    return found.sort((a, b) => Number(b.preferred) - Number(a.preferred)).map((entry) => entry.parameter);
  }

  protected bindFirstFit(candidates: readonly Parameter[], value: unknown): void {
    if (candidates.length > 1) {
      // Those of the value's own type come first; one that refuses the value leaves it to the next.
      const exact = candidates.filter((parameter) => this.fitsExactly(parameter, value));
      for (const parameter of [...exact, ...candidates.filter((other) => !exact.includes(other))])
        try {
          return this.bindOne(parameter, value);
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
        }
    }
    this.bindOne(candidates[0]!, value);
  }

  /** True where the value has the parameter's type already; a list for a list parameter where each element has. */
  protected fitsExactly(parameter: Parameter, value: unknown): boolean {
    if (parameter.typeName === "") return true;
    if (value === null || value === undefined) return false;
    const { values } = this.rt;
    const base = baseOf(value);
    if (values.isInstance(base, parameter.typeName)) return true;
    if (!parameter.isCollection) return false;
    const element = parameter.typeName.slice(0, -2);
    const items = Array.isArray(base) ? base : base instanceof PSList ? base.items : [base];
    return items.length > 0 && items.every((item) => values.isInstance(baseOf(item), element));
  }

  /** The parameter that takes whatever nobody else took. */
  protected remainingTaker(): Parameter | undefined {
    return this.table.list.find(
      (parameter) =>
        !this.bound.has(parameter) && this.memberships(parameter).some((set) => set.fromRemainingArguments),
    );
  }

  /** Arguments that are left, as they stood: names nobody knows are texts among them. */
  protected inOrder(): Argument[] {
    if (this.leftNamed.length === 0) return this.#leftPositional;
    const texts = this.leftNamed.flatMap((argument) => {
      const value = this.table.isAdvanced
        ? argument.text
        : new ParameterText(argument.text, argument.name!, argument.hasValue);
      const name = { ...argument, name: null, value, hasValue: true };
      return argument.hasValue ? [name, { ...argument, name: null }] : [name];
    });
    const left = [...this.#leftPositional, ...this.#absorbed];
    const at = (argument: Argument): number => this.#order.get(argument.text) ?? 0;
    return [...left, ...texts].sort((a, b) => at(a) - at(b));
  }

  protected bindRemaining(rest: readonly Argument[]): void {
    if (rest.length === 0) return;
    const taker = this.remainingTaker();
    if (taker) {
      const values = rest.map((argument) => given(taker, argument));
      const only = values.length === 1 && Array.isArray(values[0]) ? values[0] : values;
      this.bindOne(taker, only);
      return;
    }
    if (!this.table.isAdvanced) {
      for (const argument of rest) this.unbound.push(spelled(argument));
      return;
    }
    const shown = this.rt.values.toText(rest[0]!.value ?? "");
    throw this.error(
      "PositionalParameterNotFound",
      `A positional parameter cannot be found that accepts argument '${shown}'.`,
    );
  }

  /** $PSDefaultParameterValues: "Command:Parameter", with wildcards. */
  protected applyDefaultParameterValues(): void {
    const table = this.rt.getVariable("PSDefaultParameterValues") as Dictionary | null;
    if (
      table === null ||
      table === undefined ||
      !(table instanceof Object) ||
      !("entries" in table) ||
      table.size === 0
    )
      return;
    if (this.rt.values.toBoolean(table.get("Disabled") ?? false)) return;
    for (const { key, value } of table) {
      const text = this.rt.values.toText(key);
      const colon = text.lastIndexOf(":");
      if (colon < 0 || !this.rt.values.like(this.commandName, text.slice(0, colon).trim())) continue;
      const pattern = text.slice(colon + 1).trim();
      const parameter =
        this.table.byName.get(pattern.toLowerCase()) ??
        this.table.list.find((p) => this.rt.values.like(p.name, pattern));
      if (!parameter || this.bound.has(parameter) || !this.isPossible(parameter)) continue;
      const given =
        value instanceof ScriptBlock && !/^scriptblock/i.test(parameter.typeName)
          ? single(this.rt.invokeCollect(value))
          : value;
      this.bindOne(parameter, given);
    }
  }
}
