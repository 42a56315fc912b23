// The streams of a console's run: objects formatted, messages marked, all written by the host's user interface.

import { createHostFormatter, formatServices } from "../../cmdlets/index.js";
import { type EngineRuntime, type RunOptions } from "../../engine/index.js";
import { errorLines, type Formatter } from "../../format/index.js";
import { type ErrorRecord, HostInformationMessage, type InformationRecord } from "../../objects/index.js";
import { FORWARDED, shown, type ShownRecord } from "./received.js";

/** Sinks that show everything, and the formatter whose end the caller says. */
export function displayStreams(engine: EngineRuntime): { readonly sinks: RunOptions; readonly formatter: Formatter } {
  const { ui } = engine.host;
  const formatter = createHostFormatter(engine);
  return {
    formatter,
    sinks: {
      output: (value) => formatter.add(value),
      error: (record) => formatter.addError(record),
      warning: (record) => record.silenced || ui.writeWarningLine(record.message),
      verbose: (record) => record.silenced || ui.writeVerboseLine(record.message),
      debug: (record) => record.silenced || ui.writeDebugLine(record.message),
      information: (record) => showInformation(engine, record),
      progress: (record) => ui.writeProgress(0n, record),
    },
  };
}

export function showError(engine: EngineRuntime, record: ErrorRecord): void {
  const { ui } = engine.host;
  for (const line of errorLines(record, formatServices(engine, "Host"))) ui.writeErrorLine(line);
}

/** True where the record is to be seen here: Write-Host's, and others where the preference says Continue. */
function isShown(engine: EngineRuntime, record: InformationRecord): boolean {
  if (record.silenced || record.tags.includes(FORWARDED) || (record as ShownRecord)[shown]) return false;
  if (record.tags.includes("PSHOST")) return true;
  return engine.values.toText(engine.getVariable("InformationPreference") ?? "").toLowerCase() === "continue";
}

export function showInformation(engine: EngineRuntime, record: InformationRecord): void {
  if (!isShown(engine, record)) return;
  const { ui } = engine.host;
  const { messageData } = record;
  if (!(messageData instanceof HostInformationMessage)) return ui.writeLine(engine.values.toText(messageData));
  const { message, noNewLine, foregroundColor, backgroundColor } = messageData;
  const front = (foregroundColor ?? undefined) as Parameters<typeof ui.write>[1];
  const back = (backgroundColor ?? undefined) as Parameters<typeof ui.write>[1];
  if (noNewLine) ui.write(message, front, back);
  else ui.writeLine(message, front, back);
}
