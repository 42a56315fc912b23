// The parameters of a command as Get-Command shows them: ParameterMetadata by name.

import { Dictionary, PSObject, typedArray } from "../objects/index.js";
import { CmdletInfo, type CommandInfo, ExternalScriptInfo, FunctionInfo, ScriptInfo } from "./command-info.js";
import { ALL_SETS, cmdletTable, type Parameter, type ParameterTable } from "./parameters.js";
import type { Runtime } from "./runtime.js";

export function tableOfCommand(rt: Runtime, command: CommandInfo): ParameterTable | undefined {
  if (command instanceof CmdletInfo) return cmdletTable(rt, command.cmdlet);
  if (command instanceof FunctionInfo || command instanceof ExternalScriptInfo || command instanceof ScriptInfo)
    return rt.compile(command.scriptBlock).parameters;
  return undefined;
}

export function commandParameters(rt: Runtime, command: CommandInfo): Dictionary {
  const result = new Dictionary(
    "Dictionary",
    "System.Collections.Generic.Dictionary`2[[System.String],[System.Management.Automation.ParameterMetadata]]",
  );
  for (const parameter of tableOfCommand(rt, command)?.list ?? []) result.set(parameter.name, metadata(rt, parameter));
  return result;
}

function metadata(rt: Runtime, parameter: Parameter): PSObject {
  const type = rt.types.find(parameter.typeName === "" ? "object" : parameter.typeName) ?? rt.types.find("object")!;
  const object = PSObject.of([
    ["Name", parameter.name],
    ["ParameterType", rt.types.typeObject(type)],
    [
      "ParameterSets",
      new Dictionary(
        "Dictionary",
        "System.Collections.Generic.Dictionary`2[[System.String],[System.Management.Automation.ParameterSetMetadata]]",
      ),
    ],
    ["IsDynamic", parameter.isDynamic],
    ["Aliases", typedArray("System.String", [...parameter.aliases])],
    ["Attributes", attributes(parameter)],
    ["SwitchParameter", parameter.isSwitch],
  ]);
  object.typeNames = ["System.Management.Automation.ParameterMetadata", "System.Object"];
  return object;
}

function attributes(parameter: Parameter): PSObject[] {
  return [...parameter.sets].map(([name, set]) => {
    const attribute = PSObject.of([
      ["Position", set.position ?? -2147483648],
      ["ParameterSetName", name === ALL_SETS ? ALL_SETS : name],
      ["Mandatory", set.mandatory ?? false],
      ["ValueFromPipeline", set.fromPipeline ?? false],
      ["ValueFromPipelineByPropertyName", set.fromPipelineByPropertyName ?? false],
      ["ValueFromRemainingArguments", set.fromRemainingArguments ?? false],
      ["HelpMessage", parameter.helpMessage === "" ? null : parameter.helpMessage],
    ]);
    attribute.typeNames = ["System.Management.Automation.ParameterAttribute", "System.Attribute", "System.Object"];
    return attribute;
  });
}
