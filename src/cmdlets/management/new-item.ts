// New-Item: makes a file, a folder, a link, or an entry of a flat drive.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { baseOf } from "../../objects/index.js";
import { MANAGEMENT } from "../shared/modules.js";
import { childPath, parentOf, statQuietly } from "./file-system.js";
import { locate, writeItem, itemObject, type FoundItem } from "./found-items.js";
import { attempt } from "./item-errors.js";
import { FORCE } from "./parameters.js";

export const newItem: CmdletDefinition = {
  name: "New-Item",
  module: MANAGEMENT,
  synopsis: "Creates a new item.",
  aliases: ["ni"],
  defaultParameterSet: "pathSet",
  supportsShouldProcess: true,
  parameters: {
    Path: {
      type: "string[]",
      sets: {
        pathSet: { position: 0, mandatory: true, fromPipelineByPropertyName: true },
        nameSet: { position: 0, fromPipelineByPropertyName: true },
      },
    },
    Name: {
      type: "string",
      sets: { nameSet: { mandatory: true, fromPipelineByPropertyName: true } },
      allowNull: true,
      allowEmptyString: true,
    },
    ItemType: {
      type: "string",
      aliases: ["Type"],
      fromPipelineByPropertyName: true,
      complete: () => ["Directory", "File", "HardLink", "SymbolicLink"],
    },
    Value: { type: "object", aliases: ["Target"], fromPipeline: true, fromPipelineByPropertyName: true },
    ...FORCE,
  },
  examples: [{ code: "(New-Item notes.txt -Value hello).Length", output: "5" }],
  run: (context) => ({
    process() {
      for (const path of newPaths(context)) create(context, locate(context.engine, path));
    },
  }),
};

function newPaths(context: CmdletContext): readonly string[] {
  const { bound } = context;
  const paths: readonly string[] = bound["Path"] ?? ["."];
  const name: string | undefined = bound["Name"];
  return name === undefined ? paths : paths.map((path) => childPath(path, name));
}

function create(context: CmdletContext, item: FoundItem): void {
  const { bound } = context;
  if (item.provider.name === "FileSystem") {
    createInFileSystem(context, item);
    return;
  }
  if (!item.provider.newItem || !context.shouldProcess(`Item: ${item.path}`, "New Item")) return;
  const made = item.provider.newItem(item.drive, item.path, bound["ItemType"], bound["Value"], {
    force: bound["Force"] === true,
  });
  context.write(itemObject(context.engine, item, made));
}

type Kind = "File" | "Directory" | "SymbolicLink" | "HardLink";

/** Item types may be shortened: `-ItemType d`. */
function kindOf(name: string | undefined): Kind | undefined {
  if (name === undefined) return "File";
  const lower = name.toLowerCase();
  const kinds: readonly [string, Kind][] = [
    ["file", "File"],
    ["directory", "Directory"],
    ["container", "Directory"],
    ["symboliclink", "SymbolicLink"],
    ["junction", "SymbolicLink"],
    ["hardlink", "HardLink"],
  ];
  return kinds.find(([spelling]) => lower !== "" && spelling.startsWith(lower))?.[1];
}

function createInFileSystem(context: CmdletContext, item: FoundItem): void {
  const kind = kindOf(context.bound["ItemType"]);
  if (kind === undefined) {
    context.throwTerminating(
      context.error(
        "System.ArgumentException",
        'The type is not a known type for the file system. Only "file","directory" or "symboliclink" can be specified.',
        "Argument",
        "InvalidArgument",
      ),
    );
  }
  if (
    !context.shouldProcess(
      `Destination: ${item.path}`,
      `Create ${kind === "SymbolicLink" ? "Symbolic Link" : kind === "HardLink" ? "Hard Link" : kind}`,
    )
  )
    return;
  const done =
    kind === "Directory"
      ? makeFolder(context, item)
      : kind === "File"
        ? makeFile(context, item)
        : makeLink(context, item, kind!);
  if (done) writeItem(context, item);
}

function makeFolder(context: CmdletContext, item: FoundItem): boolean {
  const { files } = context.engine.host;
  const force = context.bound["Force"] === true;
  if (statQuietly(context.engine.host, item.path) && !force) {
    const message = `An item with the specified name ${item.path} already exists.`;
    context.writeError(context.error("System.IO.IOException", message, "DirectoryExist", "ResourceExists", item.path));
    return false;
  }
  return attempt(context, item, "CreateDirectoryIOError", "WriteError", () => files.makeDirectory(item.path, true));
}

function makeFile(context: CmdletContext, item: FoundItem): boolean {
  const { host } = context.engine;
  const force = context.bound["Force"] === true;
  const text = context.bound["Value"] === undefined ? "" : context.engine.values.toText(context.bound["Value"]);
  const folder = parentOf(item.path);
  if (!statQuietly(host, folder)?.isDirectory) {
    if (force) host.files.makeDirectory(folder, true);
    else {
      ioError(
        context,
        item,
        `Could not find a part of the path '${item.path}'.`,
        "System.IO.DirectoryNotFoundException",
      );
      return false;
    }
  }
  if (statQuietly(host, item.path) && !force) {
    ioError(context, item, `The file '${item.path}' already exists.`, "System.IO.IOException");
    return false;
  }
  return attempt(context, item, "NewItemIOError", "WriteError", () =>
    host.files.write(item.path, Buffer.from(text, "utf8"), force ? "truncate" : "new"),
  );
}

function ioError(context: CmdletContext, item: FoundItem, message: string, type: string): void {
  context.writeError(context.error(type, message, "NewItemIOError", "WriteError", item.path));
}

function makeLink(context: CmdletContext, item: FoundItem, kind: Kind): boolean {
  const { engine } = context;
  const target = engine.values.toText(baseOf(context.bound["Value"]) ?? "");
  const force = context.bound["Force"] === true;
  if (statQuietly(engine.host, item.path, false)) {
    if (!force) {
      ioError(context, item, `The file '${item.path}' already exists.`, "System.IO.IOException");
      return false;
    }
    engine.host.files.remove(item.path, false);
  }
  return attempt(context, item, "NewItemIOError", "WriteError", () => {
    if (kind === "HardLink") engine.host.files.hardLink(locate(engine, target).path, item.path);
    else engine.host.files.symlink(target, item.path);
  });
}
