import assert from "node:assert/strict";
import { test } from "node:test";
import { throttle } from "../../src/sessions/index.js";

test("no more than the limit run at a time, in the order they came, and a failure makes room", async () => {
  const room = throttle(2);
  const started: number[] = [];
  const release: (() => void)[] = [];
  const work = (id: number): Promise<number> =>
    room.run(
      () =>
        new Promise((resolve, reject) => {
          started.push(id);
          release.push(() => (id === 1 ? reject(new Error("no")) : resolve(id)));
        }),
    );
  const all = [work(1), work(2), work(3), work(4)];
  assert.deepEqual(started, [1, 2]);
  release[0]!();
  await assert.rejects(all[0]!);
  await Promise.resolve();
  assert.deepEqual(started, [1, 2, 3]);
  release[1]!();
  release[2]!();
  await all[2];
  await Promise.resolve();
  release[3]!();
  assert.equal(await all[3], 4);
});

test("a limit that is raised starts more at once, one that is lowered ends none", () => {
  const room = throttle(1);
  let running = 0;
  for (let i = 0; i < 5; i++)
    void room.run(() => {
      running++;
      return new Promise(() => undefined);
    });
  assert.equal(running, 1);
  room.limit = 3;
  assert.equal(running, 3);
  room.limit = 2;
  room.limit = 3;
  assert.equal(running, 3);
  room.limit = 0;
  assert.deepEqual([room.limit, running], [32, 5]);
});
