// Our client against our server, in memory: every message that one can send and the other can take.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SecureString, Version } from "../../src/objects/index.js";
import {
  type ClientEvent,
  EMPTY_GUID,
  MESSAGE_TYPES,
  type MessageType,
  NO_HOST,
  OutOfProcessClient,
  type OutOfProcessClientOptions,
  OutOfProcessServer,
  type OutOfProcessServerEvent,
  type PipelineDataType,
  ProtocolError,
  StateError,
  decodeHostResponse,
  encodeApplicationPrivateData,
  encodeCreatePipeline,
  encodeGetCommandMetadata,
  encodeHostCall,
  encodeHostResponse,
  encodeInitRunspacePool,
  primitiveDictionary,
  readPayload,
  scriptPipeline,
  secureStringReading,
  secureStringWriting,
} from "../../src/protocol/index.js";
import { nodeKeyExchange } from "../../src/transports/index.js";
import { BASE64 } from "./support/captures.js";

const POOL = "aaaaaaaa-0000-0000-0000-000000000001";
const ID = "aaaaaaaa-0000-0000-0000-000000000002";
const INIT = encodeInitRunspacePool({
  minRunspaces: 1,
  maxRunspaces: 1,
  threadOptions: 0,
  apartmentState: 2,
  applicationArguments: null,
  hostInfo: NO_HOST,
});
const SCRIPT = encodeCreatePipeline(scriptPipeline("1", [], NO_HOST));

interface Pair {
  readonly client: OutOfProcessClient;
  readonly server: OutOfProcessServer;
  /** Lets both talk until they fall silent; text is cut every `cut` characters. */
  talk(): { client: ClientEvent[]; server: OutOfProcessServerEvent[] };
}

function pair(options: Partial<OutOfProcessClientOptions> = {}, cut = 1e9, batch = false): Pair {
  const client = new OutOfProcessClient({ runspacePoolId: POOL, base64: BASE64, crypto: nodeKeyExchange, ...options });
  const server = new OutOfProcessServer({ base64: BASE64, errors: "stdout", crypto: nodeKeyExchange, batch });
  return {
    client,
    server,
    talk() {
      const heard = { client: [] as ClientEvent[], server: [] as OutOfProcessServerEvent[] };
      for (;;) {
        const up = client.take();
        for (const part of parts(up, cut)) heard.server.push(...server.receive(part));
        const down = server.take();
        for (const part of parts(down, cut)) heard.client.push(...client.receive(part));
        if (up === "" && down === "") break;
      }
      heard.client.push(...client.takeEvents());
      heard.server.push(...server.takeEvents());
      return heard;
    },
  };
}

function* parts(text: string, size: number): Iterable<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

function opened(...options: Parameters<typeof pair>): Pair {
  const made = pair(...options);
  made.client.machine.open(INIT);
  made.talk();
  made.server.machine.sendApplicationPrivateData(encodeApplicationPrivateData(primitiveDictionary()));
  made.server.machine.opened();
  made.talk();
  return made;
}

function running(...options: Parameters<typeof pair>): Pair {
  const made = opened(...options);
  made.client.machine.createPipeline(ID, SCRIPT);
  made.talk();
  return made;
}

const types = (events: readonly { readonly type: string }[]): string[] => events.map(({ type }) => type);

test("a pool opens, and tells what both sides agreed on", () => {
  const { client, server, talk } = pair();
  client.machine.open(INIT);
  const first = talk();
  assert.deepEqual(types(first.server), ["INIT_RUNSPACEPOOL"]);
  assert.deepEqual(types(first.client), ["SESSION_CAPABILITY"]);
  server.machine.sendInitialScriptState("Completed");
  server.machine.sendApplicationPrivateData(encodeApplicationPrivateData(null));
  server.machine.opened();
  assert.deepEqual(types(talk().client), ["InitialScriptState", "APPLICATION_PRIVATE_DATA", "RUNSPACEPOOL_STATE"]);
  assert.equal(client.machine.state, "Opened");
  assert.equal(server.machine.state, "Opened");
  assert.equal(client.machine.protocolVersion.toString(), "2.4");
});

for (const [offered, agreed] of [
  [new Version(2, 0), "2.0"],
  [new Version(2, 1), "2.1"],
  [new Version(2, 2), "2.2"],
  [new Version(2, 3), "2.3"],
  [new Version(2, 4), "2.4"],
  [new Version(2, 5), "2.4"],
] as const)
  test(`a client of protocol ${offered} and a server of 2.4 speak ${agreed}`, () => {
    const { client, server } = opened({ protocolVersion: offered });
    assert.equal(client.machine.protocolVersion.toString(), agreed);
    assert.equal(server.machine.protocolVersion.toString(), agreed);
  });

