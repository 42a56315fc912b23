// The state of one parse: where the reader stands, how it reads, and what went wrong so far.
//
// Rule: offsets that leave this folder (tokens, extents, errors) count in the whole script. Only `pos` counts in `text`, which is
// a part of the script, without the quotes a string doubles, while a `$( … )` inside a string is read.
import type {
  AttributeBaseAst,
  Extent,
  ExpressionAst,
  PipelineBaseAst,
  ScriptBlockAst,
  ScriptSource,
  StatementAst,
  StatementBlockAst,
} from "./ast/ast.js";
import { codeAt, isBlank, isNewline, LF } from "./tokens/characters.js";
import { messageOf, type ParseError, type ParseErrorId } from "./errors.js";
import type { Token } from "./tokens/tokens.js";

/** How the next token is read: words of a command, operands and operators, names of types, members of a class. */
export type Mode = "command" | "expression" | "typeName" | "signature";

/** What a word stands for, where its token does not tell. */
export type TokenRole = "command" | "argument" | "member" | "type" | "keyword";

/** The rules of the grammar that refer to each other in a circle; each is written in a file of its own. */
export interface Grammar {
  readonly expression: (p: Parsing, ternaryEndsNumber?: boolean) => ExpressionAst | null;
  readonly unaryExpression: (p: Parsing) => ExpressionAst | null;
  readonly singleArgument: (p: Parsing) => ExpressionAst | null;
  readonly pipelineChain: (p: Parsing) => PipelineBaseAst | null;
  readonly statement: (p: Parsing) => StatementAst | null;
  readonly statementList: (p: Parsing) => StatementList;
  readonly statementBlock: (p: Parsing) => StatementBlockAst | null;
  readonly scriptBlock: (p: Parsing, open: Extent) => ScriptBlockAst;
  readonly attributes: (p: Parsing, inExpression: boolean) => AttributeBaseAst[];
}

export interface StatementList {
  readonly statements: StatementAst[];
  readonly extent: Extent | null;
}

export interface Parsing {
  readonly source: ScriptSource;
  readonly grammar: Grammar;
  readonly errors: ParseError[];
  /** Every token in order, comments and new lines too; null when nobody asked. */
  readonly tokens: Token[] | null;
  /** What the parser knows of a token beyond its kind, by where it starts; filled only if tokens are kept. */
  readonly roles: Map<number, TokenRole>;
  /** Where the word `requires` of each `#requires` comment stands in the script. */
  readonly requires: number[];
  readonly text: string;
  /** Where `text` starts in the script, and the offsets (in the script) of the characters left out of it. */
  readonly base: number;
  readonly skips: readonly number[];
  pos: number;
  mode: Mode;
  peeked: Token | null;
  /** The token taken last, new lines apart. */
  last: Extent;
  /** A dash or plus before a digit belongs to the number. */
  signedNumbers: boolean;
  /** A word is only a name: no keyword, and it ends where the letters end. */
  simpleNames: boolean;
  /** `?` and `:` end a number. */
  ternaryEndsNumber: boolean;
  /** A comma separates arguments here and makes no array. */
  noCommas: boolean;
}

export function markRole(p: Parsing, place: Extent, role: TokenRole): void {
  if (p.tokens !== null) p.roles.set(place.start, role);
}

/** The offset in the script of an offset in `p.text`. */
export function toScript(p: Parsing, offset: number): number {
  let place = p.base + offset;
  for (const skip of p.skips) if (skip <= place) place++;
  return place;
}

/** The offset in `p.text` of an offset in the script. */
export function toLocal(p: Parsing, place: number): number {
  let skipped = 0;
  for (const skip of p.skips) if (skip < place) skipped++;
  return place - p.base - skipped;
}

/** The extent of what has no text, such as the statements of `@()`. */
export const NOWHERE: Extent = { start: 0, end: 0 };

export function between(first: Extent, last: Extent): Extent {
  return { start: first.start, end: last.end };
}

export function after(extent: Extent): Extent {
  return { start: extent.end, end: extent.end };
}

/** The place just before; PowerShell points one character to the left of what it found instead. */
export function before(extent: Extent): Extent {
  return { start: extent.start - 1, end: extent.start - 1 };
}

export function extentOf(token: Extent): Extent {
  return { start: token.start, end: token.end };
}

/** Notes an error, once for each place. */
export function report(p: Parsing, extent: Extent, errorId: ParseErrorId, ...args: readonly string[]): void {
  save(p, extent, errorId, args, false);
}

/** Notes an error that more text could mend when nothing but blanks and comments follows `seenAt`, by default the extent itself; says whether so. */
export function reportIncomplete(
  p: Parsing,
  extent: Extent,
  errorId: ParseErrorId,
  args: readonly string[] = [],
  seenAt: Extent = extent,
): boolean {
  const incomplete = onlyTriviaFrom(p.text, seenAt.end); // inside a string PowerShell looks at that part's text too
  save(p, extent, errorId, args, incomplete);
  return incomplete;
}

/** Notes an error that the tokenizer met at the end of the text. */
export function reportUnfinished(p: Parsing, extent: Extent, errorId: ParseErrorId, ...args: readonly string[]): void {
  save(p, extent, errorId, args, true);
}

function save(
  p: Parsing,
  extent: Extent,
  errorId: ParseErrorId,
  args: readonly string[],
  incompleteInput: boolean,
): void {
  // A stretch of text may be read again in another mode.
  for (let i = p.errors.length - 1; i >= 0; i--) {
    const known = p.errors[i]!;
    if (known.errorId === errorId && known.extent.start === extent.start && known.extent.end === extent.end) return;
  }
  p.errors.push({ errorId, message: messageOf(errorId, args), extent: extentOf(extent), incompleteInput });
}

function onlyTriviaFrom(text: string, offset: number): boolean {
  let i = offset;
  while (i < text.length) {
    const c = codeAt(text, i);
    if (isBlank(c) || isNewline(c)) {
      i++;
    } else if (c === 35) {
      const lineEnd = text.indexOf(String.fromCharCode(LF), i);
      if (lineEnd < 0) return true;
      i = lineEnd;
    } else if (c === 60 && codeAt(text, i + 1) === 35) {
      const close = text.indexOf("#>", i + 2);
      if (close < 0) return true;
      i = close + 2;
    } else {
      return false;
    }
  }
  return true;
}
