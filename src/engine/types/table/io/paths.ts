// System.IO.Path: paths as text. Full paths start at the current location, which the process's folder follows.

import { typedArray } from "../../../../objects/index.js";
import type { Engine } from "../../../engine.js";
import type { Family, TypeSource } from "../../define.js";
import { argumentError, netError } from "../../errors.js";
import { statQuietly } from "./file-faults.js";

const isWindows = (engine: Engine): boolean => engine.host.computer.platform === "win32";
const separatorOf = (engine: Engine): string => (isWindows(engine) ? "\\" : "/");

function lastSeparator(path: string): number {
  return path.lastIndexOf("/");
}

export function baseName(path: string): string {
  const trimmed = path.length > 1 ? path.replace(/\/+$/, "") : path;
  return trimmed.slice(lastSeparator(trimmed) + 1) || trimmed;
}

function fileName(path: string): string {
  return path.slice(lastSeparator(path) + 1);
}

export function extensionOf(path: string): string {
  const name = fileName(path);
  const dot = name.lastIndexOf(".");
  return dot < 0 || dot === name.length - 1 ? "" : name.slice(dot);
}

export function withoutExtension(path: string): string {
  const name = fileName(path);
  const dot = name.lastIndexOf(".");
  return dot < 0 ? name : name.slice(0, dot);
}

export function directoryName(path: string): string | null {
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

export function combine(parts: readonly (string | null)[]): string {
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

export const pathTypes: Family = {
  "System.IO.Path": () => PATH,
};
