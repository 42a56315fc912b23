// What was received becomes objects: notes that say where from, errors with their origin, host calls played here.

import {
  readValue,
  valueReader,
  toErrorRecord,
  toInformationalRecord,
  toInformationRecord,
  toProgressRecord,
} from "../../clixml/index.js";
import { copiedObject } from "../../cmdlets/index.js";
import type { CmdletContext, TypeDefinition } from "../../engine/index.js";
import { Dictionary, ErrorRecord, Guid, NetObject, PSException, PSObject, Shape } from "../../objects/index.js";
import type { JobReason } from "../../jobs/index.js";
import { decodeHostCall, decodePipelineState, type HostCall } from "../../protocol/index.js";
import type { PipelineOutcome, StreamItem } from "../../sessions/index.js";
import { playHostCall } from "./host-calls.js";

/** Tag that PowerShell puts on what Write-Host wrote elsewhere, and has been shown here. */
export const FORWARDED = "FORWARDED";

/** Marks any information record that has been shown already. */
export const shown: unique symbol = Symbol("shown");
export interface ShownRecord {
  [shown]?: true;
}

/** Where results come from, and how that shows. */
export interface Origin {
  readonly computerName: string;
  readonly runspaceId: string;
  /** PSShowComputerName: the formatter then adds a column. */
  readonly show: boolean;
  /** Only by Receive-Job -Wait. */
  readonly jobInstanceId?: string;
}

const NOTES = Shape.of(["PSComputerName", "RunspaceId", "PSShowComputerName"]);
const NOTES_OF_JOB = Shape.of(["PSComputerName", "RunspaceId", "PSShowComputerName", "PSSourceJobInstanceId"]);

/** Makes the function that adds an origin's notes: its values are made once for all objects. */
export function noter(origin: Origin): (value: unknown) => unknown {
  const { computerName, runspaceId, show, jobInstanceId } = origin;
  const values: unknown[] = [computerName, new Guid(runspaceId), show];
  if (jobInstanceId !== undefined) values.push(new Guid(jobInstanceId));
  const shape = jobInstanceId === undefined ? NOTES : NOTES_OF_JOB;
  return (value) => {
    if (value === null || value === undefined) return value;
    if (!(value instanceof PSObject)) return new PSObject(value, shape, [...values]);
    // What came through another computer before is from the one we got it from.
    shape.names.forEach((name, at) => value.set(name, values[at]));
    return value;
  };
}

/** Writes received items to the streams of a cmdlet. `answer` takes the answers of questions. */
export function writeItems(
  context: CmdletContext,
  items: readonly StreamItem[],
  origin: Origin,
  note: (value: unknown) => unknown,
  answer: (item: StreamItem, payload: string) => void,
  /** A thread job has no host calls beside its records: these are what is to be seen. */
  showRecords = false,
): void {
  const read = valueReader();
  for (const item of items) {
    switch (item.stream) {
      case "Output": {
        const value = item.payload === "" ? null : read(item.payload);
        context.write(note(showRecords ? revived(context, value) : value));
        break;
      }
      case "Error": {
        const record = toErrorRecord(readValue(item.payload));
        if (record) context.writeError(showRecords ? asLive(record) : withOrigin(record, origin));
        break;
      }
      case "Information": {
        const record = toInformationRecord(readValue(item.payload));
        if (!record) break;
        if (showRecords) {
          context.writeInformation(record);
          break;
        }
        // What is to be seen of it comes as a host call beside it: the record itself is for whoever captures it.
        if (record.tags.includes("PSHOST")) record.tags.push(FORWARDED);
        (record as ShownRecord)[shown] = true;
        context.writeInformation(record);
        break;
      }
      case "HostCall": {
        const call = decodeHostCall(item.payload);
        if (isTaken(context, call)) break;
        const payload = playHostCall(context.engine.host, call);
        if (payload !== undefined) answer(item, payload);
        break;
      }
      case "Warning":
      case "Verbose":
      case "Debug": {
        if (!showRecords || item.payload === "") break;
        const record = toInformationalRecord(readValue(item.payload), item.stream);
        if (record) writeMessage(context, item.stream, record.message);
        break;
      }
      default: // a record whose host call came beside it
    }
    context.engine.checkStop();
  }
}

const FILE_OBJECT = /^Deserialized\.System\.IO\.(?:File|Directory)Info$/;

/** What came from a thread of this process: a file or folder is the live object again, as it is here too. */
export function revived(context: CmdletContext, value: unknown): unknown {
  if (!(value instanceof PSObject) || !FILE_OBJECT.test(value.typeNames?.[0] ?? "")) return value;
  const path = value.get("FullName");
  return typeof path === "string" ? (copiedObject(context, path) ?? value) : value;
}

/** True where the caller said what becomes of this command's warnings. */
function takesWarnings(context: CmdletContext): boolean {
  const { boundParameters } = context.invocation;
  if (!(boundParameters instanceof Dictionary)) return false;
  return boundParameters.has("WarningVariable") || boundParameters.has("WarningAction");
}

/** True for a message that the caller wants on a stream, and not on the screen: it is written there. */
function isTaken(context: CmdletContext, call: HostCall): boolean {
  switch (call.method) {
    case "WriteWarningLine":
      if (!takesWarnings(context)) return context.writeDiverted("Warning", call.parameters[0]);
      context.writeWarning(call.parameters[0]);
      return true;
    case "WriteVerboseLine":
      return context.writeDiverted("Verbose", call.parameters[0]);
    case "WriteDebugLine":
      return context.writeDiverted("Debug", call.parameters[0]);
    default:
      return false;
  }
}

