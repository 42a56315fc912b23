// Engine runspaces behind an endpoint: what PSRP asks, an engine thread does.
//
// Rule: texts go through as they are. The host thread of an endpoint decodes nothing and encodes nothing but host calls.

import type {
  PipelineEvents,
  PipelineRequest,
  RunningPipeline,
  Runspace,
  RunspaceEvents,
  RunspaceFactory,
  RunspaceOptions,
} from "../endpoint/index.js";
import { PIPELINE_DATA_TYPES } from "../protocol/index.js";
import { type Batch, type HostCallItem, ITEM, type RunEnd, type RunFacts } from "../runspace/index.js";
import { askClient, tellClient } from "./host-calls.js";
import type { EndpointIdentity } from "../sessions/index.js";
import type { OpenRequest, UIFacts } from "./requests.js";
import type { ShellRunspace } from "./shell-runspace.js";

/** Stream of each kind of item, by ITEM's numbers. */
const DATA_TYPES = [undefined, ...PIPELINE_DATA_TYPES];

/** Asks the client's user; `reply` gets the answer. Throws where there is nobody to ask. */
export type Ask = (method: string, args: readonly unknown[], reply: (answer: unknown) => void) => void;

export interface RunnerOptions {
  /** Native folder that runspaces start in. */
  readonly start: string;
  readonly identity?: EndpointIdentity;
  readonly openShell: (open: OpenRequest, ask: Ask) => ShellRunspace;
}

/** Makes runspaces for an endpoint. */
export function engineRunspaces(options: RunnerOptions): RunspaceFactory {
  return { open: (request, events) => openRunspace(options, request, events) };
}

function openRunspace(options: RunnerOptions, request: RunspaceOptions, events: RunspaceEvents): Runspace {
  let current: PipelineEvents | undefined;
  const facts = uiFacts(request.hostInfo);
  const open: OpenRequest = {
    hostName: "ServerRemoteHost",
    start: options.start,
    ui: facts,
    interactive: false,
    remote: true,
    hasClientHost: !request.hostInfo.isHostNull,
    initPayload: request.initPayload,
    ...(options.identity && { identity: options.identity }),
    ...(request.sessionKey && { sessionKey: request.sessionKey }),
  };
  const shell = options.openShell(open, (method, args, reply) => {
    // A pipeline that has ended has nobody to ask.
    if (!current) throw new Error("A command that prompts the user failed because there is no user to ask.");
    askClient(current, method, args, reply);
  });
  let closing = false;
  shell.ready.then(
    () => events.opened(),
    (error: Error) => events.broken(error.message),
  );
  shell.broken.then((message) => closing || events.broken(message));
  return {
    run(pipeline, pipelineEvents) {
      current = pipelineEvents;
      return runPipeline(shell, pipeline, pipelineEvents, () => {
        if (current === pipelineEvents) current = undefined;
      });
    },
    reset(done) {
      shell.ask("reset").then(
        () => done(true),
        () => done(false),
      );
    },
    close() {
      closing = true;
      void shell.close().then(() => events.closed());
    },
  };
}

function runPipeline(
  shell: ShellRunspace,
  request: PipelineRequest,
  events: PipelineEvents,
  over: () => void,
): RunningPipeline {
  const run = shell.run(
    {
      kind: "pipeline",
      payload: request.payload,
      noInput: request.noInput,
      isNested: request.isNested,
      ui: uiFacts(request.hostInfo),
    },
    {
      batch: (items) => sendBatch(items, events),
      ended(end, facts) {
        over();
        events.ended(runnerEnd(end, facts));
      },
    },
  );
  return {
    input: (payloads) => run.input(payloads),
    endInput: () => run.endInput(),
    stop: () => run.stop(),
  };
}

/** Hands a batch on: objects of one stream that follow each other go together. */
function sendBatch(items: Batch, events: PipelineEvents): void | Promise<void> {
  let wait: void | Promise<void> = undefined;
  let texts: string[] = [];
  let kind = 0;
  const flush = (): void => {
    if (texts.length === 0) return;
    wait = events.data(DATA_TYPES[kind]!, texts) ?? wait;
    texts = [];
  };
  for (let i = 0; i < items.length; i += 2) {
    const next = items[i] as number;
    if (next !== kind) {
      flush();
      kind = next;
    }
    if (kind === ITEM.host) tellClient(events, items[i + 1] as HostCallItem);
    else texts.push(items[i + 1] as string);
  }
  flush();
  return wait;
}

function runnerEnd(end: RunEnd, facts: RunFacts | undefined): Parameters<PipelineEvents["ended"]>[0] {
  const exitCode = facts?.exitCode;
  const leave = exitCode === undefined ? {} : { exitCode };
  if (end.state !== "Failed") return { state: end.state, ...leave };
  return { state: "Failed", message: end.message, ...(end.error !== "" && { errorRecord: end.error }), ...leave };
}

function uiFacts(hostInfo: RunspaceOptions["hostInfo"]): UIFacts {
  const size = hostInfo.defaultData?.bufferSize;
  return {
    width: size && size.width > 0 ? size.width : 120,
    height: hostInfo.defaultData?.windowSize.height || 40,
    supportsVirtualTerminal: false,
  };
}
