// Get-Member: the properties and methods of objects, one row a member.
//
// Rule: each kind of object is described once, by the first one of it that comes.

import {
  PSType,
  type CmdletContext,
  type CmdletDefinition,
  type MethodDefinition,
  type TypeDefinition,
} from "../../engine/index.js";
import { baseOf, EnumValue, PSMember, PSObject } from "../../objects/index.js";
import { matchesAny, UTILITY } from "./shared.js";

interface Member {
  readonly name: string;
  readonly type: string;
  readonly definition: string;
  /** Added by PowerShell or the script, not the .NET class's own. */
  readonly extended: boolean;
}

// The numbers of PSMemberTypes, and the groups -MemberType may name.
const MEMBER_TYPES: Readonly<Record<string, number>> = {
  AliasProperty: 1,
  CodeProperty: 2,
  Property: 4,
  NoteProperty: 8,
  ScriptProperty: 16,
  PropertySet: 32,
  Method: 64,
  CodeMethod: 128,
  ScriptMethod: 256,
  ParameterizedProperty: 512,
  MemberSet: 1024,
  Event: 2048,
};
const GROUPS: Readonly<Record<string, number>> = { Properties: 31, Methods: 448, All: 0xffff };

export const getMember: CmdletDefinition = {
  name: "Get-Member",
  module: UTILITY,
  synopsis: "Gets the properties and methods of objects.",
  aliases: ["gm"],
  parameters: {
    InputObject: { type: "psobject", fromPipeline: true, help: "The objects to describe." },
    Name: { type: "string[]", position: 0, help: "Names or patterns of members." },
    MemberType: {
      type: "string[]",
      aliases: ["Type"],
      complete: () => [...Object.keys(MEMBER_TYPES), ...Object.keys(GROUPS)],
    },
    View: {
      type: "string[]",
      validate: [{ kind: "Set", values: ["Extended", "Adapted", "Base", "All"], ignoreCase: true }],
    },
    Static: { type: "switch", help: "The members of the type itself." },
    Force: { type: "switch", help: "Shows what is hidden too." },
  },
  outputTypes: ["Microsoft.PowerShell.Commands.MemberDefinition"],
  examples: [{ code: "('abc' | Get-Member Length).Definition", output: "int Length {get;}" }],
  run(context) {
    const seen = new Set<string>();
    return {
      process() {
        const item = context.bound["InputObject"];
        if (item === null || item === undefined) return;
        const isStatic = context.bound["Static"] === true;
        const typeName = isStatic ? staticTypeName(context, item) : context.engine.values.view.typeNames(item)[0];
        if (typeName === undefined || seen.has(typeName)) return;
        seen.add(typeName);
        const members = isStatic ? staticMembers(context, item) : membersOf(context, item);
        for (const member of chosen(context, members)) context.write(memberDefinition(typeName, member));
      },
      end() {
        if (seen.size > 0) return;
        context.writeError(
          context.error(
            "System.InvalidOperationException",
            "You must specify an object for the Get-Member cmdlet.",
            "NoObjectInGetMember",
            "CloseError",
          ),
        );
      },
    };
  },
};

function memberDefinition(typeName: string, member: Member): PSObject {
  const definition = PSObject.of({
    TypeName: typeName,
    Name: member.name,
    MemberType: new EnumValue(
      "System.Management.Automation.PSMemberTypes",
      MEMBER_TYPES[member.type] ?? 0,
      member.type,
    ),
    Definition: member.definition,
  });
  definition.typeNames = ["Microsoft.PowerShell.Commands.MemberDefinition", "System.Object"];
  definition.text = member.definition;
  return definition;
}

