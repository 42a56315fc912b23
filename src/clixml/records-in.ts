// Objects off the wire back into records: the reverse of records-out.ts.
//
// Rule: a member that is missing or of another type takes the record's default; only an object that is no such record
// at all gives undefined. So a peer of another version is understood as far as it goes.

import {
  baseOf,
  DateTime,
  ERROR_CATEGORIES,
  type ErrorCategory,
  ErrorRecord,
  HostInformationMessage,
  InformationalRecord,
  InformationRecord,
  InvocationInfo,
  type MessageStream,
  ProgressRecord,
  PSException,
  PSList,
  PSObject,
  UInt32,
} from "../objects/index.js";

function textAt(object: PSObject, name: string): string | undefined {
  const value = baseOf(object.get(name));
  return typeof value === "string" ? value : undefined;
}

function numberAt(object: PSObject, name: string): number | undefined {
  const value = baseOf(object.get(name));
  if (value instanceof UInt32) return value.value;
  return typeof value === "number" ? value : undefined;
}

function objectAt(object: PSObject, name: string): PSObject | null {
  const value = object.get(name);
  return value instanceof PSObject ? value : null;
}

/** The items of a list or array, wrapped or not; undefined for anything else. */
export function itemsOf(value: unknown): readonly unknown[] | undefined {
  const base = baseOf(value);
  if (base instanceof PSList) return base.items;
  return Array.isArray(base) ? base : undefined;
}

/**
 * An error that came over the wire. Its exception is a RemoteException with the message of the real one, which is kept
 * with its invocation as SerializedRemoteException and SerializedRemoteInvocationInfo.
 */
export function toErrorRecord(value: unknown): ErrorRecord | undefined {
  if (value instanceof ErrorRecord) return value;
  if (!(value instanceof PSObject) || !value.has("FullyQualifiedErrorId")) return undefined;
  const serialized = objectAt(value, "Exception");
  const message = (serialized && textAt(serialized, "Message")) ?? value.text ?? "";
  const exception = new PSException("System.Management.Automation.RemoteException", message);
  exception.extra.set("SerializedRemoteException", serialized);
  exception.extra.set("SerializedRemoteInvocationInfo", objectAt(value, "InvocationInfo"));
  const record = new ErrorRecord(
    exception,
    textAt(value, "FullyQualifiedErrorId") ?? "",
    categoryOf(numberAt(value, "ErrorCategory_Category")),
    value.get("TargetObject") ?? null,
  );
  record.activity = textAt(value, "ErrorCategory_Activity") ?? "";
  record.reason = textAt(value, "ErrorCategory_Reason") ?? "";
  record.targetName = textAt(value, "ErrorCategory_TargetName") ?? "";
  record.targetType = textAt(value, "ErrorCategory_TargetType") ?? "";
  record.categoryMessage = textAt(value, "ErrorCategory_Message");
  const details = textAt(value, "ErrorDetails_Message");
  if (details !== undefined)
    record.errorDetails = {
      message: details,
      recommendedAction: textAt(value, "ErrorDetails_RecommendedAction") ?? null,
    };
  record.scriptStackTrace = textAt(value, "ErrorDetails_ScriptStackTrace") ?? null;
  if (value.get("SerializeExtendedInfo") === true) record.invocationInfo = toInvocationInfo(value);
  return record;
}

function categoryOf(number: number | undefined): ErrorCategory {
  return ERROR_CATEGORIES[number ?? 0] ?? "NotSpecified";
}

