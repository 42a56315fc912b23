// Where a keeper's things are: its socket, its lock, its journals.
//
// Rule: every folder is its user's alone (0700). The socket's name has the program's version in it, and whose sessions they are:
// an endpoint that stands for another computer of the inventory has a keeper of its own.

import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { homedir, tmpdir, userInfo } from "node:os";
import { join } from "node:path";

export interface Places {
  /** Path of the socket; on Windows the name of a pipe. */
  readonly socket: string;
  /** Held by whoever starts a keeper. */
  readonly lock: string;
  /** Says which process the keeper is. */
  readonly process: string;
  /** A folder for each session. */
  readonly journals: string;
  /** What could not be read. */
  readonly setAside: string;
  readonly log: string;
}

/** Version of what is on disk: the name of the journals' folder. */
const LAYOUT = 1;

/** The longest path of a socket that every Unix takes. */
const MAX_SOCKET_PATH = 100;

export interface PlacesOptions {
  /** Of the program: another version has another keeper. */
  readonly version: string;
  /** Whom the endpoint stands for: the text of its variable; "" for the machine itself. */
  readonly identity: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export function keeperPlaces({ version, identity, env = process.env }: PlacesOptions): Places {
  const home = env["HOME"] || homedir();
  const state = join(env["XDG_STATE_HOME"] || join(home, ".local", "state"), "remora");
  const whose = createHash("sha256").update(`${state}\n${identity}`).digest("hex").slice(0, 12);
  const name = `keeper-${version}-${whose}`;
  const root = identity === "" ? join(state, "keeper") : join(state, `keeper-${whose}`);
  const sockets = socketFolder(env, state, name);
  return {
    socket:
      process.platform === "win32"
        ? `\\\\.\\pipe\\remora-${userInfo().username}-${name}`
        : join(sockets, `${name}.sock`),
    lock: join(root, `${name}.lock`),
    process: join(root, `${name}.process`),
    journals: join(root, `journals-${LAYOUT}`),
    setAside: join(root, "set-aside"),
    log: join(root, "keeper.log"),
  };
}

function socketFolder(env: Readonly<Record<string, string | undefined>>, state: string, name: string): string {
  const fits = (folder: string): boolean => join(folder, `${name}.sock.000000000`).length <= MAX_SOCKET_PATH;
  const runtime = env["XDG_RUNTIME_DIR"];
  for (const folder of [...(runtime ? [join(runtime, "remora")] : []), join(state, "run")])
    if (fits(folder)) return folder;
  return join(tmpdir(), `remora-${userInfo().uid}`);
}

/** Makes a folder that is this user's alone. Throws where it is somebody else's, or a link. */
export function ownFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform === "win32") return;
  const stat = lstatSync(folder);
  if (!stat.isDirectory() || stat.uid !== process.getuid?.())
    throw new Error(`The folder ${folder} is not this user's: no keeper is started there.`);
  if ((stat.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}
