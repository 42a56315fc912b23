// System.Xml: documents, elements, attributes and lists of nodes, over the tree of types/xml/node.ts.

import { NetObject, XmlText } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import type { TypeContext } from "../context.js";
import { invalidCast } from "../convert/number.js";
import type { Family, Member, TypeSource } from "../define.js";
import { argumentError, EngineError } from "../errors.js";
import { IndexedObject } from "../members/indexing.js";
import { indentedXml, innerXml, outerXml, XmlNode } from "../xml/node.js";
import { parseFragment, parseXml } from "../xml/parse.js";
import { selectNodes } from "../xml/path.js";
import { liveXml } from "../xml/xml.js";
import { enumOf } from "./common.js";
import { TextWriter } from "./io/streams.js";
import type { TextReader } from "./io/streams.js";

/** XmlNodeList and XmlAttributeCollection. */
class NodeList extends IndexedObject {
  readonly typeName: string;
  readonly nodes: readonly XmlNode[];
  constructor(nodes: readonly XmlNode[], typeName = "System.Xml.XmlNodeList") {
    super();
    this.nodes = nodes;
    this.typeName = typeName;
  }
  [Symbol.iterator](): IterableIterator<XmlNode> {
    return this.nodes[Symbol.iterator]();
  }
  indexGet(indexes: readonly unknown[], context: TypeContext): unknown {
    const [index] = indexes;
    if (typeof index === "string") return this.nodes.find((node) => node.name === index);
    const number = context.values.convert(index, "int") as number;
    return this.nodes[number < 0 ? number + this.nodes.length : number];
  }
}

/** What the prefixes of a path stand for. */
class NamespaceManager extends NetObject {
  readonly typeName: string = "System.Xml.XmlNamespaceManager";
  readonly uris: Map<string, string> = new Map([
    ["xml", "http://www.w3.org/XML/1998/namespace"],
    ["xmlns", "http://www.w3.org/2000/xmlns/"],
  ]);
}

const NODE = "System.Xml.XmlNode";

function position(self: XmlNode, reference: XmlNode | null): number {
  if (reference === null) return self.children.length;
  const index = self.children.indexOf(reference);
  if (index < 0) throw argumentError("The reference node is not a child of this node.", "refChild");
  return index;
}

const sibling = (self: XmlNode, step: number): XmlNode | null => {
  const siblings = self.parent?.children ?? [];
  return siblings[siblings.indexOf(self) + step] ?? null;
};

