// One pipeline that a client asked for: what waits for it until it runs, its host calls, and its end.
//
// Rule: whatever a runner says of a pipeline that has ended goes nowhere.

import {
  type HostCall,
  type HostInfo,
  type HostMethod,
  type HostParameters,
  type HostResponse,
  type Packet,
  type PipelineDataType,
  type ServerMachine,
  VOID_CALL,
  decodeHostResponse,
  encodeFailure,
  encodeHostCall,
  encodeHostResponse,
  isPipelineEnd,
  isVoidMethod,
} from "../protocol/index.js";
import type { PipelineEvents, PipelineRequest, RunnerEnd, RunningPipeline, Runspace } from "./runner.js";

export interface PipelineSetup {
  readonly pipelineId: string;
  /** Payloads of CREATE_PIPELINE to run one after another; mostly one. */
  readonly payloads: readonly string[];
  readonly isNested: boolean;
  readonly noInput: boolean;
  readonly hostInfo: HostInfo;
}

export interface PipelineSurroundings {
  readonly machine: ServerMachine;
  /** There is something to send; the promise says when there may be more. */
  flush(): void | Promise<void>;
  /** It has ended, and said so. */
  ended(pipeline: ServedPipeline): void;
}

type Answer = (response: HostResponse, payload: string) => void;

export class ServedPipeline {
  readonly setup: PipelineSetup;
  /** Where it runs; undefined while it waits for a runspace. */
  runspace: Runspace | undefined;
  readonly #around: PipelineSurroundings;
  readonly #answers: Map<bigint, { readonly method: HostMethod; readonly answer: Answer }> = new Map();
  #running: RunningPipeline | undefined;
  #step = 0;
  #input: string[] = [];
  #inputEnded = false;
  #stopping = false;
  #over = false;
  #callId = 0n;

  constructor(setup: PipelineSetup, around: PipelineSurroundings) {
    this.setup = setup;
    this.#around = around;
  }

  /** Runs it in a runspace that is free, or, where it is nested, in one that is not. */
  start(runspace: Runspace): void {
    this.runspace = runspace;
    this.#runStep();
  }

