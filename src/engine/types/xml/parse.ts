// Text to a document tree: well-formedness, the five entities and character references; a DTD is kept as text, not obeyed.

import { netError } from "../errors.js";
import type { EngineError } from "../errors.js";
import { XmlNode } from "./node.js";

const NAME = /[\p{L}_:][\p{L}\p{N}_:.·-]*/uy;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const DEEPEST = 10_000;

/** Reads a document. Throws XmlException with line and position. */
export function parseXml(text: string, preserveWhitespace = false): XmlNode {
  const document = new XmlNode("Document", "#document");
  document.preserveWhitespace = preserveWhitespace;
  const parser = new Parser(text, preserveWhitespace);
  parser.content(document, true);
  if (!document.documentElement) throw parser.error("Root element is missing.");
  return document;
}

/** Reads a piece of content, as InnerXml takes it. */
export function parseFragment(text: string): XmlNode[] {
  const fragment = new XmlNode("DocumentFragment", "#document-fragment");
  new Parser(text, false).content(fragment, false);
  return fragment.children.slice();
}

class Parser {
  readonly #text: string;
  readonly #keepSpace: boolean;
  #at = 0;
  constructor(text: string, keepSpace: boolean) {
    this.#text = text.startsWith("\ufeff") ? text.slice(1) : text;
    this.#keepSpace = keepSpace;
  }

  error(message: string, at = this.#at): EngineError {
    const before = this.#text.slice(0, at).split("\n");
    const error = netError(
      "System.Xml.XmlException",
      `${message}${message.endsWith("missing.") ? "" : ` Line ${before.length}, position ${before.at(-1)!.length + 1}.`}`,
    );
    error.exception.extra.set("LineNumber", before.length);
    error.exception.extra.set("LinePosition", before.at(-1)!.length + 1);
    return error;
  }

