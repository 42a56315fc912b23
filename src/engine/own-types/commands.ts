// Members of commands, for scripts: FunctionInfo, CmdletInfo, AliasInfo and the others.

import { NetObject } from "../../objects/index.js";
import {
  AliasInfo,
  CmdletInfo,
  type CommandInfo,
  FunctionInfo,
  type ExternalScriptInfo,
} from "../commands/command-info.js";
import { commandParameters, tableOfCommand } from "./command-parameters.js";
import { CommandParameter } from "./parameters.js";
import { ALL_SETS } from "../binder/parameters.js";
import type { Runtime } from "../run/runtime.js";
import type { TypeSource } from "../types/define.js";
import { AUTOMATION, type Add } from "./type-tools.js";

export function addCommands(rt: Runtime, add: Add): void {
  const common: NonNullable<TypeSource["members"]> = {
    "string Name": (c: CommandInfo) => c.name,
    "System.Management.Automation.CommandTypes CommandType": (c: CommandInfo) => commandType(rt, c),
    "string Source": (c: CommandInfo) => (c.commandType === "Application" ? c.definition : c.moduleName),
    "version Version": (c: CommandInfo) =>
      c.module || c.commandType === "Application"
        ? rt.values.tryConvert(c.module?.version ?? "0.0.0.0", "version")
        : null,
    "string Definition": (c: CommandInfo) => definitionOf(rt, c),
    "System.Management.Automation.SessionStateEntryVisibility Visibility": () =>
      rt.values.tryConvert("Public", "System.Management.Automation.SessionStateEntryVisibility") ?? "Public",
    "string ModuleName": (c: CommandInfo) => c.moduleName,
    "psmoduleinfo Module": (c: CommandInfo) => c.module,
    "System.Object RemotingCapability": () => "PowerShell",
    "System.Collections.Generic.Dictionary[string,System.Management.Automation.ParameterMetadata] Parameters": (
      c: CommandInfo,
    ) => (c instanceof AliasInfo ? commandParameters(rt, resolved(rt, c) ?? c) : commandParameters(rt, c)),
    "System.Object ParameterSets": (c: CommandInfo) => parameterSets(rt, c),
    "System.Object OutputType": (c: CommandInfo) => outputTypes(rt, c),
    "string ToString()": (c: CommandInfo) => c.name,
  };
  const scripted: NonNullable<TypeSource["members"]> = {
    "scriptblock ScriptBlock": (c: FunctionInfo) => c.scriptBlock,
  };
  const text = (c: CommandInfo): string => c.name;
  add("CommandInfo", { kind: "abstract", members: common, text });
  add("FunctionInfo", {
    base: `${AUTOMATION}CommandInfo`,
    members: {
      ...scripted,
      "bool CmdletBinding": (c: FunctionInfo) => rt.compile(c.scriptBlock).isAdvanced,
      "string DefaultParameterSet": (c: FunctionInfo) => tableOfCommand(rt, c)?.defaultSet ?? null,
      "System.Management.Automation.ScopedItemOptions Options": (c: FunctionInfo) =>
        rt.values.tryConvert(c.options === 0 ? "None" : c.options, `${AUTOMATION}ScopedItemOptions`) ?? "None",
      "string Description": [(c: FunctionInfo) => c.description, (c: FunctionInfo, v: string) => (c.description = v)],
      "string Verb": (c: FunctionInfo) => (c.name.includes("-") ? c.name.slice(0, c.name.indexOf("-")) : ""),
      "string Noun": (c: FunctionInfo) => (c.name.includes("-") ? c.name.slice(c.name.indexOf("-") + 1) : ""),
      "string HelpFile": () => null,
    },
    text,
  });
  add("FilterInfo", { base: `${AUTOMATION}FunctionInfo`, text });
  add("ScriptInfo", { base: `${AUTOMATION}CommandInfo`, members: scripted, text });
  add("ExternalScriptInfo", {
    base: `${AUTOMATION}CommandInfo`,
    members: {
      ...scripted,
      "string Path": (c: ExternalScriptInfo) => c.path,
      "string ScriptContents": (c: ExternalScriptInfo) => c.scriptBlock.ast.source.text,
    },
    text,
  });
  add("CmdletInfo", {
    base: `${AUTOMATION}CommandInfo`,
    members: {
      "string Verb": (c: CmdletInfo) => c.name.slice(0, c.name.indexOf("-")),
      "string Noun": (c: CmdletInfo) => c.name.slice(c.name.indexOf("-") + 1),
      "string DefaultParameterSet": (c: CmdletInfo) => c.cmdlet.defaultParameterSet ?? null,
      "type ImplementingType": (c: CmdletInfo) => {
        const type = rt.types.find(c.implementingType);
        return type ? rt.types.typeObject(type) : null;
      },
      "string HelpFile": (c: CmdletInfo) => `${c.moduleName}.dll-Help.xml`,
    },
    text,
  });
  add("CommandParameterSetInfo", {
    members: {
      "string Name": (s: ParameterSetInfo) => s.name,
      "bool IsDefault": (s: ParameterSetInfo) => s.isDefault,
      "System.Object Parameters": (s: ParameterSetInfo) => [...s.parameters],
    },
    text: (s: ParameterSetInfo) => s.parameters.map((each) => `[-${each.parameter.name}]`).join(" "),
  });
  add("AliasInfo", {
    base: `${AUTOMATION}CommandInfo`,
    members: {
      "System.Management.Automation.CommandInfo ResolvedCommand": (c: AliasInfo) => resolved(rt, c) ?? null,
      "System.Management.Automation.CommandInfo ReferencedCommand": (c: AliasInfo) =>
        rt.lookup(c.definition, null) ?? null,
      "string ResolvedCommandName": (c: AliasInfo) => resolved(rt, c)?.name ?? null,
      "string Description": (c: AliasInfo) => c.description,
      "System.Management.Automation.ScopedItemOptions Options": (c: AliasInfo) =>
        rt.values.tryConvert(c.options, `${AUTOMATION}ScopedItemOptions`) ?? "None",
    },
    extended: {
      "script string DisplayName": (c: AliasInfo) => `${c.name} -> ${resolved(rt, c)?.name ?? c.definition}`,
    },
    text,
  });
  add("ApplicationInfo", {
    base: `${AUTOMATION}CommandInfo`,
    members: {
      "string Path": (c: CommandInfo) => c.definition,
      "string Extension": (c: CommandInfo) => /\.[^.]*$/.exec(c.name)?.[0] ?? "",
    },
    text,
  });
}

