// A connection to a host's keeper over a forwarded socket, as a transport.
//
// Rule: it is open when the keeper has greeted. Until then it gives nothing on, and whoever holds it may take another way:
// the keeper has not taken in what was sent meanwhile.

import { connect, type Socket } from "node:net";
import type { Transport, TransportEvents } from "../transport.js";
import { GreetingReader, type KeeperPlace, type KeeperWay } from "./keeper-ways.js";

/** Milliseconds in which a keeper greets: one that hangs is found out by a relay, which can do something about it. */
const PATIENCE_MS = 3000;
/** Milliseconds between the polite end and the cut. */
const GRACE_MS = 2000;

export interface DirectEvents extends TransportEvents {
  /** The keeper has greeted; what it says follows as data, its greeting first. */
  greeted(place: KeeperPlace): void;
}

export class DirectTransport implements Transport {
  readonly description = "keeper over a shared connection";
  readonly #way: KeeperWay;
  readonly #greeting: GreetingReader = new GreetingReader();
  #socket: Socket | undefined;
  #events: DirectEvents | undefined;
  #early: Uint8Array[] = [];
  #isGreeted = false;
  #isLate = false;
  #isEnded = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(way: KeeperWay) {
    this.#way = way;
  }

  open(events: DirectEvents): void {
    this.#events = events;
    const socket = connect(this.#way.path);
    this.#socket = socket;
    socket.write(`${JSON.stringify({ mode: "keep", ticket: this.#way.ticket })}\n`);
    this.#timer = setTimeout(() => {
      this.#isLate = true;
      socket.destroy();
    }, PATIENCE_MS);
    socket.on("error", () => undefined);
    socket.on("data", (bytes: Buffer) => {
      if (this.#isGreeted) return events.data(bytes);
      this.#early.push(bytes);
      const place = this.#greeting.receive(bytes);
      if (place === undefined) return undefined;
      if (place === null) return void socket.destroy();
      clearTimeout(this.#timer);
      return this.#greeted(place);
    });
    socket.on("close", () => {
      clearTimeout(this.#timer);
      events.closed(this.#isGreeted ? {} : { error: "The keeper did not greet." });
    });
  }

  /** Of one that was not greeted: the way leads there all the same; the keeper was late, or refused the ticket. */
  get leadsThere(): boolean {
    return this.#isLate || this.#early.length > 0;
  }

  send(bytes: Uint8Array): boolean {
    return !this.#socket?.writable || this.#isEnded || this.#socket.write(bytes);
  }

  drained(): Promise<void> {
    const socket = this.#socket;
    if (!socket?.writable || !socket.writableNeedDrain) return Promise.resolve();
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

  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  holdProgram(on: boolean): void {
    if (on) this.#socket?.ref();
    else this.#socket?.unref();
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#socket?.end();
    this.#timer = setTimeout(() => this.kill(), GRACE_MS);
    this.#timer.unref();
  }

  kill(): void {
    this.#socket?.destroy();
  }

  #greeted(place: KeeperPlace): void {
    const { greeted, data } = this.#events!;
    this.#isGreeted = true;
    greeted(place);
    for (const bytes of this.#early.splice(0)) data(bytes);
  }
}
