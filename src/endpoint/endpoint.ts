// The endpoint: the server's carrier and machine, with one pool of runspaces after another behind them.
//
// Rule: text in, text out, and callbacks; it waits for nothing and starts nothing but through its factory.

import {
  type Base64,
  type CarrierKeeper,
  type InitRunspacePool,
  type KeyExchangeCrypto,
  OutOfProcessServer,
  type OutOfProcessServerEvent,
  type RunspacePoolState,
  decodeInitRunspacePool,
  encodeApplicationPrivateData,
  encodeFailure,
  encodeRunspacePoolInitData,
  type MessageType,
  primitiveDictionary,
} from "../protocol/index.js";
import { RunspacePool } from "./pool.js";
import type { RunspaceFactory } from "./runner.js";

export interface EndpointOptions {
  readonly factory: RunspaceFactory;
  readonly base64: Base64;
  /** `$PSVersionTable` for the client: what APPLICATION_PRIVATE_DATA carries, values of CLIXML by name. */
  readonly psVersionTable: Iterable<readonly [string, unknown]>;
  /** `-s` reports errors outside PSRP on standard error, `-sshs` in its output. */
  readonly errors: "stderr" | "stdout";
  /** Scripts run in each new session before it is open: `-WorkingDirectory`, `-EncodedCommand`. */
  readonly initialScripts?: readonly string[];
  /** Packs many objects into one Data. */
  readonly batch?: boolean;
  /** For clients older than protocol 2.4. */
  readonly crypto?: KeyExchangeCrypto;
  /**
   * Called when `take` or `takeErrors` has something to give. A promise says that the client has enough for now: it is
   * handed on to the runner that gave the output.
   */
  readonly flush: () => void | Promise<void>;
  /** Called once, when all is over: every runspace is closed. The exit code is that of the process. */
  readonly ended: (exitCode: number) => void;
  /** Given where the pool outlives its client's connection. */
  readonly keeper?: EndpointKeeper;
}

/** What a keeper hears of its endpoint. */
export interface EndpointKeeper extends CarrierKeeper {
  /** Everything that comes from the client, before it is done. */
  observe(event: OutOfProcessServerEvent): void;
  /** The pool is closed, and what it said last is ready to be sent. */
  poolClosed(): void;
  /** The open pool has lost its runspace, for this reason; its pipelines have failed. No other is opened. */
  poolBroken(because: string): void;
}

/** What PowerShell's server exits with when its input ends; a shell sees 160 of it. */
const EXIT_CODE = 4000;

export class Endpoint {
  readonly #options: EndpointOptions;
  readonly #server: OutOfProcessServer;
  #pool: RunspacePool | undefined;
  #init: InitRunspacePool | undefined;
  #depth = 0;
  /** What is said last, once no runspace is left. */
  #ending: (() => void) | undefined;
  #over = false;

  constructor(options: EndpointOptions) {
    this.#options = options;
    this.#server = new OutOfProcessServer(options);
  }

  /** Takes text from the client, cut anywhere. */
  receive(text: string): void {
    this.#act(() => this.#handle(this.#server.receive(text)));
  }

  /** The client's end is closed: stops every pipeline, closes every runspace, and ends. */
  end(): void {
    this.#act(() => this.#handle(this.#server.end()));
  }

  // For a keeper.

  get poolState(): RunspacePoolState {
    return this.#server.machine.state;
  }

  /** The client's connection is gone, and the pool goes on. */
  detach(): void {
    this.#server.detach();
  }

  /** A client is there that will connect to the pool. */
  attach(): void {
    this.#server.attach();
  }

  /** Stands in for a pool whose process is gone: a client may connect, and receive what it left. */
  restore(runspacePoolId: string): void {
    this.#server.machine.restored(runspacePoolId);
  }

  /** Sends a message that the keeper put off. `take` has it then. */
  resend(pipelineId: string, type: MessageType, payload: string): void {
    this.#server.resend(pipelineId, type, payload);
  }

  resendPacket(pipelineId: string, bytes: Uint8Array): void {
    this.#server.resendPacket(pipelineId, bytes);
  }

  /** Puts a line of ours among those to send. */
  say(line: string): void {
    this.#server.say(line);
  }

  /** Stops every pipeline, closes every runspace; `poolClosed` follows. */
  close(): void {
    this.#act(() => this.#closePool());
  }

  /** Stops a pipeline as its client would. */
  stop(pipelineId: string): void {
    this.#act(() => this.#server.machine.signalReceived(pipelineId));
  }

  /** Lines for standard output. */
  take(): string {
    return this.#server.take();
  }

  /** Text for standard error. */
  takeErrors(): string {
    return this.#server.takeErrors();
  }

  /** Does something that may bring more events, and sends once at the end of it. */
  #act(action: () => void): void {
    this.#depth++;
    try {
      action();
    } finally {
      this.#depth--;
    }
    if (this.#depth === 0) void this.#flush();
  }

  #flush(): void | Promise<void> {
    if (this.#depth > 0) return undefined;
    this.#depth++; // an event may bring more to send; it goes with the rest
    this.#handle(this.#server.takeEvents());
    this.#depth--;
    return this.#options.flush();
  }

