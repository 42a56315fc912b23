// The parameters of a command as Get-Command shows them: ParameterMetadata by name.

import { Dictionary } from "../../objects/index.js";
import {
  CmdletInfo,
  type CommandInfo,
  ExternalScriptInfo,
  FunctionInfo,
  ScriptInfo,
} from "../commands/command-info.js";
import { ParameterMetadata } from "./parameters.js";
import { cmdletTable, type ParameterTable } from "../binder/parameters.js";
import type { Runtime } from "../run/runtime.js";

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
  for (const parameter of tableOfCommand(rt, command)?.list ?? [])
    result.set(parameter.name, new ParameterMetadata(parameter));
  return result;
}
