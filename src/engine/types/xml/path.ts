// XPath enough for SelectNodes: steps by name, //, *, @attribute, text(), ., .., positions and simple conditions.

import { netError } from "../errors.js";
import type { XmlNode } from "./node.js";

type Value = readonly XmlNode[] | string | number | boolean;

function pathError(path: string): Error {
  return netError("System.Xml.XPath.XPathException", `'${path}' has an invalid token.`);
}

/** What a prefix of a path stands for; undefined where it is not known. */
export type Prefixes = (prefix: string) => string | undefined;

/** The nodes of a path, in document order; a name without a prefix is in no namespace. Throws XPathException for what it cannot read. */
export function selectNodes(context: XmlNode, path: string, prefixes: Prefixes = () => undefined): XmlNode[] {
  const evaluator = new PathReader(path, prefixes);
  const value = evaluator.evaluate(context);
  if (!Array.isArray(value))
    throw netError("System.Xml.XPath.XPathException", "Expression must evaluate to a node-set.");
  return value as XmlNode[];
}

const TOKEN =
  /\s*(?:(\/\/|\/|\.\.|\.|@|\*|\[|\]|\(|\)|\||,|!=|<=|>=|=|<|>|\+|-|::)|('[^']*'|"[^"]*")|(\d+(?:\.\d+)?)|([\p{L}_][\p{L}\p{N}_.-]*(?::[\p{L}_*][\p{L}\p{N}_.-]*)?))/uy;

class PathReader {
  readonly #path: string;
  readonly #tokens: string[] = [];
  readonly #prefixes: Prefixes;
  #at = 0;
  constructor(path: string, prefixes: Prefixes) {
    this.#path = path;
    this.#prefixes = prefixes;
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < path.trimEnd().length) {
      const found = TOKEN.exec(path);
      if (!found) throw pathError(path);
      this.#tokens.push(found[0].trim());
    }
  }
  evaluate(context: XmlNode): Value {
    this.#at = 0;
    const value = this.#or(context, 1, 1);
    if (this.#at < this.#tokens.length) throw pathError(this.#path);
    return value;
  }
  get #token(): string | undefined {
    return this.#tokens[this.#at];
  }
  #eat(token: string): boolean {
    if (this.#token !== token) return false;
    this.#at++;
    return true;
  }
  #expect(token: string): void {
    if (!this.#eat(token)) throw pathError(this.#path);
  }

  #or(node: XmlNode, position: number, size: number): Value {
    let left = this.#and(node, position, size);
    while (this.#eat("or")) {
      const right = this.#and(node, position, size);
      left = truth(left) || truth(right);
    }
    return left;
  }
  #and(node: XmlNode, position: number, size: number): Value {
    let left = this.#comparison(node, position, size);
    while (this.#eat("and")) {
      const right = this.#comparison(node, position, size);
      left = truth(left) && truth(right);
    }
    return left;
  }
  #comparison(node: XmlNode, position: number, size: number): Value {
    let left = this.#sum(node, position, size);
    for (;;) {
      const operator = this.#token;
      if (!operator || !["=", "!=", "<", ">", "<=", ">="].includes(operator)) return left;
      this.#at++;
      left = compare(operator, left, this.#sum(node, position, size));
    }
  }
  #sum(node: XmlNode, position: number, size: number): Value {
    let left = this.#union(node, position, size);
    for (;;) {
      if (this.#eat("+")) left = number(left) + number(this.#union(node, position, size));
      else if (this.#eat("-")) left = number(left) - number(this.#union(node, position, size));
      else return left;
    }
  }
  #union(node: XmlNode, position: number, size: number): Value {
    let left = this.#primary(node, position, size);
    while (this.#eat("|")) {
      const right = this.#primary(node, position, size);
      left = [...new Set([...(left as XmlNode[]), ...(right as XmlNode[])])];
    }
    return left;
  }
  #primary(node: XmlNode, position: number, size: number): Value {
    const token = this.#token ?? "";
    if (/^['"]/.test(token)) {
      this.#at++;
      return token.slice(1, -1);
    }
    if (/^\d/.test(token)) {
      this.#at++;
      return Number(token);
    }
    if (this.#eat("(")) {
      const inner = this.#or(node, position, size);
      this.#expect(")");
      return Array.isArray(inner) ? this.#steps(this.#predicates(inner as XmlNode[])) : inner;
    }
    if (this.#tokens[this.#at + 1] === "(" && !["text", "node", "comment"].includes(token))
      return this.#function(node, position, size);
    return this.#location(node);
  }
  #function(node: XmlNode, position: number, size: number): Value {
    const name = this.#tokens[this.#at]!;
    this.#at += 2;
    const args: Value[] = [];
    while (!this.#eat(")")) {
      args.push(this.#or(node, position, size));
      if (!this.#eat(",") && this.#token !== ")") throw pathError(this.#path);
    }
    const text = (index: number): string => (args[index] === undefined ? textOf([node]) : textOf(args[index]!));
    switch (name) {
      case "position":
        return position;
      case "last":
        return size;
      case "count":
        return (args[0] as XmlNode[]).length;
      case "not":
        return !truth(args[0]!);
      case "true":
        return true;
      case "false":
        return false;
      case "contains":
        return text(0).includes(text(1));
      case "starts-with":
        return text(0).startsWith(text(1));
      case "string-length":
        return text(0).length;
      case "normalize-space":
        return text(0).trim().replace(/\s+/g, " ");
      case "string":
        return text(0);
      case "number":
        return Number(text(0));
      case "concat":
        return args.map(textOf).join("");
      case "substring":
        return text(0).slice(
          number(args[1]!) - 1,
          args[2] === undefined ? undefined : number(args[1]!) - 1 + number(args[2]),
        );
      case "translate":
        return translate(text(0), text(1), text(2));
      case "name":
        return args[0] === undefined ? node.name : ((args[0] as XmlNode[])[0]?.name ?? "");
      case "local-name":
        return args[0] === undefined ? node.localName : ((args[0] as XmlNode[])[0]?.localName ?? "");
      default:
        throw netError(
          "System.Xml.XPath.XPathException",
          `Namespace Manager or XsltContext needed. This query has a prefix, variable, or user-defined function: '${name}'.`,
        );
    }
  }
  #location(node: XmlNode): XmlNode[] {
    if (this.#eat("/")) {
      if (this.#token === undefined) return [node.document];
      return this.#steps([node.document], true);
    }
    if (this.#token === "//") return this.#steps([node.document]);
    return this.#steps([node], true);
  }
  /** Steps of a path; `first` where a step begins right here, without a slash before it. */
  #steps(start: XmlNode[], first = false): XmlNode[] {
    let nodes = start;
    if (first) nodes = this.#step(nodes);
    for (;;) {
      if (this.#eat("//")) nodes = this.#step([...new Set(nodes.flatMap((node) => [node, ...node.descendants()]))]);
      else if (this.#eat("/")) nodes = this.#step(nodes);
      else return nodes;
    }
  }
  #step(nodes: XmlNode[]): XmlNode[] {
    const pick = this.#test();
    const start = this.#at;
    const found: XmlNode[] = [];
    for (const node of nodes) {
      this.#at = start;
      for (const item of this.#predicates(pick(node))) if (!found.includes(item)) found.push(item);
    }
    if (nodes.length === 0) this.#predicates([]);
    return found;
  }
  #test(): (node: XmlNode) => XmlNode[] {
    if (this.#eat(".")) return (node) => [node];
    if (this.#eat("..")) return (node) => (node.parent ? [node.parent] : []);
    if (this.#eat("@")) {
      const name = this.#tokens[this.#at++] ?? "";
      const named = this.#name(name);
      return (node) => node.attributes.filter(named);
    }
    let axis = "child";
    if (this.#tokens[this.#at + 1] === "::") {
      axis = this.#token!;
      this.#at += 2;
    }
    const name = this.#tokens[this.#at++];
    if (name === undefined || !/^([\p{L}_*])/u.test(name)) throw pathError(this.#path);
    if (this.#token === "(") {
      this.#at++;
      this.#expect(")");
      const kinds = name === "text" ? ["Text", "CDATA"] : name === "comment" ? ["Comment"] : undefined;
      return (node) => along(node, axis).filter((item) => !kinds || kinds.includes(item.kind));
    }
    const named = this.#name(name);
    return (node) =>
      along(node, axis).filter((item) => (axis === "attribute" || item.kind === "Element") && named(item));
  }
  /** A name of a path, its prefix understood: "c", "p:c", "p:*", "*". */
  #name(name: string): (node: XmlNode) => boolean {
    if (name === "*") return () => true;
    const colon = name.indexOf(":");
    const uri = colon < 0 ? "" : this.#prefixes(name.slice(0, colon));
    if (uri === undefined)
      throw netError(
        "System.Xml.XPath.XPathException",
        "Namespace Manager or XsltContext needed. This query has a prefix, variable, or user-defined function.",
      );
    const local = name.slice(colon + 1);
    return (node) => (local === "*" || node.localName === local) && node.namespaceUri === uri;
  }
  #predicates(nodes: XmlNode[]): XmlNode[] {
    let kept = nodes;
    while (this.#eat("[")) {
      const start = this.#at;
      const next: XmlNode[] = [];
      kept.forEach((node, index) => {
        this.#at = start;
        const value = this.#or(node, index + 1, kept.length);
        if (typeof value === "number" ? value === index + 1 : truth(value)) next.push(node);
      });
      if (kept.length === 0) this.#skip();
      this.#expect("]");
      kept = next;
    }
    return kept;
  }
  /** Passes over a condition that no node needs. */
  #skip(): void {
    for (let depth = 0; this.#token !== undefined; this.#at++) {
      if (this.#token === "[") depth++;
      else if (this.#token === "]" && depth-- === 0) return;
    }
  }
}

function along(node: XmlNode, axis: string): XmlNode[] {
  const siblings = node.parent?.children ?? [];
  const index = siblings.indexOf(node);
  switch (axis) {
    case "child":
      return node.children;
    case "descendant":
      return [...node.descendants()];
    case "descendant-or-self":
      return [node, ...node.descendants()];
    case "self":
      return [node];
    case "attribute":
      return node.attributes;
    case "parent":
      return node.parent ? [node.parent] : [];
    case "ancestor":
    case "ancestor-or-self": {
      const list: XmlNode[] = axis === "ancestor" ? [] : [node];
      for (let at = node.parent; at; at = at.parent) list.push(at);
      return list;
    }
    case "following-sibling":
      return siblings.slice(index + 1);
    case "preceding-sibling":
      return siblings.slice(0, Math.max(0, index)).reverse();
    default:
      throw pathError(axis);
  }
}

function truth(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === "number" ? value !== 0 && !Number.isNaN(value) : Boolean(value);
}

function textOf(value: Value): string {
  if (Array.isArray(value)) return (value[0] as XmlNode | undefined)?.innerText ?? "";
  return String(value);
}

function number(value: Value): number {
  const text = textOf(value).trim();
  return text === "" ? NaN : Number(text);
}

function compare(operator: string, left: Value, right: Value): boolean {
  if (Array.isArray(left)) return (left as XmlNode[]).some((node) => compare(operator, node.innerText, right));
  if (Array.isArray(right)) return (right as XmlNode[]).some((node) => compare(operator, left, node.innerText));
  const numeric = typeof left === "number" || typeof right === "number" || (operator !== "=" && operator !== "!=");
  const [a, b] = numeric ? [number(left), number(right)] : [String(left), String(right)];
  switch (operator) {
    case "=":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    default:
      return a >= b;
  }
}

function translate(text: string, from: string, to: string): string {
  return [...text].map((ch) => (from.includes(ch) ? (to[from.indexOf(ch)] ?? "") : ch)).join("");
}
