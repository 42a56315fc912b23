// SSH as a transport: the system's ssh carries the bytes of an endpoint that is found, or sent, at the far end.
//
// Rule: until the far end has said that its endpoint runs, nothing is sent to it but what it asked for: what is to be sent
// waits here. However it ends, `closed` comes once, with a sentence that names the computer, and no process is left.

import type { CloseReason, Transport, TransportEvents } from "../transport.js";
import { Approach } from "./approach.js";
import type { SshTransportOptions, SshWorld } from "./client.js";
import type { SshTarget } from "./target.js";

/** `open`: bytes pass through. */
type Phase = "starting" | "open" | "closed";

/** What is said before all that waits, where an endpoint of ours hears it. */
interface First {
  readonly bytes: Uint8Array;
  /** Whether it was said. */
  said(isSaid: boolean): void;
}

export class SshTransport implements Transport {
  readonly #computerName: string;
  readonly #approach: Approach;
  #phase: Phase = "starting";
  #events: TransportEvents | undefined;
  #inner: Transport | undefined;
  /** Where what waits is sent at once as well: it will have been said if that is where the endpoint is. */
  #eager: Transport | undefined;
  #what = "";
  #isOwn = false;
  #waiting: Uint8Array[] = [];
  #first: First | undefined;
  #drainers: (() => void)[] = [];
  #isPaused = false;
  #isEnding = false;
  #isKilled = false;

  constructor(target: SshTarget, options: SshTransportOptions, world: SshWorld) {
    this.#computerName = options.computerName;
    this.#approach = new Approach(target, options, world, {
      trying: (inner) => this.#try(inner),
      reached: (inner, what, isOwn) => this.#pass(inner, what, isOwn),
      data: (bytes) => this.#events!.data(bytes),
      isEnding: () => this.#isEnding,
      closed: (reason) => this.#close(reason),
    });
  }

  readonly mayHaveBanner = true;

  get description(): string {
    return `endpoint of ${this.#computerName}: ssh${this.#what === "" ? "" : ` (${this.#what})`}`;
  }

  open(events: TransportEvents): void {
    this.#events = events;
    this.#approach.begin();
  }

  send(bytes: Uint8Array): boolean {
    if (this.#phase === "closed") return true;
    if (this.#phase === "open") return this.#inner!.send(bytes);
    this.#waiting.push(bytes.slice());
    this.#eager?.send(bytes);
    return false;
  }

  sendToOwn(bytes: Uint8Array): Promise<boolean> {
    if (this.#phase === "starting")
      return new Promise((said) => {
        this.#first = { bytes: bytes.slice(), said };
        this.#eager?.send(bytes);
      });
    // Of a connection that was not made nobody knows what it would have led to: `closed` says why there is none.
    if (this.#phase === "closed") return Promise.resolve(true);
    if (this.#isOwn) this.#inner!.send(bytes);
    return Promise.resolve(this.#isOwn);
  }

  drained(): Promise<void> {
    if (this.#phase === "closed") return Promise.resolve();
    if (this.#phase === "open") return this.#inner!.drained();
    return new Promise((resolve) => this.#drainers.push(resolve));
  }

  pause(): void {
    this.#isPaused = true;
    if (this.#phase === "open") this.#inner!.pause();
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#phase === "open") this.#inner!.resume();
  }

  holdProgram(on: boolean): void {
    if (this.#phase === "open") this.#inner!.holdProgram?.(on);
  }

  end(): void {
    this.#isEnding = true;
    if (this.#phase === "open") this.#inner!.end();
  }

  kill(): void {
    if (this.#phase === "closed" || this.#isKilled) return;
    this.#isKilled = true;
    this.#approach.kill();
  }

  /** What waits is said there at once; undefined: that led nowhere. */
  #try(inner: Transport | undefined): void {
    this.#eager = inner;
    if (!inner) return;
    if (this.#first) inner.send(this.#first.bytes);
    for (const bytes of this.#waiting) inner.send(bytes);
  }

  /** From here on bytes pass through. */
  #pass(inner: Transport, what: string, isOwn: boolean): void {
    const isSaid = this.#eager === inner;
    this.#inner = inner;
    this.#what = what;
    this.#isOwn = isOwn;
    this.#phase = "open";
    if (this.#first && isOwn && !isSaid) inner.send(this.#first.bytes);
    if (!isSaid) for (const bytes of this.#waiting) inner.send(bytes);
    this.#letGo(isOwn);
    if (this.#isPaused) inner.pause();
    if (this.#isEnding) inner.end();
  }

  #close(reason: CloseReason): void {
    if (this.#phase === "closed") return;
    this.#phase = "closed";
    this.#letGo(true);
    const tell = (): void => this.#events?.closed({ ...reason, ...(reason.error !== undefined && { isWhole: true }) });
    // Who calls `kill` hears of the end later, as of any other.
    if (this.#isKilled) setImmediate(tell);
    else tell();
  }

  /** Nothing waits any more. */
  #letGo(isSaid: boolean): void {
    const [first, drainers] = [this.#first, this.#drainers];
    this.#first = this.#eager = undefined;
    this.#waiting = [];
    this.#drainers = [];
    first?.said(isSaid);
    for (const resolve of drainers) resolve();
  }
}