const nodeMembers: Record<string, Member> = {
  "string Name": (self: XmlNode) => self.name,
  "string LocalName": (self: XmlNode) => self.localName,
  "string NamespaceURI": (self: XmlNode) => self.namespaceUri,
  "string Prefix": (self: XmlNode) => self.prefix,
  "System.Xml.XmlNodeType NodeType": (self: XmlNode, engine) => enumOf(engine, "System.Xml.XmlNodeType", self.kind),
  [`${NODE} ParentNode`]: (self: XmlNode) => self.parent,
  "System.Xml.XmlDocument OwnerDocument": (self: XmlNode) => (self.kind === "Document" ? null : self.document),
  "bool HasAttributes": (self: XmlNode) => self.attributes.length > 0,
  "System.Xml.XmlAttributeCollection Attributes": (self: XmlNode) =>
    self.kind === "Element" ? new NodeList(self.attributes, "System.Xml.XmlAttributeCollection") : null,
  [`${NODE} NextSibling`]: (self: XmlNode) => sibling(self, 1),
  [`${NODE} PreviousSibling`]: (self: XmlNode) => sibling(self, -1),
  "string InnerXml": [
    (self: XmlNode) => innerXml(self),
    (self: XmlNode, text) => {
      if (self.kind === "Document") self.replaceChildren(parseXml(text).children.slice());
      else self.replaceChildren(parseFragment(text));
    },
  ],
  "string InnerText": [(self: XmlNode) => self.innerText, (self: XmlNode, text) => (self.innerText = text)],
  "string OuterXml": (self: XmlNode) => outerXml(self),
  "System.Xml.XmlNodeList ChildNodes": (self: XmlNode) => new NodeList(self.children),
  [`${NODE} FirstChild`]: (self: XmlNode) => self.children[0] ?? null,
  [`${NODE} LastChild`]: (self: XmlNode) => self.children.at(-1) ?? null,
  "bool HasChildNodes": (self: XmlNode) => self.children.length > 0,
  "bool IsReadOnly": () => false,
  "string Value": [(self: XmlNode) => self.value, (self: XmlNode, value) => (self.value = value)],
  "string BaseURI": () => "",
  [`${NODE} AppendChild(${NODE} newChild)`]: (self: XmlNode, child) => self.append(child),
  [`${NODE} PrependChild(${NODE} newChild)`]: (self: XmlNode, child) => self.insert(child, 0),
  [`${NODE} InsertBefore(${NODE} newChild, ${NODE} refChild)`]: (self: XmlNode, child, reference) =>
    self.insert(child, position(self, reference)),
  [`${NODE} InsertAfter(${NODE} newChild, ${NODE} refChild)`]: (self: XmlNode, child, reference) =>
    self.insert(child, reference === null ? 0 : position(self, reference) + 1),
  [`${NODE} RemoveChild(${NODE} oldChild)`]: (self: XmlNode, child: XmlNode) => {
    position(self, child);
    child.detach();
    return child;
  },
  [`${NODE} ReplaceChild(${NODE} newChild, ${NODE} oldChild)`]: (self: XmlNode, child: XmlNode, old: XmlNode) => {
    const at = position(self, old);
    old.detach();
    self.insert(child, at);
    return old;
  },
  "void RemoveAll()": (self: XmlNode) => {
    self.attributes.length = 0;
    self.replaceChildren([]);
  },
  [`${NODE} Clone()`]: (self: XmlNode) => self.clone(true),
  [`${NODE} CloneNode(bool deep)`]: (self: XmlNode, deep) => self.clone(deep),
  "void Normalize()": () => {},
  "System.Xml.XmlNodeList SelectNodes(string xpath)": (self: XmlNode, path) => new NodeList(selectNodes(self, path)),
  "System.Xml.XmlNodeList SelectNodes(string xpath, System.Xml.XmlNamespaceManager nsmgr)": (
    self: XmlNode,
    path,
    manager: NamespaceManager | null,
  ) => new NodeList(selectNodes(self, path, (prefix) => manager?.uris.get(prefix))),
  [`${NODE} SelectSingleNode(string xpath)`]: (self: XmlNode, path) => selectNodes(self, path)[0] ?? null,
  [`${NODE} SelectSingleNode(string xpath, System.Xml.XmlNamespaceManager nsmgr)`]: (
    self: XmlNode,
    path,
    manager: NamespaceManager | null,
  ) => selectNodes(self, path, (prefix) => manager?.uris.get(prefix))[0] ?? null,
  "void WriteTo(System.Object writer)": (self: XmlNode, writer) => write(writer, outerXml(self)),
  "string GetNamespaceOfPrefix(string prefix)": (self: XmlNode, prefix) => self.namespaceOf(prefix),
  "string ToString()": (self: XmlNode) => self.typeName,
};

function write(target: unknown, text: string): void {
  if (target instanceof TextWriter) target.text += text;
}

const kind = (more: Record<string, Member> = {}): (() => TypeSource) => {
  return () => ({ base: NODE, members: more, text: (self: XmlNode) => self.localName });
};

function named(self: XmlNode, name: string): NodeList {
  return new NodeList(
    [...self.descendants()].filter((node) => node.kind === "Element" && (name === "*" || node.name === name)),
  );
}

const elementMembers: Record<string, Member> = {
  "bool IsEmpty": [
    (self: XmlNode) => self.children.length === 0 && !self.explicitEnd,
    (self: XmlNode, value) => (self.explicitEnd = !value),
  ],
  "string GetAttribute(string name)": (self: XmlNode, name) => self.attribute(name)?.value ?? "",
  "System.Xml.XmlAttribute GetAttributeNode(string name)": (self: XmlNode, name) => self.attribute(name) ?? null,
  "bool HasAttribute(string name)": (self: XmlNode, name) => self.attribute(name) !== undefined,
  "void SetAttribute(string name, string value)": (self: XmlNode, name, value) =>
    void self.setAttribute(name, value ?? ""),
  "string SetAttribute(string localName, string namespaceURI, string value)": (self: XmlNode, name, _uri, value) =>
    self.setAttribute(name, value ?? "").value,
  "System.Xml.XmlAttribute SetAttributeNode(System.Xml.XmlAttribute newAttr)": (self: XmlNode, attribute: XmlNode) =>
    self.setAttribute(attribute.name, attribute.value ?? ""),
  "void RemoveAttribute(string name)": (self: XmlNode, name) => self.removeAttribute(name),
  "void RemoveAllAttributes()": (self: XmlNode) => void (self.attributes.length = 0),
  "System.Xml.XmlNodeList GetElementsByTagName(string name)": named,
};

