// The endpoint: the server's carrier and machine, with pools of runspaces behind them.
//
// Rule: text in, text out, and callbacks; it waits for nothing and starts nothing but through its factory.

import type { Base64, KeyExchangeCrypto } from "../protocol/index.js";
import type { RunspaceFactory } from "./runner.js";

export interface EndpointOptions {
  readonly factory: RunspaceFactory;
  readonly base64: Base64;
  /** `$PSVersionTable` for the client: what APPLICATION_PRIVATE_DATA carries, values of CLIXML by name. */
  readonly psVersionTable: Iterable<readonly [string, unknown]>;
  /** `-s` reports errors outside PSRP on standard error, `-sshs` in its output. */
  readonly errors: "stderr" | "stdout";
  /** Scripts run in each new session before it is open: `-WorkingDirectory`, `-EncodedCommand`. */
  readonly initialScripts?: readonly string[];
  /** Packs many objects into one Data. */
  readonly batch?: boolean;
  /** For clients older than protocol 2.4. */
  readonly crypto?: KeyExchangeCrypto;
  /**
   * Called when `take` or `takeErrors` has something to give. A promise says that the client has enough for now: it is
   * handed on to the runner that gave the output.
   */
  readonly flush: () => void | Promise<void>;
  /** Called once, when all is over: every runspace is closed. The exit code is that of the process. */
  readonly ended: (exitCode: number) => void;
}

export class Endpoint {
  constructor(options: EndpointOptions) {
    void options;
  }

  /** Takes text from the client, cut anywhere. */
  receive(text: string): void {
    void text;
  }

  /** The client's end is closed: stops every pipeline, closes every runspace, and ends. */
  end(): void {}

  /** Lines for standard output. */
  take(): string {
    return "";
  }

  /** Text for standard error. */
  takeErrors(): string {
    return "";
  }
}
