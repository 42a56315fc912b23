// A keeper's socket: there all at once, under its own name, and taken away only by its owner.

import { appendFileSync, existsSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { dirname } from "node:path";
import { ownFolder, type Places } from "./places.js";
import type { ProcessIdentity } from "./processes.js";

const BACKLOG = 511;

export interface Listening {
  /** True where the socket was taken away from outside, as with the folder of a user who has logged out. */
  readonly isGone: boolean;
  /** Hears nobody any more; the socket's name is left alone. */
  stop(): void;
  /** Takes the socket away: whoever comes now finds none. */
  close(): void;
}

/** Listens. Rejects where the socket cannot be made. */
export function listen(places: Places, self: ProcessIdentity, accept: (socket: Socket) => void): Promise<Listening> {
  const server: Server = createServer({ allowHalfOpen: true }, accept);
  const isPipe = process.platform === "win32";
  if (!isPipe) ownFolder(dirname(places.socket));
  ownFolder(dirname(places.process));
  const path = isPipe ? places.socket : `${places.socket}.${self.pid}`;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ path, backlog: BACKLOG }, () => {
      if (!isPipe) renameSync(path, places.socket);
      writeFileSync(places.process, JSON.stringify(self), { mode: 0o600 });
      const own = isPipe ? undefined : statSync(places.socket).ino;
      resolve({
        get isGone() {
          return !isPipe && !existsSync(places.socket);
        },
        stop: () => void server.close(),
        close() {
          server.close();
          if (isPipe || statSync(places.socket, { throwIfNoEntry: false })?.ino !== own) return;
          for (const path of [places.socket, places.process]) rmSync(path, { force: true });
        },
      });
    });
  });
}

/** Bytes at which a log is begun anew. */
const MAX_LOG = 1 << 20;

/** Adds a line to the keeper's log. Never throws. */
export function logTo(path: string, text: string): void {
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG) renameSync(path, `${path}.1`);
    appendFileSync(path, `${new Date().toISOString()} ${process.pid} ${text}\n`, { mode: 0o600 });
  } catch {
    // a disk that is full takes no log either
  }
}