  /** Everything up to the end; elements are kept on a stack, not on ours. */
  content(root: XmlNode, isDocument: boolean): void {
    const open: XmlNode[] = [root];
    while (this.#at < this.#text.length) {
      const top = open.at(-1)!;
      if (this.#text[this.#at] !== "<") this.#characters(top, isDocument && open.length === 1);
      else if (this.#text.startsWith("</", this.#at)) this.#endTag(open);
      else if (this.#text.startsWith("<!--", this.#at))
        this.#until("-->", 4, (value) => top.append(new XmlNode("Comment", "", value)));
      else if (this.#text.startsWith("<![CDATA[", this.#at))
        this.#until("]]>", 9, (value) => top.append(new XmlNode("CDATA", "", value)));
      else if (this.#text.startsWith("<?", this.#at)) this.#until("?>", 2, (value) => top.append(instruction(value)));
      else if (this.#text.startsWith("<!DOCTYPE", this.#at)) this.#doctype(top);
      else this.#startTag(open, isDocument);
      if (open.length > DEEPEST) throw this.error("The document is nested too deeply.");
    }
    if (open.length > 1)
      throw this.error(
        `Unexpected end of file has occurred. The following elements are not closed: ${open
          .slice(1)
          .map((node) => node.name)
          .reverse()
          .join(", ")}.`,
      );
  }

  #until(end: string, skip: number, take: (value: string) => void): void {
    const close = this.#text.indexOf(end, this.#at + skip);
    if (close < 0) throw this.error("Unexpected end of file has occurred.", this.#text.length);
    take(this.#text.slice(this.#at + skip, close));
    this.#at = close + end.length;
  }

  #doctype(top: XmlNode): void {
    let depth = 0;
    for (let i = this.#at; i < this.#text.length; i++) {
      if (this.#text[i] === "[") depth++;
      else if (this.#text[i] === "]") depth--;
      else if (this.#text[i] === ">" && depth <= 0) {
        const value = this.#text.slice(this.#at + 9, i).trim();
        top.append(new XmlNode("DocumentType", value.split(/\s/)[0] ?? "", value));
        this.#at = i + 1;
        return;
      }
    }
    throw this.error("Unexpected end of file has occurred.", this.#text.length);
  }

  #characters(top: XmlNode, outside: boolean): void {
    const start = this.#at;
    const end = this.#text.indexOf("<", start);
    this.#at = end < 0 ? this.#text.length : end;
    const raw = this.#text.slice(start, this.#at).replace(/\r\n?/g, "\n");
    const blank = /^[ \t\n]*$/.test(raw);
    if (outside) {
      if (!blank) throw this.error("Data at the root level is invalid.", start);
      return;
    }
    if (blank && !this.#keepSpace) return;
    top.append(new XmlNode("Text", "", this.#unescape(raw, start)));
  }

  #unescape(text: string, start: number): string {
    if (!text.includes("&")) return text;
    return text.replace(/&(#x[0-9a-fA-F]+|#\d+|[^;&<\s]*);?/g, (whole, name: string, offset: number) => {
      if (!whole.endsWith(";")) throw this.error(`An error occurred while parsing EntityName.`, start + offset + 1);
      if (name.startsWith("#")) {
        const code = name[1] === "x" ? parseInt(name.slice(2), 16) : Number(name.slice(1));
        if (!(code <= 0x10ffff)) throw this.error("Invalid character reference.", start + offset);
        return String.fromCodePoint(code);
      }
      const value = ENTITIES[name];
      if (value === undefined) throw this.error(`Reference to undeclared entity '${name}'.`, start + offset + 1);
      return value;
    });
  }

  #name(): string {
    NAME.lastIndex = this.#at;
    const found = NAME.exec(this.#text);
    if (!found) {
      const ch = this.#text[this.#at];
      if (ch === undefined) throw this.error("Unexpected end of file has occurred.");
      const code = ch.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
      throw this.error(`Name cannot begin with the '${ch}' character, hexadecimal value 0x${code}.`);
    }
    this.#at += found[0].length;
    return found[0];
  }

  #blanks(): boolean {
    const start = this.#at;
    while (" \t\r\n".includes(this.#text[this.#at] ?? "x")) this.#at++;
    return this.#at > start;
  }

  #startTag(open: XmlNode[], isDocument: boolean): void {
    const start = this.#at;
    this.#at++;
    const node = new XmlNode("Element", this.#name());
    const top = open.at(-1)!;
    if (isDocument && open.length === 1 && top.documentElement)
      throw this.error("There are multiple root elements.", start + 1);
    for (;;) {
      const spaced = this.#blanks();
      const ch = this.#text[this.#at];
      if (ch === undefined) throw this.error("Unexpected end of file has occurred.");
      if (ch === ">" || ch === "/") break;
      if (!spaced) throw this.error(`'${ch}' is an unexpected token. The expected token is '>'.`);
      this.#attribute(node);
    }
    top.append(node);
    if (this.#text[this.#at] === "/") {
      if (this.#text[this.#at + 1] !== ">") throw this.error("'/' is an unexpected token.");
      this.#at += 2;
      return;
    }
    this.#at++;
    node.explicitEnd = true;
    open.push(node);
  }

  #attribute(node: XmlNode): void {
    const name = this.#name();
    this.#blanks();
    if (this.#text[this.#at] !== "=")
      throw this.error(`'${this.#text[this.#at] ?? ""}' is an unexpected token. The expected token is '='.`);
    this.#at++;
    this.#blanks();
    const quote = this.#text[this.#at];
    if (quote !== '"' && quote !== "'")
      throw this.error(`'${quote ?? ""}' is an unexpected token. The expected token is '"' or '''.`);
    const start = this.#at + 1;
    const end = this.#text.indexOf(quote, start);
    if (end < 0) throw this.error("Unexpected end of file has occurred.", this.#text.length);
    const raw = this.#text.slice(start, end);
    if (raw.includes("<"))
      throw this.error("'<', hexadecimal value 0x3C, is an invalid attribute character.", start + raw.indexOf("<"));
    if (node.attribute(name)) throw this.error(`'${name}' is a duplicate attribute name.`, start);
    node.setAttribute(name, this.#unescape(raw.replace(/\r\n|[\r\n\t]/g, " "), start));
    this.#at = end + 1;
  }

  #endTag(open: XmlNode[]): void {
    const start = this.#at;
    this.#at += 2;
    const name = this.#name();
    this.#blanks();
    if (this.#text[this.#at] !== ">")
      throw this.error(`'${this.#text[this.#at] ?? ""}' is an unexpected token. The expected token is '>'.`);
    this.#at++;
    const top = open.at(-1)!;
    if (open.length === 1 || top.kind !== "Element") throw this.error("Unexpected end tag.", start + 2);
    if (top.name !== name)
      throw this.error(`The '${top.name}' start tag does not match the end tag of '${name}'.`, start + 2);
    open.pop();
  }
}

function instruction(text: string): XmlNode {
  const found = /^(\S+)\s*([^]*)$/.exec(text);
  const name = found?.[1] ?? "";
  const value = found?.[2] ?? "";
  return name === "xml"
    ? new XmlNode("XmlDeclaration", "xml", value.trim())
    : new XmlNode("ProcessingInstruction", name, value);
}
