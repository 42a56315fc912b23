// What a pipeline sends back: one queue for all streams, each item the CLIXML text that came over the wire.
//
// Rule: nothing here is decoded. An item nobody reads costs no parsing.

/** Which stream an item belongs to. A host call is a call of the receiver's user interface, in its place in the queue. */
export type ItemStream = "Output" | "Error" | "Warning" | "Verbose" | "Debug" | "Information" | "Progress" | "HostCall";

export interface StreamItem {
  readonly stream: ItemStream;
  /** CLIXML; "" is `$null`. */
  readonly payload: string;
  /** Of a kept session: its number among the messages of its pipeline, from 1. Say it to `RemotePipeline.received`. */
  readonly sequence?: number;
}

/** How a pipeline ended. `error` is the CLIXML of the error record that ended it; `message` says it in a sentence. */
export type PipelineOutcome =
  | { readonly state: "Completed" }
  | { readonly state: "Failed"; readonly error: string }
  /** The connection went, or the peer broke the rules: there is no error record but ours. */
  | { readonly state: "Broken"; readonly message: string; readonly errorId: string }
  | { readonly state: "Stopped" };

/** Takes what a pipeline sends, as it comes. */
export interface PipelineSink {
  items(items: readonly StreamItem[]): void;
  ended(outcome: PipelineOutcome): void;
  /**
   * Of a kept session: its client is disconnected, and the pipeline goes on without; or it is connected again, and what it
   * sent meanwhile follows. `reason` says how the link was lost; undefined where it was left on purpose.
   */
  link?(isUp: boolean, reason?: string): void;
}

const NO_ANSWER = /<I64 N="ci">-100<\/I64>/;

/** True for a host call that waits for an answer: a question to the person. */
export function wantsAnswer(item: StreamItem): boolean {
  return item.stream === "HostCall" && !NO_ANSWER.test(item.payload);
}
