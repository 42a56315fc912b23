// The methods of a host that can be called from the far end. MS-PSRP 2.2.3.17.
//
// Rule: one table says of each method its number, what it takes and what it gives; the types follow from it.

import type { Dictionary, Guid, PSCredential, SecureString, Version } from "../../objects/index.js";
import type { Coordinates, Size } from "./host-info.js";

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** One character of the screen. Colours are ConsoleColor numbers; type 0 is Complete, 1 Leading, 2 Trailing. */
export interface BufferCell {
  readonly character: string;
  readonly foregroundColor: number;
  readonly backgroundColor: number;
  readonly bufferCellType: number;
}

/** Rows of cells. */
export type BufferCells = readonly (readonly BufferCell[])[];

export interface KeyInfo {
  readonly virtualKeyCode: number;
  readonly character: string;
  /** ControlKeyStates as bits. */
  readonly controlKeyState: number;
  readonly keyDown: boolean;
}

export interface FieldDescription {
  readonly name: string;
  readonly label: string;
  /** "String", "System.String" and the name with its assembly. */
  readonly parameterTypeName: string;
  readonly parameterTypeFullName: string;
  readonly parameterAssemblyFullName: string;
  readonly helpMessage: string;
  readonly isMandatory: boolean;
  /** Undefined where there is none. */
  readonly defaultValue?: unknown;
}

export interface ChoiceDescription {
  readonly label: string;
  readonly helpMessage: string;
}

/** A ProgressRecord as data. Type 0 is Processing, 1 Completed; -1 where a number is not known. */
export interface ProgressData {
  readonly activity: string;
  readonly activityId: number;
  readonly statusDescription: string;
  readonly currentOperation: string | null;
  readonly parentActivityId: number;
  readonly percentComplete: number;
  readonly type: number;
  readonly secondsRemaining: number;
}

/** What each kind of parameter or result is in TypeScript. */
export interface HostKinds {
  void: undefined;
  text: string;
  int: number;
  long: bigint;
  flag: boolean;
  version: Version;
  guid: Guid;
  size: Size;
  coordinates: Coordinates;
  rectangle: Rectangle;
  cell: BufferCell;
  cells: BufferCells;
  key: KeyInfo;
  progress: ProgressData;
  fields: readonly FieldDescription[];
  choices: readonly ChoiceDescription[];
  ints: readonly number[];
  answers: Dictionary;
  secureString: SecureString;
  credential: PSCredential;
  /** Any value of CLIXML. */
  value: unknown;
}

export type HostKind = keyof HostKinds;

