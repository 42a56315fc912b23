// GET_COMMAND_METADATA as pipelines: how many commands there are, then each with what its proxy must know.
// MS-PSRP 3.2.5.4.12.

import {
  type CommandParameter,
  type CreatePipeline,
  type GetCommandMetadata,
  NO_HOST,
  NO_MERGES,
  type PipelineCommand,
  encodeCreatePipeline,
} from "../protocol/index.js";

const PROPERTIES = [
  "Name",
  "Namespace",
  "HelpUri",
  "CommandType",
  "ResolvedCommandName",
  "OutputType",
  "Parameters",
] as const;

/** Payloads of CREATE_PIPELINE: `Get-Command … | Measure-Object | Select-Object Count`, `Get-Command … | Select-Object …`. */
export function metadataPipelines(question: GetCommandMetadata): readonly string[] {
  const getCommand = command("Get-Command", [
    ...named("Name", question.name),
    { name: "CommandType", value: question.commandType },
    ...named("Module", question.namespace),
    ...named("FullyQualifiedModule", question.fullyQualifiedModule),
    ...named("ArgumentList", question.argumentList),
    { name: "ErrorAction", value: "SilentlyContinue" },
  ]);
  const count = command("Select-Object", [{ name: "Property", value: ["Count"] }]);
  const select = command("Select-Object", [{ name: "Property", value: [...PROPERTIES] }]);
  return [pipelineOf([getCommand, command("Measure-Object", []), count]), pipelineOf([getCommand, select])];
}

function named(name: string, value: unknown): CommandParameter[] {
  return value === null || value === undefined ? [] : [{ name, value }];
}

function command(name: string, parameters: readonly CommandParameter[]): PipelineCommand {
  return { command: name, isScript: false, useLocalScope: null, merges: NO_MERGES, parameters };
}

function pipelineOf(commands: readonly PipelineCommand[]): string {
  const pipeline: CreatePipeline = {
    statements: [commands],
    isNested: false,
    history: null,
    redirectShellErrorOutputPipe: false,
    noInput: true,
    apartmentState: 2,
    remoteStreamOptions: 0,
    addToHistory: false,
    hostInfo: NO_HOST,
  };
  return encodeCreatePipeline(pipeline);
}
