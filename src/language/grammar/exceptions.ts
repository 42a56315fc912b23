// `try`, `catch`, `finally`, `trap`, and `data` sections. Each rule starts behind its keyword.
import type {
  CatchClauseAst,
  DataStatementAst,
  ErrorStatementAst,
  ExpressionAst,
  Extent,
  StatementBlockAst,
  TrapStatementAst,
  TryStatementAst,
  TypeConstraintAst,
} from "../ast/ast.js";
import { parseAttribute } from "./attributes.js";
import { brokenStatement } from "./blocks.js";
import { parseSingleArgument } from "./commands.js";
import { eat, mark, next, peek, rewind, skipNewlines } from "./cursor.js";
import { after, before, between, extentOf, type Parsing, report, reportIncomplete } from "../state.js";
import type { Token } from "../tokens/tokens.js";

export function parseTry(p: Parsing, keyword: Token): TryStatementAst | ErrorStatementAst {
  skipNewlines(p);
  const body = p.grammar.statementBlock(p);
  if (body === null) {
    reportIncomplete(p, after(keyword), "MissingTryStatementBlock");
    return brokenStatement(keyword, keyword);
  }
  const catchClauses: CatchClauseAst[] = [];
  let broken = false;
  let place = mark(p);
  for (skipNewlines(p); peek(p).kind === "catch"; skipNewlines(p)) {
    const clause = parseCatch(p, next(p));
    if (clause === null) broken = true;
    else catchClauses.push(clause);
    place = mark(p);
  }
  const finallyBlock = parseFinally(p);
  if (finallyBlock === undefined) broken = true;
  else if (finallyBlock === null) rewind(p, place);
  const last = finallyBlock ?? catchClauses.at(-1) ?? body;
  if (broken) return brokenStatement(keyword, p.last, body);
  if (finallyBlock === null && catchClauses.length === 0) {
    reportIncomplete(p, after(body.extent), "MissingCatchOrFinally");
    return brokenStatement(keyword, body.extent, body);
  }
  checkCatchOrder(p, catchClauses);
  return {
    kind: "TryStatement",
    extent: between(keyword, last.extent),
    body,
    catchClauses,
    finallyBlock: finallyBlock ?? null,
  };
}

function checkCatchOrder(p: Parsing, clauses: readonly CatchClauseAst[]): void {
  for (const clause of clauses.slice(0, -1))
    if (clause.catchTypes.length === 0) report(p, before({ ...clauses.at(-1)!.extent }), "EmptyCatchNotLast");
}

/** The block, null when there is no `finally`, undefined when its block is missing. */
function parseFinally(p: Parsing): StatementBlockAst | null | undefined {
  const keyword = eat(p, "finally");
  if (keyword === null) return null;
  skipNewlines(p);
  const block = p.grammar.statementBlock(p);
  if (block !== null) return block;
  reportIncomplete(p, after(keyword), "MissingFinallyStatementBlock");
  return undefined;
}

function parseCatch(p: Parsing, keyword: Token): CatchClauseAst | null {
  skipNewlines(p);
  const catchTypes: TypeConstraintAst[] = [];
  let last: Extent = keyword;
  for (;;) {
    const place = mark(p);
    const type = parseAttribute(p);
    if (type === null) {
      rewind(p, place);
      if (catchTypes.length === 0) break;
      reportIncomplete(p, after(last), "MissingTypeLiteralToken");
      return null;
    }
    last = type.extent;
    if (type.kind === "TypeConstraint") catchTypes.push(type);
    else report(p, type.extent, "UnexpectedAttribute", type.typeName.name);
    skipNewlines(p);
    const comma = eat(p, ",");
    if (comma === null) break;
    last = comma;
    skipNewlines(p);
  }
  const body = p.grammar.statementBlock(p);
  if (body === null) {
    reportIncomplete(p, after(last), "MissingCatchHandlerBlock");
    return null;
  }
  return { kind: "CatchClause", extent: between(keyword, body.extent), catchTypes, body };
}

export function parseTrap(p: Parsing, keyword: Token): TrapStatementAst | ErrorStatementAst {
  skipNewlines(p);
  const type = parseAttribute(p);
  skipNewlines(p);
  const body = p.grammar.statementBlock(p);
  if (body === null) {
    reportIncomplete(p, after(type?.extent ?? keyword), "MissingTrapStatement");
    return brokenStatement(keyword, type?.extent ?? keyword);
  }
  const trapType = type?.kind === "TypeConstraint" ? type : null;
  return { kind: "TrapStatement", extent: between(keyword, body.extent), trapType, body };
}

// ---------------------------------------------------------------- data

export function parseData(p: Parsing, keyword: Token): DataStatementAst | ErrorStatementAst {
  skipNewlines(p);
  let variable: string | null = null;
  const first = peek(p);
  if (first.kind === "Identifier" || first.kind === "Generic") variable = next(p).text;
  skipNewlines(p);
  const commandsAllowed: ExpressionAst[] = [];
  for (let token = peek(p); token.kind === "Parameter"; token = peek(p)) {
    next(p);
    if (!"supportedcommand".startsWith(token.name.toLowerCase()))
      report(p, token, "InvalidParameterForDataSectionStatement", token.name);
    else if (!parseAllowedCommands(p, token, commandsAllowed)) return brokenStatement(keyword, p.last);
    else skipNewlines(p);
  }
  skipNewlines(p);
  const body = p.grammar.statementBlock(p);
  if (body === null) {
    if (p.errors.at(-1)?.errorId !== "InvalidParameterForDataSectionStatement")
      reportIncomplete(p, after(p.last), "MissingStatementBlockForDataSection");
    return brokenStatement(keyword, p.last);
  }
  return { kind: "DataStatement", extent: between(keyword, body.extent), variable, commandsAllowed, body };
}

function parseAllowedCommands(p: Parsing, flag: Token, commands: ExpressionAst[]): boolean {
  let last: Extent = extentOf(flag);
  for (;;) {
    const command = parseSingleArgument(p);
    if (command === null) {
      reportIncomplete(p, after(last), "MissingValueForSupportedCommandInDataSectionStatement");
      return false;
    }
    commands.push(command);
    const comma = eat(p, ",");
    if (comma === null) return true;
    last = comma;
    skipNewlines(p);
  }
}
