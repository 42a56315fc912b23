// The one shape of a cmdlet. A cmdlet's file declares its name, parameters, help and examples once; the binder,
// completion, Get-Help, Get-Command and the tests (examples run) all read that.

import type {
  ErrorCategory,
  ErrorRecord,
  InformationRecord,
  InvocationInfo,
  MessageStream,
  ProgressRecord,
} from "../../objects/index.js";
import type { Engine } from "../engine.js";

/** How a parameter takes part in one parameter set. */
export interface ParameterSetMembership {
  readonly position?: number;
  readonly mandatory?: boolean;
  readonly fromPipeline?: boolean;
  readonly fromPipelineByPropertyName?: boolean;
  readonly fromRemainingArguments?: boolean;
}

export type Validation =
  | { readonly kind: "NotNull" }
  | { readonly kind: "NotNullOrEmpty" }
  | { readonly kind: "NotNullOrWhiteSpace" }
  | {
      readonly kind: "Set";
      readonly values: readonly string[];
      readonly ignoreCase?: boolean;
      readonly errorMessage?: string;
    }
  | { readonly kind: "Range"; readonly min: number; readonly max: number }
  | { readonly kind: "RangeKind"; readonly range: "Positive" | "NonNegative" | "Negative" | "NonPositive" }
  | { readonly kind: "Length"; readonly min: number; readonly max: number }
  | { readonly kind: "Count"; readonly min: number; readonly max: number }
  | { readonly kind: "Pattern"; readonly pattern: string; readonly errorMessage?: string };

export interface ParameterDefinition extends ParameterSetMembership {
  /** A PowerShell type name as in a cast: "string", "string[]", "int", "switch", "scriptblock", "object", "System.IO.FileInfo". */
  readonly type: string;
  readonly aliases?: readonly string[];
  /** The sets this parameter is in; where absent it is in all sets, with the membership above. */
  readonly sets?: Readonly<Record<string, ParameterSetMembership>>;
  readonly validate?: readonly Validation[];
  readonly allowNull?: boolean;
  readonly allowEmptyString?: boolean;
  readonly allowEmptyCollection?: boolean;
  /** Values that completion offers. */
  readonly complete?: (engine: Engine, word: string) => readonly string[];
  readonly help?: string;
}

export interface CmdletExample {
  readonly code: string;
  /** What it prints, line by line, where that is always the same; the test compares it. */
  readonly output?: string;
  readonly note?: string;
  /** False where it cannot run in a test (needs a person, another computer …). */
  readonly runs?: boolean;
}

/** What a cmdlet sees of its invocation. One per call; `bound` changes with each pipeline input. */
export interface CmdletContext {
  readonly engine: Engine;
  /** Values of the bound parameters by the name they were declared with, converted to the declared type; absent where not bound. A switch is a boolean. */
  readonly bound: Readonly<Record<string, any>>;
  readonly parameterSetName: string;
  readonly invocation: InvocationInfo;
  /** True where input comes from the pipeline. */
  readonly expectingInput: boolean;
  /** The object that came down the pipeline for this call of `process`, whatever of it was bound. */
  readonly input: unknown;
  /** This command's place in the pipeline is its end and its output goes to the pipeline's own output. */
  readonly isLast: boolean;
  /** Writes one object down the pipeline; a collection stays one object. */
  write(value: unknown): void;
  /** Writes the elements of a collection one by one, any other value as it is. */
  writeEnumerated(value: unknown): void;
  writeError(record: ErrorRecord): void;
  /** Ends the command with this error. */
  throwTerminating(record: ErrorRecord): never;
  writeWarning(message: string): void;
  writeVerbose(message: string): void;
  writeDebug(message: string): void;
  /**
   * Writes a message of another runspace, which let it through there, to a stream that was redirected by its number or to a
   * file. False, and nothing is written, where it was not: the session's user interface then shows the message.
   */
  writeDiverted(stream: MessageStream, message: string): boolean;
  writeProgress(record: ProgressRecord): void;
  writeInformation(record: InformationRecord): void;
  /** True where the person did not say -WhatIf, or said yes to -Confirm. `action` is the operation's name. */
  shouldProcess(target: string, action?: string): boolean;
  shouldContinue(query: string, caption: string): boolean;
  /** An ErrorRecord of this command: its exception's type, message, id (",Microsoft.PowerShell.Commands.XCommand" is appended), category, target. */
  error(
    exceptionType: string,
    message: string,
    errorId: string,
    category: ErrorCategory,
    target?: unknown,
  ): ErrorRecord;
  /** Stops the commands upstream, quietly, as Select-Object -First does. */
  stopUpstream(): never;
}

export interface CmdletRun {
  begin?(): void;
  /** Once per pipeline input; once in all where there is none. */
  process?(): void;
  end?(): void;
  /** Runs whatever happens, also after an error or a stop. */
  dispose?(): void;
}

export interface CmdletDefinition {
  /** Verb-Noun. */
  readonly name: string;
  readonly module: string;
  /** Full name of PowerShell's implementing class where it is not Microsoft.PowerShell.Commands.<Verb><Noun>Command; it ends every error id. */
  readonly implementingType?: string;
  readonly synopsis: string;
  readonly aliases?: readonly string[];
  readonly parameters: Readonly<Record<string, ParameterDefinition>>;
  readonly defaultParameterSet?: string;
  readonly supportsShouldProcess?: boolean;
  readonly confirmImpact?: "None" | "Low" | "Medium" | "High";
  readonly supportsPaging?: boolean;
  /** Full type names, for Get-Command and completion. */
  readonly outputTypes?: readonly string[];
  readonly examples?: readonly CmdletExample[];
  /** Parameters that depend on others' values. */
  readonly dynamicParameters?: (context: CmdletContext) => Readonly<Record<string, ParameterDefinition>>;
  /** Called when the pipeline starts, with the arguments that are bound by then. */
  run(context: CmdletContext): CmdletRun;
}

/** A cmdlet that is loaded when it is first named: what a shell knows without loading it. */
export interface CmdletEntry {
  readonly name: string;
  readonly module: string;
  readonly aliases?: readonly string[];
  /** It is called, and about to be loaded and bound: what takes time may begin. */
  called?(): void;
  load(): CmdletDefinition;
}
