// How a command is called, as Get-Command -Syntax and Get-Help show it: one line a parameter set.

import type {
  CmdletDefinition,
  CommandObject,
  Engine,
  ParameterDefinition,
  ParameterSetMembership,
} from "../../engine/index.js";

/** The definition behind a cmdlet's command object, where there is one. */
export function definitionOf(command: CommandObject): CmdletDefinition | undefined {
  const held = (command as { readonly cmdlet?: CmdletDefinition }).cmdlet;
  return held !== undefined && typeof held === "object" && "parameters" in held ? held : undefined;
}

export function syntaxLines(engine: Engine, command: CommandObject): string[] {
  if (command.commandType === "Alias") {
    const target = engine.sessionState.findCommand(command.definition);
    return target && target !== command ? syntaxLines(engine, target) : [command.definition];
  }
  const definition = definitionOf(command);
  if (definition) return cmdletSyntax(definition);
  if (
    command.commandType === "Function" ||
    command.commandType === "Filter" ||
    command.commandType === "ExternalScript"
  ) {
    const names = [...engine.sessionState.commandParameters(command)].map(({ key }) => `[-${String(key)}]`);
    return [[command.name, ...names].join(" ")];
  }
  return [command.definition];
}

/** One line for each parameter set, the default one first. */
export function cmdletSyntax(definition: CmdletDefinition): string[] {
  return setNames(definition).map((set) => setSyntax(definition, set));
}

export function setNames(definition: CmdletDefinition): string[] {
  const names = new Set<string>();
  for (const parameter of Object.values(definition.parameters))
    for (const name of Object.keys(parameter.sets ?? {})) names.add(name);
  const { defaultParameterSet } = definition;
  if (names.size === 0) return ["__AllParameterSets"];
  return defaultParameterSet !== undefined && names.has(defaultParameterSet)
    ? [defaultParameterSet, ...[...names].filter((name) => name !== defaultParameterSet)]
    : [...names];
}

function membership(parameter: ParameterDefinition, set: string): ParameterSetMembership | undefined {
  return parameter.sets === undefined ? parameter : parameter.sets[set];
}

function setSyntax(definition: CmdletDefinition, set: string): string {
  const inSet = Object.entries(definition.parameters).flatMap(([name, parameter]) => {
    const place = membership(parameter, set);
    return place === undefined ? [] : [{ name, parameter, place }];
  });
  const positional = inSet
    .filter(({ place }) => place.position !== undefined)
    .sort((a, b) => a.place.position! - b.place.position!);
  const mandatory = inSet.filter(({ place }) => place.position === undefined && place.mandatory === true);
  const others = inSet.filter(({ place }) => place.position === undefined && place.mandatory !== true);
  const parts = [...positional, ...mandatory, ...others].map(({ name, parameter, place }) =>
    parameterSyntax(name, parameter, place),
  );
  const common = definition.supportsShouldProcess ? ["[-WhatIf]", "[-Confirm]"] : [];
  return [definition.name, ...parts, ...common, "[<CommonParameters>]"].join(" ");
}

function parameterSyntax(name: string, parameter: ParameterDefinition, place: ParameterSetMembership): string {
  const shown = place.position === undefined ? `-${name}` : `[-${name}]`;
  if (parameter.type === "switch") return `[-${name}]`;
  const typed = `${shown} <${typeName(parameter.type)}>`;
  return place.mandatory === true ? typed : `[${typed}]`;
}

function typeName(type: string): string {
  return type.slice(type.lastIndexOf(".") + 1);
}
