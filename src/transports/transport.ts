// Transport: the one interface between a carrier's text and a wire. Bytes out, bytes in, closed.
//
// Rule: a transport knows nothing of PSRP. It never throws for what the far end does; it closes, once, with a reason.

/** Why a transport closed. `error` says what went wrong in a sentence; undefined where either side closed it politely. */
export interface CloseReason {
  readonly error?: string;
  /** `error` says all there is to say, and names the far end where that matters: nothing needs to be put around it. */
  readonly isWhole?: boolean;
  /** Exit code of the far program, where the transport runs one that ended by itself. */
  readonly exitCode?: number;
  /** Name of the signal that ended it ("SIGKILL"). */
  readonly signal?: string;
  /** The end of what it wrote to its standard error: bounded, for messages. */
  readonly stderr?: string;
}

export interface TransportEvents {
  /** The next bytes, in order. The receiver may keep the array. */
  data(bytes: Uint8Array): void;
  /** The far end is gone; nothing follows. Called exactly once after `open`. */
  closed(reason: CloseReason): void;
}

export interface Transport {
  /** What is at the other end, for messages: "child process 4711", "memory". */
  readonly description: string;
  /** What comes first may be somebody else's: a profile's or a login's own text. */
  readonly mayHaveBanner?: boolean;
  /** Starts it. To be called once. */
  open(events: TransportEvents): void;
  /**
   * Sends bytes, in order. False means: enough for now, wait for `drained()` before you send more (what was given is sent
   * all the same). After the close it does nothing.
   */
  send(bytes: Uint8Array): boolean;
  /**
   * Sends, before anything else, what only an endpoint of this project understands; one that finds out by itself what is at
   * the far end leaves it out for another. Resolves with false where it was left out; a transport that closes before anybody knows
   * says so by `closed` alone. Absent: the far end is known to understand.
   */
  sendToOwn?(bytes: Uint8Array): Promise<boolean>;
  /** Resolves when the transport takes more, or is closed. Never rejects. */
  drained(): Promise<void>;
  /** Stops reading: what the far end sends waits there. `resume` goes on. */
  pause(): void;
  resume(): void;
  /** False: this program may end while the transport is open and nobody waits for anything else. Absent: it never holds the program. */
  holdProgram?(on: boolean): void;
  /** Tells the far end that nothing more is sent; it may still send, and then closes. */
  end(): void;
  /** Ends both directions now, whatever the far end does. `closed` follows. */
  kill(): void;
}
