// Tables of [script, what it prints]: each row is a test of its own, in a fresh engine.

import assert from "node:assert/strict";
import { test } from "node:test";
import { runCase } from "../../support/run-case.js";

/** The script, and its output lines joined by " | ". */
export type Row = readonly [script: string, expected: string];

export function rows(title: string, table: readonly Row[]): void {
  test(title, async (t) => {
    for (const [script, expected] of table)
      await t.test(script, () => assert.equal(runCase(script).split("\n").join(" | "), expected));
  });
}
