// Copy-Item -FromSession: files and folders of the far end of a session to this computer.
//
// Rule: a file goes where places.ts says, and has its name there when it is whole.

import { copyDestination, writeCopied } from "../../cmdlets/index.js";
import type { OpenFile } from "../../engine/index.js";
import { typedArray } from "../../objects/index.js";
import {
  againWith,
  checksum,
  type Copying,
  count,
  faultId,
  msOf,
  PIECE,
  progressOf,
  type Progress,
  reportPathFault,
  RESUMABLE,
  TAIL,
  writeFault,
} from "./copying.js";
import { type FarObject, type FarPipeline, LinkLost, startFar, tablePayload } from "./far-pipeline.js";
import { GET_SCRIPT, LIST_SCRIPT } from "./far-scripts.js";
import { Places, type Wanted } from "./places.js";

/** Files asked for and not here yet; each is open. */
const MOST_FILES = 32;

interface Fetching extends Wanted {
  readonly file: OpenFile;
  /** Bytes that are in the part. */
  had: number;
}

export function copyFromSession(copying: Copying): void {
  const download = new Download(copying);
  try {
    download.run();
  } catch (error) {
    if (error instanceof LinkLost) download.lost(error);
    else if (!(error instanceof Ended)) throw error;
  } finally {
    download.dispose();
  }
}

class Download {
  readonly #copying: Copying;
  readonly #progress: Progress;
  readonly #fetching: Map<number, Fetching> = new Map();
  #far: FarPipeline | undefined;
  /** Parts stay where the connection went: the next copy goes on with them. */
  #keepParts = false;
  #total = 0;
  #done = 0;

  constructor(copying: Copying) {
    this.#copying = copying;
    this.#progress = progressOf(copying, copying.session.computerName, "localhost");
  }

  run(): void {
    const destination = copyDestination(this.#copying.context);
    if (destination === undefined) return;
    const wanted = this.#list(destination);
    this.#total = wanted.reduce((sum, file) => sum + file.length, 0);
    if (wanted.length > 0) this.#fetch(wanted);
    this.#progress.finish();
  }

  lost(error: LinkLost): void {
    this.#keepParts = true;
    this.#progress.finish();
    const again = againWith(this.#copying, "FromSession");
    for (const item of this.#fetching.values()) {
      const kept = item.length > RESUMABLE && item.had > 0;
      const said = [
        `Failed to read remote file '${item.source}'.`,
        error.message,
        kept
          ? `${count(item.had)} of ${count(item.length)} bytes arrived and are kept in ${item.part}.`
          : `${count(item.had)} of ${count(item.length)} bytes arrived.`,
        `To go on ${kept ? "from there" : "with it"}: ${again}`,
      ];
      this.#fault("System.IO.IOException", said.join(" "), "CopyItemRemotelyIOError", item.source);
    }
    if (this.#fetching.size === 0)
      this.#fault(
        "System.IO.IOException",
        `The copy was not finished. ${error.message} To go on: ${again}`,
        "CopyItemRemotelyIOError",
        this.#copying.session.computerName,
      );
  }

  dispose(): void {
    this.#far?.dispose();
    for (const item of this.#fetching.values()) this.#letGo(item, this.#keepParts && item.length > RESUMABLE);
    this.#fetching.clear();
  }

  // What there is.

  #list(destination: string): Wanted[] {
    const { context, world, session } = this.#copying;
    const { bound } = context;
    const literal = bound["LiteralPath"] as readonly string[] | undefined;
    const texts = (name: string): unknown =>
      bound[name] === undefined ? null : typedArray("System.String", [...(bound[name] as readonly string[])]);
    this.#far = startFar(
      context,
      world.sessions,
      session,
      LIST_SCRIPT,
      [
        typedArray("System.String", [...(literal ?? (bound["Path"] as readonly string[]))]),
        literal !== undefined,
        bound["Recurse"] === true,
        bound["Force"] === true,
        texts("Include"),
        texts("Exclude"),
        bound["Filter"] ?? null,
      ],
      false,
    );
    const places = new Places(this.#copying, destination, (...fault) => this.#fault(...fault));
    const wanted: Wanted[] = [];
    for (let word = this.#far.next(); word; word = this.#far.next()) {
      if (word.kind !== "object") continue;
      if (word.fields.Kind === "fault") this.#listFault(word.fields);
      else {
        const found = places.of(word.fields);
        if (found) wanted.push(found);
      }
    }
    return wanted;
  }

  #listFault(fields: FarObject): void {
    const path = fields.text("Path") ?? "";
    if (reportPathFault(this.#copying, fields, path)) return;
    if (fields.text("Id") === "AlreadyListedDirectory")
      return this.#fault(
        "System.IO.IOException",
        `Skip already-visited directory ${path}.`,
        "AlreadyListedDirectory",
        path,
      );
    this.#fault(
      fields.text("Type") ?? "System.IO.IOException",
      `Failed to get directory ${path} child items. ${fields.text("Message") ?? ""}`,
      "CopyError",
      path,
    );
  }

  // The bytes.

  #fetch(wanted: readonly Wanted[]): void {
    const { context, world, session } = this.#copying;
    const far = startFar(context, world.sessions, session, GET_SCRIPT, [PIECE, TAIL], true);
    this.#far = far;
    let asked = 0;
    let at = 0;
    const ask = (): void => {
      for (; asked < wanted.length && this.#fetching.size < MOST_FILES; asked++) this.#ask(far, asked, wanted[asked]!);
      if (asked === wanted.length) far.endInput();
    };
    ask();
    for (let word = far.next(); word; word = far.next()) {
      while (!this.#fetching.has(at) && at < asked) at++;
      const item = this.#fetching.get(at);
      if (word.kind === "bytes") {
        if (item) this.#write(item, word.bytes);
        continue;
      }
      if (word.kind !== "object" || !item) continue;
      const { fields } = word;
      if (fields.Kind === "from") {
        if (fields.number("Had") === 0) this.#startAnew(item);
        else
          this.#copying.context.writeVerbose(
            `${count(item.had)} bytes of '${item.source}' are here already: going on with the rest.`,
          );
        continue;
      }
      this.#fetching.delete(at);
      if (fields.Kind === "done") this.#finish(item, fields.number("Length") ?? 0);
      else {
        this.#letGo(item, false);
        const type = fields.text("Type") ?? "System.IO.IOException";
        const [id] = faultId(type);
        this.#fault(
          type,
          `Failed to read remote file '${item.source}'. ${fields.text("Message") ?? ""}`,
          id,
          item.source,
        );
      }
      if (asked < wanted.length) ask();
    }
  }

