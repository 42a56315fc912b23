// Where something stands in a script: lines, columns, and the block PowerShell prints above a message.
import type { Extent } from "./ast/ast.js";

/** A place in a text, as PowerShell counts: line and column start at 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The line and column of an offset. LF, CR LF and a lone CR each end a line. */
export function lineAndColumn(text: string, offset: number): Position {
  let line = 1;
  let lineStart = 0;
  const stop = Math.min(offset, text.length);
  for (let i = 0; i < stop; i++) {
    if (!endsLineAt(text, i)) continue;
    line++;
    lineStart = i + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

/** The text an extent covers. */
export function extentText(text: string, extent: Extent): string {
  return text.slice(extent.start, extent.end);
}

/** The whole line an offset stands in, without its end. */
export function lineAt(text: string, offset: number): string {
  const place = Math.min(offset, text.length);
  let start = place;
  while (start > 0 && !endsLineAt(text, start - 1)) start--;
  let end = place;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return text.slice(start, end);
}

function endsLineAt(text: string, i: number): boolean {
  const code = text.charCodeAt(i);
  return code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10);
}

/**
 * "At line:1 char:7", the source line behind "+ ", and "~" under the extent: as PowerShell heads an error.
 * Only the extent's first line is shown, and of a long line only a part.
 */
export function positionMessage(text: string, extent: Extent, fileName: string | null = null): string {
  const { line, column } = lineAndColumn(text, extent.start);
  const end = lineAndColumn(text, extent.end);
  const head = `At ${fileName ?? "line"}:${line} char:${column}\n+ `;
  const source = lineAt(text, extent.start).trimEnd();
  if (source === "") return head;
  const inLine = end.line === line && end.column <= source.length + 1;
  const length = inLine ? end.column - column : source.length - column + 1;
  const shown = fitLine(expandTabs({ source, before: column - 1, length }));
  return `${head}${shown.source}\n+ ${" ".repeat(shown.before)}${"~".repeat(Math.max(1, shown.length))}`;
}

/** A line and the part of it that is marked. */
interface MarkedLine {
  readonly source: string;
  readonly before: number;
  readonly length: number;
}

const TAB = "    ";

function expandTabs(line: MarkedLine): MarkedLine {
  if (!line.source.includes("\t")) return line;
  const widen = (text: string): number => text.replaceAll("\t", TAB).length;
  const marked = line.source.slice(line.before, line.before + line.length);
  return {
    source: line.source.replaceAll("\t", TAB),
    before: widen(line.source.slice(0, line.before)),
    length: widen(marked) + Math.max(0, line.length - marked.length),
  };
}

const SHOWN = 69;
const CONTEXT_BEHIND = 8;
const CONTEXT_BEFORE = 12;

/** Cuts a long line to 69 characters around the mark: eight behind it, but never fewer than twelve before it. */
function fitLine(line: MarkedLine): MarkedLine {
  if (line.source.length <= SHOWN) return line;
  const wanted = Math.min(line.before + line.length + CONTEXT_BEHIND - SHOWN, line.before - CONTEXT_BEFORE);
  const start = Math.max(0, Math.min(wanted, line.source.length - SHOWN));
  const end = start + SHOWN;
  const prefix = start > 0 ? "\u2026 " : "";
  const suffix = end < line.source.length ? " \u2026" : "";
  return {
    source: prefix + line.source.slice(start, end) + suffix,
    before: line.before - start + prefix.length,
    length: Math.min(line.length, end - line.before),
  };
}
