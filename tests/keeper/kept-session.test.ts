// A kept session by itself: its clock, its links and its disk are the test's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Endpoint } from "../../src/endpoint/index.js";
import { type Clock, Journal, KeptSession, type Link } from "../../src/keeper/index.js";
import {
  DEFAULT_KEEP_TERMS,
  encodeConnectRunspacePool,
  encodeCreatePipeline,
  encodeInitRunspacePool,
  keeperLine,
  type KeepTerms,
  NO_HOST,
  OutOfProcessClient,
  scriptPipeline,
} from "../../src/protocol/index.js";
import { nodeBase64 } from "../../src/transports/index.js";
import { scriptedRunner } from "../endpoint/scripted-runner.js";
import { fakeFiles } from "./fake-files.js";

const POOL = "11111111-1111-1111-1111-111111111111";
const PIPELINE = "22222222-2222-2222-2222-222222222222";

interface FakeClock extends Clock {
  /** Lets this much time go by, and what is due happens. */
  advance(ms: number): void;
  /** Sets the time of day. */
  set(today: number): void;
}

function fakeClock(): FakeClock {
  let now = 5_000_000;
  let today = Date.UTC(2026, 0, 1);
  const due = new Set<{ at: number; action: () => void }>();
  return {
    now: () => now,
    today: () => today,
    after(ms, action) {
      const timer = { at: now + ms, action };
      due.add(timer);
      return () => due.delete(timer);
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const [next] = [...due].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        due.delete(next);
        today += next.at - now;
        now = next.at;
        next.action();
      }
      today += until - now;
      now = until;
    },
    set: (value) => void (today = value),
  };
}

interface FakeLink extends Link {
  sent: string;
  ended: boolean;
  /** False while it takes no more. */
  takes: boolean;
  drain(): void;
}

