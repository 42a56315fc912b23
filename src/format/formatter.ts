// Objects to lines: what Out-Default, Out-String and Out-File do. Front half and back half put together.

import { createBackEnd, type LineSink } from "./back.js";
import { createFrontEnd } from "./front.js";
import type { FormatParameters } from "./generators.js";
import { FormatStartData, isFormatRecord, type FormatRecord } from "./records.js";
import type { FormatServices } from "./services.js";

export interface FormatterOptions {
  /** Cells of a line; 120 where absent. */
  readonly width?: number;
  /** Takes each line, without its line break. A string that was printed as it is may hold line breaks of its own. */
  readonly writeLine: LineSink;
}

export interface Formatter {
  /** Takes one object of the pipeline, or a record that Format-* made. */
  add(value: unknown): void;
  /** Takes an error record of the error stream; it is printed in its place among the objects. */
  addError(record: unknown): void;
  /** No more objects: writes what was held back. */
  end(): void;
}

const DEFAULT_WIDTH = 120;

/** A streaming formatter. Lines are written as soon as they are sure. */
export function createFormatter(services: FormatServices, options: FormatterOptions): Formatter {
  const back = createBackEnd(services, options.width ?? DEFAULT_WIDTH, options.writeLine);
  const record = (made: FormatRecord): void => back.add(made);
  let front = createFrontEnd(services, {}, record);
  return {
    add(value) {
      if (!isFormatRecord(value)) return front.add(value);
      // A sequence of its own ends whatever went on before it.
      if (value instanceof FormatStartData) front.end();
      back.add(value);
    },
    addError: (error) => front.addError(error),
    end() {
      front.end();
      front = createFrontEnd(services, {}, record);
      back.end();
    },
  };
}

/** All lines of these objects. */
export function formatLines(
  values: Iterable<unknown>,
  services: FormatServices,
  width: number = DEFAULT_WIDTH,
): string[] {
  const lines: string[] = [];
  const formatter = createFormatter(services, { width, writeLine: (line) => lines.push(line) });
  for (const value of values) formatter.add(value);
  formatter.end();
  return lines;
}

/** The records a Format-* cmdlet makes of its input, as they come. */
export function createFormatCommand(
  services: FormatServices,
  parameters: FormatParameters,
  emit: (record: FormatRecord) => void,
): Formatter {
  return createFrontEnd(services, parameters, emit);
}
