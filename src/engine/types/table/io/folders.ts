// System.IO.Directory: folders made and removed, and what is in them by a pattern.

import { EnumValue } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { Family, TypeSource } from "../../define.js";
import { netError } from "../../errors.js";
import { DirectoryInfo, localTime, parentOf, setTime, timeOf } from "./file-facts.js";
import { stringArray } from "../common.js";
import { attempt, statQuietly } from "./file-faults.js";
import { moveFile } from "./files.js";
import { fullPath } from "./paths.js";

const isFolder = (path: string | null, engine: Engine): boolean =>
  path !== null && path !== "" && statQuietly(engine, fullPath(path, engine))?.isDirectory === true;

/** .NET's search patterns know * and ? only. */
function matchesPattern(name: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return pattern === "*" || pattern === "*.*" || new RegExp(`^${source}$`, "s").test(name);
}

export type Wanted = "files" | "folders" | "both";

export function list(path: string, pattern: string, deep: boolean, wanted: Wanted, engine: Engine): string[] {
  const full = fullPath(path, engine);
  if (!statQuietly(engine, full)?.isDirectory)
    throw netError("System.IO.DirectoryNotFoundException", `Could not find a part of the path '${full}'.`);
  const found: string[] = [];
  const visit = (native: string, shown: string): void => {
    engine.checkStop();
    for (const name of attempt(native, () => engine.host.files.list(native))) {
      const child = `${native === "/" ? "" : native}/${name}`;
      const childShown = `${shown.replace(/\/$/, "")}/${name}`;
      const folder = statQuietly(engine, child)?.isDirectory === true;
      if ((wanted === "both" || (wanted === "folders") === folder) && matchesPattern(name, pattern))
        found.push(childShown);
      if (deep && folder && statQuietly(engine, child, false)?.isSymbolicLink !== true) visit(child, childShown);
    }
  };
  visit(full, path);
  return found;
}

const isDeep = (option: unknown): boolean => option instanceof EnumValue && Number(option.value) === 1;

/** The three shapes of Get… and Enumerate…: path; and pattern; and whether to descend. */
function listings(verb: string, noun: string, wanted: Wanted): Record<string, (...args: any[]) => unknown> {
  const returns = verb === "Get" ? "string[]" : "System.Collections.Generic.IEnumerable[string]";
  const head = `static ${returns} ${verb}${noun}(string path`;
  return {
    [`${head})`]: (path: string, engine: Engine) => stringArray(list(path, "*", false, wanted, engine)),
    [`${head}, string searchPattern)`]: (path: string, pattern: string, engine: Engine) =>
      stringArray(list(path, pattern, false, wanted, engine)),
    [`${head}, string searchPattern, System.IO.SearchOption searchOption)`]: (
      path: string,
      pattern: string,
      option: unknown,
      engine: Engine,
    ) => stringArray(list(path, pattern, isDeep(option), wanted, engine)),
  };
}

export function deleteFolder(path: string, recursive: boolean, engine: Engine): void {
  const full = fullPath(path, engine);
  if (!statQuietly(engine, full, false))
    throw netError("System.IO.DirectoryNotFoundException", `Could not find a part of the path '${full}'.`);
  attempt(full, () => {
    if (!recursive && engine.host.files.list(full).length > 0)
      throw Object.assign(new Error("not empty"), { code: "ENOTEMPTY" });
    engine.host.files.remove(full, recursive);
  });
}

export function makeFolder(path: string, engine: Engine): DirectoryInfo {
  const full = fullPath(path, engine);
  attempt(full, () => engine.host.files.makeDirectory(full, true));
  return new DirectoryInfo(full, path);
}

const DIRECTORY: TypeSource = {
  kind: "static",
  members: {
    "static bool Exists(string path)": isFolder,
    "static System.IO.DirectoryInfo CreateDirectory(string path)": makeFolder,
    "static void Delete(string path)": (path, engine: Engine) => deleteFolder(path, false, engine),
    "static void Delete(string path, bool recursive)": deleteFolder,
    "static void Move(string sourceDirName, string destDirName)": (from, to, engine: Engine) =>
      moveFile(from, to, false, engine),
    "static string GetCurrentDirectory()": (engine: Engine) => engine.location.currentNative,
    "static void SetCurrentDirectory(string path)": (path, engine: Engine) =>
      engine.location.setCurrent(fullPath(path, engine)),
    "static System.IO.DirectoryInfo GetParent(string path)": (path, engine: Engine) => parentOf(fullPath(path, engine)),
    "static datetime GetLastWriteTime(string path)": (path, engine: Engine) =>
      localTime(timeOf(path, "modifiedMs", engine), engine),
    "static datetime GetCreationTime(string path)": (path, engine: Engine) =>
      localTime(timeOf(path, "createdMs", engine), engine),
    "static void SetLastWriteTime(string path, datetime lastWriteTime)": (path, date, engine: Engine) =>
      setTime(path, "modifiedMs", date, engine),
    "static void SetLastAccessTime(string path, datetime lastAccessTime)": (path, date, engine: Engine) =>
      setTime(path, "accessedMs", date, engine),
    "static void SetCreationTime(string path, datetime creationTime)": (path, date, engine: Engine) =>
      setTime(path, "createdMs", date, engine),
    ...listings("Get", "Files", "files"),
    ...listings("Get", "Directories", "folders"),
    ...listings("Get", "FileSystemEntries", "both"),
    ...listings("Enumerate", "Files", "files"),
    ...listings("Enumerate", "Directories", "folders"),
    ...listings("Enumerate", "FileSystemEntries", "both"),
  },
};

export const folderTypes: Family = {
  "System.IO.Directory": () => DIRECTORY,
};
