// Compress-Archive and Expand-Archive: ZIP files.
//
// Rule: no entry of an archive is written outside the folder it is unpacked to.

import type { CmdletContext, CmdletDefinition, Engine, ParameterDefinition } from "../../engine/index.js";
import { findItems, findOptions, pathsOf } from "../management/found-items.js";
import { nativePath } from "../shared/files.js";
import { readZip, writeZip, type ZipEntry, ZipError } from "./zip.js";

const MODULE = "Microsoft.PowerShell.Archive";
const LEVELS: Readonly<Record<string, number>> = { optimal: 9, fastest: 1, nocompression: 0 };

const PATH: ParameterDefinition = {
  type: "string[]",
  sets: { Path: { position: 0, mandatory: true, fromPipeline: true, fromPipelineByPropertyName: true } },
  help: "Files and folders; wildcards stand for what they match.",
};
const LITERAL_PATH: ParameterDefinition = {
  type: "string[]",
  aliases: ["PSPath"],
  sets: { LiteralPath: { mandatory: true, fromPipelineByPropertyName: true } },
  help: "Files and folders, as they are written.",
};

const compressArchive: CmdletDefinition = {
  name: "Compress-Archive",
  module: MODULE,
  synopsis: "Creates a compressed archive, or zipped file, from specified files and directories.",
  supportsShouldProcess: true,
  defaultParameterSet: "Path",
  parameters: {
    Path: PATH,
    LiteralPath: LITERAL_PATH,
    DestinationPath: {
      type: "string",
      position: 1,
      mandatory: true,
      help: "The archive; .zip is added where it has no ending.",
    },
    CompressionLevel: {
      type: "string",
      validate: [{ kind: "Set", values: ["Optimal", "NoCompression", "Fastest"], ignoreCase: true }],
      help: "How hard it tries; Optimal otherwise.",
    },
    Update: { type: "switch", help: "Adds to an archive that is there, newer files in place of older." },
    Force: { type: "switch", help: "Replaces an archive that is there." },
    PassThru: { type: "switch", help: "Gives the archive's file." },
  },
  examples: [
    {
      code: "'text' > a.txt; Compress-Archive a.txt a.zip; Expand-Archive a.zip out; Get-Content out/a.txt",
      output: "text",
    },
  ],
  run(context) {
    const found: string[] = [];
    return {
      process() {
        found.push(...itemsOf(context));
      },
      end: () => compress(context, found),
    };
  },
};

/** Native paths of what -Path or -LiteralPath stands for. */
function itemsOf(context: CmdletContext): string[] {
  const { paths, literal } = pathsOf(context);
  const all: readonly string[] = typeof paths === "string" ? [paths] : paths;
  return all.flatMap((path) => findItems(context, path, findOptions(context, literal)).map((item) => item.path));
}

function compress(context: CmdletContext, paths: readonly string[]): void {
  const { bound, engine } = context;
  const { files } = engine.host;
  if (paths.length === 0) return;
  const given: string = bound["DestinationPath"];
  const archive = nativePath(engine, /\.[^./]+$/.test(given) ? given : `${given}.zip`);
  const exists = files.stat(archive) !== undefined;
  if (exists && !bound["Update"] && !bound["Force"])
    return refuse(
      context,
      `The archive file ${archive} already exists. Use the -Update parameter to update the existing archive file or use the -Force parameter to overwrite the existing archive file.`,
      "ArchiveFileExists",
      archive,
    );
  if (!context.shouldProcess(archive, "Compress-Archive")) return;
  const entries = new Map<string, ZipEntry>();
  if (exists && bound["Update"]) for (const entry of unzip(context, archive)) entries.set(entry.name, entry);
  for (const path of paths) collect(engine, path, path.slice(path.lastIndexOf("/") + 1), entries, archive);
  const level = LEVELS[(bound["CompressionLevel"] ?? "Optimal").toLowerCase()]!;
  files.write(archive, writeZip([...entries.values()], level), "truncate");
  if (bound["PassThru"]) context.write(engine.values.convert(archive, "System.IO.FileInfo"));
}

