// How many cells of a terminal a text takes, and how it is cut, padded and broken to fit.
//
// Rule: escape sequences take no cells and are never cut through; East Asian wide characters take two; a surrogate pair
// takes two because each half counts one, as in PowerShell.

const ESC = "\u001b";
const BELL = "\u0007";
// CSI sequences, and OSC 8 hyperlinks with either terminator.
const SEQUENCE = new RegExp(`${ESC}(?:\\[[0-9;:?]*[A-Za-z]|\\]8;[^${BELL}${ESC}]*(?:${BELL}|${ESC}\\\\))`, "g");
const PLAIN = /^[\u0020-\u10ff]*$/;

export const ELLIPSIS: string = "…";

function isWide(code: number): boolean {
  return (
    code >= 0x1100 &&
    (code <= 0x115f ||
      code === 0x2329 ||
      code === 0x232a ||
      (code >= 0x2e80 && code <= 0xa4cf && code !== 0x303f) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe10 && code <= 0xfe19) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0xffe0 && code <= 0xffe6))
  );
}

/** The text without its escape sequences. */
export function stripSequences(text: string): string {
  return text.includes("\u001b") ? text.replace(SEQUENCE, "") : text;
}

/** Cells that a text takes on a terminal. */
export function cellsOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  const bare = stripSequences(text);
  let cells = bare.length;
  for (let i = 0; i < bare.length; i++) if (isWide(bare.charCodeAt(i))) cells++;
  return cells;
}

/** The longest head of a text that fits in `cells`. Sequences met on the way are kept. */
export function headOf(text: string, cells: number): string {
  if (cells <= 0) return "";
  if (PLAIN.test(text)) return text.slice(0, cells);
  let taken = "";
  let used = 0;
  for (const piece of pieces(text)) {
    const size = piece.length > 1 ? 0 : isWide(piece.charCodeAt(0)) ? 2 : 1;
    if (size > 0 && used + size > cells) break;
    taken += piece;
    used += size;
  }
  return taken;
}

/** The longest tail of a text that fits in `cells`. */
export function tailOf(text: string, cells: number): string {
  if (cells <= 0) return "";
  if (PLAIN.test(text)) return text.slice(-cells);
  const all = pieces(text);
  let used = 0;
  let start = all.length;
  while (start > 0) {
    const piece = all[start - 1]!;
    const size = piece.length > 1 ? 0 : isWide(piece.charCodeAt(0)) ? 2 : 1;
    if (used + size > cells) break;
    used += size;
    start--;
  }
  return all.slice(start).join("");
}

// A text as single UTF-16 units and whole escape sequences.
function pieces(text: string): string[] {
  const result: string[] = [];
  let at = 0;
  for (const match of text.matchAll(SEQUENCE)) {
    for (; at < match.index; at++) result.push(text[at]!);
    result.push(match[0]);
    at = match.index + match[0].length;
  }
  for (; at < text.length; at++) result.push(text[at]!);
  return result;
}

/** The text as lines; carriage returns are dropped. */
export function splitLines(text: string): string[] {
  return text.replaceAll("\r", "").split("\n");
}

/** The text up to its first line break, with `…` in the break's place. */
export function cutAtLineBreak(text: string): string {
  const at = text.search(/[\r\n]/);
  return at < 0 ? text : text.slice(0, at) + ELLIPSIS;
}

/** Breaks a text into lines of at most `first` cells for the first and `following` for the others; words are not kept whole. */
export function wrapText(text: string, first: number, following: number): string[] {
  const result: string[] = [];
  for (const line of splitLines(text)) {
    let rest = line;
    let room = first;
    while (cellsOf(rest) > room) {
      const head = headOf(rest, room);
      // A wide character where there is one cell: PowerShell writes "?" in its place.
      result.push(head === "" ? "?" : head);
      rest = rest.slice(head === "" ? 1 : head.length);
      room = following;
      if (room <= 0) break;
    }
    result.push(rest);
  }
  return result;
}