/** The invocation of a record that carries it in members of its own (InvocationInfo_Line and so on). */
function toInvocationInfo(record: PSObject): InvocationInfo {
  const text = (name: string): string => textAt(record, `InvocationInfo_${name}`) ?? "";
  const number = (name: string): number => numberAt(record, `InvocationInfo_${name}`) ?? 0;
  const info = new InvocationInfo();
  info.invocationName = text("InvocationName");
  info.line = text("Line");
  info.scriptName = text("ScriptName") || null;
  info.scriptLineNumber = number("ScriptLineNumber");
  info.offsetInLine = number("OffsetInLine");
  info.positionMessage = text("PositionMessage");
  info.pipelineLength = number("PipelineLength");
  info.pipelinePosition = number("PipelinePosition");
  const historyId = baseOf(record.get("InvocationInfo_HistoryId"));
  if (typeof historyId === "bigint") info.historyId = historyId;
  info.expectingInput = record.get("InvocationInfo_ExpectingInput") === true;
  info.commandOrigin = numberAt(record, "InvocationInfo_CommandOrigin") === 0 ? "Runspace" : "Internal";
  info.boundParameters = record.get("InvocationInfo_BoundParameters") ?? null;
  info.unboundArguments = record.get("InvocationInfo_UnboundArguments") ?? null;
  return info;
}

/** A warning, verbose or debug record; `stream` is that of the message it came in. */
export function toInformationalRecord(value: unknown, stream: MessageStream): InformationalRecord | undefined {
  if (value instanceof InformationalRecord) return value;
  if (!(value instanceof PSObject)) return undefined;
  const message = textAt(value, "InformationalRecord_Message");
  if (message === undefined) return undefined;
  const record = new InformationalRecord(stream, message);
  if (value.get("InformationalRecord_SerializeInvocationInfo") === true)
    record.invocationInfo = toInvocationInfo(value);
  return record;
}

export function toInformationRecord(value: unknown): InformationRecord | undefined {
  if (value instanceof InformationRecord) return value;
  if (!(value instanceof PSObject) || !value.has("MessageData")) return undefined;
  const time = baseOf(value.get("TimeGenerated"));
  const record = new InformationRecord(
    toMessageData(value.get("MessageData")),
    textAt(value, "Source") ?? "",
    time instanceof DateTime ? time.ticks : 0n,
  );
  const tags = itemsOf(value.get("Tags")) ?? [];
  record.tags = tags.map((tag) => baseOf(tag)).filter((tag): tag is string => typeof tag === "string");
  record.user = textAt(value, "User") ?? "";
  record.computer = textAt(value, "Computer") ?? "";
  record.processId = numberAt(value, "ProcessId") ?? 0;
  record.nativeThreadId = numberAt(value, "NativeThreadId") ?? 0;
  record.managedThreadId = numberAt(value, "ManagedThreadId") ?? 0;
  return record;
}

/** What Write-Host said comes back as what it was. */
function toMessageData(value: unknown): unknown {
  if (
    !(value instanceof PSObject) ||
    !value.typeNames?.[0]?.endsWith("System.Management.Automation.HostInformationMessage")
  )
    return value;
  const colour = (name: string): string | null => {
    const held = value.get(name);
    const text = held instanceof PSObject ? held.text : held;
    return typeof text === "string" && text !== "-1" && text !== "" ? text : null;
  };
  return new HostInformationMessage(
    textAt(value, "Message") ?? "",
    baseOf(value.get("NoNewLine")) === true,
    colour("ForegroundColor"),
    colour("BackgroundColor"),
  );
}

export function toProgressRecord(value: unknown): ProgressRecord | undefined {
  if (value instanceof ProgressRecord) return value;
  if (!(value instanceof PSObject) || !value.has("ActivityId")) return undefined;
  const record = new ProgressRecord(
    numberAt(value, "ActivityId") ?? 0,
    textAt(value, "Activity") ?? "",
    textAt(value, "StatusDescription") ?? "",
  );
  record.currentOperation = textAt(value, "CurrentOperation") ?? null;
  record.parentActivityId = numberAt(value, "ParentActivityId") ?? -1;
  record.percentComplete = numberAt(value, "PercentComplete") ?? -1;
  record.secondsRemaining = numberAt(value, "SecondsRemaining") ?? -1;
  record.recordType = numberAt(value, "Type") === 1 ? "Completed" : "Processing";
  return record;
}
