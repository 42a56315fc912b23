// The commands that write to streams: Write-Host, -Information, -Warning, -Verbose, -Debug, -Error, -Progress; Read-Host.

import type {
  CmdletContext,
  CmdletDefinition,
  CmdletEntry,
  ConsoleColor,
  ParameterDefinition,
} from "../../engine/index.js";
import {
  baseOf,
  ERROR_CATEGORIES,
  ErrorRecord,
  EnumValue,
  HostInformationMessage,
  InformationRecord,
  ProgressRecord,
  PSException,
  UNIX_EPOCH_TICKS,
  type ErrorCategory,
} from "../../objects/index.js";
import { entriesOf } from "../shared/family.js";

const UTILITY = "Microsoft.PowerShell.Utility";
const MESSAGE: ParameterDefinition = {
  type: "string",
  position: 0,
  mandatory: true,
  fromPipeline: true,
  aliases: ["Msg"],
  allowEmptyString: true,
};

function messageCmdlet(
  stream: "Warning" | "Verbose" | "Debug",
  write: (context: CmdletContext, message: string) => void,
): CmdletDefinition {
  return {
    name: `Write-${stream}`,
    module: UTILITY,
    synopsis: `Writes text to the ${stream.toLowerCase()} stream.`,
    parameters: { Message: MESSAGE },
    examples: [{ code: `Write-${stream} careful ${stream === "Warning" ? "" : `-${stream} `}*>&1`, output: "careful" }],
    run: (context) => ({ process: () => write(context, context.bound["Message"]) }),
  };
}

const writeWarning: CmdletDefinition = messageCmdlet("Warning", (context, message) => context.writeWarning(message));
const writeVerbose: CmdletDefinition = messageCmdlet("Verbose", (context, message) => context.writeVerbose(message));
const writeDebug: CmdletDefinition = messageCmdlet("Debug", (context, message) => context.writeDebug(message));

function newInformation(context: CmdletContext, data: unknown, tags: readonly string[]): InformationRecord {
  const { host } = context.engine;
  const offsetMs = host.computer.utcOffsetMinutes(host.now()) * 60_000;
  const ticks = UNIX_EPOCH_TICKS + BigInt(Math.round((host.now() + offsetMs) * 10_000));
  const record = new InformationRecord(
    data,
    context.invocation.scriptName ?? `Write-${data instanceof HostInformationMessage ? "Host" : "Information"}`,
    ticks,
  );
  record.tags = [...tags];
  record.user = host.computer.userName;
  record.computer = host.computer.name;
  record.processId = host.computer.processId;
  return record;
}

const writeInformation: CmdletDefinition = {
  name: "Write-Information",
  module: UTILITY,
  synopsis: "Specifies how PowerShell handles information stream data for a command.",
  parameters: {
    MessageData: {
      type: "object",
      aliases: ["Msg", "Message"],
      position: 0,
      mandatory: true,
      fromPipeline: true,
      allowNull: true,
    },
    Tags: { type: "string[]", position: 1 },
  },
  examples: [{ code: "Write-Information note 6>&1", output: "note" }],
  run: (context) => ({
    process: () =>
      context.writeInformation(newInformation(context, context.bound["MessageData"], context.bound["Tags"] ?? [])),
  }),
};

const writeHost: CmdletDefinition = {
  name: "Write-Host",
  module: UTILITY,
  synopsis: "Writes customized output to a host.",
  parameters: {
    Object: {
      type: "object",
      aliases: ["Msg", "Message"],
      position: 0,
      fromPipeline: true,
      fromRemainingArguments: true,
      allowNull: true,
    },
    NoNewline: { type: "switch" },
    Separator: { type: "object" },
    ForegroundColor: { type: "System.ConsoleColor" },
    BackgroundColor: { type: "System.ConsoleColor" },
  },
  examples: [{ code: "Write-Host 1 2 3 -Separator ', ' 6>&1", output: "1, 2, 3" }],
  run: (context) => ({
    process() {
      const { bound } = context;
      const separator = bound["Separator"] === undefined ? " " : context.engine.values.toText(bound["Separator"]);
      const message = new HostInformationMessage(
        joinObjects(context, bound["Object"], separator),
        bound["NoNewline"] === true,
        colorName(bound["ForegroundColor"]),
        colorName(bound["BackgroundColor"]),
      );
      context.writeInformation(newInformation(context, message, ["PSHOST"]));
    },
  }),
};

