// The relay: what a client starts instead of an endpoint. It finds the keeper, or starts one, and copies bytes both ways.
//
// Rule: it reads nothing of what it copies. Where there can be no keeper it says so, and a plain endpoint serves the client.

import { readFileSync, unlinkSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { isKeeperLine, keeperLine, readKeeperLine } from "../protocol/index.js";
import { tryLock } from "./lock.js";
import { ownFolder, type Places } from "./places.js";
import { killProcess, type ProcessIdentity } from "./processes.js";
import { type RelayHello, writeHello } from "./requests.js";
import { hasEnough } from "./sockets.js";

export interface RelayOptions {
  readonly places: Places;
  readonly hello: RelayHello;
  readonly input: Readable;
  readonly output: Writable;
  /** Starts a keeper; the promise settles when it has ended. */
  readonly startKeeper: () => Promise<void>;
  /** Serves the client without a keeper: `early` is what it has said so far. */
  readonly serveAlone: (early: Buffer) => void;
  readonly leave: () => void;
}

/** How long a keeper may take to start. */
const START_LIMIT_MS = 20_000;
const LOOK_MS = 10;
/** How long a keeper may take to say a first word. */
const SILENCE_LIMIT_MS = 10_000;
/** A keeper that is just ending closes a connection without a word: then there is another one soon. */
const MAX_TRIES = 5;

export async function relay(options: RelayOptions): Promise<void> {
  const { input } = options;
  const early: Buffer[] = [];
  let inputEnded = false;
  const hear = (bytes: Buffer): void => void early.push(bytes);
  const ended = (): void => void (inputEnded = true);
  input.on("data", hear);
  input.once("end", ended);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    let socket: Socket;
    try {
      socket = await reachKeeper(options);
    } catch (error) {
      await firstLineHeard(options, early);
      input.off("data", hear);
      return withoutKeeper(options, Buffer.concat(early), error instanceof Error ? error.message : String(error));
    }
    const first = await firstWord(socket, options, early, () => inputEnded);
    if (first === undefined) continue;
    input.off("data", hear);
    input.off("end", ended);
    return join(socket, first, options, inputEnded);
  }
  await firstLineHeard(options, early);
  input.off("data", hear);
  withoutKeeper(options, Buffer.concat(early), "the keeper closes every connection");
}

/** A connection to the keeper; starts one where there is none. Rejects where that does not succeed. */
async function reachKeeper({ places, startKeeper }: RelayOptions): Promise<Socket> {
  if (process.platform !== "win32") ownFolder(dirname(places.socket));
  ownFolder(dirname(places.lock));
  const until = performance.now() + START_LIMIT_MS;
  while (performance.now() < until) {
    const socket = await tryConnect(places.socket);
    if (typeof socket === "object") return socket;
    const release = socket === "nobody" ? tryLock(places.lock) : undefined;
    if (release === undefined) {
      await pause(LOOK_MS);
      continue;
    }
    try {
      const meanwhile = await tryConnect(places.socket);
      if (typeof meanwhile === "object") return meanwhile;
      removeStale(places.socket);
      let hasEnded = false;
      void startKeeper().then(() => (hasEnded = true));
      while (!hasEnded && performance.now() < until) {
        const started = await tryConnect(places.socket);
        if (typeof started === "object") return started;
        await pause(LOOK_MS);
      }
      throw new Error("the keeper ended as soon as it was started; its log says why");
    } finally {
      release();
    }
  }
  throw new Error(`no keeper could be reached within ${START_LIMIT_MS} ms`);
}

function tryConnect(path: string): Promise<Socket | "nobody" | "busy"> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.once("connect", () => {
      socket.removeAllListeners("error");
      resolve(socket);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ECONNREFUSED") resolve("nobody");
      else if (error.code === "EAGAIN" || error.code === "EBUSY") resolve("busy");
      else reject(error);
    });
  });
}

/** A socket that nobody listens on: its keeper died. */
function removeStale(path: string): void {
  if (process.platform === "win32") return;
  try {
    unlinkSync(path);
  } catch {
    // there was none
  }
}

