// The engine thread's end of the services: each function is one blocking call over the bridge.

import type { EngineBridge } from "../../runspace/index.js";
import type { StreamItem } from "../../sessions/index.js";
import type { Received, ReceiveRequest, WaitRequest } from "../services/jobs.js";
import type {
  ConnectRequest,
  DisconnectRequest,
  QueryRequest,
  QueryResult,
  SessionResult,
} from "../services/kept-sessions.js";
import type { FanOutCounts, InvocationPieces, InvokeRequest } from "../services/invocation.js";
import type { OpenRequest, OpenResult, SessionView } from "../services/session-data.js";
import type { InvokeDisconnectedRequest } from "../services/left-commands.js";
import type { InvokeJobRequest, ReceiveSessionRequest, StartJobRequest } from "../services/start.js";
import type { ParallelPieces, StartParallelRequest } from "../services/parallel.js";
import type { StartTasksRequest, StartThreadJobRequest } from "../services/thread-jobs.js";
import type { JobView } from "../services/views.js";
import type { UIFacts } from "../requests.js";

export interface JobClient {
  list(): readonly JobView[];
  view(id: number): JobView | undefined;
  /** The same without its children. */
  brief(id: number): JobView | undefined;
  /** Changes how many of its children run at a time. */
  throttle(id: number, limit: number): void;
  takeId(): number;
  /** How the children of these jobs do. */
  counts(ids: readonly number[]): FanOutCounts;
  rename(id: number, name: string): void;
  receive(request: ReceiveRequest): Received;
  answer(child: number, question: StreamItem, payload: string): void;
  /** What came before the place `next`, or up to the item of this number, has been written: it need not be kept any more. */
  received(child: number, next: number, sequence?: number): void;
  /** The job that receives from a session; undefined where there is nothing to receive. */
  receiveSession(request: ReceiveSessionRequest): { readonly id: number; readonly isNew: boolean } | undefined;
  /** The job of this shell that runs in a session. */
  jobOfSession(instanceId: string): number | undefined;
  /** CLIXML of everything of one stream. */
  records(child: number, stream: string): readonly string[];
  history(id: number): readonly string[];
  /** Ids of the jobs to write. */
  wait(request: WaitRequest): readonly number[];
  stop(ids: readonly number[]): void;
  /** Gives the job as it was last. */
  remove(id: number, force: boolean): JobView;
  /** A job is about to be started, for a user interface like this. */
  expect(ui: UIFacts): void;
  start(request: StartJobRequest): number;
  startThread(request: StartThreadJobRequest): number;
  startTasks(request: StartTasksRequest): number;
  readonly parallel: ParallelClient;
  invokeAsJob(request: InvokeJobRequest): number;
  input(id: number, payloads: readonly string[]): void;
  endInput(id: number): void;
}

/** ForEach-Object -Parallel while its caller waits. */
export interface ParallelClient {
  start(request: StartParallelRequest): number;
  add(id: number, payload: string): void;
  /** `wait`: blocks until there is something. */
  take(id: number, wait: boolean): ParallelPieces;
  end(id: number): void;
  cancel(id: number): void;
}

export interface SessionClient {
  list(): readonly SessionView[];
  view(id: number): SessionView | undefined;
  open(request: OpenRequest): readonly OpenResult[];
  remove(ids: readonly number[]): readonly SessionResult[];
  /** What computers keep. */
  query(request: QueryRequest): readonly QueryResult[];
  disconnect(request: DisconnectRequest): readonly SessionResult[];
  connect(request: ConnectRequest): readonly SessionResult[];
  invokeDisconnected(request: InvokeDisconnectedRequest): readonly OpenResult[];
  /** What an invocation handed out has been written. */
  received(invocation: number): void;
  invoke(request: InvokeRequest): number;
  /** Waits for what comes; where `waitMs` is given, so long at most. */
  receive(invocation: number, waitMs?: number): InvocationPieces;
  counts(invocation: number): FanOutCounts;
  input(invocation: number, payloads: readonly string[]): void;
  /** Input, without waiting until there is room for more. */
  feed(invocation: number, payloads: readonly string[]): void;
  endInput(invocation: number): void;
  /** `abandon`: nobody will receive what still comes of it. */
  stop(invocation: number, abandon: boolean): void;
  /** Ends the input, and nobody will receive what follows. */
  leave(invocation: number): void;
  answer(invocation: number, target: number, payload: string): void;
}

/** One end for jobs, one for sessions. */
export interface ShellClient {
  readonly jobs: JobClient;
  readonly sessions: SessionClient;
}

