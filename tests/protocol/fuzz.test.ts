// Spoiled bytes, lines and payloads, the same ones each time: an error is an event or a ProtocolError, never anything else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Endpoint } from "../../src/endpoint/index.js";
import {
  Defragmenter,
  OutOfProcessClient,
  OutOfProcessServer,
  ProtocolError,
  decodeApplicationPrivateData,
  decodeCreatePipeline,
  decodeErrorRecord,
  decodeGetCommandMetadata,
  decodeHostCall,
  decodeHostResponse,
  decodeInformationRecord,
  decodeInitRunspacePool,
  decodePipelineState,
  decodeProgressRecord,
  decodeRunspaceAvailability,
  decodeRunspacePoolState,
  decodeSessionCapability,
  decodeUserEvent,
  messageReader,
} from "../../src/protocol/index.js";
import { scriptedRunner } from "../endpoint/scripted-runner.js";
import { BASE64, type Capture, readCapture } from "./support/captures.js";
import { messagesOf } from "./support/conversation.js";
import { act } from "./support/replay-client.js";

type Random = (below: number) => number;

/** Mulberry32. */
function random(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const SPOIL = [
  "",
  "<",
  ">",
  "'",
  '"',
  "\n",
  "=",
  " ",
  "A",
  "</Data>",
  "<Data ",
  "\u0000",
  "é",
  "0000",
  "<Close PSGuid='",
];

/** Text with something taken out, put in or said twice, here and there. */
function spoiled(text: string, next: Random): string {
  let result = text;
  for (let changes = 1 + next(3); changes > 0; changes--) {
    const at = next(result.length + 1);
    const length = next(4) === 0 ? next(200) : next(3);
    const middle = next(5) === 0 ? result.slice(at, at + length).repeat(2) : SPOIL[next(SPOIL.length)]!;
    result = result.slice(0, at) + middle + result.slice(at + length);
  }
  return result;
}

function* pieces(text: string, next: Random): Iterable<string> {
  for (let at = 0; at < text.length;) {
    const size = 1 + next(3000);
    yield text.slice(at, at + size);
    at += size;
  }
}

function said(capture: Capture, side: "C" | "S"): string {
  return capture.lines
    .filter(({ from }) => from === side)
    .map(({ text }) => `${text}\n`)
    .join("");
}

const CAPTURES = ["02-one-plus-one", "06a-streams", "11b-host-reads-and-prompts", "07a-pipeline-input"].map(
  readCapture,
);

test("a client takes whatever a server says", () => {
  for (const capture of CAPTURES) {
    const [init] = messagesOf(capture, "server");
    for (let seed = 1; seed <= 150; seed++) {
      const next = random(seed);
      const client = new OutOfProcessClient({ runspacePoolId: init!.runspacePoolId, base64: BASE64 });
      client.machine.open("");
      const wrong = 1 + next(capture.lines.length - 1);
      for (const [at, { from, text }] of capture.lines.entries()) {
        if (from === "C") tolerant(() => act(client, text));
        if (from !== "S") continue;
        const line = `${text}\n`;
        for (const part of pieces(at < wrong || at > wrong + 2 ? line : spoiled(line, next), next))
          client.receive(part);
      }
      client.end();
      assert.ok(["Broken", "Closed"].includes(client.machine.state), `seed ${seed}`);
    }
  }
});

/** The recorded client went on in a state that ours is not in any more. */
function tolerant(action: () => void): void {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof ProtocolError);
  }
}

test("a server takes whatever a client says", () => {
  for (const capture of CAPTURES)
    for (let seed = 1; seed <= 150; seed++) {
      const next = random(seed);
      const server = new OutOfProcessServer({ base64: BASE64, errors: "stderr" });
      for (const part of pieces(spoiled(said(capture, "C"), next), next)) server.receive(part);
      server.end();
      server.take();
    }
});

test("an endpoint ends, whatever its client says", () => {
  for (const capture of CAPTURES)
    for (let seed = 1; seed <= 60; seed++) {
      const next = random(seed);
      const exits: number[] = [];
      const runner = scriptedRunner((run, what) => {
        if (what === "stop" || next(3) > 0) run.events.ended({ state: what === "stop" ? "Stopped" : "Completed" });
      });
      const endpoint = new Endpoint({
        factory: runner.factory,
        base64: BASE64,
        psVersionTable: [],
        errors: "stderr",
        flush: () => undefined,
        ended: (code) => exits.push(code),
      });
      for (const part of pieces(spoiled(said(capture, "C"), next), next)) endpoint.receive(part);
      endpoint.end();
      assert.deepEqual(exits, [4000], `seed ${seed}`);
      assert.ok(runner.runspaces.every(({ closed }) => closed));
    }
});

test("bytes that are no fragments are refused, or waited with", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const next = random(seed);
    const bytes = Uint8Array.from({ length: next(200) }, () => (next(3) === 0 ? next(256) : next(4)));
    refusedOnly(() => {
      const reader = messageReader();
      new Defragmenter(10000).push(bytes, (message) => reader.read(message));
    });
  }
});

const DECODERS: readonly ((payload: string) => unknown)[] = [
  decodeApplicationPrivateData,
  decodeCreatePipeline,
  decodeErrorRecord,
  decodeGetCommandMetadata,
  decodeHostCall,
  decodeHostResponse,
  decodeInformationRecord,
  decodeInitRunspacePool,
  decodePipelineState,
  decodeProgressRecord,
  decodeRunspaceAvailability,
  decodeRunspacePoolState,
  decodeSessionCapability,
  decodeUserEvent,
];

test("a payload that is spoiled, or another message's, is refused or read", () => {
  const payloads = CAPTURES.flatMap((capture) => messagesOf(capture).map(({ payload }) => payload));
  for (let seed = 1; seed <= 400; seed++) {
    const next = random(seed);
    const payload = spoiled(payloads[next(payloads.length)]!, next);
    for (const decode of DECODERS)
      refusedOnly(() => decode(next(2) === 0 ? payload : payloads[next(payloads.length)]!));
  }
});

function refusedOnly(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
  }
}
