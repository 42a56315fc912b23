// Whatever the text, the parser answers: it never throws, never hangs, and its errors point into the text.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parse, printAst, tokenize, walkAst } from "../../src/language/index.js";

const SCRIPTS = readFileSync(new URL("../../../tests/fixtures/language/scripts.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => (JSON.parse(line) as { source: string }).source);

const PIECES =
  '( ) { } [ ] \' " $ @ , ; | & ` # . :: : ? ! < > = + - % \n \r \0 @{ @( $( "$( <# #> @\' \'@ @" "@ && || .. ++ -- -eq if foreach class param try catch switch using \u201c \u2013 \ud800 \u2028 1kb 0x --% data function enum static [int] $x'.split(
    " ",
  );

/** Numbers that look random and are the same every time. */
function* dice(seed: number): Generator<(sides: number) => number> {
  let state = seed;
  for (;;)
    yield (sides) => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return state % sides;
    };
}

function mutate(text: string, roll: (sides: number) => number): string {
  const at = roll(text.length + 1);
  const piece = PIECES[roll(PIECES.length)]!;
  switch (roll(4)) {
    case 0:
      return text.slice(0, at) + piece + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + roll(5));
    case 2:
      return text.slice(0, at);
    default:
      return text.slice(at) + piece + text.slice(0, at);
  }
}

function check(text: string): void {
  const { ast, errors } = parse(text);
  for (const { extent } of errors) assert.ok(extent.start >= -1 && extent.end <= text.length + 1, text);
  walkAst(ast, (node) => {
    assert.ok(node.extent.start >= -1 && node.extent.end <= text.length + 1, `${node.kind} in ${text}`);
  });
  assert.equal(typeof printAst(ast), "string");
  tokenize(text);
}

test("mutations of many scripts parse to something", () => {
  const roll = dice(20240).next().value!;
  for (let i = 0; i < 6000; i++) {
    let text = SCRIPTS[roll(SCRIPTS.length)]!;
    for (let times = 1 + roll(3); times > 0; times--) text = mutate(text, roll);
    check(text);
  }
});

test("soup of every sign parses to something", () => {
  const roll = dice(7).next().value!;
  for (let i = 0; i < 2000; i++) {
    let text = "";
    for (let length = roll(25); length > 0; length--) text += PIECES[roll(PIECES.length)]! + (roll(3) === 0 ? " " : "");
    check(text);
  }
});

test("text nested deeper than the stack allows is too complicated, and time grows with length only", () => {
  for (const open of ["(", "{", "$(", "@(", "@{a=", "[a[", "if (1) {", '"$(', "!", "1+(", "$a[", "$a.b("]) {
    const { errors } = parse(open.repeat(20000));
    assert.ok(errors.length > 0, open);
  }
  for (const long of ["1+", "a|", "a;", "$x.y", ",1", "a ", "[int]", "'a'", "if(1){}", "a&&"]) parse(long.repeat(5000));
});
