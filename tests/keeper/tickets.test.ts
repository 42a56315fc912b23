// Coming back to a keeper without a relay: by the ticket that it gave.

import assert from "node:assert/strict";
import { createConnection } from "node:net";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Tickets } from "../../src/keeper/tickets.js";
import { keeperLine, readKeeperLine } from "../../src/protocol/index.js";
import { testHost } from "./host.js";

const helloOf = (name: string): Parameters<Tickets["of"]>[0] => ({
  mode: "keep",
  ssh: false,
  start: "/",
  initialScripts: [],
  environment: { NAME: name },
});

test("who brings the same gets the same ticket, and it stands for what was brought", () => {
  const tickets = new Tickets();
  const first = tickets.of(helloOf("one"));
  assert.equal(tickets.of(helloOf("one")), first);
  assert.notEqual(tickets.of(helloOf("two")), first);
  assert.deepEqual(tickets.read(first), helloOf("one"));
  assert.equal(tickets.read("guessed"), undefined);
  assert.ok(first.length >= 22, "128 bits at least");
});

test("the tickets that were used last are remembered, and no others", () => {
  let count = 0;
  const tickets = new Tickets(() => `ticket ${++count}`);
  for (let i = 1; i <= 64; i++) tickets.of(helloOf(String(i)));
  assert.deepEqual(tickets.read("ticket 1"), helloOf("1"));
  tickets.of(helloOf("65"));
  assert.equal(tickets.read("ticket 2"), undefined);
  assert.deepEqual(tickets.read("ticket 1"), helloOf("1"));
  assert.equal(tickets.of(helloOf("2")), "ticket 66");
});

test("a keeper knows its tickets, and refuses any other with a word", { timeout: 60_000 }, async (t) => {
  const host = testHost(t);
  const session = host.session();
  await session.open();
  const folder = join(host.home, ".local/state/remora/run");
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  const [socket] = readdirSync(folder).filter((name) => name.endsWith(".sock"));
  const path = join(folder, socket!);

  const [hello] = await said(path, [JSON.stringify(helloOf("mine"))]);
  const { attributes } = readKeeperLine(hello!);
  assert.equal(attributes.get("Socket"), path);
  const ticket = attributes.get("Ticket")!;
  const [again, listed] = await said(path, [JSON.stringify({ mode: "keep", ticket }), keeperLine("List").trim()], 2);
  assert.equal(readKeeperLine(again!).attributes.get("Ticket"), ticket);
  assert.equal(readKeeperLine(listed!).attributes.get("Id"), session.instanceId);

  const [refusal] = await said(path, [JSON.stringify({ mode: "keep", ticket: "guessed" }), keeperLine("List").trim()]);
  assert.equal(readKeeperLine(refusal!).verb, "Refused");
  assert.equal(readKeeperLine(refusal!).attributes.get("Reason"), "UnknownTicket");
  await session.close();
});

/** What is answered to lines, up to so many lines of it. */
function said(path: string, lines: readonly string[], count = 1): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    let text = "";
    socket.on("error", reject);
    socket.on("data", (bytes: Buffer) => {
      text += bytes.toString("latin1");
      const found = text.split("\n").slice(0, -1);
      if (found.length < count) return;
      socket.destroy();
      resolve(found);
    });
    socket.on("close", () => resolve(text.split("\n").slice(0, -1)));
    socket.write(lines.map((line) => `${line}\n`).join(""));
  });
}
