import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type ChildJob,
  type ChildWork,
  type Job,
  JobTable,
  type NewChild,
  remoteWork,
  stopChild,
} from "../../src/jobs/index.js";

/** Work of a test: it does what the test tells the child. */
function work(): ChildWork & { stopped: number; answers: string[] } {
  return {
    stopped: 0,
    answers: [],
    start: (child: ChildJob) => Promise.resolve(child.step("start")),
    stop() {
      this.stopped++;
    },
    answer(payload: string) {
      this.answers.push(payload);
    },
    input: () => Promise.resolve(),
    endInput: () => undefined,
    dispose: () => undefined,
  };
}

let now = 1000;
let guids = 0;
const newTable = (): JobTable => new JobTable({ clock: () => now, newGuid: () => `guid-${++guids}` });
const child = (location: string): NewChild => ({ location, work: work() });

function started(table: JobTable, ...locations: string[]): Job {
  const job = table.add({ type: "RemoteJob", command: " 1 ", children: locations.map(child) });
  job.started();
  for (const each of job.children) each.step("start");
  return job;
}

const output = (text: string): { readonly stream: "Output"; readonly payload: string } => ({
  stream: "Output",
  payload: `<S>${text}</S>`,
});
const question = {
  stream: "HostCall" as const,
  payload: '<Obj RefId="0"><MS><I64 N="ci">1</I64></MS></Obj>',
};

test("a job takes an id, then each child one, and none is used again", () => {
  const table = newTable();
  const first = started(table, "Server01", "Server02");
  assert.deepEqual([first.facts.id, ...first.children.map((each) => each.facts.id)], [1, 2, 3]);
  for (const each of first.children) each.finish({ state: "Completed" });
  table.remove(first);
  assert.equal(started(table, "Server01").facts.id, 4);
  assert.equal(table.takeId(), 6);
});

test("a job is named after its id unless it is named, and its location joins its children's", () => {
  const table = newTable();
  const job = started(table, "Server01", "Server02");
  assert.equal(job.name, "Job1");
  assert.equal(job.children[0]!.facts.name, "Job2");
  assert.equal(job.facts.location, "Server01,Server02");
});

test("results are received once, and again with keep", () => {
  const [only] = started(newTable(), "Server01").children;
  only!.add([output("a"), output("b")]);
  assert.equal(only!.receive(true).items.length, 2);
  assert.equal(only!.receive(false).items.length, 2);
  assert.equal(only!.receive(false).items.length, 0);
  only!.add([output("c")]);
  assert.deepEqual(only!.receive(false).items, [output("c")]);
  assert.equal(only!.records.length, 3);
});

test("a running job has more data; a finished one until it was received; then never again", () => {
  const job = started(newTable(), "Server01");
  const [only] = job.children;
  assert.equal(job.hasMoreData, true);
  only!.add([output("a")]);
  only!.finish({ state: "Completed" });
  assert.equal(job.hasMoreData, true);
  only!.receive(true);
  assert.equal(job.hasMoreData, true);
  only!.receive(false);
  assert.equal(job.hasMoreData, false);
});

test("records of warnings are kept but not handed out: the host calls beside them are", () => {
  const [only] = started(newTable(), "Server01").children;
  only!.add([{ stream: "Warning", payload: "<S>w</S>" }]);
  only!.finish({ state: "Completed" });
  assert.equal(only!.hasMoreData, false);
  assert.equal(only!.records.length, 1);
});

test("a question blocks the job until somebody answers it, and it is asked once", () => {
  const job = started(newTable(), "Server01");
  const [only] = job.children;
  only!.add([output("a"), question]);
  assert.equal(only!.state, "Blocked");
  assert.equal(job.state, "Blocked");
  const { items } = only!.receive(true);
  only!.answer(items[1]!, "answer");
  assert.equal(job.state, "Running");
  assert.deepEqual((only!.facts.work as ReturnType<typeof work>).answers, ["answer"]);
  assert.deepEqual(only!.receive(true).items, [output("a")]);
});

test("a job that lost its connection is Failed with a reason; one that was stopped is Stopped", () => {
  const [lost, halted] = started(newTable(), "A", "B").children;
  lost!.finish({ state: "Broken", message: "[A] gone", errorId: "PSSessionStateBroken" });
  assert.equal(lost!.state, "Failed");
  assert.equal(lost!.reason?.kind === "error" && lost!.reason.message, "[A] gone");
  halted!.step("stop");
  halted!.finish({ state: "Broken", message: "[B] gone", errorId: "PSSessionStateBroken" });
  assert.equal(halted!.state, "Stopped");
});

