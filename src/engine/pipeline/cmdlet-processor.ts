// A cmdlet in a pipeline: binds its parameters, gives it its context, passes objects through it.

import type { CmdletContext, CmdletDefinition, CmdletRun } from "../commands/cmdlet.js";
import type { Argument } from "../binder/argument.js";
import { Binder } from "../binder/binder.js";
import { bindingError, type Callee } from "../binder/values.js";
import { ProcessorContext } from "./cmdlet-context.js";
import type { Invocation } from "../run/invocation.js";
import { newBoundParameters } from "../run/invocation.js";
import { cmdletTable, type Parameter, type ParameterTable } from "../binder/parameters.js";
import { readCommon, wrapOutput } from "../binder/common-parameters.js";
import { Processor } from "./processor.js";
import { asError, errorFromRecord } from "../errors/raise.js";
import type { CmdletInfo } from "../commands/command-info.js";
import type { Frame, Output, Runtime, Streams } from "../run/runtime.js";
import { askToProcess } from "./should-process.js";
import { type CommonParameters, writeErrorRecord, writeInformationRecord, writeMessage } from "./streams.js";
import {
  type ErrorCategory,
  ErrorRecord,
  type InformationRecord,
  type MessageStream,
  PSException,
  SwitchParameter,
} from "../../objects/index.js";
import { EngineError } from "../types/errors.js";

export class CmdletProcessor extends Processor {
  readonly rt: Runtime;
  readonly command: CmdletInfo;
  readonly definition: CmdletDefinition;
  readonly call: Invocation;
  readonly args: readonly Argument[];
  readonly caller: Frame | null;
  readonly callee: Callee;
  streams: Streams;
  readonly bound: Record<string, any> = {};
  isLast = false;
  common: CommonParameters = {};
  #binder!: Binder;
  #run: CmdletRun | null = null;
  constructor(
    rt: Runtime,
    command: CmdletInfo,
    call: Invocation,
    args: readonly Argument[],
    streams: Streams,
    caller: Frame | null,
    out: Output,
  ) {
    super(out);
    this.rt = rt;
    this.command = command;
    command.entry.called?.();
    this.definition = command.cmdlet;
    this.call = call;
    this.args = args;
    this.streams = streams;
    this.caller = caller;
    this.callee = { errorName: command.implementingType, isCmdlet: true, isAdvanced: true };
  }
  readonly context: CmdletContext = new ProcessorContext(this);
  get parameterSetName(): string {
    return this.#binder.inputSet ?? this.#binder.setName;
  }

  override prepare(): void {
    try {
      this.bindArguments();
    } catch (thrown) {
      if (thrown instanceof EngineError && thrown.record === undefined) this.own(thrown.errorRecord, false);
      throw thrown;
    }
  }

  private bindArguments(): void {
    const { rt, definition } = this;
    this.call.expectingInput = this.expectingInput;
    let binder = this.newBinder(tableOf(rt, definition));
    binder.bind(this.args);
    this.#binder = binder;
    this.fillBound();
    if (definition.dynamicParameters) {
      const extra = definition.dynamicParameters(this.context);
      if (Object.keys(extra).length > 0) {
        binder = this.newBinder(cmdletTable(rt, definition, extra));
        binder.bind(this.args);
        this.#binder = binder;
      }
    }
    binder.finish();
    this.fillBound();
    this.useCommon();
  }

  private newBinder(table: ParameterTable): Binder {
    const binder = new Binder(this.rt, table, this.callee);
    binder.commandName = this.definition.name;
    binder.expectingInput = this.expectingInput;
    return binder;
  }

