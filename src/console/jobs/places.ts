// Which computers a command is about.

import { hostname } from "node:os";
import type { KeptJobPlace, KeptJobWorld } from "../../jobs/index.js";
import { parseSshTarget, SshTargetError } from "../../transports/index.js";
import { type Arguments, UsageError } from "./arguments.js";
import { knownJobs } from "./chosen-jobs.js";

/** Computers of -H; this one where there is none. */
export function placesOf(options: Arguments["options"]): KeptJobPlace[] {
  const hosts = String(options["host"] ?? "localhost")
    .split(",")
    .map((host) => host.trim())
    .filter((host) => host !== "");
  return hosts.map((host) => {
    if (!host.includes("@") && !/^ssh:/i.test(host)) return { computerName: host === "." ? "localhost" : host };
    try {
      const ssh = parseSshTarget(host);
      return { computerName: ssh.address, ssh };
    } catch (error) {
      if (error instanceof SshTargetError) throw new UsageError(error.message);
      throw error;
    }
  });
}

export function placeJson({ computerName, ssh }: KeptJobPlace): Record<string, unknown> {
  return {
    computerName,
    ...(ssh?.user !== undefined && { user: ssh.user }),
    ...(ssh?.port !== undefined && { port: ssh.port }),
  };
}

/** This computer, and all that have a job. */
export function knownPlaces(world: KeptJobWorld): KeptJobPlace[] {
  const places = new Map<string, KeptJobPlace>([[JSON.stringify(["localhost", null]), { computerName: "localhost" }]]);
  for (const { computerName, ssh, outcome } of knownJobs(world)) {
    if (outcome || computerName.toLowerCase() === hostname().toLowerCase()) continue;
    places.set(JSON.stringify([computerName.toLowerCase(), ssh ?? null]), { computerName, ...(ssh && { ssh }) });
  }
  return [...places.values()];
}
