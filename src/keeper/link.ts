// A client's connection as a session sees it: text out, and who is there.

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
