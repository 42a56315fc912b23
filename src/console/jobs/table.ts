// Tables of the commands about jobs: as wide as their widest cell, the last column cut where the terminal ends.

import { cellsOf } from "../../format/index.js";

/** Lines of a table: a header, and a row each. `width`: columns of the terminal; undefined cuts nothing. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], width?: number): string {
  const all = [header, ...rows.map((row) => row.map(oneLine))];
  const widths = header.map((_, at) => Math.max(...all.map((row) => cellsOf(row[at] ?? ""))));
  return all.map((row) => `${cut(line(row, widths), width)}\n`).join("");
}

function line(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, at) => (at === row.length - 1 ? cell : cell + " ".repeat(widths[at]! - cellsOf(cell))))
    .join("  ")
    .trimEnd();
}

function cut(text: string, width: number | undefined): string {
  if (width === undefined || cellsOf(text) <= width) return text;
  let kept = "";
  let cells = 1;
  for (const character of text) {
    cells += cellsOf(character);
    if (cells > width) break;
    kept += character;
  }
  return `${kept}…`;
}

/** The first line that says something, without what would move the cursor. */
function oneLine(text: string): string {
  const first = text.split(/\r?\n/).find((each) => each.trim() !== "") ?? "";
  // oxlint-disable-next-line no-control-regex
  return first.trim().replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, " ");
}

/** A time of this computer's clock: of today the time alone. */
export function shortTime(ms: number, nowMs: number): string {
  const time = new Date(ms);
  const two = (number: number): string => String(number).padStart(2, "0");
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  if (time.toDateString() === new Date(nowMs).toDateString()) return clock;
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${clock}`;
}

export function shortBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1000;
  let unit = 0;
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]!}`;
}
