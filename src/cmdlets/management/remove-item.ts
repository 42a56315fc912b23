// Remove-Item: deletes files, folders, links, variables, functions, environment variables.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { MANAGEMENT } from "../shared/modules.js";
import { childPath, nameOf, statQuietly } from "./file-system.js";
import { findItems, findOptions, isHiddenName, pathsOf, shownPath, type FoundItem } from "./found-items.js";
import { attempt, notSupported } from "./item-errors.js";
import { FILTERS, FORCE, PATHS } from "./parameters.js";

export const removeItem: CmdletDefinition = {
  name: "Remove-Item",
  module: MANAGEMENT,
  synopsis: "Deletes the specified items.",
  aliases: ["ri", "rm", "rmdir", "del", "erase", "rd"],
  defaultParameterSet: "Path",
  supportsShouldProcess: true,
  parameters: { ...PATHS, ...FILTERS, Recurse: { type: "switch" }, ...FORCE, Stream: { type: "string[]" } },
  examples: [{ code: "New-Item a.txt | Out-Null; Remove-Item a.txt; Test-Path a.txt", output: "False" }],
  run: (context) => ({
    process() {
      const { paths, literal } = pathsOf(context);
      for (const path of paths)
        for (const item of findItems(context, path, findOptions(context, literal))) remove(context, item);
    },
  }),
};

function remove(context: CmdletContext, item: FoundItem): void {
  if (item.provider.name === "FileSystem") {
    removeFile(context, item);
    return;
  }
  if (!item.provider.removeItem) context.throwTerminating(notSupported(context));
  else if (context.shouldProcess(`Item: ${shownPath(item)}`, "Remove Item")) {
    item.provider.removeItem(item.drive, item.path, {
      recurse: context.bound["Recurse"] === true,
      force: context.bound["Force"] === true,
    });
  }
}

function removeFile(context: CmdletContext, item: FoundItem): void {
  const { host } = context.engine;
  const facts = statQuietly(host, item.path, false);
  if (!facts) return;
  const isFolder = facts.isDirectory && !facts.isSymbolicLink;
  if (refuses(context, item, facts.mode, isFolder)) return;
  if (
    isFolder &&
    host.files.list(item.path).length > 0 &&
    !context.bound["Recurse"] &&
    !confirmsRecursion(context, item)
  )
    return;
  if (!context.shouldProcess(item.path, isFolder ? "Remove Directory" : "Remove File")) return;
  if (isFolder) removeFolder(context, item);
  else attempt(context, item, "RemoveFileSystemItemIOError", "WriteError", () => host.files.remove(item.path, false));
}

/** Piece by piece, so that one child that resists is named and the others go. */
function removeFolder(context: CmdletContext, folder: FoundItem): void {
  const { host } = context.engine;
  context.engine.checkStop();
  for (const name of host.files.list(folder.path)) {
    const child: FoundItem = { ...folder, path: childPath(folder.path, name) };
    const facts = statQuietly(host, child.path, false);
    if (facts?.isDirectory && !facts.isSymbolicLink) removeFolder(context, child);
    else
      attempt(context, child, "RemoveFileSystemItemIOError", "WriteError", () => host.files.remove(child.path, false));
  }
  attempt(context, folder, "RemoveFileSystemItemIOError", "WriteError", () => host.files.remove(folder.path, false));
}

function refuses(context: CmdletContext, item: FoundItem, mode: number, isFolder: boolean): boolean {
  if (context.bound["Force"]) return false;
  const readOnly = !isFolder && (mode & 0o222) === 0;
  if (!readOnly && !(isHiddenName(item, nameOf(item.path)) && !isFolder)) return false;
  context.writeError(
    context.error(
      "System.IO.IOException",
      "You do not have sufficient access rights to perform this operation or the item is hidden, system, or read only.",
      "RemoveFileSystemItemUnAuthorizedAccess",
      "PermissionDenied",
      item.path,
    ),
  );
  return true;
}

function confirmsRecursion(context: CmdletContext, item: FoundItem): boolean {
  return context.shouldContinue(
    `The item at ${item.path} has children and the Recurse parameter was not specified. If you continue, all children will be removed with the item. Are you sure you want to continue?`,
    "Confirm",
  );
}
