// Waiting for a job, and giving it up: every kind of job has the same way.

import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, startJob } from "../../src/index.js";

interface Waited {
  wait(signal?: AbortSignal): Promise<unknown>;
}

async function isLeftAlone(job: Waited, state: () => Promise<string> | string): Promise<void> {
  const patience = new AbortController();
  const waiting = job.wait(patience.signal);
  const reason = new Error("No patience left.");
  patience.abort(reason);
  await assert.rejects(waiting, reason);
  await assert.rejects(job.wait(AbortSignal.abort(reason)), reason);
  assert.equal(await state(), "Running");
}

test("a wait for a job of another computer that is given up leaves the job alone", { timeout: 30_000 }, async () => {
  const session = await connect("localhost");
  try {
    const job = await session.startJob("Start-Sleep 60");
    await isLeftAlone(job, async () => (await job.look()).state);
    await job.stop();
    assert.equal((await job.wait()).state, "Stopped");
  } finally {
    await session.close();
  }
});

test("so does one for a job of this program", { timeout: 30_000 }, async () => {
  const job = startJob("Start-Sleep 60");
  while (job.state !== "Running") await new Promise((resolve) => setImmediate(resolve));
  await isLeftAlone(job, () => job.state);
  await job.stop();
  assert.equal(await job.wait(), "Stopped");
  await job.remove();
});
