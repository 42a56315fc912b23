// A command that runs in a session, as an async iterable of its results.
//
// Rule: results are decoded when they are taken. A consumer that is slow holds the far side back; one that leaves stops the command.

import { readValue, toInformationalRecord, toInformationRecord, valueReader, writeValue } from "./clixml/index.js";
import { powerShellError, PowerShellError } from "./errors.js";
import {
  outcomeRecord,
  type PipelineOutcome,
  type PipelineSink,
  type RemotePipeline,
  scriptRequest,
  type Session,
  type StreamItem,
} from "./sessions/index.js";
import { fromPlain, toPlain } from "./values.js";

export interface InvokeOptions {
  /** Arguments by position (`$args`, or the parameters of `param()`). */
  readonly args?: readonly unknown[];
  /** Arguments by name. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Objects for the pipeline's input: `$input`, or `process`. */
  readonly input?: Iterable<unknown> | AsyncIterable<unknown>;
  /** Stops the command. The iteration then ends with the signal's reason. */
  readonly signal?: AbortSignal;
  /** What happens with an error that does not end the script: "throw" (the default) stops it; a function is called with each. */
  readonly onError?: "throw" | "ignore" | ((error: PowerShellError) => void);
  readonly onWarning?: (message: string) => void;
  readonly onVerbose?: (message: string) => void;
  readonly onDebug?: (message: string) => void;
  /** Write-Information and Write-Host: the message's data, and its tags. */
  readonly onInformation?: (data: unknown, tags: readonly string[]) => void;
}

/** Items in the queue at which the far side is held back, and at which it goes on. */
const HIGH = 10_000;
const LOW = 1_000;
/** Items after which a keeper is told how far the consumer has come. */
const RECEIVED = 256;

export async function* invoke<Result>(
  session: Session,
  script: string,
  options: InvokeOptions,
): AsyncGenerator<Result, void> {
  options.signal?.throwIfAborted();
  const queue: StreamItem[] = [];
  const read = valueReader();
  let at = 0;
  let outcome: PipelineOutcome | undefined;
  let held = false;
  let over = false;
  let wake = (): void => undefined;
  const request = scriptRequest({
    script,
    args: (options.args ?? []).map(fromPlain),
    parameters: Object.fromEntries(
      Object.entries(options.parameters ?? {}).map(([name, value]) => [name, fromPlain(value)]),
    ),
    hasInput: options.input !== undefined,
  });
  const sink: PipelineSink = {
    items(items) {
      if (over) return; // the consumer has gone: what still comes is dropped
      for (const item of items) queue.push(item);
      if (!held && queue.length - at > HIGH) pipeline.hold((held = true));
      wake();
    },
    ended(end) {
      outcome = end;
      wake();
    },
  };
  const pipeline = session.invoke(request, sink, { manual: true });
  const stop = (): void => {
    pipeline.hold(false);
    pipeline.stop();
  };
  options.signal?.addEventListener("abort", stop, { once: true });
  const feeding = options.input === undefined ? undefined : feed(pipeline, options.input, stop);
  try {
    for (;;) {
      while (at < queue.length) {
        const item = queue[at++]!;
        if (at > LOW && at * 2 > queue.length) {
          queue.splice(0, at);
          at = 0;
        }
        if (held && queue.length - at < LOW) pipeline.hold((held = false));
        if (item.stream === "Output") yield toPlain(item.payload === "" ? null : read(item.payload)) as Result;
        else report(item, session.computerName, options);
        // A keeper may forget what the consumer has had.
        if (item.sequence !== undefined && (item.sequence % RECEIVED === 0 || at === queue.length))
          pipeline.received(item.sequence);
      }
      if (outcome) break;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    if (feeding?.failure) throw feeding.failure.error;
    settle(outcome, session.computerName, options.signal);
  } finally {
    over = true;
    feeding?.end();
    if (outcome) pipeline.received("all");
    options.signal?.removeEventListener("abort", stop);
    if (!outcome) {
      stop();
      while (!outcome) await new Promise<void>((resolve) => (wake = resolve));
      pipeline.received("all");
    }
  }
}

interface Feeding {
  /** What the source threw. */
  readonly failure: { readonly error: unknown } | undefined;
  /** Nothing more is wanted: the source may tidy up. Nobody waits for it: its next value may be long in coming. */
  end(): void;
}

/** Sends the input as there is room for it; `stop` is called where its source fails. */
function feed(pipeline: RemotePipeline, input: Iterable<unknown> | AsyncIterable<unknown>, stop: () => void): Feeding {
  const source = Symbol.asyncIterator in input ? input[Symbol.asyncIterator]() : input[Symbol.iterator]();
  let isOver = false;
  let failure: Feeding["failure"];
  const send = async (): Promise<void> => {
    for (;;) {
      const { done, value } = await source.next();
      if (isOver) return;
      if (done) return pipeline.endInput();
      const plain: unknown = await value; // an array of promises is input as well
      await pipeline.input([plain === null || plain === undefined ? "" : writeValue(fromPlain(plain))]);
    }
  };
  send().catch((error: unknown) => {
    failure = { error };
    if (!isOver) stop();
    end();
  });
  function end(): void {
    if (isOver) return;
    isOver = true;
    void (async () => source.return?.())().catch(() => undefined);
  }
  return {
    get failure() {
      return failure;
    },
    end,
  };
}

function report(item: StreamItem, computerName: string, options: InvokeOptions): void {
  if (item.stream === "Error") {
    const error = powerShellError(readValue(item.payload), computerName);
    const { onError = "throw" } = options;
    if (onError === "throw") throw error;
    if (onError !== "ignore") onError(error);
    return;
  }
  if (item.stream === "Information") {
    if (!options.onInformation) return;
    const record = toInformationRecord(readValue(item.payload));
    const data = record?.messageData;
    const message = data !== null && typeof data === "object" && "message" in data ? data.message : data;
    if (record) options.onInformation(toPlain(message), record.tags);
    return;
  }
  const listener =
    item.stream === "Warning"
      ? options.onWarning
      : item.stream === "Verbose"
        ? options.onVerbose
        : item.stream === "Debug"
          ? options.onDebug
          : undefined;
  if (!listener) return;
  const record = toInformationalRecord(readValue(item.payload), item.stream as "Warning");
  if (record) listener(record.message);
}

function settle(outcome: PipelineOutcome, computerName: string, signal: AbortSignal | undefined): void {
  switch (outcome.state) {
    case "Completed":
      return;
    case "Stopped":
      signal?.throwIfAborted();
      throw new PowerShellError("The pipeline has been stopped.", "PipelineStopped", "OperationStopped", computerName);
    case "Failed":
      throw powerShellError(outcomeRecord(outcome), computerName);
    case "Broken":
      throw new PowerShellError(outcome.message, outcome.errorId, "OpenError", computerName);
  }
}
