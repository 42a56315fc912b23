// Our server's machine in the place of the recorded server: what that one said of its own accord, ours is told to say.

import {
  Defragmenter,
  EMPTY_GUID,
  type Element,
  type KeyExchangeCrypto,
  type Message,
  OutOfProcessServer,
  PIPELINE_STATES,
  type PipelineEnd,
  decodeRunspaceAvailability,
  decodeRunspacePoolState,
  isPipelineEnd,
  messageReader,
  readElements,
} from "../../../src/protocol/index.js";
import { BASE64, type Capture } from "./captures.js";

export interface ServerReplay {
  /** The events that carry what the client sent, as "TYPE payload". */
  readonly events: readonly string[];
  /** What our server said. */
  readonly lines: readonly string[];
  /** What it wrote to its standard error. */
  readonly errors: string;
}

/** `toTheEnd`: the client's output ends as well. */
export function replayServer(capture: Capture, crypto?: KeyExchangeCrypto, toTheEnd = false): ServerReplay {
  const errors = capture.server.includes("-sshs") ? "stdout" : "stderr";
  const server = new OutOfProcessServer({ base64: BASE64, errors, ...(crypto && { crypto }) });
  const streams = new Map<string, Defragmenter>();
  const events: string[] = [];
  let output = "";
  let hasEnded = false;
  for (const { from, text } of capture.lines) {
    if (from === "C")
      for (const event of server.receive(`${text}\n`))
        if ("payload" in event) events.push(`${event.type} ${event.payload}`);
        else hasEnded ||= event.type === "InputEnded";
    if (from === "S" && text.startsWith("<"))
      for (const element of readElements(text)) replay(server, element, streams);
    output += server.take();
  }
  if (toTheEnd) hasEnded ||= server.end().some(({ type }) => type === "InputEnded");
  if (hasEnded) server.reportEndOfInput();
  output += server.take();
  return { events, lines: output.split("\n").slice(0, -1), errors: server.takeErrors() };
}

function replay(server: OutOfProcessServer, element: Element, streams: Map<string, Defragmenter>): void {
  if (element.name !== "Data") return;
  const stream = streams.get(element.psGuid) ?? new Defragmenter();
  streams.set(element.psGuid, stream);
  const reader = messageReader();
  stream.push(BASE64.decodeBase64(element.body), (message) => say(server, reader.read(message)));
}

function say(server: OutOfProcessServer, { type, pipelineId, payload }: Message): void {
  const { machine } = server;
  switch (type) {
    case "APPLICATION_PRIVATE_DATA":
      return machine.sendApplicationPrivateData(payload);
    case "RUNSPACEPOOL_STATE":
      return sayPoolState(server, payload);
    case "RUNSPACE_AVAILABILITY": {
      const { callId, answer } = decodeRunspaceAvailability(payload);
      return machine.answer(callId, answer);
    }
    case "USER_EVENT":
      return machine.sendUserEvent(payload);
    case "PIPELINE_STATE":
      return sayPipelineState(server, pipelineId, payload);
    case "PIPELINE_HOST_CALL":
      return machine.sendHostCall(pipelineId, payload);
    case "PIPELINE_OUTPUT":
    case "ERROR_RECORD":
    case "WARNING_RECORD":
    case "VERBOSE_RECORD":
    case "DEBUG_RECORD":
    case "INFORMATION_RECORD":
    case "PROGRESS_RECORD":
      return machine.sendData(pipelineId!, type, payload);
    default: // what the machine says by itself
  }
}

function sayPoolState({ machine }: OutOfProcessServer, payload: string): void {
  const { state } = decodeRunspacePoolState(payload);
  if (state === "Opened") machine.opened();
  else if (state === "Closing") machine.closing();
  else if (state === "Closed") machine.closed();
}

function sayPipelineState({ machine }: OutOfProcessServer, pipelineId: string | undefined, payload: string): void {
  const state = PIPELINE_STATES[Number(/N="PipelineState">(\d)</.exec(payload)?.[1])]!;
  if (!isPipelineEnd(state)) return;
  if (pipelineId === undefined) machine.sendInitialScriptState(state);
  else machine.endPipeline(pipelineId, state, errorIn(payload, state));
}

/** The error record in a state's payload, as an object of its own. */
export function errorIn(payload: string, state: PipelineEnd): string | undefined {
  if (state === "Completed") return undefined;
  const inner = payload.slice(payload.indexOf("<Obj N="), -"</MS></Obj>".length);
  return inner
    .replace(' N="ExceptionAsErrorRecord"', "")
    .replace(/<(Obj|Ref)\b([^>]*?)\bRefId="(\d+)"/g, (_, tag, before, id) => `<${tag}${before}RefId="${id - 1}"`);
}

/**
 * What lines answer, stream by stream: the messages of each in order, and the acknowledgements among those of the session
 * (those of a pipeline come from other threads of the recorded server, in any order: their number counts).
 */
export function answersOf(lines: readonly string[]): Record<string, string[]> {
  const answers: Record<string, string[]> = {};
  const streams = new Map<string, Defragmenter>();
  const reader = messageReader();
  for (const { name, psGuid, body } of lines.flatMap((line) => readElements(line))) {
    const isPipelineAck = name !== "Data" && psGuid !== EMPTY_GUID;
    const list = (answers[isPipelineAck ? `acks of ${psGuid}` : psGuid] ??= []);
    if (name !== "Data") {
      list.push(name);
      continue;
    }
    const stream = streams.get(psGuid) ?? new Defragmenter();
    streams.set(psGuid, stream);
    stream.push(BASE64.decodeBase64(body), (bytes) => {
      const { type, payload } = reader.read(bytes);
      if (type === "PUBLIC_KEY_REQUEST") return; // asked for what our engine, as recorded, already had the answer to
      list.push(type === "ENCRYPTED_SESSION_KEY" ? type : `${type} ${payload}`); // sealed with random padding
    });
  }
  for (const [of, names] of Object.entries(answers)) if (of.startsWith("acks")) names.sort();
  return answers;
}
