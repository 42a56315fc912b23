import assert from "node:assert/strict";
import { test } from "node:test";
import { serveFlags } from "../../src/shell/serve-flags.js";
import { remora } from "../support/program.js";

const lines: readonly (readonly [line: string, flags: string])[] = [
  ["-s", "s"],
  ["-s -Job", "s job"],
  ["-ServerMode --keep", "s keep"],
  ["-sshs -Keep", "sshs keep"],
  ["-Keeper", "keeper"],
  ["-s -wd /tmp -EncodedCommand MQA= -Job", "s job"],
  ["-NoLogo -NoProfile -s", "s"],
  ["-ExecutionPolicy Bypass -s", "s"],
  ["", ""],
  ["-wd -s", ""],
  ["-File deploy.ps1 -Job -s", ""],
  ["-f deploy.ps1 -Keeper", ""],
  ["deploy.ps1 -Keep", ""],
  ["-NoLogo deploy.ps1 -s", ""],
  ["-c Start-It -Job", ""],
  ["-Comm Start-It -Job", ""],
  ["-cwa Start-It -s", ""],
];

for (const [line, flags] of lines)
  test(`\`remora ${line}\` serves as: ${flags || "nothing, it is a shell"}`, () => {
    assert.equal([...serveFlags(line.split(" ").filter(Boolean))].join(" "), flags);
  });

test("a script is given arguments that look like the program's own", async () => {
  for (const own of ["-Job", "-s", "-Keeper"]) {
    const { stdout, exitCode } = await remora(["-c", '& { "$args" }', own]);
    assert.deepEqual([stdout.trim(), exitCode], [`${own}`, 0]);
  }
});