/** A file, or a folder and all in it, by their names in the archive. */
function collect(engine: Engine, path: string, name: string, entries: Map<string, ZipEntry>, archive: string): void {
  const { files } = engine.host;
  const facts = files.stat(path);
  if (!facts || path === archive) return;
  const modified = new Date(facts.modifiedMs);
  if (!facts.isDirectory) {
    entries.set(name, { name, modified, content: files.read(path) });
    return;
  }
  const inside = files.list(path);
  if (inside.length === 0) entries.set(`${name}/`, { name: `${name}/`, modified, content: new Uint8Array(0) });
  for (const child of inside) collect(engine, `${path}/${child}`, `${name}/${child}`, entries, archive);
}

function unzip(context: CmdletContext, archive: string): readonly ZipEntry[] {
  try {
    return readZip(context.engine.host.files.read(archive));
  } catch (error) {
    if (!(error instanceof ZipError) && (error as { code?: string }).code !== "Z_DATA_ERROR") throw error;
    const message = error instanceof Error ? error.message : String(error);
    return refuse(context, message, "System.IO.InvalidDataException", archive, "System.IO.InvalidDataException");
  }
}

function refuse(
  context: CmdletContext,
  message: string,
  id: string,
  target: string,
  type = "System.IO.IOException",
): never {
  return context.throwTerminating(context.error(type, message, id, "InvalidArgument", target));
}

const expandArchive: CmdletDefinition = {
  name: "Expand-Archive",
  module: MODULE,
  synopsis: "Extracts files from a specified archive (zipped) file.",
  supportsShouldProcess: true,
  defaultParameterSet: "Path",
  parameters: {
    Path: { ...PATH, type: "string", help: "The archive." },
    LiteralPath: { ...LITERAL_PATH, type: "string", help: "The archive, as it is written." },
    DestinationPath: { type: "string", position: 1, help: "The folder; otherwise one of the archive's name." },
    Force: { type: "switch", help: "Replaces files that are there." },
    PassThru: { type: "switch", help: "Gives what was written." },
  },
  examples: [
    {
      code: "$null = mkdir d; 'one' > d/1.txt; Compress-Archive d d.zip; Expand-Archive d.zip all; (Get-ChildItem all -Recurse -File).Name",
      output: "1.txt",
    },
  ],
  run: (context) => ({
    process() {
      const { bound } = context;
      for (const path of itemsOf(context)) {
        const byName = path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "");
        expand(context, path, nativePath(context.engine, bound["DestinationPath"] ?? byName));
      }
    },
  }),
};

function expand(context: CmdletContext, archive: string, folder: string): void {
  const { files } = context.engine.host;
  if (!context.shouldProcess(archive, "Expand-Archive")) return;
  files.makeDirectory(folder, true);
  for (const { name, modified, content } of unzip(context, archive)) {
    const target = `${folder}/${name.replace(/\/$/, "")}`;
    if (name.startsWith("/") || name.split("/").includes(".."))
      refuse(
        context,
        `The archive entry '${name}' would be written outside the folder ${folder}.`,
        "InvalidEntry",
        name,
      );
    if (name.endsWith("/")) {
      files.makeDirectory(target, true);
      continue;
    }
    files.makeDirectory(target.slice(0, target.lastIndexOf("/")), true);
    if (files.stat(target) !== undefined && !context.bound["Force"]) {
      context.writeError(
        context.error(
          "System.IO.IOException",
          `Failed to create file '${target}' while expanding the archive file '${archive}' contents as the file '${target}' already exists. Use the -Force parameter if you want to overwrite the existing directory '${folder}' contents when expanding the archive file.`,
          "ExpandArchiveFileExists",
          "ResourceExists",
          target,
        ),
      );
      continue;
    }
    files.write(target, content, "truncate");
    files.setTimes(target, modified.getTime(), modified.getTime());
    if (context.bound["PassThru"]) context.write(context.engine.values.convert(target, "System.IO.FileInfo"));
  }
}

export const archiveCmdlets: readonly CmdletDefinition[] = [compressArchive, expandArchive];
