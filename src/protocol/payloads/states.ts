// RUNSPACEPOOL_STATE and PIPELINE_STATE. MS-PSRP 2.2.2.10, 2.2.2.21.
//
// Rule: an error travels through here as text. It is put into a state's payload, and not read, so that what the
// engine wrote of it arrives as it was written.

import { toErrorRecord } from "../../clixml/index.js";
import type { ErrorRecord, PSObject } from "../../objects/index.js";
import { PIPELINE_STATES, type PipelineState, RUNSPACE_POOL_STATES, type RunspacePoolState } from "../states.js";
import { remoteFault } from "../errors.js";
import { intField, readObject } from "./fields.js";

export interface RunspacePoolStateInfo {
  readonly state: RunspacePoolState;
  /** Where the pool broke and its server said why. */
  readonly error: ErrorRecord | null;
}

export interface PipelineStateInfo {
  readonly state: PipelineState;
  /** Why a pipeline is Failed or Stopped; null otherwise. */
  readonly error: ErrorRecord | null;
}

/** `errorRecord`: payload text of an ErrorRecord object. */
export function encodeRunspacePoolState(state: RunspacePoolState, errorRecord?: string): string {
  return encodeState("RunspaceState", RUNSPACE_POOL_STATES.indexOf(state), errorRecord);
}

export function decodeRunspacePoolState(payload: string): RunspacePoolStateInfo {
  const object = readObject(payload);
  const state = RUNSPACE_POOL_STATES[intField(object, "RunspaceState")];
  if (state === undefined) throw remoteFault("The remote computer reported an unknown state of the runspace pool.");
  return { state, error: errorIn(object) };
}

/** `errorRecord`: payload text of an ErrorRecord object, for Failed and Stopped. */
export function encodePipelineState(state: PipelineState, errorRecord?: string): string {
  return encodeState("PipelineState", PIPELINE_STATES.indexOf(state), errorRecord);
}

export function decodePipelineState(payload: string): PipelineStateInfo {
  const object = readObject(payload);
  const state = PIPELINE_STATES[intField(object, "PipelineState")];
  if (state === undefined) throw remoteFault("The remote computer reported an unknown state of the pipeline.");
  return { state, error: errorIn(object) };
}

/** The state alone, mostly without reading the error beside it. */
export function pipelineStateIn(payload: string): PipelineState {
  const plain = /^<Obj RefId="0"><MS><I32 N="PipelineState">(\d)<\/I32>/.exec(payload);
  return (plain && PIPELINE_STATES[Number(plain[1])]) ?? decodePipelineState(payload).state;
}

function errorIn(object: PSObject): ErrorRecord | null {
  return toErrorRecord(object.get("ExceptionAsErrorRecord")) ?? null;
}

function encodeState(name: string, state: number, errorRecord: string | undefined): string {
  const error = errorRecord === undefined ? "" : asMember(errorRecord, "ExceptionAsErrorRecord");
  return `<Obj RefId="0"><MS><I32 N="${name}">${state}</I32>${error}</MS></Obj>`;
}

/**
 * The text of an object as a member of another: with a name, and with its ids one higher, since the other is object 0.
 * In CLIXML `<` stands for nothing but a tag, so tags can be found without reading the text.
 */
function asMember(objectText: string, name: string): string {
  const shifted = objectText.replace(
    /<(Obj|Ref)\b([^>]*?)\bRefId="(\d+)"/g,
    (_, tag: string, before: string, id: string) => `<${tag}${before}RefId="${Number(id) + 1}"`,
  );
  return shifted.replace(/^<(\w+)/, `<$1 N="${name}"`);
}
