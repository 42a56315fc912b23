// From the paths people type to items: wildcards expanded, -Include/-Exclude/-Filter applied, missing ones reported.

import type { CmdletContext, Drive, Engine, Provider, ProviderItem } from "../../engine/index.js";
import { PSObject, Shape, type ErrorRecord } from "../../objects/index.js";
import { fileError, isFileError } from "../shared/files.js";
import { hasWildcard } from "../shared/wildcards.js";
import { childPath, nameOf, parentOf } from "./file-system.js";
import { driveInfo, providerInfo } from "./infos.js";

export interface FoundItem {
  readonly drive: Drive;
  readonly provider: Provider;
  /** Path within the provider: native for FileSystem. */
  readonly path: string;
}

export interface FindOptions {
  readonly literal: boolean;
  /** Also what is hidden. */
  readonly force: boolean;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly filter?: string;
}

/** -Path or -LiteralPath of a command, and whether they are literal. */
export function pathsOf(context: CmdletContext): { readonly paths: readonly string[]; readonly literal: boolean } {
  const literal: readonly string[] | undefined = context.bound["LiteralPath"];
  return literal ? { paths: literal, literal: true } : { paths: context.bound["Path"] ?? [], literal: false };
}

export function findOptions(context: CmdletContext, literal: boolean): FindOptions {
  const { bound } = context;
  return {
    literal,
    force: bound["Force"] === true,
    ...(bound["Include"] ? { include: bound["Include"] } : {}),
    ...(bound["Exclude"] ? { exclude: bound["Exclude"] } : {}),
    ...(bound["Filter"] ? { filter: bound["Filter"] } : {}),
  };
}

export function locate(engine: Engine, path: string): FoundItem {
  const { drive, path: inner } = engine.location.resolve(path);
  const provider = engine.providers.get(drive.provider.toLowerCase()) ?? engine.providers.get(drive.provider);
  if (!provider) throw new Error(`The drive ${drive.name} has the unknown provider ${drive.provider}.`);
  return { drive, provider, path: inner };
}

/** The items a path stands for. A literal one that does not exist gives an error; a pattern without matches gives nothing. */
export function findItems(context: CmdletContext, path: string, options: FindOptions): FoundItem[] {
  const pattern = !options.literal && isPattern(path);
  const found = pattern
    ? expandPattern(context, path, options)
    : findOne(context, options.literal ? path : withoutEscapes(path));
  return found.filter((item) => isWanted(context.engine, item, options));
}

/** True where a path has a wildcard character that no backquote keeps from being one. */
export function isPattern(path: string): boolean {
  return hasWildcard(path.replace(/`([*?[\]`])/g, ""));
}

/** A path as it is spelled on the disk: without the backquotes before wildcard characters. */
export function withoutEscapes(path: string): string {
  return path.replace(/`([*?[\]`])/g, "$1");
}

/** What content commands say of a pattern that stands for nothing. */
export function reportNothingFound(context: CmdletContext, path: string): void {
  context.writeError(
    context.error(
      "System.Exception",
      `An object at the specified path ${path} does not exist, or has been filtered by the -Include or -Exclude parameter.`,
      "ItemNotFound",
      "ObjectNotFound",
      path,
    ),
  );
}

function findOne(context: CmdletContext, path: string): FoundItem[] {
  const item = locate(context.engine, path);
  if (item.provider.exists(item.drive, item.path)) return [item];
  context.writeError(pathNotFound(context, shownPath(item)));
  return [];
}

export function pathNotFound(context: CmdletContext, path: string): ErrorRecord {
  return context.error(
    "System.Management.Automation.ItemNotFoundException",
    `Cannot find path '${path}' because it does not exist.`,
    "PathNotFound",
    "ObjectNotFound",
    path,
  );
}

export function driveNotFound(context: CmdletContext, name: string, errorId: string = "DriveNotFound"): ErrorRecord {
  return context.error(
    "System.Management.Automation.DriveNotFoundException",
    `Cannot find drive. A drive with the name '${name}' does not exist.`,
    errorId,
    "ObjectNotFound",
    name,
  );
}

/** How messages name an item: natively on FileSystem, else with its drive ("Env:/NAME"). */
export function shownPath(item: FoundItem): string {
  return item.provider.name === "FileSystem" ? item.path : `${item.drive.name}:/${item.path}`;
}

/** The path a person would type for an item: native on the root drive, else with the drive's name. */
export function powerShellPath(item: FoundItem): string {
  const { drive, path } = item;
  if (item.provider.name !== "FileSystem") return `${drive.name}:/${path}`;
  if (drive.name === "/" || drive.root === `${drive.name}:\\`) return path;
  const inner = path.slice(drive.root.length).replace(/^[/\\]+/, "");
  return `${drive.name}:/${inner}`;
}

