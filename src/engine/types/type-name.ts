// Names of types: PowerShell's spelling ("System.Collections.Generic.List[int]", "int[,]"), the table's own
// ("System.Collections.Generic.List`1[[System.Int32]]"), and how each is printed.

/** A name taken apart. `name` is without arguments and ranks; `ranks` from the innermost: "[]", "[,]". */
export interface ParsedTypeName {
  readonly name: string;
  readonly arguments: readonly ParsedTypeName[];
  readonly ranks: readonly string[];
}

/** Takes a type's name apart; undefined where it is not one. */
export function parseTypeName(text: string): ParsedTypeName | undefined {
  const reader = new NameReader(text);
  const parsed = reader.read();
  return parsed && reader.atEnd ? parsed : undefined;
}

class NameReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  constructor(text: string) {
    this.#text = text.trim();
  }
  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }
  read(): ParsedTypeName | undefined {
    if (++this.#depth > 50) return undefined;
    const found = /^\s*([^[\],\s][^[\],]*)/.exec(this.#text.slice(this.#at));
    if (!found) return undefined;
    this.#at += found[0].length;
    const name = found[1]!.trim();
    let args: ParsedTypeName[] = [];
    const ranks: string[] = [];
    while (this.#text[this.#at] === "[") {
      const rank = /^\[\s*(,*)\s*\]/.exec(this.#text.slice(this.#at));
      if (rank) {
        ranks.push(`[${rank[1]}]`);
        this.#at += rank[0].length;
        continue;
      }
      if (args.length > 0 || ranks.length > 0) return undefined;
      const read = this.#arguments();
      if (!read) return undefined;
      args = read;
    }
    this.#depth--;
    return { name, arguments: args, ranks };
  }
  #arguments(): ParsedTypeName[] | undefined {
    const args: ParsedTypeName[] = [];
    this.#at++;
    for (;;) {
      this.#blanks();
      const bracketed = this.#text[this.#at] === "[";
      if (bracketed) this.#at++;
      const argument = this.read();
      if (!argument) return undefined;
      if (bracketed) {
        // An assembly-qualified name: the assembly is of no interest.
        const close = this.#text.indexOf("]", this.#at);
        if (close < 0) return undefined;
        this.#at = close + 1;
      }
      args.push(argument);
      this.#blanks();
      const next = this.#text[this.#at++];
      if (next === "]") return args;
      if (next !== ",") return undefined;
    }
  }
  #blanks(): void {
    while (this.#text[this.#at] === " ") this.#at++;
  }
}

/** The table's own spelling of a closed generic. */
export function closedName(open: string, args: readonly string[]): string {
  return `${open}[${args.map((arg) => `[${arg}]`).join(",")}]`;
}

/** The short name, as Type.Name: "Int32", "List`1", "Int32[]". */
export function shortName(fullName: string): string {
  const generic = fullName.indexOf("[[");
  const tail = generic < 0 ? "" : fullName.slice(fullName.lastIndexOf("]]") + 2);
  const head = generic < 0 ? fullName : fullName.slice(0, generic);
  return head.slice(Math.max(head.lastIndexOf("."), head.lastIndexOf("+")) + 1) + tail;
}

export function namespaceOf(fullName: string): string {
  const generic = fullName.indexOf("[");
  const head = generic < 0 ? fullName : fullName.slice(0, generic);
  const dot = head.lastIndexOf(".");
  return dot < 0 ? "" : head.slice(0, dot);
}

/** As Type.ToString(): "System.Collections.Generic.List`1[System.Int32]". */
export function typeToString(fullName: string): string {
  return fullName.replaceAll("[[", "[").replaceAll("]]", "]").replaceAll("],[", ",");
}
