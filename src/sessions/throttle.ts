// A throttle: at most so many at a time, in the order they came.

/** PowerShell's default ThrottleLimit. */
export const DEFAULT_THROTTLE_LIMIT = 32;

export interface Throttle {
  /** Runs `work` when there is room; the room is free again when its promise settles. A rejection counts as done. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** `limit` 0 means the default. */
export function throttle(limit: number = DEFAULT_THROTTLE_LIMIT): Throttle {
  const most = limit > 0 ? limit : DEFAULT_THROTTLE_LIMIT;
  const queue: (() => void)[] = [];
  let running = 0;
  const next = (): void => {
    while (running < most && queue.length > 0) {
      running++;
      queue.shift()!();
    }
  };
  return {
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
