// Get-Member: the properties and methods of objects, one row a member.
//
// Rule: each kind of object is described once, by the first one of it that comes.

import {
  PSAliasProperty,
  PSPropertySet,
  PSScriptProperty,
  PSType,
  type CmdletContext,
  type CmdletDefinition,
  type FullTypeTable,
  type MemberDescription,
  type MethodDefinition,
  type TypeDefinition,
} from "../../engine/index.js";
import { baseOf, EnumValue, PSObject } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";
import { matchesAny } from "../shared/wildcards.js";

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
        const typeName = isStatic ? staticType(context, item)?.name : context.engine.values.view.typeNames(item)[0];
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
  const { values } = context.engine;
  const methods = values.methods(item).map(({ name, memberType, definition }) => ({
    name,
    type: memberType,
    definition,
    extended: memberType !== "Method" && memberType !== "ParameterizedProperty",
  }));
  const properties = values.properties(item).map((description) => ({
    name: description.name,
    type: description.memberType,
    definition: propertyText(context, item, description),
    extended: !description.isAdapted,
  }));
  return [...methods, ...properties].filter((member) => member.type !== "MemberSet");
}

function propertyText(context: CmdletContext, item: unknown, description: MemberDescription): string {
  const { name } = description;
  const own = item instanceof PSObject ? item.get(name) : undefined;
  if (own instanceof PSAliasProperty) return `${name} = ${own.referencedName}`;
  if (own instanceof PSScriptProperty) {
    const { values } = context.engine;
    const setter = own.setter === null ? "" : `set=${values.toText(own.setter)};`;
    return `System.Object ${name} {get=${values.toText(own.getter)};${setter}}`;
  }
  if (own instanceof PSPropertySet) return `${name} {${own.names.join(", ")}}`;
  if (description.memberType === "NoteProperty")
    return noteText(context, name, context.engine.values.view.property(item, name));
  const referred = ALIASED[name];
  if (description.memberType === "AliasProperty" && referred !== undefined) return `${name} = ${referred}`;
  const access = description.settable ? "{get;set;}" : "{get;}";
  return `${displayName(context, description.typeName)} ${name} ${access}`;
}

// What the alias properties of types.ps1xml stand for.
const ALIASED: Readonly<Record<string, string>> = {
  Count: "Length",
  Name: "ProcessName",
  SI: "SessionId",
  Handles: "Handlecount",
  VM: "VirtualMemorySize64",
  WS: "WorkingSet64",
  PM: "PagedMemorySize64",
  NPM: "NonpagedSystemMemorySize64",
};

function noteText(context: CmdletContext, name: string, value: unknown): string {
  const { values } = context.engine;
  if (value === null || value === undefined) return `object ${name}=null`;
  const base = baseOf(value) ?? value;
  const typeName = values.typeNameOf(base);
  const shown = Array.isArray(base) ? typeName : values.toText(value);
  const display = displayName(context, typeName);
  // A note's type is named without its namespace.
  const short = display.slice(display.lastIndexOf(".") + 1);
  return `${/^object\[\]$/i.test(display) ? "Object[]" : short} ${name}=${shown}`;
}

function displayName(context: CmdletContext, typeName: string): string {
  return (context.engine.types as FullTypeTable).displayName(typeName);
}

function canonical(context: CmdletContext, type: string): string {
  return (context.engine.types as FullTypeTable).canonical(type);
}

function staticType(context: CmdletContext, item: unknown): TypeDefinition | undefined {
  const base = baseOf(item);
  return base instanceof PSType ? base.definition : context.engine.types.find(context.engine.values.typeNameOf(base));
}

function staticMembers(context: CmdletContext, item: unknown): Member[] {
  const definition = staticType(context, item);
  if (!definition) return [];
  const line = (type: string, name: string, access: string): Member => ({
    name,
    type: "Property",
    definition: `static ${displayName(context, canonical(context, type))} ${name} ${access}`,
    extended: false,
  });
  return [
    ...Object.entries(definition.statics ?? {}).map(([name, { type, set }]) =>
      line(type, name, set ? "{get;set;}" : "{get;}"),
    ),
    ...(definition.enumValues ?? []).map(([name]) => line(definition.name, name, "{get;}")),
    ...Object.entries({
      ...definition.staticMethods,
      ...(definition.constructors?.length ? { new: definition.constructors } : {}),
    }).map(([name, overloads]) => ({
      name,
      type: "Method",
      definition: overloads.map((overload) => overloadText(context, definition, name, overload)).join(", "),
      extended: false,
    })),
  ];
}

function overloadText(
  context: CmdletContext,
  definition: TypeDefinition,
  name: string,
  overload: MethodDefinition,
): string {
  const parameters = overload.parameters.map((parameter) => {
    const [, kind = "", type = "", rest = ""] = /^(params |ref )?([^ ]+)(.*)$/i.exec(parameter) ?? [];
    const prefix = kind === "" ? "" : kind.startsWith("ref") ? "[ref] " : "Params ";
    return prefix + displayName(context, canonical(context, type)) + rest;
  });
  const text = `${name}(${parameters.join(", ")})`;
  return name === "new"
    ? `${displayName(context, definition.name)} ${text}`
    : `static ${displayName(context, canonical(context, overload.returns || "void"))} ${text}`;
}
