// Completions below the line: in columns, as many rows as are not in the way, the chosen one marked.

import { cellsOf, headOf } from "../../format/index.js";
import type { Completion } from "./line-editor.js";

/** Rows shown at once. */
const MOST_ROWS = 8;
/** Blanks between two columns. */
const GAP = 2;

/** The rows around the chosen one; a last line says where it is where not all are shown. */
export function completionList(matches: readonly Completion[], chosen: number, columns: number): string {
  const room = Math.max(8, columns - 1);
  const width = Math.min(room, Math.max(...matches.map((match) => cellsOf(match.label))) + GAP);
  const across = Math.max(1, Math.floor((room + GAP) / width));
  const rows = Math.ceil(matches.length / across);
  const chosenRow = Math.floor(chosen / across);
  const first = Math.max(0, Math.min(chosenRow - MOST_ROWS + 1, rows - MOST_ROWS));
  const lines: string[] = [];
  for (let row = first; row < Math.min(rows, first + MOST_ROWS); row++) {
    const cells = matches.slice(row * across, (row + 1) * across).map((match, at) => {
      const label = headOf(match.label, width - GAP);
      const blanks = " ".repeat(Math.max(0, width - cellsOf(label)));
      return (row * across + at === chosen ? `\u001b[7m${label}\u001b[0m` : label) + blanks;
    });
    lines.push(cells.join("").trimEnd());
  }
  if (rows > MOST_ROWS) lines.push(`(${chosen + 1} of ${matches.length})`);
  return lines.join("\n");
}
