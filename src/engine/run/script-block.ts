// Script blocks as values, and the compiled form of their code.

import { NetObject } from "../../objects/index.js";
import type { FunctionMemberAst, ParameterAst, ScriptBlockAst } from "../../language/index.js";
import type { ParameterTable } from "../binder/parameters.js";
import type { Constraint, Layout, SessionState } from "../session/scopes.js";
import type { Expr, Frame, Stmt } from "./runtime.js";

/** A parameter that a call can fill without the binder: no attribute on it but a type. */
export interface PlainParameter {
  readonly name: string;
  readonly key: string;
  readonly slot: number;
  /** Type to convert to, or null. */
  readonly typeName: string | null;
  readonly isSwitch: boolean;
  readonly defaultValue: Expr | null;
  /** Converts what is assigned to the variable later. */
  readonly constraint: (frame: Frame) => Constraint;
}

/** A script block's code, ready to run. Made once for each syntax tree. */
export interface CompiledBlock {
  readonly ast: ScriptBlockAst;
  readonly layout: Layout;
  readonly begin: Stmt | null;
  readonly process: Stmt | null;
  readonly end: Stmt | null;
  readonly clean: Stmt | null;
  readonly dynamicParameters: Stmt | null;
  /** Only an `end` block (what most functions are). */
  readonly endOnly: boolean;
  /** Set where every parameter is plain and the block is not advanced: calls bind positions directly. */
  readonly plain: readonly PlainParameter[] | null;
  /** Parameters for the binder; made when first needed. */
  readonly parameters: ParameterTable;
  readonly isAdvanced: boolean;
  readonly namespaces: readonly string[];
  /** Arguments of a constructor's `: base(…)`. */
  readonly baseArguments: readonly Expr[] | null;
  /** For stack traces: function name, or null for a script block. */
  name: string | null;
  /** `return` with a value may leave the block from inside a loop's collector; set where the code has traps. */
  readonly hasTraps: boolean;
}

/** System.Management.Automation.ScriptBlock, alive: code and the session state it belongs to. */
export class ScriptBlock extends NetObject {
  readonly ast: ScriptBlockAst;
  /** Parameters in parentheses after a function's name, or a class method's. */
  readonly extraParameters: readonly ParameterAst[] | null;
  readonly state: SessionState | null;
  readonly isFilter: boolean;
  /** What `ToString` gives where it is not the text between the braces. */
  readonly method: FunctionMemberAst | null;
  isConfiguration = false;
  constructor(
    ast: ScriptBlockAst,
    state: SessionState | null,
    extraParameters: readonly ParameterAst[] | null = null,
    isFilter = false,
    method: FunctionMemberAst | null = null,
  ) {
    super();
    this.ast = ast;
    this.state = state;
    this.extraParameters = extraParameters;
    this.isFilter = isFilter;
    this.method = method;
  }
  get typeName(): string {
    return "System.Management.Automation.ScriptBlock";
  }
  get file(): string | null {
    return this.ast.source.fileName;
  }
  /** The text between the braces; a script's whole text. */
  get text(): string {
    const { source, extent } = this.ast;
    const text = source.text.slice(extent.start, extent.end);
    return text.startsWith("{") && text.endsWith("}") && extent.end > extent.start + 1 ? text.slice(1, -1) : text;
  }
  /** What ToString gives: the text, after the parameters that stand behind a function's name. */
  get definition(): string {
    const { extraParameters } = this;
    if (this.method || !extraParameters || extraParameters.length === 0) return this.text;
    const { text } = this.ast.source;
    const parameters = extraParameters.map(({ extent }) => text.slice(extent.start, extent.end));
    return `param(${parameters.join(", ")})\n${this.text}`;
  }
  override toString(): string {
    return this.text;
  }
}
