// Set-Content, Add-Content and Clear-Content: what an item holds, replaced, extended, emptied.

import type { CmdletContext, CmdletDefinition, CmdletRun, ParameterDefinition } from "../../engine/index.js";
import { ENCODING, encodingArgument } from "../shared/encoding-argument.js";
import { fileError, isFileError } from "../shared/files.js";
import { MANAGEMENT } from "../shared/modules.js";
import { byteOrderMark } from "../shared/text-encoding.js";
import { contentBytes } from "./content.js";
import { statQuietly } from "./file-system.js";
import {
  findItems,
  findOptions,
  isPattern,
  locate,
  pathsOf,
  reportNothingFound,
  withoutEscapes,
  type FoundItem,
} from "./found-items.js";
import { FILTERS, FORCE, PASS_THRU, PATHS, PATHS_BY_NAME } from "./parameters.js";

const WRITE_PARAMETERS: Readonly<Record<string, ParameterDefinition>> = {
  ...PATHS_BY_NAME,
  Value: {
    type: "object[]",
    position: 1,
    mandatory: true,
    fromPipeline: true,
    fromPipelineByPropertyName: true,
    allowNull: true,
    allowEmptyCollection: true,
  },
  ...PASS_THRU,
  ...FILTERS,
  ...FORCE,
  NoNewline: { type: "switch" },
  Encoding: ENCODING,
  AsByteStream: { type: "switch" },
  Stream: { type: "string" },
};

export const setContent: CmdletDefinition = {
  name: "Set-Content",
  module: MANAGEMENT,
  synopsis: "Writes new content or replaces existing content in a file.",
  aliases: ["sc"],
  defaultParameterSet: "Path",
  supportsShouldProcess: true,
  parameters: WRITE_PARAMETERS,
  examples: [{ code: "Set-Content a.txt one, two; Get-Content a.txt", output: "one\ntwo" }],
  run: (context) => contentWriter(context, "truncate"),
};

export const addContent: CmdletDefinition = {
  name: "Add-Content",
  module: MANAGEMENT,
  synopsis: "Adds content to the specified items, such as adding words to a file.",
  aliases: ["ac"],
  defaultParameterSet: "Path",
  supportsShouldProcess: true,
  parameters: WRITE_PARAMETERS,
  examples: [{ code: "Set-Content a.txt one; Add-Content a.txt two; Get-Content a.txt", output: "one\ntwo" }],
  run: (context) => contentWriter(context, "append"),
};

/** Files are made or emptied with the first input and then written as it comes, so that a long pipeline is not held in memory. */
function contentWriter(context: CmdletContext, mode: "truncate" | "append"): CmdletRun {
  let targets: readonly FoundItem[] | undefined;
  const write = (values: readonly unknown[]): void => {
    const first = targets === undefined;
    targets ??= targetsOf(context, mode);
    for (const target of targets) writeTo(context, target, values, first ? mode : "append");
    if (context.bound["PassThru"]) for (const value of values) context.write(value);
  };
  return {
    process() {
      write(context.bound["Value"] ?? []);
    },
  };
}

function targetsOf(context: CmdletContext, mode: "truncate" | "append"): readonly FoundItem[] {
  const { paths, literal } = pathsOf(context);
  const options = findOptions(context, literal);
  const action = mode === "append" ? "Add Content" : "Set Content";
  return paths
    .flatMap((path) => {
      if (literal) return [locate(context.engine, path)];
      if (!isPattern(path)) return [locate(context.engine, withoutEscapes(path))];
      const items = findItems(context, path, options);
      if (items.length === 0) reportNothingFound(context, path);
      return items;
    })
    .filter((item) => context.shouldProcess(`Path: ${item.path}`, action));
}

function writeTo(
  context: CmdletContext,
  target: FoundItem,
  values: readonly unknown[],
  mode: "truncate" | "append",
): void {
  if (target.provider.name !== "FileSystem") {
    target.provider.setItem?.(target.drive, target.path, values.length === 1 ? values[0] : [...values]);
    return;
  }
  try {
    writeFile(context, target, values, mode);
  } catch (error) {
    if (!isFileError(error)) throw error;
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const fault = missing
      ? context.error(
          "System.IO.DirectoryNotFoundException",
          `Could not find a part of the path '${target.path}'.`,
          "GetContentWriterDirectoryNotFoundError",
          "ObjectNotFound",
          target.path,
        )
      : fileError(context, error, target.path, "GetContentWriterUnauthorizedAccessError");
    context.writeError(fault);
  }
}

function writeFile(
  context: CmdletContext,
  target: FoundItem,
  values: readonly unknown[],
  mode: "truncate" | "append",
): void {
  const { host } = context.engine;
  const encoding = encodingArgument(context) ?? "utf8NoBOM";
  const facts = statQuietly(host, target.path);
  if (facts && (facts.mode & 0o222) === 0) allowWriting(context, target, facts.mode);
  const body = contentBytes(context, values, encoding);
  const isNew = mode === "truncate" || facts === undefined || facts.length === 0n;
  const mark = isNew && !context.bound["AsByteStream"] ? byteOrderMark(encoding) : new Uint8Array();
  const bytes = new Uint8Array(mark.length + body.length);
  bytes.set(mark);
  bytes.set(body, mark.length);
  host.files.write(target.path, bytes, mode);
}

/** The system's superuser may write what is read-only; PowerShell still asks for -Force. */
function allowWriting(context: CmdletContext, target: FoundItem, mode: number): void {
  if (context.bound["Force"]) {
    context.engine.host.files.chmod(target.path, mode | 0o200);
    return;
  }
  throw Object.assign(new Error("read-only"), { code: "EACCES", syscall: "open" });
}

export const clearContent: CmdletDefinition = {
  name: "Clear-Content",
  module: MANAGEMENT,
  synopsis: "Deletes the contents of an item, but does not delete the item.",
  aliases: ["clc"],
  defaultParameterSet: "Path",
  supportsShouldProcess: true,
  parameters: { ...PATHS, ...FILTERS, ...FORCE, Stream: { type: "string" } },
  examples: [{ code: "Set-Content a.txt x; Clear-Content a.txt; (Get-Item a.txt).Length", output: "0" }],
  run: (context) => ({
    process() {
      const { paths, literal } = pathsOf(context);
      for (const path of paths) {
        for (const item of findItems(context, path, findOptions(context, literal))) {
          if (context.shouldProcess(`Item: ${item.path}`, "Clear Content")) writeTo(context, item, [], "truncate");
        }
      }
    },
  }),
};
