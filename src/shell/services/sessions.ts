// The service "sessions": PSSessions of one shell, and the commands that Invoke-Command runs in them while it waits.
//
// Rule: a session belongs to the shell that made it and is closed with it. A temporary one is closed when its pipeline has ended.

import { setMaxListeners } from "node:events";
import { userInfo } from "node:os";
import {
  cannotDisconnect,
  type ConnectOptions,
  type Connector,
  type KeepOptions,
  type KeepTerms,
  type KeptSession,
  keptSessionWith,
  type LinkEvent,
  type PipelineOutcome,
  type PipelineSink,
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
import {
  type ConnectRequest,
  type DisconnectRequest,
  keptSessionServices,
  linkWarning,
  type QueryRequest,
  type SessionResult,
} from "./kept-sessions.js";
import type { Registrar } from "./registered.js";
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
  /** On what terms its endpoint keeps it; undefined where it does not. */
  readonly kept: KeepTerms | undefined;
  /** Milliseconds since 1970 when its last client left; undefined while one is there. */
  readonly disconnectedMs: number | undefined;
  /** Who is connected to it, of those it is Busy for. */
  readonly usedBy: string | undefined;
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

export interface NamedSession {
  readonly id: number;
  readonly name: string;
  readonly session: Session;
  readonly target: ComputerTarget;
  /** The user interface that its far end was told of. */
  readonly ui: UIFacts;
  /** True for one that was found at its computer, and is not this shell's. */
  isFound: boolean;
  /** True where it was left on purpose: it outlives this shell. */
  isLeft: boolean;
  /** As its keeper listed it last. */
  listed?: KeptSession;
  disconnectedMs?: number;
  /** Terms it was left on. */
  readonly terms?: KeepTerms | undefined;
}

export interface SessionServiceOptions {
  readonly connector: Connector;
  /** Uses up a job id: PowerShell's own job behind a synchronous Invoke-Command does, and users see the gap. */
  readonly takeJobId: () => void;
  /** The person behind this shell, where there is one to ask. */
  readonly askPerson?: AskPerson;
  /** Writes a warning at the console, in between. */
  readonly warn?: (text: string) => void;
  readonly registrar: Registrar;
  /** True where the sessions of this shell outlive it: they are let go of, not closed. */
  readonly leavesSessions?: boolean;
}

export interface SessionServices {
  readonly service: Service;
  find(id: number): NamedSession | undefined;
  /** How a computer is reached over SSH, where the command says it. */
  sshOf(target: ComputerTarget): SshTarget | undefined;
  /** Opens a session that is not in the table, for a job: nobody is asked anything. */
  openTemporary(target: ComputerTarget, request: Opening, signal: AbortSignal): Promise<Session>;
  dispose(): Promise<void>;
}

/** Characters of input that are kept for connections that are being made before the one who pipes it waits. */
const EARLY_SIZE = 4 << 20;

/** Milliseconds after ssh's own limit at which an endpoint that says nothing is given up. */
const ENDPOINT_MS = 250;

/** How connections are opened. */
export interface Opening {
  readonly ui: UIFacts;
  readonly openTimeoutMs?: number;
  /** Asks the endpoint to keep it, on these terms. */
  readonly keep?: KeepOptions;
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
  const kept = keptSessionServices({
    connector,
    table,
    view,
    add,
    reach: (target, opening, signal) => reach(target, { keep: {}, ...opening }, questions(options.askPerson, signal)),
    plainError: plainRemotingError,
  });

  function view(named: NamedSession): SessionView {
    const { id, name, session, target } = named;
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
      applicationPrivateData: session.applicationPrivateData,
      ...keptFacts(named),
    };
  }

  /** How a computer is reached. */
  function reach(target: ComputerTarget, { ui, openTimeoutMs, keep }: Opening, asking: Questions): ConnectOptions {
    const ssh = sshOf(target);
    // -ConnectingTimeout: ssh's own, and then the endpoint's; while a person may be asked only ssh knows whose time it is.
    const connecting = asking.hasPerson ? undefined : ssh?.connectingTimeoutMs;
    const limit = openTimeoutMs ?? (connecting && connecting + ENDPOINT_MS);
    return {
      hostInfo: hostInfoOf(ui),
      ...(limit !== undefined && { openTimeoutMs: limit }),
      ...(ssh && { ssh }),
      ...((target.credential || asking.hasPerson) && { ask: asking.of(target.credential) }),
      ...(keep && { keep }),
    };
  }

  /** Where the signal comes first the connection is given up. */
  async function openSession(
    target: ComputerTarget,
    opening: Opening,
    asking: Questions,
    signal: AbortSignal,
  ): Promise<Session> {
    const session = sessionWith(target.computerName, connector, reach(target, opening, asking));
    watch(session, opening.keep);
    temporary.add(session);
    const giveUp = (): void => session.kill();
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      await session.open();
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
    return session;
  }

  /** What happens to its link is said at the console. */
  function watch(session: Session, keep: KeepOptions | undefined): void {
    session.onChange(() => {
      if (session.state === "Closed" || session.state === "Broken") temporary.delete(session);
    });
    if (!options.warn) return;
    session.onLink((event) => {
      const text = linkWarning(session, event, keep?.retry?.totalMs);
      if (text !== undefined) options.warn?.(text);
    });
  }

  /** `id` where it was taken before. */
  function add(facts: Omit<NamedSession, "id"> & { readonly id?: number }): NamedSession {
    const named = { ...facts, id: facts.id ?? ++lastId };
    table.set(named.id, named);
    named.session.onChange(() => {
      if (named.session.state === "Disconnected") named.disconnectedMs ??= Date.now();
      else delete named.disconnectedMs;
    });
    return named;
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
    const shownName = name ?? `Runspace${nameNumber}`;
    const id = ++lastId;
    const keep = request.keep && { ...request.keep, name: shownName };
    try {
      signal.throwIfAborted();
      const session = await openSession(target, { ...request, ...(keep && { keep }) }, asking, signal);
      temporary.delete(session);
      const facts = { id, name: shownName, session, target, ui: request.ui, isFound: false, isLeft: false };
      return { computerName, session: view(add(facts)) };
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

  /** Those whose far end could not be told are gone from here all the same. */
  async function remove(ids: readonly number[]): Promise<SessionResult[]> {
    const closing = ids.map((id) => table.get(id)).filter((each) => each !== undefined);
    for (const { id } of closing) table.delete(id);
    return Promise.all(
      closing.map(async (named): Promise<SessionResult> => {
        const { id, session } = named;
        if (session.state !== "Disconnected") return session.close().then(() => ({ id }));
        try {
          await kept.remove(named);
          return { id };
        } catch (error) {
          return { id, error: plainRemotingError(error, session.computerName) };
        }
      }),
    );
  }

  /** Starts a command in a session of its own on each computer, and leaves it there. */
  async function invokeDisconnected(request: InvokeDisconnectedRequest, signal: AbortSignal): Promise<OpenResult[]> {
    const opened = await openAll({ ...request, ui: request.spec.ui, keep: request.keep }, signal);
    return Promise.all(
      opened.map(async (result): Promise<OpenResult> => {
        if (!result.session) return result;
        const named = table.get(result.session.id)!;
        try {
          return { computerName: result.computerName, session: view(await startAndLeave(named, request)) };
        } catch (error) {
          await remove([named.id]);
          return { computerName: result.computerName, error: plainRemotingError(error, result.computerName) };
        }
      }),
    );
  }

  async function startAndLeave(
    named: NamedSession,
    { spec, command, input }: InvokeDisconnectedRequest,
  ): Promise<NamedSession> {
    const { id, session, name, target, ui } = named;
    const terms = session.kept;
    if (!terms) throw cannotDisconnect(session.computerName);
    const { computerName } = target;
    const settings = { manual: true, name, command: command.trim() };
    const pipeline = session.invoke(pipelineOf(spec), NOBODY, settings);
    if (!spec.noInput) {
      await pipeline.input(input);
      pipeline.endInput();
    }
    const { instanceId: sessionId } = session;
    const facts = { computerName, ssh: sshOf(target), sessionId, pipelineId: pipeline.id, name, ownsSession: true };
    options.registrar.began({ ...facts, command: settings.command });
    await session.disconnect();
    session.kill();
    // It is received as one that was found: by Receive-PSSession, from its first object.
    const asking = questions(options.askPerson, new AbortController().signal);
    const again = keptSessionWith(computerName, sessionId, connector, reach(target, { ui, keep: { name } }, asking));
    watch(again, undefined);
    return add({
      id,
      name,
      session: again,
      target,
      ui,
      isFound: false,
      isLeft: true,
      terms,
      disconnectedMs: Date.now(),
    });
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

  /** One that is kept has to be told that nobody wants it any more. */
  async function end(session: Session, outlives: boolean): Promise<void> {
    if (session.kept && !outlives) await session.close();
    else session.kill();
  }

  return {
    find: (id) => table.get(id),
    sshOf,
    openTemporary: (target, opening, signal) => openSession(target, opening, questions(undefined, signal), signal),
    async dispose() {
      for (const invocation of invocations.values()) invocation.stop(true);
      const named = [...table.values()];
      table.clear();
      const ending = [
        ...named.map(({ session, isLeft }) => end(session, isLeft || options.leavesSessions === true)),
        ...[...temporary].map((session) => end(session, options.leavesSessions === true)),
      ];
      await Promise.all(ending);
    },
    service(method, args, signal) {
      const invocation = invocations.get(Number(args[0]));
      switch (method) {
        case "list":
          return [...table.values()].filter(({ isFound }) => !isFound).map(view);
        case "view": {
          const named = table.get(Number(args[0]));
          return named && view(named);
        }
        case "open":
          return openAll(args[0] as OpenRequest, signal);
        case "remove":
          return remove(args[0] as number[]);
        case "query":
          return kept.query(args[0] as QueryRequest, signal);
        case "disconnect":
          return kept.disconnect(args[0] as DisconnectRequest);
        case "connect":
          return kept.connect(args[0] as ConnectRequest);
        case "invokeDisconnected":
          return invokeDisconnected(args[0] as InvokeDisconnectedRequest, signal);
        case "invoke":
          return invoke(args[0] as InvokeRequest);
        case "receive":
          return invocation?.receive(signal, args[1] as number | undefined).then((pieces) => {
            if (pieces.done && !invocation.hasToBeAcknowledged) invocations.delete(Number(args[0]));
            return pieces;
          });
        case "received":
          invocation?.received();
          if (invocation?.isOver) invocations.delete(Number(args[0]));
          return undefined;
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

export interface InvokeDisconnectedRequest extends Omit<OpenRequest, "ui" | "keep"> {
  readonly spec: ScriptSpec;
  readonly command: string;
  /** Objects for its input, as CLIXML. */
  readonly input: readonly string[];
  readonly keep: KeepOptions;
}

export interface InvokeRequest {
  /** True where the caller says what it has written (`received`). */
  readonly acknowledges?: boolean;
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
      const sink: PipelineSink = {
        items: (items) => {
          if (this.#abandoned) pipeline.received(items[items.length - 1]?.sequence ?? 0);
          else this.#add({ target: at, computerName, runspaceId, items });
        },
        ended: (outcome) => {
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
        this.#add({ target: at, computerName, runspaceId, items: [], error: linkLost(computerName, event) });
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

const NOBODY: PipelineSink = { items: () => undefined, ended: () => undefined };

/** What is known of how a session is kept: by itself, or as it was listed. */
function keptFacts(
  named: NamedSession,
): Pick<SessionView, "kept" | "disconnectedMs" | "usedBy" | "state" | "availability"> {
  const { session, listed, disconnectedMs, terms } = named;
  const isListed = named.isFound && session.state === "Disconnected" && listed !== undefined;
  const from = session.kept ?? terms ?? listed;
  const kept = from && { idleTimeoutSec: from.idleTimeoutSec, buffering: from.buffering, quotaBytes: from.quotaBytes };
  return {
    kept,
    disconnectedMs: isListed ? listed.disconnectedMs : disconnectedMs,
    usedBy: isListed ? listed.client?.who : undefined,
    state: isListed ? listed.state : session.state,
    availability: isListed ? listed.availability : session.availability,
  };
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
