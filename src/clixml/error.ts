// What a reader refuses, and how much it takes before it refuses.

/** How much a reader takes. Each limit is checked before anything is built that would exceed it. */
export interface Limits {
  /** Objects within objects; PowerShell's own limit is 50. */
  readonly depth: number;
  /** Length of the text, in UTF-16 code units. */
  readonly size: number;
  /** Objects, values and dictionary entries together. */
  readonly count: number;
}

export const DEFAULT_LIMITS: Limits = { depth: 50, size: 209_715_200, count: 20_000_000 };

/** Text that is not the CLIXML it should be. `line` and `position` count from 1; they are 0 where the fault has no place. */
export class ClixmlError extends Error {
  readonly line: number;
  readonly position: number;
  constructor(reason: string, line = 0, position = 0) {
    super(line > 0 ? `${reason} Line ${line}, position ${position}.` : reason);
    this.name = "ClixmlError";
    this.line = line;
    this.position = position;
  }
}

/** The error for a fault at `offset` of `text`: lines end with LF, CR or CR LF. */
export function errorAt(text: string, offset: number, reason: string): ClixmlError {
  let line = 1;
  let start = 0;
  for (let i = 0; i < offset && i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 10 && !(code === 13 && text.charCodeAt(i + 1) !== 10)) continue;
    line++;
    start = i + 1;
  }
  if (text.charCodeAt(0) === 0xfeff && line === 1) start = 1;
  return new ClixmlError(reason, line, offset - start + 1);
}
