// The syntax tree of a PowerShell script: plain, read-only data under PowerShell's own AST names.
//
// Rule: a node's `kind` is PowerShell's class name without the "Ast" ending, and every node has the extent it was read from.
// Rule: nothing here parses, evaluates or points at its parent; a node is the same wherever it stands.
import type { BigInteger, Byte, Decimal, Double, Int16, SByte, UInt16, UInt32, UInt64 } from "../objects/index.js";

/** A stretch of the script text: offsets in UTF-16 code units, `end` exclusive. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** The text that extents point into, and the file it came from (null for typed or generated text). */
export interface ScriptSource {
  readonly text: string;
  readonly fileName: string | null;
}

// ---------------------------------------------------------------- names of types and variables

/**
 * A type's name as written. `[int]` is a name; `[List[int]]` has generic arguments; `[int[,]]` has array ranks:
 * the number of dimensions of each pair of brackets, innermost (leftmost) first, so `int[][,]` has ranks [1, 2].
 */
export interface TypeName {
  readonly name: string;
  readonly genericArguments: readonly TypeName[];
  readonly arrayRanks: readonly number[];
  readonly assembly: string | null;
  readonly extent: Extent;
}

/**
 * What stands after `$` or `@`. `userPath` is the whole as written, without braces and escapes.
 * `qualifier` is what stands before the first colon, or null: a scope (`global local script private`), `variable`, `using`,
 * or a drive (`env`, `function`, …); `isDrive` tells a drive other than `variable`. `name` is the rest.
 */
export interface VariablePath {
  readonly userPath: string;
  readonly qualifier: string | null;
  readonly name: string;
  readonly isDrive: boolean;
}

// ---------------------------------------------------------------- scripts and blocks

/** A script, a function's body or `{ … }`. `source` is shared by all blocks of one parse. */
export interface ScriptBlockAst {
  readonly kind: "ScriptBlock";
  readonly extent: Extent;
  readonly source: ScriptSource;
  readonly attributes: readonly AttributeAst[];
  readonly usings: readonly UsingStatementAst[];
  readonly requirements: ScriptRequirements | null;
  readonly paramBlock: ParamBlockAst | null;
  readonly dynamicParamBlock: NamedBlockAst | null;
  readonly beginBlock: NamedBlockAst | null;
  readonly processBlock: NamedBlockAst | null;
  readonly endBlock: NamedBlockAst | null;
  readonly cleanBlock: NamedBlockAst | null;
}

/** What the `#requires` lines of a script ask for. */
export interface ScriptRequirements {
  readonly version: string | null;
  readonly editions: readonly string[];
  readonly modules: readonly ExpressionAst[];
  readonly assemblies: readonly string[];
  readonly runAsAdministrator: boolean;
}

/** `param(…)` with the attributes before it. */
export interface ParamBlockAst {
  readonly kind: "ParamBlock";
  readonly extent: Extent;
  readonly attributes: readonly AttributeAst[];
  readonly parameters: readonly ParameterAst[];
}

/** One parameter: attributes and type constraints in the order written, the variable, the default. */
export interface ParameterAst {
  readonly kind: "Parameter";
  readonly extent: Extent;
  readonly attributes: readonly AttributeBaseAst[];
  readonly name: VariableExpressionAst;
  readonly defaultValue: ExpressionAst | null;
}

export type NamedBlockName = "dynamicparam" | "begin" | "process" | "end" | "clean";

/** `begin { … }` and its like; a block without named blocks has an unnamed one: `end`, or `process` in a filter. */
export interface NamedBlockAst {
  readonly kind: "NamedBlock";
  readonly extent: Extent;
  readonly blockName: NamedBlockName;
  readonly unnamed: boolean;
  readonly statements: readonly StatementAst[];
  readonly traps: readonly TrapStatementAst[];
}

/** `{ … }` as a part of a statement, `$( … )` and `@( … )`: statements without a scope of their own. */
export interface StatementBlockAst {
  readonly kind: "StatementBlock";
  readonly extent: Extent;
  readonly statements: readonly StatementAst[];
  readonly traps: readonly TrapStatementAst[];
}

