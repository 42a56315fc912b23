// Move-Item and Rename-Item: the same item under another name.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { MANAGEMENT } from "../shared/modules.js";
import { childPath, nameOf, parentOf, statQuietly } from "./file-system.js";
import { findItems, findOptions, locate, pathsOf, writeItem, type FoundItem } from "./found-items.js";
import { attempt, notSupported } from "./item-errors.js";
import { FILTERS, FORCE, PASS_THRU, PATHS } from "./parameters.js";

export const moveItem: CmdletDefinition = {
  name: "Move-Item",
  module: MANAGEMENT,
  synopsis: "Moves an item from one location to another.",
  aliases: ["mi", "mv", "move"],
  defaultParameterSet: "Path",
  supportsShouldProcess: true,
  parameters: {
    ...PATHS,
    Destination: { type: "string", position: 1, fromPipelineByPropertyName: true },
    ...FORCE,
    ...FILTERS,
    ...PASS_THRU,
  },
  examples: [{ code: "Set-Content a.txt x; Move-Item a.txt b.txt; Test-Path a.txt", output: "False" }],
  run: (context) => ({
    process() {
      const { paths, literal } = pathsOf(context);
      for (const path of paths) {
        for (const item of findItems(context, path, findOptions(context, literal))) move(context, item);
      }
    },
  }),
};

function move(context: CmdletContext, item: FoundItem): void {
  const { host } = context.engine;
  if (item.provider.name !== "FileSystem") context.throwTerminating(notSupported(context));
  const given = locate(context.engine, context.bound["Destination"] ?? ".");
  const isFolder = statQuietly(host, given.path)?.isDirectory === true;
  const target: FoundItem = isFolder ? { ...given, path: childPath(given.path, nameOf(item.path)) } : given;
  relocate(context, item, target, "Move", context.bound["Force"] === true, "MoveFileInfoItemIOError");
}

/** Renames across file systems too: where a rename cannot, a copy and a removal do. */
function relocate(
  context: CmdletContext,
  item: FoundItem,
  target: FoundItem,
  verb: string,
  force: boolean,
  errorId: string,
): void {
  const { host } = context.engine;
  const isFolder = statQuietly(host, item.path)?.isDirectory === true;
  if (
    !context.shouldProcess(
      `Item: ${item.path} Destination: ${target.path}`,
      `${verb} ${isFolder ? "Directory" : "File"}`,
    )
  )
    return;
  if (statQuietly(host, target.path) && !force) {
    const message = isFolder
      ? "Cannot create a file when that file already exists."
      : `The file '${target.path}' already exists.`;
    context.writeError(context.error("System.IO.IOException", message, errorId, "WriteError", item.path));
    return;
  }
  const done = attempt(context, target, errorId, "WriteError", () => {
    try {
      host.files.rename(item.path, target.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EXDEV" || isFolder) throw error;
      host.files.copy(item.path, target.path);
      host.files.remove(item.path, false);
    }
  });
  if (done && context.bound["PassThru"]) writeItem(context, target);
}

export const renameItem: CmdletDefinition = {
  name: "Rename-Item",
  module: MANAGEMENT,
  synopsis: "Renames an item in a PowerShell provider namespace.",
  aliases: ["rni", "ren"],
  defaultParameterSet: "ByPath",
  supportsShouldProcess: true,
  parameters: {
    Path: {
      type: "string",
      sets: { ByPath: { position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true } },
    },
    LiteralPath: {
      type: "string",
      aliases: ["PSPath", "LP"],
      sets: { ByLiteralPath: { mandatory: true, fromPipelineByPropertyName: true } },
    },
    NewName: { type: "string", position: 1, mandatory: true, fromPipelineByPropertyName: true },
    ...FORCE,
    ...PASS_THRU,
  },
  examples: [{ code: "Set-Content a.txt x; (Rename-Item a.txt b.txt -PassThru).Name", output: "b.txt" }],
  run: (context) => ({ process: () => rename(context) }),
};

function rename(context: CmdletContext): void {
  const { bound, engine } = context;
  const literal: string | undefined = bound["LiteralPath"];
  const [item] = findItems(context, literal ?? bound["Path"], {
    literal: literal !== undefined,
    force: bound["Force"] === true,
  });
  if (!item) return;
  const newName: string = bound["NewName"];
  if (item.provider.name !== "FileSystem") {
    if (!item.provider.renameItem) context.throwTerminating(notSupported(context));
    else if (context.shouldProcess(`Item: ${item.path} NewName: ${newName}`, "Rename Item"))
      item.provider.renameItem(item.drive, item.path, newName);
    return;
  }
  const target = /[/\\]/.test(newName)
    ? locate(engine, newName)
    : { ...item, path: childPath(parentOf(item.path), newName) };
  if (parentOf(target.path) !== parentOf(item.path)) {
    context.writeError(
      context.error(
        "System.ArgumentException",
        "Cannot rename the specified target, because it represents a path or device name.",
        "Argument",
        "InvalidArgument",
      ),
    );
    return;
  }
  relocate(context, item, target, "Rename", bound["Force"] === true, "RenameItemIOError");
}
