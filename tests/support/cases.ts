// Cases: a title, a script, and what PowerShell answers, as text.

import { readFileSync } from "node:fs";

export interface Case {
  readonly title: string;
  readonly script: string;
  readonly expected: string;
}

export function readCases(path: string): Case[] {
  const cases: Case[] = [];
  for (const part of `\n${readFileSync(path, "utf8")}`.split(/\n## /).slice(1)) {
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
