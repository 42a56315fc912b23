// The keeper's program: endpoints behind a socket, each session's runspace in a process of its own.
//
// Rule: nothing that a session does can end the keeper, or change another session: the runspace has its client's environment,
// and dies alone. A keeper whose folder was deleted can be found by nobody: it ends when its last client has gone;
// one whose socket was deleted makes it again.

import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { Endpoint } from "../endpoint/index.js";
import {
  identityOfProcess,
  Keeper,
  type EndpointRequest,
  listen,
  type Listening,
  logTo,
  systemClock,
} from "../keeper/index.js";
import { ENDPOINT_VARIABLE, jobEndpointOf } from "../sessions/index.js";
import { childProcessTransport, killChildrenOnExit, nodeBase64, nodeKeyExchange } from "../transports/index.js";
import { ownPlaces } from "./keep-places.js";
import { processRunspaces } from "./process-runspaces.js";
import { endpointIdentity, privateVersions } from "./serve-psrp.js";
import type { RelayLaunch } from "./serve-relay.js";
import { spareProcess } from "./spare-process.js";

/** How often a keeper looks whether its folder and its socket are still there. */
const LOOK_MS = 10_000;

export function main({ bundles, endpoint }: RelayLaunch): void {
  const places = ownPlaces(bundles);
  const self = identityOfProcess(process.pid) ?? { pid: process.pid, start: "" };
  const log = (text: string): void => logTo(places.log, text);
  const registry = killChildrenOnExit(process);
  const command = jobEndpointOf(endpoint);
  const versions = privateVersions();
  const linger = Number(process.env["REMORA_KEEPER_LINGER_MS"] || Number.NaN);
  const quiet = Number(process.env["REMORA_QUIET_MS"] || Number.NaN);
  let listening: Listening | undefined;
  process.on("uncaughtException", (error) => log(`A defect: ${error.stack ?? error.message}`));
  process.on("unhandledRejection", (error) => log(`A defect: ${error instanceof Error ? error.stack : String(error)}`));
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(signal, () => {
      log(`Told to end by ${signal}.`);
      leave();
    });
  const keeper = new Keeper({
    places,
    clock: systemClock(),
    self,
    log,
    makeEndpoint,
    idle: leave,
    ...(linger >= 0 && { lingerMs: linger }),
    ...(quiet > 0 && { quietMs: quiet }),
  });

  const spare = spareProcess({
    make: (options) => childProcessTransport(options, registry),
    isWanted: () => keeper.alive > 0,
  });

  setInterval(() => {
    const isFolderThere = existsSync(dirname(places.process));
    if (!isFolderThere && keeper.connections === 0) leave();
    else if (isFolderThere && listening?.isGone) begin().catch(() => undefined); // its folder is gone too: later
  }, LOOK_MS).unref();

  async function begin(): Promise<void> {
    const before = listening;
    listening = await listen(places, self, (socket) => keeper.accept(socket));
    before?.stop();
  }

  /** Whatever becomes of its files: their folder may be gone. */
  function leave(): void {
    try {
      listening?.close();
    } finally {
      process.exit();
    }
  }

  function makeEndpoint(request: EndpointRequest): Endpoint {
    const { hello, flush, ended, keeper: hooks, onProcess, stopGraceMs, isSingle } = request;
    const { REMORA_KEEPER: _, ...env } = hello.environment;
    return new Endpoint({
      factory: processRunspaces({
        command: [...command, "-wd", hello.start],
        env,
        computerName: endpointIdentity(env[ENDPOINT_VARIABLE] ?? "")?.name,
        registry,
        packets: true,
        take: (options) => spare.take(options, isSingle),
        settled: spare.settled,
        ...(onProcess && { onProcess }),
        ...(stopGraceMs !== undefined && { stopGraceMs }),
      }),
      base64: nodeBase64,
      crypto: nodeKeyExchange,
      psVersionTable: versions,
      initialScripts: hello.initialScripts,
      errors: hello.ssh ? "stdout" : "stderr",
      batch: true,
      flush,
      ended,
      ...(hooks && { keeper: hooks }),
    });
  }

  begin().catch((error: Error) => {
    log(`The socket ${places.socket} cannot be made: ${error.message}`);
    process.exit(1);
  });
}
