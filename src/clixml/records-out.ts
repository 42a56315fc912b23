// Records as objects: what an ErrorRecord, a warning, a progress report is made of on the wire. MS-PSRP 2.2.3; the
// members, their order and their types are those of PowerShell 7.6.

import {
  DateTime,
  Dictionary,
  EnumValue,
  ERROR_CATEGORIES,
  ErrorRecord,
  HostInformationMessage,
  InformationalRecord,
  InformationRecord,
  InvocationInfo,
  type ProgressRecord,
  PSException,
  PSList,
  PSObject,
  UInt32,
} from "../objects/index.js";
import type { Description, Pairs } from "./description.js";
import { plainText } from "./plain-text.js";

/** What a serializer sees of a record or of what belongs to one; undefined for anything else. */
export function describeRecord(value: object): Description | undefined {
  if (value instanceof PSException) return describeException(value);
  if (value instanceof ErrorRecord) return describeErrorRecord(value);
  if (value instanceof InvocationInfo) return describeInvocationInfo(value);
  if (value instanceof InformationalRecord) return describeInformationalRecord(value);
  if (value instanceof InformationRecord)
    return { text: plainText(value.messageData), adapted: informationPairs(value), extended: [] };
  if (value instanceof HostInformationMessage) return describeHostMessage(value);
  return undefined;
}

function describeException(exception: PSException): Description {
  const message = ["Message", exception.message] as const;
  const own = [...exception.extra];
  // ArgumentException and its like declare Message themselves; the others have it from System.Exception.
  const overrides = exception.extra.has("ParamName");
  return {
    text: exceptionText(exception),
    adapted: [
      ...(overrides ? [message] : []),
      ...own,
      ["TargetSite", null],
      ...(overrides ? [] : [message]),
      ["Data", new Dictionary("Dictionary", "System.Collections.ListDictionaryInternal")],
      ["InnerException", exception.innerException],
      ["HelpLink", null],
      ["Source", exception.source],
      ["HResult", exception.hResult],
      ["StackTrace", exception.stackTrace],
    ],
    extended: [],
    ownDepth: 1,
  };
}

/** What ToString gives of an exception: the types, messages and traces of it and those within, at most a hundred. */
function exceptionText(exception: PSException, left = 100): string {
  let text = exception.typeName + (exception.message === "" ? "" : `: ${exception.message}`);
  if (exception.innerException && left > 0)
    text += `\n ---> ${exceptionText(exception.innerException, left - 1)}\n   --- End of inner exception stack trace ---`;
  return exception.stackTrace === null ? text : `${text}\n${exception.stackTrace}`;
}

/** The text of an exception, alive or from elsewhere. */
function messageOf(exception: PSException | PSObject): string {
  if (exception instanceof PSException) return exception.message;
  const message = exception.get("Message");
  return typeof message === "string" ? message : (exception.text ?? "");
}

function describeErrorRecord(record: ErrorRecord): Description {
  const pairs: [string, unknown][] = [
    ["Exception", record.exception],
    ["TargetObject", record.targetObject],
    ["FullyQualifiedErrorId", record.fullyQualifiedErrorId],
    ["InvocationInfo", record.invocationInfo],
    ["ErrorCategory_Category", ERROR_CATEGORIES.indexOf(record.category)],
    ["ErrorCategory_Activity", record.activity],
    ["ErrorCategory_Reason", record.reason],
    ["ErrorCategory_TargetName", record.targetName],
    ["ErrorCategory_TargetType", record.targetType],
    ["ErrorCategory_Message", record.categoryMessage ?? categoryMessage(record)],
  ];
  if (record.errorDetails) {
    pairs.push(["ErrorDetails_Message", record.errorDetails.message]);
    pairs.push(["ErrorDetails_RecommendedAction", record.errorDetails.recommendedAction]);
  }
  pairs.push(["SerializeExtendedInfo", false]);
  if (record.scriptStackTrace !== null) pairs.push(["ErrorDetails_ScriptStackTrace", record.scriptStackTrace]);
  pairs.push(["PSMessageDetails", null]);
  return {
    text: record.errorDetails?.message || messageOf(record.exception),
    adapted: [],
    extended: pairs,
    isNote: true,
    typeNames: ["System.Management.Automation.ErrorRecord", "System.Object"],
  };
}

/** `ObjectNotFound: (/nope:String) [Get-Item], ItemNotFoundException`: what CategoryInfo prints. */
export function categoryMessage(record: ErrorRecord): string {
  const { category, activity, reason } = record;
  return `${category}: (${shortened(record.targetName)}:${shortened(record.targetType)}) [${shortened(activity)}], ${shortened(reason)}`;
}

