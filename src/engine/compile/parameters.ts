// The parameters of a function, a script or a script block, from its param block and attributes.

import { Double, SwitchParameter } from "../../objects/index.js";
import type {
  AttributeAst,
  AttributeBaseAst,
  ParameterAst,
  ScriptBlockAst,
  TypeConstraintAst,
} from "../../language/index.js";
import type { ParameterSetMembership } from "../commands/cmdlet.js";
import { typeNameText, type Compiler } from "./compiler.js";
import { constraintOf } from "./typed.js";
import { ALL_SETS, commonParameters, makeTable, type Parameter, type ParameterTable } from "../binder/parameters.js";
import type { Frame } from "../run/runtime.js";
import type { Constraint } from "../session/scopes.js";
import type { PlainParameter } from "../run/script-block.js";
import { type AttributeValues, attributeName, attributeValues, compileValidators } from "../binder/validation.js";

export function parametersOf(ast: ScriptBlockAst, extra: readonly ParameterAst[] | null): readonly ParameterAst[] {
  return extra ?? ast.paramBlock?.parameters ?? [];
}

/** True where [CmdletBinding()] or a [Parameter()] makes the block advanced. */
export function isAdvanced(ast: ScriptBlockAst, parameters: readonly ParameterAst[]): boolean {
  const attributes = [...(ast.paramBlock?.attributes ?? []), ...ast.attributes];
  return (
    attributes.some((attribute) => attributeName(attribute) === "cmdletbinding") ||
    parameters.some((parameter) =>
      parameter.attributes.some((a) => a.kind === "Attribute" && attributeName(a) === "parameter"),
    )
  );
}

function typeOf(parameter: ParameterAst): TypeConstraintAst | undefined {
  return parameter.attributes.find((a): a is TypeConstraintAst => a.kind === "TypeConstraint");
}

/** Parameters with nothing but a type on them, which calls fill directly; null where one needs the binder. */
export function plainParameters(c: Compiler, parameters: readonly ParameterAst[]): PlainParameter[] | null {
  const plain: PlainParameter[] = [];
  for (const parameter of parameters) {
    if (parameter.attributes.some((a) => a.kind === "Attribute")) return null;
    const type = typeOf(parameter);
    const typeName = type === undefined ? null : typeNameText(type.typeName);
    const key = parameter.name.path.name.toLowerCase();
    let constraint: Constraint | undefined;
    const makeConstraint = constraintOf(c, parameter.attributes);
    plain.push({
      name: parameter.name.path.name,
      key,
      slot: c.layout.slot(key),
      typeName: typeName === null || typeName.toLowerCase() === "object" ? null : typeName,
      isSwitch:
        typeName !== null &&
        /^(switch|switchparameter|system\.management\.automation\.switchparameter)$/i.test(typeName),
      defaultValue: parameter.defaultValue === null ? null : c.expr(parameter.defaultValue),
      constraint: (f) => (constraint ??= makeConstraint(f)),
    });
  }
  return plain;
}

/** What a parameter that was not given starts as, by its type. */
function initialValue(typeName: string): unknown {
  switch (typeName.toLowerCase()) {
    case "string":
    case "system.string":
      return "";
    case "int":
    case "int32":
    case "system.int32":
      return 0;
    case "long":
    case "int64":
    case "system.int64":
      return 0n;
    case "double":
    case "system.double":
      return new Double(0);
    case "bool":
    case "boolean":
    case "system.boolean":
      return false;
    case "switch":
    case "switchparameter":
    case "system.management.automation.switchparameter":
      return new SwitchParameter(false);
    default:
      return null;
  }
}

const NUMERIC =
  /^(system\.)?(byte|sbyte|short|int16|ushort|uint16|uint|uint32|ulong|uint64|float|single|decimal|char|bigint)$/i;

export function initialValueFor(f: Frame, typeName: string): unknown {
  if (NUMERIC.test(typeName) && typeName.toLowerCase() !== "char") return f.rt.values.convert(0, typeName);
  return initialValue(typeName);
}

export function buildTable(
  c: Compiler,
  f: Frame,
  ast: ScriptBlockAst,
  parameters: readonly ParameterAst[],
): ParameterTable {
  const advanced = isAdvanced(ast, parameters);
  const binding = [...(ast.paramBlock?.attributes ?? []), ...ast.attributes].find(
    (attribute) => attributeName(attribute) === "cmdletbinding",
  );
  const options = binding ? attributeValues(c, binding)(f).named : new Map<string, unknown>();
  const truth = (name: string, otherwise: boolean): boolean =>
    options.has(name) ? f.rt.values.toBoolean(options.get(name)) : otherwise;
  const supportsShouldProcess = truth("supportsshouldprocess", false);
  const own = parameters.map((parameter) => buildParameter(c, f, parameter));
  const list = truth("positionalbinding", true) ? withPositions(own) : own;
  const text = (name: string): string | null => (options.has(name) ? f.rt.values.toText(options.get(name)) : null);
  return makeTable(
    advanced
      ? [
          ...list,
          ...commonParameters(f.rt, supportsShouldProcess, truth("supportspaging", false)).filter(
            (common) => !list.some((parameter) => parameter.key === common.key),
          ),
        ]
      : list,
    {
      defaultSet: text("defaultparametersetname"),
      isAdvanced: advanced,
      supportsShouldProcess,
      confirmImpact: text("confirmimpact") ?? "Medium",
    },
  );
}

