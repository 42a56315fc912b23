// What a script throws away is not shown: `3>$null` and its like, here and from elsewhere.

import assert from "node:assert/strict";
import { test } from "node:test";
import { remora } from "../support/program.js";

const CASES: readonly (readonly [title: string, script: string, printed: string])[] = [
  [
    "a command's messages",
    "Write-Warning a 3>$null; Write-Verbose b -Verbose 4>$null; Write-Host c 6>$null; 'on'",
    "on",
  ],
  ["those of a block, all of them", "& { Write-Host a; Write-Warning b; Write-Error c; 'd' } *>$null; 'on'", "on"],
  [
    "those of a session's script",
    "Invoke-Command -ComputerName localhost { Write-Warning a 3>$null; Write-Host b 6>$null; 'on' }",
    "on",
  ],
  ["those of a job that is received", "Start-Job { Write-Warning a } | Receive-Job -Wait 3>$null; 'on'", "on"],
  ["others are shown as ever", "Write-Warning a 3>$null; Write-Warning b", "WARNING: b"],
];

for (const [title, script, printed] of CASES)
  test(title, { timeout: 30_000 }, async () => {
    const { stdout, stderr } = await remora(["-c", script]);
    assert.equal(stdout.trimEnd(), printed);
    assert.equal(stderr, "");
  });
