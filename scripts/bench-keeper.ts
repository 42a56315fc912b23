// What keeping a session costs: throughput with and without a keeper, its memory, the time to come back; and two long runs that
// are no test's: a gigabyte that nobody listens to, two hundred sessions that were left. `node scripts/run.mjs bench-keeper [WHAT…]`.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { diskFiles, Journal } from "../src/keeper/index.js";
import { Fragmenter, guidBytes } from "../src/protocol/index.js";
import { type Connector, scriptRequest, type Session, sessionWith } from "../src/sessions/index.js";
import { localKeeper } from "../src/shell/local-keeper.js";
import { connectorTo, processesOf } from "../tests/keeper/host.js";
import { root } from "../tests/support/console-driver.js";

const home = mkdtempSync(join(tmpdir(), "remora-bench-keeper-"));
/** Each kept session has a relay, as one over SSH has. */
const connector = connectorTo(home, 500);
/** Straight to the keeper, as programs of this package go on their own computer. */
const direct = {
  ...connector,
  keeper: localKeeper({ bundles: join(root, "dist", "bundle"), endpoint: connector.endpoint }),
};

const JOURNAL_POOL = "00000000-0000-0000-0000-000000000001";
const JOURNAL_PIPELINE = "00000000-0000-0000-0000-000000000002";
const PACKET_BYTES = 32_000;

interface Ran {
  readonly lines: number;
  readonly characters: number;
  readonly ms: number;
}

function run(session: Session, script: string): Promise<Ran> {
  let lines = 0;
  let characters = 0;
  const begin = performance.now();
  return new Promise((resolve) => {
    session.invoke(scriptRequest({ script }), {
      items(items) {
        lines += items.length;
        for (const { payload } of items) characters += payload.length;
      },
      ended: () => resolve({ lines, characters, ms: performance.now() - begin }),
    });
  });
}

async function open(isKept: boolean, way: Connector = connector): Promise<Session> {
  const session = sessionWith("Server01", way, isKept ? { keep: {} } : {});
  await session.open();
  return session;
}

function memoryOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1]) / 1024;
}

function runspacesOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.split(" ").filter(Boolean).map(Number);
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;
const shown = (value: number, digits = 0): string => value.toFixed(digits);

type Way = "plain" | "kept" | "kept, by a relay";

async function throughput(): Promise<void> {
  const scripts = {
    "50 MB of 100-character lines": "$l = 'x' * 100; 1..500000 | ForEach-Object { $l }",
    "200,000 integers": "1..200000",
    "10,000 objects of ten properties":
      "1..10000 | ForEach-Object { [pscustomobject]@{ A=$_; B='b'; C=1.5; D=$true; E='e'; F=2; G='g'; H=3; I='i'; J=4 } }",
  };
  for (const [what, script] of Object.entries(scripts)) {
    const times: Record<Way, number[]> = { plain: [], kept: [], "kept, by a relay": [] };
    for (let round = 0; round < 7; round++)
      for (const way of Object.keys(times) as Way[]) {
        const session = await open(way !== "plain", way === "kept" ? direct : connector);
        await run(session, "1");
        times[way].push((await run(session, script)).ms);
        await session.close();
      }
    const plain = median(times.plain);
    const ways = (["kept", "kept, by a relay"] as const).map((way) => {
      const ms = median(times[way]);
      return `${way} ${shown(ms)} ms (${shown((ms / plain - 1) * 100)} % more)`;
    });
    console.log(`${what}: ${shown(plain)} ms, ${ways.join(", ")}`);
  }
}

