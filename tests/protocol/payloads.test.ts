// Every payload of every recorded conversation, read and written again: it must come out as it went in.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Message,
  type MessageType,
  decodeApplicationPrivateData,
  decodeCreatePipeline,
  decodeEncryptedSessionKey,
  decodeGetCommandMetadata,
  decodeHostCall,
  decodeHostResponse,
  decodeInitRunspacePool,
  decodePipelineState,
  decodePoolQuestion,
  decodeProgressRecord,
  decodePublicKey,
  decodeRunspaceAvailability,
  decodeRunspacePoolState,
  decodeSessionCapability,
  decodeUserEvent,
  encodeApplicationPrivateData,
  encodeCreatePipeline,
  encodeEncryptedSessionKey,
  encodeGetCommandMetadata,
  encodeHostCall,
  encodeHostResponse,
  encodeInitRunspacePool,
  encodePipelineState,
  encodePoolQuestion,
  encodeProgressRecord,
  encodePublicKey,
  encodeRunspaceAvailability,
  encodeRunspacePoolState,
  encodeSessionCapability,
  encodeUserEvent,
} from "../../src/protocol/index.js";
import { captureNames, readCapture } from "./support/captures.js";
import { messagesOf } from "./support/conversation.js";

type Again = (payload: string, minor: number) => string;

const AGAIN: Partial<Record<MessageType, Again>> = {
  SESSION_CAPABILITY: (payload) => encodeSessionCapability(decodeSessionCapability(payload)),
  INIT_RUNSPACEPOOL: (payload) => encodeInitRunspacePool(decodeInitRunspacePool(payload)),
  APPLICATION_PRIVATE_DATA: (payload) => encodeApplicationPrivateData(decodeApplicationPrivateData(payload)),
  RUNSPACEPOOL_STATE: (payload) => encodeRunspacePoolState(decodeRunspacePoolState(payload).state),
  SET_MAX_RUNSPACES: (payload) => encodePoolQuestion(decodePoolQuestion("SET_MAX_RUNSPACES", payload)),
  SET_MIN_RUNSPACES: (payload) => encodePoolQuestion(decodePoolQuestion("SET_MIN_RUNSPACES", payload)),
  GET_AVAILABLE_RUNSPACES: (payload) => encodePoolQuestion(decodePoolQuestion("GET_AVAILABLE_RUNSPACES", payload)),
  RESET_RUNSPACE_STATE: (payload) => encodePoolQuestion(decodePoolQuestion("RESET_RUNSPACE_STATE", payload)),
  RUNSPACE_AVAILABILITY: (payload) => encodeRunspaceAvailability(decodeRunspaceAvailability(payload)),
  CREATE_PIPELINE: (payload, minor) => encodeCreatePipeline(decodeCreatePipeline(payload), minor),
  GET_COMMAND_METADATA: (payload) => encodeGetCommandMetadata(decodeGetCommandMetadata(payload)),
  PIPELINE_HOST_CALL: (payload) => encodeHostCall(decodeHostCall(payload)),
  PIPELINE_HOST_RESPONSE: (payload) => encodeHostResponse(decodeHostResponse(payload)),
  PROGRESS_RECORD: (payload) => encodeProgressRecord(decodeProgressRecord(payload)),
  PUBLIC_KEY: (payload) => encodePublicKey(decodePublicKey(payload)),
  ENCRYPTED_SESSION_KEY: (payload) => encodeEncryptedSessionKey(decodeEncryptedSessionKey(payload)),
  USER_EVENT: (payload) => encodeUserEvent(decodeUserEvent(payload)),
  PIPELINE_STATE: (payload) => {
    const { state, error } = decodePipelineState(payload);
    if (error === null) return encodePipelineState(state);
    // The error's own text, taken out of the state and put back.
    const start = payload.indexOf("<Obj N=");
    const text = payload
      .slice(start, payload.length - "</MS></Obj>".length)
      .replace(' N="ExceptionAsErrorRecord"', "")
      .replace(/<(Obj|Ref)\b([^>]*?)\bRefId="(\d+)"/g, (_, tag, before, id) => `<${tag}${before}RefId="${id - 1}"`);
    return encodePipelineState(state, text);
  },
};

for (const name of captureNames(/^(?!14|19)/))
  test(`the payloads of ${name} come out as they went in`, () => {
    const seen = new Set<string>();
    const minor = /client-says-protocol-2\.0/.test(name) ? 0 : /protocol-2\.1/.test(name) ? 1 : 4;
    for (const message of messagesOf(readCapture(name))) checkAgain(message, minor, seen);
    assert.ok(seen.has("SESSION_CAPABILITY"));
  });

function checkAgain(message: Message, minor: number, seen: Set<string>): void {
  const again = message.type && AGAIN[message.type];
  if (again === undefined) return;
  seen.add(message.type!);
  // What a reader marks as deserialized was alive when it was written.
  const written = again(message.payload, minor).replaceAll("<T>Deserialized.", "<T>");
  const read = message.payload.replace(/<(\/?)SBK/g, "<$1S"); // a script block arrives as text
  if (written === read) return;
  const at = [...written].findIndex((character, index) => character !== read[index]);
  const near = (text: string): string => text.slice(Math.max(0, at - 60), at + 100);
  assert.equal(near(written), near(read), `${message.type}, at ${at}`);
}
