// Pipelines, chains of them, and assignments.
import type {
  AssignmentOperator,
  AssignmentStatementAst,
  CommandBaseAst,
  ErrorStatementAst,
  ExpressionAst,
  Extent,
  PipelineAst,
  PipelineBaseAst,
  PipelineChainAst,
  RedirectionAst,
  StatementAst,
} from "../ast/ast.js";
import { byStream, parseCommand, parseRedirection } from "./commands.js";
import { eat, inMode, next, peek, pipeLeadsNextLine, setMode, skipNewlines } from "./cursor.js";
import { parseExpression } from "./expressions.js";
import { after, between, extentOf, type Parsing, report, reportIncomplete } from "../state.js";
import { isAssignmentOperator, type Token } from "../tokens/tokens.js";

/** An assignment, or pipelines joined by `&&` and `||`; null with nothing taken when there is none. */
export function parsePipelineChain(p: Parsing): PipelineBaseAst | null {
  const mode = setMode(p, "expression");
  const first = parseExpression(p);
  const assigns = first !== null && isAssignmentOperator(peek(p).kind);
  const assignment = assigns ? parseAssignment(p, first, next(p)) : null;
  setMode(p, "command");
  const result = assignment ?? parseChain(p, first);
  setMode(p, mode);
  return result;
}

function parseAssignment(p: Parsing, left: ExpressionAst, operator: Token): AssignmentStatementAst {
  setMode(p, "command");
  skipNewlines(p);
  let right: StatementAst | null = p.grammar.statement(p);
  if (right === null) {
    reportIncomplete(p, after(operator), "ExpectedValueExpression", [operator.text]);
    right = errorStatement(after(operator));
  }
  return {
    kind: "AssignmentStatement",
    extent: between(left.extent, right.extent),
    left,
    operator: operator.kind as AssignmentOperator,
    operatorExtent: extentOf(operator),
    right,
  };
}

function errorStatement(extent: Extent): ErrorStatementAst {
  return { kind: "ErrorStatement", extent, nested: [] };
}

/** `a && b || c`, leaning to the left; `first` is the expression already read. */
function parseChain(p: Parsing, first: ExpressionAst | null): PipelineBaseAst | null {
  let left: PipelineAst | PipelineChainAst | null = parsePipeline(p, first);
  if (left === null) return null;
  for (;;) {
    if (eat(p, "&") !== null) {
      const follower = peek(p).kind;
      if (follower !== "&&" && follower !== "||") return { ...left, background: true };
      report(p, peek(p), "BackgroundOperatorInPipelineChain");
    }
    const operator = peek(p);
    if (operator.kind !== "&&" && operator.kind !== "||") return left;
    next(p);
    skipNewlines(p);
    const right = parsePipeline(p, inMode(p, "expression", parseExpression));
    if (right === null) return emptyChainElement(p, operator);
    left = {
      kind: "PipelineChain",
      extent: between(left.extent, right.extent),
      left,
      operator: operator.kind,
      right,
      background: false,
    };
  }
}

function emptyChainElement(p: Parsing, operator: Token): ErrorStatementAst {
  const found = peek(p);
  const extent = found.kind === "EndOfInput" ? after(operator) : between(operator, found);
  reportIncomplete(p, extent, "EmptyPipelineChainElement");
  return errorStatement(extent);
}

/** Elements joined by `|`; null when the first is missing and nothing suggests a pipeline. */
function parsePipeline(p: Parsing, first: ExpressionAst | null): PipelineAst | null {
  const elements: CommandBaseAst[] = [];
  let pipe: Token | null = null;
  let expression = first;
  for (;;) {
    const element = parsePipelineElement(p, expression, elements.length > 0);
    if (element !== null) elements.push(element);
    else if (elements.length > 0 || peek(p).kind === "|")
      reportIncomplete(p, pipe === null ? extentOf(peek(p)) : after(pipe), "EmptyPipeElement");
    if (elements.length === 0 && peek(p).kind !== "|") return null;
    pipe = eatPipe(p);
    if (pipe === null) break;
    skipNewlines(p);
    if (peek(p).kind === "EndOfInput") {
      reportIncomplete(p, after(pipe), "EmptyPipeElement");
      break;
    }
    expression = inMode(p, "expression", parseExpression);
  }
  const head = elements[0];
  if (head === undefined) return null;
  const extent = between(head.extent, elements.at(-1)!.extent);
  return { kind: "Pipeline", extent, elements, background: false };
}

function parsePipelineElement(p: Parsing, expression: ExpressionAst | null, later: boolean): CommandBaseAst | null {
  if (expression === null) return parseCommand(p);
  if (later) report(p, expression.extent, "ExpressionsMustBeFirstInPipeline");
  const redirections: RedirectionAst[] = [];
  let last: Extent = expression.extent;
  for (let token = peek(p); token.kind === "Redirection" || token.kind === "<"; token = peek(p)) {
    next(p);
    last = parseRedirection(p, token, redirections) ?? last;
  }
  const extent = between(expression.extent, last);
  return { kind: "CommandExpression", extent, expression, redirections: byStream(redirections) };
}

/** The pipe to the next element, which may open the next line; reports a token that can neither go on nor end a pipeline. */
function eatPipe(p: Parsing): Token | null {
  const token = peek(p);
  switch (token.kind) {
    case "|":
      return next(p);
    case "NewLine":
      if (!pipeLeadsNextLine(p)) return null;
      skipNewlines(p);
      return eat(p, "|");
    case ";":
    case "EndOfInput":
    case ")":
    case "}":
    case "&":
    case "&&":
    case "||":
      return null;
    default:
      report(p, token, "UnexpectedToken", token.text);
      return null;
  }
}
