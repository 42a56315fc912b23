// Jobs that go on without the program that started them: kept by their computer until somebody has their results. Any program
// of this user finds them, by a register in its home.
//
// Rule: what a consumer was given and came back from counts as received, and is never given again; what it was not, is.

import { homedir } from "node:os";
import { readValue, valueReader } from "./clixml/index.js";
import { type ConnectOptions, connector, sshTarget } from "./connect.js";
import { powerShellError, PowerShellError } from "./errors.js";
import {
  connectToKeptJob,
  finishKeptJob,
  isOver,
  type JobRegister,
  jobRegister,
  type KeptJobView,
  type KeptJobWorld,
  leaveKeptJob,
  type RegisteredJob,
  registerFolder,
  removeKeptJob,
  startKeptJob,
  stopKeptJob,
  viewKeptJobs,
} from "./jobs/index.js";
import {
  outcomeRecord,
  type OutputBuffering,
  type PipelineOutcome,
  scriptRequest,
  type Session,
  type StreamItem,
} from "./sessions/index.js";
import { fromPlain, toPlain } from "./values.js";

export interface DisconnectedJobOptions {
  /** A name, by which people find it. */
  readonly name?: string;
  /** Arguments by position. */
  readonly args?: readonly unknown[];
  /** Seconds that it is kept while nobody connects to it; 7200 where absent, 60 at least. */
  readonly idleTimeoutSec?: number;
  /** When there is no room for its output: "Block" lets it wait, "Drop" forgets what is oldest. */
  readonly buffering?: OutputBuffering;
}

/** How a disconnected job is at one moment. */
export interface DisconnectedJobLook {
  /** A PipelineState, Blocked; Unreachable where its computer does not answer, Gone where that does not have it any more. */
  readonly state: KeptJobView["state"];
  /** Why it is Unreachable, Gone, or Failed with its computer. */
  readonly reason: string | undefined;
  readonly hasMoreData: boolean;
  /** Bytes that wait to be received. */
  readonly bytes: number;
  /** Another program that is connected to it: "user@host pid". */
  readonly usedBy: string | undefined;
}

export interface ReceiveDisconnectedOptions {
  /** Leaves the results there, to be received again. */
  readonly keep?: boolean;
  /** What happens with an error: "throw" (the default) throws the first one at the end; a function is called with each. */
  readonly onError?: "throw" | "ignore" | ((error: PowerShellError) => void);
  readonly signal?: AbortSignal;
}

export interface FindOptions {
  /** Entries as in the inventory's file, instead of that file. */
  readonly inventory?: Readonly<Record<string, unknown>>;
}

/** Starts a script that goes on by itself. Rejects with a RemotingError, also where the computer keeps nothing. */
export async function startDisconnected(
  to: string | ConnectOptions,
  script: string,
  options: DisconnectedJobOptions = {},
): Promise<DisconnectedJob> {
  const where = typeof to === "string" ? { computerName: to } : to;
  const ssh = where.hostName === undefined ? undefined : sshTarget(where.hostName, where);
  const computerName = where.computerName ?? ssh?.address;
  if (computerName === undefined) throw new TypeError("startDisconnected needs a computerName or a hostName.");
  const world = worldOf(where);
  const { name, idleTimeoutSec, buffering } = options;
  const job = await startKeptJob(world, {
    computerName,
    request: scriptRequest({ script, args: (options.args ?? []).map(fromPlain) }),
    command: script,
    terms: { ...(idleTimeoutSec !== undefined && { idleTimeoutSec }), ...(buffering && { buffering }) },
    ...(ssh && { ssh }),
    ...(name !== undefined && { name }),
    ...(where.ask && { ask: where.ask }),
    ...(where.openTimeoutMs !== undefined && { openTimeoutMs: where.openTimeoutMs }),
  });
  return new DisconnectedJob(world, job);
}

/** The jobs of this user's register: those of other programs and of the command line too. Nobody is asked. */
export function disconnectedJobs(options: FindOptions = {}): DisconnectedJob[] {
  const world = worldOf(options);
  return world.register.read().jobs.map((job) => new DisconnectedJob(world, job));
}

function worldOf({ inventory }: FindOptions): KeptJobWorld {
  return { connector: connector(inventory), register: userRegister() };
}

function userRegister(): JobRegister {
  return jobRegister(registerFolder(process.env, process.env["HOME"] ?? homedir()));
}

/** Milliseconds between two looks at a job that is waited for: doubled from the first to the last. */
const FIRST_LOOK_MS = 100;
const LAST_LOOK_MS = 3000;

/** A job that goes on by itself. */
export class DisconnectedJob {
  readonly #world: KeptJobWorld;
  #job: RegisteredJob;
  constructor(world: KeptJobWorld, job: RegisteredJob) {
    this.#world = world;
    this.#job = job;
  }

  /** As `remora jobs` lists it. */
  get id(): number {
    return this.#job.id;
  }
  get name(): string {
    return this.#job.name === "" ? `Job${this.#job.id}` : this.#job.name;
  }
  get computerName(): string {
    return this.#job.computerName;
  }
  get command(): string {
    return this.#job.command;
  }
  get startedAt(): Date {
    return new Date(this.#job.startedMs);
  }

  /** How it is now. Never rejects: what cannot be asked is Unreachable. */
  async look(): Promise<DisconnectedJobLook> {
    const { state, reason, hasMoreData, bytes, usedBy } = await this.#view();
    return { state, reason, hasMoreData, bytes, usedBy };
  }

  /** Waits until it has ended. A computer that does not answer is asked again. */
  async wait(signal?: AbortSignal): Promise<DisconnectedJobLook> {
    for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(2 * pauseMs, LAST_LOOK_MS)) {
      signal?.throwIfAborted();
      const look = await this.look();
      if (isOver(look)) return look;
      await pause(pauseMs, signal);
    }
  }

