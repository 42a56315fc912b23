// The nodes of expressions: what has a value.
import type { BigInteger, Byte, Decimal, Double, Int16, SByte, UInt16, UInt32, UInt64 } from "../../objects/index.js";
import type {
  Ast,
  AttributeAst,
  Extent,
  ScriptBlockAst,
  StatementBlockAst,
  TypeConstraintAst,
  TypeName,
  VariablePath,
} from "./ast.js";
import type { PipelineBaseAst, StatementAst } from "./statements.js";

/** Operators of two sides. A comparison names its case rule: `-eq` is "-ieq", `-ceq` is "-ceq". */
export type BinaryOperator =
  | "-and"
  | "-or"
  | "-xor"
  | "-band"
  | "-bor"
  | "-bxor"
  | "-shl"
  | "-shr"
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | ".."
  | "-f"
  | "??"
  | "-is"
  | "-isnot"
  | "-as"
  | "-join"
  | CaseRuledOperator;

export type CaseRuledOperator = `-${"i" | "c"}${CaseRuledName}`;

type CaseRuledName =
  | "eq"
  | "ne"
  | "ge"
  | "gt"
  | "lt"
  | "le"
  | "like"
  | "notlike"
  | "match"
  | "notmatch"
  | "replace"
  | "contains"
  | "notcontains"
  | "in"
  | "notin"
  | "split";

export interface BinaryExpressionAst {
  readonly kind: "BinaryExpression";
  readonly extent: Extent;
  readonly left: ExpressionAst;
  readonly operator: BinaryOperator;
  readonly operatorExtent: Extent;
  readonly right: ExpressionAst;
}

/** `!` is "-not"; `++x` and `x++` name the side. */
export type UnaryOperator =
  | "-not"
  | "-bnot"
  | "+"
  | "-"
  | "-isplit"
  | "-csplit"
  | "-join"
  | "++x"
  | "--x"
  | "x++"
  | "x--";

export interface UnaryExpressionAst {
  readonly kind: "UnaryExpression";
  readonly extent: Extent;
  readonly operator: UnaryOperator;
  readonly child: ExpressionAst;
}

export interface TernaryExpressionAst {
  readonly kind: "TernaryExpression";
  readonly extent: Extent;
  readonly condition: ExpressionAst;
  readonly ifTrue: ExpressionAst;
  readonly ifFalse: ExpressionAst;
}

/** `[type]child`: a cast, or a typed variable as the target of an assignment. */
export interface ConvertExpressionAst {
  readonly kind: "ConvertExpression";
  readonly extent: Extent;
  readonly type: TypeConstraintAst;
  readonly child: ExpressionAst;
}

/** `[ValidateNotNull()]child`. */
export interface AttributedExpressionAst {
  readonly kind: "AttributedExpression";
  readonly extent: Extent;
  readonly attribute: AttributeAst;
  readonly child: ExpressionAst;
}

/** `[type]` alone. */
export interface TypeExpressionAst {
  readonly kind: "TypeExpression";
  readonly extent: Extent;
  readonly typeName: TypeName;
}

export interface VariableExpressionAst {
  readonly kind: "VariableExpression";
  readonly extent: Extent;
  readonly path: VariablePath;
  readonly splatted: boolean;
}

export type StringConstantType =
  | "BareWord"
  | "SingleQuoted"
  | "SingleQuotedHereString"
  | "DoubleQuoted"
  | "DoubleQuotedHereString";

/** A string that needs no evaluation; `value` is without quotes and escapes. */
export interface StringConstantExpressionAst {
  readonly kind: "StringConstantExpression";
  readonly extent: Extent;
  readonly value: string;
  readonly stringType: StringConstantType;
}

/** A string with variables or subexpressions in it: constant texts and expressions in order. */
export interface ExpandableStringExpressionAst {
  readonly kind: "ExpandableStringExpression";
  readonly extent: Extent;
  readonly parts: readonly (string | ExpressionAst)[];
  readonly stringType: StringConstantType;
}