function chosen(context: CmdletContext, members: readonly Member[]): Member[] {
  const { bound, engine } = context;
  const wanted: readonly string[] | undefined = bound["MemberType"];
  const mask = wanted?.flatMap((text) => text.split(",")).reduce((sum, text) => sum | maskOf(text.trim()), 0);
  const view: readonly string[] = (bound["View"] as string[] | undefined)?.map((text) => text.toLowerCase()) ?? [];
  const viewed = (member: Member): boolean =>
    view.length === 0 ||
    view.includes("all") ||
    view.includes(member.extended ? "extended" : "adapted") ||
    (!member.extended && view.includes("base"));
  return members
    .filter((member) => mask === undefined || (mask & (MEMBER_TYPES[member.type] ?? 0)) !== 0)
    .filter((member) => matchesAny(context, member.name, bound["Name"]))
    .filter(viewed)
    .sort(
      (left, right) => engine.values.compare(left.type, right.type) || engine.values.compare(left.name, right.name),
    );
}

function maskOf(text: string): number {
  const all = { ...MEMBER_TYPES, ...GROUPS };
  const key = Object.keys(all).find((name) => name.toLowerCase() === text.toLowerCase());
  return key === undefined ? 0 : (all[key as keyof typeof all] ?? 0);
}

function membersOf(context: CmdletContext, item: unknown): Member[] {
  const members = new Map<string, Member>();
  const add = (member: Member): void =>
    void (members.has(member.name.toLowerCase()) || members.set(member.name.toLowerCase(), member));
  for (const member of ownMembers(context, item)) add(member);
  const isCustom = item instanceof PSObject && item.isCustom;
  const typeName = isCustom ? "System.Object" : context.engine.values.typeNameOf(baseOf(item));
  for (const definition of lineage(context, typeName))
    for (const member of typeMembers(context, definition)) add(member);
  const { view } = context.engine.values;
  const adapted = new Set(view.adaptedNames(item).map((name) => name.toLowerCase()));
  for (const name of view.propertyNames(item)) {
    if (members.has(name.toLowerCase())) continue;
    const value = view.property(item, name);
    const isAdapted = adapted.has(name.toLowerCase());
    add(
      isAdapted && !isCustom
        ? { name, type: "Property", definition: `${typeText(context, value, false)} ${name} {get;}`, extended: false }
        : noteProperty(context, name, value),
    );
  }
  return [...members.values()];
}

function* ownMembers(context: CmdletContext, item: unknown): Iterable<Member> {
  if (!(item instanceof PSObject)) return;
  for (const [i, name] of item.shape.names.entries()) {
    const value = item.values[i];
    if (value instanceof PSMember) {
      if (value.memberType === "MemberSet") continue;
      yield { name, type: value.memberType, definition: memberText(context, item, name, value), extended: true };
    } else yield noteProperty(context, name, value);
  }
}

function noteProperty(context: CmdletContext, name: string, value: unknown): Member {
  const text = value === null || value === undefined ? "null" : context.engine.values.toText(value);
  const shown = Array.isArray(baseOf(value)) ? context.engine.values.typeNameOf(baseOf(value)) : text;
  return {
    name,
    type: "NoteProperty",
    definition: `${typeText(context, value, true)} ${name}=${shown}`,
    extended: true,
  };
}

function memberText(context: CmdletContext, item: unknown, name: string, member: PSMember): string {
  if (member.memberType === "ScriptProperty") {
    const getter = (member as unknown as { getter?: unknown; get?: unknown }).getter;
    return `System.Object ${name} {get=${getter ? context.engine.values.toText(getter) : ""};}`;
  }
  if (member.memberType === "ScriptMethod") return `System.Object ${name}();`;
  const referred = (member as unknown as { referencedName?: string }).referencedName;
  return referred === undefined
    ? `${typeText(context, context.engine.values.view.property(item, name), false)} ${name}`
    : `${name} = ${referred}`;
}

/** A type and those it comes from, most derived first. */
function lineage(context: CmdletContext, typeName: string): TypeDefinition[] {
  const { types } = context.engine;
  const result: TypeDefinition[] = [];
  let definition = types.find(typeName);
  while (definition && !result.includes(definition)) {
    result.push(definition);
    definition = definition.name === "System.Object" ? undefined : types.find(definition.base ?? "System.Object");
  }
  return result;
}

