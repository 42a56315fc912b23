// Errors of the typed API.

import { toErrorRecord } from "./clixml/index.js";
import { ErrorRecord } from "./objects/index.js";

/** An error record of PowerShell, thrown or handed over: what a script wrote, or what ended it. */
export class PowerShellError extends Error {
  override readonly name: string = "PowerShellError";
  /** "PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand". */
  readonly fullyQualifiedErrorId: string;
  /** Name of the ErrorCategory: "ObjectNotFound". */
  readonly category: string;
  /** The computer it happened on. */
  readonly computerName: string;
  /** The record as it came, where one came. */
  readonly record: ErrorRecord | undefined;
  constructor(message: string, id: string, category: string, computerName: string, record?: ErrorRecord) {
    super(message);
    this.fullyQualifiedErrorId = id;
    this.category = category;
    this.computerName = computerName;
    this.record = record;
  }
}

/** The error of a decoded error record. */
export function powerShellError(value: unknown, computerName: string): PowerShellError {
  const record = toErrorRecord(value);
  if (!record) return new PowerShellError("The pipeline failed.", "JobFailure", "OperationStopped", computerName);
  const { exception } = record;
  const message = "message" in exception ? exception.message : exception.get("Message");
  return new PowerShellError(
    record.errorDetails?.message ?? String(message ?? ""),
    record.fullyQualifiedErrorId,
    record.category,
    computerName,
    record,
  );
}
