// Where a writer's text goes: elements, indented or not.
//
// Rule: text grows by appending and is made flat every few thousand characters, so that the pieces die young.

import { escapeAttribute } from "./escapes.js";

/** An element's name, as its tags begin and end. */
export interface Tag {
  readonly open: string;
  readonly close: string;
}

export function tag(name: string): Tag {
  return { open: `<${name}`, close: `</${name}>` };
}

/**
 * The name of a member as its attribute, and the start tag it had last: members of one name are mostly of one type, so
 * the tag is at hand.
 */
export class Attribute {
  readonly text: string;
  tag: Tag | undefined;
  pad = "";
  lead = "";
  constructor(text: string) {
    this.text = text;
  }
  static named(name: string): Attribute {
    return new Attribute(` N="${escapeAttribute(name)}"`);
  }
}

const PIECE = 8_192;

export class Output {
  readonly #parts: string[] = [];
  readonly #isIndented: boolean;
  #text = "";
  #settled = 0;
  /** What goes before an element: a line break and blanks where the text is indented, else nothing. */
  pad: string;

  constructor(isIndented: boolean) {
    this.#isIndented = isIndented;
    this.pad = isIndented ? "\n" : "";
  }

  /** The length of all that was written. */
  get length(): number {
    return this.#settled + this.#text.length;
  }

  indent(): void {
    if (this.#isIndented) this.pad += "  ";
  }
  outdent(): void {
    if (this.#isIndented) this.pad = this.pad.slice(0, -2);
  }

  /** Text as it is. */
  raw(text: string): void {
    this.#text += text;
  }

  /** An element of text only. */
  element(name: Tag, attribute: Attribute, content: string): void {
    const isSame = attribute.tag === name && attribute.pad === this.pad;
    this.#text += (isSame ? attribute.lead : this.#newLead(name, attribute)) + content + name.close;
  }

  #newLead(name: Tag, attribute: Attribute): string {
    attribute.tag = name;
    attribute.pad = this.pad;
    attribute.lead = `${this.pad}${name.open}${attribute.text}>`;
    return attribute.lead;
  }

  /** An element without content. */
  empty(name: Tag, attribute: Attribute): void {
    this.#text += `${this.pad}${name.open}${attribute.text} />`;
  }

  /** The start of an element with elements in it. */
  start(name: Tag, attribute: Attribute, more = ""): void {
    this.#text += `${this.pad}${name.open}${attribute.text}${more}>`;
    this.indent();
  }

  /** The end of such an element; where nothing came since `mark`, its start becomes an empty element. */
  end(name: Tag, mark: number): void {
    this.outdent();
    if (this.length === mark) this.#text = `${this.#text.slice(0, -1)} />`;
    else this.#text += this.pad + name.close;
  }

  /** Takes back everything since `mark`, if all that came is a start tag. */
  takeBack(mark: number): void {
    this.#text = this.#text.slice(0, mark - this.#settled);
  }

  /** Between elements: text that is long enough is put away. */
  settle(): void {
    if (this.#text.length < PIECE) return;
    // Asking for a character makes V8 put the pieces together now, while they are new.
    this.#text.charCodeAt(0);
    this.#parts.push(this.#text);
    this.#settled += this.#text.length;
    this.#text = "";
  }

  /** All that was written, in one piece. */
  toString(): string {
    if (this.#parts.length > 0) return this.#parts.join("") + this.#text;
    this.#text.charCodeAt(0);
    return this.#text;
  }
}
