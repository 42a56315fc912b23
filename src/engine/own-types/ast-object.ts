// A node of the syntax tree as scripts see it: `$block.Ast.ParamBlock.Parameters`. Properties are the node's own, under .NET's spelling.

import { NetObject, typedArray } from "../../objects/index.js";
import type { ScriptSource } from "../../language/index.js";
import { lineAndColumn } from "../../language/index.js";
import type { Runtime } from "../run/runtime.js";
import { defineType, type Member } from "../types/define.js";

const NAMESPACE = "System.Management.Automation.Language.";

interface Node {
  readonly kind: string;
  readonly extent: { readonly start: number; readonly end: number };
}

class AstObject extends NetObject {
  readonly typeName: string;
  readonly node: Node;
  readonly source: ScriptSource;
  constructor(typeName: string, node: Node, source: ScriptSource) {
    super();
    this.typeName = typeName;
    this.node = node;
    this.source = source;
  }
  get text(): string {
    return this.source.text.slice(this.node.extent.start, this.node.extent.end);
  }
}

class ExtentObject extends NetObject {
  readonly typeName: string = `${NAMESPACE}InternalScriptExtent`;
  readonly of: AstObject;
  constructor(of: AstObject) {
    super();
    this.of = of;
  }
}

export function astObject(rt: Runtime, node: object, source: ScriptSource): AstObject {
  const typed = node as Node;
  const typeName = `${NAMESPACE}${typed.kind}Ast`;
  const object = new AstObject(typeName, typed, source);
  if (rt.types.find(`${NAMESPACE}Ast`) === undefined) rt.types.add(defineType(`${NAMESPACE}Ast`, { kind: "abstract" }));
  if (rt.types.find(typeName) === undefined) define(rt, typeName, typed);
  return object;
}

/** The members of a kind of node, from the first node of it that somebody looks at. */
function define(rt: Runtime, typeName: string, sample: Node): void {
  const members: Record<string, Member> = {
    "System.Object Extent": (ast: AstObject) => extentOf(rt, ast),
    "string ToString()": (ast: AstObject) => ast.text,
  };
  for (const key of Object.keys(sample)) {
    if (key === "kind" || key === "extent" || key === "source") continue;
    const name = key[0]!.toUpperCase() + key.slice(1);
    members[`System.Object ${name}`] = (ast: AstObject) =>
      wrap(rt, (ast.node as unknown as Record<string, unknown>)[key], ast.source);
  }
  if (sample.kind === "VariableExpression") {
    members["System.Object VariablePath"] = (ast: AstObject) =>
      plain(rt, (ast.node as unknown as { path: { userPath: string } }).path);
  }
  rt.types.add(defineType(typeName, { base: `${NAMESPACE}Ast`, members, text: (ast: AstObject) => ast.text }));
}

function wrap(rt: Runtime, value: unknown, source: ScriptSource): unknown {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value))
    return typedArray(
      "System.Object",
      value.map((item) => wrap(rt, item, source)),
    );
  if (typeof value !== "object" || value instanceof NetObject) return value;
  return "kind" in value && "extent" in value
    ? astObject(rt, value, source)
    : "name" in value
      ? plain(rt, value)
      : value;
}

class PlainObject extends NetObject {
  readonly typeName: string = `${NAMESPACE}VariablePath`;
  readonly value: Record<string, unknown>;
  constructor(value: object) {
    super();
    this.value = value as Record<string, unknown>;
  }
}

function plain(rt: Runtime, value: object): PlainObject {
  if (rt.types.find(`${NAMESPACE}VariablePath`) === undefined)
    rt.types.add(
      defineType(`${NAMESPACE}VariablePath`, {
        members: {
          "string UserPath": (p: PlainObject) => p.value["userPath"] ?? p.value["name"],
          "string Name": (p: PlainObject) => p.value["name"] ?? null,
          "string FullName": (p: PlainObject) => p.value["name"] ?? null,
        },
        text: (p: PlainObject) => String(p.value["userPath"] ?? p.value["name"] ?? ""),
      }),
    );
  return new PlainObject(value);
}

/** The extent of a place that is no node: where an error is. */
export function extentObject(rt: Runtime, extent: Node["extent"], source: ScriptSource): NetObject {
  return extentOf(rt, new AstObject(`${NAMESPACE}Ast`, { kind: "", extent }, source));
}

function extentOf(rt: Runtime, ast: AstObject): ExtentObject {
  const name = `${NAMESPACE}InternalScriptExtent`;
  if (rt.types.find(name) === undefined)
    rt.types.add(
      defineType(name, {
        members: {
          "string Text": (e: ExtentObject) => e.of.text,
          "string File": (e: ExtentObject) => e.of.source.fileName,
          "int StartOffset": (e: ExtentObject) => e.of.node.extent.start,
          "int EndOffset": (e: ExtentObject) => e.of.node.extent.end,
          "int StartLineNumber": (e: ExtentObject) => lineAndColumn(e.of.source.text, e.of.node.extent.start).line,
          "int StartColumnNumber": (e: ExtentObject) => lineAndColumn(e.of.source.text, e.of.node.extent.start).column,
          "int EndLineNumber": (e: ExtentObject) => lineAndColumn(e.of.source.text, e.of.node.extent.end).line,
          "int EndColumnNumber": (e: ExtentObject) => lineAndColumn(e.of.source.text, e.of.node.extent.end).column,
        },
        text: (e: ExtentObject) => e.of.text,
      }),
    );
  return new ExtentObject(ast);
}
