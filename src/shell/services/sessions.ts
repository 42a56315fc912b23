// The service "sessions": PSSessions of one shell, and the commands that Invoke-Command runs in them while it waits.
//
// Rule: a session belongs to the shell that made it and is closed with it. A temporary one is closed when its pipeline has ended.

import { setMaxListeners } from "node:events";
import { userInfo } from "node:os";
import {
  type ConnectOptions,
  type Connector,
  type PipelineOutcome,
  type RemotePipeline,
  RemotingError,
  type Session,
  sessionWith,
  type StreamItem,
  throttle,
  sshTargetOf,
  transportName,
} from "../../sessions/index.js";
import type { Service } from "../../runspace/index.js";
import type { SshTarget } from "../../transports/index.js";
import type { HostInfo } from "../../protocol/index.js";
import { hostInfoOf, pipelineOf, type ScriptSpec } from "./pipelines.js";
import { type AskPerson, type Credential, type Questions, questions } from "./questions.js";
import type { UIFacts } from "../requests.js";

export interface SessionView {
  readonly id: number;
  readonly name: string;
  readonly instanceId: string;
  readonly computerName: string;
  /** As a prompt shows the computer: with the user, where another than this side's was named. */
  readonly promptName: string;
  readonly transport: string;
  readonly configurationName: string;
  readonly state: string;
  readonly availability: string;
  /** CLIXML. */
  readonly applicationPrivateData: string;
}

/** A computer that is to be reached. */
export interface ComputerTarget {
  /** As the user calls it; errors, notes and a job's Location say it. */
  readonly computerName: string;
  /** Over SSH, as this says; where absent the inventory knows. */
  readonly ssh?: SshTarget;
  readonly credential?: Credential;
  /** In the way a session of this shell is reached, by its id. */
  readonly like?: number;
}

/** One target of a command: a session of this shell, or a computer for a temporary one. */
export type Target = { readonly sessionId: number } | ComputerTarget;

export interface PlainRemotingError {
  readonly message: string;
  readonly id: string;
  readonly category: string;
  readonly exceptionType: string;
  readonly computerName: string;
}

export interface OpenResult {
  readonly computerName: string;
  readonly session?: SessionView;
  readonly error?: PlainRemotingError;
}

