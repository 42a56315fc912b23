// The syntax tree of a PowerShell script: plain, read-only data under PowerShell's own AST names.
//
// Rule: a node's `kind` is PowerShell's class name without the "Ast" ending, and every node has the extent it was read from.
// Rule: nothing here parses, evaluates or points at its parent; a node is the same wherever it stands.

import type {
  CatchClauseAst,
  CommandBaseAst,
  CommandParameterAst,
  MemberAst,
  RedirectionAst,
  StatementAst,
  TrapStatementAst,
  UsingStatementAst,
} from "./statements.js";
import type { ExpressionAst, VariableExpressionAst } from "./expressions.js";

export type * from "./expressions.js";
export type * from "./statements.js";

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