test("a client of protocol 3.0 is told ours, and gives up in PowerShell's words", () => {
  const { client, server, talk } = pair({ protocolVersion: new Version(3, 0) });
  client.machine.open(INIT);
  const { client: events } = talk();
  assert.deepEqual(types(events), ["RunspacePoolBroken"]);
  const broken = events[0] as Extract<ClientEvent, { type: "RunspacePoolBroken" }>;
  assert.match(
    broken.error.message,
    /^PowerShell client does not support the protocolversion 2\.4 negotiated by the server/,
  );
  assert.equal(server.machine.state, "BeforeOpen");
});

for (const version of ["2.1", "2.2", "2.3"])
  test(`SecureStrings are sealed between peers of protocol ${version}`, () => {
    const { client, server, talk } = running({ protocolVersion: new Version(2, Number(version[2])) });
    assert.ok(client.machine.needsSessionKey);
    const { cipher } = server.machine;
    const call = { method: "ReadLineAsSecureString", callId: 1n, parameters: [] } as const;
    server.machine.sendHostCall(ID, encodeHostCall(call));
    server.machine.requestPublicKey();
    const asked = talk();
    assert.deepEqual(types(asked.client), ["PIPELINE_HOST_CALL", "SessionKeyReady"]);
    assert.deepEqual(types(asked.server), ["SessionKeyReady"]);
    const result = new SecureString("geheim €");
    const sealed = secureStringWriting(client.machine.cipher, BASE64);
    const response = encodeHostResponse({ method: call.method, callId: 1n, result }, sealed);
    assert.ok(!response.includes(Buffer.from("geheim", "utf16le").toString("base64").slice(0, 12)));
    client.machine.respondToHostCall(ID, response);
    const [answer] = talk().server as [Extract<OutOfProcessServerEvent, { type: "PIPELINE_HOST_RESPONSE" }>];
    const opened_ = decodeHostResponse(answer.payload, secureStringReading(cipher, BASE64)).result;
    assert.equal((opened_ as SecureString).reveal(), "geheim €");
  });

test("protocol 2.4 needs no session key", () => {
  const { client, server } = running();
  assert.equal(client.machine.needsSessionKey, false);
  assert.equal(server.machine.cipher, undefined);
  client.machine.exchangeKeys();
  assert.equal(client.take(), "");
});

const DATA: readonly PipelineDataType[] = [
  "PIPELINE_OUTPUT",
  "ERROR_RECORD",
  "WARNING_RECORD",
  "VERBOSE_RECORD",
  "DEBUG_RECORD",
  "INFORMATION_RECORD",
  "PROGRESS_RECORD",
];

for (const batch of [false, true])
  for (const cut of [1, 7, 1000])
    test(`every stream arrives as it was sent, cut every ${cut}${batch ? ", packed" : ""}`, () => {
      const { server, talk } = running({}, cut, batch);
      const payloads = ["<I32>1</I32>", "", `<S>${"é€".repeat(20000)}</S>`];
      for (const type of DATA) server.machine.sendData(ID, type, payloads);
      server.machine.sendOutput(ID, "<S>last</S>");
      server.machine.endPipeline(ID, "Completed");
      const events = talk().client as { type: string; payload: string }[];
      const data = DATA.flatMap((type) => payloads.map((payload) => ({ type, pipelineId: ID, payload })));
      assert.deepEqual(events.slice(0, -2), data);
      assert.deepEqual(types(events.slice(-2)), ["PIPELINE_OUTPUT", "PIPELINE_STATE"]);
    });

test("input arrives as it was sent, and ends", () => {
  const { client, talk } = running({}, 500);
  const payloads = ["<I32>1</I32>", "", `<S>${"x".repeat(100000)}</S>`, "<I32>2</I32>"];
  client.machine.sendInput(ID, payloads);
  client.machine.sendInput(ID, "<S>one</S>");
  client.machine.endInput(ID);
  const { server } = talk();
  assert.deepEqual(
    server.flatMap((event) => (event.type === "PIPELINE_INPUT" ? [event.payload] : [])),
    [...payloads, "<S>one</S>"],
  );
  assert.equal(server.at(-1)?.type, "END_OF_PIPELINE_INPUT");
});

test("the client sends one Data for each stream of bytes, and the next when it is acknowledged", () => {
  const { client } = running();
  client.machine.sendInput(ID, `<S>${"x".repeat(100000)}</S>`);
  const first = client.take();
  assert.equal(first.split("\n").length, 2);
  assert.ok(client.unsent(ID) > 60000, "the rest waits, and one can see how much");
  assert.equal(Buffer.from(/>([^<]*)</.exec(first)![1]!, "base64").length, 32768);
  client.machine.getAvailableRunspaces();
  assert.match(
    client.take(),
    new RegExp(`^<Data Stream='Default' PSGuid='${EMPTY_GUID}'>`),
    "another stream does not wait",
  );
  assert.equal(client.take(), "");
  client.receive(`<DataAck PSGuid='${ID}' />\n`);
  assert.match(client.take(), new RegExp(`PSGuid='${ID}'`));
});

