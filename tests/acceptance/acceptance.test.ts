// The acceptance cases as console transcripts: a real console, real sessions to Server01 and Server02, real jobs.
//
// REMORA_UPDATE_TRANSCRIPTS=1 writes down what the console shows now, holes lost: read the difference before it is kept.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { root } from "../support/console-driver.js";
import { play } from "../support/play.js";
import { readTranscript, type TranscriptCase, writeTranscript } from "../support/transcript.js";
import { twoServers } from "../support/two-servers.js";

const folder = join(root, "tests", "acceptance");
const update = process.env["REMORA_UPDATE_TRANSCRIPTS"] !== undefined;
/** A case that takes longer hangs. */
const TIMEOUT_MS = 60_000;

/** Cases of the acceptance list that are not transcripts of this console, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "L1, L4, L5":
    "are about two terminals, an idle time-out and a host that dies: tests/console, tests/keeper and tests/ssh",
  E13: "needs the quota of a managed endpoint",
};

for (const file of readdirSync(folder).filter((name) => name.endsWith(".transcript"))) {
  const path = join(folder, file);
  const cases = readTranscript(readFileSync(path, "utf8"));
  const seen: TranscriptCase[] = [];
  describe(file.replace(".transcript", ""), () => {
    for (const each of cases)
      test(`${each.id} ${each.title}`, { timeout: TIMEOUT_MS }, async () => {
        seen.push(await playOnServers(each));
        if (update && seen.length === cases.length) writeFileSync(path, writeTranscript(seen));
      });
  });
}

for (const [id, reason] of Object.entries(ELSEWHERE)) test(`${id}`, { skip: reason }, () => undefined);

/** Plays a case on servers of its own. */
async function playOnServers(each: TranscriptCase): Promise<TranscriptCase> {
  const environment = { ...process.env };
  const servers = twoServers();
  const places = {
    home: servers.home,
    home01: join(servers.folder, "Server01", "home"),
    home02: join(servers.folder, "Server02", "home"),
  };
  try {
    return await play(each, { home: servers.home, places }, { update });
  } finally {
    process.env = environment;
    servers.dispose();
  }
}
