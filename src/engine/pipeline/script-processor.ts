// A function, a script or a script block in a pipeline.

import { type ErrorRecord, SwitchParameter } from "../../objects/index.js";
import type { Argument } from "../binder/argument.js";
import { Binder } from "../binder/binder.js";
import { argumentValue, bindingError, type Callee } from "../binder/values.js";
import { initialValueFor } from "../compile/parameters.js";
import { setOptions } from "../compile/variable.js";
import { dynamicTable } from "../binder/dynamic-parameters.js";
import { ExitSignal, TerminatingSignal } from "../run/flow.js";
import { type Invocation, newBoundParameters } from "../run/invocation.js";
import { openFrame, ownedBy, runIn } from "../run/invoke.js";
import { applyCommon, type CommonState } from "../binder/common-parameters.js";
import { ExternalScriptInfo } from "../commands/command-info.js";
import type { Parameter } from "../binder/parameters.js";
import { checkRequirements } from "../commands/requirements.js";
import { Processor } from "./processor.js";
import { asError } from "../errors/raise.js";
import type { Frame, Output, Runtime, Stmt, Streams } from "../run/runtime.js";
import { Variable } from "../session/scopes.js";
import type { CompiledBlock, ScriptBlock } from "../run/script-block.js";
import { ScriptCmdlet } from "./script-cmdlet.js";
import { writeErrorRecord } from "./streams.js";

export interface ScriptCall {
  readonly block: ScriptBlock;
  readonly code: CompiledBlock;
  readonly invocation: Invocation;
  readonly args: readonly Argument[];
  readonly newScope: boolean;
  readonly streams: Streams;
  readonly caller: Frame | null;
  /** A script file: `exit` ends it alone, and `$script:` is its own. */
  readonly isScriptFile?: boolean;
}

export class ScriptProcessor extends Processor {
  readonly rt: Runtime;
  readonly call: ScriptCall;
  readonly callee: Callee;
  frame!: Frame;
  binder: Binder | null = null;
  readonly input: unknown[] = [];
  /** Variables the block finds in its scope: `$_` and `$this` of a call from outside. */
  readonly preset: [name: string, value: unknown][] = [];
  #common: CommonState | null = null;
  #exited = false;
  /** What the script file gave to its `exit`; undefined where it came to its end. */
  exitCode: unknown = undefined;
  #begun = false;
  #cleaned = false;
  constructor(rt: Runtime, call: ScriptCall, out: Output) {
    super(out);
    this.rt = rt;
    this.call = call;
    this.callee = {
      errorName: call.invocation.command?.name ?? "",
      isCmdlet: false,
      isAdvanced: call.code.isAdvanced,
    };
  }

  override prepare(): void {
    try {
      this.bindArguments();
    } catch (thrown) {
      throw ownedBy(this.rt, thrown, this.call.invocation);
    }
  }

  private bindArguments(): void {
    const { rt, call } = this;
    if (call.invocation.command instanceof ExternalScriptInfo) checkRequirements(rt, call.invocation.command);
    call.invocation.expectingInput = this.expectingInput;
    this.frame = openFrame(rt, call.block, call.code, call.invocation, call.streams, call.newScope, call.caller);
    this.frame.steppableOut = { write: (value) => this.out.write(value) };
    if (call.isScriptFile && call.newScope) this.frame.scope.isScript = true;
    for (const [name, value] of this.preset) this.frame.scope.set(name, value);
    const table = call.code.parameters;
    const binder = new Binder(rt, table, this.callee);
    this.binder = binder;
    binder.commandName = call.invocation.command?.name ?? "";
    binder.expectingInput = this.expectingInput;
    binder.bind(call.args);
    if (call.code.isAdvanced) call.invocation.cmdlet = new ScriptCmdlet(rt, this);
    const dynamic = call.code.isAdvanced ? call.code.dynamicParameters : null;
    if (dynamic !== null) this.bindDynamic(dynamic);
    this.binder.finish();
    call.invocation.args = this.binder.unbound;
    this.setParameters();
    if (call.code.isAdvanced) this.useCommon();
  }