function colorName(value: unknown): ConsoleColor | null {
  return value instanceof EnumValue ? (value.text as ConsoleColor) : null;
}

/** Lists within lists are joined too; null is nothing. */
function joinObjects(context: CmdletContext, value: unknown, separator: string): string {
  const { values } = context.engine;
  if (value === undefined || value === null) return "";
  if (typeof baseOf(value) === "string") return baseOf(value) as string;
  const items = values.enumerate(value);
  if (!items) return values.toText(value);
  return Array.from(items, (item) => joinObjects(context, item, separator)).join(separator);
}

const writeError: CmdletDefinition = {
  name: "Write-Error",
  module: UTILITY,
  synopsis: "Writes an object to the error stream.",
  defaultParameterSet: "NoException",
  parameters: {
    Exception: { type: "System.Exception", sets: { WithException: { mandatory: true, position: 0 } } },
    Message: {
      type: "string",
      aliases: ["Msg"],
      sets: { NoException: { position: 0, mandatory: true, fromPipeline: true }, WithException: {} },
      allowNull: true,
      allowEmptyString: true,
    },
    ErrorRecord: {
      type: "System.Management.Automation.ErrorRecord",
      sets: { ErrorRecord: { position: 0, mandatory: true } },
    },
    Category: { type: "System.Management.Automation.ErrorCategory", sets: { NoException: {}, WithException: {} } },
    ErrorId: { type: "string", sets: { NoException: {}, WithException: {} } },
    TargetObject: { type: "object", sets: { NoException: {}, WithException: {} } },
    RecommendedAction: { type: "string" },
    CategoryActivity: { type: "string", aliases: ["Activity"] },
    CategoryReason: { type: "string", aliases: ["Reason"] },
    CategoryTargetName: { type: "string", aliases: ["TargetName"] },
    CategoryTargetType: { type: "string", aliases: ["TargetType"] },
  },
  examples: [{ code: "Write-Error oops -ErrorAction SilentlyContinue; $Error[0].Exception.Message", output: "oops" }],
  run: (context) => ({
    process: () => context.writeError(makeError(context)),
  }),
};

const WRITE_ERROR_EXCEPTION = "Microsoft.PowerShell.Commands.WriteErrorException";

function makeError(context: CmdletContext): ErrorRecord {
  const { bound } = context;
  const record = bound["ErrorRecord"] ? copyRecord(bound["ErrorRecord"]) : newRecord(context);
  const action: string | undefined = bound["RecommendedAction"];
  if (bound["Message"] !== undefined && bound["Exception"] !== undefined)
    record.errorDetails = { message: bound["Message"], recommendedAction: null };
  if (action !== undefined)
    record.errorDetails = { message: record.errorDetails?.message ?? messageOf(record), recommendedAction: action };
  record.activity = bound["CategoryActivity"] ?? (record.activity || "Write-Error");
  if (bound["CategoryReason"]) record.reason = bound["CategoryReason"];
  if (bound["CategoryTargetName"]) record.targetName = bound["CategoryTargetName"];
  if (bound["CategoryTargetType"]) record.targetType = bound["CategoryTargetType"];
  return record;
}

function newRecord(context: CmdletContext): ErrorRecord {
  const { bound } = context;
  const given = baseOf(bound["Exception"]);
  const exception =
    given instanceof PSException ? given : new PSException(WRITE_ERROR_EXCEPTION, bound["Message"] ?? "");
  return new ErrorRecord(
    exception,
    bound["ErrorId"] ?? exception.typeName,
    categoryOf(bound["Category"]),
    bound["TargetObject"] ?? null,
  );
}

