// What crosses the bridge between the host thread and an engine thread, and how the two wake each other.
//
// Rule: messages go through a MessagePort and are plain data (texts, numbers, bytes; PowerShell's values as CLIXML). The
// shared cells only say "look" and "stop"; nothing is ever passed in them.

import type { MessagePort } from "node:worker_threads";

/** The shared cells, by index into an Int32Array. */
export const CELL = {
  /** Counts up whenever the engine thread has a reason to look: a message, a stop, room for more output. */
  wake: 0,
  /** Number of the run that is to stop; 0 for none. */
  stop: 1,
  /** Counts output taken by the host thread, in units of cost; wraps around. */
  taken: 2,
  /** Not 0 when the host thread would like to see output that has waited for a while. */
  flush: 3,
} as const;

export const CELL_COUNT = 4;

/** What a worker needs to find its side of the bridge: its `workerData`. */
export interface BridgeEnd {
  readonly cells: Int32Array;
  readonly port: MessagePort;
}

/** Kinds of items in an output batch. Numbers, because there may be half a million. */
export const ITEM = {
  output: 1,
  error: 2,
  warning: 3,
  verbose: 4,
  debug: 5,
  information: 6,
  progress: 7,
  /** A call of the host's user interface that wants no answer: a HostCallItem. */
  host: 8,
} as const;

export type ItemKind = (typeof ITEM)[keyof typeof ITEM];

/** A method of HostUI that wants no answer; arguments are plain data, records are CLIXML. */
export interface HostCallItem {
  readonly method: string;
  readonly args: readonly unknown[];
}

/** Items of a batch, flat: kind, payload, kind, payload … A payload is CLIXML text, or a HostCallItem for `ITEM.host`. */
export type Batch = readonly (ItemKind | string | HostCallItem)[];

/** How a run ended. `error` is the CLIXML of the ErrorRecord that ended it. */
export type RunEnd =
  | { readonly state: "Completed" }
  | { readonly state: "Failed"; readonly error: string; readonly message: string }
  | { readonly state: "Stopped" };

/** Facts of the runspace that the host thread keeps after each run. */
export interface RunFacts {
  /** Current location as PowerShell shows it. */
  readonly location: string;
  /** `$LASTEXITCODE`, and whether `$?` is true. */
  readonly lastExitCode: number | null;
  readonly succeeded: boolean;
  /** Set when the script asked to leave: `exit n`. */
  readonly exitCode: number | undefined;
}

export type ToEngine =
  | { readonly type: "open"; readonly options: unknown }
  | { readonly type: "run"; readonly run: number; readonly request: unknown }
  | { readonly type: "input"; readonly run: number; readonly items: readonly string[] }
  | { readonly type: "endInput"; readonly run: number }
  | { readonly type: "ask"; readonly ask: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly type: "reply"; readonly call: number; readonly value: unknown }
  | { readonly type: "refusal"; readonly call: number; readonly error: PlainError }
  | { readonly type: "close" };

export type ToHost =
  | { readonly type: "opened" }
  | { readonly type: "batch"; readonly run: number; readonly items: Batch; readonly cost: number }
  | { readonly type: "ended"; readonly run: number; readonly end: RunEnd; readonly facts: RunFacts }
  | { readonly type: "answer"; readonly ask: number; readonly value: unknown; readonly error: PlainError | undefined }
  | {
      readonly type: "call";
      readonly call: number;
      readonly service: string;
      readonly method: string;
      readonly args: readonly unknown[];
    }
  | { readonly type: "cancel"; readonly call: number };

/** An error on its way across: `code` is Node's (ENOENT …), `id` and `category` PowerShell's. */
export interface PlainError {
  readonly message: string;
  readonly code?: string;
  readonly id?: string;
  readonly category?: string;
  readonly exceptionType?: string;
  readonly target?: unknown;
}

/** The plain form of whatever was thrown. */
export function plainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, id, category, exceptionType, target } = error as Error & Partial<Record<keyof PlainError, unknown>>;
  return {
    message: error.message,
    ...(typeof code === "string" && { code }),
    ...(typeof id === "string" && { id }),
    ...(typeof category === "string" && { category }),
    ...(typeof exceptionType === "string" && { exceptionType }),
    ...(isPlain(target) && { target }),
  };
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** An error that the other side of the bridge reported, with what it said of itself. */
export class BridgeError extends Error {
  override readonly name: string = "BridgeError";
  readonly code: string | undefined;
  readonly id: string | undefined;
  readonly category: string | undefined;
  readonly exceptionType: string | undefined;
  readonly target: unknown;
  constructor(plain: PlainError) {
    super(plain.message);
    this.code = plain.code;
    this.id = plain.id;
    this.category = plain.category;
    this.exceptionType = plain.exceptionType;
    this.target = plain.target;
  }
}
