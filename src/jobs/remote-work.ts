// A child job's work over a session: open it, run the pipeline, hand on what comes, and let go.

import {
  type PipelineOutcome,
  RemotingError,
  type RemotePipeline,
  type Session,
  type StreamItem,
} from "../sessions/index.js";
import type { ChildJob, ChildWork } from "./child-job.js";

/** What a session runs: the argument of Session.invoke. */
export type PipelineRequest = Parameters<Session["invoke"]>[0];

export interface RemoteWorkOptions {
  /** Gives an open session. The signal says that nobody wants it any more: a connection that is still being made may be given up. */
  readonly open: (signal: AbortSignal) => Promise<Session>;
  /** True where the session is the job's own: closed when the pipeline has ended. */
  readonly temporary: boolean;
  /** True where the far end is a process of this job alone on this computer: it is ended at once, and not asked to close. */
  readonly ownProcess?: boolean;
  readonly pipeline: (session: Session) => PipelineRequest;
  /** Runs before it (-InitializationScript); when it fails the job fails. */
  readonly before?: (session: Session) => PipelineRequest;
  /** What the endpoint's keeper lists it as. */
  readonly name?: string;
  /** Called when it runs in a session that its endpoint keeps: whoever is told will find it there after this program. */
  readonly kept?: (session: Session, pipelineId: string) => KeptTrace;
  /** True where there are too many connections to hold one until its results are received: it is left, and connected to later. */
  readonly leaves?: boolean;
  /**
   * Milliseconds that a stop may take. Then the session is cut where it is the job's own; another's is left as it is, and the job
   * no longer waits for what it does.
   */
  readonly stopGraceMs?: number;
}

const DEFAULT_STOP_GRACE_MS = 5000;
/** Characters of input that are kept while the connection is made before whoever gives it waits. */
const EARLY_SIZE = 4 << 20;

/** What was written down of a kept job, for other programs of this user. */
export interface KeptTrace {
  /** All it printed has been received; how it ended. */
  received(state: string): void;
  /** It is nobody's any more: it was removed, or ends with this program. */
  gone(): void;
}

