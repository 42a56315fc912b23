// The nodes of statements: what a script does, and what it defines.
import type {
  Ast,
  AttributeAst,
  Extent,
  ParameterAst,
  ScriptBlockAst,
  StatementBlockAst,
  TypeConstraintAst,
} from "./ast.js";
import type { ExpressionAst, HashtableAst, VariableExpressionAst } from "./expressions.js";

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

/** `function` and `filter`. `parameters` are those in parentheses after the name; null when there are none. */
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
  /** What is called, then its parameters and arguments. */
  readonly elements: readonly [head: ExpressionAst, ...CommandElementAst[]];
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
