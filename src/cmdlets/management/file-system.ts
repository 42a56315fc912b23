// The FileSystem provider: files and folders behind drives, as items with children.

import type { Drive, Engine, FileInformation, Host, Provider, ProviderItem } from "../../engine/index.js";
import { decodeText } from "../shared/text-encoding.js";

export function createFileSystemProvider(engine: Engine): Provider {
  const { files } = engine.host;
  const item = (path: string, facts: FileInformation): ProviderItem => ({
    name: nameOf(path),
    path,
    isContainer: facts.isDirectory,
    value: engine.values.invokeStatic(facts.isDirectory ? "System.IO.DirectoryInfo" : "System.IO.FileInfo", "new", [
      path,
    ]),
  });
  return {
    name: "FileSystem",
    fullName: "Microsoft.PowerShell.Core\\FileSystem",
    isHierarchical: true,
    capabilities: ["Filter", "ShouldProcess", "Credentials"],
    home: files.homeDirectory(),
    exists: (_drive, path) => statQuietly(engine.host, path) !== undefined || files.readLink(path) !== undefined,
    isContainer: (_drive, path) => statQuietly(engine.host, path)?.isDirectory === true,
    getItem(_drive, path) {
      const facts = statQuietly(engine.host, path) ?? statQuietly(engine.host, path, false);
      return facts && item(path, facts);
    },
    getChildren(_drive, path) {
      return files
        .list(path)
        .map((name) => childPath(path, name))
        .flatMap((child) => {
          const facts = statQuietly(engine.host, child) ?? statQuietly(engine.host, child, false);
          return facts ? [item(child, facts)] : [];
        });
    },
    getContent(_drive, path) {
      if (!files.stat(path)) return undefined;
      const lines = decodeText(files.read(path)).split(/\r?\n/);
      if (lines.at(-1) === "") lines.pop();
      return lines.length === 1 ? lines[0] : lines;
    },
    setContent(_drive: Drive, path, value) {
      const text = value.map((line) => `${engine.values.toText(line)}\n`).join("");
      files.write(path, Buffer.from(text, "utf8"), "truncate");
    },
  };
}

/** What is at a path, or undefined; also where a folder on the way is none or may not be entered. */
export function statQuietly(host: Host, path: string, followLinks = true): FileInformation | undefined {
  try {
    return host.files.stat(path, followLinks);
  } catch {
    return undefined;
  }
}

export function childPath(folder: string, name: string): string {
  return folder.endsWith("/") || folder.endsWith("\\")
    ? folder + name
    : `${folder}${folder.includes("\\") && !folder.includes("/") ? "\\" : "/"}${name}`;
}

export function nameOf(path: string): string {
  const trimmed = path.replace(/[/\\]+$/, "");
  const at = Math.max(trimmed.lastIndexOf("/"), trimmed.lastIndexOf("\\"));
  return at < 0 ? trimmed : trimmed.slice(at + 1) || path;
}

export function parentOf(path: string): string {
  const trimmed = path.replace(/[/\\]+$/, "");
  const at = Math.max(trimmed.lastIndexOf("/"), trimmed.lastIndexOf("\\"));
  if (at < 0) return "";
  return trimmed.slice(0, at) || trimmed.slice(0, 1);
}
