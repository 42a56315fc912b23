// Faults of hosts over SSH, each made for real: what the person sees, how soon, and that nothing is left running.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { complaints, FAULTS, FAULTY_HOSTS, happen, setStage, type Stage } from "./faults.js";
import { createRig } from "./rig/rig.js";
import { enterWorld } from "./rig/world.js";

const world = enterWorld(import.meta.url);
const skip = "missing" in world ? world.missing : false;
if (skip) console.log(`ssh: skipped, ${skip}`);

describe("faults over SSH", { skip }, () => {
  let stage: Stage;
  before(async () => {
    if ("missing" in world) return;
    const rig = createRig(world);
    await rig.start(FAULTY_HOSTS);
    stage = await setStage(rig);
  });
  after(() => stage.rig.stop());

  for (const fault of FAULTS)
    test(fault.title, async () => {
      const outcome = await happen(stage, fault);
      assert.deepEqual(complaints(fault, outcome), [], outcome.text);
    });
});