test("several messages share a Data, and one is cut where the Data is full", () => {
  const { client } = running();
  client.machine.sendInput(ID, ["<I32>1</I32>", `<S>${"x".repeat(40000)}</S>`]);
  const bytes = Buffer.from(/>([^<]*)</.exec(client.take())![1]!, "base64");
  assert.equal(bytes.length, 32768);
  assert.equal(bytes.readUInt32BE(17), 40 + 3 + 12);
  assert.equal(bytes.readUInt32BE(76 + 17), 32747, "the second fragment is as long as ever, and does not fit");
});

test("a stop is answered when the pipeline has stopped", () => {
  const { client, server, talk } = running();
  client.machine.stop(ID);
  client.machine.stop(ID);
  const asked = talk();
  assert.deepEqual(types(asked.server), ["StopPipeline"]);
  assert.deepEqual(asked.client, []);
  server.machine.sendOutput(ID, "<S>finally</S>");
  server.machine.endPipeline(ID, "Stopped");
  assert.deepEqual(types(talk().client), ["PIPELINE_OUTPUT", "PIPELINE_STATE", "PipelineSignalled"]);
  assert.equal(client.machine.pipelineState(ID), "Stopped");
});

test("a stop before the command was acknowledged waits for it", () => {
  const { client, talk } = opened();
  client.machine.createPipeline(ID, SCRIPT);
  client.machine.stop(ID);
  assert.equal(client.take(), `<Command PSGuid='${ID}' />\n`);
  client.receive(`<CommandAck PSGuid='${ID}' />\n`);
  assert.match(client.take(), /^<Data .*\n<Signal PSGuid='[^']*' \/>\n$/);
  talk();
});

test("a close of the session closes every pipeline first", () => {
  const { client, server, talk } = running();
  client.machine.close();
  assert.deepEqual(types(talk().server), ["StopPipeline"]);
  server.machine.endPipeline(ID, "Stopped");
  const closing = talk();
  assert.deepEqual(types(closing.server), ["PipelineClosed", "CloseRunspacePool"]);
  server.machine.closed();
  assert.deepEqual(types(talk().client), ["RUNSPACEPOOL_STATE", "RunspacePoolClosed"]);
  assert.equal(client.machine.state, "Closed");
  assert.equal(server.machine.state, "BeforeOpen");
});

test("a pool that its server closes stops what ran in it", () => {
  const { client, server, talk } = running();
  server.machine.closing();
  server.machine.closed();
  const expected = [
    "RUNSPACEPOOL_STATE",
    "RUNSPACEPOOL_STATE",
    "PIPELINE_STATE",
    "PipelineClosed",
    "RunspacePoolClosed",
  ];
  assert.deepEqual(types(talk().client), expected);
  assert.equal(client.machine.state, "Closed");
  assert.deepEqual(client.end(), []);
});

test("questions about the pool are answered by their call ids", () => {
  const { client, server, talk } = opened();
  const { machine } = client;
  const ids = [
    machine.setMaxRunspaces(5),
    machine.setMinRunspaces(2),
    machine.getAvailableRunspaces(),
    machine.resetRunspaceState(),
  ];
  assert.deepEqual(ids, [1n, 2n, 3n, 4n]);
  const asked = talk().server as Extract<OutOfProcessServerEvent, { type: "PoolQuestion" }>[];
  assert.deepEqual(
    asked.map(({ question }) => question.type),
    ["SET_MAX_RUNSPACES", "SET_MIN_RUNSPACES", "GET_AVAILABLE_RUNSPACES", "RESET_RUNSPACE_STATE"],
  );
  for (const [at, answer] of [true, false, 3, true].entries()) server.machine.answer(ids[at]!, answer);
  const answers = talk().client as Extract<ClientEvent, { type: "RUNSPACE_AVAILABILITY" }>[];
  assert.deepEqual(
    answers.map(({ callId, answer }) => [callId, answer]),
    [
      [1n, true],
      [2n, false],
      [3n, 3],
      [4n, true],
    ],
  );
});

