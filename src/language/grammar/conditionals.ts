// `if` and `switch`.
import type {
  CommandExpressionAst,
  ConditionalClause,
  ErrorStatementAst,
  ExpressionAst,
  IfStatementAst,
  PipelineBaseAst,
  StatementBlockAst,
  SwitchClause,
  SwitchStatementAst,
} from "../ast/ast.js";
import { brokenStatement, type ConditionErrors, parseCondition } from "./blocks.js";
import { parseSingleArgument } from "./commands.js";
import { eat, mark, next, peek, rewind, skipNewlines, skipSeparators } from "./cursor.js";
import { after, between, extentOf, type Parsing, report, reportIncomplete } from "../state.js";
import type { Token } from "../tokens/tokens.js";

const IF_ERRORS: ConditionErrors = {
  open: "MissingOpenParenthesisInIfStatement",
  empty: "IfStatementMissingCondition",
  close: "MissingEndParenthesisAfterStatement",
  closeAtToken: true,
};

/** `if (…) {…} elseif (…) {…} else {…}`, its keyword taken. */
export function parseIf(p: Parsing, keyword: Token): IfStatementAst | ErrorStatementAst {
  const clauses: ConditionalClause[] = [];
  for (let word = keyword; ;) {
    const condition = parseCondition(p, word, IF_ERRORS);
    if (condition.close === null) return brokenStatement(keyword, condition.last, condition.pipeline);
    skipNewlines(p);
    const body = p.grammar.statementBlock(p);
    if (body === null) {
      reportIncomplete(p, extentOf(condition.close), "MissingStatementBlock", [word.text]);
      return brokenStatement(keyword, condition.close, condition.pipeline);
    }
    clauses.push({ condition: condition.pipeline, body });
    const place = mark(p);
    skipNewlines(p);
    const elseIf = eat(p, "elseif");
    if (elseIf === null) return parseElse(p, keyword, clauses, place);
    word = elseIf;
  }
}

function parseElse(
  p: Parsing,
  keyword: Token,
  clauses: readonly ConditionalClause[],
  place: number,
): IfStatementAst | ErrorStatementAst {
  const elseWord = eat(p, "else");
  let elseClause: StatementBlockAst | null = null;
  if (elseWord === null) {
    rewind(p, place); // the new lines end this statement
  } else {
    skipNewlines(p);
    elseClause = p.grammar.statementBlock(p);
    if (elseClause === null) {
      reportIncomplete(p, after(elseWord), "MissingStatementBlockAfterElse");
      return brokenStatement(keyword, elseWord);
    }
  }
  const last = elseClause ?? clauses.at(-1)!.body;
  return { kind: "IfStatement", extent: between(keyword, last.extent), clauses, elseClause };
}

// ---------------------------------------------------------------- switch

interface SwitchHead {
  matching: "exact" | "wildcard" | "regex";
  caseSensitive: boolean;
  parallel: boolean;
  file: boolean;
  condition: PipelineBaseAst | null;
  /** The text ended before the statement did. */
  incomplete: boolean;
}

interface SwitchBody {
  readonly clauses: SwitchClause[];
  defaultClause: StatementBlockAst | null;
}

/** `switch -flags (…) { condition {…} … }`, its keyword taken; `start` is the label's token if there is one. */
export function parseSwitch(p: Parsing, label: string | null, start: Token): SwitchStatementAst | ErrorStatementAst {
  const head: SwitchHead = {
    matching: "exact",
    caseSensitive: false,
    parallel: false,
    file: false,
    condition: null,
    incomplete: false,
  };
  parseSwitchFlags(p, head);
  if (!head.incomplete) parseSwitchValue(p, head);
  const body = head.incomplete ? null : parseSwitchBody(p);
  if (head.condition === null || body === null) return brokenStatement(start, p.last);
  return {
    kind: "SwitchStatement",
    extent: between(start, p.last),
    label,
    matching: head.matching,
    caseSensitive: head.caseSensitive,
    file: head.file,
    parallel: head.parallel,
    condition: head.condition,
    clauses: body.clauses,
    defaultClause: body.defaultClause,
  };
}

