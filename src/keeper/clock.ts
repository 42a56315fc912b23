// Time, as a keeper needs it: one clock that only goes forward, for waiting; and the time of day, for showing.

export interface Clock {
  /** Milliseconds, never backward; from when is unknown. */
  now(): number;
  /** Milliseconds since 1970: to be shown, never to be waited by. */
  today(): number;
  /** Calls `action` later; the answer takes that back. */
  after(ms: number, action: () => void): () => void;
}

/** Longer waits are cut in pieces: a timer of Node.js takes 24 days. */
const MAX_TIMER_MS = 0x7fffffff;

export function systemClock(): Clock {
  return {
    now: () => performance.now(),
    today: () => Date.now(),
    after(ms, action) {
      const due = performance.now() + ms;
      let timer: NodeJS.Timeout;
      const wait = (): void => {
        const left = due - performance.now();
        if (left <= 0) return action();
        timer = setTimeout(wait, Math.min(Math.ceil(left), MAX_TIMER_MS));
        timer.unref();
      };
      timer = setTimeout(wait, Math.min(Math.max(0, ms), MAX_TIMER_MS));
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}
