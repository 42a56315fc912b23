// Copy-Item -ToSession: files and folders of this computer to the far end of a session.
//
// Rule: no more is on its way than the far end takes in half a second, and a file there has its name when it is whole.

import { copySources, type CopySource, isCopyWanted } from "../../cmdlets/index.js";
import type { FileInformation, OpenFile } from "../../engine/index.js";
import {
  checksum,
  type Copying,
  count,
  inFolder,
  lastName,
  partName,
  PIECE,
  type Progress,
  progressOf,
  reportPathFault,
  RESUMABLE,
  TAIL,
  ticksOf,
} from "./copying.js";
import { bytesPayload, type FarObject, type FarPipeline, LinkLost, startFar, tablePayload } from "./far-pipeline.js";
import { PUT_SCRIPT } from "./far-scripts.js";
import {
  sayCutOff,
  sayNoFile,
  sayNotFinished,
  sayRefused,
  sayUnreadable,
  sayVisited,
  type UploadItem,
} from "./upload-faults.js";

/** Bytes on their way at least and at most, and for how long there may be some. */
const LEAST_WINDOW = 1 << 20;
const MOST_WINDOW = 4 << 20;
const WINDOW_MS = 500;
/** What an item costs beside its bytes. */
const ITEM_COST = 1024;
/** Items that have been sent and not been answered. */
const MOST_ITEMS = 512;

/** Copies what this call of the command names. */
export function copyToSession(copying: Copying): void {
  const { context } = copying;
  const destination: string = context.bound["Destination"] ?? "";
  const sources = copySources(context);
  if (sources.length === 0) return;
  const far = startFar(
    context,
    copying.world.sessions,
    copying.session,
    PUT_SCRIPT,
    [destination, context.bound["Force"] === true],
    true,
  );
  const upload = new Upload(copying, far, destination);
  try {
    upload.run(sources);
  } catch (error) {
    if (error instanceof LinkLost) upload.lost(error);
    else {
      upload.giveUp();
      throw error;
    }
  }
}

interface Sent extends UploadItem {
  /** What had been sent in all before its first byte, less what the far end had of it already. */
  base: number;
  fault: FarObject | undefined;
  answer: FarObject | undefined;
}

interface Ground {
  readonly path: string;
  readonly isFolder: boolean;
}

class Upload {
  readonly #copying: Copying;
  readonly #far: FarPipeline;
  readonly #destination: string;
  readonly #progress: Progress;
  readonly #waiting: Map<number, Sent> = new Map();
  readonly #buffer: Uint8Array = Buffer.allocUnsafe(PIECE);
  #items = 0;
  #sent = 0;
  #taken = 0;
  #began = 0;
  #ground: Ground | undefined;
  #ended = false;

  constructor(copying: Copying, far: FarPipeline, destination: string) {
    this.#copying = copying;
    this.#far = far;
    this.#destination = destination;
    this.#progress = progressOf(copying, "localhost", copying.session.computerName);
    this.#began = copying.context.engine.host.monotonic();
  }

