// System.IO.File: whole files read and written at once, copied, moved, removed.

import { DateTime } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { Family, TypeSource } from "../../define.js";
import { netError } from "../../errors.js";
import { numberOf, stringArray } from "../common.js";
import { attributesOf, dateTime, FileInfo, localTime, setTime, timeOf } from "./file-facts.js";
import { attempt, attemptIn, statQuietly } from "./file-faults.js";
import { fileOpeners, fileStreamType } from "./file-streams.js";
import { fullPath } from "./paths.js";

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

const isFile = (path: string | null, engine: Engine): boolean =>
  path !== null && path !== "" && statQuietly(engine, fullPath(path, engine))?.isFile === true;

export function copyFile(from: string, to: string, overwrite: boolean, engine: Engine): void {
  const source = fullPath(from, engine);
  const target = fullPath(to, engine);
  if (!overwrite && statQuietly(engine, target))
    throw netError("System.IO.IOException", `The file '${target}' already exists.`);
  attempt(source, () => engine.host.files.copy(source, target));
}

export function moveFile(from: string, to: string, overwrite: boolean, engine: Engine): void {
  const source = fullPath(from, engine);
  const target = fullPath(to, engine);
  if (!statQuietly(engine, source))
    throw netError("System.IO.FileNotFoundException", `Could not find file '${source}'.`);
  if (!overwrite && statQuietly(engine, target)) throw netError("System.IO.IOException", "The file already exists.");
  attempt(source, () => engine.host.files.rename(source, target));
}

export function deleteFile(path: string, engine: Engine): void {
  const full = fullPath(path, engine);
  attemptIn(full, engine, () => {
    if (statQuietly(engine, full, false)) engine.host.files.remove(full, false);
  });
}

const FILE: TypeSource = {
  kind: "static",
  members: {
    ...fileOpeners,
    "static bool Exists(string path)": isFile,
    "static string ReadAllText(string path)": (path, engine: Engine) => readText(path, engine),
    "static string ReadAllText(string path, System.Text.Encoding encoding)": (path, encoding, engine: Engine) =>
      readText(path, engine, encoding),
    "static string[] ReadAllLines(string path)": (path, engine: Engine) => stringArray(linesOf(readText(path, engine))),
    "static string[] ReadAllLines(string path, System.Text.Encoding encoding)": (path, encoding, engine: Engine) =>
      stringArray(linesOf(readText(path, engine, encoding))),
    "static System.Collections.Generic.IEnumerable[string] ReadLines(string path)": (path, engine: Engine) =>
      stringArray(linesOf(readText(path, engine))),
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

export const fileTypes: Family = {
  "System.IO.File": () => FILE,
  "System.IO.FileStream": fileStreamType,
};
