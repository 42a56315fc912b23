// Real relays, real keepers, real runspaces: what a person does with a kept session.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { endKeeperOf, removeKeptSession, SESSION_IN_USE, stopKeptSession } from "../../src/sessions/index.js";
import { linkOf, numbers, receive, run, testHost } from "./host.js";

const options = { timeout: 60_000 };

test("a kept session opens, says by whom it is kept, and its keeper goes when it is closed", options, async (t) => {
  const host = testHost(t);
  const session = host.session({ keep: { name: "mine", idleTimeoutSec: 5, quotaBytes: 1 << 20, buffering: "Drop" } });
  await session.open();
  assert.equal(session.kept?.pid, host.keeperPid());
  assert.equal(session.kept?.idleTimeoutSec, 60, "60 s at least");
  assert.equal(session.kept?.buffering, "Drop");
  const { outcome, texts } = run(session, "1..3; $env:REMORA_TEST_HOME; $HOME");
  assert.deepEqual(await outcome, { state: "Completed" });
  assert.deepEqual(texts(), [...numbers(1, 3), `<S>${host.home}</S>`, `<S>${host.home}</S>`]);
  await session.close();
  assert.deepEqual(await host.kept(), []);
});

test("a session that is not asked to be kept has no keeper, and cannot be left", options, async (t) => {
  const host = testHost(t);
  const session = host.session();
  const plain = host.session({ keep: undefined as never });
  await plain.open();
  assert.equal(plain.kept, undefined);
  assert.equal(host.keeperPid(), 0);
  await assert.rejects(plain.disconnect(), /does not keep sessions/);
  await plain.close();
  await session.close();
});

test("a session that was left goes on, is listed, and its client comes back to all it printed", options, async (t) => {
  const host = testHost(t);
  const session = host.session({ keep: { name: "left" } });
  await session.open();
  const received = run(session, "1..20 | ForEach-Object { $_; Start-Sleep -Milliseconds 20 }; 'end'", { name: "Job7" });
  await received.has(3);
  await session.disconnect();
  assert.deepEqual([session.state, session.availability], ["Disconnected", "None"]);
  const [kept] = await host.kept();
  assert.equal(kept?.name, "left");
  assert.equal(kept?.state, "Disconnected");
  assert.equal(kept?.availability, "None");
  assert.equal(kept?.pipelines[0]?.name, "Job7");
  assert.match(kept?.pipelines[0]?.command ?? "", /^1\.\.20 \| ForEach-Object/);
  await pause(600);
  await session.connect();
  assert.deepEqual(await received.outcome, { state: "Completed" });
  assert.deepEqual(received.texts(), [...numbers(1, 20), "<S>end</S>"]);
  assert.deepEqual(await run(session, "'again'").outcome, { state: "Completed" });
  await session.close();
});

test("another client finds what was left, connects, receives it once, and runs more there", options, async (t) => {
  const host = testHost(t);
  const first = host.session();
  await first.open();
  await run(first, "$kept = 42").outcome;
  const started = run(first, "1..500; throw 'at last'", { manual: true, name: "job" });
  await started.outcome;
  started.pipeline.received(100);
  await first.disconnect();
  first.kill();

  const [kept] = await host.kept();
  const second = host.found(kept!.id);
  assert.equal(second.state, "Disconnected");
  await second.connect();
  assert.equal(second.availability, "Available");
  const [pipeline] = second.pipelines;
  assert.deepEqual([pipeline?.state, pipeline?.received, pipeline?.last], ["Failed", 100, 501]);
  const rest = receive(second, pipeline!.id);
  const outcome = await rest.outcome;
  assert.deepEqual(rest.texts(), numbers(101, 500));
  assert.ok(outcome.state === "Failed" && outcome.error.includes("at last"));
  assert.deepEqual(second.pipelines, []);
  const more = run(second, "$kept");
  await more.outcome;
  assert.deepEqual(more.texts(), ["<I32>42</I32>"]);
  await second.close();
});

test("a session in use is refused to a second client, which is told who has it", options, async (t) => {
  const host = testHost(t);
  const session = host.session();
  await session.open();
  const [kept] = await host.kept();
  assert.equal(kept?.availability, "Busy");
  assert.match(kept?.client?.who ?? "", new RegExp(`@.* ${process.pid}$`));
  const second = host.found(session.instanceId);
  await assert.rejects(second.connect(), {
    id: SESSION_IN_USE,
    message: new RegExp(`in use: .*@.* ${process.pid} has been connected to it since 20`),
  });
  assert.deepEqual([second.state, second.availability], ["Disconnected", "Busy"]);
  assert.deepEqual(await run(session, "1").outcome, { state: "Completed" });
  second.kill();
  await session.close();
});

test("of clients that connect at once to a free session one wins, and the others are told", options, async (t) => {
  const host = testHost(t);
  const session = host.session();
  await session.open();
  await session.disconnect();
  session.kill();
  const clients = Array.from({ length: 4 }, () => host.found(session.instanceId));
  const ends = await Promise.allSettled(clients.map((client) => client.connect()));
  assert.equal(ends.filter(({ status }) => status === "fulfilled").length, 1);
  for (const end of ends) if (end.status === "rejected") assert.match(String(end.reason), /in use: /);
  await Promise.all(clients.map((client) => (client.state === "Opened" ? client.close() : client.kill())));
});

