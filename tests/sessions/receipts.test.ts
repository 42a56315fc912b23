// How often a keeper hears of what was received: the clock is the test's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Receipts } from "../../src/sessions/receipts.js";
import { Running } from "../../src/sessions/running.js";
import { fakeClock } from "./fake-clock.js";

const ID = "11111111-2222-3333-4444-555555555555";

function receiving() {
  const clock = fakeClock();
  const said: string[] = [];
  const receipts = new Receipts({
    clock,
    say: (lines) => said.push(...[...lines.matchAll(/Sequence='(\d+)'/g)].map(([, sequence]) => sequence!)),
  });
  const sink = { items: () => undefined, ended: () => undefined };
  const running = new Running({ id: ID, sink, create: undefined, description: "", manual: true, received: 0 });
  const receive = (sequence: number): void => {
    running.received = sequence;
    receipts.note(running);
  };
  return { clock, said, receipts, running, receive };
}

test("the first receipt is said at once, those that follow closely together and a little later", async () => {
  const { clock, said, receive } = receiving();
  for (const sequence of [1, 2, 3]) receive(sequence);
  assert.deepEqual(said, ["1"]);
  await clock.advance(5);
  assert.deepEqual(said, ["1", "3"]);
  await clock.advance(5);
  receive(4);
  assert.deepEqual(said, ["1", "3", "4"]);
});

test("that the last of a pipeline was received is said at once, and once", async () => {
  const { clock, said, running, receive } = receiving();
  receive(1);
  receive(2);
  running.last = 3;
  running.ended = true;
  receive(3);
  assert.deepEqual(said, ["1", "3"]);
  await clock.advance(100);
  assert.deepEqual(said, ["1", "3"]);
});

test("a client that is about to leave says what it has put off", async () => {
  const { clock, said, receipts, receive } = receiving();
  receive(1);
  receive(2);
  receipts.sayAll();
  await clock.advance(100);
  assert.deepEqual(said, ["1", "2"]);
});