/** What an invocation gives at a time: what came of each target, in the order it came. */
export interface InvocationPieces {
  readonly pieces: readonly InvocationPiece[];
  readonly done: boolean;
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

export interface NamedSession {
  readonly id: number;
  readonly name: string;
  readonly session: Session;
  readonly target: ComputerTarget;
  /** The user interface that its far end was told of. */
  readonly ui: UIFacts;
}

export interface SessionServiceOptions {
  readonly connector: Connector;
  /** Uses up a job id: PowerShell's own job behind a synchronous Invoke-Command does, and users see the gap. */
  readonly takeJobId: () => void;
  /** The person behind this shell, where there is one to ask. */
  readonly askPerson?: AskPerson;
}

export interface SessionServices {
  readonly service: Service;
  find(id: number): NamedSession | undefined;
  /** Opens a session that is not in the table, for a job: nobody is asked anything. */
  openTemporary(target: ComputerTarget, request: Opening, signal: AbortSignal): Promise<Session>;
  dispose(): Promise<void>;
}

/** Characters of input that are kept for connections that are being made before the one who pipes it waits. */
const EARLY_SIZE = 4 << 20;

/** How connections are opened. */
export interface Opening {
  readonly ui: UIFacts;
  readonly openTimeoutMs?: number;
}

/** Items held for a consumer, and characters of them, before the far end is held back. */
const HOLD_ITEMS = 100_000;
const HOLD_CHARACTERS = 32 << 20;

export function sessionServices(options: SessionServiceOptions): SessionServices {
  const { connector } = options;
  const table = new Map<number, NamedSession>();
  const temporary = new Set<Session>();
  const invocations = new Map<number, Invocation>();
  let lastId = 0;
  let lastInvocation = 0;

  function view({ id, name, session, target }: NamedSession): SessionView {
    const user = target.ssh?.user ?? target.credential?.userName;
    return {
      id,
      name,
      instanceId: session.instanceId,
      computerName: session.computerName,
      promptName:
        user === undefined || user === userInfo().username ? session.computerName : `${user}@${session.computerName}`,
      transport: transportName(session.computerName, connector, target.ssh && { ssh: target.ssh }),
      configurationName: "DefaultShell",
      state: session.state,
      availability: session.availability,
      applicationPrivateData: session.applicationPrivateData,
    };
  }

  /** Where the signal comes first the connection is given up. */
  async function openSession(
    target: ComputerTarget,
    { ui, openTimeoutMs }: Opening,
    asking: Questions,
    signal: AbortSignal,
  ): Promise<Session> {
    const ssh = sshOf(target);
    const session = sessionWith(target.computerName, connector, {
      hostInfo: hostInfoOf(ui),
      ...(openTimeoutMs !== undefined && { openTimeoutMs }),
      ...(ssh && { ssh }),
      ...((target.credential || asking.hasPerson) && { ask: asking.of(target.credential) }),
    } satisfies ConnectOptions);
    temporary.add(session);
    session.onChange(() => {
      if (session.state === "Closed" || session.state === "Broken") temporary.delete(session);
    });
    const giveUp = (): void => session.kill();
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      await session.open();
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
    return session;
  }

  /** A credential's user is whom to log in as where nothing else says it. */
  function sshOf({ computerName, ssh, credential }: ComputerTarget): SshTarget | undefined {
    if (!credential || ssh?.user !== undefined) return ssh;
    const route = ssh ?? sshTargetOf(computerName, connector);
    return route && { user: credential.userName, ...route };
  }

  async function openNamed(
    asked: ComputerTarget,
    name: string | undefined,
    request: OpenRequest,
    asking: Questions,
    signal: AbortSignal,
  ): Promise<OpenResult> {
    const target = (asked.like !== undefined && table.get(asked.like)?.target) || asked;
    const { computerName } = target;
    // As PowerShell counts: one number for the name, another for the session.
    const nameNumber = ++lastId;
    const id = ++lastId;
    try {
      signal.throwIfAborted();
      const session = await openSession(target, request, asking, signal);
      temporary.delete(session);
      const named = { id, name: name ?? `Runspace${nameNumber}`, session, target, ui: request.ui };
      table.set(id, named);
      return { computerName, session: view(named) };
    } catch (error) {
      return { computerName, error: plainRemotingError(error, computerName) };
    }
  }

  /** Where the caller no longer waits, what it would have got is closed again. */
  async function openAll(request: OpenRequest, signal: AbortSignal): Promise<OpenResult[]> {
    setMaxListeners(0, signal); // one a connection
    const room = throttle(request.throttleLimit);
    const asking = questions(options.askPerson, signal);
    const results = await Promise.all(
      request.targets.map((target, at) =>
        room.run(() => openNamed(target, request.names?.[at], request, asking, signal)),
      ),
    );
    if (signal.aborted) await remove(results.flatMap(({ session }) => session?.id ?? []));
    return results;
  }

  async function remove(ids: readonly number[]): Promise<void> {
    const closing = ids.map((id) => table.get(id)).filter((each) => each !== undefined);
    for (const { id } of closing) table.delete(id);
    await Promise.all(closing.map(({ session }) => session.close()));
  }

  function invoke(request: InvokeRequest): number {
    const id = ++lastInvocation;
    if (!request.isConsoleLine) options.takeJobId();
    const invocation = new Invocation(request, {
      session: (sessionId) => table.get(sessionId),
      questions: (signal) => questions(options.askPerson, signal),
      open: (target, asking, signal) => openSession(target, { ...request, ui: request.spec.ui }, asking, signal),
      abandoned: () => invocations.delete(id),
    });
    invocations.set(id, invocation);
    return id;
  }

  return {
    find: (id) => table.get(id),
    openTemporary: (target, opening, signal) => openSession(target, opening, questions(undefined, signal), signal),
    async dispose() {
      for (const invocation of invocations.values()) invocation.stop(true);
      const all = [...[...table.values()].map((each) => each.session), ...temporary];
      table.clear();
      for (const session of all) session.kill();
    },
    service(method, args, signal) {
      const invocation = invocations.get(Number(args[0]));
      switch (method) {
        case "list":
          return [...table.values()].map(view);
        case "view": {
          const named = table.get(Number(args[0]));
          return named && view(named);
        }
        case "open":
          return openAll(args[0] as OpenRequest, signal);
        case "remove":
          return remove(args[0] as number[]);
        case "invoke":
          return invoke(args[0] as InvokeRequest);
        case "receive":
          return invocation?.receive(signal, args[1] as number | undefined).then((pieces) => {
            if (pieces.done) invocations.delete(Number(args[0]));
            return pieces;
          });
        case "counts":
          return invocation?.counts;
        case "input":
          return invocation?.input(args[1] as string[]);
        case "endInput":
          return invocation?.endInput();
        case "leave":
          return invocation?.leave();
        case "stop":
          return invocation?.stop(Boolean(args[1]));
        case "answer":
          return invocation?.answer(args[1] as number, args[2] as string);
        default:
          throw new Error(`Sessions know no "${method}".`);
      }
    },
  };
}

export interface OpenRequest extends Opening {
  readonly targets: readonly ComputerTarget[];
  /** Names of the sessions, by position. */
  readonly names?: readonly string[];
  readonly throttleLimit?: number;
}

export interface InvokeRequest {
  readonly targets: readonly Target[];
  readonly spec: ScriptSpec;
  readonly throttleLimit?: number;
  readonly openTimeoutMs?: number;
  /** What a console asks of the session it is in: no job stands behind it. */
  readonly isConsoleLine?: boolean;
}

interface InvocationWorld {
  session(id: number): NamedSession | undefined;
  questions(signal: AbortSignal): Questions;
  open(target: ComputerTarget, asking: Questions, signal: AbortSignal): Promise<Session>;
  /** It is over, and nobody will ask what became of it. */
  abandoned(): void;
}

/** Milliseconds that a stopped command has before the connection that was made for it is cut. */
const STOP_GRACE_MS = 5000;

/** One synchronous Invoke-Command on one or more targets. */
class Invocation {
  readonly #pieces: InvocationPiece[] = [];
  readonly #pipelines: Map<number, RemotePipeline> = new Map();
  readonly #world: InvocationWorld;
  readonly #request: InvokeRequest;
  readonly #stopping: AbortController = new AbortController();
  readonly #questions: Questions;
  readonly #temporary: Set<Session> = new Set();
  #abandoned = false;
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
    this.#items = 0;
    this.#characters = 0;
    this.#hold(false);
    return { pieces, done: this.#left === 0 };
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
    return new Promise((resolve) => {
      const pipeline = session.invoke(pipelineOf(this.#request.spec, host), {
        items: (items) => this.#add({ target: at, computerName, runspaceId, items }),
        ended: (outcome) => {
          this.#add({ target: at, computerName, runspaceId, items: [], outcome });
          resolve();
        },
      });
      this.#pipelines.set(at, pipeline);
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

export function plainRemotingError(error: unknown, computerName: string): PlainRemotingError {
  const remoting = error instanceof RemotingError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return {
    message,
    id: remoting?.id ?? "PSSessionOpenFailed",
    category: remoting?.category ?? "OpenError",
    exceptionType: remoting?.exceptionType ?? "System.Management.Automation.Remoting.PSRemotingTransportException",
    computerName,
  };
}