  private useCommon(): void {
    const { frame, binder } = this;
    this.#common = applyCommon(this.rt, frame, binder!.bound, this.out);
    this.out = this.#common.out;
    frame.streams = this.#common.streams;
  }

  get common(): CommonState | null {
    return this.#common;
  }

  get parameterSetName(): string {
    return this.binder?.inputSet ?? this.binder?.setName ?? "__AllParameterSets";
  }

  private bindDynamic(dynamic: Stmt): void {
    const { rt, call } = this;
    const first = this.binder!;
    this.setParameters();
    const made: unknown[] = [];
    this.run(dynamic, { write: (value) => void made.push(value) });
    const table = dynamicTable(rt, call.code.parameters, made);
    if (table === undefined) return;
    const binder = new Binder(rt, table, this.callee);
    binder.commandName = first.commandName;
    binder.expectingInput = this.expectingInput;
    binder.bind(call.args);
    this.binder = binder;
  }

  /** Makes the parameters' variables: given ones first, then defaults in order. */
  private setParameters(): void {
    const { binder } = this;
    const bound = newBoundParameters();
    this.call.invocation.bound = bound;
    for (const [parameter, value] of binder!.bound) {
      if (binder!.delayed.has(parameter)) continue;
      bound.set(parameter.name, parameter.isSwitch && typeof value === "boolean" ? new SwitchParameter(value) : value);
      if (!parameter.isCommon && !parameter.isDynamic) this.setVariable(parameter, value);
    }
    const defaults: Stmt = () => {
      for (const parameter of binder!.table.list)
        if (
          !parameter.isCommon &&
          !parameter.isDynamic &&
          !(binder!.bound.has(parameter) && !binder!.delayed.has(parameter))
        )
          this.setVariable(parameter, this.defaultOf(parameter));
      return 0;
    };
    this.run(defaults);
  }

  private defaultOf(parameter: Parameter): unknown {
    const { frame } = this;
    if (parameter.defaultValue === null)
      return parameter.typeName === "" ? null : initialValueFor(frame, parameter.typeName);
    const value = parameter.defaultValue(frame);
    return parameter.typeName === "" ? value : argumentValue(this.rt, this.callee, parameter, value, true);
  }

  private setVariable(parameter: Parameter, value: unknown): void {
    const { frame } = this;
    const { scope } = frame;
    const variable = new Variable(parameter.name, value === undefined ? null : value, scope);
    variable.constraint = parameter.constraint;
    setOptions(variable, 0);
    scope.put(variable);
    if (parameter.slot >= 0) frame.vars[parameter.slot] = variable;
  }

