// The streams of a remote run: every object and record as CLIXML, and the host calls that stand beside records.

import { formatServices, lineWidth } from "../../cmdlets/index.js";
import { createFormatter, type Formatter, isFormatRecord } from "../../format/index.js";
import { progressRecordObject, valueWriter } from "../../clixml/index.js";
import { type EngineRuntime, type RunOptions } from "../../engine/index.js";
import { type EngineBridge, ITEM } from "../../runspace/index.js";
import { showInformation } from "./display.js";
import { JobObject } from "./job-objects.js";
import { jobOnWire } from "./job-on-wire.js";

/** Bytes, of which there may be many, by the host's own base64. */
function encodeBytes(bytes: Uint8Array): string {
  return `<BA>${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64")}</BA>`;
}

/** Sinks that encode what comes and hand it to the bridge. */
export function wireStreams(engine: EngineRuntime, bridge: EngineBridge): RunOptions {
  const { ui } = engine.host;
  const options = { view: engine.values.view };
  const encode = valueWriter(options);
  // What Format-* makes is laid out here: the lines travel.
  let made: Formatter | undefined;
  const formatter = (): Formatter =>
    (made ??= createFormatter(formatServices(engine), {
      width: lineWidth(engine),
      writeLine: (line) => emitText(encode(line)),
    }));
  const emitText = (text: string): void => bridge.emit(ITEM.output, text, text.length);
  return {
    output(value) {
      if (isFormatRecord(value)) return formatter().add(value);
      if (value instanceof Uint8Array) return emitText(encodeBytes(value));
      const text =
        value === null || value === undefined
          ? ""
          : typeof value === "object" && value instanceof JobObject
            ? encode(jobOnWire(value, engine))
            : encode(value);
      emitText(text);
    },
    error(record) {
      const text = encode(record);
      bridge.emit(ITEM.error, text, text.length);
    },
    warning(record) {
      const text = encode(record);
      bridge.emit(ITEM.warning, text, text.length);
      if (!record.silenced) ui.writeWarningLine(record.message);
    },
    verbose(record) {
      const text = encode(record);
      bridge.emit(ITEM.verbose, text, text.length);
      if (!record.silenced) ui.writeVerboseLine(record.message);
    },
    debug(record) {
      const text = encode(record);
      bridge.emit(ITEM.debug, text, text.length);
      if (!record.silenced) ui.writeDebugLine(record.message);
    },
    information(record) {
      const text = encode(record);
      bridge.emit(ITEM.information, text, text.length);
      showInformation(engine, record);
    },
    progress(record) {
      const text = encode(progressRecordObject(record)); // the message's own form, not that of the object
      bridge.emit(ITEM.progress, text, text.length);
      ui.writeProgress(0n, record);
    },
  };
}
