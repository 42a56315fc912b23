// The clients of the recorded conversations against our endpoint: its runner does what PowerShell's engine did, and the
// client must hear what it heard.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Endpoint } from "../../src/endpoint/index.js";
import {
  Defragmenter,
  type Message,
  PIPELINE_STATES,
  type PipelineEnd,
  decodeHostCall,
  messageReader,
  readElements,
} from "../../src/protocol/index.js";
import { BASE64, type Capture, captureNames, readCapture } from "../protocol/support/captures.js";
import { recordedCrypto } from "../protocol/support/recorded-keys.js";
import { answersOf, errorIn } from "../protocol/support/replay-server.js";
import { type Run, scriptedRunner } from "./scripted-runner.js";

/** Where both sides behaved; 17b speaks to a debugger, which we have not, and in 17g and h the tee changed the server. */
const CAPTURES = captureNames(/^(?!14|19|17b|17[gh])/);

for (const name of CAPTURES)
  test(`the client of ${name} hears from our endpoint what it heard from PowerShell's`, () => {
    const capture = readCapture(name);
    const heard = capture.lines.flatMap(({ from, text }) => (from === "S" && text.startsWith("<") ? [text] : []));
    assert.deepEqual(shape(answersOf(replay(capture))), shape(answersOf(heard)));
  });

/** What the two servers say of themselves differs. */
function shape(answers: Record<string, string[]>): Record<string, string[]> {
  const own = (line: string): string => line.replace(/^APPLICATION_PRIVATE_DATA .*/s, "APPLICATION_PRIVATE_DATA");
  return Object.fromEntries(Object.entries(answers).map(([key, lines]) => [key, lines.map(own)]));
}

function replay(capture: Capture): string[] {
  const runner = scriptedRunner(() => undefined);
  const crypto = recordedCrypto(capture.name);
  const endpoint = new Endpoint({
    factory: runner.factory,
    base64: BASE64,
    psVersionTable: [],
    errors: "stdout",
    initialScripts: initialScriptsOf(capture),
    flush: () => undefined,
    ended: () => undefined,
    ...(crypto && { crypto }),
  });
  const streams = new Map<string, Defragmenter>();
  const exitCodes = new Map<string, number>();
  let output = "";
  for (const { from, text } of capture.lines) {
    if (from === "C") endpoint.receive(`${text}\n`);
    if (from === "S" && text.startsWith("<"))
      for (const { name, psGuid, body } of readElements(text)) {
        if (name !== "Data") continue;
        const stream = streams.get(psGuid) ?? new Defragmenter();
        streams.set(psGuid, stream);
        const reader = messageReader();
        stream.push(BASE64.decodeBase64(body), (bytes) => enact(reader.read(bytes)));
      }
    output += endpoint.take();
  }
  return output.split("\n").slice(0, -1);

  /** Does in the runner what the recorded engine did. */
  function enact({ type, pipelineId, payload }: Message): void {
    if (type === "USER_EVENT") runner.runspaces[0]?.events.userEvent(payload);
    const id = pipelineId ?? runner.runspaces[0]?.options.runspacePoolId; // that of the initial scripts
    const run = runner.runs.findLast(({ request }) => request.pipelineId === id);
    if (run === undefined || (pipelineId === undefined && type !== "PIPELINE_STATE")) return;
    if (type === "PIPELINE_STATE") end(run, payload, exitCodes.get(run.request.pipelineId));
    else if (type === "PIPELINE_HOST_CALL") {
      const call = decodeHostCall(payload);
      if (call.method === "SetShouldExit") exitCodes.set(run.request.pipelineId, call.parameters[0]);
      else run.events.hostCall(call.method, call.parameters as never, () => undefined);
    } else {
      run.events.data(type as "PIPELINE_OUTPUT", [payload]);
      if (run.request.payload.includes("Measure-Object")) run.events.ended({ state: "Completed" }); // how many commands
    }
  }
}

function end(run: Run, payload: string, exitCode: number | undefined): void {
  const state = PIPELINE_STATES[Number(/N="PipelineState">(\d)</.exec(payload)?.[1])] as PipelineEnd;
  const errorRecord = errorIn(payload, state);
  run.events.ended({ state, exitCode, ...(errorRecord !== undefined && { errorRecord }) });
}

/** `-wd` and `-EncodedCommand`: as many as PowerShell told the end of. */
function initialScriptsOf(capture: Capture): string[] {
  return [...capture.server.matchAll(/ -(wd|EncodedCommand) /g)].map(() => "1");
}
