// How a lost link is mended, and how a dead one is noticed: the clock is the test's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_RETRY, heartbeat, type LinkEvent, mend, retryDelay } from "../../src/sessions/index.js";
import { fakeClock } from "./fake-clock.js";

function mending(isUp: () => boolean, isFinal: () => boolean = () => false) {
  const clock = fakeClock();
  const events: LinkEvent[] = [];
  const attempts: number[] = [];
  const begin = clock.now();
  const going = mend({
    policy: DEFAULT_RETRY,
    clock,
    attempt() {
      attempts.push(clock.now() - begin);
      return isUp() ? Promise.resolve() : Promise.reject(new Error("The network is down."));
    },
    isFinal,
    report: (event) => void events.push(event),
  });
  return { clock, events, attempts, going };
}

test("the waits double from a quarter of a second to 15 s, give or take a quarter", () => {
  const delays = [1, 2, 3, 7, 50].map((attempt) => [0, 1].map((random) => retryDelay(DEFAULT_RETRY, attempt, random)));
  assert.deepEqual(delays, [
    [188, 313],
    [375, 625],
    [750, 1250],
    [11250, 18750],
    [11250, 18750],
  ]);
});

test("a link that comes up in time is mended at the next attempt, and each step is told", async () => {
  let up = false;
  const { clock, events, attempts } = mending(() => up);
  await clock.advance(1000);
  up = true;
  await clock.advance(10_000);
  assert.deepEqual(attempts, [250, 750, 1750]);
  assert.deepEqual(
    events.map(({ type }) => type),
    ["Retrying", "RetryFailed", "Retrying", "RetryFailed", "Retrying", "Mended"],
  );
});

test("after 4 minutes it is given up, and an hour later nothing more is tried", async () => {
  const { clock, events, attempts } = mending(() => false);
  await clock.advance(3_600_000);
  assert.ok(attempts.at(-1)! >= 240_000 && attempts.at(-1)! < 256_000, String(attempts.at(-1)));
  const last = events.at(-1)!;
  assert.equal(last.type, "GaveUp");
  assert.equal(last.type === "GaveUp" && last.reason, "The network is down.");
});

test("an error after which nothing can help ends it at once, and so does a stop", async () => {
  const final = mending(
    () => false,
    () => true,
  );
  await final.clock.advance(60_000);
  assert.deepEqual(
    final.events.map(({ type }) => type),
    ["Retrying", "GaveUp"],
  );
  const stopped = mending(() => false);
  stopped.going.stop();
  await stopped.clock.advance(60_000);
  assert.deepEqual(stopped.events, []);
});

test("a silent far end is asked, and is dead when it does not answer; one that answers, or is held back, is not", async () => {
  const clock = fakeClock();
  let asked = 0;
  let dead = 0;
  let held = false;
  let answers = true;
  const beat = heartbeat({
    clock,
    silenceMs: 10_000,
    isHeld: () => held,
    ask() {
      asked++;
      if (answers) beat.heard();
    },
    dead: () => void dead++,
  });
  await clock.advance(60_000);
  assert.ok(asked >= 3 && dead === 0, `${asked} asked`);
  answers = false;
  held = true;
  await clock.advance(60_000);
  assert.equal(dead, 0);
  held = false;
  await clock.advance(30_000);
  assert.equal(dead, 1);
});
