// What both directions of a copy share: how much is on its way, names of parts, progress, and what is said when it fails.

import { createHash } from "node:crypto";
import type { CmdletContext } from "../../engine/index.js";
import { type ErrorCategory, ProgressRecord, TICKS_PER_MILLISECOND, UNIX_EPOCH_TICKS } from "../../objects/index.js";
import type { SessionCmdletWorld } from "../cmdlets/connection-parameters.js";
import type { SessionObject } from "../engine/session-objects.js";
import type { FarObject } from "./far-pipeline.js";

export interface Copying {
  readonly context: CmdletContext;
  readonly world: SessionCmdletWorld;
  readonly session: SessionObject;
}

/** Bytes of a file that travel as one object. */
export const PIECE: number = 64 << 10;
/** A file of more bytes than this may be gone on with where a copy of it broke off. */
export const RESUMABLE: number = 512 << 10;
/** Bytes at the end of a part that both sides compare before one goes on with it. */
export const TAIL: number = 1 << 20;

/** A path's last name, whichever way its separators lean. */
export function lastName(path: string): string {
  const trimmed = path.replace(/[/\\]+$/, "");
  return trimmed.slice(Math.max(trimmed.lastIndexOf("/"), trimmed.lastIndexOf("\\")) + 1) || trimmed;
}

/** `name` in a folder of either kind of computer. */
export function inFolder(folder: string, name: string): string {
  const isWindows = /^[A-Za-z]:|^\\\\/.test(folder);
  const separator = isWindows ? "\\" : "/";
  const inner = isWindows ? name.replaceAll("/", "\\") : name;
  return folder.endsWith(separator) ? folder + inner : folder + separator + inner;
}

/** True for names of one folder each, with `/` between them: what a peer may call an item below the one that was asked for. */
export function isSafeName(name: string): boolean {
  return name.split("/").every((part) => part !== "" && part !== "." && part !== ".." && !/[\0\\]/.test(part));
}

/** What a file is called until it is whole: the same name for the same file as it was then, and no other's. */
export function partName(facts: readonly (string | number | bigint)[]): string {
  return `.remora-${createHash("sha256").update(facts.join("\0")).digest("hex").slice(0, 16)}.part`;
}

export function checksum(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64");
}

/** .NET's ticks of a time in milliseconds since 1970 UTC. */
export function ticksOf(ms: number): bigint {
  const whole = Math.floor(ms);
  return UNIX_EPOCH_TICKS + BigInt(whole) * TICKS_PER_MILLISECOND + BigInt(Math.round((ms - whole) * 10_000));
}

/** Milliseconds since 1970 UTC of .NET's ticks. */
export function msOf(ticks: bigint): number {
  return Number(ticks - UNIX_EPOCH_TICKS) / 10_000;
}

export function count(number: number): string {
  return number.toLocaleString("en-US");
}

// Errors.

export function writeFault(
  { context }: Copying,
  type: string,
  message: string,
  id: string,
  category: ErrorCategory,
  target: unknown,
): void {
  context.writeError(context.error(type, message, id, category, target));
}

/** PowerShell's ids for what goes wrong with a file, by the type of the exception. */
export function faultId(type: string): readonly [id: string, category: ErrorCategory] {
  switch (type) {
    case "System.UnauthorizedAccessException":
      return ["CopyFileInfoItemRemotelyUnauthorizedAccessError", "PermissionDenied"];
    case "System.Security.SecurityException":
      return ["CopyFileInfoRemotelyUnauthorizedAccessError", "PermissionDenied"];
    case "System.NotSupportedException":
      return ["CopyFileInfoRemotelyPathRefersToANonFileDevice", "InvalidArgument"];
    case "System.ArgumentException":
      return ["CopyItemRemotelyArgumentError", "WriteError"];
    default:
      return ["CopyItemRemotelyIOError", "WriteError"];
  }
}

/** A path that the far end cannot use, or whose drive it does not have. True where `fields` said one of these. */
export function reportPathFault(copying: Copying, fields: FarObject, path: string): boolean {
  const id = fields.text("Id");
  if (id !== "RemotePathIsNotAbsolute" && id !== "RemotePathNotFound") return false;
  const message =
    id === "RemotePathNotFound"
      ? `Cannot find path '${path}' because it does not exist.`
      : `The path '${path}' is not valid. Only absolute paths are supported on remote copy operations.`;
  writeFault(copying, "System.ArgumentException", message, id, "InvalidArgument", path);
  return true;
}

/** What a person types to go on after the connection went. */
export function againWith({ context, session }: Copying, direction: "ToSession" | "FromSession"): string {
  const { bound } = context;
  const quote = (text: string): string => (/^[\w./:~\\-]+$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`);
  const list = (name: string): string =>
    bound[name] ? ` -${name} ${[bound[name]].flat().map(String).map(quote).join(", ")}` : "";
  const switches = ["Recurse", "Force"].filter((name) => bound[name]).map((name) => ` -${name}`);
  const paths = list("LiteralPath") || list("Path");
  return `$s = New-PSSession ${quote(session.computerName)}; Copy-Item${paths}${list("Destination")}${switches.join("")} -${direction} $s`;
}

// Progress.

/** How often a person sees something new, in milliseconds. */
const PROGRESS_MS = 200;

export interface Progress {
  /** `done` of `total` bytes. */
  show(activity: string, done: number, total: number): void;
  finish(): void;
}

export function progressOf({ context }: Copying, from: string, to: string): Progress {
  const { host } = context.engine;
  const began = host.monotonic();
  let last = began;
  let shown: ProgressRecord | undefined;
  return {
    show(activity, done, total) {
      const now = host.monotonic();
      if (now - last < PROGRESS_MS) return;
      last = now;
      shown = new ProgressRecord(0, activity, `From ${from} to ${to}`);
      shown.percentComplete = total > 0 ? Math.min(100, Math.floor((done * 100) / total)) : 100;
      const rate = done / (now - began); // bytes a millisecond
      shown.currentOperation = `${megabytes(done)} of ${megabytes(total)} MB (${(rate / 1048.576).toFixed(1)} MB/s)`;
      if (rate > 0 && total > done) shown.secondsRemaining = Math.ceil((total - done) / rate / 1000);
      context.writeProgress(shown);
    },
    finish() {
      if (!shown) return;
      shown.recordType = "Completed";
      context.writeProgress(shown);
      shown = undefined;
    },
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1048576).toFixed(1);
}
