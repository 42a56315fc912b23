// One pipeline as its session holds it: the numbers of its messages, and what the far end must be told again when the link
// to it was lost in between.
//
// Rule: a message is numbered when it arrives, whoever wants it; the far end counts the same way. What goes to the pipeline
// is kept until the far end has said that it took it.

import type { KeptPipeline, OutOfProcessClient } from "../protocol/index.js";
import type { PipelineSink } from "./items.js";

/** Characters of input that may wait to be taken before more is accepted. */
const INPUT_WINDOW = 4 << 20;

export interface RunningOptions {
  readonly id: string;
  readonly sink: PipelineSink;
  /** Payload of CREATE_PIPELINE, for an endpoint that never got it; undefined for a pipeline that runs there. */
  readonly create: string | undefined;
  /** What is said of it before it is created: a line. */
  readonly description: string;
  /** True where whoever receives says so by itself; else what was delivered counts as received. */
  readonly manual: boolean;
  /** Number of the last message received before. */
  readonly received: number;
}

export class Running {
  readonly id: string;
  readonly sink: PipelineSink;
  readonly options: RunningOptions;
  /** Its sink has heard of the end. */
  ended = false;
  stopping = false;
  /** Number of the last message that arrived. */
  arrived: number;
  /** Number of the last message that a person or program has received. */
  received: number;
  /** Number of the last message of all; undefined until it came. */
  last: number | undefined;
  #input: string[] = [];
  #inputSize = 0;
  /** Objects of input that the far end has for certain. */
  #inputTaken = 0;
  #inputEnded = false;
  #answers: string[] = [];
  #waiters: (() => void)[] = [];
  #behind: { readonly sequence: number; readonly resolve: () => void }[] = [];

  constructor(options: RunningOptions) {
    this.options = options;
    this.id = options.id;
    this.sink = options.sink;
    this.arrived = this.received = options.received;
  }

  /** True when nothing of it can be lost any more. */
  get isOver(): boolean {
    return this.ended && this.last !== undefined && this.received >= this.last;
  }

  addInput(payloads: readonly string[]): void {
    for (const payload of payloads) {
      this.#input.push(payload);
      this.#inputSize += payload.length;
    }
  }

  endInput(): void {
    this.#inputEnded = true;
  }

  addAnswer(payload: string): void {
    this.#answers.push(payload);
  }

  /** The far end has taken all that was sent. */
  taken(): void {
    this.#inputTaken += this.#input.length;
    this.#input = [];
    this.#inputSize = 0;
    this.#answers = [];
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }

  /** Resolves when there is room for more input. */
  room(): Promise<void> {
    if (this.#inputSize < INPUT_WINDOW || this.ended) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** Settles when the message of this number is here, or nothing more will come. */
  caughtUp(sequence: number): Promise<void> {
    if (this.ended || this.arrived >= sequence) return Promise.resolve();
    return new Promise((resolve) => this.#behind.push({ sequence, resolve }));
  }

  /** Tells those who wait for a message that it has come. */
  lookWhoWaits(): void {
    if (this.#behind.length === 0) return;
    const due = this.#behind.filter(({ sequence }) => this.ended || this.arrived >= sequence);
    this.#behind = this.#behind.filter((each) => !due.includes(each));
    for (const { resolve } of due) resolve();
  }

  /** Says again, to a far end that goes on, what it has not taken. */
  resume(client: OutOfProcessClient, there: KeptPipeline): void {
    const { machine } = client;
    const missing = this.#input.slice(Math.max(0, there.inputTaken - this.#inputTaken));
    machine.sendInput(this.id, missing);
    if (this.#inputEnded && !there.inputEnded) machine.endInput(this.id);
    for (const answer of this.#answers) machine.respondToHostCall(this.id, answer);
    if (this.stopping) machine.stop(this.id);
  }

  /** Starts it at a far end that never heard of it. */
  create(client: OutOfProcessClient, payload: string): void {
    const { machine } = client;
    if (this.options.description !== "") client.say(this.options.description);
    machine.createPipeline(this.id, payload);
    machine.sendInput(this.id, this.#input);
    if (this.#inputEnded) machine.endInput(this.id);
    if (this.stopping) machine.stop(this.id);
  }
}
