// A link with faults: a TCP port that leads to another, with whatever goes wrong on the way.

import { createServer, connect, type Server, type Socket } from "node:net";
import { once } from "node:events";

export interface FaultyLink {
  /** Milliseconds each way from now on. */
  delay(each: number): void;
  /** From now on nothing goes through, in either direction, and nobody is told. */
  silence(): void;
  /** Whole again; what was open has broken meanwhile. */
  mend(): void;
  /** Ends all connections in mid-stream. With `after`, each when that many more bytes have come from the far end. */
  cut(after?: number): void;
  /** Nobody listens any more, and what was open is cut. */
  refuse(): Promise<void>;
  /** Somebody does again. */
  listen(): Promise<void>;
  /** Connections that came in so far. */
  readonly accepted: number;
  close(): Promise<void>;
}

interface Place {
  readonly address: string;
  readonly port: number;
}

/** Listens at `near` for connections to `far`. */
export async function faultyLink(near: Place, far: Place): Promise<FaultyLink> {
  let each = 0;
  let silent = false;
  let bytesLeft = Infinity;
  let accepted = 0;
  const open = new Set<Socket>();

  const carry = (from: Socket, to: Socket, counted: boolean): void => {
    from.on("data", (bytes: Buffer) => {
      if (silent) return;
      const deliver = (): void => {
        if (silent) return;
        to.write(bytes);
        if (counted && (bytesLeft -= bytes.length) <= 0) cutAll();
      };
      if (each === 0) deliver();
      else setTimeout(deliver, each); // timers of one length keep their order
    });
    from.on("end", () => setTimeout(() => silent || to.end(), each));
    from.on("error", () => to.destroy());
    from.on("close", () => {
      open.delete(from);
      if (!silent) setTimeout(() => to.destroy(), each);
    });
  };
  const cutAll = (): void => {
    bytesLeft = Infinity;
    for (const socket of open) socket.resetAndDestroy();
  };
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    accepted++;
    const other = connect({ host: far.address, port: far.port, allowHalfOpen: true });
    for (const end of [socket, other]) open.add(end.setNoDelay(true));
    carry(socket, other, false);
    carry(other, socket, true);
  });
  const listen = async (): Promise<void> => {
    server.listen(near.port, near.address);
    await once(server, "listening");
  };
  await listen();
  const refuse = (): Promise<void> => new Promise((resolve) => void server.close(() => resolve()));
  return {
    delay: (milliseconds) => void (each = milliseconds),
    silence: () => void (silent = true),
    mend() {
      cutAll();
      silent = false;
    },
    cut: (after) => (after === undefined ? cutAll() : void (bytesLeft = after)),
    async refuse() {
      const closed = refuse();
      cutAll();
      await closed;
    },
    listen,
    get accepted() {
      return accepted;
    },
    close() {
      const closed = server.listening ? refuse() : Promise.resolve();
      for (const socket of open) socket.destroy();
      return closed;
    },
  };
}
