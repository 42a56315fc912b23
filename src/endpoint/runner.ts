// What an endpoint asks of whatever runs its pipelines. The endpoint speaks PSRP and knows no PowerShell; behind this
// interface stands an engine on its own thread (or a script of a test).
//
// Rule: everything crosses as plain data or as CLIXML text, so that it can go to another thread as it is. Calls never
// block and never throw for what a script does; what happens is told through the events, each in order.

import type {
  HostInfo,
  HostMethod,
  HostParameters,
  HostResponse,
  Packet,
  PipelineDataType,
  PipelineEnd,
} from "../protocol/index.js";

/** What a pool is told of the client that opens it. */
export interface RunspaceOptions {
  readonly runspacePoolId: string;
  /** The client's host, for `$Host` and RawUI; where `isHostNull` is true there is nobody to call. */
  readonly hostInfo: HostInfo;
  /** INIT_RUNSPACEPOOL as it came: decodeInitRunspacePool. Its ApplicationArguments are `$PSSenderInfo.ApplicationArguments`. */
  readonly initPayload: string;
  /** Key of AES-256-CBC that SecureStrings of this pool are sealed with; undefined where they travel open (protocol 2.4). */
  readonly sessionKey: Uint8Array | undefined;
}

export interface RunspaceEvents {
  /** The runspace takes pipelines. */
  opened(): void;
  /**
   * It could not be opened, or is gone: the sentence that says why. Its pipeline, if it ran one, counts as failed, and a pool that
   * has no other is broken.
   */
  broken(message: string): void;
  /** After `close`: nothing of it is left. */
  closed(): void;
  /** An event to forward to the client: payload of USER_EVENT. */
  userEvent(payload: string): void;
}

/** Makes runspaces: one for a session or a job, more for a pool as its pipelines need them. */
export interface RunspaceFactory {
  open(options: RunspaceOptions, events: RunspaceEvents): Runspace;
}

/** One runspace. It runs one pipeline at a time, and nested ones meanwhile. */
export interface Runspace {
  /** Starts a pipeline; called when no other runs, or with `isNested` while one does. */
  run(request: PipelineRequest, events: PipelineEvents): RunningPipeline;
  /** Puts variables, location and the like back to how they were (RESET_RUNSPACE_STATE), and says whether it did. */
  reset(done: (success: boolean) => void): void;
  /** Stops what runs, its jobs and children too, and ends; `closed` follows. */
  close(): void;
}

export interface PipelineRequest {
  readonly pipelineId: string;
  /** The commands: payload of CREATE_PIPELINE, for decodeCreatePipeline on the engine's own thread. */
  readonly payload: string;
  /** True for one that runs while another does: a debugger's commands, a nested prompt's. */
  readonly isNested: boolean;
  /** True where no input will come: `$input` is empty, and `endInput` is not called. */
  readonly noInput: boolean;
  /** The host of this pipeline; that of the pool where it uses it. */
  readonly hostInfo: HostInfo;
}

/** A pipeline that was started. After it has ended these do nothing. */
export interface RunningPipeline {
  /** Objects of the input, as CLIXML; "" is `$null`. */
  input(payloads: readonly string[]): void;
  endInput(): void;
  /**
   * Asks it to stop; `ended` follows when it has, which a `finally` block may delay. For a script that does not come back
   * the runner's patience ends: `ended` follows all the same, since whatever closes the pool waits for it.
   */
  stop(): void;
}

export interface PipelineEvents {
  /**
   * Objects of the output ("" is `$null`) or records of one stream, as CLIXML, in order. Where a promise comes back the
   * client has enough for now: wait for it before giving more.
   */
  data(type: PipelineDataType, payloads: readonly string[]): void | Promise<void>;
  /** The same as another endpoint wrote it, for this pool and pipeline. Absent: give it as data. */
  packet?(packet: Packet): void | Promise<void>;
  /**
   * Calls a method of the client's host. `answer` is called once with what came back, for a method that gives something;
   * never where the pipeline ends first. `payload` is the response as it came, for another thread to decode.
   */
  hostCall<Method extends HostMethod>(
    method: Method,
    parameters: HostParameters<Method>,
    answer?: (response: HostResponse, payload: string) => void,
  ): void;
  /** The last event. */
  ended(end: RunnerEnd): void;
}

export interface RunnerEnd {
  readonly state: PipelineEnd;
  /** CLIXML of the ErrorRecord that ended it; for Stopped one is made where it is left out. */
  readonly errorRecord?: string;
  /** For Failed without an error record: the sentence to make one of. */
  readonly message?: string;
  /** Set by `exit n`: the client is told to leave. */
  readonly exitCode?: number | undefined;
}
