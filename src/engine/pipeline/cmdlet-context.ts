// What a cmdlet's code sees of its call: the processor's face, and no more of it.

import {
  type ErrorCategory,
  type ErrorRecord,
  type InformationRecord,
  InformationalRecord,
  type InvocationInfo,
  type MessageStream,
  type ProgressRecord,
} from "../../objects/index.js";
import type { CmdletContext } from "../commands/cmdlet.js";
import type { Engine } from "../engine.js";
import { StopUpstreamSignal } from "../run/flow.js";
import type { CmdletProcessor } from "./cmdlet-processor.js";
import { emit } from "./emit.js";

const YES_NO = [
  { label: "&Yes", helpMessage: "Continue with only the next step of the operation." },
  { label: "&No", helpMessage: "Skip this operation and proceed with the next operation." },
];

export class ProcessorContext implements CmdletContext {
  readonly #p: CmdletProcessor;
  constructor(processor: CmdletProcessor) {
    this.#p = processor;
  }
  get engine(): Engine {
    return this.#p.rt;
  }
  get bound(): Readonly<Record<string, any>> {
    return this.#p.bound;
  }
  get parameterSetName(): string {
    return this.#p.parameterSetName;
  }
  get invocation(): InvocationInfo {
    return this.#p.call.info;
  }
  get input(): unknown {
    return this.#p.item;
  }
  get expectingInput(): boolean {
    return this.#p.expectingInput;
  }
  get isLast(): boolean {
    return this.#p.isLast;
  }
  write(value: unknown): void {
    this.#p.out.write(value === undefined ? null : value);
  }
  writeEnumerated(value: unknown): void {
    emit(this.#p.rt, this.#p.out, value);
  }
  writeError(record: ErrorRecord): void {
    this.#p.writeError(record);
  }
  throwTerminating(record: ErrorRecord): never {
    return this.#p.throwTerminating(record);
  }
  writeWarning(message: string): void {
    this.#p.message("Warning", message);
  }
  writeVerbose(message: string): void {
    this.#p.message("Verbose", message);
  }
  writeDebug(message: string): void {
    this.#p.message("Debug", message);
  }
  writeDiverted(stream: MessageStream, message: string): boolean {
    const { takers } = this.#p.streams;
    const to = takers?.[stream === "Warning" ? "warning" : stream === "Verbose" ? "verbose" : "debug"];
    to?.write(new InformationalRecord(stream, message));
    return to !== undefined;
  }
  writeProgress(record: ProgressRecord): void {
    this.#p.streams.progress.write(record);
  }
  writeInformation(record: InformationRecord): void {
    this.#p.writeInformation(record);
  }
  shouldProcess(target: string, action?: string): boolean {
    return this.#p.shouldProcess(target, action);
  }
  shouldContinue(query: string, caption: string): boolean {
    return this.#p.rt.host.ui.promptForChoice(caption, query, YES_NO, 0) === 0;
  }
  error(
    exceptionType: string,
    message: string,
    errorId: string,
    category: ErrorCategory,
    target?: unknown,
  ): ErrorRecord {
    return this.#p.error(exceptionType, message, errorId, category, target);
  }
  stopUpstream(): never {
    throw new StopUpstreamSignal(this.#p);
  }
}
