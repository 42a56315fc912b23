// A tree as one line of text in parentheses, for tests and for people: what matters of each node, nothing of where it stands.
import type { Ast, MemberAst, StatementBlockAst, TypeName } from "./ast.js";
import { Decimal } from "../../objects/index.js";

/** `1 + $x` gives `(+ 1 $x)`; a name in front says what a node is where its shape does not. */
export function printAst(ast: Ast): string {
  return print(ast);
}

function list(name: string, ...parts: readonly (string | null)[]): string {
  return `(${[name, ...parts].filter((part) => part !== null && part !== "").join(" ")})`;
}

function each(nodes: readonly Ast[]): string {
  return nodes.map(print).join(" ");
}

function maybe(node: Ast | null, name = ""): string | null {
  if (node === null) return null;
  return name === "" ? print(node) : list(name, print(node));
}

function flag(on: boolean, name: string): string | null {
  return on ? name : null;
}

function block(node: StatementBlockAst): string {
  return `{${[...node.traps, ...node.statements].map(print).join("; ")}}`;
}

/** A type as it would be written. */
export function printTypeName(type: TypeName): string {
  const generic = type.genericArguments.length === 0 ? "" : `[${type.genericArguments.map(printTypeName).join(",")}]`;
  const ranks = type.arrayRanks.map((rank) => `[${",".repeat(rank - 1)}]`).join("");
  return type.name + generic + ranks + (type.assembly === null ? "" : `, ${type.assembly}`);
}

const NUMBER_SIGNS: Readonly<Record<string, string>> = {
  Double: "r",
  Byte: "uy",
  SByte: "y",
  Int16: "s",
  UInt16: "us",
  UInt32: "u",
  UInt64: "ul",
  BigInteger: "n",
};

function constant(value: unknown): string {
  if (typeof value === "bigint") return `${value}L`;
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Decimal) return `${value.toString()}d`;
  const boxed = value as { readonly value: number | bigint };
  return `${Object.is(boxed.value, -0) ? "-0" : boxed.value}${NUMBER_SIGNS[value.constructor.name] ?? ""}`;
}

