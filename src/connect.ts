// connect: from a computer's name to a session one can use from TypeScript.

import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import { invoke, type InvokeOptions } from "./invocation.js";
import { RemoteJobs, type KeptJob, type StartOptions } from "./kept-jobs.js";
import {
  type Connector,
  EMPTY_INVENTORY,
  type Inventory,
  inventoryPath,
  openFailed,
  ownReach,
  parseInventory,
  type Session as WireSession,
  sessionWith,
  type KeepOptions,
  type LinkEvent,
} from "./sessions/index.js";
import { type Ask, knownAnswers, parseSshTarget, type SshTarget, SshTargetError } from "./transports/index.js";

export interface ConnectOptions {
  /** A name of the inventory, `localhost`, this computer's own name, or a host as the user's ssh_config knows it. */
  readonly computerName?: string;
  /** A host to be reached over SSH, whatever the inventory says: host, user@host, user@host:port, ssh://user@host:port. */
  readonly hostName?: string;
  readonly userName?: string;
  readonly port?: number;
  /** Path of a private key. */
  readonly keyFilePath?: string;
  /** The endpoint is this subsystem of the host's sshd, and nothing else is tried. */
  readonly subsystem?: string;
  /** Options of ssh_config: `{ StrictHostKeyChecking: "accept-new" }`. */
  readonly options?: Readonly<Record<string, string>>;
  /** Milliseconds that the SSH connection may take. */
  readonly connectingTimeoutMs?: number;
  /** Milliseconds of silence after which a link counts as dead; 0 is never, 15,000 where absent. */
  readonly keepAliveMs?: number;
  /** False: an SSH connection of the session's own. */
  readonly share?: boolean;
  /** Answers what ssh asks; without it and `password` nothing may be asked. */
  readonly ask?: Ask;
  /** Answers ssh's question for a password, or a passphrase, once. */
  readonly password?: string;
  /** Entries as in the inventory's file, instead of that file. */
  readonly inventory?: Readonly<Record<string, unknown>>;
  /** Milliseconds that opening may take; 180,000 where absent. */
  readonly openTimeoutMs?: number;
  /**
   * The session outlives its connection, where its endpoint can keep it (`Session.kept` says): a lost link mends itself, and
   * `disconnect` leaves it to be connected to again.
   */
  readonly keep?: KeepOptions;
  readonly signal?: AbortSignal;
}

const reach = ownReach(
  [process.execPath, fileURLToPath(new URL("../../bin/remora", import.meta.url)), "-s"],
  fileURLToPath(new URL("../bundle", import.meta.url)),
);

/** How this package reaches computers. */
export function connector(inventory?: Readonly<Record<string, unknown>>): Connector {
  return {
    ...reach,
    inventory: () => (inventory ? parseInventory(JSON.stringify(inventory), "given to connect") : userInventory()),
  };
}

