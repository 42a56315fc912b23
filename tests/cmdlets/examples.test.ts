// Every cmdlet's documented examples run, each in a runspace and a folder of its own, and print what they say.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { cmdletEntries } from "../../src/cmdlets/index.js";
import { formatLines } from "../../src/format/index.js";
import { freshFolder } from "../support/test-host.js";
import { createTestRunspace } from "../support/test-runspace.js";

function show(code: string): string {
  const folder = freshFolder();
  const cwd = process.cwd();
  try {
    process.chdir(folder);
    const engine = createTestRunspace(folder);
    engine.runScript("$PSStyle.OutputRendering = 'PlainText'", {});
    const output: unknown[] = [];
    const errors: string[] = [];
    const result = engine.runScript(code, {
      output: (value) => void output.push(value),
      error: (record) => void errors.push(record.fullyQualifiedErrorId),
    });
    if (result.error) errors.push(result.error.fullyQualifiedErrorId);
    assert.deepEqual(errors, [], `${code} gives no errors`);
    const { values } = engine;
    const lines = formatLines(output, { view: values.view, enumerate: (value) => values.enumerate(value) });
    return lines.map((line) => line.trimEnd()).join("\n");
  } finally {
    process.chdir(cwd);
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const entry of cmdletEntries()) {
  const definition = entry.load();
  for (const example of definition.examples ?? []) {
    if (example.runs === false) continue;
    test(`${definition.name}: ${example.code.split("\n")[0]}`, () => {
      const shown = show(example.code);
      if (example.output !== undefined) assert.equal(shown.trimEnd(), example.output.trimEnd());
    });
  }
}
