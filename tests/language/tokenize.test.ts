// What the console colours: the class of every stretch of text, also while a line is still being typed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { tokenize } from "../../src/language/index.js";

function classes(source: string): string {
  return tokenize(source)
    .map(({ kind, start, end }) => `${kind}:${source.slice(start, end)}`)
    .join(" ");
}

const ROWS: readonly (readonly [string, string])[] = [
  ["foo -a 1 b # c", "command:foo parameter:-a number:1 argument:b comment:# c"],
  ["echo if -x:3 > out", "command:echo argument:if parameter:-x: number:3 operator:> argument:out"],
  [
    "if ($a -eq 'b') { }",
    "keyword:if punctuation:( variable:$a operator:-eq string:'b' punctuation:) punctuation:{ punctuation:}",
  ],
  [
    "[math]::Max(1)",
    "punctuation:[ type:math punctuation:] operator::: member:Max punctuation:( number:1 punctuation:)",
  ],
  ['"a$b c"', 'string:"a variable:$b string: c"'],
  ["@{a=1}", "punctuation:@{ member:a operator:= number:1 punctuation:}"],
  ["function Get-It { }", "keyword:function command:Get-It punctuation:{ punctuation:}"],
  [":a while", "label::a keyword:while"],
  ["& 'a b' @c", "operator:& command:'a b' variable:@c"],
  ['"abc $(1', 'string:"abc  punctuation:$( number:1'],
  ["$h.x(", "variable:$h operator:. member:x punctuation:("],
];

test("every stretch of text has its class", () => {
  for (const [source, expected] of ROWS) assert.equal(classes(source), expected, source);
});

test("stretches come in order and never overlap", () => {
  const source = 'foo "a $(b ""$c"" d) e" | % { [int]$_.x + \'`\' } # f\nif (1) { "$';
  let last = 0;
  for (const { start, end } of tokenize(source)) {
    assert.ok(start >= last && end > start);
    last = end;
  }
});
