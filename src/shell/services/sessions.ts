// The service "sessions": PSSessions of one shell, and the commands that Invoke-Command runs in them while it waits.
//
// Rule: a session belongs to the shell that made it and is closed with it. A temporary one is closed when its pipeline has ended.

import {
  type Connector,
  type PipelineOutcome,
  type RemotePipeline,
  RemotingError,
  type Session,
  sessionWith,
  type StreamItem,
  throttle,
  transportName,
} from "../../sessions/index.js";
import type { Service } from "../../runspace/index.js";
import { hostInfoOf, pipelineOf, type ScriptSpec } from "./pipelines.js";
import type { UIFacts } from "../requests.js";

export interface SessionView {
  readonly id: number;
  readonly name: string;
  readonly instanceId: string;
  readonly computerName: string;
  readonly transport: string;
  readonly configurationName: string;
  readonly state: string;
  readonly availability: string;
  /** CLIXML. */
  readonly applicationPrivateData: string;
}

/** One target of a command: a session of this shell, or a computer for a temporary one. */
export type Target = { readonly sessionId: number } | { readonly computerName: string };

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

export interface NamedSession {
  readonly id: number;
  readonly name: string;
  readonly session: Session;
}

export interface SessionServiceOptions {
  readonly connector: Connector;
  /** Uses up a job id: PowerShell's own job behind a synchronous Invoke-Command does, and users see the gap. */
  readonly takeJobId: () => void;
}

export interface SessionServices {
  readonly service: Service;
  find(id: number): NamedSession | undefined;
  /** Opens a session that is not in the table. */
  openTemporary(computerName: string, ui: UIFacts, openTimeoutMs?: number, signal?: AbortSignal): Promise<Session>;
  dispose(): Promise<void>;
}

/** Items held for a consumer before the far end is held back. */
const HOLD_ITEMS = 100_000;

export function sessionServices(options: SessionServiceOptions): SessionServices {
  const { connector } = options;
  const table = new Map<number, NamedSession>();
  const temporary = new Set<Session>();
  const invocations = new Map<number, Invocation>();
  let lastId = 0;
  let lastInvocation = 0;

  function view({ id, name, session }: NamedSession): SessionView {
    return {
      id,
      name,
      instanceId: session.instanceId,
      computerName: session.computerName,
      transport: transportName(session.computerName, connector),
      configurationName: "DefaultShell",
      state: session.state,
      availability: session.availability,
      applicationPrivateData: session.applicationPrivateData,
    };
  }

  /** Where the signal comes first the connection is given up. */
  async function openTemporary(
    computerName: string,
    ui: UIFacts,
    openTimeoutMs?: number,
    signal?: AbortSignal,
  ): Promise<Session> {
    const session = sessionWith(computerName, connector, {
      hostInfo: hostInfoOf(ui),
      ...(openTimeoutMs !== undefined && { openTimeoutMs }),
    });
    temporary.add(session);
    session.onChange(() => {
      if (session.state === "Closed" || session.state === "Broken") temporary.delete(session);
    });
    const giveUp = (): void => session.kill();
    signal?.addEventListener("abort", giveUp, { once: true });
    try {
      await session.open();
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
    return session;
  }

  async function openNamed(computerName: string, name: string | undefined, request: OpenRequest): Promise<OpenResult> {
    // As PowerShell counts: one number for the name, another for the session.
    const nameNumber = ++lastId;
    const id = ++lastId;
    try {
      const session = await openTemporary(computerName, request.ui, request.openTimeoutMs);
      temporary.delete(session);
      const named = { id, name: name ?? `Runspace${nameNumber}`, session };
      table.set(id, named);
      return { computerName, session: view(named) };
    } catch (error) {
      return { computerName, error: plainRemotingError(error, computerName) };
    }
  }

  function openAll(request: OpenRequest): Promise<OpenResult[]> {
    const room = throttle(request.throttleLimit);
    return Promise.all(
      request.computerNames.map((computerName, at) =>
        room.run(() => openNamed(computerName, request.names?.[at], request)),
      ),
    );
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
      session: (sessionId) => table.get(sessionId)?.session,
      open: (computerName) => openTemporary(computerName, request.spec.ui, request.openTimeoutMs),
    });
    invocations.set(id, invocation);
    return id;
  }

  return {
    find: (id) => table.get(id),
    openTemporary,
    async dispose() {
      for (const invocation of invocations.values()) invocation.stop();
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
          return openAll(args[0] as OpenRequest);
        case "remove":
          return remove(args[0] as number[]);
        case "invoke":
          return invoke(args[0] as InvokeRequest);
        case "receive":
          return invocation?.receive(signal).then((pieces) => {
            if (pieces.done) invocations.delete(Number(args[0]));
            return pieces;
          });
        case "input":
          return invocation?.input(args[1] as string[]);
        case "endInput":
          return invocation?.endInput();
        case "stop":
          return invocation?.stop();
        case "answer":
          return invocation?.answer(args[1] as number, args[2] as string);
        default:
          throw new Error(`Sessions know no "${method}".`);
      }
    },
  };
}

