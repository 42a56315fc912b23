// Native programs as a script uses them, through the program itself: streams, bytes, arguments, ends.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { remora, type ProgramResult } from "../support/program.js";

const folder = mkdtempSync(join(tmpdir(), "remora-native-"));
const bytes = randomBytes(5_000_000);
const checksum = createHash("sha256").update(bytes).digest("hex");

before(() => {
  writeFileSync(join(folder, "random.bin"), bytes);
  for (const name of ["a.log", "b.log", "c d.log", ".hidden.log"]) writeFileSync(join(folder, name), `${name}\n`);
});
after(() => rmSync(folder, { recursive: true }));

function run(script: string, timeout = 20_000): Promise<ProgramResult> {
  return remora(["-c", script], { cwd: folder, timeout });
}

const CASES: readonly (readonly [title: string, script: string, printed: string])[] = [
  ["an endless producer ends when its reader has enough", "yes | Select-Object -First 3", "y\ny\ny"],
  ["so do two of them in a row", "yes | cat | Select-Object -First 2; 'on'", "y\ny\non"],
  ["a producer whose native reader ends is ended by its broken pipe", "yes | head -n 2; $LASTEXITCODE", "y\ny\n0"],
  ["two natives pass bytes", "cat random.bin | sha256sum", `${checksum}  -`],
  ["three natives pass bytes", "cat random.bin | cat | sha256sum", `${checksum}  -`],
  ["a native writes bytes into a file", "cat random.bin > out.bin; sha256sum out.bin", `${checksum}  out.bin`],
  [
    "two natives append bytes to a file",
    "cat random.bin | cat >> twice.bin; cat random.bin | cat >> twice.bin; (Get-Item twice.bin).Length",
    "10000000",
  ],
  ["a program may write as much as it reads", "1..60000 | cat | tail -n 2 | cat", "59999\n60000"],
  ["objects go in as lines of text", "1, 'a b', $true | cat", "1\na b\nTrue"],
  [
    "a slow reader loses nothing of a program that has ended",
    "seq 1 300000 | ForEach-Object -Begin { Start-Sleep 2 } { $_ } | Measure-Object -Sum | % Sum",
    "45000150000",
  ],
  [
    "what a native passes on is there when it is written",
    `$at = sh -c "echo x; sleep 1; echo y" | cat | % { Get-Date }; ($at[1] - $at[0]).TotalMilliseconds -gt 500`,
    "True",
  ],
  [
    "arguments arrive as they were meant",
    `$a = 'x y'; printf '<%s>' 'a b' '' 'c"d' "$a!" --p="$a" q"z" -x:$a a,b @(1,'2 3') $null -- -1.50 '*.log' {sb}`,
    `<a b><><c"d><x y!><--p=x y><qz><-x:x y><a,b><1><2 3><--><-1.50><*.log><sb>`,
  ],
  [
    "an unquoted pattern becomes the names that match",
    "printf '<%s>' *.log n*.none",
    "<a.log><b.log><c d.log><n*.none>",
  ],
  [
    "$LASTEXITCODE and $? know how it ended",
    "sh -c 'exit 3'; \"$? $LASTEXITCODE\"; true; \"$? $LASTEXITCODE\"; sh -c 'exit 4' | cat; $LASTEXITCODE; true | sh -c 'exit 5'; $LASTEXITCODE",
    "False 3\nTrue 0\n0\n5",
  ],
  [
    "$PSNativeCommandUseErrorActionPreference makes a bad end an error",
    `$PSNativeCommandUseErrorActionPreference = $true; $ErrorActionPreference = 'Stop'
     try { sh -c 'exit 4'; 'not here' } catch { $_.FullyQualifiedErrorId; "$_"; $_.Exception.ExitCode }`,
    `ProgramExitedWithNonZeroCode\nProgram "sh" ended with non-zero exit code: 4 (0x04).\n4`,
  ],
  [
    "what it says on stderr is error records, merged where it is asked for",
    `sh -c 'echo out; echo err >&2' 2>&1 | % { $_.GetType().Name }; sh -c 'echo e >&2' 2>$null; sh -c 'echo e >&2' 2>e.txt; Get-Content e.txt`,
    "String\nErrorRecord\ne",
  ],
  ["a process left behind does not keep the pipeline", "$a = sh -c 'sleep 20 & echo hi'; $a", "hi"],
];

for (const [title, script, printed] of CASES) {
  test(title, { timeout: 30_000 }, async () => {
    const { stdout, stderr } = await run(script);
    assert.equal(stderr, "");
    assert.equal(stdout.trimEnd(), printed);
  });
}

/** Whether a process with this in its command line lives. */
function lives(part: string): boolean {
  return readdirSync("/proc").some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "latin1").startsWith(part);
    } catch {
      return false; // it has just ended
    }
  });
}

test(
  "Stop-Job ends a job's program and all it started",
  { timeout: 30_000, skip: !existsSync("/proc/self/cmdline") },
  async () => {
    const { stdout } = await run(`
      $j = Start-Job { Set-Location $using:PWD; sh -c 'echo go; tail -f ./a.log | cat; echo after' }
      while ($j.ChildJobs[0].Output.Count -lt 2) { Start-Sleep -Milliseconds 20 }
      Stop-Job $j; $j.State; Start-Sleep -Milliseconds 300`);
    assert.equal(stdout.trim(), "Stopped");
    assert.equal(lives("tail\0-f\0./a.log"), false);
  },
);
