// CREATE_PIPELINE: the commands a client asks for. MS-PSRP 2.2.2.10, 2.2.3.11 to 2.2.3.13.

import type { ReadOptions, WriteOptions } from "../../clixml/index.js";
import { type Dictionary, EnumValue, PSList, PSObject } from "../../objects/index.js";
import { type HostInfo, hostInfoObject, readHostInfo } from "./host-info.js";
import { apartmentState } from "./pool.js";
import {
  type Fields,
  bag,
  boolField,
  dictionaryOf,
  intField,
  itemsOf,
  listField,
  objectField,
  optionalBool,
  optionalInt,
  readObject,
  textField,
  wrongKind,
  writeObject,
} from "./fields.js";

/** PipelineResultTypes, as bits. */
export const PIPELINE_RESULT_TYPES: Readonly<Record<string, number>> = {
  None: 0,
  Output: 1,
  Error: 2,
  Warning: 3,
  Verbose: 4,
  Debug: 5,
  Information: 6,
  All: 7,
  Null: 8,
};

/** RemoteStreamOptions, as bits: whose records carry an InvocationInfo. */
export const REMOTE_STREAM_OPTIONS: Readonly<Record<string, number>> = {
  AddInvocationInfoToErrorRecord: 1,
  AddInvocationInfoToWarningRecord: 2,
  AddInvocationInfoToDebugRecord: 4,
  AddInvocationInfoToVerboseRecord: 8,
  AddInvocationInfo: 15,
};

export interface CommandParameter {
  /** Null for an argument by position; with a dash where it was typed so in an interactive session. */
  readonly name: string | null;
  readonly value: unknown;
}

/** Where each stream of a command goes; PipelineResultTypes by number. */
export interface CommandMerges {
  readonly mergeMyResult: number;
  readonly mergeToResult: number;
  readonly mergePreviousResults: number;
  readonly mergeError: number;
  readonly mergeWarning: number;
  readonly mergeVerbose: number;
  readonly mergeDebug: number;
  readonly mergeInformation: number;
}

export const NO_MERGES: CommandMerges = {
  mergeMyResult: 0,
  mergeToResult: 0,
  mergePreviousResults: 0,
  mergeError: 0,
  mergeWarning: 0,
  mergeVerbose: 0,
  mergeDebug: 0,
  mergeInformation: 0,
};

export interface PipelineCommand {
  /** A command's name, or a script's text. */
  readonly command: string;
  readonly isScript: boolean;
  /** Null where the client leaves it to the server. */
  readonly useLocalScope: boolean | null;
  readonly merges: CommandMerges;
  readonly parameters: readonly CommandParameter[];
}

export interface CreatePipeline {
  /** Each statement a pipeline of commands, run one after another; mostly one. */
  readonly statements: readonly (readonly PipelineCommand[])[];
  readonly isNested: boolean;
  /** What to put into the history, or null for the commands' own text. */
  readonly history: string | null;
  readonly redirectShellErrorOutputPipe: boolean;
  /** False where PIPELINE_INPUT will follow. */
  readonly noInput: boolean;
  readonly apartmentState: number;
  /** RemoteStreamOptions as bits. */
  readonly remoteStreamOptions: number;
  readonly addToHistory: boolean;
  readonly hostInfo: HostInfo;
}

const ASSEMBLY = "System.Management.Automation, Version=7.6.0.500, Culture=neutral, PublicKeyToken=31bf3856ad364e35";
const LIST_TYPE = `System.Collections.Generic.List\`1[[System.Management.Automation.PSObject, ${ASSEMBLY}]]`;

/**
 * `protocolMinor`: a server of protocol 2.0 or 2.1 does not know the newer merges. `options`: how to look at arguments that
 * are .NET objects, and how to seal SecureStrings.
 */
export function encodeCreatePipeline(pipeline: CreatePipeline, protocolMinor = 4, options?: WriteOptions): string {
  const [first = []] = pipeline.statements;
  const commands = (each: readonly PipelineCommand[]): PSList =>
    listOf(each.map((command) => commandObject(command, protocolMinor)));
  const isOne = pipeline.statements.length < 2;
  const powerShell = bag([
    ["ExtraCmds", isOne ? undefined : listOf(pipeline.statements.map((each) => bag([["Cmds", commands(each)]])))],
    ["Cmds", commands(first)],
    ["IsNested", pipeline.isNested],
    ["History", pipeline.history],
    ["RedirectShellErrorOutputPipe", pipeline.redirectShellErrorOutputPipe],
  ]);
  const fields: Fields = [
    ["PowerShell", powerShell],
    ["NoInput", pipeline.noInput],
    ["ApartmentState", apartmentState(pipeline.apartmentState)],
    ["RemoteStreamOptions", remoteStreamOptions(pipeline.remoteStreamOptions)],
    ["AddToHistory", pipeline.addToHistory],
    ["HostInfo", hostInfoObject(pipeline.hostInfo)],
    ["IsNested", pipeline.isNested],
  ];
  return writeObject(fields, options);
}

function listOf(items: unknown[]): PSList {
  return new PSList("List", LIST_TYPE, items);
}

