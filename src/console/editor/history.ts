// What was typed before, oldest first, and walking through it.

export interface HistoryStore {
  load(): readonly string[];
  append(line: string): void;
}

/** Lines kept in memory and shown. */
const MOST_LINES = 4096;

/** Commands whose text looks like a secret are not written to the file. */
const SENSITIVE = /password|secret|asplaintext|token|apikey|connectionstring/i;

export class History {
  readonly #store: HistoryStore | undefined;
  readonly #lines: string[];
  constructor(store?: HistoryStore) {
    this.#store = store;
    this.#lines = store ? store.load().slice(-MOST_LINES) : [];
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Adds a line, unless it is blank or repeats the last one. */
  add(line: string): void {
    if (line.trim() === "" || this.#lines.at(-1) === line) return;
    this.#lines.push(line);
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
    if (!SENSITIVE.test(line)) this.#store?.append(line);
  }

  /** The newest line before `from` that has `text` in it, and its place; undefined where there is none. */
  search(text: string, from: number): { readonly index: number; readonly line: string } | undefined {
    const wanted = text.toLowerCase();
    for (let i = Math.min(from, this.#lines.length) - 1; i >= 0; i--) {
      if (this.#lines[i]!.toLowerCase().includes(wanted)) return { index: i, line: this.#lines[i]! };
    }
    return undefined;
  }
}

/** A place in the history while a line is edited; the line itself is kept below the newest entry. */
export interface HistoryWalk {
  readonly index: number;
  readonly draft: string;
}

export function startWalk(history: History, draft: string): HistoryWalk {
  return { index: history.lines.length, draft };
}

/** The neighbour above (-1) or below (+1) that begins as the draft did; undefined at either end. */
export function stepWalk(
  history: History,
  walk: HistoryWalk,
  direction: -1 | 1,
): { readonly walk: HistoryWalk; readonly text: string } | undefined {
  for (let i = walk.index + direction; i >= 0 && i < history.lines.length; i += direction) {
    if (history.lines[i]!.startsWith(walk.draft)) return { walk: { ...walk, index: i }, text: history.lines[i]! };
  }
  return direction === 1 && walk.index < history.lines.length
    ? { walk: { ...walk, index: history.lines.length }, text: walk.draft }
    : undefined;
}
