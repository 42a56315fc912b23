// A pair of transports joined in memory: what one sends the other receives, one turn of the event loop later.

import type { CloseReason, Transport, TransportEvents } from "./transport.js";

/** Bytes that may wait in one direction before `send` says "enough for now". */
const HIGH_WATER = 1 << 20;

class MemoryTransport implements Transport {
  readonly description = "memory";
  peer!: MemoryTransport;
  #events: TransportEvents | undefined;
  #inbox: Uint8Array[] = [];
  #waiting = 0;
  #paused = false;
  #scheduled = false;
  #ended = false;
  #peerEnded = false;
  #closed = false;
  #drainers: (() => void)[] = [];

  open(events: TransportEvents): void {
    this.#events = events;
    this.#schedule();
  }

  send(bytes: Uint8Array): boolean {
    if (this.#closed || this.#ended) return true;
    return this.peer.#receive(bytes);
  }

  drained(): Promise<void> {
    if (this.#closed || this.peer.#waiting < HIGH_WATER) return Promise.resolve();
    return new Promise((resolve) => this.peer.#drainers.push(resolve));
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#schedule();
  }

  end(): void {
    if (this.#ended || this.#closed) return;
    this.#ended = true;
    this.peer.#peerEnded = true;
    this.peer.#schedule();
    this.#schedule();
  }

  kill(): void {
    const error = "The transport was closed.";
    this.#inbox = [];
    this.#close({ error });
    this.peer.#inbox = [];
    this.peer.#close({ error: "The other end of the transport was closed." });
  }

  #receive(bytes: Uint8Array): boolean {
    this.#inbox.push(bytes.slice());
    this.#waiting += bytes.length;
    this.#schedule();
    return this.#waiting < HIGH_WATER;
  }

  #schedule(): void {
    if (this.#scheduled || this.#closed || this.#events === undefined) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    while (!this.#paused && !this.#closed && this.#inbox.length > 0) {
      const bytes = this.#inbox.shift()!;
      this.#waiting -= bytes.length;
      this.#events!.data(bytes);
    }
    if (this.#waiting < HIGH_WATER) this.#release();
    // Like a program that ends when its input does: the end of one direction closes the pair once all is delivered.
    if (this.#peerEnded && this.#inbox.length === 0 && !this.#paused) {
      this.#close({});
      this.peer.#peerEnded = true;
      this.peer.#schedule();
    }
  }

  #release(): void {
    const drainers = this.#drainers;
    this.#drainers = [];
    for (const resolve of drainers) resolve();
  }

  #close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#waiting = 0;
    this.#release();
    this.peer.#release();
    setImmediate(() => this.#events?.closed(reason));
  }
}

/** Two transports, each the other's far end. */
export function memoryPair(): readonly [Transport, Transport] {
  const left = new MemoryTransport();
  const right = new MemoryTransport();
  left.peer = right;
  right.peer = left;
  return [left, right];
}