test("a session that was removed or never was is not found", options, async (t) => {
  const host = testHost(t);
  const session = host.session();
  await session.open();
  const received = run(session, "while ($true) { Start-Sleep -Milliseconds 10 }");
  await session.disconnect();
  await removeKeptSession("Server01", session.instanceId, host.connector);
  assert.deepEqual(await host.kept(), []);
  await assert.rejects(session.connect(), /keeps no session/);
  assert.equal(session.state, "Broken");
  assert.equal((await received.outcome).state, "Broken");
  await assert.rejects(removeKeptSession("Server01", session.instanceId, host.connector), /keeps no session/);
});

test("closing a session that was left ends it where it is", options, async (t) => {
  const host = testHost(t);
  const session = host.session();
  await session.open();
  await session.disconnect();
  await session.close();
  assert.equal(session.state, "Closed");
  assert.deepEqual(await host.kept(), []);
});

test("a stop from outside ends a script that never comes back, and its programs", options, async (t) => {
  const host = testHost(t);
  const session = host.session();
  await session.open();
  run(session, "'before'; sh -c 'trap \"\" INT TERM; sleep 300 & wait; sleep 300'; while ($true) { }", {
    manual: true,
  });
  await session.disconnect();
  while (!host.processes().some(({ command }) => command === "sleep 300")) await pause(20);
  await stopKeptSession("Server01", session.instanceId, host.connector);
  // A process that was killed may be seen for a moment more.
  while (host.processes().some(({ command }) => command.startsWith("sleep"))) await pause(20);
  const [kept] = await host.kept();
  assert.equal(kept?.pipelines[0]?.state, "Stopped");
  await session.connect();
  await session.close();
});

test("how long a stop may take can be said: for the session, and for one stop", options, async (t) => {
  const host = testHost(t);
  const session = host.session({ keep: { stopGraceMs: 30_000 } });
  await session.open();
  run(session, "try { Start-Sleep 300 } finally { while ($true) { } }", { manual: true });
  await session.disconnect();
  const begin = performance.now();
  await stopKeptSession("Server01", session.instanceId, host.connector, { graceMs: 300 });
  const ms = performance.now() - begin;
  assert.ok(ms > 300 && ms < 15_000, `${ms} ms`);
  assert.equal((await host.kept())[0]?.pipelines[0]?.state, "Stopped");
  await session.close();
});

test("a keeper is ended with all it runs, also one that hangs, and what was printed is kept", options, async (t) => {
  const host = testHost(t);
  for (const hangs of [false, true]) {
    const session = host.session({ keep: { retry: { totalMs: 0 } } });
    await session.open();
    const received = run(session, "1..10; Start-Sleep 300", { manual: true });
    await received.has(10);
    const { pid } = session.kept!;
    if (hangs) process.kill(pid, "SIGSTOP");
    await endKeeperOf("Server01", host.connector);
    session.kill();
    const [kept] = await host.kept();
    assert.deepEqual([kept?.state, kept?.pipelines.length], ["Broken", 1]);
    await removeKeptSession("Server01", session.instanceId, host.connector);
  }
});

test("ten clients at once on a host without a keeper start exactly one", options, async (t) => {
  const host = testHost(t, { lingerMs: 1000 });
  const sessions = Array.from({ length: 10 }, () => host.session());
  await Promise.all(sessions.map((session) => session.open()));
  const pids = new Set(sessions.map(({ kept }) => kept?.pid));
  assert.equal(pids.size, 1);
  assert.equal(host.processes().filter(({ command }) => command.includes("-Keeper")).length, 1);
  assert.equal((await host.kept()).length, 10);
  await Promise.all(sessions.map((session) => session.close()));
});

test("input that a pipeline waits for goes on after the session was left", options, async (t) => {
  const host = testHost(t);
  const session = host.session();
  await session.open();
  const received = run(session, "process { $_ * 2 }", {}, true);
  void received.pipeline.input(numbers(1, 5));
  await received.has(5);
  await session.disconnect();
  void received.pipeline.input(numbers(6, 8));
  await session.connect();
  void received.pipeline.input(numbers(9, 10));
  received.pipeline.endInput();
  assert.deepEqual(await received.outcome, { state: "Completed" });
  assert.deepEqual(
    received.texts(),
    Array.from({ length: 10 }, (_, at) => `<I32>${2 * (at + 1)}</I32>`),
  );
  await session.close();
});

test("where no keeper can be had the session is served all the same, and is not kept", options, async (t) => {
  const host = testHost(t);
  mkdirSync(join(host.home, ".local"));
  writeFileSync(join(host.home, ".local", "state"), "a file where a folder should be");
  const session = host.session();
  await session.open();
  assert.equal(session.kept, undefined);
  const received = run(session, "1..3");
  assert.deepEqual(await received.outcome, { state: "Completed" });
  assert.deepEqual(received.texts(), numbers(1, 3));
  await session.close();
  assert.deepEqual(await host.kept(), []);
  assert.ok(existsSync(host.home));
});

test("the link's events say what happens", options, async (t) => {
  const host = testHost(t);
  const session = host.session();
  const link = linkOf(session);
  await session.open();
  await session.disconnect();
  await session.connect();
  assert.deepEqual(link.events, []);
  await session.close();
});
