// JSON text to values, as ConvertFrom-Json reads it: comments, single quotes, unquoted names and trailing commas pass;
// whole numbers become Int64 (BigInteger where they do not fit), others Double; texts that are dates become dates.

import { BigInteger, Dictionary, Double, identityKey, PSObject } from "../../objects/index.js";

export interface ReadOptions {
  readonly maxDepth: number;
  readonly asHashtable: boolean;
  /** Makes a date of a text in ISO form, or gives the text back. */
  readonly readDate: (text: string) => unknown;
}

/** Bad JSON: the message names path, line and position as PowerShell does. */
export class JsonError extends Error {}

const INT64_MAX = 9223372036854775807n;
const ISO_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?(?:Z|[+-]\d\d:\d\d)?$/;
/** Keys of a hashtable made from JSON keep their case apart. */
const byCase = (key: unknown): unknown => identityKey(key);

/** All documents of a text, one after another. Throws JsonError. */
export function readJson(text: string, options: ReadOptions): unknown[] {
  const reader = new Reader(text, options);
  const documents: unknown[] = [];
  while (reader.skipBlanks()) documents.push(reader.readValue(0));
  return documents;
}

class Reader {
  readonly #text: string;
  readonly #options: ReadOptions;
  readonly #path: (string | number)[] = [];
  #at = 0;
  constructor(text: string, options: ReadOptions) {
    this.#text = text;
    this.#options = options;
  }

  /** Passes white space and comments; false at the end of the text. */
  skipBlanks(): boolean {
    const blanks = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
    blanks.lastIndex = this.#at;
    this.#at += blanks.exec(this.#text)![0].length;
    return this.#at < this.#text.length;
  }

  readValue(depth: number): unknown {
    if (!this.skipBlanks()) this.#fail("Unexpected end of content while loading JObject.");
    const character = this.#text[this.#at]!;
    if (character === "{") return this.#readObject(depth + 1);
    if (character === "[") return this.#readArray(depth + 1);
    if (character === '"' || character === "'") return this.#readText(this.#readString());
    return this.#readLiteral(character);
  }

  #enter(depth: number): void {
    this.#at++;
    if (depth > this.#options.maxDepth)
      this.#fail(`The reader's MaxDepth of ${this.#options.maxDepth} has been exceeded.`);
  }

  #readObject(depth: number): unknown {
    this.#enter(depth);
    const members: [string, unknown][] = [];
    for (;;) {
      if (!this.skipBlanks()) this.#fail("Unexpected end when deserializing object.");
      if (this.#eat("}")) break;
      const name = this.#readName();
      this.#path.push(name);
      this.skipBlanks();
      if (!this.#eat(":"))
        this.#fail(
          this.#at < this.#text.length
            ? `Invalid character after parsing property name. Expected ':' but got: ${this.#text[this.#at]}.`
            : "Unexpected end when deserializing object.",
        );
      if (!this.skipBlanks()) this.#fail("Unexpected end when deserializing object.");
      members.push([name, this.readValue(depth)]);
      this.#path.pop();
      if (!this.skipBlanks()) this.#fail("Unexpected end when deserializing object.");
      if (this.#eat(",")) continue;
      if (this.#eat("}")) break;
      this.#fail(`After parsing a value an unexpected character was encountered: ${this.#text[this.#at]}.`);
    }
    return this.#options.asHashtable ? this.#makeHashtable(members) : this.#makeObject(members);
  }

  #makeHashtable(members: readonly [string, unknown][]): Dictionary {
    const table = new Dictionary("OrderedDictionary", "System.Management.Automation.OrderedHashtable", byCase);
    for (const [name, value] of members) table.set(name, value);
    return table;
  }

  #makeObject(members: readonly [string, unknown][]): PSObject {
    const object = new PSObject();
    for (const [name, value] of members) {
      if (name === "")
        throw new JsonError(
          "The provided JSON includes a property whose name is an empty string, this is only supported using the -AsHashTable switch.",
        );
      const slot = object.shape.slot(name);
      if (slot >= 0 && object.shape.names[slot] !== name) {
        throw new JsonError(
          `Cannot convert the JSON string because it contains keys with different casing. Please use the -AsHashTable switch instead. The key that was attempted to be added to the existing key '${object.shape.names[slot]}' was '${name}'.`,
        );
      }
      object.set(name, value);
    }
    return object;
  }