function copyRecord(original: ErrorRecord): ErrorRecord {
  return Object.assign(
    new ErrorRecord(original.exception, original.fullyQualifiedErrorId, original.category, original.targetObject),
    original,
  );
}

function messageOf(record: ErrorRecord): string {
  return record.exception instanceof PSException ? record.exception.message : "";
}

function categoryOf(value: unknown): ErrorCategory {
  return value instanceof EnumValue ? (ERROR_CATEGORIES[Number(value.value)] ?? "NotSpecified") : "NotSpecified";
}

const writeProgress: CmdletDefinition = {
  name: "Write-Progress",
  module: UTILITY,
  synopsis: "Displays a progress bar within a PowerShell command window.",
  parameters: {
    Activity: { type: "string", position: 0, validate: [{ kind: "NotNullOrEmpty" }] },
    Status: { type: "string", position: 1, validate: [{ kind: "NotNullOrEmpty" }] },
    Id: { type: "int", position: 2, validate: [{ kind: "Range", min: 0, max: 2147483647 }] },
    PercentComplete: { type: "int", validate: [{ kind: "Range", min: -1, max: 100 }] },
    SecondsRemaining: { type: "int" },
    CurrentOperation: { type: "string" },
    ParentId: { type: "int", validate: [{ kind: "Range", min: -1, max: 2147483647 }] },
    Completed: { type: "switch" },
    SourceId: { type: "int" },
  },
  examples: [{ code: "Write-Progress -Activity Copy -Status 'half way' -PercentComplete 50; 'done'", output: "done" }],
  run: (context) => ({ process: () => context.writeProgress(makeProgress(context)) }),
};

function makeProgress(context: CmdletContext): ProgressRecord {
  const { bound } = context;
  const record = new ProgressRecord(bound["Id"] ?? 0, bound["Activity"] ?? "", bound["Status"] ?? "Processing");
  record.parentActivityId = bound["ParentId"] ?? -1;
  record.percentComplete = bound["PercentComplete"] ?? -1;
  record.secondsRemaining = bound["SecondsRemaining"] ?? -1;
  record.currentOperation = bound["CurrentOperation"] ?? null;
  record.recordType = bound["Completed"] ? "Completed" : "Processing";
  return record;
}

const readHost: CmdletDefinition = {
  name: "Read-Host",
  module: UTILITY,
  synopsis: "Reads a line of input from the console.",
  defaultParameterSet: "AsString",
  parameters: {
    Prompt: { type: "object", position: 0, fromRemainingArguments: true, allowNull: true },
    AsSecureString: { type: "switch", sets: { AsSecureString: {} } },
    MaskInput: { type: "switch", sets: { AsString: {} } },
  },
  examples: [{ code: "Read-Host 'Your name'", runs: false }],
  run: (context) => ({ process: () => context.write(readAnswer(context)) }),
};

/** With a prompt it is a question with one field, whose label is the prompt: so a remote client shows it as its own. */
function readAnswer(context: CmdletContext): unknown {
  const { ui } = context.engine.host;
  const secure = context.bound["AsSecureString"] === true;
  const masked = context.bound["MaskInput"] === true;
  if (context.bound["Prompt"] === undefined) {
    if (!secure && !masked) return ui.readLine();
    const answer = ui.readLineAsSecureString();
    return secure ? answer : answer.reveal();
  }
  const label = joinObjects(context, context.bound["Prompt"], " ");
  const typeName = secure || masked ? "System.Security.SecureString" : "System.String";
  const answers = ui.prompt("", "", [{ name: label, label, typeName, helpMessage: "", isMandatory: true }]);
  const answer = [...answers.values()][0];
  return masked && typeof answer === "object" && answer !== null && "reveal" in answer
    ? (answer as { reveal(): string }).reveal()
    : answer;
}

export const writeCmdlets: readonly CmdletEntry[] = entriesOf([
  writeWarning,
  writeVerbose,
  writeDebug,
  writeInformation,
  writeHost,
  writeError,
  writeProgress,
  readHost,
]);
