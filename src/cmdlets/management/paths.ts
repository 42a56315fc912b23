// Test-, Join-, Split-, Resolve- and Convert-Path.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import type { ErrorRecord } from "../../objects/index.js";
import { MANAGEMENT } from "../shared/modules.js";
import { hasWildcard } from "../shared/wildcards.js";
import { childPath, nameOf, parentOf, statQuietly } from "./file-system.js";
import {
  findItems,
  findOptions,
  isWanted,
  locate,
  pathNotFound,
  pathsOf,
  powerShellPath,
  shownPath,
  type FoundItem,
} from "./found-items.js";
import { driveInfo, PathInfo } from "./infos.js";
import { FILTERS, FORCE, PATHS } from "./parameters.js";

export const testPath: CmdletDefinition = {
  name: "Test-Path",
  module: MANAGEMENT,
  synopsis: "Determines whether all elements of a path exist.",
  defaultParameterSet: "Path",
  parameters: {
    Path: {
      type: "string[]",
      sets: { Path: { position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true } },
      allowNull: true,
      allowEmptyString: true,
      allowEmptyCollection: true,
    },
    LiteralPath: {
      type: "string[]",
      aliases: ["PSPath", "LP"],
      sets: { LiteralPath: { mandatory: true, fromPipelineByPropertyName: true } },
      allowNull: true,
      allowEmptyString: true,
      allowEmptyCollection: true,
    },
    ...FILTERS,
    PathType: { type: "string", aliases: ["Type"], validate: [{ kind: "Set", values: ["Any", "Container", "Leaf"] }] },
    IsValid: { type: "switch" },
    OlderThan: { type: "datetime" },
    NewerThan: { type: "datetime" },
  },
  outputTypes: ["System.Boolean"],
  examples: [{ code: "Test-Path / -PathType Container", output: "True" }],
  run: (context) => ({
    process() {
      const { paths, literal } = pathsOf(context);
      if (paths.length === 0) context.writeError(nullPath(context));
      for (const path of paths as readonly (string | null)[]) {
        if (path === null) context.writeError(nullPath(context));
        else context.write(isThere(context, path, literal));
      }
    },
  }),
};

function nullPath(context: CmdletContext): ErrorRecord {
  return context.error(
    "System.ArgumentNullException",
    "Value cannot be null. (Parameter 'The provided Path argument was null or an empty collection.')",
    "NullPathNotPermitted",
    "InvalidArgument",
  );
}

function isThere(context: CmdletContext, path: string, literal: boolean): boolean {
  if (path.trim() === "") return false;
  if (context.bound["IsValid"]) return !path.includes("\0");
  const kind = (context.bound["PathType"] ?? "Any").toLowerCase();
  return itemsQuietly(context, path, literal).some((item) => {
    const isContainer = item.provider.isContainer(item.drive, item.path);
    return (kind === "any" || (kind === "container") === isContainer) && isInTime(context, item);
  });
}

/** The items of a path without a word about what is missing, an unknown drive included. */
function itemsQuietly(context: CmdletContext, path: string, literal: boolean): readonly FoundItem[] {
  try {
    if (!literal && hasWildcard(path))
      return findItems(context, path, { ...findOptions(context, literal), force: true });
    const item = locate(context.engine, path);
    return item.provider.exists(item.drive, item.path) && isWanted(context.engine, item, findOptions(context, literal))
      ? [item]
      : [];
  } catch (error) {
    if (error instanceof Error && "errorId" in error && error.errorId === "DriveNotFound") return [];
    throw error;
  }
}

function isInTime(context: CmdletContext, item: FoundItem): boolean {
  const { bound, engine } = context;
  if (bound["OlderThan"] === undefined && bound["NewerThan"] === undefined) return true;
  const written = engine.values.getMember(item.provider.getItem(item.drive, item.path)?.value, "LastWriteTime");
  if (bound["OlderThan"] !== undefined && engine.values.compare(written, bound["OlderThan"]) >= 0) return false;
  return bound["NewerThan"] === undefined || engine.values.compare(written, bound["NewerThan"]) > 0;
}