function fakeLink(token = "a"): FakeLink {
  let waiting: (() => void)[] = [];
  const link: FakeLink = {
    who: `somebody@there ${token}`,
    token,
    sinceMs: 0,
    sent: "",
    ended: false,
    takes: true,
    send(text) {
      link.sent += text;
      return link.takes;
    },
    drained: () => (link.takes ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    drain() {
      link.takes = true;
      for (const resolve of waiting.splice(0)) resolve();
    },
    end: () => void (link.ended = true),
    destroy: () => void (link.ended = true),
  };
  return link;
}

function setUp(terms: Partial<KeepTerms> = {}) {
  const runner = scriptedRunner();
  const clock = fakeClock();
  const all = { ...DEFAULT_KEEP_TERMS, ...terms };
  let over = false;
  const session = new KeptSession({
    id: POOL,
    name: "test",
    terms: all,
    createdMs: clock.today(),
    journal: new Journal(fakeFiles(), all),
    clock,
    makeEndpoint: ({ flush, keeper }) =>
      new Endpoint({
        factory: runner.factory,
        base64: nodeBase64,
        psVersionTable: [],
        errors: "stderr",
        batch: true,
        flush,
        ended: () => undefined,
        keeper,
      }),
    store: () => undefined,
    over: () => void (over = true),
  });
  return { runner, clock, session, isOver: () => over };
}

type Session = ReturnType<typeof setUp>["session"];

/** A client that opens the session, or connects to it. */
function client(
  session: Session,
  link: FakeLink,
): { readonly machine: OutOfProcessClient["machine"]; pump(): string[] } {
  const carrier = new OutOfProcessClient({ runspacePoolId: POOL, base64: nodeBase64, keeper: true });
  carrier.takesInOrder = true;
  const texts: string[] = [];
  const pump = (): string[] => {
    for (;;) {
      const said = carrier.take();
      if (said !== "") session.receive(link, said);
      const { sent } = link;
      link.sent = "";
      if (said === "" && sent === "") return texts;
      for (const event of carrier.receive(sent)) {
        if (event.type === "PIPELINE_OUTPUT") texts.push(event.payload);
        else if (event.type === "PIPELINE_STATE") texts.push(event.state);
        else if (event.type === "ERROR_RECORD") texts.push("Error");
        else if (event.type === "KeeperLine") texts.push(event.line.verb);
      }
    }
  };
  return Object.assign(carrier, { pump });
}

function open(session: Session, link: FakeLink): ReturnType<typeof client> {
  session.open(link);
  const opened = client(session, link);
  const init = { minRunspaces: 1, maxRunspaces: 1, threadOptions: 0, apartmentState: 2, applicationArguments: null };
  opened.machine.open(encodeInitRunspacePool({ ...init, hostInfo: NO_HOST }));
  opened.pump();
  assert.equal(opened.machine.state, "Opened");
  session.receive(link, keeperLine("Ping"));
  return opened;
}

async function connect(session: Session, link: FakeLink): Promise<ReturnType<typeof client> & OutOfProcessClient> {
  assert.ok(await session.connect(link));
  const connected = client(session, link);
  connected.machine.connect(encodeConnectRunspacePool({ minRunspaces: 1, maxRunspaces: 1 }));
  connected.pump();
  assert.equal(connected.machine.state, "Opened");
  return connected as ReturnType<typeof client> & OutOfProcessClient;
}

function start({ machine, pump }: ReturnType<typeof client>, command: string): void {
  machine.createPipeline(PIPELINE, encodeCreatePipeline(scriptPipeline(command, [], NO_HOST)));
  pump();
}

test("a session without a client ends after its idle time-out, wherever the time of day is set to", () => {
  const { clock, session, isOver } = setUp({ idleTimeoutSec: 600 });
  const link = fakeLink();
  open(session, link);
  session.lost(link);
  clock.set(Date.UTC(1999, 0, 1));
  clock.advance(599_000);
  assert.ok(!isOver());
  clock.set(Date.UTC(2199, 0, 1));
  clock.advance(900);
  assert.ok(!isOver());
  clock.advance(200);
  assert.ok(isOver());
});

test("a client that comes in time keeps the session, and so does one that stays", async () => {
  const { clock, session, isOver } = setUp({ idleTimeoutSec: 600 });
  const link = fakeLink();
  open(session, link);
  clock.advance(3_600_000);
  session.lost(link);
  clock.advance(599_000);
  await connect(session, fakeLink());
  clock.advance(3_600_000);
  assert.ok(!isOver());
});

test("the idle time-out stops what runs, and what it printed is still received", async () => {
  const { clock, runner, session, isOver } = setUp({ idleTimeoutSec: 60 });
  const link = fakeLink();
  start(open(session, link), "wait");
  session.lost(link);
  runner.run("wait").events.data("PIPELINE_OUTPUT", ["<S>one</S>"]);
  clock.advance(60_000);
  assert.ok(!isOver());
  assert.match(session.endedBecause ?? "", /No client was connected to the session for 60 s, its idle time-out/);
  const next = fakeLink("b");
  const late = await connect(session, next);
  late.say(keeperLine("Resume", { PSGuid: PIPELINE, Sequence: 0 }));
  late.adopt(PIPELINE);
  late.pump();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(late.pump().slice(-2), ["<S>one</S>", "Stopped"]);
  late.say(keeperLine("Received", { PSGuid: PIPELINE, Sequence: 2 }));
  late.pump();
  assert.ok(isOver(), "with the last of it received nothing is left");
});

test("a link that takes nothing holds the pipeline back for 5 s; then it goes on, and the link reads it later", async () => {
  const { clock, runner, session } = setUp();
  const link = fakeLink();
  const one = open(session, link);
  start(one, "wait");
  const { events } = runner.run("wait");
  link.takes = false;
  let room = false;
  void (events.data("PIPELINE_OUTPUT", ["<I32>1</I32>"]) as Promise<void>).then(() => (room = true));
  await Promise.resolve();
  clock.advance(4900);
  await Promise.resolve();
  assert.ok(!room);
  clock.advance(200);
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(room);
  link.sent = link.sent.slice(0); // what was sent before is on its way
  for (let number = 2; number <= 100; number++)
    assert.equal(events.data("PIPELINE_OUTPUT", [`<I32>${number}</I32>`]), undefined);
  link.drain();
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  const texts = one.pump().filter((text) => text.startsWith("<I32>"));
  assert.deepEqual(
    texts,
    Array.from({ length: 100 }, (_, at) => `<I32>${at + 1}</I32>`),
  );
});

test("another client is refused while the first gives a sign of life, and gets the session where it gives none", async () => {
  const { clock, session } = setUp();
  const first = fakeLink("a");
  open(session, first);
  const second = fakeLink("b");
  const refused = session.connect(second);
  assert.match(first.sent, /Ping/);
  session.receive(first, keeperLine("Pong"));
  assert.equal(await refused, false);
  assert.match(second.sent, /Refused.*InUse.*somebody@there a/);
  assert.ok(second.ended && !first.ended);

  const third = fakeLink("c");
  const taken = session.connect(third);
  clock.advance(3100);
  assert.equal(await taken, true);
  assert.ok(first.ended);
  assert.match(first.sent, /Taken/);
});

test("a client that comes back takes the place of its own old connection at once", async () => {
  const { session } = setUp();
  const old = fakeLink("a");
  open(session, old);
  await connect(session, fakeLink("a"));
  assert.ok(old.ended);
});

test("a client that goes before the session is open leaves nothing", () => {
  const { session, isOver } = setUp();
  const link = fakeLink();
  session.open(link);
  session.lost(link);
  assert.ok(isOver());
});

test("a client that goes before it has said that it knows of the session has a minute to come back", () => {
  const { session, clock, isOver } = setUp();
  const link = fakeLink();
  session.open(link);
  const opening = client(session, link);
  const init = { minRunspaces: 1, maxRunspaces: 1, threadOptions: 0, apartmentState: 2, applicationArguments: null };
  opening.machine.open(encodeInitRunspacePool({ ...init, hostInfo: NO_HOST }));
  opening.pump();
  session.lost(link);
  clock.advance(59_000);
  assert.ok(!isOver());
  clock.advance(1100);
  assert.ok(isOver());
});

test("lines of a stranger break nothing but the connection", async () => {
  const { session, isOver } = setUp();
  const link = fakeLink();
  open(session, link);
  session.receive(link, "GET / HTTP/1.1\n");
  assert.ok(link.ended && !isOver());
  session.lost(link);
  await connect(session, fakeLink("b"));
});
