import assert from "node:assert/strict";
import { test } from "node:test";
import { answers } from "../support/answers.js";

const CASES: readonly (readonly [title: string, script: string, ...expected: string[]])[] = [
  ["a function reads its caller's variable", "$x = 1; function f { $x }; f", "1"],
  ["a function's assignment is its own", "$x = 1; function f { $x = 2; $x }; f; $x", "2", "1"],
  [
    "a compound assignment starts from the scope's own variable",
    "$n = 10; function f { $n += 5; $n }; f; $n",
    "5",
    "10",
  ],
  ["a dot-sourced block shares the scope", ". { $y = 3 }; $y", "3"],
  ["a block called with & does not", '& { $y = 3 }; "[$y]"', "[]"],
  ["script scope reaches the script's own variable", "$s = 1; function f { $script:s++ }; f; $s", "2"],
  ["a closure keeps the variables of its moment", "$x = 1; $c = { $x }.GetNewClosure(); $x = 2; & $c", "1"],
  [
    "a block from the caller sees the runner's variables",
    "$v = 'a'; function run($b) { $v = 'b'; & $b }; run { $v }",
    "b",
  ],
  ["a private variable is not seen by what is called", '$private:p = 1; function f { "[$p]" }; f', "[]"],
  ["a typed variable converts what is assigned", "[int]$n = '5'; $n = '7'; $n + 1", "8"],
  [
    "a module has state of its own",
    "$null = New-Module { $script:n = 0; function Step { ($script:n++); $script:n } } | Import-Module; Step; Step",
    "0",
    "1",
    "1",
    "2",
  ],
  ["a reference writes the caller's variable", "function f([ref]$r) { $r.Value = 9 }; $v = 1; f ([ref]$v); $v", "9"],
  ["assigning $null throws the value away", "$null = 1, 2; 'ok'", "ok"],
  [
    "an unset variable is an error in strict mode",
    "Set-StrictMode -Version 1; $nope; 'next'",
    "next",
    "!! VariableIsUndefined",
  ],
];

for (const [title, script, ...expected] of CASES) test(title, () => assert.deepEqual(answers(script), expected));
