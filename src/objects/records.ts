// The records that travel beside the output: errors and the other streams. Data only.

import { NetObject } from "./net-object.js";
import type { PSObject } from "./psobject.js";

/** Names of System.Management.Automation.ErrorCategory in the order of their numbers. */
export const ERROR_CATEGORIES = [
  "NotSpecified",
  "OpenError",
  "CloseError",
  "DeviceError",
  "DeadlockDetected",
  "InvalidArgument",
  "InvalidData",
  "InvalidOperation",
  "InvalidResult",
  "InvalidType",
  "MetadataError",
  "NotImplemented",
  "NotInstalled",
  "ObjectNotFound",
  "OperationStopped",
  "OperationTimeout",
  "SyntaxError",
  "ParserError",
  "PermissionDenied",
  "ResourceBusy",
  "ResourceExists",
  "ResourceUnavailable",
  "ReadError",
  "WriteError",
  "FromStdErr",
  "SecurityError",
  "ProtocolError",
  "ConnectionError",
  "AuthenticationError",
  "LimitsExceeded",
  "QuotaExceeded",
  "NotEnabled",
] as const;

export type ErrorCategory = (typeof ERROR_CATEGORIES)[number];

/** A .NET exception as data. The engine throws JavaScript errors that carry one. */
export class PSException extends NetObject {
  readonly typeName: string;
  message: string;
  innerException: PSException | null;
  stackTrace: string | null = null;
  source: string | null = null;
  hResult = -2146233088;
  /** Further properties of the exception's class (ParamName, ErrorRecord, Errors …). */
  readonly extra: Map<string, unknown> = new Map();
  /** An instance of a script's own exception class, where the exception is one. */
  instance: unknown = undefined;
  constructor(typeName: string, message: string, innerException: PSException | null = null) {
    super();
    this.typeName = typeName;
    this.message = message;
    this.innerException = innerException;
  }
}

/** Where in the script a command was called. Lines and columns count from 1. */
export class InvocationInfo extends NetObject {
  readonly typeName: string = "System.Management.Automation.InvocationInfo";
  myCommand: unknown = null;
  invocationName = "";
  line = "";
  scriptName: string | null = null;
  scriptLineNumber = 0;
  offsetInLine = 0;
  statement = "";
  positionMessage = "";
  pipelineLength = 0;
  pipelinePosition = 0;
  historyId: bigint = -1n;
  expectingInput = false;
  commandOrigin: "Runspace" | "Internal" = "Internal";
  boundParameters: unknown = null;
  unboundArguments: unknown = null;
}

export interface ErrorDetails {
  message: string;
  recommendedAction: string | null;
}

/** The computer and runspace a remote record came from. */
export interface OriginInfo {
  computerName: string;
  runspaceId: string;
}

/** System.Management.Automation.ErrorRecord. */
export class ErrorRecord extends NetObject {
  readonly typeName: string = "System.Management.Automation.ErrorRecord";
  exception: PSException | PSObject;
  fullyQualifiedErrorId: string;
  category: ErrorCategory;
  activity = "";
  reason = "";
  targetName = "";
  targetType = "";
  targetObject: unknown;
  errorDetails: ErrorDetails | null = null;
  invocationInfo: InvocationInfo | PSObject | null = null;
  scriptStackTrace: string | null = null;
  /** Category message where it came ready-made over the wire. */
  categoryMessage: string | undefined;
  origin: OriginInfo | undefined;
  constructor(
    exception: PSException | PSObject,
    fullyQualifiedErrorId: string,
    category: ErrorCategory,
    targetObject: unknown = null,
  ) {
    super();
    this.exception = exception;
    this.fullyQualifiedErrorId = fullyQualifiedErrorId;
    this.category = category;
    this.targetObject = targetObject;
  }
}

export type MessageStream = "Warning" | "Verbose" | "Debug";

/** WarningRecord, VerboseRecord or DebugRecord. */
export class InformationalRecord extends NetObject {
  readonly stream: MessageStream;
  readonly message: string;
  invocationInfo: InvocationInfo | PSObject | null = null;
  /** Set where a script threw it away (`3>$null`): it is not to be shown. */
  declare silenced?: true;
  constructor(stream: MessageStream, message: string) {
    super();
    this.stream = stream;
    this.message = message;
  }
  get typeName(): string {
    return `System.Management.Automation.${this.stream}Record`;
  }
}

/** System.Management.Automation.InformationRecord (stream 6). `messageData` of Write-Host is a HostInformationMessage. */
export class InformationRecord extends NetObject {
  readonly typeName: string = "System.Management.Automation.InformationRecord";
  messageData: unknown;
  source: string;
  timeGenerated: bigint;
  tags: string[] = [];
  user = "";
  computer = "";
  processId = 0;
  nativeThreadId = 0;
  managedThreadId = 0;
  /** Set where a script threw it away (`6>$null`): it is not to be shown. */
  declare silenced?: true;
  /** `timeGenerated` in .NET ticks, local time. */
  constructor(messageData: unknown, source: string, timeGenerated: bigint) {
    super();
    this.messageData = messageData;
    this.source = source;
    this.timeGenerated = timeGenerated;
  }
}

/** System.Management.Automation.HostInformationMessage: what Write-Host said, and how. Colours are ConsoleColor names. */
export class HostInformationMessage extends NetObject {
  readonly typeName: string = "System.Management.Automation.HostInformationMessage";
  readonly message: string;
  readonly noNewLine: boolean;
  readonly foregroundColor: string | null;
  readonly backgroundColor: string | null;
  constructor(
    message: string,
    noNewLine: boolean,
    foregroundColor: string | null = null,
    backgroundColor: string | null = null,
  ) {
    super();
    this.message = message;
    this.noNewLine = noNewLine;
    this.foregroundColor = foregroundColor;
    this.backgroundColor = backgroundColor;
  }
}

/** System.Management.Automation.ProgressRecord. */
export class ProgressRecord extends NetObject {
  readonly typeName: string = "System.Management.Automation.ProgressRecord";
  activityId: number;
  parentActivityId = -1;
  activity: string;
  statusDescription: string;
  currentOperation: string | null = null;
  percentComplete = -1;
  secondsRemaining = -1;
  recordType: "Processing" | "Completed" = "Processing";
  constructor(activityId: number, activity: string, statusDescription: string) {
    super();
    this.activityId = activityId;
    this.activity = activity;
    this.statusDescription = statusDescription;
  }
}

/** The seven streams by the names PowerShell uses, in the order of their numbers (1 to 6; progress has none). */
export type StreamName = "Output" | "Error" | "Warning" | "Verbose" | "Debug" | "Information" | "Progress";
