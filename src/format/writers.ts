// Rows, lists and custom layouts as lines of a given width.
//
// Rule: a column keeps its place; what does not fit is cut with `…`, and what has no room at all is left out from the right.

import type { Alignment, ComplexItem, TableColumn } from "./records.js";
import type { PSStyle } from "./style.js";
import { cellsOf, cutAtLineBreak, ELLIPSIS, headOf, tailOf, wrapText } from "./width.js";

const SEPARATOR = 1;
const LEAST_WINDOW = 5;

/** Widths of columns in a window: 0 means "what is left"; -1 in the answer means the column is not shown. */
function fitColumns(wanted: readonly number[], window: number): number[] {
  const widths = wanted.map((width) => (width > 0 ? width : 1));
  const free = wanted.map((width) => width <= 0);
  let room = window - tableWidth(widths);
  if (room > 0 && free.includes(true)) {
    while (room > 0) {
      for (let k = 0; k < widths.length && room > 0; k++) {
        if (!free[k]) continue;
        widths[k]!++;
        room--;
      }
    }
  }
  trimToFit(widths, window);
  return widths;
}

function trimToFit(widths: number[], window: number): void {
  for (;;) {
    const excess = tableWidth(widths) - window;
    const last = widths.findLastIndex((width) => width > 0);
    if (excess <= 0 || last < 0) return;
    widths[last] = widths[last]! - excess >= 1 ? widths[last]! - excess : -1;
  }
}

function tableWidth(widths: readonly number[]): number {
  const shown = widths.filter((width) => width > 0);
  return shown.reduce((sum, width) => sum + width, 0) + Math.max(0, shown.length - 1) * SEPARATOR;
}

export interface TableWriter {
  /** Lines of the header and of the rule below it. */
  header(): string[];
  row(cells: readonly string[], wrap: boolean, alignments?: readonly (Alignment | undefined)[]): string[];
}

/** Lays rows out in columns of these widths (0: what is left of the window). */
export function tableWriter(
  columns: readonly TableColumn[],
  wantedWidths: readonly number[],
  window: number,
  style?: PSStyle,
): TableWriter {
  const widths = window < LEAST_WINDOW ? [] : fitColumns(wantedWidths, window);
  const shown = widths.map((width, index) => ({ width, index })).filter(({ width }) => width > 0);

  function oneLine(cells: readonly string[], alignmentOf: (index: number) => Alignment): string {
    let line = "";
    shown.forEach(({ width, index }, k) => {
      const cell = cells[index] ?? "";
      if (k > 0) line += " ".repeat(SEPARATOR);
      line += fitCell(cell, width, alignmentOf(index), index < columns.length - 1);
      if (style && cell.includes("\u001b")) line += style.reset;
    });
    return line;
  }

  function manyLines(cells: readonly string[], alignmentOf: (index: number) => Alignment): string[] {
    const blocks = shown.map(({ width, index }, k) =>
      wrapText(cells[index] ?? "", width, width).map((line) =>
        fitCell(line, width, alignmentOf(index), k < shown.length - 1),
      ),
    );
    const height = Math.max(0, ...blocks.map((block) => block.length));
    return Array.from({ length: height }, (_, row) => {
      const last = blocks.findLastIndex((block) => block.length > row);
      return blocks
        .slice(0, last + 1)
        .map((block, k) => block[row] ?? " ".repeat(shown[k]!.width))
        .join(" ".repeat(SEPARATOR));
    });
  }

  const columnAlignment = (index: number): Alignment => columns[index]!.alignment;
  return {
    header() {
      if (shown.length === 0) return [];
      const labels = columns.map(({ label }) => label);
      const rule = columns.map(({ label }, k) => "-".repeat(Math.max(0, Math.min(widths[k]!, cellsOf(label)))));
      const lines = [...manyLines(labels, columnAlignment), oneLine(rule, columnAlignment)];
      return style ? lines.map((line) => style.tableHeader + line + style.reset) : lines;
    },
    row(cells, wrap, alignments) {
      if (shown.length === 0) return [];
      const alignmentOf = (index: number): Alignment => alignments?.[index] ?? columnAlignment(index);
      return wrap ? manyLines(cells, alignmentOf) : [oneLine(cells, alignmentOf)];
    },
  };
}

