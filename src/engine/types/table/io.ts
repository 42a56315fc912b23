// System.IO: paths, files and folders over the host's file system. A FileInfo looks at the disk when it is asked, and
// remembers what it saw until Refresh.

import {
  DateTime,
  EnumValue,
  NetObject,
  TICKS_PER_MILLISECOND,
  typedArray,
  UNIX_EPOCH_TICKS,
} from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import type { FileInformation } from "../../host.js";
import type { Family, TypeSource } from "../define.js";
import { argumentError, netError } from "../errors.js";
import { numberOf } from "./common.js";
import { attempt, attemptIn } from "./file-faults.js";
import { fileOpeners, fileStreamType } from "./file-streams.js";

/** Base of FileInfo and DirectoryInfo. `path` is native and absolute. */
export abstract class FileSystemInfo extends NetObject {
  readonly path: string;
  readonly original: string;
  #facts: FileInformation | undefined;
  #looked = false;
  constructor(path: string, original: string) {
    super();
    this.path = path;
    this.original = original;
  }
  get name(): string {
    return baseName(this.path);
  }
  /** What is at the path, links followed; what the link itself is where its target is missing. */
  facts(engine: Engine): FileInformation | undefined {
    if (!this.#looked) {
      this.#facts = statQuietly(engine, this.path) ?? statQuietly(engine, this.path, false);
      this.#looked = true;
    }
    return this.#facts;
  }
  refresh(): void {
    this.#looked = false;
  }
}

export class FileInfo extends FileSystemInfo {
  readonly typeName: string = "System.IO.FileInfo";
}

export class DirectoryInfo extends FileSystemInfo {
  readonly typeName: string = "System.IO.DirectoryInfo";
}

export function statQuietly(engine: Engine, path: string, followLinks = true): FileInformation | undefined {
  try {
    return engine.host.files.stat(path, followLinks);
  } catch {
    return undefined;
  }
}

// ---- Paths, as text ----

const isWindows = (engine: Engine): boolean => engine.host.computer.platform === "win32";
const separatorOf = (engine: Engine): string => (isWindows(engine) ? "\\" : "/");

function lastSeparator(path: string): number {
  return path.lastIndexOf("/");
}

function baseName(path: string): string {
  const trimmed = path.length > 1 ? path.replace(/\/+$/, "") : path;
  return trimmed.slice(lastSeparator(trimmed) + 1) || trimmed;
}

function fileName(path: string): string {
  return path.slice(lastSeparator(path) + 1);
}

function extensionOf(path: string): string {
  const name = fileName(path);
  const dot = name.lastIndexOf(".");
  return dot < 0 || dot === name.length - 1 ? "" : name.slice(dot);
}

function withoutExtension(path: string): string {
  const name = fileName(path);
  const dot = name.lastIndexOf(".");
  return dot < 0 ? name : name.slice(0, dot);
}

function directoryName(path: string): string | null {
  if (path === "/" || path === "") return path === "" ? "" : null;
  const at = lastSeparator(path);
  if (at < 0) return "";
  return path.slice(0, at).replace(/\/+$/, "") || "/";
}

function changeExtension(path: string | null, extension: string | null): string | null {
  if (path === null) return null;
  const stem = path.slice(0, path.length - extensionOf(path).length).replace(/\.$/, "");
  if (extension === null) return stem;
  return stem + (extension.startsWith(".") ? extension : `.${extension}`);
}

function combine(parts: readonly (string | null)[]): string {
  let path = "";
  for (const part of parts) {
    if (part === null) throw netError("System.ArgumentNullException", "Value cannot be null. (Parameter 'path2')");
    if (part === "") continue;
    path = part.startsWith("/") || path === "" ? part : path.endsWith("/") ? path + part : `${path}/${part}`;
  }
  return path;
}

function joinPaths(parts: readonly (string | null)[]): string {
  return parts.reduce<string>((path, part) => {
    if (part === null || part === "") return path;
    if (path === "") return part;
    return path.endsWith("/") || part.startsWith("/") ? path + part : `${path}/${part}`;
  }, "");
}

