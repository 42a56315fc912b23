// One warm endpoint, kept ready after the first job: the next job starts in milliseconds.
//
// Rule: a spare is used once, and only by a job that would have got the same process: same environment. It is refilled when
// there is time for it, not while the job that took it starts.

import type { Session } from "../sessions/index.js";

export interface SparesOptions {
  /** Starts an endpoint and opens a session with it. */
  readonly open: () => Promise<Session>;
  /** Has a spare run something of no consequence, so that the job's first command finds its code loaded and compiled. */
  readonly warmUp?: (session: Session) => Promise<void>;
  /** What a spare must have in common with the job: the environment as one text. */
  readonly key: () => string;
  /** Milliseconds after a job began at which the next spare is started at the latest. */
  readonly refillMs?: number;
}

export interface Spares {
  /** A job is about to be started: what has not begun for it may begin. */
  expect(): void;
  /** An open session: the spare, where it fits, else a new one. */
  take(): Promise<Session>;
  /** There is time now: a job has finished. */
  refill(): void;
  dispose(): void;
}

const DEFAULT_REFILL_MS = 1000;
/** Milliseconds between the end of a job and the start of the next spare: whoever waits for the job comes first. */
const SETTLE_MS = 30;

export function spares(options: SparesOptions): Spares {
  let spare: { readonly key: string; readonly session: Promise<Session> } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let disposed = false;

  function drop(): void {
    void spare?.session.then(
      (session) => session.kill(),
      () => undefined,
    );
    spare = undefined;
  }

  function refill(warm = true): void {
    clearTimeout(timer);
    timer = undefined;
    if (disposed || spare) return;
    const session = options.open().then(async (open) => {
      if (warm) await options.warmUp?.(open);
      return open;
    });
    const made = { key: options.key(), session };
    spare = made;
    // One that dies while it waits is no spare any more.
    session.then(
      (open) => open.onChange(() => open.state !== "Opened" && spare === made && (spare = undefined)),
      () => spare === made && (spare = undefined),
    );
  }

  function refillIn(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(refill, ms);
    timer.unref();
  }

  return {
    expect: () => refill(false),
    async take() {
      if (spare && spare.key !== options.key()) drop();
      const taken = spare;
      spare = undefined;
      refillIn(options.refillMs ?? DEFAULT_REFILL_MS);
      if (!taken) return options.open();
      try {
        return await taken.session;
      } catch {
        return options.open();
      }
    },
    refill() {
      if (timer) refillIn(SETTLE_MS);
    },
    dispose() {
      disposed = true;
      clearTimeout(timer);
      drop();
    },
  };
}
