// Runs one case in a fresh engine and shows the answer in the form the cases are recorded in.

import { rmSync } from "node:fs";
import { basename } from "node:path";
import { type ErrorRecord, PSObject } from "../../src/objects/index.js";
import { freshFolder } from "./test-host.js";
import { createTestRunspace } from "./test-runspace.js";

export function runCase(script: string): string {
  const folder = freshFolder();
  const cwd = process.cwd();
  try {
    process.chdir(folder);
    return answer(script, folder).replaceAll(folder, "<dir>").replaceAll(basename(folder), "<dirname>").trimEnd();
  } finally {
    process.chdir(cwd);
    rmSync(folder, { recursive: true, force: true });
  }
}

function answer(script: string, folder: string): string {
  const engine = createTestRunspace(folder);
  engine.runScript("$PSStyle.OutputRendering = 'PlainText'", {});
  const output: unknown[] = [];
  const messages: Record<string, string[]> = { warning: [], verbose: [], debug: [], information: [] };
  const errors: ErrorRecord[] = [];
  const text = (value: unknown): string => engine.values.toText(value);
  const result = engine.runScript(script, {
    output: (value) => void output.push(value),
    error: (record) => void errors.push(record),
    warning: (record) => void messages["warning"]!.push(text(record)),
    verbose: (record) => void messages["verbose"]!.push(text(record)),
    debug: (record) => void messages["debug"]!.push(text(record)),
    information: (record) => void messages["information"]!.push(text(record.messageData)),
  });
  const lines: string[] = [];
  const shown = engine.runScript("$input | Out-String -Width 120 -Stream", {
    input: output,
    output: (line) => void lines.push(...String(line).split(/\r?\n/)),
  });
  if (shown.error) lines.push(`!format | ${shown.error.fullyQualifiedErrorId} ${errorMessage(shown.error)}`);
  while (lines.length > 0 && lines.at(-1)!.trim() === "") lines.pop();
  for (const [stream, texts] of Object.entries(messages)) for (const each of texts) lines.push(`!${stream} | ${each}`);
  for (const record of result.error ? [...errors, result.error] : errors)
    lines.push(`!! ${record.fullyQualifiedErrorId} | ${errorMessage(record)}`);
  return lines.map((line) => line.trimEnd()).join("\n");
}

function errorMessage(record: ErrorRecord): string {
  const { exception } = record;
  const message =
    record.errorDetails?.message ??
    (exception instanceof PSObject ? String(exception.get("Message")) : exception.message);
  return message.split("\n")[0]!.trimEnd();
}
