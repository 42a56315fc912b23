// `using namespace`, `using module`, `using assembly`.
import type { ErrorStatementAst, Extent, HashtableAst, UsingStatementAst } from "../ast/ast.js";
import { brokenStatement } from "./blocks.js";
import { parseSingleArgument } from "./commands.js";
import { eat, mark, next, peek, rewind, skipNewlines, skipSeparators } from "./cursor.js";
import { after, between, extentOf, type Parsing, report, reportIncomplete } from "../state.js";
import type { Token } from "../tokens/tokens.js";

/** The using statements a script begins with. */
export function parseUsings(p: Parsing): UsingStatementAst[] {
  const usings: UsingStatementAst[] = [];
  for (;;) {
    const place = mark(p);
    skipSeparators(p);
    const keyword = eat(p, "using");
    if (keyword === null) {
      rewind(p, place);
      return usings;
    }
    const statement = parseUsing(p, keyword);
    if (statement.kind === "UsingStatement") usings.push(statement);
  }
}

/** One using statement, its keyword taken. */
export function parseUsing(p: Parsing, keyword: Token): UsingStatementAst | ErrorStatementAst {
  const directive = peek(p);
  switch (directive.kind) {
    case "namespace":
    case "module":
    case "assembly":
    case "command":
    case "type":
      next(p);
      return parseUsingItem(p, keyword, directive.kind);
    default:
      reportIncomplete(p, after(keyword), "MissingUsingStatementDirective");
      skipToStatementEnd(p);
      return brokenStatement(keyword, keyword);
  }
}

function skipToStatementEnd(p: Parsing): void {
  for (;;) {
    const kind = peek(p).kind;
    if (kind === "NewLine" || kind === ";" || kind === "EndOfInput") return;
    next(p);
  }
}

function parseUsingItem(
  p: Parsing,
  keyword: Token,
  usingKind: UsingStatementAst["usingKind"],
): UsingStatementAst | ErrorStatementAst {
  const item = parseSingleArgument(p);
  if (item === null) {
    reportIncomplete(p, after(p.last), "MissingUsingItemName");
    return brokenStatement(keyword, p.last);
  }
  const isSpecification = item.kind === "Hashtable" && usingKind === "module";
  if (item.kind !== "StringConstantExpression" && !isSpecification) {
    report(p, item.extent, "InvalidValueForUsingItemName", p.source.text.slice(item.extent.start, item.extent.end));
    return brokenStatement(keyword, item.extent);
  }
  if (usingKind === "command" || usingKind === "type" || peek(p).kind === "=")
    return rejectAlias(p, keyword, item.extent);
  endUsing(p);
  const name = item.kind === "StringConstantExpression" ? item.value : null;
  if (usingKind === "namespace" && name !== null && !isNamespace(name)) report(p, item.extent, "InvalidNamespaceValue");
  const moduleSpecification: HashtableAst | null = item.kind === "Hashtable" ? item : null;
  return { kind: "UsingStatement", extent: between(keyword, item.extent), usingKind, name, moduleSpecification };
}

function isNamespace(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{Nd}_]*(\.[\p{L}_][\p{L}\p{Nd}_]*)*$/u.test(name);
}

/** `using namespace A = B`: the words are read, the meaning does not exist. */
function rejectAlias(p: Parsing, keyword: Token, item: Extent): ErrorStatementAst {
  const equals = eat(p, "=");
  if (equals === null) {
    reportIncomplete(p, after(item), "MissingEqualsInUsingAlias");
    return brokenStatement(keyword, item);
  }
  skipNewlines(p);
  const alias = parseSingleArgument(p);
  if (alias === null) {
    reportIncomplete(p, after(equals), "MissingNamespaceAlias");
    return brokenStatement(keyword, equals);
  }
  endUsing(p);
  const extent = between(keyword, alias.extent);
  report(p, extent, "UsingStatementNotSupported");
  return brokenStatement(keyword, alias.extent);
}

function endUsing(p: Parsing): void {
  const found = peek(p);
  if (found.kind === "NewLine" || found.kind === ";" || found.kind === "EndOfInput") return;
  reportIncomplete(p, extentOf(found), "MissingStatementTerminator");
}
