// A node of the syntax tree as scripts see it: `$block.Ast.ParamBlock.Parameters`, FindAll, positions.
//
// Rule: a node has one object per tree it was reached from, which knows its parent; objects are made when asked for.

import { NetObject, typedArray } from "../../../../objects/index.js";
import { forEachChild, lineAndColumn, type ScriptSource } from "../../../../language/index.js";
import type { Engine } from "../../../engine.js";
import { runtimeError } from "../../errors.js";
import type { Family, Member, TypeSource } from "../../define.js";
import { typeNameOf } from "../../type-of.js";
import { ABSTRACT_KINDS, baseOfKind, KINDS } from "./kinds.js";
import { kindOfSpelling } from "./token-kinds.js";

const LANGUAGE = "System.Management.Automation.Language.";

interface Node {
  readonly kind: string;
  readonly extent: Extent;
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

class AstObject extends NetObject {
  readonly typeName: string;
  readonly parent: AstObject | null;
  readonly node: Node;
  readonly source: ScriptSource;
  readonly #known = new Map<object | string, AstObject>();
  constructor(node: Node, source: ScriptSource, parent: AstObject | null) {
    super();
    this.typeName = `${LANGUAGE}${node.kind}Ast`;
    this.node = node;
    this.source = source;
    this.parent = parent;
  }
  get text(): string {
    return this.source.text.slice(this.node.extent.start, this.node.extent.end);
  }
  field(name: string): unknown {
    return (this.node as unknown as Record<string, unknown>)[name] ?? null;
  }
  child(node: Node): AstObject {
    let object = this.#known.get(node);
    if (object === undefined) this.#known.set(node, (object = new AstObject(node, this.source, this)));
    return object;
  }
  /** A node PowerShell has where the tree has only its parts. */
  made(key: string, node: () => Node): AstObject {
    let object = this.#known.get(key);
    if (object === undefined) this.#known.set(key, (object = new AstObject(node(), this.source, this)));
    return object;
  }
}

class ExtentObject extends NetObject {
  readonly typeName: string = `${LANGUAGE}InternalScriptExtent`;
  readonly extent: Extent;
  readonly source: ScriptSource;
  constructor(extent: Extent, source: ScriptSource) {
    super();
    this.extent = extent;
    this.source = source;
  }
  get text(): string {
    return this.source.text.slice(this.extent.start, this.extent.end);
  }
}

class PositionObject extends NetObject {
  readonly typeName: string = `${LANGUAGE}InternalScriptPosition`;
  readonly offset: number;
  readonly source: ScriptSource;
  constructor(offset: number, source: ScriptSource) {
    super();
    this.offset = offset;
    this.source = source;
  }
}

/** Something that is a few values by name: a pair of a clause, a path of a variable. */
class PartsObject extends NetObject {
  readonly typeName: string;
  readonly parts: Readonly<Record<string, unknown>>;
  constructor(typeName: string, parts: Readonly<Record<string, unknown>>) {
    super();
    this.typeName = typeName;
    this.parts = parts;
  }
}

/** The root of a tree. */
export function astObject(node: object, source: ScriptSource): NetObject {
  return new AstObject(node as Node, source, null);
}

export function extentObject(extent: Extent, source: ScriptSource): NetObject {
  return new ExtentObject(extent, source);
}

type Read = (ast: AstObject, value: unknown, engine: Engine) => unknown;

const nodesOf = (ast: AstObject, value: unknown): unknown[] =>
  typedArray(
    "System.Object",
    (value as unknown[]).filter(isNode).map((each) => ast.child(each)),
  );

const READERS: Readonly<Record<string, Read>> = {
  nothing: () => null,
  false: () => false,
  not: (_, value) => value !== true,
  none: (_, value) => (value as unknown[]).length === 0,
  absent: (_, value) => value === null,
  enum: (_, value) => value === "enum",
  class: (_, value) => value === "class",
  some: (ast, value) => (value === null || (value as unknown[]).length === 0 ? null : nodesOf(ast, value)),
  nodes: nodesOf,
  capital: (_, value) => (value === null ? null : String(value)[0]!.toUpperCase() + String(value).slice(1)),
  parallel: (_, value) => (value === true ? "Parallel" : "None"),
  switch: (_, value) => (value === "exact" ? "None" : value === "regex" ? "Regex" : "Wildcard"),
  token: (ast, value, engine) => {
    const spelling = value === "-not" && ast.text.startsWith("!") ? "!" : (value as string | null);
    return engine.values.convert(spelling === null ? "Unknown" : kindOfSpelling(spelling), `${LANGUAGE}TokenKind`);
  },
  type: (ast, value) => typeName(ast, value as TypeNameNode),
  static: (ast, _, engine) => staticType(ast, engine),
  place: (ast, value) => new ExtentObject((value as Extent | null) ?? ast.node.extent, ast.source),
  unquoted: (ast) => ast.text.replace(/^(@?["'])\r?\n?/, "").replace(/(\r?\n)?["']@?$/, ""),
  pairs: (ast, value) =>
    typedArray(
      "System.Object",
      (value as object[]).map((each) => pair(ast, each)),
    ),
  assigned: (ast, value) => ast.child(assigned(value as Node)),
  method: (ast) => method(ast),
  word: (ast, value) =>
    value === null
      ? null
      : ast.made("name", () => {
          const start = ast.source.text.indexOf(String(value), ast.node.extent.start);
          const extent = { start, end: start + String(value).length };
          return { kind: "StringConstantExpression", extent, value, stringType: "BareWord" } as Node;
        }),
  path: (_, value) => variablePath(value as { userPath: string; qualifier: string | null; isDrive: boolean }),
};

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "kind" in value && "extent" in value;
}

/** Of `$x = 1` PowerShell keeps the expression, not the pipeline around it. */
function assigned(right: Node): Node {
  const pipeline = right as Node & { elements?: Node[]; background?: boolean };
  const only = pipeline.kind === "Pipeline" && pipeline.elements?.length === 1 && !pipeline.background;
  return only && pipeline.elements![0]!.kind === "CommandExpression" ? pipeline.elements![0]! : right;
}

/** The function inside a method. */
function method(ast: AstObject): AstObject {
  const { node } = ast;
  const body = ast.field("body") as Node;
  const parameters = ast.field("parameters");
  return ast.made(
    "function",
    () => ({ ...node, kind: "FunctionDefinition", parameters, body, isFilter: false }) as Node,
  );
}

function pair(ast: AstObject, value: object): PartsObject {
  const [first, second] = Object.values(value).filter(isNode);
  return new PartsObject(`${LANGUAGE}Pair`, { Item1: ast.child(first!), Item2: ast.child(second!) });
}

interface TypeNameNode {
  readonly name: string;
  readonly extent: Extent;
  readonly assembly: string | null;
  readonly arrayRanks: readonly number[];
  readonly genericArguments: readonly TypeNameNode[];
}

function typeName(ast: AstObject, type: TypeNameNode): PartsObject {
  const text = ast.source.text.slice(type.extent.start, type.extent.end);
  return new PartsObject(`${LANGUAGE}TypeName`, {
    FullName: text,
    Name: text,
    AssemblyName: type.assembly,
    IsArray: type.arrayRanks.length > 0,
    IsGeneric: type.genericArguments.length > 0,
    Extent: new ExtentObject(type.extent, ast.source),
  });
}

function variablePath(path: { userPath: string; qualifier: string | null; isDrive: boolean }): PartsObject {
  const scope = path.qualifier?.toLowerCase() ?? null;
  return new PartsObject(`${LANGUAGE}VariablePath`, {
    UserPath: path.userPath,
    IsGlobal: scope === "global",
    IsLocal: scope === "local",
    IsPrivate: scope === "private",
    IsScript: scope === "script",
    IsUnqualified: scope === null,
    IsUnscopedVariable: scope === null || scope === "variable",
    IsVariable: !path.isDrive,
    IsDriveQualified: path.isDrive,
    DriveName: path.isDrive ? path.qualifier : null,
  });
}

const STATIC: Readonly<Record<string, string>> = {
  StringConstantExpression: "string",
  ExpandableStringExpression: "string",
  TypeExpression: "type",
  Hashtable: "hashtable",
  ScriptBlockExpression: "scriptblock",
  ArrayExpression: "object[]",
  ArrayLiteral: "object[]",
};

function staticType(ast: AstObject, engine: Engine): unknown {
  const { kind } = ast.node;
  const constraint =
    kind === "Parameter"
      ? (ast.field("attributes") as Node[]).find((each) => each.kind === "TypeConstraint")
      : kind === "ConvertExpression"
        ? (ast.field("type") as Node)
        : undefined;
  const { extent } = (constraint as unknown as { typeName: TypeNameNode } | undefined)?.typeName ?? {};
  const name =
    extent !== undefined
      ? ast.source.text.slice(extent.start, extent.end)
      : kind === "ConstantExpression"
        ? typeNameOf(ast.field("value"))
        : (STATIC[kind] ?? "object");
  return engine.values.tryConvert(name, "type") ?? engine.values.convert("object", "type");
}

/** The nodes below one, in the order of the text. */
function childrenOf(ast: AstObject): AstObject[] {
  if (ast.node.kind === "FunctionMember") {
    const own = ["attributes", "returnType"]
      .flatMap((name) => ast.field(name) ?? [])
      .map((each) => ast.child(each as Node));
    return [...own, method(ast)];
  }
  const children: AstObject[] = [];
  forEachChild(ast.node as Parameters<typeof forEachChild>[0], (child) => {
    const isRight = ast.node.kind === "AssignmentStatement" && child === ast.field("right");
    children.push(ast.child(isRight ? assigned(child) : child));
  });
  if (ast.node.kind === "UsingStatement" && ast.field("name") !== null)
    children.push(READERS["word"]!(ast, ast.field("name"), undefined as never) as AstObject);
  return children.sort((a, b) => a.node.extent.start - b.node.extent.start);
}

function find(ast: AstObject, test: unknown, nested: boolean, engine: Engine, most: number): AstObject[] {
  const found: AstObject[] = [];
  const stops = (node: Node): boolean =>
    !nested && (node.kind === "ScriptBlockExpression" || node.kind === "FunctionDefinition");
  const visit = (each: AstObject): void => {
    if (found.length >= most) return;
    if (engine.values.toBoolean(engine.invokeCollect(test, [each]))) found.push(each);
    if (each === ast || !stops(each.node)) for (const child of childrenOf(each)) visit(child);
  };
  visit(ast);
  return found;
}

/** The value of a constant: no command, no variable but $true, $false and $null. */
function safeValue(ast: AstObject, engine: Engine): unknown {
  if (!isSafe(ast))
    throw runtimeError(
      "InvalidOperationException",
      "Cannot generate a PowerShell object for a ScriptBlock evaluating dynamic expressions.",
      {
        exceptionType: "System.InvalidOperationException",
      },
    );
  const values = engine.invokeCollect(engine.scriptBlock(`,(${ast.text})`));
  return values.length === 1 ? values[0] : values;
}

function isSafe(ast: AstObject): boolean {
  if (["Command", "InvokeMemberExpression", "MemberExpression", "ScriptBlockExpression"].includes(ast.node.kind))
    return false;
  if (ast.node.kind === "VariableExpression" && !/^\$(true|false|null)$/i.test(ast.text)) return false;
  return childrenOf(ast).every(isSafe);
}

function commandName(ast: AstObject): string | null {
  const head = (ast.field("elements") as (Node & { value?: unknown })[])[0]!;
  return head.kind === "StringConstantExpression" ? String(head.value) : null;
}

/** What only some kinds can do. */
const METHODS: Readonly<Record<string, Record<string, Member>>> = {
  Command: { "string GetCommandName()": commandName },
  ScriptBlock: {
    "scriptblock GetScriptBlock()": (ast: AstObject, engine: Engine) =>
      engine.scriptBlock(
        ast.parent === null && !ast.text.startsWith("{") ? ast.text : ast.text.replace(/^\{|\}$/g, ""),
      ),
  },
  VariableExpression: {
    "bool IsConstantVariable()": (ast: AstObject) => /^\$(true|false|null)$/i.test(ast.text),
  },
  Pipeline: {
    "System.Object GetPureExpression()": (ast: AstObject) => {
      const elements = ast.field("elements") as (Node & { expression?: Node })[];
      const only = elements.length === 1 ? elements[0]! : undefined;
      return only?.expression === undefined ? null : ast.child(only).child(only.expression);
    },
  },
};

function typeOfKind(kind: string, properties: string): TypeSource {
  const members: Record<string, Member> = { ...METHODS[kind] };
  for (const property of properties.split(" ").filter(Boolean)) {
    const [, name, field, reader] = /^(\w+)(?:=(\w+))?(?:@(\w+))?$/.exec(property)!;
    const from = field ?? name![0]!.toLowerCase() + name!.slice(1);
    const read = reader === undefined ? plain : READERS[reader]!;
    members[`System.Object ${name}`] = (ast: AstObject, engine: Engine) => read(ast, ast.field(from), engine);
  }
  const base = baseOfKind(kind);
  return { base: `${LANGUAGE}${base}Ast`, members, text: (ast: AstObject) => ast.text };
}

const plain: Read = (ast, value) =>
  isNode(value) ? ast.child(value) : Array.isArray(value) ? nodesOf(ast, value) : value;

const parts = (names: string, text: string | null, typeOf = "System.Object"): TypeSource => ({
  members: Object.fromEntries(
    names
      .split(" ")
      .map((name): [string, Member] => [`${typeOf} ${name}`, (self: PartsObject) => self.parts[name] ?? null]),
  ),
  ...(text !== null && { text: (self: PartsObject) => String(self.parts[text]) }),
});

const root: TypeSource = {
  kind: "abstract",
  members: {
    "System.Object Extent": (ast: AstObject) => new ExtentObject(ast.node.extent, ast.source),
    "System.Object Parent": (ast: AstObject) => ast.parent,
    "System.Object Find(scriptblock predicate, bool searchNestedScriptBlocks)": (
      ast: AstObject,
      test,
      nested,
      engine,
    ) => find(ast, test, nested, engine, 1)[0] ?? null,
    "System.Object FindAll(scriptblock predicate, bool searchNestedScriptBlocks)": (
      ast: AstObject,
      test,
      nested,
      engine,
    ) => typedArray("System.Object", find(ast, test, nested, engine, Infinity)),
    "System.Object SafeGetValue()": (ast: AstObject, engine) => safeValue(ast, engine),
    "System.Object Copy()": (ast: AstObject) => new AstObject(ast.node, ast.source, null),
    "string ToString()": (ast: AstObject) => ast.text,
  },
  text: (ast: AstObject) => ast.text,
};

const at = (e: ExtentObject, end: "start" | "end"): { line: number; column: number } =>
  lineAndColumn(e.source.text, e.extent[end]);

const NODE_TYPES: Family = {
  [`${LANGUAGE}Ast`]: () => root,
  ...Object.fromEntries(
    ABSTRACT_KINDS.map((kind) => [
      `${LANGUAGE}${kind}Ast`,
      (): TypeSource => ({ ...typeOfKind(kind, ""), kind: "abstract" }),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(KINDS).map(([kind, properties]) => [`${LANGUAGE}${kind}Ast`, () => typeOfKind(kind, properties)]),
  ),
  [`${LANGUAGE}Pair`]: () => parts("Item1 Item2", null),
  [`${LANGUAGE}TypeName`]: () => ({
    ...parts("FullName Name AssemblyName IsArray IsGeneric Extent", "FullName"),
  }),
  [`${LANGUAGE}VariablePath`]: () =>
    parts(
      "UserPath IsGlobal IsLocal IsPrivate IsScript IsUnqualified IsUnscopedVariable IsVariable IsDriveQualified DriveName",
      "UserPath",
    ),
  [`${LANGUAGE}InternalScriptExtent`]: () => ({
    members: {
      "string File": (e: ExtentObject) => e.source.fileName,
      "System.Object StartScriptPosition": (e: ExtentObject) => new PositionObject(e.extent.start, e.source),
      "System.Object EndScriptPosition": (e: ExtentObject) => new PositionObject(e.extent.end, e.source),
      "int StartLineNumber": (e: ExtentObject) => at(e, "start").line,
      "int StartColumnNumber": (e: ExtentObject) => at(e, "start").column,
      "int EndLineNumber": (e: ExtentObject) => at(e, "end").line,
      "int EndColumnNumber": (e: ExtentObject) => at(e, "end").column,
      "string Text": (e: ExtentObject) => e.text,
      "int StartOffset": (e: ExtentObject) => e.extent.start,
      "int EndOffset": (e: ExtentObject) => e.extent.end,
    },
    text: (e: ExtentObject) => e.text,
  }),
  [`${LANGUAGE}InternalScriptPosition`]: () => ({
    members: {
      "string File": (p: PositionObject) => p.source.fileName,
      "int LineNumber": (p: PositionObject) => lineAndColumn(p.source.text, p.offset).line,
      "int ColumnNumber": (p: PositionObject) => lineAndColumn(p.source.text, p.offset).column,
      "int Offset": (p: PositionObject) => p.offset,
      "string Line": (p: PositionObject) =>
        p.source.text.split("\n")[lineAndColumn(p.source.text, p.offset).line - 1] ?? "",
    },
  }),
};

/** A type of the tree by its name after the namespace. */
export function nodeType(name: string): TypeSource {
  return NODE_TYPES[LANGUAGE + name]!();
}
