// The other keepers of this user: those of another version of the program.
//
// Rule: what one of them has stays with it. It is asked over its own socket, as a relay would, and one that does not answer in
// time has nothing.

import { createConnection, type Socket } from "node:net";
import { keeperLine } from "../protocol/index.js";
import { type RelayHello, writeHello } from "./requests.js";
import type { FoundSession } from "./store.js";

/** What is said where there is no client. */
export const NO_HELLO: RelayHello = { mode: "keep", ssh: false, start: "/", initialScripts: [], environment: {} };

/** Gives a client to the keeper that has its session: what it said so far, and then everything both ways. */
export function passOn(
  socket: Socket,
  { stored }: FoundSession,
  hello: RelayHello,
  request: string,
  rest: Buffer,
): void {
  const other = createConnection(stored.socket);
  const give = (): void => void socket.destroy();
  other.once("error", give);
  other.write(writeHello(hello) + request + "\n", "latin1");
  other.write(rest);
  let skipped = Buffer.alloc(0);
  const skipHello = (bytes: Buffer): void => {
    skipped = Buffer.concat([skipped, bytes]);
    const feed = skipped.indexOf(10);
    if (feed < 0) return;
    other.off("data", skipHello);
    socket.write(skipped.subarray(feed + 1));
    other.pipe(socket);
  };
  other.on("data", skipHello);
  socket.pipe(other);
}

/** The lines of sessions and pipelines that other keepers list. */
export async function askOthers(sockets: Iterable<string>): Promise<string> {
  const texts = await Promise.all([...sockets].map((path) => askOther(path)));
  return texts.join("");
}

const ANSWER_MS = 2000;

function askOther(path: string): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = createConnection(path);
    const settle = (): void => {
      socket.destroy();
      resolve(linesOfSessions(text));
    };
    socket.setTimeout(ANSWER_MS, settle);
    socket.once("error", settle);
    socket.once("close", settle);
    socket.on("data", (bytes: Buffer) => (text += bytes.toString("latin1")));
    socket.write(writeHello(NO_HELLO) + keeperLine("List", { Own: true }));
  });
}

/** What another keeper listed. */
function linesOfSessions(text: string): string {
  return text
    .split("\n")
    .filter((line) => /^<Keeper Verb='(?:Session|Pipeline)'/.test(line))
    .map((line) => `${line}\n`)
    .join("");
}