function load(self: XmlNode, text: string): void {
  const parsed = parseXml(text, self.preserveWhitespace);
  self.replaceChildren(parsed.children.slice());
}

function save(self: XmlNode, path: string, engine: Engine): void {
  const text = self.preserveWhitespace ? outerXml(self) : `${indentedXml(self)}`;
  engine.values.invokeStatic("System.IO.File", "WriteAllText", [path, text]);
}

function declaration(version: string, encoding: string | null, standalone: string | null): XmlNode {
  const parts = [`version="${version}"`];
  if (encoding) parts.push(`encoding="${encoding}"`);
  if (standalone) parts.push(`standalone="${standalone}"`);
  return new XmlNode("XmlDeclaration", "xml", parts.join(" "));
}

const documentMembers: Record<string, Member> = {
  "new()": () => new XmlNode("Document", "#document"),
  "System.Xml.XmlElement DocumentElement": (self: XmlNode) => self.documentElement,
  "bool PreserveWhitespace": [
    (self: XmlNode) => self.preserveWhitespace,
    (self: XmlNode, value) => (self.preserveWhitespace = value),
  ],
  "void LoadXml(string xml)": load,
  "void Load(string filename)": (self: XmlNode, path, engine: Engine) =>
    load(self, engine.values.invokeStatic("System.IO.File", "ReadAllText", [path]) as string),
  "void Load(System.IO.TextReader txtReader)": (self: XmlNode, reader: TextReader) => load(self, reader.readToEnd()),
  "void Save(string filename)": save,
  "void Save(System.IO.TextWriter writer)": (self: XmlNode, writer) => write(writer, indentedXml(self)),
  "System.Xml.XmlElement CreateElement(string name)": (_self, name) => new XmlNode("Element", name),
  "System.Xml.XmlElement CreateElement(string qualifiedName, string namespaceURI)": (_self, name, uri) => {
    const node = new XmlNode("Element", name);
    if (uri) node.setAttribute(node.prefix ? `xmlns:${node.prefix}` : "xmlns", uri);
    return node;
  },
  "System.Xml.XmlElement CreateElement(string prefix, string localName, string namespaceURI)": (
    _self,
    prefix,
    name,
    uri,
  ) => {
    const node = new XmlNode("Element", prefix ? `${prefix}:${name}` : name);
    if (uri) node.setAttribute(prefix ? `xmlns:${prefix}` : "xmlns", uri);
    return node;
  },
  "System.Xml.XmlAttribute CreateAttribute(string name)": (_self, name) => new XmlNode("Attribute", name, ""),
  "System.Xml.XmlText CreateTextNode(string text)": (_self, text) => new XmlNode("Text", "", text),
  "System.Xml.XmlCDataSection CreateCDataSection(string data)": (_self, text) => new XmlNode("CDATA", "", text),
  "System.Xml.XmlComment CreateComment(string data)": (_self, text) => new XmlNode("Comment", "", text),
  "System.Xml.XmlDocumentFragment CreateDocumentFragment()": () => new XmlNode("DocumentFragment", ""),
  "System.Xml.XmlDeclaration CreateXmlDeclaration(string version, string encoding, string standalone)": (
    _self,
    version,
    encoding,
    standalone,
  ) => declaration(version, encoding, standalone),
  [`${NODE} CreateNode(string nodeTypeString, string name, string namespaceURI)`]: (_self, type: string, name) =>
    new XmlNode(type.toLowerCase() === "attribute" ? "Attribute" : "Element", name),
  [`${NODE} ImportNode(${NODE} node, bool deep)`]: (_self, node: XmlNode, deep) => node.clone(deep),
  "System.Xml.XmlNodeList GetElementsByTagName(string name)": named,
  "System.Xml.XmlElement GetElementById(string elementId)": (self: XmlNode, id) =>
    [...self.descendants()].find((node) => node.attribute("id")?.value === id) ?? null,
};

