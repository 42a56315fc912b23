// Writing records to the streams: what a preference does with an error, a warning or a message.

import { ErrorRecord, InformationalRecord, type InformationRecord, type MessageStream } from "../../objects/index.js";
import { errorFromRecord } from "../errors/raise.js";
import type { Invocation } from "../run/invocation.js";
import type { Output, Runtime, Streams } from "../run/runtime.js";
import { runtimeError } from "../types/errors.js";

/** What the common parameters of one call say; absent where it says nothing. */
export interface CommonParameters {
  errorAction?: string;
  warningAction?: string;
  informationAction?: string;
  verbose?: boolean;
  debug?: boolean;
  whatIf?: boolean;
  confirm?: boolean;
  errorVariable?: Output;
  warningVariable?: Output;
  informationVariable?: Output;
  outVariable?: Output;
  pipelineVariable?: string;
}

const PREFERENCE: Readonly<Record<MessageStream, string>> = {
  Warning: "WarningPreference",
  Verbose: "VerbosePreference",
  Debug: "DebugPreference",
};

/** "continue", "silentlycontinue", "stop", "inquire", "ignore", "break" or "suspend" of any value a preference may have. */
export function action(value: unknown, otherwise: string): string {
  if (value === null || value === undefined) return otherwise;
  if (typeof value === "number")
    return ["silentlycontinue", "stop", "continue", "inquire", "ignore", "suspend", "break"][value] ?? otherwise;
  return String((value as { text?: unknown }).text ?? value).toLowerCase();
}

function errorAction(rt: Runtime, common: CommonParameters): string {
  return common.errorAction ?? action(rt.preference("ErrorActionPreference"), "continue");
}

/** A non-terminating error: kept, shown, or made terminating. */
export function writeErrorRecord(rt: Runtime, streams: Streams, record: ErrorRecord, common: CommonParameters): void {
  const wanted = errorAction(rt, common);
  if (wanted === "ignore") return;
  if (wanted === "stop") {
    common.errorVariable?.write(record);
    const error = errorFromRecord(record);
    error.stopped = true;
    throw error;
  }
  rt.addError(record);
  common.errorVariable?.write(record);
  streams.errorNote?.write(record);
  if (wanted !== "silentlycontinue") streams.error.write(record);
}

function messageAction(rt: Runtime, stream: MessageStream, common: CommonParameters): string {
  if (stream === "Warning" && common.warningAction !== undefined) return common.warningAction;
  if (stream === "Verbose" && common.verbose !== undefined) return common.verbose ? "continue" : "silentlycontinue";
  if (stream === "Debug" && common.debug !== undefined) return common.debug ? "continue" : "silentlycontinue";
  return action(rt.preference(PREFERENCE[stream]), stream === "Warning" ? "continue" : "silentlycontinue");
}

export function writeMessage(
  rt: Runtime,
  streams: Streams,
  stream: MessageStream,
  message: string,
  common: CommonParameters,
  invocation: Invocation | null,
  errorName: string,
): void {
  const wanted = messageAction(rt, stream, common);
  const record = new InformationalRecord(stream, message);
  if (stream === "Warning") {
    common.warningVariable?.write(record);
    streams.warningNote?.write(record);
  }
  if (wanted === "silentlycontinue" || wanted === "ignore") return;
  if (invocation !== null) record.invocationInfo = invocation.info;
  const output = stream === "Warning" ? streams.warning : stream === "Verbose" ? streams.verbose : streams.debug;
  output.write(record);
  if (wanted !== "stop") return;
  const error = runtimeError(
    errorName === "" ? "ActionPreferenceStop" : `ActionPreferenceStop,${errorName}`,
    `The running command stopped because the preference variable "${PREFERENCE[stream]}" or common parameter is set to Stop: ${message}`,
    { exceptionType: "System.Management.Automation.ActionPreferenceStopException", category: "OperationStopped" },
  );
  error.stopped = true;
  throw error;
}

export function writeInformationRecord(
  rt: Runtime,
  streams: Streams,
  record: InformationRecord,
  common: CommonParameters,
): void {
  const fromHost = record.tags.includes("PSHOST");
  const wanted = common.informationAction ?? action(rt.preference("InformationPreference"), "silentlycontinue");
  if (wanted === "ignore" && !fromHost) return;
  common.informationVariable?.write(record);
  streams.informationNote?.write(record);
  streams.information.write(record);
  if (wanted === "stop") {
    const error = runtimeError(
      "ActionPreferenceStop",
      `The running command stopped because the preference variable "InformationPreference" or common parameter is set to Stop: ${rt.values.toText(record.messageData)}`,
      { exceptionType: "System.Management.Automation.ActionPreferenceStopException", category: "OperationStopped" },
    );
    error.stopped = true;
    throw error;
  }
}
