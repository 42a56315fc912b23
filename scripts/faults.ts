// The fault table (`npm run faults`): what can go wrong with hosts over SSH, made for real, and what a person sees of it. Markdown.

import { complaints, FAULTS, FAULTY_HOSTS, happen, setStage } from "../tests/ssh/faults.js";
import { createRig } from "../tests/ssh/rig/rig.js";
import { enterWorld } from "../tests/ssh/rig/world.js";

const world = enterWorld(import.meta.url);
if ("missing" in world) {
  process.stderr.write(`There can be no hosts here: ${world.missing}.\n`);
  process.exit(1);
}
const rig = createRig(world);
await rig.start(FAULTY_HOSTS);
const stage = await setStage(rig);
console.log("| fault | what the person saw | time | processes left |\n| --- | --- | --- | --- |");
let failures = 0;
for (const fault of FAULTS.filter(({ title }) => process.argv.slice(2).every((word) => title.includes(word)))) {
  const outcome = await happen(stage, fault);
  const wrong = complaints(fault, outcome);
  if (wrong.length > 0) failures++;
  const saw = outcome.text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && line !== "ready");
  const cells = [
    fault.title,
    saw.join("<br>").replaceAll("|", "\\|"),
    `${(outcome.milliseconds / 1000).toFixed(2)} s`,
    String(outcome.left.length),
  ];
  console.log(`| ${cells.join(" | ")} |`);
  for (const each of wrong) process.stderr.write(`✗ ${fault.title}: ${each}\n`);
}
await rig.stop();
process.exit(failures === 0 ? 0 : 1);
