import assert from "node:assert/strict";
import { test } from "node:test";
import { isAtRest, isFinished, JOB_STATES, type JobState, parentState } from "../../src/jobs/index.js";

// What the parent is: [children, the parent was told to stop, state].
const PARENTS: readonly (readonly [readonly JobState[], boolean, JobState])[] = [
  [["NotStarted", "NotStarted"], false, "Running"],
  [["Completed", "NotStarted"], false, "Running"],
  [["Running", "Blocked"], false, "Blocked"],
  [["Running", "Completed"], false, "Running"],
  [["Completed", "Completed"], false, "Completed"],
  [["Completed", "Failed"], false, "Failed"],
  [["Disconnected", "Failed"], false, "Disconnected"],
  [["Stopped", "Completed"], false, "Completed"],
  [["Stopped", "Stopped"], true, "Stopped"],
  [["Stopped", "Failed"], true, "Failed"],
];

for (const [children, stopped, state] of PARENTS)
  test(`a job of ${children.join(" and ")} children${stopped ? ", stopped," : ""} is ${state}`, () => {
    assert.equal(parentState(children, true, stopped), state);
  });

test("a job that was not started is NotStarted", () => {
  assert.equal(parentState(["NotStarted"], false, false), "NotStarted");
});

test("finished states are three, those at rest five, and with force three again", () => {
  assert.deepEqual(JOB_STATES.filter(isFinished), ["Completed", "Failed", "Stopped"]);
  assert.deepEqual(
    JOB_STATES.filter((state) => isAtRest(state)),
    ["Completed", "Failed", "Stopped", "Suspended", "Disconnected"],
  );
  assert.deepEqual(
    JOB_STATES.filter((state) => isAtRest(state, true)),
    ["Completed", "Failed", "Stopped"],
  );
});
