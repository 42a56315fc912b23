// Files by the paths people type: PowerShell paths, wildcards, and the errors of the file system in PowerShell's words.

import type { CmdletContext, Engine } from "../../engine/index.js";
import type { ErrorCategory, ErrorRecord } from "../../objects/index.js";

/** The native path of a PowerShell path on a FileSystem drive. */
export function nativePath(engine: Engine, path: string): string {
  return engine.location.resolve(path).path;
}

interface FileFault {
  readonly type: string;
  readonly message: string;
  readonly category: ErrorCategory;
}

/** What .NET says of a failed file operation. `code` is Node's error code. */
export function fileFault(code: string | undefined, path: string): FileFault {
  switch (code) {
    case "ENOENT":
      return {
        type: "System.IO.FileNotFoundException",
        message: `Could not find file '${path}'.`,
        category: "OpenError",
      };
    case "ENOTDIR":
      return {
        type: "System.IO.DirectoryNotFoundException",
        message: `Could not find a part of the path '${path}'.`,
        category: "OpenError",
      };
    case "EACCES":
    case "EPERM":
    case "EISDIR":
      return {
        type: "System.UnauthorizedAccessException",
        message: `Access to the path '${path}' is denied.`,
        category: "OpenError",
      };
    case "EEXIST":
      return {
        type: "System.IO.IOException",
        message: `The file '${path}' already exists.`,
        category: "ResourceExists",
      };
    case "ENOSPC":
      return { type: "System.IO.IOException", message: `No space left on device : '${path}'`, category: "WriteError" };
    default:
      return {
        type: "System.IO.IOException",
        message: `${code ?? "The operation failed"}: '${path}'`,
        category: "NotSpecified",
      };
  }
}

/** The error record of a failed file operation. */
export function fileError(context: CmdletContext, error: unknown, path: string, errorId: string): ErrorRecord {
  const { code } = error as { code?: string };
  const fault = fileFault(code === "ENOENT" && !hasParent(context, path) ? "ENOTDIR" : code, path);
  return context.error(fault.type, fault.message, errorId, fault.category, path);
}

function hasParent(context: CmdletContext, path: string): boolean {
  try {
    const end = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
    return context.engine.host.files.stat(path.slice(0, end) || "/")?.isDirectory === true;
  } catch {
    return false;
  }
}

/** True for errors of the file system, as opposed to the engine's own (a stop, a script's exception). */
export function isFileError(error: unknown): boolean {
  return error instanceof Error && typeof (error as { code?: unknown }).code === "string" && "syscall" in error;
}
