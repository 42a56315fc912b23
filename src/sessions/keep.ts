// What a client wants of a keeper, what it says of its link to one, and when it tries again.
//
// Rule: the clock, its timers and its chance come in as an argument. The clock only ever goes forward (milliseconds from
// anywhere): the time of day may be set back without an effect.

import type { KeepTerms } from "../protocol/index.js";

/** A session that outlives its connection. What is absent is the keeper's default: DEFAULT_KEEP_TERMS. */
export interface KeepOptions extends Partial<KeepTerms> {
  /** PSSession's name, by which it is listed. */
  readonly name?: string;
  /** Milliseconds that a pipeline has for its end when it is stopped, before its runspace is ended; 2000 where absent. */
  readonly stopGraceMs?: number;
  /** The session is made for one command: its keeper need not expect another one. */
  readonly isSingle?: boolean;
  /** How a lost link is mended; DEFAULT_RETRY where absent. */
  readonly retry?: Partial<RetryPolicy>;
}

/** When a lost link is tried again: milliseconds. */
export interface RetryPolicy {
  /** All in all; 0 leaves a lost session Disconnected at once. PowerShell's own is 4 minutes. */
  readonly totalMs: number;
  /** Attempts at most; as many as there is time for where absent. */
  readonly attempts?: number;
  /** Before the first attempt; each wait is twice the one before, give or take a quarter. */
  readonly firstMs: number;
  readonly mostMs: number;
  /** For one attempt. */
  readonly attemptMs: number;
  /** A link from which nothing came for this long is asked; one that does not answer for as long again is lost. */
  readonly silenceMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = {
  totalMs: 240_000,
  firstMs: 250,
  mostMs: 15_000,
  attemptMs: 30_000,
  silenceMs: 15_000,
};

/** What happens to the link of a kept session, for a line at the console. Times are milliseconds since it was lost. */
export type LinkEvent =
  | { readonly type: "Lost"; readonly reason: string }
  | { readonly type: "Retrying"; readonly attempt: number; readonly afterMs: number }
  /** `nextMs`: until the next attempt. */
  | { readonly type: "RetryFailed"; readonly attempt: number; readonly reason: string; readonly nextMs: number }
  | { readonly type: "Mended"; readonly attempt: number; readonly afterMs: number }
  /** The session stays Disconnected, and its keeper goes on keeping it. */
  | { readonly type: "GaveUp"; readonly reason: string; readonly afterMs: number }
  /** Another client has connected to the session. */
  | { readonly type: "Taken"; readonly by: string }
  /** Its output has no room, or has again: `reason` says what for. */
  | { readonly type: "Blocked"; readonly reason: string }
  | { readonly type: "Unblocked" };

export interface Clock {
  /** Milliseconds, never backward. */
  now(): number;
  /** Calls `action` later; the answer takes that back. `isBeside`: a program need not stay for it. */
  after(ms: number, action: () => void, isBeside?: boolean): () => void;
  /** From 0 to less than 1. */
  random(): number;
}

export function realClock(): Clock {
  return {
    now: () => performance.now(),
    after(ms, action, isBeside = false) {
      const timer = setTimeout(action, ms);
      if (isBeside) timer.unref();
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
  };
}

/** The wait before attempt `attempt` (from 1): doubled each time, bounded, give or take a quarter. */
export function retryDelay(policy: RetryPolicy, attempt: number, random: number): number {
  const plain = Math.min(policy.firstMs * 2 ** (attempt - 1), policy.mostMs);
  return Math.round(plain * (0.75 + random / 2));
}

export interface Mending {
  /** Ends it; nothing is reported after. */
  stop(): void;
}

export interface MendingOptions {
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  /** One attempt; rejects where it failed. */
  readonly attempt: () => Promise<void>;
  /** True for an error after which no attempt can succeed. */
  readonly isFinal: (error: unknown) => boolean;
  readonly report: (event: LinkEvent) => void;
}

/** Tries until an attempt succeeds, the time is over, or an error is final. */
export function mend(options: MendingOptions): Mending {
  const { policy, clock, report } = options;
  const lostAt = clock.now();
  let stopped = false;
  let cancel = (): void => undefined;
  const since = (): number => Math.round(clock.now() - lostAt);

  function schedule(attempt: number): number {
    const ms = retryDelay(policy, attempt, clock.random());
    cancel = clock.after(ms, () => void once(attempt));
    return ms;
  }

  async function once(attempt: number): Promise<void> {
    report({ type: "Retrying", attempt, afterMs: since() });
    try {
      await options.attempt();
      if (!stopped) report({ type: "Mended", attempt, afterMs: since() });
    } catch (error) {
      if (stopped) return;
      const reason = error instanceof Error ? error.message : String(error);
      if (options.isFinal(error) || since() >= policy.totalMs || attempt >= (policy.attempts ?? Infinity))
        return report({ type: "GaveUp", reason, afterMs: since() });
      report({ type: "RetryFailed", attempt, reason, nextMs: schedule(attempt + 1) });
    }
  }

  schedule(1);
  return {
    stop() {
      stopped = true;
      cancel();
    },
  };
}

export interface Heartbeat {
  /** Something came. */
  heard(): void;
  stop(): void;
}

export interface HeartbeatOptions {
  readonly clock: Clock;
  readonly silenceMs: number;
  readonly ask: () => void;
  readonly dead: () => void;
  /** True while we ourselves hold back what the far end says. */
  readonly isHeld: () => boolean;
}

/** Asks a silent far end for a sign of life, and calls `dead` where none comes. */
export function heartbeat(options: HeartbeatOptions): Heartbeat {
  const { clock, silenceMs } = options;
  let lastHeard = clock.now();
  let asked = false;
  const wait = (ms: number): (() => void) => clock.after(ms, look, true);
  let cancel = wait(silenceMs);

  function look(): void {
    const silent = clock.now() - lastHeard;
    const isHeld = options.isHeld();
    if (isHeld) asked = false; // its answer would wait with all the rest
    if (isHeld || silent < silenceMs) {
      cancel = wait(Math.max(silenceMs - silent, silenceMs / 4));
    } else if (asked) options.dead();
    else {
      asked = true;
      options.ask();
      cancel = wait(silenceMs);
    }
  }

  return {
    heard() {
      lastHeard = clock.now();
      asked = false;
    },
    stop: () => cancel(),
  };
}
