// Server01 and Server02 of the seed as hosts of the rig: what twoServers() is for processes of this machine.

import { chownSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TwoServers } from "../../support/two-servers.js";
import { ONLY_NODE } from "./cast.js";
import { ME } from "./host.js";
import { createRig, type HostKind, type Rig } from "./rig.js";
import type { World } from "./world.js";

export interface SshServers extends TwoServers {
  readonly rig: Rig;
  /** Empties a server's C: drive. */
  clear(server: string): void;
}

/** Starts them, with only Node.js, and gives them a C: drive in an inventory that the environment names. */
export async function sshServers(world: World, others: Readonly<Record<string, HostKind>> = {}): Promise<SshServers> {
  const rig = createRig(world);
  await rig.start({ Server01: ONLY_NODE, Server02: ONLY_NODE, ...others });
  const drive = (server: string): string => join(rig.host(server).home(), "c");
  const clear = (server: string): void => {
    rmSync(drive(server), { recursive: true, force: true });
    for (const folder of [drive(server), join(drive(server), "logs")]) {
      mkdirSync(folder);
      chownSync(folder, ME.id, 100);
    }
  };
  const routes: Record<string, object> = {};
  for (const server of ["Server01", "Server02"]) {
    clear(server);
    routes[server] = { transport: "ssh", drives: { C: `/home/${ME.name}/c` } };
  }
  const inventory = join(world.folder, "inventory.json");
  writeFileSync(inventory, JSON.stringify(routes, null, 2));
  process.env["REMORA_INVENTORY"] = inventory;
  return { rig, folder: world.folder, home: world.home, drive, clear, dispose: () => rig.stop() };
}
