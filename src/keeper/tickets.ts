// Tickets: each stands for what a relay brought, so that its client can come again without a relay.
//
// Rule: a ticket cannot be guessed, is known to this keeper alone, and is forgotten with it. Who brought the same gets the same.

import { randomBytes } from "node:crypto";
import { type RelayHello, writeHello } from "./requests.js";

/** Tickets that are remembered: those that were used last. */
const MOST = 64;

export class Tickets {
  readonly #newTicket: () => string;
  readonly #hellos: Map<string, RelayHello> = new Map();
  readonly #tickets: Map<string, string> = new Map();

  constructor(newTicket: () => string = () => randomBytes(18).toString("base64url")) {
    this.#newTicket = newTicket;
  }

  /** The ticket for what a relay brought. */
  of(hello: RelayHello): string {
    const text = writeHello(hello);
    const ticket = this.#tickets.get(text) ?? this.#newTicket();
    this.#remember(ticket, text, hello);
    return ticket;
  }

  /** What a ticket stands for; undefined where it is not one, or was forgotten. */
  read(ticket: string): RelayHello | undefined {
    const hello = this.#hellos.get(ticket);
    if (hello) this.#remember(ticket, writeHello(hello), hello);
    return hello;
  }

  #remember(ticket: string, text: string, hello: RelayHello): void {
    this.#hellos.delete(ticket);
    this.#hellos.set(ticket, hello);
    this.#tickets.set(text, ticket);
    if (this.#hellos.size <= MOST) return;
    const [oldest, what] = this.#hellos.entries().next().value!;
    this.#hellos.delete(oldest);
    this.#tickets.delete(writeHello(what));
  }
}
