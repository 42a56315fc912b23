// ForEach-Object -Parallel on threads, through the program itself.

import assert from "node:assert/strict";
import { test } from "node:test";
import { remora } from "../support/program.js";

const CASES: readonly (readonly [title: string, script: string, printed: string])[] = [
  [
    "blocks run at the same time",
    "$t = [Diagnostics.Stopwatch]::StartNew(); 1..4 | % -Parallel { Start-Sleep 1.5; $_ } | Sort-Object; $t.ElapsedMilliseconds -lt 5000",
    "1\n2\n3\n4\nTrue",
  ],
  [
    "no more than the limit of them",
    "$t = [Diagnostics.Stopwatch]::StartNew(); 1..4 | % -Parallel { Start-Sleep 0.5 } -ThrottleLimit 2; $t.ElapsedMilliseconds -ge 1000",
    "True",
  ],
  [
    "with one thread their order is kept",
    "(1..20 | % -Parallel { $_ * 2 } -ThrottleLimit 1) -join ' '",
    Array.from({ length: 20 }, (_, i) => 2 * (i + 1)).join(" "),
  ],
  [
    "a block sees nothing of the session but what it is given",
    '$k = 3; 1 | % -Parallel { "[$k] [$using:k]" }',
    "[] [3]",
  ],
  ["nor of the object before it", "1..3 | % -Parallel { $global:n++; $global:n } -ThrottleLimit 1", "1\n1\n1"],
  [
    "a block within a block uses the variables of the outer one",
    '1 | % -Parallel { $z = 7; 1 | % -Parallel { "in $using:z" } }',
    "in 7",
  ],
  [
    "tables and lists go there as copies",
    "$h = @{ a = 1; b = 2, 3 }; 1 | % -Parallel { $x = $using:h; $x.a = 9; $x.b[1] }; $h.a",
    "3\n1",
  ],
  [
    "what is meant to be shared is shared",
    '$d = [System.Collections.Concurrent.ConcurrentDictionary[string,object]]::new(); 1..3 | % -Parallel { $null = ($using:d).TryAdd("k$_", $_) }; $d.Count',
    "3",
  ],
  [
    "files stay live, in and out",
    'Get-Item /etc/hostname | % -Parallel { $_.GetType().Name; $_ } | % { "$($_.GetType().Name)" }',
    "String\nFileInfo",
  ],
  [
    "errors are records of the command, and the others go on",
    "1..3 | % -Parallel { if ($_ -eq 2) { throw 'bad' } else { $_ } } -ErrorVariable e 2>$null | Sort-Object; $e.FullyQualifiedErrorId",
    "1\n3\nPSTaskException,Microsoft.PowerShell.Commands.ForEachObjectCommand",
  ],
  [
    "a variable that is not there is an error before anything runs",
    "try { 1 | % -Parallel { 'ran'; $using:none } } catch { $_.FullyQualifiedErrorId }",
    "UsingVariableIsUndefined,Microsoft.PowerShell.Commands.ForEachObjectCommand",
  ],
  [
    "the time is up for all that run",
    "1..3 | % -Parallel { 'began'; Start-Sleep 30 } -TimeoutSeconds 2 -ErrorVariable e 2>$null; $e.FullyQualifiedErrorId | Select-Object -Unique",
    "began\nbegan\nbegan\nPSTaskException,Microsoft.PowerShell.Commands.ForEachObjectCommand",
  ],
  [
    "a reader that has enough ends them",
    "1..1000000 | % -Parallel { $_ } -ThrottleLimit 1 | Select-Object -First 2",
    "1\n2",
  ],
  ["Write-Host is seen as it is written", "1 | % -Parallel { Write-Host 'seen' }", "seen"],
  ["-UseNewRunspace gives each a thread of its own", "(1..3 | % -Parallel { $_ } -UseNewRunspace).Count", "3"],
];

for (const [title, script, printed] of CASES)
  test(title, { timeout: 40_000 }, async () => {
    const { stdout, stderr } = await remora(["-c", script]);
    assert.equal(stdout.trimEnd(), printed, stderr);
    assert.equal(stderr, "");
  });