test("a finished job stays what it is", () => {
  const job = started(newTable(), "A");
  const [only] = job.children;
  only!.finish({ state: "Completed" });
  only!.finish({ state: "Stopped" });
  job.stop();
  assert.equal(job.state, "Completed");
});

test("begin and end are told by the clock", () => {
  now = 5000;
  const job = started(newTable(), "A");
  now = 7000;
  job.children[0]!.finish({ state: "Completed" });
  assert.deepEqual([job.beginMs, job.endMs], [5000, 7000]);
});

test("stopping the parent stops every child; stopping a child leaves the parent Completed", () => {
  const table = newTable();
  const both = started(table, "A", "B");
  both.stop();
  assert.deepEqual(
    both.children.map((each) => (each.facts.work as ReturnType<typeof work>).stopped),
    [1, 1],
  );
  for (const each of both.children) each.finish({ state: "Stopped" });
  assert.equal(both.state, "Stopped");
  const other = started(table, "A");
  other.children[0]!.step("stop");
  other.children[0]!.finish({ state: "Stopped" });
  assert.equal(other.state, "Completed");
});

test("whoever waits for a change hears of data, states and removals, and of an abort", async () => {
  const table = newTable();
  const job = started(table, "A");
  let heard = table.changed();
  job.children[0]!.add([output("x")]);
  await heard;
  heard = table.changed();
  job.children[0]!.finish({ state: "Completed" });
  await heard;
  heard = table.changed();
  table.remove(job);
  await heard;
  const controller = new AbortController();
  heard = table.changed(controller.signal);
  controller.abort();
  await heard;
});

test("a job is found by its id, its child by its own, and a thread job's by the job's", () => {
  const table = newTable();
  const remote = started(table, "A");
  const thread = table.add({
    type: "ThreadJob",
    command: "1",
    location: "PowerShell",
    children: [child("PowerShell")],
  });
  assert.equal(table.byId(2), remote.children[0]);
  assert.equal(table.parentOf(remote.children[0]!), remote);
  assert.equal(table.byId(3), thread);
  assert.equal(table.children.length, 1);
  assert.equal(table.byInstanceId(remote.facts.instanceId.toUpperCase()) === undefined, false);
  assert.equal(table.byId(99), undefined);
});

test("a child whose turn has not come is stopped at once", () => {
  const table = newTable();
  const job = table.add({ type: "RemoteJob", command: "1", children: ["A", "B"].map(child) });
  job.started();
  job.children[0]!.step("start");
  assert.deepEqual([job.state, job.children[1]!.state], ["Running", "NotStarted"]);
  job.stop();
  assert.deepEqual([job.state, job.children[1]!.state], ["Stopping", "Stopped"]);
  job.children[0]!.finish({ state: "Stopped" });
  assert.equal(job.state, "Stopped");
});

test("a job that is stopped while it connects does not wait for the connection", async () => {
  let given: AbortSignal | undefined;
  const work = remoteWork({
    temporary: true,
    open(signal) {
      given = signal;
      return new Promise(() => undefined);
    },
    pipeline: () => assert.fail("nothing is to run"),
  });
  const job = newTable().add({ type: "RemoteJob", command: "1", children: [{ location: "A", work }] });
  job.started();
  const ended = work.start(job.children[0]!);
  stopChild(job.children[0]!);
  await ended;
  assert.equal(given?.aborted, true);
  assert.equal(job.children[0]!.state, "Stopped");
});

test("whoever waits for states is not woken by data", async () => {
  const table = newTable();
  const [only] = started(table, "A").children;
  let woken = 0;
  const heard = table.changed(undefined, true).then(() => woken++);
  only!.add([output("x")]);
  await Promise.resolve();
  assert.equal(woken, 0);
  only!.finish({ state: "Completed" });
  await heard;
});

test("the state of a job of very many children follows them without looking at each of them each time", () => {
  const table = newTable();
  const job = started(table, ...Array.from({ length: 20_000 }, (_, at) => `H${at}`));
  const begun = performance.now();
  for (const each of job.children) {
    each.add([output("x")]);
    each.finish({ state: "Completed" });
    assert.equal(table.byId(each.facts.id), each);
    assert.equal(table.parentOf(each), job);
  }
  assert.equal(job.state, "Completed");
  assert.ok(performance.now() - begun < 2000, "it took too long: something looks at all of them each time");
});
