// The states of runspace pools and pipelines, and what may happen in each. MS-PSRP 2.2.3.4, 2.2.3.5, 3.1.1.2, 3.2.1.2.
//
// Rule: a state machine is a table one can read; `step` is all that moves it.

import { type Fault, StateError } from "./errors.js";

export type Transitions<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Event, State>>>>
>;

/** The state after `event`; throws a StateError that names the states in which it could have happened. */
export function step<State extends string, Event extends string>(
  table: Transitions<State, Event>,
  state: State,
  event: Event,
  subject: string,
  fault: Fault = "local",
): State {
  const next = table[state][event];
  if (next !== undefined) return next;
  const allowed = (Object.keys(table) as State[]).filter((other) => table[other][event] !== undefined);
  throw new StateError(fault, subject, event, state, allowed);
}

/** RunspacePoolState by number. */
export const RUNSPACE_POOL_STATES = [
  "BeforeOpen",
  "Opening",
  "Opened",
  "Closed",
  "Closing",
  "Broken",
  "NegotiationSent",
  "NegotiationSucceeded",
  "Connecting",
  "Disconnected",
] as const;
export type RunspacePoolState = (typeof RUNSPACE_POOL_STATES)[number];

/** PSInvocationState by number. */
export const PIPELINE_STATES = [
  "NotStarted",
  "Running",
  "Stopping",
  "Stopped",
  "Completed",
  "Failed",
  "Disconnected",
] as const;
export type PipelineState = (typeof PIPELINE_STATES)[number];
/** The three states in which a pipeline stays. */
export type PipelineEnd = "Stopped" | "Completed" | "Failed";

export function isPipelineEnd(state: PipelineState): state is PipelineEnd {
  return state === "Stopped" || state === "Completed" || state === "Failed";
}

export type ClientPoolEvent =
  | "open"
  | "connect"
  | "negotiate"
  | "opened"
  | "create a pipeline"
  | "ask"
  | "answer a host call"
  | "close"
  | "closing"
  | "closed"
  | "break";

/** The pool as its client sees it. */
export const CLIENT_POOL: Transitions<RunspacePoolState, ClientPoolEvent> = {
  BeforeOpen: { open: "NegotiationSent", connect: "Connecting", close: "Closed", closed: "Closed", break: "Broken" },
  NegotiationSent: { negotiate: "NegotiationSucceeded", close: "Closing", closed: "Closed", break: "Broken" },
  NegotiationSucceeded: {
    opened: "Opened",
    "answer a host call": "NegotiationSucceeded",
    close: "Closing",
    closing: "Closing",
    closed: "Closed",
    break: "Broken",
  },
  Opening: {},
  Opened: {
    "create a pipeline": "Opened",
    ask: "Opened",
    "answer a host call": "Opened",
    opened: "Opened",
    close: "Closing",
    closing: "Closing",
    closed: "Closed",
    break: "Broken",
  },
  // What was on its way when the close was sent still arrives: a client refused by version closes before Opened.
  Closing: {
    negotiate: "Closing",
    opened: "Closing",
    "answer a host call": "Closing",
    close: "Closing",
    closing: "Closing",
    closed: "Closed",
    break: "Broken",
  },
  Closed: { close: "Closed", closing: "Closed", closed: "Closed", break: "Closed" },
  Broken: { close: "Broken", closing: "Broken", closed: "Broken", break: "Broken" },
  // A machine lives as long as one connection: the next one begins at BeforeOpen, and connects to the pool that was left.
  Connecting: {
    negotiate: "Connecting",
    opened: "Opened",
    close: "Closing",
    closing: "Closing",
    closed: "Closed",
    break: "Broken",
  },
  Disconnected: {},
};

export type ClientPipelineEvent =
  | "start"
  | "send input"
  | "answer a host call"
  | "stop"
  | "run"
  | "stopped"
  | "completed"
  | "failed"
  | "close";

/** A pipeline as its client sees it. */
export const CLIENT_PIPELINE: Transitions<PipelineState, ClientPipelineEvent> = {
  NotStarted: { start: "Running" },
  Running: {
    "send input": "Running",
    "answer a host call": "Running",
    stop: "Stopping",
    run: "Running",
    stopped: "Stopped",
    completed: "Completed",
    failed: "Failed",
    close: "Stopping",
  },
  Stopping: {
    "answer a host call": "Stopping",
    stop: "Stopping",
    run: "Stopping",
    stopped: "Stopped",
    completed: "Completed",
    failed: "Failed",
    close: "Stopping",
  },
  // A state may come twice: PowerShell's client takes the last one, ours keeps the first.
  Stopped: { stop: "Stopped", stopped: "Stopped", completed: "Stopped", failed: "Stopped", close: "Stopped" },
  Completed: {
    stop: "Completed",
    stopped: "Completed",
    completed: "Completed",
    failed: "Completed",
    close: "Completed",
  },
  Failed: { stop: "Failed", stopped: "Failed", completed: "Failed", failed: "Failed", close: "Failed" },
  Disconnected: {},
};

export type ServerPoolEvent =
  | "negotiate"
  | "init"
  | "opened"
  | "disconnect"
  | "connect"
  | "connected"
  | "closing"
  | "closed"
  | "break";

/** The pool as its server sees it; Closed and Broken ones are forgotten, and the next begins at BeforeOpen. */
export const SERVER_POOL: Transitions<RunspacePoolState, ServerPoolEvent> = {
  BeforeOpen: { negotiate: "NegotiationSucceeded", disconnect: "Disconnected" },
  NegotiationSent: {},
  NegotiationSucceeded: { init: "Opening", closing: "Closing" },
  Opening: { opened: "Opened", closing: "Closing", break: "Broken" },
  Opened: { disconnect: "Disconnected", closing: "Closing", break: "Broken" },
  Closing: { closing: "Closing", closed: "Closed", break: "Broken" },
  Closed: {},
  Broken: { closing: "Broken", closed: "Broken", break: "Broken" },
  Connecting: {
    negotiate: "Connecting",
    connected: "Opened",
    disconnect: "Disconnected",
    closing: "Closing",
    break: "Broken",
  },
  Disconnected: { connect: "Connecting", disconnect: "Disconnected", closing: "Closing", break: "Broken" },
};

export type ServerPipelineEvent = "create" | "send output" | "stop" | "stopped" | "completed" | "failed";

/** A pipeline as its server sees it. */
export const SERVER_PIPELINE: Transitions<PipelineState, ServerPipelineEvent> = {
  NotStarted: { create: "Running", stop: "Stopped" },
  Running: { "send output": "Running", stop: "Stopping", stopped: "Stopped", completed: "Completed", failed: "Failed" },
  Stopping: {
    "send output": "Stopping",
    stop: "Stopping",
    stopped: "Stopped",
    completed: "Completed",
    failed: "Failed",
  },
  Stopped: { stop: "Stopped" },
  Completed: { stop: "Completed" },
  Failed: { stop: "Failed" },
  Disconnected: {},
};
