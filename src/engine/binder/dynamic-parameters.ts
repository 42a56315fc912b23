// dynamicparam: the parameters a function makes for itself, as a RuntimeDefinedParameterDictionary.

import { Dictionary, PSList, PSObject, baseOf } from "../../objects/index.js";
import type { ParameterSetMembership } from "../commands/cmdlet.js";
import { ALL_SETS, makeTable, type Parameter, type ParameterTable } from "./parameters.js";
import type { Runtime } from "../run/runtime.js";
import { PSType } from "../types/type-object.js";

/** The table with the parameters of the dictionary among `made`; undefined where there is none. */
export function dynamicTable(rt: Runtime, table: ParameterTable, made: readonly unknown[]): ParameterTable | undefined {
  const dictionary = made.map(baseOf).find((value): value is Dictionary => value instanceof Dictionary);
  if (dictionary === undefined || dictionary.size === 0) return undefined;
  const extra: Parameter[] = [];
  for (const { key, value } of dictionary) extra.push(runtimeParameter(rt, rt.values.toText(key), value));
  return makeTable([...table.list, ...extra], {
    defaultSet: table.defaultSet,
    isAdvanced: true,
    supportsShouldProcess: table.supportsShouldProcess,
    confirmImpact: table.confirmImpact,
  });
}

function runtimeParameter(rt: Runtime, name: string, value: unknown): Parameter {
  const get = (member: string): unknown => rt.values.getMember(value, member);
  const type = baseOf(get("ParameterType"));
  const typeName = type instanceof PSType ? type.name : "";
  const attributes = baseOf(get("Attributes"));
  const items = attributes instanceof PSList ? attributes.items : Array.isArray(attributes) ? attributes : [];
  const sets = new Map<string, ParameterSetMembership>();
  for (const item of items) addMembership(rt, sets, item);
  if (sets.size === 0) sets.set(ALL_SETS, {});
  return {
    name,
    key: name.toLowerCase(),
    typeName: typeName === "System.Object" ? "" : typeName,
    shownType: typeName,
    isSwitch: typeName.endsWith("SwitchParameter"),
    isBoolean: typeName === "System.Boolean",
    isCollection: typeName.endsWith("[]"),
    aliases: [],
    sets,
    validators: [],
    allowNull: false,
    allowEmptyString: false,
    allowEmptyCollection: false,
    psTypeName: null,
    isCredential: false,
    defaultValue: null,
    slot: -1,
    constraint: null,
    isCommon: false,
    isDynamic: true,
    helpMessage: "",
    attributes: items,
  };
}

function addMembership(rt: Runtime, sets: Map<string, ParameterSetMembership>, attribute: unknown): void {
  if (attribute === null || attribute === undefined) return;
  if (
    !rt.values.typeNameOf(attribute instanceof PSObject ? baseOf(attribute) : attribute).endsWith("ParameterAttribute")
  )
    return;
  const get = (member: string): unknown => rt.values.getMember(attribute, member);
  const position = get("Position");
  const set = get("ParameterSetName");
  const membership = {
    ...(typeof position === "number" && position >= 0 ? { position } : {}),
    ...(get("Mandatory") === true ? { mandatory: true } : {}),
    ...(get("ValueFromPipeline") === true ? { fromPipeline: true } : {}),
    ...(get("ValueFromPipelineByPropertyName") === true ? { fromPipelineByPropertyName: true } : {}),
  };
  sets.set(typeof set === "string" && set !== "" ? set : ALL_SETS, membership);
}
