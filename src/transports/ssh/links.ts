// Shared connections: the sessions with one host use one SSH connection, by OpenSSH's own multiplexing.
//
// Rule: the first session with a host makes the connection, and its ssh leaves a master behind; those that come meanwhile
// wait for it, and share its fate: a host that refuses is asked once. This process holds a line to each master, keeps it for a
// while after its last session, and lets it go; a master without a line and without sessions ends by itself.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KeeperWays } from "./keeper-ways.js";
import { type MasterLine, openMasterLine } from "./mux.js";

/** Milliseconds that a connection outlives its last session. */
const DEFAULT_PERSIST_MS = 15_000;
/** Connections without a session that are kept at most. */
const MOST_IDLE = 64;
/** Milliseconds between the end of what a connection carries and its own, where they end together. */
const END_MS = 100;

/** One session's part in a connection. */
export interface Lease {
  /** Arguments for its ssh. */
  readonly args: readonly string[];
  /** This session's ssh makes the connection. */
  readonly isFirst: boolean;
  /** The ways over it to the host's keepers; undefined where the connection is the session's own. */
  readonly ways: KeeperWays | undefined;
  /** ssh's own words about the connection, so far. */
  words(): string;
  /** Whether the connection is over; waits a moment for one that is just ending. */
  isOver(): Promise<boolean>;
  /** The host has answered: others may follow. */
  up(): void;
  /** The connection could not be made; undefined: it was given up. */
  failed(reason: string | undefined): void;
  /** The session is over. */
  release(): void;
}

/** A connection of a session's own. */
export const ALONE: Lease = {
  args: ["-o", "ControlMaster=no", "-o", "ControlPath=none"],
  isFirst: false,
  ways: undefined,
  words: () => "",
  isOver: () => Promise.resolve(false),
  up: () => undefined,
  failed: () => undefined,
  release: () => undefined,
};

type Outcome =
  | { readonly type: "up" }
  | { readonly type: "failed"; readonly reason: string }
  | { readonly type: "none" };

interface Link {
  readonly controlPath: string;
  readonly logFile: string;
  readonly ways: KeeperWays;
  readonly outcome: Promise<Outcome>;
  settle(outcome: Outcome): void;
  line: MasterLine | undefined;
  sessions: number;
  timer: NodeJS.Timeout | undefined;
}

export interface LinksOptions {
  readonly folder: () => string;
  readonly persistMs?: number;
}

/** Thrown where another session's attempt at the same connection failed while this one waited for it. */
export class LinkError extends Error {
  override readonly name: string = "LinkError";
}

export class Links {
  readonly #options: LinksOptions;
  readonly #links: Map<string, Link> = new Map();
  /** Where the first connection left no master behind: sharing is not tried again. */
  readonly #alone: Set<string> = new Set();
  #count = 0;

  constructor(options: LinksOptions) {
    this.#options = options;
  }

  /** A part in the connection that `key` names. Throws a LinkError. */
  async lease(key: string): Promise<Lease> {
    for (;;) {
      if (this.#alone.has(key)) return ALONE;
      const link = this.#links.get(key);
      if (!link) return this.#first(key);
      if (link.line) return this.#further(link);
      const outcome = await link.outcome;
      if (outcome.type === "failed") throw new LinkError(outcome.reason);
      if (link.line) return this.#further(link);
      if (this.#links.get(key) === link) this.#links.delete(key);
    }
  }

  /** Ends the masters at once; to be called when the process exits. */
  endNow(): void {
    for (const link of this.#links.values()) this.#end(link);
    this.#links.clear();
  }

  #first(key: string): Lease {
    let settle: (outcome: Outcome) => void = () => undefined;
    const outcome = new Promise<Outcome>((resolve) => (settle = resolve));
    const name = String(++this.#count);
    const folder = this.#options.folder();
    const link: Link = {
      controlPath: join(folder, name),
      logFile: join(folder, `${name}.log`),
      ways: this.#newWays(folder, name, () => link.line),
      outcome,
      settle,
      line: undefined,
      sessions: 1,
      timer: undefined,
    };
    this.#links.set(key, link);
    let isUp = false;
    const args = ["-o", "ControlMaster=auto", "-o", controlPath(link), "-o", "ControlPersist=1"];
    return {
      isFirst: true,
      args: [...args, "-E", link.logFile],
      ...common(link),
      up: () => {
        if (isUp) return;
        isUp = true;
        void this.#hold(key, link);
      },
      failed: (reason) => {
        if (isUp) return;
        isUp = true;
        this.#forget(key, link);
        settle(reason === undefined ? { type: "none" } : { type: "failed", reason });
      },
      release: this.#releaser(link),
    };
  }

  #newWays(folder: string, name: string, line: () => MasterLine | undefined): KeeperWays {
    let count = 0;
    return new KeeperWays({
      newPath: () => join(folder, `${name}.${++count}`),
      forward: async (local, remote) => (await line()?.forward(local, remote)) ?? false,
    });
  }

  #further(link: Link): Lease {
    link.sessions++;
    clearTimeout(link.timer);
    return {
      isFirst: false,
      args: ["-o", "ControlMaster=no", "-o", controlPath(link)],
      ...common(link),
      up: () => undefined,
      failed: () => undefined,
      release: this.#releaser(link),
    };
  }

  async #hold(key: string, link: Link): Promise<void> {
    const line = await openMasterLine(link.controlPath);
    link.line = line;
    if (line) {
      void line.gone.then(() => {
        link.line = undefined;
        link.ways.close();
        this.#forget(key, link);
      });
      if (link.sessions === 0) this.#idle(link);
    } else {
      this.#alone.add(key);
      this.#forget(key, link);
    }
    link.settle(line ? { type: "up" } : { type: "none" });
  }

  #releaser(link: Link): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      if (--link.sessions === 0) this.#idle(link);
    };
  }

  #idle(link: Link): void {
    if (!link.line) return;
    link.timer = setTimeout(() => this.#end(link), this.#options.persistMs ?? DEFAULT_PERSIST_MS);
    link.timer.unref();
    const idle = [...this.#links.values()].filter((each) => each.line && each.sessions === 0);
    for (const each of idle.slice(0, Math.max(0, idle.length - MOST_IDLE))) this.#end(each);
  }

  #end(link: Link): void {
    clearTimeout(link.timer);
    const { line } = link;
    if (!line) return;
    link.line = undefined;
    try {
      process.kill(line.pid, "SIGTERM");
    } catch {
      // it has gone by itself
    }
    line.close();
  }

  #forget(key: string, link: Link): void {
    clearTimeout(link.timer);
    if (this.#links.get(key) === link) this.#links.delete(key);
  }
}

/** What ssh notes of a way to a keeper that led nowhere. */
const FORWARD_REFUSED = /^channel \d+: open failed: .*\r?\n/gm;

function common(link: Link): Pick<Lease, "ways" | "words" | "isOver"> {
  return { ways: link.ways, words: () => wordsOf(link), isOver: () => isOver(link) };
}

/** What a connection carried ends with it, and may be seen to end first. */
async function isOver({ line }: Link): Promise<boolean> {
  if (!line) return true;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), END_MS)));
  const over = await Promise.race([line.gone.then(() => true), patience]);
  clearTimeout(timer);
  return over;
}

/** As ssh_config has it: a blank parts words, and a percent sign begins a name of something else. */
function controlPath(link: Link): string {
  return `ControlPath="${link.controlPath.replaceAll("%", "%%")}"`;
}

function wordsOf(link: Link): string {
  try {
    return readFileSync(link.logFile, "utf8").replace(FORWARD_REFUSED, "");
  } catch {
    return "";
  }
}
