// Get-ChildItem: the items in a folder, or in any drive.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { fileError, isFileError } from "../shared/files.js";
import { MANAGEMENT } from "../shared/modules.js";
import { hasWildcard } from "../shared/wildcards.js";
import { childPath, nameOf, statQuietly } from "./file-system.js";
import {
  findItems,
  findOptions,
  isHiddenName,
  isWanted,
  itemObject,
  pathsOf,
  sortNames,
  type FindOptions,
  type FoundItem,
} from "./found-items.js";

export const getChildItem: CmdletDefinition = {
  name: "Get-ChildItem",
  module: MANAGEMENT,
  synopsis: "Gets the items and child items in one or more specified locations.",
  aliases: ["gci", "dir"],
  defaultParameterSet: "Items",
  parameters: {
    Path: { type: "string[]", sets: { Items: { position: 0, fromPipeline: true, fromPipelineByPropertyName: true } } },
    LiteralPath: {
      type: "string[]",
      aliases: ["PSPath", "LP"],
      sets: { LiteralItems: { mandatory: true, fromPipelineByPropertyName: true } },
    },
    Filter: { type: "string", position: 1 },
    Include: { type: "string[]" },
    Exclude: { type: "string[]" },
    Recurse: { type: "switch", aliases: ["s", "r"] },
    Depth: { type: "int", validate: [{ kind: "Range", min: 0, max: 2147483647 }] },
    Force: { type: "switch" },
    Name: { type: "switch" },
    Attributes: { type: "object" },
    FollowSymlink: { type: "switch" },
    Directory: { type: "switch", aliases: ["ad"] },
    File: { type: "switch", aliases: ["af"] },
    Hidden: { type: "switch", aliases: ["ah", "h"] },
    ReadOnly: { type: "switch", aliases: ["ar"] },
    System: { type: "switch", aliases: ["as"] },
  },
  outputTypes: ["System.IO.FileInfo", "System.IO.DirectoryInfo"],
  examples: [{ code: "Set-Content a.txt x; (Get-ChildItem *.txt).Name", output: "a.txt" }],
  run: (context) => ({
    process() {
      const { paths, literal } = pathsOf(context);
      for (const path of paths.length === 0 ? ["."] : paths) list(context, path, literal);
    },
  }),
};

/** -Include and -Exclude speak of children, not of the path itself. */
function list(context: CmdletContext, path: string, literal: boolean): void {
  const options = findOptions(context, literal);
  const { include: _include, exclude: _exclude, filter: _filter, ...plain } = options;
  const isPattern = !literal && hasWildcard(path);
  const depth = depthOf(context);
  for (const item of findItems(context, path, plain)) {
    const isFolder = item.provider.isContainer(item.drive, item.path);
    if (isFolder && !isPattern) listFolder(context, item, options, depth, "");
    else if (isFolder && isPattern) listMatchedFolder(context, item, options, depth);
    else if (isShown(context, item, options)) emit(context, item, nameOf(item.path));
  }
}

/** A folder that a pattern matched: its content is listed where the pattern was its only match or ends in one, as PowerShell does. */
function listMatchedFolder(context: CmdletContext, item: FoundItem, options: FindOptions, depth: number): void {
  if (isShown(context, item, options)) emit(context, item, nameOf(item.path));
  if (depth > 0) listFolder(context, item, options, depth, "");
}

function depthOf(context: CmdletContext): number {
  if (context.bound["Depth"] !== undefined) return context.bound["Depth"];
  return context.bound["Recurse"] ? Number.MAX_SAFE_INTEGER : 0;
}

function listFolder(
  context: CmdletContext,
  folder: FoundItem,
  options: FindOptions,
  depth: number,
  prefix: string,
): void {
  context.engine.checkStop();
  // A folder's own listing without -Recurse does not look at -Include: it needs a path that ends in a wildcard.
  if (options.include && depth === 0) return;
  const children = readChildren(context, folder);
  if (options.include) listDepthFirst(context, children, options, depth, prefix);
  else listBreadthFirst(context, children, options, depth, prefix);
}

