// XML as far as CLIXML uses it: elements, attributes, text. No DTD, no entities beyond the five, no namespaces but one.
//
// Rule: the scanner knows where it is and what may stand there; what it means is the reader's. It never goes back, and
// looks at each character a bounded number of times. Messages are those of .NET's XmlReader.

import {
  DECLARATION,
  EQUALS,
  FORBIDDEN,
  GT,
  hex,
  isBlank,
  isLetter,
  LEADING_NAME,
  LT,
  NAME,
  NAME_START,
  NO_NAME_CHARACTER,
  PLAIN_ENTITIES,
  PREFIXED_NAME,
  SLASH,
  UNUSUAL,
  withoutCarriageReturns,
} from "./characters.js";
import { ClixmlError, errorAt } from "./error.js";
import { openElements } from "./open-elements.js";

/** What stands at the scanner's place, blanks, comments and processing instructions passed over. */
export type NodeKind = "open" | "close" | "text" | "cdata" | "end";

export class Scanner {
  readonly text: string;
  /** Where the next node, or the content of the tag just read, begins. */
  pos = 0;
  /** The tag read last: where it begins, its name, and the attributes PowerShell asks for. */
  at = 0;
  tag = "";
  isEmpty = false;
  name: string | undefined;
  refId: string | undefined;
  version: string | undefined;
  namespace: string | undefined;

  readonly #isUnusual: boolean;

  constructor(text: string) {
    this.text = text;
    this.#isUnusual = UNUSUAL.test(text);
    if (text.charCodeAt(0) === 0xfeff) this.pos = 1;
    if (text.startsWith("<?xml", this.pos) && isBlank(text.charCodeAt(this.pos + 5))) this.#readDeclaration();
  }

