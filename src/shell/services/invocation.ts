// One Invoke-Command that waits for its results: the same command in sessions or on computers, at most so many at a time.
//
// Rule: a target that fails says so in its piece and leaves the others alone. Who takes the pieces slowly holds the far ends back.

import { setMaxListeners } from "node:events";
import type { HostInfo } from "../../protocol/index.js";
import {
  type LinkEvent,
  type PipelineOutcome,
  type PipelineSink,
  type RemotePipeline,
  RemotingError,
  type Session,
  type StreamItem,
  throttle,
} from "../../sessions/index.js";
import { linkWarning } from "./kept-sessions.js";
import { hostInfoOf, pipelineOf, type ScriptSpec } from "./pipelines.js";
import type { Questions } from "./questions.js";
import {
  type ComputerTarget,
  type NamedSession,
  type PlainRemotingError,
  plainRemotingError,
  type Target,
  type OpeningTerms,
} from "./session-data.js";

/** What an invocation gives at a time: what came of each target, in the order it came. */
export interface InvocationPieces {
  readonly pieces: readonly InvocationPiece[];
  readonly done: boolean;
  /** True where what was handed out waits to be acknowledged (`received`). */
  readonly isKept: boolean;
}

export interface InvocationPiece {
  readonly target: number;
  readonly computerName: string;
  readonly runspaceId: string;
  readonly items: readonly StreamItem[];
  readonly outcome?: PipelineOutcome;
  /** The connection could not be made. */
  readonly error?: PlainRemotingError;
}

/** How the computers of one command or job do. */
export interface FanOutCounts {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly running: number;
}

export interface InvokeRequest extends OpeningTerms {
  /** True where the caller says what it has written (`received`). */
  readonly acknowledges?: boolean;
  readonly targets: readonly Target[];
  readonly spec: ScriptSpec;
  readonly throttleLimit?: number;
  /** What a console asks of the session it is in: no job stands behind it. */
  readonly isConsoleLine?: boolean;
}

export interface InvocationWorld {
  session(id: number): NamedSession | undefined;
  /** The link to a session is gone for good, and a command of ours goes on there. */
  left(sessionId: number, pipelineId: string, script: string): void;
  questions(signal: AbortSignal): Questions;
  open(target: ComputerTarget, asking: Questions, signal: AbortSignal): Promise<Session>;
  /** It is over, and nobody will ask what became of it. */
  abandoned(): void;
}

/** Items held for a consumer, and characters of them, before the far end is held back. */
const HOLD_ITEMS = 100_000;
const HOLD_CHARACTERS = 32 << 20;

/** Characters of input that are kept for connections that are being made before the one who pipes it waits. */
const EARLY_SIZE = 4 << 20;

/** Milliseconds that a stopped command has before the connection that was made for it is cut. */
const STOP_GRACE_MS = 5000;

/** One synchronous Invoke-Command on one or more targets. */
export class Invocation {
  readonly #pieces: InvocationPiece[] = [];
  readonly #pipelines: Map<number, RemotePipeline> = new Map();
  readonly #world: InvocationWorld;
  readonly #request: InvokeRequest;
  readonly #stopping: AbortController = new AbortController();
  readonly #questions: Questions;
  readonly #temporary: Set<Session> = new Set();
  #abandoned = false;
  #isOver = false;
  /** Pipelines whose results are kept until they are acknowledged, and what is to be acknowledged. */
  readonly #kept: Map<number, RemotePipeline> = new Map();
  readonly #handedOut: Map<number, () => void> = new Map();
  #started = 0;
  #failed = 0;
  #left: number;
  /** Targets that have no pipeline yet. */
  readonly #unstarted: Set<number>;
  /** Who waits until it is empty. */
  readonly #allStarted: (() => void)[] = [];
  #earlySize = 0;
  #items = 0;
  #characters = 0;
  #held = false;
  #early: string[] = [];
  #inputEnded = false;
  #wake: () => void = () => undefined;