const SWITCH_FLAGS: readonly string[] = ["regex", "wildcard", "exact", "casesensitive", "parallel", "file"];

function parseSwitchFlags(p: Parsing, head: SwitchHead): void {
  for (let token = peek(p); token.kind === "Parameter" && !head.incomplete; token = peek(p)) {
    next(p);
    const written = token.name.toLowerCase();
    const flag = SWITCH_FLAGS.find((name) => name.startsWith(written));
    if (flag === undefined) report(p, token, "InvalidSwitchFlag", token.name);
    else if (flag === "casesensitive") head.caseSensitive = true;
    else if (flag === "parallel") head.parallel = true;
    else if (flag === "file") parseSwitchFile(p, head, token);
    else head.matching = flag as SwitchHead["matching"];
  }
}

function parseSwitchFile(p: Parsing, head: SwitchHead, flag: Token): void {
  head.file = true;
  const file = parseSingleArgument(p);
  if (file === null) {
    head.incomplete = reportIncomplete(p, after(flag), "MissingFilenameOption");
    return;
  }
  const element: CommandExpressionAst = {
    kind: "CommandExpression",
    extent: file.extent,
    expression: file,
    redirections: [],
  };
  head.condition = { kind: "Pipeline", extent: file.extent, elements: [element], background: false };
}

function parseSwitchValue(p: Parsing, head: SwitchHead): void {
  const open = head.file ? null : eat(p, "(");
  if (open === null) {
    if (!head.file) head.incomplete = reportIncomplete(p, after(p.last), "PipelineValueRequired");
    return;
  }
  skipNewlines(p);
  head.condition = p.grammar.pipelineChain(p);
  if (head.condition === null) head.incomplete = reportIncomplete(p, after(open), "PipelineValueRequired");
  skipNewlines(p);
  if (head.incomplete || eat(p, ")") !== null || head.condition === null) return;
  const place = after(head.condition.extent);
  head.incomplete = reportIncomplete(p, place, "MissingEndParenthesisInSwitchStatement");
}

function parseSwitchBody(p: Parsing): SwitchBody | null {
  skipNewlines(p);
  const open = eat(p, "{");
  if (open === null) {
    reportIncomplete(p, after(p.last), "MissingCurlyBraceInSwitchStatement");
    return null;
  }
  skipNewlines(p);
  const body: SwitchBody = { clauses: [], defaultClause: null };
  while (parseSwitchClause(p, body)) {
    skipSeparators(p);
    if (eat(p, "}") !== null) return body;
    if (peek(p).kind !== "EndOfInput") continue;
    reportIncomplete(p, extentOf(open), "MissingEndCurlyBrace", [], extentOf(peek(p)));
    return null;
  }
  return null;
}

/** One `condition { … }`; false when the switch cannot go on. */
function parseSwitchClause(p: Parsing, body: SwitchBody): boolean {
  const condition = parseSingleArgument(p);
  if (condition === null) {
    reportIncomplete(p, after(p.last), "MissingSwitchConditionExpression");
    eat(p, "}"); // so that it is not found to be one too many
    return false;
  }
  skipNewlines(p);
  const block = p.grammar.statementBlock(p);
  if (block === null) return !reportIncomplete(p, after(condition.extent), "MissingSwitchStatementClause");
  if (!isDefault(condition)) {
    body.clauses.push({ condition, body: block });
    return true;
  }
  if (body.defaultClause !== null) report(p, condition.extent, "MultipleSwitchDefaultClauses");
  body.defaultClause = block;
  return true;
}

function isDefault(condition: ExpressionAst): boolean {
  return (
    condition.kind === "StringConstantExpression" &&
    condition.stringType === "BareWord" &&
    condition.value.toLowerCase() === "default"
  );
}
