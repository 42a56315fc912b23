import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Batch,
  engineThread,
  type EngineThread,
  NATIVE_SERVICE,
  nativePrograms,
  type RunEnd,
  startWorker,
} from "../../src/runspace/index.js";

const options = { timeout: 20_000 };

async function withThread(use: (thread: EngineThread) => Promise<void>): Promise<void> {
  const started = startWorker({ file: new URL("./bridge-worker.js", import.meta.url) });
  const native = nativePrograms();
  const thread = engineThread(started, {
    [NATIVE_SERVICE]: native.service,
    echo(method, args, signal) {
      if (method === "refuse") throw Object.assign(new Error("No."), { id: "Refused" });
      if (method === "never")
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error())));
      return Promise.resolve((args[0] as number) * 2);
    },
  });
  thread.open({});
  await thread.ready;
  try {
    await use(thread);
  } finally {
    native.dispose();
    await thread.terminate();
  }
}

interface Outcome {
  readonly payloads: unknown[];
  readonly end: RunEnd;
}

function run(
  thread: EngineThread,
  trick: string,
  arg = 0,
  started = (_run: number): void => undefined,
): Promise<Outcome> {
  const payloads: unknown[] = [];
  return new Promise((resolve) => {
    const number = thread.run(
      { trick, arg },
      {
        batch(items: Batch) {
          for (let i = 1; i < items.length; i += 2) payloads.push(items[i]);
        },
        ended: (end) => resolve({ payloads, end }),
      },
    );
    started(number);
  });
}

test("a run's output comes in order and whole, then its end", options, () =>
  withThread(async (thread) => {
    const { payloads, end } = await run(thread, "count", 5000);
    assert.equal(payloads.length, 5000);
    assert.equal(payloads[4999], "<I32>5000</I32>");
    assert.deepEqual(end, { state: "Completed" });
  }),
);

test("an engine thread blocks for an answer of the host thread, thousands of times", options, () =>
  withThread(async (thread) => {
    assert.deepEqual((await run(thread, "calls", 2000)).payloads, ["4000"]);
  }),
);

test("a service's refusal is an error on the engine thread", options, () =>
  withThread(async (thread) => {
    const { end } = await run(thread, "refused");
    assert.equal(end.state === "Failed" && end.message, "No.");
  }),
);

for (const trick of ["spin", "sleep", "waitForever", "input"])
  test(`a stop reaches a thread that is busy with: ${trick}`, options, () =>
    withThread(async (thread) => {
      const { end } = await run(thread, trick, 60_000, (number) => thread.stop(number));
      assert.equal(end.state, "Stopped");
      assert.equal((await run(thread, "count", 3)).payloads.length, 3);
    }),
  );

test("output written before a long computation is seen before its end", options, () =>
  withThread(async (thread) => {
    await new Promise<void>((resolve) => {
      const number = thread.run(
        { trick: "outputThenSpin", arg: 0 },
        {
          batch(items) {
            assert.equal(items[1], "seen");
            thread.stop(number);
          },
          ended: () => resolve(),
        },
      );
    });
  }),
);

test("input reaches a run as it comes, and its end ends it", options, () =>
  withThread(async (thread) => {
    const { payloads } = await run(thread, "input", 0, (number) => {
      thread.input(number, ["a", "b"]);
      thread.input(number, ["c"]);
      thread.endInput(number);
    });
    assert.deepEqual(payloads, ["a!", "b!", "c!"]);
  }),
);

test("a thread that does not stop is terminated, and its run ends with a reason", options, () =>
  withThread(async (thread) => {
    const outcome = run(thread, "stubborn");
    await thread.terminate();
    assert.equal((await outcome).end.state, "Failed");
    assert.match(await thread.gone, /closed/);
  }),
);

test("a consumer that is slow holds the engine thread back", options, () =>
  withThread(async (thread) => {
    let seen = 0;
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const ended = new Promise<void>((resolve) => {
      thread.run(
        { trick: "count", arg: 400_000 },
        {
          batch(items) {
            seen += items.length / 2;
            return gate;
          },
          ended: () => resolve(),
        },
      );
    });
    for (let quiet = 0, last = -1; quiet < 20; quiet = seen === last ? quiet + 1 : 0) {
      last = seen;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.ok(seen > 0 && seen < 400_000, `${seen} items were taken before the consumer was ready`);
    release();
    await ended;
    assert.equal(seen, 400_000);
  }),
);

test("questions between runs are answered", options, () =>
  withThread(async (thread) => {
    assert.deepEqual(await thread.ask("complete", "Get-Ch", 6), ["complete", "Get-Ch", 6]);
  }),
);

test("a native program's bytes pass unchanged both ways", options, () =>
  withThread(async (thread) => {
    assert.deepEqual((await run(thread, "native")).payloads, ["0,255,10,13,128;0"]);
  }),
);
