// The parameters of a command, as the binder sees them: of a function from its attributes, of a cmdlet from its declaration.

import type { CmdletDefinition, ParameterDefinition, ParameterSetMembership } from "../commands/cmdlet.js";
import type { Expr, Runtime } from "../run/runtime.js";
import type { Constraint } from "../session/scopes.js";
import { type Validator, validatorFor } from "./validation.js";

export const ALL_SETS = "__AllParameterSets";

export interface Parameter {
  readonly name: string;
  readonly key: string;
  /** Type to convert to, as the table of types finds it; "" takes anything. */
  readonly typeName: string;
  /** Full name of the type as errors say it. */
  readonly shownType: string;
  readonly isSwitch: boolean;
  readonly isBoolean: boolean;
  readonly isCollection: boolean;
  readonly aliases: readonly string[];
  /** Sets by name; ALL_SETS where it is in all of them. */
  readonly sets: ReadonlyMap<string, ParameterSetMembership>;
  readonly validators: readonly Validator[];
  readonly allowNull: boolean;
  readonly allowEmptyString: boolean;
  readonly allowEmptyCollection: boolean;
  /** [PSTypeName()]. */
  readonly psTypeName: string | null;
  readonly isCredential: boolean;
  /** Value where the call gives none. */
  readonly defaultValue: Expr | null;
  /** Slot of the variable, for functions. */
  readonly slot: number;
  /** Checks later assignments to the variable, for functions. */
  readonly constraint: Constraint | null;
  readonly isCommon: boolean;
  readonly isDynamic: boolean;
  readonly helpMessage: string;
  /** What Get-Command shows under Attributes. */
  readonly attributes: readonly unknown[];
}

export interface ParameterTable {
  readonly list: readonly Parameter[];
  readonly byName: ReadonlyMap<string, Parameter>;
  /** Names of the sets, in order of appearance; empty where there is only ALL_SETS. */
  readonly setNames: readonly string[];
  readonly defaultSet: string | null;
  readonly isAdvanced: boolean;
  readonly supportsShouldProcess: boolean;
  readonly confirmImpact: string;
  /** Takes input from the pipeline through a parameter. */
  readonly takesPipelineInput: boolean;
}

export function makeTable(
  list: readonly Parameter[],
  options: {
    defaultSet?: string | null;
    isAdvanced: boolean;
    supportsShouldProcess?: boolean;
    confirmImpact?: string;
  },
): ParameterTable {
  const byName = new Map<string, Parameter>();
  const setNames: string[] = [];
  for (const parameter of list) {
    byName.set(parameter.key, parameter);
    for (const name of parameter.sets.keys())
      if (name !== ALL_SETS && !setNames.some((known) => known.toLowerCase() === name.toLowerCase()))
        setNames.push(name);
  }
  // The default set is one even where no parameter names it.
  const preferred = options.defaultSet;
  if (preferred && setNames.length > 0 && !setNames.some((known) => known.toLowerCase() === preferred.toLowerCase()))
    setNames.unshift(preferred);
  for (const parameter of list)
    for (const alias of parameter.aliases)
      if (!byName.has(alias.toLowerCase())) byName.set(alias.toLowerCase(), parameter);
  return {
    list,
    byName,
    setNames,
    defaultSet: options.defaultSet ?? null,
    isAdvanced: options.isAdvanced,
    supportsShouldProcess: options.supportsShouldProcess ?? false,
    confirmImpact: options.confirmImpact ?? "Medium",
    takesPipelineInput: list.some((parameter) =>
      [...parameter.sets.values()].some((set) => set.fromPipeline || set.fromPipelineByPropertyName),
    ),
  };
}