export const joinPath: CmdletDefinition = {
  name: "Join-Path",
  module: MANAGEMENT,
  synopsis: "Combines a path and a child path into a single path.",
  parameters: {
    Path: {
      type: "string[]",
      aliases: ["PSPath"],
      position: 0,
      mandatory: true,
      fromPipeline: true,
      fromPipelineByPropertyName: true,
    },
    ChildPath: {
      type: "string[]",
      position: 1,
      mandatory: true,
      fromPipelineByPropertyName: true,
      allowNull: true,
      allowEmptyString: true,
      allowEmptyCollection: true,
    },
    AdditionalChildPath: {
      type: "string[]",
      position: 2,
      fromPipelineByPropertyName: true,
      fromRemainingArguments: true,
      allowNull: true,
      allowEmptyString: true,
      allowEmptyCollection: true,
    },
    Resolve: { type: "switch" },
  },
  outputTypes: ["System.String"],
  examples: [{ code: "Join-Path logs 2026 app.log", output: "logs/2026/app.log" }],
  run: (context) => ({
    process() {
      const { bound } = context;
      const children: readonly string[] = [...(bound["ChildPath"] ?? []), ...(bound["AdditionalChildPath"] ?? [])];
      for (const path of bound["Path"] as readonly string[]) {
        const joined = children.reduce(join, path);
        if (!bound["Resolve"]) context.write(joined);
        else
          for (const item of findItems(context, joined, findOptions(context, false)))
            context.write(powerShellPath(item));
      }
    },
  }),
};

function join(path: string, child: string | null): string {
  const inner = (child ?? "").replace(/^[/\\]+/, "");
  return childPath(path === "" ? "" : path, inner);
}

export const splitPath: CmdletDefinition = {
  name: "Split-Path",
  module: MANAGEMENT,
  synopsis: "Returns the specified part of a path.",
  defaultParameterSet: "ParentSet",
  parameters: {
    Path: {
      type: "string[]",
      sets: Object.fromEntries(
        ["ParentSet", "LeafSet", "LeafBaseSet", "ExtensionSet", "QualifierSet", "NoQualifierSet", "IsAbsoluteSet"].map(
          (set) => [set, { position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true }],
        ),
      ),
    },
    LiteralPath: {
      type: "string[]",
      aliases: ["PSPath", "LP"],
      sets: { LiteralPathSet: { mandatory: true, fromPipelineByPropertyName: true } },
    },
    Parent: { type: "switch", sets: { ParentSet: {} } },
    Leaf: { type: "switch", sets: { LeafSet: { mandatory: true } } },
    LeafBase: { type: "switch", sets: { LeafBaseSet: { mandatory: true } } },
    Extension: { type: "switch", sets: { ExtensionSet: { mandatory: true } } },
    Qualifier: { type: "switch", sets: { QualifierSet: { mandatory: true } } },
    NoQualifier: { type: "switch", sets: { NoQualifierSet: { mandatory: true } } },
    IsAbsolute: { type: "switch", sets: { IsAbsoluteSet: { mandatory: true } } },
    Resolve: { type: "switch" },
  },
  outputTypes: ["System.String", "System.Boolean"],
  examples: [{ code: "Split-Path /var/log/syslog -Leaf", output: "syslog" }],
  run: (context) => ({
    process() {
      const { paths, literal } = pathsOf(context);
      const all = context.bound["Resolve"]
        ? paths.flatMap((path) => findItems(context, path, findOptions(context, literal)).map(powerShellPath))
        : paths;
      for (const path of all) writePart(context, path);
    },
  }),
};

const QUALIFIER = /^[^:/\\]+:/;