  /** What it has given so far, each result once. Rejects with a RemotingError where it cannot be reached. */
  receive<Result = unknown>(options: ReceiveDisconnectedOptions = {}): AsyncGenerator<Result, void> {
    return this.#results<Result>(options, false);
  }

  /** The same as it comes, until the job has ended. Leaving the loop leaves the job alone. */
  follow<Result = unknown>(options: Omit<ReceiveDisconnectedOptions, "keep"> = {}): AsyncGenerator<Result, void> {
    return this.#results<Result>(options, true);
  }

  /** Stops it, by force after `graceMs`; what it gave so far can still be received. */
  async stop(graceMs?: number): Promise<void> {
    if (!isOver(await this.#view())) await stopKeptJob(this.#world, this.#job, graceMs);
  }

  /** Removes it with all that nobody received, stopping it first where it runs. */
  async remove(): Promise<void> {
    await removeKeptJob(this.#world, await this.#view());
  }

  async #view(): Promise<KeptJobView> {
    this.#job = this.#world.register.read().jobs.find(({ id }) => id === this.#job.id) ?? this.#job;
    const [view] = await viewKeptJobs(this.#world, [this.#job]);
    return view!;
  }

  async *#results<Result>(options: ReceiveDisconnectedOptions, untilEnd: boolean): AsyncGenerator<Result, void> {
    const { keep = false, signal, onError = "throw" } = options;
    signal?.throwIfAborted();
    if ((await this.#view()).job.outcome) return; // all of it has been received
    const session = await connectToKeptJob(this.#world, this.#job);
    const errors: PowerShellError[] = [];
    const tell = (error: PowerShellError): void => {
      if (typeof onError === "function") onError(error);
      else if (onError === "throw") errors.push(error);
    };
    const received = receiveFrom(session, this.#job.pipelineId, untilEnd, signal);
    let outcome: PipelineOutcome | undefined;
    try {
      const read = valueReader();
      for await (const { item, acknowledge } of received.items) {
        try {
          if (item.stream === "Output") yield toPlain(item.payload === "" ? null : read(item.payload)) as Result;
          else if (item.stream === "Error") tell(powerShellError(readValue(item.payload), this.computerName));
        } finally {
          if (!keep) acknowledge(); // also where the loop is left at this one: it has been seen
        }
      }
      outcome = received.outcome();
    } finally {
      if (outcome && !keep) {
        received.acknowledgeAll();
        await finishKeptJob(this.#world, this.#job, session, outcome.state);
      } else await leaveKeptJob(session);
    }
    signal?.throwIfAborted();
    const failure = outcome && failureOf(outcome, this.computerName);
    if (failure) tell(failure);
    if (errors.length > 0) throw errors[0]!;
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done, { once: true });
  });
}

interface Received {
  readonly items: AsyncIterable<{ readonly item: StreamItem; acknowledge(): void }>;
  /** How the job ended; undefined while it runs. */
  outcome(): PipelineOutcome | undefined;
  acknowledgeAll(): void;
}

/** Items in the queue at which the far side is held back until they are taken. */
const HIGH = 10_000;

/** What a pipeline has, or all of it until it ends. */
function receiveFrom(
  session: Session,
  pipelineId: string,
  untilEnd: boolean,
  signal: AbortSignal | undefined,
): Received {
  let queue: StreamItem[] = [];
  let outcome: PipelineOutcome | undefined;
  let isHeld = false;
  let isEnough = false;
  let wake = (): void => undefined;
  const there = session.pipelines.find(({ id }) => id === pipelineId);
  const pipeline =
    there &&
    session.receive(
      pipelineId,
      {
        items(items) {
          for (const item of items) queue.push(item);
          if (!isHeld && queue.length > HIGH) pipeline!.hold((isHeld = true));
          wake();
        },
        ended(end) {
          outcome = end;
          wake();
        },
      },
      { manual: true },
    );
  const enough = (): void => {
    isEnough = true;
    wake();
  };
  if (!there || !pipeline) isEnough = true;
  else if (!untilEnd) void pipeline.caughtUp(there.last).then(enough);
  signal?.addEventListener("abort", enough, { once: true });

  async function* items(): AsyncGenerator<{ item: StreamItem; acknowledge(): void }, void> {
    try {
      for (;;) {
        const batch = queue;
        queue = [];
        if (isHeld) pipeline?.hold((isHeld = false));
        for (const item of batch) {
          if (signal?.aborted) return;
          yield { item, acknowledge: () => pipeline?.received(item.sequence ?? 0) };
        }
        if (queue.length > 0) continue;
        if (outcome || isEnough) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      signal?.removeEventListener("abort", enough);
    }
  }

  return {
    items: { [Symbol.asyncIterator]: items },
    outcome: () => outcome,
    acknowledgeAll: () => pipeline?.received("all"),
  };
}

function failureOf(outcome: PipelineOutcome, computerName: string): PowerShellError | undefined {
  if (outcome.state === "Failed") return powerShellError(outcomeRecord(outcome), computerName);
  if (outcome.state !== "Broken") return undefined;
  return new PowerShellError(outcome.message, outcome.errorId, "OpenError", computerName);
}
