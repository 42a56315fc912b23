// A script as a session runs it, and how its end is read: for callers that know nothing of the protocol beneath.

import { type CreatePipeline, decodePipelineState, NO_HOST, scriptPipeline } from "../protocol/index.js";
import type { PipelineOutcome } from "./items.js";

export interface ScriptRequest {
  readonly script: string;
  /** Arguments by position, values of objects/. */
  readonly args?: readonly unknown[];
  /** Arguments by name. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** True where input will follow. */
  readonly hasInput?: boolean;
}

/** What Session.invoke runs for a script. */
export function scriptRequest(request: ScriptRequest): CreatePipeline {
  const named = Object.entries(request.parameters ?? {}).map(([name, value]) => ({ name, value }));
  const positional = (request.args ?? []).map((value) => ({ name: null, value }));
  return {
    ...scriptPipeline(request.script, [...named, ...positional], NO_HOST),
    noInput: !request.hasInput,
  };
}

/** The error record (decoded CLIXML) that ended a pipeline; undefined where there is none. */
export function outcomeRecord(outcome: PipelineOutcome): unknown {
  return outcome.state === "Failed" ? (decodePipelineState(outcome.error).error ?? undefined) : undefined;
}
