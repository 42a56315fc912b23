// Parameters with nothing but a type on them, in the shape the binder's conversions take.

import type { ParameterSetMembership } from "../commands/cmdlet.js";
import type { Parameter } from "./parameters.js";
import type { PlainParameter } from "../run/script-block.js";

const EMPTY_SETS: ReadonlyMap<string, ParameterSetMembership> = new Map();

/** A plain parameter in the binder's shape, for its conversions. */
export function plainAsParameter(parameter: PlainParameter): Parameter {
  const folded = parameter.typeName!.toLowerCase();
  return {
    name: parameter.name,
    key: parameter.key,
    typeName: parameter.typeName!,
    shownType: parameter.typeName!,
    isSwitch: parameter.isSwitch,
    isBoolean: folded === "bool" || folded === "boolean",
    isCollection: folded.endsWith("]") && folded.includes("["),
    aliases: [],
    sets: EMPTY_SETS,
    validators: [],
    allowNull: true,
    allowEmptyString: true,
    allowEmptyCollection: true,
    psTypeName: null,
    isCredential: false,
    defaultValue: null,
    slot: parameter.slot,
    constraint: null,
    isCommon: false,
    isDynamic: false,
    helpMessage: "",
    attributes: [],
  };
}
