// Errors of the item commands, in PowerShell's words.

import type { CmdletContext } from "../../engine/index.js";
import type { ErrorCategory, ErrorRecord } from "../../objects/index.js";
import { fileFault, isFileError } from "../shared/files.js";
import type { FoundItem } from "./found-items.js";

export function notSupported(context: CmdletContext): ErrorRecord {
  return context.error(
    "System.Management.Automation.PSNotSupportedException",
    "Provider operation stopped because the provider does not support this operation.",
    "NotSupported",
    "NotImplemented",
  );
}

/** Runs an operation on an item; what the file system refuses becomes an error of this id, anything else goes on its way. */
export function attempt(
  context: CmdletContext,
  item: FoundItem,
  errorId: string,
  category: ErrorCategory,
  operation: () => void,
): boolean {
  try {
    operation();
    return true;
  } catch (error) {
    if (!isFileError(error)) throw error;
    const fault = fileFault((error as NodeJS.ErrnoException).code, item.path);
    context.writeError(context.error(fault.type, fault.message, errorId, category, item.path));
    return false;
  }
}
