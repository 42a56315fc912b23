// An Outcome as Remora's clients write it down: one line a record, and the recording host with the answers of peer/RecordingHost.cs.

import {
  readValue,
  toErrorRecord,
  toInformationalRecord,
  toInformationRecord,
  toProgressRecord,
} from "../../src/clixml/index.js";
import {
  Dictionary,
  type ErrorRecord,
  HostInformationMessage,
  PSException,
  PSObject,
  SecureString,
} from "../../src/objects/index.js";
import {
  decodePipelineState,
  encodeHostResponse,
  decodeHostCall,
  type HostCall,
  isVoidMethod,
} from "../../src/protocol/index.js";
import type { ItemStream } from "../../src/sessions/index.js";
import { describeValue } from "./describe.js";
import type { Outcome } from "./scenario.js";

export type Draft = {
  -readonly [Key in keyof Outcome]: Outcome[Key] extends readonly string[] ? string[] : Outcome[Key];
};

export function draft(name: string): Draft {
  return {
    name,
    state: "",
    reason: null,
    output: [],
    error: [],
    warning: [],
    verbose: [],
    debug: [],
    information: [],
    progress: [],
    host: [],
    milliseconds: 0,
  };
}

/** Writes down an object or a record. */
export function writeDown(stream: Exclude<ItemStream, "HostCall">, payload: string, outcome: Draft): void {
  const value = payload === "" ? null : readValue(payload);
  switch (stream) {
    case "Output":
      outcome.output.push(describeValue(value));
      return;
    case "Error":
      outcome.error.push(errorText(toErrorRecord(value)));
      return;
    case "Warning":
    case "Verbose":
    case "Debug":
      streamOf(stream, outcome).push(toInformationalRecord(value, stream)?.message ?? "?");
      return;
    case "Information": {
      const record = toInformationRecord(value);
      const data = record?.messageData;
      const text = data instanceof HostInformationMessage ? data.message : data instanceof PSObject ? data.text : data;
      outcome.information.push(`${String(text)} [${record?.tags.join(",")}]`);
      return;
    }
    case "Progress": {
      const record = toProgressRecord(value);
      const { activity, statusDescription, percentComplete, recordType } = record ?? {};
      outcome.progress.push(`${activity} ${statusDescription} ${percentComplete} ${recordType}`);
    }
  }
}

function streamOf(stream: "Warning" | "Verbose" | "Debug", outcome: Draft): string[] {
  return stream === "Warning" ? outcome.warning : stream === "Verbose" ? outcome.verbose : outcome.debug;
}

/** Writes down how a pipeline ended: `payload` is that of PIPELINE_STATE. */
export function writeEnd(payload: string, outcome: Draft): void {
  const { state, error } = decodePipelineState(payload);
  outcome.state = state;
  outcome.reason = error ? errorText(toErrorRecord(error)) : null;
}

function errorText(record: ErrorRecord | undefined): string {
  if (record === undefined) return "no error record";
  const { exception } = record;
  const message = exception instanceof PSException ? exception.message : String(exception.get("Message"));
  const text = record.errorDetails?.message ?? message;
  return `${record.fullyQualifiedErrorId} | ${record.category} | ${text.split("\n")[0]?.trimEnd()}`;
}

/** Writes down a host call; gives the payload of the answer where one is wanted. */
export function answerHostCall(payload: string, outcome: Draft): string | undefined {
  const call = decodeHostCall(payload);
  const { log, result } = hostAnswer(call);
  outcome.host.push(...log);
  if (isVoidMethod(call.method)) return undefined;
  return encodeHostResponse({ method: call.method, callId: call.callId, result });
}

function hostAnswer(call: HostCall): { log: string[]; result?: unknown } {
  switch (call.method) {
    case "ReadLine":
      return { log: ["ReadLine"], result: "input" };
    case "ReadLineAsSecureString":
      return { log: ["ReadLineAsSecureString"], result: new SecureString("secret") };
    case "Write1":
      return { log: [`Write ${call.parameters[0]}`] };
    case "WriteLine1":
      return { log: ["WriteLine"] };
    case "WriteLine2":
      return { log: [`WriteLine ${call.parameters[0]}`] };
    case "WriteErrorLine":
    case "WriteDebugLine":
    case "WriteVerboseLine":
    case "WriteWarningLine":
    case "SetShouldExit":
      return { log: [`${call.method} ${call.parameters[0]}`] };
    case "SetWindowTitle":
      return { log: [`WindowTitle ${call.parameters[0]}`] };
    case "WriteProgress":
      return { log: [`WriteProgress ${call.parameters[1].activity} ${call.parameters[1].percentComplete}`] };
    case "PromptForChoice": {
      const [caption, message, choices, byDefault] = call.parameters;
      const labels = choices.map((choice) => choice.label).join(",");
      return { log: [`PromptForChoice [${caption}] [${message}] ${labels} ${byDefault}`], result: 1 };
    }
    case "Prompt": {
      const [caption, message, fields] = call.parameters;
      const answers = new Dictionary();
      const log = fields.map((field) => {
        const secret = field.parameterTypeFullName === "System.Security.SecureString";
        answers.set(field.name, secret ? new SecureString("secret") : "input");
        return `Prompt [${caption}] [${message}] ${field.name} ${field.parameterTypeFullName}`;
      });
      return { log, result: answers };
    }
    default:
      return { log: [call.method], result: undefined };
  }
}

export async function withLimit<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
