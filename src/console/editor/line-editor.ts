// The line editor: keys in, drawings out, until a command is whole. It knows nothing of PowerShell but what it is given:
// whether a text is complete, what could complete a word, how it is coloured.

import * as edit from "./buffer.js";
import { completionList } from "./completion-list.js";
import { EMPTY, type Buffer } from "./buffer.js";
import { startWalk, stepWalk, type History, type HistoryWalk } from "./history.js";
import type { Key } from "./keys.js";

export interface Completions {
  /** Range of the text that a completion replaces. */
  readonly start: number;
  readonly end: number;
  readonly matches: readonly Completion[];
}

export interface Completion {
  readonly text: string;
  /** How a list names it. */
  readonly label: string;
}

export interface EditorServices {
  readonly history: History;
  /** False where the text needs another line: an open brace, a trailing pipe. */
  isComplete(text: string): boolean;
  complete(text: string, cursor: number): Promise<Completions | undefined>;
  colour(text: string): string;
}

/** What has become of the line. */
export type Outcome =
  | { readonly type: "editing" }
  | { readonly type: "accepted"; readonly text: string }
  | { readonly type: "cancelled" }
  /** Ctrl+D on an empty line. */
  | { readonly type: "ended" }
  | { readonly type: "clear" };

export interface View {
  readonly text: string;
  readonly cursor: number;
  readonly below: string;
}

const EDITING: Outcome = { type: "editing" };

interface Menu {
  readonly completions: Completions;
  readonly index: number;
}

interface Search {
  readonly query: string;
  readonly index: number;
  readonly before: Buffer;
}

export class LineEditor {
  readonly #services: EditorServices;
  readonly #columns: () => number;
  #buffer: Buffer = EMPTY;
  #walk: HistoryWalk | undefined;
  #killed = "";
  #undo: Buffer[] = [];
  #menu: Menu | undefined;
  #search: Search | undefined;
  #below = "";

  /** `columns` of the terminal, which the list of completions fills. */
  constructor(services: EditorServices, columns: () => number = () => 80) {
    this.#services = services;
    this.#columns = columns;
  }

  get view(): View {
    return { text: this.#buffer.text, cursor: this.#buffer.cursor, below: this.#below };
  }

  async press(key: Key): Promise<Outcome> {
    if (this.#search) {
      const handled = this.#pressInSearch(key);
      if (handled) return EDITING;
    }
    if (key.name === "tab") return this.#complete(key.shift ? -1 : 1);
    this.#menu = undefined;
    this.#below = "";
    return this.#pressKey(key);
  }

  #pressKey(key: Key): Outcome {
    if (key.name === "text") return this.#change(edit.insert(this.#buffer, key.text));
    if (key.name === "enter")
      return key.alt || key.shift ? this.#change(edit.insert(this.#buffer, "\n")) : this.#accept();
    if (key.name === "up" || (key.ctrl && key.name === "p")) return this.#vertical(-1);
    if (key.name === "down" || (key.ctrl && key.name === "n")) return this.#vertical(1);
    if (key.ctrl) return this.#pressControl(key);
    if (key.alt) return this.#pressAlt(key);
    return this.#pressPlain(key);
  }

