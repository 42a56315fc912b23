// Where the items of a list go on this computer.
//
// Rule: names come from a peer. Each is one name in a folder we chose, or the item is refused.

import { writeCopied } from "../../cmdlets/index.js";
import { type Copying, inFolder, isSafeName, partName } from "./copying.js";
import type { FarObject } from "./far-pipeline.js";

/** A file to fetch. */
export interface Wanted {
  readonly source: string;
  readonly target: string;
  readonly part: string;
  readonly length: number;
  readonly ticks: bigint;
  readonly mode: number | undefined;
}

type Report = (type: string, message: string, id: string, target: string) => void;

export class Places {
  readonly #copying: Copying;
  readonly #destination: string;
  readonly #report: Report;
  /** Where the folder at hand went; undefined where it may go nowhere. */
  #top: string | undefined;
  /** Names below it that may go nowhere, and with them what is below them. */
  #refused: Set<string> = new Set();
  #flat = false;

  constructor(copying: Copying, destination: string, report: Report) {
    this.#copying = copying;
    this.#destination = destination;
    this.#report = report;
    const { bound } = copying.context;
    this.#flat = bound["Container"] === false && bound["Recurse"] === true;
  }

  /** A file to fetch. A folder is made at once. */
  of(fields: FarObject): Wanted | undefined {
    const name = fields.text("Name") ?? "";
    const source = fields.text("Path") ?? "";
    if (!isSafeName(name)) {
      this.#report(
        "System.ArgumentException",
        `The remote computer sent the name '${name}', which is not a name of a file in a folder. It is not copied.`,
        "CopyItemRemotelyArgumentError",
        source,
      );
      this.#refused.add(name);
      return undefined;
    }
    if (fields.Kind === "folder") {
      if (!this.#flat) this.#folder(name, source, fields.is("Top"));
      return undefined;
    }
    const target = this.#placeOf(name, fields.is("Top"));
    if (target === undefined || !this.#may(source, target, "Copy File")) return undefined;
    const length = fields.number("Length") ?? 0;
    const ticks = fields.ticks("Ticks");
    const folder = target.slice(0, target.lastIndexOf("/")) || "/";
    const part = partName([this.#copying.session.computerName, source, target, length, ticks]);
    return { source, target, part: inFolder(folder, part), length, ticks, mode: fields.number("Mode") };
  }

  #placeOf(name: string, top: boolean): string | undefined {
    if (this.#flat) return this.#inDestination(name.slice(name.lastIndexOf("/") + 1));
    if (top) return this.#inDestination(name);
    if (this.#top === undefined || this.#isRefused(name)) return undefined;
    return inFolder(this.#top, name);
  }

  #inDestination(name: string): string {
    return this.#isFolder(this.#destination) ? inFolder(this.#destination, name) : this.#destination;
  }

  #isRefused(name: string): boolean {
    for (let end = name.indexOf("/"); end >= 0; end = name.indexOf("/", end + 1))
      if (this.#refused.has(name.slice(0, end))) return true;
    return false;
  }

  #folder(name: string, source: string, top: boolean): void {
    const target = top ? this.#inDestination(name) : this.#placeOf(name, false);
    if (top) {
      this.#top = undefined;
      this.#refused.clear();
    }
    if (target === undefined) return;
    if (this.#may(source, target, "Copy Directory") && this.#make(source, target, top)) {
      if (top) this.#top = target;
    } else if (!top) this.#refused.add(name);
  }

  #make(source: string, target: string, top: boolean): boolean {
    const { context } = this.#copying;
    const { files } = context.engine.host;
    try {
      const now = files.stat(target);
      if (now && !now.isDirectory) {
        this.#report(
          "System.IO.IOException",
          `Cannot copy a directory '${source}' to file '${target}'`,
          "CopyError",
          target,
        );
        return false;
      }
      if (now && top && !context.bound["Force"]) {
        this.#report(
          "System.IO.IOException",
          `An item with the specified name ${target} already exists.`,
          "DirectoryExist",
          target,
        );
        return false;
      }
      if (!now) files.makeDirectory(target, true);
      if (context.bound["PassThru"]) writeCopied(context, target);
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === undefined) throw error;
      this.#report(
        "System.UnauthorizedAccessException",
        `Access to the path '${target}' is denied.`,
        "CreateDirectoryUnauthorizedAccessError",
        target,
      );
      return false;
    }
  }

  #isFolder(path: string): boolean {
    try {
      return this.#copying.context.engine.host.files.stat(path)?.isDirectory === true;
    } catch {
      return false;
    }
  }

  #may(source: string, target: string, action: string): boolean {
    return this.#copying.context.shouldProcess(`Item: ${source} Destination: ${target}`, action);
  }
}