/** `[Parameter(Position = 0, Mandatory)]`. */
export interface AttributeAst {
  readonly kind: "Attribute";
  readonly extent: Extent;
  readonly typeName: TypeName;
  readonly positionalArguments: readonly ExpressionAst[];
  readonly namedArguments: readonly NamedAttributeArgumentAst[];
}

/** `Mandatory = $true`; `expressionOmitted` when it is just `Mandatory`, whose argument is then `$true`. */
export interface NamedAttributeArgumentAst {
  readonly kind: "NamedAttributeArgument";
  readonly extent: Extent;
  readonly argumentName: string;
  readonly argument: ExpressionAst;
  readonly expressionOmitted: boolean;
}

/** `[int]` before a parameter, a variable or in a cast. */
export interface TypeConstraintAst {
  readonly kind: "TypeConstraint";
  readonly extent: Extent;
  readonly typeName: TypeName;
}

export type AttributeBaseAst = AttributeAst | TypeConstraintAst;

// ---------------------------------------------------------------- statements

export interface IfStatementAst {
  readonly kind: "IfStatement";
  readonly extent: Extent;
  readonly clauses: readonly ConditionalClause[];
  readonly elseClause: StatementBlockAst | null;
}

export interface ConditionalClause {
  readonly condition: PipelineBaseAst;
  readonly body: StatementBlockAst;
}

export interface ForStatementAst {
  readonly kind: "ForStatement";
  readonly extent: Extent;
  readonly label: string | null;
  readonly initializer: PipelineBaseAst | null;
  readonly condition: PipelineBaseAst | null;
  readonly iterator: PipelineBaseAst | null;
  readonly body: StatementBlockAst;
}

export interface ForEachStatementAst {
  readonly kind: "ForEachStatement";
  readonly extent: Extent;
  readonly label: string | null;
  readonly parallel: boolean;
  readonly throttleLimit: ExpressionAst | null;
  readonly variable: VariableExpressionAst;
  readonly condition: PipelineBaseAst;
  readonly body: StatementBlockAst;
}

export interface WhileStatementAst {
  readonly kind: "WhileStatement";
  readonly extent: Extent;
  readonly label: string | null;
  readonly condition: PipelineBaseAst;
  readonly body: StatementBlockAst;
}

export interface DoWhileStatementAst {
  readonly kind: "DoWhileStatement";
  readonly extent: Extent;
  readonly label: string | null;
  readonly condition: PipelineBaseAst;
  readonly body: StatementBlockAst;
}

export interface DoUntilStatementAst {
  readonly kind: "DoUntilStatement";
  readonly extent: Extent;
  readonly label: string | null;
  readonly condition: PipelineBaseAst;
  readonly body: StatementBlockAst;
}

/** `matching`: how string conditions compare; the last of `-Exact -Wildcard -Regex` written decides. */
export interface SwitchStatementAst {
  readonly kind: "SwitchStatement";
  readonly extent: Extent;
  readonly label: string | null;
  readonly matching: "exact" | "wildcard" | "regex";
  readonly caseSensitive: boolean;
  readonly file: boolean;
  readonly parallel: boolean;
  readonly condition: PipelineBaseAst;
  readonly clauses: readonly SwitchClause[];
  readonly defaultClause: StatementBlockAst | null;
}

export interface SwitchClause {
  readonly condition: ExpressionAst;
  readonly body: StatementBlockAst;
}

export interface TryStatementAst {
  readonly kind: "TryStatement";
  readonly extent: Extent;
  readonly body: StatementBlockAst;
  readonly catchClauses: readonly CatchClauseAst[];
  readonly finallyBlock: StatementBlockAst | null;
}

/** `catchTypes` is empty for a clause that catches everything. */
export interface CatchClauseAst {
  readonly kind: "CatchClause";
  readonly extent: Extent;
  readonly catchTypes: readonly TypeConstraintAst[];
  readonly body: StatementBlockAst;
}

