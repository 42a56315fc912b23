// What a thread of this process gives, as the items and the outcome of a pipeline.

import { encodePipelineState } from "../../protocol/index.js";
import { type Batch, ITEM, type RunEnd } from "../../runspace/index.js";
import type { ItemStream, PipelineOutcome, StreamItem } from "../../sessions/index.js";

const STREAMS: readonly (ItemStream | undefined)[] = [
  undefined,
  "Output",
  "Error",
  "Warning",
  "Verbose",
  "Debug",
  "Information",
  "Progress",
];

export function itemsOf(batch: Batch): StreamItem[] {
  const items: StreamItem[] = [];
  for (let i = 0; i < batch.length; i += 2) {
    if (batch[i] === ITEM.host) continue;
    items.push({ stream: STREAMS[batch[i] as number]!, payload: batch[i + 1] as string });
  }
  return items;
}

export function outcomeOf(end: RunEnd): PipelineOutcome {
  if (end.state !== "Failed") return { state: end.state };
  if (end.error === "") return { state: "Broken", message: end.message, errorId: "JobStateFailed" };
  return { state: "Failed", error: encodePipelineState("Failed", end.error) };
}
