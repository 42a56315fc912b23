// Where something stands in a script: lines, columns, and the block PowerShell prints above a message.
import type { Extent } from "./ast.js";

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

function endsLineAt(text: string, i: number): boolean {
  const code = text.charCodeAt(i);
  return code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10);
}
