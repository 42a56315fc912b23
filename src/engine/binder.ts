// The parameter binder, shared by functions, scripts and cmdlets: which argument goes to which parameter, and which
// parameter set that makes. Order as PowerShell's: names, then positions, then what remains, then defaults, then the pipeline.

import { baseOf, type Dictionary, PSList, PSObject } from "../objects/index.js";
import { argumentValue, bindingError, type Callee } from "./binder-values.js";
import { ALL_SETS, type Parameter, type ParameterTable } from "./parameters.js";
import type { ParameterSetMembership } from "./cmdlet.js";
import type { Runtime } from "./runtime.js";
import { ScriptBlock } from "./script-block.js";
import { EngineError } from "./types/errors.js";

/** An argument as it stands in a call: `-Name`, `-Name:value`, or a value. */
export interface Argument {
  readonly name: string | null;
  readonly value: unknown;
  readonly hasValue: boolean;
  /** From a splatted table: what the call says itself goes before it. */
  readonly splatted: boolean;
  /** As it was written, for native programs and for arguments no parameter takes. */
  readonly text: string;
  /** A number: a parameter that takes texts gets it as it was written. */
  readonly isNumber?: boolean;
  /** A list as it was written: true where an element follows its comma at once. Native programs get such elements as one word. */
  readonly joins?: readonly boolean[];
  /** `--`: what follows is values only. */
  readonly endsParameters?: boolean;
}

/** `-name` among `$args`: a string that splatting knows to be a parameter. */
export class ParameterText extends PSObject {
  readonly parameterName: string;
  readonly colonValue: boolean;
  constructor(text: string, name: string, colonValue: boolean) {
    super(text);
    this.parameterName = name;
    this.colonValue = colonValue;
  }
}

