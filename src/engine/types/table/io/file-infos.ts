// FileInfo and DirectoryInfo: what .NET gives them, and what PowerShell adds to them.

import { DateTime, EnumValue } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { Family, TypeSource } from "../../define.js";
import { netError } from "../../errors.js";
import {
  attributesOf,
  dateTime,
  DirectoryInfo,
  FileInfo,
  localTime,
  NO_TIME_MS,
  parentOf,
  setTime,
} from "./file-facts.js";
import type { FileSystemInfo, TimeName } from "./file-facts.js";
import { attempt, statQuietly } from "./file-faults.js";
import { copyFile, deleteFile, moveFile } from "./files.js";
import { deleteFolder, list, makeFolder } from "./folders.js";
import type { Wanted } from "./folders.js";
import { combine, directoryName, extensionOf, fullPath, withoutExtension } from "./paths.js";

const time = (
  name: TimeName,
): readonly [
  (info: FileSystemInfo, engine: Engine) => unknown,
  (info: FileSystemInfo, date: DateTime, engine: Engine) => void,
] => [
  (info, engine) => localTime(info.facts(engine)?.[name] ?? NO_TIME_MS, engine),
  (info, date, engine) => {
    setTime(info.path, name, date, engine);
    info.refresh();
  },
];

function setReadOnly(info: FileSystemInfo, readOnly: boolean, engine: Engine): void {
  const mode = info.facts(engine)?.mode ?? 0o644;
  attempt(info.path, () => engine.host.files.chmod(info.path, readOnly ? mode & ~0o222 : mode | 0o200));
  info.refresh();
}

/** ls's ten characters. */
function unixMode(info: FileSystemInfo, engine: Engine): string {
  const facts = info.facts(engine);
  if (!facts) return "";
  const link = statQuietly(engine, info.path, false)?.isSymbolicLink === true;
  const kind = link ? "l" : facts.isDirectory ? "d" : facts.isFile ? "-" : "?";
  const bits = [8, 7, 6, 5, 4, 3, 2, 1, 0].map((bit, i) => ((facts.mode >> bit) & 1 ? "rwx"[i % 3] : "-"));
  if (facts.mode & 0o4000) bits[2] = bits[2] === "x" ? "s" : "S";
  if (facts.mode & 0o2000) bits[5] = bits[5] === "x" ? "s" : "S";
  if (facts.mode & 0o1000) bits[8] = bits[8] === "x" ? "t" : "T";
  return kind + bits.join("");
}

/** PowerShell's five letters: d(irectory) or l(ink), a(rchive), r(ead-only), h(idden), s(ystem). */
function modeLetters(info: FileSystemInfo, engine: Engine): string {
  const facts = info.facts(engine);
  const link = statQuietly(engine, info.path, false)?.isSymbolicLink === true;
  const readOnly = facts !== undefined && (facts.mode & 0o222) === 0;
  return (
    (link ? "l" : facts?.isDirectory ? "d" : "-") +
    "-" +
    (readOnly ? "r" : "-") +
    (info.name.startsWith(".") ? "h" : "-") +
    "-"
  );
}

function linkType(info: FileSystemInfo, engine: Engine): string | null {
  if (engine.host.files.readLink(info.path) !== undefined) return "SymbolicLink";
  const links = statQuietly(engine, info.path)?.links ?? 1;
  return links > 1 && info instanceof FileInfo ? "HardLink" : null;
}

const linkTarget = (info: FileSystemInfo, engine: Engine): string | null =>
  engine.host.files.readLink(info.path) ?? null;

const INFO: TypeSource = {
  base: "System.MarshalByRefObject",
  kind: "abstract",
  members: {
    "bool Exists": (info: FileSystemInfo, engine: Engine) => {
      const facts = statQuietly(engine, info.path);
      return facts !== undefined && facts.isDirectory === info instanceof DirectoryInfo;
    },
    "string FullName": (info: FileSystemInfo) => info.path,
    "string Extension": (info: FileSystemInfo) => extensionOf(info.path),
    "string Name": (info: FileSystemInfo) => info.name,
    "datetime CreationTime": time("createdMs"),
    "datetime CreationTimeUtc": (info: FileSystemInfo, engine: Engine) =>
      dateTime(info.facts(engine)?.createdMs ?? NO_TIME_MS, "Utc"),
    "datetime LastAccessTime": time("accessedMs"),
    "datetime LastAccessTimeUtc": (info: FileSystemInfo, engine: Engine) =>
      dateTime(info.facts(engine)?.accessedMs ?? NO_TIME_MS, "Utc"),
    "datetime LastWriteTime": time("modifiedMs"),
    "datetime LastWriteTimeUtc": (info: FileSystemInfo, engine: Engine) =>
      dateTime(info.facts(engine)?.modifiedMs ?? NO_TIME_MS, "Utc"),
    "string LinkTarget": linkTarget,
    "System.IO.UnixFileMode UnixFileMode": (info: FileSystemInfo, engine: Engine) =>
      (info.facts(engine)?.mode ?? 0) & 0o7777,
    "System.IO.FileAttributes Attributes": [
      attributesOf,
      (info: FileSystemInfo, value: EnumValue, engine: Engine) =>
        setReadOnly(info, (Number(value.value) & 1) !== 0, engine),
    ],
    "void Refresh()": (info: FileSystemInfo) => info.refresh(),
    "string ToString()": (info: FileSystemInfo) => info.path,
  },
  extended: {
    "code string Mode": modeLetters,
    "code string ModeWithoutHardLink": modeLetters,
    "code string LinkType": linkType,
    "alias string Target": linkTarget,
    "code string ResolvedTarget": (info: FileSystemInfo, engine: Engine) => {
      try {
        return engine.host.files.realPath(info.path);
      } catch {
        return info.path;
      }
    },
    "code string UnixMode": unixMode,
    "code string User": (info: FileSystemInfo, engine: Engine) => engine.host.files.ownerOf(info.path).user,
    "code string Group": (info: FileSystemInfo, engine: Engine) => engine.host.files.ownerOf(info.path).group,
    "code long Size": (info: FileSystemInfo, engine: Engine) => info.facts(engine)?.length ?? 0n,
  },
  text: (info: FileSystemInfo) => info.path,
};