/** Says what the client has said so far, and waits for the keeper's first bytes; undefined where it closes without any. */
function firstWord(
  socket: Socket,
  options: RelayOptions,
  early: Buffer[],
  inputEnded: () => boolean,
): Promise<Buffer | undefined> {
  const { hello, input } = options;
  socket.write(writeHello(hello), "latin1");
  for (const bytes of early) socket.write(bytes);
  const more = (bytes: Buffer): void => void socket.write(bytes);
  const end = (): void => void socket.end();
  input.on("data", more);
  input.once("end", end);
  if (inputEnded()) socket.end();
  return new Promise((resolve) => {
    const settle = (first: Buffer | undefined): void => {
      clearTimeout(timer);
      for (const event of ["data", "close", "error"]) socket.removeAllListeners(event);
      socket.on("error", () => socket.destroy());
      input.off("data", more);
      input.off("end", end);
      if (first) socket.pause();
      resolve(first);
    };
    const timer = hello.mode === "keep" ? setTimeout(() => hung(options, early), SILENCE_LIMIT_MS) : undefined;
    socket.once("data", settle);
    socket.once("close", () => settle(undefined));
    socket.once("error", () => undefined);
  });
}

/** Copies both ways until either end is closed. */
function join(socket: Socket, first: Buffer, { input, output, leave }: RelayOptions, inputEnded: boolean): void {
  output.write(first);
  input.on("data", (bytes: Buffer) => {
    socket.write(bytes);
    if (hasEnough(socket)) input.pause();
  });
  socket.on("drain", () => input.resume());
  input.once("end", () => socket.end());
  if (inputEnded) socket.end();
  socket.on("data", (bytes: Buffer) => {
    output.write(bytes);
    if (hasEnough(output)) socket.pause();
  });
  output.on("drain", () => socket.resume());
  output.on("error", () => socket.destroy());
  socket.once("end", () => output.end(leave));
  socket.once("close", () => {
    output.end(leave);
    setTimeout(leave, 1000).unref();
  });
  socket.resume();
}

/** Waits for a client's request, which comes first of all. */
async function firstLineHeard({ hello, input }: RelayOptions, early: readonly Buffer[]): Promise<void> {
  while (hello.mode === "keep" && !input.readableEnded && !early.some((bytes) => bytes.includes(10)))
    await new Promise<void>((resolve) => {
      for (const event of ["data", "end", "close"]) input.once(event, () => resolve());
    });
}

/** Without a keeper nothing is kept: a new session is served all the same, and a question about kept ones is answered. */
function withoutKeeper({ hello, output, serveAlone, leave }: RelayOptions, early: Buffer, why: string): void {
  if (hello.mode === "plain") return serveAlone(early);
  const request = firstLine(early);
  if (request === undefined || request.verb === "Open") return serveAlone(early.subarray(early.indexOf(10) + 1));
  const message = `This computer keeps no sessions: ${why}.`;
  output.end(keeperLine("Refused", { Reason: "NoKeeper", Message: message }), leave);
}

/** The keeper does not say a word. Who asks for its end gets it; everybody else is told what it is. */
function hung({ places, output, leave }: RelayOptions, early: readonly Buffer[]): void {
  const keeper = keeperProcess(places);
  const request = firstLine(Buffer.concat(early));
  if (request?.verb === "End" && keeper && killProcess(keeper)) return void output.end(keeperLine("Done"), leave);
  const message =
    `The keeper (process ${keeper?.pid ?? "unknown"}) does not answer. What its sessions printed is kept when it is ended; ` +
    "what runs in them is lost.";
  output.end(keeperLine("Refused", { Reason: "Hung", Message: message }), leave);
}

function firstLine(early: Buffer): ReturnType<typeof readKeeperLine> | undefined {
  const text = early.toString("latin1", 0, Math.max(0, early.indexOf(10)));
  return isKeeperLine(text) ? readKeeperLine(text) : undefined;
}

/** Which process the keeper says it is; undefined where there is none. */
function keeperProcess(places: Places): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(places.process, "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