function commandObject(command: PipelineCommand, protocolMinor: number): PSObject {
  const merges = command.merges;
  const newer = (value: number): unknown => (protocolMinor >= 2 ? resultType(value) : undefined);
  return bag([
    ["Cmd", command.command],
    ["IsScript", command.isScript],
    ["UseLocalScope", command.useLocalScope],
    ["MergeMyResult", resultType(merges.mergeMyResult)],
    ["MergeToResult", resultType(merges.mergeToResult)],
    ["MergePreviousResults", resultType(merges.mergePreviousResults)],
    ["MergeError", newer(merges.mergeError)],
    ["MergeWarning", newer(merges.mergeWarning)],
    ["MergeVerbose", newer(merges.mergeVerbose)],
    ["MergeDebug", newer(merges.mergeDebug)],
    ["MergeInformation", protocolMinor >= 3 ? resultType(merges.mergeInformation) : undefined],
    ["Args", listOf(command.parameters.map(parameterObject))],
  ]);
}

function parameterObject(parameter: CommandParameter): PSObject {
  return bag([
    ["N", parameter.name],
    ["V", parameter.value === undefined ? null : parameter.value],
  ]);
}

function resultType(value: number): EnumValue {
  const typeName = "System.Management.Automation.Runspaces.PipelineResultTypes";
  const name = Object.keys(PIPELINE_RESULT_TYPES).find((key) => PIPELINE_RESULT_TYPES[key] === value);
  return new EnumValue(typeName, value, name ?? flagNames(PIPELINE_RESULT_TYPES, value));
}

function remoteStreamOptions(value: number): EnumValue {
  const name = Object.keys(REMOTE_STREAM_OPTIONS).find((key) => REMOTE_STREAM_OPTIONS[key] === value);
  return new EnumValue(
    "System.Management.Automation.RemoteStreamOptions",
    value,
    name ?? flagNames(REMOTE_STREAM_OPTIONS, value),
  );
}

/** As .NET prints flags: the names of the single bits, or the number where it has no name. */
function flagNames(names: Readonly<Record<string, number>>, value: number): string {
  const set = Object.keys(names).filter((key) => isSingleBit(names[key]!) && (value & names[key]!) !== 0);
  return set.length > 0 ? set.join(", ") : String(value);
}

function isSingleBit(value: number): boolean {
  return value !== 0 && (value & (value - 1)) === 0;
}

export function decodeCreatePipeline(payload: string, options?: ReadOptions): CreatePipeline {
  const object = readObject(payload, options);
  const powerShell = objectField(object, "PowerShell");
  return {
    statements: readStatements(powerShell),
    isNested: optionalBool(object, "IsNested") ?? optionalBool(powerShell, "IsNested") ?? false,
    history: textField(powerShell, "History"),
    redirectShellErrorOutputPipe: boolField(powerShell, "RedirectShellErrorOutputPipe"),
    noInput: boolField(object, "NoInput"),
    apartmentState: intField(object, "ApartmentState"),
    remoteStreamOptions: intField(object, "RemoteStreamOptions"),
    addToHistory: boolField(object, "AddToHistory"),
    hostInfo: readHostInfo(objectField(object, "HostInfo")),
  };
}

function readStatements(powerShell: PSObject): PipelineCommand[][] {
  const extra = itemsOf(powerShell.get("ExtraCmds"));
  if (extra === undefined || extra.length === 0) return [readCommands(powerShell)];
  return extra.map((statement) => {
    if (!(statement instanceof PSObject)) throw wrongKind("ExtraCmds", "a list of objects");
    return readCommands(statement);
  });
}

function readCommands(statement: PSObject): PipelineCommand[] {
  return listField(statement, "Cmds").map((command) => {
    if (!(command instanceof PSObject)) throw wrongKind("Cmds", "a list of objects");
    return readCommand(command);
  });
}

function readCommand(object: PSObject): PipelineCommand {
  return {
    command: textField(object, "Cmd") ?? "",
    isScript: boolField(object, "IsScript"),
    useLocalScope: optionalBool(object, "UseLocalScope") ?? null,
    merges: {
      mergeMyResult: intField(object, "MergeMyResult"),
      mergeToResult: intField(object, "MergeToResult"),
      mergePreviousResults: intField(object, "MergePreviousResults"),
      mergeError: optionalInt(object, "MergeError", 0),
      mergeWarning: optionalInt(object, "MergeWarning", 0),
      mergeVerbose: optionalInt(object, "MergeVerbose", 0),
      mergeDebug: optionalInt(object, "MergeDebug", 0),
      mergeInformation: optionalInt(object, "MergeInformation", 0),
    },
    parameters: listField(object, "Args").map(readParameter),
  };
}

function readParameter(item: unknown): CommandParameter {
  if (!(item instanceof PSObject)) throw wrongKind("Args", "a list of objects");
  return { name: textField(item, "N"), value: item.has("V") ? item.get("V") : null };
}

/** The expressions of `$using:`: the one argument named `--%`. Keys are base64 of UTF-16LE, values as they were. */
export function usingValues(command: PipelineCommand): Dictionary | undefined {
  const argument = command.parameters.find((parameter) => parameter.name === "--%");
  return argument && dictionaryOf(argument.value);
}

/** A pipeline of one script, as Invoke-Command makes it. */
export function scriptPipeline(
  script: string,
  parameters: readonly CommandParameter[],
  hostInfo: HostInfo,
): CreatePipeline {
  return {
    statements: [[{ command: script, isScript: true, useLocalScope: null, merges: NO_MERGES, parameters }]],
    isNested: false,
    history: null,
    redirectShellErrorOutputPipe: true,
    noInput: true,
    apartmentState: 2,
    remoteStreamOptions: 0,
    addToHistory: true,
    hostInfo,
  };
}
