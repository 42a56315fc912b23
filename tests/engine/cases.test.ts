// The language as recorded from real PowerShell: `lang` from a whole one, `engine` from its engine alone.

import { test } from "node:test";
import { assertAnswers, caseFiles, readCases } from "../support/cases.js";
import { runCase } from "../support/run-case.js";

/** What an engine alone cannot do: Invoke-Command comes with the shell. */
const GAPS: ReadonlySet<string> = new Set(["invoke-command with a script block"]);

process.env["TZ"] = "UTC";

for (const file of [...caseFiles("lang"), ...caseFiles("engine")])
  test(`${file} answers as recorded`, () => assertAnswers(readCases(file), GAPS, runCase));
