// The records that travel as messages of their own: ERROR_RECORD, WARNING_RECORD, VERBOSE_RECORD, DEBUG_RECORD,
// INFORMATION_RECORD, PROGRESS_RECORD. MS-PSRP 2.2.2.20 to 2.2.2.26.

import {
  type ReadOptions,
  type WriteOptions,
  errorRecordObject,
  informationRecordObject,
  informationalRecordObject,
  toErrorRecord,
  toInformationRecord,
  toInformationalRecord,
  writeValue,
} from "../../clixml/index.js";
import {
  EnumValue,
  type ErrorCategory,
  ErrorRecord,
  type InformationRecord,
  type InformationalRecord,
  type MessageStream,
  PSException,
  type PSObject,
} from "../../objects/index.js";
import { remoteFault } from "../errors.js";
import type { ProgressData } from "./host-methods.js";
import { bag, intField, readObject, readPayload, textField, writeObject } from "./fields.js";

export function encodeErrorRecord(record: ErrorRecord, options?: WriteOptions): string {
  return writeValue(errorRecordObject(record), options);
}

/** What an error says, for one that no engine made. */
export interface PlainFailure {
  readonly message: string;
  /** Full name of the .NET exception. */
  readonly exceptionType: string;
  readonly fullyQualifiedErrorId: string;
  readonly category: ErrorCategory;
}

/** The payload text of an error record for `failure`. */
export function encodeFailure(failure: PlainFailure): string {
  const exception = new PSException(failure.exceptionType, failure.message);
  const record = new ErrorRecord(exception, failure.fullyQualifiedErrorId, failure.category);
  record.reason = failure.exceptionType.slice(failure.exceptionType.lastIndexOf(".") + 1);
  return encodeErrorRecord(record);
}

export function decodeErrorRecord(payload: string, options?: ReadOptions): ErrorRecord {
  return toErrorRecord(readPayload(payload, options)) ?? notA("an error record");
}

export function encodeInformationalRecord(record: InformationalRecord, options?: WriteOptions): string {
  return writeValue(informationalRecordObject(record), options);
}

export function decodeInformationalRecord(
  stream: MessageStream,
  payload: string,
  options?: ReadOptions,
): InformationalRecord {
  return toInformationalRecord(readPayload(payload, options), stream) ?? notA(`a ${stream.toLowerCase()} record`);
}

export function encodeInformationRecord(record: InformationRecord, options?: WriteOptions): string {
  return writeValue(informationRecordObject(record), options);
}

export function decodeInformationRecord(payload: string, options?: ReadOptions): InformationRecord {
  return toInformationRecord(readPayload(payload, options)) ?? notA("an information record");
}

function notA(what: string): never {
  throw remoteFault(`The object that was received is not ${what}.`);
}

function progressFields(progress: ProgressData): (readonly [string, unknown])[] {
  return [
    ["Activity", progress.activity],
    ["ActivityId", progress.activityId],
    ["StatusDescription", progress.statusDescription],
    ["CurrentOperation", progress.currentOperation],
    ["ParentActivityId", progress.parentActivityId],
    ["PercentComplete", progress.percentComplete],
    ["Type", progressType(progress.type)],
    ["SecondsRemaining", progress.secondsRemaining],
  ];
}

function progressType(type: number): EnumValue {
  const name = type === 1 ? "Completed" : "Processing";
  return new EnumValue("System.Management.Automation.ProgressRecordType", type, name);
}

export function progressObject(progress: ProgressData): PSObject {
  return bag(progressFields(progress));
}

export function encodeProgressRecord(progress: ProgressData): string {
  return writeObject(progressFields(progress));
}

export function decodeProgressRecord(payload: string): ProgressData {
  return readProgress(readObject(payload));
}

export function readProgress(object: PSObject): ProgressData {
  return {
    activity: textField(object, "Activity") ?? "",
    activityId: intField(object, "ActivityId"),
    statusDescription: textField(object, "StatusDescription") ?? "",
    currentOperation: textField(object, "CurrentOperation"),
    parentActivityId: intField(object, "ParentActivityId"),
    percentComplete: intField(object, "PercentComplete"),
    type: intField(object, "Type"),
    secondsRemaining: intField(object, "SecondsRemaining"),
  };
}
