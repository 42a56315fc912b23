// Parameter sets: which are still possible, which one it is, and what is mandatory in it.
//
// Rule: a bound parameter leaves only the sets it is in; the default set decides where more than one is left.

import { bindingError, type Callee } from "./values.js";
import type { ParameterSetMembership } from "../commands/cmdlet.js";
import { ALL_SETS, type Parameter, type ParameterTable } from "./parameters.js";
import type { Runtime } from "../run/runtime.js";
import type { EngineError } from "../types/errors.js";

export class SetBinder {
  readonly rt: Runtime;
  readonly table: ParameterTable;
  readonly callee: Callee;
  /** Values by parameter, in the order they were bound. */
  readonly bound: Map<Parameter, unknown> = new Map();
  /** Sets that are still possible; empty where the command has none. */
  sets: Set<string>;
  expectingInput = false;
  constructor(rt: Runtime, table: ParameterTable, callee: Callee) {
    this.rt = rt;
    this.table = table;
    this.callee = callee;
    this.sets = new Set(table.setNames);
  }

  protected error(id: string, message: string, parameterName: string | null = null): EngineError {
    return bindingError(this.callee, id, message, parameterName);
  }

  /** A bound parameter leaves only the sets it is in. */
  protected narrow(parameter: Parameter): void {
    if (this.sets.size === 0 || parameter.sets.has(ALL_SETS)) return;
    const left = [...this.sets].filter((name) => this.membership(parameter, name) !== undefined);
    if (left.length === 0) throw this.ambiguousSet();
    this.sets = new Set(left);
  }

  protected ambiguousSet(): EngineError {
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
  protected memberships(parameter: Parameter): ParameterSetMembership[] {
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

  protected orderedSets(): string[] {
    const names = [...this.sets];
    const preferred = this.table.defaultSet?.toLowerCase();
    return preferred === undefined
      ? names
      : names.sort((a, b) => Number(b.toLowerCase() === preferred) - Number(a.toLowerCase() === preferred));
  }

  /** Mandatory parameters of a set that nothing on the command line gave. */
  protected missingIn(set: string): Parameter[] {
    return this.table.list.filter((parameter) => {
      if (this.bound.has(parameter)) return false;
      const membership = this.sets.size === 0 ? this.memberships(parameter)[0] : this.membership(parameter, set);
      if (!membership?.mandatory) return false;
      return !(this.expectingInput && (membership.fromPipeline || membership.fromPipelineByPropertyName));
    });
  }

  protected chooseSet(): void {
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

  protected settle(set: string): void {
    const name = [...this.sets].find((known) => known.toLowerCase() === set.toLowerCase());
    this.sets = new Set([name ?? set]);
  }

  get setName(): string {
    if (this.sets.size === 0) return this.table.defaultSet ?? ALL_SETS;
    const [first] = this.orderedSets();
    return first!;
  }

  protected someSetIsComplete(): boolean {
    return [...this.sets].some((name) => this.missingIn(name).length === 0);
  }

  protected checkMandatory(): void {
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

  protected isPossible(parameter: Parameter): boolean {
    return (
      this.sets.size === 0 ||
      parameter.sets.has(ALL_SETS) ||
      [...this.sets].some((name) => this.membership(parameter, name))
    );
  }
}
