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
  /**
   * Milliseconds that a stop may take. Then the session is cut where it is the job's own; another's is left as it is, and the job
   * no longer waits for what it does.
   */
  readonly stopGraceMs?: number;
}

const DEFAULT_STOP_GRACE_MS = 5000;
/** Characters of input that are kept while the connection is made before whoever gives it waits. */
const EARLY_SIZE = 4 << 20;

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
  const unwanted = new AbortController();
  let early: string[] = [];
  let earlySize = 0;
  let begun = false;
  let over = false;
  let connected = (): void => undefined;
  /** Settles when the pipeline takes its input itself, or never will. */
  const whenConnected = new Promise<void>((resolve) => (connected = resolve));
  let inputEnded = false;

  function run(request: PipelineRequest, add: (items: readonly StreamItem[]) => void): Promise<PipelineOutcome> {
    return new Promise((resolve) => {
      let over = false;
      const end = (outcome: PipelineOutcome): void => {
        over = true;
        resolve(outcome);
      };
      abandon = () => end({ state: "Stopped" });
      pipeline = session!.invoke(request, { items: (items) => over || add(items), ended: end });
      if (stopping) pipeline.stop();
    });
  }

  async function work(child: ChildJob): Promise<PipelineOutcome> {
    session = await unlessUnwanted(options.open(unwanted.signal));
    if (!session || stopping || disposed) return { state: "Stopped" };
    child.runspaceId = session.instanceId;
    if (options.before) {
      // What an initialization script writes is nobody's; what it complains of is the job's.
      const outcome = await run(options.before(session), (items) =>
        child.add(items.filter((item) => item.stream !== "Output")),
      );
      if (outcome.state !== "Completed" || stopping) return outcome;
    }
    const done = run(options.pipeline(session), (items) => child.add(items));
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
      unwanted.signal.addEventListener("abort", () => resolve(undefined), { once: true });
      opening.then((open) => {
        if (unwanted.signal.aborted && options.temporary) open.kill();
        resolve(open);
      }, reject);
    });
  }

  function release(): void {
    clearTimeout(timer);
    if (options.ownProcess) session?.kill();
    else if (options.temporary) void session?.close();
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
      pipeline = undefined;
      over = true;
      early = [];
      connected();
      child.finish(outcome);
      release();
    },
    stop() {
      stopping = true;
      if (!session) unwanted.abort();
      pipeline?.stop();
      // A link may be dead without anybody knowing: a stop ends all the same.
      const cut = (): void => (options.temporary ? session?.kill() : abandon?.());
      timer = setTimeout(cut, options.stopGraceMs ?? DEFAULT_STOP_GRACE_MS);
      timer.unref();
    },
    answer: (payload) => pipeline?.answer(payload),
    input(payloads) {
      if (pipeline && takesInput) return pipeline.input(payloads);
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
      if (takesInput) pipeline?.endInput();
    },
    dispose() {
      disposed = true;
      stopping = true;
      unwanted.abort();
      clearTimeout(timer);
      if (options.temporary) session?.kill();
      else pipeline?.stop();
    },
  };
}

function brokenOutcome(error: unknown): PipelineOutcome {
  const message = error instanceof Error ? error.message : String(error);
  // A connection that never was counts, in a job, as one that broke.
  const errorId =
    error instanceof RemotingError && error.id !== "PSSessionOpenFailed" ? error.id : "PSSessionStateBroken";
  return { state: "Broken", message, errorId };
}
