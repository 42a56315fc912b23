import assert from "node:assert/strict";
import { test } from "node:test";
import { cellsOf, headOf, stripSequences, tailOf, wrapText } from "../../src/format/index.js";

const red = "\u001b[31mred\u001b[0m";
const link = "\u001b]8;;http://a\u001b\\text\u001b]8;;\u001b\\";

test("escape sequences take no cells", () => {
  assert.equal(cellsOf(red), 3);
  assert.equal(cellsOf(link), 4);
  assert.equal(stripSequences(red + link), "redtext");
});

test("wide characters take two cells and are not cut in half", () => {
  assert.equal(cellsOf("漢字ab"), 6);
  assert.equal(headOf("漢字ab", 3), "漢");
  assert.equal(tailOf("ab漢字", 3), "字");
});

test("a cut text keeps the sequences before the cut", () => {
  assert.equal(headOf(red, 2), "\u001b[31mre");
});

test("text is broken where the line is full, not at words", () => {
  assert.deepEqual(wrapText("abcdef gh\ni", 4, 3), ["abcd", "ef ", "gh", "i"]);
});