/** Objects piped to another computer go in batches of so many, or of so many characters. */
const BATCH = 256;
const BATCH_SIZE = 256 << 10;

interface Feed {
  input(id: number, payloads: readonly string[]): void;
  endInput(id: number): void;
}

/** What is piped travels in batches, and waits for nothing longer than this thread is busy. Blocks while the far side has enough. */
function batched(bridge: EngineBridge, service: string): Feed {
  const waiting = new Map<number, { readonly items: string[]; size: number }>();
  const take = (id: number): readonly string[] | undefined => {
    const items = waiting.get(id)?.items;
    waiting.delete(id);
    return items;
  };
  return {
    input(id, payloads) {
      let batch = waiting.get(id);
      if (!batch) {
        waiting.set(id, (batch = { items: [], size: 0 }));
        bridge.hold(() => {
          const items = take(id);
          if (items) bridge.tell(service, "input", id, items);
        });
      }
      for (const payload of payloads) {
        batch.items.push(payload);
        batch.size += payload.length;
      }
      if (batch.items.length < BATCH && batch.size < BATCH_SIZE) return;
      const items = take(id);
      bridge.call(service, "input", id, items);
    },
    endInput(id) {
      const items = take(id);
      if (items) bridge.call(service, "input", id, items);
      bridge.call(service, "endInput", id);
    },
  };
}

export function shellClient(bridge: EngineBridge): ShellClient {
  const jobs = (method: string, ...args: unknown[]): any => bridge.call("jobs", method, ...args);
  const sessions = (method: string, ...args: unknown[]): any => bridge.call("sessions", method, ...args);
  return {
    jobs: {
      list: () => jobs("list"),
      view: (id) => jobs("view", id),
      brief: (id) => jobs("brief", id),
      throttle: (id, limit) => jobs("throttle", id, limit),
      takeId: () => jobs("takeId"),
      counts: (ids) => jobs("counts", ids),
      rename: (id, name) => jobs("rename", id, name),
      receive: (request) => jobs("receive", request),
      answer: (child, question, payload) => jobs("answer", child, question, payload),
      received: (child, next, sequence) => bridge.tell("jobs", "received", child, next, sequence),
      receiveSession: (request) =>
        bridge.call("start", "receiveSession", request) as ReturnType<JobClient["receiveSession"]>,
      jobOfSession: (instanceId) => bridge.call("start", "jobOfSession", instanceId) as number | undefined,
      records: (child, stream) => jobs("records", child, stream),
      history: (id) => jobs("history", id),
      wait: (request) => jobs("wait", request),
      stop: (ids) => jobs("stop", ids),
      remove: (id, force) => jobs("remove", id, force),
      expect: (ui) => bridge.tell("start", "expect", ui),
      start: (request) => bridge.call("start", "job", request) as number,
      startThread: (request) => bridge.call("threads", "start", request) as number,
      startTasks: (request) => bridge.call("threads", "startTasks", request) as number,
      parallel: {
        start: (request) => bridge.call("threads", "parallel", request) as number,
        add: (id, payload) => bridge.tell("threads", "add", id, payload),
        take: (id, wait) => bridge.call("threads", "take", id, wait) as ParallelPieces,
        end: (id) => bridge.tell("threads", "end", id),
        cancel: (id) => bridge.tell("threads", "cancel", id),
      },
      invokeAsJob: (request) => bridge.call("start", "invokeAsJob", request) as number,
      ...batched(bridge, "jobs"),
    },
    sessions: {
      list: () => sessions("list"),
      view: (id) => sessions("view", id),
      open: (request) => sessions("open", request),
      remove: (ids) => sessions("remove", ids),
      query: (request) => sessions("query", request),
      disconnect: (request) => sessions("disconnect", request),
      connect: (request) => sessions("connect", request),
      invokeDisconnected: (request) => sessions("invokeDisconnected", request),
      received: (invocation) => bridge.tell("sessions", "received", invocation),
      invoke: (request) => sessions("invoke", request),
      receive: (invocation, waitMs) => sessions("receive", invocation, waitMs),
      counts: (invocation) => sessions("counts", invocation),
      ...batched(bridge, "sessions"),
      feed: (invocation, payloads) => bridge.tell("sessions", "input", invocation, payloads),
      stop: (invocation, abandon) => bridge.tell("sessions", "stop", invocation, abandon),
      leave: (invocation) => bridge.tell("sessions", "leave", invocation),
      answer: (invocation, target, payload) => sessions("answer", invocation, target, payload),
    },
  };
}
