// What Get-Command shows of parameters, and what dynamicparam makes: ParameterMetadata, ParameterAttribute, RuntimeDefinedParameter.

import { Dictionary, NetObject, PSList, typedArray } from "../../objects/index.js";
import { ALL_SETS, type Parameter } from "../binder/parameters.js";
import type { ParameterSetMembership } from "../commands/cmdlet.js";
import type { Runtime } from "../run/runtime.js";
import { defineType, type Member, type TypeSource } from "../types/define.js";
import type { PSType } from "../types/type-object.js";

const AUTOMATION = "System.Management.Automation.";

/** An attribute: its type and the values of its properties, by lower-case name. */
export class AttributeObject extends NetObject {
  readonly typeName: string;
  readonly values: Map<string, unknown> = new Map();
  constructor(name: string) {
    super();
    this.typeName = name.includes(".") ? name : AUTOMATION + name;
  }
}

/** System.Management.Automation.CommandParameterInfo: a parameter as it stands in one set. */
export class CommandParameter extends NetObject {
  readonly typeName: string = `${AUTOMATION}CommandParameterInfo`;
  readonly parameter: Parameter;
  readonly set: string;
  constructor(parameter: Parameter, set: string) {
    super();
    this.parameter = parameter;
    this.set = set;
  }
}

/** System.Management.Automation.ParameterMetadata. */
export class ParameterMetadata extends NetObject {
  readonly typeName: string = `${AUTOMATION}ParameterMetadata`;
  readonly parameter: Parameter;
  constructor(parameter: Parameter) {
    super();
    this.parameter = parameter;
  }
}

/** System.Management.Automation.RuntimeDefinedParameter. */
class RuntimeDefinedParameter extends NetObject {
  readonly typeName: string = `${AUTOMATION}RuntimeDefinedParameter`;
  name: string;
  parameterType: PSType | null;
  attributes: PSList;
  value: unknown = null;
  isSet = false;
  constructor(name: string, parameterType: PSType | null, attributes: PSList) {
    super();
    this.name = name;
    this.parameterType = parameterType;
    this.attributes = attributes;
  }
}

const UNSET_POSITION = -2147483648;

/** Attributes and their properties with the values they start with. */
const ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ParameterAttribute: {
    "int Position": UNSET_POSITION,
    "string ParameterSetName": ALL_SETS,
    "bool Mandatory": false,
    "bool ValueFromPipeline": false,
    "bool ValueFromPipelineByPropertyName": false,
    "bool ValueFromRemainingArguments": false,
    "string HelpMessage": null,
    "bool DontShow": false,
  },
  CmdletBindingAttribute: {
    "string DefaultParameterSetName": null,
    "bool SupportsShouldProcess": false,
    "bool PositionalBinding": true,
  },
  AliasAttribute: { "System.Object AliasNames": null },
  ValidateSetAttribute: { "System.Object ValidValues": null, "bool IgnoreCase": true, "string ErrorMessage": null },
  ValidateRangeAttribute: { "System.Object MinRange": null, "System.Object MaxRange": null },
  ValidateLengthAttribute: { "int MinLength": 0, "int MaxLength": 0 },
  ValidateCountAttribute: { "int MinLength": 0, "int MaxLength": 0 },
  ValidatePatternAttribute: { "string RegexPattern": null, "string ErrorMessage": null },
  ValidateScriptAttribute: { "scriptblock ScriptBlock": null, "string ErrorMessage": null },
  ValidateNotNullAttribute: {},
  ValidateNotNullOrEmptyAttribute: {},
  ValidateNotNullOrWhiteSpaceAttribute: {},
  AllowNullAttribute: {},
  AllowEmptyStringAttribute: {},
  AllowEmptyCollectionAttribute: {},
  ArgumentCompleterAttribute: { "scriptblock ScriptBlock": null },
  ArgumentCompletionsAttribute: {},
  PSDefaultValueAttribute: { "System.Object Value": null, "string Help": null },
  SupportsWildcardsAttribute: {},
  OutputTypeAttribute: { "System.Object Type": null },
  CredentialAttribute: {},
};

/** What an attribute's positional arguments are called. */
const POSITIONAL: Readonly<Record<string, readonly string[]>> = {
  ValidateRangeAttribute: ["minrange", "maxrange"],
  ValidateLengthAttribute: ["minlength", "maxlength"],
  ValidateCountAttribute: ["minlength", "maxlength"],
  ValidatePatternAttribute: ["regexpattern"],
  ValidateScriptAttribute: ["scriptblock"],
  ArgumentCompleterAttribute: ["scriptblock"],
};

