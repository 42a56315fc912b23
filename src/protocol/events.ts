// What the two machines report. An event named in capitals is a message that arrived, under MS-PSRP's name for it;
// the others are what a machine or its carrier concluded.
//
// Rule: what carries data carries it as CLIXML text; whoever wants to look calls the decoder of that payload.

import type { Version } from "../objects/index.js";
import type { KeeperLine } from "./carriers/keeper-lines.js";
import type { Packet } from "./fragments.js";
import type { ProtocolError } from "./errors.js";
import type { PipelineState, RunspacePoolState } from "./states.js";
import type { PoolQuestion } from "./payloads/pool.js";

/** Messages of a pipeline to its client that carry one object or record each. */
export const PIPELINE_DATA_TYPES = [
  "PIPELINE_OUTPUT",
  "ERROR_RECORD",
  "WARNING_RECORD",
  "VERBOSE_RECORD",
  "DEBUG_RECORD",
  "INFORMATION_RECORD",
  "PROGRESS_RECORD",
] as const;

export type PipelineDataType = (typeof PIPELINE_DATA_TYPES)[number];

const IS_DATA: ReadonlySet<string> = new Set(PIPELINE_DATA_TYPES);

/** True for an object or a record, and for nothing else that a client hears. */
export function isPipelineData(event: ClientEvent): event is PipelineData {
  return IS_DATA.has(event.type);
}

/** An object or a record. An empty payload is `$null`. */
export interface PipelineData {
  readonly type: PipelineDataType;
  readonly pipelineId: string;
  readonly payload: string;
}

export type ClientEvent =
  | PipelineData
  | { readonly type: "PIPELINE_HOST_CALL"; readonly pipelineId: string; readonly payload: string }
  /** `payload` holds the error of a Failed or Stopped one: decodePipelineState. */
  | {
      readonly type: "PIPELINE_STATE";
      readonly pipelineId: string;
      readonly state: PipelineState;
      readonly payload: string;
    }
  | { readonly type: "SESSION_CAPABILITY"; readonly protocolVersion: Version }
  | { readonly type: "APPLICATION_PRIVATE_DATA"; readonly payload: string }
  | { readonly type: "RUNSPACEPOOL_INIT_DATA"; readonly payload: string }
  | { readonly type: "RUNSPACEPOOL_STATE"; readonly state: RunspacePoolState; readonly payload: string }
  | { readonly type: "RUNSPACE_AVAILABILITY"; readonly callId: bigint; readonly answer: number | boolean }
  | { readonly type: "USER_EVENT"; readonly payload: string }
  | { readonly type: "RUNSPACEPOOL_HOST_CALL"; readonly payload: string }
  /** A start-up script of the server (-WorkingDirectory, an initialization script) has ended; before the pool opens. */
  | { readonly type: "InitialScriptState"; readonly state: PipelineState; readonly payload: string }
  /** SecureStrings can be read and written now: see the machine's `cipher`. */
  | { readonly type: "SessionKeyReady" }
  /** The server has made room for the pipeline; its commands are on their way. */
  | { readonly type: "PipelineStarted"; readonly pipelineId: string }
  /** The server has taken note of the stop. Its last state may come before or after. */
  | { readonly type: "PipelineSignalled"; readonly pipelineId: string }
  /** The last that is heard of a pipeline. */
  | { readonly type: "PipelineClosed"; readonly pipelineId: string }
  /** Bytes for this pipeline alone were wrong; the session goes on. */
  | { readonly type: "PipelineBroken"; readonly pipelineId: string; readonly error: ProtocolError }
  | { readonly type: "RunspacePoolClosed" }
  /** Many of PipelineData at once, for a client that asked for packets. */
  | { readonly type: "Packet"; readonly pipelineId: string; readonly packet: Packet }
  /** The pool that this client connected to is open to it. */
  | { readonly type: "RunspacePoolConnected" }
  /** A line of ours, from a keeper: in its place between the messages. */
  | { readonly type: "KeeperLine"; readonly line: KeeperLine }
  /** Nothing more can come. Every pipeline still alive was reported broken before. */
  | { readonly type: "RunspacePoolBroken"; readonly error: ProtocolError };

export type ServerEvent =
  /** A client opens a pool: decodeInitRunspacePool. */
  | { readonly type: "INIT_RUNSPACEPOOL"; readonly runspacePoolId: string; readonly payload: string }
  /** A client connects to the pool that another one left: decodeConnectRunspacePool. */
  | { readonly type: "CONNECT_RUNSPACEPOOL"; readonly runspacePoolId: string; readonly payload: string }
  | { readonly type: "CREATE_PIPELINE"; readonly pipelineId: string; readonly payload: string }
  | { readonly type: "GET_COMMAND_METADATA"; readonly pipelineId: string; readonly payload: string }
  /** An empty payload is `$null`. */
  | { readonly type: "PIPELINE_INPUT"; readonly pipelineId: string; readonly payload: string }
  | { readonly type: "END_OF_PIPELINE_INPUT"; readonly pipelineId: string }
  | { readonly type: "PIPELINE_HOST_RESPONSE"; readonly pipelineId: string; readonly payload: string }
  | { readonly type: "RUNSPACEPOOL_HOST_RESPONSE"; readonly payload: string }
  /** To be answered with `answer`, whatever the answer. */
  | { readonly type: "PoolQuestion"; readonly question: PoolQuestion }
  | { readonly type: "SessionKeyReady" }
  /** Stop this pipeline: its client asked for it, or closed it while it ran. */
  | { readonly type: "StopPipeline"; readonly pipelineId: string }
  /** Its client will not hear of this pipeline any more. */
  | { readonly type: "PipelineClosed"; readonly pipelineId: string }
  /** Close the pool: its client asked for it and has closed every pipeline, or broke the rules. */
  | { readonly type: "CloseRunspacePool" };
