// Get-Help: what a command is for and how it is called, from the cmdlet's own definition or a function's comment.

import type { CmdletContext, CmdletDefinition, CommandObject, ParameterDefinition } from "../../engine/index.js";
import { PSObject } from "../../objects/index.js";
import { CORE } from "../shared/modules.js";
import { hasWildcard, matchesAny } from "../shared/wildcards.js";
import { commentHelp, type CommentHelp } from "./comment-help.js";
import { commandDescription } from "./help/descriptions.js";
import { parameterText } from "./help/parameters.js";
import { type Topic, TOPICS } from "./help/topics.js";
import { cmdletSyntax, definitionOf, setNames, syntaxLines } from "./syntax.js";

export const getHelp: CmdletDefinition = {
  name: "Get-Help",
  module: CORE,
  synopsis: "Displays information about PowerShell commands and concepts.",
  aliases: ["help", "man"],
  defaultParameterSet: "AllUsersView",
  parameters: {
    Name: { type: "string", position: 0, fromPipelineByPropertyName: true },
    Path: { type: "string" },
    Category: { type: "string[]" },
    Full: { type: "switch", sets: { AllUsersView: {} }, help: "Everything." },
    Detailed: { type: "switch", sets: { DetailedView: { mandatory: true } } },
    Examples: { type: "switch", sets: { Examples: { mandatory: true } }, help: "The examples alone." },
    Parameter: { type: "string[]", sets: { Parameters: { mandatory: true } }, help: "These parameters alone." },
    Online: { type: "switch", sets: { Online: { mandatory: true } } },
    Component: { type: "string[]" },
    Functionality: { type: "string[]" },
    Role: { type: "string[]" },
  },
  examples: [
    {
      code: "(Get-Help Out-Null).Synopsis",
      output: "Hides the output instead of sending it down the pipeline or displaying it.",
    },
  ],
  run: (context) => ({
    process() {
      const name: string = context.bound["Name"] ?? "Get-Help";
      const { sessionState, values } = context.engine;
      if (hasWildcard(name)) {
        for (const command of sessionState.commands(name, ["Cmdlet", "Function", "Filter"]))
          context.write(shortHelp(context, command));
        for (const topic of TOPICS) if (values.like(topic.name, name)) context.write(shortTopic(topic));
        return;
      }
      const topic = TOPICS.find((each) => each.name.toLowerCase() === name.toLowerCase());
      if (topic) return context.write(topic.text);
      const found = followAlias(
        context,
        sessionState.findCommand(name, ["Alias", "Cmdlet", "Function", "Filter", "ExternalScript"]),
      );
      if (!found) return notFound(context, name);
      const wanted: readonly string[] | undefined = context.bound["Parameter"];
      const help = helpFor(context, found);
      if (wanted === undefined) return context.write(help.whole);
      const parameters = help.parameters.filter(({ name: each }) => matchesAny(context, each, wanted));
      if (parameters.length === 0) return noParameter(context, found.name, wanted.join(", "));
      for (const parameter of parameters) context.write(parameter.object);
    },
  }),
};

function followAlias(context: CmdletContext, command: CommandObject | undefined): CommandObject | undefined {
  for (let i = 0; i < 10 && command?.commandType === "Alias"; i++)
    command = context.engine.sessionState.findCommand(command.definition);
  return command;
}

interface Help {
  readonly whole: PSObject;
  readonly parameters: readonly { readonly name: string; readonly object: PSObject }[];
}

function helpFor(context: CmdletContext, command: CommandObject): Help {
  const { bound } = context;
  const definition = definitionOf(command);
  const comment = definition ? undefined : commentHelp(context.engine.values.toText(command.definition));
  const parameters = definition ? cmdletParameters(definition) : functionParameters(context, command, comment);
  const whole = PSObject.of({
    Name: command.name,
    Category: command.commandType,
    ModuleName: command.moduleName,
    Synopsis: definition?.synopsis ?? comment?.synopsis ?? syntaxLines(context.engine, command).join("\n"),
    Syntax: definition ? cmdletSyntax(definition) : syntaxLines(context.engine, command),
    Description: (definition ? commandDescription(definition.name) : comment?.description) ?? "",
    Parameters: parameters.map(({ object }) => object),
    Examples: examplesOf(definition, comment),
    Aliases: (definition?.aliases ?? []).join(", "),
  });
  const view =
    bound["Examples"] === true
      ? "ExamplesView"
      : bound["Full"] === true
        ? "FullView"
        : bound["Detailed"] === true
          ? "DetailedView"
          : undefined;
  whole.typeNames = [
    ...(view ? [`MamlCommandHelpInfo#${view}`] : []),
    "MamlCommandHelpInfo",
    "HelpInfo",
    "System.Object",
  ];
  return { whole, parameters };
}

