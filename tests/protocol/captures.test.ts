// Every recorded conversation, spoken once more: the bytes as PowerShell cuts them, and each of our machines in the
// place of one side.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  EMPTY_GUID,
  ERROR_LINE_PREFIX,
  Fragmenter,
  type Message,
  OutOfProcessClient,
  guidBytes,
  readFragment,
} from "../../src/protocol/index.js";
import { BASE64, type Capture, captureNames, readCapture } from "./support/captures.js";
import { type SaidElement, elementsOf, messagesOf } from "./support/conversation.js";
import { recordedCrypto } from "./support/recorded-keys.js";
import { act } from "./support/replay-client.js";
import { answersOf, replayServer } from "./support/replay-server.js";

/** Conversations in which both sides behaved. */
const SOUND = captureNames(/^(?!14|19)/);

for (const name of SOUND)
  test(`the fragments of ${name} come out as they went in`, () => {
    const said = elementsOf(readCapture(name));
    for (const side of ["C", "S"] as const) {
      const sent = inOrderOfIds(said.filter(({ from, bytes }) => from === side && bytes.length > 0));
      assert.deepEqual(fragmentsOf(sent.messages, side === "C" ? "server" : "client"), sent.fragments);
    }
  });

/** Objects are numbered as they are made, and threads may send them in another order. */
function inOrderOfIds(said: readonly SaidElement[]): { messages: Message[]; fragments: string[] } {
  const streams = new Map<string, Uint8Array[]>();
  for (const { element, bytes } of said) {
    const key = `${element.psGuid} ${element.stream}`;
    streams.set(key, [...(streams.get(key) ?? []), bytes]);
  }
  const fragments: { readonly objectId: number; readonly hex: string }[] = [];
  for (const parts of streams.values()) {
    const bytes = new Uint8Array(Buffer.concat(parts));
    for (let at = 0, fragment; (fragment = readFragment(bytes, at));) {
      const end = at + 21 + fragment.blob.length;
      fragments.push({ objectId: fragment.objectId, hex: Buffer.from(bytes.subarray(at, end)).toString("hex") });
      at = end;
    }
  }
  fragments.sort((one, other) => one.objectId - other.objectId);
  const messages = said.flatMap((each) => each.messages.map((message, at) => ({ message, id: idOf(each, at) })));
  messages.sort((one, other) => one.id - other.id);
  return { messages: messages.map(({ message }) => message), fragments: fragments.map(({ hex }) => withoutId(hex)) };
}

/** A client that has had other sessions counts on from there. */
function withoutId(fragment: string): string {
  return fragment.slice(16);
}

function idOf(said: SaidElement, at: number): number {
  return said.objectIds[at]!;
}

function fragmentsOf(messages: readonly Message[], destination: "client" | "server"): string[] {
  const fragmenter = new Fragmenter();
  const fragments: string[] = [];
  for (const { type, runspacePoolId, pipelineId, payload } of messages) {
    const runspacePool = guidBytes(runspacePoolId);
    const pipeline = guidBytes(pipelineId ?? EMPTY_GUID);
    fragmenter.write({ type: type!, destination, runspacePool, pipeline, payload }, (bytes, start, end) =>
      fragments.push(withoutId(Buffer.from(bytes.slice(start, end)).toString("hex"))),
    );
  }
  return fragments;
}

/** What a client keeps to itself, or tells in another form. */
const NOT_TOLD: ReadonlySet<string> = new Set([
  "SESSION_CAPABILITY",
  "RUNSPACE_AVAILABILITY",
  "PUBLIC_KEY_REQUEST",
  "ENCRYPTED_SESSION_KEY",
]);

for (const name of SOUND)
  test(`our client understands the server of ${name}`, () => {
    const capture = readCapture(name);
    const crypto = recordedCrypto(name);
    const [init] = messagesOf(capture, "server");
    const client = new OutOfProcessClient({
      runspacePoolId: init!.runspacePoolId,
      base64: BASE64,
      ...(crypto && { crypto }),
    });
    const heard: string[] = [];
    client.machine.open("");
    for (const { from, text } of capture.lines) {
      if (from === "C") act(client, text);
      if (from !== "S" || !isElement(text)) continue;
      for (const event of client.receive(`${text}\n`))
        if ("payload" in event) heard.push(`${event.type} ${event.payload}`);
      client.take();
    }
    const told = messagesOf(capture, "client").filter((message) => !NOT_TOLD.has(message.type!));
    const isRefused = name.startsWith("17h");
    assert.deepEqual(heard, isRefused ? [] : told.map((message) => `${nameOf(message)} ${message.payload}`));
    assert.equal(client.machine.state === "Broken", isRefused);
    if (crypto) assert.ok(client.machine.cipher, "the session key was opened");
  });

function nameOf(message: Message): string {
  return message.type === "PIPELINE_STATE" && message.pipelineId === undefined ? "InitialScriptState" : message.type!;
}

for (const name of SOUND.filter((each) => !/^17[gh]/.test(each)))
  // there the tee changed what the server said
  test(`our server says to the client of ${name} what PowerShell's said`, () => {
    const capture = readCapture(name);
    const { events, lines } = replayServer(capture, recordedCrypto(name));
    const expected = messagesOf(capture, "server").filter((message) => EVENTS.has(message.type!));
    assert.deepEqual(
      events,
      expected.map((message) => `${message.type} ${message.payload}`),
    );
    assert.deepEqual(answersOf(lines), answersOf(serverLines(capture)));
  });

const EVENTS: ReadonlySet<string> = new Set([
  "INIT_RUNSPACEPOOL",
  "CREATE_PIPELINE",
  "GET_COMMAND_METADATA",
  "PIPELINE_INPUT",
  "PIPELINE_HOST_RESPONSE",
]);

function isElement(line: string): boolean {
  return !line.startsWith(ERROR_LINE_PREFIX);
}

function serverLines(capture: Capture): string[] {
  return capture.lines.filter(({ from, text }) => from === "S" && isElement(text)).map(({ text }) => text);
}
