// The keeper's spare process: what a session gets by it, and that it is never left behind.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { kill, run, type TestHost, testHost } from "./host.js";

const options = { timeout: 60_000 };

const spares = (host: TestHost): readonly number[] =>
  host
    .processes()
    .filter(({ command }) => command.includes("-Job"))
    .map(({ pid }) => pid);

/** Waits until so many processes have, or could have, a runspace. */
async function runspaces(host: TestHost, count: number): Promise<readonly number[]> {
  for (;;) {
    const found = spares(host);
    if (found.length === count) return found;
    await pause(20);
  }
}

test("the second session has the process that was ready, and nothing of the first one's state", options, async (t) => {
  const host = testHost(t);
  const first = host.session();
  await first.open();
  const own = run(first, "$env:LEFT = 'x'; $left = 'y'; function left { 'z' }; Set-Location /; $PID");
  await own.outcome;
  const before = await runspaces(host, 2);
  const second = host.session();
  await second.open();
  const seen = run(second, '"$env:LEFT$left$(Get-Command left, f -ErrorAction Ignore)$(Get-Location)"; $PID');
  await seen.outcome;
  const [text, pid] = seen.texts();
  assert.equal(text, `<S>${host.home}</S>`, "neither that, nor what was run to get ready");
  assert.ok(before.includes(Number(/\d+/.exec(pid!.replace("I32", ""))?.[0])), "the process was there before");
  assert.notEqual(pid, own.texts()[0]);
  await runspaces(host, 3);
  await first.close();
  await second.close();
});

test("a session that is made for one command leaves no spare behind", options, async (t) => {
  const host = testHost(t);
  const session = host.session({ keep: { isSingle: true } });
  await session.open();
  await run(session, "1").outcome;
  await pause(500);
  assert.equal(spares(host).length, 1);
  await session.close();
});

test("a keeper that is killed takes its spare with it, and so does one that ends", options, async (t) => {
  const host = testHost(t, { lingerMs: 100 });
  for (const isKilled of [true, false]) {
    const session = host.session({ keep: { retry: { totalMs: 0 } } });
    await session.open();
    await run(session, "1").outcome;
    await runspaces(host, 2);
    if (isKilled) kill(host.keeperPid());
    else await session.close();
    await runspaces(host, 0);
    session.kill();
  }
});

test("a spare that dies is not missed", options, async (t) => {
  const host = testHost(t);
  const first = host.session();
  await first.open();
  const own = run(first, "$PID");
  await own.outcome;
  const pids = await runspaces(host, 2);
  for (const pid of pids) if (!own.texts()[0]!.includes(String(pid))) kill(pid);
  await runspaces(host, 1);
  const second = host.session();
  await second.open();
  assert.deepEqual(await run(second, "1").outcome, { state: "Completed" });
  await first.close();
  await second.close();
});