/** The journal alone, with packets as they come from a runspace: each on disk before the next, a megabyte received at a time. */
function journalOnly(): Promise<void> {
  const text = `<S>${"x".repeat(100)}</S>`;
  const fragmenter = new Fragmenter();
  const parts: Buffer[] = [];
  let count = 0;
  const [runspacePool, pipeline] = [guidBytes(JOURNAL_POOL), guidBytes(JOURNAL_PIPELINE)];
  for (let size = 0; size < PACKET_BYTES; count++)
    fragmenter.write(
      { type: "PIPELINE_OUTPUT", destination: "client", runspacePool, pipeline, payload: text },
      (bytes, start, end) => {
        parts.push(Buffer.from(bytes.subarray(start, end)));
        size += end - start;
      },
    );
  const packet = Buffer.concat(parts);
  const folder = mkdtempSync(join(home, "journal-"));
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const files = diskFiles(join(folder, String(round)), join(folder, "aside"));
    const journal = new Journal(files, { quotaBytes: 64 << 20, buffering: "Block" });
    const begun = journal.begin(JOURNAL_PIPELINE, "{}");
    const begin = performance.now();
    for (let lines = 0, at = 0; lines < 500_000; lines += count, at++) {
      const last = journal.appendPacket(begun, count, packet);
      journal.flush();
      if (at % 32 === 31) journal.received(begun, last);
    }
    times.push(performance.now() - begin);
    journal.close();
  }
  console.log(`the journal alone, 50 MB of 100-character lines: ${shown(median(times))} ms`);
  return Promise.resolve();
}

async function opening(): Promise<void> {
  const keepsAlive = await open(true);
  const times: Record<string, number[]> = {
    "open, plain": [],
    "open, kept": [],
    disconnect: [],
    connect: [],
    "run 1": [],
  };
  const timed = async (what: string, action: () => Promise<unknown>): Promise<void> => {
    const begin = performance.now();
    await action();
    times[what]!.push(performance.now() - begin);
  };
  for (let round = 0; round < 11; round++) {
    const plain = sessionWith("Server01", connector);
    await timed("open, plain", () => plain.open());
    await plain.close();
    const kept = sessionWith("Server01", connector, { keep: {} });
    await timed("open, kept", () => kept.open());
    await timed("run 1", () => run(kept, "1"));
    await timed("disconnect", () => kept.disconnect());
    await timed("connect", () => kept.connect());
    await kept.close();
  }
  for (const [what, values] of Object.entries(times)) console.log(`${what}: ${shown(median(values), 1)} ms`);
  await keepsAlive.close();
}

async function sessions(count: number): Promise<void> {
  const first = await open(true);
  const pid = first.kept!.pid;
  await pause(500);
  const alone = memoryOf(pid);
  const all: Session[] = [];
  for (let at = 0; at < count; at++) {
    const session = await open(true);
    await run(session, "1..10");
    await session.disconnect();
    session.kill();
    all.push(session);
    if (at % 50 === 49) console.log(`${at + 1} sessions left`);
  }
  await pause(1000);
  const keeper = memoryOf(pid);
  const runspaces = runspacesOf(pid).map(memoryOf);
  const each = runspaces.reduce((sum, memory) => sum + memory, 0) / runspaces.length;
  console.log(`keeper with one session: ${shown(alone, 1)} MB; with ${count + 1}: ${shown(keeper, 1)} MB`);
  console.log(
    `each session: ${shown((keeper - alone) / count, 2)} MB in the keeper, ${shown(each, 1)} MB in its runspace`,
  );
  const begin = performance.now();
  const list = await (await import("../src/sessions/index.js")).keptSessions("Server01", connector);
  console.log(`${list.length} listed in ${shown(performance.now() - begin)} ms`);
  const { removeKeptSession } = await import("../src/sessions/index.js");
  for (const { id } of list) await removeKeptSession("Server01", id, connector);
  await first.close();
}

