// Error records: where the error happened, who called whom, what it was about.

import { type ErrorRecord, InvocationInfo, baseOf } from "../../objects/index.js";
import { lineAndColumn, type Extent } from "../../language/index.js";
import { placeAt } from "./position.js";
import type { Frame, Runtime } from "../run/runtime.js";
import type { EngineError } from "../types/errors.js";

/** The record of an error that reached a frame; position and stack trace are added where it has none. */
export function locateError(rt: Runtime, error: EngineError, frame: Frame | null, at?: Extent): ErrorRecord {
  const record = error.errorRecord;
  // What came from another computer has no place in a script of this one.
  const hasPlace = frame !== null && !frame.isCommands && record.origin === undefined;
  if (record.invocationInfo === null && hasPlace) {
    const info = new InvocationInfo();
    const { source } = frame.code.ast;
    placeAt(info, source, nameWithin(source.text, at ?? frame.at, record));
    info.commandOrigin = "Internal";
    if (record.fullyQualifiedErrorId === "CommandNotFoundException") info.invocationName = String(record.targetObject);
    record.invocationInfo = info;
  }
  record.scriptStackTrace ??= stackTrace(frame);
  error.exception.stackTrace ??= netStackTrace(record.scriptStackTrace);
  return completeRecord(rt, record);
}

/** A command nobody knows is shown by its name, without its arguments. */
function nameWithin<Place extends Extent | null>(text: string, place: Place, record: ErrorRecord): Place | Extent {
  if (place === null || record.fullyQualifiedErrorId !== "CommandNotFoundException") return place;
  const name = String(record.targetObject);
  const start = text.indexOf(name, place.start);
  if (start < 0 || !/^[&.]?\s*["']?$/.test(text.slice(place.start, start))) return place;
  const quote = /["']$/.test(text.slice(place.start, start)) ? 1 : 0;
  return { start: start - quote, end: start + name.length + quote };
}

/** Names of the target and of the exception's type, where nobody has said them. */
export function completeRecord(rt: Runtime, record: ErrorRecord): ErrorRecord {
  if (record.reason === "" && "typeName" in record.exception)
    record.reason = shortName(String(record.exception.typeName));
  const target = baseOf(record.targetObject);
  if (target !== null && target !== undefined && record.targetName === "") {
    try {
      record.targetName = rt.values.toText(target);
      record.targetType = shortName(rt.values.typeNameOf(target));
    } catch {
      record.targetName = "";
    }
  }
  record.scriptStackTrace ??= stackTrace(rt.frame);
  return record;
}

/** An exception that was thrown has a stack trace; ours is the script's, in .NET's layout. */
function netStackTrace(script: string | null): string {
  return (script ?? "at <ScriptBlock>").replace(/^/gm, "   ");
}

function shortName(typeName: string): string {
  return typeName.slice(typeName.lastIndexOf(".") + 1);
}

/** `at f, file: line n` for every frame, innermost first. */
function stackTrace(frame: Frame | null): string | null {
  const lines: string[] = [];
  for (let f = frame; f !== null; f = f.caller) {
    if (f.isCommands) continue;
    const { source } = f.code.ast;
    const { line } = lineAndColumn(source.text, f.at.start);
    lines.push(`at ${f.code.name ?? "<ScriptBlock>"}, ${source.fileName ?? "<No file>"}: line ${line}`);
  }
  return lines.length === 0 ? null : lines.join("\n");
}
