// The service "jobs": what the Job cmdlets on the engine thread ask of the job table on the host thread.
//
// Rule: every wait ends when the cmdlet is stopped (the signal), and nothing is lost by it: what was not handed over stays.

import {
  blockedDeadlock,
  cannotConnectToStop,
  cannotRemoveChild,
  ChildJob,
  isAtRest,
  isFinished,
  Job,
  jobNotFinished,
  type JobReason,
  type JobState,
  JobTable,
  noJobWithId,
  stopChild,
} from "../../jobs/index.js";
import type { Service } from "../../runspace/index.js";
import type { StreamItem } from "../../sessions/index.js";
import type { FanOutCounts } from "./invocation.js";
import { type JobView, jobView, parentView } from "./views.js";

/** What Receive-Job gets at a time. */
export interface Received {
  readonly pieces: readonly ReceivedPiece[];
  /** With `wait`: nothing more will come. */
  readonly done: boolean;
  /** More is on its way that was there before. */
  readonly isComing: boolean;
}

export interface ReceivedPiece {
  /** Id of the child. */
  readonly child: number;
  readonly location: string;
  readonly runspaceId: string;
  readonly items: readonly StreamItem[];
  /** Where to go on with -Keep. */
  readonly next: number;
  /** True where what it printed is kept until it is acknowledged (`received`). */
  readonly isKept: boolean;
  /** The child is finished, and all it had has been given. */
  readonly ended: { readonly state: JobState; readonly reason: JobReason | undefined } | undefined;
}

export interface ReceiveRequest {
  readonly children: readonly number[];
  readonly keep: boolean;
  readonly wait: boolean;
  readonly force: boolean;
  /** With `wait`: milliseconds to wait at most. */
  readonly waitMs?: number;
  /** Place in each child's records, for -Keep. */
  readonly from?: Readonly<Record<number, number>>;
}

export interface WaitRequest {
  readonly ids: readonly number[];
  readonly any: boolean;
  readonly force: boolean;
  /** Seconds; negative for ever. */
  readonly timeout: number;
}

/** How many items cross the bridge at once. */
const PIECE = 4096;

