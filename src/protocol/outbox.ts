// Where a machine puts what it wants sent; the carrier beneath stands behind it.

import type { DataStream } from "./carriers/elements.js";
import type { Packet } from "./fragments.js";
import type { MessageType } from "./messages.js";

/** What both sides send. `pipelineId` is undefined for a message of the pool. */
export interface Outbox {
  message(type: MessageType, runspacePoolId: string, pipelineId: string | undefined, payload: string): void;
}

/** What a client asks its carrier for, besides messages. `undefined` is the session. */
export interface ClientOutbox extends Outbox {
  message(
    type: MessageType,
    runspacePoolId: string,
    pipelineId: string | undefined,
    payload: string,
    stream?: DataStream,
  ): void;
  command(pipelineId: string): void;
  signal(pipelineId: string): void;
  close(pipelineId: string | undefined): void;
}

/** What a server tells its carrier, besides messages: that what an acknowledgement waits for has been sent. */
export interface ServerOutbox extends Outbox {
  /** Messages that are whole and written already. */
  packet(pipelineId: string, packet: Packet): void;
  /** The pool owes its client no answer any more. */
  poolSettled(): void;
  pipelineSettled(pipelineId: string): void;
  /** The pool is gone. */
  poolClosed(): void;
}
