// Clients by hand, right and wrong, recorded with what PowerShell's server said: ours must say the same.

import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_GUID, ERROR_LINE_PREFIX } from "../../src/protocol/index.js";
import { type Capture, captureNames, readCapture } from "./support/captures.js";
import { answersOf, replayServer } from "./support/replay-server.js";

/** Commands that lack a field: PowerShell leaves their clients waiting; our endpoint fails them (tests/endpoint). */
const UNREADABLE = /^19[uvw]/;

for (const name of captureNames(/^19/))
  test(`our server says to the client of ${name} what PowerShell's said`, () => {
    const capture = readCapture(name);
    const { lines, errors } = replayServer(capture, undefined, true);
    const said = capture.lines.flatMap(({ from, text }) => (from === "S" ? [text] : []));
    const answers = answersOf(lines.filter(isElement));
    // PowerShell's server forgets the Close that a command was in the way of; ours acknowledges it in the end.
    if (name.startsWith("19x")) assert.equal(answers[EMPTY_GUID]?.pop(), "CloseAck");
    assert.deepEqual(answers, answersOf(said.filter(isElement)));
    if (!UNREADABLE.test(name)) assert.deepEqual(errorsOf(lines, errors), errorsOf(said, recordedErrors(capture)));
  });

const isElement = (line: string): boolean => line.startsWith("<");

function recordedErrors(capture: Capture): string {
  return capture.lines.flatMap(({ from, text }) => (from === "E" ? [text] : [])).join("\n");
}

/** The texts of errors outside PSRP, without .NET's stack traces. */
function errorsOf(lines: readonly string[], stderr: string): string[] {
  const marked = lines.filter((line) => line.startsWith(ERROR_LINE_PREFIX));
  return [...marked, ...stderr.split("\n")]
    .map((line) => line.replace(ERROR_LINE_PREFIX, "").replace(/ {3}at System\..*$/, ""))
    .filter((line) => line !== "");
}
