// What a program of this package reaches computers with: its own endpoint, ssh, and what ends with the process.

import { killChildrenOnExit, ownHome, sshClient, uploadFrom } from "../transports/index.js";
import type { Connector } from "./connect.js";
import { jobEndpointOf } from "./job-endpoint.js";

/** A connector but for its inventory. */
export type OwnReach = Omit<Connector, "inventory">;

/**
 * `endpoint`: program and arguments that serve PSRP. `bundles`: the folder that the program is built into, or the single file
 * that it is; hosts are sent their endpoint from it.
 */
export function ownReach(endpoint: readonly string[], bundles: string): OwnReach {
  const registry = killChildrenOnExit(process);
  return {
    endpoint,
    jobEndpoint: () => jobEndpointOf(endpoint),
    registry,
    mayKeep: () => process.env["REMORA_KEEPER"]?.toLowerCase() !== "never",
    ssh: sshClient({ environment: process.env, home: ownHome(), registry, upload: uploadFrom(bundles) }),
  };
}
