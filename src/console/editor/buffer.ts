// The text being edited and the cursor in it: plain data, and functions from one state to the next.

export interface Buffer {
  readonly text: string;
  /** Offset in `text`, between characters. */
  readonly cursor: number;
}

export const EMPTY: Buffer = { text: "", cursor: 0 };

export function insert(buffer: Buffer, text: string): Buffer {
  return {
    text: buffer.text.slice(0, buffer.cursor) + text + buffer.text.slice(buffer.cursor),
    cursor: buffer.cursor + text.length,
  };
}

/** Replaces a range; the cursor goes to its end. */
export function replace(buffer: Buffer, start: number, end: number, text: string): Buffer {
  return { text: buffer.text.slice(0, start) + text + buffer.text.slice(end), cursor: start + text.length };
}

export function moveTo(buffer: Buffer, cursor: number): Buffer {
  return { ...buffer, cursor: Math.max(0, Math.min(cursor, buffer.text.length)) };
}

/** Removes what lies between the cursor and another place; the cursor ends at the lower of the two. */
export function deleteTo(buffer: Buffer, other: number): Buffer {
  const start = Math.min(buffer.cursor, other);
  const end = Math.max(buffer.cursor, other);
  return { text: buffer.text.slice(0, start) + buffer.text.slice(end), cursor: start };
}

/** The place one character (not one UTF-16 unit) to the left. */
export function leftOf(buffer: Buffer): number {
  const before = buffer.text.slice(0, buffer.cursor);
  return buffer.cursor - (Array.from(before.slice(-2)).at(-1)?.length ?? 0);
}

export function rightOf(buffer: Buffer): number {
  const code = buffer.text.codePointAt(buffer.cursor);
  return code === undefined ? buffer.cursor : buffer.cursor + (code > 0xffff ? 2 : 1);
}

/** Start of the word before the cursor. */
export function wordLeft(buffer: Buffer): number {
  const match = /[\p{L}\p{N}_]*[^\p{L}\p{N}_]*$/u.exec(buffer.text.slice(0, buffer.cursor))!;
  return match.index;
}

/** End of the word after the cursor. */
export function wordRight(buffer: Buffer): number {
  const match = /^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u.exec(buffer.text.slice(buffer.cursor))!;
  return buffer.cursor + match[0].length;
}

export function lineStart(buffer: Buffer): number {
  return buffer.text.lastIndexOf("\n", buffer.cursor - 1) + 1;
}

export function lineEnd(buffer: Buffer): number {
  const end = buffer.text.indexOf("\n", buffer.cursor);
  return end < 0 ? buffer.text.length : end;
}

/** The same column one line up (or down), or undefined at the first (last) line. */
export function lineUp(buffer: Buffer): number | undefined {
  const start = lineStart(buffer);
  if (start === 0) return undefined;
  const above = buffer.text.lastIndexOf("\n", start - 2) + 1;
  return Math.min(above + (buffer.cursor - start), start - 1);
}

export function lineDown(buffer: Buffer): number | undefined {
  const end = lineEnd(buffer);
  if (end === buffer.text.length) return undefined;
  const below = end + 1;
  const belowEnd = buffer.text.indexOf("\n", below);
  return Math.min(below + (buffer.cursor - lineStart(buffer)), belowEnd < 0 ? buffer.text.length : belowEnd);
}
