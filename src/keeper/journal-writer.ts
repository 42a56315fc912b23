// When a session's journal is written, and who must wait while it cannot be.
//
// Rule: a pipeline goes on only while there is room: a disk that takes nothing, or a quota that is full, blocks it, and its
// client is told why. A disk that was full is tried again; nothing that was emitted is lost meanwhile.

import { keeperLine } from "../protocol/index.js";
import type { Clock } from "./clock.js";
import type { Journal } from "./journal/journal.js";

/** How often the disk is asked to keep for good what was written. */
const SYNC_MS = 1000;
/** How soon a disk that was full is tried again. */
const RETRY_MS = 1000;

export interface JournalWriterOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  /** Tells the client, where there is one. */
  readonly say: (line: string) => void;
  /** True where nobody wants any more what it prints: nothing waits for room then. */
  readonly isUnwanted: () => boolean;
}

export class JournalWriter {
  readonly #options: JournalWriterOptions;
  #blockedBecause: string | undefined;
  #waiting: (() => void)[] = [];
  #syncing: (() => void) | undefined;
  #retrying: (() => void) | undefined;

  constructor(options: JournalWriterOptions) {
    this.#options = options;
  }

  /** Why pipelines must wait; undefined where they need not. */
  get blockedBecause(): string | undefined {
    return this.#blockedBecause;
  }

  /** Writes what was emitted. */
  flush(): void {
    const { journal, clock } = this.#options;
    try {
      journal.flush();
      if (journal.isDirty) this.#syncing ??= clock.after(SYNC_MS, () => this.#sync());
    } catch {
      this.#retrying ??= clock.after(RETRY_MS, () => {
        this.#retrying = undefined;
        this.flush();
      });
    }
    this.release();
  }

  /** Says whether pipelines must wait, and why; lets them go on where they need not. */
  release(): void {
    const before = this.#blockedBecause;
    const now = this.#options.isUnwanted() ? undefined : this.#reason();
    this.#blockedBecause = now;
    if (now === undefined) for (const resolve of this.#waiting.splice(0)) resolve();
    if ((before === undefined) === (now === undefined)) return;
    this.#options.say(now === undefined ? keeperLine("Unblocked") : keeperLine("Blocked", { Reason: now }));
  }

  /** Resolves when there is room again. */
  room(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** It will not be written any more. */
  stop(): void {
    this.#syncing?.();
    this.#retrying?.();
  }

  #reason(): string | undefined {
    const { failure, isFull, settings } = this.#options.journal;
    if (failure) return `The journal cannot be written (${failure.message}).`;
    if (!isFull) return undefined;
    return `The output that nobody has received yet fills the quota of ${settings.quotaBytes} bytes.`;
  }

  #sync(): void {
    this.#syncing = undefined;
    this.#options.journal.sync();
  }
}
