// A session's opening, or connecting: a promise with its time limit.
//
// Rule: there is one at a time, and whoever takes it settles it.

export interface Settle {
  resolve(): void;
  reject(error: Error): void;
}

export class Opening {
  #settle: Settle | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Begins one. `late` is called where it takes longer than `timeoutMs`: milliseconds, for ever where absent. */
  begin(timeoutMs: number | undefined, late: () => void): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
    });
  }

  /** Takes it, to be settled; undefined where nothing is being opened. */
  take(): Settle | undefined {
    const settle = this.#settle;
    this.#settle = undefined;
    clearTimeout(this.#timer);
    return settle;
  }
}

/** Those who wait for the same end. */
export class Waiting {
  #resolvers: (() => void)[] = [];

  wait(): Promise<void> {
    return new Promise<void>((resolve) => this.#resolvers.push(resolve));
  }

  settle(): void {
    for (const resolve of this.#resolvers.splice(0)) resolve();
  }
}
