// The care for the link to a keeper: a sign of life is asked for while it is there, and it is mended when it was lost.
//
// Rule: one of the two at a time, at the most; without a policy of its own a session has PowerShell's.

import {
  type Clock,
  DEFAULT_RETRY,
  type Heartbeat,
  heartbeat,
  type HeartbeatOptions,
  type KeepOptions,
  mend,
  type Mending,
  type MendingOptions,
  realClock,
  type RetryPolicy,
} from "./keep.js";

export class LinkCare {
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  #mending: Mending | undefined;
  #heartbeat: Heartbeat | undefined;

  constructor(keep: (KeepOptions & { readonly clock?: Clock }) | undefined) {
    this.clock = keep?.clock ?? realClock();
    this.retry = { ...DEFAULT_RETRY, ...keep?.retry };
  }

  /** Tries to mend the link, where the policy has time for that. */
  startMending(options: Pick<MendingOptions, "attempt" | "isFinal" | "report">): void {
    if (this.retry.totalMs > 0) this.#mending = mend({ policy: this.retry, clock: this.clock, ...options });
  }

  stopMending(): void {
    this.#mending?.stop();
    this.#mending = undefined;
  }

  startHeartbeat(options: Pick<HeartbeatOptions, "ask" | "dead" | "isHeld">): void {
    this.stopHeartbeat();
    const { silenceMs } = this.retry;
    if (Number.isFinite(silenceMs)) this.#heartbeat = heartbeat({ clock: this.clock, silenceMs, ...options });
  }

  stopHeartbeat(): void {
    this.#heartbeat?.stop();
    this.#heartbeat = undefined;
  }

  /** Something came over the link. */
  heard(): void {
    this.#heartbeat?.heard();
  }
}
