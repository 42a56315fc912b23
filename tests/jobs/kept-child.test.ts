// A child job whose endpoint keeps what it prints: its states when the link goes, what is acknowledged when, and what is held back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ChildJob, type ChildWork } from "../../src/jobs/index.js";
import type { StreamItem } from "../../src/sessions/index.js";

interface Told {
  readonly received: (number | "all")[];
  readonly held: boolean[];
}

function childJob(drains = false): Told & { readonly child: ChildJob } {
  const received: (number | "all")[] = [];
  const held: boolean[] = [];
  const work: ChildWork = {
    start: () => Promise.resolve(),
    stop: () => undefined,
    answer: () => undefined,
    input: () => Promise.resolve(),
    endInput: () => undefined,
    dispose: () => undefined,
    received: (sequence) => void received.push(sequence),
    hold: (on) => void held.push(on),
  };
  const facts = { id: 2, instanceId: "i", name: "Job2", command: "", location: "Server01", runspaceId: "r" };
  const child = new ChildJob({ ...facts, work, allStreams: false, drains, clock: () => 0 }, () => undefined);
  child.isKept = true;
  child.step("start");
  return { child, received, held };
}

const output = (sequence: number, payload = "<S>x</S>"): StreamItem => ({ stream: "Output", payload, sequence });
const QUESTION: StreamItem = { stream: "HostCall", payload: '<I64 N="ci">7</I64>', sequence: 3 };

test("it is Disconnected while its link is down, and goes on after", () => {
  const { child } = childJob();
  child.link(false);
  assert.equal(child.state, "Disconnected");
  assert.equal(child.hasMoreData, true);
  child.link(true);
  assert.equal(child.state, "Running");
  child.finish({ state: "Completed" });
  child.link(false);
  assert.deepEqual(child.history, ["Running", "Disconnected", "Running", "Completed"]);
});

test("it is Blocked again when its link is back and a question waits", () => {
  const { child } = childJob();
  child.add([QUESTION]);
  child.link(false);
  child.link(true);
  assert.equal(child.state, "Blocked");
});

test("it can be stopped while it is Disconnected", () => {
  const { child } = childJob();
  child.link(false);
  child.step("stop");
  child.link(true);
  child.finish({ state: "Stopped" });
  assert.deepEqual(child.history, ["Running", "Disconnected", "Stopping", "Stopped"]);
});

test("what was received is acknowledged when the receiver says so, and its end with the last of it", () => {
  const { child, received } = childJob();
  child.add([output(1), output(2), { stream: "Warning", payload: "", sequence: 3 }, output(4)]);
  const { next } = child.receive(false, undefined, 2);
  assert.deepEqual(received, []);
  child.acknowledge(child.placeBehind(1));
  child.acknowledge(next);
  assert.deepEqual(received, [1, 2]);
  child.finish({ state: "Completed" });
  child.acknowledge(child.receive(false).next);
  assert.deepEqual(received, [1, 2, "all"]);
});

test("-Keep acknowledges nothing", () => {
  const { child, received } = childJob();
  child.add([output(1)]);
  child.receive(true);
  assert.deepEqual(received, []);
});

test("a question that nobody has answered is not acknowledged, nor what is behind it", () => {
  const { child, received } = childJob();
  child.add([output(1), output(2), QUESTION, output(4)]);
  const { items, next } = child.receive(false);
  child.acknowledge(next);
  assert.deepEqual(received, [2]);
  child.answer(items[2]!, "yes");
  child.acknowledge(next);
  assert.deepEqual(received, [2, 4]);
});

test("one that printed nothing needs nobody to receive it", () => {
  const { child, received } = childJob();
  child.finish({ state: "Completed" });
  assert.deepEqual(received, ["all"]);
});

test("one that drains holds its far end back until what it has is received, and forgets that", () => {
  const { child, held } = childJob(true);
  const large = "x".repeat(1 << 20);
  for (let sequence = 1; sequence <= 40; sequence++) child.add([output(sequence, large)]);
  assert.deepEqual(held, [true]);
  const { items, next } = child.receive(false, undefined, 20);
  assert.equal(items.length, 20);
  child.acknowledge(next);
  assert.deepEqual(held, [true]);
  child.acknowledge(child.receive(false, undefined, 18).next);
  assert.deepEqual(held, [true, false]);
  assert.equal(child.records.filter(({ payload }) => payload !== "").length, 2);
});
