// A small document tree: what [xml] makes of a text, and what scripts read and change in it.

import { DynamicObject } from "../members/dynamic-object.js";
import { argumentError, invalidOperation } from "../errors.js";

export type XmlKind =
  | "Element"
  | "Attribute"
  | "Text"
  | "CDATA"
  | "Comment"
  | "Document"
  | "XmlDeclaration"
  | "ProcessingInstruction"
  | "DocumentFragment"
  | "DocumentType"
  | "SignificantWhitespace";

const TYPE_NAMES: Readonly<Record<XmlKind, string>> = {
  Element: "System.Xml.XmlElement",
  Attribute: "System.Xml.XmlAttribute",
  Text: "System.Xml.XmlText",
  CDATA: "System.Xml.XmlCDataSection",
  Comment: "System.Xml.XmlComment",
  Document: "System.Xml.XmlDocument",
  XmlDeclaration: "System.Xml.XmlDeclaration",
  ProcessingInstruction: "System.Xml.XmlProcessingInstruction",
  DocumentFragment: "System.Xml.XmlDocumentFragment",
  DocumentType: "System.Xml.XmlDocumentType",
  SignificantWhitespace: "System.Xml.XmlSignificantWhitespace",
};

const NODE_NAMES: Partial<Record<XmlKind, string>> = {
  Text: "#text",
  CDATA: "#cdata-section",
  Comment: "#comment",
  Document: "#document",
  DocumentFragment: "#document-fragment",
  SignificantWhitespace: "#significant-whitespace",
};

/** A node of any kind. Elements and documents have children, elements attributes, the others a value. */
export class XmlNode extends DynamicObject {
  readonly kind: XmlKind;
  readonly name: string;
  value: string | null;
  parent: XmlNode | null = null;
  readonly children: XmlNode[] = [];
  readonly attributes: XmlNode[] = [];
  preserveWhitespace = false;
  /** `<a></a>` that was written so. */
  explicitEnd = false;
  constructor(kind: XmlKind, name: string, value: string | null = null) {
    super();
    this.kind = kind;
    this.name = NODE_NAMES[kind] ?? name;
    this.value = value;
  }
  get typeName(): string {
    return TYPE_NAMES[this.kind];
  }
  get prefix(): string {
    const colon = this.name.indexOf(":");
    return colon < 0 ? "" : this.name.slice(0, colon);
  }
  get localName(): string {
    return this.name.slice(this.name.indexOf(":") + 1);
  }
  get namespaceUri(): string {
    if (this.kind !== "Element" && this.prefix === "") return "";
    return this.namespaceOf(this.prefix);
  }
  /** What a prefix stands for here. */
  namespaceOf(prefix: string): string {
    if (prefix === "xml") return "http://www.w3.org/XML/1998/namespace";
    const wanted = prefix === "" ? "xmlns" : `xmlns:${prefix}`;
    for (let node: XmlNode | null = this; node; node = node.parent) {
      const found = node.attributes.find((attribute) => attribute.name === wanted);
      if (found) return found.value ?? "";
    }
    return "";
  }
  get document(): XmlNode {
    let node: XmlNode = this;
    while (node.parent) node = node.parent;
    return node;
  }
  get documentElement(): XmlNode | null {
    return this.children.find((child) => child.kind === "Element") ?? null;
  }
  get innerText(): string {
    if (this.kind === "Element" || this.kind === "Document" || this.kind === "DocumentFragment")
      return this.children.map((child) => (child.kind === "Comment" ? "" : child.innerText)).join("");
    return this.value ?? "";
  }
  set innerText(text: string) {
    if (this.kind === "Element") this.replaceChildren(text === "" ? [] : [new XmlNode("Text", "#text", text)]);
    else this.value = text;
  }
  attribute(name: string): XmlNode | undefined {
    return this.attributes.find((attribute) => attribute.name === name);
  }
  setAttribute(name: string, value: string): XmlNode {
    const found = this.attribute(name);
    if (found) {
      found.value = value;
      return found;
    }
    const made = new XmlNode("Attribute", name, value);
    made.parent = this;
    this.attributes.push(made);
    return made;
  }
  removeAttribute(name: string): void {
    const index = this.attributes.findIndex((attribute) => attribute.name === name);
    if (index >= 0) this.attributes.splice(index, 1);
  }
  insert(child: XmlNode, index: number): XmlNode {
    if (child.kind === "Attribute")
      throw invalidOperation(
        "The specified node cannot be inserted as the valid child of this node, because the specified node is the wrong type.",
      );
    if (this.kind === "Document" && child.kind === "Element" && this.documentElement && this.documentElement !== child)
      throw invalidOperation("This document already has a 'DocumentElement' node.");
    for (let node: XmlNode | null = this; node; node = node.parent)
      if (node === child)
        throw argumentError("Cannot insert a node or any ancestor of that node as a child of itself.", "newChild");
    const moved = child.kind === "DocumentFragment" ? child.children.slice() : [child];
    let at = index;
    for (const node of moved) {
      node.detach();
      node.parent = this;
      this.children.splice(at++, 0, node);
    }
    return child;
  }
  append(child: XmlNode): XmlNode {
    return this.insert(child, this.children.length);
  }
  detach(): void {
    const siblings = this.parent?.children;
    const index = siblings?.indexOf(this) ?? -1;
    if (index >= 0) siblings!.splice(index, 1);
    this.parent = null;
  }
  replaceChildren(children: readonly XmlNode[]): void {
    for (const child of this.children.slice()) child.detach();
    for (const child of children) this.append(child);
  }
  clone(deep: boolean): XmlNode {
    const copy = new XmlNode(this.kind, this.name, this.value);
    copy.explicitEnd = this.explicitEnd;
    for (const attribute of this.attributes) copy.setAttribute(attribute.name, attribute.value ?? "");
    if (deep || this.kind === "Attribute") for (const child of this.children) copy.append(child.clone(true));
    return copy;
  }
  /** All elements below, in document order. */
  *descendants(): IterableIterator<XmlNode> {
    for (const child of this.children) {
      yield child;
      yield* child.descendants();
    }
  }

