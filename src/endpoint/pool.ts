// A runspace pool: its runspaces, made as they are needed, and the pipelines that run in them or wait for one.

import {
  type HostInfo,
  type InitRunspacePool,
  type PoolQuestion,
  type ServerMachine,
  decodeCreatePipeline,
  decodeGetCommandMetadata,
  encodeFailure,
  scriptPipeline,
  encodeCreatePipeline,
  NO_HOST,
} from "../protocol/index.js";
import { isDebuggerCommand } from "./debugger-commands.js";
import { metadataPipelines } from "./metadata.js";
import { type PipelineSurroundings, ServedPipeline } from "./pipeline.js";
import type { Runspace, RunspaceFactory, RunspaceOptions } from "./runner.js";

export interface PoolSurroundings {
  readonly machine: ServerMachine;
  readonly factory: RunspaceFactory;
  readonly initialScripts: readonly string[];
  /** Payload of APPLICATION_PRIVATE_DATA for this pool. */
  privateData(): string;
  flush(): void | Promise<void>;
  /** Every runspace is gone, after `close`. */
  closed(): void;
  /** It could not be opened, or has lost the runspace that was all it had; its pipelines have failed. */
  broken(message: string): void;
}

/** A runspace and what it does. */
interface Place {
  runspace: Runspace | undefined;
  state: "Opening" | "Free" | "Busy" | "Gone";
  pipeline: ServedPipeline | undefined;
}

export class RunspacePool {
  readonly #around: PoolSurroundings;
  readonly #init: InitRunspacePool;
  readonly #options: RunspaceOptions;
  readonly #places: Set<Place> = new Set();
  readonly #pipelines: Map<string, ServedPipeline> = new Map();
  readonly #queue: ServedPipeline[] = [];
  readonly #fed: Set<ServedPipeline> = new Set();
  #min: number;
  #max: number;
  #isOpen = false;
  #closing = false;
  #isOver = false;

  constructor(around: PoolSurroundings, init: InitRunspacePool, initPayload: string) {
    this.#around = around;
    this.#init = init;
    this.#min = init.minRunspaces;
    this.#max = init.maxRunspaces;
    const { runspacePoolId, sessionKey } = around.machine;
    this.#options = { runspacePoolId, hostInfo: init.hostInfo, initPayload, sessionKey };
  }

  /** Opens the first runspace; the pool is open when it is. */
  open(): void {
    this.#openRunspace();
  }