  #handle(events: readonly OutOfProcessServerEvent[]): void {
    for (let some = events; some.length > 0; some = this.#server.takeEvents()) {
      for (const event of some) this.#handleOne(event);
      this.#pool?.flushInput();
    }
  }

  #handleOne(event: OutOfProcessServerEvent): void {
    const pool = this.#pool;
    this.#options.keeper?.observe(event);
    switch (event.type) {
      case "INIT_RUNSPACEPOOL":
        return this.#open(event.payload);
      case "CREATE_PIPELINE":
        if (pool === undefined) return this.#refusePipeline(event.pipelineId);
        return pool.createPipeline(event.pipelineId, event.payload);
      case "GET_COMMAND_METADATA":
        return pool?.getCommandMetadata(event.pipelineId, event.payload);
      case "PIPELINE_INPUT":
        return pool?.addInput(event.pipelineId, event.payload);
      case "END_OF_PIPELINE_INPUT":
        return pool?.endInput(event.pipelineId);
      case "PIPELINE_HOST_RESPONSE":
        return pool?.respond(event.pipelineId, event.payload);
      case "PoolQuestion":
        if (pool === undefined) return this.#server.machine.answer(event.question.callId, false);
        return pool.answer(event.question);
      case "StopPipeline":
        return pool?.stop(event.pipelineId);
      case "CloseRunspacePool":
        return this.#closePool();
      case "CONNECT_RUNSPACEPOOL":
        return this.#connect(event.runspacePoolId);
      case "InputEnded": // of a kept pool's client only its connection is over
        if (this.#options.keeper === undefined) this.#end(() => this.#server.reportEndOfInput());
        return;
      case "CarrierFailed":
        if (this.#options.keeper === undefined) this.#end(() => undefined);
        return;
      case "PipelineClosed":
      case "SessionKeyReady":
      case "KeeperLine":
      case "RUNSPACEPOOL_HOST_RESPONSE":
        return undefined;
    }
  }

  /** Without a keeper PowerShell is silent: over these transports there is nothing to connect to. */
  #connect(runspacePoolId: string): void {
    const { machine } = this.#server;
    if (machine.state !== "Connecting" || machine.runspacePoolId !== runspacePoolId) return;
    const bounds = { minRunspaces: this.#init?.minRunspaces ?? 1, maxRunspaces: this.#init?.maxRunspaces ?? 1 };
    machine.connected(encodeRunspacePoolInitData(bounds), this.#privateData(this.#init));
  }

  #refusePipeline(pipelineId: string): void {
    const failure = encodeFailure({
      message: "The session has ended: nothing can run in it any more.",
      exceptionType: "System.Management.Automation.Runspaces.InvalidRunspaceStateException",
      fullyQualifiedErrorId: "InvalidRunspaceState",
      category: "InvalidOperation",
    });
    this.#server.machine.endPipeline(pipelineId, "Failed", failure);
  }

  #open(initPayload: string): void {
    const { factory, initialScripts = [] } = this.#options;
    const init = decodeInitRunspacePool(initPayload);
    this.#init = init;
    const around = {
      machine: this.#server.machine,
      factory,
      initialScripts,
      privateData: () => this.#privateData(init),
      flush: () => this.#flush(),
      closed: () => this.#poolClosed(),
      broken: (message: string) => this.#poolBroken(message),
    };
    this.#pool = new RunspacePool(around, init, initPayload);
    this.#pool.open();
  }

  /** The debugger's state goes to a client of one runspace that told of itself; to all others the versions alone. */
  #privateData(init: InitRunspacePool | undefined): string {
    const versions = ["PSVersionTable", primitiveDictionary(this.#options.psVersionTable)] as const;
    const isSingle = init?.maxRunspaces === 1 && init.applicationArguments !== null;
    const debuggerState = [
      ["DebugMode", 1],
      ["DebugStop", false],
      ["DebugBreakpointCount", 0],
      ["BreakAll", false],
      ["UnhandledBreakpointMode", 1],
    ] as const;
    return encodeApplicationPrivateData(primitiveDictionary(isSingle ? [...debuggerState, versions] : [versions]));
  }

  #closePool(): void {
    const { machine } = this.#server;
    if (this.#pool === undefined) return this.#poolClosed();
    if (machine.state === "Opened" || machine.state === "Opening") machine.closing();
    this.#pool.close();
  }

  #poolClosed(): void {
    this.#pool = undefined;
    const { machine } = this.#server;
    if (machine.state === "Closing") machine.closed();
    this.#options.keeper?.poolClosed();
    this.#finish();
  }

  /** A pool that is kept stays where it is, for whoever receives what it left. */
  #poolBroken(message: string): void {
    const { machine } = this.#server;
    const { keeper } = this.#options;
    if (keeper !== undefined && machine.state !== "Opening") {
      this.#pool = undefined;
      return keeper.poolBroken(message);
    }
    const exceptionType = "System.Management.Automation.Remoting.PSRemotingDataStructureException";
    const category = "OpenError";
    machine.broken(encodeFailure({ message, exceptionType, fullyQualifiedErrorId: "RunspacePoolBroken", category }));
    this.#poolClosed();
  }

  #end(last: () => void): void {
    this.#ending = last;
    if (this.#pool === undefined) this.#finish();
    else this.#closePool();
  }

  #finish(): void {
    if (this.#ending === undefined || this.#over) return;
    this.#over = true;
    this.#ending();
    void this.#options.flush();
    this.#options.ended(EXIT_CODE);
  }
}