/** [xml]: from a text, or from another document. */
function toDocument(value: unknown, engine: Engine): unknown {
  if (value instanceof XmlText) return liveXml(value);
  if (value instanceof XmlNode) return value.kind === "Document" ? value : undefined;
  const text = Array.isArray(value)
    ? value.map((item) => engine.values.toText(item)).join("")
    : engine.values.toText(value);
  try {
    return parseXml(text);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw invalidCast("InvalidCastToXmlDocument", text, "System.Xml.XmlDocument", error.exception.message);
  }
}

export const xmlTypes: Family = {
  [NODE]: () => ({
    kind: "abstract",
    members: nodeMembers,
    interfaces: "System.ICloneable",
    hidden: "BaseURI IsReadOnly Prefix HasAttributes",
  }),
  "System.Xml.XmlDocument": () => ({
    base: NODE,
    members: documentMembers,
    convertFrom: toDocument,
    text: () => "#document",
  }),
  "System.Xml.XmlElement": kind(elementMembers),
  "System.Xml.XmlAttribute": kind({
    "System.Xml.XmlElement OwnerElement": (self: XmlNode) => self.parent,
    "bool Specified": () => true,
  }),
  "System.Xml.XmlCharacterData": kind({ "string Data": (self: XmlNode) => self.value }),
  "System.Xml.XmlText": kind({ "string Data": (self: XmlNode) => self.value }),
  "System.Xml.XmlCDataSection": kind({ "string Data": (self: XmlNode) => self.value }),
  "System.Xml.XmlComment": kind({ "string Data": (self: XmlNode) => self.value }),
  "System.Xml.XmlDeclaration": kind({
    "string Version": (self: XmlNode) => /version=["']([^"']*)/.exec(self.value ?? "")?.[1] ?? "1.0",
    "string Encoding": [(self: XmlNode) => /encoding=["']([^"']*)/.exec(self.value ?? "")?.[1] ?? "", () => {}],
    "string Standalone": (self: XmlNode) => /standalone=["']([^"']*)/.exec(self.value ?? "")?.[1] ?? "",
  }),
  "System.Xml.XmlProcessingInstruction": kind({ "string Data": (self: XmlNode) => self.value }),
  "System.Xml.XmlDocumentFragment": kind(),
  "System.Xml.XmlDocumentType": kind(),
  "System.Xml.XmlSignificantWhitespace": kind(),
  "System.Xml.XmlNodeList": () => ({
    interfaces: "System.Collections.IEnumerable",
    members: {
      "int Count": (self: NodeList) => self.nodes.length,
      [`${NODE} Item(int index)`]: (self: NodeList, index) => self.nodes[index] ?? null,
      "System.Collections.IEnumerator GetEnumerator()": (self) => self,
    },
  }),
  "System.Xml.XmlAttributeCollection": () => ({
    base: "System.Xml.XmlNodeList",
    members: {
      "System.Xml.XmlAttribute GetNamedItem(string name)": (self: NodeList, name) =>
        self.nodes.find((node) => node.name === name) ?? null,
    },
  }),
  "System.Xml.XmlNamespaceManager": () => ({
    members: {
      "new(System.Object nameTable)": () => new NamespaceManager(),
      "string DefaultNamespace": (self: NamespaceManager) => self.uris.get("") ?? "",
      "void AddNamespace(string prefix, string uri)": (self: NamespaceManager, prefix, uri) =>
        void self.uris.set(prefix, uri),
      "void RemoveNamespace(string prefix, string uri)": (self: NamespaceManager, prefix) =>
        void self.uris.delete(prefix),
      "bool HasNamespace(string prefix)": (self: NamespaceManager, prefix) => self.uris.has(prefix),
      "string LookupNamespace(string prefix)": (self: NamespaceManager, prefix) => self.uris.get(prefix) ?? null,
    },
  }),
  "System.Xml.XPath.XPathException": () => ({ base: "System.SystemException" }),
};