/** Absolute, without `.` and `..`; relative ones start at the process's folder, which follows the current location. */
export function fullPath(path: string, engine: Engine, base: string = engine.location.currentNative): string {
  if (path === "") throw argumentError("The value cannot be an empty string.", "path");
  const whole = path.startsWith("/") ? path : `${base}/${path}`;
  const parts: string[] = [];
  for (const part of whole.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}${path.endsWith("/") && parts.length > 0 ? "/" : ""}`;
}

function relativePath(from: string, to: string): string {
  const start = from.split("/").filter(Boolean);
  const end = to.split("/").filter(Boolean);
  let common = 0;
  while (common < start.length && common < end.length && start[common] === end[common]) common++;
  return [...start.slice(common).map(() => ".."), ...end.slice(common)].join("/") || ".";
}

function randomName(engine: Engine): string {
  const letters = "abcdefghijklmnopqrstuvwxyz012345";
  const name = Array.from(engine.host.randomBytes(11), (byte) => letters[byte & 31]!).join("");
  return `${name.slice(0, 8)}.${name.slice(8)}`;
}

const PATH: TypeSource = {
  kind: "static",
  members: {
    "static char DirectorySeparatorChar": (engine: Engine) => separatorOf(engine),
    "static char AltDirectorySeparatorChar": () => "/",
    "static char PathSeparator": (engine: Engine) => (isWindows(engine) ? ";" : ":"),
    "static char VolumeSeparatorChar": (engine: Engine) => (isWindows(engine) ? ":" : "/"),
    "static string Combine(string path1, string path2)": (a, b) => combine([a, b]),
    "static string Combine(string path1, string path2, string path3)": (a, b, c) => combine([a, b, c]),
    "static string Combine(string path1, string path2, string path3, string path4)": (a, b, c, d) =>
      combine([a, b, c, d]),
    "static string Combine(params string[] paths)": (parts) => combine(parts),
    "static string Join(string path1, string path2)": (a, b) => joinPaths([a, b]),
    "static string Join(string path1, string path2, string path3)": (a, b, c) => joinPaths([a, b, c]),
    "static string Join(params string[] paths)": (parts) => joinPaths(parts),
    "static string GetFileName(string path)": (path) => (path === null ? null : fileName(path)),
    "static string GetFileNameWithoutExtension(string path)": (path) => (path === null ? null : withoutExtension(path)),
    "static string GetExtension(string path)": (path) => (path === null ? null : extensionOf(path)),
    "static bool HasExtension(string path)": (path) => extensionOf(path ?? "") !== "",
    "static string GetDirectoryName(string path)": (path) => (path === null ? null : directoryName(path)),
    "static string ChangeExtension(string path, string extension)": changeExtension,
    "static string GetFullPath(string path)": (path, engine: Engine) => fullPath(path, engine),
    "static string GetFullPath(string path, string basePath)": (path, base, engine: Engine) =>
      fullPath(path, engine, base),
    "static string GetRelativePath(string relativeTo, string path)": (from, to, engine: Engine) =>
      relativePath(fullPath(from, engine), fullPath(to, engine)),
    "static string GetPathRoot(string path)": (path) => (path === null ? null : path.startsWith("/") ? "/" : ""),
    "static bool IsPathRooted(string path)": (path) => (path ?? "").startsWith("/"),
    "static bool IsPathFullyQualified(string path)": (path) => path.startsWith("/"),
    "static bool EndsInDirectorySeparator(string path)": (path) => path.endsWith("/"),
    "static string TrimEndingDirectorySeparator(string path)": (path) =>
      path.length > 1 ? path.replace(/\/$/, "") : path,
    "static string GetTempPath()": (engine: Engine) => `${engine.host.files.temporaryDirectory().replace(/\/$/, "")}/`,
    "static string GetTempFileName()": (engine: Engine) => {
      const path = `${engine.host.files.temporaryDirectory()}/tmp${randomName(engine).slice(0, 6)}.tmp`;
      engine.host.files.write(path, new Uint8Array(), "new");
      return path;
    },
    "static string GetRandomFileName()": randomName,
    "static char[] GetInvalidPathChars()": () => typedArray("System.Char", []),
    "static char[] GetInvalidFileNameChars()": (engine: Engine) =>
      engine.values.convert(isWindows(engine) ? '\0"<>|:*?\\/' : "\0/", "char[]"),
    "static bool Exists(string path)": (path, engine: Engine) =>
      path !== null && statQuietly(engine, fullPath(path, engine)) !== undefined,
  },
};

// ---- Files ----

function readText(path: string, engine: Engine, encoding?: unknown): string {
  const full = fullPath(path, engine);
  const bytes = attemptIn(full, engine, () => engine.host.files.read(full));
  return decode(bytes, engine, encoding);
}

/** By the mark at its head, else in the encoding given, else UTF-8. */
function decode(bytes: Uint8Array, engine: Engine, encoding: unknown): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return new TextDecoder("utf-8").decode(bytes.subarray(3));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes.subarray(2));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes.subarray(2));
  if (encoding === undefined || encoding === null) return new TextDecoder("utf-8").decode(bytes);
  return engine.values.toText(engine.values.invokeMethod(encoding, "GetString", [bytes]));
}

function encode(text: string, engine: Engine, encoding: unknown, withMark: boolean): Uint8Array {
  if (encoding === undefined || encoding === null) return new TextEncoder().encode(text);
  const body = engine.values.invokeMethod(encoding, "GetBytes", [text]) as Uint8Array;
  const mark = withMark ? (engine.values.invokeMethod(encoding, "GetPreamble", []) as Uint8Array) : new Uint8Array();
  const bytes = new Uint8Array(mark.length + body.length);
  bytes.set(mark);
  bytes.set(body, mark.length);
  return bytes;
}

function writeText(path: string, text: string, mode: "truncate" | "append", engine: Engine, encoding?: unknown): void {
  const full = fullPath(path, engine);
  const isNew = mode === "truncate" || statQuietly(engine, full) === undefined;
  attemptIn(full, engine, () => engine.host.files.write(full, encode(text, engine, encoding, isNew), mode));
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

const joinLines = (lines: Iterable<unknown>, engine: Engine): string =>
  Array.from(lines, (line) => `${engine.values.toText(line)}\n`).join("");

const strings = (items: readonly string[]): unknown => typedArray("System.String", [...items]);

function localTime(ms: number, engine: Engine): DateTime {
  return dateTime(ms + engine.host.computer.utcOffsetMinutes(ms) * 60_000, "Local");
}

function dateTime(ms: number, kind: "Local" | "Utc"): DateTime {
  return new DateTime(UNIX_EPOCH_TICKS + BigInt(Math.round(ms * 10)) * (TICKS_PER_MILLISECOND / 10n), kind);
}

/** Milliseconds since 1970 UTC of a date of any kind; an unspecified one is local. */
function toMs(date: DateTime, engine: Engine): number {
  const ms = Number((date.ticks - UNIX_EPOCH_TICKS) / (TICKS_PER_MILLISECOND / 10n)) / 10;
  return date.kind === "Utc" ? ms : ms - engine.host.computer.utcOffsetMinutes(ms) * 60_000;
}

/** What .NET gives for a file that is not there: 1601-01-01 UTC. */
const NO_TIME_MS = -11_644_473_600_000;

type TimeName = "createdMs" | "modifiedMs" | "accessedMs";

function timeOf(path: string, name: TimeName, engine: Engine): number {
  return statQuietly(engine, fullPath(path, engine))?.[name] ?? NO_TIME_MS;
}

function setTime(path: string, name: TimeName, date: DateTime, engine: Engine): void {
  const full = fullPath(path, engine);
  attempt(full, () => {
    const facts = engine.host.files.stat(full);
    const ms = toMs(date, engine);
    const accessed = name === "accessedMs" ? ms : (facts?.accessedMs ?? ms);
    const modified = name === "modifiedMs" ? ms : (facts?.modifiedMs ?? ms);
    engine.host.files.setTimes(full, accessed, modified);
  });
}

const ATTRIBUTES = "System.IO.FileAttributes";

function attributesOf(info: FileSystemInfo, engine: Engine): EnumValue {
  const facts = info.facts(engine);
  if (!facts) return new EnumValue(ATTRIBUTES, -1, "-1");
  const link = statQuietly(engine, info.path, false)?.isSymbolicLink === true;
  const names: [string, number][] = [];
  if ((facts.mode & 0o222) === 0) names.push(["ReadOnly", 1]);
  if (info.name.startsWith(".")) names.push(["Hidden", 2]);
  if (facts.isDirectory) names.push(["Directory", 16]);
  if (link) names.push(["ReparsePoint", 1024]);
  if (names.length === 0) names.push(["Normal", 128]);
  return new EnumValue(
    ATTRIBUTES,
    names.reduce((sum, [, bit]) => sum + bit, 0),
    names.map(([name]) => name).join(", "),
  );
}

const isFile = (path: string | null, engine: Engine): boolean =>
  path !== null && path !== "" && statQuietly(engine, fullPath(path, engine))?.isFile === true;
const isFolder = (path: string | null, engine: Engine): boolean =>
  path !== null && path !== "" && statQuietly(engine, fullPath(path, engine))?.isDirectory === true;

function copyFile(from: string, to: string, overwrite: boolean, engine: Engine): void {
  const source = fullPath(from, engine);
  const target = fullPath(to, engine);
  if (!overwrite && statQuietly(engine, target))
    throw netError("System.IO.IOException", `The file '${target}' already exists.`);
  attempt(source, () => engine.host.files.copy(source, target));
}

function moveFile(from: string, to: string, overwrite: boolean, engine: Engine): void {
  const source = fullPath(from, engine);
  const target = fullPath(to, engine);
  if (!statQuietly(engine, source))
    throw netError("System.IO.FileNotFoundException", `Could not find file '${source}'.`);
  if (!overwrite && statQuietly(engine, target)) throw netError("System.IO.IOException", "The file already exists.");
  attempt(source, () => engine.host.files.rename(source, target));
}

function deleteFile(path: string, engine: Engine): void {
  const full = fullPath(path, engine);
  attemptIn(full, engine, () => {
    if (statQuietly(engine, full, false)) engine.host.files.remove(full, false);
  });
}

const FILE: TypeSource = {
  kind: "static",
  members: {
    ...fileOpeners(fullPath),
    "static bool Exists(string path)": isFile,
    "static string ReadAllText(string path)": (path, engine: Engine) => readText(path, engine),
    "static string ReadAllText(string path, System.Text.Encoding encoding)": (path, encoding, engine: Engine) =>
      readText(path, engine, encoding),
    "static string[] ReadAllLines(string path)": (path, engine: Engine) => strings(linesOf(readText(path, engine))),
    "static string[] ReadAllLines(string path, System.Text.Encoding encoding)": (path, encoding, engine: Engine) =>
      strings(linesOf(readText(path, engine, encoding))),
    "static System.Collections.Generic.IEnumerable[string] ReadLines(string path)": (path, engine: Engine) =>
      strings(linesOf(readText(path, engine))),
    "static byte[] ReadAllBytes(string path)": (path, engine: Engine) => {
      const full = fullPath(path, engine);
      return attempt(full, () => engine.host.files.read(full));
    },
    "static void WriteAllText(string path, string contents)": (path, text, engine: Engine) =>
      writeText(path, text ?? "", "truncate", engine),
    "static void WriteAllText(string path, string contents, System.Text.Encoding encoding)": (
      path,
      text,
      encoding,
      engine: Engine,
    ) => writeText(path, text ?? "", "truncate", engine, encoding),
    "static void WriteAllLines(string path, string[] contents)": (path, lines, engine: Engine) =>
      writeText(path, joinLines(lines, engine), "truncate", engine),
    "static void WriteAllLines(string path, string[] contents, System.Text.Encoding encoding)": (
      path,
      lines,
      encoding,
      engine: Engine,
    ) => writeText(path, joinLines(lines, engine), "truncate", engine, encoding),
    "static void WriteAllBytes(string path, byte[] bytes)": (path, bytes, engine: Engine) => {
      const full = fullPath(path, engine);
      attemptIn(full, engine, () => engine.host.files.write(full, bytes, "truncate"));
    },
    "static void AppendAllText(string path, string contents)": (path, text, engine: Engine) =>
      writeText(path, text ?? "", "append", engine),
    "static void AppendAllText(string path, string contents, System.Text.Encoding encoding)": (
      path,
      text,
      encoding,
      engine: Engine,
    ) => writeText(path, text ?? "", "append", engine, encoding),
    "static void AppendAllLines(string path, string[] contents)": (path, lines, engine: Engine) =>
      writeText(path, joinLines(lines, engine), "append", engine),
    "static void Copy(string sourceFileName, string destFileName)": (from, to, engine: Engine) =>
      copyFile(from, to, false, engine),
    "static void Copy(string sourceFileName, string destFileName, bool overwrite)": copyFile,
    "static void Move(string sourceFileName, string destFileName)": (from, to, engine: Engine) =>
      moveFile(from, to, false, engine),
    "static void Move(string sourceFileName, string destFileName, bool overwrite)": moveFile,
    "static void Delete(string path)": deleteFile,
    "static System.IO.UnixFileMode GetUnixFileMode(string path)": (path, engine: Engine) =>
      (statQuietly(engine, fullPath(path, engine))?.mode ?? 0) & 0o7777,
    "static void SetUnixFileMode(string path, System.IO.UnixFileMode mode)": (path, mode, engine: Engine) => {
      const full = fullPath(path, engine);
      attempt(full, () => engine.host.files.chmod(full, numberOf(mode) & 0o7777));
    },
    "static datetime GetLastWriteTime(string path)": (path, engine: Engine) =>
      localTime(timeOf(path, "modifiedMs", engine), engine),
    "static datetime GetLastWriteTimeUtc(string path)": (path, engine: Engine) =>
      dateTime(timeOf(path, "modifiedMs", engine), "Utc"),
    "static datetime GetCreationTime(string path)": (path, engine: Engine) =>
      localTime(timeOf(path, "createdMs", engine), engine),
    "static datetime GetLastAccessTime(string path)": (path, engine: Engine) =>
      localTime(timeOf(path, "accessedMs", engine), engine),
    "static void SetLastWriteTime(string path, datetime lastWriteTime)": (path, date, engine: Engine) =>
      setTime(path, "modifiedMs", date, engine),
    "static void SetLastWriteTimeUtc(string path, datetime lastWriteTimeUtc)": (path, date: DateTime, engine: Engine) =>
      setTime(path, "modifiedMs", new DateTime(date.ticks, date.kind === "Local" ? "Local" : "Utc"), engine),
    "static void SetLastAccessTime(string path, datetime lastAccessTime)": (path, date, engine: Engine) =>
      setTime(path, "accessedMs", date, engine),
    "static void SetCreationTime(string path, datetime creationTime)": (path, date, engine: Engine) =>
      setTime(path, "createdMs", date, engine),
    "static System.IO.FileAttributes GetAttributes(string path)": (path, engine: Engine) => {
      const full = fullPath(path, engine);
      if (!statQuietly(engine, full))
        throw netError("System.IO.FileNotFoundException", `Could not find file '${full}'.`);
      return attributesOf(new FileInfo(full, path), engine);
    },
  },
};

// ---- Folders ----

/** .NET's search patterns know * and ? only. */
function matchesPattern(name: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return pattern === "*" || pattern === "*.*" || new RegExp(`^${source}$`, "s").test(name);
}

type Wanted = "files" | "folders" | "both";

function list(path: string, pattern: string, deep: boolean, wanted: Wanted, engine: Engine): string[] {
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
    [`${head})`]: (path: string, engine: Engine) => strings(list(path, "*", false, wanted, engine)),
    [`${head}, string searchPattern)`]: (path: string, pattern: string, engine: Engine) =>
      strings(list(path, pattern, false, wanted, engine)),
    [`${head}, string searchPattern, System.IO.SearchOption searchOption)`]: (
      path: string,
      pattern: string,
      option: unknown,
      engine: Engine,
    ) => strings(list(path, pattern, isDeep(option), wanted, engine)),
  };
}

function deleteFolder(path: string, recursive: boolean, engine: Engine): void {
  const full = fullPath(path, engine);
  if (!statQuietly(engine, full, false))
    throw netError("System.IO.DirectoryNotFoundException", `Could not find a part of the path '${full}'.`);
  attempt(full, () => {
    if (!recursive && engine.host.files.list(full).length > 0)
      throw Object.assign(new Error("not empty"), { code: "ENOTEMPTY" });
    engine.host.files.remove(full, recursive);
  });
}

function makeFolder(path: string, engine: Engine): DirectoryInfo {
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
    ...listings("Get", "Files", "files"),
    ...listings("Get", "Directories", "folders"),
    ...listings("Get", "FileSystemEntries", "both"),
    ...listings("Enumerate", "Files", "files"),
    ...listings("Enumerate", "Directories", "folders"),
    ...listings("Enumerate", "FileSystemEntries", "both"),
  },
};

function parentOf(path: string): DirectoryInfo | null {
  const parent = directoryName(path);
  return parent === null || parent === "" ? null : new DirectoryInfo(parent, parent);
}

// ---- FileInfo and DirectoryInfo ----

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

/** Paths, files and folders. */
export const IO: Family = {
  "System.IO.Path": () => PATH,
  "System.IO.File": () => FILE,
  "System.IO.FileStream": fileStreamType(fullPath),
  "System.IO.Directory": () => DIRECTORY,
  "System.IO.FileSystemInfo": () => INFO,
  "System.IO.FileInfo": () => FILE_INFO,
  "System.IO.DirectoryInfo": () => DIRECTORY_INFO,
};