  #readArray(depth: number): unknown[] {
    this.#enter(depth);
    const items: unknown[] = [];
    for (;;) {
      if (!this.skipBlanks()) this.#fail("Unexpected end when deserializing array.");
      if (this.#eat("]")) return items;
      this.#path.push(items.length);
      items.push(this.readValue(depth));
      this.#path.pop();
      if (!this.skipBlanks()) this.#fail("Unexpected end when deserializing array.");
      if (this.#eat(",")) continue;
      if (this.#eat("]")) return items;
      this.#fail(`After parsing a value an unexpected character was encountered: ${this.#text[this.#at]}.`);
    }
  }

  #readName(): string {
    const character = this.#text[this.#at]!;
    if (character === '"' || character === "'") return this.#readString();
    const bare = /[\p{L}\p{N}_$]+/uy;
    bare.lastIndex = this.#at;
    const match = bare.exec(this.#text);
    if (!match) this.#fail(`Invalid property identifier character: ${character}.`);
    this.#at += match![0].length;
    return match![0];
  }

  #readString(): string {
    const quote = this.#text[this.#at++]!;
    let text = "";
    for (;;) {
      const character = this.#text[this.#at++];
      if (character === undefined) this.#fail(`Unterminated string. Expected delimiter: ${quote}.`);
      if (character === quote) return text;
      text += character === "\\" ? this.#readEscape() : character;
    }
  }

  #readEscape(): string {
    const character = this.#text[this.#at++];
    switch (character) {
      case "n":
        return "\n";
      case "t":
        return "\t";
      case "r":
        return "\r";
      case "b":
        return "\b";
      case "f":
        return "\f";
      case '"':
      case "'":
      case "\\":
      case "/":
        return character;
      case "u": {
        const digits = this.#text.slice(this.#at, this.#at + 4);
        if (!/^[0-9a-f]{4}$/i.test(digits)) this.#fail(`Invalid Unicode escape sequence: \\u${digits}.`);
        this.#at += 4;
        return String.fromCharCode(Number.parseInt(digits, 16));
      }
      default:
        return this.#fail(`Bad JSON escape sequence: \\${character ?? ""}.`);
    }
  }

  #readText(text: string): unknown {
    return ISO_DATE.test(text) ? this.#options.readDate(text) : text;
  }

  #readLiteral(first: string): unknown {
    const word = /[-+.\w]+/y;
    word.lastIndex = this.#at;
    const token = word.exec(this.#text)?.[0] ?? "";
    const value = literalOf(token);
    if (value === undefined) this.#fail(`Unexpected character encountered while parsing value: ${first}.`);
    this.#at += token.length;
    return value;
  }

  #eat(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #fail(message: string): never {
    const before = this.#text.slice(0, this.#at);
    const line = before.split("\n").length;
    const position = this.#at - (before.lastIndexOf("\n") + 1);
    const where = this.#at === 0 ? "line 0, position 0" : `line ${line}, position ${position}`;
    const path = this.#path.reduce<string>(
      (text, part) => (typeof part === "number" ? `${text}[${part}]` : text === "" ? part : `${text}.${part}`),
      "",
    );
    throw new JsonError(`Conversion from JSON failed with error: ${message} Path '${path}', ${where}.`);
  }
}

function literalOf(token: string): unknown {
  switch (token) {
    case "true":
      return true;
    case "false":
      return false;
    case "null":
    case "undefined":
      return null;
    case "NaN":
      return new Double(Number.NaN);
    case "Infinity":
      return new Double(Infinity);
    case "-Infinity":
      return new Double(-Infinity);
  }
  if (/^-?\d+$/.test(token)) {
    const whole = BigInt(token);
    return whole <= INT64_MAX && whole >= -INT64_MAX - 1n ? whole : new BigInteger(whole);
  }
  if (/^-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(token)) return new Double(Number(token));
  if (/^-?0[xX][0-9a-fA-F]+$/.test(token)) return BigInt(token);
  return undefined;
}
