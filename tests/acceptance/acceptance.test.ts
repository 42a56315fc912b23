// The acceptance cases as console transcripts: a real console, real sessions to Server01 and Server02, real jobs.
//
// REMORA_UPDATE_TRANSCRIPTS=1 writes down what the console shows now, holes lost: read the difference before it is kept.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { driveConsole, root, type ConsoleDriver } from "../support/console-driver.js";
import {
  ANSWER,
  fillHoles,
  outputLines,
  placed,
  readTranscript,
  type TranscriptCase,
  type TranscriptStep,
  writeTranscript,
} from "../support/transcript.js";
import { twoServers } from "../support/two-servers.js";

const folder = join(root, "tests", "acceptance");
const update = process.env["REMORA_UPDATE_TRANSCRIPTS"] !== undefined;
/** Enough for the Job view with PSComputerName behind it. */
const COLUMNS = 140;
/** A case that takes longer hangs. */
const TIMEOUT_MS = 60_000;

/** Cases of the acceptance list that are not transcripts of this console, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "L1, L2, L4, L5": "need a transport that can disconnect (WSMan or a keeper), or the host to restart",
  E13: "needs the quota of a managed endpoint",
};

for (const file of readdirSync(folder).filter((name) => name.endsWith(".transcript"))) {
  const path = join(folder, file);
  const cases = readTranscript(readFileSync(path, "utf8"));
  const seen: TranscriptCase[] = [];
  describe(file.replace(".transcript", ""), () => {
    for (const each of cases)
      test(`${each.id} ${each.title}`, { timeout: TIMEOUT_MS }, async () => {
        seen.push(await play(each));
        if (update && seen.length === cases.length) writeFileSync(path, writeTranscript(seen));
      });
  });
}

for (const [id, reason] of Object.entries(ELSEWHERE)) test(`${id}`, { skip: reason }, () => undefined);

/** Types a case into a console with servers of its own; gives it back as it ran. */
async function play(each: TranscriptCase): Promise<TranscriptCase> {
  const environment = { ...process.env };
  const servers = twoServers();
  const places = {
    home: servers.home,
    home01: join(servers.folder, "Server01", "home"),
    home02: join(servers.folder, "Server02", "home"),
  };
  let shown = "";
  let onShown = (): void => undefined;
  const console = driveConsole({
    start: servers.home,
    columns: COLUMNS,
    echo(text) {
      shown += text;
      onShown();
    },
  });
  const steps: TranscriptStep[] = [];
  try {
    for (const step of each.steps) {
      onShown = interrupting(console, step.interruptAfter, () => shown);
      shown = "";
      const answers = step.prompt === ANSWER;
      const prompt = answers ? ANSWER : await console.prompt();
      const output = outputLines(await console.type(step.command));
      if (update) {
        const kept = fillHoles(step.output, output, places);
        const same = kept.join("\n") === output.join("\n");
        steps.push({
          ...step,
          prompt: unplaced(prompt, places),
          output: same ? step.output : output.map((line) => unplaced(line, places)),
        });
        continue;
      }
      const expected = fillHoles(step.output, output, places);
      const before = steps.map((earlier) => earlier.prompt + earlier.command).join("\n");
      const head = `${before}\n`;
      assert.equal(
        head + prompt.trimEnd() + " " + step.command + "\n" + output.join("\n"),
        head + placed(step.prompt, places).trimEnd() + " " + step.command + "\n" + expected.join("\n"),
      );
      steps.push(step);
    }
  } finally {
    await console.leave();
    process.env = environment;
    servers.dispose();
  }
  return { ...each, steps };
}

/** Types Ctrl+C when the text has been shown (after the command itself). */
function interrupting(console: ConsoleDriver, after: string | undefined, shown: () => string): () => void {
  let done = after === undefined;
  return () => {
    const output = shown().slice(shown().indexOf("\n") + 1);
    if (done || !output.includes(after!)) return;
    done = true;
    console.interrupt();
  };
}

function unplaced(text: string, places: Readonly<Record<string, string>>): string {
  let result = text;
  for (const [name, path] of Object.entries(places)) result = result.replaceAll(path, `{${name}}`);
  return result.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "{guid}");
}
