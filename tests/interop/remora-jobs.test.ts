// Remora's jobs on the real engine: each job's process is the engine's own server.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test, type TestContext } from "node:test";
import { isFinished, type Job, type JobReason, JobTable, remoteWork } from "../../src/jobs/index.js";
import { scriptPipeline } from "../../src/protocol/index.js";
import { type Session, wantsAnswer } from "../../src/sessions/index.js";
import { answerHostCall, draft, withLimit, writeDown } from "./outcome.js";
import { findPeer, skipReason } from "./peer.js";
import { hostInfo } from "./remora-client.js";
import { sessionOn } from "./session-drive.js";

const LIMIT = 30_000; // milliseconds for a job to get where a test wants it

describe("Remora's jobs run on the real engine", () => {
  let program = "";
  let missing: string | undefined;
  let held = 0;
  const table = new JobTable({ clock: Date.now, newGuid: randomUUID });

  before(async () => {
    const peer = await findPeer();
    missing = skipReason(peer);
    if ("program" in peer) program = peer.program;
  });
  after(() => {
    table.dispose();
    console.log(
      `interop: Remora's jobs run on the real engine: ${missing === undefined ? `${held} jobs` : `skipped, ${missing}`}`,
    );
  });

  const startJob = (script: string, initialization?: string, sessions: Session[] = []): Job => {
    const open = async (): Promise<Session> => {
      const session = sessionOn([program, "serve"]);
      sessions.push(session);
      await session.open();
      return session;
    };
    const pipeline = (text: string) => () => scriptPipeline(text, [], { ...hostInfo(), useRunspaceHost: true });
    const work = remoteWork({
      open,
      temporary: true,
      pipeline: pipeline(script),
      ...(initialization !== undefined && { before: pipeline(initialization) }),
    });
    const job = table.add({
      type: "BackgroundJob",
      command: script,
      location: "localhost",
      children: [{ location: "localhost", work }],
    });
    job.started();
    for (const child of job.children) void child.facts.work.start(child);
    return job;
  };

  const until = (reached: () => boolean): Promise<void> =>
    withLimit(
      (async () => {
        while (!reached()) await table.changed();
      })(),
      LIMIT,
    );

  const received = (job: Job, keep: boolean) => {
    const outcome = draft(job.name);
    for (const { stream, payload } of job.children[0]!.receive(keep).items) {
      if (stream === "HostCall") answerHostCall(payload, outcome);
      else writeDown(stream, payload, outcome);
    }
    return outcome;
  };

  const onPeer = (title: string, body: (context: TestContext) => Promise<void>): void =>
    void test(title, async (context) => {
      if (missing !== undefined) return context.skip(missing);
      await body(context);
      held++;
    });

  onPeer("a job completes, and its results are received as often as they are kept", async () => {
    const job = startJob("1..3");
    await until(() => isFinished(job.state));
    assert.equal(job.state, "Completed");
    assert.equal(job.hasMoreData, true);
    assert.deepEqual(received(job, true).output, ["Int32 1", "Int32 2", "Int32 3"]);
    assert.deepEqual(received(job, false).output, ["Int32 1", "Int32 2", "Int32 3"]);
    assert.deepEqual(received(job, false).output, []);
    assert.equal(job.hasMoreData, false);
  });

  onPeer("all streams of a job are kept in their order", async () => {
    const job = startJob("1; Write-Error e; Write-Warning w; Write-Information i; 2");
    await until(() => isFinished(job.state));
    assert.deepEqual(
      job.children[0]!.records.map((item) => item.stream),
      ["Output", "Error", "Warning", "HostCall", "Information", "Output"],
    );
  });

  onPeer("an initialization script runs first, in the same session", async () => {
    const job = startJob("twice 21", "function twice($n) { $n * 2 }");
    await until(() => isFinished(job.state));
    assert.deepEqual(received(job, false).output, ["Int32 42"]);
  });

  onPeer("a job that throws has failed, with the error that ended it", async () => {
    const job = startJob("1; throw 'bad'");
    await until(() => isFinished(job.state));
    assert.equal(job.state, "Failed");
    assert.equal((job.children[0]!.reason as JobReason).kind, "record");
  });

  onPeer("a stopped job has stopped, and its finally has run", async () => {
    const job = startJob("try { 1; Start-Sleep 60 } finally { 'cleaned' }");
    await until(() => job.children[0]!.records.length > 0);
    job.stop();
    await until(() => isFinished(job.state));
    assert.equal(job.state, "Stopped");
    assert.deepEqual(received(job, false).output, ["Int32 1", 'String "cleaned"']);
  });

  onPeer(
    "a job whose process is killed has failed in less than a second, and the reason names the computer",
    async () => {
      const sessions: Session[] = [];
      const job = startJob("1; Start-Sleep 60", undefined, sessions);
      await until(() => job.children[0]!.records.length > 0);
      const killed = Date.now();
      process.kill(Number(/\d+$/.exec(sessions[0]!.description)![0]), "SIGKILL");
      await until(() => isFinished(job.state));
      assert.equal(job.state, "Failed");
      assert.ok(Date.now() - killed < 1000);
      const reason = job.children[0]!.reason as JobReason & { kind: "error" };
      assert.match(reason.message, /^\[peer\] .*SIGKILL/);
      assert.equal(reason.id, "PSSessionStateBroken");
    },
  );

  onPeer("a job that asks is blocked until it is answered", async () => {
    const job = startJob("'before'; Read-Host name");
    const child = job.children[0]!;
    await until(() => child.state === "Blocked");
    const question = child.records.find(wantsAnswer)!;
    child.answer(question, answerHostCall(question.payload, draft("question"))!);
    await until(() => isFinished(job.state));
    assert.deepEqual(received(job, false).output, ['String "before"', 'String "input"']);
  });

  onPeer("five jobs at once all complete", async () => {
    const jobs = [1, 2, 3, 4, 5].map((number) => startJob(`${number}`));
    await until(() => jobs.every((job) => isFinished(job.state)));
    assert.deepEqual(
      jobs.flatMap((job) => received(job, false).output),
      ["Int32 1", "Int32 2", "Int32 3", "Int32 4", "Int32 5"],
    );
  });
});