function writePart(context: CmdletContext, path: string): void {
  switch (context.parameterSetName) {
    case "LeafSet":
      return context.write(nameOf(path));
    case "LeafBaseSet":
      return context.write(nameOf(path).replace(/\.[^.]*$/, ""));
    case "ExtensionSet":
      return context.write(/\.[^.]*$/.exec(nameOf(path))?.[0] ?? "");
    case "QualifierSet":
      return writeQualifier(context, path);
    case "NoQualifierSet":
      return context.write(path.replace(QUALIFIER, ""));
    case "IsAbsoluteSet":
      return context.write(/^[/\\]/.test(path) || QUALIFIER.test(path));
    default:
      return context.write(parentOf(path));
  }
}

function writeQualifier(context: CmdletContext, path: string): void {
  const qualifier = QUALIFIER.exec(path)?.[0];
  if (qualifier !== undefined) context.write(qualifier);
  else {
    const message = `Cannot parse path because path '${path}' does not have a qualifier specified.`;
    context.writeError(
      context.error("System.FormatException", message, "ParsePathFormatError", "InvalidArgument", path),
    );
  }
}

export const resolvePath: CmdletDefinition = {
  name: "Resolve-Path",
  module: MANAGEMENT,
  synopsis: "Resolves the wildcard characters in a path, and displays the path contents.",
  aliases: ["rvpa"],
  defaultParameterSet: "Path",
  parameters: { ...PATHS, Relative: { type: "switch" }, RelativeBasePath: { type: "string" }, ...FORCE },
  outputTypes: ["System.Management.Automation.PathInfo", "System.String"],
  examples: [{ code: "(Resolve-Path /).Path", output: "/" }],
  run: (context) => ({
    process() {
      const { paths, literal } = pathsOf(context);
      const base = relativeBase(context);
      for (const path of paths) {
        const from = base === undefined || /^[/\\~]/.test(path) || QUALIFIER.test(path) ? path : childPath(base, path);
        for (const item of findItems(context, from, findOptions(context, literal))) writeResolved(context, item, base);
      }
    },
  }),
};

function relativeBase(context: CmdletContext): string | undefined {
  const base: string | undefined = context.bound["RelativeBasePath"];
  if (base === undefined) return undefined;
  const item = locate(context.engine, base);
  if (!item.provider.exists(item.drive, item.path)) context.throwTerminating(pathNotFound(context, shownPath(item)));
  return item.path;
}

function writeResolved(context: CmdletContext, item: FoundItem, base: string | undefined): void {
  if (context.bound["Relative"]) context.write(relativePath(base ?? context.engine.location.currentNative, item.path));
  else context.write(new PathInfo(driveInfo(context.engine, item.drive), powerShellPath(item), item.path));
}

/** As a person in `from` would type it: ./here, ../there. */
function relativePath(from: string, to: string): string {
  const start = from.split(/[/\\]/).filter((part) => part !== "");
  const end = to.split(/[/\\]/).filter((part) => part !== "");
  let common = 0;
  while (common < start.length && common < end.length && start[common] === end[common]) common++;
  const up = start.slice(common).map(() => "..");
  const path = [...up, ...end.slice(common)].join("/");
  return up.length > 0 ? path : path === "" ? "." : `./${path}`;
}

export const convertPath: CmdletDefinition = {
  name: "Convert-Path",
  module: MANAGEMENT,
  synopsis: "Converts a path from a PowerShell path to a PowerShell provider path.",
  aliases: ["cvpa"],
  defaultParameterSet: "Path",
  parameters: { ...PATHS, ...FORCE },
  outputTypes: ["System.String"],
  examples: [{ code: "Convert-Path /", output: "/" }],
  run: (context) => ({
    process() {
      const { paths, literal } = pathsOf(context);
      for (const path of paths)
        for (const item of findItems(context, path, findOptions(context, literal)))
          context.write(realCase(context, item));
    },
  }),
};

function realCase(context: CmdletContext, item: FoundItem): string {
  const isFolder =
    item.provider.name === "FileSystem" && statQuietly(context.engine.host, item.path)?.isDirectory === true;
  return isFolder && item.path.length > 1 ? item.path.replace(/[/\\]+$/, "") : item.path;
}