  // PowerShell's view: child elements and attributes by name; an element with nothing but text is its text.

  dynamicGet(name: string): unknown {
    const key = name.toLowerCase();
    const found: unknown[] = [];
    for (const attribute of this.attributes) if (attribute.name.toLowerCase() === key) found.push(attribute.value);
    for (const child of this.children) if (child.name.toLowerCase() === key) found.push(simple(child));
    return found.length === 0 ? undefined : found.length === 1 ? found[0] : found;
  }
  dynamicSet(name: string, value: unknown): boolean {
    const key = name.toLowerCase();
    const attribute = this.attributes.find((item) => item.name.toLowerCase() === key);
    const child = this.children.find((item) => item.name.toLowerCase() === key);
    if (attribute) attribute.value = String(value ?? "");
    else if (child && typeof value !== "object") child.innerText = String(value ?? "");
    else return false;
    return true;
  }
  dynamicNames(): readonly string[] {
    const names = [...this.attributes, ...this.children].map((node) => node.name);
    return [...new Set(names)];
  }
}

function simple(node: XmlNode): unknown {
  if (node.kind === "Comment") return node.value;
  if (node.kind !== "Element") return node.value;
  if (node.attributes.length > 0) return node;
  if (node.children.length === 0) return "";
  const [only] = node.children;
  const isText = node.children.length === 1 && (only!.kind === "Text" || only!.kind === "CDATA");
  return isText ? only!.value : node;
}

const escapeText = (text: string): string =>
  text.replace(/[<>&]/g, (ch) => (ch === "<" ? "&lt;" : ch === ">" ? "&gt;" : "&amp;"));
const escapeAttribute = (text: string): string =>
  escapeText(text).replace(/["\n\r\t]/g, (ch) =>
    ch === '"' ? "&quot;" : `&#x${ch.charCodeAt(0).toString(16).toUpperCase()};`,
  );

const startTag = (node: XmlNode): string =>
  node.name +
  node.attributes.map((attribute) => ` ${attribute.name}="${escapeAttribute(attribute.value ?? "")}"`).join("");

/** A node as text, without white space of its own. */
export function outerXml(node: XmlNode): string {
  switch (node.kind) {
    case "Element": {
      if (node.children.length === 0)
        return node.explicitEnd ? `<${startTag(node)}></${node.name}>` : `<${startTag(node)} />`;
      return `<${startTag(node)}>${innerXml(node)}</${node.name}>`;
    }
    case "Attribute":
      return `${node.name}="${escapeAttribute(node.value ?? "")}"`;
    case "CDATA":
      return `<![CDATA[${node.value ?? ""}]]>`;
    case "Comment":
      return `<!--${node.value ?? ""}-->`;
    case "XmlDeclaration":
      return `<?xml ${node.value ?? ""}?>`;
    case "ProcessingInstruction":
      return `<?${node.name} ${node.value ?? ""}?>`;
    case "DocumentType":
      return `<!DOCTYPE ${node.value ?? node.name}>`;
    case "Document":
    case "DocumentFragment":
      return innerXml(node);
    default:
      return escapeText(node.value ?? "");
  }
}

export function innerXml(node: XmlNode): string {
  if (node.kind === "Attribute") return escapeText(node.value ?? "");
  return node.children.map(outerXml).join("");
}

/** A node over several lines, as XmlDocument.Save and XmlTextWriter write it. */
export function indentedXml(node: XmlNode, indent = "  ", depth = 0): string {
  const pad = indent.repeat(depth);
  if (node.kind === "Document") return node.children.map((child) => indentedXml(child, indent, 0)).join("\n");
  const hasText = node.children.some((child) => child.kind === "Text" || child.kind === "CDATA");
  if (node.kind !== "Element" || node.children.length === 0 || hasText) return pad + outerXml(node);
  const inner = node.children.map((child) => indentedXml(child, indent, depth + 1)).join("\n");
  return `${pad}<${startTag(node)}>\n${inner}\n${pad}</${node.name}>`;
}