  /** Keeps an object of the input until `flushInput`. */
  addInput(payload: string): void {
    if (!this.#over && !this.#inputEnded) this.#input.push(payload);
  }

  flushInput(): void {
    if (this.#running === undefined || this.#input.length === 0) return;
    const input = this.#input;
    this.#input = [];
    this.#running.input(input);
  }

  endInput(): void {
    if (this.#inputEnded || this.setup.noInput) return;
    this.#inputEnded = true;
    this.flushInput();
    this.#running?.endInput();
  }

  stop(): void {
    if (this.#stopping || this.#over) return;
    this.#stopping = true;
    if (this.runspace === undefined) this.#end({ state: "Stopped" });
    else this.#running?.stop();
  }

  /** Its runspace is gone. */
  fail(message: string): void {
    this.#end(this.#stopping ? { state: "Stopped" } : { state: "Failed", errorRecord: sessionBroken(message) });
  }

  /** Hands a host response to whoever asked. */
  respond(payload: string): void {
    const response = readResponse(payload);
    const waiting = response && this.#answers.get(response.callId);
    if (response === undefined || waiting === undefined) return;
    this.#answers.delete(response.callId);
    waiting.answer(response, payload);
  }

  #runStep(): void {
    const { setup } = this;
    const request: PipelineRequest = {
      pipelineId: setup.pipelineId,
      payload: setup.payloads[this.#step]!,
      isNested: setup.isNested,
      noInput: setup.noInput,
      hostInfo: setup.hostInfo,
    };
    const step = this.#step;
    const events = this.#events(() => !this.#over && step === this.#step);
    let running: RunningPipeline;
    try {
      running = this.runspace!.run(request, events);
    } catch (error) {
      return this.#end({ state: "Failed", message: error instanceof Error ? error.message : String(error) });
    }
    if (this.#over || step !== this.#step) return; // it ended while it was started
    this.#running = running;
    this.flushInput();
    if (this.#inputEnded) running.endInput();
    if (this.#stopping) running.stop();
  }

  #events(isLive: () => boolean): PipelineEvents {
    return {
      data: (type, payloads) => (isLive() ? this.#data(type, payloads) : undefined),
      packet: (packet) => (isLive() ? this.#packet(packet) : undefined),
      hostCall: (method, parameters, answer) => {
        if (isLive()) this.#hostCall(method, parameters, answer);
      },
      ended: (end) => {
        if (isLive()) this.#stepEnded(end);
      },
    };
  }

  #data(type: PipelineDataType, payloads: readonly string[]): void | Promise<void> {
    if (!this.#isHeard() || payloads.length === 0) return undefined;
    this.#around.machine.sendData(this.setup.pipelineId, type, payloads);
    return this.#around.flush();
  }

  #packet(packet: Packet): void | Promise<void> {
    if (!this.#isHeard()) return undefined;
    this.#around.machine.sendPacket(this.setup.pipelineId, packet);
    return this.#around.flush();
  }

  #hostCall<Method extends HostMethod>(method: Method, parameters: HostParameters<Method>, answer?: Answer): void {
    const isVoid = isVoidMethod(method);
    const { hostInfo, pipelineId } = this.setup;
    if (hostInfo.isHostNull || !this.#isHeard()) {
      if (!isVoid && answer !== undefined) refuse(method, answer);
      return;
    }
    const callId = isVoid ? VOID_CALL : ++this.#callId;
    if (!isVoid && answer !== undefined) this.#answers.set(callId, { method, answer });
    this.#around.machine.sendHostCall(
      pipelineId,
      encodeHostCall({ method, parameters, callId } as unknown as HostCall),
    );
    void this.#around.flush();
  }

  #stepEnded(end: RunnerEnd): void {
    this.#running = undefined;
    if (end.state === "Completed" && ++this.#step < this.setup.payloads.length) this.#runStep();
    else this.#end(end);
  }

  #end(end: RunnerEnd): void {
    if (this.#over) return;
    if (end.exitCode !== undefined) this.#hostCall("SetShouldExit", [end.exitCode]);
    this.#over = true;
    this.#answers.clear();
    this.#input = [];
    if (this.#isHeard()) this.#around.machine.endPipeline(this.setup.pipelineId, end.state, errorOf(end));
    this.#around.ended(this);
    void this.#around.flush();
  }

  #isHeard(): boolean {
    const state = this.#around.machine.pipelineState(this.setup.pipelineId);
    return state !== undefined && !isPipelineEnd(state);
  }
}

function readResponse(payload: string): HostResponse | undefined {
  try {
    return decodeHostResponse(payload);
  } catch {
    return undefined; // PowerShell breaks such a pipeline; here the call stays open until the pipeline is stopped
  }
}

function refuse(method: HostMethod, answer: Answer): void {
  const error =
    "A command that prompts the user failed because the host program or the command type does not support user interaction.";
  const response: HostResponse = { method, callId: 0n, error };
  answer(response, encodeHostResponse(response));
}

function errorOf(end: RunnerEnd): string | undefined {
  if (end.errorRecord !== undefined) return end.errorRecord;
  if (end.state === "Stopped") return STOPPED;
  if (end.state !== "Failed") return undefined;
  return encodeFailure({
    message: end.message ?? "The pipeline failed.",
    exceptionType: "System.Management.Automation.RuntimeException",
    fullyQualifiedErrorId: "RuntimeException",
    category: "NotSpecified",
  });
}

/** As a client says it of a session whose far end is gone. */
function sessionBroken(message: string): string {
  return encodeFailure({
    message,
    exceptionType: "System.Management.Automation.Remoting.PSRemotingTransportException",
    fullyQualifiedErrorId: "PSSessionStateBroken",
    category: "OpenError",
  });
}

const STOPPED: string = encodeFailure({
  message: "The pipeline has been stopped.",
  exceptionType: "System.Management.Automation.PipelineStoppedException",
  fullyQualifiedErrorId: "PipelineStopped",
  category: "OperationStopped",
});