export function addParameterTypes(rt: Runtime): void {
  const add = (name: string, source: TypeSource): void => rt.types.add(defineType(AUTOMATION + name, source));
  for (const [name, properties] of Object.entries(ATTRIBUTES)) add(name, attributeSource(rt, name, properties));
  addMetadata(rt, add);
  addRuntimeDefined(rt, add);
}

function attributeSource(rt: Runtime, name: string, properties: Readonly<Record<string, unknown>>): TypeSource {
  const members: Record<string, Member> = {
    "System.Object TypeId": () => rt.types.typeObject(rt.types.find(AUTOMATION + name)!),
    "new()": () => new AttributeObject(name),
  };
  for (const [signature, start] of Object.entries(properties)) {
    const key = signature.slice(signature.lastIndexOf(" ") + 1).toLowerCase();
    members[signature] = [
      (self: AttributeObject) => (self.values.has(key) ? self.values.get(key) : start),
      (self: AttributeObject, value: unknown) => void self.values.set(key, value),
    ];
  }
  const positional = POSITIONAL[name];
  const make = (values: unknown[]): AttributeObject => {
    const made = new AttributeObject(name);
    if (positional) values.forEach((value, i) => made.values.set(positional[i] ?? "", value));
    else made.values.set(name === "AliasAttribute" ? "aliasnames" : "validvalues", typedArray("System.String", values));
    return made;
  };
  if (positional?.length === 1) members["new(System.Object value)"] = (value: unknown) => make([value]);
  else if (positional?.length === 2)
    members["new(System.Object min, System.Object max)"] = (min: unknown, max: unknown) => make([min, max]);
  else if (/^(Alias|ValidateSet|ArgumentCompletions)Attribute$/.test(name))
    members["new(Params string[] values)"] = (values: unknown[]) => make([...values]);
  return { base: "System.Attribute", members };
}

function addMetadata(rt: Runtime, add: (name: string, source: TypeSource) => void): void {
  add("ParameterMetadata", {
    members: {
      "string Name": (m: ParameterMetadata) => m.parameter.name,
      "type ParameterType": (m: ParameterMetadata) => typeOf(rt, m.parameter),
      "System.Object ParameterSets": (m: ParameterMetadata) => parameterSets(m.parameter),
      "bool IsDynamic": (m: ParameterMetadata) => m.parameter.isDynamic,
      "System.Object Aliases": (m: ParameterMetadata) => typedArray("System.String", [...m.parameter.aliases]),
      "System.Object Attributes": (m: ParameterMetadata) =>
        new PSList(
          "Collection",
          "System.Collections.ObjectModel.Collection`1[[System.Attribute]]",
          attributesOf(m.parameter),
        ),
      "bool SwitchParameter": (m: ParameterMetadata) => m.parameter.isSwitch,
    },
  });
  const placeOf = ({ parameter, set }: CommandParameter): ParameterSetMembership =>
    parameter.sets.get(set) ?? parameter.sets.get(ALL_SETS) ?? {};
  add("CommandParameterInfo", {
    members: {
      "string Name": (c: CommandParameter) => c.parameter.name,
      "type ParameterType": (c: CommandParameter) => typeOf(rt, c.parameter),
      "bool IsMandatory": (c: CommandParameter) => placeOf(c).mandatory === true,
      "bool IsDynamic": (c: CommandParameter) => c.parameter.isDynamic,
      "int Position": (c: CommandParameter) => placeOf(c).position ?? -2147483648,
      "bool ValueFromPipeline": (c: CommandParameter) => placeOf(c).fromPipeline === true,
      "bool ValueFromPipelineByPropertyName": (c: CommandParameter) => placeOf(c).fromPipelineByPropertyName === true,
      "bool ValueFromRemainingArguments": (c: CommandParameter) => placeOf(c).fromRemainingArguments === true,
      "string HelpMessage": (c: CommandParameter) => c.parameter.helpMessage,
      "System.Object Aliases": (c: CommandParameter) => typedArray("System.String", [...c.parameter.aliases]),
      "System.Object Attributes": (c: CommandParameter) =>
        new PSList(
          "ReadOnlyCollection",
          "System.Collections.ObjectModel.ReadOnlyCollection`1[[System.Attribute]]",
          attributesOf(c.parameter),
        ),
    },
  });
  add("ParameterSetMetadata", {
    members: {
      "int Position": (m: AttributeObject) => m.values.get("position"),
      "bool IsMandatory": (m: AttributeObject) => m.values.get("mandatory"),
      "bool ValueFromPipeline": (m: AttributeObject) => m.values.get("valuefrompipeline"),
      "bool ValueFromPipelineByPropertyName": (m: AttributeObject) => m.values.get("valuefrompipelinebypropertyname"),
      "bool ValueFromRemainingArguments": (m: AttributeObject) => m.values.get("valuefromremainingarguments"),
      "string HelpMessage": (m: AttributeObject) => m.values.get("helpmessage") ?? null,
    },
  });
}