  #ask(far: FarPipeline, at: number, wanted: Wanted): void {
    const { files } = this.#copying.context.engine.host;
    try {
      if (this.#isProtected(wanted.target)) return this.#localFault({ code: "EACCES" }, wanted);
      const resumable = wanted.length > RESUMABLE;
      const file = files.open(wanted.part, { mode: resumable ? "openOrCreate" : "create", read: true, write: true });
      const length = resumable ? file.length() : 0;
      const had = length <= wanted.length ? length : 0;
      this.#fetching.set(at, { ...wanted, file, had });
      this.#done += had;
      const tail = Buffer.alloc(Math.min(had, TAIL));
      if (had > 0) file.read(tail, had - tail.length);
      else if (length > 0) file.truncate(0);
      far.send(
        tablePayload({
          Kind: "get",
          At: at,
          Path: wanted.source,
          Had: BigInt(had),
          Sum: had > 0 ? checksum(tail) : "",
        }),
      );
    } catch (error) {
      this.#localFault(error, wanted);
    }
  }

  /** A file that its owner made read-only; -Force replaces it. */
  #isProtected(target: string): boolean {
    const { context } = this.#copying;
    const now = context.bound["Force"] ? undefined : context.engine.host.files.stat(target);
    return now !== undefined && now.isFile && (now.mode & 0o222) === 0;
  }

  #write(item: Fetching, bytes: Uint8Array): void {
    try {
      item.file.write(bytes, item.had);
    } catch (error) {
      // Nothing that follows would fare better: the rest is not asked for.
      this.#localFault(error, item, ` ${count(item.had)} of ${count(item.length)} bytes had arrived; none are kept.`);
      throw new Ended();
    }
    item.had += bytes.length;
    this.#done += bytes.length;
    this.#progress.show(`Copying ${item.source} to ${item.target}`, this.#done, this.#total);
  }

  #startAnew(item: Fetching): void {
    item.file.truncate(0);
    this.#done -= item.had;
    item.had = 0;
  }

  #finish(item: Fetching, length: number): void {
    const { context } = this.#copying;
    const { files } = context.engine.host;
    if (item.had !== length) {
      this.#letGo(item, false);
      return this.#fault(
        "System.IO.IOException",
        `Failed to read remote file '${item.source}'. It has ${count(length)} bytes, and ${count(item.had)} arrived.`,
        "CopyItemRemotelyIOError",
        item.source,
      );
    }
    try {
      item.file.close();
      const modified = msOf(item.ticks);
      files.setTimes(item.part, context.engine.host.now(), modified);
      if (item.mode !== undefined) files.chmod(item.part, item.mode & 0o777);
      files.rename(item.part, item.target);
      if (context.bound["PassThru"]) writeCopied(context, item.target);
    } catch (error) {
      this.#localFault(error, item);
      this.#remove(item.part);
    }
  }

  #letGo(item: Fetching, keep: boolean): void {
    try {
      item.file.close();
    } catch {
      // closed already
    }
    if (!keep) this.#remove(item.part);
  }

  #remove(path: string): void {
    try {
      this.#copying.context.engine.host.files.remove(path, false);
    } catch {
      // it is gone
    }
  }

  // Errors.

  #fault(type: string, message: string, id: string, target: string): void {
    const category =
      id === "DirectoryExist"
        ? "ResourceExists"
        : type.includes("UnauthorizedAccess")
          ? "PermissionDenied"
          : "WriteError";
    writeFault(this.#copying, type, message, id, category, target);
  }

  #localFault(error: unknown, item: Wanted, more = ""): void {
    const { code } = error as { code?: string };
    if (code === undefined) throw error;
    const denied = code === "EACCES" || code === "EPERM" || code === "EISDIR";
    const message = denied
      ? `Access to the path '${item.target}' is denied.`
      : code === "ENOENT" || code === "ENOTDIR"
        ? `Could not find a part of the path '${item.target}'.`
        : code === "ENOSPC"
          ? `No space left on device : '${item.target}'.`
          : `${code} : '${item.target}'.`;
    const [type, id] = denied
      ? ["System.UnauthorizedAccessException", "CopyFileInfoItemRemotelyUnauthorizedAccessError"]
      : [
          code === "ENOENT" ? "System.IO.DirectoryNotFoundException" : "System.IO.IOException",
          "CopyItemRemotelyIOError",
        ];
    this.#fault(type!, message + more, id!, item.source);
  }
}

/** What was reported ends the copy. */
class Ended extends Error {
  override readonly name: string = "Ended";
}