export interface TrapStatementAst {
  readonly kind: "TrapStatement";
  readonly extent: Extent;
  readonly trapType: TypeConstraintAst | null;
  readonly body: StatementBlockAst;
}

export interface DataStatementAst {
  readonly kind: "DataStatement";
  readonly extent: Extent;
  readonly variable: string | null;
  readonly commandsAllowed: readonly ExpressionAst[];
  readonly body: StatementBlockAst;
}

/** `function` and `filter`. `parameters` are those in parentheses after the name; null when there are no parentheses. */
export interface FunctionDefinitionAst {
  readonly kind: "FunctionDefinition";
  readonly extent: Extent;
  readonly name: string;
  readonly nameExtent: Extent;
  readonly isFilter: boolean;
  readonly parameters: readonly ParameterAst[] | null;
  readonly body: ScriptBlockAst;
}

/** `class`, `enum` (and `interface`, which no script can write yet). `baseTypes`: the base class first, interfaces after. */
export interface TypeDefinitionAst {
  readonly kind: "TypeDefinition";
  readonly extent: Extent;
  readonly typeKind: "class" | "enum";
  readonly name: string;
  readonly nameExtent: Extent;
  readonly attributes: readonly AttributeAst[];
  readonly baseTypes: readonly TypeConstraintAst[];
  readonly members: readonly MemberAst[];
}

/** A property of a class, or a name of an enum, whose value, if written, is `initialValue`. */
export interface PropertyMemberAst {
  readonly kind: "PropertyMember";
  readonly extent: Extent;
  readonly name: string;
  readonly propertyType: TypeConstraintAst | null;
  readonly initialValue: ExpressionAst | null;
  readonly attributes: readonly AttributeAst[];
  readonly isStatic: boolean;
  readonly isHidden: boolean;
}

/** A method or constructor. `baseCall` holds the arguments of `: base(…)`, null when a constructor has none written. */
export interface FunctionMemberAst {
  readonly kind: "FunctionMember";
  readonly extent: Extent;
  readonly name: string;
  readonly nameExtent: Extent;
  readonly isConstructor: boolean;
  readonly returnType: TypeConstraintAst | null;
  readonly parameters: readonly ParameterAst[];
  readonly baseCall: BaseConstructorCall | null;
  readonly body: ScriptBlockAst;
  readonly attributes: readonly AttributeAst[];
  readonly isStatic: boolean;
  readonly isHidden: boolean;
}

export interface BaseConstructorCall {
  readonly extent: Extent;
  readonly arguments: readonly ExpressionAst[];
}

export type MemberAst = PropertyMemberAst | FunctionMemberAst;

/** `using namespace|module|assembly name`; `moduleSpecification` when a module is named by a hashtable. */
export interface UsingStatementAst {
  readonly kind: "UsingStatement";
  readonly extent: Extent;
  readonly usingKind: "namespace" | "module" | "assembly" | "command" | "type";
  readonly name: string | null;
  readonly moduleSpecification: HashtableAst | null;
}

export interface ReturnStatementAst {
  readonly kind: "ReturnStatement";
  readonly extent: Extent;
  readonly pipeline: PipelineBaseAst | null;
}

export interface ExitStatementAst {
  readonly kind: "ExitStatement";
  readonly extent: Extent;
  readonly pipeline: PipelineBaseAst | null;
}

export interface ThrowStatementAst {
  readonly kind: "ThrowStatement";
  readonly extent: Extent;
  readonly pipeline: PipelineBaseAst | null;
}

export interface BreakStatementAst {
  readonly kind: "BreakStatement";
  readonly extent: Extent;
  readonly label: ExpressionAst | null;
}

export interface ContinueStatementAst {
  readonly kind: "ContinueStatement";
  readonly extent: Extent;
  readonly label: ExpressionAst | null;
}

/** What recovery could make of a statement that did not parse; never in a tree without errors. */
export interface ErrorStatementAst {
  readonly kind: "ErrorStatement";
  readonly extent: Extent;
  readonly nested: readonly Ast[];
}

