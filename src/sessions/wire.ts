// One connection of a session: a transport, and the client's machine and carrier that speak over it.
//
// Rule: a wire is used once. What a session keeps beyond it is the session's.

import { type ClientEvent, OutOfProcessClient } from "../protocol/index.js";
import { type CloseReason, nodeBase64, type Transport } from "../transports/index.js";

export interface WireOptions {
  readonly transport: Transport;
  readonly runspacePoolId: string;
  readonly maxBannerLength: number;
  /** True where the far end was asked for a keeper. */
  readonly keeper: boolean;
  readonly events: (events: readonly ClientEvent[], wire: Wire) => void;
  readonly closed: (reason: CloseReason, wire: Wire) => void;
}

export interface Wire {
  readonly transport: Transport;
  readonly client: OutOfProcessClient;
  open(): void;
  /** Says what only an endpoint of ours understands, before anything else. Resolves with whether it was said. */
  sayFirst(line: string): Promise<boolean>;
  /** Sends what the client wants sent. */
  send(): void;
  /** Lets go of it: nothing that it still says is heard. */
  drop(): void;
}

export function newWire(options: WireOptions): Wire {
  const { transport } = options;
  const client = new OutOfProcessClient({
    runspacePoolId: options.runspacePoolId,
    base64: nodeBase64,
    maxBannerLength: options.maxBannerLength,
    keeper: options.keeper,
  });
  let dropped = false;
  const wire: Wire = {
    transport,
    client,
    open() {
      transport.open({
        data(bytes) {
          if (!dropped) options.events(client.receive(latin1(bytes)), wire);
        },
        closed(reason) {
          if (dropped) return;
          options.events(client.receive(""), wire);
          if (!dropped) options.closed(reason, wire);
        },
      });
    },
    sayFirst: (line) => sendToOwn(transport, line),
    send() {
      const text = client.take();
      if (text !== "") transport.send(Buffer.from(text, "latin1"));
    },
    drop() {
      dropped = true;
      transport.kill();
    },
  };
  return wire;
}

/** Sends a line for an endpoint of ours, before anything else. */
export function sendToOwn(transport: Transport, line: string): Promise<boolean> {
  const bytes = Buffer.from(line, "latin1");
  if (transport.sendToOwn) return transport.sendToOwn(bytes);
  transport.send(bytes);
  return Promise.resolve(true);
}

/** Elements are ASCII; what is not will be reported as garbage, byte for byte. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** Why a transport closed, as the end of a sentence about the connection. */
export function closeSentence(reason: CloseReason): string {
  const parts = [reason.error ?? "The endpoint closed the connection."];
  const last = reason.stderr?.split("\n").at(-1)?.trim();
  if (last) parts.push(`Its last words were: ${last}`);
  return parts.join(" ");
}
