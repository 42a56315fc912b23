// Runspaces in processes of their own, behind an endpoint: each is driven over PSRP, as a job is.
//
// Rule: payloads go through as they are, both ways. A script that does not come back when it is stopped loses its process,
// and the runspace gets a new one: variables are lost, which a warning says, and the session lives. A process that ends by itself ends
// the session.

import { hostname } from "node:os";
import { writeValue } from "../clixml/index.js";
import type {
  PipelineEvents,
  PipelineRequest,
  RunnerEnd,
  RunningPipeline,
  Runspace,
  RunspaceEvents,
  RunspaceFactory,
  RunspaceOptions,
} from "../endpoint/index.js";
import {
  type ClientEvent,
  decodeHostCall,
  decodePipelineState,
  encodeHostResponse,
  type HostMethod,
  isPipelineData,
  isPipelineEnd,
  isVoidMethod,
  OutOfProcessClient,
  type Packet,
  type PipelineData,
  type PipelineDataType,
} from "../protocol/index.js";
import {
  type ChildProcessOptions,
  type ChildProcessTransport,
  type ChildRegistry,
  childProcessTransport,
  type CloseReason,
  nodeBase64,
} from "../transports/index.js";
import { replacedWarning } from "./replaced-warning.js";

export interface ProcessRunspacesOptions {
  /** Program and arguments of an endpoint that serves one runspace on its standard input and output. */
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The computer's name, for errors; this computer's own where absent. */
  readonly computerName?: string | undefined;
  /** Kills the processes when this one exits. */
  readonly registry?: ChildRegistry;
  /** Milliseconds a stopped pipeline has for its `finally` blocks. */
  readonly stopGraceMs?: number;
  /** Milliseconds a runspace has for its own end. */
  readonly closeGraceMs?: number;
  /** Hears of each process that starts and ends. */
  readonly onProcess?: (pid: number, runs: boolean) => void;
  /** Gives the process for a runspace; a new one where absent. */
  readonly take?: (process: ChildProcessOptions) => ChildProcessTransport;
  /** A pipeline has ended. */
  readonly settled?: () => void;
  /** True hands output on as it was written, unread: for clients of ours, in whose protocol nothing differs. */
  readonly packets?: boolean;
}

const DEFAULT_STOP_GRACE_MS = 2000;
const DEFAULT_CLOSE_GRACE_MS = 2000;

/** Makes runspaces for an endpoint, each in a process. */
export function processRunspaces(options: ProcessRunspacesOptions): RunspaceFactory {
  return { open: (request, events) => openRunspace(options, request, events) };
}

/** A process that has a runspace. */
interface Driven {
  readonly client: OutOfProcessClient;
  send(): void;
  hold(until: Promise<void>): void;
  /** Asks it to end, and ends it after the grace period. */
  end(): void;
  kill(): void;
}

interface Current {
  readonly id: string;
  readonly events: PipelineEvents;
  timer: NodeJS.Timeout | undefined;
}

