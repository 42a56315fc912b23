// The example scripts, run as a person would: with fixed inputs, and what they print held against the recorded text.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findPeer, skipReason } from "../interop/peer.js";
import { root } from "../support/console-driver.js";
import { twoServers } from "../support/two-servers.js";

const program = join(root, "bin", "remora");
const examples = join(root, "examples");

interface Example {
  readonly title: string;
  readonly args: readonly string[];
  /** File of tests/fixtures/examples. */
  readonly golden: string;
  readonly exitCode: number;
}

const EXAMPLES: readonly Example[] = [
  {
    title: "the disk report rates file systems in a table, and its exit code counts the critical ones",
    args: ["disk-report.ps1", "-Path", "data/df.txt", "-As", "Table"],
    golden: "disk-report-table.txt",
    exitCode: 1,
  },
  {
    title: "the disk report gives CSV",
    args: ["disk-report.ps1", "-Path", "data/df.txt", "-As", "Csv"],
    golden: "disk-report-csv.txt",
    exitCode: 1,
  },
  {
    title: "the disk report gives a page of HTML",
    args: ["disk-report.ps1", "-Path", "data/df.txt", "-As", "Html"],
    golden: "disk-report-html.txt",
    exitCode: 1,
  },
  {
    title: "the log analysis counts, ranks and finds the scan",
    args: ["log-analysis.ps1"],
    golden: "log-analysis.txt",
    exitCode: 0,
  },
  {
    title: "the user audit finds who should not be there, and who is missing",
    args: ["user-audit.ps1", "-Today", "2026-07-01"],
    golden: "user-audit.txt",
    exitCode: 0,
  },
  {
    title: "the service watch starts what is down, and gives up what stays so",
    args: ["service-watch.ps1"],
    golden: "service-watch.txt",
    exitCode: 1,
  },
];

for (const { title, args, golden, exitCode } of EXAMPLES) {
  test(title, () => {
    const result = spawnSync(process.execPath, [program, "-File", ...args], {
      cwd: examples,
      encoding: "utf8",
      timeout: 30_000,
    });
    assert.equal(withoutWarnings(result.stdout), withoutWarnings(fixture(golden)));
    assert.equal(result.status, exitCode);
  });
}

test("the service watch changes nothing with -WhatIf", () => {
  const result = spawnSync(process.execPath, [program, "-File", "service-watch.ps1", "-WhatIf"], {
    cwd: examples,
    encoding: "utf8",
  });
  assert.match(result.stdout, /What if: Performing the operation "start, try 1" on target "mail"\./);
  assert.equal(result.status, 0);
});

test("the fleet inventory gives a row a computer, also for the one that is not there", (t) => {
  const environment = { ...process.env };
  const servers = twoServers(environment);
  t.after(() => servers.dispose());
  const command = `./fleet-inventory.ps1 Server01, Server02, Server99 | ForEach-Object { "$($_.Computer) $($_.State) $($_.Drives)" }`;
  const result = spawnSync(process.execPath, [program, "-c", command], {
    cwd: examples,
    encoding: "utf8",
    env: environment,
  });
  assert.deepEqual(withoutWarnings(result.stdout).trimEnd().split("\n"), [
    "Server01 Answered C",
    "Server02 Answered C",
    "Server99 Failed",
  ]);
});

test("the log analysis, which needs no modules, prints the same in the real engine", async (t) => {
  const peer = await findPeer();
  if ("missing" in peer) return t.skip(skipReason(peer));
  const script = `& '${join(examples, "log-analysis.ps1")}' | ForEach-Object { "$_" }`;
  const result = spawnSync(peer.program, ["command", script], { encoding: "utf8", timeout: 60_000 });
  assert.equal(result.stdout, fixture("log-analysis.txt"));
});

function fixture(name: string): string {
  return readFileSync(join(root, "tests", "fixtures", "examples", name), "utf8");
}

/** Warnings name the place of the checkout; where they stand among buffered tables is the console's affair. */
function withoutWarnings(text: string): string {
  return text.replace(/^WARNING: .*\n/gm, "");
}