interface Child {
  readonly item: FoundItem;
  readonly name: string;
  readonly isFolder: boolean;
  readonly isLink: boolean;
}

/** Folders before files, each by name. */
function readChildren(context: CmdletContext, folder: FoundItem): readonly Child[] {
  const { provider, drive } = folder;
  if (provider.name !== "FileSystem") {
    return provider.getChildren(drive, folder.path).map((child) => ({
      item: { drive, provider, path: child.path },
      name: child.name,
      isFolder: child.isContainer,
      isLink: false,
    }));
  }
  try {
    const { host } = context.engine;
    const children = sortNames(context.engine, host.files.list(folder.path)).map((name): Child => {
      const path = childPath(folder.path, name);
      return {
        item: { drive, provider, path },
        name,
        isFolder: statQuietly(host, path)?.isDirectory === true,
        isLink: statQuietly(host, path, false)?.isSymbolicLink === true,
      };
    });
    return [...children.filter((child) => child.isFolder), ...children.filter((child) => !child.isFolder)];
  } catch (error) {
    if (!isFileError(error)) throw error;
    context.writeError(fileError(context, error, folder.path, "DirUnauthorizedAccessError"));
    return [];
  }
}

function listBreadthFirst(
  context: CmdletContext,
  children: readonly Child[],
  options: FindOptions,
  depth: number,
  prefix: string,
): void {
  for (const child of children)
    if (isShown(context, child.item, options)) emit(context, child.item, prefix + child.name);
  if (depth > 0)
    for (const child of children)
      if (isEntered(context, child, options)) descend(context, child, options, depth, prefix);
}

function listDepthFirst(
  context: CmdletContext,
  children: readonly Child[],
  options: FindOptions,
  depth: number,
  prefix: string,
): void {
  for (const child of children) {
    if (isShown(context, child.item, options)) emit(context, child.item, prefix + child.name);
    if (depth > 0 && isEntered(context, child, options)) descend(context, child, options, depth, prefix);
  }
}

function descend(context: CmdletContext, child: Child, options: FindOptions, depth: number, prefix: string): void {
  const inside = depth - 1;
  const children = readChildren(context, child.item);
  const nested = `${prefix}${child.name}/`;
  if (options.include) listDepthFirst(context, children, options, inside, nested);
  else listBreadthFirst(context, children, options, inside, nested);
}

/** A link to a folder is followed where names are listed, or on request: loops would never end otherwise. */
function isEntered(context: CmdletContext, child: Child, options: FindOptions): boolean {
  if (!child.isFolder || (!options.force && isHiddenName(child.item, child.name))) return false;
  return !child.isLink || context.bound["Name"] === true || context.bound["FollowSymlink"] === true;
}

function isShown(context: CmdletContext, item: FoundItem, options: FindOptions): boolean {
  const { bound } = context;
  const name = nameOf(item.path);
  const hidden = isHiddenName(item, name);
  if (bound["Hidden"] ? !hidden : hidden && !options.force) return false;
  if (!isWanted(context.engine, item, options)) return false;
  if (!bound["Directory"] && !bound["File"] && !bound["ReadOnly"]) return true;
  const isFolder = item.provider.isContainer(item.drive, item.path);
  if (bound["ReadOnly"] && (statQuietly(context.engine.host, item.path)?.mode ?? 0o222) & 0o222) return false;
  return (bound["Directory"] !== true || isFolder) && (bound["File"] !== true || !isFolder);
}

function emit(context: CmdletContext, item: FoundItem, name: string): void {
  if (context.bound["Name"]) {
    context.write(name);
    return;
  }
  const found = item.provider.getItem(item.drive, item.path);
  if (found) context.write(itemObject(context.engine, item, found));
}