// One cell, cut or padded to its width; the last one of a line gets no blanks behind it.
function fitCell(text: string, width: number, alignment: Alignment, pad: boolean): string {
  let cell = cutAtLineBreak(text);
  const cells = cellsOf(cell);
  if (cells > width) {
    cell = alignment === "Right" ? ELLIPSIS + tailOf(cell, width - 1) : headOf(cell, width - 1) + ELLIPSIS;
    return cellsOf(cell) < width && (pad || alignment === "Right")
      ? alignment === "Right"
        ? " " + cell
        : cell + " "
      : cell;
  }
  const blanks = width - cells;
  if (alignment === "Right") return " ".repeat(blanks) + cell;
  if (alignment === "Center") {
    const left = Math.floor(blanks / 2);
    return " ".repeat(left) + cell + (pad ? " ".repeat(blanks - left) : "");
  }
  return pad ? cell + " ".repeat(blanks) : cell;
}

const LIST_SEPARATOR = " : ";

/** The lines of one list: label, colon, value; long values go on below where they began. */
export function listLines(
  fields: readonly { readonly label: string; readonly text: string }[],
  window: number,
  style?: PSStyle,
): string[] {
  if (fields.length === 0 || window < LIST_SEPARATOR.length + 2) return [];
  const longest = Math.max(...fields.map(({ label }) => cellsOf(label)));
  const labelWidth = Math.min(longest, window - LIST_SEPARATOR.length - 1);
  const indent = " ".repeat(labelWidth + LIST_SEPARATOR.length);
  const valueWidth = window - indent.length;
  return fields.flatMap(({ label, text }) => {
    const shown = headOf(label, labelWidth);
    const lead = shown + " ".repeat(labelWidth - cellsOf(shown)) + LIST_SEPARATOR;
    const styled = style ? style.formatAccent + lead + style.reset : lead;
    return wrapText(text, valueWidth, valueWidth).map((line, i) => (i === 0 ? styled : indent) + line);
  });
}

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly firstLine: number;
}

/** The lines of a custom layout. It ends with what is left in the line, even where that is nothing. */
export function complexLines(items: readonly ComplexItem[], window: number): string[] {
  const lines: string[] = [];
  let pending = "";
  const flush = (frame: Frame): void => {
    const useful = window - frame.right - frame.left;
    const shift = useful <= 0 || Math.abs(frame.firstLine) >= useful ? 0 : frame.firstLine;
    const text = useful <= 0 ? "" : pending;
    const first = useful - Math.max(0, shift);
    const following = useful + Math.min(0, shift);
    wrapText(text, Math.max(1, first), Math.max(1, following)).forEach((line, i) => {
      const padding = frame.left + (i === 0 ? Math.max(0, shift) : Math.max(0, -shift));
      lines.push(" ".repeat(padding) + line);
    });
    pending = "";
  };
  const walk = (list: readonly ComplexItem[], frame: Frame): void => {
    for (const item of list) {
      if (item.kind === "text") pending += item.text;
      else if (item.kind === "newline") flush(frame);
      else
        walk(item.items, {
          left: frame.left + item.left,
          right: frame.right + (item.right ?? 0),
          firstLine: item.firstLine ?? 0,
        });
    }
  };
  const outer = { left: 0, right: 0, firstLine: 0 };
  walk(items, outer);
  flush(outer);
  return lines;
}

/** How many texts of at most `longest` cells stand side by side in a window. */
export function itemsPerRow(longest: number, window: number): number {
  if (longest <= 0 || longest >= window) return 1;
  return Math.max(1, Math.floor((window + SEPARATOR) / (longest + SEPARATOR)));
}
