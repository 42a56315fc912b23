// A script cut into coloured pieces, for the console: what each stretch of text is to the parser.
import { parse } from "./grammar/parser.js";
import type { TokenRole } from "./state.js";
import { isAssignmentOperator, isUnaryOperator, keywordOf, precedenceOf, type Token } from "./tokens/tokens.js";

export type TokenClass =
  | "command"
  | "parameter"
  | "argument"
  | "string"
  | "variable"
  | "number"
  | "operator"
  | "keyword"
  | "comment"
  | "type"
  | "member"
  | "label"
  | "punctuation"
  | "unknown";

/** A stretch of text of one class. Stretches never overlap; what lies between them is white space. */
export interface ClassifiedToken {
  readonly kind: TokenClass;
  readonly start: number;
  readonly end: number;
}

/** The pieces of a script in order, also of one that does not parse. A string is cut around the variables inside it. */
export function tokenize(text: string): readonly ClassifiedToken[] {
  const { tokens, roles } = parse(text, null, { tokens: true });
  const sorted = [...tokens].sort((a, b) => a.start - b.start || b.end - a.end);
  const owners = new Array<number>(text.length).fill(-1);
  const classes: TokenClass[] = [];
  for (const token of sorted) {
    const kind = classOf(token, roles.get(token.start));
    if (kind === null) continue;
    owners.fill(classes.length, token.start, Math.min(token.end, text.length)); // inner tokens come later and win
    classes.push(kind);
  }
  return runsOf(owners, classes);
}

function runsOf(owners: readonly number[], classes: readonly TokenClass[]): ClassifiedToken[] {
  const runs: ClassifiedToken[] = [];
  for (let start = 0; start < owners.length;) {
    const owner = owners[start]!;
    let end = start + 1;
    while (end < owners.length && owners[end] === owner) end++;
    if (owner >= 0) runs.push({ kind: classes[owner]!, start, end });
    start = end;
  }
  return runs;
}

/** The class of a token; null for line ends and the end of the text. */
function classOf(token: Token, role: TokenRole | undefined): TokenClass | null {
  switch (token.kind) {
    case "NewLine":
    case "EndOfInput":
      return null;
    case "Comment":
      return "comment";
    case "Variable":
    case "SplattedVariable":
      return "variable";
    case "String":
      return role === "command" ? "command" : "string";
    case "Number":
      return "number";
    case "Parameter":
      return role === "command" || role === "argument" ? role : "parameter";
    case "Label":
      return "label";
    case "Redirection":
      return "operator";
    default:
      return role ?? classOfSign(token);
  }
}

function classOfSign(token: Token): TokenClass {
  switch (token.kind) {
    case "(":
    case ")":
    case "{":
    case "}":
    case "[":
    case "]":
    case "@(":
    case "@{":
    case "$(":
    case ";":
    case ",":
      return "punctuation";
    case "Identifier":
    case "Generic":
      return "argument";
    case "Unknown":
      return "unknown";
    case "|":
    case "&":
    case "&&":
    case "||":
    case "..":
    case ".":
    case "::":
    case ":":
    case "?":
    case "?.":
    case "?[":
    case "<":
      return "operator";
  }
  if (keywordOf(token.text) !== null && token.kind === token.text.toLowerCase()) return "keyword";
  const operator = precedenceOf(token.kind) > 0 || isUnaryOperator(token.kind) || isAssignmentOperator(token.kind);
  return operator ? "operator" : "unknown";
}
