// What Copy-Item copies to another computer, and where it puts what comes from one: paths of this computer's file system.

import type { CmdletContext } from "../../engine/index.js";
import { notSupported } from "./item-errors.js";
import { findItems, findOptions, isWanted, itemObject, locate, pathsOf, writeItem } from "./found-items.js";

/** A file or folder of this computer. */
export interface CopySource {
  /** Native and absolute. */
  readonly path: string;
  readonly isFolder: boolean;
}

/** The items that -Path or -LiteralPath stand for here; those that are not there are reported. */
export function copySources(context: CmdletContext): CopySource[] {
  const { paths, literal } = pathsOf(context);
  const { filter: _, ...options } = findOptions(context, literal);
  const items = paths.flatMap((path) => findItems(context, path, options));
  return items.flatMap((item) => {
    if (item.provider.name === "FileSystem")
      return [{ path: item.path, isFolder: item.provider.isContainer(item.drive, item.path) }];
    context.writeError(notSupported(context));
    return [];
  });
}

/** True where -Include, -Exclude and -Filter let a file below a folder through. */
export function isCopyWanted(context: CmdletContext, path: string): boolean {
  const { literal } = pathsOf(context);
  return isWanted(context.engine, { ...locate(context.engine, "/"), path }, findOptions(context, literal));
}

/** -Destination as a native path of this computer. */
export function copyDestination(context: CmdletContext): string | undefined {
  const destination = locate(context.engine, context.bound["Destination"] ?? ".");
  if (destination.provider.name === "FileSystem") return destination.path;
  context.writeError(notSupported(context));
  return undefined;
}

/** Writes the object of what has come to be at a native path. */
export function writeCopied(context: CmdletContext, path: string): void {
  writeItem(context, locate(context.engine, path));
}

/** The object of what is at a native path. */
export function copiedObject(context: CmdletContext, path: string): unknown {
  const found = locate(context.engine, path);
  const item = found.provider.getItem(found.drive, found.path);
  return item && itemObject(context.engine, found, item);
}