  private fillBound(): void {
    // One object for the whole call: a cmdlet may hold on to it.
    const { bound } = this;
    for (const name of Object.keys(bound)) delete bound[name];
    const shown = newBoundParameters();
    for (const [parameter, value] of this.#binder.bound) {
      if (this.#binder.delayed.has(parameter)) continue;
      shown.set(parameter.name, parameter.isSwitch ? new SwitchParameter(value === true) : value);
      bound[parameter.name] = value;
    }
    this.call.bound = shown;
  }

  private useCommon(): void {
    const scope = this.caller?.scope ?? this.rt.state.current;
    const { parameters } = readCommon(this.rt, this.#binder.bound, scope);
    this.common = parameters;
    this.out = wrapOutput(parameters, scope, this.out);
    this.#pipelineVariable = parameters.pipelineVariable;
  }
  #pipelineVariable: string | undefined;

  /** Runs the cmdlet's code with its streams in place for what it invokes. */
  private guarded(action: () => void): void {
    const saved = this.rt.streams;
    this.rt.streams = this.streams;
    try {
      action();
    } catch (thrown) {
      throw this.owned(thrown);
    } finally {
      this.rt.streams = saved;
    }
  }

  /** An error that leaves a cmdlet becomes the cmdlet's, unless a `throw` or -ErrorAction Stop sent it. */
  private owned(thrown: unknown): unknown {
    if (!(thrown instanceof EngineError)) return thrown;
    if (thrown.record === undefined) {
      const record = thrown.errorRecord;
      if (record.invocationInfo === null) this.own(record, !record.fullyQualifiedErrorId.includes(","));
      thrown.throughCmdlet = true;
      return thrown;
    }
    return passedThrough(thrown, this.command);
  }

  /** What came down the pipeline, while it is processed. */
  item: unknown = undefined;

  override begin(): void {
    this.guarded(() => {
      this.#run = this.definition.run(this.context);
      this.#run.begin?.();
    });
  }

  override runAlone(): void {
    const run = this.#run!;
    if (run.process) this.guarded(() => run.process!());
  }

  override write(value: unknown): void {
    const item = value === undefined ? null : value;
    this.start();
    const binder = this.#binder;
    let values: Map<Parameter, unknown> | undefined;
    try {
      values = binder.bindInput(item);
    } catch (thrown) {
      const error = asError(thrown);
      this.writeError(this.own(error.errorRecord, false));
      return;
    }
    const missing = values === undefined ? [] : binder.missingAfterInput(values);
    if (values === undefined || missing.length > 0) {
      const error = bindingError(
        this.callee,
        "InputObjectNotBound",
        "The input object cannot be bound to any parameters for the command either because the command does not take pipeline input or the input and its properties do not match any of the parameters that take pipeline input.",
      );
      error.errorRecord.targetObject = item;
      this.writeError(this.own(error.errorRecord, false));
      return;
    }
    const { bound } = this;
    const before: [name: string, had: boolean, value: unknown][] = [];
    for (const [parameter, each] of values) {
      before.push([parameter.name, parameter.name in bound, bound[parameter.name]]);
      bound[parameter.name] = each;
    }
    const run = this.#run!;
    this.item = item;
    if (run.process) this.guarded(() => run.process!());
    this.item = undefined;
    for (const [name, had, value_] of before)
      if (had) bound[name] = value_;
      else delete bound[name];
  }

  override end(): void {
    const run = this.#run!;
    if (run.end) this.guarded(() => run.end!());
  }

  override dispose(): void {
    if (this.#pipelineVariable !== undefined)
      (this.caller?.scope ?? this.rt.state.current).remove(this.#pipelineVariable.toLowerCase());
    const run = this.#run;
    if (run?.dispose) this.guarded(() => run.dispose!());
  }

  writeError(record: ErrorRecord): void {
    this.failed = true;
    this.own(record, false);
    writeErrorRecord(this.rt, this.streams, record, this.common);
  }

  throwTerminating(record: ErrorRecord): never {
    const error = errorFromRecord(this.own(record, false));
    error.throughCmdlet = true;
    throw error;
  }

  message(stream: MessageStream, message: string): void {
    writeMessage(this.rt, this.streams, stream, message, this.common, this.call, this.command.implementingType);
  }
  writeInformation(record: InformationRecord): void {
    writeInformationRecord(this.rt, this.streams, record, this.common);
  }

  shouldProcess(target: string, action?: string): boolean {
    const { definition } = this;
    return askToProcess(this.rt, {
      streams: this.streams,
      common: this.common,
      invocation: this.call,
      supports: definition.supportsShouldProcess ?? false,
      confirmImpact: definition.confirmImpact ?? "Medium",
      commandName: definition.name,
      target,
      action,
    });
  }

  error(
    exceptionType: string,
    message: string,
    errorId: string,
    category: ErrorCategory,
    target?: unknown,
  ): ErrorRecord {
    const record = new ErrorRecord(new PSException(exceptionType, message), errorId, category, target ?? null);
    return this.own(record, true);
  }

  /** Fills in what a record of this command says about its origin. Write-Error speaks for the function that calls it. */
  private own(record: ErrorRecord, appendName: boolean): ErrorRecord {
    // One that came from another computer says itself what it is about.
    if (record.origin !== undefined) return record;
    if (record.invocationInfo !== null) return record;
    const isWriteError = this.definition.name === "Write-Error";
    if (isWriteError && !this.caller?.isCommands) {
      const function_ = callingFunction(this.caller);
      if (function_ !== null) {
        record.invocationInfo = function_.info;
        const name = function_.command?.name ?? "";
        if (name !== "" && !record.fullyQualifiedErrorId.includes(",")) record.fullyQualifiedErrorId += `,${name}`;
      } else record.invocationInfo = this.call.info;
      record.activity ||= "Write-Error";
    } else {
      record.invocationInfo = this.call.info;
      record.activity = this.definition.name;
      if ((appendName || isWriteError) && !record.fullyQualifiedErrorId.includes(`,${this.command.implementingType}`))
        record.fullyQualifiedErrorId += `,${this.command.implementingType}`;
    }
    return this.rt.complete(record);
  }
}

/** Marks an error on its way out of a cmdlet that ran script code. */
export function passedThrough(error: EngineError, command: CmdletInfo): EngineError {
  if (error.throughCmdlet || error.thrown || error.stopped || error.errorId === "CallDepthOverflow") return error;
  error.throughCmdlet = true;
  const record = error.errorRecord;
  const [id = ""] = record.fullyQualifiedErrorId.split(",");
  record.fullyQualifiedErrorId = `${id},${command.implementingType}`;
  record.activity = command.name;
  return error;
}

function callingFunction(frame: Frame | null): Invocation | null {
  for (let f = frame; f !== null; f = f.caller)
    if (f.invocation !== null) return f.invocation.command === null ? null : f.invocation;
  return null;
}

/** The parameter table of a definition, made once. */
function tableOf(rt: Runtime, definition: CmdletDefinition): ParameterTable {
  let table = rt.parameterTables.get(definition);
  if (table === undefined) rt.parameterTables.set(definition, (table = cmdletTable(rt, definition)));
  return table;
}