function typeOf(rt: Runtime, parameter: Parameter): PSType {
  const type = rt.types.find(parameter.shownType) ?? rt.types.find(parameter.typeName) ?? rt.types.find("object");
  return rt.types.typeObject(type!);
}

/** One ParameterAttribute for each set, then what else stands on the parameter. */
function attributesOf(parameter: Parameter): AttributeObject[] {
  const list = [...parameter.sets].map(([name, set]) => membership("ParameterAttribute", parameter, name, set));
  for (const validator of parameter.validators) list.push(new AttributeObject(`${validator.name}Attribute`));
  if (parameter.aliases.length > 0) {
    const alias = new AttributeObject("AliasAttribute");
    alias.values.set("aliasnames", typedArray("System.String", [...parameter.aliases]));
    list.push(alias);
  }
  if (parameter.allowNull) list.push(new AttributeObject("AllowNullAttribute"));
  if (parameter.allowEmptyString) list.push(new AttributeObject("AllowEmptyStringAttribute"));
  if (parameter.allowEmptyCollection) list.push(new AttributeObject("AllowEmptyCollectionAttribute"));
  return list;
}

function membership(
  type: string,
  parameter: Parameter,
  name: string,
  set: Parameter["sets"] extends ReadonlyMap<string, infer M> ? M : never,
): AttributeObject {
  const attribute = new AttributeObject(type);
  attribute.values.set("position", set.position ?? UNSET_POSITION);
  attribute.values.set("parametersetname", name);
  attribute.values.set("mandatory", set.mandatory ?? false);
  attribute.values.set("valuefrompipeline", set.fromPipeline ?? false);
  attribute.values.set("valuefrompipelinebypropertyname", set.fromPipelineByPropertyName ?? false);
  attribute.values.set("valuefromremainingarguments", set.fromRemainingArguments ?? false);
  attribute.values.set("helpmessage", parameter.helpMessage === "" ? null : parameter.helpMessage);
  return attribute;
}

function parameterSets(parameter: Parameter): Dictionary {
  const sets = new Dictionary(
    "Dictionary",
    `System.Collections.Generic.Dictionary\`2[[System.String],[${AUTOMATION}ParameterSetMetadata]]`,
  );
  for (const [name, set] of parameter.sets) sets.set(name, membership("ParameterSetMetadata", parameter, name, set));
  return sets;
}

function addRuntimeDefined(rt: Runtime, add: (name: string, source: TypeSource) => void): void {
  const attributes = (value: unknown): PSList =>
    value instanceof PSList
      ? value
      : new PSList(
          "Collection",
          "System.Collections.ObjectModel.Collection`1[[System.Attribute]]",
          Array.isArray(value) ? [...value] : [],
        );
  add("RuntimeDefinedParameter", {
    members: {
      "string Name": [
        (p: RuntimeDefinedParameter) => p.name,
        (p: RuntimeDefinedParameter, name: string) => void (p.name = name),
      ],
      "type ParameterType": [
        (p: RuntimeDefinedParameter) => p.parameterType,
        (p: RuntimeDefinedParameter, type: PSType) => void (p.parameterType = type),
      ],
      "System.Object Value": [
        (p: RuntimeDefinedParameter) => p.value,
        (p: RuntimeDefinedParameter, value: unknown) => {
          p.value = value;
          p.isSet = true;
        },
      ],
      "bool IsSet": [
        (p: RuntimeDefinedParameter) => p.isSet,
        (p: RuntimeDefinedParameter, value: boolean) => void (p.isSet = value),
      ],
      "System.Object Attributes": (p: RuntimeDefinedParameter) => p.attributes,
      "new()": () => new RuntimeDefinedParameter("", null, attributes([])),
      "new(string name, type parameterType, System.Object attributes)": (name: string, type: PSType, list: unknown) =>
        new RuntimeDefinedParameter(name, type, attributes(list)),
    },
  });
  const full = `${AUTOMATION}RuntimeDefinedParameterDictionary`;
  add("RuntimeDefinedParameterDictionary", {
    base: `System.Collections.Generic.Dictionary\`2[[System.String],[${AUTOMATION}RuntimeDefinedParameter]]`,
    members: {
      "new()": () => new Dictionary("Dictionary", full),
      "string HelpFile": [() => null, () => undefined],
      "System.Object Data": [() => null, () => undefined],
    },
  });
}