/** One parameter of a cmdlet's declaration. */
function declaredParameter(rt: Runtime, name: string, definition: ParameterDefinition): Parameter {
  const membership: ParameterSetMembership = definition;
  const sets = new Map<string, ParameterSetMembership>(
    definition.sets
      ? Object.entries(definition.sets).map(([set, own]) => [set, { ...pick(membership), ...own }])
      : [[ALL_SETS, membership]],
  );
  const type = definition.type.toLowerCase();
  return {
    name,
    key: name.toLowerCase(),
    typeName: type === "object" || type === "psobject" || type === "system.object" ? "" : definition.type,
    shownType:
      type === "psobject"
        ? "System.Management.Automation.PSObject"
        : (rt.types.find(definition.type)?.name ?? definition.type),
    isSwitch: type === "switch",
    isBoolean: type === "bool",
    isCollection: type.endsWith("[]"),
    aliases: definition.aliases ?? [],
    sets,
    validators: (definition.validate ?? []).map((validation) => validatorFor(rt, validation)),
    allowNull: definition.allowNull ?? false,
    allowEmptyString: definition.allowEmptyString ?? false,
    allowEmptyCollection: definition.allowEmptyCollection ?? false,
    psTypeName: null,
    isCredential: false,
    defaultValue: null,
    slot: -1,
    constraint: null,
    isCommon: false,
    isDynamic: false,
    helpMessage: definition.help ?? "",
    attributes: [],
  };
}

function pick(from: ParameterSetMembership): ParameterSetMembership {
  const out: Record<string, unknown> = {};
  for (const key of [
    "position",
    "mandatory",
    "fromPipeline",
    "fromPipelineByPropertyName",
    "fromRemainingArguments",
  ] as const)
    if (from[key] !== undefined) out[key] = from[key];
  return out as ParameterSetMembership;
}

const COMMON: readonly (readonly [name: string, type: string, alias: string])[] = [
  ["Verbose", "switch", "vb"],
  ["Debug", "switch", "db"],
  ["ErrorAction", "System.Management.Automation.ActionPreference", "ea"],
  ["WarningAction", "System.Management.Automation.ActionPreference", "wa"],
  ["InformationAction", "System.Management.Automation.ActionPreference", "infa"],
  ["ProgressAction", "System.Management.Automation.ActionPreference", "proga"],
  ["ErrorVariable", "string", "ev"],
  ["WarningVariable", "string", "wv"],
  ["InformationVariable", "string", "iv"],
  ["OutVariable", "string", "ov"],
  ["OutBuffer", "int", "ob"],
  ["PipelineVariable", "string", "pv"],
];

const SHOULD_PROCESS: readonly (readonly [name: string, type: string, alias: string])[] = [
  ["WhatIf", "switch", "wi"],
  ["Confirm", "switch", "cf"],
];

const PAGING: readonly (readonly [name: string, type: string, alias: string])[] = [
  ["IncludeTotalCount", "switch", ""],
  ["Skip", "uint64", ""],
  ["First", "uint64", ""],
];

/** The parameters every cmdlet and advanced function has. */
export function commonParameters(rt: Runtime, supportsShouldProcess: boolean, supportsPaging = false): Parameter[] {
  return [...COMMON, ...(supportsShouldProcess ? SHOULD_PROCESS : []), ...(supportsPaging ? PAGING : [])].map(
    ([name, type, alias]) => ({
      ...declaredParameter(rt, name, { type, aliases: alias === "" ? [] : [alias] }),
      isCommon: !PAGING.some(([paging]) => paging === name),
    }),
  );
}

/** The table of a cmdlet; `extra` are its dynamic parameters. */
export function cmdletTable(
  rt: Runtime,
  definition: CmdletDefinition,
  extra: Readonly<Record<string, ParameterDefinition>> = {},
): ParameterTable {
  const own = Object.entries(definition.parameters).map(([name, parameter]) => declaredParameter(rt, name, parameter));
  const dynamic = Object.entries(extra).map(([name, parameter]) => ({
    ...declaredParameter(rt, name, parameter),
    isDynamic: true,
  }));
  const known = new Set([...own, ...dynamic].map((parameter) => parameter.key));
  const common = commonParameters(rt, definition.supportsShouldProcess ?? false, definition.supportsPaging ?? false);
  return makeTable([...own, ...dynamic, ...common.filter((parameter) => !known.has(parameter.key))], {
    defaultSet: definition.defaultParameterSet ?? null,
    isAdvanced: true,
    supportsShouldProcess: definition.supportsShouldProcess ?? false,
    confirmImpact: definition.confirmImpact ?? "Medium",
  });
}
