// Lines, columns, and the block that shows where an error is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lineAndColumn, lineAt, positionMessage } from "../../src/language/index.js";

test("lines end at LF, CR LF and CR", () => {
  const text = "a\nbc\r\nd\re";
  const places = [0, 1, 2, 3, 6, 8].map((offset) => lineAndColumn(text, offset));
  assert.deepEqual(
    places.map(({ line, column }) => `${line}:${column}`),
    ["1:1", "1:2", "2:1", "2:2", "3:1", "4:1"],
  );
  assert.equal(lineAt(text, 3), "bc");
});

test("the position of an error shows its line and a mark under it", () => {
  const show = (text: string, start: number, end: number, file: string | null = null): string =>
    positionMessage(text, { start, end }, file);
  assert.equal(show("(1 + 2", 6, 6), "At line:1 char:7\n+ (1 + 2\n+       ~");
  assert.equal(show("\n  1 +\n 2 )", 10, 11, "C:\\t.ps1"), "At C:\\t.ps1:3 char:4\n+  2 )\n+    ~");
  assert.equal(show("'abc\ndef", 0, 8), "At line:1 char:1\n+ 'abc\n+ ~~~~");
  assert.equal(show("\tfoo )", 5, 6), "At line:1 char:6\n+     foo )\n+         ~");
  assert.equal(show("a\r\n ) b\r\nc", 4, 5), "At line:2 char:2\n+  ) b\n+  ~");
});

test("a long line is cut around the mark", () => {
  // Length of the line, where the mark starts, its length; then where the shown part starts, the mark's column and width.
  const rows: readonly (readonly [number, number, number, number, number, number])[] = [
    [69, 0, 1, 0, 0, 1],
    [70, 68, 2, 1, 69, 2],
    [80, 60, 1, 0, 60, 1],
    [80, 61, 1, 1, 62, 1],
    [80, 79, 1, 11, 70, 1],
    [200, 100, 10, 49, 53, 10],
    [200, 100, 60, 88, 14, 57],
    [200, 10, 100, 0, 10, 59],
    [200, 150, 50, 131, 21, 50],
    [200, 20, 55, 8, 14, 55],
  ];
  for (const [length, start, width, from, column, marks] of rows) {
    const line = Array.from({ length }, (_, i) => String.fromCharCode(97 + (i % 26))).join("");
    const shown = line.slice(from, from + 69);
    const before = from > 0 ? "\u2026 " : "";
    const behind = from + 69 < length ? " \u2026" : "";
    const expected = `At line:1 char:${start + 1}\n+ ${before}${shown}${behind}\n+ ${" ".repeat(column)}${"~".repeat(marks)}`;
    assert.equal(positionMessage(line, { start, end: start + width }), expected);
  }
});
