// Cases: a title, a script, and what PowerShell answers, as text.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../../tests/cases/", import.meta.url));

export interface Case {
  readonly title: string;
  readonly script: string;
  readonly expected: string;
}

/** Files whose cases need a whole shell, and scripts that do: by the cmdlets of jobs and sessions. */
const SHELL_FILES = /\/(jobs-|session|foreach-parallel)/;
const SHELL_SCRIPTS = /\b(Invoke-Command|(Start|Get|Receive|Wait|Stop|Remove)-Job|Start-ThreadJob|\w+-PSSession)\b/i;

/** True where an engine with its cmdlets is not enough. */
export function needsShell(file: string, { script }: Case): boolean {
  return SHELL_FILES.test(file) || SHELL_SCRIPTS.test(script);
}

/** The files of a folder of cases: "lang/flow.cases". */
export function caseFiles(folder: "lang" | "engine" | "cmd"): string[] {
  return readdirSync(FOLDER + folder)
    .sort()
    .map((file) => `${folder}/${file}`);
}

/** Fails unless every case answers as it was recorded, but for the gaps, which must not: one that closes is taken off its list. */
export async function assertAnswers(
  cases: readonly Case[],
  gaps: ReadonlySet<string>,
  answerOf: (script: string) => string | Promise<string>,
): Promise<void> {
  const wrong: string[] = [];
  for (const { title, script, expected } of cases) {
    const answer = await answerOf(script);
    if (gaps.has(title) && answer === expected) wrong.push(`${title}: works now, take it off the gaps`);
    if (!gaps.has(title) && answer !== expected) wrong.push(`${title}: ${answer}`);
  }
  assert.deepEqual(wrong, []);
}

/** The cases of a file: "lang/flow.cases". */
export function readCases(file: string): Case[] {
  const cases: Case[] = [];
  for (const part of `\n${readFileSync(FOLDER + file, "utf8")}`.split(/\n## /).slice(1)) {
    const [title = "", ...lines] = part.split("\n");
    const mark = lines.indexOf(">>>");
    cases.push({
      title,
      script: lines.slice(0, mark).join("\n"),
      expected: lines
        .slice(mark + 1)
        .join("\n")
        .trimEnd(),
    });
  }
  return cases;
}
