// `remora -s -Job`: the endpoint of one job, with one runspace, on one thread. It starts faster and is a third smaller than one
// with a thread for its engine.
//
// Rule: a script that does not come back when it is stopped is ended with its process, by whoever started the job.

import { fstatSync } from "node:fs";
import { type EngineThread, type RunEvents, sameThreadEngine, startWorker, UI_SERVICE } from "../runspace/index.js";
import { polledStdio } from "../transports/index.js";
import { engineRunspaces } from "./endpoint-runner.js";
import { shellBody, stopped } from "./engine/body.js";
import type { Launch } from "./launch.js";
import { endpointIdentity, serveOptions, servePsrp } from "./serve-psrp.js";
import type { ShellRunspace } from "./shell-runspace.js";

const [STDIN, STDOUT] = [0, 1];

/** True where standard input can be polled: a pipe or a socket, and not on Windows, where reading a pipe waits. */
export function canServeJob(): boolean {
  if (process.platform === "win32") return false;
  const input = fstatSync(STDIN);
  return input.isFIFO() || input.isSocket();
}

export function serveJob({ threadFile, endpoint }: Launch): void {
  const identity = endpointIdentity();
  const named = identity && { identity };
  const options = serveOptions(process.argv.slice(2));
  const transport = polledStdio({ input: process.stdin, inputDescriptor: STDIN, outputDescriptor: STDOUT });
  const runspaces = engineRunspaces({
    start: options.start,
    ...named,
    openShell(open, ask) {
      const thread = sameThreadEngine({
        makeBody: shellBody,
        stopped,
        poll: transport.poll,
        local: { [UI_SERVICE]: ask },
        serve: (cells) =>
          startWorker({ file: threadFile, cells, workerData: { role: "services", threadFile, endpoint, ...named } }),
      });
      thread.open(open);
      return shellOn(thread);
    },
  });
  servePsrp(transport, runspaces, options, (exitCode) => process.exit(exitCode));
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
