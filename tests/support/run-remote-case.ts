// Runs one case in a session of its own with an endpoint of this checkout, as a client far away would, and shows the answer in
// the form the cases are recorded in.

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { readValue, toErrorRecord, toInformationalRecord, toInformationRecord } from "../../src/clixml/index.js";
import { type ErrorRecord, HostInformationMessage, PSObject } from "../../src/objects/index.js";
import { NO_HOST, NO_MERGES, type PipelineCommand, scriptPipeline } from "../../src/protocol/index.js";
import {
  EMPTY_INVENTORY,
  localSession,
  outcomeRecord,
  type PipelineOutcome,
  type RemotePipeline,
  type Session,
  type StreamItem,
} from "../../src/sessions/index.js";
import { root } from "./console-driver.js";

const LIMIT_MS = 25_000;
const ENDPOINT = [process.execPath, join(root, "bin", "remora"), "-s"];

/** Never rejects: what went wrong is the answer. */
export async function runRemoteCase(script: string): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "case")));
  const connector = { endpoint: ENDPOINT, inventory: () => EMPTY_INVENTORY };
  const session = localSession(connector, { cwd: folder, openTimeoutMs: LIMIT_MS });
  try {
    await session.open();
    await runIn(session, [command(`Set-Location -LiteralPath '${folder}'; $PSStyle.OutputRendering = 'PlainText'`)]);
    const shown = { ...command("Out-String"), isScript: false, parameters: OUT_STRING };
    const text = answer(await runIn(session, [command(script), shown]));
    return text.replaceAll(folder, "<dir>").replaceAll(basename(folder), "<dirname>").trimEnd();
  } catch (error) {
    return `!broken | ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    session.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

const OUT_STRING = [
  { name: "Width", value: 120 },
  { name: "Stream", value: true },
];

function command(text: string): PipelineCommand {
  return { command: text, isScript: true, useLocalScope: false, merges: NO_MERGES, parameters: [] };
}

interface Ended {
  readonly items: readonly StreamItem[];
  readonly outcome: PipelineOutcome | undefined;
}

/** Outcome undefined: it did not end in time. */
function runIn(session: Session, commands: readonly PipelineCommand[]): Promise<Ended> {
  return new Promise((resolve) => {
    const items: StreamItem[] = [];
    let pipeline: RemotePipeline | undefined;
    const timer = setTimeout(() => {
      pipeline?.stop();
      resolve({ items, outcome: undefined });
    }, LIMIT_MS);
    pipeline = session.invoke(
      { ...scriptPipeline("", [], NO_HOST), statements: [commands] },
      {
        items: (more) => void items.push(...more),
        ended(outcome) {
          clearTimeout(timer);
          resolve({ items, outcome });
        },
      },
    );
  });
}

function answer({ items, outcome }: Ended): string {
  const of = (stream: StreamItem["stream"]): unknown[] =>
    items.filter((item) => item.stream === stream).map(({ payload }) => (payload === "" ? null : readValue(payload)));
  const lines = of("Output").flatMap((value) =>
    textOf(value)
      .split(/\r?\n/)
      .map((line) => line.trimEnd()),
  );
  if (!outcome) lines.push("!timeout");
  while (lines.at(-1) === "") lines.pop();
  for (const stream of ["Warning", "Verbose", "Debug"] as const)
    for (const value of of(stream))
      lines.push(`!${stream.toLowerCase()} | ${toInformationalRecord(value, stream)?.message}`);
  for (const value of of("Information"))
    lines.push(`!information | ${textOf(toInformationRecord(value)?.messageData)}`);
  const records = of("Error").map(toErrorRecord);
  if (outcome) records.push(toErrorRecord(outcomeRecord(outcome)));
  for (const record of records) if (record) lines.push(errorLine(record));
  if (outcome?.state === "Broken") lines.push(`!broken | ${outcome.message}`);
  return lines.map((line) => line.trimEnd()).join("\n");
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof HostInformationMessage) return value.message;
  if (!(value instanceof PSObject)) return String(value);
  return value.text ?? (value.base === undefined ? "" : String(value.base));
}

function errorLine(record: ErrorRecord): string {
  const { exception, errorDetails } = record;
  const message =
    errorDetails?.message ?? (exception instanceof PSObject ? textOf(exception.get("Message")) : exception.message);
  return `!! ${record.fullyQualifiedErrorId} | ${message.split(/\r?\n/)[0]!.trimEnd()}`;
}