export interface OpenRequest {
  readonly computerNames: readonly string[];
  /** Names of the sessions, by position. */
  readonly names?: readonly string[];
  readonly throttleLimit?: number;
  readonly openTimeoutMs?: number;
  readonly ui: UIFacts;
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
  session(id: number): Session | undefined;
  open(computerName: string): Promise<Session>;
}

/** One synchronous Invoke-Command on one or more targets. */
class Invocation {
  readonly #pieces: InvocationPiece[] = [];
  readonly #pipelines: Map<number, RemotePipeline> = new Map();
  readonly #world: InvocationWorld;
  readonly #request: InvokeRequest;
  #left: number;
  #items = 0;
  #held = false;
  #stopped = false;
  #early: string[] = [];
  #inputEnded = false;
  #wake: () => void = () => undefined;

  constructor(request: InvokeRequest, world: InvocationWorld) {
    this.#request = request;
    this.#world = world;
    this.#left = request.targets.length;
    const room = throttle(request.throttleLimit);
    request.targets.forEach((target, at) => {
      // A session at hand is used at once: no turn of the event loop before the command is on its way.
      if ("sessionId" in target && request.targets.length === 1) void this.#runOne(target, at);
      else void room.run(() => this.#runOne(target, at));
    });
  }

  async receive(signal: AbortSignal): Promise<InvocationPieces> {
    if (this.#pieces.length === 0 && this.#left > 0)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    const pieces = this.#pieces.splice(0);
    this.#items = 0;
    this.#hold(false);
    return { pieces, done: this.#left === 0 };
  }

  async input(payloads: readonly string[]): Promise<void> {
    // What comes before a connection is there waits for it; every target gets all of it.
    for (const payload of payloads) this.#early.push(payload);
    await Promise.all([...this.#pipelines.values()].map((pipeline) => pipeline.input(payloads)));
  }

  endInput(): void {
    this.#inputEnded = true;
    for (const pipeline of this.#pipelines.values()) pipeline.endInput();
  }

  stop(): void {
    this.#stopped = true;
    this.#hold(false);
    for (const pipeline of this.#pipelines.values()) pipeline.stop();
  }

  answer(target: number, payload: string): void {
    this.#pipelines.get(target)?.answer(payload);
  }

  async #runOne(target: Target, at: number): Promise<void> {
    const computerName = "computerName" in target ? target.computerName : "";
    let session: Session | undefined;
    try {
      session = "sessionId" in target ? this.#world.session(target.sessionId) : await this.#world.open(computerName);
      if (!session) throw new RemotingError("The session has been removed.", "InvalidSessionState", "InvalidOperation");
      if (this.#stopped) return;
      await this.#runIn(session, at);
    } catch (error) {
      const name = session?.computerName ?? computerName;
      this.#add({ target: at, computerName: name, runspaceId: "", items: [], error: plainRemotingError(error, name) });
    } finally {
      this.#pipelines.delete(at);
      if ("computerName" in target) void session?.close();
      this.#left--;
      this.#wake();
    }
  }

  #runIn(session: Session, at: number): Promise<void> {
    const { computerName, instanceId: runspaceId } = session;
    return new Promise((resolve) => {
      const pipeline = session.invoke(pipelineOf(this.#request.spec), {
        items: (items) => this.#add({ target: at, computerName, runspaceId, items }),
        ended: (outcome) => {
          this.#add({ target: at, computerName, runspaceId, items: [], outcome });
          resolve();
        },
      });
      this.#pipelines.set(at, pipeline);
      if (this.#early.length > 0) void pipeline.input(this.#early);
      if (this.#inputEnded) pipeline.endInput();
      if (this.#stopped) pipeline.stop();
    });
  }

  #add(piece: InvocationPiece): void {
    this.#pieces.push(piece);
    this.#items += piece.items.length;
    if (this.#items > HOLD_ITEMS) this.#hold(true);
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