export const HOST_METHODS = {
  GetName: { id: 1, parameters: [], result: "text" },
  GetVersion: { id: 2, parameters: [], result: "version" },
  GetInstanceId: { id: 3, parameters: [], result: "guid" },
  GetCurrentCulture: { id: 4, parameters: [], result: "value" },
  GetCurrentUICulture: { id: 5, parameters: [], result: "value" },
  SetShouldExit: { id: 6, parameters: ["int"], result: "void" },
  EnterNestedPrompt: { id: 7, parameters: [], result: "void" },
  ExitNestedPrompt: { id: 8, parameters: [], result: "void" },
  NotifyBeginApplication: { id: 9, parameters: [], result: "void" },
  NotifyEndApplication: { id: 10, parameters: [], result: "void" },
  ReadLine: { id: 11, parameters: [], result: "text" },
  ReadLineAsSecureString: { id: 12, parameters: [], result: "secureString" },
  Write1: { id: 13, parameters: ["text"], result: "void" },
  Write2: { id: 14, parameters: ["int", "int", "text"], result: "void" },
  WriteLine1: { id: 15, parameters: [], result: "void" },
  WriteLine2: { id: 16, parameters: ["text"], result: "void" },
  WriteLine3: { id: 17, parameters: ["int", "int", "text"], result: "void" },
  WriteErrorLine: { id: 18, parameters: ["text"], result: "void" },
  WriteDebugLine: { id: 19, parameters: ["text"], result: "void" },
  WriteProgress: { id: 20, parameters: ["long", "progress"], result: "void" },
  WriteVerboseLine: { id: 21, parameters: ["text"], result: "void" },
  WriteWarningLine: { id: 22, parameters: ["text"], result: "void" },
  Prompt: { id: 23, parameters: ["text", "text", "fields"], result: "answers" },
  PromptForCredential1: { id: 24, parameters: ["text", "text", "text", "text"], result: "credential" },
  PromptForCredential2: { id: 25, parameters: ["text", "text", "text", "text", "int", "int"], result: "credential" },
  PromptForChoice: { id: 26, parameters: ["text", "text", "choices", "int"], result: "int" },
  GetForegroundColor: { id: 27, parameters: [], result: "int" },
  SetForegroundColor: { id: 28, parameters: ["int"], result: "void" },
  GetBackgroundColor: { id: 29, parameters: [], result: "int" },
  SetBackgroundColor: { id: 30, parameters: ["int"], result: "void" },
  GetCursorPosition: { id: 31, parameters: [], result: "coordinates" },
  SetCursorPosition: { id: 32, parameters: ["coordinates"], result: "void" },
  GetWindowPosition: { id: 33, parameters: [], result: "coordinates" },
  SetWindowPosition: { id: 34, parameters: ["coordinates"], result: "void" },
  GetCursorSize: { id: 35, parameters: [], result: "int" },
  SetCursorSize: { id: 36, parameters: ["int"], result: "void" },
  GetBufferSize: { id: 37, parameters: [], result: "size" },
  SetBufferSize: { id: 38, parameters: ["size"], result: "void" },
  GetWindowSize: { id: 39, parameters: [], result: "size" },
  SetWindowSize: { id: 40, parameters: ["size"], result: "void" },
  GetWindowTitle: { id: 41, parameters: [], result: "text" },
  SetWindowTitle: { id: 42, parameters: ["text"], result: "void" },
  GetMaxWindowSize: { id: 43, parameters: [], result: "size" },
  GetMaxPhysicalWindowSize: { id: 44, parameters: [], result: "size" },
  GetKeyAvailable: { id: 45, parameters: [], result: "flag" },
  ReadKey: { id: 46, parameters: ["int"], result: "key" },
  FlushInputBuffer: { id: 47, parameters: [], result: "void" },
  SetBufferContents1: { id: 48, parameters: ["rectangle", "cell"], result: "void" },
  SetBufferContents2: { id: 49, parameters: ["coordinates", "cells"], result: "void" },
  GetBufferContents: { id: 50, parameters: ["rectangle"], result: "cells" },
  ScrollBufferContents: { id: 51, parameters: ["rectangle", "coordinates", "rectangle", "cell"], result: "void" },
  PushRunspace: { id: 52, parameters: ["value"], result: "void" },
  PopRunspace: { id: 53, parameters: [], result: "void" },
  GetIsRunspacePushed: { id: 54, parameters: [], result: "flag" },
  GetRunspace: { id: 55, parameters: [], result: "value" },
  PromptForChoiceMultipleSelection: { id: 56, parameters: ["text", "text", "choices", "ints"], result: "ints" },
} as const;

export type HostMethod = keyof typeof HOST_METHODS;

type KindsOf<Kinds extends readonly HostKind[]> = { readonly [At in keyof Kinds]: HostKinds[Kinds[At]] };
/** What a method takes. */
export type HostParameters<Method extends HostMethod> = KindsOf<(typeof HOST_METHODS)[Method]["parameters"]>;
/** What a method gives. */
export type HostResult<Method extends HostMethod> = HostKinds[(typeof HOST_METHODS)[Method]["result"]];

/** A call to a host, of one method or another. */
export type HostCall = {
  [Method in HostMethod]: {
    readonly method: Method;
    /** VOID_CALL for a method that gives nothing; else 1, 2, … in each pipeline. */
    readonly callId: bigint;
    readonly parameters: HostParameters<Method>;
  };
}[HostMethod];

/** The call id of every call that nobody answers. */
export const VOID_CALL: bigint = -100n;

/** True where the method gives nothing, so that no answer is sent. */
export function isVoidMethod(method: HostMethod): boolean {
  return HOST_METHODS[method].result === "void";
}