function* typeMembers(context: CmdletContext, definition: TypeDefinition): Iterable<Member> {
  const force = context.bound["Force"] === true;
  for (const [name, property] of Object.entries(definition.properties ?? {})) {
    if (property.hidden && !force) continue;
    const access = property.set ? "{get;set;}" : "{get;}";
    yield {
      name,
      type: "Property",
      definition: `${shortType(context, property.type)} ${name} ${access}`,
      extended: false,
    };
  }
  for (const [name, property] of Object.entries(definition.extended ?? {})) {
    if (property.hidden && !force) continue;
    const type = property.memberType ?? "ScriptProperty";
    yield { name, type, definition: `${shortType(context, property.type)} ${name} {get;}`, extended: true };
  }
  for (const [name, overloads] of Object.entries(definition.methods ?? {}))
    yield { name, type: "Method", definition: methodText(context, name, overloads, ""), extended: false };
}

// Names of arguments where the table knows types alone.
const ARGUMENT_NAMES: Readonly<Record<string, readonly string[]>> = {
  Equals: ["obj"],
  Substring: ["startIndex", "length"],
  CompareTo: ["value"],
  Contains: ["value"],
  StartsWith: ["value"],
  EndsWith: ["value"],
};

function methodText(
  context: CmdletContext,
  name: string,
  overloads: readonly MethodDefinition[],
  lead: string,
): string {
  return overloads
    .map((overload) => {
      const names = ARGUMENT_NAMES[name] ?? [];
      const parameters = overload.parameters.map((parameter, i) => {
        const type = parameter.replace(/^params /, "").replace(/ *=.*$/, "");
        const given = names[i] ?? "value";
        return `${parameter.startsWith("params ") ? "Params " : ""}${shortType(context, type)} ${given}`;
      });
      return `${lead}${shortType(context, overload.returns)} ${name}(${parameters.join(", ")})`;
    })
    .join(", ");
}

function staticTypeName(context: CmdletContext, item: unknown): string | undefined {
  const base = baseOf(item);
  return base instanceof PSType ? base.name : context.engine.values.typeNameOf(base);
}

function staticMembers(context: CmdletContext, item: unknown): Member[] {
  const base = baseOf(item);
  const definition =
    base instanceof PSType ? base.definition : context.engine.types.find(context.engine.values.typeNameOf(base));
  if (!definition) return [];
  const properties = Object.entries(definition.statics ?? {}).map(([name, property]) => ({
    name,
    type: "Property",
    definition: `static ${shortType(context, property.type)} ${name} {get;${property.set ? "set;" : ""}}`,
    extended: false,
  }));
  const methods = Object.entries(definition.staticMethods ?? {}).map(([name, overloads]) => ({
    name,
    type: "Method",
    definition: methodText(context, name, overloads, "static "),
    extended: false,
  }));
  const values = (definition.enumValues ?? []).map(([name]) => ({
    name,
    type: "Property",
    definition: `static ${shortType(context, definition.name)} ${name} {get;}`,
    extended: false,
  }));
  return [...properties, ...methods, ...values];
}

// A type as PowerShell abbreviates it: [int] and its like by accelerator.
function shortType(context: CmdletContext, name: string): string {
  const array = /^(.*)((?:\[,*\])+)$/.exec(name);
  if (array) return shortType(context, array[1]!) + array[2]!;
  if (name === "System.Object") return name;
  const definition = context.engine.types.find(name);
  return definition?.accelerators?.[0] ?? definition?.name ?? name;
}

function typeText(context: CmdletContext, value: unknown, dropNamespace: boolean): string {
  if (value === null || value === undefined) return "object";
  const base = baseOf(value);
  if (base === undefined) return "PSCustomObject";
  const name = context.engine.values.typeNameOf(base);
  const short = shortType(context, name);
  if (dropNamespace && (short === name || /\[/.test(short))) return name.slice(name.lastIndexOf(".") + 1);
  return short;
}
