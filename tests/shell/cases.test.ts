// The cmdlets of jobs and sessions as recorded from real PowerShell. Each case runs in a session of its own with this
// checkout's endpoint.

import { describe, test } from "node:test";
import { assertAnswers, caseFiles, needsShell, readCases } from "../support/cases.js";
import { runRemoteCase } from "../support/run-remote-case.js";

const GAPS: ReadonlySet<string> = new Set([
  // PowerShell shows just "…" for a block that begins with a line break; its own page about_Remote_Jobs shows the line.
  "default table of a block of several lines",
  // A text in the first place is a file's path.
  "start-job with text for a block",
  // The host of a remote pipeline has no screen of its own: what a thread job streams to it is a record.
  "streaming host",
  // A thread job here has a memory of its own.
  "using shares the object",
  // A computer's name is reached by SSH or a process of its own; there is no WSMan to be missing.
  "new-pssession without wsman",
  "new-pssession alone",
  "invoke-command to a computer without wsman",
]);

process.env["TZ"] = "UTC";
process.env["REMORA_KEEPER"] = "never"; // a case that is cut short leaves no session behind

describe("jobs and sessions", { concurrency: 2 }, () => {
  for (const file of [...caseFiles("lang"), ...caseFiles("cmd")]) {
    const cases = readCases(file).filter((each) => needsShell(file, each));
    if (cases.length > 0) test(`${file} answers as recorded`, () => assertAnswers(cases, GAPS, runRemoteCase));
  }
});
