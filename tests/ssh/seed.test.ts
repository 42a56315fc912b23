// The seed's three methods on real sshds: the same transcripts that processes of this machine are held to.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { root } from "../support/console-driver.js";
import { play } from "../support/play.js";
import { readTranscript, type TranscriptCase } from "../support/transcript.js";
import { sshServers, type SshServers } from "./rig/servers.js";
import { enterWorld } from "./rig/world.js";

const world = enterWorld(import.meta.url);
const skip = "missing" in world ? world.missing : false;
if (skip) console.log(`ssh: skipped, ${skip}`);

/** Every step of the three methods; what the other cases add is not about the way to the host. */
const STEPS = ["M1.1", "M1.2", "M1.3", "M1.5", "M1.6", "M1.7", "M1.8", "M1.9", "M1.11"]
  .concat(["M2.1", "M2.4", "M2.5", "M2.6", "M2.7"])
  .concat(["M3.1", "M3.3", "M3.4", "M3.5", "M3.6", "M3.8", "M3.10"]);

describe("the seed over SSH", { skip }, () => {
  let servers: SshServers;
  before(async () => {
    if (!("missing" in world)) servers = await sshServers(world);
  });
  after(() => servers.rig.stop());

  for (const each of ["method-1", "method-2", "method-3"].flatMap(casesOf))
    test(`${each.id} ${each.title}`, { timeout: 60_000 }, async () => {
      for (const server of ["Server01", "Server02"]) servers.clear(server);
      const places = { home: servers.home, home01: "/home/me", home02: "/home/me" };
      await play(each, { home: servers.home, places });
    });
});

function casesOf(method: string): readonly TranscriptCase[] {
  const text = readFileSync(join(root, "tests", "acceptance", `${method}.transcript`), "utf8");
  return readTranscript(text).filter(({ id }) => STEPS.includes(id));
}
