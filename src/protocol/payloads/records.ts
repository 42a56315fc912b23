// The records that travel as messages of their own, as far as they have a form of this protocol: PROGRESS_RECORD,
// and the plain ones. MS-PSRP 2.2.2.20 to 2.2.2.26.

import { EnumValue, PSObject } from "../../objects/index.js";
import type { ProgressData } from "./host-methods.js";
import { bag, intField, readObject, textField, writeObject } from "./fields.js";

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
