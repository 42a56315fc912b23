// A throttle: at most so many at a time, in the order they came. The limit may change while it runs.

/** PowerShell's default ThrottleLimit. */
const DEFAULT_THROTTLE_LIMIT = 32;

export interface Throttle {
  /** At most so many at a time; 0 or less means the default. A higher one starts more at once, a lower one ends none. */
  limit: number;
  /** Runs `work` when there is room; the room is free again when its promise settles. A rejection counts as done. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function throttle(limit: number = DEFAULT_THROTTLE_LIMIT): Throttle {
  let most = effective(limit);
  let queue: (() => void)[] = [];
  let at = 0;
  let running = 0;
  const next = (): void => {
    while (running < most && at < queue.length) {
      running++;
      queue[at++]!();
    }
    if (at < queue.length) return;
    queue = [];
    at = 0;
  };
  return {
    get limit() {
      return most;
    },
    set limit(value) {
      most = effective(value);
      next();
    },
    run(work) {
      return new Promise((resolve, reject) => {
        queue.push(() => {
          const done = (): void => {
            running--;
            next();
          };
          work().then(resolve, reject).then(done, done);
        });
        next();
      });
    },
  };
}

function effective(limit: number): number {
  return limit > 0 ? limit : DEFAULT_THROTTLE_LIMIT;
}