function cmdletParameters(definition: CmdletDefinition): Help["parameters"] {
  return Object.entries(definition.parameters).map(([name, parameter]) => {
    const places = parameter.sets ? Object.values(parameter.sets) : [parameter];
    return {
      name,
      object: parameterHelp(
        name,
        parameter,
        places,
        parameter.sets ? Object.keys(parameter.sets) : setNames(definition),
      ),
    };
  });
}

function parameterHelp(
  name: string,
  parameter: ParameterDefinition,
  places: readonly {
    position?: number;
    mandatory?: boolean;
    fromPipeline?: boolean;
    fromPipelineByPropertyName?: boolean;
  }[],
  sets: readonly string[],
): PSObject {
  const position = places.find((place) => place.position !== undefined)?.position;
  const byValue = places.some((place) => place.fromPipeline);
  const byName = places.some((place) => place.fromPipelineByPropertyName);
  const pipeline = [byValue ? "ByValue" : "", byName ? "ByPropertyName" : ""].filter((text) => text !== "").join(", ");
  const object = PSObject.of({
    Name: name,
    ParameterValue: parameter.type === "switch" ? "" : `<${parameter.type}>`,
    Description: parameter.help ?? parameterText(name) ?? "",
    Required: places.some((place) => place.mandatory),
    Position: position === undefined ? "Named" : String(position),
    PipelineInput: pipeline === "" ? "false" : `true (${pipeline})`,
    ParameterSetName: sets.join(", "),
    Aliases: (parameter.aliases ?? []).join(", "),
  });
  object.typeNames = ["MamlCommandHelpInfo#parameter", "System.Object"];
  return object;
}

function functionParameters(
  context: CmdletContext,
  command: CommandObject,
  comment: CommentHelp | undefined,
): Help["parameters"] {
  return [...context.engine.sessionState.commandParameters(command)].map(({ key }) => {
    const name = String(key);
    const help = comment?.parameters.get(name.toLowerCase());
    return { name, object: parameterHelp(name, { type: "object", ...(help ? { help } : {}) }, [], ["(All)"]) };
  });
}

function examplesOf(definition: CmdletDefinition | undefined, comment: CommentHelp | undefined): PSObject[] {
  const all = definition
    ? (definition.examples ?? []).map(({ code, output, note }) => ({
        code,
        remarks: [note ?? "", output ?? ""].filter((text) => text !== "").join("\n"),
      }))
    : (comment?.examples ?? []);
  return all.map(({ code, remarks }, i) => {
    const example = PSObject.of({
      Title: `-------------------------- EXAMPLE ${i + 1} --------------------------`,
      Code: code,
      Remarks: remarks,
    });
    example.typeNames = ["MamlCommandHelpInfo#example", "System.Object"];
    return example;
  });
}

function shortHelp(context: CmdletContext, command: CommandObject): PSObject {
  const info = PSObject.of({
    Name: command.name,
    Category: command.commandType,
    Module: command.moduleName,
    Synopsis: definitionOf(command)?.synopsis ?? syntaxLines(context.engine, command).join(" "),
  });
  info.typeNames = ["HelpInfoShort", "HelpInfo", "System.Object"];
  return info;
}

function shortTopic(topic: Topic): PSObject {
  const info = PSObject.of({ Name: topic.name, Category: "HelpFile", Module: "", Synopsis: topic.synopsis });
  info.typeNames = ["HelpInfoShort", "HelpInfo", "System.Object"];
  return info;
}

function notFound(context: CmdletContext, name: string): void {
  context.writeError(
    context.error(
      "Microsoft.PowerShell.Commands.HelpNotFoundException",
      `Get-Help could not find ${name} in a help file in this session. To download updated help topics type: "Update-Help". To get help online, search for the help topic in the TechNet library at https://go.microsoft.com/fwlink/?LinkID=107116.`,
      "HelpNotFound",
      "ResourceUnavailable",
    ),
  );
}

function noParameter(context: CmdletContext, command: string, parameter: string): void {
  context.writeError(
    context.error(
      "System.Management.Automation.PSArgumentException",
      `No parameter matches criteria ${parameter}.`,
      "NoParmsFound",
      "InvalidArgument",
      command,
    ),
  );
}
