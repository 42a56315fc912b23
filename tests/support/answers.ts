// A script and what it answers, for tables in tests: output as text, one line an object, then errors as `!! id`.

import { tmpdir } from "node:os";
import type { ErrorRecord } from "../../src/objects/index.js";
import type { TestHostOptions } from "./test-host.js";
import { createTestRunspace } from "./test-runspace.js";

export function answers(script: string, options: TestHostOptions = {}): string[] {
  const engine = createTestRunspace(tmpdir(), options);
  const lines: string[] = [];
  const errors: ErrorRecord[] = [];
  const result = engine.runScript(script, {
    output: (value) => void lines.push(engine.values.toText(value)),
    error: (record) => void errors.push(record),
  });
  if (result.state === "Stopped") lines.push("!stopped");
  for (const record of result.error ? [...errors, result.error] : errors)
    lines.push(`!! ${record.fullyQualifiedErrorId}`);
  return lines;
}
