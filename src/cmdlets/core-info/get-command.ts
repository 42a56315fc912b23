// Get-Command: what can be called, by name, kind, module or parameter.

import type { CmdletContext, CmdletDefinition, CommandObject, CommandType } from "../../engine/index.js";
import { CORE } from "../shared/modules.js";
import { hasWildcard, matchesAny } from "../shared/wildcards.js";
import { syntaxLines } from "./syntax.js";

const ORDER: readonly CommandType[] = [
  "Alias",
  "Function",
  "Filter",
  "Cmdlet",
  "ExternalScript",
  "Application",
  "Script",
];
const LISTED: readonly CommandType[] = ["Alias", "Function", "Filter", "Cmdlet"];

export const getCommand: CmdletDefinition = {
  name: "Get-Command",
  module: CORE,
  synopsis: "Gets all commands.",
  aliases: ["gcm"],
  defaultParameterSet: "CmdletSet",
  parameters: {
    Name: {
      type: "string[]",
      sets: { AllCommandSet: { position: 0, fromPipeline: true, fromPipelineByPropertyName: true } },
      validate: [{ kind: "NotNullOrEmpty" }],
      help: "Names or patterns.",
    },
    Verb: { type: "string[]", sets: { CmdletSet: { fromPipelineByPropertyName: true } } },
    Noun: { type: "string[]", sets: { CmdletSet: { fromPipelineByPropertyName: true } } },
    Module: { type: "string[]", aliases: ["PSSnapin"], fromPipelineByPropertyName: true },
    CommandType: { type: "string[]", aliases: ["Type"], sets: { AllCommandSet: {} } },
    TotalCount: { type: "int" },
    Syntax: { type: "switch", help: "Writes how the command is called." },
    ArgumentList: { type: "object[]", aliases: ["Args"], position: 1, fromRemainingArguments: true },
    All: { type: "switch", help: "Those that are hidden by others of the name too." },
    ListImported: { type: "switch" },
    ParameterName: { type: "string[]", help: "Only commands with such a parameter." },
  },
  outputTypes: ["System.Management.Automation.CommandInfo"],
  examples: [{ code: "(Get-Command Get-Item).CommandType", output: "Cmdlet" }],
  run(context) {
    let left: number = context.bound["TotalCount"] ?? Infinity;
    const emit = (command: CommandObject): void => {
      if (left-- <= 0) return;
      if (context.bound["Syntax"] !== true) context.write(command);
      else context.write(["", ...syntaxLines(context.engine, command), ""].join("\n"));
    };
    return {
      process() {
        const names: readonly string[] = context.bound["Name"] ?? ["*"];
        const isNamed = context.bound["Name"] !== undefined;
        for (const name of names) for (const command of commandsFor(context, name, isNamed)) emit(command);
      },
    };
  },
};

function commandsFor(context: CmdletContext, name: string, isNamed: boolean): CommandObject[] {
  const { sessionState } = context.engine;
  const types = typesOf(context);
  if (isNamed && !hasWildcard(name)) {
    const found = sessionState.findCommand(name, types);
    const all = context.bound["All"] === true ? sessionState.commands(name, types ?? ORDER) : found ? [found] : [];
    const fitting = all.filter((command) => fits(context, command));
    if (fitting.length > 0) return fitting;
    if (found === undefined || all.length > 0) notFound(context, name);
    return [];
  }
  const found = sessionState.commands(name, types ?? (isNamed ? [...LISTED, "ExternalScript", "Application"] : LISTED));
  const rank = (command: CommandObject): number => ORDER.indexOf(command.commandType);
  const { values } = context.engine;
  return found
    .filter((command) => fits(context, command))
    .sort((a, b) => (isNamed ? 0 : rank(a) - rank(b)) || values.compare(a.name, b.name));
}

function typesOf(context: CmdletContext): readonly CommandType[] | undefined {
  const given: readonly string[] | undefined = context.bound["CommandType"];
  if (given === undefined)
    return context.bound["Verb"] || context.bound["Noun"] ? ["Function", "Filter", "Cmdlet", "Alias"] : undefined;
  const words = given.flatMap((text) => text.split(",")).map((text) => text.trim().toLowerCase());
  return words.includes("all") ? ORDER : ORDER.filter((type) => words.includes(type.toLowerCase()));
}

function fits(context: CmdletContext, command: CommandObject): boolean {
  const { bound, engine } = context;
  const [verb = "", noun = ""] = command.name.split(/-(.*)/s);
  const parameters: readonly string[] | undefined = bound["ParameterName"];
  return (
    (bound["Verb"] === undefined || (noun !== "" && matchesAny(context, verb, bound["Verb"]))) &&
    (bound["Noun"] === undefined || (noun !== "" && matchesAny(context, noun, bound["Noun"]))) &&
    (bound["Module"] === undefined || matchesAny(context, command.moduleName, bound["Module"])) &&
    (parameters === undefined ||
      [...engine.sessionState.commandParameters(command)].some(({ key }) =>
        matchesAny(context, String(key), parameters),
      ))
  );
}

function notFound(context: CmdletContext, name: string): void {
  context.writeError(
    context.error(
      "System.Management.Automation.CommandNotFoundException",
      `The term '${name}' is not recognized as a name of a cmdlet, function, script file, or executable program.\nCheck the spelling of the name, or if a path was included, verify that the path is correct and try again.`,
      "CommandNotFoundException",
      "ObjectNotFound",
      name,
    ),
  );
}
