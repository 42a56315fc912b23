// Real PowerShell on one side of a real sshd: its client to `remora -sshs` behind `Subsystem powershell`, and Remora to the real
// engine behind the same line.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { drive } from "../interop/drive.js";
import { findPeer, root } from "../interop/peer.js";
import { expectation, told, type Outcome, type Row } from "../interop/scenario.js";
import { invoke, overSsh } from "../interop/scenarios/cmdlets.js";
import { pipelines } from "../interop/scenarios/pipelines.js";
import { AS_SUBSYSTEM, REAL_POWERSHELL } from "./rig/cast.js";
import { leftOver, processes, type WorldProcess } from "./rig/processes.js";
import { createRig, type Rig } from "./rig/rig.js";
import { enterWorld } from "./rig/world.js";

const peer = await findPeer(); // before the world, which has no way to a registry
const world = enterWorld(import.meta.url);
const skip = "missing" in world ? world.missing : "missing" in peer ? peer.missing : unbundled();
if (skip) console.log(`ssh: skipped, ${skip}`);
const program = "program" in peer ? peer.program : "";

function unbundled(): string | false {
  return existsSync(join(root, "dist", "bundle", "launch.cjs"))
    ? false
    : "bin/remora is not bundled yet (npm run build)";
}

describe("real PowerShell and Remora over a real sshd", { skip }, () => {
  let rig: Rig;
  let started: readonly WorldProcess[];
  before(async () => {
    if ("missing" in world) return;
    rig = createRig(world);
    // server01 and server02 are what the rows call them.
    await rig.start({ server01: AS_SUBSYSTEM, server02: AS_SUBSYSTEM, real: REAL_POWERSHELL });
    process.env["PEER_REAL_SSH"] = "yes";
    started = processes();
  });
  after(async () => {
    await rig.stop();
  });

  rowsOf(
    "the real client drives remora -sshs",
    pipelines.filter((row) => (row.seconds ?? 0) < 20),
    "drive",
    "server01",
  );
  rowsOf("the real cmdlets reach remora -sshs by -HostName", [...invoke, ...overSsh], "job", "server01");
  rowsOf("the real client drives the real engine behind sshd", pipelines.slice(0, 3), "drive", "real");

  test("no process is left on either side", async () => {
    const left = await leftOver(started, 5000);
    assert.deepEqual(
      left.map(({ commandLine }) => commandLine),
      [],
    );
  });
});

function rowsOf(title: string, rows: readonly Row[], mode: "drive" | "job", host: string): void {
  describe(title, () => {
    let outcomes = new Map<string, Outcome>();
    let held = 0;
    before(async () => {
      outcomes = await drive(program, mode, rows, ["ssh", "-s", host, "powershell"]);
    });
    after(() => console.log(`ssh: ${title}: ${held} of ${rows.length} rows`));
    for (const row of rows)
      test(row.name, (context) => {
        const reason = host === "real" ? undefined : row.notFor?.["drives-remora"];
        if (reason) return context.skip(reason);
        const outcome = outcomes.get(row.name);
        assert.ok(outcome, "the run ended before this row");
        assert.deepEqual(told(outcome, row.expect), expectation(row.expect));
        held++;
      });
  });
}
