// Whether the client of a session is still there: it is asked, and anything that it says is an answer.

import { keeperLine } from "../protocol/index.js";
import type { Clock } from "./clock.js";
import type { Link } from "./link.js";

/** How soon a sign of life is expected of a client whose session another one wants. */
const PROBE_MS = 3000;

export class Probe {
  readonly #clock: Clock;
  #waiting: ((isThere: boolean) => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Asks a client for a sign of life; resolves with whether one came in time. */
  ask(link: Link): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(PROBE_MS, () => resolve(false));
      this.#waiting.push((isThere) => {
        cancel();
        resolve(isThere);
      });
      link.send(keeperLine("Ping"));
    });
  }

  /** The client has said something. */
  heard(): void {
    this.#settle(true);
  }

  /** The client has gone. */
  gone(): void {
    this.#settle(false);
  }

  #settle(isThere: boolean): void {
    for (const tell of this.#waiting.splice(0)) tell(isThere);
  }
}
