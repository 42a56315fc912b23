// The spare process of a keeper: for whom it is, when it is made, and when it is let go.

import assert from "node:assert/strict";
import { mock, test, type TestContext } from "node:test";
import { type SpareProcess, spareProcess } from "../../src/shell/spare-process.js";
import type { ChildProcessOptions, ChildProcessTransport } from "../../src/transports/index.js";

interface Fake extends ChildProcessTransport {
  isRunning: boolean;
  readonly number: number;
}

/** A maker of processes that only count; `made` has those that were started ahead. */
function fake(t: TestContext, isWanted = (): boolean => true): { readonly spare: SpareProcess; readonly made: Fake[] } {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  const made: Fake[] = [];
  let count = 0;
  const make = (): Fake => {
    const process = {
      number: ++count,
      isRunning: false,
      start() {
        process.isRunning = true;
        made.push(process as unknown as Fake);
      },
      kill: () => void (process.isRunning = false),
    };
    return process as unknown as Fake;
  };
  return { spare: spareProcess({ make, isWanted }), made };
}

const kind = (name: string): ChildProcessOptions => ({ file: "node", args: ["x"], env: { NAME: name } });
const numberOf = (process: ChildProcessTransport): number => (process as Fake).number;

test("the spare is made when there is time, and used once", (t) => {
  const { spare, made } = fake(t);
  assert.equal(numberOf(spare.take(kind("a"))), 1);
  assert.equal(made.length, 0);
  spare.settled();
  mock.timers.tick(30);
  assert.equal(made.length, 1);
  assert.equal(numberOf(spare.take(kind("a"))), 2);
  assert.equal(numberOf(spare.take(kind("a"))), 3);
  mock.timers.tick(300);
  assert.equal(made.length, 2, "without a word after 300 ms at the latest");
  assert.equal(numberOf(spare.take(kind("a"))), 4);
});

test("another environment gets a process of its own, and then the next spare", (t) => {
  const { spare, made } = fake(t);
  spare.take(kind("a"));
  mock.timers.tick(300);
  assert.equal(numberOf(spare.take(kind("b"))), 3);
  mock.timers.tick(300);
  assert.deepEqual(
    made.map(({ number, isRunning }) => [number, isRunning]),
    [
      [2, false],
      [4, true],
    ],
  );
  assert.equal(numberOf(spare.take(kind("b"))), 4);
});

test("a spare that nobody wants is let go after a minute", (t) => {
  const { spare, made } = fake(t);
  spare.take(kind("a"));
  mock.timers.tick(300);
  mock.timers.tick(59_000);
  assert.equal(made[0]!.isRunning, true);
  mock.timers.tick(1000);
  assert.equal(made[0]!.isRunning, false);
  assert.equal(numberOf(spare.take(kind("a"))), 3);
});

test("one that died meanwhile is no spare", (t) => {
  const { spare, made } = fake(t);
  spare.take(kind("a"));
  mock.timers.tick(300);
  made[0]!.isRunning = false;
  assert.equal(numberOf(spare.take(kind("a"))), 3);
});

test("what is expected to be the last may take the spare, and asks for no other", (t) => {
  const { spare, made } = fake(t);
  spare.take(kind("a"), true);
  mock.timers.tick(1000);
  assert.equal(made.length, 0);
  spare.take(kind("a"));
  mock.timers.tick(300);
  assert.equal(numberOf(spare.take(kind("a"), true)), 3);
  mock.timers.tick(1000);
  assert.equal(made.length, 1);
});

test("no spare is made where nobody is left who could want one", (t) => {
  let isWanted = true;
  const { spare, made } = fake(t, () => isWanted);
  spare.take(kind("a"));
  isWanted = false;
  mock.timers.tick(1000);
  assert.equal(made.length, 0);
});
