// What is said when a copy to a session fails, with PowerShell's ids, and what to type to go on.

import type { ErrorCategory } from "../../objects/index.js";
import { againWith, type Copying, count, faultId, reportPathFault, RESUMABLE, writeFault } from "./copying.js";
import type { FarObject, LinkLost } from "./far-pipeline.js";

/** What was sent, or was to be. */
export interface UploadItem {
  readonly source: string;
  readonly target: string;
  readonly isFolder: boolean;
  readonly length: number;
}

const IO = "System.IO.IOException";
const NO_ACCESS = "System.UnauthorizedAccessException";
const FAILED = "CopyItemRemotelyIOError";

/** The connection went while the item was on its way; `had` bytes of it are there. */
export function sayCutOff(copying: Copying, error: LinkLost, { source, length }: UploadItem, had: number): void {
  const resumes = length > RESUMABLE && had > 0;
  const arrived = `${count(had)} of ${count(length)} bytes arrived`;
  const said = [
    `Failed to copy file ${source} to remote target destination.`,
    error.message,
    resumes ? `${arrived} and are kept there beside the target.` : `${arrived}.`,
    `To go on ${resumes ? "from there" : "with it"}: ${againWith(copying, "ToSession")}`,
  ];
  writeFault(copying, IO, said.join(" "), FAILED, "WriteError", source);
}

/** The connection went between two items. */
export function sayNotFinished(copying: Copying, error: LinkLost, destination: string): void {
  const message = `The copy was not finished. ${error.message} To go on: ${againWith(copying, "ToSession")}`;
  writeFault(copying, IO, message, FAILED, "WriteError", destination);
}

/** A link leads back to a folder that is being copied. */
export function sayVisited(copying: Copying, path: string): void {
  const message = `Skip already-visited directory ${path}.`;
  writeFault(copying, IO, message, "AlreadyListedDirectory", "InvalidOperation", path);
}

export function sayNoFile(copying: Copying, path: string): void {
  const message = `'${path}' is a pipe, a socket or a device. Only files and folders can be copied to a session.`;
  writeFault(copying, IO, message, FAILED, "WriteError", path);
}

/** A file or folder of this computer could not be read. */
export function sayUnreadable(copying: Copying, error: unknown, path: string): void {
  const { code } = error as { code?: string };
  if (code === "EACCES" || code === "EPERM") {
    const message = `Access to the path '${path}' is denied.`;
    return writeFault(copying, NO_ACCESS, message, "CopyFileInfoItemUnauthorizedAccessError", "PermissionDenied", path);
  }
  const message =
    code === "ENOENT" ? `Could not find file '${path}'.` : `${code ?? "The file cannot be read"} : '${path}'`;
  writeFault(copying, IO, message, FAILED, "WriteError", path);
}

/** The far end did not take the item. */
export function sayRefused(copying: Copying, destination: string, item: UploadItem, fields: FarObject): void {
  const path = fields.text("Path") ?? item.target;
  const say = (type: string, message: string, id: string, category: ErrorCategory, target: string): void =>
    writeFault(copying, type, message, id, category, target);
  if (reportPathFault(copying, fields, destination)) return;
  switch (fields.text("Id")) {
    case "DestinationIsFile": {
      const message = `Destination path ${path} is a file that already exists on the target destination.`;
      return say(IO, message, "CopyError", "WriteError", path);
    }
    case "DirectoryExist": {
      const message = `An item with the specified name ${path} already exists.`;
      return say(IO, message, "DirectoryExist", "ResourceExists", path);
    }
    case "TargetIsFolder":
      return say(NO_ACCESS, `Access to the path '${path}' is denied.`, ...faultId(NO_ACCESS), item.source);
  }
  const type = fields.text("Type") ?? IO;
  const reason = fields.text("Message") ?? "";
  if (item.isFolder) {
    const message = `Failed to create directory '${path}' on remote destination. ${reason}`;
    return say(type, message, "FailedToCreateDirectory", "WriteError", path);
  }
  const had = `${count(fields.number("Had") ?? 0)} of ${count(item.length)}`;
  const arrived = item.length > 0 ? ` ${had} bytes had arrived; nothing is left of them there.` : "";
  const message = `Failed to copy file ${item.source} to remote target destination. ${reason}${arrived}`;
  say(type, message, ...faultId(type), item.source);
}
