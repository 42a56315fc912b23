// A client's socket: its first lines, and the link that it is to a session.

import type { Socket } from "node:net";
import type { Writable } from "node:stream";
import type { KeeperLine } from "../protocol/index.js";
import type { Clock } from "./clock.js";
import type { Link } from "./link.js";
import { MAX_FIRST_LINE } from "./requests.js";

/** Bytes that may wait in a stream before what it is given is held back. */
const ENOUGH_BYTES = 256 << 10;

/**
 * True where a stream has enough for now: "drain" follows. `write` says so at 16 kB, less than a packet: whoever takes all at
 * once would be waited for at every one.
 */
export function hasEnough(stream: Writable): boolean {
  return stream.writableLength > ENOUGH_BYTES;
}

export function linkOf(socket: Socket, line: KeeperLine | undefined, clock: Clock): Link {
  return {
    who: line?.attributes.get("From") ?? "an unknown client",
    token: line?.attributes.get("Client") ?? "",
    sinceMs: clock.today(),
    send(text) {
      if (socket.destroyed || !socket.writable) return true;
      socket.write(text, "latin1");
      return !hasEnough(socket);
    },
    drained: () => drained(socket),
    end: () => void socket.end(() => socket.destroy()),
    destroy: () => void socket.destroy(),
  };
}

/** Resolves when the socket takes more, or is closed. */
export function drained(socket: Socket): Promise<void> {
  if (socket.destroyed || !socket.writableNeedDrain) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = (): void => {
      socket.off("drain", settle);
      socket.off("close", settle);
      resolve();
    };
    socket.on("drain", settle);
    socket.on("close", settle);
  });
}

/** Hands on the first lines of a socket, one more each time `more` is called, and stops reading in between. */
export function firstLines(
  socket: Socket,
  take: (lines: readonly string[], rest: () => Buffer, more: () => void) => void,
): void {
  const lines: string[] = [];
  let buffered: Buffer = Buffer.alloc(0);
  const next = (): void => {
    const feed = buffered.indexOf(10);
    if (feed < 0) {
      if (buffered.length > MAX_FIRST_LINE) socket.destroy();
      return;
    }
    lines.push(buffered.toString("latin1", 0, feed));
    buffered = buffered.subarray(feed + 1);
    socket.off("data", hear);
    socket.off("end", left);
    socket.pause();
    take(
      lines,
      () => buffered,
      () => {
        socket.on("data", hear);
        socket.on("end", left);
        socket.resume();
        next();
      },
    );
  };
  const hear = (bytes: Buffer): void => {
    buffered = Buffer.concat([buffered, bytes]);
    next();
  };
  /** It has said all it ever will, and that was not enough. */
  const left = (): void => void socket.end();
  socket.on("data", hear);
  socket.on("end", left);
}
