// The register: where this user's kept jobs are, for every program of this user on this computer.
//
// Rule: one file a job, written whole and put in its place in one step, so that programs that come and go, or are killed,
// never see half of one. What cannot be read is set aside and named, never written over.

import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SshTarget } from "../sessions/index.js";

/** Layout of the files; what newer programs write is left to them. */
const REGISTER_VERSION = 1;

/** A pipeline that a keeper has, and what one needs to find it. */
export interface RegisteredJob {
  /** Given once, on this computer. */
  readonly id: number;
  readonly name: string;
  readonly computerName: string;
  /** How it is reached, where -HostName said so; else the inventory knows. */
  readonly ssh?: SshTarget;
  readonly sessionId: string;
  readonly pipelineId: string;
  readonly command: string;
  /** Milliseconds since 1970. */
  readonly startedMs: number;
  /** True where the session was made for this job, and ends with it. */
  readonly ownsSession: boolean;
  /** Set when all it printed has been received. */
  readonly outcome?: { readonly state: string; readonly receivedMs: number };
}

export interface SetAside {
  readonly file: string;
  readonly reason: string;
  /** True where it was set aside before. */
  readonly isOld: boolean;
}

/** What the register holds, and which of its files could not be read: where each is now, and why. */
export interface RegisterContents {
  readonly jobs: readonly RegisteredJob[];
  readonly setAside: readonly SetAside[];
}

export interface JobRegister {
  readonly folder: string;
  add(job: Omit<RegisteredJob, "id">): RegisteredJob;
  read(): RegisterContents;
  /** Writes a job anew; one that is gone stays gone. */
  update(job: RegisteredJob): void;
  remove(id: number): void;
}

/** Folder of the register: below $XDG_STATE_HOME, else ~/.local/state. */
export function registerFolder(env: Readonly<Record<string, string | undefined>>, home: string): string {
  return join(env["XDG_STATE_HOME"] || join(home, ".local", "state"), "remora", "jobs");
}

const NAME = /^(\d{1,9})\.json$/;
/** Holds the highest id that was ever given. */
const LAST = "last-id";

export function jobRegister(folder: string): JobRegister {
  const path = (id: number): string => join(folder, `${id}.json`);

  /** A file with this text under a name nobody else has. */
  function draft(text: string): string {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, `.${process.pid}-${randomBytes(6).toString("hex")}`);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  }

  function put(file: string, text: string): void {
    renameSync(draft(text), join(folder, file));
  }

  function ids(): number[] {
    return namesIn(folder)
      .flatMap((name) => NAME.exec(name)?.[1] ?? [])
      .map(Number);
  }

  function lastId(): number {
    let given = 0;
    try {
      given = Number.parseInt(readFileSync(join(folder, LAST), "utf8"), 10) || 0;
    } catch {
      // none was given, or nobody knows any more: the files count
    }
    return ids().reduce((most, id) => Math.max(most, id), given);
  }

  function setAside(id: number, reason: string): SetAside {
    const file = join(folder, `${id}.unreadable`);
    try {
      renameSync(path(id), file);
    } catch {
      // another program was faster
    }
    return { file, reason, isOld: false };
  }

  return {
    folder,
    add(job) {
      for (let id = lastId() + 1; ; id++) {
        const made = { ...job, id };
        const file = draft(textOf(made));
        try {
          linkSync(file, path(id)); // fails where another program has just taken this id
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
          continue;
        } finally {
          unlinkSync(file);
        }
        put(LAST, `${id}\n`);
        return made;
      }
    },
    read() {
      const jobs: RegisteredJob[] = [];
      const aside: SetAside[] = namesIn(folder)
        .filter((name) => name.endsWith(".unreadable"))
        .map((name) => ({ file: join(folder, name), reason: "it could not be read before", isOld: true }));
      for (const id of ids().sort((left, right) => left - right)) {
        const found = readJob(path(id), id);
        if (found === undefined) continue;
        if ("reason" in found)
          aside.push(
            found.isNewer ? { file: path(id), reason: found.reason, isOld: true } : setAside(id, found.reason),
          );
        else jobs.push(found);
      }
      return { jobs, setAside: aside };
    },
    update(job) {
      if (namesIn(folder).includes(`${job.id}.json`)) put(`${job.id}.json`, textOf(job));
    },
    remove(id) {
      try {
        unlinkSync(path(id));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      }
    },
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function textOf(job: RegisteredJob): string {
  return `${JSON.stringify({ version: REGISTER_VERSION, ...job }, undefined, 2)}\n`;
}

type Unreadable = { readonly reason: string; readonly isNewer: boolean };

/** Undefined where the file went meanwhile. */
function readJob(file: string, id: number): RegisteredJob | Unreadable | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    return { reason: (error as Error).message, isNewer: true }; // not ours to move
  }
  let json: Record<string, unknown>;
  try {
    json = JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    return { reason: `it is not JSON: ${(error as Error).message}`, isNewer: false };
  }
  if (typeof json !== "object" || json === null) return { reason: "it is not an object", isNewer: false };
  const { version, ...job } = json;
  if (typeof version === "number" && version > REGISTER_VERSION)
    return { reason: `it is of layout ${version}, and this program knows ${REGISTER_VERSION}`, isNewer: true };
  const missing = REQUIRED.find(([name, type]) => typeof job[name] !== type);
  if (missing) return { reason: `its "${missing[0]}" is not a ${missing[1]}`, isNewer: false };
  return { ...(job as unknown as RegisteredJob), id };
}

const REQUIRED: readonly (readonly [keyof RegisteredJob, string])[] = [
  ["name", "string"],
  ["computerName", "string"],
  ["sessionId", "string"],
  ["pipelineId", "string"],
  ["command", "string"],
  ["startedMs", "number"],
  ["ownsSession", "boolean"],
];
