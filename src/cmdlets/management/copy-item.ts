// Copy-Item: copies files, folders and entries of flat drives.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { MANAGEMENT } from "../shared/modules.js";
import { childPath, nameOf, statQuietly } from "./file-system.js";
import {
  findItems,
  findOptions,
  isWanted,
  locate,
  pathsOf,
  writeItem,
  type FindOptions,
  type FoundItem,
} from "./found-items.js";
import { attempt } from "./item-errors.js";
import { FILTERS, FORCE, PASS_THRU, PATHS } from "./parameters.js";

export const copyItem: CmdletDefinition = {
  name: "Copy-Item",
  module: MANAGEMENT,
  synopsis: "Copies an item from one location to another.",
  aliases: ["cpi", "cp", "copy"],
  defaultParameterSet: "Path",
  supportsShouldProcess: true,
  parameters: {
    ...PATHS,
    Destination: { type: "string", position: 1, fromPipelineByPropertyName: true },
    Container: { type: "switch" },
    ...FILTERS,
    Recurse: { type: "switch" },
    ...FORCE,
    ...PASS_THRU,
  },
  examples: [{ code: "Set-Content a.txt x; Copy-Item a.txt b.txt; Get-Content b.txt", output: "x" }],
  run: (context) => ({
    process() {
      const { paths, literal } = pathsOf(context);
      const options = findOptions(context, literal);
      const { filter: _filter, ...outer } = options;
      for (const path of paths) {
        for (const item of findItems(context, path, outer))
          copy(context, item, locate(context.engine, context.bound["Destination"] ?? "."), options);
      }
    },
  }),
};

function copy(context: CmdletContext, item: FoundItem, destination: FoundItem, options: FindOptions): void {
  if (item.provider.name !== "FileSystem") copyEntry(context, item, destination);
  else if (item.provider.isContainer(item.drive, item.path))
    copyFolder(context, item, into(context, item, destination), options);
  else copyFile(context, item, into(context, item, destination));
}

/** A destination that is a folder takes the item in; any other is what the copy will be called. */
function into(context: CmdletContext, item: FoundItem, destination: FoundItem): FoundItem {
  if (!statQuietly(context.engine.host, destination.path)?.isDirectory) return destination;
  return { ...destination, path: childPath(destination.path, nameOf(item.path)) };
}

function copyEntry(context: CmdletContext, item: FoundItem, destination: FoundItem): void {
  const content = item.provider.getContent?.(item.drive, item.path);
  if (context.shouldProcess(`Item: ${item.path} Destination: ${destination.path}`, "Copy Item")) {
    destination.provider.setItem?.(destination.drive, destination.path, content);
  }
}

function copyFile(context: CmdletContext, item: FoundItem, target: FoundItem): void {
  const { files } = context.engine.host;
  if (item.path === target.path) {
    const message = `Cannot overwrite the item ${item.path} with itself.`;
    context.writeError(context.error("System.IO.IOException", message, "CopyError", "WriteError", item.path));
    return;
  }
  if (!context.shouldProcess(`Item: ${item.path} Destination: ${target.path}`, "Copy File")) return;
  const done = attempt(context, target, "CopyFileInfoItemIOError", "WriteError", () => {
    if (context.bound["Force"] && statQuietly(context.engine.host, target.path)) files.chmod(target.path, 0o644);
    files.copy(item.path, target.path);
  });
  if (done && context.bound["PassThru"]) writeItem(context, target);
}

function copyFolder(context: CmdletContext, folder: FoundItem, target: FoundItem, options: FindOptions): void {
  const { host } = context.engine;
  context.engine.checkStop();
  if (!context.shouldProcess(`Item: ${folder.path} Destination: ${target.path}`, "Copy Directory")) return;
  const names = host.files.list(folder.path);
  attempt(context, target, "CopyDirectoryInfoItemIOError", "WriteError", () =>
    host.files.makeDirectory(target.path, true),
  );
  if (context.bound["PassThru"]) writeItem(context, target);
  if (!context.bound["Recurse"]) return;
  for (const name of names) {
    const child: FoundItem = { ...folder, path: childPath(folder.path, name) };
    const childTarget: FoundItem = { ...target, path: childPath(target.path, name) };
    if (statQuietly(host, child.path)?.isDirectory) copyFolder(context, child, childTarget, options);
    else if (isWanted(context.engine, child, options)) copyFile(context, child, childTarget);
  }
}
