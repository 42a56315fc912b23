// The engine's FileSystem over node:fs, on the engine thread itself: a file is read without asking the host thread.

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { FileInformation, FileSystem } from "../../engine/index.js";
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

/** The real file system. */
export function nodeFileSystem(): FileSystem {
  return {
    stat(file, followLinks = true) {
      const own = fs.lstatSync(file, { bigint: true, throwIfNoEntry: false });
      if (!own) return undefined;
      const isLink = own.isSymbolicLink();
      if (!isLink || !followLinks) return information(file, own, isLink);
      const target = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
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
    makeDirectory(folder, recursive) {
      fs.mkdirSync(folder, { recursive });
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
