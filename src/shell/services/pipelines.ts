// From what an engine thread says of a command (texts, CLIXML) to what a session runs.

import { readValue, writeValue } from "../../clixml/index.js";
import { type CreatePipeline, type HostInfo, NO_MERGES, scriptPipeline } from "../../protocol/index.js";
import type { UIFacts } from "../requests.js";

/** A script with its arguments, as it crosses the bridge. */
export interface ScriptSpec {
  readonly script: string;
  /** Arguments in order; `name` null for one by position. Values are CLIXML. */
  readonly parameters: readonly { readonly name: string | null; readonly value: string }[];
  /** False where input follows. */
  readonly noInput: boolean;
  /** The user interface behind the caller: whom host calls are for. */
  readonly ui: UIFacts;
  /** The script's commands, where it is nothing else: they are sent instead of it. */
  readonly commands?: readonly PlainCommand[];
  /** Location to go to first, on the other side. */
  readonly location?: string;
  /** The other side shows the output, errors among it, by its own Out-Default: how a line of an interactive session runs. */
  readonly toDefault?: boolean;
  /** Its variables are its own, and gone when it ends. */
  readonly localScope?: boolean;
}

/** A command by its name, with constants for arguments. */
export interface PlainCommand {
  readonly name: string;
  /** As typed: `-Name` or `-Name:` with its value, and values without a name. Values are CLIXML, "" for none. */
  readonly parameters: ScriptSpec["parameters"];
}

/** `host` where the user interface is no longer what the session was opened with. */
export function pipelineOf(spec: ScriptSpec, host: HostInfo = PIPELINE_HOST): CreatePipeline {
  const script = scriptPipeline(spec.script, decoded(spec.parameters), host);
  const statements = spec.commands ? [spec.commands.map(commandOf)] : script.statements;
  const made = { ...script, statements, noInput: spec.noInput };
  const plain = spec.localScope ? scoped(made) : made;
  const pipeline = spec.toDefault ? shown(plain) : plain;
  if (spec.location === undefined) return pipeline;
  const move = {
    command: "Microsoft.PowerShell.Management\\Set-Location",
    isScript: false,
    useLocalScope: null,
    merges: NO_MERGES,
    parameters: [{ name: "LiteralPath", value: spec.location }],
  };
  return { ...pipeline, statements: [[move], ...pipeline.statements] };
}

/** A text as an argument by position. */
export function textArgument(text: string): ScriptSpec["parameters"][number] {
  return { name: null, value: writeValue(text) };
}

function scoped(pipeline: CreatePipeline): CreatePipeline {
  return {
    ...pipeline,
    statements: pipeline.statements.map((commands) => commands.map((each) => ({ ...each, useLocalScope: true }))),
  };
}

function decoded(parameters: ScriptSpec["parameters"]): { name: string | null; value: unknown }[] {
  return parameters.map(({ name, value }) => ({ name, value: value === "" ? null : readValue(value) }));
}

function commandOf({ name, parameters }: PlainCommand): CreatePipeline["statements"][number][number] {
  return {
    command: name,
    isScript: false,
    useLocalScope: null,
    merges: NO_MERGES,
    parameters: decoded(parameters),
  };
}

/** PipelineResultTypes: 1 is Output, 2 is Error. */
const ERRORS_TO_OUTPUT = { ...NO_MERGES, mergeMyResult: 2, mergeToResult: 1, mergeError: 1 };

/** With Out-Default at its end, which takes the errors along with the output. */
function shown(pipeline: CreatePipeline): CreatePipeline {
  const outDefault = {
    command: "Out-Default",
    isScript: false,
    useLocalScope: null,
    merges: NO_MERGES,
    parameters: [],
  };
  return {
    ...pipeline,
    redirectShellErrorOutputPipe: false,
    statements: pipeline.statements.map((commands) => [
      ...commands.map((command) => ({ ...command, merges: ERRORS_TO_OUTPUT })),
      outDefault,
    ]),
  };
}

/** A pipeline calls the host its session was opened with. */
const PIPELINE_HOST: HostInfo = {
  isHostNull: true,
  isHostUINull: true,
  isHostRawUINull: true,
  useRunspaceHost: true,
  defaultData: undefined,
};

/** What a session tells its server of this side's host. */
export function hostInfoOf(ui: UIFacts): HostInfo {
  const size = { width: ui.width, height: ui.height };
  return {
    isHostNull: false,
    isHostUINull: false,
    isHostRawUINull: false,
    useRunspaceHost: false,
    defaultData: {
      foregroundColor: 7,
      backgroundColor: 0,
      cursorPosition: { x: 0, y: 0 },
      windowPosition: { x: 0, y: 0 },
      cursorSize: 25,
      bufferSize: size,
      windowSize: size,
      maxWindowSize: size,
      maxPhysicalWindowSize: size,
      windowTitle: "",
    },
  };
}