export type AssignmentOperator = "=" | "+=" | "-=" | "*=" | "/=" | "%=" | "??=";

/** `right` is a statement: `$x = if … { … }` is allowed; an expression stands in a Pipeline of one CommandExpression. */
export interface AssignmentStatementAst {
  readonly kind: "AssignmentStatement";
  readonly extent: Extent;
  readonly left: ExpressionAst;
  readonly operator: AssignmentOperator;
  readonly operatorExtent: Extent;
  readonly right: StatementAst;
}

/** `a && b`, `a || b`; chains lean to the left: `a && b || c` is ((a && b) || c). */
export interface PipelineChainAst {
  readonly kind: "PipelineChain";
  readonly extent: Extent;
  readonly left: PipelineAst | PipelineChainAst;
  readonly operator: "&&" | "||";
  readonly right: PipelineAst;
  readonly background: boolean;
}

export interface PipelineAst {
  readonly kind: "Pipeline";
  readonly extent: Extent;
  readonly elements: readonly CommandBaseAst[];
  readonly background: boolean;
}

/** `elements[0]` is the command's name or what is invoked; then CommandParameters and argument expressions, as written. */
export interface CommandAst {
  readonly kind: "Command";
  readonly extent: Extent;
  readonly invocation: "&" | "." | null;
  readonly elements: readonly CommandElementAst[];
  readonly redirections: readonly RedirectionAst[];
}

/** An expression as an element of a pipeline. */
export interface CommandExpressionAst {
  readonly kind: "CommandExpression";
  readonly extent: Extent;
  readonly expression: ExpressionAst;
  readonly redirections: readonly RedirectionAst[];
}

/** `-Name`, or `-Name:argument` when `argument` is not null. `name` is without the dash and the colon. */
export interface CommandParameterAst {
  readonly kind: "CommandParameter";
  readonly extent: Extent;
  readonly name: string;
  readonly argument: ExpressionAst | null;
  readonly nameExtent: Extent;
}

export type RedirectionStream = "output" | "error" | "warning" | "verbose" | "debug" | "information" | "all";

export interface FileRedirectionAst {
  readonly kind: "FileRedirection";
  readonly extent: Extent;
  readonly from: RedirectionStream;
  readonly append: boolean;
  readonly location: ExpressionAst;
}

export interface MergingRedirectionAst {
  readonly kind: "MergingRedirection";
  readonly extent: Extent;
  readonly from: RedirectionStream;
  readonly to: RedirectionStream;
}

export type RedirectionAst = FileRedirectionAst | MergingRedirectionAst;
export type CommandBaseAst = CommandAst | CommandExpressionAst;
export type CommandElementAst = CommandParameterAst | ExpressionAst;
export type PipelineBaseAst = PipelineAst | PipelineChainAst | AssignmentStatementAst | ErrorStatementAst;

export type StatementAst =
  | IfStatementAst
  | ForStatementAst
  | ForEachStatementAst
  | WhileStatementAst
  | DoWhileStatementAst
  | DoUntilStatementAst
  | SwitchStatementAst
  | TryStatementAst
  | TrapStatementAst
  | DataStatementAst
  | FunctionDefinitionAst
  | TypeDefinitionAst
  | UsingStatementAst
  | ReturnStatementAst
  | ExitStatementAst
  | ThrowStatementAst
  | BreakStatementAst
  | ContinueStatementAst
  | StatementBlockAst
  | PipelineBaseAst;

// ---------------------------------------------------------------- expressions

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

/** Every node of the tree. */
export type Ast =
  | ScriptBlockAst
  | ParamBlockAst
  | ParameterAst
  | NamedBlockAst
  | AttributeAst
  | NamedAttributeArgumentAst
  | TypeConstraintAst
  | CatchClauseAst
  | MemberAst
  | CommandBaseAst
  | CommandParameterAst
  | RedirectionAst
  | StatementAst
  | ExpressionAst;

/** The literal `kind` of every node. */
export type AstKind = Ast["kind"];
