// What compiled code works with: the frame of a running block, where output goes, and the runspace around it.

import type { ErrorRecord } from "../../objects/index.js";
import type { Extent, ScriptSource } from "../../language/index.js";
import type { CommandInfo, CmdletInfo, FunctionInfo } from "../commands/command-info.js";
import type { CmdletDefinition } from "../commands/cmdlet.js";
import type { Engine } from "../engine.js";
import type { EngineError } from "../types/errors.js";
import type { Invocation } from "./invocation.js";
import type { ParameterTable } from "../binder/parameters.js";
import type { CompiledBlock, ScriptBlock } from "./script-block.js";
import type { ScriptClass } from "./script-class.js";
import type { Scope, SessionState, Variable } from "../session/scopes.js";
import type { Operators } from "../types/operators/operators.js";

/** Where objects go, one at a time. */
export interface Output {
  write(value: unknown): void;
}

type Diverted = Partial<Readonly<Record<"error" | "warning" | "verbose" | "debug" | "information", Output>>>;

/** Where everything but the success stream goes. A redirection makes another one. */
export interface Streams {
  readonly error: Output;
  readonly warning: Output;
  readonly verbose: Output;
  readonly debug: Output;
  readonly information: Output;
  readonly progress: Output;
  /** Of these, those that a redirection made: they go somewhere else than the session's own do. */
  readonly diverted?: Diverted;
  /** Of these, those that take what another runspace would show here too: all but what `*>&1` merges, as in PowerShell. */
  readonly takers?: Diverted;
  /** What -ErrorVariable and its like of the functions around collect, shown or not. */
  readonly errorNote?: Output | undefined;
  readonly warningNote?: Output | undefined;
  readonly informationNote?: Output | undefined;
}

export type Expr = (frame: Frame) => unknown;
/** Runs a statement and says how it ended (flow.ts). */
export type Stmt = (frame: Frame, out: Output) => number;

/** One run of a block of code. */
export class Frame {
  readonly rt: Runtime;
  readonly code: CompiledBlock;
  readonly scope: Scope;
  readonly vars: (Variable | undefined)[];
  streams: Streams;
  /** What is running now, for positions in errors and stack traces. */
  at: Extent;
  /** A client's commands without a script around them: an error that ends one ends them all, and no line is named. */
  isCommands = false;
  /** Label that a `break` or `continue` names on its way to its loop. */
  label: string | null = null;
  /** Where a steppable pipeline of this frame's command writes. */
  steppableOut: Output | undefined;
  /** What `return` gave, in a class's method. */
  returned: unknown = undefined;
  /** The error whose catch block runs: what a bare `throw` throws again. */
  handling: EngineError | null = null;
  /** Unset variables are no error just now: inside a string. */
  quietVariables = false;
  readonly invocation: Invocation | null;
  readonly caller: Frame | null;
  constructor(
    rt: Runtime,
    code: CompiledBlock,
    scope: Scope,
    vars: (Variable | undefined)[],
    streams: Streams,
    invocation: Invocation | null,
    caller: Frame | null,
  ) {
    this.rt = rt;
    this.code = code;
    this.scope = scope;
    this.vars = vars;
    this.streams = streams;
    this.at = code.ast.extent;
    this.invocation = invocation;
    this.caller = caller;
  }
}

/** Keeps what is written: nothing, one value, or an array. */
export class Collector implements Output {
  count = 0;
  first: unknown = undefined;
  items: unknown[] | undefined;
  write(value: unknown): void {
    const count = this.count++;
    if (count === 0) this.first = value;
    else if (count === 1) this.items = [this.first, value];
    else this.items!.push(value);
  }
  /** As an assignment takes it. */
  get value(): unknown {
    return this.count < 2 ? this.first : this.items;
  }
  get array(): unknown[] {
    return this.items ?? (this.count === 0 ? [] : [this.first]);
  }
}

export const NOWHERE: Output = { write(): void {} };

export class FunctionOutput implements Output {
  readonly write: (value: unknown) => void;
  constructor(write: (value: unknown) => void) {
    this.write = write;
  }
}

/** One runspace, as the parts of the evaluator see it. */
export interface Runtime extends Engine {
  readonly ops: Operators;
  /** `$?` */
  ok: boolean;
  /** True inside a `try` with a `catch` (or a block with traps) anywhere up the stack: errors travel instead of being reported. */
  propagate: boolean;
  /** The frame that runs. */
  frame: Frame | null;
  /** Streams of the command that runs. */
  streams: Streams;
  /** Session state whose code runs, and the global one. */
  state: SessionState;
  readonly global: SessionState;
  readonly allScope: Map<string, Variable>;
  /** Changes whenever a command name may mean something else. */
  commandEpoch: number;
  depth: number;
  /** Above 0 while `finally` or `clean` runs: a stop waits. */
  unstoppable: number;
  /** Changes when a script defines a type: names may mean another one now. */
  typeEpoch: number;
  compile(block: ScriptBlock): CompiledBlock;
  parse(text: string, fileName: string | null): ScriptBlock;
  /** What a name stands for, aliases followed; throws CommandNotFoundException. */
  resolve(name: string, frame: Frame): CommandInfo;
  lookup(name: string, frame: Frame | null): CommandInfo | undefined;
  loadCmdlet(info: CmdletInfo): CmdletDefinition;
  /** Makes sure that an error has its record with position and stack trace. */
  locate(error: EngineError, frame: Frame | null, at?: Extent): ErrorRecord;
  /** Fills in what a record says of its target and where its code ran. */
  complete(record: ErrorRecord): ErrorRecord;
  /** `command &`: starts it as a job and writes the job. */
  startBackground(frame: Frame, text: string, out: Output): void;
  /** The pipeline's end is a terminal that a program may have for itself. */
  hasTerminal: boolean;
  terminal: Output | null;
  /** Writes what is held back of the terminal's output. */
  flushTerminal: (() => void) | null;
  /** Classes that scripts defined, by lower-case name. */
  readonly classes: Map<string, ScriptClass>;
  readonly parameterTables: WeakMap<CmdletDefinition, ParameterTable>;
  preference(name: string): unknown;
  setMatches: ((matches: unknown) => void) | undefined;
  defineFunction(info: FunctionInfo, scope: Scope): void;
  /** A variable that is in no scope. */
  looseVariable(name: string, value: unknown): Variable;
  /** Syntax of a cmdlet, where something knows how to write it. */
  syntax?: ((command: CmdletInfo) => string) | undefined;
  /** $Host.Runspace, where something made one. */
  runspaceObject?: unknown;
  readonly sourceFiles: WeakMap<ScriptSource, string>;
}
