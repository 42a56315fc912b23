// The engine's FileSystem over node:fs, on the engine thread itself: a file is read without asking the host thread.

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { FileInformation, FileSystem, OpenFile, OpenHow } from "../../engine/index.js";
import { ownerLookup } from "./owners.js";

function information(file: string, stats: fs.BigIntStats, isSymbolicLink: boolean): FileInformation {
  return {
    name: path.basename(file) || file,
    fullName: file,
    isDirectory: stats.isDirectory(),
    isFile: stats.isFile(),
    isSymbolicLink,
    length: stats.size,
    mode: Number(stats.mode),
    links: Number(stats.nlink),
    // As .NET: where the file system keeps no birth, the older of the other two.
    createdMs: Number(stats.birthtimeMs) || Math.min(Number(stats.mtimeMs), Number(stats.ctimeMs)),
    modifiedMs: Number(stats.mtimeMs),
    accessedMs: Number(stats.atimeMs),
  };
}

const WRITE_FLAGS = { truncate: "w", append: "a", new: "wx" } as const;

const { O_CREAT, O_EXCL, O_TRUNC, O_RDONLY, O_RDWR, O_WRONLY } = fs.constants;
const OPEN_FLAGS: Readonly<Record<OpenHow["mode"], number>> = {
  createNew: O_CREAT | O_EXCL,
  create: O_CREAT | O_TRUNC,
  open: 0,
  openOrCreate: O_CREAT,
  truncate: O_TRUNC,
  append: O_CREAT, // the stream knows its position
};

function openFile(file: string, how: OpenHow): OpenFile {
  const access = how.read && how.write ? O_RDWR : how.write ? O_WRONLY : O_RDONLY;
  const handle = fs.openSync(file, access | OPEN_FLAGS[how.mode], 0o666);
  if (fs.fstatSync(handle).isDirectory()) {
    fs.closeSync(handle);
    throw Object.assign(new Error(`EISDIR: ${file} is a folder`), { code: "EISDIR", syscall: "open" });
  }
  return {
    read: (into, position) => fs.readSync(handle, into, 0, into.length, position),
    write(bytes, position) {
      for (let at = 0; at < bytes.length;) at += fs.writeSync(handle, bytes, at, bytes.length - at, position + at);
    },
    length: () => fs.fstatSync(handle).size,
    truncate: (length) => fs.ftruncateSync(handle, length),
    sync: () => fs.fsyncSync(handle),
    close: () => fs.closeSync(handle),
  };
}

function look(stat: () => fs.BigIntStats | undefined): fs.BigIntStats | undefined {
  try {
    return stat();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return undefined;
  }
}

/** The real file system. */
export function nodeFileSystem(): FileSystem {
  return {
    // As .NET: what may not be looked at does not exist.
    stat(file, followLinks = true) {
      const own = look(() => fs.lstatSync(file, { bigint: true, throwIfNoEntry: false }));
      if (!own) return undefined;
      const isLink = own.isSymbolicLink();
      if (!isLink || !followLinks) return information(file, own, isLink);
      const target = look(() => fs.statSync(file, { bigint: true, throwIfNoEntry: false }));
      return information(file, target ?? own, true);
    },
    list: (folder) => fs.readdirSync(folder),
    read: (file) => fs.readFileSync(file),
    write(file, bytes, mode) {
      fs.writeFileSync(file, bytes, { flag: WRITE_FLAGS[mode] });
    },
    openForWriting(file, mode) {
      const handle = fs.openSync(file, WRITE_FLAGS[mode]);
      return {
        write(bytes) {
          for (let at = 0; at < bytes.length;) at += fs.writeSync(handle, bytes, at);
        },
        close: () => fs.closeSync(handle),
      };
    },
    open: openFile,
    makeDirectory(folder, recursive) {
      if (recursive) makeFolders(folder);
      else fs.mkdirSync(folder);
    },
    remove(file, recursive) {
      const stats = fs.lstatSync(file);
      if (!stats.isDirectory()) fs.unlinkSync(file);
      else if (recursive) fs.rmSync(file, { recursive: true });
      else fs.rmdirSync(file);
    },
    rename: (from, to) => fs.renameSync(from, to),
    copy: (from, to) => fs.copyFileSync(from, to),
    readLink(file) {
      try {
        return fs.readlinkSync(file);
      } catch {
        return undefined; // no link
      }
    },
    symlink: (target, file) => fs.symlinkSync(target, file),
    hardLink: (existing, file) => fs.linkSync(existing, file),
    setTimes(file, accessedMs, modifiedMs) {
      fs.utimesSync(file, accessedMs / 1000, modifiedMs / 1000);
    },
    ownerOf: ownerLookup(),
    chmod: (file, mode) => fs.chmodSync(file, mode),
    realPath: (file) => fs.realpathSync.native(file),
    temporaryDirectory: () => os.tmpdir(),
    homeDirectory: () => process.env["HOME"] ?? os.homedir(),
  };
}

/** A folder and those above it. Node's own `recursive` never ends where the kernel says ENOENT of a folder that is there (/proc). */
function makeFolders(folder: string): void {
  const above = path.dirname(folder);
  if (above !== folder && !fs.existsSync(above)) makeFolders(above);
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" || !fs.statSync(folder).isDirectory()) throw error;
  }
}
