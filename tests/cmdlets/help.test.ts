// Every command has help that a person can use: a description, an example, and a sentence for each parameter.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cmdletEntries } from "../../src/cmdlets/index.js";
import { runCase } from "../support/run-case.js";

/** Commands that say by their synopsis that they are not here. */
const isHere = (synopsis: string): boolean => !/Not available here/.test(synopsis);

const definitions = cmdletEntries()
  .map((entry) => entry.load())
  .filter((definition) => isHere(definition.synopsis));

test("every command has a synopsis and an example", () => {
  const thin = definitions.filter(({ synopsis, examples }) => synopsis === "" || (examples ?? []).length === 0);
  assert.deepEqual(
    thin.map(({ name }) => name),
    [],
  );
});

test("Get-Help describes every command and every parameter", () => {
  const names = definitions.map(({ name }) => name).join(",");
  const script = `foreach ($name in '${names}'.Split(',')) {
    $help = Get-Help $name
    if (-not $help.Description) { "$name has no description" }
    foreach ($parameter in $help.Parameters) { if (-not $parameter.Description) { "$name -$($parameter.Name)" } }
  }`;
  assert.equal(runCase(script), "");
});

const CASES: readonly (readonly [title: string, script: string, printed: string])[] = [
  ["topics are listed", "(Get-Help about_*).Name", "about_Remora\nabout_Jobs\nabout_Remote_Jobs"],
  ["a topic is its text", '(Get-Help about_remote_jobs).Split("`n")[1].Trim()', "about_Remote_Jobs"],
  [
    "a parameter has its text",
    "(Get-Help Get-ChildItem -Parameter Recurse).Description",
    "Also what is in folders, and in theirs.",
  ],
  [
    "nothing is found by a name that is not there",
    "Get-Help about_nothing",
    "!! HelpNotFound,Microsoft.PowerShell.Commands.GetHelpCommand",
  ],
];

for (const [title, script, printed] of CASES) test(title, () => assert.equal(runCase(script).split(" | ")[0], printed));
