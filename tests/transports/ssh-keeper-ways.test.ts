// The way to a keeper over a shared connection: what is learned of it, how it is entered, when it is given up.

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { keeperLine } from "../../src/protocol/index.js";
import { DirectTransport } from "../../src/transports/ssh/direct.js";
import { GreetingReader, KeeperWays } from "../../src/transports/ssh/keeper-ways.js";

const PLACE = { pid: "7", socket: "/run/k.sock", ticket: "secret" };
const HELLO = keeperLine("Hello", { Version: 1, Host: "h", Pid: 7, Socket: PLACE.socket, Ticket: PLACE.ticket });
const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");

test("a keeper's greeting says where it is, however it is cut", () => {
  for (let at = 0; at < HELLO.length; at++) {
    const reader = new GreetingReader();
    assert.equal(reader.receive(bytes(HELLO.slice(0, at))), undefined);
    assert.deepEqual(reader.receive(bytes(`${HELLO.slice(at)}<Data`)), PLACE);
  }
});

const OTHERS: readonly (readonly [string, string])[] = [
  ["an older keeper's greeting", keeperLine("Hello", { Version: 1, Host: "h", Pid: 7 })],
  ["a refusal", keeperLine("Refused", { Reason: "UnknownTicket", Socket: "/x", Ticket: "y", Pid: 1 })],
  ["a pipe of Windows", HELLO.replace("/run/k.sock", "&#92;&#92;.&#92;pipe")],
  ["an endpoint's first words", "<Data Stream='Default' PSGuid='0'>AAAA</Data>\n"],
  ["a line that is none", "<Keeper Verb=Hello\n"],
  ["a line without an end", "x".repeat(20_000)],
];
for (const [what, text] of OTHERS)
  test(`no way leads where the first line is ${what}`, () =>
    assert.equal(new GreetingReader().receive(bytes(text)), null));

test("one forward serves all who go to one keeper; who asked for another has none", async () => {
  const forwards: string[] = [];
  let count = 0;
  const ways = new KeeperWays({
    newPath: () => `/tmp/none/${++count}`,
    forward: (local, remote) => {
      forwards.push(`${local} ${remote}`);
      return Promise.resolve(true);
    },
  });
  assert.equal(await ways.find(""), undefined);
  ways.learn("", PLACE);
  assert.deepEqual(forwards, [], "nothing is done before somebody comes");
  const [first, second] = await Promise.all([ways.find(""), ways.find("")]);
  assert.deepEqual([first?.path, first?.ticket, second?.path], ["/tmp/none/1", "secret", "/tmp/none/1"]);
  assert.equal(await ways.find("drives"), undefined);
  ways.learn("drives", { ...PLACE, ticket: "other" });
  assert.equal((await ways.find("drives"))?.ticket, "other");
  assert.deepEqual(forwards, ["/tmp/none/1 /run/k.sock"]);
});

test("a keeper that cannot be reached is not tried again; another one is, and one that did not know the ticket", async () => {
  const ways = new KeeperWays({ newPath: () => "/tmp/none/1", forward: () => Promise.resolve(true) });
  ways.learn("", PLACE);
  (await ways.find(""))!.giveUp(true);
  assert.equal(await ways.find(""), undefined);
  ways.learn("", { ...PLACE, ticket: "new" });
  (await ways.find(""))!.giveUp(false);
  ways.learn("", PLACE);
  assert.equal(await ways.find(""), undefined);
  ways.learn("", { ...PLACE, pid: "8" });
  assert.equal((await ways.find(""))?.ticket, "secret");
});

test("where the connection forwards nothing there is no way", async () => {
  const ways = new KeeperWays({ newPath: () => "/tmp/none/1", forward: () => Promise.resolve(false) });
  ways.learn("", PLACE);
  assert.equal(await ways.find(""), undefined);
});

/** A keeper of a few lines at a socket of this computer. */
async function fakeKeeper(t: TestContext, serve: (socket: Socket) => void): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "remora-way-"));
  const path = join(folder, "1.1");
  const server: Server = createServer(serve).listen(path);
  await once(server, "listening");
  t.after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  return path;
}

function open(path: string): { readonly transport: DirectTransport; readonly events: string[]; closed: Promise<void> } {
  const transport = new DirectTransport({ path, ticket: "secret", giveUp: () => undefined });
  const events: string[] = [];
  const closed = new Promise<void>((resolve) =>
    transport.open({
      greeted: ({ ticket }) => events.push(`greeted ${ticket}`),
      data: (some) => events.push(Buffer.from(some).toString("latin1")),
      closed: ({ error }) => resolve(void events.push(error ?? "closed")),
    }),
  );
  return { transport, events, closed };
}

test("who enters says the ticket and all else at once, and hears nothing before the greeting", async (t) => {
  let heard = "";
  const path = await fakeKeeper(t, (socket) =>
    socket.on("data", (some: Buffer) => {
      heard += some.toString("latin1");
      if (heard.endsWith("open\n")) socket.end(`${HELLO}opened\n`);
    }),
  );
  const { transport, events, closed } = open(path);
  transport.send(bytes("open\n"));
  await closed;
  assert.equal(heard, '{"mode":"keep","ticket":"secret"}\nopen\n');
  assert.deepEqual(events, ["greeted secret", `${HELLO}opened\n`, "closed"]);
});

test("a keeper that refuses, or is not there, gives nothing on", async (t) => {
  const refusing = await fakeKeeper(t, (socket) => void socket.end(keeperLine("Refused", { Reason: "UnknownTicket" })));
  const refused = open(refusing);
  await refused.closed;
  assert.deepEqual([refused.events, refused.transport.leadsThere], [["The keeper did not greet."], true]);
  const closing = await fakeKeeper(t, (socket) => void socket.destroy());
  const nobody = open(closing);
  await nobody.closed;
  assert.deepEqual([nobody.events, nobody.transport.leadsThere], [["The keeper did not greet."], false]);
});