function openRunspace(options: ProcessRunspacesOptions, request: RunspaceOptions, events: RunspaceEvents): Runspace {
  let current: Current | undefined;
  let closing = false;
  let isReplaced = false;
  let isLost = false;
  /** What waits until the process has opened its runspace; undefined once it has. */
  let waiting: (() => void)[] | undefined = [];
  /** What is started when the pipeline before it has been put away. */
  let next: (() => void) | undefined;
  let resetDone: ((success: boolean) => void) | undefined;
  let driven = start();

  function start(): Driven {
    const started = drive(options, request.runspacePoolId, {
      received: (received) => started === driven && takeAll(received),
      closed: (reason) => started === driven && gone(reason),
    });
    started.client.machine.open(request.initPayload);
    started.send();
    return started;
  }

  /** Hands on what came: objects of one stream that follow each other go together. */
  function takeAll(received: readonly ClientEvent[]): void {
    for (let at = 0; at < received.length; at++) {
      const event = received[at]!;
      if (event.type === "Packet") packet(event.pipelineId, event.packet);
      else if (!isPipelineData(event)) take(event);
      else {
        const payloads = [event.payload];
        for (let next = received[at + 1]; next?.type === event.type; next = received[++at + 1])
          payloads.push((next as PipelineData).payload);
        data(event.pipelineId, event.type, payloads);
      }
    }
  }

  function opened(): void {
    const waited = waiting ?? [];
    waiting = undefined;
    if (!isReplaced) events.opened();
    for (const go of waited) go();
  }

  /** Says something to the process, once it listens. */
  function say(what: (machine: OutOfProcessClient["machine"]) => void): void {
    const go = (): void => {
      what(driven.client.machine);
      driven.send();
    };
    if (waiting) waiting.push(go);
    else go();
  }

  function take(event: Exclude<ClientEvent, PipelineData | { readonly type: "Packet" }>): void {
    switch (event.type) {
      case "RUNSPACEPOOL_STATE":
        if (event.state === "Opened") opened();
        return;
      case "USER_EVENT":
        return events.userEvent(event.payload);
      case "RUNSPACE_AVAILABILITY":
        resetDone?.(event.answer === true);
        resetDone = undefined;
        return;
      case "PIPELINE_STATE":
        if (isPipelineEnd(event.state))
          finish(event.pipelineId, endOf(event.state as RunnerEnd["state"], event.payload));
        return;
      case "PIPELINE_HOST_CALL":
        return hostCall(event.pipelineId, event.payload);
      case "RunspacePoolBroken":
        if (closing || isLost) return;
        lose(event.error.message);
        return driven.kill();
      case "PipelineClosed": {
        const start = next;
        next = undefined;
        return start?.();
      }
      case "PipelineBroken":
        return finish(event.pipelineId, { state: "Failed", message: event.error.message });
      default: // the rest is between the two machines
    }
  }

  function data(id: string, type: PipelineDataType, payloads: readonly string[]): void {
    if (current?.id !== id) return;
    const wait = current.events.data(type, payloads);
    if (wait) driven.hold(wait);
  }

  function packet(id: string, some: Packet): void {
    if (current?.id !== id) return;
    const wait = current.events.packet?.(some);
    if (wait) driven.hold(wait);
  }

  function hostCall(id: string, payload: string): void {
    if (current?.id !== id) return;
    const { method, parameters, callId } = decodeHostCall(payload);
    const { client, send } = driven;
    const answered = isVoidMethod(method)
      ? undefined
      : (response: Parameters<typeof encodeHostResponse>[0]): void => {
          client.machine.respondToHostCall(id, encodeHostResponse({ ...response, callId }));
          send();
        };
    current.events.hostCall(method as HostMethod, parameters as never, answered);
  }

  function finish(id: string, end: RunnerEnd): void {
    if (current?.id !== id) return;
    const { events: told, timer } = current;
    clearTimeout(timer);
    current = undefined;
    driven.client.machine.closePipeline(id);
    driven.send();
    told.ended(end);
    options.settled?.();
  }

  /** The script did not come back: its process ends, it counts as stopped, and another process takes the place. */
  function replace(id: string): void {
    if (current?.id !== id) return;
    const { events: told, timer } = current;
    clearTimeout(timer);
    current = undefined;
    driven.kill();
    isReplaced = true;
    waiting = [];
    driven = start();
    void told.data("WARNING_RECORD", [replacedWarning("its process")]);
    told.ended({ state: "Stopped" });
  }

  /** A process that was to stop, and was ended for that by somebody else, is replaced all the same. */
  function gone(reason: CloseReason): void {
    if (closing) return events.closed();
    if (isLost) return;
    if (current?.timer) return replace(current.id);
    lose(endSentence(reason));
  }

  function lose(why: string): void {
    isLost = true;
    clearTimeout(current?.timer);
    events.broken(`The session's process on ${options.computerName ?? hostname()} has ended: ${why}`);
  }

  return {
    run(asked, pipelineEvents) {
      const id = asked.pipelineId;
      current = { id, events: pipelineEvents, timer: undefined };
      const start = (): void => say((machine) => machine.createPipeline(id, asked.payload));
      // One pipeline may have several steps: the one before is put away first.
      if (driven.client.machine.pipelineState(id) === undefined) start();
      else next = start;
      return running(id, asked);
    },
    reset(done) {
      resetDone = done;
      say((machine) => void machine.resetRunspaceState());
    },
    close() {
      closing = true;
      driven.end();
    },
  };

  function running(id: string, { noInput }: PipelineRequest): RunningPipeline {
    return {
      input: (payloads) => say((machine) => machine.sendInput(id, payloads)),
      endInput: () => noInput || say((machine) => machine.endInput(id)),
      stop() {
        if (current?.id !== id || current.timer) return;
        say((machine) => machine.stop(id));
        current.timer = setTimeout(() => replace(id), options.stopGraceMs ?? DEFAULT_STOP_GRACE_MS);
      },
    };
  }
}

/** Why a process is gone, as the end of a sentence. */
function endSentence({ error, exitCode, stderr = "" }: CloseReason): string {
  if (stderr.includes("heap out of memory")) return "it had no memory left.";
  return error?.replace(/^The process/, "it") ?? `it exited with code ${exitCode ?? 0}.`;
}

function endOf(state: RunnerEnd["state"], payload: string): RunnerEnd {
  const { error } = decodePipelineState(payload);
  return { state, ...(error && { errorRecord: writeValue(error) }) };
}

interface DrivenEvents {
  received(events: readonly ClientEvent[]): void;
  closed(reason: CloseReason): void;
}

/** Starts a process, and the machine that drives it. */
function drive(options: ProcessRunspacesOptions, runspacePoolId: string, events: DrivenEvents): Driven {
  const [file = "", ...args] = options.command;
  const { cwd, env, registry } = options;
  const process = {
    file,
    args,
    description: "runspace",
    graceMs: options.closeGraceMs ?? DEFAULT_CLOSE_GRACE_MS,
    ...(cwd !== undefined && { cwd }),
    ...(env && { env }),
  };
  const transport = options.take?.(process) ?? childProcessTransport(process, registry);
  const client = new OutOfProcessClient({
    runspacePoolId,
    base64: nodeBase64,
    packets: options.packets ?? false,
  });
  client.takesInOrder = true; // an endpoint of ours
  const send = (): void => {
    const text = client.take();
    if (text !== "") transport.send(Buffer.from(text, "latin1"));
  };
  transport.open({
    data(bytes) {
      events.received(client.receive(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1")));
      send();
    },
    closed(reason) {
      if (transport.pid !== undefined) options.onProcess?.(transport.pid, false);
      events.closed(reason);
    },
  });
  if (transport.pid !== undefined) options.onProcess?.(transport.pid, true);
  return {
    client,
    send,
    hold(until) {
      transport.pause();
      const goOn = (): void => transport.resume();
      until.then(goOn, goOn);
    },
    end() {
      client.machine.close();
      send();
      transport.resume();
      transport.end();
    },
    kill: () => transport.kill(),
  };
}