export class Binder {
  readonly rt: Runtime;
  readonly table: ParameterTable;
  readonly callee: Callee;
  /** Values by parameter, in the order they were bound. */
  readonly bound: Map<Parameter, unknown> = new Map();
  /** Arguments that no parameter took (functions that are not advanced keep them in `$args`). */
  readonly unbound: unknown[] = [];
  /** Sets that are still possible; empty where the command has none. */
  sets: Set<string>;
  /** Script blocks whose value is worked out for every pipeline object. */
  readonly delayed: Map<Parameter, ScriptBlock> = new Map();
  /** Named arguments that no parameter took yet; dynamic parameters may. */
  readonly leftNamed: Argument[] = [];
  #leftPositional: Argument[] = [];
  /** Where each argument stood. */
  readonly #order: Map<string, number> = new Map();
  expectingInput = false;
  constructor(rt: Runtime, table: ParameterTable, callee: Callee) {
    this.rt = rt;
    this.table = table;
    this.callee = callee;
    this.sets = new Set(table.setNames);
  }

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
    this.chooseSet();
    this.checkMandatory();
  }

  private error(id: string, message: string, parameterName: string | null = null): EngineError {
    return bindingError(this.callee, id, message, parameterName);
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

  private bindNamed(args: readonly Argument[]): Argument[] {
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

  private canDelay(parameter: Parameter): boolean {
    if (!this.expectingInput) return false;
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

  /** A bound parameter leaves only the sets it is in. */
  private narrow(parameter: Parameter): void {
    if (this.sets.size === 0 || parameter.sets.has(ALL_SETS)) return;
    const left = [...this.sets].filter((name) => this.membership(parameter, name) !== undefined);
    if (left.length === 0) throw this.ambiguousSet();
    this.sets = new Set(left);
  }

  private ambiguousSet(): EngineError {
    return this.error(
      "AmbiguousParameterSet",
      "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot be used together or an insufficient number of parameters were provided.",
    );
  }

  membership(parameter: Parameter, set: string): ParameterSetMembership | undefined {
    const direct = parameter.sets.get(set) ?? parameter.sets.get(ALL_SETS);
    if (direct) return direct;
    for (const [name, membership] of parameter.sets) if (name.toLowerCase() === set.toLowerCase()) return membership;
    return undefined;
  }

  /** How a parameter takes part in the sets still possible; the default set's first. */
  private memberships(parameter: Parameter): ParameterSetMembership[] {
    if (this.sets.size === 0) {
      const all = parameter.sets.get(ALL_SETS);
      return all ? [all] : [...parameter.sets.values()];
    }
    const found: ParameterSetMembership[] = [];
    for (const name of this.orderedSets()) {
      const membership = this.membership(parameter, name);
      if (membership) found.push(membership);
    }
    return found;
  }

  private orderedSets(): string[] {
    const names = [...this.sets];
    const preferred = this.table.defaultSet?.toLowerCase();
    return preferred === undefined
      ? names
      : names.sort((a, b) => Number(b.toLowerCase() === preferred) - Number(a.toLowerCase() === preferred));
  }

  private bindPositional(args: Argument[]): void {
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
  private nextPositional(): Parameter[] {
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

  private bindFirstFit(candidates: readonly Parameter[], value: unknown): void {
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
  private fitsExactly(parameter: Parameter, value: unknown): boolean {
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
  private remainingTaker(): Parameter | undefined {
    return this.table.list.find(
      (parameter) =>
        !this.bound.has(parameter) && this.memberships(parameter).some((set) => set.fromRemainingArguments),
    );
  }

  /** Arguments that are left, as they stood: names nobody knows are texts among them. */
  private inOrder(): Argument[] {
    if (this.leftNamed.length === 0) return this.#leftPositional;
    const texts = this.leftNamed.flatMap((argument) => {
      const value = this.table.isAdvanced
        ? argument.text
        : new ParameterText(argument.text, argument.name!, argument.hasValue);
      const name = { ...argument, name: null, value, hasValue: true };
      return argument.hasValue ? [name, { ...argument, name: null }] : [name];
    });
    const left = [...this.#leftPositional];
    const at = (argument: Argument): number => this.#order.get(argument.text) ?? 0;
    return [...left, ...texts].sort((a, b) => at(a) - at(b));
  }

  private bindRemaining(rest: readonly Argument[]): void {
    if (rest.length === 0) return;
    const taker = this.remainingTaker();
    if (taker) {
      const values = rest.map((argument) => given(taker, argument));
      const only = values.length === 1 && Array.isArray(values[0]) ? values[0] : values;
      this.bindOne(taker, only);
      return;
    }
    if (!this.table.isAdvanced) {
      for (const argument of rest) this.unbound.push(argument.value);
      return;
    }
    const shown = this.rt.values.toText(rest[0]!.value ?? "");
    throw this.error(
      "PositionalParameterNotFound",
      `A positional parameter cannot be found that accepts argument '${shown}'.`,
    );
  }

  /** $PSDefaultParameterValues: "Command:Parameter", with wildcards. */
  private applyDefaultParameterValues(): void {
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
  commandName = "";

  private isPossible(parameter: Parameter): boolean {
    return (
      this.sets.size === 0 ||
      parameter.sets.has(ALL_SETS) ||
      [...this.sets].some((name) => this.membership(parameter, name))
    );
  }

  /** Mandatory parameters of a set that nothing on the command line gave. */
  private missingIn(set: string): Parameter[] {
    return this.table.list.filter((parameter) => {
      if (this.bound.has(parameter)) return false;
      const membership = this.sets.size === 0 ? this.memberships(parameter)[0] : this.membership(parameter, set);
      if (!membership?.mandatory) return false;
      return !(this.expectingInput && (membership.fromPipeline || membership.fromPipelineByPropertyName));
    });
  }

  private chooseSet(): void {
    if (this.sets.size <= 1) return;
    const preferred = this.table.defaultSet;
    if (preferred !== null && [...this.sets].some((name) => name.toLowerCase() === preferred.toLowerCase())) {
      if (this.missingIn(preferred).length === 0 && !this.expectingInput) return this.settle(preferred);
      if (this.expectingInput) return;
      const complete = [...this.sets].filter((name) => this.missingIn(name).length === 0);
      return this.settle(complete.length === 1 ? complete[0]! : preferred);
    }
    if (this.expectingInput) return;
    const complete = [...this.sets].filter((name) => this.missingIn(name).length === 0);
    if (complete.length === 1) return this.settle(complete[0]!);
    if (complete.length > 1 && preferred !== null) return;
    throw this.ambiguousSet();
  }

  private settle(set: string): void {
    const name = [...this.sets].find((known) => known.toLowerCase() === set.toLowerCase());
    this.sets = new Set([name ?? set]);
  }

  get setName(): string {
    if (this.sets.size === 0) return this.table.defaultSet ?? ALL_SETS;
    const [first] = this.orderedSets();
    return first!;
  }

  private someSetIsComplete(): boolean {
    return [...this.sets].some((name) => this.missingIn(name).length === 0);
  }

  private checkMandatory(): void {
    const missing = this.missingIn(this.setName);
    if (missing.length === 0) return;
    if (this.expectingInput && this.sets.size > 1 && (this.table.defaultSet === null || this.someSetIsComplete()))
      return;
    throw this.error(
      "MissingMandatoryParameter",
      `Cannot process command because of one or more missing mandatory parameters: ${missing.map((parameter) => parameter.name).join(" ")}.`,
      missing[0]!.name,
    );
  }

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
        `Cannot evaluate parameter '${parameter.name}' because its argument is specified as a script block and there was no output from the invocation. A script block cannot be evaluated without output.`.replace(
          "there was no output from the invocation. A script block cannot be evaluated without output.",
          "the evaluation did not produce any output.",
        ),
        parameter.name,
      );
    return argumentValue(this.rt, this.callee, parameter, single(values));
  }

  private propertyFor(parameter: Parameter, value: unknown): unknown {
    if (value === null || value === undefined) return undefined;
    for (const name of [parameter.name, ...parameter.aliases])
      if (this.rt.values.hasMember(value, name)) {
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

interface InputTakers {
  readonly byValue: readonly Parameter[];
  readonly byName: readonly Parameter[];
  readonly mandatory: readonly Parameter[];
}

function single(values: readonly unknown[]): unknown {
  return values.length === 1 ? values[0] : values.length === 0 ? null : values;
}

/** The value a parameter gets of an argument: numbers keep their spelling where texts are wanted. */
function given(parameter: Parameter, argument: Argument): unknown {
  return argument.isNumber && /^string(\[\])?$/i.test(parameter.typeName) ? argument.text : argument.value;
}