  run(sources: readonly CopySource[]): void {
    this.#ground = this.#learnGround();
    if (this.#ground) for (const source of sources) this.#top(source);
    this.#far.endInput();
    this.#ended = true;
    while (this.#hear()) continue;
    this.#progress.finish();
  }

  /** The connection went: what was on its way is said, and how to go on. */
  lost(error: LinkLost): void {
    this.#progress.finish();
    const files = [...this.#waiting.values()].filter((sent) => !sent.isFolder);
    const waiting = files.length > 0 ? files : [...this.#waiting.values()];
    for (const sent of waiting)
      sayCutOff(this.#copying, error, sent, Math.max(0, Math.min(sent.length, this.#taken - sent.base)));
    if (waiting.length === 0) sayNotFinished(this.#copying, error, this.#destination);
  }

  /** Stopped by the person, or by an error here: the far end drops what is not whole, and ends. */
  giveUp(): void {
    if (this.#ended) return this.#far.dispose();
    this.#far.send(tablePayload({ Kind: "drop" }));
    this.#far.abandon();
  }

  #learnGround(): Ground | undefined {
    const word = this.#far.next();
    if (word?.kind !== "object") throw new LinkLost("The far end did not answer.");
    const { fields } = word;
    if (fields.Kind === "ground") return { path: fields.text("Path") ?? "", isFolder: fields.is("IsFolder") };
    reportPathFault(this.#copying, fields, this.#destination);
    return undefined;
  }

  // The tree.

  #top(source: CopySource): void {
    const ground = this.#ground!;
    const { context } = this.#copying;
    const name = lastName(source.path);
    const target = ground.isFolder ? inFolder(ground.path, name) : ground.path;
    if (!source.isFolder) return this.#file(source.path, name, target, true);
    if (context.bound["Container"] === false && context.bound["Recurse"]) return this.#leaves(source.path);
    if (!this.#may(source.path, target, "Copy Directory")) return;
    const sent = this.#folder(source.path, name, target, true);
    this.#await(sent);
    if (!sent.answer) return;
    // Another item may follow: what the destination is has changed.
    if (!ground.isFolder) this.#ground = { ...ground, isFolder: true };
    if (context.bound["Recurse"]) this.#within(source.path, "", sent.answer.text("Path") ?? target, [source.path]);
  }

  #within(folder: string, inner: string, top: string, above: readonly string[]): void {
    const { context } = this.#copying;
    for (const entry of this.#entries(folder)) {
      const name = inner === "" ? entry.name : `${inner}/${entry.name}`;
      const target = inFolder(top, name);
      if (!entry.isFolder) {
        if (isCopyWanted(context, entry.path)) this.#file(entry.path, name, target, false);
        continue;
      }
      const real = this.#realPath(entry.path);
      if (above.includes(real)) {
        sayVisited(this.#copying, entry.path);
        continue;
      }
      if (!this.#may(entry.path, target, "Copy Directory")) continue;
      this.#folder(entry.path, name, target, false);
      this.#within(entry.path, name, top, [...above, real]);
    }
  }

  /** -Recurse -Container:$false: the files of all folders into one. */
  #leaves(folder: string): void {
    for (const entry of this.#entries(folder)) {
      if (entry.isFolder) this.#leaves(entry.path);
      else if (isCopyWanted(this.#copying.context, entry.path)) {
        const ground = this.#ground!;
        this.#file(entry.path, entry.name, ground.isFolder ? inFolder(ground.path, entry.name) : ground.path, true);
      }
    }
  }

  #entries(folder: string): readonly { readonly name: string; readonly path: string; readonly isFolder: boolean }[] {
    const { engine } = this.#copying.context;
    engine.checkStop();
    let names: readonly string[] = [];
    try {
      names = engine.host.files.list(folder);
    } catch (error) {
      sayUnreadable(this.#copying, error, folder);
    }
    return names.map((name) => {
      const path = inFolder(folder, name);
      return { name, path, isFolder: this.#stat(path)?.isDirectory === true };
    });
  }

  #realPath(path: string): string {
    try {
      return this.#copying.context.engine.host.files.realPath(path);
    } catch {
      return path;
    }
  }

  #stat(path: string): FileInformation | undefined {
    try {
      return this.#copying.context.engine.host.files.stat(path);
    } catch {
      return undefined;
    }
  }

  #may(source: string, target: string, action: string): boolean {
    return this.#copying.context.shouldProcess(`Item: ${source} Destination: ${target}`, action);
  }

  // One item.

  #folder(source: string, name: string, target: string, top: boolean): Sent {
    const at = this.#send({ source, target, isFolder: true, length: 0 }, { Kind: "folder", Top: top, Name: name });
    return this.#waiting.get(at)!;
  }

  #file(source: string, name: string, target: string, top: boolean): void {
    if (!this.#may(source, target, "Copy File")) return;
    const { host } = this.#copying.context.engine;
    let file: OpenFile | undefined;
    try {
      // To open a pipe is to wait for whoever writes into it.
      const facts = host.files.stat(source);
      if (facts && !facts.isFile) return sayNoFile(this.#copying, source);
      file = host.files.open(source, { mode: "open", read: true, write: false });
      this.#content(file, facts ?? host.files.stat(source)!, source, name, target, top);
    } catch (error) {
      if (!isFileError(error)) throw error;
      sayUnreadable(this.#copying, error, source);
    } finally {
      file?.close();
    }
  }

  #content(file: OpenFile, facts: FileInformation, source: string, name: string, target: string, top: boolean): void {
    const length = Number(facts.length);
    const { computer } = this.#copying.context.engine.host;
    const ask = length > RESUMABLE;
    const at = this.#send(
      { source, target, isFolder: false, length },
      {
        Kind: "file",
        Top: top,
        Name: name,
        Length: facts.length,
        Part: partName([computer.name, source, target, length, facts.modifiedMs]),
        Ask: ask,
        Tail: TAIL,
      },
    );
    const sent = this.#waiting.get(at)!;
    let position = ask ? this.#agree(file, sent) : 0;
    const activity = `Copying ${source} to ${target}`;
    try {
      while (!sent.fault) {
        const got = file.read(this.#buffer, position);
        if (got === 0) break;
        this.#sendBytes(this.#buffer.subarray(0, got));
        position += got;
        this.#makeRoom();
        this.#progress.show(activity, Math.max(0, this.#taken - sent.base), length);
      }
    } catch (error) {
      // Half of a file is none.
      if (isFileError(error)) {
        this.#waiting.delete(at);
        this.#far.send(tablePayload({ Kind: "drop" }));
      }
      throw error;
    }
    if (sent.fault) return;
    const mode = facts.mode & 0o777;
    const windows = computer.platform === "win32";
    this.#far.send(tablePayload({ Kind: "end", Ticks: ticksOf(facts.modifiedMs), Mode: windows ? null : mode }));
    this.#makeRoom();
  }

  /** Asks what the far end has of a file; gives the position to go on from. */
  #agree(file: OpenFile, sent: Sent): number {
    while (!sent.answer && !sent.fault) if (!this.#hear()) return 0;
    if (!sent.answer) return 0;
    const had = sent.answer.number("Had") ?? 0;
    let from = 0;
    if (had > 0 && had <= sent.length) {
      const tail = Buffer.alloc(Math.min(had, TAIL));
      if (file.read(tail, had - tail.length) === tail.length && checksum(tail) === sent.answer.text("Sum")) from = had;
    }
    sent.answer = undefined;
    sent.base = this.#sent - from;
    if (from > 0)
      this.#copying.context.writeVerbose(
        `${count(from)} bytes of '${sent.source}' are there already: going on with the rest.`,
      );
    this.#far.send(tablePayload({ Kind: "from", Had: from }));
    return from;
  }

  #send(item: UploadItem, fields: Readonly<Record<string, string | number | bigint | boolean>>): number {
    const at = ++this.#items;
    this.#waiting.set(at, { ...item, base: this.#sent, fault: undefined, answer: undefined });
    this.#far.send(tablePayload({ ...fields, At: at }));
    while (this.#waiting.size > MOST_ITEMS) if (!this.#hear()) break;
    return at;
  }

  #sendBytes(bytes: Uint8Array): void {
    this.#sent += bytes.length;
    this.#far.send(bytesPayload(bytes));
  }

  // What the far end says.

  /** Waits while more is on its way than the far end takes in a while. */
  #makeRoom(): void {
    while (this.#far.hasMore) if (!this.#hear()) return;
    while (this.#sent - this.#taken + this.#waiting.size * ITEM_COST > this.#window()) if (!this.#hear()) return;
  }

  #window(): number {
    const ms = this.#copying.context.engine.host.monotonic() - this.#began;
    return Math.max(LEAST_WINDOW, Math.min(MOST_WINDOW, (this.#taken / Math.max(1, ms)) * WINDOW_MS));
  }

  #await(sent: Sent): void {
    while (!sent.answer && !sent.fault) if (!this.#hear()) return;
  }

  /** Takes one word. False at the end. */
  #hear(): boolean {
    const word = this.#far.next();
    if (!word) return false;
    if (word.kind === "taken") this.#taken = word.count;
    else if (word.kind === "object") this.#heard(word.fields);
    return true;
  }

  #heard(fields: FarObject): void {
    const at = fields.number("At") ?? 0;
    const sent = this.#waiting.get(at);
    if (!sent) return;
    if (fields.Kind === "ready") sent.answer = fields;
    else {
      this.#waiting.delete(at);
      if (fields.Kind === "done") sent.answer = fields;
      else {
        sent.fault = fields;
        sayRefused(this.#copying, this.#destination, sent, fields);
      }
    }
  }
}

function isFileError(error: unknown): boolean {
  return (
    error instanceof Error && typeof (error as { code?: unknown }).code === "string" && !(error instanceof LinkLost)
  );
}
