// A client's connection as a session sees it: text out, and who is there.

import { keeperLine } from "../protocol/index.js";

export interface Link {
  /** "user@host pid". */
  readonly who: string;
  /** The secret by which a client is known again. */
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
  /** False means: enough for now. */
  send(text: string): boolean;
  /** Resolves when it takes more, or is closed. */
  drained(): Promise<void>;
  /** Ends it when all has been sent. */
  end(): void;
  /** Ends it now. */
  destroy(): void;
}

/** Says why the client does not get what it wants, and ends its connection. */
export function refuse(
  link: Pick<Link, "send" | "end">,
  reason: string,
  message: string,
  more: Readonly<Record<string, string | number>> = {},
): void {
  link.send(keeperLine("Refused", { Reason: reason, Message: message, ...more }));
  link.end();
}
