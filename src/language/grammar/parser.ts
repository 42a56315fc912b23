// From text to tree: puts the rules together and reads a whole script.
import type { ScriptBlockAst, StatementAst } from "../ast/ast.js";
import { parseAttributes } from "./attributes.js";
import { parseSingleArgument } from "./commands.js";
import { next, peek } from "./cursor.js";
import type { ParseError } from "../errors.js";
import { parseExpression, parseUnary } from "./expressions.js";
import { parseScriptBlock, parseScriptBlockBody } from "./functions.js";
import { parsePipelineChain } from "./pipelines.js";
import { checkSemantics } from "../checks/semantics.js";
import { type Grammar, type Parsing, report, type TokenRole } from "../state.js";
import { parseRequirements } from "../requires.js";
import { parseStatement, parseStatementBlock, parseStatementList } from "./statements.js";
import type { Token } from "../tokens/tokens.js";
import { parseUsings } from "./using.js";

/** What became of a script: its tree, usable only if there are no errors, and what is wrong with it. */
export interface ParseResult {
  readonly ast: ScriptBlockAst;
  readonly errors: readonly ParseError[];
  /** In order, comments and new lines too; empty unless asked for. */
  readonly tokens: readonly Token[];
  /** What tokens stand for where their kind does not tell, by their start; empty like `tokens`. */
  readonly roles: ReadonlyMap<number, TokenRole>;
}

export interface ParseOptions {
  readonly tokens?: boolean;
}

/** Parses a script. Never throws; `fileName` only goes into the tree. */
export function parse(text: string, fileName: string | null = null, options: ParseOptions = {}): ParseResult {
  const p = newParsing(text, fileName, options.tokens === true);
  let ast: ScriptBlockAst;
  try {
    ast = parseScript(p);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    ast = tooComplicated(p); // the script nests deeper than the stack allows
  }
  return { ast, errors: p.errors, tokens: p.tokens ?? [], roles: p.roles };
}

const GRAMMAR: Grammar = {
  expression: parseExpression,
  unaryExpression: parseUnary,
  singleArgument: parseSingleArgument,
  pipelineChain: parsePipelineChain,
  statement: parseStatement,
  statementList: parseStatementList,
  statementBlock: parseStatementBlock,
  scriptBlock: (p, open) => parseScriptBlock(p, open, false),
  attributes: parseAttributes,
};

function newParsing(text: string, fileName: string | null, keepTokens: boolean): Parsing {
  return {
    source: { text, fileName },
    grammar: GRAMMAR,
    errors: [],
    tokens: keepTokens ? [] : null,
    requires: [],
    roles: new Map(),
    text,
    base: 0,
    skips: [],
    pos: 0,
    mode: "command",
    peeked: null,
    last: { start: 0, end: 0 },
    signedNumbers: false,
    simpleNames: false,
    ternaryEndsNumber: false,
    noCommas: false,
  };
}

function parseScript(p: Parsing): ScriptBlockAst {
  const usings = parseUsings(p);
  const ast = parseScriptBlockBody(p, null, usings, false);
  const rest = parseRest(p);
  checkSemantics(p, ast);
  for (const statement of rest) checkSemantics(p, statement);
  const requirements = parseRequirements(p);
  return requirements === null ? ast : { ...ast, requirements };
}

/** Passes over what can begin no statement, so that errors behind it are found too. */
function parseRest(p: Parsing): StatementAst[] {
  const rest: StatementAst[] = [];
  while (peek(p).kind !== "EndOfInput") {
    const token = next(p);
    report(p, token, "UnexpectedToken", token.text);
    rest.push(...parseStatementList(p).statements);
  }
  return rest;
}

function tooComplicated(p: Parsing): ScriptBlockAst {
  const end = p.source.text.length;
  report(p, { start: 0, end }, "ScriptTooComplicated");
  return {
    kind: "ScriptBlock",
    extent: { start: 0, end },
    source: p.source,
    attributes: [],
    usings: [],
    requirements: null,
    paramBlock: null,
    dynamicParamBlock: null,
    beginBlock: null,
    processBlock: null,
    endBlock: null,
    cleanBlock: null,
  };
}
