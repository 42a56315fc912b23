// PowerShell's records: errors, invocations, and those of the other streams.

import {
  Dictionary,
  ERROR_CATEGORIES,
  ErrorRecord,
  HostInformationMessage,
  InformationalRecord,
  InformationRecord,
  InvocationInfo,
  NetObject,
  ProgressRecord,
  DateTime,
} from "../../../../objects/index.js";
import type { ErrorCategory, ErrorDetails } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { Family } from "../../define.js";
import { elementText } from "../../text/text.js";
import { shortName } from "../../type-name.js";
import { typeNameOf } from "../../type-of.js";
import { contextOf, enumOf, numberOf } from "../common.js";

/** `.CategoryInfo` of a record: reads and writes the record's own fields. */
class ErrorCategoryInfo extends NetObject {
  readonly typeName: string = "System.Management.Automation.ErrorCategoryInfo";
  readonly record: ErrorRecord;
  constructor(record: ErrorRecord) {
    super();
    this.record = record;
  }
  message(engine: Engine): string {
    const { category, activity, categoryMessage } = this.record;
    if (categoryMessage !== undefined) return categoryMessage;
    const target = `${targetName(this.record, engine)}:${targetType(this.record)}`;
    return `${category}: (${target}) [${activity}], ${reasonOf(this.record)}`;
  }
}

function targetName(record: ErrorRecord, engine: Engine): string {
  if (record.targetName !== "" || record.targetObject === null || record.targetObject === undefined)
    return record.targetName;
  return engine.values.toText(record.targetObject);
}

function targetType(record: ErrorRecord): string {
  if (record.targetType !== "" || record.targetObject === null || record.targetObject === undefined)
    return record.targetType;
  return shortName(typeNameOf(record.targetObject));
}

function reasonOf(record: ErrorRecord): string {
  return record.reason !== "" ? record.reason : shortName(typeNameOf(record.exception));
}

/** `.ErrorDetails` as an object. */
class ErrorDetailsObject extends NetObject implements ErrorDetails {
  readonly typeName: string = "System.Management.Automation.ErrorDetails";
  message: string;
  recommendedAction: string | null;
  constructor(message: string, recommendedAction: string | null = null) {
    super();
    this.message = message;
    this.recommendedAction = recommendedAction;
  }
}

function detailsOf(record: ErrorRecord): ErrorDetailsObject | null {
  const details = record.errorDetails;
  if (details === null || details instanceof ErrorDetailsObject) return details;
  const made = new ErrorDetailsObject(details.message, details.recommendedAction);
  record.errorDetails = made;
  return made;
}

const A = "System.Management.Automation.";

// What the data's own ToString gives: a list is its type's name here.
const informationText = (self: InformationRecord, engine: Engine): string =>
  elementText(self.messageData, contextOf(engine));

