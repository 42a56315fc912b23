// Module files: where a name leads to, and how .psm1, .ps1 and .psd1 become a module.

import type { CmdletContext, Engine, ModuleObject } from "../../engine/index.js";
import { baseOf, Dictionary, type ErrorCategory } from "../../objects/index.js";
import { isFileError, nativePath } from "../shared/files.js";
import { decodeText } from "../shared/text-encoding.js";

const EXTENSIONS = [".psd1", ".psm1", ".ps1"];

/** A module file that cannot be used; Import-Module makes it an error of its own. */
export class ModuleFault extends Error {
  readonly exceptionType: string;
  readonly errorId: string;
  readonly category: ErrorCategory;
  constructor(exceptionType: string, message: string, errorId: string, category: ErrorCategory) {
    super(message);
    this.exceptionType = exceptionType;
    this.errorId = errorId;
    this.category = category;
  }
}

/** The file that a module's name or path means; undefined where there is none. */
export function findModuleFile(engine: Engine, name: string): string | undefined {
  if (/[\\/]|^\./.test(name) || EXTENSIONS.some((extension) => name.toLowerCase().endsWith(extension)))
    return moduleAt(engine, nativePath(engine, name));
  const separator = engine.host.computer.platform === "win32" ? ";" : ":";
  const folders = (engine.host.environment.get("PSModulePath") ?? "")
    .split(separator)
    .filter((folder) => folder !== "");
  for (const folder of folders) {
    const found = moduleAt(engine, `${folder}/${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function moduleAt(engine: Engine, path: string): string | undefined {
  const { files } = engine.host;
  const info = files.stat(path);
  if (info?.isFile) return path;
  for (const extension of EXTENSIONS) if (files.stat(path + extension)?.isFile) return path + extension;
  if (!info?.isDirectory) return undefined;
  const name = leafOf(path);
  for (const extension of EXTENSIONS)
    if (files.stat(`${path}/${name}${extension}`)?.isFile) return `${path}/${name}${extension}`;
  const versions = files
    .list(path)
    .filter((entry) => /^\d+(\.\d+){1,3}$/.test(entry))
    .sort(byVersion);
  for (const version of versions)
    for (const extension of EXTENSIONS)
      if (files.stat(`${path}/${version}/${name}${extension}`)?.isFile) return `${path}/${version}/${name}${extension}`;
  return undefined;
}

// Highest version first.
function byVersion(left: string, right: string): number {
  const a = left.split(".").map(Number);
  const b = right.split(".").map(Number);
  for (let i = 0; i < Math.max(a.length, b.length); i++)
    if ((a[i] ?? 0) !== (b[i] ?? 0)) return (b[i] ?? 0) - (a[i] ?? 0);
  return 0;
}

function leafOf(path: string): string {
  return path.replace(/[\\/]+$/, "").replace(/^.*[\\/]/, "");
}

function folderOf(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, "") || "/";
}

/** Loads a module from its file, without making its members visible. */
export function loadModule(context: CmdletContext, path: string, args: readonly unknown[]): ModuleObject {
  const name = leafOf(path).replace(/\.ps[dm]?1$/i, "");
  return path.toLowerCase().endsWith(".psd1")
    ? loadManifest(context, path, name, args)
    : loadScript(context, path, name, args);
}

function loadScript(
  context: CmdletContext,
  path: string,
  name: string,
  args: readonly unknown[],
  details: { version?: string; description?: string; path?: string } = {},
): ModuleObject {
  const { engine } = context;
  const module = engine.sessionState.newModule(
    name,
    engine.scriptBlock(readText(engine, path), path),
    args,
    (value) => context.write(value),
    { path, ...details },
  );
  module.moduleBase = folderOf(details.path ?? path);
  return module;
}

function loadManifest(context: CmdletContext, path: string, name: string, args: readonly unknown[]): ModuleObject {
  const { engine } = context;
  const manifest = readManifest(engine, path);
  const text = (key: string): string => engine.values.toText(manifest.get(key) ?? "");
  const root = text("RootModule") || text("ModuleToProcess");
  const details = { version: text("ModuleVersion") || "0.0", description: text("Description"), path };
  const rootFile = root === "" ? undefined : moduleAt(engine, `${folderOf(path)}/${root}`);
  if (root !== "" && rootFile === undefined)
    throw new ModuleFault(
      "System.IO.FileNotFoundException",
      `The specified module '${root}' was not loaded because no valid module file was found in any module directory.`,
      "Modules_ModuleFileNotFound",
      "ResourceUnavailable",
    );
  const module =
    rootFile === undefined
      ? engine.sessionState.newModule(name, engine.scriptBlock(""), args, undefined, details)
      : loadScript(context, rootFile, name, args, details);
  module.version = details.version;
  module.description = details.description;
  module.path = path;
  module.author = text("Author");
  module.companyName = text("CompanyName");
  module.copyright = text("Copyright");
  if (text("GUID") !== "") module.guid = engine.values.toText(engine.values.convert(text("GUID"), "guid"));
  module.privateData = manifest.get("PrivateData") ?? null;
  if (rootFile === undefined || !rootFile.endsWith(".psm1")) module.moduleType = "Manifest";
  keepOnly(context, module.exportedFunctions, manifest.get("FunctionsToExport"));
  keepOnly(context, module.exportedAliases, manifest.get("AliasesToExport"));
  keepOnly(context, module.exportedVariables, manifest.get("VariablesToExport"));
  return module;
}

// A manifest narrows what its root module exports; it never adds.
function keepOnly(
  context: CmdletContext,
  exported: ReadonlyMap<string, { readonly name: string }>,
  wanted: unknown,
): void {
  if (wanted === undefined || wanted === null) return;
  const { values } = context.engine;
  const patterns = [...(values.enumerate(wanted) ?? [wanted])].map((pattern) => values.toText(pattern));
  for (const [key, { name }] of exported)
    if (!patterns.some((pattern) => values.like(name, pattern))) (exported as Map<string, unknown>).delete(key);
}

/** The hashtable of a module manifest; a file that holds anything else is a fault. */
export function readManifest(engine: Engine, path: string): Dictionary {
  const output = engine.invokeCollect(engine.scriptBlock(readText(engine, path), path));
  const base = baseOf(output[0]);
  if (output.length === 1 && base instanceof Dictionary) return base;
  throw new ModuleFault(
    "System.Management.Automation.PSInvalidOperationException",
    `The module manifest '${path}' could not be processed because it is not a valid PowerShell module manifest file.`,
    "Modules_InvalidManifest",
    "ResourceUnavailable",
  );
}

function readText(engine: Engine, path: string): string {
  try {
    return decodeText(engine.host.files.read(path));
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new ModuleFault(
      "System.IO.FileNotFoundException",
      `The specified module '${path}' was not loaded because no valid module file was found in any module directory.`,
      "Modules_ModuleNotFound",
      "ResourceUnavailable",
    );
  }
}