/** A message that a thread job wrote: its own preference let it through there. */
function writeMessage(context: CmdletContext, stream: "Warning" | "Verbose" | "Debug", message: string): void {
  if (stream === "Warning") context.writeWarning(message);
  else if (stream === "Verbose") context.writeVerbose(message);
  else context.writeDebug(message);
}

/** The record as one of another computer: a RemotingErrorRecord that knows where it comes from. */
export function withOrigin(record: ErrorRecord, origin: Pick<Origin, "computerName" | "runspaceId">): ErrorRecord {
  record.origin = { computerName: origin.computerName, runspaceId: origin.runspaceId };
  (record as { typeName: string }).typeName = REMOTING_ERROR_RECORD;
  return record;
}

/** A thread job's record never left this computer: its exception is of the type it was. */
export function asLive(record: ErrorRecord): ErrorRecord {
  const { exception } = record;
  if (!(exception instanceof PSException)) return record;
  const serialized = exception.extra.get("SerializedRemoteException");
  const name = serialized instanceof PSObject ? serialized.typeNames?.[0] : undefined;
  if (name) record.exception = new PSException(name.replace(/^Deserialized\./, ""), exception.message);
  return record;
}

const REMOTING_ERROR_RECORD = "System.Management.Automation.Runspaces.RemotingErrorRecord";

/** ErrorRecord.OriginInfo. */
class Origins extends NetObject {
  readonly typeName: string = "System.Management.Automation.Remoting.OriginInfo";
  readonly computerName: string;
  readonly runspaceId: string;
  constructor(computerName: string, runspaceId: string) {
    super();
    this.computerName = computerName;
    this.runspaceId = runspaceId;
  }
}

export const receivedTypes: readonly TypeDefinition[] = [
  {
    name: REMOTING_ERROR_RECORD,
    base: "System.Management.Automation.ErrorRecord",
    properties: {
      OriginInfo: {
        type: "System.Management.Automation.Remoting.OriginInfo",
        get: (record: ErrorRecord) =>
          record.origin ? new Origins(record.origin.computerName, record.origin.runspaceId) : null,
      },
    },
  },
  {
    name: "System.Management.Automation.Remoting.OriginInfo",
    properties: {
      PSComputerName: { type: "System.String", get: (origin: Origins) => origin.computerName },
      RunspaceID: {
        type: "System.Guid",
        get: (origin: Origins) => new Guid(origin.runspaceId || "00000000-0000-0000-0000-000000000000"),
      },
      InstanceID: { type: "System.Guid", get: () => new Guid("00000000-0000-0000-0000-000000000000") },
    },
    text: (origin: Origins) => origin.computerName,
  },
];

/** The error that ended a pipeline, as a record; undefined where it did not fail. */
export function outcomeError(outcome: PipelineOutcome, origin: Origin): ErrorRecord | undefined {
  if (outcome.state === "Failed") return reasonRecord({ kind: "record", payload: outcome.error }, origin);
  if (outcome.state !== "Broken") return undefined;
  return reasonRecord(
    {
      kind: "error",
      message: outcome.message,
      id: outcome.errorId,
      category: "OpenError",
      exceptionType: "System.Management.Automation.Remoting.PSRemotingTransportException",
    },
    origin,
  );
}

/** Why a job failed, as the record that Receive-Job writes. */
export function reasonRecord(
  reason: JobReason,
  /** Undefined: it ran on a thread of this process. */
  origin: Pick<Origin, "computerName" | "runspaceId"> | undefined,
): ErrorRecord {
  if (reason.kind === "record") {
    const record = toErrorRecord(decodePipelineState(reason.payload).error);
    if (record) return origin ? withOrigin(record, origin) : asLive(record);
  }
  const { message, id, category, exceptionType } =
    reason.kind === "error"
      ? reason
      : { message: "The pipeline failed.", id: "JobFailure", category: "OperationStopped", exceptionType: REMOTE };
  const record = new ErrorRecord(new PSException(exceptionType, message), id, category as ErrorRecord["category"]);
  record.reason = exceptionType.slice(exceptionType.lastIndexOf(".") + 1);
  if (!origin) return record;
  record.targetName = origin.computerName;
  record.targetType = "String";
  record.targetObject = origin.computerName;
  return withOrigin(record, origin);
}

const REMOTE = "System.Management.Automation.RemoteException";

/** JobStateInfo.Reason. */
export function reasonException(reason: JobReason | undefined): unknown {
  if (!reason) return null;
  return reasonRecord(reason, { computerName: "localhost", runspaceId: "" }).exception;
}

/** A record of one stream, as the collections of a child job show it. */
export function toReceived(
  stream: string,
  payload: string,
  job: { readonly location: string; readonly runspaceId: string },
): unknown {
  const origin = { computerName: job.location, runspaceId: job.runspaceId, show: false };
  const value = readValue(payload);
  switch (stream) {
    case "Output":
      return noter(origin)(value);
    case "Error": {
      const record = toErrorRecord(value);
      return record ? withOrigin(record, origin) : value;
    }
    case "Information":
      return toInformationRecord(value) ?? value;
    case "Progress":
      return toProgressRecord(value) ?? value;
    default:
      return toInformationalRecord(value, stream as "Warning" | "Verbose" | "Debug") ?? value;
  }
}