function lengthOf(info: FileInfo, engine: Engine): bigint {
  const facts = info.facts(engine);
  if (!facts) throw netError("System.IO.FileNotFoundException", `Could not find file '${info.path}'.`);
  return facts.length;
}

const FILE_INFO: TypeSource = {
  base: "System.IO.FileSystemInfo",
  members: {
    "new(string fileName)": (path, engine: Engine) => new FileInfo(fullPath(path, engine), path),
    "long Length": lengthOf,
    "string DirectoryName": (info: FileInfo) => directoryName(info.path),
    "System.IO.DirectoryInfo Directory": (info: FileInfo) => parentOf(info.path),
    "bool IsReadOnly": [
      (info: FileInfo, engine: Engine) => ((info.facts(engine)?.mode ?? 0o222) & 0o222) === 0,
      setReadOnly,
    ],
    "void Delete()": (info: FileInfo, engine: Engine) => deleteFile(info.path, engine),
    "System.IO.FileInfo CopyTo(string destFileName)": (info: FileInfo, to, engine: Engine) => {
      copyFile(info.path, to, false, engine);
      return new FileInfo(fullPath(to, engine), to);
    },
    "System.IO.FileInfo CopyTo(string destFileName, bool overwrite)": (
      info: FileInfo,
      to,
      overwrite,
      engine: Engine,
    ) => {
      copyFile(info.path, to, overwrite, engine);
      return new FileInfo(fullPath(to, engine), to);
    },
    "void MoveTo(string destFileName)": (info: FileInfo, to, engine: Engine) => moveFile(info.path, to, false, engine),
  },
  extended: {
    "script string BaseName": (info: FileInfo) => withoutExtension(info.path),
    "script System.Diagnostics.FileVersionInfo VersionInfo": (info: FileInfo) => info.path,
  },
  convertFrom: (value: unknown, engine: Engine) =>
    typeof value === "string" ? new FileInfo(fullPath(value, engine), value) : undefined,
};

function children(info: DirectoryInfo, pattern: string, wanted: Wanted, engine: Engine): unknown[] {
  return list(info.path, pattern, false, wanted, engine).map((path) =>
    statQuietly(engine, path)?.isDirectory ? new DirectoryInfo(path, path) : new FileInfo(path, path),
  );
}

const DIRECTORY_INFO: TypeSource = {
  base: "System.IO.FileSystemInfo",
  members: {
    "new(string path)": (path, engine: Engine) =>
      new DirectoryInfo(fullPath(path, engine).replace(/(.)\/$/, "$1"), path),
    "System.IO.DirectoryInfo Parent": (info: DirectoryInfo) => parentOf(info.path),
    "System.IO.DirectoryInfo Root": () => new DirectoryInfo("/", "/"),
    "void Create()": (info: DirectoryInfo, engine: Engine) => void makeFolder(info.path, engine),
    "System.IO.DirectoryInfo CreateSubdirectory(string path)": (info: DirectoryInfo, name, engine: Engine) =>
      makeFolder(combine([info.path, name]), engine),
    "void Delete()": (info: DirectoryInfo, engine: Engine) => deleteFolder(info.path, false, engine),
    "void Delete(bool recursive)": (info: DirectoryInfo, recursive, engine: Engine) =>
      deleteFolder(info.path, recursive, engine),
    "void MoveTo(string destDirName)": (info: DirectoryInfo, to, engine: Engine) =>
      moveFile(info.path, to, false, engine),
    "System.IO.FileInfo[] GetFiles()": (info: DirectoryInfo, engine: Engine) => children(info, "*", "files", engine),
    "System.IO.FileInfo[] GetFiles(string searchPattern)": (info: DirectoryInfo, pattern, engine: Engine) =>
      children(info, pattern, "files", engine),
    "System.IO.DirectoryInfo[] GetDirectories()": (info: DirectoryInfo, engine: Engine) =>
      children(info, "*", "folders", engine),
    "System.IO.DirectoryInfo[] GetDirectories(string searchPattern)": (info: DirectoryInfo, pattern, engine: Engine) =>
      children(info, pattern, "folders", engine),
    "System.IO.FileSystemInfo[] GetFileSystemInfos()": (info: DirectoryInfo, engine: Engine) =>
      children(info, "*", "both", engine),
  },
  extended: { "script string BaseName": (info: DirectoryInfo) => info.name },
  convertFrom: (value: unknown, engine: Engine) =>
    typeof value === "string" ? new DirectoryInfo(fullPath(value, engine), value) : undefined,
};

export const fileInfoTypes: Family = {
  "System.IO.FileSystemInfo": () => INFO,
  "System.IO.FileInfo": () => FILE_INFO,
  "System.IO.DirectoryInfo": () => DIRECTORY_INFO,
};