function commandType(rt: Runtime, c: CommandInfo): unknown {
  return rt.values.tryConvert(c.commandType, `${AUTOMATION}CommandTypes`) ?? c.commandType;
}

function resolved(rt: Runtime, alias: AliasInfo): CommandInfo | undefined {
  let found: CommandInfo | undefined = alias;
  for (let i = 0; found instanceof AliasInfo && i < 20; i++) found = rt.lookup(found.definition, null);
  return found;
}

function definitionOf(rt: Runtime, c: CommandInfo): string {
  if (!(c instanceof CmdletInfo)) return c.definition;
  return rt.syntax?.(c) ?? c.name;
}

/** System.Management.Automation.CommandParameterSetInfo. */
class ParameterSetInfo extends NetObject {
  readonly typeName: string = `${AUTOMATION}CommandParameterSetInfo`;
  readonly name: string;
  readonly isDefault: boolean;
  readonly parameters: readonly CommandParameter[];
  constructor(name: string, isDefault: boolean, parameters: readonly CommandParameter[]) {
    super();
    this.name = name;
    this.isDefault = isDefault;
    this.parameters = parameters;
  }
}

function parameterSets(rt: Runtime, c: CommandInfo): unknown {
  const table = tableOfCommand(rt, c);
  if (!table) return [];
  const names = table.setNames.length === 0 ? [ALL_SETS] : table.setNames;
  return names.map(
    (name) =>
      new ParameterSetInfo(
        name,
        table.defaultSet !== null && name.toLowerCase() === table.defaultSet.toLowerCase(),
        table.list
          .filter((parameter) => parameter.sets.has(ALL_SETS) || parameter.sets.has(name))
          .map((parameter) => new CommandParameter(parameter, name)),
      ),
  );
}

function outputTypes(rt: Runtime, c: CommandInfo): unknown {
  const names =
    c instanceof CmdletInfo
      ? (c.cmdlet.outputTypes ?? [])
      : c instanceof FunctionInfo
        ? (c.scriptBlock.ast.paramBlock?.attributes ?? [])
            .filter((attribute) => /^outputtype(attribute)?$/i.test(attribute.typeName.name))
            .flatMap((attribute) =>
              attribute.positionalArguments.map((argument) =>
                argument.kind === "TypeExpression"
                  ? argument.typeName.name
                  : argument.kind === "StringConstantExpression"
                    ? argument.value
                    : "",
              ),
            )
        : [];
  return names.map((name) => new PSTypeName(rt.types.find(name)?.name ?? name));
}

/** System.Management.Automation.PSTypeName. */
export class PSTypeName extends NetObject {
  readonly typeName: string = `${AUTOMATION}PSTypeName`;
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
}
