// What a session is made with, and what it says of who keeps it.

import type { HostInfo, KeepTerms } from "../protocol/index.js";
import type { Transport } from "../transports/index.js";
import type { Clock, KeepOptions } from "./keep.js";

export interface SessionOptions {
  readonly transport: Transport;
  /** What the user called the computer. */
  readonly computerName: string;
  /** PSSession's InstanceId, and the id of the runspace pool. */
  readonly instanceId: string;
  readonly newGuid: () => string;
  /** What this side's user interface is; none where absent. */
  readonly hostInfo?: HostInfo;
  /** CLIXML of a PSPrimitiveDictionary, which scripts there have in $PSSenderInfo; none where absent. */
  readonly applicationArguments?: string;
  /** Milliseconds that opening may take; for ever where absent. */
  readonly openTimeoutMs?: number;
  /** Milliseconds that a polite close may take before the transport is killed. */
  readonly closeTimeoutMs?: number;
  /** Characters of a login banner that are passed over before the first element. */
  readonly maxBannerLength?: number;
  /** Given where the far end was asked for a keeper. Whether it has one, `kept` says once the session is open. */
  readonly keep?: SessionKeep;
}

export interface SessionKeep extends KeepOptions {
  /** A new transport to the same endpoint, asked for its keeper again: for each connection after the first. */
  readonly transport: () => Transport;
  /** Who we are, for others that would connect: "user@host pid". */
  readonly who: string;
  /** True for a session that is at the keeper already: it begins Disconnected, and is to be connected instead of opened. */
  readonly isThere?: boolean;
  readonly clock?: Clock;
}

/** What a keeper said of itself and of how it keeps the session. */
export interface KeptBy extends KeepTerms {
  /** Name of the host it runs on, and its process id there. */
  readonly host: string;
  readonly pid: number;
}
