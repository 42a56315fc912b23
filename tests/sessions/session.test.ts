import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type PipelineOutcome,
  RemotingError,
  scriptRequest,
  type Session,
  type StreamItem,
} from "../../src/sessions/index.js";
import { endpointPair, forever, outputs, rawPair } from "../support/endpoint-pair.js";

const options = { timeout: 10_000 };

function run(session: Session): { readonly items: StreamItem[]; readonly outcome: Promise<PipelineOutcome> } {
  const items: StreamItem[] = [];
  const outcome = new Promise<PipelineOutcome>((resolve) => {
    session.invoke(scriptRequest({ script: "whatever" }), {
      items: (some) => void items.push(...some),
      ended: resolve,
    });
  });
  return { items, outcome };
}

test("a session opens, runs one pipeline after another, and closes", options, async () => {
  const { session } = endpointPair(outputs("<I32>1</I32>", "<S>two</S>", ""));
  const states: string[] = [];
  session.onChange(() => states.push(`${session.state} ${session.availability}`));
  await session.open();
  for (let i = 0; i < 3; i++) {
    const { items, outcome } = run(session);
    assert.equal(session.availability, "Busy");
    assert.deepEqual(await outcome, { state: "Completed" });
    assert.deepEqual(
      items.map((item) => [item.stream, item.payload]),
      [
        ["Output", "<I32>1</I32>"],
        ["Output", "<S>two</S>"],
        ["Output", ""],
      ],
    );
    assert.equal(session.availability, "Available");
  }
  await session.close();
  assert.equal(session.state, "Closed");
  assert.deepEqual(states.slice(0, 3), ["Opening None", "Opened Available", "Opened Busy"]);
});

test("a second pipeline in a busy session is refused in PowerShell's words", options, async () => {
  const { session } = endpointPair(forever);
  await session.open();
  run(session);
  await assert.rejects(run(session).outcome, /a pipeline is already running\. Pipelines cannot be run concurrently/);
  await session.close();
});

test("a stop ends the pipeline, and the session goes on", options, async () => {
  const { session } = endpointPair(forever);
  await session.open();
  const outcome = new Promise<PipelineOutcome>((resolve) => {
    const pipeline = session.invoke(scriptRequest({ script: "x" }), { items: () => undefined, ended: resolve });
    pipeline.stop();
  });
  assert.deepEqual(await outcome, { state: "Stopped" });
  assert.equal(session.availability, "Available");
  await session.close();
});

test(
  "a connection that goes breaks the pipeline and the session, and the reason names the computer",
  options,
  async () => {
    const { session, far } = endpointPair(forever, "Server07");
    await session.open();
    const { outcome } = run(session);
    far.kill();
    const end = await outcome;
    assert.equal(end.state, "Broken");
    assert.match(end.state === "Broken" ? end.message : "", /^\[Server07\] The connection to Server07 was lost/);
    assert.equal(session.state, "Broken");
    await assert.rejects(run(session).outcome, RemotingError);
  },
);

test("closing while a pipeline runs ends it", options, async () => {
  const { session } = endpointPair(forever);
  await session.open();
  const { outcome } = run(session);
  await session.close();
  assert.notEqual((await outcome).state, "Completed");
});

test("an endpoint that does not answer in time is an error that names the computer", options, async () => {
  const { session } = rawPair("Silent", 20);
  await assert.rejects(
    session.open(),
    /\[Silent\] Connecting to remote server Silent failed .* did not answer within 20 ms/,
  );
});

const GARBAGE: readonly (readonly [string, string])[] = [
  ["a login banner", "Welcome to Server01!\n"],
  ["half an element", "<Data Stream='Default'"],
  ["base64 that is none", "<Data Stream='Default' PSGuid='00000000-0000-0000-0000-000000000000'>%%%</Data>\n"],
  ["a fragment cut off", "<Data Stream='Default' PSGuid='00000000-0000-0000-0000-000000000000'>AAAA</Data>\n"],
  ["an unknown element", "<Hello PSGuid='00000000-0000-0000-0000-000000000000' />\n"],
];

for (const [what, bytes] of GARBAGE)
  test(`${what} instead of an answer ends the opening with an error`, options, async () => {
    const { session, far } = rawPair("Server01");
    const opened = session.open();
    far.send(Buffer.from(bytes));
    far.end();
    await assert.rejects(opened, (error: RemotingError) => {
      assert.equal(error.id, "PSSessionOpenFailed");
      assert.match(error.message, /^\[Server01\] /);
      return true;
    });
    assert.equal(session.state, "Broken");
    await session.close();
  });

test("garbage in the middle of a session breaks it, and its pipeline hears of it", options, async () => {
  const { session, far } = endpointPair(forever);
  await session.open();
  const { outcome } = run(session);
  far.send(Buffer.from("out of memory\n"));
  assert.equal((await outcome).state, "Broken");
  assert.equal(session.state, "Broken");
});

test("closing a session that was never opened, or twice, settles", options, async () => {
  const { session } = rawPair();
  await session.close();
  await session.close();
  assert.equal(session.state, "Closed");
});