function print(node: Ast): string {
  switch (node.kind) {
    case "ScriptBlock": {
      const blocks = [node.dynamicParamBlock, node.beginBlock, node.processBlock, node.endBlock, node.cleanBlock];
      const body = blocks.filter((named) => named !== null).map(print);
      return list("script", each(node.usings), maybe(node.paramBlock), ...body);
    }
    case "ParamBlock":
      return list("param", each(node.attributes), each(node.parameters));
    case "Parameter":
      return list("parameter", each(node.attributes), print(node.name), maybe(node.defaultValue, "="));
    case "NamedBlock":
      return list(node.unnamed ? "body" : node.blockName, each(node.traps), each(node.statements));
    case "StatementBlock":
      return block(node);
    case "Attribute":
      return list(`@${printTypeName(node.typeName)}`, each(node.positionalArguments), each(node.namedArguments));
    case "NamedAttributeArgument":
      return node.expressionOmitted ? node.argumentName : `${node.argumentName}=${print(node.argument)}`;
    case "TypeConstraint":
    case "TypeExpression":
      return `[${printTypeName(node.typeName)}]`;
    case "IfStatement": {
      const clauses = node.clauses.map((clause) => `${print(clause.condition)} ${block(clause.body)}`);
      return list("if", ...clauses, node.elseClause === null ? null : `else ${block(node.elseClause)}`);
    }
    case "ForStatement": {
      const parts = [node.initializer, node.condition, node.iterator].map((part) =>
        part === null ? "_" : print(part),
      );
      return list("for", label(node.label), ...parts, block(node.body));
    }
    case "ForEachStatement":
      return list("foreach", label(node.label), print(node.variable), print(node.condition), block(node.body));
    case "WhileStatement":
      return list("while", label(node.label), print(node.condition), block(node.body));
    case "DoWhileStatement":
      return list("do-while", label(node.label), block(node.body), print(node.condition));
    case "DoUntilStatement":
      return list("do-until", label(node.label), block(node.body), print(node.condition));
    case "SwitchStatement": {
      const flags = [node.matching, flag(node.caseSensitive, "casesensitive"), flag(node.file, "file")];
      const clauses = node.clauses.map((clause) => `${print(clause.condition)} ${block(clause.body)}`);
      const last = node.defaultClause === null ? null : `default ${block(node.defaultClause)}`;
      return list("switch", label(node.label), ...flags, print(node.condition), ...clauses, last);
    }
    case "TryStatement":
      return list(
        "try",
        block(node.body),
        each(node.catchClauses),
        node.finallyBlock === null ? null : `finally ${block(node.finallyBlock)}`,
      );
    case "CatchClause":
      return list("catch", each(node.catchTypes), block(node.body));
    case "TrapStatement":
      return list("trap", maybe(node.trapType), block(node.body));
    case "DataStatement":
      return list("data", node.variable, each(node.commandsAllowed), block(node.body));
    case "FunctionDefinition": {
      const parameters = node.parameters === null ? null : `(${each(node.parameters)})`;
      return list(node.isFilter ? "filter" : "function", node.name, parameters, print(node.body));
    }
    case "TypeDefinition":
      return list(node.typeKind, node.name, each(node.attributes), each(node.baseTypes), each(node.members));
    case "PropertyMember":
      return list("property", ...modifiers(node), maybe(node.propertyType), node.name, maybe(node.initialValue, "="));
    case "FunctionMember": {
      const base = node.baseCall === null ? null : list("base", each(node.baseCall.arguments));
      const name = node.isConstructor ? "constructor" : "method";
      const parameters = `(${each(node.parameters)})`;
      return list(name, ...modifiers(node), maybe(node.returnType), node.name, parameters, base, print(node.body));
    }
    case "UsingStatement":
      return list("using", node.usingKind, node.name, maybe(node.moduleSpecification));
    case "ReturnStatement":
    case "ThrowStatement":
    case "ExitStatement":
      return list(node.kind.slice(0, -"Statement".length).toLowerCase(), maybe(node.pipeline));
    case "BreakStatement":
    case "ContinueStatement":
      return list(node.kind.slice(0, -"Statement".length).toLowerCase(), maybe(node.label));
    case "ErrorStatement":
    case "ErrorExpression":
      return list("error", each(node.nested));
    case "AssignmentStatement":
      return list(node.operator, print(node.left), print(node.right));
    case "PipelineChain":
      return list(node.operator, print(node.left), print(node.right), flag(node.background, "&"));
    case "Pipeline":
      if (node.elements.length === 1 && !node.background) return print(node.elements[0]!);
      return list(node.background ? "background" : "|", each(node.elements));
    case "Command":
      return list(node.invocation ?? "command", each(node.elements), each(node.redirections));
    case "CommandExpression":
      return node.redirections.length === 0
        ? print(node.expression)
        : list("redirect", print(node.expression), each(node.redirections));
    case "CommandParameter":
      return node.argument === null ? `-${node.name}` : `-${node.name}:${print(node.argument)}`;
    case "FileRedirection":
      return list(node.append ? ">>" : ">", node.from, print(node.location));
    case "MergingRedirection":
      return list(">&", node.from, node.to);
    case "BinaryExpression":
      return list(node.operator, print(node.left), print(node.right));
    case "UnaryExpression":
      return list(node.operator, print(node.child));
    case "TernaryExpression":
      return list("?", print(node.condition), print(node.ifTrue), print(node.ifFalse));
    case "ConvertExpression":
      return list("cast", print(node.type), print(node.child));
    case "AttributedExpression":
      return list("attributed", print(node.attribute), print(node.child));
    case "VariableExpression":
      return (node.splatted ? "@" : "$") + node.path.userPath;
    case "StringConstantExpression":
      return node.stringType === "BareWord" ? node.value : JSON.stringify(node.value);
    case "ExpandableStringExpression":
      return list(
        "expand",
        ...node.parts.map((part) => (typeof part === "string" ? JSON.stringify(part) : print(part))),
      );
    case "ConstantExpression":
      return constant(node.value);
    case "ArrayExpression":
      return `@(${node.subExpression.statements.map(print).join("; ")})`;
    case "SubExpression":
      return `$(${node.subExpression.statements.map(print).join("; ")})`;
    case "ArrayLiteral":
      return list(",", each(node.elements));
    case "ParenExpression":
      return list("paren", print(node.pipeline));
    case "Hashtable":
      return `@{${node.pairs.map((pair) => `${print(pair.key)}=${print(pair.value)}`).join("; ")}}`;
    case "ScriptBlockExpression":
      return print(node.scriptBlock);
    case "MemberExpression":
      return list(access(node), print(node.target), print(node.member));
    case "InvokeMemberExpression": {
      const types = node.genericArguments.map((type) => `[${printTypeName(type)}]`);
      return list(`call${access(node)}`, print(node.target), print(node.member), ...types, each(node.arguments));
    }
    case "IndexExpression":
      return list(node.nullConditional ? "?[]" : "[]", print(node.target), print(node.index));
    case "UsingExpression":
      return list("using", print(node.expression));
  }
}

function label(name: string | null): string | null {
  return name === null ? null : `:${name}`;
}

function modifiers(member: MemberAst): (string | null)[] {
  return [flag(member.isStatic, "static"), flag(member.isHidden, "hidden"), each(member.attributes)];
}

function access(node: { readonly isStatic: boolean; readonly nullConditional: boolean }): string {
  if (node.isStatic) return "::";
  return node.nullConditional ? "?." : ".";
}
