// The cmdlets of a plain runspace as recorded from real PowerShell; tests/shell has those of jobs and sessions.

import { test } from "node:test";
import { assertAnswers, caseFiles, needsShell, readCases } from "../support/cases.js";
import { runCase } from "../support/run-case.js";

/** PowerShell names the parameters of all of Where-Object's sets. */
const GAPS: ReadonlySet<string> = new Set(["where-object without arguments"]);

process.env["TZ"] = "UTC";

for (const file of caseFiles("cmd")) {
  const cases = readCases(file).filter((each) => !needsShell(file, each));
  if (cases.length > 0) test(`${file} answers as recorded`, () => assertAnswers(cases, GAPS, runCase));
}
