// Write-Error: a record on the error stream.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import {
  baseOf,
  ERROR_CATEGORIES,
  ErrorRecord,
  EnumValue,
  PSException,
  type ErrorCategory,
} from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";

export const writeError: CmdletDefinition = {
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
