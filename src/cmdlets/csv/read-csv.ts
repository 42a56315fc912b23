// Lines of CSV to rows of fields, fed in pieces: a quoted field may hold line breaks.

/** Splits CSV text into records. Blank lines are passed over. */
export class CsvReader {
  readonly #delimiter: string;
  #pending = "";
  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The records that are complete with this line (given without its end). */
  takeLine(line: string): string[] | undefined {
    const text = this.#pending === "" ? line : `${this.#pending}\n${line}`;
    if (text.trim() === "") return undefined;
    const fields = splitRecord(text, this.#delimiter);
    this.#pending = fields === undefined ? text : "";
    return fields;
  }

  /** What an unfinished quote left over at the end of the text. */
  finish(): string[] | undefined {
    if (this.#pending === "") return undefined;
    return splitRecord(`${this.#pending}"`, this.#delimiter);
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