export function remoteWork(options: RemoteWorkOptions): ChildWork {
  let session: Session | undefined;
  let pipeline: RemotePipeline | undefined;
  /** True once `pipeline` is the job's own, and not what runs before it: input is for that one. */
  let takesInput = false;
  let stopping = false;
  let disposed = false;
  let timer: NodeJS.Timeout | undefined;
  /** Ends the job without the pipeline: set while one runs. */
  let abandon: (() => void) | undefined;
  /** How it ended; undefined while it runs. */
  let finished: PipelineOutcome["state"] | undefined;
  let isReceived = false;
  let trace: KeptTrace | undefined;
  const unwanted = new AbortController();
  let early: string[] = [];
  let earlySize = 0;
  let begun = false;
  let over = false;
  let connected = (): void => undefined;
  /** Settles when the pipeline takes its input itself, or never will. */
  const whenConnected = new Promise<void>((resolve) => (connected = resolve));
  let inputEnded = false;

  function run(request: PipelineRequest, child: ChildJob, isJob: boolean): Promise<PipelineOutcome> {
    return new Promise((resolve) => {
      let over = false;
      const end = (outcome: PipelineOutcome): void => {
        over = true;
        resolve(outcome);
      };
      abandon = () => end({ state: "Stopped" });
      const items = (came: readonly StreamItem[]): void => {
        if (!over) child.add(isJob ? came : came.filter((item) => item.stream !== "Output"));
      };
      const sink = { items, ended: end, link: (isUp: boolean) => over || child.link(isUp) };
      const { name } = options;
      const { command } = child.facts;
      pipeline = session!.invoke(request, sink, { manual: isJob, command, ...(name !== undefined && { name }) });
      if (isJob) child.isKept = session!.kept !== undefined;
      if (child.isKept) trace = options.kept?.(session!, pipeline.id);
      if (stopping) pipeline.stop();
    });
  }

  async function work(child: ChildJob): Promise<PipelineOutcome> {
    session = await unlessUnwanted(options.open(unwanted.signal));
    if (!session || stopping || disposed) return { state: "Stopped" };
    child.runspaceId = session.instanceId;
    if (options.before) {
      // What an initialization script writes is nobody's; what it complains of is the job's.
      const outcome = await run(options.before(session), child, false);
      if (outcome.state !== "Completed" || stopping) return outcome;
    }
    const done = run(options.pipeline(session), child, true);
    takesInput = true;
    if (early.length > 0) void pipeline!.input(early);
    early = [];
    connected();
    if (inputEnded) pipeline!.endInput();
    return await done;
  }

  /** The session, or undefined as soon as the job is stopped: one that opens after that is ended. */
  function unlessUnwanted(opening: Promise<Session>): Promise<Session | undefined> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => resolve(undefined);
      unwanted.signal.addEventListener("abort", giveUp, { once: true });
      opening
        .then((open) => {
          if (unwanted.signal.aborted && options.temporary) endSession(open);
          resolve(open);
        }, reject)
        .finally(() => unwanted.signal.removeEventListener("abort", giveUp));
    });
  }

  /** Of hundreds of finished children none keeps its session. */
  function forget(): void {
    session = undefined;
    pipeline = undefined;
    abandon = undefined;
  }

  function release(): void {
    clearTimeout(timer);
    const used = session;
    if (!used) return;
    if (options.ownProcess) {
      used.kill();
      forget();
    } else if (!options.temporary) return;
    // Its results are kept there until somebody has them.
    else if (used.kept && !disposed && !isReceived && used.state === "Opened") {
      if (options.leaves) void used.disconnect().catch(() => undefined);
    } else void used.close().then(forget);
  }

  /** Ends the session that is the job's own. */
  function cut(): void {
    if (session) endSession(session);
  }

  return {
    async start(child) {
      child.step("start");
      begun = true;
      let outcome: PipelineOutcome;
      try {
        outcome = await work(child);
      } catch (error) {
        outcome = stopping ? { state: "Stopped" } : brokenOutcome(error);
      }
      over = true;
      early = [];
      connected();
      finished = outcome.state;
      child.finish(outcome);
      release();
    },
    stop() {
      stopping = true;
      if (!session) unwanted.abort();
      pipeline?.stop();
      // A link may be dead without anybody knowing: a stop ends all the same.
      const giveUp = (): void => (options.temporary ? cut() : abandon?.());
      timer = setTimeout(giveUp, options.stopGraceMs ?? DEFAULT_STOP_GRACE_MS);
      timer.unref();
    },
    answer: (payload) => pipeline?.answer(payload),
    input(payloads) {
      if (pipeline && takesInput && !over) return pipeline.input(payloads);
      if (over) return Promise.resolve();
      for (const payload of payloads) {
        early.push(payload);
        earlySize += payload.length;
      }
      // A child whose turn has not come must not hold up the others, for whose end it waits.
      return begun && earlySize > EARLY_SIZE ? whenConnected : Promise.resolve();
    },
    endInput() {
      inputEnded = true;
      if (takesInput && !over) pipeline?.endInput();
    },
    received(sequence) {
      pipeline?.received(sequence);
      if (sequence !== "all" || finished === undefined || isReceived) return;
      isReceived = true;
      trace?.received(finished);
      if (options.temporary && session?.kept) void session.close();
    },
    async connect() {
      if (session?.state === "Disconnected") await session.connect();
    },
    dispose() {
      disposed = true;
      stopping = true;
      unwanted.abort();
      clearTimeout(timer);
      trace?.gone();
      if (options.temporary) cut();
      else if (finished === undefined) pipeline?.stop();
      else pipeline?.received("all");
    },
  };
}

/** At once; one that its endpoint keeps has to be told. */
function endSession(session: Session): void {
  if (session.kept) void session.close();
  else session.kill();
}

export function brokenOutcome(error: unknown): PipelineOutcome {
  const message = error instanceof Error ? error.message : String(error);
  // A connection that never was counts, in a job, as one that broke.
  const errorId =
    error instanceof RemotingError && error.id !== "PSSessionOpenFailed" ? error.id : "PSSessionStateBroken";
  return { state: "Broken", message, errorId };
}
