// A pipeline as whoever started it has it.
//
// Rule: while no client is connected the far end hears nothing; what was said meanwhile is said when one is.

import { type CreatePipeline, keeperLine, type OutOfProcessClient } from "../protocol/index.js";
import type { Running } from "./running.js";

/** How a pipeline's results are received. */
export interface InvokeSettings {
  /**
   * True where the caller says what a person or program has received (`RemotePipeline.received`). Otherwise what the sink
   * took counts as received.
   */
  readonly manual?: boolean;
  /** A name for it in the keeper's list: a job's. */
  readonly name?: string;
  /** Its text in the keeper's list; that of its commands where absent. */
  readonly command?: string;
}

/** A pipeline that runs in a session. */
export interface RemotePipeline {
  readonly id: string;
  /** Objects for its input, as CLIXML. The promise settles when there is room for more. */
  input(payloads: readonly string[]): Promise<void>;
  endInput(): void;
  /** Asks it to stop; its sink hears of the end. */
  stop(): void;
  /** Answers a host call: `payload` is made by encodeHostResponse. */
  answer(payload: string): void;
  /** Holds back what the far end sends, for the whole session; false lets it come again. */
  hold(on: boolean): void;
  /**
   * Everything up to and with the item of this number has reached whom it was for: its keeper need not keep it any more.
   * "all": its end as well. Do not say it of a host call that waits for an answer before it is answered.
   */
  received(sequence: number | "all"): void;
  /** Settles when the message of this number has arrived, or the pipeline has ended here. */
  caughtUp(sequence: number): Promise<void>;
}

/** What a pipeline needs of its session. */
export interface PipelineLine {
  readonly isKept: () => boolean;
  /** Lets the client act, and sends what it made; not while none is connected. */
  tell(action: (client: OutOfProcessClient) => void): void;
  /** Everything up to and with the message of this number is where it was to go. */
  received(sequence: number): void;
  hold(on: boolean): void;
}

export function remotePipeline(running: Running, line: PipelineLine): RemotePipeline {
  const { id } = running;
  return {
    id,
    input: (payloads) => {
      running.addInput(payloads);
      line.tell(({ machine }) => machine.sendInput(id, payloads));
      return running.room();
    },
    endInput: () => {
      running.endInput();
      line.tell(({ machine }) => machine.endInput(id));
    },
    stop: () => {
      running.stopping = true;
      line.tell(({ machine }) => machine.stop(id));
    },
    answer: (payload) => {
      if (line.isKept()) running.addAnswer(payload);
      line.tell(({ machine }) => machine.respondToHostCall(id, payload));
    },
    hold: (on) => line.hold(on),
    caughtUp: (sequence) => running.caughtUp(sequence),
    received: (sequence) => {
      if (line.isKept()) line.received(sequence === "all" ? running.arrived : sequence);
    },
  };
}

/** Characters of a command's text that its keeper is told. */
const COMMAND_LENGTH = 4096;

/** What its keeper is told of a pipeline before it is created. */
export function describePipeline(id: string, pipeline: CreatePipeline, settings: InvokeSettings): string {
  const texts = pipeline.statements.map((commands) => commands.map(({ command }) => command).join(" | "));
  const command = (settings.command ?? texts.join("; ")).slice(0, COMMAND_LENGTH);
  return keeperLine("Describe", { PSGuid: id, Command: command, Name: settings.name });
}
