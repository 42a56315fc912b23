// Server01 and Server02 on one machine: endpoint processes with a home and a C: drive each, in an inventory of their own.

import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeFolder } from "./remove-folder.js";

export interface TwoServers {
  /** Folder that holds everything; the local home among it. */
  readonly folder: string;
  readonly home: string;
  /** Native folder behind a server's C: drive. */
  drive(server: string): string;
  /** Removes the folder. */
  dispose(): void;
}

const SERVERS: readonly string[] = ["Server01", "Server02"];

/** Names that no network has a computer for, whatever the machine that runs the tests is connected to. */
const NOT_THERE = Object.fromEntries(
  ["Server99", "nohost"].map((name) => [name, { transport: "ssh", address: `${name}.invalid` }]),
);

/** Makes the folders and the inventory, and points this process's environment at them. */
export function twoServers(environment: NodeJS.ProcessEnv = process.env): TwoServers {
  const folder = mkdtempSync(join(tmpdir(), "remora-"));
  const home = join(folder, "me");
  const drive = (server: string): string => join(folder, server, "c");
  const routes: Record<string, object> = { ...NOT_THERE };
  for (const server of SERVERS) routes[server] = routeOf(folder, server, drive(server));
  mkdirSync(home);
  const inventory = join(folder, "inventory.json");
  writeFileSync(inventory, JSON.stringify(routes, null, 2));
  Object.assign(environment, { REMORA_INVENTORY: inventory, HOME: home, XDG_STATE_HOME: join(home, "state") });
  const dispose = (): void => removeFolder(folder);
  return { folder, home, drive, dispose };
}

function routeOf(folder: string, server: string, drive: string): object {
  const home = join(folder, server, "home");
  mkdirSync(join(drive, "logs"), { recursive: true });
  mkdirSync(home, { recursive: true });
  return {
    transport: "process",
    home,
    environment: { HOME: home, XDG_STATE_HOME: join(home, "state") },
    drives: { C: drive },
  };
}
