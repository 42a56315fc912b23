// The ways to the keepers of a host that need no process at either end: the shared connection forwards a socket of this
// computer to the keeper's own.
//
// Rule: no way is owed to anybody. Where one is odd in any manner (sshd forwards nothing, the keeper is gone, or does not know
// the ticket) it is given up, and the way over a process of ssh is taken, on which the keeper says anew where it is.
//
// A road not taken: the master's proxy mode (`ssh -O proxy`) opens channels without a socket that listens here, at the price of SSH's
// channel protocol with its windows. A listening socket in a private folder is three numbers and two paths.

import { rmSync } from "node:fs";
import { isKeeperLine, readKeeperLine } from "../../protocol/index.js";

/** What a keeper says of itself: where it listens on its host, and what stands there for what a relay brought. */
export interface KeeperPlace {
  readonly pid: string;
  readonly socket: string;
  readonly ticket: string;
}

/** A way that may be taken. */
export interface KeeperWay {
  /** A socket of this computer. */
  readonly path: string;
  readonly ticket: string;
  /** It did not serve. `leadsThere`: it may, once more is known of the keeper; otherwise it is not tried again. */
  giveUp(leadsThere: boolean): void;
}

export interface KeeperWaysOptions {
  /** Has the connection forward a socket of this computer to one of the host: whether it does. */
  readonly forward: (local: string, remote: string) => Promise<boolean>;
  /** The path of a new socket of this computer. */
  readonly newPath: () => string;
}

/** The ways over one connection. `key`: what was asked of the endpoint, for it decides which keeper there is, and what it is told. */
export class KeeperWays {
  readonly #options: KeeperWaysOptions;
  readonly #places: Map<string, KeeperPlace> = new Map();
  /** Sockets here that lead to sockets there. */
  readonly #forwards: Map<string, Promise<string | undefined>> = new Map();
  /** Keepers that could not be reached: by their socket and process. */
  readonly #unreachable: Set<string> = new Set();

  constructor(options: KeeperWaysOptions) {
    this.#options = options;
  }

  /** A keeper has said where it is. */
  learn(key: string, place: KeeperPlace): void {
    if (!this.#unreachable.has(nameOf(place))) this.#places.set(key, place);
  }

  /** The way to the keeper that was last heard of; undefined where there is none. */
  async find(key: string): Promise<KeeperWay | undefined> {
    const place = this.#places.get(key);
    const path = place && (await this.#forwardTo(place.socket));
    if (path === undefined) return undefined;
    return {
      path,
      ticket: place!.ticket,
      giveUp: (leadsThere) => {
        if (!leadsThere) this.#unreachable.add(nameOf(place!));
        if (this.#places.get(key) === place) this.#places.delete(key);
      },
    };
  }

  /** The connection is over. */
  close(): void {
    this.#places.clear();
    for (const forward of this.#forwards.values()) void forward.then((path) => path && rmSync(path, { force: true }));
    this.#forwards.clear();
  }

  #forwardTo(remote: string): Promise<string | undefined> {
    let forward = this.#forwards.get(remote);
    if (!forward) {
      const path = this.#options.newPath();
      forward = this.#options.forward(path, remote).then((does) => (does ? path : undefined));
      this.#forwards.set(remote, forward);
    }
    return forward;
  }
}

function nameOf({ pid, socket }: KeeperPlace): string {
  return `${pid} ${socket}`;
}

/** Characters of a keeper's first line. */
const LONGEST_LINE = 16_384;

/** Reads the first line of what comes, which is a keeper's greeting where there is one; takes nothing away. */
export class GreetingReader {
  #text = "";

  /** The line's place; null where it is another line; undefined while it is not whole. */
  receive(bytes: Uint8Array): KeeperPlace | null | undefined {
    this.#text += Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, LONGEST_LINE)).toString("latin1");
    const end = this.#text.indexOf("\n");
    if (end >= 0) return placeIn(this.#text.slice(0, end));
    return this.#text.length >= LONGEST_LINE ? null : undefined;
  }
}

function placeIn(text: string): KeeperPlace | null {
  if (!isKeeperLine(text)) return null;
  try {
    const { verb, attributes } = readKeeperLine(text);
    const [pid, socket, ticket] = [attributes.get("Pid"), attributes.get("Socket"), attributes.get("Ticket")];
    if (verb !== "Hello" || !pid || !ticket || !socket?.startsWith("/")) return null;
    return { pid, socket, ticket };
  } catch {
    return null; // not a line of a keeper: whoever reads what comes will say so
  }
}
