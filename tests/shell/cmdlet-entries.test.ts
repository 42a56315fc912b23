import assert from "node:assert/strict";
import test from "node:test";
import { shellCmdlets } from "../../src/shell/cmdlets/index.js";

test("a cmdlet of jobs and sessions is known by the name, module and aliases it has when it is made", () => {
  const world = {} as Parameters<typeof shellCmdlets>[0];
  for (const { load, ...entry } of shellCmdlets(world)) {
    const { name, module, aliases } = load();
    assert.deepEqual(entry, { name, module, ...(aliases && { aliases }) });
  }
});