test("the rest of the pool's messages arrive", () => {
  const { client, server, talk } = opened();
  server.machine.sendUserEvent("<S>event</S>");
  server.machine.sendHostCall(undefined, "<S>call</S>");
  assert.deepEqual(types(talk().client), ["USER_EVENT", "RUNSPACEPOOL_HOST_CALL"]);
  client.machine.respondToHostCall(undefined, "<S>answer</S>");
  assert.deepEqual(types(talk().server), ["RUNSPACEPOOL_HOST_RESPONSE"]);
  const question = { name: null, commandType: 8, namespace: null, fullyQualifiedModule: null, argumentList: null };
  client.machine.getCommandMetadata(ID, encodeGetCommandMetadata(question));
  assert.deepEqual(types(talk().server), ["GET_COMMAND_METADATA"]);
  server.machine.broken("<S>why</S>");
  assert.deepEqual(types(talk().client), ["RUNSPACEPOOL_STATE", "PipelineBroken", "RunspacePoolBroken"]);
});

const WRONG_ACTIONS: readonly (readonly [string, () => void, string, readonly string[]])[] = [
  ["open twice", () => opened().client.machine.open(INIT), "Opened", ["BeforeOpen"]],
  ["create before it is open", () => pair().client.machine.createPipeline(ID, SCRIPT), "BeforeOpen", ["Opened"]],
  ["ask before it is open", () => pair().client.machine.getAvailableRunspaces(), "BeforeOpen", ["Opened"]],
  ["open what nobody asked for", () => pair().server.machine.opened(), "BeforeOpen", ["Opening"]],
  ["close what is not closing", () => opened().server.machine.closed(), "Opened", ["Closing", "Broken"]],
];

for (const [name, action, state, allowed] of WRONG_ACTIONS)
  test(`it is an error to ${name}`, () => {
    assert.throws(action, (error) => {
      assert.ok(error instanceof StateError);
      assert.equal(error.fault, "local");
      assert.equal(error.state, state);
      assert.deepEqual(error.allowed, allowed);
      return true;
    });
  });

test("output after the end is refused, and so is output of nobody", () => {
  const { server } = running();
  server.machine.endPipeline(ID, "Completed");
  assert.throws(() => server.machine.sendOutput(ID, "<S>late</S>"), StateError);
  assert.throws(() => server.machine.sendOutput(EMPTY_GUID, "<S>nobody</S>"), ProtocolError);
});

test("two pipelines may not have one id", () => {
  const { client } = running();
  assert.throws(() => client.machine.createPipeline(ID, SCRIPT), /is there already/);
});

test("a banner is taken as far as one allows it", () => {
  const { client } = pair({ maxBannerLength: 100 });
  client.machine.open(INIT);
  assert.deepEqual(client.receive("Welcome to the host.\nHave a lot of fun.\n"), []);
  assert.equal(types(client.receive("x".repeat(80) + "\n"))[0], "RunspacePoolBroken");
});

test("a line without an end is an error at its limit", () => {
  const { client } = pair({ maxLineLength: 1000 });
  client.machine.open(INIT);
  for (let i = 0; i < 10; i++) client.receive(`<${"x".repeat(99)}`);
  assert.equal(types(client.receive("x"))[0], "RunspacePoolBroken");
});

test("a message beyond the limit breaks its pipeline alone", () => {
  const { client, server, talk } = running({ maxMessageSize: 1000 });
  server.machine.sendOutput(ID, `<S>${"x".repeat(1000)}</S>`);
  server.machine.sendOutput(ID, "<S>late</S>");
  assert.deepEqual(types(talk().client), ["PipelineBroken"]);
  assert.equal(client.machine.state, "Opened");
  client.machine.closePipeline(ID);
  talk();
  server.machine.endPipeline(ID, "Stopped");
  assert.deepEqual(types(talk().client), ["PipelineClosed"]);
});

test("the end of the transport settles everything, once", () => {
  const { client } = running();
  const events = client.end("The child process ended.");
  assert.deepEqual(types(events), ["PipelineBroken", "RunspacePoolBroken"]);
  assert.deepEqual(client.end(), []);
  client.machine.stop(ID);
  client.machine.closePipeline(ID);
  client.machine.sendInput(ID, "<S>x</S>");
  assert.equal(client.take(), "");
});

test("an empty payload is nothing but a null", () => assert.equal(readPayload(""), null));

test("every type of message is known to this table", () => {
  const sent: ReadonlySet<MessageType> = new Set<MessageType>(Object.keys(MESSAGE_TYPES) as MessageType[]);
  assert.equal(sent.size, 31);
  assert.equal(new Set(Object.values(MESSAGE_TYPES)).size, 31);
});

test("a client of protocol 2.1 is asked for its key when the first SecureString leaves", () => {
  const { server, talk } = running({ protocolVersion: new Version(2, 1) });
  server.machine.sendOutput(ID, "<S>open</S>");
  assert.deepEqual(types(talk().client), ["PIPELINE_OUTPUT"]);
  server.machine.sendOutput(ID, ["<SS>AAAA</SS>", "<SS>AAAA</SS>"]);
  assert.deepEqual(types(talk().client), ["PIPELINE_OUTPUT", "PIPELINE_OUTPUT", "SessionKeyReady"]);
});
