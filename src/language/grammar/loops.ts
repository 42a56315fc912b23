// `while`, `do`, `for` and `foreach`. Each rule starts behind its keyword; `start` is the label's token if there is one.
import type {
  DoUntilStatementAst,
  DoWhileStatementAst,
  ErrorStatementAst,
  ExpressionAst,
  ForEachStatementAst,
  ForStatementAst,
  PipelineBaseAst,
  StatementBlockAst,
  WhileStatementAst,
} from "../ast/ast.js";
import { brokenStatement, parseCondition } from "./blocks.js";
import { parseSingleArgument } from "./commands.js";
import { eat, next, peek, skipNewlines } from "./cursor.js";
import type { ParseErrorId } from "../errors.js";
import { variableExpression } from "./primary.js";
import { after, between, type Parsing, report, reportIncomplete } from "../state.js";
import type { Token } from "../tokens/tokens.js";

export function parseWhile(
  p: Parsing,
  label: string | null,
  start: Token,
  keyword: Token,
): WhileStatementAst | ErrorStatementAst {
  const condition = parseCondition(p, keyword);
  if (condition.close === null) return brokenStatement(start, condition.last, condition.pipeline);
  const body = parseLoopBody(p, condition.close, "MissingLoopStatement", [keyword.text]);
  if (body === null) return brokenStatement(start, condition.close, condition.pipeline);
  const extent = between(start, body.extent);
  return { kind: "WhileStatement", extent, label, condition: condition.pipeline, body };
}

function parseLoopBody(
  p: Parsing,
  last: Token,
  errorId: ParseErrorId,
  args: readonly string[],
): StatementBlockAst | null {
  skipNewlines(p);
  const body = p.grammar.statementBlock(p);
  if (body === null) reportIncomplete(p, after(last), errorId, args);
  return body;
}

export function parseDo(
  p: Parsing,
  label: string | null,
  start: Token,
  keyword: Token,
): DoWhileStatementAst | DoUntilStatementAst | ErrorStatementAst {
  const body = parseLoopBody(p, keyword, "MissingLoopStatement", [keyword.text]);
  if (body === null) return brokenStatement(start, keyword);
  skipNewlines(p);
  const word = eat(p, "while") ?? eat(p, "until");
  if (word === null) {
    reportIncomplete(p, after(body.extent), "MissingWhileOrUntilInDoWhile");
    return brokenStatement(start, body.extent, body);
  }
  const condition = parseCondition(p, word);
  if (condition.close === null) return brokenStatement(start, condition.last, body, condition.pipeline);
  const kind = word.kind === "while" ? "DoWhileStatement" : "DoUntilStatement";
  return { kind, extent: between(start, condition.close), label, condition: condition.pipeline, body };
}

// ---------------------------------------------------------------- for

export function parseFor(
  p: Parsing,
  label: string | null,
  start: Token,
  keyword: Token,
): ForStatementAst | ErrorStatementAst {
  skipNewlines(p);
  const open = eat(p, "(");
  if (open === null) {
    reportIncomplete(p, after(keyword), "MissingOpenParenthesisAfterKeyword", [keyword.text]);
    return brokenStatement(start, keyword);
  }
  const initializer = parseForPart(p);
  const more = endsForPart(p);
  const condition = more ? parseForPart(p) : null;
  const iterator = more && endsForPart(p) ? parseForPart(p) : null;
  skipNewlines(p);
  const close = eat(p, ")");
  const parts = [initializer, condition, iterator].filter((part) => part !== null);
  if (close === null) {
    reportIncomplete(p, after(p.last), "MissingEndParenthesisAfterStatement", [keyword.text]);
    return brokenStatement(start, p.last, ...parts);
  }
  const body = parseLoopBody(p, close, "MissingLoopStatement", [keyword.text]);
  if (body === null) return brokenStatement(start, close, ...parts);
  return { kind: "ForStatement", extent: between(start, body.extent), label, initializer, condition, iterator, body };
}

function parseForPart(p: Parsing): PipelineBaseAst | null {
  skipNewlines(p);
  return p.grammar.pipelineChain(p);
}

/** The parts are set apart by `;` or the end of a line. */
function endsForPart(p: Parsing): boolean {
  return eat(p, ";") !== null || eat(p, "NewLine") !== null;
}

// ---------------------------------------------------------------- foreach

interface ForEachFlags {
  parallel: boolean;
  throttleLimit: ExpressionAst | null;
}

export function parseForEach(
  p: Parsing,
  label: string | null,
  start: Token,
  keyword: Token,
): ForEachStatementAst | ErrorStatementAst {
  const flags = parseForEachFlags(p);
  skipNewlines(p);
  const open = eat(p, "(");
  if (open === null) {
    reportIncomplete(p, after(keyword), "MissingOpenParenthesisAfterKeyword", [keyword.text.toLowerCase()]);
    return brokenStatement(start, keyword);
  }
  skipNewlines(p);
  const token = peek(p);
  if (token.kind !== "Variable" && token.kind !== "SplattedVariable") {
    reportIncomplete(p, after(open), "MissingVariableNameAfterForeach");
    return brokenStatement(start, open);
  }
  next(p);
  const operand = variableExpression(token);
  const variable = operand.kind === "VariableExpression" ? operand : operand.expression;
  if (variable.kind !== "VariableExpression") return brokenStatement(start, token);
  const condition = parseForEachCondition(p, token);
  if (condition === null) return brokenStatement(start, p.last, variable);
  const close = eat(p, ")");
  if (close === null) {
    reportIncomplete(p, after(condition.extent), "MissingEndParenthesisAfterForeach");
    return brokenStatement(start, condition.extent, variable, condition);
  }
  const body = parseLoopBody(p, close, "MissingForeachStatement", []);
  if (body === null) return brokenStatement(start, close, variable, condition);
  return {
    kind: "ForEachStatement",
    extent: between(start, body.extent),
    label,
    parallel: flags.parallel,
    throttleLimit: flags.throttleLimit,
    variable,
    condition,
    body,
  };
}

/** `in pipeline`, up to the parenthesis. */
function parseForEachCondition(p: Parsing, variable: Token): PipelineBaseAst | null {
  skipNewlines(p);
  const word = eat(p, "in");
  if (word === null) {
    reportIncomplete(p, after(variable), "MissingInInForeach");
    return null;
  }
  skipNewlines(p);
  const condition = p.grammar.pipelineChain(p);
  if (condition === null) reportIncomplete(p, after(word), "MissingForeachExpression");
  else skipNewlines(p);
  return condition;
}

function parseForEachFlags(p: Parsing): ForEachFlags {
  const flags: ForEachFlags = { parallel: false, throttleLimit: null };
  for (let token = peek(p); token.kind === "Parameter"; token = peek(p)) {
    next(p);
    const written = token.name.toLowerCase();
    if ("parallel".startsWith(written)) {
      flags.parallel = true;
    } else if ("throttlelimit".startsWith(written)) {
      flags.throttleLimit = parseSingleArgument(p);
      if (flags.throttleLimit === null) reportIncomplete(p, after(token), "MissingThrottleLimit");
    } else {
      report(p, token, "InvalidForeachFlag", token.name);
    }
  }
  return flags;
}