  #readDeclaration(): void {
    const start = this.pos;
    this.pos = this.#after("?>", start + 5, "XML declaration");
    if (!DECLARATION.test(this.text.slice(start, this.pos)))
      throw this.fail("Syntax for an XML declaration is invalid.", start + 2);
  }

  fail(reason: string, offset: number): ClixmlError {
    return errorAt(this.text, offset, reason);
  }

  /** Moves to the next node that counts. */
  peek(): NodeKind {
    const text = this.text;
    let pos = this.pos;
    for (;;) {
      const code = text.charCodeAt(pos);
      if (code === LT) {
        const next = text.charCodeAt(pos + 1);
        if (next === SLASH) return this.#stay(pos, "close");
        if (next !== 33 && next !== 63) return this.#stay(pos, "open");
        if (text.startsWith("<![CDATA[", pos)) return this.#stay(pos, "cdata");
        pos = this.#afterAside(pos);
      } else if (code === 32 || code === 10 || code === 13 || code === 9) pos++;
      else return this.#stay(pos, pos >= text.length ? "end" : "text");
    }
  }
  #stay(pos: number, kind: NodeKind): NodeKind {
    this.pos = pos;
    return kind;
  }

  /** Where a comment or processing instruction at `pos` ends. */
  #afterAside(pos: number): number {
    const text = this.text;
    if (text.startsWith("<!--", pos)) {
      const dashes = text.indexOf("--", pos + 4);
      if (dashes < 0) throw this.fail("Unexpected end of file while parsing Comment has occurred.", text.length);
      if (text.charCodeAt(dashes + 2) !== GT)
        throw this.fail("An XML comment cannot contain '--', and '-' cannot be the last character.", dashes);
      this.#check(pos, dashes);
      return dashes + 3;
    }
    if (text.startsWith("<!DOCTYPE", pos))
      throw new ClixmlError(
        "For security reasons DTD is prohibited in this XML document. To enable DTD processing set the DtdProcessing property on XmlReaderSettings to Parse and pass the settings into XmlReader.Create method.",
      );
    if (text.charCodeAt(pos + 1) === 63) {
      const end = this.#after("?>", pos + 2, "PI");
      const target = /^[^\s?]*/.exec(text.slice(pos + 2, Math.min(end, pos + 200)))![0];
      if (target.toLowerCase() === "xml")
        throw this.fail(
          "Unexpected XML declaration. The XML declaration must be the first node in the document, and no white space characters are allowed to appear before it.",
          pos + 2,
        );
      this.#checkName(target, pos + 2);
      return end;
    }
    throw this.#unexpectedCharacter(pos + 1);
  }

  #after(mark: string, from: number, what: string): number {
    const found = this.text.indexOf(mark, from);
    if (found < 0) throw this.fail(`Unexpected end of file while parsing ${what} has occurred.`, this.text.length);
    this.#check(from, found);
    return found + mark.length;
  }

  #check(from: number, to: number): void {
    this.checked(this.text.slice(from, to), from);
  }

  /** `raw`, which begins at `offset`, if XML allows its characters. */
  checked(raw: string, offset: number): string {
    const match = FORBIDDEN.exec(raw);
    if (!match) return raw;
    const shown = match[0] === "\0" ? "." : match[0];
    throw this.fail(
      `'${shown}', hexadecimal value ${hex(raw, match.index)}, is an invalid character.`,
      offset + match.index,
    );
  }

  /** Reads the start tag at the scanner's place, which is an "open" node. */
  readTag(): void {
    const text = this.text;
    const start = this.pos;
    this.at = start;
    this.name = this.refId = this.version = this.namespace = undefined;
    let pos = start + 1;
    let code = text.charCodeAt(pos);
    while (isLetter(code)) code = text.charCodeAt(++pos);
    if (pos > start + 1) while (code > 47 && code < 58) code = text.charCodeAt(++pos);
    this.tag = text.slice(start + 1, pos);
    if (pos > start + 1 && this.#readUsualAttributes(pos)) return;
    while (code > 32 && code !== GT && code !== SLASH && code !== LT && code !== EQUALS) code = text.charCodeAt(++pos);
    this.tag = text.slice(start + 1, pos);
    this.#checkName(this.tag, start + 1);
    this.name = this.refId = undefined;
    this.#readAttributes(pos);
  }

  /** The rest of a tag as PowerShell writes it: ` N="…"`, ` RefId="…"`, the end. False for any other. */
  #readUsualAttributes(from: number): boolean {
    const text = this.text;
    let pos = from;
    for (;;) {
      const code = text.charCodeAt(pos);
      if (code === GT) {
        this.isEmpty = false;
        this.pos = pos + 1;
        return true;
      }
      if (code !== 32) return false;
      const next = text.charCodeAt(pos + 1);
      if (next === SLASH && text.charCodeAt(pos + 2) === GT) {
        this.isEmpty = true;
        this.pos = pos + 3;
        return true;
      }
      const isName = next === 78;
      const value = pos + (isName ? 4 : 8);
      if (!text.startsWith(isName ? ' N="' : ' RefId="', pos)) return false;
      pos = value;
      let inside = text.charCodeAt(pos);
      while (inside >= 32 && inside !== 34 && inside !== 38 && inside !== LT && inside < 0xd800) {
        inside = text.charCodeAt(++pos);
      }
      if (inside !== 34) return false;
      if (isName) {
        if (this.name !== undefined) return false;
        this.name = text.slice(value, pos);
      } else {
        if (this.refId !== undefined) return false;
        this.refId = text.slice(value, pos);
      }
      pos++;
    }
  }

  #readAttributes(from: number): void {
    const text = this.text;
    let others: Set<string> | undefined;
    let pos = from;
    for (;;) {
      const before = pos;
      while (isBlank(text.charCodeAt(pos))) pos++;
      const code = text.charCodeAt(pos);
      if (code === GT) {
        this.isEmpty = false;
        this.pos = pos + 1;
        return;
      }
      if (code === SLASH && text.charCodeAt(pos + 1) === GT) {
        this.isEmpty = true;
        this.pos = pos + 2;
        return;
      }
      if (pos >= text.length) throw this.unclosed();
      if (pos === before)
        throw this.fail(`'${this.#characterAt(pos)}' is an unexpected token. Expecting white space.`, pos);
      let end = pos;
      while (!/[\s=>/<"']/.test(text.charAt(end)) && end < text.length) end++;
      const attribute = text.slice(pos, end);
      this.#checkName(attribute, pos);
      const equals = this.#skip(end, 61, "=");
      const value = this.#attributeValue(equals);
      const known = this.#keep(attribute, value);
      if (known === "again" || (known === "other" && others?.has(attribute)))
        throw this.fail(`'${attribute}' is a duplicate attribute name.`, pos);
      if (known === "other") (others ??= new Set()).add(attribute);
      pos = this.#afterValue;
    }
  }

  #keep(attribute: string, value: string): "kept" | "again" | "other" {
    switch (attribute) {
      case "N":
        if (this.name !== undefined) return "again";
        this.name = value;
        return "kept";
      case "RefId":
        if (this.refId !== undefined) return "again";
        this.refId = value;
        return "kept";
      case "Version":
        if (this.version !== undefined) return "again";
        this.version = value;
        return "kept";
      case "xmlns":
        if (this.namespace !== undefined) return "again";
        this.namespace = value;
        return "kept";
      default:
        return "other";
    }
  }

  #afterValue = 0;
  #attributeValue(from: number): string {
    const text = this.text;
    let pos = from;
    while (isBlank(text.charCodeAt(pos))) pos++;
    const quote = text.charAt(pos);
    if (pos >= text.length) throw this.unclosed();
    if (quote !== '"' && quote !== "'")
      throw this.fail(`'${this.#characterAt(pos)}' is an unexpected token. The expected token is '"' or '''.`, pos);
    const end = text.indexOf(quote, pos + 1);
    if (end < 0) throw this.fail("There is an unclosed literal string.", text.length);
    const raw = text.slice(pos + 1, end);
    const less = raw.indexOf("<");
    if (less >= 0) throw this.fail("'<', hexadecimal value 0x3C, is an invalid attribute character.", pos + 1 + less);
    this.#afterValue = end + 1;
    const value = this.entitiesDecoded(this.checked(raw, pos + 1), pos + 1);
    return /[\t\n\r]/.test(raw) ? value.replace(/\r\n|[\t\n\r]/g, " ") : value;
  }

  #skip(from: number, expected: number, shown: string): number {
    let pos = from;
    while (isBlank(this.text.charCodeAt(pos))) pos++;
    if (this.text.charCodeAt(pos) === expected) return pos + 1;
    if (pos >= this.text.length) throw this.unclosed();
    throw this.fail(`'${this.#characterAt(pos)}' is an unexpected token. The expected token is '${shown}'.`, pos);
  }

  /** Reads the end tag at the scanner's place ("close"), which must be that of `tag`, whose start tag is at `start`. */
  readEndTag(tag: string, start: number): void {
    const text = this.text;
    const from = this.pos + 2;
    const end = from + tag.length;
    const code = text.charCodeAt(end);
    if (text.startsWith(tag, from) && (code === GT || isBlank(code))) {
      this.pos = code === GT ? end + 1 : this.#skip(end, GT, ">");
      return;
    }
    const found = /^[^\s<>/]*/.exec(text.slice(from, from + 200))![0];
    if (from + found.length >= text.length) throw this.unclosed();
    this.#checkName(found, from);
    const { line, position } = this.fail("", start + 1);
    throw this.fail(
      `The '${tag}' start tag on line ${line} position ${position} does not match the end tag of '${found}'.`,
      from,
    );
  }

  /**
   * The text from here to `close`, an end tag, with entities resolved, where that is all there is: the usual case.
   * Undefined where there is anything else; then nothing has been read.
   */
  quickText(close: string): string | undefined {
    const { text } = this;
    const from = this.pos;
    const end = text.indexOf("<", from);
    if (end < 0 || this.#isUnusual || !text.startsWith(close, end)) return undefined;
    this.pos = end + close.length;
    const raw = text.slice(from, end);
    return raw.includes("&") ? this.entitiesDecoded(raw, from) : raw;
  }

  /** The text of the element whose start tag was just read, and its end tag. Entities and line ends are resolved. */
  readText(): string {
    if (this.isEmpty) return "";
    const { text, tag, at } = this;
    let content = "";
    for (;;) {
      const from = this.pos;
      const end = text.indexOf("<", from);
      if (end < 0) throw this.unclosed();
      if (end > from) content += this.#resolved(text.slice(from, end), from);
      this.pos = end;
      const next = text.charCodeAt(end + 1);
      if (next === SLASH) {
        this.readEndTag(tag, at);
        return content;
      }
      if (text.startsWith("<![CDATA[", end)) {
        this.pos = this.#after("]]>", end + 9, "CDATA");
        content += withoutCarriageReturns(text.slice(end + 9, this.pos - 3));
      } else if (next === 33 || next === 63) this.pos = this.#afterAside(end);
      else
        throw this.fail(
          "ReadElementContentAs() methods cannot be called on an element that has child elements.",
          end + 1,
        );
    }
  }

  /** Passes over the element whose start tag was just read, whatever is in it. */
  skipElement(limit: number): void {
    if (this.isEmpty) return;
    if (limit === 0) throw this.fail("Serialized XML is nested too deeply.", this.at + 1);
    const { tag, at } = this;
    for (;;) {
      switch (this.peek()) {
        case "close":
          this.readEndTag(tag, at);
          return;
        case "open":
          this.readTag();
          this.skipElement(limit - 1);
          break;
        case "end":
          throw this.unclosed();
        default:
          this.skipText();
      }
    }
  }

  /** Passes over text up to the next mark. */
  skipText(): void {
    const text = this.text;
    if (text.startsWith("<![CDATA[", this.pos)) {
      this.pos = this.#after("]]>", this.pos + 9, "CDATA");
      return;
    }
    const end = text.indexOf("<", this.pos);
    if (end < 0) throw this.unclosed();
    this.#resolved(text.slice(this.pos, end), this.pos);
    this.pos = end;
  }

  #resolved(raw: string, offset: number): string {
    this.checked(raw, offset);
    const marks = raw.indexOf("]]>");
    if (marks >= 0) throw this.fail("']]>' is not allowed in character data.", offset + marks);
    return this.entitiesDecoded(withoutCarriageReturns(raw), offset);
  }

  /** Text with its entity and character references resolved. */
  entitiesDecoded(raw: string, offset: number): string {
    let ampersand = raw.indexOf("&");
    if (ampersand < 0) return raw;
    let decoded = "";
    let done = 0;
    while (ampersand >= 0) {
      const end = raw.indexOf(";", ampersand + 1);
      const name = end < 0 ? raw.slice(ampersand + 1) : raw.slice(ampersand + 1, end);
      decoded += raw.slice(done, ampersand) + this.#reference(name, end >= 0, offset + ampersand + 1);
      done = end + 1;
      ampersand = raw.indexOf("&", done);
    }
    return decoded + raw.slice(done);
  }

  #reference(name: string, isClosed: boolean, offset: number): string {
    if (name.startsWith("#")) {
      const isHex = name[1] === "x";
      const digits = name.slice(isHex ? 2 : 1);
      if (!isClosed || !(isHex ? /^[0-9a-fA-F]+$/ : /^[0-9]+$/).test(digits)) {
        const kind = isHex ? "hexadecimal" : "decimal";
        throw this.fail(`Invalid syntax for a ${kind} numeric entity reference.`, offset);
      }
      const code = parseInt(digits, isHex ? 16 : 10);
      if (code > 0x10ffff) throw this.fail("Invalid value of a character entity reference.", offset);
      return String.fromCodePoint(code);
    }
    const plain = PLAIN_ENTITIES.get(name);
    if (isClosed && plain !== undefined) return plain;
    const written = LEADING_NAME.exec(name.slice(0, 200))![0];
    if (!NAME_START.test(written)) throw this.#unexpectedEntity(offset);
    if (!isClosed || written.length < name.length)
      throw this.fail(
        `'${name.charAt(written.length) || "<"}' is an unexpected token. The expected token is ';'.`,
        offset + written.length,
      );
    throw this.fail(`Reference to undeclared entity '${written}'.`, offset);
  }

  #unexpectedEntity(offset: number): ClixmlError {
    return this.fail("An error occurred while parsing EntityName.", offset);
  }

  #checkName(name: string, offset: number): void {
    if (NAME.test(name)) return;
    if (name === "" || !NAME_START.test(name)) throw this.#unexpectedCharacter(offset);
    // A prefixed attribute (xml:space, xmlns:x) is XML; no element PowerShell knows has a prefix.
    if (PREFIXED_NAME.test(name)) return;
    const bad = name.search(NO_NAME_CHARACTER);
    throw this.fail(
      `The '${name.charAt(bad)}' character, hexadecimal value ${hex(name, bad)}, cannot be included in a name.`,
      offset + bad,
    );
  }

  #unexpectedCharacter(offset: number): ClixmlError {
    if (offset >= this.text.length) return this.unclosed();
    const shown = this.#characterAt(offset);
    return this.fail(
      `Name cannot begin with the '${shown}' character, hexadecimal value ${hex(this.text, offset)}.`,
      offset,
    );
  }

  #characterAt(offset: number): string {
    return String.fromCodePoint(this.text.codePointAt(offset) ?? 0);
  }

  /** The error for a text that ends within an element. */
  unclosed(): ClixmlError {
    const open = openElements(this.text);
    const end = this.text.length;
    if (open.length === 0) return this.fail("Unexpected end of file has occurred.", end);
    return this.fail(
      `Unexpected end of file has occurred. The following elements are not closed: ${open.join(", ")}.`,
      end,
    );
  }
}