/** Without a position or a set of its own on any parameter, the order of declaration is the order of positions. */
function withPositions(list: Parameter[]): Parameter[] {
  const explicit = list.some((parameter) =>
    [...parameter.sets].some(([name, set]) => name !== ALL_SETS || set.position !== undefined),
  );
  if (explicit) return list;
  let position = 0;
  return list.map((parameter) =>
    parameter.isSwitch
      ? parameter
      : { ...parameter, sets: new Map([[ALL_SETS, { ...parameter.sets.get(ALL_SETS), position: position++ }]]) },
  );
}

function buildParameter(c: Compiler, f: Frame, ast: ParameterAst): Parameter {
  const name = ast.name.path.name;
  const type = typeOf(ast);
  const typeName = type === undefined ? "" : typeNameText(type.typeName);
  const folded = typeName.toLowerCase();
  const attributes = ast.attributes
    .filter((a): a is AttributeAst => a.kind === "Attribute")
    .map((attribute) => attributeValues(c, attribute)(f));
  const has = (attribute: string): boolean => attributes.some((a) => a.name === attribute);
  const aliases = attributes
    .filter((a) => a.name === "alias")
    .flatMap((a) => a.positional.map((value) => f.rt.values.toText(value)));
  const psTypeName = attributes.find((a) => a.name === "pstypename")?.positional[0];
  const constrain = constraintOf(c, withoutNullChecks(ast.attributes));
  const plainObject = folded === "object" || folded === "psobject" || folded === "system.object";
  return {
    name,
    key: name.toLowerCase(),
    typeName: plainObject ? "" : typeName,
    shownType: typeName === "" ? "System.Object" : (f.rt.types.find(typeName)?.name ?? typeName),
    isSwitch: /^(switch|switchparameter|system\.management\.automation\.switchparameter)$/.test(folded),
    isBoolean: /^(bool|boolean|system\.boolean)$/.test(folded),
    isCollection: folded.endsWith("]") && folded.includes("["),
    aliases,
    sets: membershipsOf(f, attributes),
    validators: compileValidators(c, ast.attributes)(f),
    allowNull: has("allownull"),
    allowEmptyString: has("allowemptystring"),
    allowEmptyCollection: has("allowemptycollection"),
    psTypeName: psTypeName === undefined ? null : f.rt.values.toText(psTypeName),
    isCredential: has("credential"),
    defaultValue: ast.defaultValue === null ? null : c.expr(ast.defaultValue),
    slot: c.layout.slot(name.toLowerCase()),
    constraint: type === undefined && !attributes.some((a) => a.name.startsWith("validate")) ? null : constrain(f),
    isCommon: false,
    isDynamic: false,
    helpMessage: f.rt.values.toText(attributes.find((a) => a.name === "parameter")?.named.get("helpmessage") ?? ""),
    attributes,
  };
}

function withoutNullChecks(attributes: readonly AttributeBaseAst[]): readonly AttributeBaseAst[] {
  return attributes;
}

function membershipsOf(f: Frame, attributes: readonly AttributeValues[]): Map<string, ParameterSetMembership> {
  const sets = new Map<string, ParameterSetMembership>();
  for (const { name, named } of attributes) {
    if (name !== "parameter") continue;
    const flag = (key: string): boolean => named.has(key) && f.rt.values.toBoolean(named.get(key));
    const membership: Record<string, unknown> = {};
    if (named.has("position")) membership["position"] = Number(f.rt.values.convert(named.get("position"), "int"));
    if (flag("mandatory")) membership["mandatory"] = true;
    if (flag("valuefrompipeline")) membership["fromPipeline"] = true;
    if (flag("valuefrompipelinebypropertyname")) membership["fromPipelineByPropertyName"] = true;
    if (flag("valuefromremainingarguments")) membership["fromRemainingArguments"] = true;
    const set = named.has("parametersetname") ? f.rt.values.toText(named.get("parametersetname")) : ALL_SETS;
    sets.set(set.toLowerCase() === ALL_SETS.toLowerCase() ? ALL_SETS : set, membership as ParameterSetMembership);
  }
  if (sets.size === 0) sets.set(ALL_SETS, {});
  return sets;
}