function userInventory(): Inventory {
  const file = inventoryPath(process.env, process.env["HOME"] ?? homedir());
  try {
    return parseInventory(readFileSync(file, "utf8"), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { ...EMPTY_INVENTORY, file };
    throw error;
  }
}

export function sshTarget(hostName: string, options: ConnectOptions): SshTarget {
  const { userName, port, keyFilePath, subsystem, connectingTimeoutMs, keepAliveMs, share } = options;
  try {
    return parseSshTarget(hostName, {
      ...(userName !== undefined && { user: userName }),
      ...(port !== undefined && { port }),
      ...(keyFilePath !== undefined && { keyFile: keyFilePath }),
      ...(subsystem !== undefined && { subsystem }),
      ...(options.options && { options: options.options }),
      ...(connectingTimeoutMs !== undefined && { connectingTimeoutMs }),
      ...(keepAliveMs !== undefined && { keepAliveMs }),
      ...(share !== undefined && { share }),
    });
  } catch (error) {
    if (error instanceof SshTargetError) throw openFailed(hostName, error.message, true);
    throw error;
  }
}

/** Opens a session. Rejects with a RemotingError that names the computer. */
export async function connect(to: string | ConnectOptions): Promise<Session> {
  if (to === undefined || to === null) throw new TypeError("connect needs a computerName or a hostName.");
  const options = typeof to === "string" ? { computerName: to } : to;
  options.signal?.throwIfAborted();
  const ask =
    options.ask ?? (options.password !== undefined ? knownAnswers({ password: options.password }) : undefined);
  const target = options.hostName === undefined ? undefined : sshTarget(options.hostName, options);
  const computerName = options.computerName ?? target?.address;
  if (computerName === undefined) throw new TypeError("connect needs a computerName or a hostName.");
  const session = sessionWith(computerName, connector(options.inventory), {
    ...(options.openTimeoutMs !== undefined && { openTimeoutMs: options.openTimeoutMs }),
    ...(target && { ssh: target }),
    ...(ask && { ask }),
    ...(options.keep && { keep: options.keep }),
  });
  const abort = (): void => session.kill();
  options.signal?.addEventListener("abort", abort, { once: true });
  try {
    await session.open();
  } catch (error) {
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    options.signal?.removeEventListener("abort", abort);
  }
  return new Session(session);
}

/** An open session with one computer. It runs one command at a time; commands given meanwhile wait for their turn. */
export class Session {
  readonly #session: WireSession;
  #turn: Promise<void> = Promise.resolve();
  /** How many wait for something of it. */
  #waiting = 1;
  constructor(session: WireSession) {
    this.#session = session;
    this.#done();
  }

  get computerName(): string {
    return this.#session.computerName;
  }
  get state(): WireSession["state"] {
    return this.#session.state;
  }
  get availability(): WireSession["availability"] {
    return this.#session.availability;
  }
  /** By whom and how the session is kept; undefined where it ends with its connection. */
  get kept(): WireSession["kept"] {
    return this.#session.kept;
  }

  /** Hears of what happens to the link of a kept session; the answer ends that. */
  onLink(listener: (event: LinkEvent) => void): () => void {
    this.#wait();
    const end = this.#session.onLink(listener);
    let isOver = false;
    return () => {
      if (!isOver) this.#done();
      isOver = true;
      end();
    };
  }

  /** Leaves a kept session; what runs in it goes on, and its results wait. Rejects with a RemotingError where it is not kept. */
  disconnect(): Promise<void> {
    return this.#while(this.#session.disconnect());
  }

  /** Connects to it again: an iteration that was going on goes on. Rejects with a RemotingError. */
  reconnect(): Promise<void> {
    return this.#while(this.#session.connect());
  }

  /**
   * Runs a script and yields its results as they come, as plain values. Variables stay set for the next command.
   * Throws a PowerShellError for what ends the script, and for other errors unless `onError` says otherwise.
   */
  async *invoke<Result = unknown>(script: string, options: InvokeOptions = {}): AsyncGenerator<Result, void> {
    const before = this.#turn;
    let over = (): void => undefined;
    this.#turn = new Promise((resolve) => (over = resolve));
    this.#wait();
    try {
      await before;
      yield* invoke<Result>(this.#session, script, options);
    } finally {
      over();
      this.#done();
    }
  }

  /** Runs a script and collects its results. */
  async run<Result = unknown>(script: string, options: InvokeOptions = {}): Promise<Result[]> {
    const results: Result[] = [];
    for await (const result of this.invoke<Result>(script, options)) results.push(result);
    return results;
  }

  /** Starts a job on that computer; it and its results stay there until they are received. */
  startJob(script: string, options: StartOptions = {}): Promise<KeptJob> {
    return this.jobs.start(script, options);
  }

  /** The jobs of this session, on that computer. */
  get jobs(): RemoteJobs {
    return new RemoteJobs(this);
  }

  /** Closes the session; what runs in it ends. */
  close(): Promise<void> {
    return this.#while(this.#session.close());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  // A session of which nobody waits for anything does not hold the program: a script that forgets to close it ends all the same.

  #wait(): void {
    if (this.#waiting++ === 0) this.#session.holdProgram(true);
  }

  #done(): void {
    if (--this.#waiting === 0) this.#session.holdProgram(false);
  }

  async #while<Result>(work: Promise<Result>): Promise<Result> {
    this.#wait();
    try {
      return await work;
    } finally {
      this.#done();
    }
  }
}
