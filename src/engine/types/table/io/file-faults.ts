// Node's errors of file operations as .NET's exceptions, in .NET's words.

import type { Engine } from "../../../engine.js";
import type { FileInformation } from "../../../host.js";
import { type EngineError, netError } from "../../errors.js";

/** Runs an operation on the file at `path` (native, absolute); what the file system refuses becomes .NET's exception. */
export function attempt<T>(path: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined) throw error;
    throw fileException(code, path);
  }
}

/** The same for what needs the folder to be there: a missing one is a DirectoryNotFoundException. */
export function attemptIn<T>(path: string, engine: Engine, operation: () => T): T {
  const folder = path.slice(0, path.lastIndexOf("/")) || "/";
  if (statQuietly(engine, folder)?.isDirectory !== true) throw fileException("ENOTDIR", path);
  return attempt(path, operation);
}

/** What is at a path; undefined where nothing is, or nothing that may be seen. */
export function statQuietly(engine: Engine, path: string, followLinks = true): FileInformation | undefined {
  try {
    return engine.host.files.stat(path, followLinks);
  } catch {
    return undefined;
  }
}

/** What .NET throws where the system said `code`. */
export function fileException(code: string, path: string): EngineError {
  switch (code) {
    case "ENOENT":
      return netError("System.IO.FileNotFoundException", `Could not find file '${path}'.`);
    case "ENOTDIR":
      return netError("System.IO.DirectoryNotFoundException", `Could not find a part of the path '${path}'.`);
    case "EACCES":
    case "EPERM":
    case "EISDIR":
      return netError("System.UnauthorizedAccessException", `Access to the path '${path}' is denied.`);
    case "EROFS":
      return netError("System.IO.IOException", `Read-only file system : '${path}'`);
    case "EEXIST":
      return netError("System.IO.IOException", `The file '${path}' already exists.`);
    case "ENOTEMPTY":
      return netError("System.IO.IOException", `Directory not empty : '${path}'`);
    case "ENOSPC":
      return netError("System.IO.IOException", `No space left on device : '${path}'`);
    case "EFBIG":
      return netError("System.IO.IOException", `File too large : '${path}'`);
    case "EDQUOT":
      return netError("System.IO.IOException", `Disk quota exceeded : '${path}'`);
    case "ENAMETOOLONG":
      return netError(
        "System.IO.PathTooLongException",
        `The path '${path}' is too long, or a component of the specified path is too long.`,
      );
    case "ELOOP":
      return netError("System.IO.IOException", `Too many levels of symbolic links : '${path}'`);
    default:
      return netError("System.IO.IOException", `${code} : '${path}'`);
  }
}
