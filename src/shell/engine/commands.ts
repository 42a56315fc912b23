// CREATE_PIPELINE on the engine thread: the commands a client asks for, as a script block to run with its arguments.
//
// A pipeline of one script is that script. Anything else (commands by name, several of them, several statements, merged streams)
// is put together as a script over variables: names and values never become script text.

import { type EngineRuntime, type ScriptBlock } from "../../engine/index.js";
import { Dictionary } from "../../objects/index.js";
import type { CommandParameter, CreatePipeline, PipelineCommand } from "../../protocol/index.js";
import { usingValues } from "../../protocol/index.js";
import { readUsing } from "./script-spec.js";

/** What is to be run, one step after another. */
export interface Commands {
  readonly steps: readonly Step[];
  /** Variables to set while it runs, global ones. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** For the history. */
  readonly text: string;
}

export interface Step {
  readonly block: ScriptBlock;
  readonly args: readonly unknown[];
  readonly newScope: boolean;
  /** Commands alone: no script is among them. */
  readonly asCommands: boolean;
}

/** Throws a parse error of the script. */
export function commandsOf(engine: EngineRuntime, pipeline: CreatePipeline): Commands {
  const variables = new Map<string, unknown>();
  for (const command of pipeline.statements.flat()) {
    const using = usingValues(command);
    if (using) for (const [expression, value] of readUsing(using)) variables.set(usingName(expression), value);
  }
  const steps = pipeline.statements.map((commands, at) =>
    stepOf(engine, commands, at, variables, at === 0 && !pipeline.noInput),
  );
  return { steps, variables, text: history(pipeline) };
}

/** Name under which the engine looks for the value of a `$using:` expression. */
function usingName(expression: string): string {
  return `using:${expression
    .replace(/^\$\{?using:/i, "")
    .replace(/\}$/, "")
    .toLowerCase()}`;
}

function stepOf(
  engine: EngineRuntime,
  commands: readonly PipelineCommand[],
  at: number,
  variables: Map<string, unknown>,
  takesInput: boolean,
): Step {
  const [script] = commands;
  if (commands.length === 1 && script!.isScript && isPlain(script!)) {
    const args = argumentsOf(script!).map((parameter) => parameter.value);
    return {
      block: engine.scriptBlock(script!.command),
      args,
      newScope: script!.useLocalScope === true,
      asCommands: false,
    };
  }
  const words = commands.map((command, i) => commandText(engine, command, `${at}_${i}`, variables));
  // What the client sends goes into the first command.
  const text = (takesInput ? ["$input", ...words] : words).join(" | ");
  const asCommands = !commands.some((command) => command.isScript);
  return { block: engine.scriptBlock(text), args: [], newScope: false, asCommands };
}

function history(pipeline: CreatePipeline): string {
  return (
    pipeline.history ??
    pipeline.statements.map((commands) => commands.map((each) => each.command).join(" | ")).join("; ")
  );
}

/** Only positional arguments and unmerged streams. */
function isPlain(command: PipelineCommand): boolean {
  const { mergeMyResult, mergeError, mergeWarning, mergeVerbose, mergeDebug, mergeInformation } = command.merges;
  const merged = mergeMyResult || mergeError || mergeWarning || mergeVerbose || mergeDebug || mergeInformation;
  return !merged && argumentsOf(command).every((parameter) => parameter.name === null);
}

function argumentsOf(command: PipelineCommand): readonly CommandParameter[] {
  return command.parameters.filter((parameter) => parameter.name !== "--%");
}

const PREFIX = "__remora_";

function commandText(
  engine: EngineRuntime,
  command: PipelineCommand,
  place: string,
  variables: Map<string, unknown>,
): string {
  const name = `${PREFIX}c${place}`;
  variables.set(name, command.isScript ? engine.scriptBlock(command.command) : command.command);
  const words = [command.isScript && command.useLocalScope !== true ? "." : "&", `$${name}`];
  let number = 0;
  const parameters = argumentsOf(command);
  for (let i = 0; i < parameters.length; i++) {
    const { name: parameter, value } = parameters[i]!;
    const variable = `${PREFIX}v${place}_${number++}`;
    if (parameter === null) {
      variables.set(variable, value);
      words.push(`$${variable}`);
    } else if (value === null && parameter.startsWith("-")) {
      // As it was typed in an interactive session: the value, if there is one, follows.
      words.push(safeParameter(parameter));
    } else {
      const table = new Dictionary();
      table.set(parameter.replace(/^-/, "").replace(/:$/, ""), value);
      variables.set(variable, table);
      words.push(`@${variable}`);
    }
  }
  words.push(...mergeText(command));
  return words.join(" ");
}

/** A parameter's name as it may stand in a script; anything else becomes a quoted argument. */
function safeParameter(name: string): string {
  return /^-[\w?]+:?$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
}

/** PipelineResultTypes: 1 is Output, 8 is Null. */
function mergeText(command: PipelineCommand): string[] {
  const { mergeMyResult, mergeToResult, mergeError, mergeWarning, mergeVerbose, mergeDebug, mergeInformation } =
    command.merges;
  const merged: string[] = [];
  const add = (stream: number, to: number): void => {
    if (to === 1) merged.push(`${stream}>&1`);
    else if (to === 8) merged.push(`${stream}>$null`);
  };
  add(2, mergeError !== 0 ? mergeError : mergeMyResult === 2 ? mergeToResult : 0);
  add(3, mergeWarning);
  add(4, mergeVerbose);
  add(5, mergeDebug);
  add(6, mergeInformation);
  return merged;
}