export const recordTypes: Family = {
  [`${A}ErrorRecord`]: () => ({
    members: {
      [`new(System.Exception exception, string errorId, ${A}ErrorCategory errorCategory, System.Object targetObject)`]:
        (exception, id, category, target) =>
          new ErrorRecord(exception, id, ERROR_CATEGORIES[numberOf(category)] as ErrorCategory, target),
      [`new(${A}ErrorRecord errorRecord, System.Exception replaceParentContainsErrorRecordException)`]: (
        source: ErrorRecord,
        exception,
      ) => {
        const copy = new ErrorRecord(exception, source.fullyQualifiedErrorId, source.category, source.targetObject);
        copy.invocationInfo = source.invocationInfo;
        return copy;
      },
      "System.Exception Exception": (self: ErrorRecord) => self.exception,
      "System.Object TargetObject": (self: ErrorRecord) => self.targetObject ?? null,
      [`${A}ErrorCategoryInfo CategoryInfo`]: (self: ErrorRecord) => new ErrorCategoryInfo(self),
      "string FullyQualifiedErrorId": (self: ErrorRecord) => self.fullyQualifiedErrorId,
      [`${A}ErrorDetails ErrorDetails`]: [detailsOf, (self: ErrorRecord, value) => (self.errorDetails = value)],
      [`${A}InvocationInfo InvocationInfo`]: (self: ErrorRecord) => self.invocationInfo,
      "string ScriptStackTrace": (self: ErrorRecord) => self.scriptStackTrace,
      "System.Object PipelineIterationInfo": () => [],
      "string ToString()": (self, engine: Engine) => engine.values.toText(self),
    },
    extended: { "script System.Object PSMessageDetails": () => null },
  }),
  [`${A}ErrorCategoryInfo`]: () => ({
    members: {
      [`${A}ErrorCategory Category`]: (self: ErrorCategoryInfo, engine) =>
        enumOf(engine, `${A}ErrorCategory`, self.record.category),
      "string Activity": [
        (self: ErrorCategoryInfo) => self.record.activity,
        (self: ErrorCategoryInfo, value) => (self.record.activity = value),
      ],
      "string Reason": [
        (self: ErrorCategoryInfo) => reasonOf(self.record),
        (self: ErrorCategoryInfo, value) => (self.record.reason = value),
      ],
      "string TargetName": [
        (self: ErrorCategoryInfo, engine) => targetName(self.record, engine),
        (self: ErrorCategoryInfo, value) => (self.record.targetName = value),
      ],
      "string TargetType": [
        (self: ErrorCategoryInfo) => targetType(self.record),
        (self: ErrorCategoryInfo, value) => (self.record.targetType = value),
      ],
      "string GetMessage()": (self: ErrorCategoryInfo, engine) => self.message(engine),
      "string ToString()": (self: ErrorCategoryInfo, engine) => self.message(engine),
    },
    text: (self: ErrorCategoryInfo, engine) => self.message(engine),
  }),
  [`${A}ErrorDetails`]: () => ({
    members: {
      "new(string message)": (message) => new ErrorDetailsObject(message),
      "string Message": (self: ErrorDetailsObject) => self.message,
      "string RecommendedAction": [
        (self: ErrorDetailsObject) => self.recommendedAction,
        (self: ErrorDetailsObject, value) => (self.recommendedAction = value),
      ],
      "string ToString()": (self: ErrorDetailsObject) => self.message,
    },
    text: (self: ErrorDetailsObject) => self.message,
  }),
  [`${A}InvocationInfo`]: () => ({
    members: {
      [`${A}CommandInfo MyCommand`]: (self: InvocationInfo) => self.myCommand,
      "System.Collections.Generic.Dictionary[string,System.Object] BoundParameters": (self: InvocationInfo) =>
        self.boundParameters ??
        new Dictionary("Dictionary", "System.Management.Automation.PSBoundParametersDictionary"),
      "System.Collections.Generic.List[System.Object] UnboundArguments": (self: InvocationInfo) =>
        self.unboundArguments ?? [],
      "int ScriptLineNumber": (self: InvocationInfo) => self.scriptLineNumber,
      "int OffsetInLine": (self: InvocationInfo) => self.offsetInLine,
      "long HistoryId": (self: InvocationInfo) => self.historyId,
      "string ScriptName": (self: InvocationInfo) => self.scriptName ?? "",
      "string Line": (self: InvocationInfo) => self.line,
      "string Statement": (self: InvocationInfo) => self.statement,
      "string PositionMessage": (self: InvocationInfo) => self.positionMessage,
      "string PSScriptRoot": (self: InvocationInfo) => folderOf(self.scriptName),
      "string PSCommandPath": (self: InvocationInfo) => self.scriptName ?? "",
      "string InvocationName": (self: InvocationInfo) => self.invocationName,
      "int PipelineLength": (self: InvocationInfo) => self.pipelineLength,
      "int PipelinePosition": (self: InvocationInfo) => self.pipelinePosition,
      "bool ExpectingInput": (self: InvocationInfo) => self.expectingInput,
      [`${A}CommandOrigin CommandOrigin`]: (self: InvocationInfo, engine) =>
        enumOf(engine, `${A}CommandOrigin`, self.commandOrigin),
      "System.Object DisplayScriptPosition": () => null,
    },
  }),
  [`${A}PSBoundParametersDictionary`]: () => ({
    base: "System.Collections.Generic.Dictionary`2[[System.String],[System.Object]]",
  }),
  [`${A}InformationalRecord`]: () => ({
    kind: "abstract",
    members: {
      "string Message": (self: InformationalRecord) => self.message,
      [`${A}InvocationInfo InvocationInfo`]: (self: InformationalRecord) => self.invocationInfo,
      "System.Object PipelineIterationInfo": () => [],
      "string ToString()": (self: InformationalRecord) => self.message,
    },
    text: (self: InformationalRecord) => self.message,
  }),
  [`${A}WarningRecord`]: () => ({
    base: `${A}InformationalRecord`,
    members: { "new(string message)": (message) => new InformationalRecord("Warning", message) },
  }),
  [`${A}VerboseRecord`]: () => ({
    base: `${A}InformationalRecord`,
    members: { "new(string message)": (message) => new InformationalRecord("Verbose", message) },
  }),
  [`${A}DebugRecord`]: () => ({
    base: `${A}InformationalRecord`,
    members: { "new(string message)": (message) => new InformationalRecord("Debug", message) },
  }),
  [`${A}InformationRecord`]: () => ({
    members: {
      "new(System.Object messageData, string source)": (data, source, engine: Engine) =>
        new InformationRecord(data, source, (engine.values.getStatic("datetime", "Now") as DateTime).ticks),
      "System.Object MessageData": (self: InformationRecord) => self.messageData,
      "string Source": (self: InformationRecord) => self.source,
      "datetime TimeGenerated": (self: InformationRecord) => new DateTime(self.timeGenerated, "Local"),
      "System.Collections.Generic.List[string] Tags": (self: InformationRecord) => self.tags,
      "string User": (self: InformationRecord) => self.user,
      "string Computer": (self: InformationRecord) => self.computer,
      "uint ProcessId": (self: InformationRecord) => self.processId,
      "uint NativeThreadId": (self: InformationRecord) => self.nativeThreadId,
      "uint ManagedThreadId": (self: InformationRecord) => self.managedThreadId,
      "string ToString()": (self: InformationRecord, engine: Engine) => informationText(self, engine),
    },
    text: informationText,
  }),
  [`${A}HostInformationMessage`]: () => ({
    members: {
      "string Message": (self: HostInformationMessage) => self.message,
      "System.Object NoNewLine": (self: HostInformationMessage) => self.noNewLine,
      "System.Object ForegroundColor": (self: HostInformationMessage, engine) =>
        self.foregroundColor === null ? null : enumOf(engine, "System.ConsoleColor", self.foregroundColor),
      "System.Object BackgroundColor": (self: HostInformationMessage, engine) =>
        self.backgroundColor === null ? null : enumOf(engine, "System.ConsoleColor", self.backgroundColor),
      "string ToString()": (self: HostInformationMessage) => self.message,
    },
    text: (self: HostInformationMessage) => self.message,
  }),
  [`${A}ProgressRecord`]: () => ({
    members: {
      "new(int activityId, string activity, string statusDescription)": (id, activity, status) =>
        new ProgressRecord(id, activity, status),
      "int ActivityId": (self: ProgressRecord) => self.activityId,
      "int ParentActivityId": [
        (self: ProgressRecord) => self.parentActivityId,
        (self: ProgressRecord, value) => (self.parentActivityId = value),
      ],
      "string Activity": [
        (self: ProgressRecord) => self.activity,
        (self: ProgressRecord, value) => (self.activity = value),
      ],
      "string StatusDescription": [
        (self: ProgressRecord) => self.statusDescription,
        (self: ProgressRecord, value) => (self.statusDescription = value),
      ],
      "string CurrentOperation": [
        (self: ProgressRecord) => self.currentOperation,
        (self: ProgressRecord, value) => (self.currentOperation = value),
      ],
      "int PercentComplete": [
        (self: ProgressRecord) => self.percentComplete,
        (self: ProgressRecord, value) => (self.percentComplete = value),
      ],
      "int SecondsRemaining": [
        (self: ProgressRecord) => self.secondsRemaining,
        (self: ProgressRecord, value) => (self.secondsRemaining = value),
      ],
      [`${A}ProgressRecordType RecordType`]: [
        (self: ProgressRecord, engine) => enumOf(engine, `${A}ProgressRecordType`, self.recordType),
        (self: ProgressRecord, value) => (self.recordType = numberOf(value) === 1 ? "Completed" : "Processing"),
      ],
    },
    text: (self: ProgressRecord) =>
      `parent = ${self.parentActivityId} id = ${self.activityId} act = ${self.activity} stat = ${self.statusDescription} cur = ${self.currentOperation ?? ""} pct = ${self.percentComplete} sec = ${self.secondsRemaining} type = ${self.recordType}`,
  }),
};

function folderOf(path: string | null): string {
  if (path === null) return "";
  const slash = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return slash <= 0 ? path.slice(0, slash + 1) : path.slice(0, slash);
}
