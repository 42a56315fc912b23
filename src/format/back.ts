// The back half of formatting: format records in, lines out. Out-* cmdlets end here.
//
// Rule: one line more than the text needs before a sequence and after it, as PowerShell prints them. A table whose
// columns have no widths of their own is held back until its group ends (or 300 ms have gone by).

import {
  FormatEntryData,
  FormatEndData,
  FormatStartData,
  GroupEndData,
  GroupStartData,
  type Entry,
  type FormatRecord,
  type Header,
} from "./records.js";
import type { FormatServices } from "./services.js";
import { cellsOf } from "./width.js";
import { complexLines, itemsPerRow, listLines, tableWriter, type TableWriter } from "./writers.js";

const GROUPING_MS = 300;
const UNLIMITED = Number.MAX_SAFE_INTEGER;

export interface BackEnd {
  add(record: FormatRecord): void;
  end(): void;
}

/** Takes a line, and the stream it belongs to. */
export type LineSink = (line: string, stream: "Output" | "Error") => void;

/** Turns format records into lines of at most `width` cells. Text out of band is handed on as it is, line breaks inside. */
export function createBackEnd(services: FormatServices, width: number, write: LineSink): BackEnd {
  let header: Header | undefined;
  let autosize = false;
  let waitsSince: number | undefined;
  let held: FormatRecord[] | undefined;
  let table: TableWriter | undefined;
  let wide: { readonly perRow: number; readonly pending: string[] } | undefined;
  let groups = 0;

  let stream: "Output" | "Error" = "Output";
  const writeLine = (line: string): void => write(line, stream);
  const lines = (all: readonly string[]): void => all.forEach(writeLine);

  function startGroup(record: GroupStartData, hint: readonly FormatRecord[] | undefined): void {
    if (groups++ > 0) writeLine("");
    if (record.heading) lines(complexLines(record.heading, width));
    if (header?.kind === "Table") {
      const widths = hint ? contentWidths(header, hint) : header.columns.map((column) => column.width);
      table = tableWriter(header.columns, widths, width, services.style);
      if (!header.hideHeader) lines(table.header());
    } else if (header?.kind === "Wide") {
      const longest = hint ? longestText(hint) : 0;
      const perRow = longest > 0 ? itemsPerRow(longest, width) : header.columns > 0 ? header.columns : 2;
      wide = { perRow, pending: [] };
    }
  }

  function flushWide(): void {
    if (!wide || wide.pending.length === 0) return;
    const columns = Array.from({ length: wide.perRow }, () => ({
      label: "",
      width: 0,
      alignment: "Left" as const,
      isProperty: true,
    }));
    lines(
      tableWriter(
        columns,
        columns.map(() => 0),
        width,
      ).row(wide.pending.splice(0), false),
    );
  }

  function entry(content: Entry, outOfBand: boolean): void {
    switch (content.kind) {
      case "Text":
        return writeLine(content.text);
      case "Table":
        return lines(table?.row(content.cells, content.wrap, content.alignments) ?? []);
      case "List":
        if (outOfBand) writeLine("");
        lines(listLines(content.fields, width, services.style));
        return writeLine("");
      case "Complex":
        return lines(complexLines(content.items, outOfBand ? UNLIMITED : width));
      case "Wide":
        wide?.pending.push(content.text);
        if (wide && wide.pending.length >= wide.perRow) flushWide();
        return;
    }
  }

  function process(record: FormatRecord, hint?: readonly FormatRecord[]): void {
    if (record instanceof FormatStartData) {
      header = record.header;
      groups = 0;
      writeLine("");
    } else if (record instanceof GroupStartData) startGroup(record, hint);
    else if (record instanceof FormatEntryData) {
      ({ stream } = record);
      entry(record.entry, record.outOfBand);
      stream = "Output";
    } else if (record instanceof GroupEndData) {
      flushWide();
      table = undefined;
      wide = undefined;
    } else if (record instanceof FormatEndData) {
      if (header?.kind !== "List") writeLine("");
      header = undefined;
    }
  }

  // Gives out what was held back, the widths being known now.
  function release(): void {
    const all = held;
    held = undefined;
    waitsSince = undefined;
    for (const record of all ?? []) process(record, record instanceof GroupStartData ? all : undefined);
  }

  function holdsGroups(start: FormatStartData): boolean {
    if (start.autosize) return true;
    return start.header.kind === "Table" && start.header.columns.length > 0 && start.header.columns[0]!.width === 0;
  }

  let holding = false;
  return {
    add(record) {
      if (record instanceof FormatStartData) {
        release();
        // Once groups are held back they are to the end: a view's own widths count no more after a table without.
        if (holdsGroups(record)) {
          holding = true;
          autosize = record.autosize !== undefined;
        }
      }
      if (held) {
        held.push(record);
        const late =
          waitsSince !== undefined && services.now !== undefined && services.now() - waitsSince > GROUPING_MS;
        if (record instanceof GroupEndData || late) release();
        return;
      }
      if (holding && record instanceof GroupStartData) {
        held = [record];
        waitsSince = autosize ? undefined : services.now?.();
        return;
      }
      process(record);
    },
    end() {
      release();
    },
  };
}

function contentWidths(header: Header & { kind: "Table" }, records: readonly FormatRecord[]): number[] {
  const widths = header.columns.map((column) => cellsOf(column.label));
  for (const record of records) {
    if (!(record instanceof FormatEntryData) || record.entry.kind !== "Table") continue;
    record.entry.cells.forEach((cell, k) => {
      const cells = cellsOf(cell);
      if (cells > widths[k]!) widths[k] = cells;
    });
  }
  return widths;
}

function longestText(records: readonly FormatRecord[]): number {
  let longest = 0;
  for (const record of records)
    if (record instanceof FormatEntryData && record.entry.kind === "Wide")
      longest = Math.max(longest, cellsOf(record.entry.text));
  return longest;
}
