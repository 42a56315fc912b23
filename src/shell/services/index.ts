// The services that the host thread gives the engine thread of a shell: jobs, sessions and the network.

import { randomUUID } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { JobTable } from "../../jobs/index.js";
import { NETWORK_SERVICE, networkService, type StartedWorker } from "../../runspace/index.js";
import {
  type Connector,
  EMPTY_INVENTORY,
  type EndpointIdentity,
  type Inventory,
  inventoryPath,
  ownReach,
  parseInventory,
} from "../../sessions/index.js";
import { localKeeper } from "../local-keeper.js";
import type { ShellServices } from "../shell-runspace.js";
import { jobService } from "./jobs.js";
import type { AskPerson } from "./questions.js";
import { registrar, userRegister } from "./registered.js";
import { sessionServices } from "./sessions.js";
import { startService } from "./start.js";
import { threadJobs } from "./thread-jobs.js";

export interface ShellServicesOptions {
  /** Program and arguments of an endpoint, for jobs and for this computer's sessions. */
  readonly endpoint: readonly string[];
  /** Gives an engine thread, for thread jobs. */
  readonly worker: () => StartedWorker;
  readonly identity?: EndpointIdentity;
  /** Asks the person behind the shell what ssh wants to know. Absent where there is nobody. */
  readonly askPerson?: AskPerson;
  /** Writes a warning at the console, in between. */
  readonly warn?: (text: string) => void;
  /** Plays a call of the user interface that wants no answer: whom Start-ThreadJob -StreamingHost is for. */
  readonly tell?: (method: string, args: readonly unknown[]) => void;
  /** True where sessions that are kept outlive this shell: what runs in them goes on. */
  readonly leavesSessions?: boolean;
  /** True where the results of sessions that are received pass through, and are not held here. */
  readonly drains?: boolean;
}

/** Names of the services on the bridge. */
const JOB_SERVICE = "jobs";
const SESSION_SERVICE = "sessions";
const START_SERVICE = "start";
const THREAD_SERVICE = "threads";

/** The inventory is read when a name is looked up: what the user changes counts at once. */
export function nodeConnector(endpoint: readonly string[]): Connector {
  let last: { readonly stamp: string; readonly inventory: Inventory } | undefined;
  const bundles = bundlesOf(endpoint);
  const reach = ownReach(endpoint, bundles);
  return {
    ...reach,
    ...(endpoint.includes("-e") ? {} : { keeper: localKeeper({ ...reach, bundles }) }),
    inventory() {
      const file = inventoryPath(process.env, process.env["HOME"] ?? homedir());
      const facts = statSync(file, { throwIfNoEntry: false });
      if (!facts?.isFile()) return { ...EMPTY_INVENTORY, file };
      // Hundreds of names of one command are looked up in what was read for the first.
      const stamp = `${file} ${facts.ino} ${facts.size} ${facts.mtimeMs}`;
      if (last?.stamp !== stamp) last = { stamp, inventory: parseInventory(readFileSync(file, "utf8"), file) };
      return last.inventory;
    },
  };
}

/** What an endpoint's program is made of: beside `bin/remora`, or the single file that `node -e` is given. */
function bundlesOf([, program = "", , file = ""]: readonly string[]): string {
  return program === "-e" ? file : join(dirname(program), "..", "dist", "bundle");
}

export function shellServices(options: ShellServicesOptions): ShellServices {
  const connector = nodeConnector(options.endpoint);
  // To name randomUUID is to load Node's cryptography, a megabyte that most endpoints never need.
  const table = new JobTable({ clock: Date.now, newGuid: () => randomUUID() });
  const { askPerson, warn, leavesSessions = false, drains = false, ...unattended } = options;
  const registered = registrar(userRegister());
  const sessions = sessionServices({
    connector,
    registrar: registered,
    leavesSessions,
    ...(warn && { warn }),
    takeJobId: () => void table.takeId(),
    ...(askPerson && { askPerson }),
  });
  const start = startService({ table, connector, sessions, registrar: registered, drains });
  const { worker, identity } = options;
  const threads = threadJobs({
    table,
    worker,
    services: () => shellServices(unattended),
    ...(identity && { identity }),
    ...(options.tell && { tell: options.tell }),
  });
  return {
    services: {
      [JOB_SERVICE]: jobService(table),
      [SESSION_SERVICE]: sessions.service,
      [START_SERVICE]: start.service,
      [THREAD_SERVICE]: threads.service,
      [NETWORK_SERVICE]: networkService,
    },
    async dispose() {
      start.dispose();
      threads.dispose();
      if (!leavesSessions) table.dispose();
      await sessions.dispose();
    },
  };
}
