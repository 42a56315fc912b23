// An endpoint whose runspaces are processes: what a client sees of it, and what is left when one of them goes wrong.

import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import {
  decodeHostCall,
  encodeHostResponse,
  type HostInfo,
  NO_HOST,
  scriptPipeline,
} from "../../src/protocol/index.js";
import { jobEndpointOf, type Session, type StreamItem } from "../../src/sessions/index.js";
import { processRunspaces } from "../../src/shell/index.js";
import { killChildrenOnExit } from "../../src/transports/index.js";
import { checkoutLaunch } from "../support/console-driver.js";
import { factoryPair } from "../support/endpoint-pair.js";

interface Run {
  readonly items: StreamItem[];
  readonly state: string;
  /** What ended it, as it came. */
  readonly error: string;
}

interface World {
  readonly session: Session;
  readonly pids: ReadonlySet<number>;
  /** Settles when the last process is gone. */
  readonly gone: Promise<void>;
  /** `on`: what is done when the script says "on". */
  run(script: string, options?: { input?: readonly string[]; on?: "stop" | (() => void) }): Promise<Run>;
}

async function world(context: TestContext, stopGraceMs = 2000): Promise<World> {
  const pids = new Set<number>();
  let settleGone = (): void => undefined;
  const gone = new Promise<void>((resolve) => (settleGone = resolve));
  const { session } = factoryPair(
    processRunspaces({
      command: jobEndpointOf(checkoutLaunch().endpoint),
      registry: killChildrenOnExit(process),
      stopGraceMs,
      onProcess(pid, runs) {
        if (runs) pids.add(pid);
        else pids.delete(pid);
        if (pids.size === 0) settleGone();
      },
    }),
  );
  await session.open();
  context.after(() => session.close());
  const hostInfo: HostInfo = { ...NO_HOST, isHostNull: false, useRunspaceHost: false };
  return {
    session,
    pids,
    gone,
    run: (script, { input, on } = {}) =>
      new Promise((resolve) => {
        const items: StreamItem[] = [];
        const pipeline = session.invoke(
          { ...scriptPipeline(script, [], hostInfo), noInput: input === undefined },
          {
            items(some) {
              items.push(...some);
              for (const { stream, payload } of some) {
                if (stream === "HostCall") answer(payload);
                if (payload !== "<S>on</S>") continue;
                if (on === "stop") pipeline.stop();
                else on?.();
              }
            },
            ended: (outcome) => resolve({ items, state: outcome.state, error: JSON.stringify(outcome) }),
          },
        );
        const answer = (payload: string): void => {
          const { method, callId } = decodeHostCall(payload);
          if (method === "ReadLine") pipeline.answer(encodeHostResponse({ method, callId, result: "typed" }));
        };
        if (input) {
          void pipeline.input(input);
          pipeline.endInput();
        }
      }),
  };
}

const texts = ({ items }: Run): string[] =>
  items.filter((item) => item.stream === "Output").map((item) => item.payload);

test("output, other streams and the end of a pipeline come through in order", async (context) => {
  const { run } = await world(context);
  const result = await run("1; Write-Warning careful; 'two'; throw 'no'");
  const streams = result.items.filter((item) => item.stream !== "HostCall");
  assert.deepEqual(
    streams.map((item) => item.stream),
    ["Output", "Warning", "Output"],
  );
  assert.deepEqual(texts(result), ["<I32>1</I32>", "<S>two</S>"]);
  assert.equal(result.state, "Failed");
});

test("variables stay for the next pipeline", async (context) => {
  const { run } = await world(context);
  await run("$kept = 41");
  assert.deepEqual(texts(await run("$kept + 1")), ["<I32>42</I32>"]);
});

test("a question to the person goes to the client, and the answer comes back", async (context) => {
  const { run } = await world(context);
  assert.deepEqual(texts(await run('"you " + $Host.UI.ReadLine()')), ["<S>you typed</S>"]);
});

test("input arrives whole and in order", async (context) => {
  const { run } = await world(context);
  const input = Array.from({ length: 1000 }, (_, i) => `<I32>${i}</I32>`);
  assert.deepEqual(texts(await run("$input | ForEach-Object { $_ + 1 } | Measure-Object -Sum | % Sum", { input })), [
    "<Db>500500</Db>",
  ]);
});

test("a script that is stopped runs its finally block", async (context) => {
  const { run } = await world(context);
  const result = await run("try { 'on'; while ($true) {} } finally { 'off' }", { on: "stop" });
  assert.equal(result.state, "Stopped");
});

test("a script that does not come back loses its process, and the session lives on in another", async (context) => {
  const { run, pids } = await world(context, 100);
  const [first] = pids;
  const result = await run("try { 'on'; Start-Sleep 100 } finally { 'a' * 40 + 'b' -match '^(a+)+$' }", { on: "stop" });
  assert.equal(result.state, "Stopped");
  const warning = result.items.find(({ stream }) => stream === "Warning");
  assert.match(warning?.payload ?? "", /its process was ended, and the session's variables are lost/);
  assert.deepEqual(texts(await run("'again'")), ["<S>again</S>"]);
  assert.ok(!pids.has(first!));
});

test("a process that is killed because it did not stop is replaced as well", async (context) => {
  const { run, pids } = await world(context, 60_000);
  const [first] = pids;
  const stopping = run("try { 'on'; Start-Sleep 100 } finally { 'a' * 40 + 'b' -match '^(a+)+$' }", { on: "stop" });
  setTimeout(() => process.kill(first!, "SIGKILL"), 300);
  const result = await stopping;
  assert.equal(result.state, "Stopped");
  assert.deepEqual(texts(await run("'again'")), ["<S>again</S>"]);
});

test("a process that is killed fails its pipeline, with the reason, and breaks the session", async (context) => {
  const { session, run, pids } = await world(context);
  const [pid] = pids;
  const { state, error } = await run("'on'; Start-Sleep 100", { on: () => process.kill(pid!, "SIGKILL") });
  assert.equal(state, "Failed");
  assert.match(error, /The session's process on \S+ has ended: it was ended by signal SIGKILL/);
  assert.equal(session.state, "Broken");
  assert.equal(pids.size, 0);
});

test("with the session its process ends", async (context) => {
  const { session, run, pids, gone } = await world(context);
  const [pid] = texts(await run("$PID")).map((text) => Number(/>(\d+)</.exec(text)?.[1]));
  assert.deepEqual([...pids], [pid]);
  await session.close();
  await gone;
});
