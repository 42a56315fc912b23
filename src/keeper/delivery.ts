// What a session's client is sent: of each pipeline the messages as they come, or out of the journal until it has caught up.
//
// Rule: a pipeline is followed, or read, or neither, never both. A client holds a pipeline back for a moment; a link that takes
// nothing for longer does not: it reads the journal later.

import type { Endpoint } from "../endpoint/index.js";
import { encodeFailure, keeperLine } from "../protocol/index.js";
import type { Clock } from "./clock.js";
import type { Cursor, Step } from "./journal/cursor.js";
import type { Journal } from "./journal/journal.js";
import type { Link } from "./link.js";
import { messageName } from "./pipeline-facts.js";

/** How long a link may take nothing before what it is told waits in the journal instead. */
const STALL_MS = 5000;

export interface DeliveryOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly link: () => Link | undefined;
  readonly endpoint: () => Endpoint;
  /** Sends what the endpoint has to say. */
  readonly flush: () => void;
}

export class Delivery {
  readonly #options: DeliveryOptions;
  /** Pipelines whose messages go to the client as they come. */
  readonly #following: Set<string> = new Set();
  /** Pipelines whose messages it is sent out of the journal. */
  readonly #reading: Map<string, Cursor> = new Map();
  #isPumping = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** True where what a pipeline emits now is for the client. */
  isFollowing(pipelineId: string): boolean {
    return this.#options.link() !== undefined && this.#following.has(pipelineId);
  }

  /** A pipeline begins. */
  begin(pipelineId: string): void {
    if (this.#options.link()) this.#following.add(pipelineId);
  }

  forget(pipelineId: string): void {
    this.#following.delete(pipelineId);
    this.#reading.delete(pipelineId);
  }

  /** The client has gone. */
  stop(): void {
    this.#following.clear();
    this.#reading.clear();
  }

  /** Sends what comes after the message of this number. */
  resume(pipelineId: string, after: number): void {
    const { journal, endpoint } = this.#options;
    const pipeline = journal.pipeline(pipelineId);
    if (pipeline === undefined) return;
    const cursor = journal.cursor(pipeline, after);
    this.#following.delete(pipelineId);
    this.#reading.set(pipelineId, cursor);
    endpoint().say(keeperLine("Next", { PSGuid: pipelineId, Sequence: cursor.after + 1 }));
    void this.#pump();
  }

  /** Waits for a link that has enough; where that takes too long its pipelines go on, and it reads the journal later. */
  untilTaken(link: Link): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(STALL_MS, () => {
        if (link === this.#options.link()) this.#fallBehind(link);
        resolve();
      });
      void link.drained().then(() => {
        cancel();
        resolve();
      });
    });
  }

  #fallBehind(link: Link): void {
    const { journal } = this.#options;
    for (const id of this.#following) {
      const pipeline = journal.pipeline(id);
      if (pipeline) this.#reading.set(id, journal.cursor(pipeline, pipeline.last));
    }
    this.#following.clear();
    void link.drained().then(() => this.#pump());
  }

  /** Sends out of the journal until the client has caught up. */
  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    const { link: current, flush } = this.#options;
    try {
      for (let link = current(); link && link === current() && this.#reading.size > 0; link = current()) {
        for (const [id, cursor] of this.#reading) this.#sendSome(id, cursor);
        flush();
        await link.drained();
        await new Promise((resolve) => setImmediate(resolve)); // other sessions have their turn
      }
    } catch {
      current()?.destroy(); // the journal cannot be read at the moment: the client may come again
    } finally {
      this.#isPumping = false;
    }
  }

  #sendSome(id: string, cursor: Cursor): void {
    for (const step of cursor.read()) this.#sendStep(id, step);
    if (!cursor.isAtEnd) return;
    this.#reading.delete(id);
    this.#following.add(id);
  }

  #sendStep(id: string, step: Step): void {
    const endpoint = this.#options.endpoint();
    if (step.type === "message") {
      const name = messageName(step.message);
      if (name !== undefined) endpoint.resend(id, name, step.payload);
      return;
    }
    if (step.type === "packet") return endpoint.resendPacket(id, step.bytes);
    endpoint.say(keeperLine("Next", { PSGuid: id, Sequence: step.sequence }));
    endpoint.resend(id, "ERROR_RECORD", missing(step.count));
  }
}

/** What a receiver is told of messages that are not there any more. */
function missing(count: number): string {
  const what = count === 1 ? "1 message" : `${count} messages`;
  return encodeFailure({
    message:
      `${what} of this command are missing here: they were dropped because the output that nobody had received filled ` +
      "its quota, or the journal could not be read in this place.",
    exceptionType: "System.Management.Automation.Remoting.PSRemotingDataStructureException",
    fullyQualifiedErrorId: "KeeperOutputMissing",
    category: "ResourceUnavailable",
  });
}
