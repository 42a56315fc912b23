// Pieces that many statements share: the block in braces, the condition in parentheses, the statement that failed.
import type { Ast, ErrorStatementAst, Extent, PipelineBaseAst } from "../ast/ast.js";
import { eat, peek, skipNewlines } from "./cursor.js";
import type { ParseErrorId } from "../errors.js";
import { after, between, extentOf, type Parsing, reportIncomplete } from "../state.js";
import type { Token } from "../tokens/tokens.js";

export function errorStatement(extent: Extent, ...nested: readonly Ast[]): ErrorStatementAst {
  return { kind: "ErrorStatement", extent: extentOf(extent), nested };
}

/** A condition in parentheses; `close` is null, and an error noted, when the statement cannot go on. */
export interface Condition {
  readonly pipeline: PipelineBaseAst;
  readonly close: Token | null;
  readonly last: Extent;
}

/** The ids a statement uses for what may be missing around its condition, each with the keyword as its argument. */
export interface ConditionErrors {
  readonly open: ParseErrorId;
  readonly empty: ParseErrorId;
  readonly close: ParseErrorId;
  /** Whether the missing parenthesis is shown at the token found instead, not behind the condition. */
  readonly closeAtToken: boolean;
}

const LOOP_ERRORS: ConditionErrors = {
  open: "MissingOpenParenthesisAfterKeyword",
  empty: "MissingExpressionAfterKeyword",
  close: "MissingEndParenthesisAfterStatement",
  closeAtToken: false,
};

/** `( pipeline )` behind a keyword. */
export function parseCondition(p: Parsing, keyword: Token, errors: ConditionErrors = LOOP_ERRORS): Condition {
  const name = [keyword.text];
  skipNewlines(p);
  const open = eat(p, "(");
  if (open === null) {
    reportIncomplete(p, after(keyword), errors.open, name);
    return { pipeline: errorStatement(after(keyword)), close: null, last: keyword };
  }
  skipNewlines(p);
  let pipeline = p.grammar.pipelineChain(p);
  const empty = pipeline === null;
  if (pipeline === null) {
    reportIncomplete(p, after(open), errors.empty, name);
    pipeline = errorStatement(after(open));
  }
  skipNewlines(p);
  const close = eat(p, ")");
  if (close !== null) return { pipeline, close, last: close };
  const place = errors.closeAtToken ? extentOf(peek(p)) : after(pipeline.extent);
  if (!empty) reportIncomplete(p, place, errors.close, name);
  return { pipeline, close: null, last: empty ? open : pipeline.extent };
}

/** From a keyword to where its statement broke off. */
export function brokenStatement(keyword: Token, last: Extent, ...nested: readonly Ast[]): ErrorStatementAst {
  return errorStatement(between(keyword, last), ...nested);
}
