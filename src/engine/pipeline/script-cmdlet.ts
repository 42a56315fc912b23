// $PSCmdlet of an advanced function.

import { type ErrorRecord, NetObject } from "../../objects/index.js";
import { emit } from "./emit.js";
import { errorFromRecord } from "../errors/raise.js";
import type { Runtime } from "../run/runtime.js";
import type { ScriptProcessor } from "./script-processor.js";
import { askToProcess } from "./should-process.js";
import { EngineError } from "../types/errors.js";
import { StopUpstreamSignal, TerminatingSignal } from "../run/flow.js";
import { type CommonParameters, writeErrorRecord, writeInformationRecord, writeMessage } from "./streams.js";
import type { InformationRecord, MessageStream, ProgressRecord } from "../../objects/index.js";

/** System.Management.Automation.PSScriptCmdlet. */
export class ScriptCmdlet extends NetObject {
  readonly typeName: string = "System.Management.Automation.PSScriptCmdlet";
  readonly rt: Runtime;
  readonly processor: ScriptProcessor;
  constructor(rt: Runtime, processor: ScriptProcessor) {
    super();
    this.rt = rt;
    this.processor = processor;
  }
  get name(): string {
    return this.processor.call.invocation.command?.name ?? "";
  }
  private get common(): CommonParameters {
    return this.processor.common?.parameters ?? {};
  }
  writeObject(value: unknown, enumerate: boolean): void {
    if (enumerate) emit(this.rt, this.processor.out, value);
    else this.processor.out.write(value === undefined ? null : value);
  }
  writeError(record: ErrorRecord): void {
    this.own(record);
    this.processor.failed = true;
    const { errorVariable: _, ...rest } = this.common;
    try {
      writeErrorRecord(this.rt, this.processor.frame.streams, record, rest);
    } catch (error) {
      if (error instanceof EngineError) error.fromScript = true; // -ErrorAction Stop: not WriteError's own failure
      throw error;
    }
  }
  throwTerminating(record: ErrorRecord): never {
    this.own(record);
    const error = errorFromRecord(record);
    error.throughCmdlet = true;
    throw new TerminatingSignal(error, this.processor);
  }
  /** Marks a record as this command's: its id ends with the function's name. */
  private own(record: ErrorRecord): void {
    if (this.name !== "" && !record.fullyQualifiedErrorId.endsWith(`,${this.name}`))
      record.fullyQualifiedErrorId = `${record.fullyQualifiedErrorId},${this.name}`;
    if (record.invocationInfo === null) {
      record.invocationInfo = this.processor.call.invocation.info;
      record.activity = this.name;
    }
    this.rt.complete(record);
  }
  writeMessage(stream: MessageStream, message: string): void {
    const { frame, call } = this.processor;
    writeMessage(this.rt, frame.streams, stream, message, {}, call.invocation, this.name);
  }
  writeInformation(record: InformationRecord): void {
    writeInformationRecord(this.rt, this.processor.frame.streams, record, {});
  }
  writeProgress(record: ProgressRecord): void {
    this.processor.frame.streams.progress.write(record);
  }
  shouldProcess(target: string, action: string | undefined): boolean {
    const { frame, call } = this.processor;
    return askToProcess(this.rt, {
      streams: frame.streams,
      common: {},
      invocation: call.invocation,
      supports: call.code.parameters.supportsShouldProcess,
      confirmImpact: call.code.parameters.confirmImpact,
      commandName: this.name,
      target,
      action,
    });
  }
  shouldContinue(query: string, caption: string): boolean {
    return this.rt.host.ui.promptForChoice(caption, query, YES_NO, 0) === 0;
  }
  get parameterSetName(): string {
    return this.processor.parameterSetName;
  }
  stopUpstream(): never {
    throw new StopUpstreamSignal(this.processor);
  }
}

const YES_NO = [
  { label: "&Yes", helpMessage: "Continue with only the next step of the operation." },
  { label: "&No", helpMessage: "Skip this operation and proceed with the next operation." },
];