/** A gigabyte that nobody listens to; then it is received. */
async function gigabyte(bytes: number): Promise<void> {
  const { keptSessions, keptSessionWith } = await import("../src/sessions/index.js");
  const session = await open(true);
  const pid = session.kept!.pid;
  const lines = Math.round(bytes / 100);
  void run(session, `$l = 'x' * 100; for ($i = 0; $i -lt ${lines}; $i++) { $l }`);
  await pause(200);
  await session.disconnect();
  session.kill();
  const begin = performance.now();
  let most = 0;
  let state = "Running";
  while (state === "Running") {
    await pause(500);
    most = Math.max(most, memoryOf(pid));
    state = (await keptSessions("Server01", connector))[0]?.pipelines[0]?.state ?? "gone";
  }
  const folder = journalFolder(home);
  const onDisk = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  const seconds = (performance.now() - begin) / 1000;
  console.log(
    `${shown((lines * 100) / 1e9, 2)} GB while nobody listened: ${state} in ${shown(seconds)} s, keeper ${shown(most)} MB at most, ${shown(onDisk / 1e6)} MB on disk`,
  );
  const again = keptSessionWith("Server01", session.instanceId, connector);
  await again.connect();
  let got = 0;
  let received = again.pipelines[0]!.received;
  const before = received;
  const start = performance.now();
  await new Promise<void>((resolve) => {
    again.receive(again.pipelines[0]!.id, {
      items(items) {
        for (const { sequence = 0 } of items) {
          got++;
          if (sequence !== received + 1) console.log(`After ${received} came ${sequence}.`);
          received = sequence;
        }
      },
      ended: () => resolve(),
    });
  });
  most = Math.max(most, memoryOf(pid));
  const ms = performance.now() - start;
  console.log(`received: ${before + got} of ${lines} lines in ${shown(ms / 1000)} s, keeper ${shown(most)} MB at most`);
  await again.close();
}

/** The keeper is killed at a random moment while a job prints: what its client and the journal have together is every line, once. */
async function kills(count: number): Promise<void> {
  const { keptSessionWith } = await import("../src/sessions/index.js");
  let lost = 0;
  let doubled = 0;
  let lines = 0;
  for (let round = 0; round < count; round++) {
    const session = await open(true);
    const pid = session.kept!.pid;
    const had: number[] = [];
    const sink = {
      items(items: readonly { readonly payload: string; readonly sequence?: number }[]) {
        for (const { payload, sequence = 0 } of items) {
          had.push(Number(/>(\d+)</.exec(payload)?.[1]));
          if (Math.random() < 0.001) pipeline.received(sequence); // the next client begins after it
        }
      },
      ended: () => undefined,
    };
    const script = "1..200000 | ForEach-Object { $_ }; Start-Sleep 60";
    const pipeline = session.invoke(scriptRequest({ script }), sink, { manual: true });
    await pause(20 + Math.random() * 600);
    session.kill();
    const seen = had.length;
    process.kill(pid, "SIGKILL");
    const again = keptSessionWith("Server01", session.instanceId, connector);
    try {
      await again.connect();
    } catch (error) {
      if (had.length > 0) throw error;
      continue; // killed before the command had come
    }
    const rest: number[] = [];
    const from = again.pipelines[0]!.received;
    await new Promise<void>((resolve) => {
      again.receive(again.pipelines[0]!.id, {
        items(items) {
          for (const { stream, payload } of items)
            if (stream === "Output") rest.push(Number(/>(\d+)</.exec(payload)?.[1]));
        },
        ended: () => resolve(),
      });
    });
    const all = [...had.slice(0, from), ...rest];
    lines += all.length;
    for (let at = 0; at < all.length; at++) if (all[at] !== at + 1) lost += all[at]! > at + 1 ? 1 : ((doubled += 1), 0);
    if (all.length < seen) lost += seen - all.length;
    await again.close();
    if (round % 100 === 99) console.log(`${round + 1} kills`);
  }
  await pause(2000);
  const left = processesOf(home);
  console.log(
    `${count} kills of the keeper under load, ${lines} lines: ${lost} lost, ${doubled} doubled; processes left: ${left.length}`,
  );
  for (const { pid, command } of left) console.log(`  ${pid} ${command}`);
}

function journalFolder(of: string): string {
  return join(of, ".local", "state", "remora");
}

const WHAT: Record<string, () => Promise<void>> = {
  throughput,
  journal: journalOnly,
  opening,
  sessions: () => sessions(200),
  gigabyte: () => gigabyte(1e9),
  kills: () => kills(Number(process.env["KILLS"] ?? 1000)),
};
const asked = process.argv.slice(2);
for (const [name, measure] of Object.entries(WHAT)) if (asked.length === 0 || asked.includes(name)) await measure();
await pause(1000);
rmSync(home, { recursive: true, force: true });
