// What a keeper notes of its pipelines while it lives: what their client said of them, and what they were given.
//
// Rule: nothing of it is needed to receive what a pipeline printed; that and its end are in the journal.

import { type KeeperLine, type OutOfProcessServerEvent, pipelineLine } from "../protocol/index.js";
import type { Journal } from "./journal/journal.js";
import { keptPipeline, type LiveFacts, liveFacts, type StoredFacts } from "./pipeline-facts.js";

export class PipelineNotes {
  readonly #live: Map<string, LiveFacts> = new Map();
  /** Of pipelines that are not created yet. */
  readonly #described: Map<string, Pick<StoredFacts, "command" | "name">> = new Map();

  liveOf(pipelineId: string): LiveFacts {
    let live = this.#live.get(pipelineId);
    if (live === undefined) this.#live.set(pipelineId, (live = liveFacts()));
    return live;
  }

  /** The client says what the pipeline is that it will create. */
  describe(pipelineId: string, { attributes }: KeeperLine): void {
    this.#described.set(pipelineId, {
      command: attributes.get("Command") ?? "",
      name: attributes.get("Name") ?? "",
    });
  }

  /** What the journal keeps of a pipeline that begins. */
  factsOf(pipelineId: string, beganMs: number): string {
    const described = this.#described.get(pipelineId) ?? { command: "", name: "" };
    this.#described.delete(pipelineId);
    const facts: StoredFacts = { ...described, beganMs };
    return JSON.stringify(facts);
  }

  /** Notes what the client gave to a pipeline. */
  observe(event: OutOfProcessServerEvent): void {
    switch (event.type) {
      case "PIPELINE_INPUT":
        this.liveOf(event.pipelineId).inputTaken++;
        return;
      case "END_OF_PIPELINE_INPUT":
        this.liveOf(event.pipelineId).inputEnded = true;
        return;
      case "PIPELINE_HOST_RESPONSE":
        this.liveOf(event.pipelineId).blocked = false;
        return;
      case "StopPipeline":
        this.liveOf(event.pipelineId).stopping = true;
        return;
      default:
    }
  }

  forget(pipelineId: string): void {
    this.#live.delete(pipelineId);
  }

  /** The client has gone; another one describes its own. */
  clientGone(): void {
    this.#described.clear();
  }

  /** Lines of a list, one for each pipeline. */
  lines(journal: Journal): string {
    let text = "";
    for (const pipeline of journal.pipelines())
      text += pipelineLine(keptPipeline(pipeline, this.liveOf(pipeline.id), journal.bytesOf(pipeline)));
    return text;
  }
}