  private run(body: Stmt, out: Output = this.out): void {
    if (this.#exited) return;
    const { scope } = this.frame;
    const outer = scope.invocation;
    if (!this.call.newScope) this.own(this.call.invocation);
    try {
      runIn(this.frame, body, out);
    } catch (thrown) {
      if (thrown instanceof TerminatingSignal && thrown.command === this) throw thrown.error;
      if (!(thrown instanceof ExitSignal) || !this.call.isScriptFile) throw thrown;
      this.#exited = true;
      this.exitCode = thrown.code ?? 0;
      this.exit(thrown.code);
    } finally {
      if (!this.call.newScope) this.own(outer);
    }
  }

  /** A dot-sourced block has the caller's scope, but `$args`, `$MyInvocation` and so on of its own. */
  private own(invocation: Invocation | null): void {
    const { scope } = this.frame;
    for (const name of AUTOMATIC_NAMES) scope.remove(name);
    scope.invocation = invocation;
  }

  private exit(code: unknown): void {
    let number = 0;
    try {
      number = Number(this.rt.values.convert(code ?? 0, "int"));
    } catch {
      number = 0;
    }
    this.rt.global.root.set("LASTEXITCODE", number);
    if (number !== 0) this.failed = true;
  }

  override begin(): void {
    this.#begun = true;
    const { begin } = this.call.code;
    if (begin !== null) this.run(begin);
  }

  override write(value: unknown): void {
    const { code, invocation } = this.call;
    const item = value === undefined ? null : value;
    this.start();
    if (code.isAdvanced && !this.bindInput(item)) return;
    if (code.process === null) {
      this.input.push(item);
      invocation.input = this.input;
      return;
    }
    this.process(item);
  }

  /** Binds an object to parameters; an object nothing takes is an error, and the next one goes on. */
  private bindInput(item: unknown): boolean {
    const binder = this.binder!;
    let values: Map<Parameter, unknown> | undefined;
    try {
      values = binder.bindInput(item);
    } catch (thrown) {
      this.writeError(this.rt.locate(asError(thrown), this.call.caller, this.call.invocation.ast?.extent));
      return false;
    }
    if (values === undefined || binder.missingAfterInput(values).length > 0) {
      const error = bindingError(
        this.callee,
        "InputObjectNotBound",
        "The input object cannot be bound to any parameters for the command either because the command does not take pipeline input or the input and its properties do not match any of the parameters that take pipeline input.",
      );
      error.errorRecord.targetObject = item;
      this.writeError(this.rt.locate(error, this.call.caller, this.call.invocation.ast?.extent));
      return false;
    }
    const { bound } = this.call.invocation;
    for (const parameter of binder.table.list) {
      if (parameter.isCommon || (binder.bound.has(parameter) && !binder.delayed.has(parameter))) continue;
      if (values.has(parameter)) {
        this.setVariable(parameter, values.get(parameter));
        bound!.set(parameter.name, values.get(parameter));
      } else if (takesInput(parameter)) {
        runIn(this.frame, () => (this.setVariable(parameter, this.defaultOf(parameter)), 0), this.out);
        bound!.delete(parameter.name);
      }
    }
    return true;
  }

  private writeError(record: ErrorRecord): void {
    this.failed = true;
    writeErrorRecord(this.rt, this.frame.streams, record, this.#common?.parameters ?? {});
  }

  private process(item: unknown): void {
    const { scope } = this.frame;
    const { invocation, newScope } = this.call;
    invocation.input = [item];
    if (scope.own("input")) scope.remove("input");
    const before = newScope ? undefined : scope.own("_")?.value;
    scope.set("_", item);
    this.run(this.call.code.process!);
    if (!newScope) scope.set("_", before ?? null);
  }

  override runAlone(): void {
    if (this.call.code.process === null) return;
    if (this.expectingInput) return;
    this.process(null);
  }

  override end(): void {
    const { code, invocation } = this.call;
    if (code.process !== null) {
      invocation.input = [];
      this.frame.scope.remove("input");
    }
    if (code.end !== null) this.run(code.end);
  }

  override dispose(): void {
    const { clean } = this.call.code;
    this.#common?.close();
    if (clean === null || !this.#begun || this.#cleaned) return;
    this.#cleaned = true;
    this.rt.unstoppable++;
    try {
      runIn(this.frame, clean, { write() {} });
    } catch (thrown) {
      // What cleaning up throws is shown, and changes nothing of what the command did.
      const record = this.rt.locate(asError(thrown), this.frame);
      this.rt.addError(record);
      this.frame.streams.error.write(record);
    } finally {
      this.rt.unstoppable--;
    }
  }
}

const AUTOMATIC_NAMES = [
  "args",
  "input",
  "myinvocation",
  "psscriptroot",
  "pscommandpath",
  "psboundparameters",
  "pscmdlet",
];

function takesInput(parameter: Parameter): boolean {
  for (const set of parameter.sets.values()) if (set.fromPipeline || set.fromPipelineByPropertyName) return true;
  return false;
}
