// Scripts and their parse errors as PowerShell's own parser reported them, line by line in tests/fixtures/language.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "../../src/language/index.js";

interface Recorded {
  readonly source: string;
  /** Id, start, end, and 1 if more text could mend it. */
  readonly errors: readonly (readonly [string, number, number, number])[];
  /** Known to differ so far; the mark goes when it no longer does. */
  readonly gap?: true;
}

function recorded(name: string): Recorded[] {
  const file = new URL(`../../../tests/fixtures/language/${name}`, import.meta.url);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Recorded);
}

function errorsOf(source: string): unknown {
  return parse(source).errors.map((error) => [
    error.errorId,
    error.extent.start,
    error.extent.end,
    error.incompleteInput ? 1 : 0,
  ]);
}

test("scripts that PowerShell accepts parse without an error", () => {
  for (const { source, errors } of recorded("scripts.jsonl")) assert.deepEqual(errorsOf(source), errors, source);
});

test("broken scripts give the errors that PowerShell gives, all of them, in its order", () => {
  for (const { source, errors, gap } of recorded("broken.jsonl")) {
    if (gap === true) assert.notDeepEqual(errorsOf(source), errors, `no longer a gap: ${source}`);
    else assert.deepEqual(errorsOf(source), errors, source);
  }
});
