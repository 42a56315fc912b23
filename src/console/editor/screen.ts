// Draws the prompt and the text below each other and puts the cursor where it belongs. The terminal wraps long lines;
// all positions are counted here, so that a redraw begins exactly where the last drawing began.

export interface ScreenWriter {
  write(text: string): void;
  /** Columns of the terminal. */
  columns(): number;
}

export interface Drawing {
  /** Perhaps with escape sequences; its last line stands before the text. */
  readonly prompt: string;
  readonly continuation: string;
  readonly text: string;
  readonly cursor: number;
  /** The text with colours; the same characters otherwise. */
  readonly coloured: string;
  /** A line or more below the text: a list of completions, a search. */
  readonly below: string;
}

export type WidthOf = (text: string) => number;

/** Escape sequences take no room. */
// oxlint-disable-next-line no-control-regex
const SEQUENCES = /\u001b(?:\[[0-9;?]*[A-Za-z]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;

export class Screen {
  readonly #writer: ScreenWriter;
  readonly #widthOf: WidthOf;
  /** Row of the cursor within what is drawn, from 0. */
  #cursorRow = 0;
  #lastRow = 0;
  constructor(writer: ScreenWriter, widthOf: WidthOf) {
    this.#writer = writer;
    this.#widthOf = widthOf;
  }

  /** A new drawing begins where the cursor stands now. */
  reset(): void {
    this.#cursorRow = 0;
    this.#lastRow = 0;
  }

  /** Takes the drawing away: what is printed next stands in its place. */
  erase(): void {
    const up = this.#cursorRow > 0 ? `\u001b[${this.#cursorRow}A` : "";
    this.#writer.write(`\r${up}\u001b[J`);
    this.reset();
  }

  draw(drawing: Drawing): void {
    const columns = Math.max(1, this.#writer.columns());
    const lead = drawing.prompt;
    const indent = (text: string): string => text.replaceAll("\n", `\r\n${drawing.continuation}`);
    const all =
      lead.replaceAll("\n", "\r\n") +
      indent(drawing.coloured) +
      (drawing.below === "" ? "" : `\r\n${drawing.below.replaceAll("\n", "\r\n")}`);
    const up = this.#cursorRow > 0 ? `\u001b[${this.#cursorRow}A` : "";
    const end = this.#position(
      lead + this.#plain(indent(drawing.text)) + (drawing.below === "" ? "" : `\n${drawing.below}`),
      columns,
    );
    const at = this.#position(lead + this.#plain(indent(drawing.text.slice(0, drawing.cursor))), columns);
    // A terminal that has filled its last column wraps only with the next character: a blank forces it.
    const wrap = end.column === 0 && end.row > 0 && !all.endsWith("\n") ? " \r" : "";
    const back =
      (end.row > at.row ? `\u001b[${end.row - at.row}A` : "") + "\r" + (at.column > 0 ? `\u001b[${at.column}C` : "");
    this.#writer.write(`\u001b[?25l\r${up}\u001b[J${all}${wrap}${back}\u001b[?25h`);
    this.#cursorRow = at.row;
    this.#lastRow = end.row;
  }

  /** Puts the cursor below the drawing, for what is printed next. */
  finish(): void {
    const down = this.#lastRow - this.#cursorRow;
    this.#writer.write(`${down > 0 ? `\u001b[${down}B` : ""}\r\n`);
    this.reset();
  }

  #plain(text: string): string {
    return text.replace(SEQUENCES, "");
  }

  /** Row and column after `text`, drawn from column 0. */
  #position(text: string, columns: number): { readonly row: number; readonly column: number } {
    let row = 0;
    let column = 0;
    for (const character of this.#plain(text)) {
      if (character === "\r") continue;
      if (character === "\n") {
        row++;
        column = 0;
        continue;
      }
      const width = this.#widthOf(character);
      if (column + width > columns) {
        row++;
        column = 0;
      }
      column += width;
    }
    return column >= columns ? { row: row + 1, column: 0 } : { row, column };
  }
}
