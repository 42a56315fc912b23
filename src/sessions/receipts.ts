// What is said to a keeper of what was received here: at once, but no more often than it is worth.
//
// Rule: the last word on a pipeline is never put off. What is put off, a client that dies then is shown a second time: it is the
// output of a few milliseconds, and saying all of it at once costs a write for every chunk that comes.

import { keeperLine } from "../protocol/index.js";
import type { Clock } from "./keep.js";
import type { Running } from "./running.js";

/** How soon after one receipt the next one is said. */
const APART_MS = 5;

export interface ReceiptsOptions {
  readonly clock: Clock;
  /** Says a line to the keeper; not while none is connected. */
  readonly say: (line: string) => void;
}

export class Receipts {
  readonly #options: ReceiptsOptions;
  readonly #pending: Set<Running> = new Set();
  #lastMs: number = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(options: ReceiptsOptions) {
    this.#options = options;
  }

  /** More of a pipeline was received. */
  note(running: Running): void {
    this.#pending.add(running);
    const { clock } = this.#options;
    const sinceMs = clock.now() - this.#lastMs;
    if (running.isOver || sinceMs >= APART_MS) this.sayAll();
    else this.#cancel ??= clock.after(APART_MS - sinceMs, () => this.sayAll());
  }

  /** Says what was put off. */
  sayAll(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#pending.size === 0) return;
    this.#lastMs = this.#options.clock.now();
    const lines = [...this.#pending].map(receiptOf).join("");
    this.#pending.clear();
    this.#options.say(lines);
  }
}

/** The line that says how far a pipeline was received. */
export function receiptOf({ id, received }: Running): string {
  return keeperLine("Received", { PSGuid: id, Sequence: received });
}
