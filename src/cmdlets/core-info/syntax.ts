// How a command is called, as Get-Command -Syntax and Get-Help show it: one line a parameter set.

import {
  PSType,
  type FullTypeTable,
  type CmdletDefinition,
  type CommandObject,
  type Engine,
  type ParameterDefinition,
  type ParameterSetMembership,
} from "../../engine/index.js";
import { baseOf, Dictionary } from "../../objects/index.js";

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
  const isScript =
    command.commandType === "Function" || command.commandType === "Filter" || command.commandType === "ExternalScript";
  if (isScript) return scriptSyntax(engine, command);
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

// As PowerShell prints it: without its namespace, [object] by its .NET name.
function typeName(type: string): string {
  return type.slice(type.lastIndexOf(".") + 1).replace(/^object\b/i, "Object");
}

const COMMON: ReadonlySet<string> = new Set(
  "Verbose Debug ErrorAction WarningAction InformationAction ProgressAction ErrorVariable WarningVariable InformationVariable OutVariable OutBuffer PipelineVariable"
    .toLowerCase()
    .split(" "),
);

/** One line for each parameter set of a function or script, from what its commands say of their parameters. */
function scriptSyntax(engine: Engine, command: CommandObject): string[] {
  const { values } = engine;
  const parameters = [...engine.sessionState.commandParameters(command)].map(({ key, value }) => ({
    name: values.toText(key),
    metadata: value,
  }));
  const own = parameters.filter(({ name }) => !COMMON.has(name.toLowerCase()));
  const sets = [...(values.enumerate(values.getMember(command, "ParameterSets")) ?? [])].map((set) =>
    values.toText(values.getMember(set, "Name") ?? ""),
  );
  const isAdvanced = own.length < parameters.length;
  return (sets.length === 0 ? ["__AllParameterSets"] : sets).map((set) => {
    const parts = own
      .flatMap(({ name, metadata }) => {
        const place = placeIn(engine, metadata, set);
        return place === undefined ? [] : [{ name, place, definition: { type: typeText(engine, metadata) } }];
      })
      .sort((a, b) => (a.place.position ?? Infinity) - (b.place.position ?? Infinity) || 0)
      .map(({ name, place, definition }) => parameterSyntax(name, definition, place));
    return [command.name, ...parts, ...(isAdvanced ? ["[<CommonParameters>]"] : [])].join(" ");
  });
}

function placeIn(engine: Engine, metadata: unknown, set: string): ParameterSetMembership | undefined {
  const { values } = engine;
  const sets = baseOf(values.getMember(metadata, "ParameterSets"));
  if (!(sets instanceof Dictionary)) return undefined;
  const found = sets.get(set) ?? sets.get("__AllParameterSets");
  if (found === undefined) return undefined;
  const position = values.getMember(found, "Position");
  return {
    mandatory: values.getMember(found, "IsMandatory") === true,
    ...(typeof position === "number" && position >= 0 ? { position } : {}),
  };
}

function typeText(engine: Engine, metadata: unknown): string {
  if (engine.values.getMember(metadata, "SwitchParameter") === true) return "switch";
  const type = baseOf(engine.values.getMember(metadata, "ParameterType"));
  return type instanceof PSType
    ? (engine.types as FullTypeTable).displayName(type.name).replace("System.Object", "Object")
    : "Object";
}