/** A number of a script, held as every PowerShell value is held. */
export type NumericConstant =
  | number
  | bigint
  | Double
  | Decimal
  | Byte
  | SByte
  | Int16
  | UInt16
  | UInt32
  | UInt64
  | BigInteger;

/** A number; or `true`, which stands for the omitted argument of an attribute. */
export interface ConstantExpressionAst {
  readonly kind: "ConstantExpression";
  readonly extent: Extent;
  readonly value: NumericConstant | true;
}

/** `@( … )`. */
export interface ArrayExpressionAst {
  readonly kind: "ArrayExpression";
  readonly extent: Extent;
  readonly subExpression: StatementBlockAst;
}

/** `1, 2`; one element for the unary comma. */
export interface ArrayLiteralAst {
  readonly kind: "ArrayLiteral";
  readonly extent: Extent;
  readonly elements: readonly ExpressionAst[];
}

/** `$( … )`. */
export interface SubExpressionAst {
  readonly kind: "SubExpression";
  readonly extent: Extent;
  readonly subExpression: StatementBlockAst;
}

/** `( … )`. */
export interface ParenExpressionAst {
  readonly kind: "ParenExpression";
  readonly extent: Extent;
  readonly pipeline: PipelineBaseAst;
}

export interface HashtableAst {
  readonly kind: "Hashtable";
  readonly extent: Extent;
  readonly pairs: readonly KeyValuePair[];
}

export interface KeyValuePair {
  readonly key: ExpressionAst;
  readonly value: StatementAst;
}

export interface ScriptBlockExpressionAst {
  readonly kind: "ScriptBlockExpression";
  readonly extent: Extent;
  readonly scriptBlock: ScriptBlockAst;
}

/** `target.member`, `target::member`, `target?.member`. `member` is a bare string constant when it is a plain name. */
export interface MemberExpressionAst {
  readonly kind: "MemberExpression";
  readonly extent: Extent;
  readonly target: ExpressionAst;
  readonly member: ExpressionAst;
  readonly isStatic: boolean;
  readonly nullConditional: boolean;
}

/** A method call; `genericArguments` are those of `[x]::m[int](…)`. */
export interface InvokeMemberExpressionAst {
  readonly kind: "InvokeMemberExpression";
  readonly extent: Extent;
  readonly target: ExpressionAst;
  readonly member: ExpressionAst;
  readonly arguments: readonly ExpressionAst[];
  readonly genericArguments: readonly TypeName[];
  readonly isStatic: boolean;
  readonly nullConditional: boolean;
}

export interface IndexExpressionAst {
  readonly kind: "IndexExpression";
  readonly extent: Extent;
  readonly target: ExpressionAst;
  readonly index: ExpressionAst;
  readonly nullConditional: boolean;
}

/** `$using:x`; `expression` is the variable whose path has the qualifier `using`, or a member or index of it. */
export interface UsingExpressionAst {
  readonly kind: "UsingExpression";
  readonly extent: Extent;
  readonly expression: ExpressionAst;
}

/** What recovery could make of an expression that did not parse; never in a tree without errors. */
export interface ErrorExpressionAst {
  readonly kind: "ErrorExpression";
  readonly extent: Extent;
  readonly nested: readonly Ast[];
}

export type ExpressionAst =
  | BinaryExpressionAst
  | UnaryExpressionAst
  | TernaryExpressionAst
  | ConvertExpressionAst
  | AttributedExpressionAst
  | TypeExpressionAst
  | VariableExpressionAst
  | StringConstantExpressionAst
  | ExpandableStringExpressionAst
  | ConstantExpressionAst
  | ArrayExpressionAst
  | ArrayLiteralAst
  | SubExpressionAst
  | ParenExpressionAst
  | HashtableAst
  | ScriptBlockExpressionAst
  | MemberExpressionAst
  | InvokeMemberExpressionAst
  | IndexExpressionAst
  | UsingExpressionAst
  | ErrorExpressionAst;
