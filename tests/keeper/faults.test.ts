// What dies while a kept session runs, and what its client has of it after: every line, once.

import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Session } from "../../src/sessions/index.js";
import { kill, linkOf, numbers, receive, run, testHost, type TestHost } from "./host.js";

const options = { timeout: 90_000 };
const LINES = 3000;
const SCRIPT = `1..${LINES} | ForEach-Object { $_; if ($_ % 50 -eq 0) { Start-Sleep -Milliseconds 5 } }`;

interface Client {
  readonly child: ChildProcess;
  readonly id: string;
  /** What it printed so far. */
  readonly lines: string[];
  printed(count: number): Promise<void>;
}

async function startClient(home: string, script: string, received = 0): Promise<Client> {
  const program = fileURLToPath(new URL("./client-program.js", import.meta.url));
  const child = spawn(process.execPath, [program, home, script, String(received)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  let rest = "";
  let wake = (): void => undefined;
  child.stdout.on("data", (bytes: Buffer) => {
    const parts = (rest + bytes.toString()).split("\n");
    rest = parts.pop()!;
    lines.push(...parts);
    wake();
  });
  const printed = async (count: number): Promise<void> => {
    while (lines.length < count) await new Promise<void>((resolve) => (wake = resolve));
  };
  await printed(1);
  const id = /^started (.+)$/.exec(lines.shift()!)![1]!;
  return { child, id, lines, printed };
}

/** A new client connects to what another one left, and receives all that is there. */
async function receiveRest(host: TestHost, id: string): Promise<{ readonly texts: string[]; readonly state: string }> {
  const session = host.found(id);
  await session.connect();
  const rest = receive(session, session.pipelines[0]!.id);
  const { state } = await rest.outcome;
  await session.close();
  return { texts: rest.texts(), state };
}

function relayOf(host: TestHost): { readonly pid: number } | undefined {
  return host.processes().find(({ command }) => command.endsWith(" -s -Keep"));
}

const checksum = (texts: readonly string[]): string => createHash("sha256").update(texts.join("\n")).digest("hex");

test("a client killed in the middle of its output: a new one receives every line once", options, async (t) => {
  const host = testHost(t);
  for (const [round, printed] of [1, 400, 1500].entries()) {
    const client = await startClient(host.home, SCRIPT);
    await client.printed(printed);
    kill(client.child.pid!);
    const { texts, state } = await receiveRest(host, client.id);
    assert.equal(state, "Completed");
    assert.equal(checksum(texts), checksum(numbers(1, LINES)), `round ${round}: ${texts.length} lines`);
  }
});

test("a client killed after it had received a part: a new one receives the other, once", options, async (t) => {
  const host = testHost(t);
  const client = await startClient(host.home, SCRIPT, 700);
  await client.printed(1000);
  await pause(100);
  kill(client.child.pid!);
  const { texts } = await receiveRest(host, client.id);
  assert.equal(checksum([...client.lines.slice(0, 700), ...texts]), checksum(numbers(1, LINES)));
});

test("a relay killed again and again: the link mends, and every line comes once", options, async (t) => {
  const host = testHost(t);
  const session = host.session();
  const link = linkOf(session);
  await session.open();
  const received = run(session, SCRIPT);
  for (let times = 0; times < 5; times++) {
    await received.has(times * 400 + 50);
    link.events.length = 0;
    kill(relayOf(host)!.pid);
    await link.until("Mended");
    assert.equal(session.state, "Opened");
  }
  assert.deepEqual(await received.outcome, { state: "Completed" });
  assert.equal(checksum(received.texts()), checksum(numbers(1, LINES)));
  assert.deepEqual(
    link.events.map(({ type }) => type),
    ["Lost", "Retrying", "Mended"],
  );
  await session.close();
});

test("what is typed in while the link is down arrives when it is up, once", options, async (t) => {
  const host = testHost(t);
  const session = host.session();
  const link = linkOf(session);
  await session.open();
  const received = run(session, "process { $_ }", {}, true);
  for (let at = 0; at < 40; at++) {
    void received.pipeline.input(numbers(at * 25 + 1, at * 25 + 25));
    if (at % 10 !== 5) continue;
    while (session.state !== "Opened") await pause(20);
    link.events.length = 0;
    kill(relayOf(host)!.pid);
    await link.until("Lost");
  }
  received.pipeline.endInput();
  assert.deepEqual(await received.outcome, { state: "Completed" });
  assert.deepEqual(received.texts(), numbers(1, 1000));
  await session.close();
});

function runspaceOf(host: TestHost): { readonly pid: number } {
  return host.processes().find(({ command }) => command.includes(" -wd "))!;
}

async function becomes(session: Session, state: Session["state"]): Promise<void> {
  while (session.state !== state)
    await new Promise<void>((resolve) => {
      const off = session.onChange(() => {
        off();
        resolve();
      });
    });
}

const PROCESS_ENDED = /The session's process on Server01 has ended: it was ended by signal SIGKILL\./;

test(
  "a session's process killed: all it printed, once, then Failed with why; the session is Broken",
  options,
  async (t) => {
    const host = testHost(t);
    for (const manual of [false, true]) {
      const session = host.session();
      const link = linkOf(session);
      await session.open();
      const received = run(session, `${SCRIPT}; Start-Sleep 600`, { manual });
      await received.has(LINES);
      kill(runspaceOf(host).pid);
      const outcome = await received.outcome;
      assert.equal(outcome.state, "Failed");
      assert.match(JSON.stringify(outcome), PROCESS_ENDED);
      assert.match(JSON.stringify(outcome), /PSSessionStateBroken/);
      assert.equal(checksum(received.texts()), checksum(numbers(1, LINES)));
      await becomes(session, "Broken"); // its keeper says so after the command's end
      assert.match(session.reason?.message ?? "", /^\[Server01\] The session's process/);
      assert.deepEqual(link.events, []);
      if (manual) {
        assert.deepEqual(
          (await host.kept()).map(({ state, pipelines }) => [state, pipelines.map((each) => each.state)]),
          [["Broken", ["Failed"]]],
        );
        received.pipeline.received("all");
      }
      for (let tries = 0; tries < 50 && (await host.kept()).length > 0; tries++) await pause(20);
      assert.deepEqual(await host.kept(), [], "all was received: nothing is left");
      await session.close();
    }
  },
);

test(
  "the process of a session killed that nobody is connected to: whoever asks hears why, and receives the rest",
  options,
  async (t) => {
    const host = testHost(t);
    const session = host.session();
    await session.open();
    const received = run(session, "1..3; Start-Sleep 600", { manual: true });
    await received.has(3);
    await session.disconnect();
    kill(runspaceOf(host).pid);
    let [kept] = await host.kept();
    while (kept?.state !== "Broken") [kept] = await host.kept();
    assert.match(kept.endedBecause ?? "", PROCESS_ENDED);
    const { texts, state } = await receiveRest(host, session.instanceId);
    assert.deepEqual([texts, state], [numbers(1, 3), "Failed"]);
    session.kill();
  },
);

test(
  "a session without a command whose process was killed while nobody was connected says so once",
  options,
  async (t) => {
    const host = testHost(t);
    const session = host.session();
    await session.open();
    await session.disconnect();
    kill(runspaceOf(host).pid);
    while ((await host.kept())[0]?.state !== "Broken") await pause(10);
    await session.connect();
    while (session.state === "Opened") await pause(10);
    assert.match(session.reason?.message ?? "", PROCESS_ENDED);
    while ((await host.kept()).length > 0) await pause(10);
  },
);

test(
  "a keeper killed: what it had is received once, the job is Failed and says why, its programs end",
  options,
  async (t) => {
    const host = testHost(t);
    for (let round = 0; round < 3; round++) {
      const session = host.session();
      await session.open();
      const received = run(session, `${SCRIPT}; sh -c 'sleep 400'`, { manual: true });
      await received.has(300 + 400 * round);
      const keeper = session.kept!.pid;
      kill(keeper);
      const outcome = await received.outcome;
      assert.equal(outcome.state, "Failed");
      assert.match(
        outcome.state === "Failed" ? outcome.error : "",
        new RegExp(`keeper \\(process ${keeper} on .*\\) ended`),
      );
      assert.equal(session.state, "Broken");
      const texts = received.texts();
      assert.deepEqual(texts, numbers(1, texts.length));
      const [kept] = await host.kept();
      assert.equal(kept?.state, "Broken");
      assert.match(kept?.endedBecause ?? "", /ended without closing it/);
      assert.equal(kept?.pipelines[0]?.state, "Failed");
      session.kill(); // it was connected until all is received
      const again = await receiveRest(host, session.instanceId);
      assert.deepEqual(again, { texts, state: "Failed" }, "another client has the same");
      assert.deepEqual(await host.kept(), []);
    }
  },
);

test("a keeper killed while a program runs: the next one ends it", options, async (t) => {
  const host = testHost(t);
  const session = host.session();
  await session.open();
  run(session, "sh -c 'trap \"\" HUP TERM INT; sleep 500; sleep 500'");
  const sleeps = (): unknown[] => host.processes().filter(({ command }) => command === "sleep 500");
  while (sleeps().length === 0) await pause(20);
  session.kill();
  kill(session.kept!.pid);
  await pause(100);
  assert.equal((await host.kept())[0]?.pipelines[0]?.state, "Failed");
  for (let tries = 0; tries < 60 && sleeps().length > 0; tries++) await pause(50);
  assert.deepEqual(sleeps(), []);
});

test("a client that is frozen loses its session to one that asks", options, async (t) => {
  const host = testHost(t);
  const client = await startClient(host.home, SCRIPT);
  await client.printed(100);
  process.kill(client.child.pid!, "SIGSTOP");
  try {
    const { texts, state } = await receiveRest(host, client.id);
    assert.equal(state, "Completed");
    assert.equal(checksum(texts), checksum(numbers(1, LINES)));
  } finally {
    kill(client.child.pid!);
  }
});

test(
  "a byte changed on disk is found, the file set aside and named, and the hole shown to who receives",
  options,
  async (t) => {
    const host = testHost(t);
    const client = await startClient(host.home, "1..50000; Start-Sleep 60");
    await client.printed(50_000);
    kill(client.child.pid!);
    kill(host.keeperPid());
    const journal = journalsOf(host.home, client.id)[0]!;
    const bytes = readFileSync(journal);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(journal, bytes);
    const session = host.found(client.id);
    await session.connect();
    assert.match(session.endedBecause ?? "", /Part of its journal cannot be read, and is now \/.*set-aside/);
    const rest = receive(session, session.pipelines[0]!.id);
    assert.equal((await rest.outcome).state, "Failed");
    const hole = rest.items.findIndex(({ stream }) => stream === "Error");
    const missing = Number(
      /(\d+) messages? of this command are missing here/.exec(rest.items[hole]?.payload ?? "")?.[1],
    );
    assert.ok(missing > 0 && missing < 1000, `${missing} missing`); // a packet of them
    assert.deepEqual(rest.texts(), [...numbers(1, hole), ...numbers(hole + missing + 1, 50_000)]);
    const aside = /is now (\/\S+?)\.?$/.exec(session.endedBecause ?? session.reason?.message ?? "");
    assert.deepEqual(readFileSync(aside![1]!), bytes, "as it was");
    await session.close();
  },
);

function journalsOf(home: string, id: string): string[] {
  const state = join(home, ".local", "state", "remora");
  const folder = join(
    state,
    readdirSync(state).find((name) => name.startsWith("keeper"))!,
    "journals-1",
    id,
  );
  return readdirSync(folder)
    .filter((name) => name.endsWith(".journal"))
    .map((name) => join(folder, name));
}

test("an index that cannot be read is set aside, and what was printed is received all the same", options, async (t) => {
  const host = testHost(t);
  const client = await startClient(host.home, "1..100; Start-Sleep 60");
  await client.printed(100);
  kill(client.child.pid!);
  kill(host.keeperPid());
  const index = join(journalsOf(host.home, client.id)[0]!, "..", "session.json");
  writeFileSync(index, "{ half of");
  const { texts, state } = await receiveRest(host, client.id);
  assert.equal(state, "Failed");
  assert.deepEqual(texts, numbers(1, 100));
});

const canMount = process.getuid?.() === 0 && process.platform === "linux";

test(
  "a disk that is full: the job waits and says why, and goes on when there is room",
  { ...options, skip: !canMount },
  async (t) => {
    const home = mkdtempSync(join(tmpdir(), "remora-keeper-"));
    const state = join(home, ".local", "state", "remora");
    mkdirSync(state, { recursive: true });
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", state]);
    t.after(() => execFileSync("umount", ["-l", state]));
    const host = testHost(t, { home });
    const session = host.session();
    const link = linkOf(session);
    await session.open();
    const received = run(session, "1..3000 | ForEach-Object { 'x' * 1000 + $_ }", { manual: true });
    await link.until("Blocked");
    assert.match(JSON.stringify(link.events), /ENOSPC/);
    await pause(300);
    assert.ok(received.items.length < 3000);
    for (let had = 0; had < 3000;) {
      await received.has(had + 1);
      had = received.items.length;
      received.pipeline.received(had);
    }
    assert.deepEqual(await received.outcome, { state: "Completed" });
    assert.ok(link.events.some(({ type }) => type === "Unblocked"));
    assert.deepEqual(
      received.texts().map((text) => Number(/x(\d+)</.exec(text)?.[1])),
      Array.from({ length: 3000 }, (_, at) => at + 1),
    );
    received.pipeline.received("all");
    await session.close();
  },
);

test("a quota that is full makes the pipeline wait, or drops the oldest and says how many", options, async (t) => {
  const host = testHost(t);
  const script = "1..4000 | ForEach-Object { 'x' * 1000 + $_ }; 'end'";
  for (const buffering of ["Block", "Drop"] as const) {
    const session = host.session({ keep: { quotaBytes: 1 << 20, buffering } });
    await session.open();
    const started = run(session, script, { manual: true });
    await started.has(10);
    await session.disconnect();
    session.kill();
    for (let tries = 0; buffering === "Drop" && tries < 200; tries++) {
      if ((await host.kept())[0]?.pipelines[0]?.state === "Completed") break;
      await pause(50);
    }
    const second = host.found(session.instanceId);
    await second.connect();
    const rest = receive(second, second.pipelines[0]!.id);
    assert.deepEqual(await rest.outcome, { state: "Completed" });
    const [first] = rest.items;
    if (buffering === "Block") assert.equal(rest.texts().length, 4001);
    else {
      assert.equal(first?.stream, "Error");
      const dropped = Number(/(\d+) messages of this command are missing/.exec(first?.payload ?? "")?.[1]);
      assert.equal(dropped + rest.texts().length, 4001);
    }
    await second.close();
  }
});