function shortened(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 19)}...${text.slice(-19)}`;
}

function describeInvocationInfo(info: InvocationInfo): Description {
  const { scriptName } = info;
  return {
    text: info.typeName,
    adapted: [
      ["MyCommand", info.myCommand],
      ["BoundParameters", info.boundParameters ?? new Dictionary("Dictionary", STRING_TO_OBJECT)],
      ["UnboundArguments", info.unboundArguments ?? new PSList("List", LIST_OF_OBJECT)],
      ["ScriptLineNumber", info.scriptLineNumber],
      ["OffsetInLine", info.offsetInLine],
      ["HistoryId", info.historyId],
      ["ScriptName", scriptName ?? ""],
      ["Line", info.line],
      ["Statement", info.statement],
      ["PositionMessage", info.positionMessage],
      ["PSScriptRoot", scriptName ? folderOf(scriptName) : ""],
      ["PSCommandPath", scriptName],
      ["InvocationName", info.invocationName],
      ["PipelineLength", info.pipelineLength],
      ["PipelinePosition", info.pipelinePosition],
      ["ExpectingInput", info.expectingInput],
      [
        "CommandOrigin",
        new EnumValue(
          "System.Management.Automation.CommandOrigin",
          info.commandOrigin === "Internal" ? 1 : 0,
          info.commandOrigin,
        ),
      ],
      ["DisplayScriptPosition", null],
    ],
    extended: [],
  };
}

const STRING_TO_OBJECT = "System.Collections.Generic.Dictionary`2[[System.String],[System.Object]]";
const LIST_OF_OBJECT = "System.Collections.Generic.List`1[[System.Object]]";
const LIST_OF_STRING = "System.Collections.Generic.List`1[[System.String]]";

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"), 0));
}

function describeInformationalRecord(record: InformationalRecord): Description {
  return {
    text: record.message,
    adapted: [],
    extended: [
      ["InformationalRecord_Message", record.message],
      ["InformationalRecord_SerializeInvocationInfo", false],
    ],
    isNote: true,
    typeNames: [record.typeName, "System.Management.Automation.InformationalRecord", "System.Object"],
  };
}

function describeHostMessage(message: HostInformationMessage): Description {
  return {
    text: message.message,
    adapted: [
      ["Message", message.message],
      ["NoNewLine", message.noNewLine],
      // A colour that was not given is the enumeration's undefined value.
      ["ForegroundColor", message.foregroundColor ?? "-1"],
      ["BackgroundColor", message.backgroundColor ?? "-1"],
    ],
    extended: [],
  };
}

function informationPairs(record: InformationRecord): Pairs {
  return [
    ["MessageData", record.messageData],
    ["Source", record.source],
    ["TimeGenerated", new DateTime(record.timeGenerated, "Local")],
    ["Tags", new PSList("List", LIST_OF_STRING, record.tags.slice(), "System.String")],
    ["User", record.user],
    ["Computer", record.computer],
    ["ProcessId", new UInt32(record.processId)],
    ["NativeThreadId", new UInt32(record.nativeThreadId)],
    ["ManagedThreadId", new UInt32(record.managedThreadId)],
  ];
}

/** An object of these members and no type: what the messages of the protocol are. */
export function bag(members: Iterable<readonly [string, unknown]> | Record<string, unknown>): PSObject {
  const object = PSObject.of(members);
  object.typeNames = [];
  return object;
}

/** The payload of ERROR_RECORD, and ExceptionAsErrorRecord of PIPELINE_STATE. */
export function errorRecordObject(record: ErrorRecord): PSObject {
  return described(describeErrorRecord(record));
}

/** The payload of WARNING_RECORD, VERBOSE_RECORD and DEBUG_RECORD. */
export function informationalRecordObject(record: InformationalRecord): PSObject {
  return described(describeInformationalRecord(record));
}

function described(description: Description): PSObject {
  const object = PSObject.of(description.extended);
  object.typeNames = [...description.typeNames!];
  object.text = description.text;
  return object;
}

/** The payload of INFORMATION_RECORD. */
export function informationRecordObject(record: InformationRecord): PSObject {
  return bag(informationPairs(record));
}

/** The payload of PROGRESS_RECORD. */
export function progressRecordObject(record: ProgressRecord): PSObject {
  return bag([
    ["Activity", record.activity],
    ["ActivityId", record.activityId],
    ["StatusDescription", record.statusDescription],
    ["CurrentOperation", record.currentOperation],
    ["ParentActivityId", record.parentActivityId],
    ["PercentComplete", record.percentComplete],
    [
      "Type",
      new EnumValue(
        "System.Management.Automation.ProgressRecordType",
        record.recordType === "Completed" ? 1 : 0,
        record.recordType,
      ),
    ],
    ["SecondsRemaining", record.secondsRemaining],
  ]);
}
