// The language as recorded from real PowerShell: every case answers as it was recorded, but for the gaps named here.
// A gap that closes must be taken off the list.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readCases } from "../support/cases.js";
import { runCase } from "../support/run-case.js";

const FOLDER = fileURLToPath(new URL("../../../tests/cases/lang/", import.meta.url));

/** What an engine alone cannot do: Invoke-Command comes with the shell. */
const GAPS: ReadonlySet<string> = new Set(["invoke-command with a script block"]);

process.env["TZ"] = "UTC";

for (const file of readdirSync(FOLDER).sort())
  test(`${file} answers as recorded`, () => {
    const wrong: string[] = [];
    for (const { title, script, expected } of readCases(FOLDER + file)) {
      const right = runCase(script) === expected;
      if (right === GAPS.has(title)) wrong.push(right ? `${title}: works now, take it off the gaps` : title);
    }
    assert.deepEqual(wrong, []);
  });
