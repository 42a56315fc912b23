import assert from "node:assert/strict";
import { test } from "node:test";
import { answers } from "../support/answers.js";

const CASES: readonly (readonly [title: string, script: string, ...expected: string[]])[] = [
  [
    "a labelled continue goes on with the outer loop",
    ':o foreach ($i in 1..2) { foreach ($j in 1..2) { if ($j -eq 2) { continue o }; "$i$j" } }',
    "11",
    "21",
  ],
  [
    "continue inside ForEach-Object reaches the loop around it",
    'foreach ($i in 1..2) { 1..2 | ForEach-Object { if ($_ -eq 2) { continue }; "$i$_" } }',
    "11",
    "21",
  ],
  ["break outside a loop ends the script", "'a'; break; 'b'", "a"],
  [
    "return inside ForEach-Object ends that object's turn only",
    "1..3 | ForEach-Object { if ($_ -eq 2) { return }; $_ }",
    "1",
    "3",
  ],
  ["an error ends its statement, not the block", "1/0; 'next'", "next", "!! RuntimeException"],
  ["throw ends the script", "'a'; throw 'x'; 'b'", "a", "!! x"],
  ["a finally runs when a return leaves", "function f { try { return 1 } finally { 'f' } }; f", "1", "f"],
  ["a catch takes the error of a called function", "function f { throw 'deep' }; try { f } catch { \"$_\" }", "deep"],
  ["a trap resumes after the statement that failed", "trap { \"t $_\"; continue }; throw 'x'; 'after'", "t x", "after"],
  ["a rethrown error is the same error", "try { try { throw 'x' } catch { throw } } catch { \"again $_\" }", "again x"],
  ["or runs after a failed pipeline", "1/0 && 'and' || 'or'", "or", "!! RuntimeException"],
  ["switch compares texts", "switch ('1') { 1 { 'int' } '1' { 'text' } }", "int", "text"],
  [
    "a switch's break does not leave the loop around it",
    "foreach ($i in 1, 2) { switch ($i) { 1 { break } }; $i }",
    "1",
    "2",
  ],
  [
    "endless recursion is an error, not a crash",
    "function f { f }; try { f } catch { $_.FullyQualifiedErrorId }; 'alive'",
    "CallDepthOverflow",
    "alive",
  ],
  ["exit ends everything", "function f { exit 3 }; f; 'never'"],
];

for (const [title, script, ...expected] of CASES) test(title, () => assert.deepEqual(answers(script), expected));

test("a stop ends an endless loop, and finally runs", () => {
  let looked = 0;
  const stop = {
    get requested(): boolean {
      return ++looked > 50;
    },
    set requested(_: boolean) {},
  };
  assert.deepEqual(answers("try { while ($true) { } } finally { 'cleaned' }", { stop }), ["cleaned", "!stopped"]);
});
