// `remora -s` and `-sshs`: an endpoint on this process's standard input and output, each runspace on a thread of its own.
//
// Rule: when the input ends, everything ends: pipelines are stopped, jobs killed, sessions closed, and the process exits.

import { type Every, stdioTransport, type Transport, withSignsOfLife } from "../transports/index.js";
import { engineRunspaces } from "./endpoint-runner.js";
import type { Launch } from "./launch.js";
import { endpointIdentity, serveOptions, servePsrp } from "./serve-psrp.js";
import { shellServices } from "./services/index.js";
import { openShellRunspace } from "./shell-runspace.js";

export function main({ worker, threads, endpoint }: Launch): void {
  const identity = endpointIdentity();
  const named = identity && { identity };
  const options = serveOptions(process.argv.slice(2));
  const runspaces = engineRunspaces({
    start: options.start,
    ...named,
    openShell: (open, ask) =>
      openShellRunspace({
        worker,
        services: () => shellServices({ endpoint, worker, ...named }),
        open,
        ui: (method, args) => new Promise((resolve) => ask(method, args, resolve)),
      }),
  });
  servePsrp(ownTransport(process.env), runspaces, options, (exitCode) => {
    const leave = (): void => threads.leave(exitCode);
    if (process.stdout.writableLength === 0) return leave();
    process.stdout.end(leave);
    setTimeout(leave, 1000).unref();
  });
}

/** How long an endpoint behind sshd says nothing. */
const QUIET_MS = 60_000;

const every: Every = (milliseconds, tick) => {
  const timer = setInterval(tick, milliseconds).unref();
  return () => clearInterval(timer);
};

function ownTransport(environment: NodeJS.ProcessEnv): Transport {
  const transport = stdioTransport({ input: process.stdin, output: process.stdout });
  if (!environment["SSH_CONNECTION"]) return transport;
  return withSignsOfLife(transport, Number(environment["REMORA_QUIET_MS"]) || QUIET_MS, every);
}