function expandPattern(context: CmdletContext, path: string, options: FindOptions): FoundItem[] {
  const { engine } = context;
  const at = firstPatternSegment(path);
  const base = locate(engine, path.slice(0, at) || ".");
  const segments = path
    .slice(at)
    .split(/[/\\]+/)
    .filter((segment) => segment !== "");
  let found: FoundItem[] = [base];
  for (const segment of segments) {
    engine.checkStop();
    found = found.flatMap((item) => step(context, item, segment, options.force));
  }
  return found;
}

/** Where the first segment with a wildcard begins. */
function firstPatternSegment(path: string): number {
  const wildcard = /(?<!`)[*?[]/.exec(path)!.index;
  return (
    Math.max(path.lastIndexOf("/", wildcard), path.lastIndexOf("\\", wildcard), path.lastIndexOf(":", wildcard)) + 1
  );
}

function step(context: CmdletContext, item: FoundItem, segment: string, force: boolean): FoundItem[] {
  const { drive, provider } = item;
  if (!hasWildcard(segment)) {
    const path = provider.isHierarchical ? childPath(item.path, segment) : segment;
    return provider.exists(drive, path) ? [{ drive, provider, path }] : [];
  }
  if (!provider.isContainer(drive, item.path)) return [];
  return namesIn(context, item)
    .filter((name) => (force || !isHiddenName(item, name)) && context.engine.values.like(name, segment))
    .map((name) => ({ drive, provider, path: provider.isHierarchical ? childPath(item.path, name) : name }));
}

function namesIn(context: CmdletContext, item: FoundItem): readonly string[] {
  if (item.provider.name === "FileSystem") {
    try {
      return sortNames(context.engine, context.engine.host.files.list(item.path));
    } catch (error) {
      if (!isFileError(error)) throw error;
      context.writeError(fileError(context, error, item.path, "DirUnauthorizedAccessError"));
      return [];
    }
  }
  return item.provider.getChildren(item.drive, item.path).map((child) => child.name);
}

export function sortNames(engine: Engine, names: readonly string[]): readonly string[] {
  const sorted = [...names];
  sorted.sort((left, right) => engine.values.compare(left, right));
  return sorted;
}

/** On POSIX what begins with a dot is hidden. */
export function isHiddenName(item: FoundItem, name: string): boolean {
  return item.provider.name === "FileSystem" && name.startsWith(".");
}

export function isWanted(
  engine: Engine,
  item: FoundItem,
  options: Pick<FindOptions, "include" | "exclude" | "filter">,
): boolean {
  const name = nameOf(item.path);
  const like = (pattern: string): boolean => engine.values.like(name, pattern);
  return (
    (options.include === undefined || options.include.some(like)) &&
    (options.exclude === undefined || !options.exclude.some(like)) &&
    (options.filter === undefined || like(options.filter))
  );
}

const NOTE_SHAPE = Shape.of(["PSPath", "PSParentPath", "PSChildName", "PSDrive", "PSProvider", "PSIsContainer"]);
const SHORT_NOTE_SHAPE = Shape.of(["PSPath", "PSDrive", "PSProvider", "PSIsContainer"]);

/** An item as cmdlets write it: the provider's object with the notes that say where it is. */
export function itemObject(engine: Engine, found: FoundItem, item: ProviderItem): unknown {
  if (item.value === null || item.value === undefined) return item.value;
  const { drive, provider } = found;
  const qualified = provider.name === "FileSystem" ? item.path : `${drive.name}:/${item.path}`;
  const path =
    provider.name === "FileSystem" ? `${provider.fullName}::${qualified}` : `${provider.fullName}::${item.path}`;
  const notes = [driveInfo(engine, drive), providerInfo(provider), item.isContainer];
  const base = item.value instanceof PSObject ? item.value.base : item.value;
  if (!provider.isHierarchical) return new PSObject(base, SHORT_NOTE_SHAPE, [path, ...notes]);
  const parent = parentOf(item.path);
  return new PSObject(base, NOTE_SHAPE, [
    path,
    parent === "" ? "" : `${provider.fullName}::${parent}`,
    item.name,
    ...notes,
  ]);
}

/** Writes the object of an item that exists. */
export function writeItem(context: CmdletContext, found: FoundItem): void {
  const item = found.provider.getItem(found.drive, found.path);
  if (item) context.write(itemObject(context.engine, found, item));
}
