// `remora -s -Job`: the endpoint of one job, with one runspace, on one thread. It starts faster and is a third smaller than one
// with a thread for its engine.
//
// Rule: a script that does not come back when it is stopped is ended with its process, by whoever started the job. A process
// that nobody speaks to has been started ahead: it gets ready, so that its first client finds all code loaded and compiled.

import { fstatSync } from "node:fs";
import { type EngineThread, type RunEvents, sameThreadEngine, UI_SERVICE } from "../runspace/index.js";
import { polledStdio } from "../transports/index.js";
import { NO_HOST, encodeCreatePipeline, scriptPipeline } from "../protocol/index.js";
import { type Ask, engineRunspaces } from "./endpoint-runner.js";
import { shellBody, stopped } from "./engine/body.js";
import type { Launch } from "./launch.js";
import type { PipelineRequest } from "./requests.js";
import { endpointIdentity, serveOptions, servePsrp } from "./serve-psrp.js";
import type { ShellRunspace } from "./shell-runspace.js";

const [STDIN, STDOUT] = [0, 1];
/** Milliseconds without a word after the start, which say that nobody waits. */
const SILENCE_MS = 10;
/** Of no consequence, and a little of what every script has. */
const WARM_UP = "function f { \"$($args)$('>' * 1)\" }; 1, 2 | ForEach-Object { f $_ }";

/** True where standard input can be polled: a pipe or a socket, and not on Windows, where reading a pipe waits. */
export function canServeJob(): boolean {
  if (process.platform === "win32") return false;
  const input = fstatSync(STDIN);
  return input.isFIFO() || input.isSocket();
}

export function serveJob({ threads, threadFile, endpoint }: Launch): void {
  const identity = endpointIdentity();
  const named = identity && { identity };
  const options = serveOptions(process.argv.slice(2));
  const transport = polledStdio({ input: process.stdin, inputDescriptor: STDIN, outputDescriptor: STDOUT });
  let made: ReturnType<typeof newThread> | undefined;
  let isAsked = false;
  const runspaces = engineRunspaces({
    start: options.start,
    ...named,
    openShell(open, ask) {
      const { thread, asksBy } = made ?? newThread();
      made = undefined;
      isAsked = true;
      asksBy(ask);
      thread.open(open);
      return shellOn(thread);
    },
  });
  servePsrp(transport, runspaces, options, (exitCode) => threads.leave(exitCode));
  setTimeout(() => transport.poll() || isAsked || prepare(), SILENCE_MS).unref();

  /** An engine that has yet to be opened. */
  function newThread(): { readonly thread: EngineThread; asksBy(ask: Ask): void } {
    let asked: Ask = () => undefined;
    const thread = sameThreadEngine({
      makeBody: shellBody,
      stopped,
      poll: transport.poll,
      local: { [UI_SERVICE]: (method, args, reply) => asked(method, args, reply) },
      serve: (cells) =>
        threads.start({ file: threadFile, cells, workerData: { role: "services", threadFile, endpoint, ...named } }),
    });
    return { thread, asksBy: (ask) => (asked = ask) };
  }

  /** There is time: an engine runs something of no consequence, and is thrown away; the next one is there when it is asked for. */
  function prepare(): void {
    const payload = encodeCreatePipeline(scriptPipeline(WARM_UP, [], NO_HOST));
    const ui = { width: 120, height: 40, supportsVirtualTerminal: false };
    const request: PipelineRequest = { kind: "pipeline", payload, noInput: true, isNested: false, ui };
    newThread().thread.run(request, {
      batch: () => undefined,
      ended: () => setImmediate(() => isAsked || (made = newThread())),
    });
  }
}

function shellOn(thread: EngineThread): ShellRunspace {
  return {
    ready: thread.ready,
    broken: new Promise(() => undefined), // what breaks this thread ends the process
    run(request, events: RunEvents) {
      const run = thread.run(request, events);
      return {
        input: (payloads) => thread.input(run, payloads),
        endInput: () => thread.endInput(run),
        stop: () => thread.stop(run),
      };
    },
    ask: thread.ask,
    close: thread.close,
  };
}
