// The pipelines of a session: what arrives for each goes to its sink, and what was received is said to the keeper.
//
// Rule: items go on in batches, in the order in which they came; whatever else comes finds all before it delivered. A pipeline
// of a kept session stays here until all it printed has been received, any other until its end.

import { type ClientEvent, keeperLine, type KeptPipeline, type OutOfProcessClient } from "../protocol/index.js";
import type { ItemStream, PipelineOutcome, StreamItem } from "./items.js";
import { receiptOf, Receipts, type ReceiptsOptions } from "./receipts.js";
import type { Running } from "./running.js";

const STREAMS: Readonly<Record<string, ItemStream>> = {
  PIPELINE_OUTPUT: "Output",
  ERROR_RECORD: "Error",
  WARNING_RECORD: "Warning",
  VERBOSE_RECORD: "Verbose",
  DEBUG_RECORD: "Debug",
  INFORMATION_RECORD: "Information",
  PROGRESS_RECORD: "Progress",
  PIPELINE_HOST_CALL: "HostCall",
};

export interface PipelinesOptions extends ReceiptsOptions {
  readonly isKept: () => boolean;
  /** The client of the present connection. */
  readonly client: () => OutOfProcessClient;
  /** One has ended: the session is free again. */
  readonly changed: () => void;
  /** The far end has said how one ended, and it is put away. */
  readonly ended: () => void;
  /** Of none is anything left to be received. */
  readonly allReceived: () => void;
}

export class Pipelines {
  readonly #options: PipelinesOptions;
  /** Those that run here, or of which something is still to be received. */
  readonly #all: Map<string, Running> = new Map();
  readonly #receipts: Receipts;

  constructor(options: PipelinesOptions) {
    this.#options = options;
    this.#receipts = new Receipts(options);
  }

  /** True while one runs here. */
  get isBusy(): boolean {
    for (const { ended } of this.#all.values()) if (!ended) return true;
    return false;
  }

  /** True where of none that was here anything is left to be received. */
  get isAllReceived(): boolean {
    return this.#all.size === 0;
  }

  add(running: Running): void {
    this.#all.set(running.id, running);
  }

  /** Gives items to their sinks, and everything else to `other`. */
  receive(events: readonly ClientEvent[], other: (event: ClientEvent) => void): void {
    let items: StreamItem[] = [];
    let to: Running | undefined;
    const flush = (): void => {
      if (to === undefined || items.length === 0) return;
      const batch = items;
      items = [];
      to.sink.items(batch);
      this.#delivered(to);
    };
    for (const event of events) {
      const stream = STREAMS[event.type];
      if (stream === undefined) {
        flush();
        other(event);
        continue;
      }
      const { pipelineId, payload } = event as { pipelineId: string; payload: string };
      if (pipelineId !== to?.id) flush();
      to = this.#all.get(pipelineId);
      if (to === undefined) continue;
      const sequence = ++to.arrived;
      items.push(this.#options.isKept() ? { stream, payload, sequence } : { stream, payload });
    }
    flush();
    for (const running of this.#all.values()) running.lookWhoWaits();
  }

  /** Notes what of each one's input the far end has taken. */
  noteTaken(): void {
    const client = this.#options.client();
    for (const running of this.#all.values()) if (!running.ended && client.isTaken(running.id)) running.taken();
  }

  /** The next message of a pipeline has this number. */
  renumber(pipelineId: string, next: number): void {
    const running = this.#all.get(pipelineId);
    if (running) running.arrived = next - 1;
  }

  state({ pipelineId, state, payload }: ClientEvent & { type: "PIPELINE_STATE" }): void {
    const running = this.#all.get(pipelineId);
    if (running === undefined) return;
    running.arrived++;
    if (state !== "Completed" && state !== "Stopped" && state !== "Failed") return;
    running.last = running.arrived;
    this.finish(pipelineId, state === "Failed" ? { state, error: payload } : { state });
  }

  /** A pipeline's end: its sink hears it at once, the session is free when the far end has put it away. */
  finish(pipelineId: string, outcome: PipelineOutcome): void {
    const running = this.#all.get(pipelineId);
    if (running === undefined || running.ended) return;
    running.last ??= running.arrived;
    this.#options.client().machine.closePipeline(pipelineId);
    this.#end(running, outcome);
    this.#delivered(running);
    this.#options.ended();
  }

  /** Everything up to and with the message of this number has reached whom it was for. */
  received(running: Running, sequence: number): void {
    if (sequence <= running.received && !running.isOver) return;
    running.received = Math.max(sequence, running.received);
    if (running.isOver) this.#all.delete(running.id);
    this.#receipts.note(running);
    if (this.isAllReceived) this.#options.allReceived();
  }

  /** The connection is to be left: what was received until now is said. */
  sayReceived(): void {
    this.#receipts.sayAll();
  }

  /** The link is gone, or there again. */
  linked(isLinked: boolean, reason?: string): void {
    for (const running of this.#all.values()) if (!running.ended) running.sink.link?.(isLinked, reason);
  }

  /** Lets all go on over a new connection. `take` gives what the keeper has of one; `unknown`: how one ends that it has not. */
  resumeAll(take: (pipelineId: string) => KeptPipeline | undefined, unknown: PipelineOutcome): void {
    for (const running of this.#all.values()) this.resume(running, take(running.id), unknown);
  }

  /** Lets one go on: from the message after the last that arrived here. */
  resume(running: Running, there: KeptPipeline | undefined, unknown: PipelineOutcome): void {
    const client = this.#options.client();
    if (running.received > 0) client.say(receiptOf(running));
    if (running.ended) return;
    if (there) {
      client.say(keeperLine("Resume", { PSGuid: running.id, Sequence: running.arrived }));
      client.adopt(running.id);
      running.resume(client, there);
    } else if (running.options.create !== undefined && running.arrived === 0)
      running.create(client, running.options.create);
    else return this.#end(running, unknown);
    running.sink.link?.(true);
  }

  /** Ends all that run: nothing more of them will come. */
  fail(outcome: PipelineOutcome): void {
    const live = [...this.#all.values()].filter(({ ended }) => !ended);
    for (const { id } of live) this.#all.delete(id);
    for (const running of live) this.#end(running, outcome);
  }

  #end(running: Running, outcome: PipelineOutcome): void {
    running.ended = true;
    running.taken();
    running.lookWhoWaits();
    if (!this.#options.isKept()) this.#all.delete(running.id);
    this.#options.changed();
    running.sink.ended(outcome);
  }

  /** What its sink took counts as received, unless the sink says so by itself. */
  #delivered(running: Running): void {
    if (this.#options.isKept() && !running.options.manual) this.received(running, running.arrived);
  }
}

/** How a pipeline ends whose session does. */
export function brokenOutcome(message: string): PipelineOutcome {
  return { state: "Broken", message, errorId: "PSSessionStateBroken" };
}
