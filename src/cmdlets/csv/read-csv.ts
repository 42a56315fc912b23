// Lines of CSV to rows of fields, fed in pieces: a quoted field may hold line breaks.

/** Lines of an open record that are looked at again with every further one. */
const RETRIED_LINES = 64;

/** Splits CSV text into records. Blank lines between them are passed over. */
export class CsvReader {
  readonly #delimiter: string;
  /** Lines of a record whose quote is still open. */
  #open: string[] = [];
  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The record that is complete with this line (given without its end). */
  takeLine(line: string): string[] | undefined {
    if (this.#open.length === 0 && line.trim() === "") return undefined;
    this.#open.push(line);
    if (this.#staysOpen(line)) return undefined;
    const fields = splitRecord(this.#open.join("\n"), this.#delimiter);
    if (fields) this.#open = [];
    return fields;
  }

  /** What an unfinished quote left over at the end of the text. */
  finish(): string[] | undefined {
    if (this.#open.length === 0) return undefined;
    return splitRecord(`${this.#open.join("\n")}"`, this.#delimiter);
  }

  /**
   * True where a long quoted field surely goes on: it ends at an odd quote. So a quote that nobody closes costs no more than
   * the text's length.
   */
  #staysOpen(line: string): boolean {
    return this.#open.length > RETRIED_LINES && line.split('"').length % 2 === 1;
  }
}

/** The fields of one record, or undefined where a quote is still open. */
function splitRecord(text: string, delimiter: string): string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    while (text[at] === " " && delimiter !== " ") at++;
    const field = text[at] === '"' ? quotedField(text, at, delimiter) : plainField(text, at, delimiter);
    if (field === undefined) return undefined;
    fields.push(field.value);
    if (field.end >= text.length) return fields;
    at = field.end + 1;
    if (at >= text.length) {
      fields.push("");
      return fields;
    }
  }
}

interface Field {
  readonly value: string;
  /** Where the delimiter stands, or the text's length. */
  readonly end: number;
}

function plainField(text: string, start: number, delimiter: string): Field {
  const found = text.indexOf(delimiter, start);
  const end = found < 0 ? text.length : found;
  return { value: text.slice(start, end).trimEnd(), end };
}

function quotedField(text: string, start: number, delimiter: string): Field | undefined {
  let value = "";
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    value += text.slice(at, quote);
    at = quote + 1;
    if (text[at] !== '"') break;
    value += '"';
    at++;
  }
  const found = text.indexOf(delimiter, at);
  const end = found < 0 ? text.length : found;
  return { value: value + text.slice(at, end).trimEnd(), end };
}
