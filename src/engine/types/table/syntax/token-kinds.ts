// Kinds of tokens, what is said of each, and the kinds that the parser's own spellings have.
//
// Rule: tokens of the parser are called by their spelling (`"("`, `"-ieq"`); scripts see the names of TokenKind.

export const TOKEN_KINDS =
  "Unknown Variable SplattedVariable Parameter Number Label Identifier Generic NewLine LineContinuation Comment EndOfInput StringLiteral StringExpandable HereStringLiteral HereStringExpandable LParen RParen LCurly RCurly LBracket RBracket AtParen AtCurly DollarParen Semi AndAnd OrOr Ampersand Pipe Comma MinusMinus PlusPlus DotDot ColonColon Dot Exclaim Multiply Divide Rem Plus Minus Equals PlusEquals MinusEquals MultiplyEquals DivideEquals RemainderEquals Redirection RedirectInStd Format Not Bnot And Or Xor Band Bor Bxor Join Ieq Ine Ige Igt Ilt Ile Ilike Inotlike Imatch Inotmatch Ireplace Icontains Inotcontains Iin Inotin Isplit Ceq Cne Cge Cgt Clt Cle Clike Cnotlike Cmatch Cnotmatch Creplace Ccontains Cnotcontains Cin Cnotin Csplit Is IsNot As PostfixPlusPlus PostfixMinusMinus Shl Shr Colon QuestionMark QuestionQuestionEquals QuestionQuestion QuestionDot QuestionLBracket Begin=119 Break Catch Class Continue Data Define Do Dynamicparam Else ElseIf End Exit Filter Finally For Foreach From Function If In Param Process Return Switch Throw Trap Try Until Using Var While Workflow Parallel Sequence InlineScript Configuration DynamicKeyword Public Private Static Interface Enum Namespace Module Type Assembly Command Hidden Base Default Clean";

export const TOKEN_FLAGS =
  "None=0 BinaryPrecedenceLogical=1 BinaryPrecedenceBitwise=2 BinaryPrecedenceComparison=5 BinaryPrecedenceCoalesce=7 BinaryPrecedenceAdd=9 BinaryPrecedenceMultiply=10 BinaryPrecedenceFormat=12 BinaryPrecedenceRange=13 BinaryPrecedenceMask=15 Keyword=16 ScriptBlockBlockName=32 BinaryOperator=256 UnaryOperator=512 CaseSensitiveOperator=1024 TernaryOperator=2048 SpecialOperator=4096 AssignmentOperator=8192 ParseModeInvariant=32768 TokenInError=65536 DisallowedInRestrictedMode=131072 PrefixOrPostfixOperator=262144 CommandName=524288 MemberName=1048576 TypeName=2097152 AttributeName=4194304 CanConstantFold=8388608 StatementDoesntSupportAttributes=16777216";

/** The flags of each kind; those not listed have none. */
const TRAITS: Readonly<Record<string, string>> = {
  16: "Catch Class Else ElseIf Finally In Param Until Configuration DynamicKeyword Public Private Static Interface Enum Namespace Module Type Assembly Command Hidden Base Default",
  48: "Begin Dynamicparam End Process Clean",
  261: "Ieq Ine Ige Igt Ilt Ile Ilike Inotlike Icontains Inotcontains Iin Inotin Is IsNot",
  263: "QuestionQuestion",
  1285: "Ceq Cne Cge Cgt Clt Cle Clike Cnotlike Ccontains Cnotcontains Cin Cnotin",
  8192: "Equals PlusEquals MinusEquals MultiplyEquals DivideEquals RemainderEquals QuestionQuestionEquals",
  32768:
    "NewLine LineContinuation Comment EndOfInput StringLiteral StringExpandable HereStringLiteral HereStringExpandable LParen RParen LCurly RCurly RBracket AtParen AtCurly DollarParen Semi AndAnd OrOr",
  33280: "Comma",
  36864: "Ampersand Pipe",
  131072: "Redirection",
  131333: "Imatch Inotmatch Ireplace As",
  131340: "Format",
  131341: "DotDot",
  131845: "Join Isplit",
  132357: "Cmatch Cnotmatch Creplace",
  132869: "Csplit",
  133120: "QuestionMark",
  135168: "ColonColon Dot Colon QuestionDot",
  163840: "RedirectInStd",
  393728: "MinusMinus PlusPlus PostfixPlusPlus PostfixMinusMinus",
  8388865: "And Or Xor",
  8388866: "Band Bor Bxor",
  8388869: "Shl Shr",
  8388874: "Multiply Divide Rem",
  8389120: "Exclaim Not Bnot",
  8389385: "Plus Minus",
  16777232:
    "Break Continue Data Define Do Exit Filter For Foreach From Function If Return Switch Throw Trap Try Using Var While Workflow Parallel Sequence InlineScript",
};

/** The flags (a number) of a kind of token. */
export function traitsOf(kind: string): number {
  for (const [flags, kinds] of Object.entries(TRAITS)) if (kinds.split(" ").includes(kind)) return Number(flags);
  return 0;
}

const SIGNS: Readonly<Record<string, string>> = {
  "(": "LParen",
  ")": "RParen",
  "{": "LCurly",
  "}": "RCurly",
  "[": "LBracket",
  "]": "RBracket",
  "@(": "AtParen",
  "@{": "AtCurly",
  "$(": "DollarParen",
  ";": "Semi",
  "&&": "AndAnd",
  "||": "OrOr",
  "&": "Ampersand",
  "|": "Pipe",
  ",": "Comma",
  "--": "MinusMinus",
  "++": "PlusPlus",
  "--x": "MinusMinus",
  "++x": "PlusPlus",
  "x--": "PostfixMinusMinus",
  "x++": "PostfixPlusPlus",
  "..": "DotDot",
  "::": "ColonColon",
  ".": "Dot",
  "!": "Exclaim",
  "*": "Multiply",
  "/": "Divide",
  "%": "Rem",
  "+": "Plus",
  "-": "Minus",
  "=": "Equals",
  "+=": "PlusEquals",
  "-=": "MinusEquals",
  "*=": "MultiplyEquals",
  "/=": "DivideEquals",
  "%=": "RemainderEquals",
  "??=": "QuestionQuestionEquals",
  "??": "QuestionQuestion",
  "?.": "QuestionDot",
  "?[": "QuestionLBracket",
  "?": "QuestionMark",
  ":": "Colon",
  "<": "RedirectInStd",
  "-f": "Format",
  "-isnot": "IsNot",
  elseif: "ElseIf",
  inlinescript: "InlineScript",
};

/** The name of TokenKind for a spelling of the parser's: an operator, a sign, a keyword. */
export function kindOfSpelling(spelling: string): string {
  const sign = SIGNS[spelling];
  if (sign !== undefined) return sign;
  const word = spelling.replace(/^-/, "");
  return word[0]!.toUpperCase() + word.slice(1);
}

/** "A B=4 C": names and their numbers, each the next one where it is not said. */
export function numbered(text: string): [name: string, value: number][] {
  let next = 0;
  return text.split(" ").map((word) => {
    const [name, value] = word.split("=") as [string, string?];
    if (value !== undefined) next = Number(value);
    return [name, next++];
  });
}
