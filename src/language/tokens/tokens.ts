// What the tokenizer hands to the parser, and the tables of words and operators.
//
// Rule: a token's kind is its own spelling where it has one (`"("`, `"if"`, `"-ieq"`), else a capitalised name.
import type {
  BinaryOperator,
  NumericConstant,
  RedirectionStream,
  StringConstantType,
  VariablePath,
} from "../ast/ast.js";

export type Punctuation =
  | "("
  | ")"
  | "{"
  | "}"
  | "["
  | "]"
  | "@("
  | "@{"
  | "$("
  | ";"
  | ","
  | "&"
  | "|"
  | "&&"
  | "||"
  | "="
  | "+="
  | "-="
  | "*="
  | "/="
  | "%="
  | "??="
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "++"
  | "--"
  | ".."
  | "."
  | "::"
  | ":"
  | "?"
  | "??"
  | "?."
  | "?["
  | "!"
  | "<";

export type Keyword =
  | "begin"
  | "break"
  | "catch"
  | "class"
  | "clean"
  | "configuration"
  | "continue"
  | "data"
  | "default"
  | "define"
  | "do"
  | "dynamicparam"
  | "else"
  | "elseif"
  | "end"
  | "enum"
  | "exit"
  | "filter"
  | "finally"
  | "for"
  | "foreach"
  | "from"
  | "function"
  | "hidden"
  | "if"
  | "in"
  | "param"
  | "process"
  | "return"
  | "static"
  | "switch"
  | "throw"
  | "trap"
  | "try"
  | "until"
  | "using"
  | "var"
  | "while"
  | "workflow"
  | "parallel"
  | "sequence"
  | "inlinescript"
  | "assembly"
  | "base"
  | "command"
  | "interface"
  | "module"
  | "namespace"
  | "private"
  | "public"
  | "type";

/** Operators written with a dash; `-not`, `-bnot` are unary only, `-join` and the splits are both. */
export type DashOperator = Extract<BinaryOperator, `-${string}`> | "-not" | "-bnot";

interface TokenBase {
  /** Where it stands in the script; the end of input is one past the text's length, as in PowerShell. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface PlainToken extends TokenBase {
  readonly kind: Punctuation | Keyword | DashOperator | "Identifier" | "NewLine" | "EndOfInput" | "Comment" | "Unknown";
}

export interface NumberToken extends TokenBase {
  readonly kind: "Number";
  readonly value: NumericConstant;
}

export interface VariableToken extends TokenBase {
  readonly kind: "Variable" | "SplattedVariable";
  readonly path: VariablePath;
}

/** `$( … )` inside a string, not yet read: its text without the quotes that the string doubles, and where those were dropped. */
export interface UnreadSubExpression {
  readonly kind: "SubExpression";
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly skips: readonly number[];
}

export type StringPart = string | VariableToken | UnreadSubExpression;

/** A quoted string. `value` has the escapes replaced, nested variables and subexpressions as written; `parts` is null when there are none. */
export interface StringToken extends TokenBase {
  readonly kind: "String";
  readonly stringType: StringConstantType;
  readonly value: string;
  readonly parts: readonly StringPart[] | null;
}

/** A word of a command that is no identifier, with quotes and escapes removed. */
export interface GenericToken extends TokenBase {
  readonly kind: "Generic";
  readonly value: string;
  readonly parts: readonly StringPart[] | null;
}

export interface ParameterToken extends TokenBase {
  readonly kind: "Parameter";
  readonly name: string;
  readonly usedColon: boolean;
}

export interface LabelToken extends TokenBase {
  readonly kind: "Label";
  readonly label: string;
}

export interface RedirectionToken extends TokenBase {
  readonly kind: "Redirection";
  readonly from: RedirectionStream;
  readonly to: RedirectionStream | null;
  readonly append: boolean;
}

export type Token =
  | PlainToken
  | NumberToken
  | VariableToken
  | StringToken
  | GenericToken
  | ParameterToken
  | LabelToken
  | RedirectionToken;

export type TokenKind = Token["kind"];

const KEYWORDS: ReadonlySet<string> = new Set<Keyword>([
  "begin",
  "break",
  "catch",
  "class",
  "clean",
  "configuration",
  "continue",
  "data",
  "default",
  "define",
  "do",
  "dynamicparam",
  "else",
  "elseif",
  "end",
  "enum",
  "exit",
  "filter",
  "finally",
  "for",
  "foreach",
  "from",
  "function",
  "hidden",
  "if",
  "in",
  "inlinescript",
  "param",
  "parallel",
  "process",
  "return",
  "sequence",
  "static",
  "switch",
  "throw",
  "trap",
  "try",
  "until",
  "using",
  "var",
  "while",
  "workflow",
  "assembly",
  "base",
  "command",
  "interface",
  "module",
  "namespace",
  "private",
  "public",
  "type",
]);

/** The keyword a word spells, whatever its case. */
export function keywordOf(word: string): Keyword | null {
  if (word.length < 2 || word.length > 13) return null;
  const lower = word.toLowerCase();
  return KEYWORDS.has(lower) ? (lower as Keyword) : null;
}

const CASE_RULED: readonly string[] = [
  "eq",
  "ne",
  "ge",
  "gt",
  "lt",
  "le",
  "like",
  "notlike",
  "match",
  "notmatch",
  "replace",
  "contains",
  "notcontains",
  "in",
  "notin",
  "split",
];

const DASH_OPERATORS: ReadonlyMap<string, DashOperator> = dashOperators();

function dashOperators(): Map<string, DashOperator> {
  const table = new Map<string, DashOperator>();
  for (const name of CASE_RULED) {
    table.set(name, `-i${name}` as DashOperator);
    table.set(`i${name}`, `-i${name}` as DashOperator);
    table.set(`c${name}`, `-c${name}` as DashOperator);
  }
  for (const name of ["and", "or", "xor", "band", "bor", "bxor", "shl", "shr", "f", "is", "isnot", "as", "join", "not"])
    table.set(name, `-${name}` as DashOperator);
  return table.set("bnot", "-bnot");
}

/** The operator that a word after a dash spells in an expression. */
export function dashOperatorOf(word: string): DashOperator | null {
  return DASH_OPERATORS.get(word.toLowerCase()) ?? null;
}

/** How tightly a binary operator binds, or 0 for any other token. */
export function precedenceOf(kind: TokenKind): number {
  switch (kind) {
    case "-and":
    case "-or":
    case "-xor":
      return 1;
    case "-band":
    case "-bor":
    case "-bxor":
      return 2;
    case "??":
      return 7;
    case "+":
    case "-":
      return 9;
    case "*":
    case "/":
    case "%":
      return 10;
    case "-f":
      return 12;
    case "..":
      return 13;
    case "-not":
    case "-bnot":
      return 0;
    default:
      return kind.charCodeAt(0) === 45 && kind.length > 2 ? 5 : 0;
  }
}

/** Whether a token can begin a unary expression. */
export function isUnaryOperator(kind: TokenKind): boolean {
  switch (kind) {
    case "+":
    case "-":
    case "++":
    case "--":
    case "!":
    case ",":
    case "-not":
    case "-bnot":
    case "-isplit":
    case "-csplit":
    case "-join":
      return true;
    default:
      return false;
  }
}

export function isAssignmentOperator(kind: TokenKind): boolean {
  switch (kind) {
    case "=":
    case "+=":
    case "-=":
    case "*=":
    case "/=":
    case "%=":
    case "??=":
      return true;
    default:
      return false;
  }
}