  constructor(request: InvokeRequest, world: InvocationWorld) {
    this.#request = request;
    this.#world = world;
    this.#left = request.targets.length;
    setMaxListeners(0, this.#stopping.signal); // one a connection
    this.#unstarted = new Set(request.targets.keys());
    this.#questions = world.questions(this.#stopping.signal);
    const room = throttle(request.throttleLimit);
    request.targets.forEach((target, at) => {
      // A session at hand is used at once: no turn of the event loop before the command is on its way.
      if ("sessionId" in target && request.targets.length === 1) void this.#runOne(target, at);
      else void room.run(() => this.#runOne(target, at));
    });
  }

  /** What there is; waits for it, `waitMs` at most. */
  async receive(signal: AbortSignal, waitMs: number | undefined): Promise<InvocationPieces> {
    if (this.#pieces.length === 0 && this.#left > 0) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (waitMs !== undefined) timer = setTimeout(resolve, waitMs);
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      clearTimeout(timer);
    }
    const pieces = this.#pieces.splice(0);
    for (const piece of pieces) this.#note(piece);
    this.#items = 0;
    this.#characters = 0;
    this.#hold(false);
    this.#isOver = this.#left === 0;
    return { pieces, done: this.#isOver, isKept: this.hasToBeAcknowledged };
  }

  /** What was handed out has been written. */
  received(): void {
    for (const acknowledge of this.#handedOut.values()) acknowledge();
    this.#handedOut.clear();
  }

  get hasToBeAcknowledged(): boolean {
    return this.#handedOut.size > 0;
  }

  /** Its last piece was handed out. */
  get isOver(): boolean {
    return this.#isOver;
  }

  #note({ target, items, outcome }: InvocationPiece): void {
    const pipeline = this.#kept.get(target);
    if (!pipeline) return;
    const sequence = outcome ? "all" : items[items.length - 1]?.sequence;
    if (sequence !== undefined) this.#handedOut.set(target, () => pipeline.received(sequence));
  }

  get counts(): FanOutCounts {
    const total = this.#request.targets.length;
    const over = total - this.#left;
    return { total, done: over - this.#failed, failed: this.#failed, running: this.#started - over };
  }

  /** Settles when there is room for more. */
  async input(payloads: readonly string[]): Promise<void> {
    // What comes before a connection is there waits for it; every target gets all of it.
    if (this.#unstarted.size > 0)
      for (const payload of payloads) {
        this.#early.push(payload);
        this.#earlySize += payload.length;
      }
    await Promise.all([...this.#pipelines.values()].map((pipeline) => pipeline.input(payloads)));
    // Those whose turn has not come wait for others, which wait for the end of the input: for them all of it is kept.
    const allHaveTurns = this.#started === this.#request.targets.length;
    if (this.#unstarted.size > 0 && allHaveTurns && this.#earlySize > EARLY_SIZE)
      await new Promise<void>((resolve) => this.#allStarted.push(resolve));
  }

  endInput(): void {
    this.#inputEnded = true;
    for (const pipeline of this.#pipelines.values()) pipeline.endInput();
  }

  /** Ends the input; nobody will ask for what still comes. */
  leave(): void {
    this.#abandoned = true;
    this.#pieces.length = 0;
    this.#hold(false);
    this.endInput();
    if (this.#left === 0) this.#world.abandoned();
  }

  /** Stops what runs, gives up what connects, starts nothing more. `abandon`: nobody will ask for what still comes. */
  stop(abandon: boolean): void {
    this.#abandoned ||= abandon;
    this.#stopping.abort();
    this.#hold(false);
    for (const pipeline of this.#pipelines.values()) pipeline.stop();
    const cut = setTimeout(() => this.#temporary.forEach((session) => session.kill()), STOP_GRACE_MS);
    cut.unref();
    if (this.#abandoned && this.#left === 0) this.#world.abandoned();
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  answer(target: number, payload: string): void {
    this.#pipelines.get(target)?.answer(payload);
  }

  async #runOne(target: Target, at: number): Promise<void> {
    const computerName = "computerName" in target ? target.computerName : "";
    let session: Session | undefined;
    this.#started++;
    try {
      if (this.#stopped) return;
      const named = "sessionId" in target ? this.#world.session(target.sessionId) : undefined;
      session = "sessionId" in target ? named?.session : await this.#open(target);
      if (!session) throw new RemotingError("The session has been removed.", "InvalidSessionState", "InvalidOperation");
      if (this.#stopped) return;
      const { ui } = this.#request.spec;
      const isResized = named && (named.ui.width !== ui.width || named.ui.height !== ui.height);
      await this.#runIn(session, at, isResized ? hostInfoOf(ui) : undefined);
    } catch (error) {
      if (this.#stopped) return;
      const name = session?.computerName ?? computerName;
      this.#add({ target: at, computerName: name, runspaceId: "", items: [], error: plainRemotingError(error, name) });
    } finally {
      this.#pipelines.delete(at);
      this.#startedOrGone(at);
      if (session && "computerName" in target) void this.#release(session);
      this.#left--;
      this.#wake();
      if (this.#abandoned && this.#left === 0) this.#world.abandoned();
    }
  }

  /** Once nobody is to come, what came early is kept for nobody. */
  #startedOrGone(at: number): void {
    this.#unstarted.delete(at);
    if (this.#unstarted.size > 0) return;
    this.#early = [];
    for (const resolve of this.#allStarted.splice(0)) resolve();
  }

  async #open(target: ComputerTarget): Promise<Session> {
    const session = await this.#world.open(target, this.#questions, this.#stopping.signal);
    this.#temporary.add(session);
    return session;
  }

  async #release(session: Session): Promise<void> {
    this.#temporary.delete(session);
    await session.close();
  }

  #runIn(session: Session, at: number, host: HostInfo | undefined): Promise<void> {
    const { computerName, instanceId: runspaceId } = session;
    const request = this.#request;
    const manual = request.acknowledges === true && session.kept !== undefined;
    return new Promise((resolve) => {
      let isLeft = false;
      const sink: PipelineSink = {
        items: (items) => {
          if (isLeft) return;
          if (this.#abandoned) pipeline.received(items[items.length - 1]?.sequence ?? 0);
          else this.#add({ target: at, computerName, runspaceId, items });
        },
        ended: (outcome) => {
          if (isLeft) return;
          if (this.#abandoned) pipeline.received("all");
          else this.#add({ target: at, computerName, runspaceId, items: [], outcome });
          stopListening();
          resolve();
        },
      };
      const pipeline = session.invoke(pipelineOf(request.spec, host), sink, { manual });
      // Where the link is not mended, the command goes on without us, and we without it.
      const stopListening = session.onLink((event) => {
        if (event.type !== "GaveUp" && event.type !== "Taken") return;
        stopListening();
        isLeft = true;
        this.#add({ target: at, computerName, runspaceId, items: [], error: linkLost(computerName, event) });
        const target = request.targets[at]!;
        if (event.type === "GaveUp" && "sessionId" in target)
          this.#world.left(target.sessionId, pipeline.id, request.spec.script);
        resolve();
      });
      this.#pipelines.set(at, pipeline);
      if (manual) this.#kept.set(at, pipeline);
      if (this.#early.length > 0) void pipeline.input(this.#early);
      this.#startedOrGone(at);
      if (this.#inputEnded) pipeline.endInput();
      if (this.#stopped) pipeline.stop();
    });
  }

  #add(piece: InvocationPiece): void {
    if (this.#abandoned) return;
    this.#pieces.push(piece);
    if (piece.error || piece.outcome?.state === "Failed" || piece.outcome?.state === "Broken") this.#failed++;
    this.#items += piece.items.length;
    for (const item of piece.items) this.#characters += item.payload.length;
    if (this.#items > HOLD_ITEMS || this.#characters > HOLD_CHARACTERS) this.#hold(true);
    this.#wake();
  }

  #hold(on: boolean): void {
    if (on === this.#held) return;
    this.#held = on;
    for (const pipeline of this.#pipelines.values()) pipeline.hold(on);
  }
}

function linkLost(computerName: string, event: LinkEvent): PlainRemotingError {
  const id = "PSSessionStateDisconnected";
  const message = `[${computerName}] ${linkWarning({ computerName }, event) ?? ""} The command goes on there; Receive-PSSession gets its results.`;
  return plainRemotingError(new RemotingError(message, id), computerName);
}
