// What a keeper knows of a pipeline besides its messages: what is listed, and what a client that comes back must be told.

import {
  type KeptPipeline,
  type MessageType,
  MESSAGE_TYPES,
  type PipelineEnd,
  pipelineStateIn,
} from "../protocol/index.js";
import type { JournalPipeline } from "./journal/journal.js";

/** Kept in the journal, as JSON. */
export interface StoredFacts {
  readonly command: string;
  readonly name: string;
  readonly beganMs: number;
  readonly endedMs?: number;
}

/** Known only while its keeper lives. */
export interface LiveFacts {
  inputTaken: number;
  inputEnded: boolean;
  stopping: boolean;
  /** A host call waits for its answer. */
  blocked: boolean;
}

export function liveFacts(): LiveFacts {
  return { inputTaken: 0, inputEnded: false, stopping: false, blocked: false };
}

export function storedFacts(pipeline: JournalPipeline): StoredFacts {
  try {
    const { command = "", name = "", beganMs = 0, ...rest } = JSON.parse(pipeline.facts) as Partial<StoredFacts>;
    return { command, name, beganMs, ...rest };
  } catch {
    return { command: "", name: "", beganMs: 0 };
  }
}

export function keptPipeline(pipeline: JournalPipeline, live: LiveFacts, bytes: number): KeptPipeline {
  const { command, name, beganMs, endedMs } = storedFacts(pipeline);
  return {
    id: pipeline.id,
    command,
    name,
    state: pipeline.end ?? (live.stopping ? "Stopping" : live.blocked ? "Blocked" : "Running"),
    received: pipeline.received,
    last: pipeline.last,
    bytes,
    dropped: pipeline.dropped,
    inputTaken: live.inputTaken,
    inputEnded: live.inputEnded,
    beganMs,
    endedMs,
  };
}

const PIPELINE_STATE = MESSAGE_TYPES.PIPELINE_STATE;

/** How a message ends its pipeline; undefined where it does not. */
export function endOf(type: number, payload: string): PipelineEnd | undefined {
  if (type !== PIPELINE_STATE) return undefined;
  const state = pipelineStateIn(payload);
  return state === "Completed" || state === "Failed" || state === "Stopped" ? state : undefined;
}

const NAMES: ReadonlyMap<number, MessageType> = new Map(
  Object.entries(MESSAGE_TYPES).map(([name, number]) => [number, name as MessageType]),
);

export function messageName(type: number): MessageType | undefined {
  return NAMES.get(type);
}
