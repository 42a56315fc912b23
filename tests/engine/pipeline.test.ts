import assert from "node:assert/strict";
import { test } from "node:test";
import { answers } from "../support/answers.js";

const CASES: readonly (readonly [title: string, script: string, ...expected: string[]])[] = [
  [
    "objects flow one by one, begins first and ends last",
    "function a { begin { 'ab' } process { \"a$_\" } end { 'ae' } }; function b { begin { 'bb' } process { \"b($_)\" } end { 'be' } }; 1, 2 | a | b",
    "bb",
    "b(ab)",
    "b(a1)",
    "b(a2)",
    "b(ae)",
    "be",
  ],
  [
    "Select-Object -First stops what is before it",
    "function endless { $i = 0; while ($true) { ($i++) } }; endless | Select-Object -First 2",
    "0",
    "1",
  ],
  [
    "the underscore is put back after a pipeline",
    '1, 2 | ForEach-Object { $o = $_; \'a\' | ForEach-Object { "$o$_" }; "after $_" }',
    "1a",
    "after 1",
    "2a",
    "after 2",
  ],
  [
    "errors merged into the output come in their place",
    "function f { 'o'; Write-Error 'e'; 'p' }; f 2>&1 | ForEach-Object { $_.GetType().Name }",
    "String",
    "ErrorRecord",
    "String",
  ],
  [
    "a function without process block has its input in $input",
    'function f { foreach ($i in $input) { "i$i" } }; 1, 2 | f',
    "i1",
    "i2",
  ],
  ["a filter runs for each object", "filter double { $_ * 2 }; 1, 2 | double", "2", "4"],
  [
    "a clean block runs after an error too",
    "function f { process { throw 'x' } clean { Write-Host 'c' } }; try { 1 | f } catch { 'caught' }",
    "caught",
  ],
  ["OutVariable keeps what went by", '1..3 | Write-Output -OutVariable o | Out-Null; "$o"', "1 2 3"],
  [
    "PipelineVariable is seen downstream",
    '1, 2 | Write-Output -PipelineVariable p | ForEach-Object { "$p$_" }',
    "11",
    "22",
  ],
  [
    "ErrorVariable of a function collects its commands' errors",
    "function f { [CmdletBinding()] param() Write-Error 'x' }; f -ErrorVariable e -ErrorAction SilentlyContinue; $e.Count",
    "1",
  ],
  [
    "a steppable pipeline is driven by its proxy",
    "function p { [CmdletBinding()] param([Parameter(ValueFromPipeline)]$i) begin { $s = { Where-Object { $_ -gt 1 } }.GetSteppablePipeline(); $s.Begin($PSCmdlet) } process { $s.Process($_) } end { $s.End() } }; 1..3 | p",
    "2",
    "3",
  ],
  ["bytes and lines of a program", "printf 'a\\nb' | ForEach-Object { \"<$_>\" }; 'x' | cat", "<a>", "<b>", "x"],
  ["the exit code of a program", "sh -c 'exit 3'; \"$? $LASTEXITCODE\"", "False 3"],
  [
    "a parallel block sees only what using names",
    '$k = 3; 1, 2 | ForEach-Object -Parallel { "[$k]$using:k$_" }',
    "[]31",
    "[]32",
  ],
];

for (const [title, script, ...expected] of CASES) test(title, () => assert.deepEqual(answers(script), expected));