  createPipeline(pipelineId: string, payload: string): void {
    this.#accept(pipelineId, () => {
      const pipeline = decodeCreatePipeline(payload);
      if (isDebuggerCommand(pipeline)) return undefined;
      const hostInfo = this.#hostOf(pipeline.hostInfo);
      return { payloads: [payload], isNested: pipeline.isNested, noInput: pipeline.noInput, hostInfo };
    });
  }

  getCommandMetadata(pipelineId: string, payload: string): void {
    this.#accept(pipelineId, () => {
      const payloads = metadataPipelines(decodeGetCommandMetadata(payload));
      return { payloads, isNested: false, noInput: true, hostInfo: this.#init.hostInfo };
    });
  }

  addInput(pipelineId: string, payload: string): void {
    const pipeline = this.#pipelines.get(pipelineId);
    if (pipeline === undefined) return;
    pipeline.addInput(payload);
    this.#fed.add(pipeline);
  }

  /** Hands on the input that has come since the last time, in one piece. */
  flushInput(): void {
    for (const pipeline of this.#fed) pipeline.flushInput();
    this.#fed.clear();
  }

  endInput(pipelineId: string): void {
    this.#pipelines.get(pipelineId)?.endInput();
  }

  respond(pipelineId: string, payload: string): void {
    this.#pipelines.get(pipelineId)?.respond(payload);
  }

  stop(pipelineId: string): void {
    this.#pipelines.get(pipelineId)?.stop();
  }

  answer(question: PoolQuestion): void {
    const { machine } = this.#around;
    switch (question.type) {
      case "GET_AVAILABLE_RUNSPACES":
        return machine.answer(question.callId, this.#max - this.#busy());
      case "SET_MAX_RUNSPACES":
        return machine.answer(question.callId, this.#setBound(question.count, this.#min, Infinity, "max"));
      case "SET_MIN_RUNSPACES":
        return machine.answer(question.callId, this.#setBound(question.count, 1, this.#max, "min"));
      case "RESET_RUNSPACE_STATE":
        return this.#reset(question.callId);
    }
  }

  /** Stops every pipeline, and closes every runspace once its pipeline has ended, so that `finally` blocks run. */
  close(): void {
    if (this.#closing) return;
    this.#closing = true;
    for (const pipeline of this.#pipelines.values()) pipeline.stop();
    for (const place of this.#places) if (place.pipeline === undefined) place.runspace?.close();
    this.#closeIfEmpty();
  }

  // Runspaces.

  #openRunspace(): void {
    const place: Place = { runspace: undefined, state: "Opening", pipeline: undefined };
    let isOpened = false;
    this.#places.add(place);
    place.runspace = this.#around.factory.open(this.#options, {
      opened: () => {
        isOpened = true;
        if (place.runspace !== undefined) this.#opened(place);
      },
      broken: (message) => this.#gone(place, message),
      closed: () => this.#gone(place, "The runspace was closed."),
      userEvent: (payload) => {
        if (!this.#isOpen || this.#closing) return;
        this.#around.machine.sendUserEvent(payload);
        void this.#around.flush();
      },
    });
    if (isOpened) this.#opened(place);
  }

  #opened(place: Place): void {
    if (place.state !== "Opening" || this.#closing) return;
    place.state = "Free";
    if (this.#isOpen) this.#assign();
    else this.#runInitialScripts(place, 0);
  }

  /** `-WorkingDirectory` and `-EncodedCommand`: each runs before the pool is open, and its end is told. */
  #runInitialScripts(place: Place, at: number): void {
    const script = this.#around.initialScripts[at];
    if (script === undefined || place.runspace === undefined) return this.#finishOpening();
    const payload = encodeCreatePipeline(scriptPipeline(script, [], NO_HOST));
    const { hostInfo } = this.#init;
    place.runspace.run(
      { pipelineId: this.#options.runspacePoolId, payload, isNested: false, noInput: true, hostInfo },
      {
        data: () => undefined,
        hostCall: () => undefined,
        ended: ({ state, errorRecord }) => {
          if (this.#closing) return;
          this.#around.machine.sendInitialScriptState(state, errorRecord);
          this.#runInitialScripts(place, at + 1);
        },
      },
    );
  }

  #finishOpening(): void {
    const { machine } = this.#around;
    this.#isOpen = true;
    machine.sendApplicationPrivateData(this.#around.privateData());
    machine.opened();
    this.#assign();
    void this.#around.flush();
  }

  #gone(place: Place, message: string): void {
    if (place.state === "Gone") return;
    place.state = "Gone";
    this.#places.delete(place);
    place.pipeline?.fail(message);
    if (this.#closing) this.#closeIfEmpty();
    else if (!this.#isOpen || this.#max === 1) this.#break(message);
    else this.#assign();
  }

  /** With its one runspace a session has lost its variables: another one in its place would be another session. */
  #break(message: string): void {
    this.#closing = this.#isOver = true;
    for (const pipeline of this.#pipelines.values()) pipeline.fail(message);
    this.#around.broken(message);
    void this.#around.flush();
  }

  #closeIfEmpty(): void {
    if (this.#places.size > 0 || this.#isOver) return;
    this.#isOver = true;
    this.#around.closed();
    void this.#around.flush();
  }

  // Pipelines.

  /** `read` gives what is to run, or undefined for what the endpoint answers by itself. */
  #accept(pipelineId: string, read: () => Omit<ServedPipeline["setup"], "pipelineId"> | undefined): void {
    let setup: ReturnType<typeof read>;
    try {
      setup = read();
    } catch (error) {
      // PowerShell says nothing more of such a pipeline, and its client waits for ever: better to say what is wrong.
      return this.#refuse(pipelineId, error instanceof Error ? error.message : String(error));
    }
    if (setup === undefined) return this.#around.machine.endPipeline(pipelineId, "Completed");
    const pipeline = new ServedPipeline({ pipelineId, ...setup }, this.#pipelineSurroundings());
    this.#pipelines.set(pipelineId, pipeline);
    const host = setup.isNested ? [...this.#places].find((place) => place.state === "Busy") : undefined;
    if (host?.runspace !== undefined) pipeline.start(host.runspace);
    else {
      this.#queue.push(pipeline);
      this.#assign();
    }
  }

  #refuse(pipelineId: string, message: string): void {
    const exceptionType = "System.Management.Automation.Remoting.PSRemotingDataStructureException";
    const errorRecord = encodeFailure({
      message,
      exceptionType,
      fullyQualifiedErrorId: "PSRemotingDataStructureException",
      category: "NotSpecified",
    });
    this.#around.machine.endPipeline(pipelineId, "Failed", errorRecord);
  }

  #pipelineSurroundings(): PipelineSurroundings {
    const { machine, flush } = this.#around;
    return { machine, flush, ended: (pipeline) => this.#ended(pipeline) };
  }

  #ended(pipeline: ServedPipeline): void {
    this.#pipelines.delete(pipeline.setup.pipelineId);
    const at = this.#queue.indexOf(pipeline);
    if (at >= 0) this.#queue.splice(at, 1);
    for (const place of this.#places) {
      if (place.pipeline !== pipeline) continue;
      place.pipeline = undefined;
      if (place.state === "Busy") place.state = "Free";
      if (this.#closing) place.runspace?.close();
    }
    this.#assign();
  }

  /** Gives free runspaces to the pipelines that wait, and opens more where more may be. */
  #assign(): void {
    if (this.#closing || !this.#isOpen) return;
    for (const place of this.#places) {
      if (this.#queue.length === 0) return;
      if (place.state !== "Free" || place.runspace === undefined) continue;
      const pipeline = this.#queue.shift()!;
      place.state = "Busy";
      place.pipeline = pipeline;
      pipeline.start(place.runspace);
    }
    let opening = [...this.#places].filter((place) => place.state === "Opening").length;
    for (; opening < this.#queue.length && this.#places.size < this.#max; opening++) this.#openRunspace();
  }

  #hostOf(hostInfo: HostInfo): HostInfo {
    return hostInfo.useRunspaceHost ? this.#init.hostInfo : hostInfo;
  }

  // Questions.

  #busy(): number {
    return [...this.#places].filter((place) => place.state === "Busy").length;
  }

  #setBound(count: number, least: number, most: number, which: "min" | "max"): boolean {
    if (count < 1 || count < least || count > most) return false;
    if (which === "min") this.#min = count;
    else this.#max = count;
    this.#assign();
    return true;
  }

  #reset(callId: bigint): void {
    const [place] = this.#places;
    const { machine, flush } = this.#around;
    if (this.#max !== 1 || place?.state !== "Free" || place.runspace === undefined)
      return machine.answer(callId, false);
    place.state = "Busy";
    place.runspace.reset((success) => {
      if (place.state === "Busy") place.state = "Free";
      machine.answer(callId, success);
      this.#assign();
      void flush();
    });
  }
}