export function jobService(table: JobTable): Service {
  function find(id: unknown): Job | ChildJob {
    const job = table.byId(Number(id));
    if (!job) throw noJobWithId(Number(id));
    return job;
  }

  /** A thread job's own child is found by the job's id. */
  function child(id: unknown): ChildJob {
    const job = find(id);
    return job instanceof ChildJob ? job : job.children[0]!;
  }

  async function receive(request: ReceiveRequest, signal: AbortSignal): Promise<Received> {
    if (request.waitMs === undefined || !request.wait) return receiveUntil(request, signal);
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), request.waitMs);
    const stop = (): void => patience.abort();
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await receiveUntil(request, patience.signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
  }

  async function receiveUntil(request: ReceiveRequest, signal: AbortSignal): Promise<Received> {
    for (;;) {
      const pieces = takePieces(request);
      const done = request.children.every((id) => isAtRest(child(id).state, request.force));
      // What a keeper has of a job is there at once for whoever receives, also where it is still on its way.
      const isComing = !request.wait && request.children.some((id) => child(id).isCatchingUp);
      if (isComing && !signal.aborted && pieces.every(({ items }) => items.length === 0)) {
        await table.changed(signal);
        continue;
      }
      if (!request.wait || done || signal.aborted || pieces.length > 0)
        return { pieces, isComing, done: done && pieces.every((piece) => piece.items.length === 0) };
      await table.changed(signal);
    }
  }

  function takePieces(request: ReceiveRequest): ReceivedPiece[] {
    let room = PIECE;
    const pieces: ReceivedPiece[] = [];
    for (const id of request.children) {
      const job = child(id);
      const { items, next } = job.receive(request.keep, request.from?.[id], room);
      room -= items.length;
      const ended = isFinished(job.state) && room > 0 ? { state: job.state, reason: job.reason } : undefined;
      if (request.wait && items.length === 0 && !ended) continue; // nothing to say of this one
      pieces.push({
        child: id,
        location: job.facts.location,
        runspaceId: job.runspaceId,
        items,
        next,
        isKept: job.isKept,
        ended,
      });
      if (room <= 0) break;
    }
    return pieces;
  }

  async function wait(request: WaitRequest, signal: AbortSignal): Promise<readonly number[]> {
    if (request.timeout === 0) return [];
    const until = request.timeout < 0 ? Infinity : performance.now() + request.timeout * 1000;
    const jobs = request.ids.map(find);
    const controller = new AbortController();
    const timer = Number.isFinite(until) ? setTimeout(() => controller.abort(), request.timeout * 1000) : undefined;
    signal.addEventListener("abort", () => controller.abort(), { once: true });
    try {
      for (;;) {
        const resting = jobs.filter((job) => isAtRest(job.state, request.force));
        if (request.any ? resting.length > 0 : resting.length === jobs.length)
          return (request.any ? resting.slice(0, 1) : jobs).map((job) => job.facts.id);
        const blocked = jobs.filter((job) => job.state === "Blocked").length;
        if (request.any ? blocked === jobs.length : blocked > 0) throw blockedDeadlock();
        if (controller.signal.aborted) return [];
        await table.changed(controller.signal, true);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async function stop(ids: readonly number[], signal: AbortSignal): Promise<void> {
    const jobs = ids.map(find);
    for (const job of jobs) await connectToStop(job);
    for (const job of jobs) {
      if (job instanceof Job) job.stop();
      else stopChild(job);
    }
    while (!signal.aborted && !jobs.every((job) => isFinished(job.state))) await table.changed(signal, true);
  }

  /** A job that is disconnected is connected to first. */
  async function connectToStop(job: Job | ChildJob): Promise<void> {
    const children = job instanceof Job ? job.children : [job];
    const left = children.filter(({ state }) => state === "Disconnected");
    try {
      await Promise.all(left.map(({ facts }) => facts.work.connect?.()));
    } catch (error) {
      throw cannotConnectToStop(job instanceof Job ? job.name : job.facts.name, (error as Error).message);
    }
  }

  /** Gives the job as it was last. */
  async function remove(id: number, force: boolean, signal: AbortSignal): Promise<JobView> {
    const job = find(id);
    if (job instanceof ChildJob) throw cannotRemoveChild(id);
    if (!isFinished(job.state)) {
      if (!force) throw jobNotFinished(id);
      await stop([id], signal);
    }
    const last = jobView(job);
    table.remove(job);
    return last;
  }

  return (method, args, signal): unknown => {
    switch (method) {
      case "list":
        return table.jobs.map(jobView);
      case "view": {
        const job = table.byId(Number(args[0]));
        return job ? jobView(job) : undefined;
      }
      case "takeId":
        return table.takeId();
      case "throttle": {
        const { throttle } = table.parentOf(find(args[0])).facts;
        if (throttle) throttle.limit = Number(args[1]);
        return undefined;
      }
      case "brief": {
        const job = table.byId(Number(args[0]));
        return job instanceof Job ? parentView(job, false) : job && jobView(job);
      }
      case "counts":
        return counts(args[0] as number[]);
      case "rename":
        return void ((find(args[0]) as Job).name = String(args[1]));
      case "receive":
        return receive(args[0] as ReceiveRequest, signal);
      case "answer": {
        const [id, question, payload] = args as [number, StreamItem, string];
        const job = child(id);
        const asked = job.records.find((item) => item.stream === "HostCall" && item.payload === question.payload);
        return asked && job.answer(asked, payload);
      }
      case "received": {
        const [id, next, sequence] = args as [number, number, number | undefined];
        if (!table.byId(id)) return undefined;
        const job = child(id);
        job.acknowledge(sequence === undefined ? next : job.placeBehind(sequence));
        return undefined;
      }
      case "records": {
        const [id, stream] = args as [number, string];
        return child(id)
          .records.filter((item) => item.stream === stream && item.payload !== "")
          .map((item) => item.payload);
      }
      case "history":
        return find(args[0]).history;
      case "wait":
        return wait(args[0] as WaitRequest, signal);
      case "stop":
        return stop(args[0] as number[], signal);
      case "remove":
        return remove(args[0] as number, args[1] as boolean, signal);
      case "input":
        return Promise.all(childrenOf(args[0]).map((job) => job.facts.work.input(args[1] as string[])));
      case "endInput":
        return childrenOf(args[0]).forEach((job) => job.facts.work.endInput());
      default:
        throw new Error(`Jobs know no "${method}".`);
    }
  };

  function counts(ids: readonly number[]): FanOutCounts {
    const children = ids.flatMap((id) => childrenOf(id));
    const count = (test: (child: ChildJob) => boolean): number => children.filter(test).length;
    return {
      total: children.length,
      done: count(({ state }) => state === "Completed" || state === "Stopped"),
      failed: count(({ state }) => state === "Failed"),
      running: count(({ state }) => !isFinished(state) && state !== "NotStarted"),
    };
  }

  function childrenOf(id: unknown): readonly ChildJob[] {
    const job = find(id);
    return job instanceof ChildJob ? [job] : job.children;
  }
}

export type { JobView };