  #pressPlain(key: Key): Outcome {
    const buffer = this.#buffer;
    switch (key.name) {
      case "left":
        return this.#move(edit.leftOf(buffer));
      case "right":
        return this.#move(edit.rightOf(buffer));
      case "home":
        return this.#move(edit.lineStart(buffer));
      case "end":
        return this.#move(edit.lineEnd(buffer));
      case "backspace":
        return this.#change(edit.deleteTo(buffer, edit.leftOf(buffer)));
      case "delete":
        return this.#change(edit.deleteTo(buffer, edit.rightOf(buffer)));
      case "escape":
        return this.#change(EMPTY);
      default:
        return EDITING;
    }
  }

  #pressControl(key: Key): Outcome {
    const buffer = this.#buffer;
    switch (key.name) {
      case "a":
      case "home":
        return this.#move(key.name === "home" ? 0 : edit.lineStart(buffer));
      case "e":
      case "end":
        return this.#move(key.name === "end" ? buffer.text.length : edit.lineEnd(buffer));
      case "b":
        return this.#move(edit.leftOf(buffer));
      case "f":
        return this.#move(edit.rightOf(buffer));
      case "left":
        return this.#move(edit.wordLeft(buffer));
      case "right":
        return this.#move(edit.wordRight(buffer));
      case "w":
      case "backspace":
        return this.#kill(edit.wordLeft(buffer));
      case "delete":
        return this.#kill(edit.wordRight(buffer));
      case "u":
        return this.#kill(edit.lineStart(buffer));
      case "k":
        return this.#kill(edit.lineEnd(buffer));
      case "y":
        return this.#change(edit.insert(buffer, this.#killed));
      case "z":
        return this.#undoChange();
      case "r":
        return this.#startSearch();
      case "l":
        return { type: "clear" };
      case "j": // Enter, where it was typed before the terminal was raw
        return this.#accept();
      case "d":
        return buffer.text === "" ? { type: "ended" } : this.#change(edit.deleteTo(buffer, edit.rightOf(buffer)));
      case "c":
        return { type: "cancelled" };
      default:
        return EDITING;
    }
  }

  #pressAlt(key: Key): Outcome {
    switch (key.name) {
      case "b":
        return this.#move(edit.wordLeft(this.#buffer));
      case "f":
        return this.#move(edit.wordRight(this.#buffer));
      case "d":
        return this.#kill(edit.wordRight(this.#buffer));
      case "backspace":
        return this.#kill(edit.wordLeft(this.#buffer));
      default:
        return EDITING;
    }
  }

  #move(cursor: number): Outcome {
    this.#buffer = edit.moveTo(this.#buffer, cursor);
    return EDITING;
  }

  #change(buffer: Buffer): Outcome {
    if (buffer.text !== this.#buffer.text) {
      this.#undo.push(this.#buffer);
      this.#walk = undefined;
    }
    this.#buffer = buffer;
    return EDITING;
  }

  #kill(to: number): Outcome {
    this.#killed = this.#buffer.text.slice(Math.min(to, this.#buffer.cursor), Math.max(to, this.#buffer.cursor));
    return this.#change(edit.deleteTo(this.#buffer, to));
  }

  #undoChange(): Outcome {
    const before = this.#undo.pop();
    if (before) this.#buffer = before;
    return EDITING;
  }

  /** Enter in the middle of an unfinished command begins its next line; at its end it is run. */
  #accept(): Outcome {
    const { text } = this.#buffer;
    if (!this.#services.isComplete(text))
      return this.#change(edit.insert(edit.moveTo(this.#buffer, text.length), "\n"));
    this.#services.history.add(text);
    this.#buffer = edit.moveTo(this.#buffer, text.length);
    return { type: "accepted", text };
  }

  /** Up and down move between the lines of the text, and beyond them through the history. */
  #vertical(direction: -1 | 1): Outcome {
    const within = direction < 0 ? edit.lineUp(this.#buffer) : edit.lineDown(this.#buffer);
    if (within !== undefined && this.#walk === undefined) return this.#move(within);
    this.#walk ??= startWalk(this.#services.history, this.#buffer.text);
    const step = stepWalk(this.#services.history, this.#walk, direction);
    if (step) {
      this.#walk = step.walk;
      this.#buffer = { text: step.text, cursor: step.text.length };
    }
    return EDITING;
  }

  async #complete(direction: 1 | -1): Promise<Outcome> {
    if (this.#menu) {
      const count = this.#menu.completions.matches.length;
      this.#choose({ ...this.#menu, index: (this.#menu.index + direction + count) % count });
      return EDITING;
    }
    const completions = await this.#services.complete(this.#buffer.text, this.#buffer.cursor);
    if (!completions || completions.matches.length === 0) return EDITING;
    if (completions.matches.length === 1)
      return this.#change(edit.replace(this.#buffer, completions.start, completions.end, completions.matches[0]!.text));
    this.#undo.push(this.#buffer);
    this.#choose({ completions, index: direction > 0 ? 0 : completions.matches.length - 1 });
    return EDITING;
  }

  #choose(menu: Menu): void {
    const { start, matches } = menu.completions;
    const previous = this.#menu ? matches[this.#menu.index]!.text.length + start : menu.completions.end;
    this.#buffer = edit.replace(this.#buffer, start, previous, matches[menu.index]!.text);
    this.#menu = menu;
    this.#below = completionList(menu.completions.matches, menu.index, this.#columns());
  }

  #startSearch(): Outcome {
    this.#search = { query: "", index: this.#services.history.lines.length, before: this.#buffer };
    this.#below = "bck-i-search: ";
    return EDITING;
  }

  /** True where the key belonged to the search; any other ends it and is handled as usual. */
  #pressInSearch(key: Key): boolean {
    const search = this.#search!;
    if (key.name === "text") this.#find({ ...search, query: search.query + key.text }, search.index + 1);
    else if (key.name === "backspace")
      this.#find({ ...search, query: search.query.slice(0, -1) }, this.#services.history.lines.length);
    else if (key.ctrl && key.name === "r") this.#find(search, search.index);
    else if (key.name === "escape" || (key.ctrl && key.name === "c") || (key.ctrl && key.name === "g")) {
      this.#buffer = search.before;
      this.#search = undefined;
      this.#below = "";
    } else {
      this.#search = undefined;
      this.#below = "";
      return false;
    }
    return true;
  }

  #find(search: Search, from: number): void {
    const found = this.#services.history.search(search.query, from);
    this.#search = { ...search, index: found?.index ?? search.index };
    if (found) this.#buffer = { text: found.line, cursor: found.line.length };
    this.#below = `${found ? "" : "failed-"}bck-i-search: ${search.query}`;
  }
}
