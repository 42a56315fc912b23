// A session's connection: the one wire that it has at the moment, of all it may have in its life.
//
// Rule: a wire is used once, and what an earlier one still says is not heard. Holding back is of the session: it is told anew to
// each wire.

import type { ClientEvent, OutOfProcessClient } from "../protocol/index.js";
import type { CloseReason, Transport } from "../transports/index.js";
import { newWire, type Wire } from "./wire.js";

export interface ConnectionOptions {
  readonly transport: Transport;
  /** A further transport, for each wire after the first; absent where the endpoint keeps nothing. */
  readonly again?: (() => Transport) | undefined;
  readonly runspacePoolId: string;
  readonly maxBannerLength: number;
  readonly events: (events: readonly ClientEvent[]) => void;
  readonly closed: (reason: CloseReason) => void;
  /** What was said first found no keeper to hear it. */
  readonly noKeeper: () => void;
}

export class Connection {
  readonly #options: ConnectionOptions;
  #wire: Wire;
  #isUsed = false;
  #isHeld = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#wire = this.#newWire(options.transport);
  }

  /** The client's side of the protocol, on this wire. */
  get client(): OutOfProcessClient {
    return this.#wire.client;
  }

  get transport(): Transport {
    return this.#wire.transport;
  }

  /** True while what the far end sends is held back here. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Opens a wire: another one, where there was one already. */
  open(): void {
    if (this.#isUsed) {
      this.#wire.drop();
      this.#wire = this.#newWire(this.#options.again!());
    }
    this.#isUsed = true;
    this.#wire.open();
    if (this.#isHeld) this.transport.pause();
  }

  /** Sends what the client wants sent. */
  send(): void {
    this.#wire.send();
  }

  /** A line for the keeper. */
  say(line: string): void {
    this.client.say(line);
    this.send();
  }

  /** A line for the keeper before anything else, where there is one. */
  offer(line: string): void {
    void this.#wire.sayFirst(line);
  }

  /** A line for the keeper before anything else; without a keeper the connection is of no use. */
  demand(line: string): void {
    const wire = this.#wire;
    void wire.sayFirst(line).then((said) => {
      if (!said && wire === this.#wire) this.#options.noKeeper();
    });
  }

  hold(on: boolean): void {
    this.#isHeld = on;
    if (on) this.transport.pause();
    else this.transport.resume();
  }

  /** Lets go of the wire: nothing that it still says is heard. */
  drop(): void {
    this.#wire.drop();
  }

  #newWire(transport: Transport): Wire {
    const { runspacePoolId, maxBannerLength, again, events, closed } = this.#options;
    return newWire({
      transport,
      runspacePoolId,
      maxBannerLength,
      keeper: again !== undefined,
      events: (heard, wire) => {
        if (wire === this.#wire) events(heard);
      },
      closed: (reason, wire) => {
        if (wire === this.#wire) closed(reason);
      },
    });
  }
}
