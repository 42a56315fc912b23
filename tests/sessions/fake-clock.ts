// A clock that goes when the test lets it.

import type { Clock } from "../../src/sessions/index.js";

export interface FakeClock extends Clock {
  /** Lets time go by; what is due happens, and what it awaits. */
  advance(ms: number): Promise<void>;
}

export function fakeClock(): FakeClock {
  let now = 1000;
  const due = new Set<{ at: number; action: () => void }>();
  return {
    now: () => now,
    random: () => 0.5,
    after(ms, action) {
      const timer = { at: now + ms, action };
      due.add(timer);
      return () => due.delete(timer);
    },
    async advance(ms) {
      const until = now + ms;
      for (;;) {
        const [next] = [...due].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        due.delete(next);
        now = next.at;
        next.action();
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = until;
    },
  };
}
