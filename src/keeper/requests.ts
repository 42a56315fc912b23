// What is said on a keeper's socket before a session has it: whom the relay brings, and what the client wants.

/** The first line, from the relay, as JSON. It is between programs of one version: the socket's name has that in it. */
export interface RelayHello {
  /** `keep`: a client that asked for a keeper. `plain`: one that knows none, and gets an endpoint that ends with it. */
  readonly mode: "keep" | "plain";
  /** As an SSH subsystem: errors go into the output, marked. */
  readonly ssh: boolean;
  /** Folder that sessions start in. */
  readonly start: string;
  readonly initialScripts: readonly string[];
  /** The relay's environment: that of the session. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The first line of a client that comes without a relay: what an earlier one of it brought, by the ticket for that. */
export interface TicketHello {
  readonly mode: "keep";
  readonly ticket: string;
}

/** Characters of the first two lines. */
export const MAX_FIRST_LINE: number = 4 << 20;

export function writeHello(hello: RelayHello): string {
  return JSON.stringify(hello).replace(/[\u007f-\uffff]/g, escaped) + "\n";
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

export function readHello(line: string): RelayHello | TicketHello | undefined {
  try {
    const hello = JSON.parse(line) as Partial<RelayHello & TicketHello>;
    if (hello.mode === "keep" && typeof hello.ticket === "string") return { mode: "keep", ticket: hello.ticket };
    const isWhole =
      (hello.mode === "keep" || hello.mode === "plain") &&
      typeof hello.start === "string" &&
      Array.isArray(hello.initialScripts) &&
      typeof hello.environment === "object";
    return isWhole ? (hello as RelayHello) : undefined;
  } catch {
    return undefined;
  }
}
